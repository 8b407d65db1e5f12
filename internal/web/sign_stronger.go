package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// errWeak is the fault of whoever is not signed in strongly enough for a page.
func errWeak() error { return fault.New(fault.Forbidden, "web.strong", keyWeak) }

const (
	keyWeak     = "signin.weak"
	keyWeakHint = "web.sign.stronger.hint"
)

func isWeak(err error) bool {
	key, _ := fault.Message(err)
	return key == keyWeak
}

// strongerPage explains why one signs in more strongly, and leads there. It
// tells nothing of what lies behind.
func (h *house) strongerPage(v *visit) error {
	return h.askStronger(v, http.StatusOK, look.LocalPath(v.FormValue("to")))
}

func (h *house) askStronger(v *visit, status int, back string) error {
	return h.showSign(v, status, signBody{
		Head:   look.PageHead{Title: v.say.Say("web.sign.stronger.title"), Text: v.say.Say("web.sign.stronger.text")},
		Button: &look.Button{Text: v.say.Say("web.sign.stronger.button"), URL: h.strongerURL(v, back), Style: look.Primary},
	})
}

func (h *house) strongerURL(v *visit, back string) string {
	return "/signin/start?" + url.Values{"provider": {v.signed.Provider}, "to": {back}, "stronger": {"yes"}}.Encode()
}

// signFirst handles whoever must sign in, or sign in more strongly, before they
// go on: a page is come back to, and a form is kept until it can be sent.
func (h *house) signFirst(v *visit, err error) error {
	weak := isWeak(err)
	if v.Request.Method == http.MethodGet {
		if weak {
			return h.askStronger(v, http.StatusForbidden, v.URL.RequestURI())
		}
		h.signInFirst(v)
		return nil
	}
	status, way := http.StatusUnauthorized, "/signin"
	if weak {
		status, way = http.StatusForbidden, h.strongerURL(v, "/")
	}
	form := &look.Form{Action: v.URL.RequestURI(), Button: look.Button{Text: v.say.Say("web.sign.kept.send")}}
	for _, name := range slices.Sorted(keys(v.PostForm)) {
		for _, value := range v.PostForm[name] {
			form.Fields = append(form.Fields, look.Field{Kind: look.Hidden, Name: name, Value: value})
		}
	}
	return h.showSign(v, status, signBody{
		Head: look.PageHead{Title: v.say.Say("web.sign.kept.title"), Text: v.say.Say("web.sign.kept.text")},
		Open: &look.Link{Text: v.say.Say("web.sign.kept.open"), URL: way}, Form: form,
	})
}

func keys(form url.Values) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range form {
			if !yield(name) {
				return
			}
		}
	}
}

// weakHint tells someone whose sign-in is not strong enough, on the pages of a
// family, that some things stay shut: always the same words, whatever is there.
func (h *house) weakHint(v *visit, p *look.Page) {
	if !v.known {
		return
	}
	links := []look.Link{{Text: v.say.Say("web.sign.sessions.link"), URL: "/sessions"}}
	if v.signed.Weak && v.signed.Provider != "" {
		back := "/"
		if v.Request.Method == http.MethodGet {
			back = v.URL.RequestURI()
		}
		links = append(links, look.Link{Text: v.say.Say("web.sign.stronger.link"), URL: "/signin/stronger?" + url.Values{"to": {back}}.Encode()})
		if v.dossier() != "" && p.Flash == nil && !strings.HasPrefix(v.URL.Path, "/signin") {
			p.Flash = &look.Flash{Tone: look.Plain, Key: keyWeakHint}
		}
	}
	p.Person.Links = append(p.Person.Links, links...)
}
