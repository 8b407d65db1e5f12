package pgtest

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"eendracht/internal/fault"
)

func TestAServerOfItsOwn(t *testing.T) {
	url, stop, err := Start(t.Context())
	if fault.Is(err, fault.NotFound) {
		t.Skip("SKIPPED: " + errNone.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	dir := conn.Config().Host
	var tables int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`).Scan(&tables); err != nil || tables != 0 {
		t.Fatalf("%d tables, %v: want an empty database", tables, err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	if os.Getenv(Override) != "" {
		return // that server stays
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Fatalf("%s is still there: %v", dir, err)
	}
	if _, err := pgx.Connect(t.Context(), url); err == nil {
		t.Fatal("the server still answers")
	}
}

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	for range 2 {
		t.Run("one", func(t *testing.T) {
			conn, err := pgx.Connect(t.Context(), URL(t))
			if err != nil {
				t.Fatal(err)
			}
			var rows int
			if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM fact WHERE name = 'a'`).Scan(&rows); err != nil || rows != 0 {
				t.Fatalf("%d rows, %v: want the table without the row of another test", rows, err)
			}
			if _, err := conn.Exec(t.Context(), `INSERT INTO fact (name, value) VALUES ('a', 'b')`); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestReleaseOfAPath(t *testing.T) {
	for path, want := range map[string]int{"/usr/lib/postgresql/15/bin/initdb": 15, "/usr/lib/postgresql/9.6/bin/initdb": 0, "/usr/lib/postgresql/18/bin/initdb": 18} {
		if got := release(path); got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}
