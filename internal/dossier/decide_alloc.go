package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// Codes of the standard that the ledger acts on.
const (
	reasonExtended  = "04" // RedenWijziging: assessed anew, longer
	reasonShortened = "05"
	reasonAsked     = "12" // asked by the provider
	reasonRemoved   = "13"
	perWhole        = "6" // Frequentie: in total, within the allocation
)

// The terms of the ledger; their lengths are rows of package statute.
const (
	termStop          = "ijw.stop"
	termReturn        = "ijw.return"
	termChange        = "ijw.change"
	termRequestLooked = "ijw.request.investigated"
	termChangeLooked  = "ijw.change.investigated"
	termClaim         = "ijw.claim"
	termClaimMonth    = "ijw.claim.month"
)

// allocatedPart gives the part in which an allocation lies.
func (d *Dossier) allocatedPart(number string) (Allocation, Part, bool) {
	a, ok := d.Allocation(number)
	t, known := d.Task(a.Task)
	return a, t.Part, ok && known
}

func allocationNeed(d *Dossier, action, number string) Need {
	a, part, ok := d.allocatedPart(number)
	if !ok {
		return Need{Action: action}
	}
	return Need{Action: action, Task: a.Task, Parts: []Part{part}}
}

// stamp gives the date and time of allocation of this moment.
func (m Moment) stamp() (nl.Date, string) {
	return m.Today(), m.Now.In(nl.Amsterdam).Format("15:04:05")
}

func (c ChangeAllocation) Name() string         { return "change-allocation" }
func (c ChangeAllocation) Need(d *Dossier) Need { return allocationNeed(d, ActDecide, c.Number) }

func (c ChangeAllocation) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ChangeAllocation", d, m)
	a := v.allocated(c.Number)
	if err := v.err(); err != nil {
		return nil, err
	}
	v.conflict(a.Gone, "dossier.care.gone")
	reason := c.check(v, a)
	if err := v.err(); err != nil {
		return nil, err
	}
	return m.changed(d, a, c.after(a), reason), nil
}

// after gives the care as it will stand.
func (c ChangeAllocation) after(a Allocation) Care {
	care := a.Care
	care.Until = c.Until
	if c.Remove {
		care.Until = care.From
	}
	if c.Volume > 0 {
		care.Volume = c.Volume
	}
	if c.Budget > 0 {
		care.Budget = c.Budget
	}
	return care
}

// check refuses what the standard does not allow in place, and gives the reason to state.
func (c ChangeAllocation) check(v *check, a Allocation) string {
	after := c.after(a)
	if c.Remove {
		v.conflict(v.d.claimed(a.Number), "dossier.care.claimed")
		return reasonRemoved
	}
	v.field(!after.Until.IsZero() && after.Until.Before(a.Care.From), "until", "dossier.care.untilearly")
	v.field(after == a.Care, "until", "dossier.care.same")
	v.field(c.Volume > 0 && c.Volume != a.Care.Volume && a.Care.Frequency != perWhole, "volume", "dossier.care.volumefixed")
	shorter := !after.Until.IsZero() && (a.Care.Until.IsZero() || after.Until.Before(a.Care.Until))
	longer := !a.Care.Until.IsZero() && (after.Until.IsZero() || after.Until.After(a.Care.Until))
	v.field(longer && a.Care.Until.Before(v.m.Today()), "until", "dossier.care.over")
	past := shorter && after.Until.Before(v.m.Today())
	v.field((past || after.Volume < a.Care.Volume || after.Budget < a.Care.Budget) && !c.Agreed, "agreed", "dossier.care.agree")
	switch {
	case c.Reason != "":
		v.field(c.Reason == reasonRemoved, "reason", "dossier.care.changereason")
		return c.Reason
	case longer:
		return reasonExtended
	case shorter:
		return reasonShortened
	}
	return reasonAsked
}

// claimed tells whether anything of an allocation was claimed and stands: then
// taking it back would make rightful care unlawful (OP362).
func (d *Dossier) claimed(number string) bool {
	volume, cents := d.Used(number)
	return volume != 0 || cents != 0
}

// changed states the care anew under its number and lets the place in the
// dossier and the term for the end follow it.
func (m Moment) changed(d *Dossier, a Allocation, care Care, reason string) []Entry {
	on, clock := m.stamp()
	if on == a.On && clock <= a.Time { // two changes within one second: the later must read as the later
		clock = tick(a.Time)
	}
	return m.changedBy(d, a, AllocationChanged{Number: a.Number, Care: care, Reason: reason, On: on, Time: clock})
}

// tick gives the next second of a time of day, and the same at the end of the day.
func tick(clock string) string {
	t, err := time.Parse("15:04:05", clock)
	if next := t.Add(time.Second); err == nil && next.Day() == t.Day() {
		return next.Format("15:04:05")
	}
	return clock
}

