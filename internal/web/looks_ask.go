package web

import (
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// askLookPage lets a family member ask why someone looked.
func (h *house) askLookPage(v *visit) error { return h.showAskLook(v, nil) }

func (h *house) showAskLook(v *visit, failed error) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	l, err := h.Office.LookOf(v.ctx, v.dossier(), dossier.ID(v.PathValue("look")))
	if err != nil {
		return err
	}
	row, ok := v.familyLook(view, l)
	if !ok {
		return fault.New(fault.NotFound, "web.showAskLook", "")
	}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("webfamily.looks.title"), URL: planURL(view.Dossier.ID, "looks")}, {Text: v.say.Say("trust.look.title")}},
		Head:  look.PageHead{Kicker: row.Day + ", " + row.Time, Title: v.say.Say("trust.look.title"), Text: v.say.Say("trust.look.text", "who", row.Who)},
		Facts: v.lookFacts(row, l),
	}
	for _, q := range view.Dossier.Questions {
		if q.Look == l.ID {
			return h.showTrust(v, v.askedLook(body, q), nil)
		}
	}
	form := look.Form{
		Action: planURL(view.Dossier.ID, "looks", string(l.Place())), Button: look.Button{Text: v.say.Say("trust.look.button")},
		Fields: append(h.formKey(v, failed), look.Field{Kind: look.Words, Name: "words", Label: v.say.Say("trust.look.words"), Rows: 4, MaxLength: 5000, Value: v.value("words")}),
	}
	body.Forms = []trustForm{{Head: look.CardHead{ID: "ask", Title: v.say.Say("trust.look.yours")}, Text: v.say.Say("trust.look.when"), Form: form.With(failed, v.say)}}
	return h.showTrust(v, body, failed)
}

// lookFacts says of a look everything that one may know: who, for whom, why, on
// which ground and by which rule.
func (v *visit) lookFacts(row look.SeenRow, l store.Look) []look.Fact {
	facts := []look.Fact{{Term: v.say.Say("trust.fact.who"), Text: row.Who, Note: row.Role}, {Term: v.say.Say("trust.fact.why"), Text: row.What}}
	if ground := v.lookGround(l); ground != "" {
		facts = append(facts, look.Fact{Term: v.say.Say("trust.fact.ground"), Text: ground})
	}
	if rule := v.lookRule(l); rule != "" {
		facts = append(facts, look.Fact{Term: v.say.Say("trust.fact.rule"), Text: rule, Note: l.Policy})
	}
	return facts
}

// askedLook shows the question that was asked, and the answer when there is one.
func (v *visit) askedLook(body trustBody, q dossier.Question) trustBody {
	body.Voices = append(body.Voices, look.Voice{Text: q.Words, Who: v.say.Say("trust.look.asked", "when", v.days.Moment(q.At))})
	if q.AnsweredAt.IsZero() {
		body.Alerts = []look.Alert{{Title: v.say.Say("trust.look.waits", "who", q.To.Name)}}
		return body
	}
	body.Voices = append(body.Voices, look.Voice{Text: q.Answer, Who: q.AnsweredBy.Name + ", " + v.days.Moment(q.AnsweredAt)})
	return body
}

// askLook sends the question to the organisation that looked.
func (h *house) askLook(v *visit) error {
	_, err := h.Office.AskAboutLook(v.ctx, v.dossier(), dossier.ID(v.PathValue("look")), v.value("words"), v.value(fieldKey))
	if mendable(err) {
		return h.showAskLook(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier(), "looks"), "trust.look.sent")
}
