package web

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/signin"
	"eendracht/internal/text"
	"eendracht/internal/web/look"
)

// route is one page or action: its pattern, the purpose for which it reads,
// the flow that the retype meter counts it under, and whether one may come in
// without being signed in.
type route struct {
	pattern string
	purpose string // of package statute; "" takes the asker's own (see purposeOf)
	flow    string
	open    bool
	strong  bool  // only for whoever is signed in strongly enough for compartments
	max     int64 // the most that it may be sent, in bytes; 0 is maxForm
	handle  func(*house, *visit) error
}

// visit is one request with everyone and everything in it looked up.
type visit struct {
	http.ResponseWriter
	*http.Request
	ctx    context.Context // carries the caller
	signed signin.Signed
	known  bool // someone is signed in
	say    text.Voice
	wanted string // the language that was asked, when this person's pages do not speak it
	days   look.Days
	now    time.Time
	today  nl.Date
}

func (h *house) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, cmp.Or(rt.max, maxForm))
		v, err := h.visit(w, r, rt)
		if err == nil {
			err = rt.handle(h, v)
		}
		if err != nil {
			h.fail(v, err)
		}
	})
}

func (h *house) visit(w http.ResponseWriter, r *http.Request, rt route) (*visit, error) {
	now := h.Now()
	v := &visit{ResponseWriter: w, Request: r, ctx: r.Context(), now: now, today: nl.On(now)}
	v.speak(h.pages.Say(look.Preferred(r).Lang))
	signed, err := h.Signin.Know(r.Context(), r, r.Method != http.MethodGet)
	switch {
	case err == nil:
		v.signed, v.known = signed, true
		h.speakOf(v)
		v.ctx = casework.As(v.ctx, h.Signin.Caller(signed, v.purpose(rt), flowOf(rt)))
		if err := h.Limits.Allow(signed); err != nil {
			return v, err
		}
	case !fault.Is(err, fault.SignIn):
		return v, err
	case !rt.open:
		if r.Method == http.MethodPost && r.ParseForm() != nil {
			return v, fault.New(fault.TooLarge, "web.visit", "")
		}
		return v, err // with what was typed, so that it is not lost
	}
	if r.Method == http.MethodPost && r.ParseForm() != nil {
		return v, fault.New(fault.TooLarge, "web.visit", "")
	}
	settleForm(r.PostForm)
	if rt.strong && v.signed.Weak {
		return v, errWeak()
	}
	return v, nil
}

// speak lets a visit say everything in one language.
func (v *visit) speak(say text.Voice) { v.say, v.days = say, look.Days{Say: say} }

// speakOf lets staff be spoken to in a language that has every text: the pages
// of residents speak more. What was asked is kept, so that it can be told once.
func (h *house) speakOf(v *visit) {
	if lang := v.say.Lang(); v.signed.User.Kind != access.Citizen && !text.Complete(lang) {
		v.wanted = lang
		v.speak(h.pages.Say(""))
	}
}

func flowOf(rt route) string {
	if rt.flow != "" {
		return rt.flow
	}
	return "web"
}

// purpose gives the purpose of a visit: that of the route, else that for which
// this person is in the house.
func (v *visit) purpose(rt route) string {
	if rt.purpose != "" {
		return rt.purpose
	}
	return purposeOf(v.signed)
}

// purposeOf gives the purpose for which someone is in the house when a page
// does not narrow it.
func purposeOf(s signin.Signed) string {
	switch {
	case s.User.Kind == access.Citizen:
		return "own"
	case s.Has("director"):
		return "direction"
	case s.Has("privacy"):
		return "privacy"
	case s.Org.Kind == "municipality" || s.Org.Kind == "neighbourhood_team":
		return "intake"
	}
	return "help"
}

// dossier gives the dossier that the path names.
func (v *visit) dossier() dossier.ID { return dossier.ID(v.PathValue("dossier")) }

// value gives a trimmed form value.
func (v *visit) value(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }

// id gives a form value as an identifier.
func (v *visit) id(name string) dossier.ID { return dossier.ID(v.value(name)) }

// day reads a date that a person typed; a wrong one is a finding.
func (v *visit) day(name string) (nl.Date, *fault.Field) {
	typed := v.value(name)
	if typed == "" {
		return nl.Date{}, nil
	}
	date, ok := v.days.ParseDay(typed)
	if !ok {
		return nl.Date{}, &fault.Field{Name: name, Key: "web.date"}
	}
	return date, nil
}

