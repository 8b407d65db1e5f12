package ical

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAnAppointment(t *testing.T) {
	got := string(Bytes(Event{
		UID: "m-1@eendracht.example", Made: time.Date(2026, 11, 24, 21, 0, 0, 0, time.UTC), Start: time.Date(2026, 12, 8, 13, 30, 0, 0, time.UTC),
		Length: 45 * time.Minute, Title: "Overleg; samen, aan tafel", Place: "Dorpsweg 1\nkamer 2", URL: "https://eendracht.example/meeting/d/m", Sequence: 12, Off: true,
	}))
	for _, line := range []string{
		"BEGIN:VCALENDAR", "UID:m-1@eendracht.example", "SEQUENCE:12", "DTSTART:20261208T133000Z", "DTEND:20261208T141500Z",
		`SUMMARY:Overleg\; samen\, aan tafel`, `LOCATION:Dorpsweg 1\nkamer 2`, "STATUS:CANCELLED", "CLASS:PRIVATE",
	} {
		if !strings.Contains(got, line+"\r\n") {
			t.Errorf("no line %q in\n%s", line, got)
		}
	}
}

func TestLinesAreNeverTooLongAndNothingIsLost(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		title := rapid.String().Draw(r, "title")
		out := string(Bytes(Event{UID: "x", Title: title}))
		for line := range strings.SplitSeq(strings.TrimSuffix(out, "\r\n"), "\r\n") {
			if len(line) > widest {
				r.Fatalf("%d bytes in %q", len(line), line)
			}
		}
		whole := strings.ReplaceAll(out, "\r\n ", "")
		if !strings.Contains(whole, "SUMMARY:"+escape(title)+"\r\n") {
			r.Fatalf("%q is not in %q", title, whole)
		}
	})
}
