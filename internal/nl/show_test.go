package nl

import (
	"testing"
	"time"
)

func TestDateForms(t *testing.T) {
	for _, row := range []struct{ day, lang, long, plain, short string }{
		{"2026-11-24", "nl", "dinsdag 24 november 2026", "24 november 2026", "24 nov 2026"},
		{"2026-11-24", "en", "Tuesday 24 November 2026", "24 November 2026", "24 Nov 2026"},
		{"2026-03-01", "nl", "zondag 1 maart 2026", "1 maart 2026", "1 mrt 2026"},
		{"2026-11-00", "nl", "november 2026", "november 2026", "nov 2026"},
		{"2026-11-00", "en", "November 2026", "November 2026", "Nov 2026"},
		{"2026-00-00", "nl", "2026", "2026", "2026"},
		{"2026-11-24", "tr", "dinsdag 24 november 2026", "24 november 2026", "24 nov 2026"},
		{"", "nl", "", "", ""},
	} {
		d := MustDate(row.day)
		if got := LongDate(d, row.lang); got != row.long {
			t.Errorf("LongDate(%s, %s) = %q", row.day, row.lang, got)
		}
		if got := PlainDate(d, row.lang); got != row.plain {
			t.Errorf("PlainDate(%s, %s) = %q", row.day, row.lang, got)
		}
		if got := ShortDate(d, row.lang); got != row.short {
			t.Errorf("ShortDate(%s, %s) = %q", row.day, row.lang, got)
		}
	}
}

func TestClockTellsDutchTime(t *testing.T) {
	winter := time.Date(2026, 11, 24, 7, 30, 0, 0, time.UTC)
	summer := time.Date(2026, 7, 1, 22, 10, 0, 0, time.UTC)
	if Clock(winter) != "08.30" || Clock(summer) != "00.10" {
		t.Errorf("%s, %s", Clock(winter), Clock(summer))
	}
	if got := LongTime(summer, "nl"); got != "donderdag 2 juli 2026, 00.10 uur" {
		t.Error(got)
	}
	if got := LongTime(winter, "en"); got != "Tuesday 24 November 2026, 08.30" {
		t.Error(got)
	}
}
