package signin

import (
	"context"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// OfAccount gives an account as someone who is not signed in themselves but holds
// a secret that stands for it, such as the address of their calendar: weak, so
// what is shut by default stays shut. It faults with SignIn when the account or
// its organisation is not active.
func (d *Desk) OfAccount(ctx context.Context, id dossier.ID) (Signed, error) {
	const op = "signin.OfAccount"
	epoch, err := d.Store.Epoch(ctx)
	if err != nil {
		return Signed{}, fault.Wrap(fault.Unavailable, op, err)
	}
	user, err := d.Store.User(ctx, id)
	if err != nil {
		return Signed{}, signInOr(op, err)
	}
	s := Signed{User: user, Epoch: epoch, Weak: true, at: d.Now(), hash: hash("account:" + string(id))}
	if user.Org != "" {
		if s.Org, err = d.Store.Org(ctx, user.Org); err != nil {
			return Signed{}, signInOr(op, err)
		}
	}
	if !user.Active || user.Org != "" && !s.Org.Active {
		return Signed{}, fault.New(fault.SignIn, op, "signin.inactive")
	}
	s.renew = func(ctx context.Context) (Signed, error) { return d.OfAccount(ctx, id) }
	return s, nil
}
