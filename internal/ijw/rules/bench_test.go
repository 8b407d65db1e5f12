package rules

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// The sizes that the bar names: the largest file, with 20,000 lines.
const (
	claimLines = 20_000
	claimBytes = 25<<20 - 4096
)

// largest makes a claim of the largest size that the standard allows, right at
// every level after everything.
func largest(t testing.TB) []byte {
	t.Helper()
	c := ijw.Claim{Number: "D2", Period: span("2026-05-01", "2026-05-31"), Date: today}
	for i := range claimLines {
		if i%20 == 0 {
			c.Clients = append(c.Clients, ijw.ClaimClient{BSN: bsnOf(i / 20)})
		}
		who := &c.Clients[len(c.Clients)-1]
		who.Lines = append(who.Lines, ijw.ClaimLine{Reference: fmt.Sprintf("R%d", i), Number: int64(100000 + i), Category: "45",
			Code: "45A03", Period: c.Period, Volume: 9, Unit: "04", TariffCents: cents(6000), Amount: ijw.SignedAmount(54000)})
		c.Total.Cents += 54000
	}
	c.Total.Sign = ijw.Debit
	doc, err := ijw.New323(head(ijw.Jeugdwet, 323, "N1"), c).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	pad := strings.Repeat(" ", max(0, claimBytes-len(doc))/(claimLines+1))
	return bytes.ReplaceAll(doc, []byte("<jw323:Prestatie>"), []byte(pad+"<jw323:Prestatie>"))
}

// bsnOf gives the nth valid number of the range that is nobody's.
func bsnOf(n int) string {
	for i, seen := 999900000, -1; ; i++ {
		if nl.BSN(fmt.Sprint(i)).Valid() {
			if seen++; seen == n {
				return fmt.Sprint(i)
			}
		}
	}
}

// everything is a Past in which the largest claim fits, without keeping a word:
// what is measured is the judging.
type everything struct {
	*Memory
	owner  map[int64]string
	volume *ijw.Volume
}

func past20000() everything {
	e := everything{NewMemory(), map[int64]string{}, &ijw.Volume{Amount: 10, Unit: "04", Per: "4"}}
	for i := range claimLines {
		if i%20 == 0 {
			e.owner[int64(100000+i)] = bsnOf(i / 20)
			continue
		}
		e.owner[int64(100000+i)] = e.owner[int64(100000+i-1)]
	}
	return e
}

func (e everything) Allocation(_ Place, number int64) (Allocated, bool) {
	bsn, ok := e.owner[number]
	return Allocated{Number: number, BSN: bsn, Provider: carer, Category: "45", Code: "45A03", From: nl.MustDate("2026-03-01"),
		Until: nl.MustDate("2026-12-31"), Volume: e.volume}, ok
}

func (e everything) Allocations(Place, string) []Allocated { return make([]Allocated, 1) }

// handle reads, judges and answers a message, as a receiver does.
func handle(t testing.TB, r io.Reader, past Past) (ijw.Message, []ijw.Finding) {
	m, form, err := ijw.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	found := Received(m, form, past, nil)
	back, err := Answer(m, found, reply)
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Write(io.Discard); err != nil {
		t.Fatal(err)
	}
	return back, found
}

func BenchmarkLargestClaim(b *testing.B) {
	name := filepath.Join(b.TempDir(), "323.xml")
	if err := os.WriteFile(name, largest(b), 0o600); err != nil {
		b.Fatal(err)
	}
	past := past20000()
	stranger := past
	stranger.owner = map[int64]string{}
	for _, r := range []struct {
		name string
		past Past
		want int
	}{{"granted", past, 0}, {"every line rejected", stranger, claimLines}} {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, err := os.Open(name)
				if err != nil {
					b.Fatal(err)
				}
				if _, found := handle(b, f, r.past); len(found) != r.want {
					b.Fatal(len(found), found[0])
				}
				_ = f.Close()
			}
		})
	}
}

func BenchmarkContentOf301(b *testing.B) {
	doc, err := base(b, ijw.Jeugdwet, 301).Bytes()
	if err != nil {
		b.Fatal(err)
	}
	m, _, err := ijw.Read(bytes.NewReader(doc))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("level 2", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Content(m)
		}
	})
	b.Run("levels 1 and 2", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		for b.Loop() {
			m, _, _ := ijw.Read(bytes.NewReader(doc))
			Content(m)
		}
	})
	b.Run("level 1", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		for b.Loop() {
			_, _, _ = ijw.Read(bytes.NewReader(doc))
		}
	})
}
