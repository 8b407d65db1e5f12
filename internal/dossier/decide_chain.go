package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c ReceiveRequest) Name() string { return "receive-request" }
func (c ReceiveRequest) Need(*Dossier) Need {
	return planNeed(ActMessage, Part{c.Person, c.Domain})
}

// Decide adds nothing when the same message comes in again.
func (c ReceiveRequest) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReceiveRequest", d, m)
	c.check(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	if d.received(c.Type, c.From, c.Ref) != "" {
		return nil, nil
	}
	part := Part{c.Person, c.Domain}
	message := m.NewID()
	entries := []Entry{m.write(MessageReceived{message, c.Type, c.From, c.Ref, c.Content}, lies(part), about(c.Person))}
	if state, ok := d.Part(part); (!ok || state.Closed) && compartmentOf([]Part{part}) == "" {
		entries = append(entries, m.write(DomainOpened{part, c.Type + " " + c.Ref}, lies(part), about(c.Person)))
	}
	for _, care := range c.Care {
		asked, err := c.task(d, m, message, care)
		if err != nil {
			return nil, err
		}
		entries = append(entries, asked...)
	}
	return entries, nil
}

func (c ReceiveRequest) check(v *check) {
	v.oneOf("type", c.Type, "dossier.message.type", "JW315", "WMO315")
	v.field(c.From == "" || c.Ref == "", "ref", "dossier.message.ref")
	v.field(c.Provider == "", "provider", "dossier.care.provider")
	v.person("person", c.Person)
	v.cell("domain", Part{c.Person, c.Domain})
	v.field(len(c.Care) == 0, "care", "dossier.care.none")
	for _, care := range c.Care {
		v.oneOf("care", care.Law, "dossier.care.law", "jw", "wmo")
		v.field(care.From.IsZero(), "care", "dossier.care.from")
		v.period(nl.Span{From: care.From, Until: care.Until})
	}
}

// task puts one asked product on the desk of the municipality, with the terms
// of the law and of the message standard. The desk must answer, so it is not
// asked whether it accepts.
func (c ReceiveRequest) task(d *Dossier, m Moment, message ID, care Care) ([]Entry, error) {
	id, part, desk := m.NewID(), Part{c.Person, c.Domain}, d.desk()
	entries := []Entry{
		m.write(TaskCreated{
			Task: id, Title: c.Called + " · " + c.Type, Need: care.Comment, Part: part, Type: TaskDecision,
			Message: message, Asked: c.Provider, Asker: c.Called, Phone: c.Phone, Care: &care,
		}, lies(part), about(c.Person)),
		m.write(TaskOffered{id, desk}, lies(part)),
		m.write(TaskAccepted{id}, lies(part)),
	}
	for _, term := range []string{decisionTerm(care.Law), termRequest} {
		started, err := m.clock(term, id, desk, m.Today(), lies(part))
		if err != nil {
			return nil, err
		}
		entries = append(entries, started)
	}
	return entries, nil
}

// received gives the message that came in with these marks, "" for none.
func (d *Dossier) received(kind, from, ref string) ID {
	i := slices.IndexFunc(d.Messages, func(o Message) bool { return !o.Out && o.Type == kind && o.Peer == from && o.Ref == ref })
	if i < 0 {
		return ""
	}
	return d.Messages[i].ID
}

// The outcomes of a decision.
const (
	outcomeGranted = "granted"
	outcomeRefused = "refused"
)

func (c Decide) Name() string { return "decide" }
func (c Decide) Need(d *Dossier) Need {
	n := holdNeed(d, c.Task)
	n.Action = ActDecide
	return n
}

func (c Decide) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("Decide", d, m)
	t := v.task(c.Task, TaskTaken, TaskBusy)
	v.conflict(t.Type != TaskDecision || t.Care == nil || t.Change != nil, "dossier.decide.notask")
	v.oneOf("outcome", c.Outcome, "dossier.decide.outcome", outcomeGranted, outcomeRefused)
	words := v.words("words", c.Words, mostWords, "dossier.decide.words")
	if c.Outcome == outcomeGranted {
		_, taken := d.Allocation(c.Number)
		v.field(c.Number == "", "number", "dossier.care.number")
		v.conflict(c.Number != "" && taken, "dossier.care.numbertaken")
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
	entries = append(entries, m.met(d, c.Task)...)
	for _, melding := range d.Meldingen { // the melding asked for this decision
		entries = append(entries, m.met(d, melding.Melding, decisionTerm(t.Care.Law))...)
	}
	return entries, nil
}

