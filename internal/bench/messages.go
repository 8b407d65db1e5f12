package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
)

// MessagePlan says how checking messages is measured.
type MessagePlan struct {
	Schema string // the official JW301.xsd, its base schema beside it
	Files  int    // in the batch
	Rounds int    // each checks the batch with both, in turn
	Dir    string // an empty folder for the batch
}

// MessageSpeed is how fast a batch of 301 files is checked, on one core: by this
// program at levels 1 and 2, by xmllint against the official schema (level 1
// only). Rates are files a second, medians of the rounds; Ratio is the median of
// the rounds' own.
type MessageSpeed struct {
	Files   int     `json:"files"`
	Bytes   int64   `json:"bytes"` // of all files together
	Ours    float64 `json:"eendracht"`
	Xmllint float64 `json:"xmllint"`
	Ratio   float64 `json:"ratio"`
	Least   float64 `json:"least"` // the bar
}

// MessageRatio is the promise: checks at levels 1 and 2 handle at least half
// again as many files a second as xmllint does at level 1.
const MessageRatio = 1.5

// Messages measures. A program xmllint or a schema that is not there gives a
// NotFound fault.
func Messages(ctx context.Context, p MessagePlan) (MessageSpeed, error) {
	const op = "bench.Messages"
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		return MessageSpeed{}, fault.New(fault.NotFound, op, "bench.messages.skip")
	}
	if _, err := os.Stat(p.Schema); err != nil {
		return MessageSpeed{}, fault.New(fault.NotFound, op, "bench.messages.skip")
	}
	names, size, err := batch(p.Dir, p.Files)
	if err != nil {
		return MessageSpeed{}, err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var ours, theirs, ratios []float64
	for range p.Rounds {
		a, err := timed(func() error { return checkAll(ctx, names) })
		if err != nil {
			return MessageSpeed{}, err
		}
		b, err := timed(func() error { return lintAll(ctx, tool, p.Schema, names) })
		if err != nil {
			return MessageSpeed{}, err
		}
		ours, theirs = append(ours, float64(p.Files)/a), append(theirs, float64(p.Files)/b)
		ratios = append(ratios, b/a)
	}
	return MessageSpeed{p.Files, size, median(ours), median(theirs), median(ratios), MessageRatio}, nil
}

func timed(do func() error) (seconds float64, err error) {
	start := time.Now()
	err = do()
	return time.Since(start).Seconds(), err
}

// checkAll checks every file at levels 1 and 2; all are right.
func checkAll(ctx context.Context, names []string) error {
	const op = "bench.checkAll"
	in := bufio.NewReader(nil)
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		f, err := os.Open(name)
		if err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		in.Reset(f)
		m, found, err := ijw.Read(in)
		if err == nil && len(found) == 0 {
			found = rules.Content(m)
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return fault.Wrap(fault.Internal, op, err)
		}
		if len(found) > 0 {
			return fault.Wrap(fault.Internal, op, fmt.Errorf("%s: %s", name, found[0]))
		}
	}
	return nil
}

// lintAll lets one xmllint validate every file.
func lintAll(ctx context.Context, tool, schema string, names []string) error {
	cmd := exec.CommandContext(ctx, tool, append([]string{"--noout", "--nonet", "--schema", schema}, names...)...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard // a line per file
	return fault.Wrap(fault.Internal, "bench.lintAll", cmd.Run())
}

// batch writes 301 messages of the size of a usual one and gives their names.
func batch(dir string, files int) (names []string, size int64, err error) {
	for i := range files {
		b, err := usual301(i).Bytes()
		if err != nil {
			return nil, 0, err
		}
		name := filepath.Join(dir, fmt.Sprintf("%06d.xml", i))
		if err := os.WriteFile(name, b, 0o600); err != nil {
			return nil, 0, fault.Wrap(fault.Unavailable, "bench.batch", err)
		}
		names, size = append(names, name), size+int64(len(b))
	}
	return names, size, nil
}

// usual301 makes an allocation message of a fictive child with two parents and
// three allocations.
func usual301(i int) ijw.Message {
	day := nl.Date{Year: 2026, Month: 3, Day: 1 + i%28}
	at := ijw.Contact{Kind: "03", Phone: &ijw.Phone{Number: "0612345678", Country: "0031"}, Address: &ijw.Address{
		House: &ijw.House{Number: int64(1 + i%200)}, Postcode: "1234AB", Street: "Lindelaan", Town: "Voorbeeldstad", Country: "NL",
	}}
	name := ijw.Name{Last: "Jansen", First: "Sam", Initials: "S", Use: "1"}
	c := ijw.Client{
		BSN: bsn(i), Birth: ijw.BirthOn(nl.Date{Year: 2014, Month: 5, Day: 6}), Sex: "1", Name: name,
		Comment: "De school is op de hoogte.", Contacts: []ijw.Contact{at},
	}
	for n, first := range []string{"Robin", "Kim"} {
		parent := name
		parent.First = first
		c.Relations = append(c.Relations, ijw.Relation{
			Number: fmt.Sprint(n + 1), Kind: "10", Birth: ijw.BirthOn(nl.Date{Year: 1985, Month: 7, Day: 8}), Sex: "2", Name: parent, Contact: at,
		})
	}
	var list []ijw.Allocation
	for n := range int64(3) {
		list = append(list, ijw.Allocation{
			Number: int64(i)*3 + n + 1, Product: &ijw.Product{Category: "45", Code: fmt.Sprintf("45A0%d", n+1)}, DecidedOn: day, DecidedAt: "09:30:00",
			From: day, Until: day.AddDays(180), Volume: &ijw.Volume{Amount: 120, Unit: "01", Per: "2"}, Comment: "Eerst thuis, daarna op school.",
		})
	}
	h := ijw.Header{Law: ijw.Jeugdwet, Sender: "0363", Receiver: "99990001", ID: fmt.Sprintf("T%d", i), Date: day}
	return ijw.New301(h, c, list)
}

// bsn gives the number of a fictive person, 9999 and up, that passes the test of
// eleven.
func bsn(i int) string {
	for n := 999900000 + i*37%99990; ; n++ {
		s, sum := fmt.Sprint(n), 0
		for at := range 8 {
			sum += int(s[at]-'0') * (9 - at)
		}
		if (sum-int(s[8]-'0'))%11 == 0 {
			return s
		}
	}
}
