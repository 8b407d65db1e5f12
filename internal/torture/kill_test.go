//go:build linux

package torture

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store/pgtest"
)

func skipWithoutPostgres(t *testing.T, err error) {
	t.Helper()
	if fault.Is(err, fault.NotFound) {
		t.Skip("SKIPPED, nothing of this was tested on PostgreSQL: apt-get install postgresql")
	}
	t.Fatal(err)
}

// killing kills the program under load, again and again on the same archive.
func killing(t *testing.T, at Site, n int) {
	t.Helper()
	began, row := time.Now(), Row{Fault: "kill -9 of the program", Store: at.Store(), Cycles: n}
	unknown := 0
	for cycle := range n {
		w := NewWitness()
		p := spawn(t, at, fmt.Sprintf("k%d", cycle), w)
		p.working(t)
		time.Sleep(time.Duration(20+rand.IntN(400)) * time.Millisecond)
		p.kill()
		v := judged(t, at, w)
		unknown += v.Unknown
		tally(t, &row, v)
	}
	row.Note = fmt.Sprintf("%d without an answer sent again by key, none twice", unknown)
	done(t, row, began)
}

func TestKilledProgramOnSQLite(t *testing.T) {
	killing(t, Site{Dir: filepath.Join(t.TempDir(), "data")}, cycles(3, 200))
}

func TestKilledProgramOnPostgres(t *testing.T) {
	killing(t, Site{Dir: filepath.Join(t.TempDir(), "data"), URL: pgtest.URL(t)}, cycles(3, 200))
}

// TestKilledServer kills PostgreSQL under load: by turns the whole server at
// once and the postmaster alone. The program stays up and finds its way back.
func TestKilledServer(t *testing.T) {
	c := cluster(t)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Run(t.Context(), "postgres", "CREATE DATABASE house"); err != nil {
		t.Fatal(err)
	}
	at := Site{Dir: filepath.Join(t.TempDir(), "data"), URL: c.URL("house")}
	began, row := time.Now(), Row{Fault: "kill -9 of the database server", Store: at.Store(), Cycles: cycles(2, 200)}
	unknown := 0
	for cycle := range row.Cycles {
		w := NewWitness()
		p := spawn(t, at, fmt.Sprintf("s%d", cycle), w)
		p.working(t)
		time.Sleep(time.Duration(20+rand.IntN(400)) * time.Millisecond)
		if cycle%2 == 0 {
			c.Kill()
		} else {
			c.KillMaster()
		}
		time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
		if err := c.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(300+rand.IntN(300)) * time.Millisecond) // the program goes on
		p.kill()
		v := judged(t, at, w)
		unknown += v.Unknown
		tally(t, &row, v)
	}
	row.Note = fmt.Sprintf("the program stays up; %d without an answer sent again by key, none twice", unknown)
	done(t, row, began)
}
