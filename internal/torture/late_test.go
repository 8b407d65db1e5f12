//go:build linux

package torture

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store/pgtest"
)

// settled makes families with a lead and an open part, one after another.
func settled(t *testing.T, h *House, w *Witness, run string, n int) []dossier.ID {
	t.Helper()
	var ids []dossier.ID
	l := &Load{House: h, Run: run, Say: w.Hear}
	for k := range n {
		key := fmt.Sprintf("%ss%d", run, k)
		asked, err := l.send(t.Context(), act{Kind: "ask", Key: key})
		if err != nil {
			t.Fatal(err)
		}
		offer, err := l.send(t.Context(), act{Kind: "offer", Key: key + "-o", Dossier: asked.Done})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []act{{Kind: "accept", Key: key + "-a", Dossier: asked.Done, Thing: offer.New[0]}, {Kind: "part", Key: key + "-p", Dossier: asked.Done}} {
			if _, err := l.send(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
		ids = append(ids, asked.Done)
	}
	return ids
}

// atSites runs a fault on both stores; PostgreSQL with two houses on one database.
func atSites(t *testing.T, fault string, n int, run func(t *testing.T, houses []*House, w *Witness, row *Row)) {
	for name, houses := range map[string]int{"SQLite": 1, "PostgreSQL": 2} {
		t.Run(name, func(t *testing.T) {
			at := Site{Dir: filepath.Join(t.TempDir(), "data")}
			if houses == 2 {
				at.URL = pgtest.URL(t)
			}
			began, row, w := time.Now(), Row{Fault: fault, Store: at.Store(), Cycles: n, Verify: "clean"}, NewWitness()
			var open []*House
			for range houses {
				h, err := Open(t.Context(), at, nil, silent())
				if err != nil {
					t.Fatal(err)
				}
				open = append(open, h)
			}
			run(t, open, w, &row)
			for _, h := range open {
				if err := h.Close(); err != nil {
					t.Fatal(err)
				}
			}
			tally(t, &row, judged(t, at, w))
			done(t, row, began)
		})
	}
}

// TestCancelledCommits lets callers hang up at random moments, and ask again
// with the same key.
func TestCancelledCommits(t *testing.T) {
	atSites(t, "callers hang up in the middle of a commit", cycles(120, 5000), func(t *testing.T, houses []*House, w *Witness, row *Row) {
		ids := settled(t, houses[0], w, "h", 4)
		var mu sync.Mutex
		cancelled, there := 0, 0
		var all sync.WaitGroup
		for client := range 4 {
			all.Go(func() {
				for n := client; n < row.Cycles; n += 4 {
					h, a := houses[n%len(houses)], act{Kind: "note", Key: fmt.Sprintf("hang%d", n), Dossier: ids[client]}
					ctx, hangUp := context.WithTimeout(t.Context(), time.Duration(rand.IntN(3000))*time.Microsecond)
					_, err := h.do(ctx, a)
					hangUp()
					l := &Load{House: houses[(n+1)%len(houses)], Say: w.Hear, Retry: true}
					o, again := l.send(t.Context(), a)
					if again != nil {
						t.Error(again)
						return
					}
					mu.Lock()
					if err != nil {
						cancelled++
						if o.Look == "" { // it was there already
							there++
						}
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if cancelled == 0 {
			t.Fatal("nobody hung up: this test saw nothing")
		}
		row.Note = fmt.Sprintf("%d hung up, %d of those were written all the same; none twice", cancelled, there)
	})
}

// TestDeliveriesTwiceLateAndOutOfOrder sends every command three times, at any
// house, in any order, and long after others that came later.
func TestDeliveriesTwiceLateAndOutOfOrder(t *testing.T) {
	atSites(t, "commands delivered twice, late and out of order", cycles(60, 2000), func(t *testing.T, houses []*House, w *Witness, row *Row) {
		ids := settled(t, houses[0], w, "d", 4)
		var deliveries []act
		for n := range row.Cycles {
			for range 3 {
				deliveries = append(deliveries, act{Kind: "note", Key: fmt.Sprintf("late%d", n), Dossier: ids[n%len(ids)]})
			}
		}
		rand.Shuffle(len(deliveries), func(i, j int) { deliveries[i], deliveries[j] = deliveries[j], deliveries[i] })
		next := make(chan act)
		var mu sync.Mutex
		versions, differ := map[string]int64{}, 0
		var all sync.WaitGroup
		for client := range 6 {
			all.Go(func() {
				l := &Load{House: houses[client%len(houses)], Say: w.Hear, Retry: true}
				for a := range next {
					o, err := l.send(t.Context(), a)
					if err != nil {
						t.Error(err)
						continue
					}
					mu.Lock()
					if was, ok := versions[a.Key]; ok && was != o.At {
						differ++
					}
					versions[a.Key] = o.At
					mu.Unlock()
				}
			})
		}
		for _, a := range deliveries {
			next <- a
		}
		close(next)
		all.Wait()
		if differ > 0 {
			t.Errorf("%d deliveries got another answer than the first", differ)
		}
		row.Note = fmt.Sprintf("%d deliveries of %d commands, one effect each and the same answer", len(deliveries), row.Cycles)
	})
}

// TestTimersTwiceAndLate rings every legal clock late, and the same timer again:
// by two processes, and by one that died after the deed and before its note.
func TestTimersTwiceAndLate(t *testing.T) {
	atSites(t, "timers rung twice and late", 3, func(t *testing.T, houses []*House, w *Witness, row *Row) {
		ids := settled(t, houses[0], w, "t", cycles(6, 60))
		later := &crooked{}
		later.years(2)
		for _, h := range houses {
			h.Office.Now = func(context.Context) time.Time { return later.now() }
		}
		for _, id := range ids { // done, but never noted as done
			system := casework.As(t.Context(), casework.Post())
			if _, err := houses[0].Office.Do(system, casework.Wish{Dossier: id, Command: dossier.LapseClocks{}}); err != nil {
				t.Fatal(err)
			}
		}
		rung := 0
		var all sync.WaitGroup
		var mu sync.Mutex
		for n := range 4 {
			all.Go(func() {
				for range row.Cycles {
					k, err := houses[n%len(houses)].Office.Tick(t.Context(), fmt.Sprint("process", n))
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					rung += k
					mu.Unlock()
				}
			})
		}
		all.Wait()
		lapsed := map[dossier.ID]int{}
		for _, id := range ids {
			view, err := houses[0].Office.Open(casework.As(t.Context(), act{Kind: "offer"}.caller()), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range view.Dossier.Entries {
				if c, ok := e.Body.(dossier.ClockLapsed); ok {
					lapsed[c.Clock]++
				}
			}
		}
		for clock, n := range lapsed {
			if n != 1 {
				t.Errorf("the clock %s lapsed %d times", clock, n)
			}
		}
		if len(lapsed) == 0 {
			t.Error(errors.New("no clock lapsed: this test saw nothing"))
		}
		row.Note = fmt.Sprintf("%d clocks lapsed once each, %d timers left over", len(lapsed), rung)
	})
}
