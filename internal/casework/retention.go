package casework

import (
	"context"
	"fmt"
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Kept is a closed dossier with how long each class of its data is kept.
type Kept struct {
	Dossier dossier.ID
	Name    string
	Terms   []dossier.Term // the first to be over first
	Due     bool           // one of them is over
	// Shared are, per person who asked for erasure, the entries about that person
	// and others: which there are, never what they hold.
	Shared map[dossier.ID][]SharedEntry
}

// SharedEntry is an entry about one person and others.
type SharedEntry struct {
	ID     dossier.ID
	Kind   string
	On     nl.Date // when it was recorded, in Amsterdam
	Others int     // whom else it is about
}

// keptMost is how many closed dossiers one list weighs, oldest term first.
const keptMost = 200

// DueForErasure lists what the privacy officer must decide on because its term
// of keeping is over, with the law and the date; a class of data of which the
// term is over shows also when another class of the dossier is still kept.
func (o *Office) DueForErasure(ctx context.Context) ([]Kept, error) {
	const op = "casework.DueForErasure"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.SignIn, op, err)
	}
	rows, err := o.Store.Kept(ctx, ask.Who.Municipality, keptMost)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	ids := make([]dossier.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.Dossier
	}
	all, err := o.loadAll(ctx, ids)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	var due []Kept
	for _, d := range all {
		if may := o.Access.May(d, ask, dossier.DecideErasure{}.Need(d)); !may.Allow {
			continue
		}
		kept := Kept{Dossier: d.ID, Name: d.Name, Terms: d.Terms(o.Law, today(ask))}
		if kept.Due = len(kept.Terms) > 0 && kept.Terms[0].Due; kept.Due {
			due = append(due, kept)
		}
	}
	return due, o.listed(ctx, ask, "list", fmt.Sprintf("retention %d", len(due)))
}

// Retention gives the privacy officer how long each class of data in a dossier
// is kept, and the entries about a person and others, of which each must be named
// to go with that person's.
func (o *Office) Retention(ctx context.Context, id dossier.ID) (Kept, error) {
	const op = "casework.Retention"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return Kept{}, fault.Wrap(fault.SignIn, op, err)
	}
	if _, err := o.Open(ctx, id); err != nil {
		return Kept{}, err
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return Kept{}, fault.Wrap(fault.Unavailable, op, err)
	}
	if may := o.Access.May(d, ask, dossier.DecideErasure{}.Need(d)); !may.Allow {
		return Kept{}, denied(op, may)
	}
	kept := Kept{Dossier: d.ID, Name: d.Name, Terms: d.Terms(o.Law, today(ask))}
	kept.Due = len(kept.Terms) > 0 && kept.Terms[0].Due
	for _, x := range d.Erasures {
		if x.State == dossier.ErasureOpen {
			if kept.Shared == nil {
				kept.Shared = map[dossier.ID][]SharedEntry{}
			}
			kept.Shared[x.Person] = sharedBy(d, x.Person)
		}
	}
	return kept, nil
}

// sharedBy gives the entries about a person and others, oldest first.
func sharedBy(d *dossier.Dossier, person dossier.ID) []SharedEntry {
	var list []SharedEntry
	for _, e := range d.Entries {
		switch e.Body.(type) {
		case dossier.Gone, dossier.ErasureDecided, dossier.DataErased:
			continue
		}
		about := dossier.Persons(e)
		if len(about) > 1 && slices.Contains(about, person) {
			list = append(list, SharedEntry{ID: e.ID, Kind: e.Body.Kind(), On: nl.On(e.At), Others: len(about) - 1})
		}
	}
	return list
}
