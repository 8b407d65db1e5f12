package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// evaluation shows the form for looking back together.
func (h *house) evaluation(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showForm(v, h.evaluateBody(v, view, nil), nil)
}

// holdEvaluation records what was said and when the next one is.
func (h *house) holdEvaluation(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	next, finding := v.day("next")
	err = findings("web.holdEvaluation", finding)
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.evaluationWish(view, dossier.HoldEvaluation{With: v.idList("with"), Words: v.value("words"), Next: next}))
	}
	if mendable(err) {
		return h.showForm(v, h.evaluateBody(v, view, err), err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "plan"), "web.chain.evaluate.done")
}

func (v *visit) evaluationWish(view *access.View, c dossier.HoldEvaluation) casework.Wish {
	return v.wish(view.Dossier.ID, c, v.typed("evaluation.words", "words", ""), v.typed("plan.evaluate", "next", ""))
}

func (h *house) evaluateBody(v *visit, view *access.View, failed error) formBody {
	d := view.Dossier
	body := formBody{
		Trail: v.planTrail(view, v.tell("evaluate")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("evaluate"), Text: v.tell("evaluate.text")},
	}
	if d.Plan == nil {
		body.Empty = &look.Empty{Title: v.tell("evaluate.noplan"), Text: v.tell("evaluate.noplan.text"), Button: &look.Button{Text: v.tell("agree"), URL: caseURL(d.ID, "agree")}}
		return body
	}
	with := look.Field{Kind: look.Checkboxes, Name: "with", Label: v.tell("evaluate.with"), Options: v.personOptions(view)}
	for _, p := range d.Plan.With { // most likely the same people sit at the table
		with.Values = append(with.Values, string(p))
	}
	body.Form = h.form(v, view.Seen, "", failed, look.Form{
		Fields: []look.Field{
			with,
			{Kind: look.Area, Name: "words", Label: v.tell("evaluate.words"), Hint: v.tell("evaluate.words.hint"), Rows: 6},
			{Kind: look.Day, Name: "next", Label: v.tell("evaluate.next"), Hint: v.tell("evaluate.next.hint"), Optional: true},
		},
		Button: look.Button{Text: v.tell("evaluate.save")}, Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(d.ID, "plan")},
	})
	body.Cards = h.goalsBeside(v, view)
	return body
}
