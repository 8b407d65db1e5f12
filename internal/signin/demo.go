package signin

import (
	"context"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Demo lets one choose a person with one click. It can be made only for a
// store that was filled as a demonstration region: outside demo mode there is
// no value of this type, so no door can use it.
type Demo struct{ desk *Desk }

// FactDemo is the fact that marks a store as a demonstration region.
const FactDemo = "demo"

// NewDemo gives the demo's door; Forbidden when the store is not a demonstration region.
func NewDemo(ctx context.Context, desk *Desk) (*Demo, error) {
	const op = "signin.NewDemo"
	mark, err := desk.Store.Fact(ctx, FactDemo)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if mark != "yes" {
		return nil, fault.New(fault.Forbidden, op, "signin.nodemo")
	}
	return &Demo{desk: desk}, nil
}

// MarkDemo marks an empty store as a demonstration region. A store that holds
// anything else is refused, so that real families never get a demo door.
func MarkDemo(ctx context.Context, st store.Store) error {
	const op = "signin.MarkDemo"
	mark, err := st.Fact(ctx, FactDemo)
	switch {
	case err == nil && mark == "yes":
		return nil
	case err != nil && !fault.Is(err, fault.NotFound):
		return fault.Wrap(fault.Unavailable, op, err)
	}
	orgs, err := st.Orgs(ctx, "", "")
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if len(orgs) > 0 {
		return fault.New(fault.Forbidden, op, "signin.notempty")
	}
	return fault.Wrap(fault.Unavailable, op, st.SetFact(ctx, FactDemo, "yes"))
}

// SignIn starts a session as the chosen person and gives its token.
func (d *Demo) SignIn(ctx context.Context, user dossier.ID, lang string) (string, error) {
	return d.desk.Start(ctx, user, lang)
}

// Person gives the account of a person that one may choose.
func (d *Demo) Person(ctx context.Context, user dossier.ID) (store.User, error) {
	account, err := d.desk.Store.User(ctx, user)
	return account, fault.Wrap(fault.Unavailable, "signin.Person", err)
}
