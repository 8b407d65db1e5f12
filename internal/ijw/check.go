package ijw

import (
	"fmt"

	"eendracht/internal/fault"
)

// Finding is one thing that is wrong with a message.
type Finding struct {
	Path string // place of the element, as Node.Path gives it
	Line int    // line in the file, from 1; 0 when the message was made here
	// Level is the level of the standard: 1 form (what the schema says), 2 content
	// of the message, 3 against earlier messages, 4 against outside sources.
	Level  int
	Return string   // return code of list RetourCode; "" at level 1
	Code   string   // rule code of the standard, such as "RS037"; "" when it has none
	Key    string   // text key of the sentence
	Args   []string // its arguments, alternating name and value
}

// checker judges the tree of a message against its schema.
type checker struct {
	found []Finding
}

// Check judges a message as the official schema does (level 1) and adds a
// finding of level 2 for a date outside the years 1000 to 9999, which the
// schema allows and Eendracht cannot keep. No findings means that the message is
// valid. After MaxFindings it stops.
func Check(m Message) []Finding {
	if m.schema == nil || m.Root == nil {
		return nil
	}
	c := &checker{}
	if m.Root.Name != m.schema.root.name {
		c.add(m.Root, flaw{1, "ijw.root", "", []string{"expected", m.schema.root.name}})
		return c.found
	}
	c.element(m.Root, m.schema.root)
	return c.found
}

func (c *checker) full() bool { return len(c.found) >= MaxFindings }

func (c *checker) add(n *Node, f flaw) { c.at(n, n.Path(), n.Name, f) }

// at adds a finding about an element, on the line of a node that is there.
func (c *checker) at(n *Node, path, name string, f flaw) {
	if c.full() {
		return
	}
	c.found = append(c.found, Finding{
		Path: path, Line: n.Line, Level: f.level, Code: f.code, Key: f.key,
		Args: append([]string{"element", name}, f.args...),
	})
}

func (c *checker) element(n *Node, e *element) {
	if c.full() {
		return
	}
	for _, a := range n.Attrs {
		c.attribute(n, e, a)
	}
	if e.group != nil {
		c.group(n, e.group)
		return
	}
	if len(n.Children) > 0 {
		c.add(n, flaw{1, "ijw.children", "", []string{"child", n.Children[0].Name}})
		return
	}
	if f, wrong := e.simple.judge(n.Text); wrong {
		c.add(n, f)
	}
}

// attribute allows what XML Schema allows everywhere: hints to a schema, and
// xsi:type when it names the very type that the schema states.
func (c *checker) attribute(n *Node, e *element, a Attr) {
	if a.Space == xsiSpace {
		switch a.Name {
		case "schemaLocation", "noNamespaceSchemaLocation":
			return
		case "type":
			if e.typeName != "" && a.Value == e.typeName {
				return
			}
		}
	}
	c.add(n, flaw{1, "ijw.attribute", "", []string{"attribute", a.Name}})
}

// group judges the children of an element: which, in what order, how often.
func (c *checker) group(n *Node, g *group) {
	// White space in a CDATA section is text here too: libxml2 says so, and XML
	// Schema itself does not speak of CDATA.
	if n.cdata || visible(n.Text) {
		c.add(n, flaw{1, "ijw.text", "", nil})
	}
	next, have := 0, 0 // the place that is due, and how often it has come
	for i, child := range n.Children {
		if c.full() {
			return
		}
		at := g.find(child.Space, child.Name, next)
		if at < 0 {
			c.stranger(child, g)
			continue
		}
		e := &g.elements[at]
		switch {
		case at < next:
			c.misplaced(n, child, g, at, i)
		case at == next && have > 0 && !e.many:
			c.add(child, flaw{1, "ijw.twice", "", nil})
		default:
			c.gap(n, child, g, next, at, have, i)
			if at > next {
				next, have = at, 0
			}
			have++
		}
		c.element(child, e)
	}
	c.gap(n, nil, g, next, len(g.elements), have, len(n.Children))
}

// stranger adds a finding about an element that the group does not know.
func (c *checker) stranger(child *Node, g *group) {
	if at := g.named(child.Name); at >= 0 {
		c.add(child, flaw{1, "ijw.namespace", "", []string{"namespace", g.elements[at].space}})
		return
	}
	c.add(child, flaw{1, "ijw.unknown", "", []string{"in", child.Parent.Name}})
}

// gap adds findings for elements between two places that must come and have
// not. child is what came instead, nil at the end of the group.
func (c *checker) gap(n, child *Node, g *group, from, to, have, at int) {
	for i := from; i < to; i++ {
		e := &g.elements[i]
		if e.least == 0 || i == from && have > 0 {
			continue
		}
		on := n
		if child != nil {
			on = child
			if later(n.Children[at:], e) {
				c.add(child, flaw{1, "ijw.order", "", []string{"expected", e.name}})
				continue
			}
		}
		c.at(on, n.Path()+"/"+e.name, e.name, flaw{1, "ijw.missing", "", []string{"in", n.Name}})
	}
}

func later(children []*Node, e *element) bool {
	for _, c := range children {
		if c.Name == e.name && c.Space == e.space {
			return true
		}
	}
	return false
}

// misplaced adds a finding about an element that comes after its place, unless
// its absence from that place has been told already.
func (c *checker) misplaced(n, child *Node, g *group, at, i int) {
	e := &g.elements[at]
	first := !later(n.Children[:i], e)
	if first && e.least > 0 {
		return
	}
	if !first && !e.many {
		c.add(child, flaw{1, "ijw.twice", "", nil})
		return
	}
	c.add(child, flaw{1, "ijw.place", "", []string{"in", n.Name}})
}

// refuse makes the fault for a message that may not leave, or nil.
func refuse(op string, found []Finding) error {
	fields := make([]fault.Field, 0, len(found))
	for _, f := range found {
		fields = append(fields, fault.Field{Name: f.Path, Key: f.Key, Args: f.Args})
	}
	return fault.In(op, fields...)
}

// String gives a finding for the log: no values of the message.
func (f Finding) String() string {
	return fmt.Sprintf("%d %s %s %s", f.Line, f.Path, f.Key, f.Code)
}
