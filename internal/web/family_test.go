package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// keyLeft finds a text key that nobody gave words to.
var keyLeft = regexp.MustCompile(`[>" ](web|webfamily|look|picture|statute|dossier|access|casework|fault)\.[a-z]+\.?[a-z0-9.]*[<" ]`)

// wants asks for a page and checks its status and words.
func (w *town) wants(user, path string, status int, words ...string) string {
	w.t.Helper()
	id := dossier.ID("")
	if user != "" {
		id = dossier.ID("u-" + user)
	}
	got, body := w.page(id, path)
	checkPage(w.t, user+" "+path, got, body, status, words...)
	return body
}

func checkPage(t *testing.T, what string, got int, body string, status int, words ...string) {
	t.Helper()
	if got != status {
		t.Errorf("%s: status %d, want %d: %.300s", what, got, status, body)
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("%s: lacks %q", what, word)
		}
	}
	for _, wrong := range []string{"ZgotmplZ", "%!", "\ufffd", " style=", "onclick"} {
		if strings.Contains(body, wrong) {
			t.Errorf("%s: holds %q", what, wrong)
		}
	}
	for _, key := range keyLeft.FindAllString(body, 5) {
		t.Errorf("%s: text key without words: %s", what, key)
	}
}

func lacks(t *testing.T, what, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(body, word) {
			t.Errorf("%s: must not hold %q", what, word)
		}
	}
}

func TestAskingForHelpInTheNight(t *testing.T) {
	w := newTown(t)
	body := w.wants("fatma", "/help", http.StatusOK, "Bel 112", "Fatma Yıldız", "12 juni 1985", "Meerkoetstraat 48, 2790 QF Merelwaarde", "06 12345670", "uit de BRP", "Wijkteam Zuid", "cliëntondersteuner", "eigen plan")
	lacks(t, "help", body, `name="birth"`, `name="phone"`, `name="name"`)

	status, body := w.post("u-fatma", "/help", url.Values{"threat": {"eviction"}, "children": {"1"}})
	checkPage(t, "empty words", status, body, http.StatusUnprocessableEntity, "Schrijf in uw eigen woorden", `value="eviction" checked`, `value="1" checked`)

	place := w.ask(url.Values{"words": {"De verhuurder zet ons eruit."}, "threat": {"eviction"}, "children": {"1"}})
	w.wants("fatma", place, http.StatusOK, "De verhuurder zet ons eruit.", "uiterlijk vrijdag 27 november", "Wgs 4 lid 2", "0320 550100", "uiterlijk woensdag 25 november")
	w.wants("fatma", "/plan/"+string(w.family), http.StatusOK, "Gezin Yıldız", "Er zijn nog geen doelen", "uiterlijk vrijdag 27 november")
	w.wants("fatma", "/plan/"+string(w.family)+"/time", http.StatusOK, "Wmo 2.3.2 lid 1", "U mag nu al een aanvraag doen", "Eerste gesprek met spoed")
	if view := w.view("u-fatma"); len(view.Dossier.Meldingen) != 1 || len(view.Dossier.Meldingen[0].Laws) != 3 {
		t.Errorf("melding: %+v", view.Dossier.Meldingen)
	}
}

func TestAskingAgainStaysInTheFamilysDossier(t *testing.T) {
	w := newTown(t)
	w.ask(url.Values{"words": {"Eerste vraag."}})
	first := w.family
	w.wants("fatma", "/help", http.StatusOK, "Vraag opnieuw om hulp")
	w.ask(url.Values{"words": {"Tweede vraag."}})
	if w.family != first {
		t.Fatalf("a second dossier %s beside %s", w.family, first)
	}
	w.wants("fatma", "/plan/"+string(w.family), http.StatusOK, "Uw vraag om hulp van 24 november 2026")
}

func TestPressingTwiceAsksOnce(t *testing.T) {
	w := newTown(t)
	form := url.Values{"words": {"Help."}, "_key": {"key-1"}}
	first := w.ask(form)
	family := w.family
	if again := w.ask(form); again != first {
		t.Errorf("a second press led to %s, the first to %s", again, first)
	}
	form.Set("words", "Nog iets.") // the back button brings the form back with its key
	w.ask(form)
	if view := w.view("u-fatma"); w.family != family || len(view.Dossier.Meldingen) != 2 {
		t.Errorf("dossier %s, %d meldingen; want %s and 2", w.family, len(view.Dossier.Meldingen), family)
	}
}

