package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"

	"eendracht/internal/fault"
)

//go:embed migrations
var migrations embed.FS

// migrate brings a database to the newest shape.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, folder string, more ...goose.ProviderOption) error {
	const op = "store.migrate"
	files, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	provider, err := goose.NewProvider(dialect, db, files, append(more, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))...)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	_, err = provider.Up(ctx)
	return fault.Wrap(fault.Unavailable, op, err)
}
