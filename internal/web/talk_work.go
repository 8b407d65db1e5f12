package web

import (
	"net/http"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// talkWork is the address of the conversations of all families in which
// something waits for the visitor or their organisation.
const talkWork = "/talk"

// talkWorkPage lists them; what was answered or put aside is no longer there.
func (h *house) talkWorkPage(v *visit) error {
	if v.signed.User.Kind == access.Citizen {
		return fault.New(fault.NotFound, "web.talkWorkPage", "")
	}
	after := v.URL.Query().Get("after")
	list, err := h.Office.Work(v.ctx, casework.WorkAsk{Kinds: []string{casework.WorkTalk}, After: after, Limit: workPage})
	if err != nil {
		return err
	}
	body := talksBody{Told: v.toldLink(), Head: look.PageHead{Kicker: v.talk("nav"), Title: v.say.Count("talk.work", list.Counts.All), Text: v.talk("work.text")}}
	for _, item := range list.Items {
		body.Rows = append(body.Rows, talkRow{
			Face: look.Face{Initials: picture.Initials(item.From), Tint: roleTint(item.Label.Kind)}, Link: look.Link{Text: item.Title, URL: v.talkURL(item.Dossier, string(casework.TalkOf(item.Item)))},
			With: item.Family + " · " + item.From, When: v.days.Since(nl.On(item.Since), v.today),
		})
	}
	if len(list.Items) == 0 {
		body.Empty = &look.Empty{Title: v.talk("work.none"), Text: v.talk("work.none.text"), Button: &look.Button{Text: v.say.Say("web.nav.families"), Style: look.Quiet, URL: "/families"}}
	}
	if list.Next != "" || after != "" {
		body.Pager = &look.Pager{}
		if list.Next != "" {
			body.Pager.Next = listURL(talkWork, "after", list.Next)
		}
		if after != "" {
			body.Pager.Previous = talkWork
		}
	}
	return h.show(v, http.StatusOK, "talk-list", h.page(v, body.Head.Title, body))
}
