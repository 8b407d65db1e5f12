package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// sessions registers who the caller is and, in the demonstration only, a
// session by choosing a person.
func (d *door) sessions() {
	huma.Register(d.api, operation("who-am-i", http.MethodGet, "/me", "session", "Who am I", "Gives the account behind the token."), d.me)
	if d.Demo == nil {
		return
	}
	op := operation("choose-person", http.MethodPost, "/demo/sessions", "session", "Choose a person (demonstration only)",
		"Begins a session as one of the invented people and gives its token.")
	op.Security = []map[string][]string{}
	huma.Register(d.api, op, d.choose)
}

// Me is the account of the caller.
type Me struct {
	User         string   `json:"user"`
	Name         string   `json:"name"`
	Kind         string   `json:"kind"`
	Organisation string   `json:"organisation,omitempty"`
	Roles        []string `json:"roles,omitempty"`
}

// MeOut is the account as an answer.
type MeOut struct{ Body Me }

func (d *door) me(ctx context.Context, _ *struct{}) (*MeOut, error) {
	s := signedIn(ctx)
	return &MeOut{Body: Me{User: string(s.User.ID), Name: s.User.Name, Kind: s.User.Kind, Organisation: string(s.User.Org), Roles: s.User.Roles}}, nil
}

// ChooseIn chooses a person of the demonstration.
type ChooseIn struct {
	Body struct {
		User string `json:"user" maxLength:"64"`
	}
}

// TokenOut is the token of a session.
type TokenOut struct {
	Body struct {
		Token string `json:"token"`
	}
}

func (d *door) choose(ctx context.Context, in *ChooseIn) (*TokenOut, error) {
	token, err := d.Demo.SignIn(ctx, dossier.ID(in.Body.User), "nl")
	if fault.Is(err, fault.SignIn) || fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "api.choose", "")
	}
	if err != nil {
		return nil, d.problem(ctx, "choose-person", err)
	}
	out := &TokenOut{}
	out.Body.Token = token
	return out, nil
}
