package store

import (
	"context"
	"database/sql"
	"time"

	"eendracht/internal/fault"
)

// Draft is what someone typed and did not send yet. Its body is sealed by the caller.
type Draft struct {
	Home    string // whose: an account, or a dossier when a family writes together
	ID      string // which of their drafts
	Version int64  // counts the times that it was kept, from 1
	Saved   time.Time
	Until   time.Time // from then on it is gone
	Body    []byte
}

// Drafts keeps what is not sent yet. A draft is no part of any dossier.
type Drafts interface {
	// PutDraft keeps a draft as the one that follows Version (0: there is none
	// yet) and gives its new version. It faults with Conflict (store.stale)
	// when another was kept meanwhile.
	PutDraft(ctx context.Context, d Draft, now time.Time) (int64, error)
	// Draft gives a draft; NotFound when there is none or its time is over.
	Draft(ctx context.Context, home, id string, now time.Time) (Draft, error)
	// DropDraft takes a draft away; one that is not there is no fault.
	DropDraft(ctx context.Context, home, id string) error
	// DropDrafts takes away all drafts whose time is over and gives them, so
	// that their keys can go too.
	DropDrafts(ctx context.Context, now time.Time) ([]Draft, error)
}

const (
	newDraft   = `INSERT INTO draft (home, id, version, saved, until_at, body) VALUES ($1, $2, 1, $3, $4, $5)`
	nextDraft  = `UPDATE draft SET version = version + 1, saved = $4, until_at = $5, body = $6 WHERE home = $1 AND id = $2 AND version = $3 AND until_at > $4`
	getDraft   = `SELECT home, id, version, saved, until_at, body FROM draft WHERE home = $1 AND id = $2 AND until_at > $3`
	dropDraft  = `DELETE FROM draft WHERE home = $1 AND id = $2`
	dropOver   = `DELETE FROM draft WHERE home = $1 AND id = $2 AND until_at <= $3`
	dropDrafts = `DELETE FROM draft WHERE until_at <= $1 RETURNING home, id, version, saved, until_at, body`
)

// PutDraft keeps a draft.
func (s *archive) PutDraft(ctx context.Context, d Draft, now time.Time) (int64, error) {
	const op = "store.PutDraft"
	stale := fault.New(fault.Conflict, op, "store.stale")
	err := s.write.do(ctx, op, func(t tx) error {
		if d.Version > 0 {
			n, err := t.exec(nextDraft, d.Home, d.ID, d.Version, micros(now), micros(d.Until), blob(d.Body))
			if err == nil && n == 0 {
				return stale
			}
			return err
		}
		if _, err := t.exec(dropOver, d.Home, d.ID, micros(now)); err != nil {
			return err
		}
		_, err := t.exec(newDraft, d.Home, d.ID, micros(now), micros(d.Until), blob(d.Body))
		if err != nil && clashed(err) {
			return stale
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return d.Version + 1, nil
}

func scanDraft(rows *sql.Rows, d *Draft) error {
	var saved, until int64
	err := rows.Scan(&d.Home, &d.ID, &d.Version, &saved, &until, &d.Body)
	d.Saved, d.Until = instant(saved), instant(until)
	return err
}

// Draft gives a draft whose time is not over.
func (s *archive) Draft(ctx context.Context, home, id string, now time.Time) (Draft, error) {
	rows, err := s.read.query(ctx, getDraft, home, id, micros(now))
	return one("store.Draft", rows, err, scanDraft)
}

// DropDraft takes a draft away.
func (s *archive) DropDraft(ctx context.Context, home, id string) error {
	return s.write.do(ctx, "store.DropDraft", func(t tx) error {
		_, err := t.exec(dropDraft, home, id)
		return err
	})
}

// DropDrafts takes away all drafts whose time is over.
func (s *archive) DropDrafts(ctx context.Context, now time.Time) ([]Draft, error) {
	var gone []Draft
	err := s.write.do(ctx, "store.DropDrafts", func(t tx) error {
		gone = nil
		return t.each(func(rows *sql.Rows) error {
			var d Draft
			err := scanDraft(rows, &d)
			gone = append(gone, d)
			return err
		}, dropDrafts, micros(now))
	})
	if err != nil {
		return nil, err
	}
	return gone, nil
}
