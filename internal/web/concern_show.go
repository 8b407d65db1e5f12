package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// concernBody is what the page of one run of the reporting code shows.
type concernBody struct {
	caseFrame
	Title  look.CardHead
	About  string
	Steps  []look.Step
	Clock  *clockRow
	Alert  *look.Alert
	Step   look.CardHead
	Text   string
	Form   *look.Form
	Others []look.Link // other steps that one may take now
	After  []look.Link // what a decision asks next
	Past   []concernRow
}

// concernRow is one step that was taken.
type concernRow struct {
	Name  string
	Chip  *look.Chip
	Words string
	Left  string // why an earlier step was left out
	Note  string
}

// codeSteps are the five steps in their order, as the page draws them.
var codeSteps = [...]string{dossier.StepSignals, dossier.StepConsult, dossier.StepTalk, dossier.StepWeigh, dossier.StepDecide}

func (h *house) concern(v *visit) error {
	view, err := h.openConcerns(v)
	if err != nil {
		return err
	}
	return h.showConcern(v, view, nil)
}

func (h *house) showConcern(v *visit, view *access.View, failed error) error {
	c, ok := view.Dossier.Concern(dossier.ID(v.PathValue("concern")))
	if !ok {
		return fault.New(fault.NotFound, "web.showConcern", "")
	}
	body := h.concernBody(v, view, c, failed)
	return h.show(v, formStatus(failed), "concern-show", h.page(v, body.Title.Title, body))
}

func (h *house) concernBody(v *visit, view *access.View, c dossier.Concern, failed error) concernBody {
	body := concernBody{caseFrame: h.caseFrame(v, view, tabSafety), Title: look.CardHead{ID: "code", Title: v.say.Say("table.concern.title")}}
	body.Trail[2].URL = caseURL(view.Dossier.ID, tabSafety)
	body.Trail = append(body.Trail, look.Link{Text: body.Title.Title})
	body.About = v.say.Say("table.concern.about", "names", v.listed(v.firstNames(view, c.Persons)))
	body.Past = v.concernPast(view, c)
	for _, step := range codeSteps {
		_, done := c.Did(step)
		body.Steps = append(body.Steps, look.Step{Text: v.stepWord(step), Done: done || step == dossier.StepSignals, Now: c.Open() && step == v.stepOf(c)})
	}
	if !c.Open() {
		body.Alert = &look.Alert{Tone: look.OK, Title: v.say.Say("table.concern.over"), Text: v.say.Say("table.concern.over.text")}
		return body
	}
	if clock, ok := view.Dossier.ClockOn(c.Concern, ""); ok {
		body.Clock = &clockRow{v.term(clock.Term), h.clockBar(v, clock)}
	}
	h.concernStepOf(v, view, c, &body, failed)
	if step := v.stepOf(c); step == dossier.StepFollow {
		body.After = v.afterDecision(view, c)
	}
	return body
}

// concernStepOf puts the form of the step on the page that comes next or was chosen.
func (h *house) concernStepOf(v *visit, view *access.View, c dossier.Concern, body *concernBody, failed error) {
	step := v.stepOf(c)
	body.Step, body.Text = look.CardHead{ID: "step", Title: v.stepWord(step)}, v.say.Say("table.concern.step."+step+".text")
	form := h.concernForm(v, view, c, step, failed)
	body.Form = &form
	if step == dossier.StepWeigh || step == dossier.StepDecide {
		body.Alert = &look.Alert{Tone: look.Late, Text: v.say.Say("table.concern.acute")}
	}
	if c.Next() == dossier.StepFollow {
		return
	}
	for _, other := range codeSteps {
		if other != step {
			body.Others = append(body.Others, look.Link{Text: v.say.Say("table.concern.other." + other), URL: concernURL(view.Dossier.ID, c.Concern) + "?step=" + other})
		}
	}
}

// stepOf gives the step that the page is about: the one that was sent or chosen,
// else the next of the code. After the decision there is the follow-up alone.
func (v *visit) stepOf(c dossier.Concern) string {
	next := c.Next()
	if next == dossier.StepFollow {
		return next
	}
	step := v.value("step")
	if step == "" {
		step = v.URL.Query().Get("step")
	}
	if slices.Contains(codeSteps[:], step) {
		return step
	}
	return next
}

