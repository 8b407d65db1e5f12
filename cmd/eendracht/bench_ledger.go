package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
)

// BenchLedgerCmd measures what the log costs.
type BenchLedgerCmd struct {
	Rounds  int     `help:"How often, by turns; the figures are medians." default:"5"`
	Hands   int     `help:"Callers at once." default:"64"`
	Seconds float64 `help:"How long each." default:"2"`
	JSON    bool    `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells what is measured.
func (c *BenchLedgerCmd) Help() string {
	return `Durable looks on SQLite without leaves and with leaves that are sealed and signed
meanwhile, by turns in the same run; then the whole log is checked as "verify" does.

Example: eendracht bench ledger --rounds 3`
}

// Run measures once. Exit code 1: the bar is not met.
func (c *BenchLedgerCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchLedger"
	dir, err := os.MkdirTemp("", "eendracht-bench-")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // invented data; nothing is lost when it stays
	l, err := bench.MeasureLedger(ctx, dir, max(1, c.Rounds), c.Hands, time.Duration(c.Seconds*float64(time.Second)))
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if c.JSON {
		err = json.NewEncoder(s.Out).Encode(l)
	} else {
		verdict := "missed"
		if l.Met {
			verdict = "met"
		}
		_, err = fmt.Fprintf(s.Out, "durable looks, SQLite: %.0f a second without the log, %.0f with it; ratio %.2f\nlongest between two signed checkpoints: %.2f s\nverify: %.0f leaves a second of %d (bar %.0f: %s)\n",
			l.Bare, l.Logged, l.Ratio, l.Waits, l.Verified, l.Leaves, bench.VerifyBar, verdict)
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if !l.Met {
		return ExitCode(1)
	}
	return nil
}
