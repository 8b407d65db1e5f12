package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
)

// TestLanes prints what grouping looks on PostgreSQL gains, in short rounds by
// turns, so that a busy machine disturbs all alike. It judges nothing.
func TestLanes(t *testing.T) {
	if os.Getenv("EENDRACHT_LANES") == "" {
		t.Skip("prints a table for docs/storage.md; set EENDRACHT_LANES=1 to see it")
	}
	db, err := sql.Open("pgx", pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(64)
	db.SetMaxIdleConns(64)
	for _, text := range []string{`CREATE TABLE doc (id TEXT PRIMARY KEY, body TEXT)`, `CREATE TABLE log (id BIGSERIAL PRIMARY KEY, dossier TEXT, usr TEXT, at BIGINT, detail TEXT)`, `INSERT INTO doc VALUES ('d1', '{}')`} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	s := openPostgres(t)
	var n atomic.Int64
	naive := func() error {
		var body string
		if err := db.QueryRow(`SELECT body FROM doc WHERE id = $1`, "d1").Scan(&body); err != nil {
			return err
		}
		_, err := db.Exec(`INSERT INTO log (dossier, usr, at, detail) VALUES ($1, $2, $3, $4)`, "d1", "u1", n.Add(1), `{"name":"Rob de Vos","org_name":"Wijkteam Noord","role":"worker","purpose":"help","ground":"jw 7.4.0"}`)
		return err
	}
	look := func() error {
		_, err := s.Look(t.Context(), store.Look{ID: dossier.ID(fmt.Sprintf("look%026d", n.Add(1))), Dossier: "d1", At: time.Now(), User: "u1", Org: "o1", Name: "Rob de Vos", OrgName: "Wijkteam Noord", Role: "worker", Purpose: "help", Ground: "jw 7.4.0", Action: "open"})
		return err
	}
	for _, callers := range []int{1, 16, 64} {
		rates := map[string][]float64{}
		for range 9 {
			rates["naive"] = append(rates["naive"], rate(t, callers, naive))
			for _, lanes := range []int{1, 2, 3, 4, 8} {
				store.WithLanes(s, lanes)
				name := fmt.Sprint(lanes, " lanes")
				rates[name] = append(rates[name], rate(t, callers, look))
			}
		}
		for _, name := range []string{"naive", "1 lanes", "2 lanes", "3 lanes", "4 lanes", "8 lanes"} {
			slices.Sort(rates[name])
			t.Logf("%2d callers  %-8s median %6.0f  best %6.0f a second", callers, name, rates[name][len(rates[name])/2], rates[name][len(rates[name])-1])
		}
	}
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
