package web

import (
	"net/http"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// stepConcern takes a step of the reporting code, or leaves steps before it out
// with a reason.
func (h *house) stepConcern(v *visit) error {
	view, err := h.openConcerns(v)
	if err != nil {
		return err
	}
	command, err := v.concernCommand()
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	}
	if mendable(err) {
		return h.mended(v, view, err, h.showConcern)
	}
	if err != nil {
		return err
	}
	return h.see(v, concernURL(view.Dossier.ID, command.Concern), "table.concern.done."+command.Step)
}

func (v *visit) concernCommand() (dossier.StepConcern, error) {
	c := dossier.StepConcern{
		Concern: dossier.ID(v.PathValue("concern")), Step: v.value("step"), Outcome: v.value("outcome"), Words: v.value("words"),
		With: v.PostForm["with"], Spoke: v.idList("spoke"), Left: v.value("left"), Despite: v.value("despite"),
	}
	var wrong []fault.Field
	for _, day := range []struct {
		name string
		to   *nl.Date
	}{{"on", &c.On}, {"again", &c.Again}} {
		read, bad := v.day(day.name)
		if bad != nil {
			wrong = append(wrong, *bad)
		}
		*day.to = read
	}
	return c, fault.In("web.concernCommand", wrong...)
}

// concernForm gives the form of a step, with what was typed and what is wrong with it.
func (h *house) concernForm(v *visit, view *access.View, c dossier.Concern, step string, failed error) look.Form {
	fields := v.stepFields(view, c, step)
	if step == dossier.StepDecide || step == dossier.StepFollow {
		fields = append(fields, h.againField(v, step))
	}
	if step == dossier.StepDecide && c.Grave() {
		fields = append(fields, look.Field{Kind: look.Area, Name: "despite", Label: v.say.Say("table.concern.despite"), Hint: v.say.Say("table.concern.despite.hint"), Optional: true, Rows: 3})
	}
	if skipped := c.Skipped(step); len(skipped) > 0 {
		var names []string
		for _, s := range skipped {
			names = append(names, v.stepWord(s))
		}
		fields = append(fields, look.Field{Kind: look.Area, Name: "left", Label: v.say.Say("table.concern.left"), Hint: v.say.Say("table.concern.left.hint", "steps", v.listed(names)), Rows: 3})
	}
	if v.Request.Method == http.MethodPost {
		fields = v.refilled(fields)
	}
	fields = append(fields, look.Field{Kind: look.Hidden, Name: "step", Value: step})
	return look.Form{
		Action: concernURL(view.Dossier.ID, c.Concern), Fields: append(h.caseHidden(v, view, failed), fields...),
		Button: look.Button{Text: v.say.Say("table.concern.button")}, Cancel: &look.Link{Text: v.say.Say("web.form.cancel"), URL: caseURL(view.Dossier.ID, tabSafety)},
	}.With(failed, v.say)
}

// stepFields are the fields that a step has of its own.
func (v *visit) stepFields(view *access.View, c dossier.Concern, step string) []look.Field {
	var fields []look.Field
	switch step {
	case dossier.StepConsult:
		with := look.Field{Kind: look.Checkboxes, Name: "with", Label: v.say.Say("table.concern.with")}
		for _, code := range []string{"colleague", "safe_home", "expert"} {
			with.Options = append(with.Options, look.Option{Value: code, Text: v.say.Say("table.concern.with." + code), Hint: v.say.Say("table.concern.with." + code + ".hint")})
		}
		fields = append(fields, with)
	case dossier.StepTalk:
		fields = append(fields, v.outcomeField(step, dossier.TalkHeld, dossier.TalkNot),
			look.Field{Kind: look.Checkboxes, Name: "spoke", Label: v.say.Say("table.concern.spoke"), Options: v.personOptions(view), Optional: true})
	case dossier.StepWeigh:
		fields = append(fields, v.outcomeField(step, dossier.WeighNone, dossier.WeighSuspect, dossier.WeighLasting, dossier.WeighAcute))
	case dossier.StepDecide:
		fields = append(fields, v.outcomeField(step, v.decisions(c)...))
	case dossier.StepFollow:
		fields = append(fields, v.outcomeField(step, dossier.FollowSafe, dossier.FollowLater, dossier.FollowReport))
	}
	fields = append(fields, look.Field{Kind: look.Area, Name: "words", Label: v.say.Say("table.concern.words." + step), Hint: v.say.Say("table.concern.words.hint"), Rows: 5})
	if step == dossier.StepConsult || step == dossier.StepTalk {
		fields = append(fields, look.Field{Kind: look.Day, Name: "on", Label: v.say.Say("table.concern.on"), Value: typedDay(v.today)})
	}
	return fields
}

// decisions gives what may be decided: nothing at all only when nothing was found.
func (v *visit) decisions(c dossier.Concern) []string {
	list := []string{dossier.DecideHelp, dossier.DecideReport, dossier.DecideBoth}
	if weighed, ok := c.Did(dossier.StepWeigh); !ok || weighed.Outcome == dossier.WeighNone {
		return append([]string{dossier.DecideClose}, list...)
	}
	return list
}

// outcomeField lets one choose what a step came to.
func (v *visit) outcomeField(step string, outcomes ...string) look.Field {
	f := look.Field{Kind: look.Radios, Name: "outcome", Label: v.say.Say("table.concern." + step + ".outcome"), Large: true}
	for _, code := range outcomes {
		key := "table.concern." + step + "." + code
		f.Options = append(f.Options, look.Option{Value: code, Text: v.say.Say(key), Hint: v.say.Say(key + ".hint")})
	}
	return f
}

// againField proposes the day on which one looks whether it became safe.
func (h *house) againField(v *visit, step string) look.Field {
	f := look.Field{Kind: look.Day, Name: "again", Label: v.say.Say("table.concern.again"), Hint: v.say.Say("table.concern.again." + step), Optional: true}
	if term, err := h.Law.Term("concern.follow", v.today); err == nil {
		f.Value = typedDay(term.Due(v.today))
	}
	return f
}
