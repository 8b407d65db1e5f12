// Package ical writes appointments as iCalendar (RFC 5545), so that anyone's
// own calendar takes them. What it writes names no person: calendars are read
// over shoulders and synced to places that we do not know.
package ical

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"
)

// Event is one appointment.
type Event struct {
	UID      string // the same for ever, so that a later version replaces an earlier one
	Made     time.Time
	Start    time.Time
	Length   time.Duration
	Title    string
	Place    string
	URL      string
	Sequence int  // how often it was changed
	Off      bool // it does not take place
}

const stamp = "20060102T150405Z"

// Bytes writes a calendar with these events. Times go out in UTC, which every
// calendar shows in its own zone.
func Bytes(events ...Event) []byte {
	var b bytes.Buffer
	line := func(name, value string) { fold(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Eendracht//NL")
	line("METHOD", "PUBLISH")
	for _, e := range events {
		line("BEGIN", "VEVENT")
		line("UID", e.UID)
		line("SEQUENCE", number(e.Sequence))
		line("DTSTAMP", e.Made.UTC().Format(stamp))
		line("DTSTART", e.Start.UTC().Format(stamp))
		line("DTEND", e.Start.Add(e.Length).UTC().Format(stamp))
		line("SUMMARY", escape(e.Title))
		if e.Place != "" {
			line("LOCATION", escape(e.Place))
		}
		if e.URL != "" {
			line("URL", e.URL)
		}
		line("CLASS", "PRIVATE")
		if e.Off {
			line("STATUS", "CANCELLED")
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return b.Bytes()
}

func number(n int) string {
	if n < 10 {
		return string(rune('0' + max(n, 0)))
	}
	return number(n/10) + number(n%10)
}

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func escape(s string) string { return escapes.Replace(s) }

// widest is how many bytes a line may have before it goes on after a space.
const widest = 75

// fold writes one content line, broken where it is too long, never within a sign.
func fold(b *bytes.Buffer, s string) {
	room := widest
	for len(s) > room {
		n := room
		for !utf8.RuneStart(s[n]) {
			n--
		}
		b.WriteString(s[:n])
		b.WriteString("\r\n ")
		s, room = s[n:], widest-1
	}
	b.WriteString(s)
	b.WriteString("\r\n")
}
