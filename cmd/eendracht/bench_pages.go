package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
)

// BenchPagesCmd measures the pages that people open.
type BenchPagesCmd struct {
	Families    int     `help:"Families in the region that is served." default:"2000"`
	Seconds     float64 `help:"How long each page is measured." default:"1"`
	Connections int     `help:"Connections that ask at once." default:"16"`
	Data        string  `help:"A folder in which the region stays for a next time; without it it goes." type:"path"`
	Profile     string  `help:"Write a processor profile of the server to this file." type:"path"`
	JSON        bool    `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells how the figures come about.
func (c *BenchPagesCmd) Help() string {
	return `Opens the demonstration as each role, follows every link that is shown, and asks each
kind of page that was found over and over. The promise: p95 within 25 ms with 16
connections in a region of 2,000 families. Exit code 1: a page is slower.

Example: eendracht bench pages --seconds 0.5`
}

// Run measures on SQLite.
func (c *BenchPagesCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchPages"
	program, err := os.Executable()
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "eendracht-pages-"); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		defer os.RemoveAll(c.Data) //nolint:errcheck // a temporary folder
	}
	rows, err := bench.Pages(ctx, bench.PagesPlan{
		Program: program, Data: c.Data, Families: c.Families, Connections: c.Connections,
		Measured: time.Duration(c.Seconds * float64(time.Second)), Profile: c.Profile, Errs: s.Err,
	})
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(s.Out).Encode(rows)
	} else {
		err = bench.WritePages(s.Out, rows, sayKey)
	}
	for _, r := range rows {
		if err == nil && r.P95 > bench.MostPageTime {
			return ExitCode(1)
		}
	}
	return fault.Wrap(fault.Internal, op, err)
}
