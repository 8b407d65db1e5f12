package web

import (
	"net/http"
	"strings"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/ical"
	"eendracht/internal/web/look"
)

// calendarPage tells how one's own calendar can follow one's dates, and makes,
// renews and ends the address for it.
func (h *house) calendarPage(v *visit) error {
	since, err := h.Office.FeedSince(v.ctx)
	if err != nil {
		return err
	}
	body := v.calendarBody()
	begin := look.Form{Action: "/calendar", Button: look.Button{Text: v.say.Say("queue.calendar.make")}}
	if !since.IsZero() {
		body.Facts = []look.Fact{{Term: v.say.Say("queue.calendar.since"), Text: v.days.Full(nl.On(since))}}
		begin.Button = look.Button{Text: v.say.Say("queue.calendar.renew"), Style: look.Quiet}
		body.Forms = append(body.Forms, trustForm{
			Head: look.CardHead{ID: "end", Title: v.say.Say("queue.calendar.end")}, Text: v.say.Say("queue.calendar.end.text"),
			Form: look.Form{Action: "/calendar/end", Button: look.Button{Text: v.say.Say("queue.calendar.end.button"), Style: look.Quiet}},
		})
	}
	body.Forms = append([]trustForm{{Head: look.CardHead{ID: "make", Title: v.say.Say("queue.calendar.address")}, Text: v.say.Say("queue.calendar.once"), Form: begin}}, body.Forms...)
	return h.showTrust(v, body, nil)
}

func (v *visit) calendarBody() trustBody {
	return trustBody{Head: look.PageHead{Title: v.say.Say("queue.calendar.title"), Text: v.say.Say("queue.calendar.text")}}
}

// openCalendar makes a new address and shows it, this once: we keep only what
// recognises it.
func (h *house) openCalendar(v *visit) error {
	secret, err := h.Office.OpenFeed(v.ctx)
	if err != nil {
		return err
	}
	body := v.calendarBody()
	body.Alerts = []look.Alert{{Tone: look.OK, Title: v.say.Say("queue.calendar.made"), Text: v.say.Say("queue.calendar.made.text")}}
	body.Facts = []look.Fact{{Term: v.say.Say("queue.calendar.address"), Text: h.origin(v.Request) + "/calendar/" + secret + ".ics"}}
	return h.showTrust(v, body, nil)
}

// closeCalendar ends the address.
func (h *house) closeCalendar(v *visit) error {
	if err := h.Office.CloseFeed(v.ctx); err != nil {
		return err
	}
	return h.see(v, "/calendar", "queue.calendar.ended")
}

// dateLength is how long a date takes in a calendar that shows none shorter.
const dateLength = 30 * time.Minute

// The hour, in Amsterdam, at which a date that has no hour stands.
const dateHour = 9

// calendarFile gives the dates of whoever holds the secret in the address: no
// name and no word of what they are about, only that there is one and where to
// read more, after signing in. Whoever lost their account or job gets nothing.
func (h *house) calendarFile(v *visit) error {
	owner, err := h.Office.FeedOwner(v.ctx, strings.TrimSuffix(v.PathValue("secret"), ".ics"))
	if err != nil {
		return err
	}
	signed, err := h.Signin.OfAccount(v.ctx, owner)
	if fault.Is(err, fault.SignIn) {
		return fault.New(fault.NotFound, "web.calendarFile", "")
	}
	if err != nil {
		return err
	}
	dates, err := h.Office.Dates(casework.As(v.ctx, h.Signin.Caller(signed, purposeOf(signed), anyFlow)))
	if err != nil {
		return err
	}
	events := make([]ical.Event, 0, len(dates))
	for _, d := range dates {
		title := "queue.calendar.task"
		if d.Legal {
			title = "queue.calendar.term"
		}
		at := d.Due.Midnight().In(nl.Amsterdam)
		events = append(events, ical.Event{
			UID: string(d.Item) + "@eendracht", Made: d.Since, Start: time.Date(at.Year(), at.Month(), at.Day(), dateHour, 0, 0, 0, nl.Amsterdam),
			Length: dateLength, Title: v.say.Say(title), URL: h.origin(v.Request) + "/work",
		})
	}
	head := v.ResponseWriter.Header()
	head.Set("Content-Type", "text/calendar; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("Referrer-Policy", "no-referrer")
	v.ResponseWriter.WriteHeader(http.StatusOK)
	_, err = v.ResponseWriter.Write(ical.Bytes(events...))
	return fault.Wrap(fault.Unavailable, "web.calendarFile", err)
}
