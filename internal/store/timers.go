package store

import (
	"context"
	"database/sql"
	"time"
)

const (
	// The subquery takes the earliest that are ready; {skip} is the engine's
	// way to leave out what another process is taking at this moment.
	leaseTimers = `UPDATE timer SET ready = $2, owner = $3, tries = tries + 1
		WHERE (dossier, id) IN (SELECT dossier, id FROM timer WHERE ready <= $1 ORDER BY ready, dossier, id LIMIT $4{skip})
		RETURNING dossier, id, kind, due, ready, tries`
	finishTimer = `DELETE FROM timer WHERE id = $1 AND owner = $2`
	againTimer  = `UPDATE timer SET ready = $3, owner = '' WHERE id = $1 AND owner = $2`
	rewindTimer = `UPDATE timer SET ready = due, owner = '' WHERE due <= $1 AND ready > $2`
)

// Lease takes up to n due timers for a while.
func (s *archive) Lease(ctx context.Context, now time.Time, n int, hold time.Duration, owner string) ([]Leased, error) {
	var taken []Leased
	err := s.write.do(ctx, "store.Lease", func(t tx) error {
		taken = nil
		return t.each(func(rows *sql.Rows) error {
			var l Leased
			var due, ready int64
			if err := rows.Scan(&l.Dossier, &l.ID, &l.Kind, &due, &ready, &l.Tries); err != nil {
				return err
			}
			l.Due, l.Lease = instant(due), instant(ready)
			taken = append(taken, l)
			return nil
		}, s.leaseText, micros(now), micros(now.Add(hold)), owner, int64(n))
	})
	if err != nil {
		return nil, err
	}
	return taken, nil
}

// Finish removes a leased timer, or sets it to a later moment. A lease that
// was lost, or a timer that was set anew meanwhile, is left as it is.
func (s *archive) Finish(ctx context.Context, id string, owner string, again time.Time) error {
	return s.write.do(ctx, "store.Finish", func(t tx) error {
		if again.IsZero() {
			_, err := t.exec(finishTimer, id, owner)
			return err
		}
		_, err := t.exec(againTimer, id, owner, micros(again))
		return err
	})
}

// farAhead is longer than any lease and any pause between two tries: what is
// put off beyond it was put off by a clock that ran ahead.
const farAhead = 2 * time.Hour

// RewindTimers lets timers go that are due and were put off too far.
func (s *archive) RewindTimers(ctx context.Context, now time.Time) (n int64, err error) {
	err = s.write.do(ctx, "store.RewindTimers", func(t tx) (err error) {
		n, err = t.exec(rewindTimer, micros(now), micros(now.Add(farAhead)))
		return err
	})
	return n, err
}

// SetTimer sets a timer, also one that exists.
func (s *archive) SetTimer(ctx context.Context, timer Timer) error {
	return s.write.do(ctx, "store.SetTimer", func(t tx) error {
		_, err := t.exec(putTimer, string(timer.Dossier), timer.ID, timer.Kind, micros(timer.Due))
		return err
	})
}
