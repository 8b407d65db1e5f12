package nl

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	calnl "github.com/rickar/cal/v2/nl"
	"pgregory.net/rapid"
)

func TestEaster(t *testing.T) {
	for _, want := range []string{
		"1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24",
		"2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2285-03-22",
	} {
		if d := MustDate(want); Easter(d.Year) != d {
			t.Errorf("Easter %d: got %s, want %s", d.Year, Easter(d.Year), want)
		}
	}
}

func TestHoliday(t *testing.T) {
	for _, row := range []struct{ day, want string }{
		{"2026-01-01", "nl.holiday.newyear"},
		{"2026-01-02", "nl.holiday.equated"},
		{"2026-04-03", "nl.holiday.goodfriday"},
		{"2026-04-05", ""}, // Easter Sunday is a Sunday, and not in the list of art. 3
		{"2026-04-06", "nl.holiday.easter2"},
		{"2026-04-27", "nl.holiday.kingsday"},
		{"2025-04-26", "nl.holiday.kingsday"}, // the 27th is a Sunday
		{"2025-04-27", ""},
		{"2026-05-05", "nl.holiday.liberation"},
		{"2026-05-14", "nl.holiday.ascension"},
		{"2026-05-15", "nl.holiday.equated"},
		{"2026-05-25", "nl.holiday.pentecost2"},
		{"2026-12-25", "nl.holiday.christmas1"},
		{"2026-12-26", "nl.holiday.christmas2"},
		{"2026-12-24", ""}, {"2026-12-31", ""}, {"2026-11-24", ""},
		{"2013-04-30", "nl.holiday.queensday"},
		{"2006-04-29", "nl.holiday.queensday"}, {"2006-04-30", ""},
		{"1978-05-01", "nl.holiday.queensday"}, {"1978-04-30", ""},
		{"2026-01-00", ""}, {"2026-00-00", ""}, {"", ""},
	} {
		if key, ok := Holiday(MustDate(row.day)); key != row.want || ok != (row.want != "") {
			t.Errorf("%s: got %q, %v; want %q", row.day, key, ok, row.want)
		}
	}
}

// An outside library must agree on every day of 2024-2040. It knows no days that
// a decree equates; those are left out on our side.
func TestHolidaysAgreeWithAnotherCalendar(t *testing.T) {
	other := cal.NewBusinessCalendar()
	other.AddHoliday(calnl.Holidays...)
	for d := MustDate("2024-01-01"); d.Year <= 2040; d = d.AddDays(1) {
		key, ours := Holiday(d)
		if key == "nl.holiday.equated" {
			continue
		}
		_, theirs, _ := other.IsHoliday(time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, Amsterdam))
		if ours != theirs {
			t.Errorf("%s: ours %q, theirs %v", d, key, theirs)
		}
	}
}

func TestWorkdays(t *testing.T) {
	for _, row := range []struct {
		day  string
		n    int
		want string
	}{
		{"2026-11-24", 0, "2026-11-24"},
		{"2026-11-28", 0, "2026-11-30"},
		{"2026-12-25", 0, "2026-12-28"},
		{"2026-04-03", 0, "2026-04-07"}, // Good Friday, Easter, Easter Monday
		{"2026-05-14", 0, "2026-05-18"}, // Ascension and the equated Friday
		{"2026-11-24", 3, "2026-11-27"}, // three working days under threat
		{"2026-12-24", 1, "2026-12-28"},
		{"2026-12-24", 3, "2026-12-30"},
		{"2026-11-23", -1, "2026-11-20"},
		{"2026-11-00", 0, "2026-11-02"},
		{"", 0, ""}, {"", 5, ""},
	} {
		if got := AddWorkdays(MustDate(row.day), row.n).String(); got != row.want {
			t.Errorf("%s + %d: got %s, want %s", row.day, row.n, got, row.want)
		}
	}
}

func TestTermEnd(t *testing.T) {
	for _, row := range []struct{ first, last, want string }{
		{"2026-11-23", "2026-11-29", "2026-11-30"}, // art. 1: ends on a Sunday
		{"2026-12-25", "2026-12-27", "2026-12-29"}, // art. 2: must hold two workdays
		{"2026-12-26", "2026-12-27", "2026-12-28"}, // two days: art. 1 alone
		{"2026-04-03", "2026-04-06", "2026-04-08"},
		{"2026-11-23", "2026-11-25", "2026-11-25"},
	} {
		if got := TermEnd(MustDate(row.first), MustDate(row.last)).String(); got != row.want {
			t.Errorf("%s..%s: got %s, want %s", row.first, row.last, got, row.want)
		}
	}
}

func TestNextWorkdayIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDay(t)
		next := NextWorkday(d)
		if !IsWorkday(next) || next.Before(d) || d.DaysUntil(next) > 9 {
			t.Fatalf("%s -> %s", d, next)
		}
		for x := d; x != next; x = x.AddDays(1) {
			if IsWorkday(x) {
				t.Fatalf("%s -> %s skips %s", d, next, x)
			}
		}
	})
}

func TestAddWorkdaysCountsWorkdays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := NextWorkday(drawDay(t)), rapid.IntRange(1, 60).Draw(t, "n")
		there := AddWorkdays(d, n)
		if back := AddWorkdays(there, -n); back != d {
			t.Fatalf("%s + %d = %s, back %s", d, n, there, back)
		}
	})
}

func drawDay(t *rapid.T) Date {
	return Date{1970, 1, 1}.AddDays(rapid.IntRange(0, 40000).Draw(t, "day"))
}
