package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// The states of an allocation, as docs/states.md draws them.
const (
	AllocationGiven = "made"
	AllocationBusy  = "started"
	AllocationRests = "paused" // stopped for the time being
	AllocationOver  = "stopped"
	AllocationGone  = "withdrawn" // taken back by the municipality
)

// State gives where an allocation stands.
func (a Allocation) State() string {
	switch {
	case a.Gone:
		return AllocationGone
	case !a.Stopped.IsZero() && stopReasons(a.Care.Law)[a.StopReason] == stopBreak:
		return AllocationRests
	case !a.Stopped.IsZero():
		return AllocationOver
	case !a.Started.IsZero():
		return AllocationBusy
	}
	return AllocationGiven
}

// Current tells whether an allocation still counts on a day: not taken back, and not past its last day.
func (a Allocation) Current(day nl.Date) bool {
	return !a.Gone && (a.Care.Until.IsZero() || !a.Care.Until.Before(day))
}

// later tells whether a statement is newer than what the allocation holds: the
// latest date and time of allocation counts, in whatever order messages come (OP080).
func (a Allocation) later(on nl.Date, clock string) bool {
	return on.After(a.On) || on == a.On && clock > a.Time
}

// The states of a claim.
const (
	ClaimOpen     = "lodged"
	ClaimGranted  = "granted"
	ClaimRefused  = "rejected"
	ClaimCredited = "credited" // every granted line was taken back later
)

// Claim is a claim and its answer.
type Claim struct {
	ClaimLodged
	At       time.Time
	Answered time.Time // zero while the answer is awaited
	Granted  int64     // cents
	Codes    []string
	Refused  []LineRefusal
}

// Total gives what was asked, in cents; credits count below zero.
func (c Claim) Total() int64 {
	var sum int64
	for _, line := range c.Lines {
		sum += line.signed()
	}
	return sum
}

func (l ClaimLine) signed() int64 {
	if l.Credit {
		return -l.Amount
	}
	return l.Amount
}

// Refusal gives why a line was not granted; false when it was, or is not answered yet.
func (c Claim) Refusal(ref string) (LineRefusal, bool) {
	return deref(find(c.Refused, func(r *LineRefusal) bool { return r.Ref == ref }))
}

// Stands tells whether a line counts: not refused. One without an answer counts.
func (c Claim) Stands(ref string) bool {
	_, refused := c.Refusal(ref)
	return !refused && !slices.Contains(c.Codes, codeTechnical)
}

// codeTechnical says that a whole message was refused.
const codeTechnical = "0001"

// ClaimState gives where a claim stands.
func (d *Dossier) ClaimState(c Claim) string {
	if c.Answered.IsZero() {
		return ClaimOpen
	}
	debits, back := 0, 0
	for _, line := range c.Lines {
		if !c.Stands(line.Ref) {
			continue
		}
		debits++
		if !line.Credit && d.credited(c.Provider, line.Ref) {
			back++
		}
	}
	switch {
	case debits == 0:
		return ClaimRefused
	case back == debits:
		return ClaimCredited
	}
	return ClaimGranted
}

// credited tells whether a line was taken back by a later one that stands.
func (d *Dossier) credited(provider ID, ref string) bool {
	return slices.ContainsFunc(d.Claims, func(c Claim) bool {
		return c.Provider == provider && slices.ContainsFunc(c.Lines, func(l ClaimLine) bool { return l.Credit && l.Earlier == ref && c.Stands(l.Ref) })
	})
}

// Claim gives a claim by its id.
func (d *Dossier) Claim(id ID) (Claim, bool) {
	return deref(find(d.Claims, func(c *Claim) bool { return c.Claim == id }))
}

// Line gives the standing line with this reference of a provider, with its claim.
func (d *Dossier) Line(provider ID, ref string) (Claim, ClaimLine, bool) {
	for _, c := range slices.Backward(d.Claims) {
		if c.Provider != provider || !c.Stands(ref) {
			continue
		}
		if l := find(c.Lines, func(l *ClaimLine) bool { return l.Ref == ref && !l.Credit }); l != nil {
			return c, *l, true
		}
	}
	return Claim{}, ClaimLine{}, false
}

// Delivered is a delivery and whether it was claimed.
type Delivered struct {
	CareDelivered
	At    time.Time
	Claim ID // "" while it was not claimed, or its line was refused or taken back
}

// Used gives what stands of an allocation in claims: volume in its unit, and cents.
func (d *Dossier) Used(number string) (volume, cents int64) {
	for _, c := range d.Claims {
		for _, l := range c.Lines {
			if l.Number != number || !c.Stands(l.Ref) {
				continue
			}
			cents += l.signed()
			if l.Credit {
				volume -= l.Volume
			} else {
				volume += l.Volume
			}
		}
	}
	return volume, cents
}

// Return is what a partner answered to a message that was sent.
type Return struct {
	MessageReturned
	At time.Time
}

// Returned gives the return message to a message.
func (d *Dossier) Returned(message ID) (Return, bool) {
	return deref(find(d.Returns, func(r *Return) bool { return r.Message == message }))
}

// Message gives an official message by id.
func (d *Dossier) Message(id ID) (Message, bool) {
	return deref(find(d.Messages, func(m *Message) bool { return m.ID == id }))
}
