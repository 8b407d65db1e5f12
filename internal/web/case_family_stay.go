package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// stayForm says where someone lives. Someone who lives with a person whose
// address is known is given that address with one choice, so that nobody types
// it again.
var stayForm = caseForm{
	tab: tabFamily, name: "stay", path: []string{tabFamily, "stay"}, back: tabFamily,
	fields: func(_ *house, v *visit, view *access.View) []look.Field {
		text := func(name, size string) look.Field {
			return look.Field{Kind: look.Text, Name: name, Label: v.say.Say("web.field." + name), Size: size, Optional: true}
		}
		with := look.Field{Kind: look.Select, Name: "with", Label: v.say.Say("web.stay.with"), Hint: v.say.Say("web.stay.with.hint"), Optional: true, Options: []look.Option{{Text: v.say.Say("web.stay.alone")}}}
		for _, p := range view.Dossier.Persons {
			if _, ok := view.Dossier.StayOf(p.ID, v.today); ok {
				with.Options = append(with.Options, look.Option{Value: string(p.ID), Text: v.personName(view, p.ID)})
			}
		}
		fields := []look.Field{v.personField("person", "web.col.who", view, false)}
		if len(with.Options) > 1 {
			fields = append(fields, with)
		}
		return append(append(fields, text("street", ""), text("number", "short"), text("addition", "short"), text("postcode", "short"), text("place", ""),
			look.Field{Kind: look.Checkbox, Name: "secret", Label: v.say.Say("web.stay.secret"), Optional: true}), v.periodFields()...)
	},
	command: func(_ *house, v *visit, view *access.View) (dossier.Command, []casework.Typed, error) {
		span, err := v.span("since", "until")
		c := dossier.StateStay{Person: v.id("person"), Secret: v.value("secret") != "", Valid: span}
		if shared, ok := view.Dossier.StayOf(v.id("with"), v.today); ok {
			c.Address, c.Secret = shared.Address, c.Secret || shared.Secret
			return c, []casework.Typed{{Item: "address.postcode+number", Person: c.Person, Value: shared.Address.Postcode + " " + shared.Address.Number, How: casework.Reused}}, err
		}
		c.Address = dossier.Address{Street: v.value("street"), Number: v.value("number"), Addition: v.value("addition"), Postcode: v.value("postcode"), Place: v.value("place")}
		return c, filled([]casework.Typed{v.typed("address.street", "street", c.Person), v.typed("address.postcode", "postcode", c.Person), v.typed("address.place", "place", c.Person)}), err
	},
}
