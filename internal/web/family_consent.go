package web

import (
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/statute"
	"eendracht/internal/web/look"
)

// consentAge is the age from which one decides alone who may know (Jeugdwet art. 7.3.11).
const consentAge = 16

// ownConsentBody is what family-consent.html shows: who may see which of my parts.
type ownConsentBody struct {
	Trail []look.Link
	Head  look.PageHead
	Form  look.Form
	Empty *look.Empty
	Note  string
}

// mayConsent tells whether this person decides alone who may know.
func (v *visit) mayConsent(view *access.View) bool {
	me, ok := view.Dossier.Person(view.Me)
	return ok && view.May[dossier.ActOwn].Allow && !me.Birth.IsZero() && me.Birth.AgeOn(v.today) >= consentAge
}

// ownConsentPage asks who may see which of one's own parts.
func (h *house) ownConsentPage(v *visit) error { return h.showOwnConsent(v, nil) }

func (h *house) showOwnConsent(v *visit, failed error) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	if !v.mayConsent(view) {
		return fault.New(fault.Forbidden, "web.showOwnConsent", "access.deny.age")
	}
	body := h.ownConsentBody(v, view)
	body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
	body.Form = body.Form.With(failed, v.say)
	return h.show(v, formStatus(failed), "family-consent", h.page(v, body.Head.Title, body))
}

func (h *house) ownConsentBody(v *visit, view *access.View) ownConsentBody {
	id := view.Dossier.ID
	body := ownConsentBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.sight"), URL: planURL(id, "sight")}, {Text: v.say.Say("webfamily.consent.door")}},
		Head:  look.PageHead{Title: v.say.Say("webfamily.consent.door"), Text: v.say.Say("webfamily.consent.text")},
		Note:  v.say.Say("webfamily.consent.note"),
	}
	who := v.consentChoices(view)
	if len(who) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("webfamily.consent.nobody"), Text: v.say.Say("webfamily.consent.nobody.text")}
		return body
	}
	chosen := v.value("for")
	if v.Method == "GET" {
		chosen = v.FormValue("for")
	}
	body.Form = look.Form{Action: planURL(id, "consents", "new"), Button: look.Button{Text: v.say.Say("webfamily.consent.give")}, Cancel: &look.Link{Text: v.say.Say("webfamily.cancel"), URL: planURL(id, "sight")}, Fields: []look.Field{
		{Kind: look.Radios, Name: "for", Label: v.say.Say("webfamily.consent.who"), Options: who, Value: chosen},
		{Kind: look.Checkboxes, Name: "domains", Label: v.say.Say("webfamily.consent.domains"), Hint: v.say.Say("webfamily.consent.domains.hint"), Options: v.domainChoices(h.Law, view), Values: v.PostForm["domains"]},
	}}
	return body
}

// consentChoices gives whom one can let see: one's parents, and whoever helps.
func (v *visit) consentChoices(view *access.View) []look.Option {
	var options []look.Option
	for _, r := range view.Dossier.Relations {
		if r.Type == "parent" && r.To == view.Me {
			options = append(options, look.Option{Value: "p:" + string(r.From), Text: v.firstName(view, r.From), Hint: v.say.Say("webfamily.relation.parent")})
		}
	}
	for _, o := range view.Others {
		value := "o:" + string(o.Subject.Org)
		if o.Role != "partner" || o.Subject.Org == "" || slices.ContainsFunc(options, func(x look.Option) bool { return x.Value == value }) {
			continue
		}
		options = append(options, look.Option{Value: value, Text: o.Name, Hint: v.roleWord(o.Role)})
	}
	return options
}

// domainChoices gives the life domains that are open for this person; all that
// are not shut by default when none is open yet.
func (v *visit) domainChoices(law *statute.Set, view *access.View) []look.Option {
	open := func(code string) bool {
		return slices.ContainsFunc(view.Dossier.Parts, func(p dossier.PartState) bool {
			return !p.Closed && p.Part == dossier.Part{Person: view.Me, Domain: code}
		})
	}
	var mine, all []look.Option
	for _, d := range law.Domains() {
		option := look.Option{Value: d.Code, Text: v.domain(d.Code), Hint: v.say.Say(d.HintKey)}
		if d.Compartment {
			continue
		}
		all = append(all, option)
		if open(d.Code) {
			mine = append(mine, option)
		}
	}
	if len(mine) > 0 {
		return mine
	}
	return all
}

// ownConsent gives the consent. An empty choice of domains would mean all of
// them, so at least one is asked for.
func (h *house) ownConsent(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	command, err := v.consentWish(view)
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(v.dossier(), command))
	}
	if mendable(err) {
		return h.showOwnConsent(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier(), "sight")+"#consents", "webfamily.consent.given")
}

func (v *visit) consentWish(view *access.View) (dossier.GiveConsent, error) {
	kind, id, _ := strings.Cut(v.value("for"), ":")
	command := dossier.GiveConsent{Person: view.Me, By: []dossier.ID{view.Me}, Matter: "share", Domains: v.PostForm["domains"]}
	switch kind {
	case "p":
		command.For = dossier.Subject{Person: dossier.ID(id)}
	case "o":
		command.For = dossier.Subject{Org: dossier.ID(id)}
	}
	var found []fault.Field
	if !slices.ContainsFunc(v.consentChoices(view), func(o look.Option) bool { return o.Value == v.value("for") }) {
		found = append(found, fault.Field{Name: "for", Key: "dossier.consent.for"})
	}
	if len(command.Domains) == 0 {
		found = append(found, fault.Field{Name: "domains", Key: "webfamily.consent.nodomain"})
	}
	return command, fault.In("web.consentWish", found...)
}
