package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// helpersBody is what family-helpers.html shows: who helps us, and how to reach them.
type helpersBody struct {
	Head    look.PageHead
	Lead    *look.Contact
	NoLead  *look.Alert
	Groups  []helperGroup
	Picture *picture.Figure
}

type helperGroup struct {
	Head  look.CardHead
	Helps []look.Contact
}

// ourHelpersPage shows who is involved: that, and how to reach them.
func (h *house) ourHelpersPage(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	body := v.helpersBody(view)
	return h.show(v, http.StatusOK, "family-helpers", h.page(v, body.Head.Title, body))
}

// ourView opens the dossier for a page that is the family's own.
func (h *house) ourView(v *visit) (*access.View, error) {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err == nil && !isMember(view) {
		return nil, fault.New(fault.NotFound, "web.ourView", "")
	}
	return view, err
}

func (v *visit) helpersBody(view *access.View) helpersBody {
	helpers := v.familyHelpers(view)
	body := helpersBody{Head: look.PageHead{Kicker: v.familyTitle(view.Dossier), Title: v.say.Say("web.nav.helpers"), Text: v.say.Count("webfamily.helpers.count", len(helpers))}}
	if len(helpers) == 0 {
		body.Head.Text = v.say.Say("webfamily.helpers.nobody")
	}
	if contact, ok := v.helperContact(view); ok {
		body.Lead = &contact
	}
	if view.Dossier.Lead == nil && view.Dossier.Closed == nil {
		body.NoLead = &look.Alert{Text: v.say.Say("webfamily.helpers.nolead")}
	}
	for _, group := range []string{"organisations", "near", "home"} {
		list := v.helpersIn(view, group)
		if len(list) > 0 {
			body.Groups = append(body.Groups, helperGroup{look.CardHead{ID: "group-" + group, Title: v.say.Say("webfamily.helpers." + group)}, list})
		}
	}
	if len(helpers) > 0 {
		figure := v.ecogram(view)
		body.Picture = &figure
	}
	return body
}

// groupOf tells in which group of the page someone stands.
func groupOf(o access.That) string {
	switch o.Role {
	case "family":
		return "home"
	case "network":
		return "near"
	}
	return "organisations"
}

func (v *visit) helpersIn(view *access.View, group string) []look.Contact {
	var list []look.Contact
	for _, o := range view.Others {
		if groupOf(o) != group || o.Subject.Person != "" && o.Subject.Person == view.Me {
			continue
		}
		list = addContact(list, v.contactOf(o))
	}
	return list
}

// addContact adds who does not stand in the list yet: an organisation may be
// involved for more than one task.
func addContact(list []look.Contact, c look.Contact) []look.Contact {
	if slices.ContainsFunc(list, func(x look.Contact) bool { return x.Name == c.Name }) {
		return list
	}
	return append(list, c)
}

func (v *visit) contactOf(o access.That) look.Contact {
	return look.Contact{Face: thatFace(o), Name: o.Name, Note: v.roleWord(o.Role), Tel: o.Phone}
}

// familyHelpers gives who helps: everyone involved but the family itself, the lead first.
func (v *visit) familyHelpers(view *access.View) []look.Contact {
	var list []look.Contact
	if contact, ok := v.helperContact(view); ok {
		list = append(list, contact)
	}
	for _, o := range view.Others {
		if groupOf(o) != "home" {
			list = addContact(list, v.contactOf(o))
		}
	}
	return list
}

// ecogram draws the family with who stands around it.
func (v *visit) ecogram(view *access.View) picture.Figure {
	e := picture.Ecogram{ID: "ecogram", Title: v.say.Say("webfamily.helpers.picture"), Centre: v.familyTitle(view.Dossier)}
	seen := map[string]bool{}
	for _, o := range view.Others {
		if groupOf(o) == "home" || seen[o.Name] {
			continue
		}
		seen[o.Name] = true
		helper := picture.Helper{Name: o.Name, Role: v.roleWord(o.Role), Tint: roleTint(o.Role)}
		if o.What != nil {
			helper.For = v.personsOf(view, o.What.Persons)
		}
		if o.Role == "lead" {
			helper.Tie = picture.Strong
		}
		e.Around = append(e.Around, helper)
	}
	return e.Draw(v.say)
}

// untilWords says until when someone is involved.
func (v *visit) untilWords(until nl.Date) string {
	if until.IsZero() {
		return v.say.Say("webfamily.sight.noend")
	}
	return v.say.Say("webfamily.sight.until", "day", v.dayWords(until))
}
