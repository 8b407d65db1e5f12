package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
)

// invokes posts a right and gives the page where it stands.
func (w *town) invokes(user dossier.ID, form url.Values) string {
	w.t.Helper()
	home := "/plan/" + string(w.family)
	status, place := w.post(user, home+"/rights/new", form)
	if status != http.StatusSeeOther || !strings.HasPrefix(place, home+"/rights/") {
		w.t.Fatalf("%v: %d %.400s", form, status, place)
	}
	return place
}

func TestWhoIsLateIsToldSoWithOnePress(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	w.later(70 * 24 * time.Hour)
	body := w.wants("fatma", home+"/time", http.StatusOK, "Onze excuses", "Waarom het te laat is, weten wij hier niet", "Stuur dat de gemeente te laat is")
	clock := ""
	for _, c := range w.view("u-fatma").Dossier.Clocks {
		if c.Term == "jw.decision" {
			clock = string(c.Clock)
		}
	}
	if !strings.Contains(body, "on="+clock) {
		t.Error("the button does not name the term")
	}
	w.wants("fatma", home+"/rights/new?type=default&on="+clock, http.StatusOK, "ingebrekestelling", "Besluit over jeugdhulp", "nog twee weken")
	place := w.invokes("u-fatma", url.Values{"type": {"default"}, "on": {clock}})
	w.wants("fatma", place, http.StatusOK, "U hoort van ons: uiterlijk", "geld voor elke dag", "artikel 4:17")
	w.wants("fatma", home+"/time", http.StatusOK, "U stuurde een ingebrekestelling", place)
	status, body := w.post("u-fatma", home+"/rights/new", url.Values{"type": {"default"}, "on": {clock}})
	checkPage(t, "twice", status, body, http.StatusConflict, "Dit hebt u al gevraagd")

	answer := "/right/" + string(w.family) + "/" + place[strings.LastIndex(place, "/")+1:]
	w.wants("noor", "/work", http.StatusOK, "Ingebrekestelling", answer)
	w.wants("noor", answer, http.StatusOK, "twee weken", "Fatma")
	status, body = w.post("u-noor", answer, url.Values{"words": {"Morgen."}})
	checkPage(t, "no outcome", status, body, http.StatusUnprocessableEntity, "Kies wat het antwoord is", "Morgen.")
	w.moves("u-noor", answer, url.Values{"outcome": {"granted"}, "words": {"Het besluit ligt er morgen."}}, "/work")
	w.wants("fatma", place, http.StatusOK, "Het besluit ligt er morgen.", "komt binnen de twee weken")
	w.wants("noor", answer, http.StatusOK, "Het besluit ligt er morgen.")
	w.wants("sadia", answer, http.StatusNotFound)
}

func TestWhatIsWrongIsAskedToBeCorrected(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	note := string(w.entry("u-fatma", "note.written"))
	w.wants("fatma", home+"/me", http.StatusOK, "Dit klopt niet", "on="+note, "Vraag om verbetering")
	w.wants("fatma", home+"/rights/new?type=correction&on="+note, http.StatusOK, "Mevrouw maakt de post niet open.", "binnen een maand")
	status, body := w.post("u-fatma", home+"/rights/new", url.Values{"type": {"correction"}, "on": {note}})
	checkPage(t, "without words", status, body, http.StatusUnprocessableEntity, "Schrijf op wat er niet klopt", "Mevrouw maakt de post niet open.")
	place := w.invokes("u-fatma", url.Values{"type": {"correction"}, "on": {note}, "words": {"Ik maak de post wel open."}})
	w.wants("fatma", place, http.StatusOK, "Ik maak de post wel open.", "Wijkteam Zuid", "maandag 28 december")
	w.wants("fatma", home+"/me", http.StatusOK, "wacht op antwoord", place)
	w.wants("esra", place, http.StatusNotFound)
	w.wants("jeroen", place, http.StatusNotFound)
	answer := "/right/" + string(w.family) + "/" + place[strings.LastIndex(place, "/")+1:]
	w.wants("noor", answer, http.StatusOK, "Ik maak de post wel open.", "Mevrouw maakt de post niet open.")
	w.moves("u-noor", answer, url.Values{"outcome": {"refused"}, "words": {"Zo zag ik het."}}, "/work")
	w.wants("fatma", place, http.StatusOK, "Het blijft staan", "Zo zag ik het.")
}

func TestASupporterIsAskedWithOnePress(t *testing.T) {
	w := newTown(t)
	place := w.ask(url.Values{"words": {"Het lukt niet meer."}})
	home := "/plan/" + string(w.family)
	w.wants("fatma", place, http.StatusOK, "Ik wil iemand die naast mij staat", home+"/rights/new?type=supporter", "Maak zelf een plan")
	w.wants("fatma", home+"/rights/new?type=supporter", http.StatusOK, "kost niets")
	right := w.invokes("u-fatma", url.Values{"type": {"supporter"}})
	w.wants("fatma", right, http.StatusOK, "uiterlijk vrijdag 27 november")
	w.wants("fatma", place, http.StatusOK, "U vroeg een cliëntondersteuner")
	w.wants("noor", "/work", http.StatusOK, "Vraagt een cliëntondersteuner")
	for _, query := range []string{"", "?type=nonsense"} {
		w.wants("fatma", home+"/rights/new"+query, http.StatusNotFound)
	}
}
