package nl

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEasterIsASundayInSpring(t *testing.T) {
	for year := 1600; year <= 2600; year++ {
		d := Easter(year)
		if d.Weekday() != time.Sunday || d.Before(Date{year, 3, 22}) || d.After(Date{year, 4, 25}) {
			t.Errorf("Easter %d: %s", year, d)
		}
	}
}

// Every year has nine holidays of the law; in some years two fall together
// (Ascension on 5 May or 30 April), and decrees add days.
func TestHolidaysOfAYear(t *testing.T) {
	for year := 1980; year <= 2100; year++ {
		seen := map[string]int{}
		for d := (Date{year, 1, 1}); d.Year == year; d = d.AddDays(1) {
			if key, ok := Holiday(d); ok {
				seen[key]++
			}
		}
		delete(seen, "nl.holiday.equated")
		for key, n := range seen {
			if n != 1 {
				t.Errorf("%d: %s stands %d times", year, key, n)
			}
		}
		if len(seen) < 8 || len(seen) > 9 {
			t.Errorf("%d has %d holidays", year, len(seen))
		}
	}
}

func TestEquatedDaysAreWorkdaysOtherwise(t *testing.T) {
	for i, d := range equatedDays {
		_, fixed := fixedHoliday(d)
		_, moving := easterHoliday(d)
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if fixed || moving || weekend || d.After(EquatedDaysUntil) {
			t.Errorf("%s needs no decree", d)
		}
		if i > 0 && !equatedDays[i-1].Before(d) {
			t.Errorf("%s stands out of order", d)
		}
	}
}

// A term never ends earlier than it would without the law, and never on a day off.
func TestTermEndOnlyLengthens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := drawDay(t)
		last := first.AddDays(rapid.IntRange(0, 90).Draw(t, "days"))
		end := TermEnd(first, last)
		if end.Before(last) || !IsWorkday(end) || last.DaysUntil(end) > 12 {
			t.Fatalf("%s..%s ends %s", first, last, end)
		}
		if first.DaysUntil(last) >= 14 && end != NextWorkday(last) {
			t.Fatalf("two weeks hold two workdays: %s..%s ends %s", first, last, end)
		}
	})
}

func TestMonthsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := drawDay(t), rapid.IntRange(-240, 240).Draw(t, "months")
		there := d.AddMonths(n)
		if !there.valid() || (there.Year-d.Year)*12+there.Month-d.Month != n || there.Day > d.Day {
			t.Fatalf("%s + %d months = %s", d, n, there)
		}
		if there.Day < d.Day && there.AddDays(1).Day != 1 {
			t.Fatalf("%s + %d months = %s, which is not the end of the month", d, n, there)
		}
	})
}

func TestEveryMomentLiesInItsDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "second"), 0)
		d := On(at)
		if at.Before(d.Midnight()) || !at.Before(d.AddDays(1).Midnight()) {
			t.Fatalf("%s is not in %s", at, d)
		}
	})
}

func TestAgeGrowsByOneEachYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := drawDay(t)
		years := rapid.IntRange(1, 100).Draw(t, "years")
		birthday := born.AddMonths(12 * years)
		if born.Month == 2 && born.Day == 29 && birthday.Day == 28 {
			birthday = birthday.AddDays(1) // in a year without 29 February the age rises on 1 March
		}
		if born.AgeOn(birthday) != years || born.AgeOn(birthday.AddDays(-1)) != years-1 {
			t.Fatalf("born %s, %d years on %s", born, years, birthday)
		}
		partial := Date{Year: born.Year, Month: born.Month}
		if partial.AgeOn(birthday) > born.AgeOn(birthday) {
			t.Fatalf("a partial birth date makes older")
		}
	})
}

func TestSpansOverlapBothWays(t *testing.T) {
	draw := func(t *rapid.T) Span {
		from := drawDay(t)
		s := Span{From: from, Until: from.AddDays(rapid.IntRange(0, 400).Draw(t, "length"))}
		switch rapid.IntRange(0, 3).Draw(t, "open") {
		case 0:
			s.From = Date{}
		case 1:
			s.Until = Date{}
		}
		return s
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t), draw(t)
		if a.Overlaps(b) != b.Overlaps(a) || !a.Overlaps(a) {
			t.Fatalf("%v and %v", a, b)
		}
		if day := drawDay(t); a.Holds(day) && b.Holds(day) && !a.Overlaps(b) {
			t.Fatalf("%v and %v both hold %s", a, b, day)
		}
	})
}

// Whatever the parts, each form holds them, and nothing doubles a blank.
func TestNameFormsHoldTheirParts(t *testing.T) {
	part := rapid.SampledFrom([]string{"", "Anna", "Jean Marie", "IJsbrand"})
	family := rapid.SampledFrom([]string{"", "Vries", "Hart", "Öztürk"})
	prefix := rapid.SampledFrom([]string{"", "de", "van den", "'t", "d'"})
	use := rapid.SampledFrom([]NameUse{"", UseOwn, UsePartner, UsePartnerOwn, UseOwnPartner})
	rapid.Check(t, func(t *rapid.T) {
		n := Name{
			Given: part.Draw(t, "given"), Family: family.Draw(t, "family"), PartnerFamily: family.Draw(t, "partner"),
			Use: use.Draw(t, "use"),
		}
		if n.Family != "" {
			n.Prefix = prefix.Draw(t, "prefix")
		}
		if n.PartnerFamily != "" {
			n.PartnerPrefix = prefix.Draw(t, "partner prefix")
		}
		for _, form := range []string{n.Full(), n.Informal(), n.Formal(), n.Sort(), n.Surname(), n.First()} {
			if strings.TrimSpace(form) != form || strings.Contains(form, "  ") {
				t.Fatalf("%+v: %q", n, form)
			}
		}
		sorted, full := NormaliseForSearch(n.Sort()), NormaliseForSearch(n.Full())
		if len(sorted) != len(full) {
			t.Fatalf("%q and %q hold different letters", n.Sort(), n.Full())
		}
		a, b := strings.Split(sorted, ""), strings.Split(full, "")
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Fatalf("%q and %q hold different letters", n.Sort(), n.Full())
		}
	})
}
