package web

import (
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// planURL is the family's own page of a dossier.
func planURL(id dossier.ID, more ...string) string { return joined("/plan/", id, more) }

// caseURL is the page of a dossier for those who work on it.
func caseURL(id dossier.ID, more ...string) string { return joined("/case/", id, more) }

func joined(base string, id dossier.ID, more []string) string {
	return base + strings.Join(append([]string{string(id)}, more...), "/")
}

// nav gives the main menu of whoever is signed in.
func (h *house) nav(v *visit) []look.NavItem {
	if v.signed.User.Kind == access.Citizen {
		return h.familyNav(v)
	}
	items := []look.NavItem{}
	add := func(key, url string) {
		if key == "talk.nav" {
			n := h.news(v, "")
			items = append(items, look.NavItem{Text: v.say.Say(key), URL: url, Current: v.URL.RequestURI() == url, Count: n, About: v.say.Count("talk.news.about", n)})
			return
		}
		items = append(items, look.NavItem{Text: v.say.Say(key), URL: url, Current: v.URL.Path == url})
	}
	switch {
	case v.signed.Has("director"):
		add("web.nav.direction", "/direction")
		add("post.nav", "/traffic")
		add("web.nav.meter", "/meter")
	case v.signed.Has("admin"):
		add("admin.nav", "/admin")
		add("web.nav.law", "/law")
		add("post.nav", "/traffic")
		add("web.nav.meter", "/meter")
	case v.signed.Has("privacy"):
		add("web.nav.work", "/work")
		add("erasure.queue.title", "/kept")
		add("trust.nav.odd", "/unusual")
		add("admin.changes.nav", "/admin/changes")
		add("web.nav.law", "/law")
	case inMunicipality(v):
		add("web.nav.work", "/work")
		add("talk.nav", talkWork)
		add("web.nav.families", "/families")
		add("web.nav.find", "/find")
		add("web.nav.meter", "/meter")
	default:
		add("web.nav.tasks", "/work")
		add("talk.nav", talkWork)
		add("web.nav.families", "/families")
		add("web.nav.messages", "/messages")
	}
	traded := inMunicipality(v) || v.signed.Org.AGB != "" // without a code no official message comes or goes
	if traded && v.signed.Has("planner") && !v.signed.Has("director") && !v.signed.Has("admin") && !v.signed.Has("privacy") {
		add("post.nav", "/traffic")
	}
	if v.mayBreak(h.Law) {
		add("trust.nav.glass", "/emergency")
	}
	return items
}

// inMunicipality tells whether someone works on the municipality's side.
func inMunicipality(v *visit) bool {
	return v.signed.Org.Kind == "municipality" || v.signed.Org.Kind == "neighbourhood_team"
}

// familyNav gives the menu of a family's pages, once a dossier is in the path.
func (h *house) familyNav(v *visit) []look.NavItem {
	id := v.dossier()
	if id == "" || !strings.HasPrefix(v.URL.Path, "/plan/") {
		return nil
	}
	var items []look.NavItem
	for _, page := range []struct{ key, tail string }{
		{"web.nav.plan", ""}, {"talk.title", talkTail}, {"paper.title", "documents"}, {"web.nav.helpers", "helpers"}, {"web.nav.sight", "sight"}, {"web.nav.time", "time"}, {"web.nav.me", "me"},
	} {
		url := planURL(id)
		if page.tail != "" {
			url = planURL(id, page.tail)
		}
		item := look.NavItem{Text: v.say.Say(page.key), URL: url, Current: v.URL.Path == url}
		if page.tail == talkTail {
			item.Count = h.news(v, id)
			item.About = v.say.Count("talk.news.about", item.Count)
		}
		items = append(items, item)
	}
	return items
}
