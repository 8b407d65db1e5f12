package ijw

import (
	"iter"
	"strconv"
	"strings"

	"eendracht/internal/nl"
)

// Node is one element of a message.
type Node struct {
	Space    string // namespace
	Name     string // name without prefix
	Text     string // character data; "" when there is only white space between children
	Line     int    // line of the tag's end in the file, from 1; 0 when the message was made here
	Attrs    []Attr // attributes other than namespace declarations; nearly always none
	Children []*Node
	Parent   *Node // nil for the root
	cdata    bool  // some of its character data stood in a CDATA section
}

// Attr is an attribute of an element. The value of xsi:type stands as
// "{namespace}name", or as "{}" when its prefix is unknown.
type Attr struct {
	Space, Name, Value string
}

// Path gives the place of the element, as "/Bericht/Client/Relaties/Relatie[2]":
// a number, from 1, stands at elements that have siblings of the same name.
func (n *Node) Path() string {
	var parts []string
	for at := n; at != nil; at = at.Parent {
		parts = append(parts, at.step())
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString("/" + parts[i])
	}
	return b.String()
}

func (n *Node) step() string {
	if n.Parent == nil {
		return n.Name
	}
	place, count := 0, 0
	for _, sibling := range n.Parent.Children {
		if sibling.Name == n.Name && sibling.Space == n.Space {
			count++
		}
		if sibling == n {
			place = count
		}
		if place > 0 && count > 1 {
			return n.Name + "[" + strconv.Itoa(place) + "]"
		}
	}
	return n.Name
}

// Child gives the first child with this name, or nil.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Every gives the children with this name, in order.
func (n *Node) Every(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for _, c := range n.Children {
			if c.Name == name && !yield(c) {
				return
			}
		}
	}
}

// At gives the element that is reached by these names, each time the first child
// of that name, or nil.
func (n *Node) At(names ...string) *Node {
	for _, name := range names {
		n = n.Child(name)
	}
	return n
}

// Value gives the character data of the element that At gives, or "". White
// space that XML Schema takes off numbers, dates and times is still there.
func (n *Node) Value(names ...string) string {
	if n = n.At(names...); n == nil {
		return ""
	}
	return n.Text
}

// Date gives the day in the element that At gives; the zero date when it is not
// there or holds none.
func (n *Node) Date(names ...string) nl.Date {
	d, err := nl.ParseDate(trim(n.Value(names...)))
	if err != nil {
		return nl.Date{}
	}
	return d
}

// Whole gives the number in the element that At gives, and false when it is not
// there or holds none.
func (n *Node) Whole(names ...string) (int64, bool) {
	v, err := strconv.ParseInt(trim(n.Value(names...)), 10, 64)
	return v, err == nil
}

// shelf hands out nodes, child lists and values from larger blocks or again, so
// that a message costs few allocations.
type shelf struct {
	nodes  []Node
	lists  []*Node
	count  int
	expect int                // elements that there will be, at a guess; 0: no idea
	texts  [knownNames]string // short values that came before: most come again
	reuse  bool
	// The first blocks, for the next document.
	firstNodes []Node
	firstLists []*Node
}

const shortText = 24 // bytes

// keep makes a string of character data that the reader will overwrite.
func (s *shelf) keep(b []byte) string {
	if len(b) > shortText {
		return string(b)
	}
	at := &s.texts[slot(b)]
	if *at != string(b) {
		*at = string(b)
	}
	return *at
}

const mostExpected = 4096

// again gives a shelf for the next document, after one of last elements: with
// its first blocks on it when those may be used again and were enough.
func (s *shelf) again(last int) shelf {
	next := shelf{expect: min(last, mostExpected), reuse: s.reuse}
	if s.reuse && last <= len(s.firstNodes) {
		clear(s.firstNodes)
		clear(s.firstLists)
		next.nodes, next.firstNodes = s.firstNodes, s.firstNodes
		next.lists, next.firstLists = s.firstLists, s.firstLists
		next.texts = s.texts
	}
	return next
}

// block gives how many there should be in the next block.
func (s *shelf) block() int {
	if s.expect > s.count {
		return s.expect - s.count
	}
	return min(max(s.count/2, 64), mostExpected)
}

func (s *shelf) node() *Node {
	if len(s.nodes) == 0 {
		s.nodes = make([]Node, s.block())
		if s.reuse && s.count == 0 {
			s.firstNodes = s.nodes
		}
	}
	n := &s.nodes[0]
	s.nodes = s.nodes[1:]
	s.count++
	return n
}

func (s *shelf) list(of []*Node) []*Node {
	if len(of) == 0 {
		return nil
	}
	if len(s.lists) < len(of) {
		s.lists = make([]*Node, max(len(of), s.block()))
		if s.reuse && s.firstLists == nil {
			s.firstLists = s.lists
		}
	}
	kept := s.lists[:len(of):len(of)]
	s.lists = s.lists[len(of):]
	copy(kept, of)
	return kept
}
