package envelope

import (
	"time"

	"eendracht/internal/nl"
)

// Stamp writes a moment as envelopes do, to the second, in Dutch time. The
// interface does not name a time zone; Dutch time is our reading of it.
func Stamp(t time.Time) string { return t.In(nl.Amsterdam).Format("20060102150405") }

// uuid tells whether s is a random UUID (version 4) in lower case.
func uuid(s string) bool {
	if len(s) != 36 || s[14] != '4' {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		case 19:
			if c != '8' && c != '9' && c != 'a' && c != 'b' {
				return false
			}
		default:
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
				return false
			}
		}
	}
	return true
}

// stamped tells whether s is 8 to 17 digits.
func stamped(s string) bool { return len(s) >= 8 && len(s) <= 17 && digits(s) }

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
