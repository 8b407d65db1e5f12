package web

import (
	"net/http"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// ownQuestionBody is what family-question.html shows: a question for me.
type ownQuestionBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Why    string // by when, and that a term waits for it
	Answer *look.Voice
	Form   *look.Form
	Call   *look.Contact
}

// ownQuestionPage asks for the answer, or shows the one that was given.
func (h *house) ownQuestionPage(v *visit) error { return h.showOwnQuestion(v, nil) }

func (h *house) showOwnQuestion(v *visit, failed error) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	q, ok := view.Dossier.Question(dossier.ID(v.PathValue("question")))
	if !ok || !v.isMine(view, q.To) {
		return fault.New(fault.NotFound, "web.showOwnQuestion", "")
	}
	body := v.ownQuestionBody(view, q)
	status := http.StatusOK
	if body.Form != nil {
		body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
		form := body.Form.With(failed, v.say)
		body.Form, status = &form, formStatus(failed)
	}
	return h.show(v, status, "family-question", h.planFrame(v, view, body.Head.Title, body))
}

func (v *visit) ownQuestionBody(view *access.View, q dossier.Question) ownQuestionBody {
	body := ownQuestionBody{
		Trail: v.familyTrail(view, v.say.Say("webfamily.question.title")),
		Head:  look.PageHead{Kicker: v.say.Say("webfamily.next.question", "name", q.By.Name), Title: q.Words},
	}
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	if q.AnsweredAt.IsZero() && view.Dossier.Closed != nil {
		body.Why = v.say.Say("webfamily.question.closed")
		return body
	}
	if !q.AnsweredAt.IsZero() {
		body.Answer = &look.Voice{Text: q.Answer, Who: v.days.Moment(q.AnsweredAt)}
		return body
	}
	if clocks := clocksOn(view.Dossier, q.Question); len(clocks) > 0 {
		body.Why = v.say.Say("webfamily.next.answerby", "day", v.dayWords(clocks[0].Due))
	}
	if q.Pauses != "" {
		body.Why += " " + v.say.Say("webfamily.question.pauses")
	}
	body.Form = &look.Form{
		Action: planURL(view.Dossier.ID, "questions", string(q.Question)), Button: look.Button{Text: v.say.Say("webfamily.question.send")},
		Fields: []look.Field{{Kind: look.Words, Name: "words", Label: v.say.Say("webfamily.question.words"), Rows: 5, MaxLength: 5000, Value: v.value("words")}},
	}
	return body
}

// ownAnswer answers the question.
func (h *house) ownAnswer(v *visit) error {
	id := dossier.ID(v.PathValue("question"))
	_, err := h.Office.Do(v.ctx, v.wish(v.dossier(), dossier.AnswerQuestion{Question: id, Words: v.value("words")}, v.typed("question.answer", "words", "")))
	if mendable(err) {
		return h.showOwnQuestion(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier()), "webfamily.question.sent")
}
