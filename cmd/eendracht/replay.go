package main

import (
	"context"
	"fmt"
	"time"
)

// ReplayCmd takes kept decisions again.
type ReplayCmd struct {
	Place
	Since string `help:"First day, as 2026-11-24; without it everything."`
	N     int    `short:"n" help:"At most so many looks and so many refusals; 0 is all."`
}

// Help tells what is compared.
func (c *ReplayCmd) Help() string {
	return `Every decision was kept with who asked, for what, on which version of the dossier
and under which policies. Replay folds the dossier as it was, takes the policies of
that day, decides again and compares. What was kept before decisions were, or was
erased since, is skipped and counted.

Exit code 0: no differences. 1: there are differences, and they are listed.`
}

// Run replays and reports.
func (c *ReplayCmd) Run(ctx context.Context, s *Streams) error {
	since, err := sinceDay(c.Since)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.Place, realHooks(), newLog(s.Err))
	if err != nil {
		return err
	}
	defer a.close()
	began := time.Now()
	got, err := a.office.Replay(ctx, since, c.N)
	if err != nil {
		return err
	}
	took := time.Since(began)
	fmt.Fprintf(s.Out, "opened\t%d\ncommands\t%d\nrefused\t%d\nskipped\t%d\ndifferent\t%d\nper second\t%.0f\n",
		got.Opened, got.Commands, got.Refused, got.Skipped, got.Different, float64(got.All())/took.Seconds())
	for _, line := range got.First {
		fmt.Fprintln(s.Out, line)
	}
	if got.Different > 0 {
		return ExitCode(1)
	}
	return nil
}
