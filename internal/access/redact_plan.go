package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// grids copies the opened parts, and finds the rows and columns of the grid.
// Columns come from what may be read alone, so that the grid does not tell that
// a domain was opened for someone else.
func (r *redaction) grids() {
	for _, p := range r.d.Parts {
		if !r.reads(p.Part, "") {
			continue
		}
		r.out.Parts = append(r.out.Parts, p)
		if !slices.Contains(r.columns, p.Part.Domain) {
			r.columns = append(r.columns, p.Part.Domain)
		}
		if !slices.Contains(r.grid, p.Part.Person) {
			r.grid = append(r.grid, p.Part.Person)
		}
	}
	r.order()
}

// order puts columns in the order of the domains and rows in that of the
// persons, the whole family first. The family and the municipality's side have
// a row for every member of the family that they know.
func (r *redaction) order() {
	var columns []string
	for _, code := range r.e.domains {
		if slices.Contains(r.columns, code) {
			columns = append(columns, code)
		}
	}
	r.columns = columns
	var rows []dossier.ID
	if slices.Contains(r.grid, "") || r.gov() {
		rows = append(rows, "")
	}
	everyone := r.gov() || r.as == roleFamily
	for _, p := range r.out.Persons {
		if slices.Contains(r.grid, p.ID) || everyone && !p.Network {
			rows = append(rows, p.ID)
		}
	}
	r.grid = rows
}

// cells gives the grid: every known person by every column.
func (r *redaction) cells() []Cell {
	cells := make([]Cell, 0, len(r.grid)*len(r.columns))
	for _, person := range r.grid {
		for _, domain := range r.columns {
			cells = append(cells, r.cell(dossier.Part{Person: person, Domain: domain}))
		}
	}
	return cells
}

func (r *redaction) cell(p dossier.Part) Cell {
	it := func(w *way) thing { return r.partThing(w, p, "", false) }
	v := r.decide(actPart, it)
	c := Cell{Part: p, State: CellShut, Why: r.explained(v, actPart, it)}
	if !v.allow {
		return c
	}
	c.State = CellNone
	state := r.opened(p)
	if state == nil || state.Closed {
		return c
	}
	c.State = CellOpen
	if n := len(state.Scores); n > 0 {
		c.Level = state.Scores[n-1].Level
	}
	for k := range r.out.Involved {
		i := &r.out.Involved[k]
		helps := i.Role == rolePartner || i.Role == roleNetwork
		if helps && i.Active(r.day) && (&way{inv: i}).covers(p) {
			c.Helps = append(c.Helps, r.that(i))
		}
	}
	return c
}

// opened gives the state of a part in the copy, nil when it was never opened.
func (r *redaction) opened(p dossier.Part) *dossier.PartState {
	for i := range r.out.Parts {
		if r.out.Parts[i].Part == p {
			return &r.out.Parts[i]
		}
	}
	return nil
}

// read gives the opened parts whose content is in the view.
func (r *redaction) read() []dossier.Part {
	parts := make([]dossier.Part, 0, len(r.out.Parts))
	for _, p := range r.out.Parts {
		parts = append(parts, p.Part)
	}
	return parts
}

// plan copies goals, the agreement and the evaluations.
func (r *redaction) plan() {
	for _, g := range r.d.Goals {
		if r.goalShown(&g) {
			r.out.Goals = append(r.out.Goals, g)
			r.shown[g.Goal] = true
		}
	}
	if r.d.Plan != nil && r.record("plan", isReadable) {
		plan := *r.d.Plan
		plan.With = r.known(plan.With)
		if r.as == roleDirector {
			plan.By = dossier.Actor{}
		}
		r.out.Plan = &plan
	}
	for _, e := range r.d.Evaluations {
		if r.evaluationShown(e.EvaluationHeld) {
			e.With = r.known(e.With)
			r.out.Evaluations = append(r.out.Evaluations, e)
		}
	}
}

// goalShown tells whether a goal may be read: its part, or, for the family and
// its network, one that a task of their own serves.
func (r *redaction) goalShown(g *dossier.Goal) bool {
	if r.reads(g.Part, "") {
		return true
	}
	if r.as != roleFamily && r.as != roleNetwork {
		return false
	}
	return slices.ContainsFunc(r.d.Tasks, func(t dossier.Task) bool {
		return t.Task != "" && t.Goal == g.Goal && r.holds(t.Holder) && r.compartment(g.Part, "") == ""
	})
}

