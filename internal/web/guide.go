package web

import (
	"net/http"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/text"
	"eendracht/internal/web/look"
)

// guideScreen is a page, or several that belong together, that is explained.
type guideScreen struct {
	name  string   // "own.plan": the texts begin with "guide." and this
	title string   // text key of its name
	below []string // addresses that it explains, as their patterns begin
}

// guideScreens are all explanations: those of residents first, then of staff. Of
// the addresses that fit, the longest counts.
func guideScreens() []guideScreen {
	return []guideScreen{
		{"own.start", "web.fail.sign_in", []string{"/signin", "/sessions", "/demo", "/signout"}},
		{"own.help", "webfamily.help.title", []string{"/help", "/plan/{dossier}/asked"}},
		{"own.plan", "web.nav.plan", []string{"/plan/{dossier}"}},
		{"own.task", "webfamily.task.title", []string{"/plan/{dossier}/tasks", "/plan/{dossier}/questions"}},
		{"own.helpers", "web.nav.helpers", []string{"/plan/{dossier}/helpers"}},
		{"own.sight", "web.nav.sight", []string{"/plan/{dossier}/sight", "/plan/{dossier}/consents", "/plan/{dossier}/object"}},
		{"own.looks", "webfamily.looks.title", []string{"/plan/{dossier}/looks"}},
		{"own.time", "web.nav.time", []string{"/plan/{dossier}/time"}},
		{"own.me", "web.nav.me", []string{"/plan/{dossier}/me", "/plan/{dossier}/data", "/plan/{dossier}/entries"}},
		{"own.voice", "webfamily.voice.door", []string{"/plan/{dossier}/voice"}},
		{"own.talk", "talk.title", []string{"/plan/{dossier}/talk"}},
		{"own.paper", "paper.title", []string{"/plan/{dossier}/documents"}},
		{"own.notice", "notice.page.title", []string{"/me/notices", "/notices"}},
		{"staff.work", "guide.staff.work.title", []string{"/work", "/queue", "/families", "/talk", "/calendar"}},
		{"staff.find", "guide.staff.find.title", []string{"/find"}},
		{"staff.case", "guide.staff.case.title", []string{"/case/{dossier}"}},
		{"staff.safety", "guide.staff.safety.title", []string{"/case/{dossier}/safety", "/emergency"}},
		{"staff.lead", "guide.staff.lead.title", []string{"/case/{dossier}/lead"}},
		{"staff.plan", "guide.staff.plan.title", []string{"/case/{dossier}/plan", "/case/{dossier}/goals", "/case/{dossier}/tasks", "/case/{dossier}/agree", "/case/{dossier}/evaluate"}},
		{"staff.share", "guide.staff.share.title", []string{"/case/{dossier}/share", "/case/{dossier}/invite"}},
		{"staff.meet", "guide.staff.meet.title", []string{"/case/{dossier}/meetings", "/meeting"}},
		{"staff.close", "guide.staff.close.title", []string{"/case/{dossier}/close"}},
		{"staff.chain", "guide.staff.chain.title", []string{"/case/{dossier}/chain", "/case/{dossier}/messages", "/case/{dossier}/decide", "/case/{dossier}/allocations", "/right"}},
		{"staff.partner", "guide.staff.partner.title", []string{"/partner", "/task", "/care", "/messages"}},
		{"staff.direction", "guide.staff.direction.title", []string{"/direction", "/meter", "/traffic"}},
		{"staff.admin", "guide.staff.admin.title", []string{"/admin"}},
		{"staff.watch", "guide.staff.watch.title", []string{"/kept", "/unusual", "/law"}},
	}
}

// guideURL gives the address of the explanation of a page by the pattern of its
// route; that of all explanations when nothing explains it.
func guideURL(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	best, long := "", 0
	for _, s := range guideScreens() {
		for _, below := range s.below {
			if rest, ok := strings.CutPrefix(path, below); ok && (rest == "" || rest[0] == '/') && len(below) > long {
				best, long = s.name, len(below)
			}
		}
	}
	if best == "" {
		return look.GuidePath
	}
	return look.GuidePath + "/" + best
}

// guideBody is what guide.html shows.
type guideBody struct {
	Head   look.PageHead
	Do     []string
	More   []look.Link
	Danger look.Alert
}

// guidePage lists the explanations for who asks: residents theirs, staff both.
func (h *house) guidePage(v *visit) error {
	body := guideBody{Head: look.PageHead{Title: v.say.Say("guide.title"), Text: v.say.Say("guide.text")}, Danger: v.danger()}
	body.More = v.guideLinks()
	return h.showGuide(v, body)
}

// guideScreenPage explains one screen: what it is, and what one can do there.
func (h *house) guideScreenPage(v *visit) error {
	for _, s := range guideScreens() {
		if s.name != v.PathValue("screen") || !v.guided(s) {
			continue
		}
		key := "guide." + s.name + "."
		body := guideBody{Head: look.PageHead{Kicker: v.say.Say("look.help"), Title: v.say.Say(s.title), Text: v.say.Say(key + "text")}}
		body.Do = []string{v.say.Say(key + "1"), v.say.Say(key + "2")}
		body.More, body.Danger = v.guideLinks(), v.danger()
		return h.showGuide(v, body)
	}
	return fault.New(fault.NotFound, "web.guideScreenPage", "")
}

// guided tells whether an explanation is for who asks: those of staff are not
// for residents, who would not find the page.
func (v *visit) guided(s guideScreen) bool {
	return strings.HasPrefix(s.name, "own.") || v.known && v.signed.User.Kind != access.Citizen
}

func (v *visit) guideLinks() []look.Link {
	var links []look.Link
	for _, s := range guideScreens() {
		staff := strings.HasPrefix(s.name, "staff.")
		if v.guided(s) && staff == (v.known && v.signed.User.Kind != access.Citizen) {
			links = append(links, look.Link{Text: v.say.Say(s.title), URL: look.GuidePath + "/" + s.name})
		}
	}
	return links
}

func (h *house) showGuide(v *visit, body guideBody) error {
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	return h.show(v, http.StatusOK, "guide", page)
}

// tourPage leads a visitor of the demonstration around: what to press first as
// whom. It speaks Dutch and English, as the pages of staff do.
func (h *house) tourPage(v *visit) error {
	if h.Demo == nil {
		return fault.New(fault.NotFound, "web.tourPage", "")
	}
	if lang := v.say.Lang(); !text.Complete(lang) {
		v.wanted = lang
		v.speak(h.pages.Say(""))
	}
	body := tourBody{Head: look.PageHead{Title: v.say.Say("guide.tour.title"), Text: v.say.Say("guide.tour.text")}}
	for _, who := range []string{"fatma", "noor", "sanne", "bas", "ingrid"} {
		key := "guide.tour." + who + "."
		body.Roles = append(body.Roles, tourRole{ID: who, Title: v.say.Say(key + "title"), Steps: []string{v.say.Say(key + "1"), v.say.Say(key + "2"), v.say.Say(key + "3")}})
	}
	body.Start = look.Button{Text: v.say.Say("guide.tour.start"), URL: "/signin", Style: look.Primary}
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	return h.show(v, http.StatusOK, "tour", page)
}

// tourBody is what tour.html shows.
type tourBody struct {
	Head  look.PageHead
	Roles []tourRole
	Start look.Button
}

type tourRole struct {
	ID    string
	Title string
	Steps []string
}
