package web

import (
	"net/http"
	"strconv"

	"eendracht/internal/web/look"
)

// tellBody is what family-tell.html shows: a page that only tells something.
type tellBody struct {
	Head     look.PageHead
	Sections []tellSection
	Links    []look.Link
}

type tellSection struct {
	ID, Title, Text string
}

// privacyPage tells what happens with data, for everyone.
func (h *house) privacyPage(v *visit) error { return h.tell(v, "privacy", 6) }

// accessibilityPage tells for whom this works, and whom to tell when it does not.
func (h *house) accessibilityPage(v *visit) error { return h.tell(v, "accessibility", 4) }

// tell shows a page of n short sections.
func (h *house) tell(v *visit, name string, n int) error {
	body := v.tellBody(name, n)
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	return h.show(v, http.StatusOK, "family-tell", page)
}

func (v *visit) tellBody(name string, n int) tellBody {
	key := "webfamily." + name + "."
	body := tellBody{Head: look.PageHead{Title: v.say.Say(key + "title"), Text: v.say.Say(key + "text")}}
	for i := range n {
		nth := strconv.Itoa(i + 1)
		body.Sections = append(body.Sections, tellSection{name + "-" + nth, v.say.Say(key + nth + ".title"), v.say.Say(key + nth + ".text")})
	}
	return body
}
