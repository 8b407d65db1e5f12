package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"eendracht/internal/brp"
	"eendracht/internal/brp/register"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// ImportCmd holds the commands that take in data of others.
type ImportCmd struct {
	Persons ImportPersonsCmd `cmd:"" help:"Take in persons of the population register (BRP)."`
}

// ImportPersonsCmd takes in persons in the layout of the national test set.
type ImportPersonsCmd struct {
	Place
	File string `arg:"" help:"The file, semicolons between columns; - reads standard input."`
	Dry  bool   `help:"Only read and report, keep nothing."`
	JSON bool   `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells what is done with the persons.
func (c *ImportPersonsCmd) Help() string {
	return `Reads person lists whose column heads are LO-GBA element numbers. The persons go,
sealed, into the installation's copy of the register: a worker can then take over
a family that asked for help without anyone typing it. Nobody gets a dossier by
being imported.

What cannot be understood is listed with its line and reason. Families are
proposed from relations and stays; what is not certain is asked, never merged.

Exit code 0: everything was understood. 1: it was kept, and there are findings. 2: the file cannot be used.`
}

// importOutcome is what --json writes.
type importOutcome struct {
	Lines     int             `json:"lines"`
	Persons   int             `json:"persons"`
	Kept      int             `json:"kept"`
	Families  int             `json:"families"`
	Questions int             `json:"questions"`
	Findings  []importFinding `json:"findings"`
}

type importFinding struct {
	Line    int    `json:"line"`
	Element string `json:"element,omitempty"`
	Text    string `json:"text"`
}

// Run reads, keeps and reports.
func (c *ImportPersonsCmd) Run(ctx context.Context, s *Streams) error {
	read, err := c.read(s)
	if err != nil {
		fmt.Fprintln(s.Err, sayFault(err))
		return exitUnusable
	}
	today := nl.On(time.Now())
	families := brp.Propose(read.Persons, today)
	out := importOutcome{Lines: read.Lines, Persons: len(read.Persons), Families: len(families), Findings: []importFinding{}}
	for _, f := range families {
		out.Questions += len(f.Questions)
	}
	for _, p := range read.Problems {
		out.Findings = append(out.Findings, importFinding{Line: p.Line, Element: p.Element, Text: sayKey(p.Key)})
	}
	if !c.Dry {
		if out.Kept, err = c.keep(ctx, s, read.Persons, today); err != nil {
			return err
		}
	}
	return c.report(s, out)
}

func (c *ImportPersonsCmd) read(s *Streams) (*brp.Import, error) {
	if c.File == "-" {
		return brp.Read(s.In)
	}
	file, err := os.Open(c.File)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "eendracht.read", err)
	}
	defer file.Close() //nolint:errcheck // only read from
	return brp.Read(file)
}

func (c *ImportPersonsCmd) keep(ctx context.Context, s *Streams, persons []brp.Person, today nl.Date) (int, error) {
	a, err := openApp(ctx, c.Place, realHooks(), newLog(s.Err))
	if err != nil {
		return 0, err
	}
	defer a.close()
	r := register.Register{Facts: a.store, Vault: a.vault}
	return r.Keep(ctx, persons, today, newProgress(s.Err, a.say("eendracht.import.keeping")).show)
}

func (c *ImportPersonsCmd) report(s *Streams, out importOutcome) error {
	if c.JSON {
		if err := json.NewEncoder(s.Out).Encode(out); err != nil {
			return fault.Wrap(fault.Internal, "eendracht.report", err)
		}
	} else {
		fmt.Fprintln(s.Out, sayKey("eendracht.import.read", "persons", fmt.Sprint(out.Persons), "lines", fmt.Sprint(out.Lines)))
		fmt.Fprintln(s.Out, sayKey("eendracht.import.kept", "n", fmt.Sprint(out.Kept)))
		fmt.Fprintln(s.Out, sayKey("eendracht.import.families", "n", fmt.Sprint(out.Families), "questions", fmt.Sprint(out.Questions)))
		for _, f := range out.Findings {
			fmt.Fprintf(s.Out, "%s:%d %s — %s\n", c.File, f.Line, f.Element, f.Text)
		}
	}
	if len(out.Findings) > 0 {
		return exitFindings
	}
	return nil
}
