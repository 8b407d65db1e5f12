package web

import (
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// decideBody is what chain-decide.html shows.
type decideBody struct {
	Trail   []look.Link
	Head    look.PageHead
	Asked   []look.Fact
	Who     look.Contact
	Clocks  []namedClock
	Alert   *look.Alert
	Form    *look.Form
	Refuse  look.Button // the other button of the form
	Pending *look.Button
	Message []look.Link
}

// decision shows a request for care with everything filled in.
func (h *house) decision(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	return h.showDecision(v, view, nil)
}

func (h *house) showDecision(v *visit, view *access.View, failed error) error {
	t, err := v.taskNamed(view)
	if err == nil && (t.Type != dossier.TaskDecision || t.Care == nil) {
		err = fault.New(fault.NotFound, "web.showDecision", "dossier.decide.notask")
	}
	if err != nil {
		return err
	}
	body := h.decideBody(v, view, t, failed)
	return h.show(v, formStatus(failed), "chain-decide", h.page(v, body.Head.Title, body))
}

// decide takes the decision; granted, the message leaves with it.
func (h *house) decide(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	outcome := v.value("outcome")
	words := v.value("words")
	if outcome == "refused" && words == v.PostFormValue("words"+offeredSuffix) && words != "" {
		err = fault.In("web.decide", fault.Field{Name: "words", Key: "web.chain.decide.otherwords"})
	} else {
		expect, _ := strconv.ParseInt(v.value(fieldVersion), 10, 64) // 0 when it is no number: any
		t, _ := view.Dossier.Task(dossier.ID(v.PathValue("task")))   // the desk says so when there is none
		t.Task = dossier.ID(v.PathValue("task"))
		_, err = h.Messages.Rule(v.ctx, v.ruling(view, t, expect))
	}
	if mendable(err) {
		return h.showDecision(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "chain"), "web.chain.decide.done."+outcome)
}

func (h *house) decideBody(v *visit, view *access.View, t dossier.Task, failed error) decideBody {
	id, chip := view.Dossier.ID, v.stateChip(t)
	body := decideBody{
		Trail:  v.trail(view, look.Link{Text: v.tell("chain"), URL: caseURL(id, "chain")}, look.Link{Text: v.tell("decide")}),
		Head:   look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("decide.title", "name", v.firstName(view, t.Part.Person)), Chips: []look.Chip{chip}},
		Asked:  append(v.careFacts(view, t), v.changeFacts(view, t)...),
		Who:    look.Contact{Face: look.Face{Initials: initialsOf(t.Asker), Tint: "help"}, Name: t.Asker, Note: v.tell("decide.asked", "date", v.days.Full(nl.On(t.At))), Tel: t.Phone},
		Clocks: h.clocksOf(v, view, t.Task),
	}
	if m, ok := message(view, t.Message); ok {
		body.Message = []look.Link{{Text: v.tell("message.open", "type", m.Type), URL: caseURL(id, "messages", string(m.ID))}}
	}
	switch {
	case !t.Open():
		body.Alert = &look.Alert{Tone: look.OK, Text: v.tell("decide.already"), Links: []look.Link{{Text: v.tell("chain"), URL: caseURL(id, "chain")}}}
	case !view.May[dossier.ActDecide].Allow:
		body.Alert = &look.Alert{Tone: look.Shut, Title: v.tell("decide.maynot"), Text: v.say.Say(view.May[dossier.ActDecide].Key, view.May[dossier.ActDecide].Args...)}
	default:
		form := h.decideForm(v, view, t, failed)
		body.Form, body.Refuse = &form, look.Button{Text: v.tell("decide.refuse"), Style: look.Quiet, Name: "outcome", Value: "refused"}
		if t.Pending.IsZero() && h.Messages.Outside != nil {
			body.Pending = &look.Button{Text: v.alloc("pending"), Style: look.Quiet, Name: "outcome", Value: desk.OutcomePending}
		}
		body.Alert = v.bounced(failed)
	}
	return body
}

// decideForm asks for the reasons and nothing else; a text for granting is offered.
func (h *house) decideForm(v *visit, view *access.View, t dossier.Task, failed error) look.Form {
	words := look.Field{Kind: look.Area, Name: "words", Label: v.tell("decide.words"), Hint: v.tell("decide.words.hint"), Rows: 6}
	return h.form(v, view.Seen, "", failed, look.Form{
		Fields: append(offered(words, v.grantWords(view, t), v.tell("decide.words.known")), v.refusalField(t)),
		Button: look.Button{Text: v.tell("decide.grant"), Name: "outcome", Value: "granted"},
	})
}

