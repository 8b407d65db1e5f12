package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
)

// TestRates prints what grouping gains beside a naive handler, in short rounds
// by turns, so that a busy machine disturbs all alike. It judges nothing.
func TestRates(t *testing.T) {
	if os.Getenv("EENDRACHT_RATES") == "" {
		t.Skip("prints the tables of docs/storage.md; set EENDRACHT_RATES=1 to see them")
	}
	t.Run("SQLite", func(t *testing.T) {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "n.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		var n atomic.Int64
		rates(t, openSQLite(t), &n, naiveHandler(t, db, &n), nil)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		db, err := sql.Open("pgx", pgtest.URL(t))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(64)
		db.SetMaxIdleConns(64)
		var n atomic.Int64
		rates(t, openPostgres(t), &n, naiveHandler(t, db, &n), []int{1, 2, 3, 4, 8})
	})
}

// naiveHandler selects one row and inserts one in a transaction of its own.
func naiveHandler(t *testing.T, db *sql.DB, n *atomic.Int64) func() error {
	t.Helper()
	t.Cleanup(func() { _ = db.Close() }) // its folder or database goes next
	for _, text := range []string{`CREATE TABLE doc (id TEXT PRIMARY KEY, body TEXT)`, `CREATE TABLE log (at BIGINT PRIMARY KEY, dossier TEXT, usr TEXT, detail TEXT)`, `INSERT INTO doc VALUES ('d1', '{}')`} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	get, err := db.Prepare(`SELECT body FROM doc WHERE id = $1`)
	if err != nil {
		t.Fatal(err)
	}
	put, err := db.Prepare(`INSERT INTO log (dossier, usr, at, detail) VALUES ($1, $2, $3, $4)`)
	if err != nil {
		t.Fatal(err)
	}
	return func() error {
		var body string
		if err := get.QueryRow("d1").Scan(&body); err != nil {
			return err
		}
		_, err := put.Exec("d1", "u1", n.Add(1), `{"name":"Rob de Vos","org_name":"Wijkteam Noord","role":"worker","purpose":"help","ground":"jw 7.4.0"}`)
		return err
	}
}

func rates(t *testing.T, s store.Store, n *atomic.Int64, naive func() error, lanes []int) {
	look := func() error {
		_, err := s.Look(t.Context(), store.Look{ID: dossier.ID(fmt.Sprintf("look%026d", n.Add(1))), Dossier: "d1", At: time.Now(), User: "u1", Org: "o1", Name: "Rob de Vos", OrgName: "Wijkteam Noord", Role: "worker", Purpose: "help", Ground: "jw 7.4.0", Action: "open"})
		return err
	}
	family := func() error {
		_, err := s.Append(t.Context(), scaleFamily(int(n.Add(1))))
		return err
	}
	versions, next := sync.Map{}, make(chan dossier.ID, 256)
	for i := range cap(next) {
		next <- dossier.ID(fmt.Sprint("one", i))
	}
	write := func() error {
		d := <-next
		v, _ := versions.LoadOrStore(d, int64(0))
		_, err := s.Append(t.Context(), oneEntry(d, v.(int64), n.Add(1)))
		versions.Store(d, v.(int64)+1)
		next <- d
		return err
	}
	for _, callers := range []int{1, 16, 64} {
		var order []string
		all, cpu := map[string][]float64{}, map[string][]float64{}
		measure := func(name string, do func() error) {
			if all[name] == nil {
				order = append(order, name)
			}
			before, from := cpuTime(t), n.Load()
			a := rate(t, callers, do)
			all[name] = append(all[name], a)
			if done := n.Load() - from; done > 0 {
				cpu[name] = append(cpu[name], float64((cpuTime(t)-before).Microseconds())/float64(done))
			}
		}
		for range 9 {
			measure("naive", naive)
			if lanes == nil {
				measure("look", look)
			}
			for _, l := range lanes {
				store.WithLanes(s, l)
				measure(fmt.Sprint("look, lanes: ", l), look)
			}
			measure("append", write)
			measure("new family", family)
		}
		for _, name := range order {
			slices.Sort(all[name])
			slices.Sort(cpu[name])
			t.Logf("%2d callers  %-14s median %6.0f  best %6.0f a second  %4.0f µs of this process each", callers, name, all[name][len(all[name])/2], all[name][len(all[name])-1], cpu[name][len(cpu[name])/2])
		}
	}
}

// oneEntry is what a usual command appends: an entry, the family's row, a row
// of work with its clock, a timer, the look and the key.
func oneEntry(d dossier.ID, after, n int64) store.Append {
	at := time.Now()
	return store.Append{
		Dossier: d, Expect: after, Actor: "u1", Key: fmt.Sprint("key", n), Result: make([]byte, 100),
		Entries: []store.Sealed{{Dossier: d, Seq: after + 1, ID: dossier.ID(fmt.Sprint("e", n)), At: at, Kind: "task.created", Body: make([]byte, 400)}},
		Family:  &store.FamilyRow{Dossier: d, Municipality: "m1", Phase: "work", Changed: at, Label: make([]byte, 80)},
		Look:    &store.Look{ID: dossier.ID(fmt.Sprint("l", n)), Dossier: d, At: at, User: "u1", Org: "o1", Name: "Rob de Vos", OrgName: "Wijkteam Noord", Role: "worker", Purpose: "help", Ground: "jw 7.4.0", Action: "command"},
		Put: store.Changes{
			Work:   []store.WorkRow{{Dossier: d, Item: dossier.ID(fmt.Sprint("t", after%20)), Kind: "task", State: "open", Org: "o1", Rank: 5, Due: nl.On(at), Since: at, Label: make([]byte, 120)}},
			Timers: []store.Timer{{ID: fmt.Sprint(d, "/c", after%20), Dossier: d, Kind: "lapse", Due: at}},
		},
	}
}

// cpuTime gives the processor time of this process; a server beside it is not in it.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// rate gives how many times a second callers do a thing together.
func rate(t *testing.T, callers int, do func() error) float64 {
	const round = 300 * time.Millisecond
	var done atomic.Int64
	var group sync.WaitGroup
	start := time.Now()
	for range callers {
		group.Go(func() {
			for time.Since(start) < round {
				if err := do(); err != nil {
					t.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	return float64(done.Load()) / time.Since(start).Seconds()
}
