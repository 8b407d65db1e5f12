package signin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"eendracht/internal/fault"
)

// Own is one of a person's own sessions, as they see it.
type Own struct {
	ID       string // names it in a form; not the token, nor its hash
	Client   string
	Provider string
	Started  time.Time
	Seen     time.Time
	Until    time.Time
	Here     bool // the session of this very request
}

// Sessions gives the sessions of someone, newest first.
func (d *Desk) Sessions(ctx context.Context, s Signed) ([]Own, error) {
	list, err := d.Store.SessionsOf(ctx, s.User.ID, d.Now())
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "signin.Sessions", err)
	}
	own := make([]Own, 0, len(list))
	for _, n := range list {
		own = append(own, Own{
			ID: sessionID(n.Hash), Client: n.Client, Provider: n.Provider, Started: n.Started, Seen: n.Seen, Until: n.Until,
			Here: equal(n.Hash, s.hash),
		})
	}
	return own, nil
}

// sessionID names a session without telling what finds it.
func sessionID(hash []byte) string {
	sum := sha256.Sum256(append([]byte("session "), hash...))
	return hex.EncodeToString(sum[:8])
}

// EndOwn ends one of someone's own sessions; NotFound when they have none of that id.
func (d *Desk) EndOwn(ctx context.Context, s Signed, id string) error {
	const op = "signin.EndOwn"
	list, err := d.Store.SessionsOf(ctx, s.User.ID, d.Now())
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	for _, n := range list {
		if sessionID(n.Hash) == id {
			return d.end(ctx, [32]byte(n.Hash))
		}
	}
	return fault.New(fault.NotFound, op, "")
}

// EndAll ends all sessions of someone, this one too.
func (d *Desk) EndAll(ctx context.Context, s Signed) error {
	d.mu.Lock()
	for key, n := range d.seen {
		if n.User.ID == s.User.ID {
			delete(d.seen, key)
		}
	}
	d.mu.Unlock()
	return fault.Wrap(fault.Unavailable, "signin.EndAll", d.Store.EndSessionsOf(ctx, s.User.ID))
}
