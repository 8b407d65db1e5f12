package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// rightBody is what family-right.html shows: a right that was invoked, by when
// there must be an answer, and the answer.
type rightBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Next   look.NextCard
	Said   *look.Voice
	Facts  []look.Fact
	Answer *look.Voice
	Law    look.Disclosure
	Call   *look.Contact
}

// rightTypes are the rights that one can invoke with a button.
var rightTypes = []string{dossier.RightDefault, dossier.RightObjection, dossier.RightCorrection, dossier.RightSupporter}

// newRightURL is where a right is invoked on a thing.
func newRightURL(id dossier.ID, kind string, on dossier.ID) string {
	query := url.Values{"type": {kind}}
	if on != "" {
		query.Set("on", string(on))
	}
	return planURL(id, "rights", "new") + "?" + query.Encode()
}

// newRightPage explains a right, and lets the family invoke it with one press.
func (h *house) newRightPage(v *visit) error { return h.showNewRight(v, nil) }

func (h *house) showNewRight(v *visit, failed error) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	kind, on := v.FormValue("type"), dossier.ID(v.FormValue("on"))
	if view.Me == "" || !slices.Contains(rightTypes, kind) {
		return fault.New(fault.NotFound, "web.showNewRight", "")
	}
	say := func(tail string) string { return v.say.Say("own.right." + kind + "." + tail) }
	body := formBody{
		Trail: v.familyTrail(view, say("title")),
		Head:  look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: say("title"), Text: say("text")},
	}
	body.Voice, body.Alert = h.rightSubject(v, view, kind, on)
	optional := kind == dossier.RightDefault || kind == dossier.RightSupporter
	body.Form = h.form(v, 0, "", failed, look.Form{
		Action: planURL(view.Dossier.ID, "rights", "new"),
		Fields: []look.Field{
			{Kind: look.Hidden, Name: "type", Value: kind}, {Kind: look.Hidden, Name: "on", Value: string(on)},
			{Kind: look.Words, Name: "words", Label: say("words"), Hint: say("hint"), Rows: 4, MaxLength: 5000, Optional: optional},
		},
		Button: look.Button{Text: say("button")}, Cancel: &look.Link{Text: v.say.Say("webfamily.cancel"), URL: rightBack(view.Dossier.ID, kind)},
	})
	page := h.planFrame(v, view, body.Head.Title, body)
	return h.show(v, formStatus(failed), "plan-form", page)
}

// rightBack is the page from which a right is invoked.
func rightBack(id dossier.ID, kind string) string {
	switch kind {
	case dossier.RightDefault, dossier.RightObjection:
		return planURL(id, "time")
	case dossier.RightCorrection:
		return planURL(id, "me")
	}
	return planURL(id, "helpers")
}

// rightSubject shows what a right is about: the words of the entry, the term that
// has passed, the decision and until when one may object.
func (h *house) rightSubject(v *visit, view *access.View, kind string, on dossier.ID) (*look.Voice, *look.Alert) {
	switch kind {
	case dossier.RightDefault:
		if c, ok := view.Dossier.Clock(on); ok {
			return nil, &look.Alert{Tone: look.Late, Title: v.term(c.Term), Text: v.say.Say("webfamily.sorry.term", "day", v.dayWords(c.Due))}
		}
	case dossier.RightObjection:
		if x, ok := decisionOf(view, on); ok {
			return &look.Voice{Text: x.Words, Who: v.decisionName(x)}, &look.Alert{Tone: look.Soon, Text: h.objectWords(v, x)}
		}
	case dossier.RightCorrection:
		if e, ok := view.Dossier.Entry(on); ok {
			if card, shown := v.writtenCard(view, e); shown {
				return &look.Voice{Text: card.Words, Who: card.By}, nil
			}
		}
	}
	return nil, nil
}

func decisionOf(view *access.View, id dossier.ID) (dossier.Decision, bool) {
	i := slices.IndexFunc(view.Dossier.Decisions, func(x dossier.Decision) bool { return x.Decision == id })
	if i < 0 {
		return dossier.Decision{}, false
	}
	return view.Dossier.Decisions[i], true
}

// decisionName names a decision by its outcome, its law and its day.
func (v *visit) decisionName(x dossier.Decision) string {
	return v.say.Say("own.decision."+x.Outcome, "law", v.say.Say("statute.law."+x.Law), "day", v.days.Full(x.On))
}

