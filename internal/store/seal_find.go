package store

import (
	"bytes"
	"context"
	"database/sql"
	"sort"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

const (
	allSheaves = `SELECT data FROM sheaf`
	allShards  = `SELECT shard, size FROM log_shard ORDER BY shard DESC`
	nextPoint  = `SELECT shard, size, at, cosigned, '' FROM log_checkpoint WHERE shard = $1 AND size >= $2 ORDER BY size LIMIT 1`
	leavesFrom = `SELECT first, data FROM log_leaves WHERE shard = $1 AND first >= $2 ORDER BY first`
	lookIn     = `SELECT ` + lookColumns + ` FROM look WHERE home = $1 AND id = $2`
	lookAt     = lookIn + ` AND at = $3`
	lookByID   = `SELECT ` + lookColumns + ` FROM look WHERE id = $1`
)

// slack is how much earlier than its row's time a leaf may have been sealed:
// clocks of processes differ.
const slack = time.Minute

// placeBase is how the moment of a look is written in its place.
const placeBase = 36

// Place names a look among those of its dossier so that it is found without
// reading the others: its id and its moment.
func (l Look) Place() dossier.ID {
	return l.ID + "." + dossier.ID(strconv.FormatInt(micros(l.At), placeBase))
}

// lookPlace reads what Place wrote; placed is false for an id alone.
func lookPlace(s dossier.ID) (id dossier.ID, at int64, placed bool) {
	before, after, cut := strings.Cut(string(s), ".")
	at, err := strconv.ParseInt(after, placeBase, 64)
	if !cut || err != nil {
		return s, 0, false
	}
	return dossier.ID(before), at, true
}

// FindLeaf looks for a leaf near the moment of its row first, then everywhere.
func (s *archive) FindLeaf(ctx context.Context, leaf []byte, since time.Time) (ledger.Shard, int64, error) {
	const op = "store.FindLeaf"
	rows, err := s.read.query(ctx, allSheaves)
	if waits, err := holds(rows, err, leaf); err != nil || waits {
		return 0, 0, fault.Wrap(fault.Unavailable, op, orNotFound(op, err))
	}
	type shard struct {
		shard ledger.Shard
		size  int64
	}
	rows, err = s.read.query(ctx, allShards)
	shards, err := collect(op, rows, err, func(rows *sql.Rows, s *shard) error { return rows.Scan(&s.shard, &s.size) })
	if err != nil {
		return 0, 0, err
	}
	for _, near := range []bool{true, false} {
		for _, sh := range shards {
			from := int64(0)
			if near {
				from = s.sizeAt(ctx, sh.shard, sh.size, since.Add(-slack))
			}
			if n, err := s.position(ctx, sh.shard, from, leaf); err != nil || n >= 0 {
				return sh.shard, n, trouble(op, err)
			}
		}
	}
	return 0, 0, fault.New(fault.NotFound, op, "")
}

func orNotFound(op string, err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, op, "")
}

// holds tells whether a leaf waits for its number.
func holds(rows *sql.Rows, err error, leaf []byte) (bool, error) {
	all, err := collect("store.holds", rows, err, func(rows *sql.Rows, data *[]byte) error { return rows.Scan(data) })
	for _, data := range all {
		if placeOf(data, leaf) >= 0 {
			return true, nil
		}
	}
	return false, err
}

// sizeAt gives a size that the tree had before a moment, by halving. It is a
// hint: clocks jump.
func (s *archive) sizeAt(ctx context.Context, shard ledger.Shard, size int64, at time.Time) (before int64) {
	sort.Search(int(min(size, 1<<62)), func(n int) bool {
		rows, err := s.read.query(ctx, nextPoint, int64(shard), int64(n))
		c, err := one("store.sizeAt", rows, err, scanCheckpoint)
		if err != nil || !c.At.Before(at) {
			return true
		}
		before = max(before, c.Size)
		return false
	})
	return before
}

// position gives the number of a leaf among those from a number on; -1 when it is not there.
func (s *archive) position(ctx context.Context, shard ledger.Shard, from int64, leaf []byte) (int64, error) {
	rows, err := s.read.query(ctx, leavesFrom, int64(shard), from)
	if err != nil {
		return -1, err
	}
	defer rows.Close()
	for rows.Next() {
		var first int64
		var data []byte
		if err := rows.Scan(&first, &data); err != nil {
			return -1, err
		}
		if n := placeOf(data, leaf); n >= 0 {
			return first + n, nil
		}
	}
	return -1, rows.Err()
}

// placeOf gives which leaf of data is this one; -1 when none is.
func placeOf(data, leaf []byte) int64 {
	if !bytes.Contains(data, leaf) {
		return -1
	}
	at, found := int64(0), int64(-1)
	_, _ = ledger.Each(data, func(l []byte) error { // no error is given
		if found < 0 && bytes.Equal(l, leaf) {
			found = at
		}
		at++
		return nil
	})
	return found
}

// LookRow gives a look as it is stored, by its id or by its place: a place is
// found at once, an id by reading the looks of its home.
func (s *archive) LookRow(ctx context.Context, home string, id dossier.ID) (ledger.LookRow, error) {
	id, at, placed := lookPlace(id)
	text, args := lookIn, []any{home, string(id)}
	switch {
	case home == "":
		text, args = lookByID, args[1:]
	case placed:
		text, args = lookAt, append(args, at)
	}
	rows, err := s.read.query(ctx, text, args...)
	return one("store.LookRow", rows, err, func(rows *sql.Rows, l *ledger.LookRow) error {
		return rows.Scan(&l.Home, &l.At, &l.ID, &l.User, &l.Org, &l.Version, &l.Detail)
	})
}
