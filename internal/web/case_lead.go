package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// leadBody is what the page of the lead shows.
type leadBody struct {
	caseFrame
	Conflict *look.Alert // someone was first
	Now      look.Card
	Tel      *look.Contact
	Offers   []offerCard
	Form     *look.Form
	FormHead look.CardHead
}

// offerCard is one open offer; the one who was asked can answer it here.
type offerCard struct {
	ID      dossier.ID
	Face    look.Face
	Name    string
	Note    string
	Clock   *look.ClockBar
	Accept  *look.Form
	Decline *look.Form
}

func (h *house) leadPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return h.showLead(v, view, leadFailure{})
}

// leadFailure is what went wrong with one of the forms of the page: with that
// of the offer it names, or with that of a new one.
type leadFailure struct {
	err   error
	offer dossier.ID
}

// offerLead asks a colleague to be the lead.
func (h *house) offerLead(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	colleagues, err := h.Office.Colleagues(v.ctx, view.Dossier.Team, "worker")
	if err != nil {
		return err
	}
	user := chosenUser(colleagues, v.id("to"))
	command := dossier.OfferLead{To: user.ID, Org: user.Org, Called: user.Name, Phone: user.Phone}
	if user.ID == "" {
		err = fault.In("web.offerLead", fault.Field{Name: "to", Key: "dossier.lead.who"})
	} else {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	}
	if err != nil {
		return h.leadAgain(v, view, leadFailure{err: err})
	}
	return h.see(v, caseURL(view.Dossier.ID, tabLead), "web.lead.asked")
}

// acceptLead accepts an offer. When somebody else was first the page says so
// with 409 and shows who leads now: there is at most one lead.
func (h *house) acceptLead(v *visit) error {
	return h.answerLead(v, func(offer dossier.ID) dossier.Command { return dossier.AcceptLead{Offer: offer} }, "web.lead.accepted")
}

// declineLead turns an offer down, with a reason.
func (h *house) declineLead(v *visit) error {
	return h.answerLead(v, func(offer dossier.ID) dossier.Command {
		return dossier.DeclineLead{Offer: offer, Reason: v.value("reason")}
	}, "web.lead.declined")
}

func (h *house) answerLead(v *visit, command func(dossier.ID) dossier.Command, done string) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	offer := dossier.ID(v.PathValue("offer"))
	if _, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command(offer))); err != nil {
		return h.leadAgain(v, view, leadFailure{err, offer})
	}
	return h.see(v, caseURL(view.Dossier.ID), done)
}

func (h *house) leadAgain(v *visit, view *access.View, failed leadFailure) error {
	if !mendable(failed.err) {
		return failed.err
	}
	return h.mended(v, view, failed.err, func(v *visit, view *access.View, _ error) error { return h.showLead(v, view, failed) })
}

func chosenUser(users []store.User, id dossier.ID) store.User {
	if i := slices.IndexFunc(users, func(u store.User) bool { return u.ID == id }); i >= 0 {
		return users[i]
	}
	return store.User{}
}

func (h *house) showLead(v *visit, view *access.View, failed leadFailure) error {
	var colleagues []store.User
	if governs(view) {
		found, err := h.Office.Colleagues(v.ctx, view.Dossier.Team, "worker")
		if err != nil {
			return err
		}
		colleagues = found
	}
	body := h.leadBody(v, view, colleagues, failed)
	return h.show(v, formStatus(failed.err), "case-lead", h.page(v, v.say.Say("web.case.tab.lead"), body))
}

func (h *house) leadBody(v *visit, view *access.View, colleagues []store.User, failed leadFailure) leadBody {
	body := leadBody{caseFrame: h.caseFrame(v, view, tabLead), Now: v.leadNow(view)}
	if lead := view.Dossier.Lead; lead != nil {
		face := look.Face{Initials: picture.Initials(lead.Name), Tint: picture.Team, Size: "large"}
		body.Tel = &look.Contact{Face: face, Name: lead.Name, Note: v.leadSince(lead), Tel: lead.Phone}
	}
	if fault.Is(failed.err, fault.Conflict) {
		body.Conflict = v.leadConflict(view, failed.err)
	}
	for _, o := range slices.Backward(view.Dossier.Offers) {
		if o.State == dossier.OfferOpen {
			body.Offers = append(body.Offers, h.offerCard(v, view, o, failed))
		}
	}
	if view.Dossier.Closed == nil && view.May[dossier.ActIntake].Allow && governs(view) {
		body.FormHead = look.CardHead{ID: "propose", Title: v.say.Say("web.lead.propose")}
		if view.Dossier.Lead != nil {
			body.FormHead.Title = v.say.Say("web.lead.handover")
		}
		form := h.leadForm(v, view, colleagues, failed)
		body.Form = &form
	}
	return body
}

