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

// meldingBody is what the page with the requests for help shows.
type meldingBody struct {
	caseFrame
	Meldingen []meldingCard
	Empty     *look.Empty
}

// meldingCard is one request for help with what it set in motion.
type meldingCard struct {
	ID     dossier.ID
	Title  string
	Chip   look.Chip
	Voice  look.Voice
	Facts  []look.Fact
	Clocks []clockRow
	Steps  []look.Button
}

// clockRow is one term with its bar.
type clockRow struct {
	Name string
	Bar  look.ClockBar
}

// meldingPage shows the family's own request for help, and what must follow from it.
func (h *house) meldingPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	body := h.meldingBody(v, view)
	return h.show(v, http.StatusOK, "case-melding", h.page(v, v.say.Say("web.melding.title"), body))
}

func (h *house) meldingBody(v *visit, view *access.View) meldingBody {
	body := meldingBody{caseFrame: h.caseFrame(v, view, tabMelding)}
	for _, m := range slices.Backward(view.Dossier.Meldingen) {
		body.Meldingen = append(body.Meldingen, h.meldingCard(v, view, m))
	}
	if len(body.Meldingen) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("web.melding.none"), Text: v.say.Say("web.melding.none.text")}
	}
	return body
}

func (h *house) meldingCard(v *visit, view *access.View, m dossier.Melding) meldingCard {
	card := meldingCard{
		ID: m.Melding, Title: v.say.Say("web.melding.of", "when", v.moment(m.At)), Chip: look.Chip{Tone: look.Soon, Text: v.say.Say("web.melding.unread")},
		Voice: look.Voice{Text: m.Words, Who: v.personName(view, m.From) + ", " + v.days.Full(nl.On(m.At))}, Facts: v.meldingFacts(m),
	}
	for _, c := range view.Dossier.Clocks {
		if c.On == m.Melding {
			card.Clocks = append(card.Clocks, clockRow{v.term(c.Term), h.clockBar(v, c)})
		}
	}
	if m.Read {
		card.Chip = look.Chip{Tone: look.OK, Text: v.say.Say("web.melding.read")}
	}
	if view.Dossier.Closed == nil && view.May[dossier.ActIntake].Allow {
		card.Steps = v.meldingSteps(view, m)
	}
	return card
}

func (v *visit) meldingFacts(m dossier.Melding) []look.Fact {
	var laws []string
	for _, law := range m.Laws {
		laws = append(laws, v.say.Say("statute.law."+law))
	}
	facts := []look.Fact{
		{Term: v.say.Say("web.melding.channel"), Text: v.say.Say("web.channel." + m.Channel)},
		{Term: v.say.Say("web.melding.laws"), Text: strings.Join(laws, ", ")},
	}
	if m.Writer != "" {
		facts = append(facts, look.Fact{Term: v.say.Say("own.melding.writer"), Text: m.Writer})
	}
	if m.Threat != "" {
		facts = append(facts, look.Fact{Term: v.say.Say("web.melding.threat"), Text: v.threatWord(m.Threat)})
	}
	if m.Supporter && m.OwnPlan {
		facts = append(facts, look.Fact{Term: v.say.Say("web.melding.told"), Text: v.say.Say("web.melding.told.both")})
	}
	return facts
}

// threatWord names what a family is about to lose, as the worker says it.
func (v *visit) threatWord(code string) string { return v.say.Say("web.threat." + code) }

// meldingSteps leads on: safety first, as long as it was not weighed.
func (v *visit) meldingSteps(view *access.View, m dossier.Melding) []look.Button {
	safety := look.Button{Text: v.say.Say("web.case.safety.weigh"), URL: caseURL(view.Dossier.ID, tabSafety)}
	question := look.Button{Text: v.say.Say("web.melding.ask"), Style: look.Quiet, URL: caseURL(view.Dossier.ID, tabQuestion)}
	lead := look.Button{Text: v.say.Say("web.work.step.lead"), Style: look.Quiet, URL: caseURL(view.Dossier.ID, tabLead)}
	if m.Read {
		safety.Style = look.Quiet
	}
	steps := []look.Button{safety, question}
	if view.Dossier.Lead == nil {
		if m.Read {
			lead.Style = look.Primary
			return []look.Button{lead, question, safety}
		}
		steps = append(steps, lead)
	}
	return steps
}
