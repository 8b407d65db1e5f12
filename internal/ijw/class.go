package ijw

import "iter"

// codesElement holds the return codes of a class.
const codesElement = "RetourCodes"

// renamed gives the class of a return message that answers a class with another
// name in the message itself.
var renamed = map[string]string{"DeclaratieAntwoord": "Declaratie"}

// pair marks the classes of a message and of its return message in every
// release and law.
func (c *catalogue) pair() {
	for key, s := range c.byKind {
		number, ok := key.kind.Return()
		if !ok {
			continue
		}
		if back, ok := c.byKind[schemaKey{key.release, key.law, number}]; ok {
			s.back = back
			mark(s.root.group, back.root.group)
		}
	}
}

func mark(there, back *group) {
	if back.named(codesElement) >= 0 {
		there.class, back.class = true, true
	}
	for i := range back.elements {
		e := &back.elements[i]
		if at := there.named(answered(e.name)); at >= 0 && e.group != nil {
			mark(there.elements[at].group, e.group)
		}
	}
}

func answered(name string) string {
	if other, ok := renamed[name]; ok {
		return other
	}
	return name
}

// Classes gives the classes of a message in the order of the document, an outer
// one before those within it. A class (berichtklasse) is a part that is judged
// as a whole and gets return codes of its own: Header, Client, Relatie, Contact,
// ToegewezenProduct, Declaratie, Prestatie and so on. A return message has the
// same classes.
func (m Message) Classes() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if m.schema != nil && m.Root != nil {
			walkClasses(m.Root, m.schema.root.group, yield)
		}
	}
}

func walkClasses(n *Node, g *group, yield func(*Node) bool) bool {
	if g.class && !yield(n) {
		return false
	}
	at := 0
	for _, child := range n.Children {
		if at = g.find(child.Space, child.Name, max(at, 0)); at < 0 {
			continue
		}
		if inner := g.elements[at].group; inner != nil && !walkClasses(child, inner, yield) {
			return false
		}
	}
	return true
}

// ReturnCodes gives the return codes of a class of a return message, nil when it
// has none.
func (n *Node) ReturnCodes() []string {
	var codes []string
	for c := range n.Child(codesElement).Every("RetourCode") {
		codes = append(codes, c.Text)
	}
	return codes
}

// Word gives the Dutch word of the code in an element of this message, and the
// name of its list; false when the element holds no code, or one unknown to the list.
func (m Message) Word(n *Node) (list, word string, ok bool) {
	e := m.element(n)
	if e == nil || e.simple == nil || e.simple.list == nil {
		return "", "", false
	}
	word, ok = e.simple.list.Word(n.Text)
	return e.simple.list.Name, word, ok
}

// element gives the description of an element of the tree, nil for one that the
// schema does not know.
func (m Message) element(n *Node) *element {
	if m.schema == nil || n == nil {
		return nil
	}
	if n.Parent == nil {
		return m.schema.root
	}
	outer := m.element(n.Parent)
	if outer == nil || outer.group == nil {
		return nil
	}
	at := outer.group.find(n.Space, n.Name, 0)
	if at < 0 {
		return nil
	}
	return &outer.group.elements[at]
}

// Names gives the name of every element of every message, each once.
func Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[string]bool{}
		for _, s := range shipped().byKind {
			if !allNames(s.root, seen, yield) {
				return
			}
		}
	}
}

func allNames(e *element, seen map[string]bool, yield func(string) bool) bool {
	if !seen[e.name] {
		seen[e.name] = true
		if !yield(e.name) {
			return false
		}
	}
	if e.group == nil {
		return true
	}
	for i := range e.group.elements {
		if !allNames(&e.group.elements[i], seen, yield) {
			return false
		}
	}
	return true
}
