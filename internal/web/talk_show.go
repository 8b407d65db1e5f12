package web

import (
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// talkBody is what talk-show.html shows.
type talkBody struct {
	Trail []look.Link
	Head  look.PageHead
	Days  []talkDay
	Form  *look.Form
	Seen  *look.Button // of a helper: it asks no answer
	Over  string       // why one cannot write here any more
	Who   look.Disclosure
	Call  string
}

// talkDay is what was written on one day.
type talkDay struct {
	Day  string
	Said []saidLine
}

// saidLine is one message.
type saidLine struct {
	ID    string
	Face  look.Face
	Who   string
	Time  string
	Exact string // for machines
	Words string
	Mine  bool
	New   bool
}

// talkPage shows a conversation. A person of the family has seen it then; a
// helper says so by answering, or by the button that says that no answer is due:
// so nothing that a family wrote is lost because someone opened it.
func (h *house) talkPage(v *visit) error {
	view, err := h.openTalk(v)
	if err != nil {
		return err
	}
	t, err := v.talkOf(view)
	if err != nil {
		return err
	}
	if v.signed.User.Kind == access.Citizen && v.talkNews(view, t) > 0 {
		wish := casework.Wish{Dossier: view.Dossier.ID, Command: dossier.ReadTalk{Talk: t.Talk}, Key: "seen-" + string(lastSaid(t).Message)}
		if _, err := h.Office.Do(v.ctx, wish); err != nil && !mendable(err) {
			return err
		}
	}
	return h.showOneTalk(v, view, t, nil)
}

// talkOf gives the conversation that the path names.
func (v *visit) talkOf(view *access.View) (dossier.Talk, error) {
	t, ok := view.Dossier.Talked(dossier.ID(v.PathValue("talk")))
	if !ok {
		return t, fault.New(fault.NotFound, "web.talkOf", "dossier.talk.none")
	}
	return t, nil
}

func (h *house) showOneTalk(v *visit, view *access.View, t dossier.Talk, failed error) error {
	url := v.talkURL(view.Dossier.ID, string(t.Talk))
	body := talkBody{
		Trail: v.talkTrail(view, t.Subject), Head: look.PageHead{Title: t.Subject, Text: v.talk("with", "names", v.listed(v.talkWith(view, t)))},
		Days: v.talkDays(view, t), Who: v.whoReads(view, t), Call: v.talk("call"),
	}
	switch {
	case view.Dossier.Closed != nil:
		body.Over = v.talk("over.closed")
	default:
		form := h.form(v, 0, "", failed, look.Form{Action: url, Button: look.Button{Text: v.talk("send")}, Fields: []look.Field{
			{Kind: look.Area, Name: "words", Label: v.talk("reply"), Rows: 4, MaxLength: 5000},
		}})
		body.Form = &form
	}
	if v.signed.User.Kind != access.Citizen && v.talkNews(view, t) > 0 {
		body.Seen = &look.Button{Text: v.talk("seen"), Style: look.Quiet, Post: url + "/seen"}
	}
	return h.showTalk(v, view, formStatus(failed), "talk-show", t.Subject, body)
}

// talkDays gives the messages by day, the oldest first; the last ones that are
// new to the visitor are marked.
func (v *visit) talkDays(view *access.View, t dossier.Talk) []talkDay {
	var days []talkDay
	news := v.talkNews(view, t)
	mine := func(m dossier.Said) bool { return m.By.User == v.signed.User.ID }
	fresh := map[dossier.ID]bool{}
	for i := len(t.Messages) - 1; i >= 0 && news > 0; i-- {
		if !mine(t.Messages[i]) {
			fresh[t.Messages[i].Message] = true
			news--
		}
	}
	for _, m := range t.Messages {
		day := v.days.Since(nl.On(m.At), v.today)
		if len(days) == 0 || days[len(days)-1].Day != day {
			days = append(days, talkDay{Day: day})
		}
		line := saidLine{
			ID: string(m.Message), Face: v.saidFace(view, t, m), Who: m.By.Name, Time: v.days.Clock(m.At), Exact: m.At.UTC().Format(time.RFC3339),
			Words: m.Words, Mine: mine(m), New: fresh[m.Message],
		}
		if line.Mine {
			line.Who = v.talk("you")
		}
		last := &days[len(days)-1]
		last.Said = append(last.Said, line)
	}
	return days
}

// whoReads says who reads a conversation, and who does not.
func (v *visit) whoReads(view *access.View, t dossier.Talk) look.Disclosure {
	text := []string{v.talk("who.part"), v.talk("who.others")}
	if t.Shut != "" {
		text = append(text, v.talk("who.parents"))
	}
	return look.Disclosure{Summary: v.talk("who"), Text: append(text, v.talk("who.dossier"), v.talk("who.marks"))}
}

// replyTalk writes a message.
func (h *house) replyTalk(v *visit) error {
	view, err := h.openTalk(v)
	if err != nil {
		return err
	}
	t, err := v.talkOf(view)
	if err != nil {
		return err
	}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.ReplyTalk{Talk: t.Talk, Words: v.value("words")}))
	if mendable(err) {
		return h.showOneTalk(v, view, t, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, v.talkURL(view.Dossier.ID, string(t.Talk))+"#write", "talk.sent")
}

// seeTalk says that a conversation asks no answer now.
func (h *house) seeTalk(v *visit) error {
	view, err := h.openTalk(v)
	if err != nil {
		return err
	}
	t, err := v.talkOf(view)
	if err != nil {
		return err
	}
	if _, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.ReadTalk{Talk: t.Talk})); err != nil {
		return err
	}
	return h.see(v, v.talkURL(view.Dossier.ID), "talk.seen.done")
}
