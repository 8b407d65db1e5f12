package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// WorkErasure is a request to erase that the privacy officer must decide on.
const WorkErasure = "erasure"

// timerErase begins the kind of a timer that carries out an erasure; its id follows.
const timerErase = "erase:"

// AskErasure asks, for a person, to erase what is kept about them. The privacy
// officer of the municipality gets it, with a month to answer.
func (o *Office) AskErasure(ctx context.Context, id, person dossier.ID, words, key string, expect int64) (Done, error) {
	const op = "casework.AskErasure"
	whole, err := o.whole(ctx, id)
	if err != nil {
		return Done{}, err
	}
	command := dossier.AskErasure{Person: person, Words: words}
	if command.Officer, err = o.officer(ctx, whole.Municipality); err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return o.Do(ctx, Wish{Dossier: id, Command: command, Key: key, Expect: expect})
}

// erasures shows the officer each request that waits for a decision.
func (w *worker) erasures() {
	for _, x := range w.d.Erasures {
		if x.State != dossier.ErasureOpen {
			continue
		}
		row := store.WorkRow{Item: x.Erasure, Kind: WorkErasure, State: x.State, Since: x.At}
		w.held(&row, x.Officer)
		w.clocked(&row, x.Erasure)
		w.add(row, Label{Title: start(x.Words), From: x.By.Name, Kind: "family", Person: w.name(x.Person)})
	}
}

// eraseTimers sets a timer for each erasure that was granted, so that it is
// carried out also when this process ends before it did.
func eraseTimers(before, after *dossier.Dossier) []store.Timer {
	if shared(before.Erasures, after.Erasures) {
		return nil
	}
	var set []store.Timer
	for _, x := range after.Erasures {
		was, _ := before.Erasure(x.Erasure)
		if x.State == dossier.ErasureYes && was.State != dossier.ErasureYes {
			set = append(set, store.Timer{ID: string(after.ID) + "/erase/" + string(x.Erasure), Dossier: after.ID, Kind: timerErase + string(x.Erasure), Due: x.Decided})
		}
	}
	return set
}

// carryGranted carries out at once what these entries granted. What fails is in
// the agenda and is tried again there.
func (o *Office) carryGranted(ctx context.Context, d *dossier.Dossier, entries []dossier.Entry) {
	for _, e := range entries {
		b, ok := e.Body.(dossier.ErasureDecided)
		if !ok || b.Outcome != dossier.ErasureYes {
			continue
		}
		if err := o.carry(ctx, d.ID, b.Erasure); err != nil {
			o.Log.WarnContext(ctx, "erasing waits for the agenda", "erasure", string(b.Erasure), "err", err)
		}
	}
}

