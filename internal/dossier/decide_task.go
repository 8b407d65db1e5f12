package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

const whenLayout = "2006-01-02T15:04" // local time of an appointment

func (c CreateTask) Name() string { return "create-task" }
func (c CreateTask) Need(d *Dossier) Need {
	if g, ok := d.Goal(c.Goal); ok && c.Part == (Part{}) {
		return planNeed(ActPlan, g.Part)
	}
	return planNeed(ActPlan, c.Part)
}

func (c CreateTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("CreateTask", d, m)
	c = c.checked(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	body := TaskCreated{
		Task: m.NewID(), Title: c.Title, Need: c.Needed, Goal: c.Goal, Part: c.Part, Type: c.Type, Skill: c.Skill,
		Hours: c.Hours, Area: c.Area, Trust: c.Trust, When: c.When, Due: c.Due,
	}
	entries := []Entry{m.write(body, lies(c.Part), aboutPart(c.Part))}
	task := Task{TaskCreated: body, State: TaskOpen}
	if c.To == (Holder{}) {
		return append(entries, m.dueBy(d, task, d.desk())...), nil
	}
	if c.To.Kind == HolderFamily { // at the table: named is taken
		entries = append(entries, m.write(TaskOffered{body.Task, c.To}, lies(c.Part)), m.write(TaskAccepted{body.Task}, lies(c.Part)))
		return append(entries, m.dueBy(d, task, c.To)...), nil
	}
	offered, err := m.offer(body.Task, c.Part, c.To)
	entries = append(entries, offered...)
	return append(entries, m.dueBy(d, task, d.desk())...), err
}

func (c CreateTask) checked(v *check) CreateTask {
	c.Title = v.words("title", c.Title, mostTitle, "dossier.task.title")
	c.Needed = v.short("needed", c.Needed, mostReason)
	if c.Type == "" {
		c.Type = TaskHelp
	}
	v.oneOf("type", c.Type, "dossier.task.type", TaskHelp, TaskEvaluation, TaskAppointment, taskHandover)
	if c.Goal != "" {
		g := v.openGoal(c.Goal)
		if c.Part == (Part{}) {
			c.Part = g.Part
		}
	}
	v.opened("part", c.Part)
	v.field(c.Hours < 0 || c.Hours > 168, "hours", "dossier.task.hours")
	v.notPast("due", c.Due)
	if c.When != "" {
		at, err := time.ParseInLocation(whenLayout, c.When, nl.Amsterdam)
		v.field(err != nil, "when", "dossier.task.when")
		if err == nil && c.Due.IsZero() {
			c.Due = nl.On(at)
			v.notPast("when", c.Due)
		}
	}
	if c.To != (Holder{}) {
		c.To = v.holder("to", c.To)
	}
	return c
}

// taskHandover is the type of a task that carries work over to another organisation.
const taskHandover = "handover"

// offer asks a holder and starts the clock of the answer.
func (m Moment) offer(task ID, part Part, to Holder) ([]Entry, error) {
	started, err := m.clock(termAnswer, task, to, m.Today(), lies(part))
	return []Entry{m.write(TaskOffered{task, to}, lies(part)), started}, err
}

// dueBy lets a holder answer for the date of a task: the clock of an earlier
// one stops. Nothing happens for a task without a date.
func (m Moment) dueBy(d *Dossier, t Task, owner Holder) []Entry {
	if t.Due.IsZero() {
		return nil
	}
	entries := m.stopped(d, t.Task, "holder", termTask)
	return append(entries, m.agreed(termTask, t.Task, owner, t.Due, lies(t.Part)))
}

// held wants a task in one of these states.
func (c *check) task(id ID, states ...string) Task {
	t, ok := c.d.Task(id)
	c.missing(!ok, "dossier.task.none")
	c.conflict(!slices.Contains(states, t.State), "dossier.task.state."+t.State)
	return t
}

func holdNeed(d *Dossier, id ID) Need {
	n := Need{Action: ActHold, Task: id}
	if t, ok := d.Task(id); ok {
		n.Parts = []Part{t.Part}
	}
	return n
}

func (c OfferTask) Name() string { return "offer-task" }
func (c OfferTask) Need(d *Dossier) Need {
	n := holdNeed(d, c.Task)
	n.Action = ActPlan
	return n
}

// Decide starts no involvement: whoever is offered a task reads it by one of their own.
func (c OfferTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("OfferTask", d, m)
	t := v.task(c.Task, TaskOpen, TaskBack)
	to := v.holder("to", c.To)
	if err := v.err(); err != nil {
		return nil, err
	}
	return m.offer(c.Task, t.Part, to)
}

func (c AcceptTask) Name() string         { return "accept-task" }
func (c AcceptTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

// Decide lets an organisation take a task only while it is involved: who is not
// may not know the family.
func (c AcceptTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AcceptTask", d, m)
	t := v.task(c.Task, TaskAsked)
	v.conflict(t.Holder.Kind == HolderOrganisation && !d.involves(t.Holder.Org, m.Today()), "dossier.task.uninvolved")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := append([]Entry{m.write(TaskAccepted(c), lies(t.Part))}, m.met(d, c.Task, termAnswer)...)
	return append(entries, m.dueBy(d, t, t.Holder)...), nil
}

func (d *Dossier) involves(org ID, day nl.Date) bool {
	return slices.ContainsFunc(d.Involved, func(i Involvement) bool { return i.Subject.Org == org && i.Active(day) })
}

func (c DeclineTask) Name() string         { return "decline-task" }
func (c DeclineTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

func (c DeclineTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("DeclineTask", d, m)
	t := v.task(c.Task, TaskAsked)
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return append([]Entry{m.write(TaskDeclined{c.Task, reason}, lies(t.Part))}, m.met(d, c.Task, termAnswer)...), nil
}
