package dossier

import (
	"cmp"
	"slices"

	"eendracht/internal/nl"
)

// AgendaItem is one thing that a meeting should speak of, and why.
type AgendaItem struct {
	On    ID     // the goal, task, question, clock, or the dossier itself
	Kind  string // safety, goal, task, question, clock, part
	Why   string // one of the reasons below
	Part  Part
	Title string // in the words of the dossier; "" for clocks and parts
	Term  string // of a clock
	Who   Holder // who holds it
	Since nl.Date
	Due   nl.Date
}

// Why something stands on the agenda, the most pressing first.
const (
	AgendaUnsafe   = "unsafe"   // the family was weighed as unsafe or acute
	AgendaLate     = "late"     // a term has lapsed
	AgendaBack     = "back"     // a task was handed back
	AgendaSoon     = "soon"     // a term ends within two weeks
	AgendaNobody   = "nobody"   // a task that nobody has
	AgendaWaiting  = "waiting"  // an offer or question without an answer for a week
	AgendaIdle     = "idle"     // a goal for which nobody does anything
	AgendaSilent   = "silent"   // a goal of which nothing was heard for a month
	AgendaUnscored = "unscored" // nobody said for a month how it goes
	AgendaCrowded  = "crowded"  // three or more organisations in one part
)

var agendaOrder = []string{
	AgendaUnsafe, AgendaLate, AgendaBack, AgendaSoon, AgendaNobody, AgendaWaiting, AgendaIdle, AgendaSilent, AgendaUnscored, AgendaCrowded,
}

const (
	agendaSoon    = 14 // days before the end of a term
	agendaWaits   = 7  // days without an answer
	agendaSilence = 30 // days without news
	agendaCrowd   = 3  // organisations in one part
)

// Agenda derives from the plan what there is to speak of on a day. Of a view it
// gives what its reader may know. Each thing stands on it once, for its most
// pressing reason.
func (d *Dossier) Agenda(today nl.Date) []AgendaItem {
	if d.Closed != nil {
		return nil
	}
	a := agenda{d: d, today: today, has: map[ID]bool{}}
	a.safety()
	a.tasks()
	a.questions()
	a.goals()
	a.clocks()
	a.parts()
	slices.SortStableFunc(a.items, func(x, y AgendaItem) int {
		return cmp.Or(cmp.Compare(slices.Index(agendaOrder, x.Why), slices.Index(agendaOrder, y.Why)), cmp.Compare(x.Since.String(), y.Since.String()))
	})
	return a.items
}

type agenda struct {
	d     *Dossier
	today nl.Date
	items []AgendaItem
	has   map[ID]bool
}

func (a *agenda) add(i AgendaItem) {
	a.items = append(a.items, i)
	a.has[i.On] = true
}

// ago tells whether a day lies so many days back.
func (a *agenda) ago(day nl.Date, days int) bool { return !day.AddDays(days).After(a.today) }

func (a *agenda) safety() {
	now, ok := a.d.SafetyNow()
	if ok && (now.Level == SafetyUnsafe || now.Level == SafetyAcute) {
		a.add(AgendaItem{On: a.d.ID, Kind: "safety", Why: AgendaUnsafe, Since: nl.On(now.At)})
	}
}

// pressing gives why a thing with a term is pressing, "" when it is not.
func (a *agenda) pressing(on ID) (why string, due nl.Date) {
	for i := range a.d.Clocks {
		c := &a.d.Clocks[i]
		switch {
		case c.On != on:
		case c.State == ClockIsLate:
			return AgendaLate, c.Due
		case c.State == ClockRuns && !c.Due.AddDays(-agendaSoon).After(a.today):
			why, due = AgendaSoon, c.Due
		}
	}
	return why, due
}

func (a *agenda) tasks() {
	for i := range a.d.Tasks {
		t := &a.d.Tasks[i]
		if !t.Open() {
			continue
		}
		why, due := a.pressing(t.Task)
		item := AgendaItem{On: t.Task, Kind: "task", Part: t.Part, Title: t.Title, Who: t.Holder, Since: nl.On(t.At), Due: due}
		switch {
		case why == AgendaLate || !t.Due.IsZero() && t.Due.Before(a.today):
			item.Why, item.Due = AgendaLate, cmp.Or(due, t.Due)
		case t.State == TaskBack:
			item.Why = AgendaBack
		case why != "":
			item.Why = why
		case t.Holder.IsZero():
			item.Why = AgendaNobody
		case t.State == TaskAsked && a.ago(nl.On(t.Asking), agendaWaits):
			item.Why, item.Since = AgendaWaiting, nl.On(t.Asking)
		default:
			continue
		}
		a.add(item)
	}
}

