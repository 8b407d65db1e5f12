package casework

import (
	"context"
	"fmt"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// FindAsk asks whether someone is known. Give a BSN, or a family name with a
// complete birth date, or a postcode with a number.
type FindAsk struct {
	BSN      string
	Family   string
	Birth    nl.Date
	Postcode string
	Number   string
}

// Hit says that there is a dossier in which the person stands, and whether the
// caller may open it; nothing of its content.
type Hit struct {
	Dossier dossier.ID // "" when the caller may not open it
	Lead    string     // how to reach who holds it: name and phone of the team
	Phone   string
	By      string // bsn, name_birth or address
}

// findMost is the most hits that one search tells; a wider net gets none.
const findMost = 10

// Find answers only "that": a person with exactly this BSN, name and birth
// date, or address stands in a dossier. The search itself leaves a look.
func (o *Office) Find(ctx context.Context, q FindAsk) ([]Hit, error) {
	const op = "casework.Find"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.SignIn, op, err)
	}
	if d := o.Access.MayFind(ask); !d.Allow {
		return nil, denied(op, d)
	}
	tokens, err := o.findTokens(q)
	if err != nil {
		return nil, err
	}
	found, err := soon(ctx, op, func(ctx context.Context) ([]store.Found, error) { return o.Store.Find(ctx, tokens, findMost) })
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if err := o.listed(ctx, ask, "search", fmt.Sprintf("%s %d", kindOf(q), len(found))); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return o.hits(ctx, ask, found)
}

func kindOf(q FindAsk) string {
	switch {
	case q.BSN != "":
		return tokenBSN
	case q.Family != "":
		return tokenBirth
	}
	return tokenAddress
}

func (o *Office) findTokens(q FindAsk) ([][]byte, error) {
	const op = "casework.Find"
	switch {
	case q.BSN != "":
		bsn, err := nl.ParseBSN(q.BSN)
		if err != nil {
			return nil, fault.In(op, fault.Field{Name: "bsn", Key: "casework.find.bsn"})
		}
		return [][]byte{o.Vault.Token(tokenBSN, string(bsn))}, nil
	case q.Family != "":
		if !q.Birth.Complete() {
			return nil, fault.In(op, fault.Field{Name: "birth", Key: "casework.find.birth"})
		}
		return [][]byte{o.Vault.Token(tokenBirth, birthKey(q.Family, q.Birth))}, nil
	}
	postcode, err := nl.ParsePostcode(q.Postcode)
	if err != nil {
		return nil, fault.In(op, fault.Field{Name: "postcode", Key: "casework.find.postcode"})
	}
	if q.Number == "" {
		return nil, fault.In(op, fault.Field{Name: "number", Key: "casework.find.number"})
	}
	return [][]byte{o.Vault.Token(tokenAddress, addressKey(string(postcode), q.Number, ""))}, nil
}

func (o *Office) hits(ctx context.Context, ask access.Ask, found []store.Found) ([]Hit, error) {
	var hits []Hit
	var seen []dossier.ID
	for _, f := range found {
		if slices.Contains(seen, f.Dossier) {
			continue
		}
		seen = append(seen, f.Dossier)
		hit, err := o.hit(ctx, ask, f)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, "casework.hits", err)
		}
		hits = append(hits, hit)
	}
	return hits, nil
}

func (o *Office) hit(ctx context.Context, ask access.Ask, f store.Found) (Hit, error) {
	hit := Hit{By: f.Kind}
	d, err := o.load(ctx, f.Dossier)
	if err != nil {
		return hit, err
	}
	if _, err := o.Access.View(d, ask); err == nil {
		hit.Dossier = d.ID
	}
	if d.Lead != nil {
		hit.Lead, hit.Phone = d.Lead.Name, d.Lead.Phone
		return hit, nil
	}
	team, err := o.Store.Org(ctx, d.Team)
	if err != nil {
		return hit, err
	}
	hit.Lead, hit.Phone = team.Name, team.Phone
	return hit, nil
}

// Known gives the dossier and person that carry a BSN, for a door that takes
// in official messages: nothing of it may reach the sender. NotFound when the
// BSN is unknown in this municipality.
func (o *Office) Known(ctx context.Context, bsn, municipality string) (dossier.ID, dossier.ID, error) {
	const op = "casework.Known"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return "", "", fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.Kind != access.Machine && ask.Who.Kind != access.Staff {
		return "", "", fault.New(fault.Forbidden, op, "")
	}
	found, err := o.Store.Find(ctx, [][]byte{o.Vault.Token(tokenBSN, bsn)}, findMost)
	if err != nil {
		return "", "", fault.Wrap(fault.Unavailable, op, err)
	}
	if err := o.listed(ctx, ask, "search", fmt.Sprintf("message %d", len(found))); err != nil {
		return "", "", err
	}
	for _, f := range found {
		d, err := o.load(ctx, f.Dossier)
		if err != nil {
			return "", "", fault.Wrap(fault.Unavailable, op, err)
		}
		if d.Municipality == municipality && d.Closed == nil {
			return f.Dossier, f.Person, nil
		}
	}
	return "", "", fault.New(fault.NotFound, op, "")
}
