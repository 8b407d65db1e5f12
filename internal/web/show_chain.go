package web

import (
	"fmt"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// tell says a text of the pages of plan and chain.
func (v *visit) tell(key string, args ...string) string { return v.say.Say("web.chain."+key, args...) }

// openPlan opens a dossier for those who carry the case. For everyone else these
// pages are not there: what they may see has pages of its own.
func (h *house) openPlan(v *visit) (*access.View, error) {
	const op = "web.openPlan"
	if !inMunicipality(v) {
		return nil, fault.New(fault.NotFound, op, "")
	}
	view, err := h.openCase(v)
	if err == nil && !governs(view) {
		return nil, fault.New(fault.NotFound, op, "")
	}
	return view, err
}

// formBody is what plan-form.html shows: one form with what one must know to fill it in.
type formBody struct {
	Trail []look.Link
	Head  look.PageHead
	Voice *look.Voice
	Alert *look.Alert
	Form  look.Form
	Empty *look.Empty // instead of the form
	Cards []look.Card // beside it
}

// showForm shows a page with one form, as it came back when failed is set.
func (h *house) showForm(v *visit, body formBody, failed error) error {
	return h.show(v, formStatus(failed), "plan-form", h.page(v, body.Head.Title, body))
}

// actionForm is one of several forms on a page, folded until it is wanted.
type actionForm struct {
	Summary string
	Open    bool
	Form    look.Form
}

// fieldDo says which of several forms of a page was sent.
const fieldDo = "do"

// form makes a form of a page. With do it is one of several on its page: its
// fields get ids of their own, and what came back is shown in it alone.
func (h *house) form(v *visit, version int64, do string, failed error, f look.Form) look.Form {
	mine := v.Request.Method != "GET" && v.value(fieldDo) == do
	if mine {
		f.Fields = v.refilled(f.Fields)
	}
	if do != "" {
		for i := range f.Fields {
			f.Fields[i].ID = "f-" + do + "-" + f.Fields[i].Name
		}
		f.Fields = append(f.Fields, look.Field{Kind: look.Hidden, Name: fieldDo, Value: do})
	}
	f.Fields = append(f.Fields, h.hidden(v, version)...)
	if f.Action == "" {
		f.Action = v.URL.Path
	}
	if mine {
		return f.With(failed, v.say)
	}
	return f
}

// folded makes a folded form; it is open when it was sent and came back.
func (h *house) folded(v *visit, do, summary string, failed error, f look.Form) actionForm {
	return actionForm{Summary: summary, Open: failed != nil && v.value(fieldDo) == do, Form: h.form(v, 0, do, failed, f)}
}

// trail gives the way from the family to a page; the last step is the page itself.
func (v *visit) trail(view *access.View, steps ...look.Link) []look.Link {
	first := look.Link{Text: view.Dossier.Name, URL: caseURL(view.Dossier.ID)}
	return append([]look.Link{first}, steps...)
}

// planTrail gives the way by the plan.
func (v *visit) planTrail(view *access.View, here string) []look.Link {
	return v.trail(view, look.Link{Text: v.tell("plan.title"), URL: caseURL(view.Dossier.ID, "plan")}, look.Link{Text: here})
}

// familyKicker is the small line above a title: whose family it is.
func (v *visit) familyKicker(view *access.View) string {
	return v.say.Say("web.case.family") + " " + view.Dossier.Name
}

// cite names an article as people do, "Jeugdwet 7.3.8 lid 3"; what is no law by
// its whole name.
func (v *visit) cite(law, article string) string {
	if v.say.Has("web.law." + law) {
		return v.say.Say("web.law."+law) + " " + article
	}
	return v.say.Say("statute.law."+law) + ": " + article
}

// typedDay writes a date as a person would type it in a field.
func typedDay(d nl.Date) string {
	if !d.Complete() {
		return ""
	}
	return fmt.Sprintf("%02d-%02d-%d", d.Day, d.Month, d.Year)
}

// idList gives the chosen values of checkboxes as identifiers.
func (v *visit) idList(name string) []dossier.ID {
	var ids []dossier.ID
	for _, value := range v.PostForm[name] {
		ids = append(ids, dossier.ID(value))
	}
	return ids
}

// reasonField asks why; the family can read it.
func (v *visit) reasonField() look.Field {
	return look.Field{Kind: look.Area, Name: "reason", Label: v.tell("reason"), Hint: v.tell("reason.hint"), Rows: 3}
}

// people gives the living persons of the view, the family first.
func people(view *access.View) []dossier.Person {
	var family, network []dossier.Person
	for _, p := range view.Dossier.Persons {
		switch {
		case !p.Deceased.IsZero():
		case p.Network:
			network = append(network, p)
		default:
			family = append(family, p)
		}
	}
	return append(family, network...)
}

// personOptions offers the persons of the view.
func (v *visit) personOptions(view *access.View) []look.Option {
	var options []look.Option
	for _, p := range people(view) {
		o := look.Option{Value: string(p.ID), Text: v.withAge(view, p)}
		if p.Network {
			o.Hint = v.say.Say("web.involved.network")
		}
		options = append(options, o)
	}
	return options
}

// openParts gives the opened parts that the view holds.
func openParts(view *access.View) []dossier.Part {
	var parts []dossier.Part
	for _, p := range view.Dossier.Parts {
		if !p.Closed {
			parts = append(parts, p.Part)
		}
	}
	return parts
}

// fullPart says a part with the whole name of its domain.
func (v *visit) fullPart(view *access.View, p dossier.Part) string {
	if p.Domain == "" {
		return v.personName(view, p.Person)
	}
	return v.partName(view, p)
}

// choice is someone who can hold a task.
type choice struct {
	option look.Option
	holder dossier.Holder
}

// choices gives whom the plan can ask: the family, its network, the
// organisations that are involved, and colleagues of the one who plans.
func (v *visit) choices(view *access.View, colleagues []dossier.Holder) []choice {
	var list []choice
	add := func(value, text string, h dossier.Holder) {
		list = append(list, choice{look.Option{Value: value, Text: text}, h})
	}
	for _, p := range people(view) {
		kind, who := dossier.HolderFamily, v.say.Say("web.involved.family")
		if p.Network {
			kind, who = dossier.HolderNetwork, v.say.Say("web.involved.network")
		}
		add(kind+"/"+string(p.ID), v.personName(view, p.ID)+" · "+who, dossier.Holder{Kind: kind, Person: p.ID, Name: p.Name.Informal()})
	}
	for _, o := range view.Others {
		known := slices.ContainsFunc(list, func(c choice) bool { return c.holder.Org == o.Subject.Org })
		if o.Role == "partner" && o.Subject.Org != "" && !known {
			add("organisation/"+string(o.Subject.Org), o.Name+" · "+v.say.Say("web.involved.partner"), dossier.Holder{Kind: dossier.HolderOrganisation, Org: o.Subject.Org, Name: o.Name})
		}
	}
	for _, c := range colleagues {
		add("colleague/"+string(c.User), c.Name+" · "+v.say.Say("web.involved.worker"), c)
	}
	return list
}

func optionsOf(list []choice, first ...look.Option) []look.Option {
	for _, c := range list {
		first = append(first, c.option)
	}
	return first
}

// chosen gives the holder of a chosen value; the zero holder for "nobody yet".
func chosen(list []choice, name, value string) (dossier.Holder, error) {
	if value == "" {
		return dossier.Holder{}, nil
	}
	for _, c := range list {
		if c.option.Value == value {
			return c.holder, nil
		}
	}
	return dossier.Holder{}, fault.In("web.chosen", fault.Field{Name: name, Key: "dossier.holder.who"})
}

// colleagues gives the workers of the user's own organisation, the user first.
func (h *house) colleagues(v *visit) ([]dossier.Holder, error) {
	users, err := h.Office.Colleagues(v.ctx, v.signed.Org.ID, "worker")
	if err != nil {
		return nil, err
	}
	var list []dossier.Holder
	for _, u := range users {
		c := dossier.Holder{Kind: dossier.HolderOrganisation, Org: u.Org, User: u.ID, Name: u.Name}
		if u.ID == v.signed.User.ID {
			list = slices.Insert(list, 0, c)
			continue
		}
		list = append(list, c)
	}
	return list, nil
}
