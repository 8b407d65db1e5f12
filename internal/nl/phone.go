package nl

import (
	"strings"

	"eendracht/internal/fault"
)

// Phone is a telephone number: as the person typed it, to show, and in E.164, to
// compare. Two numbers are the same when their E164 is equal.
type Phone struct {
	Typed string `json:"typed"`
	E164  string `json:"e164"`
}

// ParsePhone reads a Dutch number as people write it ("06-1234 5678", "+31 (0)70
// 123 45 67", "14 079", "0800 1234") or an international one with + or 00. It
// refuses, with key nl.phone.invalid, lengths that the Dutch numbering plan or
// E.164 does not know.
func ParsePhone(s string) (Phone, error) {
	typed := strings.TrimSpace(s)
	compact, ok := compactNumber(typed)
	if ok {
		if e164 := toE164(compact); e164 != "" {
			return Phone{Typed: typed, E164: e164}, nil
		}
	}
	return Phone{}, fault.New(fault.Invalid, "nl.ParsePhone", "nl.phone.invalid")
}

// Same tells whether both are the same line.
func (p Phone) Same(other Phone) bool { return p.E164 == other.E164 }

// String gives the number as it was typed.
func (p Phone) String() string { return p.Typed }

// compactNumber drops separators and the trunk zero in brackets; a + may only
// stand in front.
func compactNumber(s string) (string, bool) {
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00") {
		s = strings.Replace(s, "(0)", "", 1)
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" -./()\u00a0\u2011\u2013", r):
		default:
			return "", false
		}
	}
	return b.String(), true
}

func toE164(number string) string {
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		number = "+" + rest
	}
	if national, ok := strings.CutPrefix(number, "+31"); ok {
		return dutch(strings.TrimPrefix(national, "0"))
	}
	if abroad, ok := strings.CutPrefix(number, "+"); ok {
		if len(abroad) < 8 || len(abroad) > 15 || abroad[0] == '0' {
			return ""
		}
		return number
	}
	if national, ok := strings.CutPrefix(number, "0"); ok {
		return dutch(national)
	}
	if strings.HasPrefix(number, "140") || strings.HasPrefix(number, "116") {
		return dutch(number)
	}
	return ""
}

// dutch checks a national number without its trunk zero against the lengths of
// the Dutch numbering plan (Nummerplan telefoon- en ISDN-diensten).
func dutch(national string) string {
	for _, kind := range []struct {
		prefix  string
		lengths []int
	}{
		{"800", []int{7, 10}}, {"900", []int{7, 10}}, {"906", []int{7, 10}}, {"909", []int{7, 10}},
		{"140", []int{5, 6}}, {"116", []int{6, 9}}, {"97", []int{9, 11}}, {"0", nil}, {"", []int{9}},
	} {
		if !strings.HasPrefix(national, kind.prefix) {
			continue
		}
		for _, length := range kind.lengths {
			if len(national) == length {
				return "+31" + national
			}
		}
		return ""
	}
	return ""
}
