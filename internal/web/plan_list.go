package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// planListBody is what plan-list.html shows.
type planListBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Tabs   []look.NavItem
	Agreed look.Alert
	Own    []look.Alert // own plans that the family handed in
	Goals  []look.GoalCard
	Loose  []look.TaskRow // tasks that serve no goal
	Table  *look.Table    // by holder
	Line   *picture.Figure
	Meet   []look.Fact // meetings to come, and the last one
	Empty  *look.Empty
	Next   []look.Button
}

// planList shows the plan of a family: by goal or by who does it, and on the time line.
func (h *house) planList(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	body := h.planListBody(v, view)
	return h.show(v, http.StatusOK, "plan-list", h.page(v, body.Head.Title, body))
}

func (h *house) planListBody(v *visit, view *access.View) planListBody {
	id := view.Dossier.ID
	body := planListBody{
		Trail: v.trail(view, look.Link{Text: v.tell("plan.title")}),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("plan.title"), Button: &look.Button{Text: v.tell("goal.new"), URL: caseURL(id, "goals", "new")}},
	}
	body.Own = v.ownPlanLinks(view)
	byHolder := v.FormValue("by") == "holder"
	body.Tabs = []look.NavItem{
		{Text: v.tell("plan.bygoal"), URL: caseURL(id, "plan"), Current: !byHolder},
		{Text: v.tell("plan.byholder"), URL: caseURL(id, "plan") + "?by=holder", Current: byHolder},
	}
	body.Agreed = v.agreedAlert(view)
	if closed := view.Dossier.Closed; closed != nil {
		body.Agreed, body.Head.Button = h.closedAlert(v, closed), nil
	}
	if len(view.Dossier.Goals) == 0 && len(view.Dossier.Tasks) == 0 {
		body.Empty = &look.Empty{Title: v.tell("plan.empty"), Text: v.tell("plan.empty.text"), Button: &look.Button{Text: v.tell("goal.new"), URL: caseURL(id, "goals", "new")}}
		body.Head.Button, body.Tabs = nil, nil
		return body
	}
	if byHolder {
		table := h.holderTable(v, view)
		body.Table = &table
	} else {
		body.Goals = v.goalCards(view)
		body.Loose = v.taskRows(view, func(t dossier.Task) bool { return t.Goal == "" && (t.Open() || t.Type != dossier.TaskDecision) })
	}
	if line := v.caseLine(view); len(line.Lanes) > 0 {
		figure := line.Draw(v.say)
		body.Line = &figure
	}
	body.Meet = v.meetingFacts(view)
	body.Next = v.planNext(view)
	return body
}

// planNext gives what one can do from the plan; when the work is closed, only look back.
func (v *visit) planNext(view *access.View) []look.Button {
	quiet := func(key string, path ...string) look.Button {
		return look.Button{Text: v.tell(key), URL: caseURL(view.Dossier.ID, path...), Style: look.Quiet}
	}
	after := []look.Button{quiet("chain", "chain"), quiet("close", "close")}
	if view.Dossier.Closed != nil {
		return after
	}
	return append([]look.Button{quiet("task.new", "tasks", "new"), quiet("share", "share"),
		{Text: v.say.Say("table.open"), URL: caseURL(view.Dossier.ID, "table"), Style: look.Quiet},
		{Text: v.meet("new"), URL: caseURL(view.Dossier.ID, "meetings", "new"), Style: look.Quiet}}, after...)
}

// agreedAlert says whether the plan was agreed, and when the family looks back on it.
func (v *visit) agreedAlert(view *access.View) look.Alert {
	d := view.Dossier
	if d.Plan == nil {
		return look.Alert{Tone: look.Soon, Title: v.tell("plan.notagreed"), Text: v.tell("plan.notagreed.text"), Links: []look.Link{{Text: v.tell("agree"), URL: caseURL(d.ID, "agree")}}}
	}
	names := make([]string, 0, len(d.Plan.With))
	for _, p := range d.Plan.With {
		names = append(names, v.firstName(view, p))
	}
	alert := look.Alert{Tone: look.OK, Title: v.tell("plan.agreed", "date", v.days.Full(nl.On(d.Plan.At)))}
	alert.Text = v.tell("plan.agreed.with", "names", v.listed(names))
	if c, ok := d.ClockOn(d.ID, "evaluation"); ok {
		alert.Text += " " + v.tell("plan.evaluate", "date", v.days.Long(c.Due))
		if c.State == dossier.ClockIsLate || v.past(c.Due) {
			alert.Tone = look.Late
		}
	}
	alert.Links = []look.Link{{Text: v.tell("evaluate"), URL: caseURL(d.ID, "evaluate")}, {Text: v.tell("agree.again"), URL: caseURL(d.ID, "agree")}}
	return alert
}

