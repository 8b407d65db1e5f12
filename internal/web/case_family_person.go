package web

import (
	"fmt"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// personForm adds someone of the family or its network by hand, or restates
// someone: the partner and the grandmother stand in no register of the family.
var personForm = caseForm{
	tab: tabFamily, name: "person", path: []string{tabFamily, "person"}, back: tabFamily,
	fields: personFields, command: personCommand,
}

// asked gives the thing that the address or the form names.
func (v *visit) asked(name string) dossier.ID {
	if id := v.id(name); id != "" {
		return id
	}
	return dossier.ID(v.URL.Query().Get(name))
}

func personFields(_ *house, v *visit, view *access.View) []look.Field {
	text := func(name string) look.Field {
		return look.Field{Kind: look.Text, Name: name, Label: v.say.Say("web.field." + name)}
	}
	p, known := view.Dossier.Person(v.asked("person"))
	from := v.sourceNote(p.Source)
	fields := v.prefilled(known, text("given"), p.Name.Given, from)
	prefix := text("prefix")
	prefix.Size, prefix.Optional = "short", true
	fields = append(fields, v.prefilled(known, prefix, p.Name.Prefix, from)...)
	fields = append(fields, v.prefilled(known, text("family"), p.Name.Family, from)...)
	birth := look.Field{Kind: look.DayParts, Name: "birth", Label: v.say.Say("web.field.birth"), Hint: v.say.Say("web.field.birth.hint"), Optional: true}
	fields = append(fields, v.prefilled(known && !p.Birth.IsZero(), birth, partsOf(p.Birth), from)...)
	sex := look.Field{Kind: look.Radios, Name: "sex", Label: v.say.Say("web.field.sex"), Optional: true, Value: p.Sex}
	for _, code := range []string{"f", "m", "x"} {
		sex.Options = append(sex.Options, look.Option{Value: code, Text: v.say.Say("web.sex." + code)})
	}
	sex.Options = append(sex.Options, look.Option{Text: v.say.Say("web.sex.unknown")})
	network := look.Field{Kind: look.Checkbox, Name: "network", Label: v.say.Say("web.field.network"), Optional: true}
	if p.Network {
		network.Value = "1"
	}
	fields = append(fields, sex, network)
	if known {
		return append(fields, look.Field{Kind: look.Hidden, Name: "person", Value: string(p.ID)})
	}
	phone, email := text("phone"), text("email")
	phone.Type, phone.Size, phone.Optional, email.Type, email.Optional = "tel", "medium", true, "email", true
	return append(fields, phone, email)
}

// prefilled offers a value that the dossier holds; without one the field is empty.
func (v *visit) prefilled(is bool, f look.Field, value, from string) []look.Field {
	if !is || value == "" {
		return []look.Field{f}
	}
	return offered(f, value, from)
}

// sourceNote says where an offered value comes from.
func (v *visit) sourceNote(source string) string {
	if source == "" {
		return v.say.Say("web.known")
	}
	return v.say.Say("web.known.from", "source", v.sourceWord(source))
}

// partsOf writes a date as three fields show it; an unknown part is empty.
func partsOf(d nl.Date) string {
	if d.IsZero() {
		return ""
	}
	part := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	return part(d.Day) + "-" + part(d.Month) + "-" + part(d.Year)
}

func personCommand(_ *house, v *visit, view *access.View) (dossier.Command, []casework.Typed, error) {
	birth, wrong := v.dayParts("birth")
	id := v.id("person")
	old, restated := view.Dossier.Person(id)
	p := dossier.NewPerson{Name: old.Name, Birth: birth, Sex: v.value("sex"), BSN: old.BSN, Network: v.value("network") != "", Source: "worker"}
	p.Name.Given, p.Name.Prefix, p.Name.Family = v.value("given"), v.value("prefix"), v.value("family")
	if !restated {
		p.Phone, p.Email = v.value("phone"), v.value("email")
	}
	typed := []casework.Typed{
		v.typed("person.given", "given", id), v.typed("person.family", "family", id), v.typedDay("person.birth", "birth", id, birth),
		v.typed("contact.phone", "phone", id), v.typed("contact.email", "email", id),
	}
	return dossier.StatePerson{Person: id, NewPerson: p, Deceased: old.Deceased}, filled(typed), wrongDays("web.person", wrong)
}

// typedDay says how a date in three fields was come by.
func (v *visit) typedDay(item, field string, person dossier.ID, date nl.Date) casework.Typed {
	t := casework.Typed{Item: item, Person: person, Value: date.String()}
	offered, was := v.PostForm[field+offeredSuffix]
	switch {
	case was && offered[0] == partsOf(date):
		t.How = casework.Reused
	case was:
		t.How = casework.Corrected
	}
	return t
}

// filled leaves out what was not filled in.
func filled(typed []casework.Typed) []casework.Typed {
	var kept []casework.Typed
	for _, t := range typed {
		if t.Value != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// personField gives the choice of someone in the dossier.
func (v *visit) personField(name, label string, view *access.View, optional bool) look.Field {
	f := look.Field{Kind: look.Select, Name: name, Label: v.say.Say(label), Optional: optional, Options: []look.Option{{Text: v.say.Say("web.choose")}}, Value: v.URL.Query().Get(name)}
	for _, p := range view.Dossier.Persons {
		f.Options = append(f.Options, look.Option{Value: string(p.ID), Text: v.personName(view, p.ID)})
	}
	return f
}
