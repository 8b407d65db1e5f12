package web

import (
	"net/http"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// questionBody is what the page of questions shows.
type questionBody struct {
	caseFrame
	Title look.CardHead
	Form  *look.Form
	Asked []questionCard
	None  string
}

// questionCard is one question with its answer, or with the form to give it.
type questionCard struct {
	ID     dossier.ID
	Face   look.Face
	To     string
	Words  string
	Note   string
	Clock  *look.ClockBar
	Answer *look.Voice
	Form   *look.Form
}

func (h *house) questionPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return h.showQuestions(v, view, "", nil)
}

// askQuestion asks someone of the family or an organisation something; when the
// law allows it, a term waits for the answer.
func (h *house) askQuestion(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	command := dossier.AskQuestion{To: readHolder(view, v.value("to")), Words: v.value("words"), Pause: v.id("pause")}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	if mendable(err) {
		return h.mended(v, view, err, h.questionsAgain(""))
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, tabQuestion), "web.question.done")
}

// answerQuestion answers a question that was put to the visitor.
func (h *house) answerQuestion(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	id := dossier.ID(v.PathValue("question"))
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.AnswerQuestion{Question: id, Words: v.value("words")}))
	if mendable(err) {
		return h.mended(v, view, err, h.questionsAgain(id))
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, tabQuestion), "web.question.answered")
}

// questionsAgain shows the page with the form of one question, or of a new one, come back.
func (h *house) questionsAgain(id dossier.ID) func(*visit, *access.View, error) error {
	return func(v *visit, view *access.View, failed error) error { return h.showQuestions(v, view, id, failed) }
}

func (h *house) showQuestions(v *visit, view *access.View, answering dossier.ID, failed error) error {
	body := h.questionBody(v, view, answering, failed)
	return h.show(v, formStatus(failed), "case-question", h.page(v, body.Title.Title, body))
}

func (h *house) questionBody(v *visit, view *access.View, answering dossier.ID, failed error) questionBody {
	body := questionBody{caseFrame: h.caseFrame(v, view, tabQuestion), Title: look.CardHead{ID: "ask", Title: v.say.Say("web.question.title")}, None: v.say.Say("web.question.none")}
	for _, q := range slices.Backward(view.Dossier.Questions) {
		card := h.questionCard(v, view, q)
		if card.Form != nil && q.Question == answering {
			card.Form.Fields[0].Value = h.hidden(v, 0)[0].Value
			*card.Form = v.formAgain(*card.Form, failed)
		}
		body.Asked = append(body.Asked, card)
	}
	if view.Dossier.Closed == nil && governs(view) && view.May[dossier.ActIntake].Allow {
		form := h.questionForm(v, view, failed)
		if answering == "" {
			form = v.formAgain(form, failed)
		} else {
			form.Fields[0] = h.freshKey()[0]
		}
		body.Form = &form
	}
	return body
}

// freshKey gives the hidden key of a form beside the one that was sent.
func (h *house) freshKey() []look.Field {
	return []look.Field{{Kind: look.Hidden, Name: fieldKey, Value: string(h.NewID())}}
}

// formAgain puts what was typed and what is wrong into a form that came back.
func (v *visit) formAgain(form look.Form, failed error) look.Form {
	if v.Request.Method != http.MethodPost {
		return form
	}
	form.Fields = v.refilled(slices.Clone(form.Fields))
	return form.With(failed, v.say)
}

func (h *house) questionCard(v *visit, view *access.View, q dossier.Question) questionCard {
	card := questionCard{ID: q.Question, Face: v.holderFace(view, q.To), To: v.holderName(view, q.To), Words: q.Words}
	card.Note = v.say.Say("web.question.by", "name", q.By.Name, "date", v.days.Since(nl.On(q.At), v.today))
	if !q.AnsweredAt.IsZero() {
		card.Answer = &look.Voice{Text: q.Answer, Who: q.AnsweredBy.Name + ", " + v.days.Full(nl.On(q.AnsweredAt))}
		return card
	}
	for _, c := range view.Dossier.Clocks {
		if c.On == q.Question && c.Live() {
			bar := h.clockBar(v, c)
			card.Clock = &bar
		}
	}
	if waits, ok := view.Dossier.Clock(q.Pauses); ok {
		card.Note += " · " + v.say.Say("web.question.pauses", "term", v.term(waits.Term))
	}
	if v.putToMe(q.To) && view.Dossier.Closed == nil {
		form := look.Form{
			Action: caseURL(view.Dossier.ID, tabQuestion, string(q.Question)), Button: look.Button{Text: v.say.Say("web.question.send")},
			Fields: append(h.freshKey(), look.Field{Kind: look.Area, Name: "words", ID: "answer-" + string(q.Question), Label: v.say.Say("web.question.answer")}),
		}
		card.Form = &form
	}
	return card
}

