package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// coverPage lets the lead choose a colleague who stands in.
func (h *house) coverPage(v *visit) error { return h.withColleagues(v, caseForm.page) }

// coverLead lets a colleague stand in for the lead from a day to a day.
func (h *house) coverLead(v *visit) error { return h.withColleagues(v, caseForm.post) }

func (h *house) withColleagues(v *visit, do func(caseForm, *house, *visit) error) error {
	colleagues, err := h.Office.Colleagues(v.ctx, v.signed.User.Org, "worker")
	if err != nil {
		return err
	}
	return do(coverForm(colleagues), h, v)
}

func coverForm(colleagues []store.User) caseForm {
	return caseForm{
		tab: tabLead, name: "cover", path: []string{tabLead, "cover"}, back: tabLead,
		fields: func(_ *house, v *visit, view *access.View) []look.Field {
			return []look.Field{
				v.colleagueField("by", "web.lead.by", view, colleagues),
				{Kind: look.Day, Name: "from", Label: v.say.Say("web.field.from"), Hint: v.say.Say("web.field.from.today"), Optional: true},
				{Kind: look.Day, Name: "until", Label: v.say.Say("web.field.until")},
			}
		},
		command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
			span, err := v.span("from", "until")
			user := chosenUser(colleagues, v.id("by"))
			if user.ID == "" && err == nil {
				err = fault.In("web.cover", fault.Field{Name: "by", Key: "dossier.lead.who"})
			}
			return dossier.CoverLead{By: user.ID, Org: user.Org, Called: user.Name, From: span.From, Until: span.Until}, nil, err
		},
	}
}

// endLeadForm ends the lead; the family then has none and the alarm goes.
var endLeadForm = caseForm{
	tab: tabLead, name: "endlead", path: []string{tabLead, "end"}, back: tabLead,
	fields: func(_ *house, v *visit, _ *access.View) []look.Field {
		return []look.Field{{Kind: look.Area, Name: "reason", Label: v.say.Say("web.field.reason"), Rows: 3}}
	},
	command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
		return dossier.EndLead{Reason: v.value("reason")}, nil, nil
	},
}

// wrongDays turns the findings about dates into a fault; nil when there are none.
func wrongDays(op string, wrong ...*fault.Field) error {
	var fields []fault.Field
	for _, f := range wrong {
		if f != nil {
			fields = append(fields, *f)
		}
	}
	return fault.In(op, fields...)
}
