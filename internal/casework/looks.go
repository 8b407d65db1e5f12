package casework

import (
	"context"

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
	look := lookOf(o.NewID(ctx), ask, may, d, "looks")
	if _, err := o.Store.Look(ctx, look); err != nil {
		return LookList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	items, next, err := o.Store.LooksOf(ctx, id, before, limit(n))
	if err != nil {
		return LookList{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return LookList{Items: items, Next: next}, nil
}
