package store

import (
	"context"
	"database/sql"
	"time"

	"eendracht/internal/dossier"
)

const (
	sessionColumns = `hash, usr, started, seen, until_at, lang, level, auth_at, provider, sid, subject, client, behalf`
	putSession     = `INSERT INTO session (` + sessionColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	getSession     = `SELECT ` + sessionColumns + ` FROM session WHERE hash = $1 AND until_at > $2`
	getSessionsOf  = `SELECT ` + sessionColumns + ` FROM session WHERE usr = $1 AND until_at > $2 ORDER BY started DESC, hash`
	touchSession   = `UPDATE session SET seen = $2, lang = CASE WHEN $3 = '' THEN lang ELSE $3 END WHERE hash = $1 AND until_at > $2`
	dropSession    = `DELETE FROM session WHERE hash = $1`
	dropSessions   = `DELETE FROM session WHERE usr = $1`
	dropOutside    = `DELETE FROM session WHERE provider = $1 AND ($2 = 0 OR subject = $3) AND ($4 = 0 OR sid = $5)`
	dropEnded      = `DELETE FROM session WHERE until_at <= $1`
)

// StartSession keeps a new session.
func (s *archive) StartSession(ctx context.Context, n Session) error {
	return s.write.do(ctx, "store.StartSession", func(t tx) error {
		_, err := t.exec(putSession, n.Hash, string(n.User), micros(n.Started), micros(n.Seen), micros(n.Until), n.Lang,
			int64(n.Level), micros(n.AuthAt), n.Provider, blob(n.SID), blob(n.Subject), n.Client, string(n.Behalf))
		return err
	})
}

func scanSession(rows *sql.Rows, n *Session) error {
	var started, seen, until, auth int64
	err := rows.Scan(&n.Hash, &n.User, &started, &seen, &until, &n.Lang, &n.Level, &auth, &n.Provider, &n.SID, &n.Subject, &n.Client, &n.Behalf)
	n.Started, n.Seen, n.Until, n.AuthAt = instant(started), instant(seen), instant(until), instant(auth)
	return err
}

// Session gives a session that has not ended; NotFound for any other.
func (s *archive) Session(ctx context.Context, hash []byte, now time.Time) (Session, error) {
	rows, err := s.read.query(ctx, getSession, hash, micros(now))
	return one("store.Session", rows, err, scanSession)
}

// SessionsOf gives the sessions of a user that have not ended, newest first.
func (s *archive) SessionsOf(ctx context.Context, user dossier.ID, now time.Time) ([]Session, error) {
	rows, err := s.read.query(ctx, getSessionsOf, string(user), micros(now))
	return collect("store.SessionsOf", rows, err, scanSession)
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

// EndOutside ends the sessions that came from a provider, of a subject and of a
// session there; empty means any, but one of the two must be given: else
// nothing ends. It raises the epoch and tells how many ended.
func (s *archive) EndOutside(ctx context.Context, provider string, subject, sid []byte) (n int64, err error) {
	if len(subject) == 0 && len(sid) == 0 {
		return 0, nil
	}
	err = s.direct(ctx, "store.EndOutside", func(t tx) (err error) {
		n, err = t.exec(dropOutside, provider, int64(len(subject)), blob(subject), int64(len(sid)), blob(sid))
		return err
	})
	return n, err
}
