package rules

import (
	"strconv"
	"strings"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// find goes down by names; nil when one is not there.
func find(n *ijw.Node, names ...string) *ijw.Node {
	for _, name := range names {
		n = n.Child(name)
	}
	return n
}

// value gives the text of an element further down; "" when it is not there.
func value(n *ijw.Node, names ...string) string {
	if n = find(n, names...); n == nil {
		return ""
	}
	return n.Text
}

// day gives the date of an element further down; zero when it is not there.
func day(n *ijw.Node, names ...string) nl.Date { return date(find(n, names...)) }

// date reads an element as a date; zero when it is no whole date. Nearly every
// date is written as ten characters, and those are read here without a detour.
func date(n *ijw.Node) nl.Date {
	if n == nil {
		return nl.Date{}
	}
	v := n.Text
	if len(v) != 10 || v[4] != '-' || v[7] != '-' {
		if v = strings.TrimSpace(v); len(v) != 10 {
			return nl.Date{}
		}
	}
	d := nl.Date{Year: digits(v[:4]), Month: digits(v[5:7]), Day: digits(v[8:])}
	if d.Year > 999 && d.Month > 0 && d.Month <= 12 && d.Day > 0 && d.Day <= 28 && v[4] == '-' && v[7] == '-' {
		return d
	}
	d, err := nl.ParseDate(v) // days that not every month has, and what is no date
	if err != nil || !d.Complete() {
		return nl.Date{}
	}
	return d
}

// digits reads a number of digits alone; -1 for anything else.
func digits(v string) (n int) {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return -1
		}
		n = n*10 + int(v[i]-'0')
	}
	return n
}

// whole gives the number of an element further down.
func whole(n *ijw.Node, names ...string) (int64, bool) {
	if n = find(n, names...); n == nil {
		return 0, false
	}
	v, err := strconv.ParseInt(strings.TrimSpace(n.Text), 10, 64)
	return v, err == nil
}

// number is whole, 0 when it is not there.
func number(n *ijw.Node, names ...string) int64 {
	v, _ := whole(n, names...)
	return v
}

// maybe gives a number that may be absent.
func maybe(n *ijw.Node, name string) *int64 {
	if v, ok := whole(n, name); ok {
		return &v
	}
	return nil
}

// all gives the children of a child, as in Clienten/Client; none when there is no such child.
func all(n *ijw.Node, outer, inner string) (list []*ijw.Node) {
	if n = n.Child(outer); n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == inner {
			list = append(list, c)
		}
	}
	return list
}

// above gives the nearest element around n with this name, or nil.
func above(n *ijw.Node, name string) *ijw.Node {
	for n = n.Parent; n != nil && n.Name != name; n = n.Parent {
	}
	return n
}

// within tells whether the parent of n has this name.
func within(n *ijw.Node, name string) bool { return n.Parent != nil && n.Parent.Name == name }

// before compares two whole dates; faster than nl.Date.Before.
func before(a, b nl.Date) bool {
	if a.Year != b.Year {
		return a.Year < b.Year
	}
	if a.Month != b.Month {
		return a.Month < b.Month
	}
	return a.Day < b.Day
}

// late tells whether a date lies after the year 2020 or is open: since 2021 an
// allocation without a product code has no volume.
func late(until nl.Date) bool { return until.IsZero() || until.Year > 2020 }

// overlap tells whether two periods share a day; a zero end is open.
func overlap(a, b nl.Span) bool {
	return (b.Until.IsZero() || !before(b.Until, a.From)) && (a.Until.IsZero() || !before(a.Until, b.From))
}

// firstOfMonth and lastOfMonth give the edges of the month of a day.
func firstOfMonth(d nl.Date) nl.Date { d.Day = 1; return d }

func lastOfMonth(d nl.Date) nl.Date {
	d.Day = 1
	return d.AddMonths(1).AddDays(-1)
}

// paths gives the places of elements as ijw.Node.Path does, without counting
// thousands of siblings anew for each.
type paths struct {
	places map[*ijw.Node]place
	known  map[*ijw.Node]string // of elements with children that were asked about
}

type place struct {
	index int
	many  bool
}

func (p *paths) of(n *ijw.Node) string {
	if n.Parent == nil {
		return "/" + n.Name
	}
	if path, ok := p.known[n]; ok {
		return path
	}
	path := p.of(n.Parent) + "/" + p.step(n)
	if len(n.Children) > 0 {
		if p.known == nil {
			p.known = map[*ijw.Node]string{}
		}
		p.known[n] = path
	}
	return path
}

func (p *paths) step(n *ijw.Node) string {
	at, ok := p.places[n]
	if !ok {
		p.count(n.Parent)
		at = p.places[n]
	}
	if !at.many {
		return n.Name
	}
	return n.Name + "[" + strconv.Itoa(at.index) + "]"
}

// count numbers the children of an element.
func (p *paths) count(parent *ijw.Node) {
	if p.places == nil {
		p.places = map[*ijw.Node]place{}
	}
	type name struct{ space, local string }
	total := map[name]int{}
	for _, c := range parent.Children {
		total[name{c.Space, c.Name}]++
	}
	seen := map[name]int{}
	for _, c := range parent.Children {
		k := name{c.Space, c.Name}
		seen[k]++
		p.places[c] = place{seen[k], total[k] > 1}
	}
}
