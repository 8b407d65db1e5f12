package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c StatePerson) Name() string       { return "state-person" }
func (c StatePerson) Need(*Dossier) Need { return Need{Action: ActFamily, Person: c.Person} }

// Decide changes contact and address of a person who is restated only when they are given.
func (c StatePerson) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StatePerson", d, m)
	if c.Person != "" {
		v.person("person", c.Person)
	}
	p := c.NewPerson.checked(v, "", c.Person)
	v.notFuture("deceased", c.Deceased)
	v.notBefore("deceased", p.Birth, c.Deceased)
	if err := v.err(); err != nil {
		return nil, err
	}
	old, restated := d.Person(c.Person)
	if !restated {
		c.Person = m.NewID()
	}
	entries := p.entries(m, c.Person)
	stated := entries[0].Body.(PersonStated) // entries begins with it
	stated.Deceased = c.Deceased
	entries[0].Body, entries[0].Corrects = stated, old.Entry
	if restated && !p.Address.IsZero() {
		return append(entries[:len(entries)-1], moveTo(d, m, c.Person, p)...), nil
	}
	return entries, nil
}

// moveTo states a new address of a known person from today; the same address
// is not stated twice.
func moveTo(d *Dossier, m Moment, person ID, p NewPerson) []Entry {
	if now, ok := d.StayOf(person, m.Today()); ok && now.Address.Same(p.Address) && now.Secret == p.Secret {
		return nil
	}
	return settle(d, m, StayStated{m.NewID(), person, p.Address, p.Secret}, nl.Span{From: m.Today()})
}

func (c StateStay) Name() string { return "state-stay" }
func (c StateStay) Need(*Dossier) Need {
	n := Need{Action: ActFamily, Person: c.Person}
	if c.Secret {
		n.Compartment = CompartmentAddress
	}
	return n
}

func (c StateStay) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StateStay", d, m)
	old := find(d.Stays, func(s *Stay) bool { return c.Stay != "" && s.Stay == c.Stay })
	v.missing(c.Stay != "" && old == nil, "dossier.stay.none")
	if c.Person == "" && old != nil {
		c.Person = old.Person
	}
	v.person("person", c.Person)
	c.Address = c.Address.checked(v, "")
	v.field(c.Address.IsZero(), "street", "dossier.stay.address")
	v.period(c.Valid)
	if err := v.err(); err != nil {
		return nil, err
	}
	if old != nil {
		body := StayStated{c.Stay, c.Person, c.Address, c.Secret}
		return []Entry{m.write(body, about(c.Person), valid(c.Valid), secret(c.Secret), correcting(old.Entry))}, nil
	}
	return settle(d, m, StayStated{m.NewID(), c.Person, c.Address, c.Secret}, c.Valid), nil
}

// settle states a new stay between the others of the person: the one before
// ends the day before it, and it ends itself before the next that is known.
func settle(d *Dossier, m Moment, stay StayStated, span nl.Span) []Entry {
	var entries []Entry
	if span.From.IsZero() && slices.ContainsFunc(d.Stays, func(s Stay) bool { return s.Person == stay.Person }) {
		span.From = m.Today()
	}
	for _, s := range d.Stays {
		if s.Person != stay.Person || span.From.IsZero() {
			continue
		}
		switch {
		case !s.Valid.From.IsZero() && s.Valid.From.After(span.From):
			if before := s.Valid.From.AddDays(-1); span.Until.IsZero() || span.Until.After(before) {
				span.Until = before
			}
		case s.Valid.Holds(span.From):
			until := nl.Span{From: s.Valid.From, Until: span.From.AddDays(-1)}
			entries = append(entries, m.write(s.StayStated, about(s.Person), valid(until), secret(s.Secret), correcting(s.Entry)))
		}
	}
	return append(entries, m.write(stay, about(stay.Person), valid(span), secret(stay.Secret)))
}

// notBefore wants a later day not before an earlier one, when both are known.
func (c *check) notBefore(name string, earlier, later nl.Date) {
	c.field(!earlier.IsZero() && !later.IsZero() && later.Latest().Before(earlier.Earliest()), name, "dossier.period")
}
