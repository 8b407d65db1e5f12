package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

// Ledger keeps the log in which tampering shows.
type Ledger interface {
	// Seal gives leaves that wait their numbers and signs what the tree then is,
	// in one durable transaction. One process at a time does it: another gets
	// nothing until the lease has ended.
	Seal(ctx context.Context, s Seal) (Sealing, error)
	// Checkpoint gives the newest checkpoint of a shard, of the newest shard when
	// it is 0; NotFound when there is none.
	Checkpoint(ctx context.Context, shard ledger.Shard) (Checkpoint, error)
	// PutCosigned keeps a checkpoint with more signatures than before; NotFound
	// when they are not more.
	PutCosigned(ctx context.Context, c Checkpoint) error
	// Tile gives a row of hashes; NotFound when there is none.
	Tile(ctx context.Context, shard ledger.Shard, level int, n int64) ([]byte, error)
	// FindLeaf gives where an encoded leaf stands; NotFound when it has no number
	// yet. Since is when it was written, a hint where to begin.
	FindLeaf(ctx context.Context, leaf []byte, since time.Time) (ledger.Shard, int64, error)
	// LookRow gives a look as it is stored, found by its dossier (or ~user) and,
	// when home is "", by reading all looks.
	LookRow(ctx context.Context, home string, id dossier.ID) (ledger.LookRow, error)
	// BeginShard begins another tree of this year after a restore, so that the
	// tree that was restored is not continued in two ways.
	BeginShard(ctx context.Context, year int) (ledger.Shard, error)
	// PutErased makes durable, as a leaf, that rows are erased.
	PutErased(ctx context.Context, e Erased) error
	// ErasedOf gives what was erased of a dossier, oldest first.
	ErasedOf(ctx context.Context, id dossier.ID) ([]Erased, error)
}

// Seal asks for the sealing of what waits.
type Seal struct {
	Owner string        // of the lease
	Now   time.Time     // of the checkpoint
	Hold  time.Duration // how long the lease lasts
	Name  string        // of the installation
	Sign  func(ledger.Checkpoint) (string, error)
}

// Sealing is what came of it.
type Sealing struct {
	Leaves     int64 // that got a number; 0: nothing waited, or another process seals
	More       bool  // so much waited that some of it may wait still
	Checkpoint Checkpoint
}

// Checkpoint is a checkpoint as it is kept.
type Checkpoint struct {
	Shard    ledger.Shard
	Size     int64
	At       time.Time
	Cosigned int    // witnesses whose signature is in the note
	Note     string // signed
}

// sheavesMost is how many sheaves are sealed at once: a transaction stays
// short, so that writers of SQLite wait some milliseconds and no more.
const sheavesMost = 256

const (
	sheafWaits = `SELECT 1 FROM sheaf LIMIT 1`
	takeLease  = `UPDATE log_lease SET owner = $1, until_at = $2 WHERE name = 'seal' AND (owner = $1 OR until_at < $3 OR until_at > $4)`
	takeSheaf  = `DELETE FROM sheaf WHERE id IN (SELECT id FROM sheaf ORDER BY id LIMIT $1) RETURNING id, data`
	getShard   = `SELECT shard, size FROM log_shard ORDER BY shard DESC LIMIT 1`
	putShard   = `INSERT INTO log_shard (shard, size) VALUES ($1, $2) ON CONFLICT (shard) DO UPDATE SET size = excluded.size`
	newShard   = `INSERT INTO log_shard (shard, size) VALUES ($1, 0)`
	putLeaves  = `INSERT INTO log_leaves (shard, first, data) VALUES ($1, $2, $3)`
	getTile    = `SELECT data FROM log_tile WHERE shard = $1 AND level = $2 AND n = $3`
	putTile    = `INSERT INTO log_tile (shard, level, n, data) VALUES ($1, $2, $3, $4) ON CONFLICT (shard, level, n) DO UPDATE SET data = excluded.data`
	// Of the checkpoints of one minute that no witness signed the last one stays.
	thin          = `DELETE FROM log_checkpoint WHERE shard = $1 AND size >= $2 AND size < $3 AND cosigned = 0 AND at >= $4`
	putCheckpoint = `INSERT INTO log_checkpoint (shard, size, at, cosigned, note) VALUES ($1, $2, $3, 0, $4)`
	checkpoints   = `SELECT shard, size, at, cosigned, note FROM log_checkpoint WHERE shard = $1 ORDER BY size DESC LIMIT 1`
	newest        = `SELECT shard, size, at, cosigned, note FROM log_checkpoint ORDER BY shard DESC, size DESC LIMIT 1`
	// A checkpoint that went out to be cosigned may be thinned out meanwhile.
	putCosigned = `INSERT INTO log_checkpoint (shard, size, at, cosigned, note) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (shard, size) DO UPDATE SET cosigned = excluded.cosigned, note = excluded.note WHERE log_checkpoint.cosigned < excluded.cosigned`
	minute = 60_000_000 // microseconds
)

