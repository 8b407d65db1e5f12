package nl

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for _, row := range []struct {
		in, want string
		ok       bool
	}{
		{"2026-11-24", "2026-11-24", true}, {"20261124", "2026-11-24", true},
		{"2026-11-00", "2026-11-00", true}, {"20260000", "2026-00-00", true},
		{"2024-02-29", "2024-02-29", true}, {"2023-02-29", "", false},
		{"", "", true}, {"00000000", "", true}, {"0000-00-00", "", true},
		{"2026-13-01", "", false}, {"2026-00-01", "", false}, {"2026-06-31", "", false},
		{"09991231", "", false}, {"2026-1-1", "", false}, {"2026/11/24", "", false}, {"-2026112", "", false},
		{"+2026112", "", false}, {"2026-11-24T00:00", "", false},
	} {
		got, err := ParseDate(row.in)
		if got.String() != row.want || (err == nil) != row.ok {
			t.Errorf("%q: got %q, %v", row.in, got, err)
		}
	}
}

func TestPartialDates(t *testing.T) {
	for _, row := range []struct {
		in, earliest, latest string
		complete             bool
	}{
		{"2026-11-24", "2026-11-24", "2026-11-24", true},
		{"2024-02-00", "2024-02-01", "2024-02-29", false},
		{"2026-00-00", "2026-01-01", "2026-12-31", false},
		{"", "", "", false},
	} {
		d := MustDate(row.in)
		if d.Earliest().String() != row.earliest || d.Latest().String() != row.latest || d.Complete() != row.complete {
			t.Errorf("%q: %s..%s %v", row.in, d.Earliest(), d.Latest(), d.Complete())
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	d := MustDate("2026-01-31")
	if d.AddMonths(1).String() != "2026-02-28" || d.AddMonths(-2).String() != "2025-11-30" || d.AddMonths(25).String() != "2028-02-29" {
		t.Errorf("%s %s %s", d.AddMonths(1), d.AddMonths(-2), d.AddMonths(25))
	}
	if d.AddDays(1).String() != "2026-02-01" || d.AddDays(-31).String() != "2025-12-31" {
		t.Errorf("%s %s", d.AddDays(1), d.AddDays(-31))
	}
	if MustDate("2026-11-24").Weekday() != time.Tuesday {
		t.Error("24 November 2026 is a Tuesday")
	}
	if !MustDate("2026-11-23").Before(MustDate("2026-11-24")) || !MustDate("2026-12-00").After(MustDate("2026-11-30")) {
		t.Error("Before and After")
	}
}

func TestAgeOn(t *testing.T) {
	for _, row := range []struct {
		born, day string
		want      int
	}{
		{"2010-11-24", "2026-11-24", 16}, {"2010-11-25", "2026-11-24", 15},
		{"2010-11-00", "2026-11-24", 15}, // may turn 16 on the 30th
		{"2010-00-00", "2026-12-30", 15}, {"2010-00-00", "2026-12-31", 16},
		{"2012-02-29", "2028-02-28", 15}, {"2012-02-29", "2023-03-01", 11},
		{"2027-01-01", "2026-11-24", 0},
	} {
		if got := MustDate(row.born).AgeOn(MustDate(row.day)); got != row.want {
			t.Errorf("born %s on %s: got %d, want %d", row.born, row.day, got, row.want)
		}
	}
}

func TestOnAndMidnightCountInAmsterdam(t *testing.T) {
	late := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)
	if On(late).String() != "2026-11-24" {
		t.Error(On(late))
	}
	if got := MustDate("2026-07-01").Midnight().UTC().Format(time.RFC3339); got != "2026-06-30T22:00:00Z" {
		t.Error(got)
	}
}

func TestSpan(t *testing.T) {
	span := func(from, until string) Span { return Span{MustDate(from), MustDate(until)} }
	for _, row := range []struct {
		span Span
		day  string
		want bool
	}{
		{span("2026-01-01", "2026-01-31"), "2026-01-01", true},
		{span("2026-01-01", "2026-01-31"), "2026-01-31", true},
		{span("2026-01-01", "2026-01-31"), "2026-02-01", false},
		{span("2026-01-01", "2026-01-31"), "2025-12-31", false},
		{span("", "2026-01-00"), "2026-01-31", true}, {span("2026-00-00", ""), "2026-01-01", true},
		{span("", ""), "1900-01-01", true},
	} {
		if got := row.span.Holds(MustDate(row.day)); got != row.want {
			t.Errorf("%v holds %s: %v", row.span, row.day, got)
		}
	}
	if !span("2026-01-01", "2026-01-31").Overlaps(span("2026-01-31", "")) || span("2026-01-01", "2026-01-31").Overlaps(span("2026-02-01", "")) {
		t.Error("Overlaps")
	}
}

func TestDateReadsBackInBothForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDay(t)
		switch rapid.IntRange(0, 2).Draw(t, "unknown") {
		case 1:
			d.Day = 0
		case 2:
			d.Month, d.Day = 0, 0
		}
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var again Date
		if err := json.Unmarshal(raw, &again); err != nil || again != d {
			t.Fatalf("%s: %v, %v", raw, again, err)
		}
		if d.Latest().Before(d.Earliest()) || d.DaysUntil(d.AddDays(7)) != 7 {
			t.Fatalf("%v: %v..%v", d, d.Earliest(), d.Latest())
		}
	})
}
