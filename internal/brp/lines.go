package brp

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"eendracht/internal/fault"
)

// limits bound what a file may cost.
type limits struct {
	line int   // bytes of one line
	file int64 // bytes of the whole file
}

var defaultLimits = limits{line: 64 << 10, file: 256 << 20}

// lineReader gives one line at a time and never holds more than one.
type lineReader struct {
	in     *bufio.Reader
	limits limits
	number int
	read   int64
}

// line is one line of the file, without its end.
type line struct {
	number int
	text   string
	cut    bool // it was longer than the limit
	broken bool // it was no UTF-8; it was read as Latin-1
}

func newLineReader(r io.Reader, l limits) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(r, 32<<10), limits: l}
}

// next gives the next line, or io.EOF.
func (l *lineReader) next() (line, error) {
	var raw []byte
	cut := false
	for {
		part, err := l.in.ReadSlice('\n')
		l.read += int64(len(part))
		if l.read > l.limits.file {
			return line{}, fault.New(fault.TooLarge, "brp.Read", "brp.file.large")
		}
		if room := l.limits.line - len(raw); len(part) > room {
			part, cut = part[:room], true
		}
		raw = append(raw, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(raw) == 0:
			return line{}, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return line{}, fault.Wrap(fault.Unavailable, "brp.Read", err)
		}
		break
	}
	l.number++
	text := strings.TrimRight(string(raw), "\r\n")
	broken := !utf8.ValidString(text) && !cut
	switch {
	case broken:
		text = latin1(text)
	case cut:
		text = strings.ToValidUTF8(text, "")
	}
	return line{number: l.number, text: text, cut: cut, broken: broken}, nil
}

// latin1 reads bytes as ISO 8859-1, the other encoding in which such files travel.
func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// split cuts a line at its semicolons. A field in double quotes may hold
// semicolons, and quotes written twice; ok is false when the quotes do not
// close, and then the line is cut at every semicolon.
func split(text string) (fields []string, ok bool) {
	if !strings.Contains(text, `"`) {
		return strings.Split(text, ";"), true
	}
	for rest := text; ; {
		field, after, more, good := nextField(rest)
		if !good {
			return strings.Split(text, ";"), false
		}
		fields = append(fields, field)
		if !more {
			return fields, true
		}
		rest = after
	}
}

func nextField(s string) (field, rest string, more, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		field, rest, more = strings.Cut(s, ";")
		return field, rest, more, true
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		if after := s[i+1:]; after == "" || after[0] == ';' {
			return b.String(), strings.TrimPrefix(after, ";"), after != "", true
		}
		return "", "", false, false
	}
	return "", "", false, false
}
