package web

import (
	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// registerForm asks the population register for the family of whoever asked for help.
func (h *house) registerForm(v *visit, view *access.View) (look.Form, bool) {
	for _, m := range view.Dossier.Meldingen {
		if m.From != "" {
			style := look.Primary
			if len(view.Dossier.Relations) > 0 {
				style = look.Quiet // the family was taken before; asking again only looks for what is new
			}
			return look.Form{
				Action: caseURL(view.Dossier.ID, tabFamily, "registered"), Fields: []look.Field{{Kind: look.Hidden, Name: "person", Value: string(m.From)}},
				Button: look.Button{Text: v.say.Say("web.family.register"), Style: style, About: v.personName(view, m.From)},
			}, true
		}
	}
	return look.Form{}, false
}

// takeRegistered takes over what the register knows: nobody types it again.
func (h *house) takeRegistered(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	// The register is asked by BSN, which the law gives for intake and not for leading.
	_, err = h.Office.TakeRegistered(h.inFlow(v, "intake"), view.Dossier.ID, v.id("person"), h.Registry)
	back := caseURL(view.Dossier.ID, tabFamily)
	switch key, _ := fault.Message(err); {
	case fault.Is(err, fault.Conflict) && key == "casework.registry.nothing":
		return h.see(v, back, "web.family.register.nothing") // no failure: there was nothing new
	case err != nil:
		return err
	}
	return h.see(v, back, "web.family.register.done")
}
