package casework

import (
	"context"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Shared is what everyone at one table may see: of the caller's own view, what
// each of the family members present reads as well.
type Shared struct {
	Goals  []dossier.ID
	Tasks  []dossier.ID
	Parts  []dossier.Part
	Unseen []dossier.ID // present, without a view of their own: nothing can then be shown
}

// Together asks the one predicate for every family member who sits at a table,
// as if each opened the dossier now, and tells what all of them may see. It tells
// nothing that the caller does not read already. The caller must have opened the
// dossier and carry its plan.
func (o *Office) Together(ctx context.Context, view *access.View, present []dossier.ID) (Shared, error) {
	const op = "casework.Together"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return Shared{}, fault.Wrap(fault.SignIn, op, err)
	}
	d, err := o.load(ctx, view.Dossier.ID)
	if err != nil {
		return Shared{}, fault.Wrap(fault.NotFound, op, err)
	}
	if mine, err := o.Access.View(d, ask); err != nil || !o.Access.May(d, ask, dossier.Need{Action: dossier.ActPlan}).Allow {
		return Shared{}, fault.New(fault.NotFound, op, "")
	} else if mine.Seen != view.Seen {
		return Shared{}, fault.New(fault.Conflict, op, "casework.changed")
	}
	s := sharedOf(view.Dossier)
	for _, person := range present {
		asks, err := o.asGuest(ctx, d, ask, dossier.Holder{Kind: dossier.HolderFamily, Person: person})
		if err != nil {
			return Shared{}, err
		}
		theirs, seen := o.sharedWith(d, asks)
		if !seen {
			s.Unseen = append(s.Unseen, person)
		}
		s.keep(theirs)
	}
	return s, nil
}

// sharedOf gives everything that a dossier as someone reads it holds.
func sharedOf(d *dossier.Dossier) Shared {
	var s Shared
	for _, g := range d.Goals {
		s.Goals = append(s.Goals, g.Goal)
	}
	for _, t := range d.Tasks {
		s.Tasks = append(s.Tasks, t.Task)
	}
	for _, p := range d.Parts {
		if !p.Closed {
			s.Parts = append(s.Parts, p.Part)
		}
	}
	return s
}

// sharedWith gives what someone reads by any of the questions that they may put.
func (o *Office) sharedWith(d *dossier.Dossier, asks []access.Ask) (all Shared, seen bool) {
	for _, a := range asks {
		view, err := o.Access.View(d, a)
		if err != nil {
			continue
		}
		s := sharedOf(view.Dossier)
		all.Goals, all.Tasks, all.Parts = append(all.Goals, s.Goals...), append(all.Tasks, s.Tasks...), append(all.Parts, s.Parts...)
		seen = true
	}
	return all, seen
}

// keep leaves only what someone else reads too.
func (s *Shared) keep(theirs Shared) {
	s.Goals = slices.DeleteFunc(s.Goals, func(id dossier.ID) bool { return !slices.Contains(theirs.Goals, id) })
	s.Tasks = slices.DeleteFunc(s.Tasks, func(id dossier.ID) bool { return !slices.Contains(theirs.Tasks, id) })
	s.Parts = slices.DeleteFunc(s.Parts, func(p dossier.Part) bool { return !slices.Contains(theirs.Parts, p) })
}
