package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c ReceiveChange) Name() string { return "receive-change" }
func (c ReceiveChange) Need(d *Dossier) Need {
	part, _ := c.part(d)
	if part == (Part{}) {
		return Need{Action: ActMessage}
	}
	return planNeed(ActMessage, part)
}

// part gives where the request lies: with the first allocation that it names.
func (c ReceiveChange) part(d *Dossier) (Part, bool) {
	numbers := slices.Clone(c.Keep)
	for _, w := range c.Wanted {
		numbers = append(numbers, w.Number)
	}
	for _, n := range numbers {
		if _, part, ok := d.allocatedPart(n); ok && part.Person == c.Person {
			return part, true
		}
	}
	return Part{}, false
}

// Decide refuses a second request while the first waits (OP350), and one that
// does not hold everything that is allocated (TR349).
func (c ReceiveChange) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveChange", d, m)
	v.field(c.From == "" || c.Ref == "" || c.Reference == "", "ref", "dossier.message.ref")
	v.field(c.Provider == "", "provider", "dossier.care.provider")
	v.person("person", c.Person)
	v.field(len(c.Wanted) == 0, "wanted", "dossier.care.nochange")
	part, known := c.part(d)
	v.field(!known, "number", "dossier.care.unknown")
	if err := v.err(); err != nil {
		return nil, err
	}
	if d.received(c.Type, c.From, c.Ref) != "" {
		return nil, nil
	}
	c.check(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	message, task, desk := m.NewID(), m.NewID(), d.desk()
	started, err := m.clock(termChange, task, desk, m.Today(), lies(part))
	care := c.Wanted[0].Care
	entries := []Entry{m.write(MessageReceived{message, c.Type, c.From, c.Ref, c.Content}, lies(part), aboutPart(part))}
	entries = append(entries, m.reopened(d, part, c.Type+" "+c.Ref)...)
	return append(entries,
		m.write(TaskCreated{
			Task: task, Title: c.Called + " · " + c.Type, Part: part, Type: TaskDecision, Message: message, Asked: c.Provider, Asker: c.Called, Phone: c.Phone, Care: &care,
		}, lies(part), aboutPart(part)),
		m.write(ChangeAsked{task, c.Reference, c.Reason, c.Provider, c.Keep, c.Wanted}, lies(part), aboutPart(part)),
		m.write(TaskOffered{task, desk}, lies(part)),
		m.write(TaskAccepted{task}, lies(part)),
		started), err
}

func (c ReceiveChange) check(v *check) {
	named := map[string]bool{}
	for _, n := range c.Keep {
		named[n] = true
	}
	for _, w := range c.Wanted {
		named[w.Number] = true
		v.field(w.Care.From.IsZero(), "wanted", "dossier.care.from")
		v.period(nl.Span{From: w.Care.From, Until: w.Care.Until})
	}
	delete(named, "")
	missing := 0
	for _, a := range v.d.Allocations {
		if a.Person != c.Person || a.Provider != c.Provider || !a.Current(v.m.Today()) || a.State() == AllocationOver {
			continue
		}
		if !named[a.Number] {
			missing++
		}
	}
	v.field(missing > 0, "wanted", "dossier.care.whole")
	for n := range named {
		a, ok := v.d.Allocation(n)
		v.field(!ok || a.Provider != c.Provider || a.Gone, "number", "dossier.care.unknown")
	}
	waits := slices.ContainsFunc(v.d.Tasks, func(t Task) bool {
		return t.Change != nil && t.Open() && t.Asked == c.Provider && t.Part.Person == c.Person
	})
	v.conflict(waits, "dossier.care.waits")
}

func (c DecideChange) Name() string { return "decide-change" }
func (c DecideChange) Need(d *Dossier) Need {
	n := holdNeed(d, c.Task)
	n.Action = ActDecide
	return n
}

func (c DecideChange) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("DecideChange", d, m)
	t := v.task(c.Task, TaskTaken, TaskBusy)
	v.conflict(t.Change == nil, "dossier.decide.nochange")
	v.oneOf("outcome", c.Outcome, "dossier.decide.outcome", outcomeGranted, outcomeRefused)
	words := v.words("words", c.Words, mostWords, "dossier.decide.words")
	if v.err() == nil && c.Outcome == outcomeGranted {
		v.field(len(c.Numbers) < len(d.Fresh(*t.Change)), "numbers", "dossier.care.number")
		for _, n := range c.Numbers {
			_, taken := d.Allocation(n)
			v.conflict(taken, "dossier.care.numbertaken")
		}
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	decision := DecisionTaken{m.NewID(), c.Task, c.Outcome, t.Care.Law, m.Today(), words}
	entries := []Entry{m.write(decision, lies(t.Part), aboutPart(t.Part))}
	if c.Outcome == outcomeGranted {
		granted, err := c.grant(d, m, t, decision.Decision)
		if err != nil {
			return nil, err
		}
		entries = append(entries, granted...)
	}
	entries = append(entries, m.write(TaskDone{Task: c.Task, On: m.Today()}, lies(t.Part)))
	return append(entries, m.met(d, c.Task)...), nil
}

