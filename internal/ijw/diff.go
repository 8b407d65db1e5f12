package ijw

import "strings"

// Difference is one thing in which two messages differ. Old is nil for what only
// the second has, New for what only the first has. When both are there the
// element holds another value.
type Difference struct {
	Path     string // in the second message; in the first for what only that has
	Old, New *Node
}

// Diff tells in what two messages differ, in the order of the document. It pays
// no attention to how they are written: prefixes, order of lists, leading zeros
// of numbers. Items of a list belong together when they carry the same number
// or reference, else when they stand in the same place. Messages of another kind
// or law are compared by the names of their elements.
func Diff(a, b Message) []Difference {
	d := differ{a: a, b: b}
	switch {
	case a.Root == nil && b.Root == nil:
	case a.Root == nil || b.Root == nil:
		d.add(a.Root, b.Root)
	default:
		d.pair(a.Root, b.Root)
	}
	return d.found
}

type differ struct {
	a, b  Message
	found []Difference
}

func (d *differ) add(old, new *Node) {
	at := new
	if at == nil {
		at = old
	}
	d.found = append(d.found, Difference{at.Path(), old, new})
}

func (d *differ) pair(old, new *Node) {
	if len(old.Children) == 0 && len(new.Children) == 0 {
		if d.a.plainly(old) != d.b.plainly(new) {
			d.add(old, new)
		}
		return
	}
	var names []string
	seen := map[string]bool{}
	for _, list := range [][]*Node{new.Children, old.Children} {
		for _, c := range list {
			if !seen[c.Name] {
				seen[c.Name] = true
				names = append(names, c.Name)
			}
		}
	}
	for _, name := range names {
		d.lists(named(old, name), named(new, name))
	}
}

func named(n *Node, name string) (list []*Node) {
	for c := range n.Every(name) {
		list = append(list, c)
	}
	return list
}

// lists pairs the items of two lists.
func (d *differ) lists(old, new []*Node) {
	if len(old) <= 1 && len(new) <= 1 {
		d.inPlace(old, new)
		return
	}
	known, left := map[string][]*Node{}, []*Node{}
	for _, o := range old {
		known[d.a.key(o)] = append(known[d.a.key(o)], o)
	}
	for _, n := range new {
		key := d.b.key(n)
		if same := known[key]; key != "" && len(same) > 0 {
			known[key] = same[1:]
			d.pair(same[0], n)
			continue
		}
		left = append(left, n)
	}
	var gone []*Node
	for _, o := range old {
		if key := d.a.key(o); len(known[key]) > 0 && known[key][0] == o {
			known[key] = known[key][1:]
			gone = append(gone, o)
		}
	}
	d.leftOver(gone, left)
}

// leftOver tells about items without a partner. Without a key they are paired by
// place.
func (d *differ) leftOver(gone, left []*Node) {
	if len(gone) > 0 && d.a.key(gone[0]) == "" || len(left) > 0 && d.b.key(left[0]) == "" {
		d.inPlace(gone, left)
		return
	}
	for _, o := range gone {
		d.add(o, nil)
	}
	for _, n := range left {
		d.add(nil, n)
	}
}

func (d *differ) inPlace(old, new []*Node) {
	for i := range max(len(old), len(new)) {
		switch {
		case i >= len(old):
			d.add(nil, new[i])
		case i >= len(new):
			d.add(old[i], nil)
		default:
			d.pair(old[i], new[i])
		}
	}
}

// keys tell items of a list apart, the first that is there.
var keys = [...][]string{
	{"ToewijzingNummer"}, {"ProductReferentie", "ReferentieNummer"}, {"ReferentieAanbieder"}, {"Bsn"}, {"Nummer"},
}

// key gives what tells an item apart, or "".
func (m Message) key(n *Node) string {
	if n.Child("ProductReferentie") != nil { // lines of a claim share their allocation
		return m.plainly(n.At(keys[1]...))
	}
	for _, path := range keys {
		if at := n.At(path...); at != nil {
			return m.plainly(at)
		}
	}
	return ""
}

// plainly gives a value without what does not matter.
func (m Message) plainly(n *Node) string {
	if n == nil {
		return ""
	}
	e := m.element(n)
	if e == nil || e.simple == nil || e.simple.base == baseText || e.simple.base == baseCode {
		return n.Text
	}
	v := trim(n.Text)
	if e.simple.base == baseInt {
		v = strings.TrimLeft(strings.TrimPrefix(v, "+"), "0")
	}
	return v
}

// Type gives the data type of an element of this message by its name in the
// standard, such as "LDT_Datum" or "CDT_Adres"; "" for an element that the schema
// does not know. It tells how a value is to be shown.
func (m Message) Type(n *Node) string {
	e := m.element(n)
	switch {
	case e == nil:
		return ""
	case e.simple != nil:
		return e.simple.name
	}
	return e.typeName[strings.IndexByte(e.typeName, '}')+1:]
}
