package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// talkRoutes are the pages of conversations. They are the same for the family,
// for those who carry the case and for a partner; only the way in differs.
func (h *house) talkRoutes() []route {
	routes := []route{{pattern: "GET " + talkWork, flow: "web.talk", handle: (*house).talkWorkPage}}
	for _, in := range []struct{ base, purpose string }{{"/plan", "own"}, {"/case", ""}, {"/partner", ""}} {
		at := func(method, tail string, handle func(*house, *visit) error) {
			routes = append(routes, route{pattern: method + " " + in.base + "/{dossier}/talk" + tail, purpose: in.purpose, flow: "web.talk", handle: handle})
		}
		at("GET", "", (*house).talksPage)
		at("GET", "/new", (*house).newTalkPage)
		at("POST", "/new", (*house).startTalk)
		at("GET", "/{talk}", (*house).talkPage)
		at("POST", "/{talk}", (*house).replyTalk)
		at("POST", "/{talk}/seen", (*house).seeTalk)
	}
	return routes
}

// talk says a text of these pages.
func (v *visit) talk(key string, args ...string) string { return v.say.Say("talk."+key, args...) }

// talkTail is the part of an address by which the conversations of a dossier are found.
const talkTail = "talk"

// talkURL leads to the conversations of a dossier, or to one of them, on the
// pages that are meant for the visitor.
func (v *visit) talkURL(id dossier.ID, more ...string) string {
	base := "/partner/"
	switch {
	case v.signed.User.Kind == access.Citizen:
		base = "/plan/"
	case inMunicipality(v):
		base = "/case/"
	}
	return joined(base, id, append([]string{talkTail}, more...))
}

// openTalk opens the dossier for these pages.
func (h *house) openTalk(v *visit) (*access.View, error) {
	if strings.HasPrefix(v.URL.Path, "/case/") {
		return h.openCase(v)
	}
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err == nil && v.signed.Weak && v.young(view) {
		return nil, errWeak()
	}
	return view, err
}

// young tells whether what the visitor writes is a child's own voice, which
// stays shut until one is recognised surely enough.
func (v *visit) young(view *access.View) bool {
	p, ok := view.Dossier.Person(view.Me)
	return ok && view.Me != "" && !p.Birth.IsZero() && p.Birth.AgeOn(v.today) < adultAge
}

const adultAge = 18

// talksBody is what talk-list.html shows.
type talksBody struct {
	Trail []look.Link
	Head  look.PageHead
	Rows  []talkRow
	Empty *look.Empty
	New   *look.Button
	Pager *look.Pager
	Told  look.Link // to how one is told
}

// talkRow is one conversation in the list.
type talkRow struct {
	Face  look.Face
	Link  look.Link
	With  string
	Last  string // the first words of the last message
	When  string
	News  int
	About string // what News counts, for screen readers
}

// talksPage lists the conversations in which the visitor takes part, the newest first.
func (h *house) talksPage(v *visit) error {
	view, err := h.openTalk(v)
	if err != nil {
		return err
	}
	body := talksBody{Told: v.toldLink(), Trail: v.talkTrail(view), Head: look.PageHead{Kicker: v.familyKicker(view), Title: v.talk("title"), Text: v.talk("text")}}
	if v.signed.User.Kind == access.Citizen {
		body.Head.Kicker, body.Head.Text = v.familyTitle(view.Dossier), v.talk("text.own")
	}
	list := slices.Clone(view.Dossier.Talks)
	slices.SortStableFunc(list, func(a, b dossier.Talk) int {
		return cmp.Compare(lastSaid(b).At.UnixMicro(), lastSaid(a).At.UnixMicro())
	})
	for _, t := range list {
		body.Rows = append(body.Rows, v.talkRow(view, t))
	}
	if v.mayTalk(view) {
		body.New = &look.Button{Text: v.talk("new"), URL: v.talkURL(view.Dossier.ID, "new")}
	}
	if len(list) == 0 {
		body.Empty = &look.Empty{Title: v.talk("none"), Text: v.talk("none.text"), Button: body.New}
		body.New = nil
	}
	return h.showTalk(v, view, http.StatusOK, "talk-list", body.Head.Title, body)
}

