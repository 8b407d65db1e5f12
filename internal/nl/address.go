package nl

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"eendracht/internal/fault"
)

// Postcode is a Dutch postcode without its blank, "1234AB". Make one with ParsePostcode.
type Postcode string

// ParsePostcode reads "1234 AB" in any case, with or without blank. It refuses,
// with key nl.postcode.invalid, a first digit 0 and the letters SA, SD and SS,
// which are never given out.
func ParsePostcode(s string) (Postcode, error) {
	p := Postcode(strings.ToUpper(strings.Join(strings.Fields(s), "")))
	if !p.Valid() {
		return "", fault.New(fault.Invalid, "nl.ParsePostcode", "nl.postcode.invalid")
	}
	return p, nil
}

// Valid tells whether the value has the normalised form and can be given out.
func (p Postcode) Valid() bool {
	if len(p) != 6 || !isDigits(string(p[:4]), 4) || p[0] == '0' {
		return false
	}
	letters := string(p[4:])
	for i := range len(letters) {
		if letters[i] < 'A' || letters[i] > 'Z' {
			return false
		}
	}
	return letters != "SA" && letters != "SD" && letters != "SS"
}

// String gives "1234AB".
func (p Postcode) String() string { return string(p) }

// Display gives "1234 AB", as an address shows it.
func (p Postcode) Display() string {
	if len(p) != 6 {
		return string(p)
	}
	return string(p[:4]) + " " + string(p[4:])
}

// HouseNumber is a Dutch house number as BAG and BRP split it: a number of at most
// five digits, at most one letter, and an addition of at most four signs.
type HouseNumber struct {
	Number   int    `json:"number"`
	Letter   string `json:"letter,omitempty"`
	Addition string `json:"addition,omitempty"`
}

// ParseHouseNumber reads what people type: "12", "12a", "12 A-3", "12-bis",
// "12 hs". One letter alone, or followed by a separator or digit, is the letter;
// the rest is the addition. It refuses with key nl.housenumber.invalid.
func ParseHouseNumber(s string) (HouseNumber, error) {
	refuse := fault.New(fault.Invalid, "nl.ParseHouseNumber", "nl.housenumber.invalid")
	s = strings.TrimSpace(s)
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	number, err := strconv.Atoi(s[:end])
	if err != nil || number < 1 || number > 99999 {
		return HouseNumber{}, refuse
	}
	letter, addition := splitAddition(trimJoint(s[end:]))
	if utf8.RuneCountInString(addition) > 4 || !alphanumeric(addition) {
		return HouseNumber{}, refuse
	}
	return HouseNumber{Number: number, Letter: strings.ToUpper(letter), Addition: addition}, nil
}

func splitAddition(rest string) (letter, addition string) {
	if rest == "" || !isLetter(rest[0]) || len(rest) > 1 && isLetter(rest[1]) {
		return "", rest
	}
	return rest[:1], trimJoint(rest[1:])
}

func trimJoint(s string) string { return strings.TrimLeft(s, " -/") }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func alphanumeric(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// String gives "12", "12A", "12-3" or "12A-bis"; "" for the zero value.
func (h HouseNumber) String() string {
	if h.Number == 0 {
		return ""
	}
	s := strconv.Itoa(h.Number) + h.Letter
	if h.Addition != "" {
		s += "-" + h.Addition
	}
	return s
}
