package web

import (
	"net/http"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/statute"
	"eendracht/internal/web/look"
)

// clockBody is what the page of one term shows.
type clockBody struct {
	caseFrame
	Title look.CardHead
	Bar   look.ClockBar
	Facts []look.Fact
	Acts  []clockAct
}

// clockAct is one thing that can be done with a term.
type clockAct struct {
	Head look.CardHead
	Text string
	Form look.Form
}

func (h *house) clockPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return h.showClock(v, view, "", nil)
}

// doClock meets, pauses, resumes or extends a term, as the address says.
func (h *house) doClock(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	act := v.PathValue("act")
	command, err := v.clockCommand(act)
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	}
	if mendable(err) {
		return h.mended(v, view, err, func(v *visit, view *access.View, failed error) error { return h.showClock(v, view, act, failed) })
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID), "web.clock."+act+".done")
}

func (v *visit) clockCommand(act string) (dossier.Command, error) {
	id := dossier.ID(v.PathValue("clock"))
	switch act {
	case "meet":
		return dossier.MeetClock{Clock: id}, nil
	case "pause":
		return dossier.PauseClock{Clock: id, Reason: v.value("why")}, nil
	case "resume":
		return dossier.ResumeClock{Clock: id}, nil
	case "extend":
		due, wrong := v.day("due")
		return dossier.ExtendClock{Clock: id, Reason: v.value("reason"), Due: due}, wrongDays("web.clock", wrong)
	}
	return nil, fault.New(fault.NotFound, "web.clockCommand", "")
}

func (h *house) showClock(v *visit, view *access.View, act string, failed error) error {
	clock, ok := view.Dossier.Clock(dossier.ID(v.PathValue("clock")))
	if !ok {
		return fault.New(fault.NotFound, "web.showClock", "")
	}
	body := h.clockBody(v, view, clock, act, failed)
	return h.show(v, formStatus(failed), "case-clock", h.page(v, body.Title.Title, body))
}

func (h *house) clockBody(v *visit, view *access.View, c dossier.Clock, act string, failed error) clockBody {
	body := clockBody{caseFrame: h.caseFrame(v, view, "clock"), Title: look.CardHead{ID: "term", Title: v.term(c.Term)}, Bar: h.clockBar(v, c)}
	body.Facts = []look.Fact{{Term: v.say.Say("picture.clock.from"), Text: v.days.Full(c.Start)}, {Term: v.say.Say("picture.clock.until"), Text: v.days.Long(c.Due)}}
	if name := v.holderName(view, c.Owner); name != "" {
		body.Facts = append(body.Facts, look.Fact{Term: v.say.Say("web.clock.owner"), Text: name})
	}
	term, err := h.Law.Term(c.Term, c.Start)
	if err != nil || !c.Live() || view.Dossier.Closed != nil || !view.May[dossier.ActClock].Allow {
		return body
	}
	for _, name := range clockActs(c, term) {
		fields := v.clockFields(name, term)
		form := look.Form{Action: caseURL(view.Dossier.ID, "clock", string(c.Clock), name), Fields: append(h.freshKey(), fields...), Button: look.Button{Text: v.say.Say("web.clock." + name)}}
		if name != "meet" && name != "resume" {
			form.Button.Style = look.Quiet
		}
		if name == act {
			form = v.formAgain(form, renamed(failed, "reason", "why", name == "pause"))
		}
		body.Acts = append(body.Acts, clockAct{Head: look.CardHead{ID: "do-" + name, Title: v.say.Say("web.clock." + name)}, Text: v.say.Say("web.clock." + name + ".text"), Form: form})
	}
	return body
}

// clockActs gives what the law lets one do with a term as it stands.
func clockActs(c dossier.Clock, term statute.Term) []string {
	acts := []string{"meet"}
	switch {
	case c.State == dossier.ClockWaits:
		return []string{"resume", "meet"}
	case c.State != dossier.ClockRuns:
		return acts
	}
	if len(term.Pause) > 0 {
		acts = append(acts, "pause")
	}
	if term.Extension != nil && (term.Extension.Times == 0 || c.Extended < term.Extension.Times) {
		acts = append(acts, "extend")
	}
	return acts
}

func (v *visit) clockFields(act string, term statute.Term) []look.Field {
	switch act {
	case "pause":
		why := look.Field{Kind: look.Radios, Name: "why", Label: v.say.Say("web.field.reason")}
		for _, code := range term.Pause {
			article := strings.TrimPrefix(code, "awb.")
			why.Options = append(why.Options, look.Option{Value: code, Text: v.say.Say("statute.pause." + code), Hint: v.say.Say("web.law.awb") + " " + article})
		}
		return []look.Field{why}
	case "extend":
		fields := []look.Field{{Kind: look.Area, Name: "reason", Label: v.say.Say("web.field.reason"), Hint: v.say.Say("web.clock.extend.hint"), Rows: 3}}
		if term.Extension.Length.N == 0 {
			fields = append(fields, look.Field{Kind: look.Day, Name: "due", Label: v.say.Say("web.clock.extend.due")})
		}
		return fields
	}
	return nil
}

// renamed puts the findings of one field beside another, when the form calls it
// otherwise than the command.
func renamed(err error, from, to string, when bool) error {
	fields := slices.Clone(fault.Fields(err))
	if !when || len(fields) == 0 {
		return err
	}
	for i := range fields {
		if fields[i].Name == from {
			fields[i].Name = to
		}
	}
	return fault.In("web.renamed", fields...)
}

// clockRoutes are the pages of one term.
func clockRoutes() []route {
	return []route{
		{pattern: http.MethodGet + " /case/{dossier}/clock/{clock}", handle: (*house).clockPage},
		{pattern: http.MethodPost + " /case/{dossier}/clock/{clock}/{act}", handle: (*house).doClock},
	}
}