// Seal seals what waits.
func (s *archive) Seal(ctx context.Context, q Seal) (done Sealing, err error) {
	const op = "store.Seal"
	rows, err := s.read.query(ctx, sheafWaits)
	waits, err := collect(op, rows, err, func(rows *sql.Rows, n *int64) error { return rows.Scan(n) })
	if err != nil || len(waits) == 0 {
		return Sealing{}, err
	}
	err = s.write.do(ctx, op, func(t tx) error {
		done = Sealing{}
		return broken(sealIn(t, q, &done))
	})
	return done, err
}

// broken makes of a log that cannot go on a refusal of this one change, so
// that what is written beside it is not refused too.
func broken(err error) error {
	var f *fault.Error
	if err == nil || errors.As(err, &f) || !errors.Is(err, errLog) {
		return err
	}
	return fault.Wrap(fault.Unavailable, "store.Seal", err)
}

var errLog = errors.New("the log does not hold together")

func sealIn(t tx, q Seal, done *Sealing) error {
	now, hold := micros(q.Now), q.Hold.Microseconds()
	// A lease from a clock that ran ahead counts as ended, too.
	if n, err := t.exec(takeLease, q.Owner, now+hold, now, now+2*hold); err != nil || n == 0 {
		return err
	}
	data, more, err := sheaves(t)
	if err != nil || len(data) == 0 {
		return err
	}
	shard, size, err := openShard(t, q.Now.Year())
	if err != nil {
		return err
	}
	tree, err := resume(t, shard, size)
	if err != nil {
		return err
	}
	full, err := grow(tree, data)
	if err != nil {
		return err
	}
	for _, tile := range append(full, tree.Edge()...) {
		if _, err := t.exec(putTile, int64(shard), int64(tile.Level), tile.N, tile.Data); err != nil {
			return err
		}
	}
	if _, err := t.exec(putLeaves, int64(shard), size, data); err != nil {
		return err
	}
	done.Leaves, done.More = tree.Size()-size, more
	return sign(t, q, ledger.Checkpoint{Name: q.Name, Shard: shard, Size: tree.Size(), Root: tree.Root(), At: instant(now)}, size, done)
}

func sign(t tx, q Seal, c ledger.Checkpoint, before int64, done *Sealing) error {
	note, err := q.Sign(c)
	if err != nil {
		return errors.Join(errLog, err)
	}
	shard, at := int64(c.Shard), micros(c.At)
	if _, err := t.exec(putShard, shard, c.Size); err != nil {
		return err
	}
	if _, err := t.exec(thin, shard, before, c.Size, at-at%minute); err != nil {
		return err
	}
	done.Checkpoint = Checkpoint{Shard: c.Shard, Size: c.Size, At: c.At, Note: note}
	_, err = t.exec(putCheckpoint, shard, c.Size, at, note)
	return err
}

