package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"eendracht/internal/store/pgtest"
)

// BenchmarkNaiveSQLite is what a plain handler does: it selects one row and
// inserts one row in a transaction of its own, with the same durability.
func BenchmarkNaiveSQLite(b *testing.B) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "n.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	naive(b, db, `CREATE TABLE doc (id TEXT PRIMARY KEY, body TEXT) STRICT`, `CREATE TABLE log (id INTEGER PRIMARY KEY, dossier TEXT, usr TEXT, at INTEGER, detail TEXT) STRICT`)
}

func naive(b *testing.B, db *sql.DB, tables ...string) {
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	for _, text := range append(tables, `INSERT INTO doc (id, body) VALUES ('d1', '{}')`) {
		if _, err := db.Exec(text); err != nil {
			b.Fatal(err)
		}
	}
	get, err := db.Prepare(`SELECT body FROM doc WHERE id = $1`)
	if err != nil {
		b.Fatal(err)
	}
	put, err := db.Prepare(`INSERT INTO log (dossier, usr, at, detail) VALUES ($1, $2, $3, $4)`)
	if err != nil {
		b.Fatal(err)
	}
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			var n atomic.Int64
			b.SetParallelism(callers / 2)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					var body string
					if err := get.QueryRow("d1").Scan(&body); err != nil {
						b.Error(err)
					}
					if _, err := put.Exec("d1", "u1", n.Add(1), `{"name":"Rob de Vos","org_name":"Wijkteam Noord","role":"worker","purpose":"help","ground":"jw 7.4.0"}`); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "a_second")
		})
	}
}

// BenchmarkNaivePostgres is the same handler on PostgreSQL.
func BenchmarkNaivePostgres(b *testing.B) {
	db, err := sql.Open("pgx", pgtest.URL(b))
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(64)
	db.SetMaxIdleConns(64)
	naive(b, db, `CREATE TABLE doc (id TEXT PRIMARY KEY, body TEXT)`, `CREATE TABLE log (id BIGSERIAL PRIMARY KEY, dossier TEXT, usr TEXT, at BIGINT, detail TEXT)`)
}
