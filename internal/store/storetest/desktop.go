package storetest

import (
	"fmt"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// saved keeps small things per account and gives none of another's.
func saved(t *testing.T, s store.Store) {
	ctx := t.Context()
	one := store.Saved{Home: "account:a", ID: "1", At: now, Body: []byte("een")}
	two := store.Saved{Home: "account:a", ID: "2", At: now.Add(time.Second), Body: []byte("twee")}
	other := store.Saved{Home: "account:b", ID: "1", At: now, Body: []byte("van een ander")}
	for _, v := range []store.Saved{two, one, other} {
		ok(t, s.PutSaved(ctx, v))
	}
	all, err := s.SavedOf(ctx, "account:a")
	ok(t, err)
	same(t, "saved", fmt.Sprint(all), fmt.Sprint([]store.Saved{one, two}))
	one.Body = []byte("anders")
	ok(t, s.PutSaved(ctx, one))
	ok(t, s.DropSaved(ctx, "account:a", "2"))
	ok(t, s.DropSaved(ctx, "account:a", "2"))
	all, err = s.SavedOf(ctx, "account:a")
	ok(t, err)
	same(t, "left", fmt.Sprint(all), fmt.Sprint([]store.Saved{one}))
	all, err = s.SavedOf(ctx, "account:b")
	ok(t, err)
	same(t, "of another", fmt.Sprint(all), fmt.Sprint([]store.Saved{other}))
	same(t, "cancelled", s.PutSaved(ended(t), one) != nil, true)
}

// feeds holds one address per account; the earlier one ends.
func feeds(t *testing.T, s store.Store) {
	ctx := t.Context()
	f := store.Feed{User: "u1", Hash: []byte{1, 0, 2}, At: now}
	_, err := s.FeedOf(ctx, "u1")
	is(t, err, fault.NotFound, "")
	ok(t, s.PutFeed(ctx, f))
	got, err := s.FeedBy(ctx, f.Hash)
	ok(t, err)
	same(t, "feed", fmt.Sprint(got), fmt.Sprint(f))
	_, err = s.FeedBy(ctx, nil)
	is(t, err, fault.NotFound, "")
	next := f
	next.Hash, next.At = []byte{9}, now.Add(time.Hour)
	ok(t, s.PutFeed(ctx, next))
	_, err = s.FeedBy(ctx, f.Hash) // the old address
	is(t, err, fault.NotFound, "")
	got, err = s.FeedOf(ctx, "u1")
	ok(t, err)
	same(t, "feed", fmt.Sprint(got), fmt.Sprint(next))
	ok(t, s.DropFeed(ctx, "u1"))
	ok(t, s.DropFeed(ctx, "u1"))
	_, err = s.FeedBy(ctx, next.Hash)
	is(t, err, fault.NotFound, "")
}
