package web

import (
	"cmp"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// openRight opens the dossier for whoever must answer a right: the municipality's
// side, or the organisation that wrote what should be corrected.
func (h *house) openRight(v *visit) (*access.View, dossier.Right, error) {
	open := h.openCase
	if !inMunicipality(v) {
		open = func(v *visit) (*access.View, error) { return h.Office.Open(v.ctx, v.dossier()) }
	}
	view, err := open(v)
	if err != nil {
		return nil, dossier.Right{}, err
	}
	right, ok := view.Dossier.Right(dossier.ID(v.PathValue("right")))
	if !ok || v.signed.User.Kind == access.Citizen {
		return nil, right, fault.New(fault.NotFound, "web.openRight", "")
	}
	return view, right, nil
}

// rightAnswerPage shows what the family asks by right, with its term, and asks
// for the answer.
func (h *house) rightAnswerPage(v *visit) error { return h.showRightAnswer(v, nil) }

func (h *house) showRightAnswer(v *visit, failed error) error {
	view, right, err := h.openRight(v)
	if err != nil {
		return err
	}
	title := v.say.Say("own.right." + right.Type + ".case")
	body := formBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.work"), URL: "/work"}, {Text: view.Dossier.Name, URL: v.familyURL(view.Dossier.ID)}, {Text: title}},
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: title, Text: v.say.Say("own.right." + right.Type + ".do")},
	}
	if right.Words != "" {
		body.Voice = &look.Voice{Text: right.Words, Who: right.By.Name + ", " + v.days.Moment(right.At)}
	}
	about := look.Card{Head: look.CardHead{ID: "about", Title: v.say.Say("own.right.about")}, Facts: []look.Fact{
		{Term: v.say.Say("own.right.who"), Text: v.personName(view, right.Person)}, {Term: v.say.Say("own.right.sent"), Text: v.days.Moment(right.At)},
	}}
	if voice, alert := h.rightSubject(v, view, right.Type, right.On); voice != nil {
		about.Facts = append(about.Facts, look.Fact{Term: v.say.Say("own.right.on"), Text: voice.Text, Note: voice.Who})
	} else if alert != nil {
		about.Facts = append(about.Facts, look.Fact{Term: v.say.Say("own.right.on"), Text: alert.Title, Note: alert.Text})
	}
	for _, c := range h.clocksOf(v, view, right.Right) {
		about.Facts = append(about.Facts, look.Fact{Term: c.Name, Text: c.Bar.Text, Note: c.Bar.Law})
	}
	body.Cards = []look.Card{about}
	if right.State != dossier.RightAsked {
		body.Empty = &look.Empty{Title: v.rightState(right), Text: right.Answer + " · " + cmp.Or(right.AnsweredBy.Name, "") + ", " + v.days.Full(nl.On(right.AnsweredAt))}
		return h.showForm(v, body, failed)
	}
	body.Form = h.form(v, 0, "", failed, look.Form{
		Fields: []look.Field{
			{Kind: look.Radios, Name: "outcome", Label: v.say.Say("own.right.outcome"), Options: []look.Option{
				{Value: dossier.RightGranted, Text: v.say.Say("own.right." + right.Type + ".yes")}, {Value: dossier.RightRefused, Text: v.say.Say("own.right." + right.Type + ".no")},
			}},
			{Kind: look.Area, Name: "words", Label: v.say.Say("own.right.why"), Hint: v.say.Say("own.right.why.hint"), Rows: 4, MaxLength: 5000},
		},
		Button: look.Button{Text: v.say.Say("own.right.send")},
	})
	return h.showForm(v, body, failed)
}

// answerRight answers a right that the family invoked.
func (h *house) answerRight(v *visit) error {
	view, right, err := h.openRight(v)
	if err != nil {
		return err
	}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.AnswerRight{Right: right.Right, Outcome: v.value("outcome"), Words: v.value("words")}))
	if mendable(err) {
		return h.showRightAnswer(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, "/work", "own.right.answered")
}
