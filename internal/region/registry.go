package region

import (
	"context"
	"slices"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Registry is the population register (BRP) of the region: it knows the people
// of the story and every family whose persons have a BSN.
type Registry struct{ region *Region }

// Registry gives the population register of the region.
func (r *Region) Registry() *Registry { return &Registry{region: r} }

// Record gives the family of the person with this BSN, that person first;
// fault.NotFound when the number is unknown here. It makes Registry a
// casework.Registry.
func (g *Registry) Record(_ context.Context, bsn string) (casework.Record, error) {
	record, ok := g.Of(bsn)
	if !ok {
		return casework.Record{}, fault.New(fault.NotFound, "region.Record", "region.registry.unknown")
	}
	return record, nil
}

// Of gives the family of the person with this BSN, that person first; false
// when the number is unknown here. Persons without a BSN are not in it.
func (g *Registry) Of(bsn string) (casework.Record, bool) {
	b, err := nl.ParseBSN(bsn)
	if err != nil {
		return casework.Record{}, false
	}
	if record := g.region.storyRecord(); holds(record, b) {
		return first(record, b), true
	}
	n, ok := g.region.familyOf(b)
	if !ok {
		return casework.Record{}, false
	}
	record := g.region.Family(n).record()
	return first(record, b), holds(record, b)
}

func holds(r casework.Record, b nl.BSN) bool { return whereIs(r, b) >= 0 }

func whereIs(r casework.Record, b nl.BSN) int {
	return slices.IndexFunc(r.Persons, func(p dossier.NewPerson) bool { return p.BSN == string(b) })
}

// first puts the person with a BSN first.
func first(r casework.Record, b nl.BSN) casework.Record {
	at := whereIs(r, b)
	if at <= 0 {
		return r
	}
	order := []int{at}
	for i := range r.Persons {
		if i != at {
			order = append(order, i)
		}
	}
	return pickOf(r, order)
}

// pickOf gives a record of the persons at these places, in this order, with
// what is registered between them.
func pickOf(r casework.Record, order []int) casework.Record {
	at := func(old int) int { return slices.Index(order, old) }
	var out casework.Record
	for _, old := range order {
		out.Persons = append(out.Persons, r.Persons[old])
		out.Moved = append(out.Moved, r.Moved[old])
	}
	for _, rel := range r.Relations {
		if rel.From, rel.To = at(rel.From), at(rel.To); rel.From >= 0 && rel.To >= 0 {
			out.Relations = append(out.Relations, rel)
		}
	}
	for _, c := range r.Custody {
		if c.Child, c.Parent1, c.Parent2 = at(c.Child), at(c.Parent1), at(c.Parent2); c.Child >= 0 {
			out.Custody = append(out.Custody, c)
		}
	}
	return out
}

// record gives what the register knows of a family: the persons with a BSN.
func (f Family) record() casework.Record {
	all := casework.Record{Relations: f.Relations, Custody: f.Custody}
	var known []int
	for i, p := range f.Persons {
		all.Persons = append(all.Persons, p.NewPerson)
		all.Moved = append(all.Moved, p.Moved)
		if p.BSN != "" {
			known = append(known, i)
		}
	}
	return pickOf(all, known)
}

// storyRecord gives what the register knows of the story's family: a marriage
// that ended, shared custody, a registered partnership since last year.
func (r *Region) storyRecord() casework.Record {
	var record casework.Record
	for _, p := range r.Story.People {
		person := p.Profile.Person()
		person.Network = p.Network
		record.Persons = append(record.Persons, person)
		record.Moved = append(record.Moved, p.Moved)
	}
	people := record.Persons
	relate := func(from, to int, kind string, valid nl.Span) {
		record.Relations = append(record.Relations, casework.RegisteredRelation{From: from, To: to, Type: kind, Valid: valid})
	}
	relate(atFatma, atJeroen, "partner", nl.Span{From: nl.Date{Year: 2008, Month: 5, Day: 17}, Until: nl.Date{Year: 2021, Month: 9, Day: 14}})
	relate(atFatma, atMarco, "partner", nl.Span{From: nl.Date{Year: 2024, Month: 6, Day: 1}})
	relate(atHatice, atFatma, "parent", nl.Span{From: people[atFatma].Birth})
	for _, child := range []int{atElif, atEsra, atEmre} {
		born := nl.Span{From: people[child].Birth}
		relate(atFatma, child, "parent", born)
		relate(atJeroen, child, "parent", born)
		record.Custody = append(record.Custody, casework.RegisteredCustody{Child: child, Parent1: atFatma, Parent2: atJeroen, Code: "12", Valid: born})
	}
	return record
}
