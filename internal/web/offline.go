package web

import (
	"net/http"
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// offlinePage says that there is no connection, in the language of the path. The
// browser puts it away, so it holds nothing about anyone: neither who is signed
// in nor what just happened.
func (h *house) offlinePage(v *visit) error {
	lang := v.PathValue("lang")
	if !slices.Contains(h.Texts.FamilyLanguages(), lang) {
		return fault.New(fault.NotFound, "web.offlinePage", "")
	}
	v.speak(h.pages.Say(lang))
	body := tellBody{Head: look.PageHead{Title: v.say.Say("guide.offline.title"), Text: v.say.Say("guide.offline.text")}}
	body.Sections = []tellSection{
		{ID: "kept", Title: v.say.Say("guide.offline.kept"), Text: v.say.Say("guide.offline.kept.text")},
		{ID: "danger", Title: v.say.Say("guide.offline.danger"), Text: v.say.Say("webfamily.help.danger")},
	}
	page := look.Page{Lang: lang, Path: "/", Title: body.Head.Title, Narrow: true, Body: body}
	return h.show(v, http.StatusOK, "family-tell", page)
}
