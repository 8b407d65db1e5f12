package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Kinds of changes of the directory and the settings; they are kept with every
// row and never change.
const (
	ChangeOrg     = "org"
	ChangeAccount = "account"
)

// staffRoles are the roles that an administrator can give, and to whom: "" to
// every organisation, else only to those on the municipality's side.
var staffRoles = []struct{ role, party string }{
	{"worker", ""}, {"lead", ""}, {"planner", ""}, {"admin", ""},
	{"decider", "municipality"}, {"director", "municipality"}, {"privacy", "municipality"},
}

// GivableRoles are the roles that can be given to staff of a kind of organisation.
func GivableRoles(kind string) []string {
	var roles []string
	for _, r := range staffRoles {
		if r.party == "" || onMunicipalSide(kind) {
			roles = append(roles, r.role)
		}
	}
	return roles
}

func onMunicipalSide(kind string) bool { return kind == "municipality" || kind == "neighbourhood_team" }

// administrator lets an administrator through, for one organisation: their own,
// or for the administrator of a municipality one that works there.
func (o *Office) administrator(ctx context.Context, op string, org *store.Org) (access.Ask, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return ask, fault.Wrap(fault.SignIn, op, err)
	}
	here := &dossier.Dossier{Municipality: ask.Who.Municipality}
	if d := o.Access.May(here, ask, dossier.Need{Action: dossier.ActAdminister}); !d.Allow {
		return ask, denied(op, d)
	}
	if org != nil && !administers(ask.Who, *org) {
		return ask, fault.New(fault.NotFound, op, "") // that it exists is not theirs to learn
	}
	return ask, nil
}

// administers tells whether an organisation is one of the administrator's.
func administers(who access.Who, org store.Org) bool {
	return org.ID == who.Org || who.OrgKind == "municipality" && who.Municipality != "" && org.Municipality == who.Municipality
}

// AdminOrgs gives the organisations that the caller administers, closed ones
// among them, by name.
func (o *Office) AdminOrgs(ctx context.Context) ([]store.Org, error) {
	const op = "casework.AdminOrgs"
	ask, err := o.administrator(ctx, op, nil)
	if err != nil {
		return nil, err
	}
	if ask.Who.OrgKind != "municipality" {
		own, err := o.Store.Org(ctx, ask.Who.Org)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		return []store.Org{own}, nil
	}
	orgs, err := o.Store.Orgs(ctx, "", ask.Who.Municipality)
	return orgs, fault.Wrap(fault.Unavailable, op, err)
}

