package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// openGlassCase opens a case for whoever may review or must know of an emergency
// access: the privacy officer, the lead, the team.
func (h *house) openGlassCase(v *visit) (*access.View, error) {
	if v.signed.Has("privacy") {
		return h.Office.Open(v.ctx, v.dossier())
	}
	return h.openCase(v)
}

// holdPage shows the safety holds of a family, and lets one be set, reviewed or lifted.
func (h *house) holdPage(v *visit) error { return h.showHold(v, nil) }

func (h *house) showHold(v *visit, failed error) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	if !view.May[dossier.ActHush].Allow {
		return fault.New(fault.NotFound, "web.showHold", "")
	}
	body := trustBody{
		Trail: []look.Link{{Text: view.Dossier.Name, URL: caseURL(view.Dossier.ID)}, {Text: v.say.Say("trust.hold.title")}},
		Head:  look.PageHead{Kicker: view.Dossier.Name, Title: v.say.Say("trust.hold.title"), Text: v.say.Say("trust.hold.text")},
	}
	for _, hold := range slices.Backward(view.Dossier.Holds) {
		body.Facts = append(body.Facts, v.holdFact(view, hold))
		if hold.Lifted.IsZero() {
			body.Forms = h.hushForms(v, view, hold, failed)
		}
	}
	if !view.Dossier.Hushed() {
		form := look.Form{
			Action: caseURL(view.Dossier.ID, "hold"), Button: look.Button{Text: v.say.Say("trust.hold.set")},
			Fields: append(h.hidden(v, 0), look.Field{Kind: look.Area, Name: "reason", Label: v.say.Say("trust.hold.reason"), Hint: v.say.Say("trust.hold.reason.hint")}),
		}
		body.Forms = []trustForm{{Head: look.CardHead{ID: "set", Title: v.say.Say("trust.hold.new")}, Text: v.say.Say("trust.hold.new.text"), Form: v.formAgain(form, failed)}}
	}
	return h.showTrust(v, body, failed)
}

func (v *visit) holdFact(view *access.View, hold dossier.Hold) look.Fact {
	fact := look.Fact{Term: v.days.Full(nl.On(hold.At)), Text: hold.Reason, Note: v.say.Say("trust.hold.by", "name", hold.By.Name)}
	switch clock, ok := view.Dossier.ClockOn(hold.Hold, ""); {
	case !hold.Lifted.IsZero():
		fact.Note += " · " + v.say.Say("trust.hold.lifted", "date", v.days.Full(nl.On(hold.Lifted)))
	case ok:
		fact.Note += " · " + v.say.Say("trust.hold.due", "date", v.days.Full(clock.Due))
	}
	return fact
}

// hushForms are the form to review for whoever did not set the hold, and to lift it.
func (h *house) hushForms(v *visit, view *access.View, hold dossier.Hold, failed error) []trustForm {
	words := look.Field{Kind: look.Area, Name: "reason", Label: v.say.Say("trust.hold.words")}
	action := caseURL(view.Dossier.ID, "hold", string(hold.Hold))
	if hold.By.User == v.signed.User.ID {
		form := look.Form{Action: action, Fields: append(h.hidden(v, 0), look.Field{Kind: look.Hidden, Name: "do", Value: "lift"}, words), Button: look.Button{Text: v.say.Say("trust.hold.lift")}}
		return []trustForm{{Head: look.CardHead{ID: "lift", Title: v.say.Say("trust.hold.end")}, Text: v.say.Say("trust.hold.four"), Form: v.formAgain(form, failed)}}
	}
	keep := look.Field{Kind: look.Radios, Name: "do", Label: v.say.Say("trust.hold.still"), Options: []look.Option{
		{Value: "keep", Text: v.say.Say("trust.hold.keep"), Hint: v.say.Say("trust.hold.keep.hint")}, {Value: "end", Text: v.say.Say("trust.hold.tell"), Hint: v.say.Say("trust.hold.tell.hint")},
	}}
	form := look.Form{Action: action, Fields: append(h.hidden(v, 0), keep, words), Button: look.Button{Text: v.say.Say("trust.hold.button")}}
	return []trustForm{{Head: look.CardHead{ID: "review", Title: v.say.Say("trust.hold.review")}, Form: v.formAgain(form, failed)}}
}

// setHold keeps safety matters from the family for now.
func (h *house) setHold(v *visit) error {
	return h.holdDone(v, dossier.SetHold{Reason: v.value("reason")}, "trust.hold.done.set")
}

// changeHold reviews a hold, or lifts one's own.
func (h *house) changeHold(v *visit) error {
	id := dossier.ID(v.PathValue("hold"))
	switch v.value("do") {
	case "lift":
		return h.holdDone(v, dossier.LiftHold{Hold: id, Reason: v.value("reason")}, "trust.hold.done.end")
	case "keep":
		return h.holdDone(v, dossier.ReviewHold{Hold: id, Keep: true, Words: v.value("reason")}, "trust.hold.done.keep")
	case "end":
		return h.holdDone(v, dossier.ReviewHold{Hold: id, Words: v.value("reason")}, "trust.hold.done.end")
	}
	return h.showHold(v, fault.In("web.changeHold", fault.Field{Name: "do", Key: "trust.hold.choose"}))
}

func (h *house) holdDone(v *visit, command dossier.Command, told string) error {
	_, err := h.Office.Do(v.ctx, v.wish(v.dossier(), command))
	if mendable(err) {
		return h.showHold(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(v.dossier(), "hold"), told)
}
