package brp

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// Read reads person lists, line by line. A line that cannot be understood becomes
// a Problem and never makes a person disappear. It fails, as a fault with a plain
// message, on a file in another layout (fault.Invalid), one above 256 MiB
// (fault.TooLarge) and one that cannot be read (fault.Unavailable).
func Read(r io.Reader) (*Import, error) { return readWithin(r, defaultLimits) }

func readWithin(r io.Reader, l limits) (*Import, error) {
	in := &importer{lines: newLineReader(r, l), bsns: map[string]bool{}, names: map[string]bool{}}
	if err := in.heads(); err != nil {
		return nil, err
	}
	for {
		next, err := in.lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		in.take(next)
	}
	in.finish()
	in.out.Lines = in.lines.number
	slices.SortStableFunc(in.out.Problems, func(a, b Problem) int { return a.Line - b.Line })
	return &in.out, nil
}

// importer gathers the lines of a list and turns them into a person when the
// next list begins.
type importer struct {
	lines  *lineReader
	layout *layout
	list   *list
	bsns   map[string]bool // seen so far
	names  map[string]bool // of lists, seen so far
	out    Import
}

func (in *importer) heads() error {
	first, err := in.lines.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	in.layout, err = parseLayout(first.text)
	return err
}

func (in *importer) note(line int, element, key string) {
	in.out.Problems = append(in.out.Problems, Problem{Line: line, Element: element, Key: key})
}

// take adds one line to the list it belongs to.
func (in *importer) take(next line) {
	if strings.Trim(next.text, "; \t") == "" {
		return
	}
	fields, quoted := split(next.text)
	if in.layout.isHeads(fields) {
		return
	}
	in.complain(next, len(fields), quoted)
	name := strings.TrimSpace(fields[0])
	row := numbered{next.number, fields}
	switch {
	case name != "":
		in.finish()
		in.list = &list{name: name, layout: in.layout, lines: []numbered{row}}
	case in.list == nil:
		in.note(next.number, "", "brp.line.orphan")
	default:
		in.list.lines = append(in.list.lines, row)
	}
}

func (in *importer) complain(next line, width int, quoted bool) {
	if next.cut {
		in.note(next.number, "", "brp.line.long")
	}
	if next.broken {
		in.note(next.number, "", "brp.line.encoding")
	}
	if !quoted {
		in.note(next.number, "", "brp.line.quotes")
	}
	if width != len(in.layout.heads) && !next.cut {
		in.note(next.number, "", "brp.line.width")
	}
}

// finish turns the list at hand into a person.
func (in *importer) finish() {
	if in.list == nil {
		return
	}
	b := builder{note: in.note}
	p := b.person(in.list)
	in.list = nil
	if in.names[p.List] {
		in.note(p.Line, "", "brp.list.twice")
	}
	in.names[p.List] = true
	switch {
	case p.BSN == "":
		in.note(p.Line, "01.01.20", "brp.bsn.missing")
	case in.bsns[p.BSN.String()]:
		in.note(p.Line, "01.01.20", "brp.bsn.twice")
	}
	if p.BSN != "" {
		in.bsns[p.BSN.String()] = true
	}
	in.out.Persons = append(in.out.Persons, p)
}