// leadConflict says in plain words who was first.
func (v *visit) leadConflict(view *access.View, failed error) *look.Alert {
	key, args := fault.Message(failed)
	alert := &look.Alert{Tone: look.Late, Title: v.say.Say("web.fail.conflict"), Text: v.say.Say(key, args...), Loud: true}
	if lead := view.Dossier.Lead; lead != nil {
		alert.Items = []string{v.say.Say("web.lead.now", "name", lead.Name)}
	}
	return alert
}

func (v *visit) leadSince(lead *dossier.Lead) string {
	return v.say.Say("web.lead.since", "date", v.days.Full(nl.On(lead.Since)))
}

// leadNow says who leads, who stands in, and what the lead or a colleague can change about it.
func (v *visit) leadNow(view *access.View) look.Card {
	d := view.Dossier
	card := look.Card{Head: look.CardHead{ID: "now", Title: v.say.Say("web.lead.title")}}
	if d.Lead == nil {
		card.Text = v.gapWords(d)
		return card
	}
	if d.Cover != nil && d.Cover.Valid.Holds(v.today) {
		card.Facts = []look.Fact{{Term: v.say.Say("web.lead.cover"), Text: d.Cover.Name, Note: v.say.Say("web.case.that.until", "date", v.days.Full(d.Cover.Valid.Until))}}
	}
	if d.Closed == nil && view.May[dossier.ActClose].Allow {
		card.Buttons = []look.Button{
			{Text: v.say.Say("web.form.cover"), Style: look.Quiet, URL: caseURL(d.ID, tabLead, "cover")},
			{Text: v.say.Say("web.form.endlead"), Style: look.Quiet, URL: caseURL(d.ID, tabLead, "end")},
		}
	}
	return card
}

func (h *house) offerCard(v *visit, view *access.View, o dossier.Offer, failed leadFailure) offerCard {
	card := offerCard{ID: o.Offer, Face: look.Face{Initials: picture.Initials(o.Name), Tint: picture.Team}, Name: o.Name}
	card.Note = v.say.Say("web.question.by", "name", o.By.Name, "date", v.days.Since(nl.On(o.At), v.today))
	for _, c := range view.Dossier.Clocks {
		if c.On == o.Offer && c.Live() {
			bar := h.clockBar(v, c)
			card.Clock = &bar
		}
	}
	if o.To != v.signed.User.ID {
		return card
	}
	base := []string{tabLead, string(o.Offer)}
	card.Accept = &look.Form{Action: caseURL(view.Dossier.ID, append(base, "accept")...), Fields: h.freshKey(), Button: look.Button{Text: v.say.Say("web.lead.accept")}}
	reason := look.Field{Kind: look.Area, Name: "reason", ID: "reason-" + string(o.Offer), Label: v.say.Say("web.lead.reason"), Rows: 2}
	decline := look.Form{Action: caseURL(view.Dossier.ID, append(base, "decline")...), Fields: append(h.freshKey(), reason), Button: look.Button{Text: v.say.Say("web.lead.decline"), Style: look.Quiet}}
	if failed.offer == o.Offer {
		decline = v.formAgain(decline, failed.err)
	}
	card.Decline = &decline
	return card
}

func (h *house) leadForm(v *visit, view *access.View, colleagues []store.User, failed leadFailure) look.Form {
	form := look.Form{
		Action: caseURL(view.Dossier.ID, tabLead), Fields: append(h.caseHidden(v, view, failed.err), v.colleagueField("to", "web.lead.who", view, colleagues)),
		Button: look.Button{Text: v.say.Say("web.lead.ask"), Style: look.Quiet},
	}
	if failed.offer != "" {
		form.Fields[0] = h.freshKey()[0]
		return form
	}
	return v.formAgain(form, failed.err)
}

// fewColleagues is how many fit on a page as choices; more of them fold into one field.
const fewColleagues = 6

// colleagueField gives the choice of a colleague who does not lead this family yet.
func (v *visit) colleagueField(name, label string, view *access.View, colleagues []store.User) look.Field {
	f := look.Field{Kind: look.Radios, Name: name, Label: v.say.Say(label)}
	if len(colleagues) > fewColleagues {
		f.Kind, f.Options = look.Select, []look.Option{{Text: v.say.Say("web.choose")}}
	}
	for _, u := range colleagues {
		if view.Dossier.Lead != nil && view.Dossier.Lead.User == u.ID {
			continue
		}
		option := look.Option{Value: string(u.ID), Text: u.Name}
		if u.ID == v.signed.User.ID {
			option.Text = v.say.Say("web.lead.self", "name", u.Name)
		}
		f.Options = append(f.Options, option)
	}
	return f
}
