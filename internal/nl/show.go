package nl

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// calendarWords are the names of months and days in one language.
type calendarWords struct {
	months, short, days []string
}

var dutchCalendar = calendarWords{
	months: strings.Fields("januari februari maart april mei juni juli augustus september oktober november december"),
	short:  strings.Fields("jan feb mrt apr mei jun jul aug sep okt nov dec"),
	days:   strings.Fields("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"),
}

var englishCalendar = calendarWords{
	months: strings.Fields("January February March April May June July August September October November December"),
	short:  strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
	days:   strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
}

// calendarIn gives the words for a language (ISO 639-1); an unknown one speaks Dutch.
func calendarIn(lang string) calendarWords {
	if lang == "en" {
		return englishCalendar
	}
	return dutchCalendar
}

// LongDate gives a date in words: "dinsdag 24 november 2026", "november 2026" or
// "2026" when parts are unknown, "" when there is no date. Languages: nl, en.
func LongDate(d Date, lang string) string {
	words := calendarIn(lang)
	s := dateWith(d, words.months)
	if d.Complete() {
		s = words.days[d.Weekday()] + " " + s
	}
	return s
}

// PlainDate gives a date in words without the day of the week: "24 november 2026".
func PlainDate(d Date, lang string) string { return dateWith(d, calendarIn(lang).months) }

// ShortDate gives "24 nov 2026", for lists and tables. The month stays a word, so
// that nobody takes day for month.
func ShortDate(d Date, lang string) string { return dateWith(d, calendarIn(lang).short) }

func dateWith(d Date, months []string) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month < 1 || d.Month > 12:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return months[d.Month-1] + " " + strconv.Itoa(d.Year)
	}
	return fmt.Sprintf("%d %s %d", d.Day, months[d.Month-1], d.Year)
}

// Clock gives the time of day in Europe/Amsterdam as Dutch writes it: "08.30".
func Clock(t time.Time) string { return t.In(Amsterdam).Format("15.04") }

// LongTime gives date and time of an instant in Europe/Amsterdam: "dinsdag 24
// november 2026, 08.30 uur"; in English without "uur".
func LongTime(t time.Time, lang string) string {
	s := LongDate(On(t), lang) + ", " + Clock(t)
	if lang == "en" {
		return s
	}
	return s + " uur"
}
