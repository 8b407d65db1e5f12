package web

import (
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// objectionAge is the age up to which a child objects to a parent reading along
// (Jeugdwet art. 7.3.11 lid 3); from 16 it decides by itself who may.
const objectionAge = 16

// mayObject tells whether this is a child of 12 to 15, who may object.
func (v *visit) mayObject(view *access.View) bool {
	me, ok := view.Dossier.Person(view.Me)
	return ok && view.May[dossier.ActOwn].Allow && !me.Birth.IsZero() && me.Birth.AgeOn(v.today) < objectionAge
}

// objectionPage lets a child say that someone may not read along.
func (h *house) objectionPage(v *visit) error { return h.showObjection(v, nil) }

func (h *house) showObjection(v *visit, failed error) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	if !v.mayObject(view) {
		return fault.New(fault.NotFound, "web.showObjection", "")
	}
	id := view.Dossier.ID
	body := trustBody{
		Trail:  []look.Link{{Text: v.say.Say("webfamily.voice.door"), URL: planURL(id, "voice")}, {Text: v.say.Say("trust.object.title")}},
		Head:   look.PageHead{Title: v.say.Say("trust.object.title"), Text: v.say.Say("trust.object.text")},
		Alerts: []look.Alert{{Tone: look.Shut, Text: v.say.Say("trust.object.safe")}},
	}
	form := look.Form{Action: planURL(id, "object"), Button: look.Button{Text: v.say.Say("trust.object.button")}, Fields: append(h.formKey(v, failed),
		look.Field{Kind: look.Radios, Name: "who", Label: v.say.Say("trust.object.who"), Options: v.objectionWho(view), Value: v.value("who")},
		look.Field{Kind: look.Checkboxes, Name: "domains", Label: v.say.Say("trust.object.what"), Hint: v.say.Say("trust.object.what.hint"), Options: v.domainChoices(h.Law, view), Values: v.PostForm["domains"], Optional: true},
	)}
	body.Forms = []trustForm{{Head: look.CardHead{ID: "object", Title: v.say.Say("trust.object.new")}, Form: form.With(failed, v.say)}}
	for _, k := range view.Dossier.Consents {
		if k.Matter == "objection" && k.Person == view.Me && k.Withdrawn.IsZero() {
			body.Forms = append(body.Forms, h.objectionKept(v, view, k))
		}
	}
	return h.showTrust(v, body, failed)
}

// objectionKept is an objection that holds, with the way to take it back.
func (h *house) objectionKept(v *visit, view *access.View, k dossier.Consent) trustForm {
	who, what := v.say.Say("trust.object.everyone"), v.say.Say("trust.object.all")
	if k.For.Person != "" {
		who = v.personName(view, k.For.Person)
	}
	if len(k.Domains) > 0 {
		what = strings.ToLower(v.domainsOf(k.Domains))
	}
	return trustForm{
		Head: look.CardHead{ID: "o-" + string(k.Consent), Title: v.say.Say("trust.object.kept", "who", who, "what", what)},
		Form: look.Form{Action: planURL(view.Dossier.ID, "object", string(k.Consent)), Fields: []look.Field{{Kind: look.Hidden, Name: fieldKey, Value: string(h.NewID())}}, Button: look.Button{Text: v.say.Say("trust.object.back"), Style: look.Quiet}},
	}
}

// objectionWho gives the grown-ups of the family whom the child knows, and everyone.
func (v *visit) objectionWho(view *access.View) []look.Option {
	var options []look.Option
	for _, p := range view.Dossier.Persons {
		grown := p.Birth.IsZero() || p.Birth.AgeOn(v.today) >= objectionAge
		if p.ID != view.Me && grown && p.Deceased.IsZero() && !p.Network {
			options = append(options, look.Option{Value: string(p.ID), Text: p.Name.Informal()})
		}
	}
	return append(options, look.Option{Value: "everyone", Text: v.say.Say("trust.object.everyone")})
}

// object keeps the objection.
func (h *house) object(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	who := v.value("who")
	if !slices.ContainsFunc(v.objectionWho(view), func(o look.Option) bool { return o.Value == who }) {
		return h.showObjection(v, fault.In("web.object", fault.Field{Name: "who", Key: "trust.object.choose"}))
	}
	command := dossier.GiveConsent{Person: view.Me, By: []dossier.ID{view.Me}, Matter: "objection", Domains: v.PostForm["domains"]}
	if who != "everyone" {
		command.For.Person = dossier.ID(who)
	}
	_, err = h.Office.Do(v.ctx, v.wish(v.dossier(), command))
	if mendable(err) {
		return h.showObjection(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, planURL(v.dossier(), "object"), "trust.object.done")
}

// objectNoMore takes an objection back.
func (h *house) objectNoMore(v *visit) error {
	command := dossier.WithdrawConsent{Consent: dossier.ID(v.PathValue("consent"))}
	_, err := h.Office.Do(v.ctx, casework.Wish{Dossier: v.dossier(), Command: command, Key: v.value(fieldKey)})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return h.see(v, planURL(v.dossier(), "object"), "trust.object.taken")
}

// shareVoice shares with the lead what a child said before, or takes that back.
func (h *house) shareVoice(v *visit) error {
	command := dossier.ShareVoice{Voice: dossier.ID(v.PathValue("voice")), Shared: v.PathValue("how") == "share"}
	_, err := h.Office.Do(v.ctx, casework.Wish{Dossier: v.dossier(), Command: command})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	told := "trust.voice.kept"
	if command.Shared {
		told = "trust.voice.shared"
	}
	return h.see(v, planURL(v.dossier(), "voice"), told)
}
