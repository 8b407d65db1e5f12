package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Wish is one command on one dossier.
type Wish struct {
	Dossier dossier.ID // "" for a new family
	Command dossier.Command
	Key     string  // idempotency key; "" none
	Expect  int64   // access.View.Seen of the view that the caller acted on; 0 any
	Typed   []Typed // what a person typed for it, for the retype meter
	mark    []byte  // what the key stands for, when not this very command
	// Then gives commands that follow from the first in the same transaction:
	// an official message that must leave exactly when the decision is taken.
	// It sees the whole dossier, so only doors that write such messages use it.
	Then func(after *dossier.Dossier) ([]dossier.Command, error)
	// Last gives commands that follow from all those before, in the same transaction.
	Last func(after *dossier.Dossier) ([]dossier.Command, error)
}

// Done says what a command changed.
type Done struct {
	Dossier dossier.ID   `json:"dossier"`
	Version int64        `json:"version"`
	New     []dossier.ID `json:"new,omitempty"` // things that the entries named first: tasks, goals, persons
	Again   bool         `json:"again,omitempty"`
}

// attempts is how often a decision is taken anew when another writer was first.
const attempts = 5

// Do lets a command decide and makes its entries durable, with index rows,
// timers and the look, in one transaction. The same key changes nothing twice.
// It faults with Conflict when what the caller saw has changed since (Expect).
//
// The first try decides on what memory holds: the store refuses what was
// decided on an old version or an old directory, and a key that was used. An
// outcome that writes nothing has not been before the store, so it counts only
// after the store was asked for all three.
func (o *Office) Do(ctx context.Context, w Wish) (Done, error) {
	const op = "casework.Do"
	caller, ask, err := o.ask(ctx)
	if err != nil {
		return Done{}, fault.Wrap(fault.SignIn, op, err)
	}
	if err := o.keepPolicies(ctx); err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	t := trial{caller: caller, ask: ask, wish: w, fresh: w.Dossier == ""}
	if t.fresh {
		t.wish.Dossier = o.NewID(ctx)
	}
	_, kept := o.memory.get(t.wish.Dossier)
	for sure, n := !kept, 0; n < attempts; n++ {
		if sure {
			if done, over, err := o.confirm(ctx, &t); over {
				return done, fault.Wrap(fault.Internal, op, err)
			}
		}
		done, wrote, err := o.try(ctx, t, sure)
		switch {
		case stale(err): // another writer was first, or the directory changed
			o.memory.drop(t.wish.Dossier)
		case wrote || sure:
			return done, fault.Wrap(fault.Internal, op, err)
		}
		sure = true
	}
	return Done{}, fault.New(fault.Conflict, op, "")
}

// trial is a wish with who has it.
type trial struct {
	caller Caller
	ask    access.Ask
	wish   Wish
	fresh  bool // a first entry: there is no dossier yet
}

// confirm asks the store whether the wish was carried out before, which ends
// it, and who the caller is by now.
func (o *Office) confirm(ctx context.Context, t *trial) (done Done, over bool, err error) {
	if t.wish.Key != "" {
		if done, err := o.used(ctx, t.ask, t.wish); !fault.Is(err, fault.NotFound) {
			return done, true, err
		}
	}
	if t.caller.Renew == nil {
		return Done{}, false, nil
	}
	epoch, err := o.Store.Epoch(ctx)
	if err != nil {
		return Done{}, true, err
	}
	renewed, err := t.caller.renewed(ctx, epoch)
	if err != nil {
		return Done{}, true, fault.Wrap(fault.SignIn, "casework.confirm", err)
	}
	if renewed != nil {
		t.caller, t.ask.Who = *renewed, renewed.Who
	}
	return Done{}, false, nil
}

func stale(err error) bool {
	key, _ := fault.Message(err)
	return fault.Is(err, fault.Conflict) && key == "store.stale"
}

