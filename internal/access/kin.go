package access

import (
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// kin is one person of the dossier as they stand to the asker on the day.
type kin struct {
	person      *dossier.Person
	id          dossier.ID
	age         int // 0, 12, 16 or 18: the ages at which rules change
	mine        bool
	custody     bool // the asker has custody of them
	represented bool // the asker represents them, by a mandate
	offspring   bool // they are a child of the asker
	together    bool // they live with the asker
	home        bool // they live in the main household
	known       bool // the asker knows them from the family itself
	shown       bool // they are in the view
	stay        *dossier.Stay
}

// band gives the age at which the rules last changed for someone; a birth that
// is unknown counts as grown, so that nobody else decides for them.
func band(birth, day nl.Date) int {
	if birth.IsZero() {
		return 18
	}
	switch age := birth.AgeOn(day); {
	case age >= 18:
		return 18
	case age >= 16:
		return 16
	case age >= 12:
		return 12
	}
	return 0
}

// kin gives a person of the dossier, or nil.
func (s *scene) kin(id dossier.ID) *kin {
	if id == "" {
		return nil
	}
	for i := range s.people {
		if s.people[i].id == id {
			return &s.people[i]
		}
	}
	return nil
}

// meet works out how everyone stands to the asker.
func (s *scene) meet() {
	s.people = make([]kin, len(s.d.Persons))
	for i := range s.d.Persons {
		p := &s.d.Persons[i]
		s.people[i] = kin{person: p, id: p.ID, age: band(p.Birth, s.day), mine: p.ID == s.me && s.me != "", stay: s.stayOf(p.ID)}
	}
	me := s.kin(s.me)
	home := s.mainHousehold()
	for i := range s.people {
		k := &s.people[i]
		k.home = sameHome(k.stay, home) || home != nil && k.stay == nil && home.Person == k.id
		if me == nil {
			continue
		}
		k.custody = !k.mine && slices.Contains(s.d.CustodyOf(k.id, s.day), s.me)
		k.offspring = k.custody || s.related("parent", s.me, k.id)
		k.represented = s.d.Represents(s.me, k.id, s.day)
		k.together = !k.mine && sameHome(k.stay, me.stay)
	}
	if me != nil {
		s.acquaint()
	}
}

func (s *scene) stayOf(person dossier.ID) *dossier.Stay {
	for i := len(s.d.Stays) - 1; i >= 0; i-- {
		if st := &s.d.Stays[i]; st.Person == person && st.Valid.Holds(s.day) {
			return st
		}
	}
	return nil
}

func sameHome(a, b *dossier.Stay) bool {
	return a != nil && b != nil && !a.Address.IsZero() && a.Address.Same(b.Address)
}

func (s *scene) related(kind string, from, to dossier.ID) bool {
	return slices.ContainsFunc(s.d.Relations, func(r dossier.Relation) bool { return r.Type == kind && r.From == from && r.To == to })
}

// mainHousehold gives the stay of the household that the whole-family parts are
// about: where more than half of the family's children (below 18, with a known
// stay) live on the day; without such an address, where the person lives who
// asked for help first. Nil when neither is known.
func (s *scene) mainHousehold() *dossier.Stay {
	children := 0
	for i := range s.people {
		if k := &s.people[i]; k.age < 18 && !k.person.Network && k.stay != nil {
			children++
		}
	}
	for i := range s.people {
		n := 0
		for j := range s.people {
			if k := &s.people[j]; k.age < 18 && !k.person.Network && sameHome(k.stay, s.people[i].stay) {
				n++
			}
		}
		if 2*n > children {
			return s.people[i].stay
		}
	}
	if len(s.d.Meldingen) == 0 {
		return nil
	}
	first := s.d.Meldingen[0].From
	k := s.kin(first)
	if k == nil || k.person.Network {
		return nil
	}
	if k.stay == nil {
		return &dossier.Stay{StayStated: dossier.StayStated{Person: first}} // a household of one, address unknown
	}
	return k.stay
}

// acquaint marks whom the asker knows from the family itself: those they live
// with, their own relatives and partner, the relatives of their children, and
// their parents' other children and parents. A former partner's new partner is
// not among them.
func (s *scene) acquaint() {
	for i := range s.people {
		k := &s.people[i]
		k.known = k.mine || k.together || k.custody || k.offspring
	}
	for i := range s.d.Relations {
		r := &s.d.Relations[i]
		if r.Type == "partner" && !r.Valid.Holds(s.day) {
			continue
		}
		from, to := s.kin(r.From), s.kin(r.To)
		if from == nil || to == nil {
			continue
		}
		from.known = from.known || to.mine || to.offspring && r.Type != "partner"
		to.known = to.known || from.mine || from.offspring && r.Type != "partner" || r.Type == "parent" && s.related("parent", r.From, s.me)
		from.known = from.known || r.Type == "parent" && s.related("parent", r.To, s.me)
	}
	for i := range s.d.Custody {
		c := &s.d.Custody[i]
		if child := s.kin(c.Child); child == nil || !child.offspring && !child.mine || !c.Valid.Holds(s.day) {
			continue
		}
		for _, id := range c.Holders() {
			if k := s.kin(id); k != nil {
				k.known = true
			}
		}
	}
}
