// Package days says dates and times as people say them, and reads them as people type them.
package days

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/nl"
	"eendracht/internal/text"
)

// Days says dates and times in a language. Times are told in Europe/Amsterdam.
type Days struct {
	Say text.Voice
}

// Long says "dinsdag 24 november 2026"; partial dates "november 2026" or "2026".
func (d Days) Long(date nl.Date) string {
	if !date.Complete() {
		return d.Full(date)
	}
	return d.Say.Say("look.day.long", "weekday", d.weekday(date), "date", d.Full(date))
}

// Near says "dinsdag 24 november", without the year.
func (d Days) Near(date nl.Date) string {
	if !date.Complete() {
		return d.Full(date)
	}
	return d.Say.Say("look.day.near", "weekday", d.weekday(date), "day", strconv.Itoa(date.Day), "month", d.month(date))
}

// Full says "24 november 2026".
func (d Days) Full(date nl.Date) string {
	switch {
	case date.IsZero():
		return d.Say.Say("look.day.none")
	case date.Month == 0:
		return strconv.Itoa(date.Year)
	case date.Day == 0:
		return d.Say.Say("look.month.alone."+strconv.Itoa(date.Month)) + " " + strconv.Itoa(date.Year)
	}
	return d.Say.Say("look.day.full", "day", strconv.Itoa(date.Day), "month", d.month(date), "year", strconv.Itoa(date.Year))
}

// Short says "24 nov".
func (d Days) Short(date nl.Date) string {
	if !date.Complete() {
		return d.Full(date)
	}
	return strconv.Itoa(date.Day) + " " + d.Say.Say("look.month.short."+strconv.Itoa(date.Month))
}

// Clock says "10.00" in Dutch and "10:00" elsewhere.
func (d Days) Clock(t time.Time) string {
	local := t.In(nl.Amsterdam)
	if d.Say.Lang() == "nl" {
		return local.Format("15.04")
	}
	return local.Format("15:04")
}

// Moment says "24 november 2026, 10.00 uur"; the last space does not break.
func (d Days) Moment(t time.Time) string {
	return d.Say.Say("look.day.moment", "date", d.Full(nl.On(t)), "time", d.Clock(t))
}

// Since says "vandaag", "gisteren", "morgen" or the near date, seen from today.
func (d Days) Since(date, today nl.Date) string {
	if date.Complete() {
		switch today.DaysUntil(date) {
		case 0:
			return d.Say.Say("look.day.today")
		case -1:
			return d.Say.Say("look.day.yesterday")
		case 1:
			return d.Say.Say("look.day.tomorrow")
		}
	}
	if date.Year != today.Year {
		return d.Full(date)
	}
	return d.Short(date)
}

func (d Days) weekday(date nl.Date) string {
	return d.Say.Say("look.weekday." + strconv.Itoa(int(date.Weekday())))
}

func (d Days) month(date nl.Date) string {
	return d.Say.Say("look.month." + strconv.Itoa(date.Month))
}

// ParseDay reads a date as people type it: "24-11-2026", "24/11/2026",
// "24.11.2026", "24 november 2026", "24 nov 2026" and "2026-11-24". An empty
// string gives the zero date; ok is false for what is no date. In day-parts
// fields an unknown day or month may stay empty: "--2026" gives the year 2026.
func (d Days) ParseDay(typed string) (date nl.Date, ok bool) {
	typed = strings.ToLower(strings.TrimSpace(european.Replace(typed)))
	if typed == "" || typed == "--" {
		return nl.Date{}, true
	}
	fields := strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == ',' })
	if len(fields) == 1 {
		fields = strings.FieldsFunc(strings.ReplaceAll(typed, "--", "-0-"), func(r rune) bool { return strings.ContainsRune("-/.", r) })
	}
	if len(fields) == 2 && strings.HasPrefix(typed, "-") { // "-11-2026": the day is not known
		fields = append([]string{"0"}, fields...)
	}
	if len(fields) != 3 {
		return nl.Date{}, false
	}
	if len(fields[0]) == 4 {
		fields[0], fields[2] = fields[2], fields[0]
	}
	return d.dayOf(fields[0], fields[1], fields[2])
}

func (d Days) dayOf(day, month, year string) (nl.Date, bool) {
	m, err := strconv.Atoi(month)
	if err != nil {
		if m = d.monthNamed(month); m == 0 {
			return nl.Date{}, false
		}
	}
	n, err := strconv.Atoi(day)
	y, yearErr := strconv.Atoi(year)
	if err != nil || yearErr != nil || n < 0 || m < 0 || len(year) != 4 {
		return nl.Date{}, false
	}
	date, err := nl.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, n))
	return date, err == nil
}

// european turns the digits of Arabic and Persian keyboards into those that we write.
var european = strings.NewReplacer(
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9",
)

// monthNamed gives the number of a month by its name, as it stands in a date or
// alone, or by its short name; 0 for none.
func (d Days) monthNamed(name string) int {
	name = strings.TrimSuffix(name, ".")
	for m := 1; m <= 12; m++ {
		for _, kind := range []string{"look.month.", "look.month.alone.", "look.month.short."} {
			if name == strings.TrimSuffix(strings.ToLower(d.Say.Say(kind+strconv.Itoa(m))), ".") {
				return m
			}
		}
	}
	return 0
}