// grantWords proposes the reasons of a granted request, from what the request says.
func (v *visit) grantWords(view *access.View, t dossier.Task) string {
	args := []string{"name", v.firstName(view, t.Part.Person), "care", v.productWords(*t.Care), "provider", t.Asker, "from", v.days.Full(t.Care.From), "until", v.days.Full(t.Care.Until)}
	words := v.tell("decide.proposal", args...)
	if t.Care.Until.IsZero() {
		words = v.tell("decide.proposal.open", args...)
	}
	for _, g := range view.Dossier.Goals {
		if g.State == dossier.GoalOpen && g.Part.Person == t.Part.Person {
			return words + " " + v.tell("decide.proposal.goal", "goal", g.GoalSet.Words)
		}
	}
	return words
}

// bounced lists what the official schema would refuse in the message that had to leave.
func (v *visit) bounced(failed error) *look.Alert {
	key, args := fault.Message(failed)
	if failed == nil || key != "desk.bounce" {
		return nil
	}
	alert := &look.Alert{Tone: look.Late, Text: v.say.Say(key, args...), Loud: true}
	for _, f := range fault.Fields(failed) {
		words := v.say.Say(f.Key, f.Args...)
		if v.say.Has(f.Key + ".do") {
			words += " " + v.say.Say(f.Key+".do", f.Args...)
		}
		alert.Items = append(alert.Items, words)
	}
	return alert
}

// careFacts says what was asked, in words in place of the codes of the standard.
func (v *visit) careFacts(view *access.View, t dossier.Task) []look.Fact {
	c := *t.Care
	facts := []look.Fact{{Term: v.tell("care.for"), Text: v.personName(view, t.Part.Person), Note: v.domain(t.Part.Domain)}}
	add := func(term, text, note string) {
		if text != "" {
			facts = append(facts, look.Fact{Term: v.tell("care." + term), Text: text, Note: note})
		}
	}
	add("what", v.productWords(c), strings.TrimSpace(c.Category+" "+c.Code))
	add("period", v.periodWords(c), "")
	add("volume", v.volumeWords(c), "")
	if c.Budget > 0 {
		add("budget", v.euros(int(c.Budget)), "")
	}
	referrer, _ := ijw.Words(ijw.Law(c.Law), "TypeVerwijzer", c.Referrer)
	add("referrer", referrer, "")
	add("reference", c.Reference, "")
	add("comment", c.Comment, "")
	add("law", v.say.Say("statute.law."+c.Law), "")
	return facts
}

// productWords names a product as the standard does; its code when it has no word.
func (v *visit) productWords(c dossier.Care) string {
	if word, ok := ijw.Words(ijw.Law(c.Law), "ProductCategorie", c.Category); ok {
		return word
	}
	return c.Category
}

func (v *visit) periodWords(c dossier.Care) string {
	if c.Until.IsZero() {
		return v.tell("care.from", "from", v.days.Full(c.From))
	}
	return v.tell("care.between", "from", v.days.Full(c.From), "until", v.days.Full(c.Until))
}

// volumeWords says "4 uur per week"; money, unit 83, as an amount.
func (v *visit) volumeWords(c dossier.Care) string {
	if c.Volume == 0 {
		return ""
	}
	law := ijw.Law(c.Law)
	unit, _ := ijw.Words(law, "Eenheid", c.Unit)
	per, _ := ijw.Words(law, "Frequentie", c.Frequency)
	amount := strconv.Itoa(c.Volume) + " " + strings.ToLower(unit)
	if c.Unit == "83" {
		amount = v.euros(c.Volume)
	}
	return strings.TrimSpace(amount + " " + strings.ToLower(per))
}

// message gives an official message of the view.
func message(view *access.View, id dossier.ID) (dossier.Message, bool) {
	i := slices.IndexFunc(view.Dossier.Messages, func(m dossier.Message) bool { return m.ID == id })
	if i < 0 || id == "" {
		return dossier.Message{}, false
	}
	return view.Dossier.Messages[i], true
}