// evaluationShown tells whether an evaluation may be read: it may speak of every
// part, so of the family only those who were there.
func (r *redaction) evaluationShown(e dossier.EvaluationHeld) bool {
	return r.record("evaluation", when(isMine, r.me != "" && slices.Contains(e.With, r.me)))
}

// tasks copies the tasks: whole where the part may be read, one's own without
// what others wrote, and for the process director only that they are there.
// Questions go with them.
func (r *redaction) tasks() {
	for i := range r.d.Tasks {
		t := r.d.Tasks[i]
		if r.reads(t.Part, "") {
			r.wholeTask(t)
			continue
		}
		it := thing{sort: sortTask, is: when(isHeld, r.holds(t.Holder)) | when(isRequested, t.Asked != "" && t.Asked == r.ask.Who.Org)}
		switch v := r.decide(actTask, same(it)); {
		case v.allow && r.as == roleDirector:
			r.put(directed(t))
		case v.allow:
			r.put(r.ownPart(t))
		}
	}
	for i := range r.d.Questions {
		if q := r.d.Questions[i]; r.questionShown(&q) {
			r.out.Questions = append(r.out.Questions, q)
			r.shown[q.Question] = true
		}
	}
}

func (r *redaction) put(t dossier.Task) {
	r.out.Tasks = append(r.out.Tasks, t)
	r.shown[t.Task] = true
}

func (r *redaction) wholeTask(t dossier.Task) {
	if !r.gov() && !r.record("message", 0) {
		t.Message = ""
	}
	if t.Goal != "" && !r.shown[t.Goal] {
		t.Goal = ""
	}
	r.put(t)
}

// ownPart gives one's own task: what is asked, when, and one's own reports. The
// life domain stays out for whoever sees tasks only.
func (r *redaction) ownPart(t dossier.Task) dossier.Task {
	own := dossier.Task{TaskCreated: t.TaskCreated, State: t.State, Holder: t.Holder, At: t.At, Asking: t.Asking, Accepted: t.Accepted, Started: t.Started, Done: t.Done}
	own.Message = ""
	if !r.shown[t.Goal] {
		own.Goal = ""
	}
	if r.as == rolePartner {
		own.Part.Domain = ""
		if t.Asked != r.ask.Who.Org && !r.holds(t.Holder) {
			own.Care = nil
		}
	}
	if t.Asked != "" && t.Asked == r.ask.Who.Org {
		own.Pending, own.Change = t.Pending, t.Change
	}
	for _, report := range t.Reports {
		if r.wrote(report.By) {
			own.Reports = append(own.Reports, report)
		}
	}
	return own
}

// wrote tells whether the asker, or their organisation, is the actor.
func (r *redaction) wrote(by dossier.Actor) bool {
	who := r.ask.Who
	return by.User != "" && by.User == who.User || by.Org != "" && by.Org == who.Org
}

// directed gives a task without what it is about.
func directed(t dossier.Task) dossier.Task {
	d := dossier.Task{State: t.State, Holder: anonymous(t.Holder), At: t.At, Asking: t.Asking, Accepted: t.Accepted, Started: t.Started, Done: t.Done}
	d.Task, d.Title, d.Type, d.Due, d.Asked = t.Task, "…", t.Type, t.Due, t.Asked
	return d
}

// clocks copies the clocks of what is in the copy. The clock of weighing the
// safety is for those who may weigh it, and for the process director.
func (r *redaction) clocks() {
	director := r.as == roleDirector
	for _, c := range r.d.Clocks {
		if c.Term == "safety.check" && !r.gov() && !director {
			continue
		}
		attached := r.shown[c.On] || director && !r.hushable(c.On) || r.gov() && !r.attachable(c.On) || c.On == r.d.ID && r.out.Watch != nil
		if !attached || !r.record("clock", isReadable) {
			continue
		}
		if director {
			c.Reason, c.Owner = "", anonymous(c.Owner)
		}
		r.out.Clocks = append(r.out.Clocks, c)
		r.shown[c.Clock] = true
	}
}

// attachable tells whether a clock's subject is something that is shown or
// hidden by itself.
func (r *redaction) attachable(on dossier.ID) bool {
	_, task := r.d.Task(on)
	_, question := r.d.Question(on)
	_, right := r.d.Right(on)
	_, plan := r.d.OwnPlan(on)
	return task || question || right || plan || r.hushable(on)
}

// hushable tells whether a clock is about a break-glass, a safety hold or the reporting code.
func (r *redaction) hushable(on dossier.ID) bool {
	_, glass := r.d.Glass(on)
	_, hold := r.d.Hold(on)
	_, concern := r.d.Concern(on)
	return glass || hold || concern
}
