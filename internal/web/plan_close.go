package web

import (
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// closeBody is what plan-close.html shows.
type closeBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Left   []look.TaskRow // what is still open, with where to end it
	Keep   []look.Fact    // how long the dossier is kept, and why
	Closed *look.Alert
	Watch  []look.Fact
	Forms  []actionForm
}

// closing shows what is still open, the watch date and how long the dossier is kept.
func (h *house) closing(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showClosing(v, view, nil)
}

func (h *house) showClosing(v *visit, view *access.View, failed error) error {
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	body := h.closeBody(v, view, colleagues, failed)
	return h.show(v, formStatus(failed), "plan-close", h.page(v, body.Head.Title, body))
}

// closeCase sets the watch date, says that a term was met, or ends the work.
func (h *house) closeCase(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	command, key, err := h.closeCommand(v, view)
	if err == nil {
		wish := v.wish(view.Dossier.ID, command)
		_, err = h.Office.Do(v.ctx, wish)
	}
	if mendable(err) {
		return h.showClosing(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "close"), key)
}

func (h *house) closeCommand(v *visit, view *access.View) (dossier.Command, string, error) {
	if clock := v.id("clock"); clock != "" {
		return dossier.MeetClock{Clock: clock}, "web.chain.close.wasmet", nil
	}
	switch v.value(fieldDo) {
	case "watch":
		colleagues, err := h.colleagues(v)
		if err != nil {
			return nil, "", err
		}
		on, finding := v.day("on")
		if finding != nil {
			return nil, "", fault.In("web.closeCommand", *finding)
		}
		owner, err := chosen(v.choices(view, colleagues), "owner", v.value("owner"))
		return dossier.SetWatch{On: on, Owner: owner, Words: v.value("words")}, "web.chain.close.watched", err
	case "close":
		return dossier.CloseDossier{Reason: v.value("reason")}, "web.chain.close.done", nil
	}
	return nil, "", fault.New(fault.Invalid, "web.closeCommand", "web.chain.nothing")
}

// reopen takes the work up again.
func (h *house) reopen(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.ReopenDossier{Reason: v.value("reason")}))
	if mendable(err) {
		return h.showClosing(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID), "web.chain.close.reopened")
}

func (h *house) closeBody(v *visit, view *access.View, colleagues []dossier.Holder, failed error) closeBody {
	d := view.Dossier
	body := closeBody{
		Trail: v.planTrail(view, v.tell("close")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("close"), Text: v.tell("close.text")},
	}
	if d.Watch != nil {
		body.Watch = []look.Fact{{Term: v.days.Long(d.Watch.On), Text: v.holderOr(view, d.Watch.Owner), Note: d.Watch.Words}}
	}
	if d.Closed != nil {
		body.Head.Text = ""
		body.Closed = &look.Alert{Tone: look.OK, Title: v.say.Say("web.case.closed", "date", v.days.Full(nl.On(d.Closed.At))), Text: d.Closed.Reason}
		body.Keep = h.keepFacts(v, d.Closed.Closed)
		reopen := look.Form{Action: caseURL(d.ID, "reopen"), Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.tell("close.reopen"), Style: look.Quiet}}
		body.Forms = []actionForm{h.folded(v, "reopen", v.tell("close.reopen"), failed, reopen)}
		return body
	}
	body.Left = h.leftRows(v, view)
	if closed, ok := h.wouldKeep(v, d); ok {
		body.Keep = h.keepFacts(v, closed)
	}
	body.Forms = h.closeForms(v, view, colleagues, failed)
	return body
}

func (h *house) closeForms(v *visit, view *access.View, colleagues []dossier.Holder, failed error) []actionForm {
	list := v.choices(view, colleagues)
	watch := look.Form{
		Action: caseURL(view.Dossier.ID, "close"),
		Fields: []look.Field{
			{Kind: look.Day, Name: "on", Label: v.tell("close.watch.on")},
			{Kind: look.Select, Name: "owner", Label: v.tell("close.watch.owner"), Options: optionsOf(list, look.Option{Text: v.tell("close.watch.lead")}), Optional: true},
			{Kind: look.Area, Name: "words", Label: v.tell("close.watch.words"), Optional: true, Rows: 3},
		},
		Button: look.Button{Text: v.tell("close.watch.save"), Style: look.Quiet},
	}
	end := look.Form{
		Action: caseURL(view.Dossier.ID, "close"), Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.tell("close.save"), Style: look.Danger},
	}
	forms := []actionForm{h.folded(v, "watch", v.tell("close.watch"), failed, watch), h.folded(v, "close", v.tell("close.end"), failed, end)}
	if failed == nil && view.Dossier.Watch == nil {
		forms[0].Open = true
	}
	return forms
}