// toldLink leads to where one says how one wants to be told.
func (v *visit) toldLink() look.Link { return look.Link{Text: v.notice("link"), URL: noticePath} }

func lastSaid(t dossier.Talk) dossier.Said { return t.Messages[len(t.Messages)-1] }

// mayTalk tells whether the visitor can begin a conversation here.
func (v *visit) mayTalk(view *access.View) bool {
	return view.Dossier.Closed == nil && view.May[dossier.ActTalk].Allow
}

// showTalk shows a page of conversations in the frame of the visitor.
func (h *house) showTalk(v *visit, view *access.View, status int, name, title string, body any) error {
	page := h.planFrame(v, view, title, body)
	if v.signed.User.Kind != access.Citizen {
		page = h.page(v, title, body)
	}
	page.Narrow = true
	return h.show(v, status, name, page)
}

// talkTrail gives the way to a page of conversations; the last step has no address.
func (v *visit) talkTrail(view *access.View, here ...string) []look.Link {
	trail := []look.Link{{Text: view.Dossier.Name, URL: v.familyURL(view.Dossier.ID)}}
	if v.signed.User.Kind == access.Citizen {
		trail = []look.Link{{Text: v.say.Say("web.nav.plan"), URL: planURL(view.Dossier.ID)}}
	}
	trail = append(trail, look.Link{Text: v.talk("title")})
	for _, text := range here {
		trail[len(trail)-1].URL = v.talkURL(view.Dossier.ID)
		trail = append(trail, look.Link{Text: text})
	}
	return trail
}

func (v *visit) talkRow(view *access.View, t dossier.Talk) talkRow {
	last, news := lastSaid(t), v.talkNews(view, t)
	return talkRow{
		Face: v.saidFace(view, t, last), Link: look.Link{Text: t.Subject, URL: v.talkURL(view.Dossier.ID, string(t.Talk))},
		With: v.talk("with", "names", v.listed(v.talkWith(view, t))), Last: excerpt(last.Words),
		When: v.days.Since(nl.On(last.At), v.today), News: news, About: v.say.Count("talk.news", news),
	}
}

// talkNews counts what is new in a conversation for the visitor.
func (v *visit) talkNews(view *access.View, t dossier.Talk) int {
	return view.Dossier.New(t, v.signed.User.ID, v.signed.Org.ID, view.Me, v.today)
}

// talkWith names the others between whom a conversation is.
func (v *visit) talkWith(view *access.View, t dossier.Talk) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if t.Person != view.Me {
		add(v.personName(view, t.Person))
	}
	if t.Lead && !leads(view, v) {
		if contact, ok := v.helperContact(view); ok {
			add(contact.Name)
		}
	}
	for _, w := range t.With {
		if w.User != v.signed.User.ID && (w.User != "" || w.Org != v.signed.Org.ID) {
			add(v.holderName(view, w))
		}
	}
	return names
}

// leads tells whether the visitor carries the case.
func leads(view *access.View, v *visit) bool {
	l := view.Dossier.Lead
	return l != nil && l.User == v.signed.User.ID
}

// saidFace gives the face of who wrote a message.
func (v *visit) saidFace(view *access.View, t dossier.Talk, m dossier.Said) look.Face {
	if p, ok := view.Dossier.Person(m.By.Person); ok {
		return personFace(p)
	}
	tint := roleTint(m.By.Role)
	if m.By.Person != "" && m.By.Person == t.Person {
		tint = picture.Family
	}
	return look.Face{Initials: picture.Initials(m.By.Name), Tint: tint}
}

// excerpt cuts a message for a line of a list, at a word.
func excerpt(words string) string {
	const most = 90
	line := []rune(strings.Join(strings.Fields(words), " "))
	if len(line) <= most {
		return string(line)
	}
	cut := string(line[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// news counts what waits for the visitor in conversations: in the whole house,
// or in one dossier. It tells a number and nothing of a dossier, so it is no look.
func (h *house) news(v *visit, id dossier.ID) int {
	n, err := h.Office.News(v.ctx, casework.NewsAsk{Dossier: id})
	if err != nil {
		h.Log.WarnContext(v.ctx, "counting what is new", "error", err)
		return 0
	}
	return n
}
