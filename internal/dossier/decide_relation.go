package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c StateRelation) Name() string       { return "state-relation" }
func (c StateRelation) Need(*Dossier) Need { return Need{Action: ActFamily} }

// Decide adds nothing for the same relation; other days or another label restate
// the one that is there.
func (c StateRelation) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StateRelation", d, m)
	old := c.old(d)
	v.missing(c.Relation != "" && old == nil, "dossier.relation.none")
	c.check(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	body := RelationStated{c.Relation, c.From, c.To, c.Type, c.Label}
	if old == nil {
		body.Relation = m.NewID()
		return []Entry{m.write(body, about(c.From, c.To), valid(c.Valid))}, nil
	}
	body.Relation = old.Relation
	if body == old.RelationStated && c.Valid == old.Valid {
		return nil, nil
	}
	return []Entry{m.write(body, about(c.From, c.To), valid(c.Valid), correcting(old.Entry))}, nil
}

func (c StateRelation) check(v *check) {
	from, to := v.person("from", c.From), v.person("to", c.To)
	v.field(c.From == c.To, "to", "dossier.relation.self")
	v.oneOf("type", c.Type, "dossier.relation.type", "parent", "partner", "grandparent", "sibling", "other")
	v.short("label", c.Label, mostTitle)
	v.period(c.Valid)
	older := c.Type == "parent" || c.Type == "grandparent"
	known := !from.Birth.IsZero() && !to.Birth.IsZero()
	v.field(older && known && to.Birth.Latest().Before(from.Birth.Earliest()), "from", "dossier.relation.older")
	v.field(c.Type == "parent" && v.d.descends(c.From, c.To), "from", "dossier.relation.circle")
}

// old gives the relation that is restated: the one named, or the same one in overlapping days.
func (c StateRelation) old(d *Dossier) *Relation {
	return find(d.Relations, func(r *Relation) bool {
		if c.Relation != "" {
			return r.Relation == c.Relation
		}
		same := r.From == c.From && r.To == c.To || c.Type == "partner" && r.From == c.To && r.To == c.From
		return same && r.Type == c.Type && r.Valid.Overlaps(c.Valid)
	})
}

// descends tells whether a person is a child, grandchild … of another, as relations say.
func (d *Dossier) descends(person, from ID) bool {
	reached := []ID{from}
	for i := 0; i < len(reached); i++ {
		for _, r := range d.Relations {
			if r.Type == "parent" && r.From == reached[i] && !slices.Contains(reached, r.To) {
				reached = append(reached, r.To)
			}
		}
	}
	return slices.Contains(reached[1:], person)
}

func (c StateCustody) Name() string       { return "state-custody" }
func (c StateCustody) Need(*Dossier) Need { return Need{Action: ActFamily} }

// Decide ends the earlier custody the day before a new one begins; one from the
// same day restates it.
func (c StateCustody) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StateCustody", d, m)
	c.check(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	body := CustodyStated{c.Child, c.Code, c.Parent1, c.Parent2, c.Third}
	var entries []Entry
	stated := m.write(body, about(c.Child), valid(c.Valid))
	for _, old := range d.Custody {
		switch {
		case old.Child != c.Child || !old.Valid.Holds(c.Valid.From) && old.Valid.From != c.Valid.From:
		case old.Valid == c.Valid && old.same(body):
			return nil, nil
		case old.Valid.From == c.Valid.From || c.Valid.From.IsZero():
			stated.Corrects = old.Entry
		default:
			until := nl.Span{From: old.Valid.From, Until: c.Valid.From.AddDays(-1)}
			entries = append(entries, m.write(old.CustodyStated, about(c.Child), valid(until), correcting(old.Entry)))
		}
	}
	return append(entries, stated), nil
}

func (c StateCustody) check(v *check) {
	v.person("child", c.Child)
	v.oneOf("code", c.Code, "dossier.custody.code", "1", "2", "12", "1D", "2D", "D", "3D")
	for name, id := range map[string]ID{"parent1": c.Parent1, "parent2": c.Parent2} {
		if id != "" {
			v.person(name, id)
			v.field(id == c.Child, name, "dossier.custody.self")
		}
	}
	v.field(c.Parent1 != "" && c.Parent1 == c.Parent2, "parent2", "dossier.custody.twice")
	for _, id := range c.Third {
		v.person("third", id)
	}
	v.period(c.Valid)
}

func (b CustodyStated) same(o CustodyStated) bool {
	return b.Child == o.Child && b.Code == o.Code && b.Parent1 == o.Parent1 && b.Parent2 == o.Parent2 && slices.Equal(b.Third, o.Third)
}
