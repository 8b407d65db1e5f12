package casework

import (
	"context"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// How a value reached a form.
const (
	TypedNew  = ""          // a person typed it
	Reused    = "reused"    // it was shown from the dossier or a message, and kept
	Confirmed = "confirmed" // it was shown and explicitly confirmed
	Corrected = "corrected" // it was shown and changed
)

// Typed is one value that reached a command through a form or a call.
type Typed struct {
	Item   string     // data item, as dossier.Held names them: "person.birth", "goal.words"
	Person dossier.ID // whom it is about, if one
	Value  string
	How    string // TypedNew, Reused, Confirmed or Corrected
}

// meter counts how the values of a wish were come by. A value that a person
// typed while the dossier held it already, where they may see it, is counted
// as typed again: the count that must stay 0.
func (o *Office) meter(ctx context.Context, caller Caller, ask access.Ask, w Wish, before *dossier.Dossier) {
	if len(w.Typed) == 0 {
		return
	}
	m := store.Meter{Org: ask.Who.Org, Flow: caller.Flow, Day: nl.On(ask.Now)}
	var held []dossier.Item
	if before.Version > 0 {
		if view, err := o.Access.View(before, ask); err == nil {
			held = dossier.Held(view.Dossier)
		}
	}
	for _, t := range identified(held, w.Typed) {
		count(&m, held, t)
	}
	if err := o.Store.Count(ctx, m); err != nil {
		o.Log.WarnContext(ctx, "retype meter out of reach", "err", err)
	}
}

// nobody stands for a person whom the dossier does not hold yet.
const nobody dossier.ID = "-"

// identified says whom values about an unnamed person are about: the person of
// whom everything typed is held already, for that one was stated twice; else
// someone new, who may well share a surname with the family.
func identified(held []dossier.Item, typed []Typed) []Typed {
	who := nobody
	for _, h := range held {
		if h.Person != "" && twin(held, typed, h.Person) {
			who = h.Person
			break
		}
	}
	out := slices.Clone(typed)
	for i, t := range out {
		if t.Person == "" && personal(t.Item) {
			out[i].Person = who
		}
	}
	return out
}

// twin tells whether everything typed about an unnamed person is held of this one.
func twin(held []dossier.Item, typed []Typed, person dossier.ID) bool {
	same := 0
	for _, t := range typed {
		if t.Person != "" || !strings.HasPrefix(t.Item, "person.") {
			continue
		}
		t.Person = person
		if !isHeld(held, t) {
			return false
		}
		same++
	}
	return same > 0
}

// personal tells whether a data item is about one person.
func personal(item string) bool {
	return strings.HasPrefix(item, "person.") || strings.HasPrefix(item, "contact.") || strings.HasPrefix(item, "address.")
}

func count(m *store.Meter, held []dossier.Item, t Typed) {
	switch t.How {
	case Reused:
		m.Reused++
	case Confirmed:
		m.Confirmed++
	case Corrected:
		m.Corrected++
	default:
		if isHeld(held, t) {
			m.Retyped++
			return
		}
		m.New++
	}
}

func isHeld(held []dossier.Item, t Typed) bool {
	value := dossier.NormaliseItem(t.Item, t.Value)
	if value == "" {
		return false
	}
	for _, h := range held {
		if h.Name == t.Item && h.Value == value && (t.Person == "" || h.Person == "" || h.Person == t.Person) {
			return true
		}
	}
	return false
}

// Meters gives the counts of the caller's organisation since a day; a process
// director sees all organisations.
func (o *Office) Meters(ctx context.Context, since nl.Date) ([]store.Meter, error) {
	const op = "casework.Meters"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.SignIn, op, err)
	}
	org := ask.Who.Org
	if o.Access.MayDirect(ask, "", "").Allow {
		org = ""
	} else if org == "" {
		return nil, fault.New(fault.Forbidden, op, "")
	}
	meters, err := o.Store.Meters(ctx, org, since)
	return meters, fault.Wrap(fault.Unavailable, op, err)
}
