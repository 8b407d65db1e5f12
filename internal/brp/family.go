package brp

import (
	"slices"

	"eendracht/internal/nl"
)

// Certainty says how sure a proposed link is.
type Certainty string

// The grades of certainty.
const (
	Sure   Certainty = "sure"   // by BSN or A-number, and nothing speaks against it
	Likely Certainty = "likely" // by name and date of birth, or a number that two lists share
)

// LinkKind is what two persons are to each other.
type LinkKind string

// The kinds of link. ParentOf goes from parent to child; the others have no direction.
const (
	ParentOf      LinkKind = "parent"
	PartnerOf     LinkKind = "partner"
	FormerPartner LinkKind = "former_partner"
)

// Reason is one ground for a link: a text key and the line that says so.
type Reason struct {
	Key  string
	Line int
}

// Link is a relation between two persons, by their places in Import.Persons.
type Link struct {
	Kind      LinkKind
	From, To  int
	Certainty Certainty
	Reasons   []Reason
	Span      nl.Span // of a partnership
}

// Role is the part of a member in a proposed family.
type Role string

// The roles. Alone is a family of one.
const (
	RoleChild   Role = "child"
	RoleParent  Role = "parent"
	RolePartner Role = "partner"
	RoleAlone   Role = "alone"
)

// Member is a person in a proposed family. A parent who moved out belongs to the
// family and not to the household.
type Member struct {
	Person      int // place in Import.Persons
	Role        Role
	InHousehold bool
	Deceased    bool
}

// Absent is somebody whom a member's list names and of whom the file has no list.
type Absent struct {
	Reference
	Kind LinkKind
	Of   int  // the member whose list names this person
	Role Role // part that this person would have in the family
}

// Question is what a person has to decide; nothing was linked or merged for it.
type Question struct {
	Key        string
	About      int   // place in Import.Persons
	Candidates []int // places in Import.Persons, may be empty
	Line       int   // line that raises it
}

// Family is a proposal. A person may stand in two: a father with the children of
// an earlier and of a present partner.
type Family struct {
	Members   []Member
	Links     []Link // both ends are members
	Absent    []Absent
	Questions []Question
}

// maxCoResidents is how many unrelated people at one address still look like one
// household; more is a home, a shelter or a postal address.
const maxCoResidents = 6

// Propose proposes families as things stood on a day, from relations and stays:
// children with their parents, wherever these live, the present partner of a
// parent at home, couples, and people alone. A child is under 18, or lives with a
// parent and has no partner or child. Nobody is merged: what is not clear becomes
// a Question. Every living person stands in at least one family.
func Propose(persons []Person, on nl.Date) []Family {
	g := newGraph(persons, on)
	p := &proposer{graph: g, in: map[int][]int{}}
	for _, children := range g.siblings() {
		p.add(p.aroundChildren(children))
	}
	for _, link := range g.ordered {
		if link.Kind == PartnerOf && !p.together(link.From, link.To) && persons[link.From].Alive() && persons[link.To].Alive() {
			p.add([]Member{{Person: link.From, Role: RolePartner}, {Person: link.To, Role: RolePartner}})
		}
	}
	for i := range persons {
		if len(p.in[i]) == 0 && persons[i].Alive() {
			p.add([]Member{{Person: i, Role: RoleAlone}})
		}
	}
	return p.families
}

// proposer gathers families.
type proposer struct {
	graph    *graph
	families []Family
	in       map[int][]int // person -> places in families
}

// together tells whether two persons stand in one family already.
func (p *proposer) together(a, b int) bool {
	return slices.ContainsFunc(p.in[a], func(family int) bool { return slices.Contains(p.in[b], family) })
}

func (f Family) member(person int) bool {
	return slices.ContainsFunc(f.Members, func(m Member) bool { return m.Person == person })
}

// aroundChildren gives the members of the family of these children.
func (p *proposer) aroundChildren(children []int) []Member {
	g := p.graph
	var members []Member
	seen := map[int]bool{}
	put := func(person int, role Role) {
		if !seen[person] {
			seen[person] = true
			members = append(members, Member{Person: person, Role: role})
		}
	}
	for _, c := range children {
		put(c, RoleChild)
	}
	for _, c := range children {
		for _, parent := range g.parents[c] {
			put(parent, RoleParent)
		}
	}
	for _, m := range append([]Member(nil), members...) {
		if m.Role != RoleParent || !g.livesWithAny(m.Person, children) {
			continue
		}
		for _, partner := range g.partners[m.Person] {
			put(partner, RolePartner)
		}
	}
	return members
}

// add completes a family with all that is known about its members.
func (p *proposer) add(members []Member) {
	g := p.graph
	f := Family{Members: members}
	dwelling := g.dwelling(members)
	for i, m := range f.Members {
		p.in[m.Person] = append(p.in[m.Person], len(p.families))
		f.Members[i].InHousehold = dwelling != "" && g.home[m.Person] == dwelling
		f.Members[i].Deceased = !g.persons[m.Person].Alive()
	}
	f.Links = g.among(f)
	for _, m := range f.Members {
		f.Questions = append(f.Questions, g.questions[m.Person]...)
		f.Absent = appendAbsent(f.Absent, g.absentees(m))
	}
	f.Questions = append(f.Questions, g.coResidents(f, dwelling)...)
	p.families = append(p.families, f)
}

// appendAbsent adds people who are not named yet: a father is absent once, however many
// children name him.
func appendAbsent(all, more []Absent) []Absent {
	for _, a := range more {
		known := false
		for _, b := range all {
			known = known || b.Kind == a.Kind && b.Role == a.Role && identity(a.Reference) == identity(b.Reference)
		}
		if !known {
			all = append(all, a)
		}
	}
	return all
}
