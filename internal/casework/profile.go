package casework

import (
	"context"
	"encoding/json"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Profile is what the sign-in provider and the population register tell about
// a citizen, so that nobody has to type it. It is stored sealed.
type Profile struct {
	Name         nl.Name         `json:"name"`
	Birth        nl.Date         `json:"birth,omitzero"`
	Sex          string          `json:"sex,omitempty"`
	BSN          string          `json:"bsn,omitempty"`
	Phone        string          `json:"phone,omitempty"`
	Email        string          `json:"email,omitempty"`
	Address      dossier.Address `json:"address,omitzero"`
	Secret       bool            `json:"secret,omitempty"` // the address is secret
	Municipality string          `json:"municipality,omitempty"`
}

// Person gives the profile as a new person of a dossier.
func (p Profile) Person() dossier.NewPerson {
	return dossier.NewPerson{
		Name: p.Name, Birth: p.Birth, Sex: p.Sex, BSN: p.BSN, Phone: p.Phone, Email: p.Email,
		Address: p.Address, Secret: p.Secret, Source: "brp",
	}
}

func accountOwner(user dossier.ID) string { return "account:" + string(user) }

const profileContext = "profile"

// SealProfile seals a profile for the directory.
func (o *Office) SealProfile(ctx context.Context, user dossier.ID, p Profile) ([]byte, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "casework.SealProfile", err)
	}
	sealed, err := o.Vault.Seal(ctx, accountOwner(user), profileContext, plain)
	return sealed, fault.Wrap(fault.Unavailable, "casework.SealProfile", err)
}

// Profile gives the caller's own profile; NotFound when there is none.
func (o *Office) Profile(ctx context.Context) (Profile, error) {
	const op = "casework.Profile"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return Profile{}, fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.Kind != access.Citizen {
		return Profile{}, fault.New(fault.NotFound, op, "")
	}
	user, err := o.Store.User(ctx, ask.Who.User)
	if err != nil {
		return Profile{}, fault.Wrap(fault.Unavailable, op, err)
	}
	if len(user.Profile) == 0 {
		return Profile{}, fault.New(fault.NotFound, op, "")
	}
	plain, err := o.Vault.Open(ctx, accountOwner(user.ID), profileContext, user.Profile)
	if err != nil {
		return Profile{}, fault.Wrap(fault.Unavailable, op, err)
	}
	var p Profile
	return p, fault.Wrap(fault.Internal, op, json.Unmarshal(plain, &p))
}
