package casework

import (
	"context"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Told is what a sign-in provider tells about a resident.
type Told struct {
	BSN    string
	Given  string
	Family string
	Birth  string // yyyy-mm-dd
}

// CitizenAccount gives the account of a resident who signs in with a BSN, and
// makes it when there is none (made is then true). Someone who was invited into
// a dossier before finds it by the same keyed hash.
func (o *Office) CitizenAccount(ctx context.Context, told Told) (user dossier.ID, made bool, err error) {
	const op = "casework.CitizenAccount"
	bsn, err := nl.ParseBSN(told.BSN)
	if err != nil {
		return "", false, &fault.Error{Code: fault.SignIn, Op: op, Key: "signin.nobsn", Err: err}
	}
	name := o.accountNames(string(bsn), "")[0]
	known, err := o.Store.Fact(ctx, name)
	switch {
	case err == nil && known != "":
		return dossier.ID(known), false, nil
	case err != nil && !fault.Is(err, fault.NotFound):
		return "", false, fault.Wrap(fault.Unavailable, op, err)
	}
	profile := Profile{Name: nl.Name{Given: strings.TrimSpace(told.Given), Family: strings.TrimSpace(told.Family)}, BSN: string(bsn)}
	if birth, err := nl.ParseDate(told.Birth); err == nil {
		profile.Birth = birth
	}
	user = o.NewID(ctx)
	sealed, err := o.SealProfile(ctx, user, profile)
	if err != nil {
		return "", false, err
	}
	account := store.User{ID: user, Kind: access.Citizen, Name: profile.Name.Informal(), Active: true, Profile: sealed}
	if err := o.Store.PutUsers(ctx, []store.User{account}); err != nil {
		return "", false, fault.Wrap(fault.Unavailable, op, err)
	}
	return user, true, o.RememberAccount(ctx, user, profile)
}

// SubjectHash gives the keyed hash under which the subject of a sign-in
// provider is kept: the archive alone does not tell who signs in by what.
func (o *Office) SubjectHash(issuer, subject string) []byte {
	return o.Vault.Token("signin.subject", issuer+"\x00"+subject)
}

// OutsideSessionHash gives the keyed hash of a session at a sign-in provider.
func (o *Office) OutsideSessionHash(issuer, sid string) []byte {
	return o.Vault.Token("signin.sid", issuer+"\x00"+sid)
}
