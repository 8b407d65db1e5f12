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

// partnerTaskBody is what chain-task.html shows.
type partnerTaskBody struct {
	Trail   []look.Link
	Head    look.PageHead
	Need    string
	State   look.Alert
	First   []actionForm // what is usual now: one press each
	Forms   []actionForm
	Facts   []look.Fact
	Clocks  []namedClock
	Reports []look.Voice
	Lead    *look.Contact
	Others  []look.Contact
	Why     look.Disclosure
}

// partnerTask shows a task to the organisation that is asked for it or holds it.
func (h *house) partnerTask(v *visit) error {
	if to := ownTaskURL(v); to != "" {
		http.Redirect(v.ResponseWriter, v.Request, to, http.StatusSeeOther)
		return nil
	}
	return h.showPartnerTask(v, nil)
}

// ownTaskURL gives where citizens and the municipality's own side see a task.
func ownTaskURL(v *visit) string {
	switch {
	case v.signed.User.Kind == access.Citizen:
		return planURL(v.dossier(), "tasks", v.PathValue("task"))
	case inMunicipality(v):
		return caseURL(v.dossier(), "tasks", v.PathValue("task"))
	}
	return ""
}

func (h *house) showPartnerTask(v *visit, failed error) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	t, err := v.taskNamed(view)
	if err != nil {
		return err
	}
	body := h.partnerTaskBody(v, view, t, failed)
	return h.show(v, formStatus(failed), "chain-task", h.page(v, body.Head.Title, body))
}

// holdTask does one step of the holder. The version is not asked: the state of
// the task decides whether the step still fits.
func (h *house) holdTask(v *visit) error {
	if ownTaskURL(v) != "" {
		return fault.New(fault.NotFound, "web.holdTask", "")
	}
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	wish, ok := v.heldWish(view, dossier.ID(v.PathValue("task")))
	if !ok {
		return fault.New(fault.Invalid, "web.holdTask", "web.chain.nothing")
	}
	_, err = h.Office.Do(v.ctx, wish)
	if mendable(err) {
		return h.showPartnerTask(v, err)
	}
	if err != nil {
		return err
	}
	do := v.value(fieldDo)
	if do == "decline" || do == "return" || do == "finish" { // nothing is left to do here
		return h.see(v, "/work", "web.chain.done."+do)
	}
	return h.see(v, v.URL.Path, "web.chain.done."+do)
}

func (h *house) partnerTaskBody(v *visit, view *access.View, t dossier.Task, failed error) partnerTaskBody {
	chip := v.taskChip(t)
	body := partnerTaskBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.tasks"), URL: "/work"}, {Text: view.Dossier.Name, URL: "/partner/" + string(view.Dossier.ID)}, {Text: v.tell("task")}},
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.taskTitle(t), Chips: []look.Chip{chip}},
		Need:  t.Need, Facts: v.partnerFacts(view, t), Clocks: h.clocksOf(v, view, t.Task), Reports: v.reports(view, t),
		Lead: v.leadContact(view), Others: v.otherContacts(view), Why: v.whyPartner(view, t),
	}
	if !v.holds(t) {
		body.State = look.Alert{Text: v.tell("ptask.asker")}
		return body
	}
	body.State = look.Alert{Tone: stateTone(t.State), Text: v.tell("ptask." + stateKey(t))}
	forms := h.holdForms(v, t, failed)
	for _, f := range forms {
		if bare(f.Form) {
			body.First = append(body.First, f)
			continue
		}
		body.Forms = append(body.Forms, f)
	}
	if failed == nil && len(body.First) == 0 && len(body.Forms) > 0 {
		body.Forms[0].Open = true
	}
	if message := pressed(v, failed, forms); message != "" {
		body.State = look.Alert{Tone: look.Late, Text: message, Loud: true}
	}
	return body
}

// pressed says what came of a press that did not work and has no form to show it in.
func pressed(v *visit, failed error, forms []actionForm) string {
	if failed == nil || slices.ContainsFunc(forms, func(f actionForm) bool { return f.Open }) {
		return ""
	}
	key, args := fault.Message(failed)
	return v.say.Say(key, args...)
}

