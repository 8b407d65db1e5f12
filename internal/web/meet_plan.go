package web

import (
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// meetRoutes are the pages of meetings: to plan, hold and call off for those who
// carry the case, and to read for everyone who is invited.
func (h *house) meetRoutes() []route {
	return []route{
		{pattern: "GET /case/{dossier}/meetings/new", flow: "web.meeting", handle: (*house).newMeeting},
		{pattern: "POST /case/{dossier}/meetings/new", flow: "web.meeting", handle: (*house).planMeeting},
		{pattern: "GET /case/{dossier}/meetings/{meeting}", flow: "web.meeting", handle: (*house).meetingPage},
		{pattern: "POST /case/{dossier}/meetings/{meeting}", flow: "web.meeting", handle: (*house).changeMeeting},
		{pattern: "GET /meeting/{dossier}/{meeting}", flow: "web.meeting", handle: (*house).invitation},
		{pattern: "GET /meeting/{dossier}/{meeting}/invite.ics", flow: "web.meeting", handle: (*house).inviteFile},
	}
}

// meet says a text of these pages.
func (v *visit) meet(key string, args ...string) string { return v.say.Say("web.meet."+key, args...) }

// invitedFrom is the age from which a child of the family is offered as a guest.
const invitedFrom = 12

// newMeeting shows the form for a meeting, beside the agenda as it stands.
func (h *house) newMeeting(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showNewMeeting(v, view, nil)
}

func (h *house) showNewMeeting(v *visit, view *access.View, failed error) error {
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	return h.showForm(v, h.newMeetingBody(v, view, v.guestChoices(view, colleagues), failed), failed)
}

// planMeeting plans it and shows its page.
func (h *house) planMeeting(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	command, err := v.meetingCommand(v.guestChoices(view, colleagues))
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, v.meetingTyped()...))
	}
	if mendable(err) {
		return h.showNewMeeting(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "plan"), "web.meet.planned")
}

func (v *visit) meetingTyped() []casework.Typed {
	return []casework.Typed{
		v.typed("meeting.on", "on", ""), v.typed("meeting.at", "at", ""), v.typed("meeting.place", "place", ""), v.typed("meeting.why", "why", ""),
	}
}

// guestChoices gives whom one can invite. Small children are not asked to a table.
func (v *visit) guestChoices(view *access.View, colleagues []dossier.Holder) []choice {
	return slices.DeleteFunc(v.choices(view, colleagues), func(c choice) bool {
		p, ok := view.Dossier.Person(c.holder.Person)
		return ok && p.Birth.Complete() && p.Birth.AgeOn(v.today) < invitedFrom
	})
}

// meetingCommand reads the form.
func (v *visit) meetingCommand(list []choice) (dossier.PlanMeeting, error) {
	c := dossier.PlanMeeting{Place: v.value("place"), Why: v.value("why"), Minutes: minutesOf(v.value("minutes"))}
	var wrong []fault.Field
	on, finding := v.day("on")
	if finding != nil {
		wrong = append(wrong, *finding)
	}
	c.On = on
	at, ok := readTime(v.value("at"))
	if !ok {
		wrong = append(wrong, fault.Field{Name: "at", Key: "dossier.meeting.at"})
	}
	c.At = at
	for _, value := range v.PostForm["guests"] {
		holder, err := chosen(list, "guests", value)
		wrong = append(wrong, fault.Fields(err)...)
		c.Guests = append(c.Guests, holder)
	}
	if len(c.Guests) == 0 {
		wrong = append(wrong, fault.Field{Name: "guests", Key: "dossier.meeting.guests"})
	}
	if c.Why == "" {
		wrong = append(wrong, fault.Field{Name: "why", Key: "dossier.meeting.why"})
	}
	if c.On.IsZero() && finding == nil {
		wrong = append(wrong, fault.Field{Name: "on", Key: "dossier.meeting.on"})
	}
	return c, fault.In("web.meetingCommand", wrong...)
}

// lengths are how long a meeting can be planned for, in minutes.
var lengths = []string{"30", "45", "60", "90", "120"}

