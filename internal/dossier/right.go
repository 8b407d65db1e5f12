package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// The rights that a resident invokes with a button.
const (
	RightDefault    = "default"    // default notice (ingebrekestelling, Awb art. 4:17 lid 3): the municipality is late
	RightObjection  = "objection"  // objection to a decision (bezwaar, Awb art. 6:4 and 6:7)
	RightCorrection = "correction" // correction of what is kept (AVG art. 16)
	RightSupporter  = "supporter"  // a free independent supporter (cliëntondersteuner, Wmo 2015 art. 2.2.4)
)

// What came of a right that was invoked.
const (
	RightAsked   = "asked"
	RightGranted = "granted"
	RightRefused = "refused"
)

const (
	termDefault       = "awb.default"
	termObjection     = "awb.objection"
	termOnObjection   = "awb.objection.decision"
	termRectification = "avg.rectification"
	termSupporter     = "supporter.answer"
)

// RightInvoked says that someone invokes a right, on what, and who must answer.
type RightInvoked struct {
	Right  ID     `json:"right"`
	Type   string `json:"type"` // one of the Right constants
	Person ID     `json:"person"`
	On     ID     `json:"on,omitempty"` // the clock, decision or entry that it is about
	Words  string `json:"words,omitempty"`
	Owner  Holder `json:"owner"`
}

// RightAnswered answers it.
type RightAnswered struct {
	Right   ID     `json:"right"`
	Outcome string `json:"outcome"` // granted, refused
	Words   string `json:"words"`
}

// Kind names the stored form of each body.
func (RightInvoked) Kind() string  { return "right.invoked" }
func (RightAnswered) Kind() string { return "right.answered" }

// Right is a right that was invoked, with the answer. States: see docs/states.md.
type Right struct {
	RightInvoked
	State      string
	At         time.Time
	By         Actor
	Parts      []Part
	Answer     string
	AnsweredAt time.Time
	AnsweredBy Actor
}

// Right gives a right that was invoked, by id.
func (d *Dossier) Right(id ID) (Right, bool) {
	return deref(find(d.Rights, func(r *Right) bool { return r.Right == id }))
}

// Invoked gives the newest right of a type that was invoked on a thing.
func (d *Dossier) Invoked(kind string, on ID) (Right, bool) {
	for _, r := range slices.Backward(d.Rights) {
		if r.Type == kind && r.On == on {
			return r, true
		}
	}
	return Right{}, false
}

func (b RightInvoked) apply(f *folding, e Entry) {
	list := own(f, slotRights, &f.d.Rights)
	*list = append(*list, Right{RightInvoked: b, State: RightAsked, At: e.At, By: e.By, Parts: e.Parts})
}

func (b RightAnswered) apply(f *folding, e Entry) {
	change(own(f, slotRights, &f.d.Rights), func(r *Right) bool { return r.Right == b.Right },
		func(r *Right) { r.State, r.Answer, r.AnsweredAt, r.AnsweredBy = b.Outcome, b.Words, e.At, e.By })
}

// InvokeRight invokes a right. On names the clock, the decision or the entry
// that it is about.
type InvokeRight struct {
	Type   string `json:"type,omitempty"`
	Person ID     `json:"person,omitempty"` // whose right it is
	On     ID     `json:"on,omitempty"`
	Words  string `json:"words,omitempty"`
}

