package bench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Say gives a text in the reader's language.
type Say func(key string, args ...string) string

// Write writes rows as a table in Markdown.
func Write(w io.Writer, rows []Row, say Say) error {
	t := table(w, say, "store", "op", "connections", "server", "rate", "p50", "p99", "cpu", "db", "ratio")
	line(t, "---", "---", "--:", "---", "--:", "--:", "--:", "--:", "--:", "--:")
	for _, r := range rows {
		line(t, r.Store, say("bench.op."+r.Op), fmt.Sprint(r.Connections), r.Server, fmt.Sprintf("%.0f", r.Rate),
			milliseconds(r.P50), milliseconds(r.P99), optional("%.3f", r.CPU), optional("%.3f", r.DB), optional("%.2f×", r.Ratio))
	}
	return t.Flush()
}

// table begins a table with these heads.
func table(w io.Writer, say Say, heads ...string) *tabwriter.Writer {
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	for i, head := range heads {
		heads[i] = say("bench.head." + head)
	}
	line(t, heads...)
	return t
}

func line(t io.Writer, cells ...string) {
	fmt.Fprintf(t, "|%s\t|\n", strings.Join(cells, "\t|")) //nolint:errcheck // Flush tells
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

func optional(format string, value float64) string {
	if value == 0 {
		return "–"
	}
	return fmt.Sprintf(format, value)
}

// Bar is a promise about a ratio at a number of connections.
type Bar struct {
	Op          string
	Server      string
	Connections int
	Least       float64
}

// Bars are the promises: an audited read answers at least half again as many
// requests as naive code that logs each read, and a write with its index rows,
// clock and look at least half as many as a single durable insert.
var bars = []Bar{{OpRead, NaivePlain, 16, 1.5}, {OpNote, NaivePlain, 16, 0.5}}

// Judged is a bar with what was measured.
type Judged struct {
	Bar
	Store string
	Ratio float64
	Met   bool
}

// Judge holds the rows against the bars.
func Judge(rows []Row) []Judged {
	var all []Judged
	for _, r := range rows {
		for _, b := range bars {
			if r.Op == b.Op && r.Server == b.Server && r.Connections == b.Connections {
				all = append(all, Judged{b, r.Store, r.Ratio, r.Ratio >= b.Least})
			}
		}
	}
	return all
}

// WriteSizes writes the sizes as a table, each beside the first.
func WriteSizes(w io.Writer, sizes []Size, say Say) error {
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	heads := []string{"families", "build", "start", "warm", "cold", "memory"}
	for i, head := range heads {
		heads[i] = say("bench.grow." + head)
	}
	line(t, heads...)
	line(t, "--:", "--:", "--:", "--:", "--:", "--:")
	for _, s := range sizes {
		line(t, fmt.Sprint(s.Families), fmt.Sprintf("%.1f s", s.Build.Seconds()), fmt.Sprintf("%.2f s", s.Start.Seconds()),
			beside(s.Warm, sizes[0].Warm), beside(s.Cold, sizes[0].Cold), fmt.Sprintf("%d MB", s.Memory>>20))
	}
	return t.Flush()
}

func beside(d, first time.Duration) string {
	return fmt.Sprintf("%s (%.2f×)", milliseconds(d), float64(d)/float64(max(first, 1)))
}