// carry carries out an erasure that was granted: it takes the content, index
// rows and keys away, and records which entries went. Nothing is left to do when
// it was done before.
func (o *Office) carry(ctx context.Context, id, erasure dossier.ID) error {
	const op = "casework.carry"
	for range attempts {
		d, err := o.load(ctx, id)
		if err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		if x, ok := d.Erasure(erasure); !ok || x.State == dossier.ErasureIsDone {
			return nil
		}
		err = o.erase(ctx, d, erasure)
		if !stale(err) {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		o.memory.drop(id)
	}
	return fault.New(fault.Conflict, op, "")
}

func (o *Office) erase(ctx context.Context, d *dossier.Dossier, erasure dossier.ID) error {
	x, _ := d.Erasure(erasure) // the caller found it
	m := dossier.Moment{
		Now: o.Now(ctx), By: dossier.Actor{User: "system", Role: "system", Name: "Eendracht"}, Purpose: "maintenance",
		Law: o.Law, NewID: func() dossier.ID { return o.NewID(ctx) },
	}
	going, record, err := d.Erase(erasure, m)
	if err != nil {
		return err
	}
	record.Seq = d.Version + 1
	after := dossier.Fold(dossier.New(d.ID), append(hollow(d.Entries, going), record)...)
	shred, err := o.shredOf(ctx, d, after, going)
	if err != nil {
		return err
	}
	shred.At, shred.User, shred.Org, shred.Ground = record.At, x.By.User, x.By.Org, x.Basis
	write, err := o.eraseAppend(ctx, d, after, record)
	if err != nil {
		return err
	}
	if o.Book != nil {
		if err := o.Book.Add(shred); err != nil {
			return err
		}
	}
	if after.Erased {
		if err := o.dropPlanDrafts(ctx, d); err != nil {
			return err
		}
	}
	if _, err := o.Store.Erase(ctx, write, shred); err != nil {
		return err
	}
	o.dropContents(ctx, shred)
	o.memory.drop(d.ID)
	o.views.dropOf(d.ID)
	o.Vault.Evict(shred.Owners...)
	o.bells.ring(d.ID, after.Version)
	return o.Store.Scrub(ctx)
}

// hollow gives the log as it is loaded once the content of some entries is gone.
func hollow(log []dossier.Entry, going []dossier.ID) []dossier.Entry {
	gone := make(map[dossier.ID]bool, len(going))
	for _, id := range going {
		gone[id] = true
	}
	out := make([]dossier.Entry, 0, len(log)+1)
	for _, e := range log {
		if gone[e.ID] {
			e = dossier.Entry{ID: e.ID, Seq: e.Seq, At: e.At, Body: dossier.Gone{Was: e.Body.Kind()}}
		}
		out = append(out, e)
	}
	return out
}

// shredOf says what goes: entries, the keys that seal nothing else any more, and
// the index rows of persons and involvements that are gone.
func (o *Office) shredOf(ctx context.Context, d, after *dossier.Dossier, going []dossier.ID) (store.Shred, error) {
	shred := store.Shred{ID: o.NewID(ctx), Dossier: d.ID, Whole: after.Erased}
	for _, e := range d.Entries {
		if slices.Contains(going, e.ID) {
			shred.Entries = append(shred.Entries, store.ShredEntry{Seq: e.Seq, ID: e.ID})
			if c, ok := dossier.ContentOf(e.Body); ok {
				shred.Contents = append(shred.Contents, store.ShredContent{ID: c.ID, Pieces: c.Pieces})
			}
		}
	}
	for _, p := range d.Persons {
		if _, still := after.Person(p.ID); !still {
			shred.Persons = append(shred.Persons, p.ID)
		}
	}
	for _, i := range d.Involved {
		if _, still := after.Involvement(i.Involvement); !still {
			shred.Involvements = append(shred.Involvements, i.Involvement)
		}
	}
	owners, err := o.idle(ctx, d.ID, going, after)
	shred.Owners = owners
	return shred, err
}

// idle gives the owners of keys that seal nothing any more once some entries are
// gone. The one key of a dossier from before slots goes with the whole dossier.
func (o *Office) idle(ctx context.Context, id dossier.ID, going []dossier.ID, after *dossier.Dossier) ([]string, error) {
	_, sealed, err := o.Store.Load(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{familySlot + "/" + dossier.ClassErasure: true}
	if !after.Erased {
		used[labelSlot(after)] = true
	}
	for _, s := range sealed {
		if slot, _, ok := slotIn(s.Body); ok && !slices.Contains(going, s.ID) {
			used[slot] = true
		}
	}
	for _, x := range after.Documents {
		for _, v := range x.Versions {
			used[v.Slot] = true
		}
	}
	var owners []string
	if after.Erased {
		owners = append(owners, owner(id))
	}
	prefix, last := owner(id)+"/", ""
	for {
		list, err := o.Store.KeysLike(ctx, prefix, last, 256)
		if err != nil || len(list) == 0 {
			return owners, err
		}
		for _, w := range list {
			last = w.Owner
			if strings.HasPrefix(w.Owner, prefix) && !used[strings.TrimPrefix(w.Owner, prefix)] {
				owners = append(owners, w.Owner)
			}
		}
	}
}

// eraseAppend writes the record with every index row anew: their labels are
// sealed with another key from now on. Of a dossier that is erased as a whole
// no row is left.
func (o *Office) eraseAppend(ctx context.Context, d, after *dossier.Dossier, record dossier.Entry) (store.Append, error) {
	sealed, err := o.seal(ctx, d.ID, []dossier.Entry{record})
	if err != nil {
		return store.Append{}, err
	}
	write := store.Append{Dossier: d.ID, Expect: d.Version, Entries: sealed}
	if after.Erased {
		return write, nil
	}
	rows, err := o.index(ctx, dossier.New(d.ID), after)
	if err != nil {
		return store.Append{}, err
	}
	write.Family, write.Put = rows.family, rows.changes
	write.Put.Lead, write.Put.FreeLead = leadDiff(d, after)
	for _, was := range workRows(d, rows.day) {
		if !slices.ContainsFunc(rows.work, func(now work) bool { return now.row.Item == was.row.Item }) {
			write.Put.Done = append(write.Put.Done, was.row.Item)
		}
	}
	return write, nil
}

// forgetErased takes out of this process what another one erased since a moment:
// folded dossiers, views and keys.
func (o *Office) forgetErased(ctx context.Context, since time.Time) (time.Time, error) {
	list, err := o.Store.Shreds(ctx, since)
	if err != nil {
		return since, fault.Wrap(fault.Unavailable, "casework.forgetErased", err)
	}
	for _, s := range list {
		o.Vault.Evict(s.Owners...)
		if d, ok := o.memory.get(s.Dossier); ok && !knowsShred(d, s) {
			o.memory.drop(s.Dossier)
			o.views.dropOf(s.Dossier)
		}
		if s.At.After(since) && !s.At.After(o.Now(ctx)) { // one of a clock that ran ahead hides no other
			since = s.At
		}
	}
	return since, nil
}

// knowsShred tells whether a folded dossier is of after an erasure.
func knowsShred(d *dossier.Dossier, s store.Shred) bool {
	return slices.ContainsFunc(d.Erasures, func(x dossier.Erasure) bool { return x.Done.Equal(s.At) })
}

// dropOf drops all views of a dossier.
func (s *shelf) dropOf(id dossier.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, el := range s.items {
		if strings.HasPrefix(key, string(id)+"\x00") {
			s.order.Remove(el)
			delete(s.items, key)
		}
	}
}

// Reshred carries out again, before anything is served, what a restored backup
// does not know of. The list is that beside the keys and that in the file of its
// own. It tells how many erasures it carried out.
func (o *Office) Reshred(ctx context.Context) (int, error) {
	const op = "casework.Reshred"
	list, err := o.Store.Shreds(ctx, time.Time{})
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	if o.Book != nil {
		lines, err := o.Book.All()
		if err != nil {
			return 0, fault.Wrap(fault.Unavailable, op, err)
		}
		for _, line := range lines {
			if !slices.ContainsFunc(list, func(s store.Shred) bool { return s.ID == line.ID }) {
				list = append(list, line)
			}
		}
	}
	n := 0
	for _, s := range list {
		did, err := o.Store.Reshred(ctx, s)
		if err != nil {
			return n, fault.Wrap(fault.Unavailable, op, err)
		}
		if did {
			n++
			o.Vault.Evict(s.Owners...)
			o.dropContents(ctx, s)
		}
	}
	if n == 0 {
		return 0, nil
	}
	return n, fault.Wrap(fault.Unavailable, op, o.Store.Scrub(ctx))
}