func minutesOf(value string) int {
	n := 0
	for _, c := range value {
		if c < '0' || c > '9' || n > 1000 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func (h *house) newMeetingBody(v *visit, view *access.View, list []choice, failed error) formBody {
	id := view.Dossier.ID
	body := formBody{
		Trail: v.planTrail(view, v.meet("new")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.meet("new"), Text: v.meet("new.text")},
	}
	guests := look.Field{Kind: look.Checkboxes, Name: "guests", Label: v.meet("guests"), Hint: v.meet("guests.hint"), Options: optionsOf(list)}
	for _, c := range list {
		if v.likelyGuest(view, c.holder) {
			guests.Values = append(guests.Values, c.option.Value)
		}
	}
	minutes := look.Field{Kind: look.Select, Name: "minutes", Label: v.meet("minutes"), Value: "60"}
	for _, n := range lengths {
		minutes.Options = append(minutes.Options, look.Option{Value: n, Text: v.say.Count("web.meet.minute", minutesOf(n))})
	}
	body.Form = h.form(v, 0, "", failed, look.Form{
		Fields: []look.Field{
			{Kind: look.Area, Name: "why", Label: v.meet("why"), Hint: v.meet("why.hint"), Rows: 2},
			{Kind: look.Day, Name: "on", Label: v.meet("on")},
			{Kind: look.Text, Name: "at", Label: v.meet("at"), Hint: v.meet("at.hint"), Size: "short"},
			minutes,
			{Kind: look.Text, Name: "place", Label: v.meet("place"), Hint: v.meet("place.hint"), Optional: true, MaxLength: 200},
			guests,
		},
		Button: look.Button{Text: v.meet("save")}, Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(id, "plan")},
	})
	body.Cards = []look.Card{v.agendaCard(view)}
	return body
}

// likelyGuest tells whom one most likely invites: oneself, the organisations that
// help, and of the family those who made the plan or asked for help. Who else of
// the family should sit at one table, a person decides.
func (v *visit) likelyGuest(view *access.View, h dossier.Holder) bool {
	d := view.Dossier
	if h.Person == "" {
		return h.User == "" || h.User == v.signed.User.ID
	}
	if d.Plan != nil {
		return slices.Contains(d.Plan.With, h.Person)
	}
	return slices.ContainsFunc(d.Meldingen, func(m dossier.Melding) bool { return m.From == h.Person })
}

// agendaCard shows what there is to speak of.
func (v *visit) agendaCard(view *access.View) look.Card {
	card := look.Card{Head: look.CardHead{ID: "agenda", Title: v.meet("agenda")}, Text: v.meet("agenda.text")}
	items := view.Dossier.Agenda(v.today)
	if len(items) == 0 {
		card.Text = v.meet("agenda.empty")
	}
	for _, i := range items {
		card.Facts = append(card.Facts, look.Fact{Term: v.agendaWhy(i), Text: v.agendaTitle(view, i), Note: v.agendaWhere(view, i)})
	}
	return card
}

// agendaTitle says what an item of the agenda is about.
func (v *visit) agendaTitle(view *access.View, i dossier.AgendaItem) string {
	switch {
	case i.Title != "":
		return i.Title
	case i.Kind == "clock":
		return v.term(i.Term)
	case i.Kind == "free":
		return v.meet("free", "n", strings.TrimPrefix(string(i.On), "free"))
	case i.Kind == "safety":
		return v.meet("safety")
	}
	return v.fullPart(view, i.Part)
}

// agendaWhy says why it stands there.
func (v *visit) agendaWhy(i dossier.AgendaItem) string {
	date := ""
	switch {
	case i.Why == dossier.AgendaSoon || i.Why == dossier.AgendaLate && !i.Due.IsZero():
		date = v.days.Near(i.Due)
	case !i.Since.IsZero():
		date = v.days.Near(i.Since)
	}
	return v.meet("because."+i.Why, "date", date)
}

// agendaWhere says in which part it lies, and who holds it.
func (v *visit) agendaWhere(view *access.View, i dossier.AgendaItem) string {
	where := ""
	if i.Part != (dossier.Part{}) && i.Kind != "part" {
		where = v.fullPart(view, i.Part)
	}
	if i.Who.IsZero() {
		return where
	}
	who := v.holderOr(view, i.Who)
	if where == "" {
		return who
	}
	return where + " · " + who
}
