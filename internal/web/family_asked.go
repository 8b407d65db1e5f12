package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// askedBody is what family-asked.html shows: the confirmation of a request for help.
type askedBody struct {
	Head  look.PageHead
	Next  look.NextCard
	Said  look.Voice
	Steps []look.Fact
	Terms []look.Fact
	Call  *look.Contact
	Told  string // that the two rights were offered, as the dossier keeps it
	Right []look.Disclosure
	Plan  look.Button
	Help  []look.Button // the two rights, each with one press
}

// askedPage confirms a request for help, also years later: who opens it again
// reads what was asked and what was promised.
func (h *house) askedPage(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	melding := dossier.ID(v.PathValue("melding"))
	i := slices.IndexFunc(view.Dossier.Meldingen, func(m dossier.Melding) bool { return m.Melding == melding })
	if i < 0 {
		return fault.New(fault.NotFound, "web.askedPage", "")
	}
	body := h.askedBody(v, view, view.Dossier.Meldingen[i])
	return h.show(v, http.StatusOK, "family-asked", h.page(v, body.Head.Title, body))
}

func (h *house) askedBody(v *visit, view *access.View, m dossier.Melding) askedBody {
	body := askedBody{
		Head:  look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: v.say.Say("webfamily.asked.title")},
		Said:  look.Voice{Text: m.Words, Who: v.said(m)},
		Told:  v.toldRights(m),
		Right: v.supportRights(),
		Plan:  look.Button{Text: v.say.Say("webfamily.asked.plan"), URL: planURL(view.Dossier.ID), Style: look.Quiet},
	}
	body.Help = v.rightButtons(view)
	clocks := clocksOn(view.Dossier, m.Melding)
	for _, c := range clocks {
		body.Terms = append(body.Terms, look.Fact{Term: v.term(c.Term), Text: v.say.Say("webfamily.by", "day", v.days.Long(c.Due)), Note: h.lawLine(v, c)})
	}
	body.Next = h.promise(v, clocks)
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	body.Steps = h.askedSteps(v, m, clocks)
	return body
}

// said says when a request was sent and, when it was told aloud, who wrote it down.
func (v *visit) said(m dossier.Melding) string {
	if m.Writer != "" {
		return v.say.Say("own.asked.aloud", "when", v.days.Moment(m.At), "who", m.Writer)
	}
	return v.say.Say("webfamily.asked.said", "when", v.days.Moment(m.At))
}

// toldRights says that the free supporter and the own plan were offered, with the
// day on which the dossier says so (Wmo 2015 art. 2.3.2 lid 1 to 3).
func (v *visit) toldRights(m dossier.Melding) string {
	if !m.Supporter || !m.OwnPlan {
		return ""
	}
	return v.say.Say("own.asked.told", "day", v.days.Full(nl.On(m.At)))
}

// rightButtons start what the family may do at once: ask for a supporter, make a plan
// of its own.
func (v *visit) rightButtons(view *access.View) []look.Button {
	id := view.Dossier.ID
	supporter := look.Button{Text: v.say.Say("own.right.supporter.start"), URL: newRightURL(id, dossier.RightSupporter, ""), Style: look.Quiet}
	if r, asked := view.Dossier.Invoked(dossier.RightSupporter, ""); asked {
		supporter.Text, supporter.URL = v.say.Say("own.right.supporter.sent"), planURL(id, "rights", string(r.Right))
	}
	return []look.Button{supporter, {Text: v.say.Say("own.plan.make"), URL: planURL(id, "own"), Style: look.Quiet}}
}

// clocksOn gives the terms of a thing that still run, the first due first.
func clocksOn(d *dossier.Dossier, on dossier.ID) []dossier.Clock {
	var clocks []dossier.Clock
	for _, c := range d.Clocks {
		if c.On == on && c.Live() {
			clocks = append(clocks, c)
		}
	}
	slices.SortStableFunc(clocks, func(a, b dossier.Clock) int { return b.Due.DaysUntil(a.Due) })
	return clocks
}

// promise says by when the family hears from us: the first term that ends.
func (h *house) promise(v *visit, clocks []dossier.Clock) look.NextCard {
	next := look.NextCard{Kicker: v.say.Say("webfamily.asked.kicker")}
	if len(clocks) == 0 {
		next.Title = []string{v.say.Say("webfamily.asked.answered")}
		return next
	}
	first := clocks[0]
	if v.past(first.Due) {
		next.Title = []string{v.say.Say("webfamily.asked.late", "day", v.dayWords(first.Due))}
		next.Text = v.say.Say("webfamily.sorry.call")
		return next
	}
	next.Title = []string{v.say.Say("webfamily.asked.by", "day", v.dayWords(first.Due))}
	next.Text = v.say.Say("webfamily.asked.law", "law", h.lawLine(v, first))
	return next
}

// lawLine cites the article of a clock; what was only agreed says so.
func (h *house) lawLine(v *visit, c dossier.Clock) string {
	if article := h.article(v, c.Term, c.Start); article != "" {
		return article
	}
	return v.say.Say("webfamily.agreed")
}

func (h *house) askedSteps(v *visit, m dossier.Melding, clocks []dossier.Clock) []look.Fact {
	read := v.say.Say("webfamily.asked.soon")
	if term, err := h.Law.Term("safety.check", nl.On(m.At)); err == nil {
		read = v.say.Say("webfamily.by", "day", v.dayWords(term.Due(nl.On(m.At))))
	}
	steps := []look.Fact{
		{Term: read, Text: v.say.Say("webfamily.asked.step.read")},
		{Term: v.say.Say("webfamily.asked.then"), Text: v.say.Say("webfamily.asked.step.talk")},
	}
	if len(clocks) > 0 {
		steps = append(steps, look.Fact{Term: v.say.Say("webfamily.by", "day", v.dayWords(clocks[len(clocks)-1].Due)), Text: v.say.Say("webfamily.asked.step.answer")})
	}
	return steps
}
