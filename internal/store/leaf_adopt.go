package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"eendracht/internal/ledger"
)

// adopting marks an archive whose rows all have a leaf. Of two processes that
// start at once the second waits for the row of the first.
const adopting = `INSERT INTO fact (name, value) VALUES ('ledger.adopted', 'yes') ON CONFLICT (name) DO NOTHING`

// adoptRoom is how large a sheaf of adopted rows grows.
const adoptRoom = 16 << 10

// adopt gives leaves to rows that were written before there was a log, once.
// What happened to them before that, no log can tell.
func adopt(ctx context.Context, db *sql.DB) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	result, err := t.ExecContext(ctx, adopting)
	if err != nil {
		return errors.Join(err, t.Rollback())
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, t.Rollback())
	}
	for _, table := range ledger.Tables {
		sheaves, err := adoptTable(ctx, t, table.Kind)
		for _, data := range sheaves {
			if err == nil {
				_, err = t.ExecContext(ctx, putSheaf, data)
			}
		}
		if err != nil {
			return errors.Join(err, t.Rollback())
		}
	}
	return t.Commit()
}

func adoptTable(ctx context.Context, t *sql.Tx, k ledger.Kind) (sheaves [][]byte, err error) {
	rows, err := t.QueryContext(ctx, covered[k].text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]driver.Value, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = (*any)(&values[i])
	}
	var sheaf []byte
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		if sheaf = covered[k].row(sheaf, values).Leaf; len(sheaf) > adoptRoom {
			sheaves, sheaf = append(sheaves, sheaf), nil
		}
	}
	if len(sheaf) > 0 {
		sheaves = append(sheaves, sheaf)
	}
	return sheaves, rows.Err()
}
