package access

import (
	"time"

	"eendracht/internal/nl"
)

// longest is how long a view may be kept at most, in days, when no date in it passes sooner.
const longest = 366

// until gives the first Amsterdam midnight after now at which a date passes on
// which the view depends.
func (s *scene) until() time.Time {
	next := s.day.AddDays(longest)
	at := func(day nl.Date) {
		if !day.IsZero() && day.After(s.day) && day.Before(next) {
			next = day
		}
	}
	span := func(v nl.Span) {
		if !v.From.IsZero() {
			at(v.From.Earliest())
		}
		if !v.Until.IsZero() {
			at(v.Until.Latest().AddDays(1))
		}
	}
	for i := range s.d.Involved {
		span(s.d.Involved[i].Valid)
	}
	for _, valid := range s.e.spans {
		span(valid)
	}
	for i := range s.d.Custody {
		span(s.d.Custody[i].Valid)
	}
	for i := range s.d.Stays {
		span(s.d.Stays[i].Valid)
	}
	for i := range s.d.Relations {
		span(s.d.Relations[i].Valid)
	}
	for i := range s.d.Mandates {
		span(s.d.Mandates[i].Valid)
	}
	if s.d.Cover != nil {
		span(s.d.Cover.Valid)
	}
	for i := range s.d.Allocations {
		if stopped := s.d.Allocations[i].Stopped; !stopped.IsZero() {
			at(stopped.Latest().AddDays(1))
		}
	}
	for i := range s.d.Persons {
		for _, age := range []int{12, 16, 18} {
			at(birthday(s.d.Persons[i].Birth, age))
		}
	}
	return s.sooner(next.Midnight())
}

// sooner gives the end of the asker's own break-glass when that comes first: it
// ends to the microsecond, not at midnight.
func (s *scene) sooner(until time.Time) time.Time {
	for i := range s.d.Glasses {
		if g := &s.d.Glasses[i]; g.By.User == s.ask.Who.User && g.Open(s.ask.Now) && g.Until.Before(until) {
			until = g.Until
		}
	}
	return until
}

// birthday gives the first day on which someone has an age, as nl.Date.AgeOn counts it.
func birthday(birth nl.Date, age int) nl.Date {
	if birth.IsZero() {
		return birth
	}
	day := birth.Latest().AddMonths(12 * age)
	if birth.AgeOn(day) < age { // born on 29 February, and no such day this year
		day = day.AddDays(1)
	}
	return day
}
