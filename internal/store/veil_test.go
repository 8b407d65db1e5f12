package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
)

// flip is a veil for these tests.
type flip struct{}

func (flip) Cover(_ context.Context, _ dossier.ID, plain []byte) ([]byte, error) {
	return bytes.Map(func(r rune) rune { return r + 1 }, plain), nil
}

func (flip) Uncover(_ context.Context, _ dossier.ID, sealed []byte) ([]byte, error) {
	return bytes.Map(func(r rune) rune { return r - 1 }, sealed), nil
}

const (
	oldName  = "Wilhelmina Zonderveld"
	oldPhone = "0687654321"
	oldEmail = "wilhelmina@zonderveld.example"
)

// coverOld writes accounts as a program from before wrote them, seals them, and
// gives what every row then says in the open.
func coverOld(t *testing.T, s store.Store, db *sql.DB) {
	t.Helper()
	ctx := t.Context()
	s.SetVeil(flip{})
	if err := s.PutUsers(ctx, []store.User{{ID: "u1", Kind: "citizen", Active: true}, {ID: "u2", Kind: "staff", Org: "o1", Name: "Noor", Active: true}}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, `UPDATE account SET name = $1, phone = $2, email = $3 WHERE id = 'u1'`, oldName, oldPhone, oldEmail); err != nil {
		t.Fatal(err)
	}
	if n, err := s.CoverNames(ctx); n != 1 || err != nil {
		t.Fatalf("%d covered, %v", n, err)
	}
	if n, err := s.CoverNames(ctx); n != 0 || err != nil {
		t.Errorf("again: %d covered, %v", n, err)
	}
	u, err := s.User(ctx, "u1")
	if err != nil || u.Name != oldName || u.Phone != oldPhone || u.Email != oldEmail {
		t.Errorf("read back %+v, %v", u, err)
	}
	var open string
	if err := db.QueryRowContext(ctx, `SELECT name || phone || email FROM account WHERE kind = 'citizen'`).Scan(&open); err != nil || open != "" {
		t.Errorf("in the open: %q, %v", open, err)
	}
}

// beside opens a database beside the archive, as someone who has the files would.
func beside(t *testing.T, driver, name string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// After names from before are sealed, none is in any file: not in the database,
// not in its write-ahead log, not in a freed part.
func TestNamesFromBeforeAreSealed(t *testing.T) {
	dir := t.TempDir()
	s, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	coverOld(t, s, beside(t, "sqlite", store.DSN(filepath.Join(dir, "eendracht.db"))))
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{oldName, oldPhone, oldEmail} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(file), secret)
			}
		}
	}
}

func TestNamesFromBeforeAreSealedOnPostgreSQL(t *testing.T) {
	url := pgtest.URL(t)
	s, err := store.OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	coverOld(t, s, beside(t, "pgx", url))
}
