package ijw

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// generated draws a valid message of a schema, with everything that the schema
// lets vary: optional elements, repetition, every facet up to its edges.
func generated(s *schema) *rapid.Generator[*Node] {
	return rapid.Custom(func(t *rapid.T) *Node {
		root := &Node{Space: s.own.uri, Name: s.root.name}
		fill(t, root, s.root.group)
		return root
	})
}

func fill(t *rapid.T, n *Node, g *group) {
	for i := range g.elements {
		e := &g.elements[i]
		count := rapid.IntRange(e.least, 1).Draw(t, e.name)
		if e.many && count > 0 {
			count = rapid.IntRange(1, 3).Draw(t, e.name)
		}
		for range count {
			child := &Node{Space: e.space, Name: e.name, Parent: n}
			n.Children = append(n.Children, child)
			if e.group != nil {
				fill(t, child, e.group)
			} else {
				child.Text = value(t, e.simple)
			}
		}
	}
}

// value draws a value that the type allows.
func value(t *rapid.T, s *simple) string {
	switch {
	case s.fixed != "" && s.base == baseInt:
		return padded(t, s.fixed)
	case s.fixed != "":
		return s.fixed
	}
	switch s.base {
	case baseCode:
		return rapid.SampledFrom(s.list.Codes).Draw(t, "code").Code
	case baseInt:
		n := rapid.Int64Range(s.min, s.max).Draw(t, "n")
		form := rapid.SampledFrom([]string{"%d", "%d", "%d", "+%d", "%012d"}).Draw(t, "form")
		return padded(t, fmt.Sprintf(form, n))
	case baseDate:
		return padded(t, day(t))
	case baseTime:
		return padded(t, rapid.SampledFrom([]string{"00:00:00", "24:00:00", "23:59:59", "12:34:56.5", "09:05:01"}).Draw(t, "time"))
	}
	return words(t, s)
}

func padded(t *rapid.T, v string) string {
	if rapid.IntRange(0, 9).Draw(t, "pad") > 0 {
		return v
	}
	return rapid.SampledFrom([]string{" ", "\t", "\n", "  "}).Draw(t, "before") + v +
		rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "after")
}

func day(t *rapid.T) string {
	year := rapid.OneOf(rapid.Int64Range(1900, 2100), rapid.Int64Range(1000, 9999)).Draw(t, "year")
	month := rapid.IntRange(1, 12).Draw(t, "month")
	return fmt.Sprintf("%04d-%02d-%02d", year, month, rapid.IntRange(1, monthDays(year, month)).Draw(t, "day"))
}

// words draws text that fits the pattern and the lengths of a type.
func words(t *rapid.T, s *simple) string {
	longest := int(s.max)
	if longest < 0 {
		longest = 300
	}
	draw := func(expr string) string { return rapid.StringMatching(expr).Draw(t, s.name) }
	if s.pattern == nil {
		runes := rapid.SampledFrom([]rune("abcXYZ0123456789é𝒜 ß&<>\"'\t]-.\u00a0\n"))
		return string(rapid.SliceOfN(runes, int(s.min), longest).Draw(t, "free"))
	}
	switch s.pattern.source {
	case fourDigits, agbDigits, bsnDigits:
		return draw(s.pattern.source)
	case digits:
		return draw(fmt.Sprintf(`[0-9]{1,%d}`, longest))
	case letters:
		return draw(fmt.Sprintf(`[a-zA-ZÀ-ỳ]{1,%d}`, longest))
	case mixed:
		return draw(fmt.Sprintf(`[a-zA-Z0-9]{1,%d}`, longest))
	case oneLine:
		return visibly(t, "é𝒜 ß&<>\"'\t]-.\u00a0", longest)
	case anyText:
		return visibly(t, "é𝒜 ß&<>\"'\t]-.\u00a0\n\r", longest)
	}
	return draw(s.pattern.source)
}

// visibly draws text of at most n characters, letters and odd ones, of which
// one is visible.
func visibly(t *rapid.T, odd string, n int) string {
	alphabet := []rune("abcdefgxyzABC0123456789" + odd)
	all := rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, n-1).Draw(t, "text")
	if rapid.IntRange(0, 20).Draw(t, "full") == 0 {
		all = []rune(strings.Repeat("w", n-1))
	}
	at := rapid.IntRange(0, len(all)).Draw(t, "at")
	return string(all[:at]) + "x" + string(all[at:])
}

// mutation changes one thing in a message; it gives false when it has nothing to change.
type mutation struct {
	name string
	do   func(t *rapid.T, n *Node, s *schema) bool
}

