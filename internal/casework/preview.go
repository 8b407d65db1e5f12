package casework

import (
	"context"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Preview is what a guest of a meeting would read of its agenda.
type Preview struct {
	Guest dossier.Holder
	Sees  []dossier.ID // of the caller's own agenda, by AgendaItem.On
}

// Preview tells which items of the caller's agenda each guest may read as well:
// it decides as if the guest opened the dossier now, and tells nothing that the
// caller does not read already. The caller must have opened the dossier.
func (o *Office) Preview(ctx context.Context, view *access.View, guests []dossier.Holder) ([]Preview, error) {
	const op = "casework.Preview"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.SignIn, op, err)
	}
	d, err := o.load(ctx, view.Dossier.ID)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, op, err)
	}
	if mine, err := o.Access.View(d, ask); err != nil || !o.Access.May(d, ask, dossier.Need{Action: dossier.ActPlan}).Allow {
		return nil, fault.New(fault.NotFound, op, "")
	} else if mine.Seen != view.Seen {
		return nil, fault.New(fault.Conflict, op, "casework.changed")
	}
	agenda := view.Dossier.Agenda(today(ask))
	all := make([]Preview, 0, len(guests))
	for _, g := range guests {
		p := Preview{Guest: g}
		asks, err := o.asGuest(ctx, d, ask, g)
		if err != nil {
			return nil, err
		}
		for _, item := range agenda {
			if slices.ContainsFunc(asks, func(a access.Ask) bool { return o.reads(d, a, item.On) }) {
				p.Sees = append(p.Sees, item.On)
			}
		}
		all = append(all, p)
	}
	return all, nil
}

// reads tells whether an asker's own agenda names the thing.
func (o *Office) reads(d *dossier.Dossier, ask access.Ask, on dossier.ID) bool {
	view, err := o.Access.View(d, ask)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(view.Dossier.Agenda(today(ask)), func(i dossier.AgendaItem) bool { return i.On == on })
}

// asGuest gives the questions that a guest could put: one per purpose for which
// they are involved.
func (o *Office) asGuest(ctx context.Context, d *dossier.Dossier, ask access.Ask, g dossier.Holder) ([]access.Ask, error) {
	var asks []access.Ask
	for _, i := range d.Involved {
		same := g.Person != "" && i.Subject.Person == g.Person || g.User != "" && i.Subject.User == g.User || g.Org != "" && i.Subject.Org == g.Org
		if !same || !i.Active(today(ask)) {
			continue
		}
		who, err := o.guest(ctx, i, g)
		if err != nil {
			return nil, err
		}
		purpose := i.Purpose
		if who.Kind == access.Citizen && i.Role == "family" {
			purpose = "own"
		}
		asks = append(asks, access.Ask{Who: who, Purpose: purpose, Now: ask.Now})
	}
	return asks, nil
}

// guest gives the asker that an involvement stands for.
func (o *Office) guest(ctx context.Context, i dossier.Involvement, g dossier.Holder) (access.Who, error) {
	if i.Subject.Org == "" && g.Org == "" {
		return access.Who{User: i.Subject.User, Kind: access.Citizen}, nil
	}
	org, err := o.Store.Org(ctx, first(i.Subject.Org, g.Org))
	if err != nil {
		return access.Who{}, fault.Wrap(fault.Unavailable, "casework.guest", err)
	}
	return staffOf(org, first(g.User, i.Subject.User)), nil
}

func staffOf(org store.Org, user dossier.ID) access.Who {
	return access.Who{User: user, Org: org.ID, Kind: access.Staff, OrgKind: org.Kind, Municipality: org.Municipality, Roles: []string{"worker"}, OrgName: org.Name}
}

func first(ids ...dossier.ID) dossier.ID {
	for _, id := range ids {
		if id != "" {
			return id
		}
	}
	return ""
}
