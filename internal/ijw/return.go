package ijw

import (
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Return codes that say nothing is wrong or nothing is known, of list RetourCode.
const (
	Rejected  = "0001" // the message is wrong in itself (levels 1 and 2)
	NoRemarks = "0200" // nothing to remark about this class
	NotJudged = "0233" // this class was not judged
	Granted   = "8001" // the claim is granted as a whole
)

// Return says how a message is answered: what the return message is called and
// what each class of the message got.
type Return struct {
	ID   string  // of the return message, at most 12 characters (IdentificatieRetour; in a 325 its own Identificatie)
	Date nl.Date // day on which it was made up
	// Checks is the version of the checks that found fault within the message
	// (XsltVersie, IV033); "" leaves it out.
	Checks string
	// Granted is the sum of what is granted; only a 325 carries it.
	Granted Amount
	// Judge gives the return codes of a class of the message, and false when the
	// class and all within it stay out of the return message. It is asked for the
	// header first, which always comes along, with or without codes; and for a
	// class only when the class around it comes along. A class without remarks of
	// its own stays out when all that it must hold stays out.
	Judge func(class *Node) (codes []string, comes bool)
}

// Return makes the return message of this one: 302 to 301, and so on to 325 for
// 323. What comes along is copied unchanged (IV028), in a 325 under the header
// of its own that IV087 asks for. It judges nothing: which codes a class gets is
// up to Judge. The error is an Invalid fault for a message that has no return
// message; what is missing in the result is told when it is written.
func (m Message) Return(r Return) (Message, error) {
	if m.schema == nil || m.Root == nil || m.schema.back == nil {
		return Message{}, fault.New(fault.Invalid, "ijw.Return", "ijw.no_return", "kind", m.Kind.String())
	}
	back := m.schema.back
	a := answer{Return: r, claim: back.kind == Kind325, from: m.schema, to: back}
	root := a.node(nil, back.root)
	a.root(root, m.Root)
	return Message{Kind: back.kind, Law: m.Law, Release: m.Release, Root: root, schema: back}, nil
}

// answer copies a message into its return message.
type answer struct {
	Return
	shelf
	from, to *schema
	claim    bool
}

func (a *answer) node(parent *Node, e *element) *Node {
	n := a.shelf.node()
	n.Space, n.Name, n.Parent = e.space, e.name, parent
	return n
}

func (a *answer) root(root, of *Node) {
	g := a.to.root.group
	for i := range g.elements {
		e := &g.elements[i]
		src := of.Child(answered(e.name))
		if src == nil {
			continue
		}
		codes, comes := a.Judge(src)
		if e.name != "Header" && !comes {
			continue
		}
		n := a.node(root, e)
		if n.Children = a.children(n, e.group, src, codes); e.name == "Header" {
			a.header(n, e.group, src)
		}
		if e.name == "DeclaratieAntwoord" {
			f := &form{node: n, group: e.group, filling: true}
			within(f, "TotaalToegekendBedrag", &a.Granted, (*Amount).visitTotal)
		}
		root.Children = append(root.Children, n)
	}
}

// children copies the children of an element as far as the return message has them.
func (a *answer) children(n *Node, g *group, src *Node, codes []string) []*Node {
	out := make([]*Node, 0, len(src.Children)+1)
	at := 0
	for _, child := range src.Children {
		if at = g.named(child.Name); at < 0 {
			continue
		}
		if c := a.copy(n, &g.elements[at], child); c != nil {
			out = append(out, c)
		}
	}
	if at = g.named(codesElement); at >= 0 && len(codes) > 0 {
		out = append(out, a.codes(n, &g.elements[at], codes)) // last in every class
	}
	return out
}

// copy gives nil for what stays out.
func (a *answer) copy(parent *Node, e *element, src *Node) *Node {
	var codes []string
	if e.group != nil && e.group.class {
		var comes bool
		if codes, comes = a.Judge(src); !comes {
			return nil
		}
	}
	n := a.node(parent, e)
	if e.group == nil {
		n.Text = src.Text
		return n
	}
	n.Children = a.children(n, e.group, src, codes)
	if len(n.Children) == 0 && len(src.Children) > 0 {
		return nil // a list of which nothing comes along
	}
	if untouched(codes) && bereft(n, e.group) {
		return nil
	}
	return n
}

// untouched tells whether no code says that something is wrong.
func untouched(codes []string) bool {
	return !slices.ContainsFunc(codes, func(code string) bool { return code != NoRemarks })
}

// bereft tells whether a list that must be there is gone.
func bereft(n *Node, g *group) bool {
	for i := range g.elements {
		if e := &g.elements[i]; e.least > 0 && e.group != nil && e.name != codesElement && n.Child(e.name) == nil {
			return true
		}
	}
	return false
}

func (a *answer) codes(parent *Node, e *element, codes []string) *Node {
	n := a.node(parent, e)
	for _, code := range codes {
		c := a.node(n, &e.group.elements[0])
		c.Text = code
		n.Children = append(n.Children, c)
	}
	return n
}

// header turns the copied header into that of the return message.
func (a *answer) header(n *Node, g *group, src *Node) {
	f := &form{node: n, group: g, filling: true}
	var old Header
	old.visit(&form{node: src})
	for _, e := range g.elements {
		if e.simple != nil && e.simple.fixed != "" {
			n.Child(e.name).set(e.simple.fixed)
		}
	}
	if !a.claim {
		h := ReturnHeader{ReturnID: a.ID, ReturnDate: a.Date, Checks: a.Checks}
		h.visitReturn(f, a.to)
		return
	}
	n.Child("Afzender").set(old.Receiver)
	n.Child("Ontvanger").set(old.Sender)
	id := n.Child("BerichtIdentificatie")
	id.Child("Identificatie").set(a.ID)
	id.Child("Dagtekening").set(a.Date.String())
	versions := n.Child("XsdVersie")
	versions.Child("BasisschemaXsdVersie").set(a.to.base.version)
	versions.Child("BerichtXsdVersie").set(a.to.own.version)
	h := ClaimHeader{
		ClaimID: old.ID, ClaimDate: old.Date, Checks: a.Checks,
		ClaimBaseVersion: old.BaseVersion, ClaimMessageVersion: old.MessageVersion,
	}
	h.visitClaim(f)
}

func (n *Node) set(text string) {
	if n != nil {
		n.Text = text
	}
}
