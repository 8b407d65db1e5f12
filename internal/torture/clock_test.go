//go:build linux

package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store/pgtest"
)

// crooked is a clock that someone sets wrong.
type crooked struct{ off atomic.Int64 }

func (c *crooked) now() time.Time { return time.Now().Add(time.Duration(c.off.Load())) }

func (c *crooked) years(n float64) { c.off.Store(int64(n * 365.25 * 24 * float64(time.Hour))) }

// clockJumps works under a clock that jumps, with an agenda that runs and a
// process that died while its clock was ahead and it held timers.
func clockJumps(t *testing.T, at Site) {
	t.Helper()
	began, row := time.Now(), Row{Fault: "clock jumps of ±10 years and backwards", Store: at.Store(), Cycles: cycles(5, 60)}
	clock, w := &crooked{}, NewWitness()
	h, err := Open(t.Context(), at, clock.now, silent())
	if err != nil {
		t.Fatal(err)
	}
	families := 0
	for cycle := range row.Cycles {
		jump := []float64{0, 10, 0, -10, 0}[min(cycle, 4)]
		if cycle > 4 {
			jump = 20*rand.Float64() - 10
		}
		clock.years(jump)
		h.workUnder(t, w, fmt.Sprintf("j%d", cycle))
		families++
		if jump > 1 { // this process dies with what it holds
			if _, err := h.Store.Lease(t.Context(), clock.now(), 1000, time.Minute, "dead"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Verify(t.Context(), at); err != nil {
			t.Fatalf("cycle %d, clock %+.1f years: %v", cycle, jump, err)
		}
	}
	clock.years(0)
	h.workUnder(t, w, "back")
	clocks := h.noClockLost(t, clock, w)
	clock.years(12)
	v, err := w.Judge(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	tally(t, &row, v)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	row.Note = fmt.Sprintf("%d legal clocks, all rung when their day had passed", clocks)
	done(t, row, began)
}

// workUnder lets load, agenda and sealer work for a moment.
func (h *House) workUnder(t *testing.T, w *Witness, run string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		h.Office.Run(ctx, run, 20*time.Millisecond)
	}()
	load := &Load{House: h, Run: run, Workers: 2, Say: w.Hear, Pause: 2 * time.Millisecond}
	working, enough := context.WithTimeout(ctx, 400*time.Millisecond)
	for _, err := range load.Work(working) {
		t.Errorf("%s: %v", run, err)
	}
	enough()
	h.Keeper.SealAll(ctx)
	stop()
	<-over
}

// noClockLost lets two years pass on a clock that is right, and counts the legal
// clocks that should have rung by then: every one must have.
func (h *House) noClockLost(t *testing.T, clock *crooked, w *Witness) int {
	t.Helper()
	clock.years(2)
	for range 200 {
		if _, err := h.Office.Rewind(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := h.Office.Tick(t.Context(), "after")
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	today, rung := nl.On(clock.now()), 0
	seen := map[dossier.ID]bool{}
	for _, one := range w.acked {
		if seen[one.Done] {
			continue
		}
		seen[one.Done] = true
		view, err := h.Office.Open(casework.As(t.Context(), act{Kind: "offer"}.caller()), one.Done)
		if err != nil {
			continue // of a time when the team is not involved yet
		}
		for _, c := range view.Dossier.Clocks {
			if c.State == dossier.ClockRuns && c.Due.Before(today) {
				t.Errorf("%s: the clock %s of %s was due on %v and never rang", one.Done, c.Term, one.Key, c.Due)
			}
			if c.State == dossier.ClockIsLate {
				rung++
			}
		}
		for n, e := range view.Dossier.Entries {
			if n > 0 && e.Seq <= view.Dossier.Entries[n-1].Seq {
				t.Errorf("%s: entry %d stands behind %d", one.Done, view.Dossier.Entries[n-1].Seq, e.Seq)
			}
		}
	}
	if rung == 0 {
		t.Fatal("no clock rang: this test saw nothing")
	}
	return rung
}

func TestClockJumpsOnSQLite(t *testing.T) {
	clockJumps(t, Site{Dir: filepath.Join(t.TempDir(), "data")})
}

func TestClockJumpsOnPostgres(t *testing.T) {
	clockJumps(t, Site{Dir: filepath.Join(t.TempDir(), "data"), URL: pgtest.URL(t)})
}