// listed joins names as people say them: "Fatma, Elif en Jeroen".
func (v *visit) listed(names []string) string {
	out := ""
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			out += v.say.Say("picture.and")
		default:
			out += ", "
		}
		out += name
	}
	return out
}

// goalCards gives the goals, those that still run first.
func (v *visit) goalCards(view *access.View) []look.GoalCard {
	goals := slices.Clone(view.Dossier.Goals)
	slices.SortStableFunc(goals, func(a, b dossier.Goal) int {
		return cmp.Compare(goalRank(a), goalRank(b))
	})
	cards := make([]look.GoalCard, 0, len(goals))
	for _, g := range goals {
		cards = append(cards, v.goalCard(view, g))
	}
	return cards
}

func goalRank(g dossier.Goal) int {
	return slices.Index([]string{dossier.GoalOpen, dossier.GoalDone, dossier.GoalLeft}, g.State)
}

func (v *visit) goalCard(view *access.View, g dossier.Goal) look.GoalCard {
	id := view.Dossier.ID
	tasks, done, late := 0, 0, false
	for _, t := range view.Dossier.Tasks {
		if t.Goal != g.Goal || t.State == dossier.TaskGone {
			continue
		}
		tasks++
		if t.State == dossier.TaskReady {
			done++
		}
		late = late || t.Open() && v.past(t.Due)
	}
	card := look.GoalCard{
		ID: "goal-" + string(g.Goal), Words: g.GoalSet.Words, Where: v.ownWhere(v.fullPart(view, g.Part), g), Chip: v.goalChip(view, g),
		Tasks: v.taskRows(view, func(t dossier.Task) bool { return t.Goal == g.Goal }),
	}
	switch {
	case g.State == dossier.GoalDone:
		card.State = look.GoalMet
	case late:
		card.State = look.GoalStuck
	case tasks == 0:
		card.State = look.GoalWaiting
	}
	if tasks > 0 {
		card.Percent, card.Done = done*100/tasks, v.say.Count("web.chain.goal.steps", tasks, "done", strconv.Itoa(done))
	}
	if g.State == dossier.GoalOpen {
		card.Buttons = []look.Button{{Text: v.tell("task.new"), Style: look.Quiet, URL: caseURL(id, "tasks", "new") + "?goal=" + string(g.Goal), About: g.GoalSet.Words}}
		card.Links = []look.Link{{Text: v.tell("goal.change"), URL: caseURL(id, "goals", string(g.Goal))}}
	}
	return card
}

// goalChip says how a goal stands.
func (v *visit) goalChip(view *access.View, g dossier.Goal) look.Chip {
	switch g.State {
	case dossier.GoalDone:
		return look.Chip{Tone: look.OK, Text: v.tell("goal.state.met")}
	case dossier.GoalLeft:
		return look.Chip{Text: v.tell("goal.state.dropped")}
	}
	tasks := slices.DeleteFunc(slices.Clone(view.Dossier.Tasks), func(t dossier.Task) bool { return t.Goal != g.Goal || t.State == dossier.TaskGone })
	switch {
	case slices.ContainsFunc(tasks, func(t dossier.Task) bool { return t.Open() && v.past(t.Due) }):
		return look.Chip{Tone: look.Late, Text: v.tell("goal.state.late")}
	case len(tasks) == 0:
		return look.Chip{Tone: look.Soon, Text: v.tell("goal.state.notask")}
	case !slices.ContainsFunc(tasks, dossier.Task.Open):
		return look.Chip{Tone: look.OK, Text: v.tell("goal.state.ready")}
	}
	return look.Chip{Text: v.tell("goal.state.open")}
}

// taskRows gives the tasks that a test lets through, without those taken out of the plan.
func (v *visit) taskRows(view *access.View, is func(dossier.Task) bool) []look.TaskRow {
	var rows []look.TaskRow
	for _, t := range view.Dossier.Tasks {
		if t.State == dossier.TaskGone || !is(t) {
			continue
		}
		chip := v.stateChip(t)
		rows = append(rows, look.TaskRow{
			Face: v.holderFace(view, t.Holder), Who: v.holderOr(view, t.Holder), What: v.taskTitle(t), When: v.dueWords(t),
			URL: v.taskURL(view, t), Chip: &chip,
		})
	}
	return rows
}

