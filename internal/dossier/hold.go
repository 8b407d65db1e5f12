package dossier

import (
	"time"

	"eendracht/internal/fault"
)

// A safety hold keeps from the family, for a while, that others look into their
// dossier because of safety: a warning could put a child in danger (Wet bescherming
// bij huiselijk geweld; AVG art. 23 lid 1 onder i). It is itself reviewed, by
// someone else than who set it.

const (
	termHold      = "hold.review"
	exceptionHold = "wmo.5.3.2.4" // what is needed to end violence at home can be kept back
)

// HoldSet begins a hold.
type HoldSet struct {
	Hold      ID     `json:"hold"`
	Reason    string `json:"reason"`
	Exception string `json:"exception"` // code of package statute on which it rests
}

// HoldReviewed says that someone else looked whether a hold must stay.
type HoldReviewed struct {
	Hold  ID     `json:"hold"`
	Keep  bool   `json:"keep"`
	Words string `json:"words"`
}

// HoldLifted ends a hold: what was kept back is told from then on.
type HoldLifted struct {
	Hold   ID     `json:"hold"`
	Reason string `json:"reason"`
}

// Kind names the stored form of each body.
func (HoldSet) Kind() string      { return "hold.set" }
func (HoldReviewed) Kind() string { return "hold.reviewed" }
func (HoldLifted) Kind() string   { return "hold.lifted" }

// Hold is a safety hold and its reviews.
type Hold struct {
	HoldSet
	At       time.Time
	By       Actor
	Reviews  int
	LastWord string
	Lifted   time.Time // zero while it holds
	Entry    ID
}

// Hold gives a hold by id.
func (d *Dossier) Hold(id ID) (Hold, bool) {
	return deref(find(d.Holds, func(h *Hold) bool { return h.Hold == id }))
}

// Hushed tells whether a safety hold applies.
func (d *Dossier) Hushed() bool {
	return find(d.Holds, func(h *Hold) bool { return h.Lifted.IsZero() }) != nil
}

// Alarmed tells whether a safety matter runs: a hold applies, the reporting code
// runs, or the safety was last weighed as anything but safe.
func (d *Dossier) Alarmed() bool {
	now, weighed := d.SafetyNow()
	return d.Hushed() || d.Concerned() || weighed && now.Level != SafetySafe
}

func (b HoldSet) apply(f *folding, e Entry) {
	list := own(f, slotHolds, &f.d.Holds)
	*list = append(*list, Hold{HoldSet: b, At: e.At, By: e.By, Entry: e.ID})
}

func (b HoldReviewed) apply(f *folding, e Entry) {
	change(own(f, slotHolds, &f.d.Holds), func(h *Hold) bool { return h.Hold == b.Hold }, func(h *Hold) {
		h.Reviews, h.LastWord = h.Reviews+1, b.Words
		if !b.Keep {
			h.Lifted = e.At
		}
	})
}

func (b HoldLifted) apply(f *folding, e Entry) {
	change(own(f, slotHolds, &f.d.Holds), func(h *Hold) bool { return h.Hold == b.Hold },
		func(h *Hold) { h.Lifted, h.LastWord = e.At, b.Reason })
}

// SetHold keeps safety matters from the family until it is lifted.
type SetHold struct {
	Reason string `json:"reason,omitempty"`
}

// ReviewHold keeps a hold for another term, or ends it.
type ReviewHold struct {
	Hold  ID     `json:"hold,omitempty"`
	Keep  bool   `json:"keep,omitempty"`
	Words string `json:"words,omitempty"`
}

// LiftHold ends a hold.
type LiftHold struct {
	Hold   ID     `json:"hold,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func hushNeed(*Dossier) Need { return Need{Action: ActHush, Compartment: CompartmentSafety} }

// Name is the stable name of the command.
func (c SetHold) Name() string { return "set-hold" }

// Need says what the actor must be allowed to do.
func (c SetHold) Need(d *Dossier) Need { return hushNeed(d) }

// Decide begins a hold and the term for its review.
func (c SetHold) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("SetHold", d, m)
	v.conflict(d.Hushed(), "dossier.hold.already")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return m.hold(d, reason)
}

// hold gives the entries of a new hold. The team reviews it, or the desk when
// the team has no name here.
func (m Moment) hold(d *Dossier, reason string) ([]Entry, error) {
	set := HoldSet{m.NewID(), reason, exceptionHold}
	if _, err := m.Law.Exception(exceptionHold, m.Today()); err != nil {
		return nil, fault.Wrap(fault.Internal, "dossier.hold", err)
	}
	review, err := m.clock(termHold, set.Hold, d.team(), m.Today(), shut(CompartmentSafety))
	if err != nil {
		return nil, err
	}
	return []Entry{m.write(set, shut(CompartmentSafety)), review}, nil
}

// Name is the stable name of the command.
func (c ReviewHold) Name() string { return "review-hold" }

// Need says what the actor must be allowed to do.
func (c ReviewHold) Need(d *Dossier) Need { return hushNeed(d) }

// Decide wants four eyes: who set the hold does not review it.
func (c ReviewHold) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.ReviewHold", d: d, m: m}
	h, ok := d.Hold(c.Hold)
	v.missing(!ok, "dossier.hold.none")
	v.conflict(!h.Lifted.IsZero(), "dossier.hold.over")
	v.conflict(ok && h.By.User == m.By.User, "dossier.hold.self")
	words := v.reason(c.Words)
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := append([]Entry{m.write(HoldReviewed{c.Hold, c.Keep, words}, shut(CompartmentSafety))}, m.met(d, c.Hold)...)
	if !c.Keep {
		return entries, nil
	}
	again, err := m.clock(termHold, c.Hold, d.team(), m.Today(), shut(CompartmentSafety))
	return append(entries, again), err
}

// Name is the stable name of the command.
func (c LiftHold) Name() string { return "lift-hold" }

// Need says what the actor must be allowed to do.
func (c LiftHold) Need(d *Dossier) Need { return hushNeed(d) }

// Decide ends the hold at once, also on a closed dossier.
func (c LiftHold) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.LiftHold", d: d, m: m}
	h, ok := d.Hold(c.Hold)
	v.missing(!ok, "dossier.hold.none")
	v.conflict(!h.Lifted.IsZero(), "dossier.hold.over")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return append([]Entry{m.write(HoldLifted{c.Hold, reason}, shut(CompartmentSafety))}, m.stopped(d, c.Hold, "lifted")...), nil
}
