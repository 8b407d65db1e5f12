package ijw

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"eendracht/internal/nl"
)

// bigClaim makes a claim with this many lines and pads it with blanks between
// elements up to size bytes.
func bigClaim(t testing.TB, lines, size int) []byte {
	t.Helper()
	day := nl.Date{Year: 2026, Month: 3, Day: 1}
	last := nl.Date{Year: 2026, Month: 3, Day: 31}
	c := Claim{Number: "D1", Period: nl.Span{From: day, Until: last}, Date: last}
	tariff := int64(8150)
	for i := range lines {
		if i%20 == 0 {
			c.Clients = append(c.Clients, ClaimClient{BSN: fmt.Sprintf("9999%05d", i/20)})
		}
		at := &c.Clients[len(c.Clients)-1]
		at.Lines = append(at.Lines, ClaimLine{
			Reference: fmt.Sprintf("R%d", i), Number: int64(100000 + i), Category: "45", Code: "45A04", Period: c.Period,
			Volume: int64(60 + i%90), Unit: "01", TariffCents: &tariff, Amount: Amount{int64(60+i%90) * tariff, Debit},
		})
		c.Total.Cents += int64(60+i%90) * tariff
	}
	c.Total.Sign = Debit
	doc, err := New323(Header{Law: Jeugdwet, Sender: "99990001", Receiver: "9901", ID: "B1", Date: last}, c).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if spare := size - len(doc); spare > 0 {
		pad := strings.Repeat(" ", spare/(lines+1))
		doc = bytes.ReplaceAll(doc, []byte("<jw323:Prestatie>"), []byte(pad+"<jw323:Prestatie>"))
	}
	return doc
}

// The sizes that the bar names: the largest file, with 20,000 lines.
const (
	claimLines = 20_000
	claimBytes = 25<<20 - 4096
)

// resident gives the most memory that the process has held, in bytes; 0 where
// the system does not tell.
func resident() (most int) {
	status, _ := os.ReadFile("/proc/self/status") // another system has none
	for line := range strings.Lines(string(status)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &most); err == nil {
			return most << 10
		}
	}
	return 0
}

func BenchmarkLargestClaim(b *testing.B) {
	doc := bigClaim(b, claimLines, claimBytes)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, found, err := Read(bytes.NewReader(doc)); err != nil || len(found) > 0 {
			b.Fatal(err, found)
		}
	}
	b.ReportMetric(float64(resident())/1e6, "MB-peak")
}

func TestTheTreeOfTheLargestClaimIsSmall(t *testing.T) {
	doc := bigClaim(t, claimLines, claimBytes)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	m, found, err := Read(bytes.NewReader(doc))
	took := time.Since(start)
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(doc)
	held := int(after.HeapAlloc) - int(before.HeapAlloc)
	nodes := len(everyNode(m.Root))
	t.Logf("%d bytes, %d elements: tree %.1f MB, %.0f bytes an element; allocated %.1f MB; read and checked in %v", len(doc), nodes,
		float64(held)/1e6, float64(held)/float64(nodes), float64(after.TotalAlloc-before.TotalAlloc)/1e6, took)
	if held > 64<<20 {
		t.Errorf("the tree takes %d bytes", held)
	}
}
