package store

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgresClash tells whether PostgreSQL refused a row by a constraint:
// foreign key, unique or check (SQLSTATE class 23).
func postgresClash(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case "23503", "23505", "23514":
		return true
	}
	return false
}
