package casework

import (
	"context"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Registry answers what the population register (BRP) knows about a person and
// their family. In the demonstration it is made up; elsewhere it is a door to
// the register's own service.
type Registry interface {
	// Record gives the family of the person with this BSN; NotFound when unknown.
	Record(ctx context.Context, bsn string) (Record, error)
}

// Record is a person with their registered family: persons are named by their
// place in Persons, the asked one being 0.
type Record struct {
	Persons   []dossier.NewPerson
	Moved     []nl.Date // since when each lives at their address
	Relations []RegisteredRelation
	Custody   []RegisteredCustody
}

// RegisteredRelation is a relation between two of Record.Persons.
type RegisteredRelation struct {
	From, To int
	Type     string // parent, partner
	Valid    nl.Span
}

// RegisteredCustody is who has custody of one of Record.Persons; -1 is nobody.
type RegisteredCustody struct {
	Child, Parent1, Parent2 int
	Code                    string
	Valid                   nl.Span
}

// TakeRegistered takes over what the population register knows of the family
// of a person in the dossier: persons, relations, custody and stays, in one
// transaction. Persons whom the dossier knows by BSN are not stated twice.
func (o *Office) TakeRegistered(ctx context.Context, id, person dossier.ID, from Registry) (Done, error) {
	const op = "casework.TakeRegistered"
	whole, err := o.whole(ctx, id)
	if err != nil {
		return Done{}, err
	}
	known, ok := whole.Person(person)
	if !ok || known.BSN == "" {
		return Done{}, fault.New(fault.Conflict, op, "casework.registry.nobsn")
	}
	record, err := from.Record(ctx, known.BSN)
	if err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	fresh := unknown(whole, record)
	if len(fresh) == 0 {
		return Done{}, fault.New(fault.Conflict, op, "casework.registry.nothing")
	}
	first := dossier.StatePerson{NewPerson: fresh[0]}
	return o.Do(ctx, Wish{
		Dossier: id, Command: first, Typed: registered(fresh),
		Then: func(after *dossier.Dossier) ([]dossier.Command, error) {
			var rest []dossier.Command
			for _, p := range fresh[1:] {
				rest = append(rest, dossier.StatePerson{NewPerson: p})
			}
			return rest, nil
		},
		Last: func(after *dossier.Dossier) ([]dossier.Command, error) { return record.ties(after), nil },
	})
}

// whole gives the unredacted dossier to this package alone, for matching
// persons by numbers that the caller may not see; the caller must be let in
// for their purpose, and the look is durable.
func (o *Office) whole(ctx context.Context, id dossier.ID) (*dossier.Dossier, error) {
	if _, err := o.Open(ctx, id); err != nil {
		return nil, err
	}
	return o.load(ctx, id)
}

// unknown gives the registered persons whom the dossier does not hold by BSN.
func unknown(d *dossier.Dossier, r Record) []dossier.NewPerson {
	var fresh []dossier.NewPerson
	for _, p := range r.Persons {
		if byBSN(d, p.BSN) == "" {
			fresh = append(fresh, p)
		}
	}
	return fresh
}

func byBSN(d *dossier.Dossier, bsn string) dossier.ID {
	for _, p := range d.Persons {
		if p.BSN == bsn {
			return p.ID
		}
	}
	return ""
}

// ties gives the relations, custody and stays of the record between persons
// that the dossier now holds.
func (r Record) ties(d *dossier.Dossier) []dossier.Command {
	id := func(i int) dossier.ID {
		if i < 0 || i >= len(r.Persons) {
			return ""
		}
		return byBSN(d, r.Persons[i].BSN)
	}
	var commands []dossier.Command
	for _, rel := range r.Relations {
		commands = append(commands, dossier.StateRelation{From: id(rel.From), To: id(rel.To), Type: rel.Type, Valid: rel.Valid})
	}
	for _, c := range r.Custody {
		commands = append(commands, dossier.StateCustody{Child: id(c.Child), Code: c.Code, Parent1: id(c.Parent1), Parent2: id(c.Parent2), Valid: c.Valid})
	}
	for i, p := range r.Persons {
		if _, ok := d.StayOf(id(i), r.moved(i)); ok || p.Address.Postcode == "" {
			continue
		}
		commands = append(commands, dossier.StateStay{Person: id(i), Address: p.Address, Secret: p.Secret, Valid: nl.Span{From: r.moved(i)}})
	}
	return commands
}

func (r Record) moved(i int) nl.Date {
	if i < len(r.Moved) {
		return r.Moved[i]
	}
	return nl.Date{}
}

// registered counts what came from the register as reused: nobody typed it.
func registered(persons []dossier.NewPerson) []Typed {
	var typed []Typed
	for _, p := range persons {
		typed = append(typed,
			Typed{Item: "person.family", Value: p.Name.Family, How: Reused},
			Typed{Item: "person.given", Value: p.Name.Given, How: Reused},
			Typed{Item: "person.birth", Value: p.Birth.String(), How: Reused},
			Typed{Item: "person.bsn", Value: p.BSN, How: Reused})
		for item, value := range map[string]string{"contact.phone": p.Phone, "address.postcode": p.Address.Postcode} {
			if value != "" {
				typed = append(typed, Typed{Item: item, Value: value, How: Reused})
			}
		}
	}
	return typed
}
