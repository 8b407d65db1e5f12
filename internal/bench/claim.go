package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// ClaimPlan says how handling the largest claim is measured.
type ClaimPlan struct {
	Program string // this program: each handling is a process of it
	Dir     string // an empty folder for the messages
	Rounds  int
}

// ClaimSpeed is what it takes to read a claim of the largest size, check it at
// levels 1 to 3 against the allocations of every client in it, and write its
// answer: the medians of the rounds, of a whole process with its start.
type ClaimSpeed struct {
	Bytes       int64         `json:"bytes"` // of the claim
	Lines       int           `json:"lines"`
	Allocations int           `json:"allocations"` // read beforehand, in as many messages as there are clients
	Took        time.Duration `json:"took"`        // of it all
	Past        time.Duration `json:"past"`        // of reading the allocations alone
	Rejecting   time.Duration `json:"rejecting"`   // of it all when every client is unknown, and every line comes back
	Peak        int64         `json:"peak"`        // most memory of a process, in bytes; 0 where the system does not tell
}

// What the largest claim may take.
const (
	ClaimTime   = 3 * time.Second
	ClaimMemory = 200 << 20 // bytes
)

// Met tells whether the claim was handled within its bounds. Reading the
// allocations, which a running house has at hand, does not count.
func (s ClaimSpeed) Met() bool {
	return max(s.Took-s.Past, s.Rejecting) <= ClaimTime && s.Peak <= ClaimMemory
}

// The largest claim: the size limit of the standard, with 20 lines for each client.
const (
	claimLines   = 20_000
	claimClients = 1_000
	claimBytes   = 25<<20 - 4096
)

// Claim measures.
func Claim(ctx context.Context, p ClaimPlan) (ClaimSpeed, error) {
	const op = "bench.Claim"
	s := ClaimSpeed{Lines: claimLines, Allocations: claimLines}
	with, err := s.write(p.Dir)
	if err != nil {
		return ClaimSpeed{}, err
	}
	stranger := []string{"--with", filepath.Join(p.Dir, "stranger.xml")}
	for _, r := range []struct {
		file string
		with []string
		exit int
		into *time.Duration
	}{{"small.xml", with, 0, &s.Past}, {"large.xml", with, 0, &s.Took}, {"large.xml", stranger, 1, &s.Rejecting}} {
		var took []time.Duration
		for range p.Rounds {
			d, peak, err := handle(ctx, p.Program, filepath.Join(p.Dir, r.file), r.with, r.exit)
			if err != nil {
				return ClaimSpeed{}, fault.Wrap(fault.Internal, op, err)
			}
			took, s.Peak = append(took, d), max(s.Peak, peak)
		}
		slices.Sort(took)
		*r.into = took[len(took)/2]
	}
	return s, nil
}

// handle answers a message in a process of its own, which must end with an exit
// code: 0 when everything is right, 1 when something is rejected.
func handle(ctx context.Context, program, file string, with []string, exit int) (time.Duration, int64, error) {
	args := append([]string{"message", "answer", file, "--id", "A1", "--date", "2026-06-03"}, with...)
	cmd := exec.CommandContext(ctx, program, args...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	start := time.Now()
	if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exit {
		return 0, 0, fmt.Errorf("exit code %d is expected, not: %w: %.400s", exit, err, said.String())
	}
	return time.Since(start), peakOf(cmd.ProcessState), nil
}

// peakOf gives the most memory that a process has held. What SysUsage gives
// differs per system; where it has no such field the answer is 0.
func peakOf(s *os.ProcessState) int64 {
	usage := reflect.Indirect(reflect.ValueOf(s.SysUsage()))
	if usage.Kind() != reflect.Struct {
		return 0
	}
	if most := usage.FieldByName("Maxrss"); most.CanInt() {
		return most.Int() << 10 // in kB on Linux
	}
	return 0
}

// write puts the claims and the allocations in files and gives the arguments
// that name the latter.
func (s *ClaimSpeed) write(dir string) (with []string, err error) {
	put := func(name string, m ijw.Message, pad int) error {
		doc, err := m.Bytes()
		if err != nil {
			return err
		}
		if spare := pad - len(doc); spare > 0 {
			blanks := strings.Repeat(" ", spare/(claimLines+1))
			doc = []byte(strings.ReplaceAll(string(doc), "<jw323:Prestatie>", blanks+"<jw323:Prestatie>"))
		}
		if name == "large.xml" {
			s.Bytes = int64(len(doc))
		}
		return fault.Wrap(fault.Unavailable, "bench.write", os.WriteFile(filepath.Join(dir, name), doc, 0o600))
	}
	month := nl.Span{From: nl.Date{Year: 2026, Month: 5, Day: 1}, Until: nl.Date{Year: 2026, Month: 5, Day: 31}}
	large := ijw.Claim{Number: "D1", Period: month, Date: nl.Date{Year: 2026, Month: 6, Day: 2}, Total: ijw.Amount{Sign: ijw.Debit}}
	small := large
	for i := range claimClients {
		who, m := claimed(i, month)
		for _, l := range who.Lines {
			large.Total.Cents += l.Amount.Cents
		}
		large.Clients = append(large.Clients, who)
		name := fmt.Sprintf("301-%04d.xml", i)
		if err := put(name, m, 0); err != nil {
			return nil, err
		}
		with = append(with, "--with", filepath.Join(dir, name))
	}
	one := large.Clients[0]
	one.Lines = one.Lines[:1]
	small.Clients, small.Total = []ijw.ClaimClient{one}, one.Lines[0].Amount
	h := ijw.Header{Law: ijw.Jeugdwet, Sender: "99990001", Receiver: "9901", ID: "B1", Date: large.Date}
	if err := put("small.xml", ijw.New323(h, small), 0); err != nil {
		return nil, err
	}
	_, other := claimed(claimClients, month)
	if err := put("stranger.xml", other, 0); err != nil {
		return nil, err
	}
	return with, put("large.xml", ijw.New323(h, large), claimBytes)
}

// claimed gives what is claimed for a client, and the message that allocated it.
func claimed(i int, month nl.Span) (ijw.ClaimClient, ijw.Message) {
	who := ijw.ClaimClient{BSN: bsn(i)}
	tariff := int64(8150)
	var list []ijw.Allocation
	for n := range claimLines / claimClients {
		number, code := int64(i*100+n+1), fmt.Sprintf("45A%02d", n)
		who.Lines = append(who.Lines, ijw.ClaimLine{
			Reference: fmt.Sprintf("R%d", number), Number: number, Category: "45", Code: code, Period: month, Volume: 9, Unit: "04",
			TariffCents: &tariff, Amount: ijw.Amount{Cents: 9 * tariff, Sign: ijw.Debit},
		})
		list = append(list, ijw.Allocation{
			Number: number, Product: &ijw.Product{Category: "45", Code: code}, DecidedOn: nl.Date{Year: 2026, Month: 2, Day: 20}, DecidedAt: "10:00:00",
			From: nl.Date{Year: 2026, Month: 3, Day: 1}, Until: nl.Date{Year: 2026, Month: 12, Day: 31}, Volume: &ijw.Volume{Amount: 10, Unit: "04", Per: "4"},
		})
	}
	c := usual301(i).Client()
	c.BSN = who.BSN
	h := ijw.Header{Law: ijw.Jeugdwet, Sender: "9901", Receiver: "99990001", ID: fmt.Sprintf("T%d", i), Date: nl.Date{Year: 2026, Month: 2, Day: 20}}
	return who, ijw.New301(h, c, list)
}
