package dossier

import (
	"slices"
	"sync/atomic"
)

// New gives an empty dossier: no entry yet, Version 0.
func New(id ID) *Dossier { return &Dossier{ID: id} }

// Fold derives a dossier from an earlier one and the entries that follow it, in
// order. Base is not changed and may be read meanwhile: what the entries touch
// is copied first. An entry without Seq counts as the next one. Entries of
// unknown kinds are kept and change nothing else.
//
// A retraction folds everything anew without the entry that it strikes.
func Fold(base *Dossier, entries ...Entry) *Dossier {
	if base == nil {
		base = New("")
	}
	f := begin(base, len(entries))
	anew := false
	for _, e := range entries {
		e = f.log(e)
		if _, strikes := e.Body.(Retracted); strikes {
			anew = true
		}
		if !anew {
			f.apply(e)
		}
	}
	if anew {
		return refold(f.d)
	}
	return f.d
}

// refold derives a dossier from its own entries, leaving out what a later one struck.
func refold(d *Dossier) *Dossier {
	struck, seen := map[ID]bool{}, make(map[ID]bool, len(d.Entries))
	for _, e := range d.Entries {
		seen[e.ID] = true
		if r, ok := e.Body.(Retracted); ok && seen[r.Entry] {
			struck[r.Entry] = true
		}
	}
	f := begin(New(d.ID), len(d.Entries))
	for _, e := range d.Entries {
		e = f.log(e)
		if !struck[e.ID] {
			f.apply(e)
		}
	}
	return f.d
}

// folding is a dossier in the making. A list that is not owned yet is still
// shared with the base and is copied before it changes.
type folding struct {
	d     *Dossier
	owned uint64
}

// room is the free space behind the entries of a dossier. The first fold that
// claims it appends there, so that a long log is not copied for each entry; the
// dossiers before it never look beyond their own length. A second fold of the
// same base finds it taken and copies.
type room struct{ used atomic.Int64 } // entries of the array that are spoken for

func (r *room) claim(entries []Entry, more int) bool {
	length := len(entries)
	return r != nil && length+more <= cap(entries) && r.used.CompareAndSwap(int64(length), int64(length+more))
}

// folds is what a body does that the fold understands.
type folds interface{ apply(f *folding, e Entry) }

func begin(base *Dossier, more int) *folding {
	d := *base
	if !d.room.claim(d.Entries, more) {
		size := len(d.Entries) + more
		d.room = &room{}
		d.room.used.Store(int64(size))
		d.Entries = append(make([]Entry, 0, size+size/4+8), d.Entries...)
	}
	return &folding{d: &d}
}

// log adds an entry to the log of the dossier.
func (f *folding) log(e Entry) Entry {
	if e.Seq == 0 {
		e.Seq = f.d.Version + 1
	}
	f.d.Entries = append(f.d.Entries, e)
	f.d.Version, f.d.ChangedAt = e.Seq, e.At
	return e
}

func (f *folding) apply(e Entry) {
	if body, ok := e.Body.(folds); ok {
		body.apply(f, e)
	}
}

// The lists of a dossier, as bits of folding.owned.
const (
	slotPersons = 1 << iota
	slotRelations
	slotCustody
	slotStays
	slotMeldingen
	slotSafety
	slotParts
	slotInvolved
	slotConsents
	slotOffers
	slotQuestions
	slotGoals
	slotEvaluations
	slotTasks
	slotClocks
	slotMessages
	slotDecisions
	slotAllocations
	slotVoices
	slotViews
	slotGlasses
	slotHolds
	slotMandates
	slotClaims
	slotDelivered
	slotReturns
	slotMeetings
	slotTalks
	slotErasures
	slotDocuments
	slotConcerns
	slotOwnPlans
	slotRights
	slotInvitations
)

// own gives a list that may be changed: a copy of the base's at the first call.
func own[T any](f *folding, slot uint64, list *[]T) *[]T {
	if f.owned&slot == 0 {
		f.owned |= slot
		*list = append(make([]T, 0, len(*list)+1), *list...)
	}
	return list
}

// place replaces the first element that is the same, or adds the value.
func place[T any](list *[]T, value T, same func(*T) bool) {
	if old := find(*list, same); old != nil {
		*old = value
		return
	}
	*list = append(*list, value)
}

// change lets do change the first element that matches; it does nothing when
// there is none, as for a later statement about something that was struck.
func change[T any](list *[]T, match func(*T) bool, do func(*T)) {
	if old := find(*list, match); old != nil {
		do(old)
	}
}

// longer gives a copy of a list with a value added, for lists inside elements.
func longer[T any](list []T, value T) []T { return append(slices.Clip(list), value) }

// Struck tells whether an entry no longer counts: a later one retracted or corrected it.
func (d *Dossier) Struck(entry ID) bool {
	return entry != "" && slices.ContainsFunc(d.Entries, func(e Entry) bool {
		r, ok := e.Body.(Retracted)
		return ok && r.Entry == entry || e.Corrects == entry
	})
}

// Notes gives the notes that stand, oldest first; struck ones are left out.
func (d *Dossier) Notes() []Entry {
	var notes []Entry
	for _, e := range d.Entries {
		if _, ok := e.Body.(NoteWritten); ok && !d.Struck(e.ID) {
			notes = append(notes, e)
		}
	}
	return notes
}
