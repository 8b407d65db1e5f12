package web

import (
	"fmt"
	"net/http"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// noticeRoutes are the pages about being told that something waits.
func (h *house) noticeRoutes() []route {
	routes := []route{
		{pattern: "GET " + noticePath, flow: "web.notices", handle: (*house).noticePage},
		{pattern: "POST " + noticePath, flow: "web.notices", handle: (*house).setNotices},
		{pattern: "GET /notices/stop/{sign}", open: true, handle: (*house).stopPage},
		{pattern: "POST /notices/stop/{sign}", open: true, handle: (*house).stopNotices},
	}
	if h.Outbox != nil {
		routes = append(routes, route{pattern: "GET /demo/mail", open: true, handle: (*house).outboxPage})
	}
	return routes
}

// noticePath is where someone says how they want to be told.
const noticePath = "/me/notices"

func (v *visit) notice(key string, args ...string) string { return v.say.Say("notice."+key, args...) }

// noticeBody is what notice-page.html shows.
type noticeBody struct {
	Head look.PageHead
	Off  *look.Alert // this installation sends no mail
	Safe *look.Alert // of residents: who reads along at home
	Form look.Form
	Sent []look.Fact
	None string
}

// noticePage shows how the visitor is told, and what became of it.
func (h *house) noticePage(v *visit) error { return h.showNotices(v, nil) }

func (h *house) showNotices(v *visit, failed error) error {
	choice, known, err := h.Office.NoticeSettings(v.ctx)
	if err != nil {
		return err
	}
	sent, err := h.Office.NoticesOfMine(v.ctx, 20)
	if err != nil {
		return err
	}
	body := noticeBody{Head: look.PageHead{Title: v.notice("page.title"), Text: v.notice("page.text")}, None: v.notice("sent.none")}
	if !h.Mailing {
		body.Off = &look.Alert{Tone: look.Soon, Text: v.notice("off")}
	}
	if v.signed.User.Kind == access.Citizen {
		body.Safe = &look.Alert{Tone: look.Shut, Text: v.notice("page.safe")}
	}
	body.Form = h.form(v, 0, "", failed, look.Form{Action: noticePath, Button: look.Button{Text: v.notice("save")}, Fields: v.noticeFields(choice, known)})
	for _, n := range sent {
		body.Sent = append(body.Sent, look.Fact{Term: v.days.Moment(n.Changed), Text: v.notice("by." + n.Channel), Note: v.notice("state." + n.State)})
	}
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	return h.show(v, formStatus(failed), "notice-page", page)
}

func (v *visit) noticeFields(c casework.NoticeChoice, known string) []look.Field {
	option := func(name, value string) look.Option {
		return look.Option{Value: value, Text: v.notice(name + "." + value), Hint: v.notice(name + "." + value + ".hint")}
	}
	mail := look.Field{Kind: look.Text, Name: "mail", Label: v.notice("mail"), Type: "email", Autocomplete: "email", Value: c.Mail, Optional: true, MaxLength: 254}
	fields := []look.Field{
		{Kind: look.Radios, Name: "when", Label: v.notice("when"), Value: c.When, Options: []look.Option{option("when", casework.NoticeAtOnce), option("when", casework.NoticeDaily), option("when", casework.NoticeNever)}},
	}
	if c.Mail == "" && known != "" {
		fields = append(fields, offered(mail, known, v.notice("mail.known"))...)
	} else {
		fields = append(fields, mail)
	}
	hint := v.notice("quiet.hint")
	if v.signed.User.Kind != access.Citizen {
		hint += " " + v.notice("urgent")
	}
	fields = append(fields,
		look.Field{Kind: look.Select, Name: "hour", Label: v.notice("hour"), Hint: v.notice("hour.hint"), Value: strconv.Itoa(c.Hour), Options: hours(), Size: "short"},
		look.Field{Kind: look.Select, Name: "from", Label: v.notice("from"), Hint: hint, Value: strconv.Itoa(c.From), Options: hours(), Size: "short"},
		look.Field{Kind: look.Select, Name: "until", Label: v.notice("until"), Value: strconv.Itoa(c.Until), Options: hours(), Size: "short"})
	if v.signed.User.Kind == access.Citizen {
		home := look.Field{Kind: look.Radios, Name: "home", Label: v.notice("home"), Value: "safe", Options: []look.Option{option("home", "safe"), option("home", casework.HomeNeutral)}}
		if c.Home == casework.HomeNeutral {
			home.Value = casework.HomeNeutral
		}
		return append(fields, home)
	}
	ours := look.Field{Kind: look.Checkbox, Name: "ours", Label: v.notice("ours", "org", v.signed.Org.Name), Optional: true}
	if c.Ours {
		ours.Value = "1"
	}
	return append(fields, ours)
}

// hours gives the whole hours of a day.
func hours() []look.Option {
	options := make([]look.Option, 24)
	for i := range options {
		options[i] = look.Option{Value: strconv.Itoa(i), Text: fmt.Sprintf("%d.00", i)}
	}
	return options
}

// setNotices keeps how the visitor wants to be told.
func (h *house) setNotices(v *visit) error {
	c, _, err := h.Office.NoticeSettings(v.ctx)
	if err != nil {
		return err
	}
	number := func(name string) int {
		n, err := strconv.Atoi(v.value(name))
		if err != nil {
			return -1
		}
		return n
	}
	c.When, c.Mail, c.Lang, c.Ours, c.Home = v.value("when"), v.value("mail"), v.say.Lang(), v.value("ours") != "", casework.HomeSafe
	c.Hour, c.From, c.Until = number("hour"), number("from"), number("until")
	if home := v.value("home"); home != "safe" {
		c.Home = home
	}
	if err := h.Office.SetNotices(v.ctx, c); mendable(err) {
		return h.showNotices(v, err)
	} else if err != nil {
		return err
	}
	return h.see(v, noticePath, "notice.saved")
}

// stopBody is what notice-stop.html shows.
type stopBody struct {
	Head look.PageHead
	Form *look.Form
}

// stopPage asks, with one button and without signing in, whether mail must end.
// Only sending it ends anything: programs that look at links change nothing.
func (h *house) stopPage(v *visit) error {
	form := look.Form{Action: v.URL.Path, Button: look.Button{Text: v.notice("stop.button")}}
	return h.showStop(v, stopBody{Head: look.PageHead{Title: v.notice("stop.title"), Text: v.notice("stop.text")}, Form: &form})
}

func (h *house) showStop(v *visit, body stopBody) error {
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	return h.show(v, http.StatusOK, "notice-stop", page)
}

// stopNotices ends someone's mail; a mail program sends the same by itself (RFC 8058).
func (h *house) stopNotices(v *visit) error {
	if err := h.Office.StopNotices(v.Request.Context(), v.PathValue("sign")); err != nil {
		return err
	}
	return h.showStop(v, stopBody{Head: look.PageHead{Title: v.notice("stop.done"), Text: v.notice("stop.done.text")}})
}

// outboxBody is what notice-outbox.html shows.
type outboxBody struct {
	Head    look.PageHead
	Letters []string
	None    string
}

// outboxPage shows what the demonstration would have sent.
func (h *house) outboxPage(v *visit) error {
	letters, err := h.Outbox(20)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "web.outboxPage", err)
	}
	body := outboxBody{Head: look.PageHead{Title: v.notice("demo.title"), Text: v.notice("demo.text")}, Letters: letters, None: v.notice("demo.none")}
	return h.show(v, http.StatusOK, "notice-outbox", h.page(v, body.Head.Title, body))
}
