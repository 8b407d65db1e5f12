package text

import (
	"strconv"
	"strings"
	"unicode"
)

// Voice says texts in one language.
type Voice struct {
	lang      string
	catalogue *Catalogue
}

// Lang gives the code of the language (ISO 639-1).
func (v Voice) Lang() string { return v.lang }

// The marks of Unicode that keep a value from turning around with the words
// beside it: first strong isolate, right-to-left isolate, and their end (UAX 9).
// First strong passes over what is isolated itself: a date whose month is a value
// of its own would count as a number, and turn around.
const (
	isolate    = "\u2068"
	isolateRTL = "\u2067"
	isolateEnd = "\u2069"
)

// Say gives the text of a key with {name} replaced by its value; args alternate
// name and value. A key without text in this language falls back to Dutch, and
// to the key itself, so that a gap shows and breaks nothing. In a language that
// is written from right to left every value stands isolated: a name, a number
// of a telephone or a date keeps its own order.
func (v Voice) Say(key string, args ...string) string {
	say, ok := v.lookup(key)
	if !ok {
		return key
	}
	if len(args) < 2 || !strings.Contains(say, "{") {
		return say
	}
	turned := RightToLeft(v.lang)
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		value := args[i+1]
		if turned && value != "" {
			value = isolated(value)
		}
		pairs = append(pairs, "{"+args[i]+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(say)
}

// isolated wraps a value in the direction of its first letter.
func isolated(value string) string {
	for _, r := range value {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew) && unicode.IsLetter(r) {
			return isolateRTL + value + isolateEnd
		}
		if unicode.IsLetter(r) {
			break
		}
	}
	return isolate + value + isolateEnd
}

// Has tells whether the key has a text in this language itself.
func (v Voice) Has(key string) bool {
	_, ok := v.catalogue.texts[v.lang][key]
	return ok
}

// Count says key and the form that the language has for n things (key+".one",
// key+".many" …, see Form), with {n} set.
func (v Voice) Count(key string, n int, args ...string) string {
	form := key + "." + Form(v.lang, n)
	if v.catalogue != nil && !v.Has(form) { // a text that is there in Dutch only
		form = key + "." + Form(languages[0], n)
	}
	return v.Say(form, append([]string{"n", strconv.Itoa(n)}, args...)...)
}

// Number writes a whole number with the marks between thousands that the
// language has. Digits are the European ones in every language: those stand on
// letters, bank notes and telephones here.
func (v Voice) Number(n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if strings.HasPrefix(digits, "-") {
		digits, sign = digits[1:], "-"
	}
	least := 4
	if v.lang == "pl" {
		least = 5 // CLDR: Polish groups from ten thousand on
	}
	if len(digits) < least {
		return sign + digits
	}
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(v.marks().group)
		}
		out.WriteRune(digit)
	}
	return sign + out.String()
}

// Cents writes an amount of money in cents, without the cents when there are none
// and without a sign of currency.
func (v Voice) Cents(cents int64) string {
	if cents < 0 {
		return "-" + v.Cents(-cents)
	}
	whole := v.Number(cents / 100)
	if cents%100 == 0 {
		return whole
	}
	return whole + v.marks().decimal + strconv.FormatInt(100+cents%100, 10)[1:]
}

type marks struct{ group, decimal string }

// marks gives what stands in a number, after CLDR with European digits.
func (v Voice) marks() marks {
	switch v.lang {
	case "en", "ar":
		return marks{",", "."}
	case "pl", "uk":
		return marks{"\u00a0", ","}
	}
	return marks{".", ","}
}

func (v Voice) lookup(key string) (string, bool) {
	if v.catalogue == nil {
		return "", false
	}
	if v.catalogue.heard != nil {
		v.catalogue.heard(v.lang, key)
	}
	if say, ok := v.catalogue.texts[v.lang][key]; ok {
		return say, true
	}
	say, ok := v.catalogue.texts[languages[0]][key]
	return say, ok
}
