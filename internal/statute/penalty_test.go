package statute

import (
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/nl"
)

func TestPenaltyAmounts(t *testing.T) {
	term := mustTerm(t, "awb.decision")
	old, err := shipped(t).Term("awb.decision", nl.MustDate("2018-12-31"))
	if err != nil || term.Default == nil || old.Default == nil {
		t.Fatal(err, term.Default, old.Default)
	}
	for _, row := range []struct{ days, now, before int }{
		{-1, 0, 0}, {0, 0, 0}, {1, 2300, 2000}, {14, 32200, 28000}, {15, 35700, 31000},
		{28, 81200, 70000}, {29, 85700, 74000}, {42, 144200, 126000}, {43, 144200, 126000}, {1000, 144200, 126000},
	} {
		if got := term.Default.Owed(row.days); got != row.now {
			t.Errorf("%d days now: got %d, want %d", row.days, got, row.now)
		}
		if got := old.Default.Owed(row.days); got != row.before {
			t.Errorf("%d days before 2019: got %d, want %d", row.days, got, row.before)
		}
	}
	if young, err := shipped(t).Term("awb.decision", nl.MustDate("2005-01-01")); err != nil || young.Default != nil {
		t.Errorf("in 2005 a late decision cost nothing: %v, %v", young.Default, err)
	}
}

func TestPenaltyDays(t *testing.T) {
	penalty := mustTerm(t, "wmo.decision").Default
	if penalty == nil {
		t.Fatal("a late decision costs nothing")
	}
	for _, row := range []struct{ due, notice, first, last string }{
		{"2026-10-01", "2026-11-02", "2026-11-17", "2026-12-28"}, // notice after the term: two weeks, then 42 days
		{"2026-11-05", "2026-11-02", "2026-11-20", "2026-12-31"}, // too early a notice counts from the end of the term
		{"2026-10-01", "2026-12-11", "2026-12-29", "2027-02-08"}, // the two weeks end on Christmas Day
	} {
		due, notice := nl.MustDate(row.due), nl.MustDate(row.notice)
		if got := penalty.FirstDay(due, notice); got != nl.MustDate(row.first) {
			t.Errorf("due %s, notice %s: first day %s, want %s", due, notice, got, row.first)
		}
		if got := penalty.LastDay(due, notice); got != nl.MustDate(row.last) {
			t.Errorf("due %s, notice %s: last day %s, want %s", due, notice, got, row.last)
		}
	}
}

func TestPenaltyGrowsToItsMaximum(t *testing.T) {
	penalty := mustTerm(t, "awb.decision").Default
	rapid.Check(t, func(r *rapid.T) {
		days := rapid.IntRange(0, 100).Draw(r, "days")
		one, next := penalty.Owed(days), penalty.Owed(days+1)
		if grows := next > one; grows != (days < penalty.MaxDays) {
			r.Fatalf("day %d: %d, day %d: %d", days, one, days+1, next)
		}
	})
}
