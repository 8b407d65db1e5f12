package store

import (
	"context"
	"database/sql"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Arrival is a sign-in under way: someone was sent to a provider and has not
// come back yet.
type Arrival struct {
	Hash     []byte // of the state that travels along
	Browser  []byte // hash of what only that browser knows
	Provider string
	Back     string // path to come back to
	Level    int    // at least this strong
	Session  []byte // hash of the session that is to become stronger; empty for a new one
	Began    time.Time
	Until    time.Time
}

// Subjects holds whom subjects of sign-in providers are here, the sign-ins
// under way, and what may be used once only. Subjects are keyed hashes.
type Subjects interface {
	// Subject gives the account of a subject; NotFound when it has none.
	Subject(ctx context.Context, hash []byte) (dossier.ID, error)
	// PutSubject ties a subject to an account; Conflict when it is tied already.
	PutSubject(ctx context.Context, hash []byte, user dossier.ID, now time.Time) error
	// DropSubjects unties all subjects of an account.
	DropSubjects(ctx context.Context, user dossier.ID) error
	// PutArrival keeps a sign-in under way, and forgets those that ended.
	PutArrival(ctx context.Context, a Arrival) error
	// TakeArrival gives a sign-in under way and forgets it in the same step, so
	// that an answer counts once; NotFound when there is none or it has ended.
	TakeArrival(ctx context.Context, hash []byte, now time.Time) (Arrival, error)
	// UseOnce remembers something until a moment; Conflict when it was used before.
	UseOnce(ctx context.Context, hash []byte, now, until time.Time) error
}

const (
	getSubject   = `SELECT usr FROM subject WHERE hash = $1`
	putSubject   = `INSERT INTO subject (hash, usr, since) VALUES ($1, $2, $3)`
	dropSubjects = `DELETE FROM subject WHERE usr = $1`

	arrivalColumns = `hash, browser, provider, back, level, session, began, until_at`
	putArrival     = `INSERT INTO arrival (` + arrivalColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	takeArrival    = `DELETE FROM arrival WHERE hash = $1 AND until_at > $2 RETURNING ` + arrivalColumns
	dropArrivals   = `DELETE FROM arrival WHERE until_at <= $1`

	useOnce  = `INSERT INTO once (hash, until_at) VALUES ($1, $2)`
	dropUsed = `DELETE FROM once WHERE until_at <= $1`
)

// Subject gives the account of a subject.
func (s *archive) Subject(ctx context.Context, hash []byte) (dossier.ID, error) {
	rows, err := s.read.query(ctx, getSubject, hash)
	return one("store.Subject", rows, err, func(rows *sql.Rows, user *dossier.ID) error { return rows.Scan(user) })
}

// PutSubject ties a subject to an account.
func (s *archive) PutSubject(ctx context.Context, hash []byte, user dossier.ID, now time.Time) error {
	return s.write.do(ctx, "store.PutSubject", func(t tx) error {
		_, err := t.exec(putSubject, hash, string(user), micros(now))
		return err
	})
}

// DropSubjects unties all subjects of an account.
func (s *archive) DropSubjects(ctx context.Context, user dossier.ID) error {
	return s.write.do(ctx, "store.DropSubjects", func(t tx) error {
		_, err := t.exec(dropSubjects, string(user))
		return err
	})
}

// PutArrival keeps a sign-in under way. It also forgets sign-ins and sessions
// that have ended, so that the tables stay small without a job of their own.
func (s *archive) PutArrival(ctx context.Context, a Arrival) error {
	return s.write.do(ctx, "store.PutArrival", func(t tx) error {
		for _, text := range []string{dropArrivals, dropEnded} {
			if _, err := t.exec(text, micros(a.Began)); err != nil {
				return err
			}
		}
		_, err := t.exec(putArrival, a.Hash, a.Browser, a.Provider, a.Back, int64(a.Level), blob(a.Session), micros(a.Began), micros(a.Until))
		return err
	})
}

// TakeArrival gives a sign-in under way and forgets it.
func (s *archive) TakeArrival(ctx context.Context, hash []byte, now time.Time) (a Arrival, err error) {
	const op = "store.TakeArrival"
	found := false
	err = s.write.do(ctx, op, func(t tx) error {
		found = false
		return t.each(func(rows *sql.Rows) error {
			found = true
			var began, until int64
			err := rows.Scan(&a.Hash, &a.Browser, &a.Provider, &a.Back, &a.Level, &a.Session, &began, &until)
			a.Began, a.Until = instant(began), instant(until)
			return err
		}, takeArrival, hash, micros(now))
	})
	if err == nil && !found {
		err = fault.New(fault.NotFound, op, "")
	}
	if err != nil {
		return Arrival{}, err
	}
	return a, nil
}

// UseOnce remembers something until a moment.
func (s *archive) UseOnce(ctx context.Context, hash []byte, now, until time.Time) error {
	return s.write.do(ctx, "store.UseOnce", func(t tx) error {
		if _, err := t.exec(dropUsed, micros(now)); err != nil {
			return err
		}
		_, err := t.exec(useOnce, hash, micros(until))
		return err
	})
}