// putToMe tells whether a question was put to the visitor or their organisation.
func (v *visit) putToMe(to dossier.Holder) bool {
	if to.User != "" {
		return to.User == v.signed.User.ID
	}
	return to.Org != "" && to.Org == v.signed.User.Org
}

func (h *house) questionForm(v *visit, view *access.View, failed error) look.Form {
	fields := []look.Field{
		{Kind: look.Select, Name: "to", Label: v.say.Say("web.question.to"), Options: v.holderOptions(view), Value: v.URL.Query().Get("to")},
		{Kind: look.Area, Name: "words", Label: v.say.Say("web.question.words"), Hint: v.say.Say("web.question.words.hint")},
	}
	if pauses := h.pausable(v, view); len(pauses) > 0 {
		none := look.Option{Text: v.say.Say("web.question.pause.none")}
		fields = append(fields, look.Field{Kind: look.Select, Name: "pause", Label: v.say.Say("web.question.pause"), Hint: v.say.Say("web.question.pause.hint"), Options: append([]look.Option{none}, pauses...), Optional: true})
	}
	return look.Form{Action: caseURL(view.Dossier.ID, tabQuestion), Fields: append(h.caseHidden(v, view, failed), fields...), Button: look.Button{Text: v.say.Say("web.question.button")}}
}

// pauseForAnswer is the reason for which a question may pause a term (Awb art. 4:15 lid 1 onder a).
const pauseForAnswer = "awb.4:15.1a"

// pausable gives the running terms that may wait for an answer.
func (h *house) pausable(v *visit, view *access.View) []look.Option {
	var options []look.Option
	for _, c := range view.Dossier.Clocks {
		term, err := h.Law.Term(c.Term, c.Start)
		if err != nil || c.State != dossier.ClockRuns || !slices.Contains(term.Pause, pauseForAnswer) {
			continue
		}
		options = append(options, look.Option{Value: string(c.Clock), Text: v.term(c.Term) + " (" + v.left(c.Due) + ")"})
	}
	return options
}

// holderOptions gives who can be asked: members of the family and its network,
// and the organisations that are involved.
func (v *visit) holderOptions(view *access.View) []look.Option {
	options := []look.Option{{Text: v.say.Say("web.choose")}}
	for _, p := range view.Dossier.Persons {
		if p.Deceased.IsZero() {
			options = append(options, look.Option{Value: "person " + string(p.ID), Text: v.withAge(view, p)})
		}
	}
	for _, that := range view.Others {
		if that.Subject.Org != "" && that.Subject.Person == "" && that.Subject.Org != v.signed.User.Org {
			options = append(options, look.Option{Value: "org " + string(that.Subject.Org), Text: that.Name})
		}
	}
	return options
}

// readHolder reads a choice of holderOptions; one that is none gives nobody,
// which the command refuses with its own words.
func readHolder(view *access.View, chosen string) dossier.Holder {
	kind, id, _ := strings.Cut(chosen, " ")
	switch kind {
	case "person":
		h := dossier.Holder{Kind: dossier.HolderFamily, Person: dossier.ID(id)}
		if p, ok := view.Dossier.Person(h.Person); ok && p.Network {
			h.Kind = dossier.HolderNetwork
		}
		return h
	case "org":
		for _, that := range view.Others {
			if that.Subject.Org == dossier.ID(id) {
				return dossier.Holder{Kind: dossier.HolderOrganisation, Org: that.Subject.Org, Name: that.Name}
			}
		}
	}
	return dossier.Holder{Kind: dossier.HolderFamily}
}
