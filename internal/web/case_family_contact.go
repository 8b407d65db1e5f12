package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// contactForm says how someone can be reached.
var contactForm = caseForm{
	tab: tabFamily, name: "contact", path: []string{tabFamily, "contact"}, back: tabFamily,
	fields: func(_ *house, v *visit, view *access.View) []look.Field {
		phone := look.Field{Kind: look.Text, Name: "phone", Label: v.say.Say("web.field.phone"), Type: "tel", Size: "medium", Optional: true}
		email := look.Field{Kind: look.Text, Name: "email", Label: v.say.Say("web.field.email"), Type: "email", Optional: true}
		fields := []look.Field{v.personField("person", "web.col.who", view, false)}
		p, known := view.Dossier.Person(v.asked("person"))
		fields = append(fields, v.prefilled(known, phone, p.Phone, v.say.Say("web.known"))...)
		return append(fields, v.prefilled(known, email, p.Email, v.say.Say("web.known"))...)
	},
	command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
		c := dossier.StateContact{Person: v.id("person"), Phone: v.value("phone"), Email: v.value("email")}
		return c, filled([]casework.Typed{v.typed("contact.phone", "phone", c.Person), v.typed("contact.email", "email", c.Person)}), nil
	},
}
