//go:build unix

package store_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/store"
)

// BenchmarkVerify checks an archive of EENDRACHT_LEAVES leaves (100,000), nine
// in ten of them looks, beside a plain reading of the same tables that hashes
// every row once.
func BenchmarkVerify(b *testing.B) {
	n := 100_000
	if text := os.Getenv("EENDRACHT_LEAVES"); text != "" {
		if _, err := fmt.Sscan(text, &n); err != nil {
			b.Fatal(err)
		}
	}
	l := &logged{dir: b.TempDir()}
	n = l.fill(b, n)
	each := func(name, unit string, do func()) {
		b.Run(name, func(b *testing.B) {
			began := processor(b)
			for b.Loop() {
				do()
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), unit)
			b.ReportMetric(float64(n)*float64(b.N)/(processor(b)-began).Seconds(), unit+"(cpu)")
		})
	}
	each("plain", "rows/s", func() {
		if rows := plain(b, l.dir); rows != n {
			b.Fatalf("%d rows, want %d", rows, n)
		}
	})
	each("verify", "leaves/s", func() {
		report, err := l.check(b)
		if fine(b, err); report.Leaves != int64(n) {
			b.Fatalf("%+v", report)
		}
	})
}

// processor gives the processor time that this process used: on a busy machine
// it says more than the clock.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	fine(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// fill writes about n rows, as they come in use, and seals them.
func (l *logged) fill(b *testing.B, n int) (rows int) {
	b.Helper()
	s, err := store.OpenSQLite(b.Context(), l.dir)
	fine(b, err)
	const callers, entries = 64, 10
	var group sync.WaitGroup
	each := max(1, n/callers/(10*entries))
	for caller := range callers {
		group.Go(func() {
			for i := range each {
				id := dossier.ID(fmt.Sprintf("abcdefghijklmnop%06d%04d", i, caller))
				a := store.Append{Dossier: id}
				for seq := range entries {
					a.Entries = append(a.Entries, store.Sealed{Seq: int64(seq + 1), ID: id, At: time.Now(), Kind: "note.made", Body: make([]byte, 400)})
				}
				if _, err := s.Append(b.Context(), a); err != nil {
					b.Error(err)
				}
				for look := range 9 * entries {
					if _, err := s.Look(b.Context(), benchLook(id, look)); err != nil {
						b.Error(err)
					}
				}
			}
		})
	}
	group.Wait()
	l.key(b)
	l.sealIn(b, s)
	fine(b, s.Close())
	return callers * each * 10 * entries
}

func benchLook(id dossier.ID, n int) store.Look {
	return store.Look{
		ID: dossier.ID(fmt.Sprintf("qrstuvwxyzabcdefghij%06d", n)), Dossier: id, At: time.Now(), User: "u-abcdefghijklmnopqrstuvwx", Org: "o-abcdefghijklmnopqrstuvwx",
		Name: "Rob de Vos", OrgName: "Wijkteam Noord", Role: "worker", Purpose: "help", Ground: "jw-7.4.0", Policy: "worker-read", Involvement: "i-abcdefghijklmnopqrstuvwx",
		Action: "open", Parts: "p1/safety p2/school p1/health p3/income /home", Version: 10, Set: "0123456789abcdef", As: "staff team 0344 worker", Facts: "0123456789abcdef0123456789abcdef",
	}
}

func plain(b *testing.B, dir string) (n int) {
	b.Helper()
	db, err := sql.Open("sqlite", store.DSN(filepath.Join(dir, "eendracht.db"), "query_only(1)", "mmap_size(1073741824)"))
	fine(b, err)
	defer func() { fine(b, db.Close()) }()
	for _, text := range []string{`SELECT dossier, seq, id, at, kind, body FROM entry`, `SELECT home, at, id, usr, org, version, detail FROM look`} {
		rows, err := db.Query(text)
		fine(b, err)
		names, err := rows.Columns()
		fine(b, err)
		values, into := make([]sql.RawBytes, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		h := sha256.New()
		for rows.Next() {
			fine(b, rows.Scan(into...))
			h.Reset()
			for _, v := range values {
				h.Write(v)
			}
			h.Sum(nil)
			n++
		}
		fine(b, rows.Err())
	}
	return n
}
