package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tint says by colour whose face it is; the words beside it say it too.
type Tint string

// The tints of faces.
const (
	Team   Tint = ""       // the neighbourhood team, the municipality
	Family Tint = "family" // family members
	Help   Tint = "help"   // organisations of the chain
	Near   Tint = "near"   // network, neighbours, volunteers
)

// Face is a round tag with initials. With a Name it is an image with that name
// for screen readers; without one it is decoration beside the written name.
type Face struct {
	Initials string
	Name     string
	Tint     Tint
	Size     string // "", "small" or "large"
}

// Level is how something goes, on a scale of Of levels (5 when zero).
type Level struct {
	Value int    // 0 = not scored
	Of    int    // number of levels
	Text  string // "niveau 2 van 5": the bars never stand without it
}

// Bars gives one entry per bar, true for those that are filled.
func (l Level) Bars() []bool {
	of := l.Of
	if of == 0 {
		of = 5
	}
	bars := make([]bool, of)
	for i := range bars {
		bars[i] = i < l.Value
	}
	return bars
}

// Colour gives the colour step 1–5 of the level, whatever the length of the scale.
func (l Level) Colour() int {
	of := max(l.Of, 1)
	if l.Of == 0 {
		of = 5
	}
	if l.Value <= 0 {
		return 0
	}
	return max(1, min(5, (l.Value*5+of-1)/of))
}

// prefixes of Dutch and other surnames that give no initial of their own.
var prefixes = map[string]bool{
	"van": true, "de": true, "den": true, "der": true, "het": true, "te": true, "ten": true, "ter": true,
	"von": true, "el": true, "al": true, "bin": true, "ibn": true, "da": true, "di": true, "'t": true,
}

// Initials gives at most two letters for a name: the first name's and the last
// surname's. "Fatma de Vries-Yıldız" gives "FV".
func Initials(name string) string {
	var words []string
	for word := range strings.FieldsSeq(name) {
		if prefixes[strings.ToLower(word)] {
			continue
		}
		word = strings.TrimLeftFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word != "" {
			words = append(words, word)
		}
	}
	switch len(words) {
	case 0:
		return "?"
	case 1:
		first, size := utf8.DecodeRuneInString(words[0])
		second, _ := utf8.DecodeRuneInString(words[0][size:])
		if second == utf8.RuneError || !unicode.IsLetter(second) {
			return string(unicode.ToUpper(first))
		}
		return string(unicode.ToUpper(first)) + string(unicode.ToUpper(second))
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string(unicode.ToUpper(first)) + string(unicode.ToUpper(last))
}
