package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// MessagePlan says how checking messages is measured.
type MessagePlan struct {
	Program string // this program: it checks as a process, as xmllint does
	Schema  string // the official JW301.xsd, its base schema beside it
	Files   int    // in the batch
	Rounds  int    // each checks the batch with both, in turn
	Dir     string // an empty folder for the batch
}

// MessageSpeed is how fast a batch of 301 files is checked, on one core: by this
// program at levels 1 and 2, by xmllint against the official schema (level 1
// only). Both are whole processes, start and output included. Rates are files a
// second of processor time, medians of the rounds, so that what else the machine
// does counts for neither; Ratio is the median of the rounds' own.
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
	var ours, theirs, ratios []float64
	for range p.Rounds {
		a, err := processor(ctx, p.Program, append([]string{"message", "check"}, names...))
		if err != nil {
			return MessageSpeed{}, err
		}
		b, err := processor(ctx, tool, append([]string{"--noout", "--nonet", "--schema", p.Schema}, names...))
		if err != nil {
			return MessageSpeed{}, err
		}
		ours, theirs = append(ours, float64(p.Files)/a), append(theirs, float64(p.Files)/b)
		ratios = append(ratios, b/a)
	}
	return MessageSpeed{p.Files, size, median(ours), median(theirs), median(ratios), MessageRatio}, nil
}

// processor runs a program to its end, on one core, and gives the seconds of
// processor time that it took. A program that does not end well, as both do when
// a file is wrong, is an Internal fault.
func processor(ctx context.Context, program string, args []string) (seconds float64, err error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard // a line per file
	if err := cmd.Run(); err != nil {
		return 0, fault.Wrap(fault.Internal, "bench.processor", err)
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), nil
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