// objectWords says until when one may object (Awb art. 6:7), or that this day has passed.
func (h *house) objectWords(v *visit, x dossier.Decision) string {
	term, err := h.Law.Term("awb.objection", x.On)
	if err != nil {
		return v.say.Say("own.right.objection.law")
	}
	if due := term.Due(x.On); !v.past(due) {
		return v.say.Say("own.right.objection.until", "day", v.dayWords(due))
	}
	return v.say.Say("own.right.objection.past", "day", v.dayWords(term.Due(x.On)))
}

// invokeRight invokes it: an entry, and a term for who must answer.
func (h *house) invokeRight(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	command := dossier.InvokeRight{Type: v.value("type"), Person: view.Me, On: v.id("on"), Words: v.value("words")}
	done, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, casework.Typed{Item: "right.words", Value: command.Words}))
	if mendable(err) {
		return h.showNewRight(v, err)
	}
	if err != nil {
		return err
	}
	if len(done.New) == 0 {
		return h.see(v, rightBack(done.Dossier, command.Type), "own.right.done")
	}
	return h.see(v, planURL(done.Dossier, "rights", string(done.New[0])), "own.right.done")
}

// rightPage shows a right that was invoked.
func (h *house) rightPage(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	right, ok := view.Dossier.Right(dossier.ID(v.PathValue("right")))
	if !ok {
		return fault.New(fault.NotFound, "web.rightPage", "")
	}
	body := h.rightBody(v, view, right)
	return h.show(v, http.StatusOK, "family-right", h.planFrame(v, view, body.Head.Title, body))
}

func (h *house) rightBody(v *visit, view *access.View, right dossier.Right) rightBody {
	say := func(tail string) string { return v.say.Say("own.right." + right.Type + "." + tail) }
	body := rightBody{
		Trail: v.familyTrail(view, say("title")),
		Head:  look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: say("title")},
		Next:  look.NextCard{Kicker: v.say.Say("webfamily.asked.kicker")},
		Facts: []look.Fact{{Term: v.say.Say("own.right.sent"), Text: v.days.Moment(right.At)}, {Term: v.say.Say("own.right.to"), Text: cmp.Or(right.Owner.Name, v.say.Say("webfamily.team"))}},
		Law:   look.Disclosure{Summary: v.say.Say("own.right.what"), Text: []string{say("text"), say("law")}},
	}
	if voice, _ := h.rightSubject(v, view, right.Type, right.On); voice != nil {
		body.Facts = append(body.Facts, look.Fact{Term: v.say.Say("own.right.about"), Text: voice.Text, Note: voice.Who})
	}
	if right.Words != "" {
		body.Said = &look.Voice{Text: right.Words, Who: v.days.Full(nl.On(right.At))}
	}
	clock, waits := view.Dossier.ClockOn(right.Right, "")
	switch {
	case right.State != dossier.RightAsked:
		body.Next.Title = []string{v.rightState(right)}
		body.Answer = &look.Voice{Text: right.Answer, Who: right.AnsweredBy.Name + ", " + v.days.Full(nl.On(right.AnsweredAt))}
	case waits && v.past(clock.Due):
		body.Next.Title = []string{v.say.Say("webfamily.asked.late", "day", v.dayWords(clock.Due))}
		body.Next.Text = v.say.Say("webfamily.sorry.call")
	case waits:
		body.Next.Title = []string{v.say.Say("webfamily.asked.by", "day", v.dayWords(clock.Due))}
		body.Next.Text = say("after")
	}
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	return body
}

// rightState says how a right stands: what was answered, or that it waits.
func (v *visit) rightState(r dossier.Right) string {
	switch r.State {
	case dossier.RightGranted:
		return v.say.Say("own.right." + r.Type + ".yes")
	case dossier.RightRefused:
		return v.say.Say("own.right." + r.Type + ".no")
	}
	return v.say.Say("own.right.asked")
}

// rightLinks lead to the rights that this reader invoked, the newest first.
func (v *visit) rightLinks(view *access.View, types ...string) []look.Fact {
	var facts []look.Fact
	for _, r := range slices.Backward(view.Dossier.Rights) {
		if !slices.Contains(types, r.Type) {
			continue
		}
		fact := look.Fact{Term: v.say.Say("own.right." + r.Type + ".title"), URL: planURL(view.Dossier.ID, "rights", string(r.Right)), Link: v.say.Say("own.right.read"), Text: v.rightState(r)}
		if c, waits := view.Dossier.ClockOn(r.Right, ""); waits && r.State == dossier.RightAsked {
			fact.Note = v.say.Say("webfamily.by", "day", v.dayWords(c.Due))
		}
		facts = append(facts, fact)
	}
	return facts
}