// try decides once and writes what was decided. It tells whether it came to
// writing; newest asks the store for the newest version first.
func (o *Office) try(ctx context.Context, t trial, newest bool) (done Done, wrote bool, err error) {
	w, ask := t.wish, t.ask
	before, err := o.base(ctx, t, newest)
	if err != nil {
		return Done{}, false, err
	}
	if err := o.unchanged(before, ask, w.Expect); err != nil {
		return Done{}, false, err
	}
	said := saying{sure: newest}
	after, decision, entries, err := o.decide(ctx, ask, before, w.Command, &said)
	if err != nil {
		return Done{}, false, err
	}
	for _, then := range []func(*dossier.Dossier) ([]dossier.Command, error){w.Then, w.Last} {
		if len(entries) == 0 || then == nil {
			continue
		}
		more, err := o.follow(ctx, ask, after, then, &said)
		if err != nil {
			return Done{}, false, err
		}
		entries, after = append(entries, more...), dossier.Fold(after, more...)
	}
	if len(entries) == 0 {
		return Done{Dossier: w.Dossier, Version: before.Version}, false, nil
	}
	done, err = o.write(ctx, t, decision, before, after, entries, said.list)
	if err != nil || done.Again { // what stands in the store is another thing than memory
		o.memory.drop(w.Dossier)
	}
	return done, true, err
}

// base gives the dossier that a decision starts from.
func (o *Office) base(ctx context.Context, t trial, newest bool) (*dossier.Dossier, error) {
	if t.fresh {
		return dossier.New(t.wish.Dossier), nil
	}
	if d, ok := o.memory.get(t.wish.Dossier); ok && !newest {
		return d, nil
	}
	return o.load(ctx, t.wish.Dossier)
}

// unchanged faults with Conflict when the caller would now see other entries
// than those they acted on; what is hidden from them cannot stand in their way.
func (o *Office) unchanged(d *dossier.Dossier, ask access.Ask, seen int64) error {
	if seen == 0 {
		return nil
	}
	view, err := o.Access.View(d, ask)
	if err != nil {
		return err
	}
	if view.Seen != seen {
		return fault.New(fault.Conflict, "casework.unchanged", "casework.changed")
	}
	return nil
}

// decide asks access and lets a command decide on a dossier; it writes nothing.
func (o *Office) decide(ctx context.Context, ask access.Ask, d *dossier.Dossier, c dossier.Command, said *saying) (*dossier.Dossier, access.Decision, []dossier.Entry, error) {
	need := c.Need(d)
	decision := o.Access.May(d, ask, need)
	this := needed{Version: d.Version, Need: need, Policy: decision.Policy}
	if !decision.Allow {
		return nil, decision, nil, o.refused(ctx, ask, d, this, decision, said.sure)
	}
	said.list = append(said.list, this)
	entries, err := c.Decide(d, o.moment(ctx, d, ask, decision))
	if err != nil {
		return nil, decision, nil, err
	}
	number(entries, d.Version)
	classify(d, entries)
	return dossier.Fold(d, entries...), decision, entries, nil
}

// follow decides the commands that follow from a first one.
func (o *Office) follow(ctx context.Context, ask access.Ask, d *dossier.Dossier, then func(*dossier.Dossier) ([]dossier.Command, error), said *saying) ([]dossier.Entry, error) {
	commands, err := then(d)
	if err != nil {
		return nil, err
	}
	var all []dossier.Entry
	for _, c := range commands {
		after, _, entries, err := o.decide(ctx, ask, d, c, said)
		if err != nil {
			return nil, err
		}
		all, d = append(all, entries...), after
	}
	return all, nil
}

// refusal turns a deny into a fault: who may know nothing of the dossier hears
// the same as when there were none.
func (o *Office) refusal(d *dossier.Dossier, ask access.Ask, decision access.Decision) error {
	if d.Version > 0 {
		if _, err := o.Access.View(d, ask); err != nil {
			return fault.New(fault.NotFound, "casework.refusal", "")
		}
	}
	return denied("casework.decide", decision)
}

// denied turns a deny into a fault that does not tell whether anything exists.
func denied(op string, d access.Decision) error {
	return &fault.Error{Code: fault.Forbidden, Op: op, Key: d.Key, Args: d.Args}
}

func number(entries []dossier.Entry, from int64) {
	for i := range entries {
		entries[i].Seq = from + int64(i) + 1
	}
}

