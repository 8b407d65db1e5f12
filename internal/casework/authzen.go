package casework

import (
	"context"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// The kinds of thing that one may ask about from outside.
const (
	AskedDossier = "dossier"
	AskedPart    = "part" // dossier/person/domain; without person the whole family's
)

// The actions that one may ask about beside those of commands.
const (
	AskedView = "view" // see the dossier at all
	AskedRead = "read" // read a part of it
)

// askable are the actions of commands that one may ask about (package dossier).
var askable = []string{
	dossier.ActIntake, dossier.ActLead, dossier.ActFamily, dossier.ActPlan, dossier.ActShare, dossier.ActScore, dossier.ActFile, dossier.ActNote,
	dossier.ActHold, dossier.ActDecide, dossier.ActMessage, dossier.ActAnswer, dossier.ActOwn, dossier.ActClock, dossier.ActClose,
}

// Asked is a question from outside: may this account do this with this thing.
type Asked struct {
	User   dossier.ID // whose access; the caller's own, or of someone in their organisation
	Kind   string     // of thing: AskedDossier or AskedPart
	Thing  string     // its identifier
	Action string
}

// actionAsked is what a look tells of a question about access.
const actionAsked = "access"

// MayThey answers a question about access. Whoever asks learns only of their
// own access, or, for a machine client and for the privacy officer, of that of
// their organisation's people; all else is a deny that tells nothing. The
// question is a look: it is durable before there is an answer.
func (o *Office) MayThey(ctx context.Context, q Asked) (access.Decision, error) {
	const op = "casework.MayThey"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return access.Decision{}, fault.Wrap(fault.SignIn, op, err)
	}
	theirs, err := o.asThey(ctx, ask, q.User)
	if fault.Is(err, fault.NotFound) {
		return o.denied(ctx, ask)
	}
	if err != nil {
		return access.Decision{}, fault.Wrap(fault.Unavailable, op, err)
	}
	id, part, ok := q.thing()
	if !ok {
		return o.denied(ctx, ask)
	}
	d, err := o.load(ctx, id)
	if fault.Is(err, fault.NotFound) || err == nil && d.Version == 0 {
		return o.denied(ctx, ask)
	}
	if err != nil {
		return access.Decision{}, fault.Wrap(fault.Unavailable, op, err)
	}
	why := o.weigh(d, theirs, q, part)
	if !why.Allow {
		return o.denied(ctx, ask)
	}
	look := o.lookOf(o.NewID(ctx), ask, why, d, actionAsked)
	if q.Kind == AskedPart {
		look.Parts = partsOf([]dossier.Part{part})
	}
	if _, err := o.Store.Look(ctx, look); err != nil {
		return access.Decision{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return why, nil
}

// denied leaves the look of a question that is answered with no. It names no
// dossier, so that it is the same whether there is one.
func (o *Office) denied(ctx context.Context, ask access.Ask) (access.Decision, error) {
	_, err := o.Store.Look(ctx, o.lookBy(o.NewID(ctx), ask, actionAsked))
	return access.Decision{}, fault.Wrap(fault.Unavailable, "casework.denied", err)
}

// weigh asks the one predicate.
func (o *Office) weigh(d *dossier.Dossier, theirs access.Ask, q Asked, part dossier.Part) access.Decision {
	switch {
	case q.Kind == AskedPart && q.Action == AskedRead:
		return o.Access.MayRead(d, theirs, part, "")
	case q.Kind == AskedDossier && q.Action == AskedView:
		view, err := o.Access.View(d, theirs)
		if err != nil {
			return access.Decision{}
		}
		return access.Decision{Allow: true, Policy: view.Rule, Ground: view.Ground, Involvement: view.Involvement}
	case q.Kind == AskedDossier && slices.Contains(askable, q.Action):
		return o.Access.May(d, theirs, dossier.Need{Action: q.Action})
	}
	return access.Decision{}
}

func (q Asked) thing() (dossier.ID, dossier.Part, bool) {
	words := strings.Split(q.Thing, "/")
	switch {
	case q.Kind == AskedDossier && len(words) == 1:
		return dossier.ID(words[0]), dossier.Part{}, true
	case q.Kind == AskedPart && len(words) == 3 && words[2] != "":
		return dossier.ID(words[0]), dossier.Part{Person: dossier.ID(words[1]), Domain: words[2]}, true
	}
	return "", dossier.Part{}, false
}

// asThey gives the question as the account would ask it; NotFound when the
// caller may not ask for them. How surely someone else is signed in nobody
// here knows, so what is shut by default counts as shut.
func (o *Office) asThey(ctx context.Context, ask access.Ask, user dossier.ID) (access.Ask, error) {
	if user == ask.Who.User {
		return ask, nil
	}
	none := fault.New(fault.NotFound, "casework.asThey", "")
	if !asksForOthers(ask.Who) {
		return ask, none
	}
	u, err := o.Store.User(ctx, user)
	if err != nil {
		return ask, err
	}
	if !u.Active || u.Org == "" || u.Org != ask.Who.Org {
		return ask, none
	}
	who := ask.Who
	who.User, who.Kind, who.Roles, who.Name, who.Phone, who.Weak = u.ID, u.Kind, u.Roles, u.Name, u.Phone, true
	return access.Ask{Who: who, Purpose: ask.Purpose, Now: ask.Now}, nil
}

func asksForOthers(w access.Who) bool {
	return w.Org != "" && (w.Kind == access.Machine || w.Kind == access.Staff && slices.Contains(w.Roles, "privacy"))
}

// WhoMay gives the accounts that may do something, out of those of whom the
// caller may ask.
func (o *Office) WhoMay(ctx context.Context, q Asked) ([]dossier.ID, error) {
	const op = "casework.WhoMay"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.SignIn, op, err)
	}
	candidates := []dossier.ID{ask.Who.User}
	if asksForOthers(ask.Who) {
		users, err := o.Store.UsersOf(ctx, ask.Who.Org)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		for _, u := range users {
			if u.ID != ask.Who.User {
				candidates = append(candidates, u.ID)
			}
		}
	}
	var out []dossier.ID
	for _, user := range candidates {
		q.User = user
		may, err := o.MayThey(ctx, q)
		if err != nil {
			return nil, err
		}
		if may.Allow {
			out = append(out, user)
		}
	}
	return out, nil
}

// WhatMay gives the dossiers with which an account may do something, out of
// those that the caller's own list shows.
func (o *Office) WhatMay(ctx context.Context, q Asked) ([]dossier.ID, error) {
	if q.Kind != AskedDossier {
		_, ask, err := o.ask(ctx)
		if err == nil {
			_, err = o.denied(ctx, ask)
		}
		return nil, err
	}
	list, err := o.Families(ctx, FamilyAsk{Limit: 200})
	if err != nil {
		return nil, err
	}
	var out []dossier.ID
	for _, f := range list.Items {
		q.Thing = string(f.Dossier)
		may, err := o.MayThey(ctx, q)
		if err != nil {
			return nil, err
		}
		if may.Allow {
			out = append(out, f.Dossier)
		}
	}
	return out, nil
}

// WhichMay gives the actions that an account may do with a thing.
func (o *Office) WhichMay(ctx context.Context, q Asked) ([]string, error) {
	actions := []string{AskedRead}
	if q.Kind == AskedDossier {
		actions = append([]string{AskedView}, askable...)
	}
	var out []string
	for _, q.Action = range actions {
		may, err := o.MayThey(ctx, q)
		if err != nil {
			return nil, err
		}
		if may.Allow {
			out = append(out, q.Action)
		}
	}
	return out, nil
}
