package store

import (
	"context"
	"database/sql"
)

// keyTexts are the statements on wrapped keys; the table lies apart from the
// entries and its name differs per engine.
type keyTexts struct{ put, get, drop string }

func keysIn(table string) keyTexts {
	return keyTexts{
		put:  `INSERT INTO ` + table + ` (owner, wrapped) VALUES ($1, $2)`,
		get:  `SELECT wrapped FROM ` + table + ` WHERE owner = $1`,
		drop: `DELETE FROM ` + table + ` WHERE owner = $1`,
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
