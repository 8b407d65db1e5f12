package ijw

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// pattern is a pattern facet of XML Schema: the whole value must match.
type pattern struct {
	source string
	match  func(string) bool
}

// compile makes a pattern. The few that the standard uses all over have a
// matcher by hand; any other becomes a regular expression.
func compile(source string) (*pattern, error) {
	if match, ok := byHand(source); ok {
		return &pattern{source, match}, nil
	}
	re, err := translate(source)
	if err != nil {
		return nil, err
	}
	return &pattern{source, re.MatchString}, nil
}

// The patterns with a matcher by hand.
const (
	oneLine    = `.*[^\s].*`
	anyText    = `([.\s]*\S+[.\s]*)+`
	digits     = `[0-9]*`
	fourDigits = `[0-9]{4}`
	agbDigits  = `[0-9]{8}`
	bsnDigits  = `[0-9]{9}`
	noZone     = `[^:Z]*`
	noOffset   = `[^Z+-]+`
	letters    = `([a-zA-ZÀ-ỳ])+`
	mixed      = `([a-zA-Z0-9])+`
)

func byHand(source string) (match func(string) bool, ok bool) {
	switch source {
	case oneLine:
		match = func(s string) bool { return !strings.ContainsAny(s, "\n\r") && visible(s) }
	case anyText:
		match = visible
	case digits:
		match = allDigits
	case fourDigits:
		match = func(s string) bool { return len(s) == 4 && allDigits(s) }
	case agbDigits:
		match = func(s string) bool { return len(s) == 8 && allDigits(s) }
	case bsnDigits:
		match = func(s string) bool { return len(s) == 9 && allDigits(s) }
	case noZone:
		match = func(s string) bool { return !strings.ContainsAny(s, ":Z") }
	case noOffset:
		match = func(s string) bool { return s != "" && !strings.ContainsAny(s, "Z+-") }
	case letters:
		match = initials
	case mixed:
		match = lettersAndDigits
	}
	return match, match != nil
}

// visible tells whether s has a character that is no white space. Other than in
// Unicode, only space, tab and line ends are white space here.
func visible(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isSpace(s[i]) {
			return true
		}
	}
	return false
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func lettersAndDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

func initials(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'ỳ') {
			return false
		}
	}
	return s != ""
}

// translate turns a pattern of XML Schema into a regular expression of Go. It
// refuses what it does not know, so that a new release cannot be misread.
func translate(source string) (*regexp.Regexp, error) {
	var b strings.Builder
	b.WriteString(`\A(?:`)
	class := false
	for rest := source; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		piece := rest[:n]
		switch {
		case r == '\\':
			if len(rest) < 2 {
				return nil, fmt.Errorf("ijw: pattern %q ends in an escape", source)
			}
			piece, n = escape(rest[1], class), 2
		case r == '.' && !class:
			piece = `[^\n\r]`
		case (r == '^' || r == '$') && !class:
			piece = `\` + piece
		case r == '[' && !class, r == ']':
			class = r == '['
		case r == '[' || r == '-' && class && strings.HasPrefix(rest, "-["):
			piece = ""
		}
		if piece == "" {
			return nil, fmt.Errorf("ijw: pattern %q has something that is not supported", source)
		}
		b.WriteString(piece)
		rest = rest[n:]
	}
	b.WriteString(`)\z`)
	re, err := regexp.Compile(b.String())
	if err != nil {
		return nil, fmt.Errorf("ijw: pattern %q: %w", source, err)
	}
	return re, nil
}

// escape gives the Go form of an escaped character, or "" when there is none.
func escape(c byte, class bool) string {
	switch {
	case c == 's' && class:
		return ` \t\n\r`
	case c == 's':
		return `[ \t\n\r]`
	case c == 'S' && !class:
		return `[^ \t\n\r]`
	case strings.IndexByte(`\|.-^?*+{}()[]nrt`, c) >= 0:
		return `\` + string(c)
	}
	return ""
}
