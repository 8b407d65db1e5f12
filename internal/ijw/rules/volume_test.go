package rules

import (
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"pgregory.net/rapid"
)

// of3 is an allocation of 3 per frequency in a unit.
func of3(from, until, unit, per string) Allocated {
	p := span(from, until)
	return Allocated{From: p.From, Until: p.Until, Volume: &ijw.Volume{Amount: 3, Unit: unit, Per: per}}
}

// The examples with which the standard explains its arithmetic (IV076 to IV078).
func TestVolumesAsTheStandardCountsThem(t *testing.T) {
	effort := of3("2022-07-11", "2022-09-04", hours, perWeek)
	later := of3("2022-10-11", "2022-12-28", hours, perWeek)
	ends := of3("2022-07-11", "2022-09-04", euros, perWeek)
	broken := of3("2022-07-11", "2022-09-03", euros, perWeek)
	output := of3("2022-10-11", "2022-12-31", output, perWeek)
	for _, r := range []struct {
		name        string
		a           Allocated
		from, until string
		want        int64
	}{
		{"effort, July", effort, "2022-07-11", "2022-07-31", 9},
		{"effort, August", effort, "2022-08-01", "2022-08-31", 15},
		{"effort, September", effort, "2022-09-01", "2022-09-04", 3},
		{"effort, October", later, "2022-10-11", "2022-10-31", 12},
		{"effort, November", later, "2022-11-01", "2022-11-30", 15},
		{"effort, December", later, "2022-12-01", "2022-12-28", 15},
		{"output, July", ends, "2022-07-11", "2022-07-31", 9},
		{"output, August", ends, "2022-08-01", "2022-08-31", 12},
		{"output, September", ends, "2022-09-01", "2022-09-04", 3},
		{"output that ends on a Saturday, August", broken, "2022-08-01", "2022-08-31", 15},
		{"output that ends on a Saturday, September", broken, "2022-09-01", "2022-09-03", 0},
		{"pieces, October", output, "2022-10-11", "2022-10-31", 9},
		{"pieces, November", output, "2022-11-01", "2022-11-30", 12},
		{"pieces, December", output, "2022-12-01", "2022-12-31", 15},
		{"a broken week", of3("2021-10-12", "2021-12-13", hours, perWeek), "2021-10-12", "2021-10-31", 9},
		{"a broken month", of3("2021-10-12", "2021-12-13", hours, perMonth), "2021-10-12", "2021-10-31", 3},
		{"days", of3("2020-10-12", "2020-10-31", hours, perDay), "2020-10-12", "2020-10-31", 60},
		{"in total", of3("2021-10-12", "2021-12-13", hours, inTotal), "2021-10-12", "2021-10-31", 3},
		{"shorter than to a Sunday", of3("2022-08-01", "2022-08-03", euros, perWeek), "2022-08-01", "2022-08-03", 3},
	} {
		if got, ok := monthly(ijw.Jeugdwet, r.a, span(r.from, r.until)); !ok || got != r.want {
			t.Errorf("%s: %d, want %d", r.name, got, r.want)
		}
	}
	for _, r := range []struct {
		a    Allocated
		want int64
	}{{effort, 24}, {later, 36}, {of3("2021-10-12", "2021-12-13", hours, perMonth), 9}, {of3("2021-10-12", "2021-12-13", hours, inTotal), 3}} {
		if got, ok := total(r.a); !ok || got != r.want {
			t.Errorf("over all: %d, want %d", got, r.want)
		}
	}
}

func TestHomeHelpHasSixWeeksInAMonth(t *testing.T) {
	a := of3("2022-02-01", "2022-12-31", hours, perWeek)
	a.Category = homeHelp
	for law, want := range map[ijw.Law]int64{ijw.Wmo: 18, ijw.Jeugdwet: 15} {
		if got, _ := monthly(law, a, span("2022-02-01", "2022-02-28")); got != want {
			t.Errorf("%s: %d", law, got)
		}
	}
}

func TestWhatSetsNoBound(t *testing.T) {
	open := of3("2022-02-01", "", hours, perMonth)
	if _, bound := total(open); bound {
		t.Error("an open allocation has no bound over all")
	}
	if got, bound := total(of3("2022-02-01", "", hours, inTotal)); !bound || got != 3 {
		t.Error("a total bounds an open allocation too")
	}
	if _, bound := monthly(ijw.Wmo, Allocated{}, span("2022-02-01", "2022-02-28")); bound {
		t.Error("no volume, no bound")
	}
	if _, bound := monthly(ijw.Wmo, open, span("2022-02-28", "2022-02-01")); bound {
		t.Error("a period that ends before it begins has no bound: TR137 tells")
	}
}

// Over all months of an allocation in output, the months add up to the total:
// no Sunday and no broken week is lost or counted twice.
func TestSundaysOfTheMonthsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := nl.MustDate("2024-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, "from"))
		until := from.AddDays(rapid.IntRange(0, 500).Draw(t, "days"))
		a := Allocated{From: from, Until: until, Volume: &ijw.Volume{Amount: 1, Unit: euros, Per: perWeek}}
		var sum int64
		for first := from; !before(until, first); first = lastOfMonth(first).AddDays(1) {
			last := lastOfMonth(first)
			if before(until, last) {
				last = until
			}
			n, _ := monthly(ijw.Jeugdwet, a, nl.Span{From: first, Until: last})
			sum += n
		}
		if want, _ := total(a); sum != want {
			t.Fatalf("%s to %s: months give %d, the whole %d", from, until, sum, want)
		}
	})
}

func TestHalfUp(t *testing.T) {
	for _, r := range [][3]int64{{1455, 10, 146}, {1454, 10, 145}, {0, 60, 0}, {30, 60, 1}, {29, 60, 0}, {5999, 60, 100}} {
		if got := halfUp(r[0], r[1]); got != r[2] {
			t.Errorf("%d/%d = %d, want %d", r[0], r[1], got, r[2])
		}
	}
}

// The short way and the long way to read a date give the same.
func TestDatesReadTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.StringMatching(`[0-9]{4}-[0-9]{2}-[0-9]{2}`), rapid.StringMatching(`[0-9 -]{8,12}`), rapid.StringMatching(` ?[12][0-9]{3}-[01][0-9]-[0-3][0-9]`)).Draw(t, "date")
		want, err := nl.ParseDate(strings.TrimSpace(v))
		if err != nil || !want.Complete() || len(strings.TrimSpace(v)) != 10 {
			want = nl.Date{}
		}
		if got := date(&ijw.Node{Text: v}); got != want {
			t.Fatalf("%q: %v, want %v", v, got, want)
		}
	})
}
