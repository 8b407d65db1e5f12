package ijw

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// What a byte means inside character data.
const (
	plain   = iota
	blank   // space, tab, line feed
	special // needs a closer look: & < ] carriage return, control, not ASCII
)

var byteClass = classes()

func classes() (c [256]byte) {
	for b := range c {
		switch {
		case b == ' ' || b == '\t' || b == '\n':
			c[b] = blank
		case b < 0x20 || b >= 0x80 || b == '&' || b == '<' || b == ']':
			c[b] = special
		}
	}
	return c
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

func isBlank(b []byte) bool {
	for _, c := range b {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

// isChar tells whether XML 1.0 can carry this character (production 2).
func isChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xD800:
		return true
	}
	return r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// survey tells whether character data needs decoding and whether it is all white space.
func survey(b []byte) (odd, empty bool) {
	empty = true
	for _, c := range b {
		switch byteClass[c] {
		case special:
			return true, false
		case plain:
			empty = false
		}
	}
	return false, empty
}

// decode appends character data to into: references replaced, line ends made
// "\n", every character checked. raw data (CDATA) has no references. What is
// left and the key of what is wrong with it come back, or nothing and "".
func decode(into, b []byte, raw bool) (out, rest []byte, key string) {
	for len(b) > 0 {
		c := b[0]
		switch {
		case c == '&' && !raw:
			r, n, ok := charRef(b)
			if !ok {
				return into, b, "ijw.xml.reference"
			}
			into, b = utf8.AppendRune(into, r), b[n:]
		case c == '\r':
			into = append(into, '\n')
			b = bytes.TrimPrefix(b[1:], []byte{'\n'})
		case c == ']' && !raw && bytes.HasPrefix(b, []byte("]]>")):
			return into, b, "ijw.xml.cdata"
		case c < utf8.RuneSelf:
			if c < 0x20 && c != '\t' && c != '\n' {
				return into, b, "ijw.xml.character"
			}
			into, b = append(into, c), b[1:]
		default:
			r, n := utf8.DecodeRune(b)
			if r == utf8.RuneError && n == 1 {
				return into, b, "ijw.xml.utf8"
			}
			if !isChar(r) {
				return into, b, "ijw.xml.character"
			}
			into, b = append(into, b[:n]...), b[n:]
		}
	}
	return into, nil, ""
}

// charRef reads "&name;" or "&#n;" at the start of b. Only the five names of
// XML itself exist: nothing expands.
func charRef(b []byte) (r rune, length int, ok bool) {
	end := bytes.IndexByte(b[:min(len(b), 32)], ';')
	if end < 2 {
		return 0, 0, false
	}
	name := string(b[1:end])
	switch name {
	case "amp":
		return '&', end + 1, true
	case "lt":
		return '<', end + 1, true
	case "gt":
		return '>', end + 1, true
	case "quot":
		return '"', end + 1, true
	case "apos":
		return '\'', end + 1, true
	}
	if name[0] != '#' {
		return 0, 0, false
	}
	digits, base := name[1:], 10
	if len(digits) > 1 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !isChar(rune(n)) {
		return 0, 0, false
	}
	return rune(n), end + 1, true
}

// faulty gives the key of the first thing in text that XML cannot carry, or "".
func faulty(text string) string {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf || c < 0x20 && !isSpace(c) {
			return faultyRunes(text[i:])
		}
	}
	return ""
}

func faultyRunes(text string) string {
	if !utf8.ValidString(text) {
		return "ijw.value.character"
	}
	for _, r := range text {
		if !isChar(r) {
			return "ijw.value.character"
		}
	}
	return ""
}

// isName tells whether s is a name without colon (NCName, Namespaces in XML 1.0).
func isName(s string) bool {
	if s == "" {
		return false
	}
	for i, r := range s {
		if !nameStart(r) && (i == 0 || !nameInner(r)) {
			return false
		}
	}
	return true
}

func nameStart(r rune) bool {
	switch {
	case r < 0x80:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
	case r < 0x300:
		return r >= 0xC0 && r != 0xD7 && r != 0xF7
	case r < 0x2000:
		return r >= 0x370 && r != 0x37E
	}
	return r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F || r >= 0x2C00 && r <= 0x2FEF ||
		r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r < utf8.RuneError ||
		r >= 0x10000 && r <= 0xEFFFF
}

func nameInner(r rune) bool {
	return r >= '0' && r <= '9' || r == '-' || r == '.' || r == 0xB7 ||
		r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}
