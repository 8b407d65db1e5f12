package casework

import (
	"context"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Colleagues gives the active staff of an organisation who have a role, for
// choosing whom to ask. Staff may see staff; citizens may not.
func (o *Office) Colleagues(ctx context.Context, org dossier.ID, role string) ([]store.User, error) {
	const op = "casework.Colleagues"
	if err := o.staffOnly(ctx, op); err != nil {
		return nil, err
	}
	users, err := o.Store.UsersOf(ctx, org)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return slices.DeleteFunc(users, func(u store.User) bool {
		return !u.Active || role != "" && !slices.Contains(u.Roles, role)
	}), nil
}

// Organisations gives the active organisations of a kind ("" all) that work in
// a municipality ("" all).
func (o *Office) Organisations(ctx context.Context, kind, municipality string) ([]store.Org, error) {
	const op = "casework.Organisations"
	if err := o.staffOnly(ctx, op); err != nil {
		return nil, err
	}
	orgs, err := o.Store.Orgs(ctx, kind, municipality)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return slices.DeleteFunc(orgs, func(g store.Org) bool { return !g.Active }), nil
}

// Organisation gives one organisation: its name and how to reach it are public.
func (o *Office) Organisation(ctx context.Context, id dossier.ID) (store.Org, error) {
	org, err := o.Store.Org(ctx, id)
	return org, fault.Wrap(fault.Unavailable, "casework.Organisation", err)
}

// TeamOf gives the neighbourhood team that takes requests for help of a
// municipality: its name and phone are public.
func (o *Office) TeamOf(ctx context.Context, municipality string) (store.Org, error) {
	const op = "casework.TeamOf"
	teams, err := o.Store.Orgs(ctx, "neighbourhood_team", municipality)
	if err != nil {
		return store.Org{}, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, team := range teams {
		if team.Active {
			return team, nil
		}
	}
	return store.Org{}, fault.New(fault.NotFound, op, "casework.team")
}

func (o *Office) staffOnly(ctx context.Context, op string) error {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.Kind == access.Citizen {
		return fault.New(fault.Forbidden, op, "")
	}
	return nil
}
