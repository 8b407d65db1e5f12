package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// textWidth estimates the width of a text in our sans at a font size, in the
// same unit. The server has no fonts; the classes of letters were measured once
// on Atkinson Hyperlegible Next and err on the wide side.
func textWidth(s string, size float64) float64 {
	var ems float64
	for _, r := range s {
		ems += runeEms(r)
	}
	return ems * size
}

func runeEms(r rune) float64 {
	switch {
	case strings.ContainsRune("iıjl.,:;'|!‘’", r):
		return 0.29
	case strings.ContainsRune("frt-()[] ", r):
		return 0.36
	case strings.ContainsRune("mwMW@", r):
		return 0.88
	case unicode.Is(unicode.Mn, r):
		return 0
	case r > 0x2E80: // CJK and wider
		return 1
	case unicode.IsUpper(r):
		return 0.68
	}
	return 0.57
}

// clip shortens a text to a width with "…". The table holds the whole text.
func clip(s string, size, width float64) string {
	if textWidth(s, size) <= width {
		return s
	}
	var b strings.Builder
	left := width - size*0.8 // room for the ellipsis
	for _, r := range s {
		if left -= runeEms(r) * size; left < 0 {
			break
		}
		b.WriteRune(r)
	}
	kept := strings.TrimRightFunc(b.String(), unicode.IsSpace)
	if kept == "" {
		first, _ := utf8.DecodeRuneInString(s)
		kept = string(first)
	}
	return kept + "…"
}

// wrap breaks a text into at most lines lines of a width; what does not fit is
// clipped. A hyphen may end a line, as in double surnames.
func wrap(s string, size, width float64, lines int) []string {
	words := strings.Fields(strings.ReplaceAll(s, "-", "- "))
	var out []string
	line := ""
	for i, word := range words {
		glue := " "
		if line == "" || strings.HasSuffix(line, "-") {
			glue = ""
		}
		if line == "" || textWidth(line+glue+word, size) <= width {
			line += glue + word
			continue
		}
		if len(out) == lines-1 {
			return append(out, clip(line+glue+joinWords(words[i:]), size, width))
		}
		out, line = append(out, clip(line, size, width)), word
	}
	if line != "" {
		out = append(out, clip(line, size, width))
	}
	return out
}

func joinWords(words []string) string {
	return strings.ReplaceAll(strings.Join(words, " "), "- ", "-")
}
