package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

func TestAnOwnTaskFromYesToDone(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	task := home + "/tasks/" + string(w.task("u-hatice", "op woensdag koken"))
	w.wants("hatice", task, http.StatusOK, "Op woensdag koken", "Ja, ik doe dit", "Nee, dit doe ik niet", "Weer een avond samen eten")
	w.wants("fatma", task, http.StatusNotFound)

	w.moves("u-hatice", task, url.Values{"do": {"accept"}}, task)
	w.wants("hatice", task, http.StatusOK, "U doet dit", "Het is klaar", "Ik ben begonnen", "ik geef het terug")
	status, body := w.post("u-hatice", task, url.Values{"do": {"accept"}})
	checkPage(t, "twice", status, body, http.StatusConflict, "aangenomen en nog niet begonnen")

	w.moves("u-hatice", task, url.Values{"do": {"start"}}, task)
	w.moves("u-hatice", task, url.Values{"do": {"done"}, "words": {"Het was gezellig."}}, task)
	w.wants("hatice", task, http.StatusOK, "Dit is klaar. Dank u wel.")
	status, body = w.post("u-hatice", task, url.Values{"do": {"return"}, "reason": {"te laat"}})
	checkPage(t, "after the end", status, body, http.StatusConflict, "Deze taak is al klaar")
	w.wants("fatma", home, http.StatusOK, "1 van 3 stappen klaar")
	if status, _ := w.post("u-hatice", task, url.Values{"do": {"nonsense"}}); status != http.StatusNotFound {
		t.Errorf("an unknown action: %d", status)
	}
}

func TestHandingATaskBackWantsAReasonAndKeepsTheWords(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	task := home + "/tasks/" + string(w.task("u-fatma", "de brieven van de huur zoeken"))
	w.wants("fatma", task+"?do=return", http.StatusOK, "Waarom lukt het niet?", "Toch niet")
	status, body := w.post("u-fatma", task, url.Values{"do": {"return"}})
	checkPage(t, "without reason", status, body, http.StatusUnprocessableEntity, `aria-invalid="true"`, "Schrijf kort op waarom")
	long := strings.Repeat("lang ", 300)
	status, body = w.post("u-fatma", task, url.Values{"do": {"return"}, "reason": {long}})
	checkPage(t, "too long", status, body, http.StatusUnprocessableEntity, strings.TrimSpace(long), "hoogstens 1000 tekens")
	w.moves("u-fatma", task, url.Values{"do": {"return"}, "reason": {"Ik kan ze niet vinden."}}, home)
	w.wants("fatma", home, http.StatusOK, "heeft nu niemand", "Duurt te lang", "Wat kunt u doen?")
	w.moves("u-hatice", home+"/tasks/"+string(w.task("u-hatice", "op woensdag koken")), url.Values{"do": {"decline"}, "reason": {"Ik ben er niet."}}, home)
}

