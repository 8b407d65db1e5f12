package rules

import (
	"time"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// Units of volume, of list Eenheid.
const (
	minutes = "01"
	hours   = "04"
	output  = "82"
)

// Frequencies, of list Frequentie.
const (
	perDay   = "1"
	perWeek  = "2"
	perMonth = "4"
)

// homeHelp is the category of the Wmo for which a month holds six weeks (IV077).
const homeHelp = "01"

// inUnit gives a volume in another unit: the same, or hours told in minutes
// (IV081); false when the units do not fit.
func inUnit(amount int64, from, to string) (int64, bool) {
	switch {
	case from == to:
		return amount, true
	case from == hours && to == minutes:
		return amount * 60, true
	}
	return 0, false
}

// monthly gives the most that may be claimed on an allocation for a period that
// lies in one month, in the unit of the allocation (IV076 to IV078); false when
// it sets no bound.
func monthly(law ijw.Law, a Allocated, p nl.Span) (int64, bool) {
	if a.Volume == nil || p.From.IsZero() || p.Until.IsZero() || before(p.Until, p.From) {
		return 0, false
	}
	if law == ijw.Wmo && a.Category == homeHelp && a.Volume.Per == perWeek {
		return 6 * a.Volume.Amount, true
	}
	return times(a, p)
}

// total gives the most that may be claimed on an allocation over all its days;
// false when it is open and so has no bound.
func total(a Allocated) (int64, bool) {
	if a.Volume == nil || a.Until.IsZero() && a.Volume.Per != inTotal {
		return 0, false
	}
	return times(a, nl.Span{From: a.From, Until: a.Until})
}

// times gives the volume of an allocation for a period.
func times(a Allocated, p nl.Span) (int64, bool) {
	switch a.Volume.Per {
	case inTotal:
		return a.Volume.Amount, true
	case perDay:
		return a.Volume.Amount * int64(p.From.DaysUntil(p.Until)+1), true
	case perWeek:
		if a.Volume.Unit == output || a.Volume.Unit == euros {
			return a.Volume.Amount * int64(sundays(a, p)), true
		}
		return a.Volume.Amount * int64(weeks(p)), true
	case perMonth:
		return a.Volume.Amount * int64((p.Until.Year-p.From.Year)*12+p.Until.Month-p.From.Month+1), true
	}
	return 0, false
}

// weeks counts the calendar weeks, from Monday, that a period touches.
func weeks(p nl.Span) int { return monday(p.From).DaysUntil(monday(p.Until))/7 + 1 }

func monday(d nl.Date) nl.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// sundays counts the Sundays in a period, and one more for the broken last week
// of an allocation when its last Sunday lies in the period (IV076).
func sundays(a Allocated, p nl.Span) int {
	first := p.From.AddDays((7 - int(p.From.Weekday())) % 7)
	count := 0
	if !before(p.Until, first) {
		count = first.DaysUntil(p.Until)/7 + 1
	}
	if a.Until.IsZero() || a.Until.Weekday() == time.Sunday {
		return count
	}
	last := a.Until.AddDays(-int(a.Until.Weekday()))
	if before(last, a.From) {
		last = a.Until // an allocation without any Sunday
	}
	if !before(last, p.From) && !before(p.Until, last) {
		count++
	}
	return count
}

// halfUp divides two numbers that are not below zero, a half rounding up.
func halfUp(a, b int64) int64 { return (2*a + b) / (2 * b) }