// concernStep gives the step that waits in a state, for lists that show no more.
func concernStep(state string) string {
	switch state {
	case dossier.ConcernConsulted:
		return dossier.StepTalk
	case dossier.ConcernSpoken:
		return dossier.StepWeigh
	case dossier.ConcernWeighed:
		return dossier.StepDecide
	case dossier.ConcernFollowed, dossier.ConcernOver:
		return dossier.StepFollow
	}
	return dossier.StepConsult
}

func (v *visit) stepWord(step string) string { return v.say.Say("table.concern.step." + step) }

// firstNames gives how persons are called in the family.
func (v *visit) firstNames(view *access.View, ids []dossier.ID) []string {
	var names []string
	for _, id := range ids {
		names = append(names, v.firstName(view, id))
	}
	return names
}

// concernPast gives the steps that were taken, the newest first, and the signals with which it began.
func (v *visit) concernPast(view *access.View, c dossier.Concern) []concernRow {
	var rows []concernRow
	for _, s := range slices.Backward(c.Steps) {
		row := concernRow{Name: v.stepWord(s.Step), Words: s.Words, Note: v.stepNote(view, s)}
		if s.Outcome != "" {
			row.Chip = &look.Chip{Tone: outcomeTone(s.Outcome), Text: v.say.Say("table.concern." + s.Step + "." + s.Outcome)}
		}
		switch {
		case s.Despite != "":
			row.Left = v.say.Say("table.concern.despite.was", "why", s.Despite)
		case s.Left != "":
			row.Left = v.say.Say("table.concern.left.was", "why", s.Left)
		}
		rows = append(rows, row)
	}
	begun := v.say.Say("table.concern.by", "name", c.By.Name, "date", v.days.Full(nl.On(c.At)))
	return append(rows, concernRow{Name: v.stepWord(dossier.StepSignals), Words: c.ConcernRaised.Words, Note: begun})
}

// stepNote says who took a step and when, with whom, and when one looks again.
func (v *visit) stepNote(view *access.View, s dossier.ConcernStep) string {
	note := v.say.Say("table.concern.by", "name", s.By.Name, "date", v.days.Full(s.On))
	for _, with := range s.With {
		note += " · " + v.say.Say("table.concern.with."+with)
	}
	if len(s.Spoke) > 0 {
		note += " · " + v.say.Say("table.concern.spoke.was", "names", v.listed(v.firstNames(view, s.Spoke)))
	}
	if !s.Again.IsZero() {
		note += " · " + v.say.Say("table.concern.again.was", "date", v.days.Full(s.Again))
	}
	return note
}

func outcomeTone(outcome string) look.Tone {
	switch outcome {
	case dossier.WeighAcute, dossier.WeighLasting, dossier.DecideReport, dossier.DecideBoth:
		return look.Late
	case dossier.WeighSuspect, dossier.TalkNot, dossier.FollowLater:
		return look.Soon
	case dossier.WeighNone, dossier.FollowSafe, dossier.DecideClose:
		return look.OK
	}
	return look.Plain
}

// afterDecision gives what a decision asks: help in the plan, and sharing with
// Veilig Thuis what the report needs.
func (v *visit) afterDecision(view *access.View, c dossier.Concern) []look.Link {
	var links []look.Link
	decided, _ := c.Did(dossier.StepDecide)
	if c.Reported {
		links = append(links, look.Link{Text: v.say.Say("table.concern.after.share"), URL: caseURL(view.Dossier.ID, "share")})
	}
	if decided.Outcome == dossier.DecideHelp || decided.Outcome == dossier.DecideBoth {
		links = append(links, look.Link{Text: v.say.Say("table.concern.after.task"), URL: caseURL(view.Dossier.ID, "tasks", "new")})
	}
	return append(links, look.Link{Text: v.say.Say("table.concern.after.weigh"), URL: caseURL(view.Dossier.ID, tabSafety)})
}

// concernLinks lists the runs of the reporting code on the page of the safety, the newest first.
func (v *visit) concernLinks(view *access.View) []look.Contact {
	var rows []look.Contact
	for _, c := range slices.Backward(view.Dossier.Concerns) {
		names := v.listed(v.firstNames(view, c.Persons))
		note := v.say.Say("table.concern.state."+c.State) + " · " + v.days.Since(nl.On(c.At), v.today)
		rows = append(rows, look.Contact{Face: look.Face{Initials: "!", Tint: ""}, Name: v.say.Say("table.concern.of", "names", names), Note: note, URL: concernURL(view.Dossier.ID, c.Concern)})
	}
	return rows
}
