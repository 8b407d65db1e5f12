package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// concernForm begins the reporting code: whose safety, and which signals. It
// lies in the safety compartment, so its routes ask for a strong sign-in.
var concernForm = caseForm{
	tab: tabSafety, name: "concern", path: []string{"concern", "new"},
	fields: func(_ *house, v *visit, view *access.View) []look.Field {
		return []look.Field{
			{Kind: look.Checkboxes, Name: "persons", Label: v.say.Say("table.concern.persons"), Hint: v.say.Say("table.concern.persons.hint"), Options: v.familyOptions(view)},
			{Kind: look.Area, Name: "words", Label: v.say.Say("table.concern.signals"), Hint: v.say.Say("table.concern.signals.hint"), Rows: 6},
		}
	},
	command: func(_ *house, v *visit, _ *access.View) (dossier.Command, []casework.Typed, error) {
		return dossier.RaiseConcern{Persons: v.idList("persons"), Words: v.value("words")}, nil, nil
	},
}

// familyOptions offers the living members of the family, without the network.
func (v *visit) familyOptions(view *access.View) []look.Option {
	return slices.DeleteFunc(v.personOptions(view), func(o look.Option) bool {
		p, ok := view.Dossier.Person(dossier.ID(o.Value))
		return !ok || p.Network
	})
}

// openConcerns opens the case for whoever may weigh its safety; for everyone else
// these pages are not there.
func (h *house) openConcerns(v *visit) (*access.View, error) {
	view, err := h.openCase(v)
	if err == nil && (!governs(view) || !view.May[dossier.ActIntake].Allow) {
		return nil, fault.New(fault.NotFound, "web.openConcerns", "")
	}
	return view, err
}

func (h *house) newConcern(v *visit) error {
	view, err := h.openConcerns(v)
	if err != nil {
		return err
	}
	return concernForm.show(h, v, view, nil)
}

// raiseConcern begins the code and goes on to its next step.
func (h *house) raiseConcern(v *visit) error {
	view, err := h.openConcerns(v)
	if err != nil {
		return err
	}
	command, typed, err := concernForm.command(h, v, view)
	if err != nil {
		return err
	}
	done, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, typed...))
	if mendable(err) {
		return concernForm.again(h, v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, concernURL(view.Dossier.ID, done.New[0]), "table.concern.begun")
}

func concernURL(id, concern dossier.ID) string { return caseURL(id, "concern", string(concern)) }