func (m Moment) changedBy(d *Dossier, a Allocation, body AllocationChanged) []Entry {
	t, _ := d.Task(a.Task) // an allocation is written with its task
	entries := []Entry{m.write(body, lies(t.Part), aboutPart(t.Part))}
	if body.Reason == reasonRemoved && body.Care.Until == body.Care.From {
		return append(entries, m.removed(d, t)...)
	}
	if body.Care.Until != a.Care.Until {
		entries = append(entries, m.moveEnd(d, a, t, body.Care.Until)...)
	}
	return entries
}

// removed takes the provider's task and its place in the dossier away.
func (m Moment) removed(d *Dossier, t Task) []Entry {
	entries := endInvolved(d, m, reasonRemoved, func(i Involvement) bool {
		return i.Task == t.Task && i.Subject.Org == t.Holder.Org && i.Role == "partner"
	})
	if t.Open() {
		entries = append(entries, m.write(TaskWithdrawn{t.Task, reasonRemoved}, lies(t.Part)))
	}
	return append(entries, m.stopped(d, t.Task, reasonRemoved)...)
}

// moveEnd lets the involvement of the provider and the term for telling the end
// follow the last day of the care.
func (m Moment) moveEnd(d *Dossier, a Allocation, t Task, until nl.Date) []Entry {
	var entries []Entry
	for _, i := range d.Involved {
		if i.Task != t.Task || i.Subject.Org != t.Holder.Org || i.Role != "partner" || i.Ended {
			continue
		}
		span := i.Valid
		span.Until = until
		if until.IsZero() {
			span.Until = m.Today().AddMonths(12)
		}
		span.Until = m.until(span.Until)
		entries = append(entries, m.write(i.InvolvementStarted, valid(span)))
	}
	if a.Started.IsZero() || !a.Stopped.IsZero() {
		return entries
	}
	entries = append(entries, m.stopped(d, t.Task, reasonExtended, termStop)...)
	return append(entries, m.endClock(t, until)...)
}

// endClock starts the term in which the provider tells that the care ended,
// when its last day is known.
func (m Moment) endClock(t Task, until nl.Date) []Entry {
	if until.IsZero() || !t.Open() {
		return nil
	}
	started, err := m.clock(termStop, t.Task, t.Holder, until, lies(t.Part))
	if err != nil { // the law of that day has no such term
		return nil
	}
	return []Entry{started}
}

func (c ReceiveAllocations) Name() string { return "receive-allocations" }
func (c ReceiveAllocations) Need(*Dossier) Need {
	return planNeed(ActMessage, Part{c.Person, c.Domain})
}

func (c ReceiveAllocations) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveAllocations", d, m)
	v.field(c.From == "" || c.Ref == "", "ref", "dossier.message.ref")
	v.field(c.Provider == "", "provider", "dossier.care.provider")
	v.person("person", c.Person)
	v.cell("domain", Part{c.Person, c.Domain})
	v.field(len(c.Given) == 0, "given", "dossier.care.none")
	if err := v.err(); err != nil {
		return nil, err
	}
	if d.received(c.Type, c.From, c.Ref) != "" {
		return nil, nil
	}
	part, message := Part{c.Person, c.Domain}, m.NewID()
	entries := []Entry{m.write(MessageReceived{message, c.Type, c.From, c.Ref, c.Content}, lies(part), about(c.Person))}
	entries = append(entries, m.reopened(d, part, c.Type+" "+c.Ref)...)
	for _, g := range c.Given {
		more, err := c.take(d, m, message, g)
		if err != nil {
			return nil, err
		}
		entries = append(entries, more...)
	}
	return entries, nil
}

// take makes a new allocation, or changes the known one when this is newer.
func (c ReceiveAllocations) take(d *Dossier, m Moment, message ID, g Given) ([]Entry, error) {
	gone := g.Reason == reasonRemoved && g.Care.Until == g.Care.From
	if a, ok := d.Allocation(g.Number); ok {
		if !a.later(g.On, g.Time) {
			return nil, nil
		}
		entries := m.changedBy(d, a, AllocationChanged{g.Number, g.Care, g.Reason, g.On, g.Time, message})
		if !a.Gone || gone {
			return entries, nil
		}
		return m.revived(d, entries, a, g.Care)
	}
	if gone { // as if it had never been sent
		return nil, nil
	}
	asked := Task{TaskCreated: TaskCreated{Part: Part{c.Person, c.Domain}, Message: message, Asked: c.Provider, Asker: c.Called, Phone: c.Phone, Care: &g.Care}}
	return m.granted(asked, AllocationMade{Number: g.Number, Person: c.Person, Provider: c.Provider, Care: g.Care, On: g.On, Time: g.Time})
}

