package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Replayed counts what a replay of kept decisions found.
type Replayed struct {
	Opened, Commands, Refused int // decisions taken again: allowed opens, commands, refusals
	Different                 int
	Skipped                   int // kept before decisions were kept, or the dossier is erased
	First                     []string
}

// All counts the decisions that were taken again.
func (r Replayed) All() int { return r.Opened + r.Commands + r.Refused }

// replayer takes decisions again, each with the policies of its day.
type replayer struct {
	o       *Office
	engines map[string]*access.Engine
	at      *dossier.Dossier // the dossier last folded, whole
	found   Replayed
}

const (
	replayPage  = 500
	replayTells = 20 // differences that are told in words
)

// Replay takes the decisions that were kept since a moment again, at most n of
// each kind (0: all), and compares the answers. It is for the installation itself:
// no door offers it. It needs the sealed entries, so what was erased is skipped.
func (o *Office) Replay(ctx context.Context, since time.Time, n int) (Replayed, error) {
	const op = "casework.Replay"
	r := &replayer{o: o, engines: map[string]*access.Engine{}}
	err := pagesOf(n, func(after string, limit int) (string, int, error) {
		looks, next, err := o.Store.AllLooks(ctx, since, after, limit)
		for _, l := range looks {
			if err == nil {
				err = r.look(ctx, l)
			}
		}
		return next, len(looks), err
	})
	if err != nil {
		return r.found, fault.Wrap(fault.Unavailable, op, err)
	}
	err = pagesOf(n, func(after string, limit int) (string, int, error) {
		list, next, err := o.Store.Decisions(ctx, since, after, limit)
		for _, d := range list {
			if err == nil {
				err = r.refusal(ctx, d)
			}
		}
		return next, len(list), err
	})
	return r.found, fault.Wrap(fault.Unavailable, op, err)
}

// pagesOf reads a list page by page, up to n in all.
func pagesOf(n int, page func(after string, limit int) (next string, got int, err error)) error {
	for after, left := "", n; ; {
		limit := replayPage
		if n > 0 {
			limit = min(limit, left)
		}
		next, got, err := page(after, limit)
		left -= got
		if err != nil || next == "" || n > 0 && left <= 0 {
			return err
		}
		after = next
	}
}

func (r *replayer) skip() error { r.found.Skipped++; return nil }

// judge compares an answer with the kept one.
func (r *replayer) judge(id dossier.ID, was, is string) {
	if was == is {
		return
	}
	r.found.Different++
	if len(r.found.First) < replayTells {
		r.found.First = append(r.found.First, fmt.Sprintf("%s: was %s, is %s", id, was, is))
	}
}

// engine gives the policies of a day; nil when they were not kept.
func (r *replayer) engine(ctx context.Context, version string) (*access.Engine, error) {
	if e, ok := r.engines[version]; ok {
		return e, nil
	}
	set, err := r.o.Store.PolicySet(ctx, version)
	if err != nil {
		return nil, err
	}
	e, err := access.Stored(r.o.Law, set.Version, set.Body)
	if err == nil {
		r.engines[version] = e
	}
	return e, err
}

// dossier gives a dossier as it was at a version; NotFound when its entries are gone.
func (r *replayer) dossier(ctx context.Context, id dossier.ID, version int64) (*dossier.Dossier, error) {
	if r.at == nil || r.at.ID != id || r.at.Version < version {
		d, err := r.o.load(ctx, id)
		if err != nil {
			return nil, err
		}
		r.at = d
	}
	if r.at.Version == version {
		return r.at, nil
	}
	if r.at.Version < version {
		return nil, fault.New(fault.NotFound, "casework.replay", "")
	}
	return dossier.Fold(dossier.New(id), r.at.Entries[:version]...), nil
}

func (r *replayer) asker(l store.Look) (access.Ask, error) {
	who, err := access.ReadAs(l.As)
	who.User, who.Org = l.User, l.Org
	return access.Ask{Who: who, Purpose: l.Purpose, Now: l.At}, err
}

// look takes the decision of a look again: that of an open, or those of a command.
func (r *replayer) look(ctx context.Context, l store.Look) error {
	ask, err := r.asker(l)
	if err != nil || l.Set == "" || l.Dossier == "" || l.Facts == "" && l.Need == "" {
		return r.skip()
	}
	engine, err := r.engine(ctx, l.Set)
	if err != nil {
		return err
	}
	if l.Need != "" {
		return r.command(ctx, engine, ask, l)
	}
	d, err := r.dossier(ctx, l.Dossier, l.Version)
	if fault.Is(err, fault.NotFound) {
		return r.skip()
	}
	if err != nil {
		return err
	}
	r.found.Opened++
	r.judge(l.ID, "allow "+l.Facts, opened(engine, d, ask))
	return nil
}

func opened(engine *access.Engine, d *dossier.Dossier, ask access.Ask) string {
	view, err := engine.View(d, ask)
	if err != nil {
		return "deny"
	}
	return "allow " + view.Digest()
}

func (r *replayer) command(ctx context.Context, engine *access.Engine, ask access.Ask, l store.Look) error {
	var said []needed
	if err := json.Unmarshal([]byte(l.Need), &said); err != nil {
		return fault.Wrap(fault.Internal, "casework.replay", err)
	}
	for _, one := range said {
		d, err := r.dossier(ctx, l.Dossier, one.Version)
		if fault.Is(err, fault.NotFound) {
			return r.skip()
		}
		if err != nil {
			return err
		}
		r.found.Commands++
		r.judge(l.ID, "allow "+one.Policy, answered(engine.May(d, ask, one.Need)))
	}
	return nil
}

func answered(d access.Decision) string {
	if d.Allow {
		return "allow " + d.Policy
	}
	return "deny " + d.Policy + " " + d.Key
}

// refusal takes a refusal again. A dossier that never was is refused as before.
func (r *replayer) refusal(ctx context.Context, was store.Decision) error {
	var detail refusalDetail
	if err := json.Unmarshal([]byte(was.Detail), &detail); err != nil {
		return fault.Wrap(fault.Internal, "casework.replay", err)
	}
	ask, err := r.asker(store.Look{User: was.User, Org: was.Org, As: detail.As, Purpose: detail.Purpose, At: was.At})
	if err != nil {
		return r.skip()
	}
	engine, err := r.engine(ctx, detail.Set)
	if err != nil {
		return err
	}
	d, err := r.dossier(ctx, was.Dossier, was.Version)
	if fault.Is(err, fault.NotFound) && was.Version > 0 {
		return r.skip()
	}
	if fault.Is(err, fault.NotFound) {
		d, err = dossier.New(was.Dossier), nil
	}
	if err != nil {
		return err
	}
	r.found.Refused++
	if detail.Needed == nil {
		r.judge(was.ID, "deny", opened(engine, d, ask))
		return nil
	}
	r.judge(was.ID, "deny "+detail.Needed.Policy+" "+detail.Key, answered(engine.May(d, ask, detail.Needed.Need)))
	return nil
}
