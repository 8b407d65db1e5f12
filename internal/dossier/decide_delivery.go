package dossier

import "eendracht/internal/nl"

// What an end of care means for the task of the provider.
const (
	stopDone   = "done"   // as planned
	stopBroken = "broken" // too early: the family needs another holder
	stopGone   = "gone"   // the need itself is gone
	stopBreak  = "break"  // for a while
)

// stopReasons gives what each reason means: code lists JZ588 and WMO588
// (RedenBeeindiging) of iJw and iWmo 3.2.
func stopReasons(law string) map[string]string {
	reasons := map[string]string{
		"02": stopGone,   // death
		"20": stopBreak,  // ended for the time being
		"36": stopGone,   // by the municipality
		"37": stopGone,   // replaced after a request for change
		"38": stopBroken, // on to another provider
		"39": stopGone,   // on to another domain
	}
	if law == "wmo" {
		reasons["19"] = stopDone
		reasons["21"], reasons["22"], reasons["23"] = stopBroken, stopBroken, stopBroken
		reasons["31"] = stopGone // moved to another municipality
		return reasons
	}
	reasons["31"] = stopDone
	reasons["32"], reasons["33"], reasons["34"], reasons["35"] = stopBroken, stopBroken, stopBroken, stopBroken
	return reasons
}

// allocated wants an allocation by its number.
func (c *check) allocated(number string) Allocation {
	a, ok := c.d.Allocation(number)
	c.field(!ok, "number", "dossier.care.unknown")
	return a
}

func deliveryNeed(d *Dossier, number string) Need {
	n := Need{Action: ActMessage}
	if a, ok := d.Allocation(number); ok {
		n.Task = a.Task
		if t, ok := d.Task(a.Task); ok {
			n.Parts = []Part{t.Part}
		}
	}
	return n
}

// incoming is a message about a delivery: known already, or to be recorded now.
// One message may speak of several allocations.
type incoming struct {
	id      ID
	entries []Entry
}

func receive(d *Dossier, m Moment, body MessageReceived, part Part) incoming {
	if id := d.received(body.Type, body.From, body.Ref); id != "" {
		return incoming{id: id}
	}
	body.Message = m.NewID()
	return incoming{body.Message, []Entry{m.write(body, lies(part), aboutPart(part))}}
}

// said tells whether a message spoke of an allocation already: then it came in twice.
func (d *Dossier) said(message ID, number string) bool {
	for _, e := range d.Entries {
		switch body := e.Body.(type) {
		case DeliveryStarted:
			if body.Message == message && body.Number == number {
				return true
			}
		case DeliveryStopped:
			if body.Message == message && body.Number == number {
				return true
			}
		}
	}
	return false
}

func (c ReceiveStart) Name() string         { return "receive-start" }
func (c ReceiveStart) Need(d *Dossier) Need { return deliveryNeed(d, c.Number) }

func (c ReceiveStart) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveStart", d, m)
	v.field(c.Ref == "" || c.From == "", "ref", "dossier.message.ref")
	a := v.allocated(c.Number)
	if err := v.err(); err != nil {
		return nil, err
	}
	t, _ := d.Task(a.Task) // an allocation is written with its task
	in := receive(d, m, MessageReceived{Type: c.Type, From: c.From, Ref: c.Ref, Content: c.Content}, t.Part)
	if d.said(in.id, c.Number) {
		return nil, nil
	}
	v.field(c.On.IsZero(), "on", "dossier.care.on")
	v.field(c.On.Before(a.Care.From), "on", "dossier.care.early")
	v.conflict(a.Gone, "dossier.care.gone")
	v.conflict(!a.Started.IsZero() && a.Stopped.IsZero(), "dossier.care.started")
	v.conflict(!a.Stopped.IsZero() && stopReasons(a.Care.Law)[a.StopReason] != stopBreak, "dossier.care.stopped")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := append(in.entries, m.write(DeliveryStarted{c.Number, c.On, in.id}, lies(t.Part), aboutPart(t.Part)))
	if t.State == TaskTaken {
		entries = append(entries, m.write(TaskStarted{a.Task, c.On}, lies(t.Part)))
	}
	entries = append(entries, m.met(d, a.Task, termStart)...)
	return append(entries, m.endClock(t, a.Care.Until)...), nil
}

func (c ReceiveStop) Name() string         { return "receive-stop" }
func (c ReceiveStop) Need(d *Dossier) Need { return deliveryNeed(d, c.Number) }

func (c ReceiveStop) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveStop", d, m)
	v.field(c.Ref == "" || c.From == "", "ref", "dossier.message.ref")
	a := v.allocated(c.Number)
	if err := v.err(); err != nil {
		return nil, err
	}
	t, _ := d.Task(a.Task) // an allocation is written with its task
	in := receive(d, m, MessageReceived{Type: c.Type, From: c.From, Ref: c.Ref, Content: c.Content}, t.Part)
	if d.said(in.id, c.Number) {
		return nil, nil
	}
	meaning, known := stopReasons(a.Care.Law)[c.Reason]
	v.field(!known, "reason", "dossier.care.reason")
	v.field(c.On.IsZero(), "on", "dossier.care.on")
	v.field(!a.Started.IsZero() && c.On.Before(a.Started), "on", "dossier.care.beforestart")
	v.conflict(a.Gone, "dossier.care.gone")
	v.conflict(a.Started.IsZero(), "dossier.care.notstarted")
	v.conflict(!a.Stopped.IsZero() && (meaning == stopBreak || stopReasons(a.Care.Law)[a.StopReason] != stopBreak), "dossier.care.stopped")
	v.field(!a.Stopped.IsZero() && c.On.Before(a.Stopped), "on", "dossier.care.beforestop")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := append(in.entries, m.write(DeliveryStopped{c.Number, c.On, c.Reason, in.id}, lies(t.Part), aboutPart(t.Part)))
	return append(entries, stop(d, m, t, c.On, meaning, c.Reason)...), nil
}

// stop moves the provider's task and ends its place in the dossier, except
// when the care will go on.
func stop(d *Dossier, m Moment, t Task, on nl.Date, meaning, reason string) []Entry {
	if meaning == stopBreak {
		return m.met(d, t.Task, termStop)
	}
	entries := endInvolved(d, m, reason, func(i Involvement) bool {
		return i.Task == t.Task && i.Subject.Org == t.Holder.Org && i.Role == "partner"
	})
	switch {
	case t.State != TaskTaken && t.State != TaskBusy: // over, or asked of somebody else meanwhile
		return entries
	case meaning == stopDone:
		entries = append(entries, m.write(TaskDone{Task: t.Task, On: on}, lies(t.Part)))
	case meaning == stopBroken:
		entries = append(entries, returned(d, m, t, reason)...)
		return append(entries, m.met(d, t.Task, termStop)...)
	default:
		entries = append(entries, m.write(TaskWithdrawn{t.Task, reason}, lies(t.Part)))
	}
	return append(entries, m.met(d, t.Task)...)
}
