package web

import (
	"net/http"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// letterBody is what post-letter.html shows.
type letterBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Alert  look.Alert
	Facts  []look.Fact
	Again  *look.Form
	GiveUp *look.Form
}

// postRoutes are the pages about the official messages on their way.
func (h *house) postRoutes() []route {
	return []route{
		{pattern: "GET /traffic", handle: (*house).trafficPage},
		{pattern: "GET /traffic/{letter}", handle: (*house).letterPage},
		{pattern: "POST /traffic/{letter}", flow: "web.traffic", handle: (*house).decideLetter},
	}
}

// letterPage shows a message that is stuck: what is wrong, what one can do.
func (h *house) letterPage(v *visit) error {
	p, err := h.Office.Parcel(v.ctx, dossier.ID(v.PathValue("letter")))
	if err != nil {
		return err
	}
	return h.showLetter(v, p, nil)
}

func (h *house) showLetter(v *visit, p store.Parcel, failed error) error {
	body := h.letterBody(v, p, failed)
	return h.show(v, formStatus(failed), "post-letter", h.page(v, body.Head.Title, body))
}

func (h *house) letterBody(v *visit, p store.Parcel, failed error) letterBody {
	title := v.kindOfMessage(p.Kind)
	body := letterBody{
		Trail: []look.Link{{Text: v.say.Say("post.title"), URL: "/traffic"}, {Text: title}},
		Head:  look.PageHead{Title: title}, Facts: v.letterFacts(p),
	}
	if p.State != store.ParcelDead {
		body.Alert = look.Alert{Tone: look.Plain, Text: v.say.Say("post.letter.moved")}
		return body
	}
	body.Head.Kicker = v.say.Say("post.letter.kicker")
	body.Alert = look.Alert{Tone: look.Late, Title: v.trouble(p.Trouble), Text: v.say.Say("post.todo." + troubleCode(p.Trouble))}
	again := "post.again"
	if !p.Out {
		again = "post.again.in"
	}
	first := h.form(v, 0, "again", failed, look.Form{Button: look.Button{Text: v.say.Say(again)}})
	field := look.Field{Kind: look.Radios, Name: "reason", Label: v.say.Say("post.reason")}
	for _, code := range casework.GiveUpReasons() {
		field.Options = append(field.Options, look.Option{Value: code, Text: v.say.Say("post.reason." + code)})
	}
	second := h.form(v, 0, "giveup", failed, look.Form{Fields: []look.Field{field}, Button: look.Button{Text: v.say.Say("post.giveup"), Style: look.Danger}})
	body.Again, body.GiveUp = &first, &second
	return body
}

func (v *visit) letterFacts(p store.Parcel) []look.Fact {
	who := "post.letter.from"
	if p.Out {
		who = "post.letter.to"
	}
	return []look.Fact{
		{Term: v.say.Say(who), Text: p.Peer},
		{Term: v.say.Say("post.letter.ref"), Text: p.Ref},
		{Term: v.say.Say("post.letter.state"), Text: v.say.Say("post.state." + p.State)},
		{Term: v.say.Say("post.letter.since"), Text: v.days.Moment(p.Since)},
		{Term: v.say.Say("post.letter.tries"), Text: v.say.Count("post.tries", p.Tries)},
		{Term: v.say.Say("post.letter.changed"), Text: v.days.Moment(p.Changed)},
	}
}

// decideLetter sends a stuck message again, or gives it up for a reason.
func (h *house) decideLetter(v *visit) error {
	id := dossier.ID(v.PathValue("letter"))
	reason, said := v.value("reason"), "post.again.done"
	if v.value(fieldDo) == "giveup" {
		said = "post.giveup.done"
		if reason == "" {
			reason = "none" // is refused beside the field
		}
	} else {
		reason = ""
	}
	err := h.Office.DecideParcel(v.ctx, id, reason)
	switch {
	case fault.Is(err, fault.Conflict):
		h.cookies.SetFlash(v.ResponseWriter, look.Flash{Tone: look.Plain, Key: "post.decided"})
		http.Redirect(v.ResponseWriter, v.Request, "/traffic", http.StatusSeeOther)
		return nil
	case fault.Is(err, fault.Invalid):
		p, failed := h.Office.Parcel(v.ctx, id)
		if failed != nil {
			return failed
		}
		return h.showLetter(v, p, err)
	case err != nil:
		return err
	}
	return h.see(v, "/traffic", said)
}
