package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// inviteDays is how long an invitation holds when nobody says otherwise.
const inviteDays = 30

// ownWith shows who writes along, until when, with the way to end it.
func (v *visit) ownWith(view *access.View, of dossier.ID) *ownWith {
	with := &ownWith{}
	for _, i := range view.Dossier.Invitations {
		if i.From != of || !i.Holds(v.today) {
			continue
		}
		name := v.firstName(view, i.Person)
		with.Who = append(with.Who, ownGuest{
			Contact: look.Contact{Face: look.Face{Initials: picture.Initials(name), Tint: "near"}, Name: name, Note: v.untilWords(i.Valid.Until)},
			Stop: &look.Button{
				Text: v.say.Say("own.with.stop"), Style: look.Quiet, About: name, Name: fieldDo, Value: "stop",
				Post: planURL(view.Dossier.ID, "invitations", string(i.Invitation), "stop"),
			},
		})
	}
	if v.mayConsent(view) { // from 16, as for a consent
		with.Invite = &look.Button{Text: v.say.Say("own.with.invite"), URL: ownPlanURL(view.Dossier.ID, of, "with"), Style: look.Quiet}
	}
	return with
}

// ownWithPage asks who may write along, and until when.
func (h *house) ownWithPage(v *visit) error { return h.showOwnWith(v, nil) }

func (h *house) showOwnWith(v *visit, failed error) error {
	_, view, of, err := h.ownPlan(v)
	if err != nil {
		return err
	}
	if of != view.Me || !v.mayConsent(view) {
		return fault.New(fault.NotFound, "web.showOwnWith", "")
	}
	who := look.Field{Kind: look.Radios, Name: "person", Label: v.say.Say("own.with.who"), Hint: v.say.Say("own.with.who.hint")}
	for _, p := range view.Dossier.Persons {
		if p.ID != of && p.Deceased.IsZero() && !view.Dossier.WritesAlong(p.ID, of, v.today) && v.mayWrite(p) {
			who.Options = append(who.Options, look.Option{Value: string(p.ID), Text: v.whoIs(view, p.ID), Hint: v.relationTo(view, p)})
		}
	}
	who.Options = append(who.Options, look.Option{Value: "new", Text: v.say.Say("own.with.new"), Hint: v.say.Say("own.with.new.hint")})
	text := func(name, auto string) look.Field {
		return look.Field{Kind: look.Text, Name: name, Label: v.say.Say("own.with." + name), Optional: true, Autocomplete: auto, MaxLength: 100}
	}
	phone := text("phone", "off")
	phone.Type, phone.Hint = "tel", v.say.Say("own.with.phone.hint")
	return h.showForm(v, formBody{
		Trail: v.ownTrail(view, of, v.say.Say("own.with.invite")),
		Head:  look.PageHead{Kicker: v.ownTitle(view, of), Title: v.say.Say("own.with.invite"), Text: v.say.Say("own.with.text")},
		Form: h.form(v, 0, "", failed, look.Form{
			Fields: []look.Field{
				who, text("given", "off"), text("family", "off"), phone,
				{Kind: look.Day, Name: "until", Label: v.say.Say("own.with.until"), Value: typedDay(v.today.AddDays(inviteDays))},
			},
			Button: look.Button{Text: v.say.Say("own.with.button")}, Cancel: v.ownBack(view, of),
		}),
	}, failed)
}

// mayWrite tells whether someone is old enough to write along: from 12 a person
// reads and speaks for themselves here.
func (v *visit) mayWrite(p dossier.Person) bool {
	return p.Birth.IsZero() || p.Birth.AgeOn(v.today) >= 12
}

// inviteRelative lets a relative write along.
func (h *house) inviteRelative(v *visit) error {
	of := dossier.ID(v.PathValue("person"))
	until, wrong := v.day("until")
	if wrong != nil {
		return h.showOwnWith(v, fault.In("web.inviteRelative", *wrong))
	}
	command := dossier.InviteRelative{From: of, Person: v.id("person"), Until: until}
	var typed []casework.Typed
	if command.Person == "new" || command.Person == "" {
		command.Person = ""
		command.Called, command.Phone = nl.Name{Given: v.value("given"), Family: v.value("family")}, v.value("phone")
		typed = []casework.Typed{v.typed("person.given", "given", ""), v.typed("person.family", "family", ""), v.typed("contact.phone", "phone", "")}
		if command.Called.IsZero() || command.Phone == "" {
			return h.showOwnWith(v, fault.In("web.inviteRelative", fault.Field{Name: "person", Key: "own.with.choose"}))
		}
	}
	_, err := h.Office.InviteRelative(v.ctx, v.dossier(), command, v.value(fieldKey), typed)
	if mendable(err) {
		return h.showOwnWith(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, ownPlanURL(v.dossier(), of), "own.with.done")
}

// stopInvitation takes an invitation back.
func (h *house) stopInvitation(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	id := dossier.ID(v.PathValue("invitation"))
	from := view.Me
	for _, i := range view.Dossier.Invitations {
		if i.Invitation == id {
			from = i.From
		}
	}
	if _, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.UninviteRelative{Invitation: id})); err != nil {
		return err
	}
	return h.see(v, ownPlanURL(view.Dossier.ID, from), "own.with.stopped")
}
