package web

import (
	"net/http"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// findBody is what the page for finding someone shows.
type findBody struct {
	Head   look.PageHead
	Forms  []findForm
	Asked  bool
	Result look.CardHead
	Hits   []findHit
	None   *look.Empty
}

// findForm is one of the three ways to find someone.
type findForm struct {
	Head look.CardHead
	Form look.Form
}

// findHit says that someone is known, and whom to call.
type findHit struct {
	Contact look.Contact
	Open    *look.Button
}

// The ways to find someone.
const (
	findBSN     = "bsn"
	findName    = "name"
	findAddress = "address"
)

func (h *house) findPage(v *visit) error {
	return h.showFind(v, http.StatusOK, "", nil, nil)
}

// find answers only that someone is known and whom to call. What was typed is
// sent in the body, never in an address that is kept in histories and logs.
func (h *house) find(v *visit) error {
	by := v.value("by")
	ask, wrong := v.findAsk(by)
	if wrong != nil {
		return h.showFind(v, http.StatusUnprocessableEntity, by, nil, fault.In("web.find", *wrong))
	}
	hits, err := h.Office.Find(v.ctx, ask)
	if mendable(err) {
		return h.showFind(v, formStatus(err), by, nil, err)
	}
	if err != nil {
		return err
	}
	return h.showFind(v, http.StatusOK, by, hits, nil)
}

func (v *visit) findAsk(by string) (casework.FindAsk, *fault.Field) {
	switch by {
	case findBSN:
		if v.value("bsn") == "" {
			return casework.FindAsk{}, &fault.Field{Name: "bsn", Key: "casework.find.bsn"}
		}
		return casework.FindAsk{BSN: v.value("bsn")}, nil
	case findName:
		if v.value("family") == "" {
			return casework.FindAsk{}, &fault.Field{Name: "family", Key: "web.find.family.empty"}
		}
		birth, wrong := v.dayParts("birth")
		return casework.FindAsk{Family: v.value("family"), Birth: birth}, wrong
	}
	return casework.FindAsk{Postcode: v.value("postcode"), Number: v.value("number")}, nil
}

func (h *house) showFind(v *visit, status int, by string, hits []casework.Hit, failed error) error {
	body := v.findBody(by, hits, failed)
	body.Asked = by != "" && failed == nil
	return h.show(v, status, "work-find", h.page(v, body.Head.Title, body))
}

func (v *visit) findBody(by string, hits []casework.Hit, failed error) findBody {
	body := findBody{Head: look.PageHead{Title: v.say.Say("web.find.title"), Text: v.say.Say("web.find.text")}}
	for _, way := range []string{findBSN, findName, findAddress} {
		form := v.findForm(way)
		if way == by {
			form = form.With(failed, v.say)
		}
		body.Forms = append(body.Forms, findForm{Head: look.CardHead{ID: "by-" + way, Title: v.say.Say("web.find." + way)}, Form: form})
	}
	body.Result = look.CardHead{ID: "found", Title: v.say.Count("web.find.found", len(hits))}
	for _, hit := range hits {
		body.Hits = append(body.Hits, v.findHit(hit))
	}
	if len(hits) == 0 {
		body.None = &look.Empty{Title: v.say.Say("web.find.none"), Text: v.say.Say("web.find.none.text")}
	}
	return body
}

func (v *visit) findForm(way string) look.Form {
	text := func(name, size string) look.Field {
		return look.Field{Kind: look.Text, Name: name, Label: v.say.Say("web.find.field." + name), Size: size, Value: v.value(name)}
	}
	form := look.Form{Action: "/find", Button: look.Button{Text: v.say.Say("web.find.button"), Style: look.Quiet, About: v.say.Say("web.find." + way)}, Fields: []look.Field{{Kind: look.Hidden, Name: "by", Value: way}}}
	switch way {
	case findBSN:
		bsn := text("bsn", "medium")
		bsn.InputMode = "numeric"
		form.Fields = append(form.Fields, bsn)
	case findName:
		birth := look.Field{Kind: look.DayParts, Name: "birth", Label: v.say.Say("web.find.field.birth"), Value: v.typedParts("birth")}
		form.Fields = append(form.Fields, text("family", ""), birth)
	default:
		form.Fields = append(form.Fields, text("postcode", "short"), text("number", "short"))
	}
	return form
}

// findHit gives the answer for one dossier: whom to call, and the door when it is open.
func (v *visit) findHit(hit casework.Hit) findHit {
	shown := findHit{Contact: look.Contact{Name: hit.Lead, Tel: hit.Phone, Note: v.say.Say("web.find.by." + hit.By), Face: look.Face{Initials: picture.Initials(hit.Lead), Tint: picture.Team}}}
	if hit.Dossier != "" {
		shown.Open = &look.Button{Text: v.say.Say("web.find.open"), URL: caseURL(hit.Dossier), About: hit.Lead, Style: look.Quiet}
	}
	return shown
}
