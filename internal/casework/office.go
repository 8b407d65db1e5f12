// Package casework is the corridor of Eendracht: Open, List and Do are the only
// way in to dossiers and the only way out. Each asks who and why, loads, lets
// access decide, and writes what happened, look included, in one transaction.
package casework

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// Parts are what an office is made of. Clock and identifiers come in from
// outside, with the context, so that a simulator can live in its own time.
type Parts struct {
	Store  store.Store
	Vault  *vault.Vault
	Access *access.Engine
	Law    *statute.Set
	Now    func(context.Context) time.Time
	NewID  func(context.Context) dossier.ID
	Log    *slog.Logger
	Keep   int // dossiers kept in memory; 0 is 4,096
	// Documents is where the content of documents lies, sealed; nil: in the store.
	Documents Depot
	// Notify says that people are told that something waits for them: then what
	// is written plans notices, which package notify carries.
	Notify bool
	// Furnish gives the law and the policies with an installation's own settings,
	// or what is wrong with those; nil: only what is shipped can be used.
	Furnish func(OwnSettings) (*statute.Set, *access.Engine, error)
	// Book is the list of what was erased in a file of its own; nil: only the
	// store keeps it, beside the keys.
	Book *store.ShredBook
}

// Office does casework. It is safe for concurrent use.
type Office struct {
	Parts
	memory *memory
	views  *shelf
	bells  *bells

	policiesKept atomic.Bool
}

// New makes an office.
func New(p Parts) *Office {
	if p.Keep == 0 {
		p.Keep = 4096
	}
	if p.Documents == nil {
		p.Documents = inStore{p.Store}
	}
	if p.Furnish == nil {
		p.Furnish = func(OwnSettings) (*statute.Set, *access.Engine, error) {
			return nil, nil, fault.New(fault.Unavailable, "casework.Furnish", "")
		}
	}
	if p.Store != nil && p.Vault != nil {
		p.Store.SetVeil(veil{p.Vault, p.Store})
	}
	return &Office{Parts: p, memory: newMemory(p.Keep), views: newShelf(p.Keep), bells: newBells()}
}

// Caller is who asks and for which purpose; it travels in the context.
type Caller struct {
	Who     access.Who
	Purpose string
	Flow    string // the page or flow, for the retype meter: "web.intake", "api", "message"
	// Epoch is that of the directory when Who was looked up; Renew looks it up
	// anew when the directory has changed since. A nil Renew is never renewed.
	Epoch int64
	Renew func(context.Context) (Caller, error)
	// Level says how surely the caller was recognised (package signin, 1 low … 4
	// high) and AuthAt when; Behalf is the account of whoever they act for by an
	// authorisation that the sign-in provider told, "" for themselves.
	Level  int
	AuthAt time.Time
	Behalf dossier.ID
}

// renewed gives the caller anew when the directory changed since, nil when not.
func (c Caller) renewed(ctx context.Context, epoch int64) (*Caller, error) {
	if c.Renew == nil || epoch == c.Epoch {
		return nil, nil //nolint:nilnil // nil is "unchanged" here, not "not found"
	}
	again, err := c.Renew(ctx)
	if err != nil {
		return nil, err
	}
	again.Purpose, again.Flow = c.Purpose, c.Flow
	return &again, nil
}

type callerKey struct{}

// As gives a context that carries the caller.
func As(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From gives the caller of a context. Without one nothing is allowed.
func From(ctx context.Context) (Caller, error) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	if !ok || c.Who.Kind == "" {
		return Caller{}, fault.New(fault.SignIn, "casework.From", "")
	}
	if c.Purpose == "" {
		return Caller{}, fault.New(fault.Forbidden, "casework.From", "casework.purpose")
	}
	return c, nil
}

func today(ask access.Ask) nl.Date { return nl.On(ask.Now) }

// ask gives the caller's question of this moment.
func (o *Office) ask(ctx context.Context) (Caller, access.Ask, error) {
	c, err := From(ctx)
	if err != nil {
		return c, access.Ask{}, err
	}
	return c, access.Ask{Who: c.Who, Purpose: c.Purpose, Now: o.Now(ctx)}, nil
}
