package store_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// TestScale prints how long lists take with many families, on both engines.
// It judges nothing: set EENDRACHT_SCALE to the number of families.
func TestScale(t *testing.T) {
	families, err := strconv.Atoi(os.Getenv("EENDRACHT_SCALE"))
	if err != nil {
		t.Skip("prints a table for docs/storage.md; set EENDRACHT_SCALE=100000 to see it")
	}
	for name, open := range map[string]func(testing.TB) store.Store{"SQLite": openSQLite, "PostgreSQL": openPostgres} {
		t.Run(name, func(t *testing.T) { scale(t, open(t), families) })
	}
}

const (
	scaleOrgs  = 60
	scaleUsers = 300
)

func scale(t *testing.T, s store.Store, families int) {
	start := time.Now()
	var group sync.WaitGroup
	for w := range 16 {
		group.Go(func() {
			for n := w; n < families; n += 16 {
				if _, err := s.Append(t.Context(), scaleFamily(n)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d families in %v", families, time.Since(start).Round(time.Second))
	day := nl.MustDate("2026-11-24")
	now := day.Midnight()
	org, user := dossier.ID("o1"), dossier.ID("u1")
	for _, q := range []struct {
		name string
		run  func() (int, error)
	}{
		{"work of a partner, page of 50", func() (int, error) {
			r, err := s.Work(t.Context(), store.WorkQuery{User: user, Org: org, Day: day, Limit: 50})
			return len(r), err
		}},
		{"late work", func() (int, error) {
			r, err := s.Work(t.Context(), store.WorkQuery{User: user, Org: org, Day: day, Filter: "late", Limit: 50})
			return len(r), err
		}},
		{"count of work", func() (int, error) {
			r, err := s.WorkCount(t.Context(), store.WorkQuery{User: user, Org: org, Day: day})
			return r.All, err
		}},
		{"families of a partner", func() (int, error) {
			r, err := s.Families(t.Context(), store.FamilyQuery{User: user, Org: org, Day: day, Limit: 50})
			return len(r), err
		}},
		{"families led", func() (int, error) {
			r, err := s.Families(t.Context(), store.FamilyQuery{User: user, Org: org, Day: day, Lead: user, Limit: 50})
			return len(r), err
		}},
		{"direction", func() (int, error) {
			r, err := s.Direction(t.Context(), store.DirectionQuery{Municipality: "m1", Now: now, Silence: 720 * time.Hour, Limit: 50})
			return len(r), err
		}},
		{"direction, returned", func() (int, error) {
			r, err := s.Direction(t.Context(), store.DirectionQuery{Municipality: "m1", Now: now, Why: "returned", Silence: 720 * time.Hour, Limit: 50})
			return len(r), err
		}},
		{"find", func() (int, error) {
			r, err := s.Find(t.Context(), [][]byte{fmt.Appendf(nil, "token%027d", families/2)}, 50)
			return len(r), err
		}},
		{"load", func() (int, error) {
			_, r, err := s.Load(t.Context(), dossier.ID(fmt.Sprint("d", families/3)), 0)
			return len(r), err
		}},
		{"look", func() (int, error) {
			_, err := s.Look(t.Context(), store.Look{ID: dossier.ID(fmt.Sprint(time.Now().UnixNano())), Dossier: "d7", User: "u", At: now})
			return 1, err
		}},
	} {
		var took []time.Duration
		rows := 0
		for range 101 {
			from := time.Now()
			n, err := q.run()
			if err != nil {
				t.Fatal(err)
			}
			took, rows = append(took, time.Since(from)), n
		}
		slices.Sort(took)
		t.Logf("%-32s %5d rows  best %8v  median %8v", q.name, rows, took[0].Round(time.Microsecond), took[50].Round(time.Microsecond))
	}
}

// scaleFamily gives family n: a lead, a team, two partners with a task each.
func scaleFamily(n int) store.Append {
	d := dossier.ID(fmt.Sprint("d", n))
	day := nl.MustDate("2026-11-01").AddDays(n % 60)
	lead := dossier.ID(fmt.Sprint("u", n%scaleUsers))
	a := store.Append{Dossier: d, Family: &store.FamilyRow{Dossier: d, Municipality: fmt.Sprint("m", n%3), Phase: "work", Lead: lead, LeadOrg: "o0", Changed: day.Midnight(), Label: make([]byte, 80)}}
	if n%10 == 0 {
		a.Family.Late = n % 3
		a.Family.Returned = n / 10 % 2
	}
	for i := range 5 {
		a.Entries = append(a.Entries, store.Sealed{Dossier: d, Seq: int64(i + 1), ID: dossier.ID(fmt.Sprint(n, i)), Kind: "k", Body: make([]byte, 400)})
	}
	a.Put.Lead = &store.LeadRow{User: lead, Org: "o0"}
	a.Put.Involvements = []store.InvolvementRow{{Dossier: d, Involvement: "i0", User: lead, Role: "lead", Purpose: "help"}}
	for i := range 3 {
		org := dossier.ID(fmt.Sprint("o", (n+i*7)%scaleOrgs))
		a.Put.Involvements = append(a.Put.Involvements, store.InvolvementRow{Dossier: d, Involvement: dossier.ID(fmt.Sprint("i", i+1)), Org: org, Role: "partner", Purpose: "help", Valid: nl.Span{From: day.AddDays(-90)}})
		w := store.WorkRow{Dossier: d, Item: dossier.ID(fmt.Sprint("t", i)), Kind: "task", State: "open", Org: org, Rank: 5, Due: day, Late: n%10 == 0, Since: day.Midnight(), Label: make([]byte, 120)}
		a.Put.Work = append(a.Put.Work, w)
	}
	a.Put.Tokens = []store.TokenRow{{Token: fmt.Appendf(nil, "token%027d", n), Kind: "bsn", Person: "p"}}
	a.Put.Timers = []store.Timer{{ID: string(d) + "/c", Dossier: d, Kind: "lapse", Due: day.Midnight()}}
	return a
}
