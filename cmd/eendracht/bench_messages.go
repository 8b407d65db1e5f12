package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
)

// BenchMessagesCmd measures checking messages beside xmllint.
type BenchMessagesCmd struct {
	Schema string `help:"The official schema JW301.xsd, with its base schema beside it." default:"../shared/ijw/jw/xsd/JW301.xsd" type:"path"`
	Files  int    `help:"Files in the batch." default:"10000"`
	Rounds int    `help:"How often; the figures are medians." default:"3"`
	JSON   bool   `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells what is compared.
func (c *BenchMessagesCmd) Help() string {
	return `Checks a batch of 301 files at levels 1 and 2 on one core, and lets xmllint validate
the same files against the official schema (level 1 only), in turn. What counts is
the processor time of each process.

Example: eendracht bench messages --files 2000`
}

// Run measures. Exit code 1: the bar is not met.
func (c *BenchMessagesCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchMessages"
	program, err := os.Executable()
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	dir, err := os.MkdirTemp("", "eendracht-messages-")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	speed, err := bench.Messages(ctx, bench.MessagePlan{Program: program, Schema: c.Schema, Files: c.Files, Rounds: c.Rounds, Dir: dir})
	if fault.Is(err, fault.NotFound) {
		fmt.Fprintln(s.Err, sayFault(err))
		return nil
	}
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(s.Out).Encode(speed)
	} else {
		_, err = fmt.Fprintln(s.Out, sayKey(fmt.Sprintf("bench.messages.%v", speed.Ratio >= speed.Least), "files", fmt.Sprint(speed.Files),
			"ours", fmt.Sprintf("%.0f", speed.Ours), "xmllint", fmt.Sprintf("%.0f", speed.Xmllint),
			"ratio", fmt.Sprintf("%.2f", speed.Ratio), "least", fmt.Sprint(speed.Least)))
	}
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if speed.Ratio < speed.Least {
		return ExitCode(1)
	}
	return nil
}
