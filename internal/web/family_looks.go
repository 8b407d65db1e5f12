package web

import (
	"net/http"
	"net/url"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// looksBody is what family-looks.html shows: who looked when, why, on which ground.
type looksBody struct {
	Trail []look.Link
	Head  look.PageHead
	Seen  []seenLook
	Empty *look.Empty
	Own   look.Link // shows one's own looks too, or leaves them out again
	Pager *look.Pager
	Call  *look.Contact
}

// seenLook is a look with the ground it rested on.
type seenLook struct {
	Row    look.SeenRow
	Ground string
	Times  int // how often, one after the other, on that day
}

func ownAgain(own bool) string {
	if own {
		return "&own=1"
	}
	return ""
}

// addLook adds a look; the same look again on the same day counts with the one
// before it, so that a phone shows more of what matters.
func addLook(list []seenLook, l seenLook) []seenLook {
	if n := len(list); n > 0 {
		last := &list[n-1]
		if last.Row.Who == l.Row.Who && last.Row.What == l.Row.What && last.Row.Day == l.Row.Day && last.Ground == l.Ground {
			last.Times++
			return list
		}
	}
	return append(list, l)
}

// lookGround names the ground of a look. That the family reads its own needs none said.
func (v *visit) lookGround(l store.Look) string {
	if l.Purpose == "own" {
		return ""
	}
	return v.groundWord(l.Ground)
}

// looksOnPage is how many looks one page goes back; one's own among them stay
// out unless asked for, and equal ones in a row count together.
const looksOnPage = 60

// ourLooksPage shows who looked into the dossier.
func (h *house) ourLooksPage(v *visit) error {
	view, err := h.ourView(v)
	if err != nil {
		return err
	}
	before := v.FormValue("before")
	list, err := h.Office.LooksOf(v.ctx, v.dossier(), before, looksOnPage)
	if err != nil {
		return err
	}
	body := v.looksBody(view, list, before, v.FormValue("own") != "")
	return h.show(v, http.StatusOK, "family-looks", h.page(v, body.Head.Title, body))
}

func (v *visit) looksBody(view *access.View, list casework.LookList, before string, own bool) looksBody {
	body := looksBody{
		Trail: []look.Link{{Text: v.say.Say("web.nav.sight"), URL: planURL(view.Dossier.ID, "sight")}, {Text: v.say.Say("webfamily.looks.title")}},
		Head:  look.PageHead{Title: v.say.Say("webfamily.looks.title"), Text: v.say.Say("webfamily.looks.text")},
	}
	for _, l := range list.Items {
		if row, ok := v.familyLook(view, l); ok && (own || l.User != v.signed.User.ID) {
			body.Seen = addLook(body.Seen, seenLook{Row: row, Ground: v.lookGround(l), Times: 1})
		}
	}
	if len(body.Seen) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("webfamily.looks.none")}
	}
	here := planURL(view.Dossier.ID, "looks")
	body.Own = look.Link{Text: v.say.Say("webfamily.looks.own"), URL: here + "?own=1"}
	if own {
		body.Own = look.Link{Text: v.say.Say("webfamily.looks.others"), URL: here}
	}
	if before != "" || list.Next != "" {
		body.Pager = &look.Pager{}
		if before != "" {
			body.Pager.Previous = here
		}
		if list.Next != "" {
			body.Pager.Next = here + "?before=" + url.QueryEscape(list.Next) + ownAgain(own)
		}
	}
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	return body
}
