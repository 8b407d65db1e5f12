package probe

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func (w *town) who(name string) Who {
	for _, p := range w.people {
		if p.Name == name {
			return p
		}
	}
	w.t.Fatalf("nobody is called %s", name)
	return Who{}
}

// api asks the API and wants a status; it gives the body.
func (w *town) api(name, purpose, method, path string, body any, want int) string {
	w.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := w.ask(w.who(name), w.machine, method, "/api/v1"+path, purpose, raw)
	if a.status != want {
		w.t.Fatalf("%s %s as %s: %d, want %d: %s", method, path, name, a.status, want, a.body)
	}
	return a.body
}

// Emergency access through the API: someone of another team opens what is named,
// reads exactly that, and the family reads of it.
func TestEmergencyThroughTheAPI(t *testing.T) {
	w := newTown(t)
	const n = 1 // of the team of group 1; worker0 is of another
	dossier := "/dossiers/" + string(w.dossiers[n])
	ask := map[string]any{"bsn": bsnOf(n), "domains": []string{"health"}, "reason": "Zij neemt niet op."}
	w.api("worker0", "safety", "GET", dossier, nil, http.StatusNotFound)
	w.api("worker0", "intake", "POST", "/emergencies", ask, http.StatusForbidden)
	w.api("director", "safety", "POST", "/emergencies", ask, http.StatusForbidden)
	w.api("mother001", "own", "POST", "/emergencies", ask, http.StatusForbidden)
	w.api("worker0", "safety", "POST", "/emergencies", map[string]any{"bsn": "999990020", "domains": []string{"health"}, "reason": "x"}, http.StatusNotFound)
	w.api("worker0", "safety", "POST", "/emergencies", map[string]any{"bsn": bsnOf(n), "domains": []string{"money"}, "reason": "x"}, http.StatusUnprocessableEntity)
	w.api("worker0", "safety", "POST", "/emergencies", ask, http.StatusOK)
	if body := w.api("worker0", "safety", "GET", dossier, nil, http.StatusOK); strings.Contains(body, "zq001") {
		t.Errorf("it opens more than was named: %.300s", body)
	}
	if body := w.api("mother001", "own", "GET", dossier+"/emergencies", nil, http.StatusOK); !strings.Contains(body, "Zij neemt niet op.") {
		t.Errorf("the mother reads %s", body)
	}
	if body := w.api("father001", "own", "GET", dossier+"/emergencies", nil, http.StatusOK); strings.Contains(body, "neemt niet op") {
		t.Errorf("the father reads %s", body)
	}
	w.now = w.now.Add(4 * time.Hour)
	w.tokens["worker0"] = must(w.signin.Start(t.Context(), w.users["worker0"].ID, "nl")) // the session has ended too
	w.api("worker0", "safety", "GET", dossier, nil, http.StatusNotFound)
}

// A question about a look, an explanation, and looks that stand out, through the API.
func TestQuestionsAndExplanationsThroughTheAPI(t *testing.T) {
	w := newTown(t)
	const n = 2
	dossier := "/dossiers/" + string(w.dossiers[n])
	w.api("partner2", "help", "GET", dossier, nil, http.StatusOK)
	var looks struct {
		Items []struct{ ID, Organisation, Action string }
	}
	if err := json.Unmarshal([]byte(w.api("mother002", "own", "GET", dossier+"/looks", nil, http.StatusOK)), &looks); err != nil {
		t.Fatal(err)
	}
	for _, l := range looks.Items {
		if l.Organisation != "Jeugdzorg 2" || l.Action != "open" {
			continue
		}
		w.api("stranger", "own", "POST", dossier+"/looks/"+l.ID+"/questions", map[string]any{"words": "Waarom?"}, http.StatusNotFound)
		w.api("mother002", "own", "POST", dossier+"/looks/"+l.ID+"/questions", map[string]any{"words": "Waarom keek u?"}, http.StatusOK)
		if body := w.api("partner2", "help", "GET", "/work", nil, http.StatusOK); !strings.Contains(body, "Waarom keek u?") {
			t.Errorf("the organisation that looked has %s", body)
		}
		if body := w.api("partner1", "help", "GET", "/work", nil, http.StatusOK); strings.Contains(body, "Waarom keek u?") {
			t.Errorf("another organisation has %s", body)
		}
		break
	}
	var why struct{ Allowed bool }
	for person, want := range map[string]bool{"lead2": true, "partner2": false} {
		body := w.api(person, w.who(person).Purpose, "GET", dossier+"/why?domain=money", nil, http.StatusOK)
		if err := json.Unmarshal([]byte(body), &why); err != nil || why.Allowed != want {
			t.Errorf("%s: %s", person, body)
		}
	}
	there := w.api("partner2", "help", "GET", dossier+"/why?domain=money&compartment=safety", nil, http.StatusOK)
	none := w.api("partner2", "help", "GET", dossier+"/why?domain=work&compartment=safety", nil, http.StatusOK)
	if there != none {
		t.Errorf("a deny tells that something exists:\n%s\n%s", there, none)
	}
	w.api("lead2", "lead", "GET", "/unusual-looks", nil, http.StatusForbidden)
	if body := w.api("officer", "privacy", "GET", "/unusual-looks", nil, http.StatusOK); !strings.Contains(body, `"items":[]`) {
		t.Error(fmt.Sprint("nothing was compared, and this stands out: ", body))
	}
}
