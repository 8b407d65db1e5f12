package casework

import (
	"context"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// owner names the data key of a dossier in the vault.
func owner(id dossier.ID) string { return "dossier:" + string(id) }

// load gives the newest folded dossier that the store holds: from memory when
// its version is still the newest, else by reading the entries that are new.
func (o *Office) load(ctx context.Context, id dossier.ID) (*dossier.Dossier, error) {
	base, ok := o.memory.get(id)
	if ok {
		heads, err := o.Store.Heads(ctx, []dossier.ID{id})
		if err != nil {
			return nil, err
		}
		if len(heads) == 1 && heads[0].Version == base.Version {
			return base, nil
		}
	}
	return soon(ctx, "casework.load", func(ctx context.Context) (*dossier.Dossier, error) { return o.read(ctx, id, base) })
}

// loadAll gives several dossiers as load gives one, in the order of their
// identifiers; the store is asked once for all their versions.
func (o *Office) loadAll(ctx context.Context, ids []dossier.ID) ([]*dossier.Dossier, error) {
	heads, err := o.Store.Heads(ctx, ids)
	if err != nil {
		return nil, err
	}
	newest := make(map[dossier.ID]int64, len(heads))
	for _, h := range heads {
		newest[h.Dossier] = h.Version
	}
	all := make([]*dossier.Dossier, 0, len(ids))
	for _, id := range ids {
		base, ok := o.memory.get(id)
		if !ok || base.Version != newest[id] {
			if base, err = o.read(ctx, id, base); err != nil {
				return nil, err
			}
		}
		all = append(all, base)
	}
	return all, nil
}

// read loads the entries after base (nil: all) and folds them.
func (o *Office) read(ctx context.Context, id dossier.ID, base *dossier.Dossier) (*dossier.Dossier, error) {
	const op = "casework.read"
	if base == nil {
		base = dossier.New(id)
	}
	_, sealed, err := o.Store.Load(ctx, id, base.Version)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if base.Version == 0 {
		if err := o.Vault.Preload(ctx, owner(id)+"/"); err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	entries := make([]dossier.Entry, 0, len(sealed))
	for _, s := range sealed {
		entry, err := o.unseal(ctx, id, s)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		if _, erased := entry.Body.(dossier.DataErased); erased && base.Version > 0 {
			o.memory.drop(id) // what is in memory holds what was erased
			return o.read(ctx, id, nil)
		}
		entries = append(entries, entry)
	}
	d := dossier.Fold(base, entries...)
	o.memory.put(d)
	return d, nil
}

func (o *Office) seal(ctx context.Context, id dossier.ID, entries []dossier.Entry) ([]store.Sealed, error) {
	const op = "casework.seal"
	sealed := make([]store.Sealed, 0, len(entries))
	for _, e := range entries {
		plain, err := dossier.Encode(e)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		body, err := o.sealAs(ctx, id, slotOf(e), string(e.ID), plain)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		if c, ok := dossier.ContentOf(e.Body); ok {
			if body, err = store.Hold(heldOf(c), body); err != nil {
				return nil, fault.Wrap(fault.Internal, op, err)
			}
		}
		sealed = append(sealed, store.Sealed{Dossier: id, Seq: e.Seq, ID: e.ID, At: e.At, Kind: e.Body.Kind(), Body: body})
	}
	return sealed, nil
}

// named gives the things that entries brought into being.
func named(entries []dossier.Entry) []dossier.ID {
	var ids []dossier.ID
	for _, e := range entries {
		if id := born(e.Body); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// born gives the id of the thing that an entry states first, "" for none.
func born(body dossier.Body) dossier.ID {
	switch b := body.(type) {
	case dossier.PersonStated:
		return b.Person
	case dossier.TaskCreated:
		return b.Task
	case dossier.GoalSet:
		return b.Goal
	case dossier.LeadOffered:
		return b.Offer
	case dossier.QuestionAsked:
		return b.Question
	case dossier.InvolvementStarted:
		return b.Involvement
	case dossier.ConsentGiven:
		return b.Consent
	case dossier.DecisionTaken:
		return b.Decision
	case dossier.MessageReceived:
		return b.Message
	case dossier.MessageSent:
		return b.Message
	case dossier.RelationStated:
		return b.Relation
	case dossier.StayStated:
		return b.Stay
	case dossier.DocumentAdded:
		return b.Document
	case dossier.ConcernRaised:
		return b.Concern
	case dossier.OwnPlanHanded:
		return b.Plan
	case dossier.RightInvoked:
		return b.Right
	case dossier.TalkWritten:
		if b.Subject != "" { // the first of its conversation
			return b.Talk
		}
	}
	return ""
}
