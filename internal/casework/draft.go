package casework

import (
	"context"
	"encoding/json"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// DraftDays is how many days what someone typed and did not send is kept after
// it was kept last. It is no part of any dossier: nobody else reads it.
const DraftDays = 14

// PlanDraftDays is the same for the own plan of a family, at which several write.
const PlanDraftDays = 60

// DraftHelp is the draft of a request for help.
const DraftHelp = "help"

// Draft is what was kept, as its owner finds it again.
type Draft struct {
	Values  map[string]string // by the name of the field
	Version int64             // of the draft; 0: there is none
	Saved   time.Time
	Until   time.Time // then it goes by itself
}

// KeepDraft keeps what the caller, a resident, typed and did not send yet: sealed with a
// key of its own. Version is that of the draft they went on from (0: none); it
// faults with Conflict when another window kept a newer one.
func (o *Office) KeepDraft(ctx context.Context, id string, d Draft) (Draft, error) {
	const op = "casework.KeepDraft"
	home, err := o.draftHome(ctx, op)
	if err != nil {
		return Draft{}, err
	}
	return o.keepDraft(ctx, home, id, d, DraftDays)
}

// DraftOf gives the caller's own draft; NotFound when there is none.
func (o *Office) DraftOf(ctx context.Context, id string) (Draft, error) {
	const op = "casework.DraftOf"
	home, err := o.draftHome(ctx, op)
	if err != nil {
		return Draft{}, err
	}
	return o.draft(ctx, home, id)
}

// DropDraft takes the caller's own draft away, with its key; none is no fault.
func (o *Office) DropDraft(ctx context.Context, id string) error {
	const op = "casework.DropDraft"
	home, err := o.draftHome(ctx, op)
	if err != nil {
		return err
	}
	return o.dropDraft(ctx, home, id)
}

// draftHome names the caller as the owner of drafts: residents only.
func (o *Office) draftHome(ctx context.Context, op string) (string, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return "", fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.Kind != access.Citizen || ask.Who.User == "" {
		return "", fault.New(fault.NotFound, op, "")
	}
	return accountOwner(ask.Who.User), nil
}

const draftContext = "draft"

// draftOwner names the key of one draft. It is drawn anew for each, so that no
// process holds on to the key of one that is gone.
func draftOwner(slot string) string { return "draft:" + slot }

func (o *Office) keepDraft(ctx context.Context, home, id string, d Draft, days int) (Draft, error) {
	const op = "casework.keepDraft"
	now := o.Now(ctx)
	slot := string(o.NewID(ctx))
	if was, err := o.Store.Draft(ctx, home, id, now); err == nil {
		if old, _, ok := slotIn(was.Body); ok {
			slot = old
		}
	} else if !fault.Is(err, fault.NotFound) {
		return Draft{}, fault.Wrap(fault.Unavailable, op, err)
	}
	plain, err := json.Marshal(d.Values)
	if err != nil {
		return Draft{}, fault.Wrap(fault.Internal, op, err)
	}
	sealed, err := o.Vault.Seal(ctx, draftOwner(slot), draftContext, plain)
	if err != nil {
		return Draft{}, fault.Wrap(fault.Unavailable, op, err)
	}
	body := append([]byte{slotted, byte(len(slot))}, slot...)
	d.Saved, d.Until = now, now.AddDate(0, 0, days)
	d.Version, err = o.Store.PutDraft(ctx, store.Draft{Home: home, ID: id, Version: d.Version, Until: d.Until, Body: append(body, sealed...)}, now)
	if stale(err) {
		return Draft{}, fault.New(fault.Conflict, op, "casework.draft.newer")
	}
	return d, fault.Wrap(fault.Unavailable, op, err)
}

func (o *Office) draft(ctx context.Context, home, id string) (Draft, error) {
	const op = "casework.draft"
	kept, err := o.Store.Draft(ctx, home, id, o.Now(ctx))
	if err != nil {
		return Draft{}, fault.Wrap(fault.Unavailable, op, err)
	}
	slot, sealed, _ := slotIn(kept.Body)
	plain, err := o.Vault.Open(ctx, draftOwner(slot), draftContext, sealed)
	if err != nil {
		return Draft{}, fault.Wrap(fault.Unavailable, op, err)
	}
	d := Draft{Version: kept.Version, Saved: kept.Saved, Until: kept.Until}
	return d, fault.Wrap(fault.Internal, op, json.Unmarshal(plain, &d.Values))
}

func (o *Office) dropDraft(ctx context.Context, home, id string) error {
	const op = "casework.dropDraft"
	kept, err := o.Store.Draft(ctx, home, id, o.Now(ctx))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		err = o.Store.DropDraft(ctx, home, id)
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return o.forgetDrafts(ctx, kept)
}

// forgetDrafts takes the keys of drafts away that are gone.
func (o *Office) forgetDrafts(ctx context.Context, gone ...store.Draft) error {
	for _, d := range gone {
		if slot, _, ok := slotIn(d.Body); ok {
			if err := o.Vault.Forget(ctx, draftOwner(slot)); err != nil {
				return fault.Wrap(fault.Unavailable, "casework.forgetDrafts", err)
			}
		}
	}
	return nil
}

// dropDrafts takes away every draft whose days are over, at most once an hour:
// none can be read after its time, this only makes room.
func (o *Office) dropDrafts(ctx context.Context, last time.Time) (time.Time, error) {
	now := o.Now(ctx)
	if now.Sub(last) < time.Hour {
		return last, nil
	}
	gone, err := o.Store.DropDrafts(ctx, now)
	if err != nil {
		return last, fault.Wrap(fault.Unavailable, "casework.dropDrafts", err)
	}
	return now, o.forgetDrafts(ctx, gone...)
}
