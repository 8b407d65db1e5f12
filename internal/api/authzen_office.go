package api

import (
	"context"
	"net/http"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/signin"
)

// azUser is the type of subject that we know: an account.
const azUser = "user"

// authzenDoor opens the authorization API on the house's own predicate.
func (d *door) authzenDoor(mux *http.ServeMux) {
	a := &authzen{decider: azOffice{d.Office}, caller: d.asks, log: d.Log, base: func(r *http.Request) string {
		if d.Base != "" {
			return d.Base
		}
		return "https://" + r.Host
	}}
	a.register(mux)
}

// asks gives the context of whoever asks: signed in, within their limits, with
// the purpose that they state.
func (d *door) asks(r *http.Request) (context.Context, error) {
	var s signin.Signed
	var err error
	if d.Machines != nil {
		s, err = d.limited(d.Machines.Know(r.Context(), r, true))
	} else {
		s, err = d.limited(d.Signin.Know(r.Context(), r, true))
	}
	if err != nil {
		return nil, err
	}
	purpose := r.Header.Get("Purpose")
	if purpose == "" {
		purpose = defaultPurpose(s)
	}
	return casework.As(r.Context(), d.Signin.Caller(s, purpose, "authzen")), nil
}

// azOffice answers from the dossiers, for accounts, dossiers and their parts.
type azOffice struct{ office *casework.Office }

// asked turns a question into ours. The purpose may stand in the context of the
// question; the caller's own stands in the header.
func (o azOffice) asked(ctx context.Context, q azQuestion) (context.Context, casework.Asked) {
	if purpose, ok := q.Context["purpose"].(string); ok && purpose != "" {
		if caller, err := casework.From(ctx); err == nil || caller.Who.Kind != "" {
			caller.Purpose = purpose
			ctx = casework.As(ctx, caller)
		}
	}
	asked := casework.Asked{Kind: q.Resource.Type, Thing: q.Resource.ID}
	if q.Subject.Type == azUser {
		asked.User = dossier.ID(q.Subject.ID)
	}
	if q.Action != nil {
		asked.Action = q.Action.Name
	}
	return ctx, asked
}

func (o azOffice) evaluate(ctx context.Context, q azQuestion) (azAnswer, error) {
	ctx, asked := o.asked(ctx, q)
	why, err := o.office.MayThey(ctx, asked)
	if err != nil || !why.Allow {
		return azAnswer{}, err
	}
	return azAnswer{Decision: true, Context: map[string]any{"policy": why.Policy, "ground": why.Ground}}, nil
}

func (o azOffice) subjects(ctx context.Context, q azQuestion) ([]azEntity, error) {
	ctx, asked := o.asked(ctx, q)
	if q.Subject.Type != azUser {
		return nil, nil
	}
	users, err := o.office.WhoMay(ctx, asked)
	return entities(azUser, users), err
}

func (o azOffice) resources(ctx context.Context, q azQuestion) ([]azEntity, error) {
	ctx, asked := o.asked(ctx, q)
	found, err := o.office.WhatMay(ctx, asked)
	return entities(asked.Kind, found), err
}

func (o azOffice) actions(ctx context.Context, q azQuestion) ([]azAction, error) {
	ctx, asked := o.asked(ctx, q)
	names, err := o.office.WhichMay(ctx, asked)
	var out []azAction
	for _, name := range names {
		out = append(out, azAction{Name: name})
	}
	return out, err
}

func entities(kind string, ids []dossier.ID) []azEntity {
	var out []azEntity
	for _, id := range ids {
		out = append(out, azEntity{Type: kind, ID: string(id)})
	}
	return out
}