// bare tells whether a form has nothing to fill in: it is a button.
func bare(f look.Form) bool {
	return !slices.ContainsFunc(f.Fields, func(field look.Field) bool { return field.Kind != look.Hidden })
}

// stateKey names the sentence about where a task stands: allocated care begins by message.
func stateKey(t dossier.Task) string {
	if t.Care != nil && (t.State == dossier.TaskTaken || t.State == dossier.TaskBusy) {
		return "care." + t.State
	}
	return t.State
}

func stateTone(state string) look.Tone {
	switch state {
	case dossier.TaskAsked:
		return look.Soon
	case dossier.TaskBusy, dossier.TaskReady:
		return look.OK
	}
	return look.Plain
}

// partnerFacts says for whom, since when and what was allocated, as far as the view holds it.
func (v *visit) partnerFacts(view *access.View, t dossier.Task) []look.Fact {
	var facts []look.Fact
	if p, ok := view.Dossier.Person(t.Part.Person); ok {
		fact := look.Fact{Term: v.tell("col.for"), Text: v.personName(view, p.ID), Note: p.Phone}
		if !p.Birth.IsZero() {
			fact.Text += ", " + v.days.Full(p.Birth)
		}
		facts = append(facts, fact)
	} else if t.Part.Person == "" {
		facts = append(facts, look.Fact{Term: v.tell("col.for"), Text: v.fullPart(view, t.Part)})
	}
	if words := v.dueWords(t); words != "" {
		facts = append(facts, look.Fact{Term: v.tell("col.when"), Text: words})
	}
	if !t.Asking.IsZero() {
		facts = append(facts, look.Fact{Term: v.tell("ptask.since"), Text: v.days.Full(nl.On(t.Asking)), Note: t.By.Name})
	}
	if !t.Started.IsZero() {
		facts = append(facts, look.Fact{Term: v.tell("task.started"), Text: v.days.Full(t.Started)})
	}
	if t.Care != nil {
		facts = append(facts, look.Fact{Term: v.tell("care.what"), Text: v.productWords(*t.Care)}, look.Fact{Term: v.tell("care.period"), Text: v.periodWords(*t.Care)})
		for _, a := range view.Dossier.Allocations {
			if a.Task == t.Task {
				facts = append(facts, look.Fact{Term: v.tell("care.number"), Text: a.Number})
			}
		}
	}
	return facts
}

// leadContact gives the lead of the family with a telephone number.
func (v *visit) leadContact(view *access.View) *look.Contact {
	l := view.Dossier.Lead
	if l == nil {
		return nil
	}
	return &look.Contact{Face: look.Face{Initials: initialsOf(l.Name)}, Name: l.Name, Note: v.say.Say("web.involved.lead"), Tel: l.Phone}
}

// otherContacts gives who else is involved: that, and how to reach them.
func (v *visit) otherContacts(view *access.View) []look.Contact {
	var list []look.Contact
	for _, o := range view.Others {
		if o.Subject.Org == v.signed.User.Org && o.Subject.Org != "" || o.Role == "lead" || o.Role == "family" {
			continue
		}
		list = append(list, look.Contact{Face: thatFace(o), Name: o.Name, Note: v.roleWord(o.Role), Tel: o.Phone})
	}
	return list
}

// whyPartner explains what the organisation sees here, why, and what not.
func (v *visit) whyPartner(view *access.View, t dossier.Task) look.Disclosure {
	why := v.whySeen(view)
	if t.Part.Domain == "" {
		why.Text = append(why.Text, v.tell("ptask.taskonly"))
	}
	for _, o := range view.Others {
		if o.What != nil && o.Subject.Org != "" && o.Subject.Org == v.signed.User.Org && !o.Until.IsZero() {
			why.Facts = append(why.Facts, look.Fact{Term: v.tell("share.until"), Text: v.days.Full(o.Until)})
			break
		}
	}
	return why
}
