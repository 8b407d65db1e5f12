package store

import (
	"context"
	"database/sql"
	"time"

	"eendracht/internal/dossier"
)

const (
	putSession   = `INSERT INTO session (hash, usr, started, seen, until_at, lang) VALUES ($1, $2, $3, $4, $5, $6)`
	getSession   = `SELECT hash, usr, started, seen, until_at, lang FROM session WHERE hash = $1 AND until_at > $2`
	touchSession = `UPDATE session SET seen = $2, lang = CASE WHEN $3 = '' THEN lang ELSE $3 END WHERE hash = $1 AND until_at > $2`
	dropSession  = `DELETE FROM session WHERE hash = $1`
	dropSessions = `DELETE FROM session WHERE usr = $1`
)

// StartSession keeps a new session.
func (s *archive) StartSession(ctx context.Context, n Session) error {
	return s.write.do(ctx, "store.StartSession", func(t tx) error {
		_, err := t.exec(putSession, n.Hash, string(n.User), micros(n.Started), micros(n.Seen), micros(n.Until), n.Lang)
		return err
	})
}

// Session gives a session that has not ended; NotFound for any other.
func (s *archive) Session(ctx context.Context, hash []byte, now time.Time) (Session, error) {
	rows, err := s.read.query(ctx, getSession, hash, micros(now))
	return one("store.Session", rows, err, func(rows *sql.Rows, n *Session) error {
		var started, seen, until int64
		err := rows.Scan(&n.Hash, &n.User, &started, &seen, &until, &n.Lang)
		n.Started, n.Seen, n.Until = instant(started), instant(seen), instant(until)
		return err
	})
}

// TouchSession keeps when a session was last seen, and its language unless "".
// A session that has ended stays ended.
func (s *archive) TouchSession(ctx context.Context, hash []byte, now time.Time, lang string) error {
	return s.write.do(ctx, "store.TouchSession", func(t tx) error {
		_, err := t.exec(touchSession, hash, micros(now), lang)
		return err
	})
}

// EndSession ends a session and raises the epoch.
func (s *archive) EndSession(ctx context.Context, hash []byte) error {
	return s.direct(ctx, "store.EndSession", func(t tx) error {
		_, err := t.exec(dropSession, hash)
		return err
	})
}

// EndSessionsOf ends all sessions of a user and raises the epoch.
func (s *archive) EndSessionsOf(ctx context.Context, user dossier.ID) error {
	return s.direct(ctx, "store.EndSessionsOf", func(t tx) error {
		_, err := t.exec(dropSessions, string(user))
		return err
	})
}