func (o *Office) moment(ctx context.Context, d *dossier.Dossier, ask access.Ask, why access.Decision) dossier.Moment {
	by := dossier.Actor{User: ask.Who.User, Org: ask.Who.Org, Name: ask.Who.Name, Role: roleOf(ask, why, d)}
	m := dossier.Moment{Now: ask.Now, By: by, Purpose: ask.Purpose, Ground: why.Ground, Law: o.Law, NewID: func() dossier.ID { return o.NewID(ctx) }}
	if me, ok := d.Member(ask.Who.User, m.Today()); ok {
		m.By.Person = me.ID
	}
	return m
}

// roleOf names the role in which someone acts: that of the involvement that
// carried the decision, else what the directory knows.
func roleOf(ask access.Ask, why access.Decision, d *dossier.Dossier) string {
	if i, ok := d.Involvement(why.Involvement); ok {
		return i.Role
	}
	switch ask.Who.Kind {
	case access.Citizen:
		return "family"
	case access.System:
		return "system"
	}
	return "worker"
}

func (o *Office) write(ctx context.Context, t trial, why access.Decision, before, after *dossier.Dossier, entries []dossier.Entry, said []needed) (Done, error) {
	caller, ask, w := t.caller, t.ask, t.wish
	done := Done{Dossier: after.ID, Version: after.Version, New: named(entries)}
	result, err := keep(done, w)
	if err != nil {
		return Done{}, err
	}
	sealed, err := o.seal(ctx, after.ID, entries)
	if err != nil {
		return Done{}, err
	}
	rows, err := o.index(ctx, before, after)
	if err != nil {
		return Done{}, err
	}
	look := o.lookOf(o.NewID(ctx), ask, why, after, "command")
	look.Parts, look.Need = w.Command.Name(), written(said)
	var epoch int64
	if caller.Renew != nil {
		epoch = caller.Epoch
	}
	stamp, err := o.Store.Append(ctx, store.Append{
		Dossier: after.ID, Expect: before.Version, Epoch: epoch, Actor: ask.Who.User, Key: w.Key, Result: result,
		Entries: sealed, Family: rows.family, Put: rows.changes, Look: &look,
	})
	if err != nil {
		return Done{}, err
	}
	if stamp.Again {
		return again(stamp, w)
	}
	o.memory.putWork(after, rows.work, rows.day)
	o.bells.ring(after.ID, after.Version)
	o.meter(ctx, caller, ask, w, before)
	o.carryGranted(ctx, after, entries)
	return done, nil
}

// kept is what the store keeps with an idempotency key.
type kept struct {
	Done
	Wish []byte `json:"wish"` // digest of the command, so that a key cannot stand for two wishes
}

// keep gives what the store keeps with the key of a wish, nothing without one.
func keep(done Done, w Wish) ([]byte, error) {
	if w.Key == "" {
		return nil, nil
	}
	result, err := json.Marshal(kept{Done: done, Wish: digest(w)})
	return result, fault.Wrap(fault.Internal, "casework.keep", err)
}

func digest(w Wish) []byte {
	if w.mark != nil {
		return w.mark
	}
	command := w.Command
	if drawn, ok := command.(interface{ Undrawn() dossier.Command }); ok {
		command = drawn.Undrawn()
	}
	body, err := json.Marshal(command)
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(append([]byte(w.Command.Name()+"\x00"), body...))
	return sum[:16]
}

// used gives what an earlier wish with this key did; NotFound when there was none.
func (o *Office) used(ctx context.Context, ask access.Ask, w Wish) (Done, error) {
	stamp, err := o.Store.Used(ctx, ask.Who.User, w.Key)
	if err != nil {
		return Done{}, err
	}
	return again(stamp, w)
}

func again(stamp store.Stamp, w Wish) (Done, error) {
	var was kept
	if err := json.Unmarshal(stamp.Result, &was); err != nil {
		return Done{}, fault.Wrap(fault.Internal, "casework.again", err)
	}
	if !bytes.Equal(was.Wish, digest(w)) {
		return Done{}, fault.New(fault.Conflict, "casework.again", "casework.key")
	}
	was.Done.Again = true
	return was.Done, nil
}
