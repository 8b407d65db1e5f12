package casework

import (
	"bytes"
	"context"
	"strconv"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// What a sealed body begins with. A zero is the stub of what was erased
// (package ledger), a one was sealed with the one key of its dossier: that is how
// all was sealed before there was a key per person and retention class. A two is
// followed by the length of the slot, the slot, and what the vault sealed.
const slotted = 2

// familySlot stands for the family as such, and for several persons.
const familySlot = "-"

// slotOf names the data key of an entry within its dossier: a person, or the
// family, and the retention class.
func slotOf(e dossier.Entry) string {
	class := e.Class
	if class == "" {
		class = familySlot
	}
	who := familySlot
	if persons := dossier.Persons(e); len(persons) == 1 && class != dossier.ClassErasure {
		who = string(persons[0])
	}
	return who + "/" + class
}

// labelSlot names the key of labels: another one after each erasure, so that
// the labels of before can be read nowhere.
func labelSlot(d *dossier.Dossier) string {
	n := 0
	for _, x := range d.Erasures {
		if x.State == dossier.ErasureIsDone {
			n++
		}
	}
	return "~label/" + strconv.Itoa(n)
}

// slotMost is the longest slot that its length byte can tell.
const slotMost = 255

// sealAs seals for a slot of a dossier and says in front which one it is.
func (o *Office) sealAs(ctx context.Context, id dossier.ID, slot, what string, plain []byte) ([]byte, error) {
	if len(slot) > slotMost {
		return nil, fault.New(fault.Internal, "casework.sealAs", "")
	}
	body, err := o.Vault.Seal(ctx, owner(id)+"/"+slot, what, plain)
	if err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, 2+len(slot)+len(body)), slotted, byte(len(slot)))
	return append(append(out, slot...), body...), nil
}

// openAs opens what sealAs sealed, and what was sealed before there were slots.
func (o *Office) openAs(ctx context.Context, id dossier.ID, what string, sealed []byte) ([]byte, error) {
	slot, rest, ok := slotIn(sealed)
	if !ok {
		return o.Vault.Open(ctx, owner(id), what, sealed)
	}
	return o.Vault.Open(ctx, owner(id)+"/"+slot, what, rest)
}

// slotIn gives the slot of what was sealed for one.
func slotIn(sealed []byte) (slot string, rest []byte, ok bool) {
	_, sealed, _ = store.HeldIn(sealed)
	if len(sealed) < 2 || sealed[0] != slotted || len(sealed) < 2+int(sealed[1]) {
		return "", sealed, false
	}
	n := 2 + int(sealed[1])
	return string(sealed[2:n]), sealed[n:], true
}

// isStub tells whether the content of an entry was erased.
func isStub(body []byte) bool { return len(body) > 0 && bytes.Equal(body, store.Stub(body)) }

// unseal gives an entry of the log, or what stands for it when its content is gone.
func (o *Office) unseal(ctx context.Context, id dossier.ID, s store.Sealed) (dossier.Entry, error) {
	if isStub(s.Body) {
		return dossier.Entry{ID: s.ID, Seq: s.Seq, At: s.At, Body: dossier.Gone{Was: s.Kind}}, nil
	}
	plain, err := o.openAs(ctx, id, string(s.ID), s.Body)
	if err != nil {
		return dossier.Entry{}, err
	}
	return dossier.Decode(plain)
}

// classify gives new entries their retention class, by what the dossier holds;
// the first ones by what they themselves say.
func classify(d *dossier.Dossier, entries []dossier.Entry) {
	if d.Version == 0 {
		d = dossier.Fold(d, entries...)
	}
	d.Classify(entries)
}
