// Package nl holds Dutch facts and forms: dates, BSN, AGB, postcode, names and holidays.
// It is pure: no clock, no I/O.
package nl

import (
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // Europe/Amsterdam must exist on every machine
)

// Amsterdam is the time zone in which legal terms count.
var Amsterdam = mustLocation("Europe/Amsterdam")

func mustLocation(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // embedded above: cannot be missing
	}
	return loc
}

// Date is a calendar date that may be partly unknown, as the BRP keeps them
// (LO-GBA: unknown day 00, unknown month 00, unknown year 0000). The zero Date
// is "no date".
type Date struct {
	Year, Month, Day int
}

// On gives the calendar date of an instant in Europe/Amsterdam.
func On(t time.Time) Date {
	y, m, d := t.In(Amsterdam).Date()
	return Date{y, int(m), d}
}

// ParseDate reads "2026-11-24", "2026-11-00", "2026-00-00" and the LO-GBA form
// "20261124"; "" and "00000000" give the zero Date. It refuses impossible dates.
func ParseDate(s string) (Date, error) {
	if s == "" || s == "00000000" || s == "0000-00-00" {
		return Date{}, nil
	}
	digits := s
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		digits = s[:4] + s[5:7] + s[8:]
	}
	if len(digits) != 8 {
		return Date{}, fmt.Errorf("nl.ParseDate: not a date")
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil {
		return Date{}, fmt.Errorf("nl.ParseDate: not a date")
	}
	d := Date{int(n / 10000), int(n / 100 % 100), int(n % 100)}
	if !d.valid() {
		return Date{}, fmt.Errorf("nl.ParseDate: no such day")
	}
	return d, nil
}

// MustDate is ParseDate for constants in tests and data; it panics on a bad date.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Date) valid() bool {
	if d.Year < 1000 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 {
		return false
	}
	if d.Month == 0 {
		return d.Day == 0
	}
	return d.Day <= daysIn(d.Year, d.Month)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero tells whether there is no date at all.
func (d Date) IsZero() bool { return d == Date{} }

// Complete tells whether year, month and day are all known.
func (d Date) Complete() bool { return d.Year != 0 && d.Month != 0 && d.Day != 0 }

// Earliest gives the first day that the date can be; the zero Date stays zero.
func (d Date) Earliest() Date {
	if d.IsZero() {
		return d
	}
	if d.Month == 0 {
		d.Month, d.Day = 1, 1
	} else if d.Day == 0 {
		d.Day = 1
	}
	return d
}

// Latest gives the last day that the date can be; the zero Date stays zero.
func (d Date) Latest() Date {
	if d.IsZero() {
		return d
	}
	if d.Month == 0 {
		d.Month = 12
	}
	if d.Day == 0 {
		d.Day = daysIn(d.Year, d.Month)
	}
	return d
}

// String gives "2026-11-24", unknown parts as 00, and "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText gives the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(b []byte) error {
	parsed, err := ParseDate(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// Midnight gives the instant at which the day begins in Europe/Amsterdam.
// Partial dates count from their first possible day.
func (d Date) Midnight() time.Time {
	e := d.Earliest()
	return time.Date(e.Year, time.Month(e.Month), e.Day, 0, 0, 0, 0, Amsterdam)
}

// AddDays gives the date n days later (earlier when negative), from the first possible day.
func (d Date) AddDays(n int) Date {
	e := d.Earliest()
	return fromUTC(time.Date(e.Year, time.Month(e.Month), e.Day+n, 0, 0, 0, 0, time.UTC))
}

// AddMonths gives the same day n months on, or the last day of that month when
// it has no such day (31 January + 1 month = 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	e := d.Earliest()
	first := time.Date(e.Year, time.Month(e.Month+n), 1, 0, 0, 0, 0, time.UTC)
	return Date{first.Year(), int(first.Month()), min(e.Day, daysIn(first.Year(), int(first.Month())))}
}

// DaysUntil gives the number of days from d to other (negative when other lies before d).
func (d Date) DaysUntil(other Date) int {
	return int(other.utc().Sub(d.utc()) / (24 * time.Hour))
}

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Before tells whether d lies wholly before other, comparing first possible days.
func (d Date) Before(other Date) bool { return d.utc().Before(other.utc()) }

// After tells whether d lies after other, comparing first possible days.
func (d Date) After(other Date) bool { return other.Before(d) }

func (d Date) utc() time.Time {
	e := d.Earliest()
	return time.Date(e.Year, time.Month(e.Month), e.Day, 0, 0, 0, 0, time.UTC)
}

func fromUTC(t time.Time) Date {
	y, m, day := t.Date()
	return Date{y, int(m), day}
}

// AgeOn gives the age in whole years on a day. A partial birth date counts from
// its last possible day, so that nobody is treated as older than is certain.
func (d Date) AgeOn(day Date) int {
	b := d.Latest()
	age := day.Year - b.Year
	if day.Month < b.Month || day.Month == b.Month && day.Day < b.Day {
		age--
	}
	return max(age, 0)
}

// Span is a period in days: From is its first day, Until its last. A zero end is open.
type Span struct {
	From  Date `json:"from,omitzero"`
	Until Date `json:"until,omitzero"`
}

// Holds tells whether the day lies in the span, both ends included. Partial
// ends count as wide as they can be.
func (s Span) Holds(day Date) bool {
	if !s.From.IsZero() && day.Before(s.From.Earliest()) {
		return false
	}
	return s.Until.IsZero() || !day.After(s.Until.Latest())
}

// Overlaps tells whether the two spans share a day.
func (s Span) Overlaps(o Span) bool {
	before := func(until, from Date) bool {
		return !until.IsZero() && !from.IsZero() && until.Latest().Before(from.Earliest())
	}
	return !before(s.Until, o.From) && !before(o.Until, s.From)
}
