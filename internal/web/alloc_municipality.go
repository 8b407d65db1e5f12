package web

import (
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/web/look"
)

var municipalPage = carePage{
	purpose: "decision", forms: (*house).municipalForms, do: (*house).municipalDoes,
	home: func(id dossier.ID) string { return caseURL(id, "chain") },
}

// municipalCare shows the municipality's side an allocation and what may change of it.
func (h *house) municipalCare(v *visit) error {
	if !inMunicipality(v) {
		return fault.New(fault.NotFound, "web.municipalCare", "")
	}
	return h.showCare(v, municipalPage, nil)
}

// actMunicipal changes an allocation; the 301 leaves with it.
func (h *house) actMunicipal(v *visit) error {
	if !inMunicipality(v) {
		return fault.New(fault.NotFound, "web.actMunicipal", "")
	}
	return h.doCare(v, municipalPage)
}

func (h *house) municipalForms(v *visit, view *access.View, a dossier.Allocation, failed error) (first, rest []actionForm) {
	if a.State() == dossier.AllocationGone || !view.May[dossier.ActDecide].Allow {
		return nil, nil
	}
	if _, refused := desk.Bounced(view.Dossier, a); refused {
		first = append(first, h.folded(v, "anew", v.money("anew"), failed, look.Form{Button: look.Button{Text: v.money("anew.save"), Style: look.Primary}}))
	}
	known := v.alloc("known.allocation")
	fields := v.dayField("until", "field.until", a.Care.Until, known)
	if a.Care.Frequency == "6" && a.Care.Volume > 0 {
		fields = append(fields, offered(look.Field{Kind: look.Text, Name: "volume", Label: v.alloc("field.size"), InputMode: "numeric", Size: "short"}, strconv.Itoa(a.Care.Volume), known)...)
	}
	if a.Care.Budget > 0 {
		fields = append(fields, offered(look.Field{Kind: look.Text, Name: "budget", Label: v.tell("care.budget"), InputMode: "decimal", Size: "short"}, plainAmount(a.Care.Budget), known)...)
	}
	fields = append(fields,
		look.Field{Kind: look.Select, Name: "reason", Label: v.alloc("field.why"), Optional: true, Options: append([]look.Option{{Text: v.alloc("field.why.auto")}}, codeOptions(a.Care.Law, "RedenWijziging")...)},
		look.Field{Kind: look.Checkbox, Name: "agreed", Label: v.alloc("field.agreed"), Value: "yes", Optional: true})
	rest = append(rest, h.folded(v, "alter", v.alloc("do.alter"), failed, look.Form{Fields: fields, Button: look.Button{Text: v.alloc("do.alter.save")}}))
	return first, append(rest, h.folded(v, "remove", v.alloc("do.remove"), failed, look.Form{Button: look.Button{Text: v.alloc("do.remove.save"), Style: look.Quiet}}))
}

func (h *house) municipalDoes(v *visit, view *access.View, a dossier.Allocation) error {
	c := dossier.ChangeAllocation{Number: a.Number, Reason: v.value("reason"), Agreed: v.value("agreed") != ""}
	switch v.value(fieldDo) {
	case "anew":
		_, err := h.Messages.TellAnew(v.ctx, v.careOrder(view), a.Number)
		return err
	case "remove":
		c = dossier.ChangeAllocation{Number: a.Number, Remove: true}
	case "alter":
		days, err := v.someDays("until")
		if err != nil {
			return err
		}
		c.Until = days["until"]
		c.Volume, _ = strconv.Atoi(v.value("volume")) // 0: as it is
		budget, fine := v.amount("budget")
		if !fine {
			return fault.In("web.municipalDoes", fault.Field{Name: "budget", Key: "web.alloc.amount"})
		}
		c.Budget = budget
	default:
		return fault.New(fault.Invalid, "web.municipalDoes", "web.chain.nothing")
	}
	_, err := h.Messages.ChangeAllocation(v.ctx, v.careOrder(view), c)
	return err
}
