package casework

import (
	"context"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// LookList is a page of looks, newest first.
type LookList struct {
	Items []store.Look
	Next  string
}

// LooksOf tells who looked into a dossier: for the family itself, and for the
// privacy officer. Reading it is a look too.
func (o *Office) LooksOf(ctx context.Context, id dossier.ID, before string, n int) (LookList, error) {
	const op = "casework.LooksOf"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return LookList{}, fault.Wrap(fault.SignIn, op, err)
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return LookList{}, fault.Wrap(fault.NotFound, op, err)
	}
	may := o.Access.MayLooks(d, ask)
	if !may.Allow {
		return LookList{}, fault.New(fault.NotFound, op, "")
	}
	look := o.lookOf(o.NewID(ctx), ask, may, d, "looks")
	if _, err := o.Store.Look(ctx, look); err != nil {
		return LookList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	items, next, err := o.Store.LooksOf(ctx, id, before, limit(n))
	if err != nil {
		return LookList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return LookList{Items: o.told(d, ask, signed(d, items)), Next: next}, nil
}

// signed names the family members who looked: their names stand sealed in the
// dossier, not in the rows.
func signed(d *dossier.Dossier, looks []store.Look) []store.Look {
	for i, l := range looks {
		if p, ok := d.Person(l.Person); ok && l.Name == "" {
			looks[i].Name = p.Name.Informal()
		}
	}
	return looks
}

// told leaves of looks what the reader may know: a family member hears nothing
// of looks for safety's sake while a safety matter runs, of persons whom they may
// not know, of parts that they may not read, or of what someone else wrote. The privacy officer, whose
// view has no parts, reads all of it.
func (o *Office) told(d *dossier.Dossier, ask access.Ask, looks []store.Look) []store.Look {
	if ask.Who.Kind != access.Citizen {
		return looks
	}
	view, err := o.Access.View(d, ask)
	if err != nil {
		return nil
	}
	var out []store.Look
	for _, l := range looks {
		mine := l.User == ask.Who.User
		if !mine && (delayed(d, l) || unheard(view, l)) {
			continue
		}
		switch {
		case l.Action == "command" && !mine:
			l.Parts = ""
		case (l.Action == "open" || l.Action == lookDocument) && !mine:
			l.Parts = partsOf(slices.DeleteFunc(ReadParts(l.Parts), func(p dossier.Part) bool { return !slices.Contains(view.Read, p) }))
		}
		out = append(out, l)
	}
	return out
}

// unheard tells whether a look by someone else is not for this family member
// to hear of: it would tell of a compartment that is shut to them.
func unheard(view *access.View, l store.Look) bool {
	if l.Action == "command" && l.Person != "" && slices.Contains(privateDeeds, l.Parts) {
		return true
	}
	if l.Action == "command" && slices.Contains(talkDeeds, l.Parts) && !partakes(view, l) {
		return true
	}
	_, known := view.Dossier.Person(l.Person)
	return l.Person != "" && !known
}

// purposeSafety is the purpose of what lies in the safety compartment.
const purposeSafety = "safety"
