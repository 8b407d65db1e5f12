package register

import (
	"slices"
	"strconv"

	"eendracht/internal/brp"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// family gathers the persons around one person, each once.
type family struct {
	record casework.Record
	bsns   []string
	known  map[string]brp.Person
	day    nl.Date
}

// recordOf gives what the register knows of a person's family: partners,
// children, the children's other parents, and custody over them.
func recordOf(p brp.Person, known map[string]brp.Person, day nl.Date) casework.Record {
	f := &family{known: known, day: day}
	f.add(p)
	for _, bond := range p.Partnerships {
		f.partner(0, bond)
	}
	for _, c := range p.Children {
		child, ok := known[string(c.BSN)]
		if !ok || c.Stillborn || c.BSN == "" {
			continue
		}
		f.child(child)
	}
	if p.Born.AgeOn(day) < 18 && !p.Born.IsZero() {
		f.child(p)
	}
	return f.record
}

// add gives the place of a person in the record, adding them when new.
func (f *family) add(p brp.Person) int {
	if at := slices.Index(f.bsns, string(p.BSN)); at >= 0 && p.BSN != "" {
		return at
	}
	stated := person(p)
	moved := nl.Date{}
	if stay, ok := p.Home(); ok {
		stated.Address, moved = address(stay), stay.Span.From
	}
	f.bsns = append(f.bsns, string(p.BSN))
	f.record.Persons = append(f.record.Persons, stated)
	f.record.Moved = append(f.record.Moved, moved)
	return len(f.bsns) - 1
}

func (f *family) partner(at int, bond brp.Partnership) {
	other, ok := f.known[string(bond.BSN)]
	if !ok || bond.BSN == "" {
		return
	}
	valid := bond.Span
	if bond.Ended && valid.Until.IsZero() {
		valid.Until = valid.From // ended on an unknown day: never shown as lasting
	}
	f.record.Relations = append(f.record.Relations, casework.RegisteredRelation{From: at, To: f.add(other), Type: "partner", Valid: valid})
}

// child adds a child with its parents and who has custody.
func (f *family) child(p brp.Person) {
	at := f.add(p)
	parents := [2]int{-1, -1}
	for _, ref := range p.Parents {
		parent, ok := f.known[string(ref.BSN)]
		if !ok || ref.BSN == "" || ref.Number < 1 || ref.Number > 2 {
			continue
		}
		parents[ref.Number-1] = f.add(parent)
		f.record.Relations = append(f.record.Relations, casework.RegisteredRelation{From: parents[ref.Number-1], To: at, Type: "parent", Valid: nl.Span{From: p.Born}})
	}
	for _, c := range p.Custody {
		if _, _, _, ok := c.Holders(); ok && c.Current {
			f.record.Custody = append(f.record.Custody, casework.RegisteredCustody{Child: at, Parent1: parents[0], Parent2: parents[1], Code: c.Code, Valid: c.Span})
		}
	}
}

// address gives a stay as an address of a dossier.
func address(s brp.Stay) dossier.Address {
	a := dossier.Address{Street: s.Street, Postcode: string(s.Postcode), Place: s.City, Lines: s.AbroadLines}
	if s.Number.Number > 0 {
		a.Number, a.Addition = strconv.Itoa(s.Number.Number), s.Number.Letter+s.Number.Addition
	}
	if s.Kind == brp.Abroad {
		a.Country = s.Country
	}
	if a.Street == "" && s.Location != "" {
		a.Lines = append(a.Lines, s.Location)
	}
	return a
}
