package web

import (
	"net/http"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// safetyBody is what the page of the safety shows.
type safetyBody struct {
	caseFrame
	Title  look.CardHead
	Voices []look.Voice
	Form   *look.Form
	Past   []safetyRow
	Code   []look.Contact // runs of the reporting code
	Begin  *look.Button   // of the reporting code
	Hidden string         // said when the visitor may not know
	Quiet  *look.Link     // to the block on messages, for whoever may set it
}

// safetyRow is one weighing.
type safetyRow struct {
	Chip  look.Chip
	Words string
	Note  string
}

func (h *house) safetyPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return h.showSafety(v, view, nil)
}

// weighSafety records how safe the family is. It lies in the safety
// compartment, and marks the requests for help as read.
func (h *house) weighSafety(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	again, wrong := v.day("again")
	if wrong != nil {
		return h.showSafety(v, view, fault.In("web.weighSafety", *wrong))
	}
	command := dossier.WeighSafety{Level: v.value("level"), Words: v.value("words"), Again: again}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	switch {
	case mendable(err):
		return h.mended(v, view, err, h.showSafety)
	case err != nil:
		return err
	case view.Dossier.Lead == nil:
		return h.see(v, caseURL(view.Dossier.ID, tabLead), "web.safety.done.lead")
	}
	return h.see(v, caseURL(view.Dossier.ID), "web.safety.done")
}

// mended shows a page whose form came back; after a conflict on the newest view.
func (h *house) mended(v *visit, view *access.View, failed error, show func(*visit, *access.View, error) error) error {
	if fault.Is(failed, fault.Conflict) {
		now, err := h.openCase(v)
		if err != nil {
			return err
		}
		view = now
	}
	return show(v, view, failed)
}

func (h *house) showSafety(v *visit, view *access.View, failed error) error {
	body := h.safetyBody(v, view, failed)
	return h.show(v, formStatus(failed), "case-safety", h.page(v, body.Title.Title, body))
}

func (h *house) safetyBody(v *visit, view *access.View, failed error) safetyBody {
	body := safetyBody{caseFrame: h.caseFrame(v, view, tabSafety), Title: look.CardHead{ID: "weigh", Title: v.say.Say("web.safety.title")}}
	for _, m := range view.Dossier.Meldingen {
		if !m.Read {
			body.Voices = append(body.Voices, look.Voice{Text: m.Words, Who: v.personName(view, m.From) + ", " + v.moment(m.At)})
		}
	}
	for _, s := range slices.Backward(view.Dossier.Safety) {
		body.Past = append(body.Past, v.safetyRow(s))
	}
	body.Code = v.concernLinks(view)
	if view.May[dossier.ActIntake].Allow {
		body.Begin = &look.Button{Text: v.say.Say("table.concern.begin"), Style: look.Quiet, URL: caseURL(view.Dossier.ID, "concern", "new")}
	}
	if view.May[dossier.ActHush].Allow {
		body.Quiet = &look.Link{Text: v.money("quiet.title"), URL: caseURL(view.Dossier.ID, quietTab)}
	}
	switch {
	case view.Dossier.Closed != nil:
	case view.May[dossier.ActIntake].Allow:
		form := h.safetyForm(v, view, failed)
		body.Form = &form
	default:
		why := view.May[dossier.ActIntake]
		body.Hidden = v.say.Say(why.Key, why.Args...)
	}
	return body
}

func (v *visit) safetyRow(s dossier.Safety) safetyRow {
	row := safetyRow{Chip: look.Chip{Tone: safetyTone(s.Level), Text: v.safetyWord(s.Level)}, Words: s.Words}
	row.Note = v.say.Say("web.safety.by", "name", s.By.Name, "date", v.days.Full(nl.On(s.At)))
	if !s.Again.IsZero() {
		row.Note += " · " + v.say.Say("web.safety.again", "date", v.days.Full(s.Again))
	}
	return row
}

// safetyLevels are the choices, from calm to acute.
var safetyLevels = [...]string{dossier.SafetySafe, dossier.SafetyWatch, dossier.SafetyUnsafe, dossier.SafetyAcute}

func (h *house) safetyForm(v *visit, view *access.View, failed error) look.Form {
	level := look.Field{Kind: look.Radios, Name: "level", Label: v.say.Say("web.safety.level"), Large: true}
	for _, code := range safetyLevels {
		level.Options = append(level.Options, look.Option{Value: code, Text: v.safetyWord(code), Hint: v.say.Say("web.safety." + code + ".hint")})
	}
	fields := []look.Field{level,
		{Kind: look.Area, Name: "words", Label: v.say.Say("web.safety.words"), Hint: v.say.Say("web.safety.words.hint")},
		{Kind: look.Day, Name: "again", Label: v.say.Say("web.safety.when"), Optional: true},
	}
	if v.Request.Method == http.MethodPost {
		fields = v.refilled(fields)
	}
	return look.Form{
		Action: caseURL(view.Dossier.ID, tabSafety), Fields: append(h.caseHidden(v, view, failed), fields...),
		Button: look.Button{Text: v.say.Say("web.safety.button")}, Cancel: &look.Link{Text: v.say.Say("web.form.cancel"), URL: caseURL(view.Dossier.ID)},
	}.With(failed, v.say)
}
