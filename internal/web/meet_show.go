package web

import (
	"cmp"
	"slices"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// meetBody is what meet-show.html shows.
type meetBody struct {
	Trail    []look.Link
	Head     look.PageHead
	Alert    *look.Alert
	Agenda   *look.Table // with who reads each item
	Outcomes []look.Fact
	Hold     *holdForm
	Cards    []look.Card
	Off      *look.Form // to call it off
}

// meetingPage shows a meeting to those who carry the case.
func (h *house) meetingPage(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showMeeting(v, view, nil)
}

func (h *house) showMeeting(v *visit, view *access.View, failed error) error {
	m, ok := view.Dossier.Meeting(dossier.ID(v.PathValue("meeting")))
	if !ok {
		return fault.New(fault.NotFound, "web.showMeeting", "")
	}
	body := h.meetHead(v, view, m)
	body.Trail = v.planTrail(view, v.meet("title"))
	if m.State == dossier.MeetingComes {
		previews, err := h.Office.Preview(v.ctx, view, m.Guests)
		if err != nil {
			return err
		}
		body.Agenda = v.agendaTable(view, previews)
		colleagues, err := h.colleagues(v)
		if err != nil {
			return err
		}
		body.Hold = h.holdForm(v, view, m, v.choices(view, colleagues), failed)
		off := h.form(v, view.Seen, "cancel", onlyOf(v, "cancel", failed), look.Form{
			Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.meet("cancel"), Style: look.Danger},
		})
		body.Off = &off
	}
	return h.show(v, formStatus(failed), "meet-show", h.page(v, body.Head.Title, body))
}

// onlyOf gives the fault when the form that was sent is this one.
func onlyOf(v *visit, do string, failed error) error {
	if v.value(fieldDo) == do {
		return failed
	}
	return nil
}

// meetHead gives what everyone reads of a meeting.
func (h *house) meetHead(v *visit, view *access.View, m dossier.Meeting) meetBody {
	start := m.Start()
	body := meetBody{Head: look.PageHead{
		Kicker: v.familyKicker(view), Title: v.meet("title.on", "date", v.days.Full(m.On), "time", v.days.Clock(start)), Text: m.Why,
	}}
	switch m.State {
	case dossier.MeetingOff:
		body.Alert = &look.Alert{Tone: look.Late, Title: v.meet("off"), Text: m.Reason}
	case dossier.MeetingDone:
		body.Head.Chips = []look.Chip{{Tone: look.OK, Text: v.meet("held")}}
	}
	for _, o := range m.Outcomes {
		fact := look.Fact{Term: cmp.Or(v.outcomeWhere(view, o), v.meet("everyone")), Text: o.Words}
		if task, ok := view.Dossier.Task(o.Task); ok {
			fact.Note = v.holderOr(view, task.Holder) + " · " + v.dueWords(task)
			fact.URL, fact.Link = v.taskURL(view, task), v.meet("totask")
		}
		body.Outcomes = append(body.Outcomes, fact)
	}
	body.Cards = []look.Card{v.whereCard(view, m), v.tableCard(view, m)}
	return body
}

func (v *visit) outcomeWhere(view *access.View, o dossier.Outcome) string {
	if o.Part == (dossier.Part{}) {
		return ""
	}
	return v.fullPart(view, o.Part)
}

// whereCard says where and how long, with the file for one's own calendar.
func (v *visit) whereCard(view *access.View, m dossier.Meeting) look.Card {
	card := look.Card{Head: look.CardHead{ID: "where", Title: v.meet("where")}, Facts: []look.Fact{
		{Term: v.meet("on"), Text: v.days.Full(m.On)},
		{Term: v.meet("at"), Text: v.days.Clock(m.Start()) + " – " + v.days.Clock(m.Start().Add(time.Duration(m.Minutes)*time.Minute))},
	}}
	if m.Place != "" {
		card.Facts = append(card.Facts, look.Fact{Term: v.meet("place"), Text: m.Place})
	}
	if m.State == dossier.MeetingComes {
		card.Buttons = []look.Button{{Text: v.meet("ics"), Style: look.Quiet, URL: meetingURL(view, m) + "/invite.ics"}}
	}
	return card
}

func meetingURL(view *access.View, m dossier.Meeting) string {
	return "/meeting/" + string(view.Dossier.ID) + "/" + string(m.Meeting)
}

// tableCard says who is invited, and afterwards who was there.
func (v *visit) tableCard(view *access.View, m dossier.Meeting) look.Card {
	card := look.Card{Head: look.CardHead{ID: "table", Title: v.meet("table")}}
	absent := m.Absent()
	for _, g := range m.Guests {
		fact := look.Fact{Term: sentence(v.holderOr(view, g))}
		switch {
		case m.State != dossier.MeetingDone:
			fact.Text = v.meet("invited")
		case slices.Contains(absent, g):
			fact.Text = v.meet("absent")
		default:
			fact.Text = v.meet("present")
		}
		card.Facts = append(card.Facts, fact)
	}
	return card
}

// agendaTable shows per item of the agenda which guests may read it.
func (v *visit) agendaTable(view *access.View, previews []casework.Preview) *look.Table {
	t := &look.Table{Caption: v.meet("agenda"), Hidden: true, Empty: v.meet("agenda.empty"), Columns: []look.Column{
		{Text: v.meet("about")}, {Text: v.meet("because")}, {Text: v.meet("readers")},
	}}
	for _, i := range view.Dossier.Agenda(v.today) {
		var readers []string
		for _, p := range previews {
			if slices.Contains(p.Sees, i.On) {
				readers = append(readers, v.holderOr(view, p.Guest))
			}
		}
		who := look.Cell{Text: v.listed(readers)}
		switch len(readers) {
		case 0:
			who.Text = v.meet("readers.none")
		case len(previews):
			who.Text = v.meet("readers.all")
		}
		t.Rows = append(t.Rows, look.TableRow{Cells: []look.Cell{
			{Text: v.agendaTitle(view, i), Note: v.agendaWhere(view, i), Voice: i.Kind == "goal"}, {Text: v.agendaWhy(i)}, who,
		}})
	}
	return t
}