// AnswerRight answers a right that was invoked.
type AnswerRight struct {
	Right   ID     `json:"right,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Words   string `json:"words,omitempty"`
}

// Name is the stable name of the command.
func (c InvokeRight) Name() string { return "invoke-right" }

// Need says what the actor must be allowed to do.
func (c InvokeRight) Need(d *Dossier) Need {
	n := Need{Action: ActOwn, Person: c.Person}
	if e, ok := d.Entry(c.On); ok && c.Type == RightCorrection {
		n.Parts, n.Compartment = e.Parts, e.Compartment
	}
	return n
}

// Decide writes it down and starts the term of the law for the answer. It may
// come after the end of the work too: rights last as long as the dossier is kept.
func (c InvokeRight) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.InvokeRight", d: d, m: m}
	v.missing(d.Version == 0 || d.Erased, "dossier.none")
	v.person("person", c.Person)
	v.oneOf("type", c.Type, "dossier.right.type", RightDefault, RightObjection, RightCorrection, RightSupporter)
	body := RightInvoked{Right: m.NewID(), Type: c.Type, Person: c.Person, On: c.On, Owner: d.team(), Words: v.short("words", c.Words, mostWords)}
	earlier, again := d.Invoked(c.Type, c.On)
	v.conflict(again && earlier.State == RightAsked && earlier.Person == c.Person, "dossier.right.already")
	term, start, parts := "", m.Today(), []Part(nil)
	switch c.Type {
	case RightDefault:
		term = termDefault
		parts = v.overdue(c.On)
		v.conflict(again, "dossier.right.already")
	case RightObjection:
		term = termOnObjection
		v.field(body.Words == "", "words", "dossier.right.why")
		start, parts = v.objectable(c.On)
	case RightCorrection:
		term = termRectification
		v.field(body.Words == "", "words", "dossier.right.wrong")
		body.Owner, parts = v.controller(c.On)
	case RightSupporter:
		term = termSupporter
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	clock, err := m.clock(term, body.Right, body.Owner, start, lies(parts...), about(c.Person))
	return []Entry{m.write(body, lies(parts...), about(c.Person)), clock}, err
}

// overdue wants a term of the law that has passed and for which the law knows a
// penalty; it gives where it lies.
func (c *check) overdue(id ID) []Part {
	clock, ok := c.d.Clock(id)
	c.missing(!ok, "dossier.clock.none")
	term, err := c.m.Law.Term(clock.Term, clock.Start)
	c.conflict(err != nil || term.DefaultCode == "", "dossier.right.nopenalty")
	c.conflict(clock.State != ClockIsLate && (clock.State != ClockRuns || !clock.Due.Before(c.m.Today())), "dossier.right.intime")
	var e Entry
	c.d.where(clock.On)(&e)
	return e.Parts
}

// objectable wants a decision. The term for deciding on an objection counts from
// the end of the six weeks for objecting (Awb art. 7:10 lid 1); one that comes later
// is taken in all the same: whether that may be forgiven (Awb art. 6:11) people decide.
func (c *check) objectable(id ID) (nl.Date, []Part) {
	decision := find(c.d.Decisions, func(x *Decision) bool { return x.Decision == id })
	c.missing(decision == nil, "dossier.right.nodecision")
	if decision == nil {
		return nl.Date{}, nil
	}
	start := c.m.Today()
	if term, err := c.m.Law.Term(termObjection, decision.On); err == nil && term.Due(decision.On).After(start) {
		start = term.Due(decision.On)
	}
	task, ok := c.d.Task(decision.Task)
	if !ok {
		return start, nil
	}
	return start, []Part{task.Part}
}

// controller gives who answers for what an entry says: the organisation that
// wrote it while it is involved, else the municipality's team.
func (c *check) controller(id ID) (Holder, []Part) {
	owner := c.d.team()
	if id == "" { // about a fact of the register, not an entry
		return owner, nil
	}
	e, ok := c.d.Entry(id)
	c.missing(!ok, "dossier.entry.none")
	c.conflict(e.Compartment != "", "dossier.right.shut")
	for _, i := range c.d.Involved {
		if e.By.Org != "" && i.Subject.Org == e.By.Org && i.Subject.User == "" && i.Active(c.m.Today()) {
			owner = Holder{Kind: HolderOrganisation, Org: e.By.Org, Name: i.Name}
		}
	}
	return owner, e.Parts
}

// Name is the stable name of the command.
func (c AnswerRight) Name() string { return "answer-right" }

// Need says what the actor must be allowed to do: answer what was put to them.
func (c AnswerRight) Need(*Dossier) Need { return Need{Action: ActAnswer, Right: c.Right} }

// Decide answers once, with the reasons.
func (c AnswerRight) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.AnswerRight", d: d, m: m}
	r, ok := d.Right(c.Right)
	v.missing(!ok, "dossier.right.none")
	v.conflict(ok && r.State != RightAsked, "dossier.right.answered")
	v.oneOf("outcome", c.Outcome, "dossier.right.outcome", RightGranted, RightRefused)
	words := v.words("words", c.Words, mostWords, "dossier.right.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(RightAnswered{c.Right, c.Outcome, words}, lies(r.Parts...), about(r.Person))}
	return append(entries, m.met(d, c.Right)...), nil
}
