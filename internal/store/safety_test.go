package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
)

func TestOneProcessPerFolder(t *testing.T) {
	dir := t.TempDir()
	s, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.OpenSQLite(t.Context(), dir)
	if key, _ := fault.Message(err); !fault.Is(err, fault.Conflict) || key != "store.locked" {
		t.Fatalf("a second one got in: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a closed archive says %v", err)
	}
}

func TestUnsafeSettingsOfSQLite(t *testing.T) {
	for _, c := range []struct{ pragma, setting string }{
		{"journal_mode(DELETE)", "journal_mode"}, {"synchronous(NORMAL)", "synchronous"}, {"synchronous(OFF)", "synchronous"}, {"foreign_keys(0)", "foreign_keys"},
	} {
		db, err := sql.Open("sqlite", store.DSN(filepath.Join(t.TempDir(), "x.db")))
		if err != nil {
			t.Fatal(err)
		}
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := store.SafeSQLite(t.Context(), conn); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.ExecContext(t.Context(), "PRAGMA "+c.pragma); err != nil {
			t.Fatal(err)
		}
		refused(t, store.SafeSQLite(t.Context(), conn), c.setting)
		if err := errors.Join(conn.Close(), db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// refused tells whether an archive would not start for the sake of a setting.
func refused(t *testing.T, err error, setting string) {
	t.Helper()
	key, args := fault.Message(err)
	if !fault.Is(err, fault.Unavailable) || key != "store.unsafe" || len(args) < 2 || args[1] != setting {
		t.Errorf("%s: got %v with %v", setting, err, args)
	}
}

func TestUnsafeSettingsOfPostgres(t *testing.T) {
	url := pgtest.URL(t)
	s, err := store.OpenPostgres(t.Context(), url+"&synchronous_commit=off")
	if err == nil {
		t.Fatal("an archive opened that loses what it acknowledged", s.Close())
	}
	refused(t, err, "synchronous_commit")
	for _, level := range []string{"on", "remote_apply"} {
		s, err := store.OpenPostgres(t.Context(), url+"&synchronous_commit="+level)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.OpenPostgres(t.Context(), "postgres://nobody@/none?host="+t.TempDir()); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a server that is not there: %v", err)
	}
}

// TestNoAnswerBeforeTheCommit lets PostgreSQL refuse at the very end: what was
// sent was accepted, but the commit fails, and then nobody may hear "done".
func TestNoAnswerBeforeTheCommit(t *testing.T) {
	url := pgtest.URL(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
		CREATE CONSTRAINT TRIGGER late AFTER INSERT ON look DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
		CREATE CONSTRAINT TRIGGER late AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 3 {
		if _, err := s.Look(t.Context(), store.Look{ID: "l1", Dossier: "d1", User: "u1", At: time.Now()}); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("the look says %v", err)
		}
		if _, err := s.Append(t.Context(), store.Append{Dossier: "d1", Entries: []store.Sealed{{Dossier: "d1", Seq: 1, ID: "e1", Kind: "k", Body: []byte("b")}}}); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("the append says %v", err)
		}
	}
	if looks, _, err := s.LooksOf(t.Context(), "d1", "", 9); err != nil || len(looks) != 0 {
		t.Fatalf("%d looks, %v", len(looks), err)
	}
}

// TestPostgresComesBack ends every connection under an archive: it must find
// its way back by itself.
func TestPostgresComesBack(t *testing.T) {
	url := pgtest.URL(t)
	s, err := store.OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for n := range 20 {
		l := store.Look{ID: dossier.ID(fmt.Sprint("l", n)), Dossier: "d", User: "u", At: time.Now()}
		if _, err := s.Look(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eendracht' AND datname = current_database()`); err != nil {
			t.Fatal(err)
		}
	}
	if looks, _, err := s.LooksOf(t.Context(), "d", "", 99); err != nil || len(looks) != 20 {
		t.Fatalf("%d looks, %v", len(looks), err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk fills the file up to a limit that the kernel keeps for this
// process: everything is refused, nothing is half written, and with room again
// it goes on by itself.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	s, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write := func(n int) error {
		_, err := s.Append(t.Context(), store.Append{Dossier: "d", Expect: int64(n), Entries: []store.Sealed{{Dossier: "d", Seq: int64(n + 1), ID: "e", Kind: "k", Body: make([]byte, 50_000)}}})
		return err
	}
	if err := write(0); err != nil {
		t.Fatal(err)
	}
	unlimit := limitFiles(t, walSize(t, dir)+200_000)
	n := 1
	for ; n < 40; n++ {
		if err = write(n); err != nil {
			break
		}
	}
	if !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a full disk says %v", err)
	}
	if _, err := s.Look(t.Context(), store.Look{ID: "l", Dossier: "d", User: "u", Parts: strings.Repeat("x", 300_000)}); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a look on a full disk says %v", err)
	}
	unlimit()
	head, entries, err := s.Load(t.Context(), "d", 0)
	if err != nil || head.Version != int64(n) || len(entries) != n {
		t.Fatalf("version %d with %d entries, %v; want %d", head.Version, len(entries), err, n)
	}
	if err := write(n); err != nil {
		t.Fatalf("with room again: %v", err)
	}
}

func walSize(t *testing.T, dir string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, "eendracht.db-wal"))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// limitFiles bounds how large files of this process may grow; it gives a
// function that takes the bound away.
func limitFiles(t *testing.T, most int64) func() {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	bound := was
	bound.Cur = uint64(most)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &bound); err != nil {
		t.Fatal(err)
	}
	free := func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(free)
	return free
}