func (a *agenda) questions() {
	for i := range a.d.Questions {
		q := &a.d.Questions[i]
		if !q.AnsweredAt.IsZero() {
			continue
		}
		why, due := a.pressing(q.Question)
		if why != AgendaLate && !a.ago(nl.On(q.At), agendaWaits) {
			continue
		}
		item := AgendaItem{On: q.Question, Kind: "question", Why: cmp.Or(why, AgendaWaiting), Title: q.Words, Who: q.To, Since: nl.On(q.At), Due: due}
		if len(q.Parts) > 0 {
			item.Part = q.Parts[0]
		}
		a.add(item)
	}
}

// goals finds goals for which nobody does anything, or of which nothing was heard.
func (a *agenda) goals() {
	for i := range a.d.Goals {
		g := &a.d.Goals[i]
		if g.State != GoalOpen {
			continue
		}
		open, heard := 0, nl.On(g.At)
		for k := range a.d.Tasks {
			t := &a.d.Tasks[k]
			if t.Goal != g.Goal {
				continue
			}
			if t.Open() {
				open++
			}
			if last := t.heard(); last.After(heard) {
				heard = last
			}
		}
		item := AgendaItem{On: g.Goal, Kind: "goal", Part: g.Part, Title: g.GoalSet.Words, Since: heard}
		switch {
		case open == 0:
			item.Why = AgendaIdle
		case a.ago(heard, agendaSilence):
			item.Why = AgendaSilent
		default:
			continue
		}
		a.add(item)
	}
}

// heard gives the day of the last news about a task.
func (t *Task) heard() nl.Date {
	last := nl.On(t.At)
	for _, day := range []nl.Date{t.Started, t.Done} {
		if day.After(last) {
			last = day
		}
	}
	if !t.Accepted.IsZero() && nl.On(t.Accepted).After(last) {
		last = nl.On(t.Accepted)
	}
	if n := len(t.Reports); n > 0 && nl.On(t.Reports[n-1].At).After(last) {
		last = nl.On(t.Reports[n-1].At)
	}
	return last
}

// clocks finds legal terms whose thing does not stand on the agenda itself.
func (a *agenda) clocks() {
	for i := range a.d.Clocks {
		c := &a.d.Clocks[i]
		if a.has[c.On] && c.On != a.d.ID || a.has[c.Clock] || !c.Live() {
			continue
		}
		if _, task := a.d.Task(c.On); task {
			continue
		}
		if _, question := a.d.Question(c.On); question {
			continue
		}
		why := ""
		switch {
		case c.State == ClockIsLate:
			why = AgendaLate
		case c.State == ClockRuns && !c.Due.AddDays(-agendaSoon).After(a.today):
			why = AgendaSoon
		default:
			continue
		}
		a.add(AgendaItem{On: c.Clock, Kind: "clock", Why: why, Term: c.Term, Who: c.Owner, Since: c.Start, Due: c.Due})
	}
}

// parts finds opened parts of which nobody said for a month how it goes, and
// those in which many organisations work beside each other.
func (a *agenda) parts() {
	for i := range a.d.Parts {
		p := &a.d.Parts[i]
		if p.Closed {
			continue
		}
		item := AgendaItem{On: ID(string(p.Part.Person) + "/" + p.Part.Domain), Kind: "part", Part: p.Part}
		if orgs := a.organisations(p.Part); orgs >= agendaCrowd {
			item.Why = AgendaCrowded
			a.add(item)
			continue
		}
		if n := len(p.Scores); a.d.Plan != nil && n > 0 && a.ago(nl.On(p.Scores[n-1].At), agendaSilence) {
			item.Why, item.Since = AgendaUnscored, nl.On(p.Scores[n-1].At)
			a.add(item)
		}
	}
}

// organisations counts those that have an open task in a part.
func (a *agenda) organisations(p Part) int {
	seen := map[ID]bool{}
	for i := range a.d.Tasks {
		if t := &a.d.Tasks[i]; t.Part == p && t.Open() && t.Holder.Org != "" {
			seen[t.Holder.Org] = true
		}
	}
	return len(seen)
}
