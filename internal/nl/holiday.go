package nl

import (
	"slices"
	"time"
)

// equatedDays are single days that a royal decree made equal to a public holiday
// (Algemene termijnenwet art. 3(3); a decree covers about three years). They are
// facts per year and follow from no rule. Source: the titles of the decrees for
// 2023-2025 and 2026-2028 as quoted by lawyers, not checked against the Staatscourant.
var equatedDays = []Date{
	{2023, 4, 28}, {2023, 5, 19}, {2024, 5, 10}, {2024, 12, 27}, {2025, 5, 30},
	{2026, 1, 2}, {2026, 5, 15}, {2027, 5, 7}, {2028, 4, 28}, {2028, 5, 26},
}

// EquatedDaysUntil is the last day for which the days that a royal decree equates
// with holidays are known here. After it Holiday knows the days of the law alone.
var EquatedDaysUntil = Date{2028, 12, 31}

// Holiday tells whether a day counts as a generally recognised holiday under
// Algemene termijnenwet art. 3, and gives the text key of its name. Good Friday
// is equated by art. 3(2), single days by decree (art. 3(3)). A partial date is none.
func Holiday(d Date) (key string, ok bool) {
	if !d.Complete() {
		return "", false
	}
	if key, ok = fixedHoliday(d); ok {
		return key, true
	}
	if key, ok = easterHoliday(d); ok {
		return key, true
	}
	if slices.Contains(equatedDays, d) {
		return "nl.holiday.equated", true
	}
	return "", false
}

func fixedHoliday(d Date) (string, bool) {
	if d == royalBirthday(d.Year) {
		if d.Year < 2014 {
			return "nl.holiday.queensday", true
		}
		return "nl.holiday.kingsday", true
	}
	key, ok := map[[2]int]string{
		{1, 1}:   "nl.holiday.newyear",
		{5, 5}:   "nl.holiday.liberation",
		{12, 25}: "nl.holiday.christmas1",
		{12, 26}: "nl.holiday.christmas2",
	}[[2]int{d.Month, d.Day}]
	return key, ok
}

// royalBirthday gives the day on which the birthday of the King or Queen is kept:
// since 2014 27 April, before that 30 April, and never on a Sunday: the day
// before since 1980, the day after in earlier years.
func royalBirthday(year int) Date {
	day, shift := Date{year, 4, 27}, -1
	if year < 2014 {
		day = Date{year, 4, 30}
	}
	if year < 1980 {
		shift = 1
	}
	if day.Weekday() == time.Sunday {
		return day.AddDays(shift)
	}
	return day
}

func easterHoliday(d Date) (string, bool) {
	key, ok := map[int]string{
		-2: "nl.holiday.goodfriday",
		1:  "nl.holiday.easter2",
		39: "nl.holiday.ascension",
		50: "nl.holiday.pentecost2",
	}[Easter(d.Year).DaysUntil(d)]
	return key, ok
}

// Easter gives Easter Sunday in the Gregorian calendar (the anonymous algorithm
// printed in Nature, 1876).
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year, n / 31, n%31 + 1}
}

// IsWorkday tells whether a day is no Saturday, Sunday or recognised holiday.
// A partial date counts as its first possible day.
func IsWorkday(d Date) bool {
	if day := d.Weekday(); day == time.Saturday || day == time.Sunday {
		return false
	}
	_, holiday := Holiday(d.Earliest())
	return !holiday
}

// NextWorkday gives the day itself when it is a workday, else the next one: the
// end of a legal term that would end on d (Algemene termijnenwet art. 1(1)). It
// is not for terms counted back from an event (art. 1(2)), nor for those that
// art. 4 leaves out: in hours, or longer than 90 days, 12 weeks or 3 months.
// The zero Date stays zero.
func NextWorkday(d Date) Date {
	if d.IsZero() {
		return d
	}
	d = d.Earliest()
	for !IsWorkday(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkdays gives the n-th workday after d (before d when n is negative). With
// n = 0 it gives NextWorkday(d). The zero Date stays zero.
func AddWorkdays(d Date, n int) Date {
	if n == 0 || d.IsZero() {
		return NextWorkday(d)
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if IsWorkday(d) {
			n--
		}
	}
	return d
}

// TermEnd gives the last day of a legal term that runs from first up to and
// including last: a term of three days or more is made to hold two workdays
// (Algemene termijnenwet art. 2), and it never ends on a day off (art. 1). The
// limits of NextWorkday apply.
func TermEnd(first, last Date) Date {
	first, last = first.Earliest(), last.Earliest()
	if days := first.DaysUntil(last) + 1; days >= 3 {
		for workdaysIn(first, last) < 2 {
			last = last.AddDays(1)
		}
	}
	return NextWorkday(last)
}

// workdaysIn counts the workdays of a period, no further than two.
func workdaysIn(first, last Date) int {
	n := 0
	for d := first; !d.After(last) && n < 2; d = d.AddDays(1) {
		if IsWorkday(d) {
			n++
		}
	}
	return n
}
