package web

import (
	"net/http"
	"net/url"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/web/look"
)

// failBody is what the page of an error shows.
type failBody struct {
	Head  look.PageHead
	Alert look.Alert
}

// statusOf maps a fault to HTTP, once for all pages.
func statusOf(code fault.Code) int {
	switch code {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.SignIn:
		return http.StatusUnauthorized
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// fail shows an error as a page: what a person may know, and what they can do.
// The rest goes to the log, without personal data: faults carry none.
func (h *house) fail(v *visit, err error) {
	code := fault.Of(err)
	if code == fault.Internal || code == fault.Unavailable {
		h.Log.ErrorContext(v.Request.Context(), "page failed", "method", v.Request.Method, "route", v.Request.Pattern, "err", err)
	}
	if code == fault.SignIn || isWeak(err) {
		if h.signFirst(v, err) == nil {
			return
		}
	}
	key, args := fault.Message(err)
	body := failBody{
		Head:  look.PageHead{Title: v.say.Say("web.fail." + string(code))},
		Alert: look.Alert{Tone: look.Late, Text: v.say.Say(key, args...), Links: []look.Link{{Text: v.say.Say("web.home"), URL: "/"}}, Loud: true},
	}
	for _, f := range fault.Fields(err) {
		body.Alert.Items = append(body.Alert.Items, v.say.Say(f.Key, f.Args...))
	}
	if v.known && v.signed.Weak && (code == fault.NotFound || code == fault.Forbidden) { // the same for all that is not there
		body.Alert.Links = append(body.Alert.Links, look.Link{Text: v.say.Say("web.sign.stronger.link"), URL: "/signin/stronger?" + url.Values{"to": {v.URL.Path}}.Encode()})
	}
	page := h.page(v, body.Head.Title, body)
	page.Narrow = true
	if wait := signin.Wait(err); wait != "" {
		v.ResponseWriter.Header().Set("Retry-After", wait)
	}
	if code == fault.Unavailable {
		v.ResponseWriter.Header().Set("Retry-After", "30")
	}
	if err := h.pages.Page(v.ResponseWriter, statusOf(code), "fail", page); err != nil {
		h.Log.ErrorContext(v.Request.Context(), "the page of an error failed", "err", err)
		http.Error(v.ResponseWriter, v.say.Say("fault.internal"), http.StatusInternalServerError)
	}
}

// signInFirst sends someone who is not signed in to the door, and back after.
func (h *house) signInFirst(v *visit) {
	target := "/signin"
	if path := v.Request.URL.Path; path != "/" {
		target += "?to=" + path
	}
	http.Redirect(v.ResponseWriter, v.Request, target, http.StatusSeeOther)
}