// moment is what a command needs to be tried out: nothing of it is kept.
func (h *house) moment(v *visit) dossier.Moment {
	return dossier.Moment{Now: v.now, Law: h.Law, NewID: h.NewID}
}

// leftRows lists what the command itself says is still open, so that the page
// and the command cannot differ.
func (h *house) leftRows(v *visit, view *access.View) []look.TaskRow {
	_, err := dossier.CloseDossier{Reason: "-"}.Decide(view.Dossier, h.moment(v))
	var rows []look.TaskRow
	for _, f := range fault.Fields(err) {
		kind, thing, _ := strings.Cut(f.Name, ".")
		rows = append(rows, v.leftRow(view, kind, dossier.ID(thing)))
	}
	return rows
}

// leftRow says of one open thing what it is, and leads to where it can end.
func (v *visit) leftRow(view *access.View, kind string, thing dossier.ID) look.TaskRow {
	id := view.Dossier.ID
	if g, ok := view.Dossier.Goal(thing); ok && kind == "goal" {
		return look.TaskRow{Face: look.Face{Initials: "◎", Tint: picture.Family}, What: g.GoalSet.Words, When: v.tell("close.goal"), URL: caseURL(id, "goals", string(thing))}
	}
	if t, ok := view.Dossier.Task(thing); ok && kind == "task" {
		chip := v.stateChip(t)
		return look.TaskRow{Face: v.holderFace(view, t.Holder), Who: v.holderOr(view, t.Holder), What: v.taskTitle(t), URL: v.taskURL(view, t), Chip: &chip}
	}
	if c, ok := view.Dossier.Concern(thing); ok && kind == "concern" {
		return look.TaskRow{Face: look.Face{Initials: "!"}, What: v.say.Say("table.concern.title"), When: v.say.Say("table.concern.state." + c.State), URL: concernURL(id, thing)}
	}
	row := look.TaskRow{Face: look.Face{Initials: "…"}, What: v.tell("close.clock")}
	if c, ok := view.Dossier.Clock(thing); ok {
		row.What, row.When = v.term(c.Term), v.left(c.Due)
		row.Button = &look.Button{Text: v.tell("close.met"), Style: look.Quiet, Post: caseURL(id, "close"), Name: "clock", Value: string(thing), About: row.What}
	}
	return row
}

// wouldKeep tries out the closing as if nothing were open, to tell beforehand
// how long the dossier would be kept.
func (h *house) wouldKeep(v *visit, d *dossier.Dossier) (dossier.Closed, bool) {
	bare := *d
	bare.Goals, bare.Tasks, bare.Clocks, bare.Concerns = nil, nil, nil, nil
	entries, err := dossier.CloseDossier{Reason: "-"}.Decide(&bare, h.moment(v))
	if err != nil {
		return dossier.Closed{}, false
	}
	for _, e := range entries {
		if closed, ok := e.Body.(dossier.Closed); ok {
			return closed, true
		}
	}
	return dossier.Closed{}, false
}

// keepFacts says until when a dossier is kept and by which article.
func (h *house) keepFacts(v *visit, c dossier.Closed) []look.Fact {
	facts := []look.Fact{{Term: v.tell("close.keep"), Text: v.days.Full(c.Keep)}}
	r, err := h.Law.Retention(c.Retention, v.today)
	if err != nil {
		return facts
	}
	return append(facts,
		look.Fact{Term: v.tell("close.keep.law"), Text: v.cite(r.Law, r.Article), Note: v.say.Say(r.LabelKey)},
		look.Fact{Term: v.tell("close.keep.length"), Text: v.say.Count("web.chain.close.years", r.Years) + ", " + v.say.Say("statute.from."+r.From)},
	)
}