func TestAnOldKeyDoesNotHoldAFormBack(t *testing.T) {
	w := newTown(t)
	w.story()
	path := "/plan/" + string(w.family) + "/voice"
	w.moves("u-esra", path, url.Values{"words": {"Eén."}, "_key": {"key-2"}}, path)
	status, body := w.post("u-esra", path, url.Values{"words": {"Twee."}, "_key": {"key-2"}})
	checkPage(t, "old key", status, body, http.StatusConflict, "Twee.")
	lacks(t, "old key", body, `value="key-2"`)
}

func TestHelpForWhoCannotAskHere(t *testing.T) {
	w := newTown(t)
	w.wants("", "/help", http.StatusOK, "Log eerst in", "/signin?to=/help", "Bel 112")
	w.wants("noor", "/help", http.StatusOK, "Op deze pagina vragen inwoners om hulp")
	if status, _ := w.post("", "/help", url.Values{"words": {"x"}}); status != http.StatusUnauthorized {
		t.Errorf("asking without sign-in: %d", status)
	}
	for _, path := range []string{"/privacy", "/accessibility"} {
		w.wants("", path, http.StatusOK)
		w.wants("fatma", path, http.StatusOK)
	}
}

func TestEveryPageOfTheFamily(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	for path, words := range map[string][]string{
		"":              {"Weer een avond samen eten", "Dit is gelukt", "de brieven van de huur zoeken", "nog 2 dagen", "0320 550123", "Wie keek er mee?", "0 van 3 stappen klaar", "Schuldhulp Merelwaarde"},
		"/helpers":      {"Noor Bakker", "Schuldhulp Merelwaarde", "0320 550300", "Hatice", "<svg"},
		"/sight":        {"Helpen met schulden", "Geld", "tot en met maandag 31 mei 2027", "Wet gemeentelijke schuldhulpverlening", "artikel 8a"},
		"/looks":        {"Noor Bakker", "Wijkteam Zuid", "schreef in het dossier"},
		"/time":         {"Onderzoek na een vraag om hulp", "Awb 4:13 lid 2", "ingebrekestelling", "€\u00a01.442", "4:17"},
		"/me":           {"Fatma", "12 juni 1985", "••••••018", "geheim", "Elif (16)", "uw kind", "uw vroegere partner", "Mevrouw maakt de post niet open.", "Ik zie dit anders", "Het gaat slecht"},
		"/consents/new": {"Schuldhulp Merelwaarde", "Vanaf 16 jaar"},
	} {
		w.wants("fatma", home+path, http.StatusOK, words...)
	}
	body := w.wants("elif", home, http.StatusOK, "Iemand die met Elif praat", "Mijn eigen verhaal", "Zelf iemand iets laten zien")
	lacks(t, "elif's plan", body, "Esra gaat elke dag")
	body = w.wants("esra", home, http.StatusOK, "Esra gaat elke dag", "Mijn eigen verhaal")
	lacks(t, "esra's plan", body, "Elif praat", "ruzie over geld", "Zelf iemand iets laten zien")
	body = w.wants("jeroen", home+"/me", http.StatusOK, "Jeroen")
	lacks(t, "jeroen's page", body, "Meerkoetstraat", "post niet open")
}

func TestNetworkSeesItsTasksAndWhomToCall(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	body := w.wants("hatice", home, http.StatusOK, "Uw taken", "op woensdag koken", "Noor Bakker", "0320 550123")
	lacks(t, "hatice's page", body, "de verhuurder bellen", "post niet open", "Wie keek er mee?", "Er zijn nog geen doelen")
	for _, path := range []string{"/helpers", "/sight", "/looks", "/time", "/me", "/voice", "/consents/new"} {
		w.wants("hatice", home+path, http.StatusNotFound)
	}
	for _, user := range []string{"noor", "sadia"} {
		w.wants(user, home, http.StatusNotFound)
	}
}