// sheaves takes what waits, in order.
func sheaves(t tx) (data []byte, more bool, err error) {
	type sheaf struct {
		id   int64
		data []byte
	}
	var all []sheaf
	err = t.each(func(rows *sql.Rows) error {
		var s sheaf
		err := rows.Scan(&s.id, &s.data)
		all = append(all, s)
		return err
	}, takeSheaf, int64(sheavesMost))
	slices.SortFunc(all, func(a, b sheaf) int { return cmp.Compare(a.id, b.id) })
	for _, s := range all {
		data = append(data, s.data...)
	}
	return data, len(all) == sheavesMost, err
}

// openShard gives the tree that grows: that of the year, or a later one when
// the clock ran back. A tree of an earlier year grows no more.
func openShard(t tx, year int) (shard ledger.Shard, size int64, err error) {
	err = t.each(func(rows *sql.Rows) error { return rows.Scan(&shard, &size) }, getShard)
	if err == nil && shard.Year() < year {
		shard, size = ledger.ShardOf(year), 0
	}
	return shard, size, err
}

func resume(t tx, shard ledger.Shard, size int64) (*ledger.Tree, error) {
	edges := ledger.Edges(size)
	for i, e := range edges {
		if err := t.each(func(rows *sql.Rows) error { return rows.Scan(&edges[i].Data) }, getTile, int64(shard), int64(e.Level), e.N); err != nil {
			return nil, err
		}
	}
	tree, err := ledger.Resume(size, edges)
	if err != nil {
		return nil, errors.Join(errLog, err)
	}
	return tree, nil
}

func grow(tree *ledger.Tree, data []byte) (full []ledger.Tile, err error) {
	var h ledger.Hasher
	whole, err := ledger.Each(data, func(leaf []byte) error {
		tree.Add(h.Leaf(leaf), func(tile ledger.Tile) { full = append(full, tile) })
		return nil
	})
	if err == nil && !whole {
		err = errLog
	}
	return full, err
}

// BeginShard begins another tree of this year, or of the newest year there is.
func (s *archive) BeginShard(ctx context.Context, year int) (shard ledger.Shard, err error) {
	err = s.write.do(ctx, "store.BeginShard", func(t tx) error {
		newest, _, err := openShard(t, 0)
		if err != nil {
			return err
		}
		shard = max(newest+1, ledger.ShardOf(year))
		_, err = t.exec(newShard, int64(shard))
		return err
	})
	return shard, err
}

func scanCheckpoint(rows *sql.Rows, c *Checkpoint) error {
	var at int64
	err := rows.Scan(&c.Shard, &c.Size, &at, &c.Cosigned, &c.Note)
	c.At = instant(at)
	return err
}

// Checkpoint gives the newest checkpoint of a shard, or of all.
func (s *archive) Checkpoint(ctx context.Context, shard ledger.Shard) (Checkpoint, error) {
	text, args := checkpoints, []any{int64(shard)}
	if shard == 0 {
		text, args = newest, nil
	}
	rows, err := s.read.query(ctx, text, args...)
	return one("store.Checkpoint", rows, err, scanCheckpoint)
}

// PutCosigned keeps a checkpoint with more signatures.
func (s *archive) PutCosigned(ctx context.Context, c Checkpoint) error {
	return s.write.do(ctx, "store.PutCosigned", func(t tx) error {
		n, err := t.exec(putCosigned, int64(c.Shard), c.Size, micros(c.At), int64(c.Cosigned), c.Note)
		if err == nil && n == 0 {
			return sql.ErrNoRows
		}
		return err
	})
}

// Tile gives a row of hashes.
func (s *archive) Tile(ctx context.Context, shard ledger.Shard, level int, n int64) ([]byte, error) {
	rows, err := s.read.query(ctx, getTile, int64(shard), int64(level), n)
	return one("store.Tile", rows, err, func(rows *sql.Rows, data *[]byte) error { return rows.Scan(data) })
}
