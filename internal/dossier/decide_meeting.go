package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// PlanMeeting plans a meeting, or changes a planned one (by Meeting).
type PlanMeeting struct {
	Meeting ID       `json:"meeting,omitempty"`
	On      nl.Date  `json:"on,omitzero"`
	At      string   `json:"at,omitempty"` // "14:30", Europe/Amsterdam
	Minutes int      `json:"minutes,omitempty"`
	Place   string   `json:"place,omitempty"`
	Why     string   `json:"why,omitempty"`
	Guests  []Holder `json:"guests,omitempty"`
}

// CancelMeeting takes a planned meeting off.
type CancelMeeting struct {
	Meeting ID     `json:"meeting,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// HoldMeeting records who was there and what was decided; what someone will do
// becomes a task at once. Who was invited and not there is asked, in the words
// of Read, to read the outcome: a question with its own term.
type HoldMeeting struct {
	Meeting  ID       `json:"meeting,omitempty"`
	Present  []Holder `json:"present,omitempty"`
	Outcomes []Agreed `json:"outcomes,omitempty"`
	Read     string   `json:"read,omitempty"`
}

// Agreed is one thing that was agreed in a meeting. With Title it becomes a task.
type Agreed struct {
	Subject ID      `json:"subject,omitempty"`
	Part    Part    `json:"part,omitzero"`
	Words   string  `json:"words,omitempty"`
	Title   string  `json:"title,omitempty"`
	Goal    ID      `json:"goal,omitempty"`
	Due     nl.Date `json:"due,omitzero"`
	To      Holder  `json:"to,omitzero"`
}

const (
	minutesLeast = 10
	minutesMost  = 8 * 60
	timeLayout   = "15:04"
)

// Name is stable.
func (c PlanMeeting) Name() string { return "plan-meeting" }

// Need asks to plan.
func (c PlanMeeting) Need(*Dossier) Need { return Need{Action: ActPlan} }

// Decide wants a moment that is still to come and at least one guest.
func (c PlanMeeting) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("PlanMeeting", d, m)
	id := c.Meeting
	if id != "" {
		v.comes(id)
	}
	v.field(c.On.IsZero(), "on", "dossier.meeting.on")
	v.notPast("on", c.On)
	_, err := time.Parse(timeLayout, c.At)
	v.field(err != nil, "at", "dossier.meeting.at")
	v.field(c.Minutes < minutesLeast || c.Minutes > minutesMost, "minutes", "dossier.meeting.minutes")
	body := MeetingPlanned{
		Meeting: id, On: c.On, At: c.At, Minutes: c.Minutes, Place: v.short("place", c.Place, mostTitle),
		Why: v.words("why", c.Why, mostReason, "dossier.meeting.why"), Guests: v.guests("guests", c.Guests),
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	if id == "" {
		body.Meeting = m.NewID()
	}
	return []Entry{m.write(body)}, nil
}

// guests wants at least one holder, each complete and once.
func (c *check) guests(name string, list []Holder) []Holder {
	c.field(len(list) == 0, name, "dossier.meeting.guests")
	var all []Holder
	for _, h := range list {
		if h = c.holder(name, h); !slices.ContainsFunc(all, h.same) {
			all = append(all, h)
		}
	}
	return all
}

// comes wants a meeting that is still to come.
func (c *check) comes(id ID) Meeting {
	m, ok := c.d.Meeting(id)
	c.missing(!ok, "dossier.meeting.none")
	c.conflict(m.State != MeetingComes, "dossier.meeting.over")
	return m
}

// Name is stable.
func (c CancelMeeting) Name() string { return "cancel-meeting" }

// Need asks to plan.
func (c CancelMeeting) Need(*Dossier) Need { return Need{Action: ActPlan} }

// Decide wants a reason: who is invited reads it.
func (c CancelMeeting) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("CancelMeeting", d, m)
	v.comes(c.Meeting)
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(MeetingCancelled{c.Meeting, reason})}, nil
}

// Name is stable.
func (c HoldMeeting) Name() string { return "hold-meeting" }

// Need asks to plan in every part that was spoken of.
func (c HoldMeeting) Need(*Dossier) Need {
	n := Need{Action: ActPlan}
	for _, o := range c.Outcomes {
		if o.Part != (Part{}) && !slices.Contains(n.Parts, o.Part) {
			n.Parts = append(n.Parts, o.Part)
		}
	}
	return n
}

// Decide wants at least one who was there, and words for each outcome.
func (c HoldMeeting) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("HoldMeeting", d, m)
	meeting := v.comes(c.Meeting)
	body := MeetingHeld{Meeting: c.Meeting}
	for _, h := range c.Present {
		v.field(!slices.ContainsFunc(meeting.Guests, h.same), "present", "dossier.meeting.present")
		body.Present = append(body.Present, v.holder("present", h))
	}
	v.field(len(c.Present) == 0, "present", "dossier.meeting.present")
	if err := v.err(); err != nil {
		return nil, err
	}
	var tasks []Entry
	for _, o := range c.Outcomes {
		outcome, made, err := c.outcome(d, m, o)
		if err != nil {
			return nil, err
		}
		body.Outcomes, tasks = append(body.Outcomes, outcome), append(tasks, made...)
	}
	entries := append([]Entry{m.write(body)}, tasks...)
	held := Meeting{MeetingPlanned: meeting.MeetingPlanned, Present: body.Present}
	return c.told(d, m, held, entries)
}

// outcome gives what is kept of one agreement and the entries of its task.
func (c HoldMeeting) outcome(d *Dossier, m Moment, o Agreed) (Outcome, []Entry, error) {
	v := examine("HoldMeeting", d, m)
	kept := Outcome{Subject: o.Subject, Part: o.Part, Words: v.words("words", o.Words, mostWords, "dossier.meeting.words")}
	if o.Part != (Part{}) {
		v.cell("part", o.Part)
	}
	if err := v.err(); err != nil {
		return kept, nil, err
	}
	if o.Title == "" {
		return kept, nil, nil
	}
	made, err := CreateTask{Title: o.Title, Goal: o.Goal, Part: o.Part, Due: o.Due, To: o.To}.Decide(d, m)
	if err != nil {
		return kept, nil, err
	}
	if created, ok := made[0].Body.(TaskCreated); ok {
		kept.Task = created.Task
	}
	return kept, made, nil
}

// told asks those who were not there to read the outcome.
func (c HoldMeeting) told(d *Dossier, m Moment, held Meeting, entries []Entry) ([]Entry, error) {
	for _, absent := range held.Absent() {
		asked, err := AskQuestion{To: absent, Words: c.Read}.Decide(d, m)
		if err != nil {
			return nil, err
		}
		entries = append(entries, asked...)
	}
	return entries, nil
}
