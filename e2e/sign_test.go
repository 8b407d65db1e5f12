package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"eendracht/internal/api"
)

// TestSigningInAsAPersonDoes goes by the demonstration's provider: weakly first,
// then more strongly when something is shut, and out again everywhere.
func TestSigningInAsAPersonDoes(t *testing.T) {
	h := start(t)
	s := &tale{house: h, people: map[string]string{}}
	fatma := s.as(s.story.Fatma, "")
	var asked api.Result
	fatma.call("POST", "/meldingen", map[string]any{"words": "Ik durf de post niet meer open te maken.", "threat": "eviction"}, http.StatusOK, &asked)
	b := browse(t, h, true)
	choose := func(user any) { b.submit(fmt.Sprintf(`form:has(button[name=user][value=%q])`, fmt.Sprint(user))) }

	b.open("/signin")
	b.sees("Wie bent u?", "Fatma")
	b.picture("signin-desktop", 1280)
	b.picture("signin-phone", 390)
	b.press("Zwakker inloggen")
	b.sees("logt zwakker in")
	choose(s.story.Noor)
	safety := "/case/" + asked.Dossier + "/safety"
	b.open("/case/" + asked.Dossier)
	b.open(safety)
	b.sees("Log sterker in", "Daarna komt u hier terug")
	b.picture("stronger-desktop", 1280)
	b.picture("stronger-phone", 390)
	b.press("Sterker inloggen")
	b.sees("Wie bent u?")
	choose(s.story.Noor) // one click, and back where one was
	if b.path() != safety {
		t.Errorf("came back at %s", b.path())
	}
	b.open("/sessions")
	b.sees("Waar u bent ingelogd", "Dit apparaat", "Chrome")
	b.picture("sessions-desktop", 1280)
	b.picture("sessions-phone", 390)
	b.press("Overal uitloggen")
	b.sees("Wie bent u?")
	b.open("/work")
	if !strings.Contains(b.path(), "/demo/provider/authorize") {
		t.Errorf("still in: %s", b.path())
	}
}

// TestWhatWasTypedIsNotLostWhenTheSessionEnded sends a form after the session
// ended elsewhere, signs in in another window, and sends it after all.
func TestWhatWasTypedIsNotLostWhenTheSessionEnded(t *testing.T) {
	h := start(t)
	b := browse(t, h, true)
	b.as(h.story.Fatma)
	b.open("/help")
	run[bool](b, `fetch("/sessions/end-all", {method: "POST"}).then(() => true)`)
	run[bool](b, `(() => { for (const f of document.querySelectorAll("main textarea")) f.value = "Ik durf de post niet meer open te maken."; return true; })()`)
	b.submit("main form")
	b.sees("nog niet kwijt", "Inloggen in een nieuw venster")
	b.picture("kept-desktop", 1280)
	b.picture("kept-phone", 390)
	if typed := run[string](b, `[...document.querySelectorAll("main form input[type=hidden]")].map(f => f.value).join("|")`); !strings.Contains(typed, "Ik durf de post") {
		t.Errorf("what was typed is lost: %q", typed)
	}
}
