package ijw

import (
	"fmt"
	"strconv"
	"strings"
)

// builder makes the schema of one message for one law from its blocks.
type builder struct {
	release   *release
	law       Law
	own, base space
	code      string // BerichtCode of this message under this law
	parts     map[string]block
	groups    map[string]*group
	simples   map[string]*simple
}

// sort files the blocks of the message and of the shared types by name and
// gives the number of the message.
func (b *builder) sort(message []block) (number int, err error) {
	b.parts = map[string]block{}
	for _, part := range append(append([]block(nil), b.release.types...), message...) {
		switch part.head[0] {
		case "message":
			number, err = strconv.Atoi(part.head[len(part.head)-1])
		case "code":
			if len(part.head) == 3 && Law(part.head[1]) == b.law {
				b.code = part.head[2]
			}
		default:
			b.parts[part.head[0]] = part
		}
		if err != nil {
			return 0, fmt.Errorf("ijw: %s: %w", part.at, err)
		}
	}
	if number == 0 || b.code == "" {
		return 0, fmt.Errorf("ijw: a message without number or code for law %q", b.law)
	}
	return number, nil
}

// shared tells whether a type belongs to the base schema.
func shared(name string) bool {
	return strings.HasPrefix(name, "CDT_") || strings.HasPrefix(name, "LDT_")
}

func (b *builder) spaceOf(typeName string) string {
	if shared(typeName) {
		return b.base.uri
	}
	return b.own.uri
}

func (b *builder) group(name string) (*group, error) {
	if g, ok := b.groups[name]; ok {
		return g, nil
	}
	part, ok := b.parts[name]
	if !ok || len(part.head) != 1 {
		return nil, fmt.Errorf("ijw: no group %q", name)
	}
	g := &group{}
	b.groups[name] = g
	for _, row := range part.rows {
		e, here, err := b.element(row)
		if err != nil {
			return nil, fmt.Errorf("ijw: %s: %w", part.at, err)
		}
		if !here {
			continue
		}
		e.space = b.spaceOf(name)
		g.elements = append(g.elements, e)
	}
	return g, nil
}

// element reads a row of a group: name, type, marks. here tells whether this
// law has the element.
func (b *builder) element(row []string) (e element, here bool, err error) {
	if len(row) < 2 {
		return e, false, fmt.Errorf("%v: want a name and a type", row)
	}
	name, typed := row[0], row[1]
	e = element{name: name, least: 1, typeName: "{" + b.spaceOf(typed) + "}" + typed}
	fixed, own := "", ""
	for _, mark := range row[2:] {
		switch {
		case mark == "?":
			e.least = 0
		case mark == "+":
			e.many = true
		case mark == "*":
			e.least, e.many = 0, true
		case mark == "=code":
			fixed = b.code
		case strings.HasPrefix(mark, "="):
			fixed = mark[1:]
		case strings.HasPrefix(mark, "~"):
			own = mark[1:]
		case Law(mark) != b.law:
			return e, false, nil
		}
	}
	if part, ok := b.parts[typed]; ok && len(part.head) == 1 {
		e.group, err = b.group(typed)
		return e, true, err
	}
	e.simple, err = b.simple(typed)
	if err == nil && fixed+own != "" {
		err = b.narrow(&e, fixed, own)
	}
	return e, true, err
}

// narrow gives an element a nameless type of its own: one fixed value, or a
// pattern where the type has none.
func (b *builder) narrow(e *element, fixed, pattern string) error {
	own := *e.simple
	e.simple, e.typeName = &own, ""
	if fixed != "" {
		own.fixed, own.rules.fixed = fixed, b.rule("fixed", e.name)
	}
	if pattern == "" {
		return nil
	}
	if own.pattern != nil {
		return fmt.Errorf("%s: %s has a pattern already", e.name, own.name)
	}
	return b.pattern(&own, pattern)
}

func (b *builder) rule(facet, value string) string { return b.release.rules[[2]string{facet, value}] }

func (b *builder) simple(name string) (*simple, error) {
	if s, ok := b.simples[name]; ok {
		return s, nil
	}
	part, ok := b.parts[name]
	if !ok || len(part.head) < 3 {
		return nil, fmt.Errorf("no type %q", name)
	}
	s := &simple{name: name, base: base(part.head[1]), min: -1, max: -1}
	facets, rest := part.head[2], part.head[3:]
	var err error
	switch s.base {
	case baseText:
		err = b.bounds(s, facets, "shortest", "longest")
		if len(rest) > 0 && err == nil {
			err = b.pattern(s, rest[0])
		}
	case baseInt:
		err = b.bounds(s, facets, "min", "max")
	case baseDate, baseTime:
		err = b.pattern(s, facets)
	case baseCode:
		err = b.codes(s, facets, rest)
	default:
		err = fmt.Errorf("no base %q", part.head[1])
	}
	b.simples[name] = s
	return s, err
}

func (b *builder) bounds(s *simple, facets, low, high string) (err error) {
	from, to, ok := strings.Cut(facets, "..")
	if !ok {
		return fmt.Errorf("%s: want MIN..MAX", s.name)
	}
	s.rules.min, s.rules.max = b.rule(low, from), b.rule(high, to)
	if s.min, err = strconv.ParseInt(from, 10, 64); err != nil || to == "" {
		return err
	}
	s.max, err = strconv.ParseInt(to, 10, 64)
	return err
}

func (b *builder) pattern(s *simple, source string) (err error) {
	s.pattern, err = compile(source)
	s.rules.pattern = b.rule("pattern", source)
	return err
}

func (b *builder) codes(s *simple, longest string, rest []string) (err error) {
	if len(rest) != 1 {
		return fmt.Errorf("%s: want a code list", s.name)
	}
	s.rules.max = b.rule("longest", longest)
	if s.max, err = strconv.ParseInt(longest, 10, 64); err != nil {
		return err
	}
	for _, law := range []Law{b.law, ""} {
		if list, ok := b.release.lists[listKey{law, rest[0]}]; ok {
			s.list = list
			return nil
		}
	}
	return fmt.Errorf("%s: no code list %q", s.name, rest[0])
}
