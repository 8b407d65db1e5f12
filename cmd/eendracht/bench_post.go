package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
)

// BenchPostCmd measures how fast official messages are taken in.
type BenchPostCmd struct {
	Messages int  `help:"Messages to take in; each is about another family." default:"4000"`
	Hands    int  `help:"Messages at once." default:"64"`
	JSON     bool `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells what is measured.
func (c *BenchPostCmd) Help() string {
	return `Requests (315) come in at the door over HTTP and are checked, judged, written to the
dossier with their tasks and clocks, and acknowledged once durable, on SQLite. Beside
it, in the same run: a row per message in a durable transaction of its own.

Example: eendracht bench post --messages 1000`
}

// Run measures once. Exit code 1: the bar is not met.
func (c *BenchPostCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchPost"
	dir, err := os.MkdirTemp("", "eendracht-bench-")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // invented data; nothing is lost when it stays
	p, err := bench.MeasurePost(ctx, dir, c.Messages, c.Hands)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	verdict := "missed"
	if p.Met {
		verdict = "met"
	}
	if c.JSON {
		err = json.NewEncoder(s.Out).Encode(p)
	} else {
		_, err = fmt.Fprintf(s.Out, "taken in durably, SQLite: %.0f messages a second (%d messages, %d hands; bar %.0f: %s)\nnaive insert of as many rows: %.0f a second; ratio %.2f\nmessages queued to leave: %d\n",
			p.PerSec, p.Messages, c.Hands, bench.PostBar, verdict, p.Naive, p.Ratio, p.Queued)
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if !p.Met {
		return ExitCode(1)
	}
	return nil
}
