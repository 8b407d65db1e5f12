package web

import (
	"net/http"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// domainsBody is what the page of the life domains shows.
type domainsBody struct {
	caseFrame
	Title look.CardHead
	Open  look.Table
	Form  *look.Form
}

func (h *house) domainsPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return h.showDomains(v, view, nil)
}

// openDomain opens a life domain for a person or the whole family, with the
// reason without which it stays closed.
func (h *house) openDomain(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	part := dossier.Part{Person: v.id("person"), Domain: v.value("domain")}
	command := dossier.OpenDomain{Part: part, Reason: v.value("reason")}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, v.typed("domain.reason", "reason", part.Person)))
	if mendable(err) {
		return h.mended(v, view, renamed(err, "part", "domain", true), h.showDomains)
	}
	if err != nil {
		return err
	}
	return h.see(v, partURL(view.Dossier.ID, part), "web.domains.done")
}

func (h *house) showDomains(v *visit, view *access.View, failed error) error {
	body := h.domainsBody(v, view, failed)
	return h.show(v, formStatus(failed), "case-domains", h.page(v, body.Title.Title, body))
}

func (h *house) domainsBody(v *visit, view *access.View, failed error) domainsBody {
	body := domainsBody{caseFrame: h.caseFrame(v, view, tabDomains), Title: look.CardHead{ID: "open", Title: v.say.Say("web.domains.open")}, Open: h.openDomains(v, view)}
	if view.Dossier.Closed == nil && view.May[dossier.ActPlan].Allow {
		form := h.domainForm(v, view, failed)
		body.Form = &form
	}
	return body
}

// openDomains lists the domains that are open, each with the reason why.
func (h *house) openDomains(v *visit, view *access.View) look.Table {
	may := view.May[dossier.ActPlan].Allow && view.Dossier.Closed == nil
	t := look.Table{Caption: v.say.Say("web.domains.now"), Columns: v.columns("web.col.part", "web.col.level", "web.col.reason", "web.col.since"), Empty: v.say.Say("web.case.grid.none.text")}
	if may {
		t.Columns = append(t.Columns, look.Column{Text: v.say.Say("web.col.step")})
	}
	for _, s := range view.Dossier.Parts {
		if s.Closed {
			continue
		}
		level := look.Cell{Text: v.say.Say("web.score.none")}
		if n := len(s.Scores); n > 0 {
			bars := v.level(h.Law, s.Scores[n-1])
			level = look.Cell{Note: v.levelWord(h.Law, s.Scores[n-1]), Level: &bars}
		}
		cells := []look.Cell{{Text: v.partName(view, s.Part), URL: partURL(view.Dossier.ID, s.Part)}, level, {Text: s.Reason}, {Text: v.days.Since(nl.On(s.Since), v.today)}}
		if may {
			cells = append(cells, look.Cell{Text: v.say.Say("web.domains.close"), URL: closeDomainURL(view.Dossier.ID, s.Part)})
		}
		t.Rows = append(t.Rows, look.TableRow{Cells: cells})
	}
	return t
}

func closeDomainURL(id dossier.ID, part dossier.Part) string {
	return listURL(caseURL(id, tabDomains, "close"), "person", string(part.Person), "domain", part.Domain)
}

func (h *house) domainForm(v *visit, view *access.View, failed error) look.Form {
	person := look.Field{Kind: look.Radios, Name: "person", Label: v.say.Say("web.domains.who"), Options: []look.Option{{Text: v.wholeFamily()}}}
	for _, p := range view.Dossier.Persons {
		if !p.Network && p.Deceased.IsZero() {
			person.Options = append(person.Options, look.Option{Value: string(p.ID), Text: v.withAge(view, p)})
		}
	}
	domain := look.Field{Kind: look.Radios, Name: "domain", Label: v.say.Say("web.domains.which")}
	for _, d := range h.Law.Domains() {
		if !d.Compartment {
			domain.Options = append(domain.Options, look.Option{Value: d.Code, Text: v.say.Say(d.LabelKey), Hint: v.say.Say(d.HintKey)})
		}
	}
	reason := look.Field{Kind: look.Area, Name: "reason", Label: v.say.Say("web.domains.reason"), Hint: v.say.Say("web.domains.reason.hint"), Rows: 3}
	form := look.Form{Action: caseURL(view.Dossier.ID, tabDomains), Fields: append(h.caseHidden(v, view, failed), person, domain, reason), Button: look.Button{Text: v.say.Say("web.case.domains.open")}}
	return v.formAgain(form, failed)
}

// closeDomainForm closes a life domain again; what was written stays.
var closeDomainForm = caseForm{
	tab: tabDomains, name: "closedomain", path: []string{tabDomains, "close"}, back: tabDomains,
	fields: func(_ *house, v *visit, _ *access.View) []look.Field {
		part := v.part()
		return []look.Field{
			{Kind: look.Hidden, Name: "person", Value: string(part.Person)}, {Kind: look.Hidden, Name: "domain", Value: part.Domain},
			{Kind: look.Area, Name: "reason", Label: v.say.Say("web.field.reason"), Rows: 3},
		}
	},
	command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
		return dossier.CloseDomain{Part: v.part(), Reason: v.value("reason")}, nil, nil
	},
	voices: func(v *visit, view *access.View) []look.Voice {
		return []look.Voice{{Text: v.partName(view, v.part())}}
	},
}

// part gives the part that the form, or else the address, names.
func (v *visit) part() dossier.Part {
	if v.Request.Method == http.MethodPost {
		return dossier.Part{Person: v.id("person"), Domain: v.value("domain")}
	}
	q := v.URL.Query()
	return dossier.Part{Person: dossier.ID(q.Get("person")), Domain: q.Get("domain")}
}
