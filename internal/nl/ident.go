package nl

import (
	"log/slog"
	"strings"

	"eendracht/internal/fault"
)

// BSN is a Dutch citizen service number: nine digits that pass the modulo 11
// test (Wet algemene bepalingen burgerservicenummer). Make one with ParseBSN.
type BSN string

// ParseBSN reads a BSN of eight or nine digits; blanks, dots and hyphens between
// them are allowed, and eight digits get a leading 0. It refuses, as
// fault.Invalid with key nl.bsn.invalid, what does not pass the test or is all zero.
func ParseBSN(s string) (BSN, error) {
	digits := withoutSeparators(s)
	if len(digits) == 8 {
		digits = "0" + digits
	}
	if b := BSN(digits); b.Valid() {
		return b, nil
	}
	return "", fault.New(fault.Invalid, "nl.ParseBSN", "nl.bsn.invalid")
}

// Valid tells whether the value is nine digits, not all zero, whose sum with
// weights 9, 8, 7, 6, 5, 4, 3, 2, -1 divides by 11.
func (b BSN) Valid() bool {
	if !isDigits(string(b), 9) || b == "000000000" {
		return false
	}
	sum := -int(b[8] - '0')
	for i := range 8 {
		sum += (9 - i) * int(b[i]-'0')
	}
	return sum%11 == 0
}

// String gives the digits, unmasked.
func (b BSN) String() string { return string(b) }

// Masked gives the last three digits behind bullets, for screens where the
// reader must recognise the number and need not know it.
func (b BSN) Masked() string {
	if len(b) < 3 {
		return strings.Repeat("•", len(b))
	}
	return strings.Repeat("•", len(b)-3) + string(b[len(b)-3:])
}

// LogValue masks the number in every structured log line.
func (b BSN) LogValue() slog.Value { return slog.StringValue(b.Masked()) }

// AGB is the eight-digit code of a care provider (Algemeen GegevensBeheer), by
// which iWmo and iJw messages find their way; two digits tell the kind of care.
type AGB string

// ParseAGB reads an AGB code. It refuses, with key nl.agb.invalid, what is not
// eight digits (LDT_AgbCode) or is all zero.
func ParseAGB(s string) (AGB, error) {
	code := strings.TrimSpace(s)
	if !isDigits(code, 8) || code == "00000000" {
		return "", fault.New(fault.Invalid, "nl.ParseAGB", "nl.agb.invalid")
	}
	return AGB(code), nil
}

// String gives the eight digits.
func (a AGB) String() string { return string(a) }

// OIN is the twenty-digit identification number of an organisation in Dutch
// government traffic (Digikoppeling).
type OIN string

// ParseOIN reads an OIN; blanks between groups are allowed. It refuses, with
// key nl.oin.invalid, what is not twenty digits or is all zero.
func ParseOIN(s string) (OIN, error) {
	digits := strings.Join(strings.Fields(s), "")
	if !isDigits(digits, 20) || strings.Trim(digits, "0") == "" {
		return "", fault.New(fault.Invalid, "nl.ParseOIN", "nl.oin.invalid")
	}
	return OIN(digits), nil
}

// String gives the twenty digits.
func (o OIN) String() string { return string(o) }

// MunicipalityCode is the four-digit code of a municipality (gemeentecode; CBS
// and BRP table 33), such as 0599 for Rotterdam.
type MunicipalityCode string

// ParseMunicipalityCode reads a municipality code. It refuses, with key
// nl.municipality.invalid, what is not four digits and 0000, which means unknown.
func ParseMunicipalityCode(s string) (MunicipalityCode, error) {
	code := strings.TrimSpace(s)
	if !isDigits(code, 4) || code == "0000" {
		return "", fault.New(fault.Invalid, "nl.ParseMunicipalityCode", "nl.municipality.invalid")
	}
	return MunicipalityCode(code), nil
}

// String gives the four digits.
func (c MunicipalityCode) String() string { return string(c) }

func isDigits(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func withoutSeparators(s string) string {
	return strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "").Replace(strings.TrimSpace(s))
}
