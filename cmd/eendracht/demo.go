package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/region"
	"eendracht/internal/signin"
)

// DemoCmd serves a synthetic region in which everyone is invented.
type DemoCmd struct {
	Place
	Addr     string `help:"Address to listen on." default:"127.0.0.1:8080"`
	Families int    `help:"Families with a dossier." default:"2000"`
	Seed     uint64 `help:"The same seed gives the same region." default:"1"`
	Build    bool   `help:"Only make the region, do not serve it."`
}

// Help tells what the demonstration is and what to click first.
func (c *DemoCmd) Help() string {
	return `Makes a region of three invented municipalities with their families, helpers
and months of history, and serves it. A second start finds it there.

Open the address that it prints, choose Fatma, and ask for help. Then come back
as Noor of the neighbourhood team.

Example: eendracht demo --families 200 --data /tmp/region`
}

// Run makes the region when it is not there yet and serves it.
func (c *DemoCmd) Run(ctx context.Context, s *Streams) error {
	began, log := time.Now(), newLog(s.Err)
	if c.Build {
		a, _, err := openRegion(ctx, c, s, log)
		if err == nil {
			a.close()
		}
		return err
	}
	told := false
	return keepServing(ctx, s, c.Addr, func(ctx context.Context) (*app, http.Handler, error) {
		a, r, err := openRegion(ctx, c, s, log)
		if err != nil {
			return nil, nil, err
		}
		a.openOutbox(c.Data, "http://"+c.Addr)
		handler, err := a.demoHandler(ctx, r)
		if err != nil {
			a.close()
			return nil, nil, err
		}
		if !told {
			told = true
			fmt.Fprintf(s.Out, "%s\n", a.say("eendracht.demo.ready", "seconds", fmt.Sprintf("%.1f", time.Since(began).Seconds())))
		}
		return a, handler, nil
	})
}

// openRegion opens the data and makes the region, or goes on where an earlier
// start was broken off.
func openRegion(ctx context.Context, c *DemoCmd, s *Streams, log *slog.Logger) (*app, *region.Region, error) {
	a, err := openApp(ctx, c.Place, hooks{now: region.Clock, newID: region.IDs}, log)
	if err != nil {
		return nil, nil, err
	}
	r, err := a.settle(ctx, c, s)
	if err != nil {
		a.close()
		return nil, nil, err
	}
	return a, r, nil
}

func (a *app) settle(ctx context.Context, c *DemoCmd, s *Streams) (*region.Region, error) {
	if err := signin.MarkDemo(ctx, a.store); err != nil {
		return nil, err
	}
	today, err := a.regionDay(ctx, c)
	if err != nil {
		return nil, err
	}
	r := region.Plan(c.Seed, c.Families, today)
	progress := newProgress(s.Err, a.say("eendracht.demo.building"))
	if err := region.Build(ctx, a.office, r, progress.show); err != nil {
		return nil, err
	}
	return r, casework.SetOwner(ctx, a.store, r.Story.TownHall)
}

// regionDay gives the day as of which the region that is there was planned, or
// today when there is none. Seed and families must be those of then.
func (a *app) regionDay(ctx context.Context, c *DemoCmd) (nl.Date, error) {
	const op = "eendracht.regionDay"
	held, err := region.Held(ctx, a.store)
	if fault.Is(err, fault.NotFound) {
		return nl.On(time.Now()), nil
	}
	if err != nil {
		return nl.Date{}, err
	}
	if held.Seed != c.Seed || held.Families != c.Families {
		return nl.Date{}, fault.New(fault.Conflict, op, "eendracht.demo.other",
			"families", fmt.Sprint(held.Families), "seed", fmt.Sprint(held.Seed))
	}
	return held.Today, nil
}

// progress writes how far long work is: one line that is written over on a
// terminal, a line per tenth elsewhere.
type progress struct {
	out      io.Writer
	what     string
	terminal bool
	last     int
}

func newProgress(out io.Writer, what string) *progress {
	p := &progress{out: out, what: what, last: -1}
	if file, ok := out.(*os.File); ok {
		info, err := file.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

func (p *progress) show(done, total int) {
	step := 10
	if p.terminal {
		step = 1
	}
	percent := 100
	if total > 0 {
		percent = done * 100 / total
	}
	if percent/step == p.last/step && p.last >= 0 || done == total && p.last < 0 {
		return
	}
	p.last = percent
	if p.terminal {
		end := "\r"
		if done == total {
			end = "\n"
		}
		fmt.Fprintf(p.out, "%s %d%%%s", p.what, percent, end)
		return
	}
	fmt.Fprintf(p.out, "%s %d%%\n", p.what, percent)
}
