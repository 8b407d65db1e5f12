package web

import (
	"net/http"

	"eendracht/internal/signin"
	"eendracht/internal/web/look"
)

// sessionsPage shows where someone is signed in, so that they can end what they
// do not recognise.
func (h *house) sessionsPage(v *visit) error {
	list, err := h.Signin.Sessions(v.ctx, v.signed)
	if err != nil {
		return err
	}
	body := signBody{
		Head:   look.PageHead{Title: v.say.Say("web.sign.sessions.title"), Text: v.say.Say("web.sign.sessions.text")},
		Button: &look.Button{Text: v.say.Say("web.sign.sessions.all"), Post: "/sessions/end-all"},
		Table: &look.Table{
			Caption: v.say.Say("web.sign.sessions.caption"), Hidden: true,
			Columns: v.columns("web.sign.sessions.where", "web.sign.sessions.since", "web.sign.sessions.used", "web.sign.sessions.end"),
		},
	}
	for _, s := range list {
		body.Table.Rows = append(body.Table.Rows, v.sessionRow(s))
	}
	return h.showSign(v, http.StatusOK, body)
}

func (v *visit) sessionRow(s signin.Own) look.TableRow {
	name := s.Client
	if name == "" {
		name = v.say.Say("web.sign.sessions.unknown")
	}
	last := look.Cell{Button: &look.Button{Text: v.say.Say("web.sign.sessions.end"), About: name, Post: "/sessions/end", Name: "session", Value: s.ID}}
	if s.Here {
		last = look.Cell{Chip: &look.Chip{Tone: look.OK, Text: v.say.Say("web.sign.sessions.here")}}
	}
	return look.TableRow{Cells: []look.Cell{{Text: name}, {Text: v.moment(s.Started)}, {Text: v.moment(s.Seen)}, last}}
}

func (h *house) endSession(v *visit) error {
	if err := h.Signin.EndOwn(v.ctx, v.signed, v.value("session")); err != nil {
		return err
	}
	return h.see(v, "/sessions", "web.sign.sessions.ended")
}

func (h *house) endSessions(v *visit) error {
	if err := h.Signin.EndAll(v.ctx, v.signed); err != nil {
		return err
	}
	http.SetCookie(v.ResponseWriter, h.Signin.Cookie(""))
	return h.see(v, "/signin", "web.sign.sessions.endedall")
}