// AdminOrg gives one organisation with its accounts, by name.
func (o *Office) AdminOrg(ctx context.Context, id dossier.ID) (store.Org, []store.User, error) {
	const op = "casework.AdminOrg"
	org, err := o.Store.Org(ctx, id)
	if err != nil {
		return store.Org{}, nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if _, err := o.administrator(ctx, op, &org); err != nil {
		return store.Org{}, nil, err
	}
	users, err := o.Store.UsersOf(ctx, id)
	if err != nil {
		return store.Org{}, nil, fault.Wrap(fault.Unavailable, op, err)
	}
	slices.SortFunc(users, func(a, b store.User) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return org, users, nil
}

// AdminUser gives one account of staff, its organisation, and how many families
// they lead.
func (o *Office) AdminUser(ctx context.Context, id dossier.ID) (store.User, store.Org, int64, error) {
	const op = "casework.AdminUser"
	user, err := o.Store.User(ctx, id)
	if err == nil && user.Kind != access.Staff {
		err = fault.New(fault.NotFound, op, "") // residents are nobody's to administer
	}
	if err != nil {
		return store.User{}, store.Org{}, 0, fault.Wrap(fault.Unavailable, op, err)
	}
	org, err := o.Store.Org(ctx, user.Org)
	if err != nil {
		return store.User{}, store.Org{}, 0, fault.Wrap(fault.Unavailable, op, err)
	}
	if _, err := o.administrator(ctx, op, &org); err != nil {
		return store.User{}, store.Org{}, 0, err
	}
	leads, err := o.Store.LeadCount(ctx, id)
	return user, org, leads, fault.Wrap(fault.Unavailable, op, err)
}

// KeepOrg makes or changes an organisation; with ID "" a new one. Only the
// administrator of a municipality makes organisations, and they work there.
func (o *Office) KeepOrg(ctx context.Context, org store.Org) (dossier.ID, error) {
	const op = "casework.KeepOrg"
	ask, err := o.administrator(ctx, op, nil)
	if err != nil {
		return "", err
	}
	var was store.Org
	switch {
	case org.ID != "":
		if was, _, err = o.AdminOrg(ctx, org.ID); err != nil {
			return "", err
		}
		org.Kind, org.Municipality = was.Kind, was.Municipality // what it is does not change: grounds hang on it
	case ask.Who.OrgKind != "municipality":
		return "", fault.New(fault.Forbidden, op, "")
	default:
		org.ID, org.Municipality, org.Active = o.NewID(ctx), ask.Who.Municipality, true
	}
	org, err = o.checkedOrg(ctx, org, ask)
	if err != nil {
		return "", err
	}
	return org.ID, o.change(ctx, ask, ChangeOrg, string(org.ID), differences(orgFacts(was), orgFacts(org)), []store.Org{org}, nil)
}

// KeepUser makes or changes an account of staff; with ID "" a new one.
func (o *Office) KeepUser(ctx context.Context, user store.User) (dossier.ID, error) {
	const op = "casework.KeepUser"
	var was store.User
	var leads int64
	var err error
	if user.ID != "" {
		if was, _, leads, err = o.AdminUser(ctx, user.ID); err != nil {
			return "", err
		}
		user.Org, user.Profile = was.Org, was.Profile
	}
	org, colleagues, err := o.AdminOrg(ctx, user.Org)
	if err != nil {
		return "", err
	}
	ask, err := o.administrator(ctx, op, &org)
	if err != nil {
		return "", err
	}
	if user.ID == "" {
		user.ID, user.Active = o.NewID(ctx), true
	}
	user.Kind = access.Staff
	if user, err = checkedUser(user, was, org, colleagues, ask, leads); err != nil {
		return "", err
	}
	if err := o.change(ctx, ask, ChangeAccount, string(user.ID), differences(userFacts(was), userFacts(user)), nil, []store.User{user}); err != nil {
		return "", err
	}
	if was.Active && !user.Active { // the next request is refused as it is; this clears the list of sessions too
		return user.ID, fault.Wrap(fault.Unavailable, op, o.Store.EndSessionsOf(ctx, user.ID))
	}
	return user.ID, nil
}

// EndSessionsOf signs a member of staff out everywhere.
func (o *Office) EndSessionsOf(ctx context.Context, id dossier.ID) error {
	const op = "casework.EndSessionsOf"
	if _, _, _, err := o.AdminUser(ctx, id); err != nil {
		return err
	}
	ask, err := o.administrator(ctx, op, nil)
	if err != nil {
		return err
	}
	if err := o.Store.EndSessionsOf(ctx, id); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return o.change(ctx, ask, ChangeAccount, string(id), []Difference{{Field: "sessions", Was: "", Is: ""}}, nil, nil)
}

// change writes a change with what it was and is. Nothing that differs: nothing
// is written.
func (o *Office) change(ctx context.Context, ask access.Ask, kind, subject string, facts []Difference, orgs []store.Org, users []store.User, settings ...store.Setting) error {
	const op = "casework.change"
	if len(facts) == 0 {
		return nil
	}
	plain, err := json.Marshal(facts)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	c := store.Change{Home: ask.Who.Org, At: ask.Now, ID: o.NewID(ctx), User: ask.Who.User, Kind: kind, Subject: subject}
	if c.Detail, err = o.Vault.Seal(ctx, changeOwner, changeContext(c), plain); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.Change(ctx, c, orgs, users, settings))
}

// changeOwner is the owner of the key that seals what administrators changed.
const changeOwner = "directory"

func changeContext(c store.Change) string { return fmt.Sprintf("change/%s/%s", c.Home, c.ID) }
