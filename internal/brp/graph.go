package brp

import (
	"slices"

	"eendracht/internal/nl"
)

// graph holds who is what to whom, and who lives where on the day.
type graph struct {
	persons   []Person
	on        nl.Date
	register  *register
	links     map[linkKey]*Link
	ordered   []*Link // in the order of the file
	parents   map[int][]int
	partners  map[int][]int
	absent    map[int][]Absent
	questions map[int][]Question
	home      map[int]string // person -> dwelling, absent when unknown or deceased
	dwellers  map[string][]int
	outward   map[int][]*Link  // by the person they start from
	childSaid map[linkKey]bool // parent links that the child's own list states
}

type linkKey struct {
	kind     LinkKind
	from, to int
}

func newGraph(persons []Person, on nl.Date) *graph {
	g := &graph{
		persons: persons, on: on, register: newRegister(persons), links: map[linkKey]*Link{},
		parents: map[int][]int{}, partners: map[int][]int{}, absent: map[int][]Absent{},
		questions: map[int][]Question{}, home: map[int]string{}, dwellers: map[string][]int{},
		outward: map[int][]*Link{}, childSaid: map[linkKey]bool{},
	}
	for i, p := range persons {
		g.relate(i, p)
		g.house(i, p)
	}
	g.askAboutTwins()
	g.settlePartners()
	g.settleParents()
	for _, link := range g.ordered {
		g.outward[link.From] = append(g.outward[link.From], link)
		switch link.Kind {
		case ParentOf:
			g.parents[link.To] = append(g.parents[link.To], link.From)
		case PartnerOf:
			g.partners[link.From] = append(g.partners[link.From], link.To)
			g.partners[link.To] = append(g.partners[link.To], link.From)
		}
	}
	for i := range persons {
		if len(g.partners[i]) > 1 {
			g.ask("brp.question.partners", i, g.partners[i], persons[i].Line)
		}
	}
	return g
}

func (g *graph) ask(key string, about int, candidates []int, line int) {
	q := Question{Key: key, About: about, Candidates: candidates, Line: line}
	g.questions[about] = append(g.questions[about], q)
}

// relate adds the links that one list states.
func (g *graph) relate(i int, p Person) {
	for _, parent := range p.Parents {
		g.connect(i, parent.Reference, ParentOf, true, RoleParent, nl.Span{})
	}
	for _, child := range p.Children {
		if !child.Stillborn {
			g.connect(i, child.Reference, ParentOf, false, RoleChild, nl.Span{})
		}
	}
	for _, made := range p.Partnerships {
		kind := PartnerOf
		if made.Ended {
			kind = FormerPartner
		}
		g.connect(i, made.Reference, kind, false, RolePartner, made.Span)
	}
}

// connect links a person to the one whom a reference means, or notes a question
// or an absence. Upward means that the reference is the parent.
func (g *graph) connect(i int, ref Reference, kind LinkKind, upward bool, role Role, span nl.Span) {
	hit := g.register.find(ref, i)
	switch {
	case hit.question != "":
		g.ask(hit.question, i, hit.among, ref.Line)
		return
	case hit.person < 0:
		g.absent[i] = append(g.absent[i], Absent{ref, kind, i, role})
		return
	}
	from, to := i, hit.person
	if upward || kind != ParentOf && from > to {
		from, to = to, from
	}
	link, known := g.links[linkKey{kind, from, to}]
	if !known {
		link = &Link{Kind: kind, From: from, To: to, Certainty: hit.certainty, Span: span}
		g.links[linkKey{kind, from, to}] = link
		g.ordered = append(g.ordered, link)
	}
	if hit.certainty == Sure {
		link.Certainty = Sure
	}
	if upward {
		g.childSaid[linkKey{kind, from, to}] = true
	}
	link.Reasons = append(link.Reasons, Reason{hit.reason, ref.Line})
}

func (g *graph) house(i int, p Person) {
	if !p.Alive() {
		return
	}
	if stay, ok := p.LivedOn(g.on); ok && stay.Key() != "" {
		g.home[i] = stay.Key()
		g.dwellers[stay.Key()] = append(g.dwellers[stay.Key()], i)
	}
}

