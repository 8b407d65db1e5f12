package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// relationForm says how two people are related, and since when.
var relationForm = caseForm{
	tab: tabFamily, name: "relation", path: []string{tabFamily, "relation"}, back: tabFamily,
	fields: func(_ *house, v *visit, view *access.View) []look.Field {
		kind := look.Field{Kind: look.Radios, Name: "type", Label: v.say.Say("web.relation.type")}
		for _, code := range []string{"parent", "partner", "grandparent", "sibling", "other"} {
			kind.Options = append(kind.Options, look.Option{Value: code, Text: v.say.Say("web.relation." + code)})
		}
		return append([]look.Field{v.personField("from", "web.col.who", view, false), kind, v.personField("to", "web.relation.to", view, false),
			{Kind: look.Text, Name: "label", Label: v.say.Say("web.relation.label"), Hint: v.say.Say("web.relation.label.hint"), Optional: true}}, v.periodFields()...)
	},
	command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
		span, err := v.span("since", "until")
		c := dossier.StateRelation{From: v.id("from"), To: v.id("to"), Type: v.value("type"), Label: v.value("label"), Valid: span}
		return c, filled([]casework.Typed{v.typed("relation.label", "label", c.From)}), err
	},
}

// periodFields ask from when until when something holds.
func (v *visit) periodFields() []look.Field {
	return []look.Field{
		{Kind: look.Day, Name: "since", Label: v.say.Say("web.field.since"), Optional: true},
		{Kind: look.Day, Name: "until", Label: v.say.Say("web.field.until"), Hint: v.say.Say("web.field.until.hint"), Optional: true},
	}
}
