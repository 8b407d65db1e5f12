package store

import (
	"context"
	"database/sql"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Saved is something small that an account keeps for itself, such as a question
// to a list under a name. Its body is sealed by the caller.
type Saved struct {
	Home string // whose
	ID   dossier.ID
	At   time.Time
	Body []byte
}

// Feed is the address at which someone's own calendar fetches their dates. Hash
// is a keyed hash of the secret in it.
type Feed struct {
	User dossier.ID
	Hash []byte
	At   time.Time
}

// Desktop holds what accounts keep for themselves. It is no part of any dossier.
type Desktop interface {
	// PutSaved keeps something; what stands under its ID is replaced.
	PutSaved(ctx context.Context, s Saved) error
	// SavedOf gives all that someone keeps, oldest first.
	SavedOf(ctx context.Context, home string) ([]Saved, error)
	// DropSaved takes something away; what is not there is no fault.
	DropSaved(ctx context.Context, home string, id dossier.ID) error
	// PutFeed opens the address of an account; an earlier one ends.
	PutFeed(ctx context.Context, f Feed) error
	// FeedOf gives the address of an account; NotFound when it has none.
	FeedOf(ctx context.Context, user dossier.ID) (Feed, error)
	// FeedBy finds an address by the keyed hash of its secret; NotFound when it ended.
	FeedBy(ctx context.Context, hash []byte) (Feed, error)
	// DropFeed ends the address of an account; none is no fault.
	DropFeed(ctx context.Context, user dossier.ID) error
}

const (
	putSaved  = `INSERT INTO saved (home, id, at, body) VALUES ($1, $2, $3, $4) ON CONFLICT (home, id) DO UPDATE SET at = excluded.at, body = excluded.body`
	savedOf   = `SELECT home, id, at, body FROM saved WHERE home = $1 ORDER BY at, id`
	dropSaved = `DELETE FROM saved WHERE home = $1 AND id = $2`
	putFeed   = `INSERT INTO feed (usr, hash, at) VALUES ($1, $2, $3) ON CONFLICT (usr) DO UPDATE SET hash = excluded.hash, at = excluded.at`
	feedOf    = `SELECT usr, hash, at FROM feed WHERE usr = $1`
	feedBy    = `SELECT usr, hash, at FROM feed WHERE hash = $1`
	dropFeed  = `DELETE FROM feed WHERE usr = $1`
)

// single carries out one statement.
func (s *archive) single(ctx context.Context, op, text string, args ...any) error {
	return s.write.do(ctx, op, func(t tx) error {
		_, err := t.exec(text, args...)
		return err
	})
}

// PutSaved keeps something under its ID.
func (s *archive) PutSaved(ctx context.Context, v Saved) error {
	return s.single(ctx, "store.PutSaved", putSaved, v.Home, string(v.ID), micros(v.At), blob(v.Body))
}

// SavedOf gives all that someone keeps.
func (s *archive) SavedOf(ctx context.Context, home string) ([]Saved, error) {
	rows, err := s.read.query(ctx, savedOf, home)
	return collect("store.SavedOf", rows, err, func(rows *sql.Rows, v *Saved) error {
		var at int64
		err := rows.Scan(&v.Home, &v.ID, &at, &v.Body)
		v.At = instant(at)
		return err
	})
}

// DropSaved takes something away.
func (s *archive) DropSaved(ctx context.Context, home string, id dossier.ID) error {
	return s.single(ctx, "store.DropSaved", dropSaved, home, string(id))
}

// PutFeed opens the address of an account.
func (s *archive) PutFeed(ctx context.Context, f Feed) error {
	return s.single(ctx, "store.PutFeed", putFeed, string(f.User), blob(f.Hash), micros(f.At))
}

func scanFeed(rows *sql.Rows, f *Feed) error {
	var at int64
	err := rows.Scan(&f.User, &f.Hash, &at)
	f.At = instant(at)
	return err
}

// FeedOf gives the address of an account.
func (s *archive) FeedOf(ctx context.Context, user dossier.ID) (Feed, error) {
	rows, err := s.read.query(ctx, feedOf, string(user))
	return one("store.FeedOf", rows, err, scanFeed)
}

// FeedBy finds an address by the keyed hash of its secret.
func (s *archive) FeedBy(ctx context.Context, hash []byte) (Feed, error) {
	if len(hash) == 0 {
		return Feed{}, fault.New(fault.NotFound, "store.FeedBy", "")
	}
	rows, err := s.read.query(ctx, feedBy, hash)
	return one("store.FeedBy", rows, err, scanFeed)
}

// DropFeed ends the address of an account.
func (s *archive) DropFeed(ctx context.Context, user dossier.ID) error {
	return s.single(ctx, "store.DropFeed", dropFeed, string(user))
}
