package web

import (
	"net/http"

	"eendracht/internal/web/look"
)

// keysCookie remembers that someone switched the keys of lists off. It holds
// nothing about anyone.
const keysCookie = "keys"

const aYear = 365 * 24 * 60 * 60 // seconds

// workKeys are the keys by which one walks through the list (WCAG 2.1.4: they
// work only while the list has the focus, and can be switched off).
type workKeys struct {
	On     bool
	Keys   []look.Fact
	Switch look.Button
}

func (v *visit) workKeys() *workKeys {
	k := &workKeys{On: true}
	if c, err := v.Request.Cookie(keysCookie); err == nil && c.Value == "off" {
		k.On = false
	}
	for _, key := range []string{"j", "k", "x", "o", "b"} {
		k.Keys = append(k.Keys, look.Fact{Term: key, Text: v.say.Say("queue.key." + key)})
	}
	k.Switch = look.Button{Text: v.say.Say("queue.keys.off"), Style: look.Quiet, Post: "/queue/keys", Name: "keys", Value: "off"}
	if !k.On {
		k.Switch.Text, k.Switch.Value = v.say.Say("queue.keys.on"), "on"
	}
	return k
}

// switchKeys switches the keys of lists on or off in this browser.
func (h *house) switchKeys(v *visit) error {
	value := "on"
	if v.value("keys") == "off" {
		value = "off"
	}
	http.SetCookie(v.ResponseWriter, &http.Cookie{Name: keysCookie, Value: value, Path: "/", MaxAge: aYear, HttpOnly: true, Secure: h.cookies.Secure, SameSite: http.SameSiteLaxMode})
	return h.see(v, "/work", "queue.keys.now."+value)
}
