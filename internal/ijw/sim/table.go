package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Table says in a table what a run showed, for people who read its log.
func (r Result) Table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(what string, values ...any) {
		_, _ = fmt.Fprintf(w, "%s\t%s\n", what, strings.TrimSuffix(fmt.Sprintln(values...), "\n")) // a builder takes everything
	}
	row("messages", r.Messages, "in", r.Took.Round(time.Second))
	for _, kind := range slices.Sorted(maps.Keys(r.Kinds)) {
		row("  "+kind, r.Kinds[kind])
	}
	row("tries lost", r.Faults.Lost)
	row("tries unheard", r.Faults.Unheard)
	row("letters doubled", r.Faults.Doubled)
	row("letters late", r.Faults.Late)
	row("refused for now", r.Faults.Busy)
	row("came in all", r.Came)
	row("refused for good", r.Bounced, "of them waited for first", r.Refused)
	row("allocations told anew", r.Anew)
	row("messages lost", len(r.Lost))
	row("messages twice", len(r.Twice))
	row("ledgers differ", len(r.Differ))
	row("terms kept", r.Kept)
	row("terms flagged", r.Lapsed)
	row("terms unflagged", len(r.Unflagged))
	row("dead letters", r.Dead)
	for _, side := range []struct {
		name string
		m    Money
	}{{"municipality", r.Ours}, {"providers", r.Theirs}} {
		row("euros, "+side.name, "claimed", euros(side.m.Claimed), "granted", euros(side.m.Granted), "rejected", euros(side.m.Rejected), "credited", euros(side.m.Credited))
	}
	_ = w.Flush() // likewise
	return b.String()
}

func euros(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }
