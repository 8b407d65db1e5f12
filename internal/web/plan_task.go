package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// taskBody is what plan-task.html shows.
type taskBody struct {
	Trail   []look.Link
	Head    look.PageHead
	Facts   []look.Fact
	Clocks  []namedClock
	Reports []look.Voice
	First   *actionForm // the usual next step
	Forms   []actionForm
	Links   []look.Link
}

// namedClock is a running term with what it is for.
type namedClock struct {
	Name string
	Bar  look.ClockBar
}

// task shows one task to whoever plans: how it stands, what was reported, and
// what one can do.
func (h *house) task(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showTask(v, view, nil)
}

func (h *house) showTask(v *visit, view *access.View, failed error) error {
	t, err := v.taskNamed(view)
	if err != nil {
		return err
	}
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	body := h.taskBody(v, view, t, v.choices(view, colleagues), failed)
	return h.show(v, formStatus(failed), "plan-task", h.page(v, body.Head.Title, body))
}

// changeTask offers the task to someone, takes it out of the plan, or does what
// its holder does when that is the one who looks.
func (h *house) changeTask(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	t, err := v.taskNamed(view)
	if err != nil {
		return err
	}
	wish, err := h.taskWish(v, view, t)
	if err == nil {
		_, err = h.Office.Do(v.ctx, wish)
	}
	if mendable(err) {
		return h.showTask(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "tasks", string(t.Task)), "web.chain.done."+v.value(fieldDo))
}

func (h *house) taskWish(v *visit, view *access.View, t dossier.Task) (casework.Wish, error) {
	switch v.value(fieldDo) {
	case "offer":
		colleagues, err := h.colleagues(v)
		if err != nil {
			return casework.Wish{}, err
		}
		to, err := chosen(v.choices(view, colleagues), "to", v.value("to"))
		if err == nil && to.IsZero() {
			err = fault.In("web.taskWish", fault.Field{Name: "to", Key: "dossier.holder.who"})
		}
		return v.wish(view.Dossier.ID, dossier.OfferTask{Task: t.Task, To: to}), err
	case "withdraw":
		return v.wish(view.Dossier.ID, dossier.WithdrawTask{Task: t.Task, Reason: v.value("reason")}), nil
	}
	wish, ok := v.heldWish(view, t.Task)
	if !ok {
		return wish, fault.New(fault.Invalid, "web.taskWish", "web.chain.nothing")
	}
	return wish, nil
}

func (h *house) taskBody(v *visit, view *access.View, t dossier.Task, list []choice, failed error) taskBody {
	id := view.Dossier.ID
	chip := v.stateChip(t)
	body := taskBody{
		Trail: v.planTrail(view, v.tell("task")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.taskTitle(t), Text: t.Need, Chips: []look.Chip{chip}},
		Facts: v.taskFacts(view, t), Clocks: h.clocksOf(v, view, t.Task), Reports: v.reports(view, t),
	}
	body.Forms = h.planForms(v, t, list, failed)
	if v.holds(t) {
		body.Forms = append(h.holdForms(v, t, failed), body.Forms...)
	}
	if len(body.Forms) > 0 && (free(t) || v.holds(t)) {
		body.First, body.Forms = &body.Forms[0], body.Forms[1:]
	}
	if free(t) {
		body.Links = append(body.Links, look.Link{Text: v.tell("task.outside"), URL: caseURL(id, "share") + "?task=" + string(t.Task)})
	}
	if t.Type == dossier.TaskDecision && t.Open() {
		body.Links = append(body.Links, look.Link{Text: v.tell("decide"), URL: caseURL(id, "decide", string(t.Task))})
	}
	if t.Care != nil {
		body.Links = append(body.Links, look.Link{Text: v.tell("chain"), URL: caseURL(id, "chain")})
	}
	return body
}

// planForms gives what whoever plans can do with a task.
func (h *house) planForms(v *visit, t dossier.Task, list []choice, failed error) []actionForm {
	var forms []actionForm
	if free(t) {
		forms = append(forms, h.folded(v, "offer", v.tell("task.offer"), failed, look.Form{
			Fields: []look.Field{{Kind: look.Select, Name: "to", Label: v.tell("task.who"), Hint: v.tell("task.who.hint"), Options: optionsOf(list, look.Option{Text: v.tell("choose")})}},
			Button: look.Button{Text: v.tell("task.offer.save")},
		}))
	}
	if t.Open() && t.Type != dossier.TaskDecision && t.Care == nil {
		forms = append(forms, h.folded(v, "withdraw", v.tell("task.withdraw"), failed, look.Form{
			Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.tell("task.withdraw.save"), Style: look.Quiet},
		}))
	}
	return forms
}

// taskFacts says who, for whom, for which goal and when.
func (v *visit) taskFacts(view *access.View, t dossier.Task) []look.Fact {
	facts := []look.Fact{{Term: v.tell("col.who"), Text: v.holderOr(view, t.Holder)}, {Term: v.tell("col.for"), Text: v.fullPart(view, t.Part)}}
	if g, ok := view.Dossier.Goal(t.Goal); ok {
		facts = append(facts, look.Fact{Term: v.tell("goal"), Text: g.GoalSet.Words, URL: caseURL(view.Dossier.ID, "goals", string(g.Goal)), Link: v.tell("look")})
	}
	if words := v.dueWords(t); words != "" {
		facts = append(facts, look.Fact{Term: v.tell("col.when"), Text: words})
	}
	facts = append(facts, look.Fact{Term: v.tell("task.made"), Text: v.days.Full(nl.On(t.At)), Note: t.By.Name})
	if !t.Accepted.IsZero() {
		facts = append(facts, look.Fact{Term: v.tell("task.accepted"), Text: v.days.Full(nl.On(t.Accepted))})
	}
	if !t.Started.IsZero() {
		facts = append(facts, look.Fact{Term: v.tell("task.started"), Text: v.days.Full(t.Started)})
	}
	if t.Reason != "" && (t.State == dossier.TaskBack || t.State == dossier.TaskOpen || t.State == dossier.TaskGone) {
		facts = append(facts, look.Fact{Term: v.tell("task.reason"), Text: t.Reason})
	}
	return facts
}

// clocksOf gives the terms that run on a thing.
func (h *house) clocksOf(v *visit, view *access.View, on dossier.ID) []namedClock {
	var list []namedClock
	for _, c := range view.Dossier.Clocks {
		if c.On == on && c.Live() {
			list = append(list, namedClock{Name: v.term(c.Term), Bar: h.clockBar(v, c)})
		}
	}
	return list
}

// reports gives what was told about a task, newest first.
func (v *visit) reports(view *access.View, t dossier.Task) []look.Voice {
	var list []look.Voice
	for _, r := range slices.Backward(t.Reports) {
		name := r.By.Name
		if name == "" {
			name = v.personName(view, r.By.Person)
		}
		list = append(list, look.Voice{Text: r.Words, Who: v.tell("goal.said", "name", name, "date", v.days.Moment(r.At))})
	}
	return list
}