// wish begins a command with what every form carries: the key that makes a
// second press change nothing, and the version that the person saw.
func (v *visit) wish(id dossier.ID, command dossier.Command, typed ...casework.Typed) casework.Wish {
	expect, err := strconv.ParseInt(v.value(fieldVersion), 10, 64)
	if err != nil {
		expect = 0
	}
	return casework.Wish{Dossier: id, Command: command, Key: v.value(fieldKey), Expect: expect, Typed: typed}
}

// typed says how a value of the form was come by: what was offered and kept is
// reused, what was offered and changed is corrected, the rest was typed new.
func (v *visit) typed(item, field string, person dossier.ID) casework.Typed {
	t := casework.Typed{Item: item, Person: person, Value: v.value(field)}
	offered, was := v.PostForm[field+offeredSuffix]
	switch {
	case was && offered[0] == t.Value:
		t.How = casework.Reused
	case was:
		t.How = casework.Corrected
	}
	return t
}

// The hidden fields of every form.
const (
	fieldKey      = "_key"
	fieldVersion  = "_version"
	offeredSuffix = "_offered"
)

// hidden gives the hidden fields of a form on a version of a dossier (0: any).
// The key stays the same when a form comes back with a finding.
func (h *house) hidden(v *visit, version int64) []look.Field {
	key := v.value(fieldKey)
	if key == "" {
		key = string(h.NewID())
	}
	fields := []look.Field{{Kind: look.Hidden, Name: fieldKey, Value: key}}
	if version > 0 {
		fields = append(fields, look.Field{Kind: look.Hidden, Name: fieldVersion, Value: strconv.FormatInt(version, 10)})
	}
	return fields
}

// offered gives the field with a value that the dossier holds, where from, and
// the hidden twin by which the retype meter sees whether it was kept.
func offered(f look.Field, value, from string) []look.Field {
	f.Value, f.Known = value, from
	return []look.Field{f, {Kind: look.Hidden, Name: f.Name + offeredSuffix, Value: value}}
}

// see sends the person on to a page after an action, with a message told once.
func (h *house) see(v *visit, path, key string, args ...string) error {
	if key != "" {
		h.cookies.SetFlash(v.ResponseWriter, look.Flash{Tone: look.OK, Key: key, Args: args})
	}
	http.Redirect(v.ResponseWriter, v.Request, path, http.StatusSeeOther)
	return nil
}

// page begins the frame of a page for this visit.
func (h *house) page(v *visit, title string, body any) look.Page {
	p := look.NewPage(v.Request, title, body)
	p.Lang, p.Guide = v.say.Lang(), guideURL(v.Request.Pattern)
	if v.wanted != "" && h.cookies.TellOnce(v.ResponseWriter, v.Request, v.wanted) {
		p.Asked = v.wanted
	}
	if v.Request.Method != http.MethodGet {
		p.Path = "/" // a form that came back has no address of its own
	}
	if v.known {
		p.Person, p.Nav = h.person(v), h.nav(v)
		p.Family = v.signed.User.Kind == access.Citizen
	}
	p.Live = v.live()
	if h.Demo != nil {
		p.Demo = &look.Demo{SwitchURL: "/signin"}
	}
	if flash, ok := h.cookies.TakeFlash(v.ResponseWriter, v.Request); ok {
		p.Flash = &flash
	}
	h.weakHint(v, &p)
	return p
}

// live gives the address at which a page about a dossier hears that something
// changed; without script nobody listens and nothing is missed.
func (v *visit) live() string {
	caller, err := casework.From(v.ctx)
	if err != nil || v.dossier() == "" || v.Request.Method != http.MethodGet {
		return ""
	}
	return "/api/v1/dossiers/" + string(v.dossier()) + "/events?purpose=" + caller.Purpose
}

// show writes a page.
func (h *house) show(v *visit, status int, name string, p look.Page) error {
	return fault.Wrap(fault.Internal, "web.show", h.pages.Page(v.ResponseWriter, status, name, p))
}

// formStatus is the status of a page with a form that came back with an error.
func formStatus(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case fault.Is(err, fault.Conflict):
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// mendable tells whether a person can mend the error in the form itself.
func mendable(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict)
}
