package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// house is the one server of a test process, with a template database that has
// all tables. It ends with the process.
type house struct {
	server
	template string
}

var shared = sync.OnceValues(func() (*house, error) {
	ctx := context.Background()
	s, err := start(ctx)
	if err != nil {
		return nil, err
	}
	h := &house{server: *s, template: name()}
	return h, h.furnish(ctx)
})

// furnish makes the template.
func (h *house) furnish(ctx context.Context) error {
	if err := h.run(ctx, "CREATE DATABASE "+h.template); err != nil {
		return err
	}
	at, err := h.database(h.template)
	if err != nil {
		return err
	}
	s, err := store.OpenPostgres(ctx, at)
	if err != nil {
		return err
	}
	return s.Close()
}

func name() string { return "eendracht_" + strings.ToLower(rand.Text()[:16]) }

// URL gives a database of its own to a test, with all tables and no rows. It is
// gone when the test ends. Where there is no PostgreSQL the test is skipped,
// saying how to get one.
func URL(t testing.TB) string {
	t.Helper()
	h, err := shared()
	if fault.Is(err, fault.NotFound) {
		t.Skip("SKIPPED, nothing of this was tested on PostgreSQL: " + errNone.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	database := name()
	if err := h.run(context.Background(), "CREATE DATABASE "+database+" TEMPLATE "+h.template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.run(context.Background(), "DROP DATABASE "+database+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	at, err := h.database(database)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Start gives an empty database on a server of its own, and a function that
// ends both. It faults with NotFound where there is no PostgreSQL.
func Start(ctx context.Context) (url string, stop func(), err error) {
	const op = "pgtest.Start"
	s, err := start(ctx)
	if err != nil {
		return "", nil, err
	}
	database := name()
	err = s.run(ctx, "CREATE DATABASE "+database)
	if err == nil {
		url, err = s.database(database)
	}
	if err != nil {
		return "", nil, fault.Wrap(fault.Unavailable, op, errors.Join(err, s.stop()))
	}
	return url, func() {
		_ = s.run(context.WithoutCancel(ctx), "DROP DATABASE "+database+" WITH (FORCE)") // matters only on a server that stays
		_ = s.stop()                                                                     // its folder is gone either way
	}, nil
}