// reopened opens a part that care comes back to, so that no task lies in a part that is shut.
func (m Moment) reopened(d *Dossier, part Part, why string) []Entry {
	if state, ok := d.Part(part); (ok && !state.Closed) || compartmentOf([]Part{part}) != "" {
		return nil
	}
	return []Entry{m.write(DomainOpened{part, why}, lies(part), aboutPart(part))}
}

// revived gives the provider its task and its place back when an allocation that
// was taken back is stated anew; the order in which messages come means nothing (OP080).
func (m Moment) revived(d *Dossier, entries []Entry, a Allocation, care Care) ([]Entry, error) {
	t, _ := d.Task(a.Task) // an allocation is written with its task
	t.Care = &care
	entries = append(entries, m.reopened(d, t.Part, a.Number)...)
	entries = append(entries, m.write(TaskOffered{t.Task, providerOf(t)}, lies(t.Part)), m.write(TaskAccepted{t.Task}, lies(t.Part)), m.provider(t, t.Task))
	if !a.Started.IsZero() {
		entries = append(entries, m.write(TaskStarted{t.Task, a.Started}, lies(t.Part)))
		return entries, nil
	}
	started, err := m.clock(termStart, t.Task, providerOf(t), m.until(care.From), lies(t.Part))
	return append(entries, started), err
}

func (c ReceiveWithdrawal) Name() string         { return "receive-withdrawal" }
func (c ReceiveWithdrawal) Need(d *Dossier) Need { return deliveryNeed(d, c.Number) }

func (c ReceiveWithdrawal) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveWithdrawal", d, m)
	v.field(c.Ref == "" || c.From == "", "ref", "dossier.message.ref")
	v.oneOf("what", c.What, "dossier.care.what", WithdrawStart, WithdrawStop)
	a := v.allocated(c.Number)
	if err := v.err(); err != nil {
		return nil, err
	}
	t, _ := d.Task(a.Task)
	in := receive(d, m, MessageReceived{Type: c.Type, From: c.From, Ref: c.Ref, Content: c.Content}, t.Part)
	if d.withdrew(in.id, c.Number) {
		return nil, nil
	}
	told := a.Started
	if c.What == WithdrawStop {
		told = a.Stopped
	}
	v.conflict(a.Gone, "dossier.care.gone")
	v.conflict(told.IsZero() || told != c.On, "dossier.care.nottold")
	v.conflict(c.What == WithdrawStart && !a.Stopped.IsZero(), "dossier.care.stopfirst")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := append(in.entries, m.write(DeliveryWithdrawn{c.Number, c.What, c.On, in.id}, lies(t.Part), aboutPart(t.Part)))
	return m.backTo(d, entries, a, t, c.What)
}

// backTo lets the terms run again that a withdrawn start or stop had met, and
// gives the provider its open task and its place back.
func (m Moment) backTo(d *Dossier, entries []Entry, a Allocation, t Task, what string) ([]Entry, error) {
	if what == WithdrawStart {
		entries = append(entries, m.stopped(d, t.Task, WithdrawStart, termStop)...)
		if !t.Open() {
			return entries, nil
		}
		again, err := m.clock(termStart, t.Task, t.Holder, m.until(a.Care.From), lies(t.Part))
		return append(entries, again), err
	}
	if t.State != TaskTaken && t.State != TaskBusy {
		t.State = TaskBusy
		entries = append(entries, m.reopened(d, t.Part, a.Number)...)
		entries = append(entries, m.write(TaskOffered{t.Task, providerOf(t)}, lies(t.Part)), m.write(TaskAccepted{t.Task}, lies(t.Part)),
			m.write(TaskStarted{t.Task, a.Started}, lies(t.Part)))
	}
	for _, i := range d.Involved {
		if i.Task == t.Task && i.Subject.Org == a.Provider && i.Ended {
			until := a.Care.Until
			if until.IsZero() {
				until = m.Today().AddMonths(12)
			}
			entries = append(entries, m.write(i.InvolvementStarted, valid(nl.Span{From: i.Valid.From, Until: m.until(until)})))
		}
	}
	return append(entries, m.endClock(t, a.Care.Until)...), nil
}

func providerOf(t Task) Holder {
	return Holder{Kind: HolderOrganisation, Org: t.Asked, Name: t.Asker}
}

// withdrew tells whether a message took something of an allocation back already.
func (d *Dossier) withdrew(message ID, number string) bool {
	return slices.ContainsFunc(d.Entries, func(e Entry) bool {
		b, ok := e.Body.(DeliveryWithdrawn)
		return ok && b.Message == message && b.Number == number
	})
}
