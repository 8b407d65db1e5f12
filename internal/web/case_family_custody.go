package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// custodyCodes are the ways in which custody can lie (BRP table 61).
var custodyCodes = [...]string{"12", "1", "2", "1D", "2D", "D", "3D"}

// custodyForm says who has custody of a child.
var custodyForm = caseForm{
	tab: tabFamily, name: "custody", path: []string{tabFamily, "custody"}, back: tabFamily,
	fields: func(_ *house, v *visit, view *access.View) []look.Field {
		code := look.Field{Kind: look.Radios, Name: "code", Label: v.say.Say("web.col.custody")}
		for _, c := range custodyCodes {
			code.Options = append(code.Options, look.Option{Value: c, Text: v.say.Say("web.custody." + c)})
		}
		return append([]look.Field{v.personField("child", "web.col.child", view, false), code,
			v.personField("parent1", "web.custody.parent1", view, true), v.personField("parent2", "web.custody.parent2", view, true),
			v.personField("third", "web.custody.third", view, true)}, v.periodFields()...)
	},
	command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
		span, err := v.span("since", "until")
		c := dossier.StateCustody{Child: v.id("child"), Code: v.value("code"), Parent1: v.id("parent1"), Parent2: v.id("parent2"), Valid: span}
		if third := v.id("third"); third != "" {
			c.Third = []dossier.ID{third}
		}
		return c, nil, err
	},
}
