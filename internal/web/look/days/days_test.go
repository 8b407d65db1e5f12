package days

import (
	"fmt"
	"testing"
	"time"

	"eendracht/internal/nl"
	"eendracht/internal/text"

	"pgregory.net/rapid"
)

func in(t interface {
	Helper()
	Fatal(...any)
}, lang string) Days {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Days{texts.In(lang)}
}

func TestDatesAsPeopleSayThem(t *testing.T) {
	dutch, english := in(t, "nl"), in(t, "en")
	whole, noDay, year, none := nl.MustDate("2026-11-24"), nl.MustDate("2026-11-00"), nl.MustDate("2026-00-00"), nl.Date{}
	night := time.Date(2026, 11, 24, 22, 10, 0, 0, time.UTC) // 23.10 in the Netherlands
	for _, row := range []struct{ got, want string }{
		{dutch.Long(whole), "dinsdag 24 november 2026"}, {english.Long(whole), "Tuesday 24 November 2026"},
		{dutch.Near(whole), "dinsdag 24 november"}, {dutch.Full(whole), "24 november 2026"}, {dutch.Short(whole), "24 nov"},
		{dutch.Long(noDay), "november 2026"}, {dutch.Near(year), "2026"}, {dutch.Short(noDay), "november 2026"}, {dutch.Full(none), "geen datum"},
		{dutch.Clock(night), "23.10"}, {english.Clock(night), "23:10"}, {dutch.Moment(night), "24 november 2026, 23.10\u00a0uur"},
		{dutch.Since(whole, whole), "vandaag"}, {dutch.Since(whole.AddDays(-1), whole), "gisteren"}, {dutch.Since(whole.AddDays(1), whole), "morgen"},
		{dutch.Since(whole.AddDays(-20), whole), "4 nov"}, {dutch.Since(nl.MustDate("2025-11-24"), whole), "24 november 2025"}, {dutch.Since(noDay, whole), "november 2026"},
	} {
		if row.got != row.want {
			t.Errorf("%q, want %q", row.got, row.want)
		}
	}
}

func TestDatesAsPeopleTypeThem(t *testing.T) {
	dutch := in(t, "nl")
	for typed, want := range map[string]string{
		"24-11-2026": "2026-11-24", " 24/11/2026 ": "2026-11-24", "24.11.2026": "2026-11-24", "1-3-1985": "1985-03-01",
		"24 november 2026": "2026-11-24", "24 Nov. 2026": "2026-11-24", "3 mrt 1985": "1985-03-03", "2026-11-24": "2026-11-24", "": "",
		"--": "", "-3-1985": "1985-03-00", "--1985": "1985-00-00", "24 november, 2026": "2026-11-24",
	} {
		got, ok := dutch.ParseDay(typed)
		if !ok || got.String() != want {
			t.Errorf("%q gave %q %v, want %q", typed, got, ok, want)
		}
	}
	for _, wrong := range []string{"31-2-2026", "32-1-2026", "1-13-2026", "24-11-26", "gisteren", "24-11", "1-2-3-2026", "a-b-2026", "24 pluviose 2026", "-1--2-2026", "5--2026"} {
		if got, ok := dutch.ParseDay(wrong); ok {
			t.Errorf("%q was taken for %s", wrong, got)
		}
	}
}

func TestEveryDayIsReadBackAsItWasSaid(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		d := in(t, lang)
		rapid.Check(t, func(t *rapid.T) {
			day := nl.MustDate("1900-01-01").AddDays(rapid.IntRange(0, 80000).Draw(t, "days"))
			for _, typed := range []string{d.Full(day), day.String(), fmt.Sprintf("%d-%d-%d", day.Day, day.Month, day.Year)} {
				if got, ok := d.ParseDay(typed); !ok || got != day {
					t.Fatalf("%q was read as %s", typed, got)
				}
			}
		})
	}
}

func TestAnyInputIsReadWithoutHarm(t *testing.T) {
	d := in(t, "nl")
	rapid.Check(t, func(t *rapid.T) {
		if got, ok := d.ParseDay(rapid.String().Draw(t, "typed")); ok && !got.IsZero() && got.Year < 1000 {
			t.Fatalf("%s", got)
		}
	})
}
