package web

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// quietTab is the tail of the address of the block on messages.
const quietTab = "quiet"

// money says a text of the pages about the money and the messages of care.
func (v *visit) money(key string, args ...string) string { return v.say.Say("money."+key, args...) }

// quietPage shows whether official messages about the family are blocked
// (OP003): since when, by whom and why. Whoever may weigh the safety of the
// family may block and unblock; for all others there is no such page.
func (h *house) quietPage(v *visit) error { return h.showQuiet(v, nil) }

func (h *house) showQuiet(v *visit, failed error) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	if !view.May[dossier.ActHush].Allow {
		return fault.New(fault.NotFound, "web.showQuiet", "")
	}
	id := view.Dossier.ID
	body := trustBody{
		Trail: []look.Link{{Text: view.Dossier.Name, URL: caseURL(id)}, {Text: v.money("quiet.title")}},
		Head:  look.PageHead{Kicker: view.Dossier.Name, Title: v.money("quiet.title"), Text: v.money("quiet.text")},
		Links: []look.Link{{Text: v.money("quiet.messages"), URL: caseURL(id, "chain")}, {Text: v.say.Say("web.safety.title"), URL: caseURL(id, tabSafety)}},
	}
	body.Alerts, body.Facts = v.quietState(view)
	body.Forms = []trustForm{h.quietForm(v, view, failed)}
	return h.showTrust(v, body, failed)
}

// quietState says how it stands: blocked by whom, why and until when, or free.
func (v *visit) quietState(view *access.View) ([]look.Alert, []look.Fact) {
	s := view.Dossier.Traffic
	if s == nil {
		return []look.Alert{{Tone: look.OK, Text: v.money("quiet.free")}}, nil
	}
	until := v.money("quiet.until.lifted")
	if !s.Until.IsZero() {
		until = v.days.Full(s.Until)
	}
	alert := look.Alert{Tone: look.Late, Title: v.money("quiet.on"), Text: v.money("quiet.on.text")}
	if !view.Dossier.Silent(v.today) {
		alert = look.Alert{Tone: look.Soon, Title: v.money("quiet.over"), Text: v.money("quiet.over.text")}
	}
	return []look.Alert{alert}, []look.Fact{
		{Term: v.money("quiet.why"), Text: s.Words},
		{Term: v.money("quiet.by"), Text: s.By.Name, Note: v.days.Full(nl.On(s.At))},
		{Term: v.money("quiet.until"), Text: until},
	}
}

// quietForm is the one next step: block, or lift.
func (h *house) quietForm(v *visit, view *access.View, failed error) trustForm {
	do, fields := "forbid", []look.Field{
		{Kind: look.Area, Name: "words", Label: v.money("quiet.why.ask"), Hint: v.money("quiet.why.hint")},
		{Kind: look.Day, Name: "until", Label: v.money("quiet.until.ask"), Hint: v.money("quiet.until.hint"), Optional: true},
	}
	if view.Dossier.Traffic != nil {
		do, fields = "allow", []look.Field{{Kind: look.Area, Name: "words", Label: v.money("quiet.safe.ask"), Hint: v.money("quiet.safe.hint")}}
	}
	form := look.Form{
		Action: caseURL(view.Dossier.ID, quietTab), Button: look.Button{Text: v.money("quiet." + do)},
		Fields: append(append(h.hidden(v, 0), look.Field{Kind: look.Hidden, Name: fieldDo, Value: do}), fields...),
	}
	return trustForm{Head: look.CardHead{ID: do, Title: v.money("quiet." + do + ".title")}, Text: v.money("quiet." + do + ".text"), Form: v.formAgain(form, failed)}
}

// hushTraffic blocks the messages about a family, or lets them go again.
func (h *house) hushTraffic(v *visit) error {
	var command dossier.Command = dossier.AllowTraffic{Words: v.value("words")}
	told := "money.quiet.done.allow"
	if v.value(fieldDo) == "forbid" {
		until, wrong := v.day("until")
		if wrong != nil {
			return h.showQuiet(v, fault.In("web.hushTraffic", *wrong))
		}
		command, told = dossier.ForbidTraffic{Words: v.value("words"), Until: until}, "money.quiet.done.forbid"
	}
	_, err := h.Office.Do(v.ctx, v.wish(v.dossier(), command))
	if mendable(err) {
		return h.showQuiet(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(v.dossier(), quietTab), told)
}
