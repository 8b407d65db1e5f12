package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// sightBody is what family-sight.html shows: who may see what, why, and by which law.
type sightBody struct {
	Head     look.PageHead
	Who      []sightCard
	Home     []look.Fact    // members of the family, each with what they see
	Others   []look.Contact // of whom one may know only that they are there
	Consents []consentCard
	Gone     []look.Fact // withdrawn consents
	Give     *look.Button
	Looks    look.Link
	Data     look.Link // take a copy, or ask to erase
	Empty    *look.Empty
}

// sightCard is one involvement as the family reads it.
type sightCard struct {
	Contact look.Contact
	What    string // in one sentence
	Facts   []look.Fact
	Why     look.Disclosure
}

// consentCard is a consent that holds, with the way to take it back.
type consentCard struct {
	Facts    []look.Fact
	Withdraw *look.Form
}

// ourSightPage shows who may see what.
func (h *house) ourSightPage(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	body := h.sightBody(v, view)
	return h.show(v, http.StatusOK, "family-sight", h.page(v, body.Head.Title, body))
}

func (h *house) sightBody(v *visit, view *access.View) sightBody {
	id := view.Dossier.ID
	body := sightBody{
		Head:  look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: v.say.Say("web.nav.sight"), Text: v.say.Say("webfamily.sight.text")},
		Looks: look.Link{Text: v.say.Say("webfamily.sight.looks"), URL: planURL(id, "looks")},
		Data:  look.Link{Text: v.say.Say("erasure.link"), URL: planURL(id, "data")},
	}
	for _, o := range view.Others {
		switch {
		case o.Subject.Person != "" && o.Subject.Person == view.Me:
		case o.What == nil:
			body.Others = addContact(body.Others, v.contactOf(o))
		case groupOf(o) == "home":
			body.Home = append(body.Home, look.Fact{Term: o.Name, Text: v.seesWords(view, o.What)})
		default:
			body.Who = append(body.Who, h.sightCard(v, view, o))
		}
	}
	if len(body.Who)+len(body.Home) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("webfamily.sight.none"), Text: v.say.Say("webfamily.sight.none.text")}
	}
	h.consents(v, view, &body)
	if v.mayConsent(view) {
		body.Give = &look.Button{Text: v.say.Say("webfamily.consent.door"), URL: planURL(id, "consents", "new"), Style: look.Quiet}
	}
	return body
}

func (h *house) sightCard(v *visit, view *access.View, o access.That) sightCard {
	card := sightCard{Contact: v.contactOf(o)}
	card.Contact.Tel = ""
	card.What = v.seesWords(view, o.What)
	card.Facts = []look.Fact{
		{Term: v.say.Say("webfamily.sight.why"), Text: v.purposeWord(o.What.Purpose)},
		{Term: v.say.Say("webfamily.sight.till"), Text: v.untilWords(o.Until)},
	}
	card.Why = look.Disclosure{Summary: v.say.Say("webfamily.sight.law"), Text: []string{v.groundWord(o.What.Ground), v.say.Say("statute.need." + o.What.Ground)}}
	if g, err := h.Law.Ground(o.What.Ground, v.today); err == nil {
		card.Why.Text = append(card.Why.Text, v.say.Say("webfamily.sight.article", "law", v.say.Say("statute.law."+g.Law), "article", g.Article))
	}
	return card
}

// seesWords says in a sentence what someone may see.
func (v *visit) seesWords(view *access.View, what *access.What) string {
	if what.Scope == dossier.ScopeTask {
		return v.say.Say("webfamily.sight.task")
	}
	return v.say.Say("webfamily.sight.parts", "persons", v.personsOf(view, what.Persons), "domains", v.domainsOf(what.Domains))
}

// consents shows what the family itself agreed to. Who gave a consent, or whom it
// is about, may take it back at any time (AVG art. 7 lid 3).
func (h *house) consents(v *visit, view *access.View, body *sightBody) {
	for _, c := range view.Dossier.Consents {
		facts := v.consentFacts(view, c)
		if !c.Withdrawn.IsZero() {
			body.Gone = append(body.Gone, look.Fact{Term: facts[0].Text, Text: facts[1].Text, Note: v.say.Say("webfamily.consent.gone", "when", v.days.Moment(c.Withdrawn))})
			continue
		}
		card := consentCard{Facts: facts}
		if view.Me != "" && (c.Person == view.Me || slices.Contains(c.By, view.Me)) {
			card.Withdraw = &look.Form{
				Action: planURL(view.Dossier.ID, "consents", string(c.Consent), "withdraw"), Fields: h.hidden(v, 0),
				Button: look.Button{Text: v.say.Say("webfamily.consent.withdraw"), Style: look.Quiet, About: facts[0].Text},
			}
		}
		body.Consents = append(body.Consents, card)
	}
}

func (v *visit) consentFacts(view *access.View, c dossier.Consent) []look.Fact {
	domains := v.say.Say("webfamily.domains.all")
	if len(c.Domains) > 0 {
		domains = v.domainsOf(c.Domains)
	}
	return []look.Fact{
		{Term: v.say.Say("webfamily.consent.for"), Text: v.subjectName(view, c.For)},
		{Term: v.say.Say("webfamily.consent.what"), Text: domains},
		{Term: v.say.Say("webfamily.consent.about"), Text: v.personsOf(view, []dossier.ID{c.Person})},
		{Term: v.say.Say("webfamily.consent.by"), Text: v.personsOf(view, c.By), Note: v.dayWords(nl.On(c.At))},
	}
}

// subjectName names whom a consent is for.
func (v *visit) subjectName(view *access.View, s dossier.Subject) string {
	if s.Person != "" {
		return v.firstName(view, s.Person)
	}
	for _, i := range view.Dossier.Involved { // also who is involved no more
		if i.Subject.Org == s.Org && i.Name != "" {
			return i.Name
		}
	}
	return v.holderName(view, dossier.Holder{Kind: dossier.HolderOrganisation, Org: s.Org, User: s.User})
}
