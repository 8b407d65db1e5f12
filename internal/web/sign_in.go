package web

import (
	"net"
	"net/http"
	"net/url"
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/signin/demoidp"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// signRoutes are the ways in and out, open to everyone, and one's own sessions.
func (h *house) signRoutes() []route {
	routes := []route{
		{pattern: "GET /signin", open: true, handle: (*house).signInPage},
		{pattern: "GET /signin/start", open: true, handle: (*house).signStart},
		{pattern: "GET " + signin.CallbackPath, open: true, handle: (*house).signBack},
		{pattern: "GET /signin/stronger", handle: (*house).strongerPage},
		{pattern: "POST /signout", open: true, handle: (*house).signOut},
		{pattern: "GET /sessions", handle: (*house).sessionsPage},
		{pattern: "POST /sessions/end", handle: (*house).endSession},
		{pattern: "POST /sessions/end-all", handle: (*house).endSessions},
	}
	if h.demo != nil {
		routes = append(routes,
			route{pattern: "GET " + demoidp.Authorize, open: true, handle: (*house).choosePage},
			route{pattern: "POST " + demoidp.Authorize, open: true, handle: (*house).choose})
	}
	return routes
}

// demoDoor opens the demonstration's own provider and our door to it.
func (h *house) demoDoor() error {
	if h.Demo == nil || h.Door != nil {
		return nil
	}
	door, key, err := signin.NewDemoDoor(h.Demo, h.Office)
	if err != nil {
		return err
	}
	provider, err := demoidp.New(demoidp.Parts{
		Demo: h.Demo, Client: key, Redirect: signin.CallbackPath, Now: h.Signin.Now, Random: h.Signin.Random, BSN: h.BSN,
	})
	if err != nil {
		return err
	}
	door.Reach(provider)
	h.Door, h.demo = door, provider
	return nil
}

// signBody is what a page of signing in shows.
type signBody struct {
	Head   look.PageHead
	Alert  *look.Alert
	Ways   []signWay
	Groups []pickGroup
	Empty  *look.Empty
	Form   *look.Form
	Open   *look.Link // opens in a window of its own
	Button *look.Button
	Table  *look.Table
	Note   *look.Link
	Tour   *look.Link // leads a visitor of the demonstration around
}

// signWay is a group of providers by which one may sign in.
type signWay struct {
	ID      string
	Title   string
	Buttons []look.Button
}

type pickGroup struct {
	ID    string
	Title string
	Picks []look.PersonChoice
}

// signInPage offers the providers. The demonstration has one, and it is asked at once.
func (h *house) signInPage(v *visit) error {
	to := look.LocalPath(v.FormValue("to"))
	if h.demo != nil {
		http.Redirect(v.ResponseWriter, v.Request, h.startURL(signin.DemoProvider, to), http.StatusSeeOther)
		return nil
	}
	body := signBody{Head: look.PageHead{Title: v.say.Say("web.signin.title")}}
	if h.Door == nil || len(h.Door.Providers) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("web.signin.none"), Text: v.say.Say("web.signin.none.text")}
	} else {
		body.Head.Text = v.say.Say("web.sign.choose")
		body.Ways = h.ways(v, to)
	}
	return h.showSign(v, http.StatusOK, body)
}

func (h *house) ways(v *visit, to string) []signWay {
	ways := []signWay{{ID: "residents", Title: v.say.Say("web.sign.residents")}, {ID: "workers", Title: v.say.Say("web.sign.workers")}}
	for _, p := range h.Door.Providers {
		n := 1
		if p.Kind == signin.KindCitizen {
			n = 0
		}
		name := p.Name[v.say.Lang()]
		if name == "" {
			name = p.Name["nl"]
		}
		ways[n].Buttons = append(ways[n].Buttons, look.Button{Text: v.say.Say("web.sign.with", "name", name), URL: h.startURL(p.ID, to)})
	}
	return slices.DeleteFunc(ways, func(w signWay) bool { return len(w.Buttons) == 0 })
}

func (h *house) startURL(provider, to string) string {
	return "/signin/start?" + url.Values{"provider": {provider}, "to": {to}}.Encode()
}

func (h *house) showSign(v *visit, status int, body signBody) error {
	page := h.page(v, body.Head.Title, body)
	page.Family = false
	if page.Flash != nil && page.Flash.Key == keyWeakHint { // the page says it itself
		page.Flash = nil
	}
	return h.show(v, status, "sign", page)
}

// signStart sends a browser to a provider. It is a GET, because the content
// policy lets no form lead elsewhere; it changes nothing but a row that waits.
func (h *house) signStart(v *visit) error {
	if h.Door == nil {
		return fault.New(fault.NotFound, "web.signStart", "")
	}
	if err := h.Limits.AllowEntry(h.address(v.Request)); err != nil {
		return err
	}
	start := signin.Start{Provider: v.FormValue("provider"), Back: look.LocalPath(v.FormValue("to")), Lang: v.say.Lang()}
	if v.known && v.FormValue("stronger") != "" {
		start.Stronger = v.signed
	}
	location, cookie, err := h.Door.Begin(v.ctx, v.Request, start)
	if fault.Is(err, fault.Unavailable) {
		return h.signFailed(v, err, start.Back)
	}
	if err != nil {
		return err
	}
	http.SetCookie(v.ResponseWriter, cookie)
	http.Redirect(v.ResponseWriter, v.Request, location, http.StatusSeeOther)
	return nil
}

// signBack takes the answer that a browser brings back from a provider.
func (h *house) signBack(v *visit) error {
	if h.Door == nil {
		return fault.New(fault.NotFound, "web.signBack", "")
	}
	if err := h.Limits.AllowEntry(h.address(v.Request)); err != nil {
		return err
	}
	in, err := h.Door.Finish(v.ctx, v.Request, v.say.Lang())
	if err != nil {
		return h.signFailed(v, err, "/")
	}
	http.SetCookie(v.ResponseWriter, h.Signin.Cookie(in.Token))
	http.Redirect(v.ResponseWriter, v.Request, look.LocalPath(in.Back), http.StatusSeeOther)
	return nil
}

// signFailed tells that signing in did not work, with the one way on: again.
// The reason stands in the log, without who it was.
func (h *house) signFailed(v *visit, err error, back string) error {
	h.Log.WarnContext(v.ctx, "a sign-in failed", "err", err)
	key, args := fault.Message(err)
	target := "/signin?" + url.Values{"to": {back}}.Encode()
	body := signBody{
		Head:   look.PageHead{Title: v.say.Say("web.sign.failed")},
		Alert:  &look.Alert{Tone: look.Late, Text: v.say.Say(key, args...), Loud: true},
		Button: &look.Button{Text: v.say.Say("web.sign.again"), URL: target, Style: look.Primary},
	}
	return h.showSign(v, statusOf(fault.Of(err)), body)
}

// signOut ends this session. In the demonstration one may choose someone else at once.
func (h *house) signOut(v *visit) error {
	if err := h.Signin.End(v.ctx, v.Request); err != nil {
		return err
	}
	http.SetCookie(v.ResponseWriter, h.Signin.Cookie(""))
	return h.see(v, "/signin", "web.signedout")
}

// address names where a request comes from, for counting attempts; "" when a
// proxy in front hides it and we were not told to believe what the proxy says.
func (h *house) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	return h.Limits.Address(host, r.Header.Values("X-Forwarded-For"))
}

func tintOf(group string) picture.Tint {
	switch group {
	case "family":
		return picture.Family
	case "network":
		return picture.Near
	case "partner":
		return picture.Help
	}
	return picture.Team
}
