package region

import (
	"strings"
	"unicode/utf8"

	"eendracht/internal/nl"
)

// The sexes, as the dossier writes them.
const (
	woman = "f"
	man   = "m"
)

// languages are those of the names, with how many of a thousand families carry
// names of each. Ours: no published share was at hand.
var languages = []struct {
	code   string
	weight int
}{{"nl", 760}, {"tr", 70}, {"ar", 90}, {"pl", 50}, {"uk", 30}}

func language(d dice) string {
	n := d.IntN(1000)
	for _, l := range languages {
		if n -= l.weight; n < 0 {
			return l.code
		}
	}
	return languages[0].code
}

// youngerFrom is the birth year from which Dutch given names are of the younger generation.
const youngerFrom = 1972

// call gives the given names of someone of a language, sex and birth year.
func call(d dice, lang, sex string, year int) string {
	cohort := 0
	if year >= youngerFrom {
		cohort = 1
	}
	names := words().given[lang][sex][cohort]
	first := draw(d, names).Name
	if d.chance(0.35) {
		if second := draw(d, names).Name; second != first {
			return first + " " + second
		}
	}
	return first
}

// surnameFor gives a surname as someone of this sex bears it: Polish names on
// -ski and -cki have a form for women.
func surnameFor(d dice, lang string) surname { return draw(d, words().surnames[lang]) }

func (s surname) of(given, lang, sex string) nl.Name {
	name := s.Name
	if lang == "pl" && sex == woman && (strings.HasSuffix(name, "ski") || strings.HasSuffix(name, "cki")) {
		name = strings.TrimSuffix(name, "i") + "a"
	}
	return nl.Name{Given: given, Initials: initials(given), Prefix: s.Prefix, Family: name}
}

func initials(given string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(given) {
		r, _ := utf8.DecodeRuneInString(word)
		b.WriteString(string(r) + ".")
	}
	return b.String()
}

// married gives a woman's name with that of her husband, as many bear it.
func married(d dice, own, husband nl.Name) nl.Name {
	own.PartnerPrefix, own.PartnerFamily = husband.Prefix, husband.Family
	switch n := d.IntN(100); {
	case n < 30:
		own.Use = nl.UsePartnerOwn
	case n < 50:
		own.Use = nl.UsePartner
	default:
		own.Use = nl.UseOwn
	}
	return own
}
