package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
)

// BenchClaimCmd measures the largest claim.
type BenchClaimCmd struct {
	Rounds int  `help:"How often; the figures are medians." default:"3"`
	JSON   bool `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells what is measured.
func (c *BenchClaimCmd) Help() string {
	return `Reads a claim (323) of 25 MB with 20,000 lines for 1,000 clients, checks it at levels 1
to 3 against all their allocations, and writes the answer (325), in a process of its own.
The promise: 3 seconds, the reading of the allocations not counted, and 200 MB.

Example: eendracht bench claim --rounds 1`
}

// Run measures. Exit code 1: the bar is not met.
func (c *BenchClaimCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchClaim"
	program, err := os.Executable()
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	dir, err := os.MkdirTemp("", "eendracht-claim-")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	speed, err := bench.Claim(ctx, bench.ClaimPlan{Program: program, Dir: dir, Rounds: c.Rounds})
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(s.Out).Encode(speed)
	} else {
		_, err = fmt.Fprintln(s.Out, sayKey(fmt.Sprintf("ijwrules.bench.%v", speed.Met()), "mb", fmt.Sprintf("%.1f", float64(speed.Bytes)/(1<<20)),
			"lines", fmt.Sprint(speed.Lines), "took", fmt.Sprintf("%.2f", (speed.Took-speed.Past).Seconds()),
			"past", fmt.Sprintf("%.2f", speed.Past.Seconds()), "rejecting", fmt.Sprintf("%.2f", speed.Rejecting.Seconds()), "peak", fmt.Sprint(speed.Peak>>20)))
	}
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if !speed.Met() {
		return ExitCode(1)
	}
	return nil
}
