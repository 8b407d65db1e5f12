package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store"
)

// stuck keeps a message that is stuck in the municipality of the story.
func (w *town) stuck(id dossier.ID, out bool, trouble string) {
	w.t.Helper()
	at := time.Now().Add(-48 * time.Hour)
	p := store.Parcel{
		ID: id, Home: w.story.Municipality, Peer: "99123456", Out: out, Kind: "JW301", Ref: "000000000042", State: store.ParcelDead,
		Tries: 3, Trouble: trouble, Since: at, Changed: at,
	}
	if err := w.office.Park(casework.As(context.Background(), casework.Post()), p, []byte("<bericht>Demir</bericht>")); err != nil {
		w.t.Fatal(err)
	}
}

func TestTheTrafficOfMessages(t *testing.T) {
	w := newTownOf(t, 30)
	director := w.browse(w.story.Ingrid)
	calm := director.get("/traffic")
	if !strings.Contains(words(calm), "Er is niets vastgelopen") {
		t.Error("nothing is stuck, and the page does not say so:", words(calm))
	}
	w.stuck("in-1", true, "noroute")
	page := director.get("/traffic")
	for _, want := range []string{"JW301 · toewijzing", "Wij weten niet hoe wij deze partner bereiken.", "99123456", "Per partner", "<svg", "<table"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q: %s", want, words(page))
		}
	}
	if strings.Contains(words(page), "post.") {
		t.Error("the page shows the key of a text:", words(page))
	}
	if strings.Contains(page, "Demir") {
		t.Error("the page shows content")
	}
	for _, who := range []dossier.ID{w.story.Noor, w.story.Fatma, w.story.Sanne} {
		if got := w.browse(who).status("/traffic"); got != http.StatusForbidden {
			t.Errorf("%s: %d", who, got)
		}
	}
}

func TestAPersonDecidesAboutAStuckMessage(t *testing.T) {
	w := newTown(t)
	w.stuck("in-1", true, "network")
	w.stuck("in-2", false, "early")
	director := w.browse(w.story.Ingrid)
	page := director.get("/traffic/in-1")
	if !strings.Contains(words(page), "De partner was steeds niet bereikbaar.") || !strings.Contains(words(page), "Stuur opnieuw") {
		t.Error(words(page))
	}
	if strings.Contains(words(page), "post.") || !strings.Contains(words(page), "3 keer") {
		t.Error("the page shows the key of a text:", words(page))
	}
	action, form := director.fill(page, `value="giveup"`)
	form.Del("reason")
	answer := director.post(action, form)
	if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "Kies een reden.") {
		t.Errorf("without a reason: %d %s", answer.Code, words(answer.Body.String()))
	}
	action, form = director.fill(page, `value="again"`)
	if answer := director.post(action, form); answer.Code != http.StatusSeeOther {
		t.Fatal(answer.Code, words(answer.Body.String()))
	}
	if !strings.Contains(words(director.get("/traffic/in-1")), "niet meer vastgelopen") {
		t.Error("it is on its way, and its page offers to decide")
	}
	if answer := director.post(action, form); answer.Code != http.StatusSeeOther { // a second time: told, not failed
		t.Error(answer.Code)
	}
	action, form = director.fill(director.get("/traffic/in-2"), `value="giveup"`)
	form.Set("reason", "partner")
	if answer := director.post(action, form); answer.Code != http.StatusSeeOther {
		t.Error(answer.Code)
	}
	p, err := w.store.Parcel(context.Background(), "in-2")
	if err != nil || p.State != store.ParcelRefused || p.Decider != w.story.Ingrid || p.Reason != "partner" || len(p.Body) > 0 {
		t.Errorf("%+v %v", p, err)
	}
	if got := w.browse(w.story.Planner).status("/traffic/in-2"); got != http.StatusNotFound {
		t.Errorf("another organisation's planner: %d", got)
	}
	if got := w.browse(w.story.Planner).status("/traffic"); got != http.StatusOK {
		t.Errorf("the provider's planner sees their own traffic: %d", got)
	}
}

// post sends a form as a browser does.
func (b *browser) post(action string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, action, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.ask(r)
}
