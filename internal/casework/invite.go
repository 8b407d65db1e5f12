package casework

import (
	"context"
	"encoding/hex"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// invited is how long a family or network member stays involved before it is
// looked at again.
const invited = 365 // days

// RememberAccount makes an account findable by what the sign-in provider told:
// keyed hashes of BSN and phone number, so that a family member who is invited
// by who they are signs in with their own account.
func (o *Office) RememberAccount(ctx context.Context, user dossier.ID, p Profile) error {
	const op = "casework.RememberAccount"
	for _, name := range o.accountNames(p.BSN, p.Phone) {
		if err := o.Store.SetFact(ctx, name, string(user)); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return nil
}

func (o *Office) accountNames(bsn, phone string) []string {
	var names []string
	if bsn != "" {
		names = append(names, "account:"+hex.EncodeToString(o.Vault.Token("account.bsn", bsn)))
	}
	if number, err := nl.ParsePhone(phone); err == nil {
		names = append(names, "account:"+hex.EncodeToString(o.Vault.Token("account.phone", number.E164)))
	}
	return names
}

// Invite gives a person of the dossier their own place in it: a family member
// by right (AVG art. 15), someone of the network for the tasks they take on.
// Conflict when no account belongs to who they are.
func (o *Office) Invite(ctx context.Context, id, person dossier.ID, key string) (Done, error) {
	const op = "casework.Invite"
	whole, err := o.whole(ctx, id)
	if err != nil {
		return Done{}, err
	}
	p, ok := whole.Person(person)
	if !ok {
		return Done{}, fault.New(fault.NotFound, op, "")
	}
	user, err := o.accountOf(ctx, p)
	if err != nil {
		return Done{}, err
	}
	day := nl.On(o.Now(ctx))
	place := dossier.Involve{
		Subject: dossier.Subject{User: user, Person: person}, Called: p.Name.Informal(), Phone: p.Phone,
		Role: "family", Purpose: "own", Ground: "avg.15", Scope: dossier.ScopeParts, Persons: []dossier.ID{person},
		Domains: []string{"*"}, Valid: nl.Span{From: day, Until: day.AddDays(invited)},
	}
	if p.Network {
		place.Role, place.Purpose, place.Ground = "network", "help", "avg.6.1a" // of parts only their own; tasks come with being held
	}
	return o.Do(ctx, Wish{Dossier: id, Command: place, Key: key})
}

func (o *Office) accountOf(ctx context.Context, p dossier.Person) (dossier.ID, error) {
	const op = "casework.accountOf"
	for _, name := range o.accountNames(p.BSN, p.Phone) {
		user, err := o.Store.Fact(ctx, name)
		if err == nil && user != "" {
			return dossier.ID(user), nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return "", fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return "", fault.New(fault.Conflict, op, "casework.invite.noaccount", "name", p.Name.First())
}
