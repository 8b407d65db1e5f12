package store

import (
	"context"
	"database/sql"

	"eendracht/internal/fault"
)

// keyTexts are the statements on wrapped keys; the table lies apart from the
// entries and its name differs per engine.
type keyTexts struct{ put, get, drop, like, swap, intend, done, shreds string }

// byBytes is how owners are compared: by their bytes, whatever the database's own
// order of letters; else a prefix would take in others.
func keysIn(table, shred, byBytes string) keyTexts {
	return keyTexts{
		put:  `INSERT INTO ` + table + ` (owner, wrapped) VALUES ($1, $2)`,
		get:  `SELECT wrapped FROM ` + table + ` WHERE owner = $1`,
		drop: `DELETE FROM ` + table + ` WHERE owner = $1`,
		like: `SELECT owner, wrapped FROM ` + table + ` WHERE owner` + byBytes + ` > $1 AND owner` + byBytes + ` < $2 ORDER BY owner` + byBytes + ` LIMIT $3`,
		swap: `UPDATE ` + table + ` SET wrapped = $3 WHERE owner = $1 AND wrapped = $2`,
		// A shred is put twice when it is carried out a second time.
		intend: `INSERT INTO ` + shred + ` (id, at, done, body) VALUES ($1, $2, 0, $3) ON CONFLICT (id) DO NOTHING`,
		done:   `UPDATE ` + shred + ` SET done = 1 WHERE id = $1`,
		shreds: `SELECT done, body FROM ` + shred + ` WHERE at >= $1 ORDER BY at, id`,
	}
}

// PutKey keeps a wrapped key; Conflict when the owner has one.
func (s *archive) PutKey(ctx context.Context, owner string, wrapped []byte) error {
	return s.keeper.do(ctx, "store.PutKey", func(t tx) error {
		_, err := t.exec(s.keyTexts.put, owner, wrapped)
		return err
	})
}

// Key gives the wrapped key of an owner; NotFound when there is none.
func (s *archive) Key(ctx context.Context, owner string) ([]byte, error) {
	rows, err := s.keys.query(ctx, s.keyTexts.get, owner)
	return one("store.Key", rows, err, func(rows *sql.Rows, b *[]byte) error { return rows.Scan(b) })
}

// DropKey removes the wrapped key of an owner, if there is one.
func (s *archive) DropKey(ctx context.Context, owner string) error {
	return s.keeper.do(ctx, "store.DropKey", func(t tx) error {
		_, err := t.exec(s.keyTexts.drop, owner)
		return err
	})
}

// Wrapped is the wrapped data key of an owner.
type Wrapped struct {
	Owner string
	Key   []byte
}

// KeysLike gives up to n wrapped keys whose owner begins with a prefix, in order
// of their owners, after one ("" the first).
func (s *archive) KeysLike(ctx context.Context, prefix, after string, n int) ([]Wrapped, error) {
	rows, err := s.keys.query(ctx, s.keyTexts.like, max(prefix, after), prefix+"\U0010FFFF", int64(n))
	return collect("store.KeysLike", rows, err, func(rows *sql.Rows, w *Wrapped) error { return rows.Scan(&w.Owner, &w.Key) })
}

// SwapKey replaces a wrapped key by the same key wrapped anew; Conflict when it
// is not what it was any more.
func (s *archive) SwapKey(ctx context.Context, owner string, was, now []byte) error {
	const op = "store.SwapKey"
	return s.keeper.do(ctx, op, func(t tx) error {
		n, err := t.exec(s.keyTexts.swap, owner, was, now)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, op, "")
		}
		return err
	})
}