// askAboutTwins asks about lists that carry the same BSN.
func (g *graph) askAboutTwins() {
	for _, at := range g.register.byBSN {
		if len(at) < 2 {
			continue
		}
		for _, i := range at {
			g.ask("brp.question.samebsn", i, without(at, i), g.persons[i].Line)
		}
	}
}

// settlePartners asks where one list says that a partnership stands and the
// other that it ended. It counts as ended until somebody answers: an ex-partner
// must not get into a household by mistake.
func (g *graph) settlePartners() {
	g.ordered = slices.DeleteFunc(g.ordered, func(link *Link) bool {
		former := g.links[linkKey{FormerPartner, link.From, link.To}]
		if link.Kind != PartnerOf || former == nil || g.remarried(link, former) {
			return false
		}
		g.ask("brp.question.partnership", link.From, []int{link.To}, link.Reasons[0].Line)
		return true
	})
}

// settleParents weighs parents whom the child's own list does not name. They
// count, as likely, while the child has no more than two parents that way; else
// somebody has to say who they are.
func (g *graph) settleParents() {
	claims := map[int]int{}
	claimed := func(link *Link) bool {
		return link.Kind == ParentOf && !g.childSaid[linkKey{ParentOf, link.From, link.To}]
	}
	for _, link := range g.ordered {
		if claimed(link) {
			claims[link.To]++
		}
	}
	g.ordered = slices.DeleteFunc(g.ordered, func(link *Link) bool {
		if !claimed(link) {
			return false
		}
		link.Certainty = Likely
		if len(g.persons[link.To].Parents)+claims[link.To] <= 2 {
			return false
		}
		g.ask("brp.question.parent", link.From, []int{link.To}, link.Reasons[0].Line)
		return true
	})
}

// remarried tells whether the standing partnership began after the ended one.
func (g *graph) remarried(standing, ended *Link) bool {
	return !ended.Span.Until.IsZero() && !standing.Span.From.Before(ended.Span.Until)
}

// dwelling gives the address where most members live, "" when none is known.
func (g *graph) dwelling(members []Member) string {
	count := map[string]int{}
	best := ""
	for _, m := range members {
		home := g.home[m.Person]
		if home == "" {
			continue
		}
		if count[home]++; best == "" || count[home] > count[best] {
			best = home
		}
	}
	return best
}

// among gives the links between members, in the order of these.
func (g *graph) among(f Family) []Link {
	var all []Link
	for _, m := range f.Members {
		for _, link := range g.outward[m.Person] {
			if f.member(link.To) {
				all = append(all, g.withAddress(*link))
			}
		}
	}
	return all
}

// withAddress adds to a link that both live at the same address on the day.
func (g *graph) withAddress(link Link) Link {
	if g.livesWithAny(link.From, []int{link.To}) {
		reason := Reason{"brp.reason.sameaddress", g.persons[link.To].Line}
		link.Reasons = append(slices.Clone(link.Reasons), reason)
	}
	return link
}

// absentees gives the people whom a member's list names and the file lacks, as
// far as they belong to this family: parents of a child, children of an adult,
// and a present partner.
func (g *graph) absentees(m Member) []Absent {
	var all []Absent
	for _, a := range g.absent[m.Person] {
		parent := a.Role == RoleParent && m.Role == RoleChild
		child := a.Role == RoleChild && m.Role != RoleChild
		if parent || child || a.Kind == PartnerOf {
			all = append(all, a)
		}
	}
	return all
}

// coResidents asks about people at the address of the household who are not members.
func (g *graph) coResidents(f Family, dwelling string) []Question {
	if dwelling == "" {
		return nil
	}
	at := slices.IndexFunc(f.Members, func(m Member) bool { return m.InHousehold })
	about := f.Members[at].Person
	others := slices.DeleteFunc(slices.Clone(g.dwellers[dwelling]), f.member)
	line := g.persons[about].Line
	switch {
	case len(others) == 0:
		return nil
	case len(others) > maxCoResidents:
		return []Question{{Key: "brp.question.sharedaddress", About: about, Line: line}}
	}
	return []Question{{"brp.question.coresident", about, others, line}}
}
