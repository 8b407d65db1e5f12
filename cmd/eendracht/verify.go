package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"eendracht/internal/depot"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/store"
)

// VerifyCmd holds an archive against its log, from outside.
type VerifyCmd struct {
	Data        string   `help:"Folder of a SQLite archive." default:"eendracht-data" type:"path"`
	Database    string   `help:"PostgreSQL address instead of the folder; reading is enough." env:"EENDRACHT_DATABASE"`
	Checkpoints []string `name:"checkpoint" help:"Signed checkpoint that was kept elsewhere, as a file; may be given again." type:"existingfile"`
	Key         string   `help:"Public line of the installation, as it was published: checkpoints must be signed with it."`
	Witnesses   []string `name:"witness" help:"Public line of a witness that must have cosigned the checkpoints given; may be given again."`
	Documents   string   `help:"Folder in which the content of documents lies, when it is not the archive itself." type:"existingdir" env:"EENDRACHT_DOCUMENTS"`
	JSON        bool     `name:"json" help:"Write the outcome as JSON, for programs."`
	Quiet       bool     `help:"Show no progress."`
}

// Help tells what is checked and what the exit code means.
func (c *VerifyCmd) Help() string {
	return `Reads every entry, head, look, decision, policy and erasure once, without any key and
without changing anything, and names the first row that was edited, removed, added
or reordered. What it can know rests on the checkpoints: keep those of a witness.

Exit code 0: all is as it was logged. 1: something is wrong. 2: it could not be read.

Example: eendracht verify --data eendracht-data --checkpoint from-witness.txt --witness "$(cat witness.pub)"`
}

// exitUnread says that an archive could not be read.
const exitUnread ExitCode = 2

// verifyOutcome is what --json writes.
type verifyOutcome struct {
	OK      bool            `json:"ok"`
	Finding *ledger.Finding `json:"finding,omitempty"`
	Error   string          `json:"error,omitempty"`
	ledger.Report
	Documents int     `json:"documents"` // contents held against their hash
	Seconds   float64 `json:"seconds"`
	Rate      float64 `json:"leaves_per_second"`
}

// Run checks and says what it found.
func (c *VerifyCmd) Run(ctx context.Context, s *Streams) error {
	began := time.Now()
	report, held, err := c.check(ctx, s)
	took := time.Since(began).Seconds()
	out := verifyOutcome{OK: err == nil, Report: report, Documents: held, Seconds: took, Rate: float64(report.Leaves+report.Waiting) / took}
	code := ExitCode(0)
	if err != nil && !errors.As(err, &out.Finding) {
		out.Error, code = sayFault(err), exitUnread
		newLog(s.Err).Error("not verified", "err", err)
	} else if err != nil {
		code = exitFindings
	}
	if c.JSON {
		if err := json.NewEncoder(s.Out).Encode(out); err != nil {
			return fault.Wrap(fault.Internal, "eendracht.verify", err)
		}
	} else {
		c.say(s, out)
	}
	if code != 0 {
		return code
	}
	return nil
}

// check holds the archive against its log, then the content of documents against
// the hashes that the log covers, and tells of how many.
func (c *VerifyCmd) check(ctx context.Context, s *Streams) (ledger.Report, int, error) {
	trust, err := c.trust()
	if err != nil {
		return ledger.Report{}, 0, err
	}
	audit, err := c.open(ctx)
	if err != nil {
		return ledger.Report{}, 0, err
	}
	defer audit.Close() //nolint:errcheck // only reads
	checker := &ledger.Checker{Source: audit, Trust: trust}
	if !c.Quiet && !c.JSON {
		checker.Progress = newProgress(s.Err, sayKey("ledger.verify.busy")).verified
	}
	report, err := checker.Check(ctx)
	if err != nil {
		return report, 0, err
	}
	var place store.Place
	if c.Documents != "" {
		folder, err := depot.Open(c.Documents)
		if err != nil {
			return report, 0, err
		}
		place = folder.Get
	}
	held, err := audit.Contents(ctx, place)
	return report, held, err
}

func (c *VerifyCmd) open(ctx context.Context) (*store.Audit, error) {
	if c.Database != "" {
		return store.AuditPostgres(ctx, c.Database)
	}
	return store.AuditSQLite(ctx, c.Data)
}

func (c *VerifyCmd) trust() (t ledger.Trust, err error) {
	const op = "eendracht.verify"
	for _, path := range c.Checkpoints {
		raw, err := os.ReadFile(path)
		if err != nil {
			return t, fault.Wrap(fault.Invalid, op, err)
		}
		t.Checkpoints = append(t.Checkpoints, string(raw))
	}
	if c.Key != "" {
		keys, err := publics([]string{c.Key})
		if err != nil {
			return t, err
		}
		t.Log = &keys[0]
	}
	t.Witnesses, err = publics(c.Witnesses)
	return t, err
}

func (c *VerifyCmd) say(s *Streams, out verifyOutcome) {
	switch {
	case out.Finding != nil:
		f := out.Finding
		fmt.Fprintln(s.Out, sayKey("ledger.verify.bad", "table", f.Table, "key", f.Key, "wrong", sayKey("ledger.wrong."+string(f.Wrong)), "more", f.More))
		return
	case out.Error != "":
		fmt.Fprintln(s.Out, sayKey("ledger.verify.unread"), out.Error)
		return
	}
	fmt.Fprintln(s.Out, sayKey("ledger.verify.good", "leaves", fmt.Sprint(out.Leaves), "waiting", fmt.Sprint(out.Waiting),
		"checkpoints", fmt.Sprint(out.Checkpoints), "erased", fmt.Sprint(out.Erased), "seconds", fmt.Sprintf("%.1f", out.Seconds), "rate", fmt.Sprintf("%.0f", out.Rate)))
	if out.Documents > 0 {
		fmt.Fprintln(s.Out, sayKey("paper.verified", "n", fmt.Sprint(out.Documents)))
	}
	if out.Outside == 0 {
		fmt.Fprintln(s.Out, sayKey("ledger.verify.inside"))
		return
	}
	for shard, size := range out.Covered {
		fmt.Fprintln(s.Out, sayKey("ledger.verify.outside", "shard", shard, "size", fmt.Sprint(size)))
	}
}

// verified shows how far a check is.
func (p *progress) verified(done, total int64) { p.show(int(min(done, total)), int(total)) }