// InPlace tells whether a wanted change may keep its number: the product and
// size per period stay, and it runs from the same first day (OP033x1, OP257, TR373).
func (d *Dossier) InPlace(w Wanted) bool {
	a, ok := d.Allocation(w.Number)
	if !ok {
		return false
	}
	size := w.Care.Volume == a.Care.Volume && w.Care.Unit == a.Care.Unit && w.Care.Frequency == a.Care.Frequency
	whole := a.Care.Frequency == perWhole && w.Care.Frequency == perWhole && w.Care.Unit == a.Care.Unit
	return size || whole && w.Care.From == a.Care.From
}

// Fresh gives the wanted products that need a number of their own when granted.
func (d *Dossier) Fresh(c ChangeAsked) []Wanted {
	var fresh []Wanted
	for _, w := range c.Wanted {
		if !d.InPlace(w) {
			fresh = append(fresh, w)
		}
	}
	return fresh
}

// grant takes over what was asked (OP348): in place where that is allowed, else
// the old allocation ends the day before and a new one follows it.
func (c DecideChange) grant(d *Dossier, m Moment, t Task, decision ID) ([]Entry, error) {
	var entries []Entry
	numbers := c.Numbers
	for _, w := range t.Change.Wanted {
		a, known := d.Allocation(w.Number)
		care := w.Care
		if known {
			care.From, care.Category, care.Code, care.Law = a.Care.From, a.Care.Category, a.Care.Code, a.Care.Law
			care.Reference, care.Referrer, care.Comment = a.Care.Reference, a.Care.Referrer, a.Care.Comment
		}
		if d.InPlace(w) {
			entries = append(entries, m.changed(d, a, care, reasonAsked)...)
			continue
		}
		if known {
			ended := a.Care
			if ended.Until = w.Care.From.AddDays(-1); ended.Until.Before(ended.From) {
				ended.Until = ended.From
			}
			entries = append(entries, m.changed(d, a, ended, reasonAsked)...)
			care.From = w.Care.From
		}
		care.Reference = t.Change.Reference
		on, clock := m.stamp()
		made, err := m.granted(t, AllocationMade{Number: numbers[0], Decision: decision, Person: t.Part.Person, Provider: t.Asked, Care: care, On: on, Time: clock})
		if err != nil {
			return nil, err
		}
		numbers, entries = numbers[1:], append(entries, made...)
	}
	return entries, nil
}

func (c HoldRequest) Name() string { return "hold-request" }
func (c HoldRequest) Need(d *Dossier) Need {
	n := holdNeed(d, c.Task)
	n.Action = ActDecide
	return n
}

// Decide counts the longer term from the day of the request (OP274).
func (c HoldRequest) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("HoldRequest", d, m)
	t := v.task(c.Task, TaskTaken, TaskBusy)
	v.conflict(t.Type != TaskDecision || t.Message == "", "dossier.decide.notask")
	v.conflict(!t.Pending.IsZero(), "dossier.care.pending")
	if err := v.err(); err != nil {
		return nil, err
	}
	short, long := termRequest, termRequestLooked
	if t.Change != nil {
		short, long = termChange, termChangeLooked
	}
	started, err := m.clock(long, t.Task, t.Holder, nl.On(t.At), lies(t.Part))
	entries := []Entry{m.write(RequestPending{c.Task, m.Today()}, lies(t.Part), aboutPart(t.Part))}
	return append(append(entries, m.met(d, t.Task, short)...), started), err
}

func (c ReceiveAnswer) Name() string { return "receive-answer" }
func (c ReceiveAnswer) Need(d *Dossier) Need {
	n := holdNeed(d, c.Task)
	n.Action = ActMessage
	return n
}

// Decide follows at the provider's side what the municipality answered.
func (c ReceiveAnswer) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveAnswer", d, m)
	v.field(c.From == "" || c.Ref == "", "ref", "dossier.message.ref")
	if err := v.err(); err != nil {
		return nil, err
	}
	if d.received(c.Type, c.From, c.Ref) != "" {
		return nil, nil
	}
	t := v.task(c.Task, TaskTaken, TaskBusy)
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(MessageReceived{m.NewID(), c.Type, c.From, c.Ref, c.Content}, lies(t.Part), aboutPart(t.Part))}
	if c.Pending {
		held, err := HoldRequest{Task: c.Task}.Decide(d, m)
		return append(entries, held...), err
	}
	entries = append(entries,
		m.write(DecisionTaken{m.NewID(), c.Task, outcomeRefused, t.Care.Law, m.Today(), c.Words}, lies(t.Part), aboutPart(t.Part)),
		m.write(TaskDone{Task: c.Task, On: m.Today()}, lies(t.Part)))
	return append(entries, m.met(d, c.Task)...), nil
}