// moves posts a form that must lead on to a place.
func (w *town) moves(user dossier.ID, path string, form url.Values, place string) {
	w.t.Helper()
	status, got := w.post(user, path, form)
	if status != http.StatusSeeOther || got != place {
		w.t.Fatalf("%s %s: %d %.400s, want a way on to %s", user, path, status, got, place)
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	to := dossier.Holder{Kind: dossier.HolderFamily, Person: w.named("Fatma")}
	w.as("u-noor", "intake", dossier.AskQuestion{To: to, Words: "Hoe heet de verhuurder?", Parts: []dossier.Part{{Domain: "money"}}})
	question := home + "/questions/" + string(w.view("u-fatma").Dossier.Questions[0].Question)
	w.wants("fatma", home, http.StatusOK, "Noor Bakker vraagt u", "Hoe heet de verhuurder?", question)
	w.wants("elif", question, http.StatusNotFound)
	status, body := w.post("u-fatma", question, url.Values{"words": {"  "}})
	checkPage(t, "empty", status, body, http.StatusUnprocessableEntity, "Schrijf uw antwoord op")
	w.moves("u-fatma", question, url.Values{"words": {"Woningstichting Merelwaarde."}}, home)
	w.wants("fatma", question, http.StatusOK, "Woningstichting Merelwaarde.")
	if status, _ := w.post("u-fatma", question, url.Values{"words": {"Nog eens."}}); status == http.StatusSeeOther {
		t.Error("answered twice")
	}
}

func TestADifferingViewStandsBesideTheEntry(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	note := w.entry("u-fatma", "note.written")
	path := home + "/entries/" + string(note) + "/differ"
	w.wants("fatma", path, http.StatusOK, "Mevrouw maakt de post niet open.", "Hoe ziet u het?")
	status, body := w.post("u-fatma", path, url.Values{})
	checkPage(t, "empty", status, body, http.StatusUnprocessableEntity, "Schrijf op hoe u het ziet")
	w.moves("u-fatma", path, url.Values{"words": {"Ik snap de brieven niet."}}, home+"/me#e-"+string(note))
	w.wants("fatma", home+"/me", http.StatusOK, "Ik snap de brieven niet.", "andere kijk")
	w.wants("esra", path, http.StatusNotFound)
	w.wants("fatma", home+"/entries/none/differ", http.StatusNotFound)
}

func (w *town) entry(user dossier.ID, kind string) dossier.ID {
	w.t.Helper()
	entries := w.view(user).Dossier.Entries
	i := slices.IndexFunc(entries, func(e dossier.Entry) bool { return e.Body.Kind() == kind })
	if i < 0 {
		w.t.Fatalf("%s sees no %s", user, kind)
	}
	return entries[i].ID
}

func TestAChildSpeaksForItself(t *testing.T) {
	w := newTown(t)
	w.story()
	path := "/plan/" + string(w.family) + "/voice"
	w.wants("esra", path, http.StatusOK, "Wat wil jij zeggen?", "Noor Bakker mag dit lezen")
	status, body := w.post("u-esra", path, url.Values{"shared": {"1"}})
	checkPage(t, "empty", status, body, http.StatusUnprocessableEntity, "Schrijf op wat je wilt zeggen", `name="shared" value="1" checked`)
	w.moves("u-esra", path, url.Values{"words": {"Ik wil rust thuis."}}, path)
	w.wants("esra", path, http.StatusOK, "Ik wil rust thuis.", "Alleen voor jou")
	body = w.wants("fatma", "/plan/"+string(w.family)+"/me", http.StatusOK)
	lacks(t, "her mother's page", body, "Ik wil rust thuis.")
	lacks(t, "her mother's voice page", w.wants("fatma", path, http.StatusOK), "Ik wil rust thuis.")
}

func TestConsentIsGivenAndTakenBack(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	w.wants("esra", home+"/consents/new", http.StatusForbidden, "nog te jong")
	lacks(t, "before", w.wants("jeroen", home, http.StatusOK), "Iemand die met Elif praat")
	status, body := w.post("u-elif", home+"/consents/new", url.Values{"for": {"p:" + string(w.named("Jeroen"))}})
	checkPage(t, "without subject", status, body, http.StatusUnprocessableEntity, "Kies ten minste één onderwerp", "checked")
	w.moves("u-elif", home+"/consents/new", url.Values{"for": {"p:" + string(w.named("Jeroen"))}, "domains": {"mind"}}, home+"/sight#consents")
	w.wants("jeroen", home, http.StatusOK, "Iemand die met Elif praat")

	consent := string(w.view("u-elif").Dossier.Consents[0].Consent)
	w.wants("elif", home+"/sight", http.StatusOK, "Neem dit terug", "Jeroen")
	lacks(t, "the mother's page", w.wants("jeroen", home+"/sight", http.StatusOK), "Neem dit terug")
	if status, _ := w.post("u-jeroen", home+"/consents/"+consent+"/withdraw", nil); status != http.StatusForbidden {
		t.Errorf("another took it back: %d", status)
	}
	w.moves("u-elif", home+"/consents/"+consent+"/withdraw", nil, home+"/sight")
	w.wants("elif", home+"/sight", http.StatusOK, "teruggenomen op")
	lacks(t, "after", w.wants("jeroen", home, http.StatusOK), "Iemand die met Elif praat")
}

func TestLatenessIsToldPlainly(t *testing.T) {
	w := newTown(t)
	w.story()
	w.later(70 * 24 * 3600 * 1e9)
	home := "/plan/" + string(w.family)
	w.wants("fatma", home, http.StatusOK, "Wij zijn te laat. Onze excuses.", "Besluit over jeugdhulp", home+"/time#late", "Duurt te lang")
	w.wants("fatma", home+"/time", http.StatusOK, `id="late"`, "Dit moest klaar zijn op dinsdag 19 januari.", "15 dagen te laat", "Bel ons", "ingebrekestelling")
}

func TestLooksShowTheOthersFirst(t *testing.T) {
	w := newTown(t)
	w.story()
	path := "/plan/" + string(w.family) + "/looks"
	body := w.wants("fatma", path, http.StatusOK, "Noor Bakker", "na elkaar", "Toon ook wanneer ik zelf keek")
	lacks(t, "others only", body, "<strong>U</strong>")
	w.wants("fatma", path+"?own=1", http.StatusOK, "<strong>U</strong>", "Toon alleen de anderen")
}

func TestThePlanShowsWhoHelpsBeforeTheFamilyItself(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	w.page("u-elif", home)
	w.page("u-jeroen", home)
	body := w.wants("fatma", home, http.StatusOK, "Noor Bakker</strong>", "Elif de Vries</strong>")
	if strings.Index(body, "Noor Bakker</strong>") > strings.Index(body, "Elif de Vries</strong>") {
		t.Error("the family's own look stands before the lead's")
	}
}

func TestNobodyTypesAnythingTwice(t *testing.T) {
	w := newTown(t)
	w.story()
	meters, err := w.office.Store.Meters(t.Context(), "", nl.MustDate("2026-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	reused, fresh := 0, 0
	for _, m := range meters {
		reused, fresh = reused+int(m.Reused), fresh+int(m.New)
		if m.Retyped != 0 {
			t.Errorf("%s: %d values typed again", m.Flow, m.Retyped)
		}
	}
	if reused < 5 || fresh < 1 {
		t.Errorf("the meter saw %d reused and %d new values: it counts nothing", reused, fresh)
	}
}

func TestEveryPageSpeaksEnglishToo(t *testing.T) {
	w := newTown(t)
	w.story()
	for path, words := range map[string]string{"": "What we want to reach", "/time": "The law", "/sight": "Who may see what", "/me": "Your details", "/looks": "Who looked?", "/helpers": "helpers stand around you"} {
		r := must(http.NewRequestWithContext(t.Context(), http.MethodGet, "/plan/"+string(w.family)+path, nil))(t)
		r.RequestURI = r.URL.RequestURI()
		r.AddCookie(&http.Cookie{Name: "lang", Value: "en"})
		status, body := w.send("u-fatma", r)
		checkPage(t, "English "+path, status, body, http.StatusOK, `lang="en"`)
		if path != "/time" && !strings.Contains(body, words) {
			t.Errorf("English %s: lacks %q", path, words)
		}
	}
}

var usedKey = regexp.MustCompile(`"(webfamily\.[a-z0-9.]*[a-z0-9])"`)

func TestEveryTextKeyOfTheFamilyExists(t *testing.T) {
	say := must(text.Shipped())(t).In("nl")
	files := append(must(filepath.Glob("*family*.go"))(t), must(filepath.Glob("pages/*family*.html"))(t)...)
	if len(files) < 20 {
		t.Fatalf("only %d files found", len(files))
	}
	used := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, found := range usedKey.FindAllStringSubmatch(string(must(os.ReadFile(file))(t)), -1) {
			used[found[1]] = true
			if !say.Has(found[1]) && !say.Has(found[1]+".one") {
				t.Errorf("%s: no text for %s", file, found[1])
			}
		}
	}
	if len(used) < 150 {
		t.Errorf("only %d keys found: the search finds nothing", len(used))
	}
}