var mutations = []mutation{
	{"remove", func(_ *rapid.T, n *Node, _ *schema) bool { return replace(n) }},
	{"twice", func(_ *rapid.T, n *Node, _ *schema) bool { return replace(n, n, n) }},
	{"unknown", func(_ *rapid.T, n *Node, _ *schema) bool {
		return replace(n, n, &Node{Space: n.Space, Name: "Onbekend"})
	}},
	{"rename", func(_ *rapid.T, n *Node, _ *schema) bool { n.Name += "x"; return true }},
	{"namespace", func(_ *rapid.T, n *Node, s *schema) bool {
		n.Space = map[bool]string{true: s.base.uri, false: s.own.uri}[n.Space == s.own.uri]
		return true
	}},
	{"swap", func(_ *rapid.T, n *Node, _ *schema) bool { return move(n, 1) }},
	{"last", func(_ *rapid.T, n *Node, _ *schema) bool { return move(n, 100) }},
	{"stray text", func(_ *rapid.T, n *Node, _ *schema) bool { return !leaf(n) && write(n, "los") }},
	{"stray space", func(_ *rapid.T, n *Node, _ *schema) bool { return !leaf(n) && write(n, " ") }},
	{"child in value", func(_ *rapid.T, n *Node, _ *schema) bool {
		return leaf(n) && grow(n, &Node{Space: n.Space, Name: "Kind"})
	}},
	{"no children", func(_ *rapid.T, n *Node, _ *schema) bool {
		had := len(n.Children) > 0
		n.Children = nil
		return had
	}},
	{"attribute", func(t *rapid.T, n *Node, s *schema) bool {
		n.Attrs = []Attr{rapid.SampledFrom([]Attr{
			{"", "soort", "1"}, {xsiSpace, "nil", "true"}, {xsiSpace, "schemaLocation", "urn:a b.xsd"},
			{xsiSpace, "type", s.base.prefix + ":LDT_Datum"}, {xsiSpace, "type", s.base.prefix + ":LDT_Naam"},
			{xsiSpace, "type", s.base.prefix + ":CDT_Product"}, {xmlSpace, "lang", "nl"},
		}).Draw(t, "attr")}
		return true
	}},
	{"value", func(t *rapid.T, n *Node, _ *schema) bool {
		return leaf(n) && write(n, rapid.SampledFrom(oddValues).Draw(t, "odd"))
	}},
	{"longer", func(t *rapid.T, n *Node, _ *schema) bool {
		return leaf(n) && write(n, n.Text+strings.Repeat("9", rapid.IntRange(1, 40).Draw(t, "more")))
	}},
	{"much longer", func(_ *rapid.T, n *Node, _ *schema) bool {
		return leaf(n) && write(n, n.Text+strings.Repeat("é", 201))
	}},
	{"shorter", func(_ *rapid.T, n *Node, _ *schema) bool {
		runes := []rune(n.Text)
		return leaf(n) && len(runes) > 0 && write(n, string(runes[1:]))
	}},
	{"line end", func(_ *rapid.T, n *Node, _ *schema) bool { return leaf(n) && write(n, n.Text+"\n") }},
	{"other leaf", func(t *rapid.T, n *Node, _ *schema) bool {
		return leaf(n) && write(n, rapid.SampledFrom(leaves(top(n))).Draw(t, "other").Text)
	}},
}

// oddValues lie on both sides of many edges.
var oddValues = []string{
	"", " ", "\t\n", "0", "00", "01", "1", "3", "9", "99", "100", "-0", "-1", "+1", "1.0", "1e3", "x", "NL", "nl",
	"31", "55", "02", "999999999", "1000000000", "99999999", "100000000", "000000000000000000000001",
	"99999999999999999999999999", "2026-02-29", "2024-02-29", "2026-06-31", "2026-13-01", "2026-00-10", "2026-1-1",
	"2026-01-01Z", "2026-01-01+01:00", "0000-01-01", "0001-01-01", "-0001-01-01", "12026-01-01", "02026-01-01",
	"20260101", "24:00:00", "24:00:01", "12:60:00", "12:00", "12:00:00Z", "12:00:00.", "12:00:00.123", "1.0.0", "01.0.0",
	"a\nb", "a\rb", " a", "a ", "é", "ỳ", "Ỵ", "\u00a0", "J.", "ab-c", "1234", "12345678", "123456789", "٣٣٣٣",
}

func write(n *Node, text string) bool {
	n.Text = text
	return true
}

func leaf(n *Node) bool { return len(n.Children) == 0 }

func top(n *Node) *Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

// replace puts other nodes in the place of one.
func replace(n *Node, by ...*Node) bool {
	if n.Parent == nil {
		return false
	}
	var all []*Node
	for _, c := range n.Parent.Children {
		if c == n {
			all = append(all, by...)
		} else {
			all = append(all, c)
		}
	}
	n.Parent.Children = all
	return true
}

func grow(n, child *Node) bool {
	n.Children = append(n.Children, child)
	return true
}

// move shifts a node among its siblings.
func move(n *Node, by int) bool {
	if n.Parent == nil {
		return false
	}
	list := n.Parent.Children
	for i := range list {
		if list[i] != n {
			continue
		}
		to := min(i+by, len(list)-1)
		copy(list[i:to], list[i+1:to+1])
		list[to] = n
		return to > i
	}
	return false
}

func everyNode(n *Node) []*Node {
	all := []*Node{n}
	for _, c := range n.Children {
		all = append(all, everyNode(c)...)
	}
	return all
}

func leaves(n *Node) (all []*Node) {
	for _, c := range everyNode(n) {
		if leaf(c) {
			all = append(all, c)
		}
	}
	return all
}

// mutant draws a message with one thing changed, and what that was.
type mutant struct {
	root *Node
	what string
}

func mutants(s *schema) *rapid.Generator[mutant] {
	return rapid.Custom(func(t *rapid.T) mutant {
		root := generated(s).Draw(t, "message")
		for {
			m := rapid.SampledFrom(mutations).Draw(t, "mutation")
			at := rapid.SampledFrom(everyNode(root)).Draw(t, "at")
			path := at.Path()
			if m.do(t, at, s) {
				return mutant{root, m.name + " at " + path}
			}
		}
	})
}