// stateChip says how a task stands; a request waits for a decision.
func (v *visit) stateChip(t dossier.Task) look.Chip {
	chip := v.taskChip(t)
	if t.Type == dossier.TaskDecision && t.Open() && chip.Tone != look.Late {
		return look.Chip{Tone: look.Soon, Text: v.tell("task.undecided")}
	}
	return chip
}

// taskTitle names a task; a request by what is to be decided.
func (v *visit) taskTitle(t dossier.Task) string {
	if t.Type == dossier.TaskDecision && t.Care != nil {
		return v.tell("task.decision", "care", v.productWords(*t.Care), "name", t.Asker)
	}
	if t.Care != nil && t.Title == t.Asker { // the request said nothing more than who asks
		return v.productWords(*t.Care)
	}
	return t.Title
}

// taskURL leads to a task; to the decision when it waits for one.
func (v *visit) taskURL(view *access.View, t dossier.Task) string {
	if t.Type == dossier.TaskDecision && t.Open() {
		return caseURL(view.Dossier.ID, "decide", string(t.Task))
	}
	return caseURL(view.Dossier.ID, "tasks", string(t.Task))
}

// holderOr names the holder, or says that nobody does it yet.
func (v *visit) holderOr(view *access.View, holder dossier.Holder) string {
	if holder.IsZero() {
		return v.tell("task.nobody")
	}
	if _, known := view.Dossier.Person(holder.Person); holder.Person != "" && !known { // who may not know them knows their place
		return v.roleWord(holder.Kind)
	}
	return v.holderName(view, holder)
}

// dueWords says when a task is: its appointment, its last day, or when it was done.
func (v *visit) dueWords(t dossier.Task) string {
	if at, err := time.ParseInLocation("2006-01-02T15:04", t.When, nl.Amsterdam); err == nil {
		return v.tell("task.at", "date", v.days.Near(nl.On(at)), "time", v.days.Clock(at))
	}
	switch {
	case !t.Done.IsZero():
		return v.tell("task.doneon", "date", v.days.Full(t.Done))
	case !t.Due.IsZero():
		return v.tell("task.before", "date", v.days.Near(t.Due))
	case t.Care != nil:
		return v.periodWords(*t.Care)
	}
	return ""
}

// holderTable gives the open tasks by who does them.
func (h *house) holderTable(v *visit, view *access.View) look.Table {
	table := look.Table{Caption: v.tell("plan.byholder"), Hidden: true, Empty: v.tell("plan.notasks"), Columns: []look.Column{
		{Text: v.tell("col.who")}, {Text: v.tell("col.what")}, {Text: v.tell("col.when")}, {Text: v.tell("col.state")},
	}}
	for _, lane := range lanes(view) {
		for i, t := range lane {
			face, chip := v.holderFace(view, t.Holder), v.stateChip(t)
			who := look.Cell{Face: &face, Text: v.holderOr(view, t.Holder)}
			if i > 0 {
				who.Note = v.tell("plan.also")
			}
			table.Rows = append(table.Rows, look.TableRow{Cells: []look.Cell{
				who, {Text: v.taskTitle(t), URL: v.taskURL(view, t), Note: v.fullPart(view, t.Part)}, h.whenCell(v, view, t), {Chip: &chip},
			}})
		}
	}
	return table
}

// whenCell shows the running term of a task, or its day.
func (h *house) whenCell(v *visit, view *access.View, t dossier.Task) look.Cell {
	if c, ok := view.Dossier.ClockOn(t.Task, ""); ok {
		bar := h.clockBar(v, c)
		return look.Cell{Clock: &bar}
	}
	return look.Cell{Text: v.dueWords(t)}
}

// lanes groups the tasks by holder, in the order in which holders came in.
func lanes(view *access.View) [][]dossier.Task {
	var all [][]dossier.Task
	for _, t := range view.Dossier.Tasks {
		if t.State == dossier.TaskGone {
			continue
		}
		i := slices.IndexFunc(all, func(lane []dossier.Task) bool { return sameLane(lane[0].Holder, t.Holder) })
		if i < 0 {
			all = append(all, nil)
			i = len(all) - 1
		}
		all[i] = append(all[i], t)
	}
	return all
}

func sameLane(a, b dossier.Holder) bool {
	if a.Kind == dossier.HolderOrganisation && b.Kind == dossier.HolderOrganisation {
		return a.Org == b.Org
	}
	return a.Is(b)
}
