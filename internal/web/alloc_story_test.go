package web_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// allocatedTown is a town in which the provider asked and the municipality granted.
func allocatedTown(t *testing.T) (*town, dossier.Allocation) {
	t.Helper()
	w := newTown(t)
	w.ask()
	if answer := w.browse(w.story.Planner).upload(t, w.request(t)); answer.Code != http.StatusOK {
		t.Fatalf("the request: %d %s", answer.Code, words(answer.Body.String()))
	}
	karin := w.browse(w.story.Karin)
	for _, k := range w.view(w.story.Karin, "decision").Dossier.Tasks {
		if k.Type == dossier.TaskDecision {
			karin.sent(karin.get(w.at("decide/%s", k.Task)), "/decide/", "outcome", "granted")
		}
	}
	return w, w.view(w.story.Karin, "decision").Dossier.Allocations[0]
}

// A provider starts with one press, notes and claims a month, corrects and stops,
// and the municipality prolongs: nothing is typed that the dossier holds.
func TestTheProvidersSide(t *testing.T) {
	w, a := allocatedTown(t)
	bas, karin := w.browse(w.story.Planner), w.browse(w.story.Karin)
	path := "/care/" + string(w.family) + "/" + a.Number
	holds(t, bas.get("/partner/"+string(w.family)), "start, stop en declareren")
	page := bas.get(path)
	holds(t, page, "Meld de start als de hulp is begonnen", "Jeugd-ggz", "Start melden", "Er is nog niets gedeclareerd", a.Number)
	bas.sent(page, `value="start"`)
	page = bas.get(path)
	holds(t, page, "De hulp loopt", "Start van hulp", "JW305")
	holds(t, karin.get(w.at("chain")), "Begonnen")

	today := nl.On(time.Now())
	bas.refused(http.StatusUnprocessableEntity, "Vul de prijs in", page, `value="deliver"`, "until", typed(today))
	bas.sent(page, `value="deliver"`, "until", typed(today), "volume", "4", "tariff", "95,00")
	page = bas.get(path)
	holds(t, page, "Declareer")
	answer := bas.send(page, `value="claim"`)
	if answer.Code == http.StatusSeeOther {
		holds(t, bas.get(path), "toegekend")
	} else { // the month is not over: the rules say so in plain words, and nothing left
		holds(t, answer.Body.String(), "Er is niets verstuurd")
	}

	page = bas.get(path)
	bas.refused(http.StatusUnprocessableEntity, "Er is niets verstuurd", page, `value="stop"`, "reason", "")
	bas.sent(page, `value="stop"`, "until", typed(today), "reason", "31")
	w.nothingTypedTwice(t)
	w.ownFiles(t, bas)
}

// ownFiles wants the provider to have its own messages, byte for byte, and nobody
// else's.
func (w *town) ownFiles(t *testing.T, bas *browser) {
	t.Helper()
	view := w.view(w.story.Planner, "help")
	kinds := ""
	for _, m := range view.Dossier.Messages {
		kinds += m.Type + " "
		answer := bas.ask(httptest.NewRequest("GET", "/care/"+string(w.family)+"/messages/"+string(m.ID), nil))
		if answer.Code != http.StatusOK || !bytes.Equal(answer.Body.Bytes(), m.Content) {
			t.Errorf("%s: %d, or not byte for byte", m.Type, answer.Code)
		}
	}
	if !strings.Contains(kinds, "JW301") || !strings.Contains(kinds, "JW305") {
		t.Errorf("the provider sees %s", kinds)
	}
	if code := w.browse(w.story.Landlord).status("/care/" + string(w.family) + "/messages/nothing"); code != http.StatusNotFound {
		t.Errorf("a message for nobody: %d", code)
	}
}

func typed(d nl.Date) string {
	return strings.Join([]string{d.String()[8:], d.String()[5:7], d.String()[:4]}, "-")
}

// The municipality prolongs and takes back; what the standard does not allow stays.
func TestTheMunicipalitysSide(t *testing.T) {
	w, a := allocatedTown(t)
	karin, bas := w.browse(w.story.Karin), w.browse(w.story.Planner)
	path := w.at("allocations/%s", a.Number)
	holds(t, karin.get(w.at("chain")), "Bekijk de toewijzing")
	page := karin.get(path)
	holds(t, page, "Verlengen, verkorten of wijzigen", "Toewijzing intrekken")
	karin.refused(http.StatusUnprocessableEntity, "Er verandert niets", page, `value="alter"`)
	later := a.Care.Until.AddDays(60)
	karin.sent(page, `value="alter"`, "until", typed(later), "reason", "")
	if got := w.view(w.story.Karin, "decision").Dossier.Allocations[0].Care.Until; got != later {
		t.Errorf("until %v, not %v", got, later)
	}
	page = karin.get(path)
	holds(t, page, "Gewijzigd", "toewijzing verlengd")

	care := "/care/" + string(w.family) + "/" + a.Number
	bas.refused(http.StatusUnprocessableEntity, "Er is niets verstuurd", bas.get(care), `value="change"`, "reason", "9")
	bas.sent(bas.get(care), `value="change"`, "until", typed(later.AddDays(30)), "reason", "1")
	var ask dossier.Task
	for _, k := range w.view(w.story.Karin, "decision").Dossier.Tasks {
		if k.Change != nil {
			ask = k
		}
	}
	holds(t, karin.get(w.at("decide/%s", ask.Task)), "Gevraagd bij nummer", "Reden van het verzoek")
	karin.sent(karin.get(w.at("decide/%s", ask.Task)), "/decide/", "outcome", "granted", "words", "Dat past bij de hulp.")
	if got := w.view(w.story.Karin, "decision").Dossier.Allocations[0].Care.Until; got != later.AddDays(30) {
		t.Errorf("until %v after the change", got)
	}
	karin.sent(karin.get(path), `value="remove"`)
	holds(t, karin.get(path), "ingetrokken")
	if code := bas.status(path); code != http.StatusNotFound {
		t.Errorf("a provider opens the municipality's page: %d", code)
	}
	if code := karin.status("/care/" + string(w.family) + "/" + a.Number); code != http.StatusNotFound {
		t.Errorf("the municipality opens the provider's page: %d", code)
	}
}
