package casework

import (
	"context"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

const (
	tickBatch = 64
	tickLease = time.Minute
	tickRetry = 5 * time.Minute
)

// Tick does what is due in the durable agenda, as the system itself, and tells
// how many timers it did. Several processes may tick; a lease keeps them apart.
func (o *Office) Tick(ctx context.Context, process string) (int, error) {
	const op = "casework.Tick"
	now := o.Now(ctx)
	leased, err := o.Store.Lease(ctx, now, tickBatch, tickLease, process)
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	ctx = As(ctx, Caller{Who: access.Who{Kind: access.System, User: "system", Name: "Eendracht"}, Purpose: "maintenance", Flow: "timer"})
	for _, timer := range leased {
		var again time.Time
		if err := o.fire(ctx, timer); err != nil {
			o.Log.WarnContext(ctx, "timer failed", "kind", timer.Kind, "tries", timer.Tries, "err", err)
			again = now.Add(tickRetry)
		}
		if err := o.Store.Finish(ctx, timer.ID, process, again); err != nil {
			return 0, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return len(leased), nil
}

func (o *Office) fire(ctx context.Context, timer store.Leased) error {
	switch timer.Kind {
	case timerLapse:
		_, err := o.Do(ctx, Wish{Dossier: timer.Dossier, Command: dossier.LapseClocks{}})
		return err
	}
	if erasure, ok := strings.CutPrefix(timer.Kind, timerErase); ok {
		return o.carry(ctx, timer.Dossier, dossier.ID(erasure))
	}
	if content, ok := strings.CutPrefix(timer.Kind, timerLoose); ok {
		return o.sweep(ctx, timer.Dossier, content)
	}
	if item, ok := strings.CutPrefix(timer.Kind, timerNotice); ok {
		return o.plan(ctx, timer.Dossier, dossier.ID(item))
	}
	return fault.New(fault.Internal, "casework.fire", "")
}

// Run ticks until the context ends, every pause, at once again while much is due.
func (o *Office) Run(ctx context.Context, process string, pause time.Duration) {
	var spotted, dropped time.Time
	forgot := o.Now(ctx).Add(-time.Hour)
	for ctx.Err() == nil {
		n, err := o.Tick(ctx, process)
		if err == nil {
			spotted, err = o.spotDue(ctx, spotted)
		}
		if err == nil {
			forgot, err = o.forgetErased(ctx, forgot)
		}
		if err == nil {
			dropped, err = o.dropDrafts(ctx, dropped)
		}
		if err != nil && ctx.Err() == nil {
			o.Log.WarnContext(ctx, "agenda out of reach", "err", err)
		}
		if n == tickBatch {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// rewindEvery is how often the agenda is searched for what a clock that ran
// ahead put off for years.
const rewindEvery = time.Hour

// rewindDue lets such timers go: at the start, every hour, and when the clock
// went back. It gives when it last did so.
func (o *Office) rewindDue(ctx context.Context, last time.Time) (time.Time, error) {
	now := o.Now(ctx)
	if !passed(last, now, rewindEvery) {
		return last, nil
	}
	if _, err := o.Rewind(ctx); err != nil {
		return last, err
	}
	return now, nil
}

// Rewind lets timers go that are due and that a clock which ran ahead put off
// for years; it tells how many.
func (o *Office) Rewind(ctx context.Context) (int64, error) {
	n, err := o.Store.RewindTimers(ctx, o.Now(ctx))
	if n > 0 {
		o.Log.WarnContext(ctx, "a clock ran ahead: timers that it put off are due again", "timers", n)
	}
	return n, fault.Wrap(fault.Unavailable, "casework.Rewind", err)
}

// passed tells whether a while has passed since a moment, or the clock went
// back behind it, so that the while can no longer be known.
func passed(since, now time.Time, while time.Duration) bool {
	return now.Before(since) || now.Sub(since) >= while
}
