package casework

import (
	"context"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// tokenFeed is the kind of keyed hash of the secret in the address of a feed.
const tokenFeed = "feed"

// feedMost is how many dates a feed gives, the most urgent first.
const feedMost = 200

// OpenFeed makes a new address for the caller's own dates and gives its secret,
// once: only a keyed hash of it is kept. An earlier address ends.
func (o *Office) OpenFeed(ctx context.Context) (secret string, err error) {
	const op = "casework.OpenFeed"
	user, err := o.feedUser(ctx, op)
	if err != nil {
		return "", err
	}
	secret = string(o.NewID(ctx)) + string(o.NewID(ctx))
	err = o.Store.PutFeed(ctx, store.Feed{User: user, Hash: o.Vault.Token(tokenFeed, secret), At: o.Now(ctx)})
	return secret, fault.Wrap(fault.Unavailable, op, err)
}

func (o *Office) feedUser(ctx context.Context, op string) (dossier.ID, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return "", fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.User == "" || ask.Who.Kind != access.Staff && ask.Who.Kind != access.Citizen {
		return "", fault.New(fault.NotFound, op, "")
	}
	return ask.Who.User, nil
}

// FeedSince tells since when the caller has an address for their own dates; the
// zero time when they have none.
func (o *Office) FeedSince(ctx context.Context) (time.Time, error) {
	const op = "casework.FeedSince"
	user, err := o.feedUser(ctx, op)
	if err != nil {
		return time.Time{}, err
	}
	f, err := o.Store.FeedOf(ctx, user)
	if fault.Is(err, fault.NotFound) {
		return time.Time{}, nil
	}
	return f.At, fault.Wrap(fault.Unavailable, op, err)
}

// CloseFeed ends the caller's address; none is no fault.
func (o *Office) CloseFeed(ctx context.Context) error {
	const op = "casework.CloseFeed"
	user, err := o.feedUser(ctx, op)
	if err != nil {
		return err
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.DropFeed(ctx, user))
}

// FeedOwner gives the account whose dates an address gives; NotFound when the
// address ended or never was.
func (o *Office) FeedOwner(ctx context.Context, secret string) (dossier.ID, error) {
	const op = "casework.FeedOwner"
	if secret = strings.ToLower(strings.TrimSpace(secret)); secret == "" {
		return "", fault.New(fault.NotFound, op, "")
	}
	f, err := o.Store.FeedBy(ctx, o.Vault.Token(tokenFeed, secret))
	return f.User, fault.Wrap(fault.Unavailable, op, err)
}

// Date is a date of one's own, without a word of what it is about.
type Date struct {
	Item  dossier.ID
	Due   nl.Date
	Since time.Time
	Legal bool // a term of law or agreement, not an appointment of a task
}

// Dates gives the dates of what waits for the caller or their organisation: by
// the same predicate as the list of work, and with a look of its own.
func (o *Office) Dates(ctx context.Context) ([]Date, error) {
	list, err := o.Work(ctx, WorkAsk{Limit: feedMost})
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "casework.Dates", err)
	}
	var dates []Date
	for _, item := range list.Items {
		if !item.Due.IsZero() {
			dates = append(dates, Date{Item: item.Item, Due: item.Due, Since: item.Since, Legal: item.Term != ""})
		}
	}
	return dates, nil
}
