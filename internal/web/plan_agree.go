package web

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// agreement shows the form that records with whom the plan was agreed.
func (h *house) agreement(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showForm(v, h.agreeBody(v, view, nil), nil)
}

// agreePlan records the agreement.
func (h *house) agreePlan(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	evaluate, finding := v.day("evaluate")
	err = findings("web.agreePlan", finding)
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.AgreePlan{With: v.idList("with"), Evaluate: evaluate}, v.typed("plan.evaluate", "evaluate", "")))
	}
	if mendable(err) {
		return h.showForm(v, h.agreeBody(v, view, err), err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "plan"), "web.chain.agree.done")
}

// findings makes a fault of the findings about days, nil when there are none.
func findings(op string, found ...*fault.Field) error {
	var fields []fault.Field
	for _, f := range found {
		if f != nil {
			fields = append(fields, *f)
		}
	}
	return fault.In(op, fields...)
}

func (h *house) agreeBody(v *visit, view *access.View, failed error) formBody {
	id := view.Dossier.ID
	body := formBody{
		Trail: v.planTrail(view, v.tell("agree")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("agree"), Text: v.tell("agree.text")},
	}
	fields := []look.Field{{Kind: look.Checkboxes, Name: "with", Label: v.tell("agree.with"), Options: v.personOptions(view)}}
	day := look.Field{Kind: look.Day, Name: "evaluate", Label: v.tell("agree.evaluate")}
	if term, err := h.Law.Term("evaluation", v.today); err == nil {
		fields = append(fields, offered(day, typedDay(term.Due(v.today)), v.tell("agree.known"))...)
	} else {
		fields = append(fields, day)
	}
	body.Form = h.form(v, view.Seen, "", failed, look.Form{
		Fields: fields, Button: look.Button{Text: v.tell("agree.save")}, Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(id, "plan")},
	})
	body.Cards = h.goalsBeside(v, view)
	return body
}