// grant gives the provider its task, its place in the dossier and the
// allocation from which the 301 is written.
func (c Decide) grant(d *Dossier, m Moment, t Task, decision ID) ([]Entry, error) {
	on, clock := m.stamp()
	return m.granted(t, AllocationMade{
		Number: c.Number, Decision: decision, Person: t.Part.Person, Provider: t.Asked, Care: *t.Care, On: on, Time: clock,
	})
}

// granted makes an allocation with the provider's task, its place and the term
// for telling the start. asked says in which part, for whom and what.
func (m Moment) granted(asked Task, made AllocationMade) ([]Entry, error) {
	id, t := m.NewID(), asked
	provider := providerOf(t)
	title := made.Care.Comment
	if title == "" {
		title = t.Asker
	}
	made.Task = id
	care := made.Care
	started, err := m.clock(termStart, id, provider, m.until(care.From), lies(t.Part))
	t.Care = &care
	return []Entry{
		m.write(TaskCreated{
			Task: id, Title: title, Part: t.Part, Type: TaskHelp, Message: t.Message, Asked: t.Asked, Asker: t.Asker, Phone: t.Phone, Care: t.Care,
		}, lies(t.Part), aboutPart(t.Part)),
		m.write(TaskOffered{id, provider}, lies(t.Part)),
		m.write(TaskAccepted{id}, lies(t.Part)),
		m.provider(t, id),
		m.write(made, lies(t.Part), aboutPart(t.Part)),
		started,
	}, err
}

// provider makes the provider involved for the help that it gives, until the
// care ends, or for a year when the care has no end.
func (m Moment) provider(t Task, task ID) Entry {
	ground := groundJwCare
	if t.Care.Law == "wmo" {
		ground = groundWmoCare
	}
	until := t.Care.Until
	if until.IsZero() {
		until = m.Today().AddMonths(12)
	}
	return m.involve(InvolvementStarted{
		Subject: Subject{Org: t.Asked}, Name: t.Asker, Phone: t.Phone, Role: "partner", Purpose: "help", Ground: ground,
		Persons: []ID{t.Part.Person}, Domains: []string{t.Part.Domain}, Task: task,
	}, nl.Span{Until: m.until(until)})
}

func (c RecordSent) Name() string { return "record-sent" }

// Need asks for the newest decision: because of it a message of the municipality leaves.
func (c RecordSent) Need(d *Dossier) Need {
	n := Need{Action: ActDecide}
	if len(d.Decisions) > 0 {
		n.Task = d.Decisions[len(d.Decisions)-1].Task
	}
	if t, ok := d.Task(n.Task); ok {
		n.Parts = []Part{t.Part}
	}
	if c.Part != (Part{}) {
		n.Parts = []Part{c.Part}
	}
	return n
}

func (c RecordSent) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("RecordSent", d, m)
	v.field(c.Type == "", "type", "dossier.message.type")
	v.field(c.To == "" || c.Ref == "", "ref", "dossier.message.ref")
	v.field(len(c.Content) == 0, "content", "dossier.message.content")
	v.conflict(d.Silent(m.Today()), "dossier.traffic.forbidden")
	if err := v.err(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(d.Messages, func(o Message) bool { return o.Out && o.Type == c.Type && o.Ref == c.Ref }) {
		return nil, nil
	}
	parts, message := c.Need(d).Parts, m.NewID()
	sent := m.write(MessageSent{message, c.Type, c.To, c.Ref, c.Content, c.Org}, lies(parts...))
	for _, p := range parts {
		aboutPart(p)(&sent)
	}
	if !c.Await {
		return []Entry{sent}, nil
	}
	started, err := m.clock(termReturn, message, d.desk(), m.Today(), lies(parts...))
	return []Entry{sent, started}, err
}
