package web_test

import (
	"encoding/csv"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// queued is a town in which Sanne leads and has tasks: one that she was asked
// for, one that she began, one that nobody holds.
func queued(t *testing.T) (w *town, asked, free dossier.ID) {
	t.Helper()
	w = newTown(t)
	w.ask()
	s := w.story
	make := func(title string, to dossier.Holder) dossier.ID {
		done := w.do(s.Sanne, "lead", dossier.CreateTask{Title: title, Part: dossier.Part{Domain: "money"}, Due: nl.On(time.Now()).AddDays(9), To: to})
		return done.New[0]
	}
	asked = make("De post sorteren", dossier.Holder{Kind: dossier.HolderOrganisation, User: s.Sanne, Org: s.Team, Name: "Sanne de Graaf"})
	free = make("=Een maatje zoeken", dossier.Holder{})
	return w, asked, free
}

func TestWorkIsNarrowedAndTheChoiceKept(t *testing.T) {
	w, _, _ := queued(t)
	sanne := w.browse(w.story.Sanne)
	page := sanne.get("/work?kind=task")
	holds(t, page, "De post sorteren", "Kies wat u wilt zien", "Bewaar deze keuze")
	hides(t, page, "Eerste gesprek met spoed")
	sanne.refused(http.StatusUnprocessableEntity, "Geef de keuze een naam", page, "/queue/filters", "name", " ")
	if to := sanne.sent(page, "/queue/filters", "name", "Alleen taken"); to != "/work?kind=task" {
		t.Errorf("a kept choice leads to %s", to)
	}
	page = sanne.get("/work")
	if !strings.Contains(page, `href="/work?kind=task">Alleen taken</a>`) {
		t.Errorf("the kept choice is not there: %s", words(page))
	}
	hides(t, w.browse(w.story.Noor).get("/work"), "Alleen taken")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page)[1]
	w.browse(w.story.Noor).sent(page, "/queue/filters/drop", "id", id) // not hers
	holds(t, sanne.get("/work"), "Alleen taken")
	sanne.sent(page, "/queue/filters/drop", "id", id)
	hides(t, sanne.get("/work"), "Alleen taken")
	if code := w.browse(w.story.Fatma).send(page, "/queue/filters", "name", "x").Code; code != http.StatusNotFound {
		t.Errorf("a resident keeps a choice: %d", code)
	}
}

func TestSeveralThingsAtOnceEachDecidedByItself(t *testing.T) {
	w, asked, free := queued(t)
	sanne := w.browse(w.story.Sanne)
	page := sanne.get("/work?kind=task")
	pick := func(task dossier.ID) string { return string(w.family) + "/" + string(task) }
	holds(t, page, "Met de gekozen regels", "Op mij nemen", "Aan collega vragen")
	sanne.refused(http.StatusUnprocessableEntity, "Kies eerst een of meer regels", page, "/queue/bulk", "do", "take")
	again := sanne.refused(http.StatusUnprocessableEntity, "Kies een collega", page, "/queue/bulk", "do", "hand", "pick", pick(free))
	if !regexp.MustCompile(`value="` + pick(free) + `" checked`).MatchString(again) {
		t.Error("what was ticked is lost")
	}
	answer := sanne.send(page, "/queue/bulk", "do", "take", "pick", pick(asked), "+pick", pick(free), "+pick", "other/thing")
	result := sanne.whole("bulk", answer.Body.String())
	if answer.Code != http.StatusOK {
		t.Fatalf("%d: %s", answer.Code, words(result))
	}
	holds(t, result, "1 van 3 is gelukt", "De post sorteren", "Van u", "Kan bij deze regel niet", "Staat niet meer in uw lijst")
	state := func(task dossier.ID) dossier.Task {
		k, _ := w.view(w.story.Sanne, "lead").Dossier.Task(task)
		return k
	}
	if state(asked).State != dossier.TaskTaken || state(free).State != dossier.TaskOpen {
		t.Errorf("%s and %s", state(asked).State, state(free).State)
	}
	before := w.view(w.story.Sanne, "lead").Dossier.Version
	sanne.send(page, "/queue/bulk", "do", "take", "pick", pick(asked)) // pressing again changes nothing
	if after := w.view(w.story.Sanne, "lead").Dossier.Version; after != before {
		t.Errorf("twice: version %d became %d", before, after)
	}
	page = sanne.get("/work?kind=task")
	holds(t, sanne.send(page, "/queue/bulk", "do", "hand", "to", string(w.story.Noor), "pick", pick(free)).Body.String(), "Gevraagd")
	if k := state(free); k.State != dossier.TaskAsked || k.Holder.User != w.story.Noor {
		t.Errorf("handed on: %+v", k.Holder)
	}
	noor := w.browse(w.story.Noor)
	holds(t, noor.get("/work"), "Een maatje zoeken")
	// Someone of another organisation cannot touch it by naming it.
	sadia := w.browse(w.story.Sadia)
	stranger := sadia.send(page, "/queue/bulk", "do", "take", "pick", pick(free)).Body.String()
	holds(t, stranger, "Staat niet meer in uw lijst")
	hides(t, stranger, w.story.FamilyName, "maatje")
	if code := w.browse(w.story.Fatma).send(page, "/queue/bulk", "do", "take", "pick", pick(free)).Code; code != http.StatusNotFound {
		t.Errorf("a resident: %d", code)
	}
}

func TestKeysOfTheListCanBeSwitchedOff(t *testing.T) {
	w, _, _ := queued(t)
	sanne := w.browse(w.story.Sanne)
	page := sanne.get("/work?kind=task")
	holds(t, page, "Sneltoetsen", "Naar de volgende regel")
	if !strings.Contains(page, "data-keys") {
		t.Error("the keys are off at first")
	}
	answer := sanne.send(page, "/queue/keys", "keys", "off")
	i := slices.IndexFunc(answer.Result().Cookies(), func(c *http.Cookie) bool { return c.Name == "keys" && c.Value == "off" })
	if answer.Code != http.StatusSeeOther || i < 0 {
		t.Fatalf("%d %v", answer.Code, answer.Result().Cookies())
	}
	r := httptest.NewRequest("GET", "/work?kind=task", nil)
	r.AddCookie(answer.Result().Cookies()[i])
	if page := sanne.ask(r).Body.String(); strings.Contains(page, "data-keys") || !strings.Contains(page, "Zet de sneltoetsen aan") {
		t.Error("the keys still work")
	}
}

func TestListsLeaveTheHouseWithALook(t *testing.T) {
	w, _, _ := queued(t)
	w.do(w.story.Sanne, "lead", dossier.OfferTask{Task: w.view(w.story.Sanne, "lead").Dossier.Tasks[len(w.view(w.story.Sanne, "lead").Dossier.Tasks)-1].Task, To: dossier.Holder{Kind: dossier.HolderOrganisation, User: w.story.Sanne, Org: w.story.Team, Name: "Sanne de Graaf"}})
	sanne := w.browse(w.story.Sanne)
	file := func(b *browser, path string) *httptest.ResponseRecorder {
		t.Helper()
		answer := b.ask(httptest.NewRequest("GET", path, nil))
		if answer.Code != http.StatusOK || !strings.Contains(answer.Header().Get("Content-Disposition"), "attachment") || answer.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%s: %d %v", path, answer.Code, answer.Header())
		}
		return answer
	}
	for path, b := range map[string]*browser{"/work": sanne, "/families": sanne} {
		link := regexp.MustCompile(`href="([^"]*/export\?[^"]*form=csv[^"]*)"`).FindStringSubmatch(b.get(path))
		if link == nil || b.status(html.UnescapeString(link[1])) != http.StatusOK {
			t.Errorf("%s leads to no file: %v", path, link)
		}
	}
	raw := file(sanne, "/queue/export?kind=task&form=csv").Body.String()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(raw, "\uFEFF")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 3 {
		t.Fatalf("%v in %q", err, raw)
	}
	if !strings.Contains(raw, "'=Een maatje zoeken") || strings.Contains(raw, "Eerste gesprek") {
		t.Errorf("guard or filter: %q", raw)
	}
	if xlsx := file(sanne, "/queue/export").Body.String(); !strings.HasPrefix(xlsx, "PK") {
		t.Error("not a workbook")
	}
	if raw := file(sanne, "/families/export?form=csv").Body.String(); !strings.Contains(raw, w.story.FamilyName) {
		t.Errorf("families: %q", raw)
	}
	if raw := file(w.browse(w.story.Ingrid), "/direction/export?form=csv").Body.String(); !strings.Contains(raw, "Gezin") || strings.Contains(raw, "huurachterstand") {
		t.Errorf("direction: %q", raw)
	}
	if raw := file(w.browse(w.story.Sadia), "/families/export?form=csv").Body.String(); strings.Contains(raw, w.story.FamilyName) {
		t.Error("a partner who is not involved takes the family along")
	}
	for user, path := range map[dossier.ID]string{w.story.Noor: "/direction/export", w.story.Fatma: "/queue/export"} {
		if code := w.browse(user).status(path); code < http.StatusBadRequest {
			t.Errorf("%s at %s: %d", user, path, code)
		}
	}
	looks, _, err := w.store.LooksBy(t.Context(), w.story.Sanne, "", 50)
	if err != nil || !slices.ContainsFunc(looks, func(l store.Look) bool { return l.Action == "export" && strings.HasPrefix(l.Parts, "work ") }) {
		t.Errorf("no look of the export: %v", err)
	}
}

func TestOwnDatesInOnesOwnCalendar(t *testing.T) {
	w, _, _ := queued(t)
	sanne := w.browse(w.story.Sanne)
	page := sanne.get("/calendar")
	holds(t, page, "Uw agenda kan uw datums zelf ophalen")
	made := sanne.send(page, `action="/calendar"`).Body.String()
	address := regexp.MustCompile(`http://[^<" ]+/calendar/[a-z0-9]+\.ics`).FindString(made)
	if address == "" {
		t.Fatalf("no address: %s", words(made))
	}
	at := strings.TrimPrefix(address, "http://example.com")
	fetch := func(path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		w.handler.ServeHTTP(answer, httptest.NewRequest("GET", path, nil)) // nobody is signed in
		return answer
	}
	feed := fetch(at)
	if feed.Code != http.StatusOK || !strings.HasPrefix(feed.Header().Get("Content-Type"), "text/calendar") {
		t.Fatalf("%d %s", feed.Code, feed.Body.String())
	}
	for _, want := range []string{"BEGIN:VEVENT", "SUMMARY:Termijn", "URL:http://example.com/work"} {
		if !strings.Contains(feed.Body.String(), want) {
			t.Errorf("no %q in %s", want, feed.Body.String())
		}
	}
	hides(t, feed.Body.String(), w.story.FamilyName, "Sanne", "post", "maatje", string(w.family))
	hides(t, sanne.get("/calendar"), strings.TrimSuffix(strings.TrimPrefix(at, "/calendar/"), ".ics"))
	looks, _, err := w.store.LooksBy(t.Context(), w.story.Sanne, "", 5)
	if err != nil || !slices.ContainsFunc(looks, func(l store.Look) bool { return l.Action == "list" }) {
		t.Errorf("no look of the feed: %v", err)
	}
	if code := fetch("/calendar/niets.ics").Code; code != http.StatusNotFound {
		t.Errorf("a made-up address: %d", code)
	}
	user := must(w.store.User(t.Context(), w.story.Sanne))
	user.Active = false
	if err := w.store.PutUsers(t.Context(), []store.User{user}); err != nil {
		t.Fatal(err)
	}
	if code := fetch(at).Code; code != http.StatusNotFound {
		t.Errorf("someone who left still gets dates: %d", code)
	}
	user.Active = true
	if err := w.store.PutUsers(t.Context(), []store.User{user}); err != nil {
		t.Fatal(err)
	}
	sanne = w.browse(w.story.Sanne)
	sanne.sent(sanne.get("/calendar"), "/calendar/end")
	if code := fetch(at).Code; code != http.StatusNotFound {
		t.Errorf("a withdrawn address: %d", code)
	}
}

// The meter is a figure and a trend: the trend stands in a table too.
func TestTheMeterHasATrend(t *testing.T) {
	w := newTown(t)
	w.ask()
	page := w.browse(w.story.Ingrid).get("/meter")
	holds(t, page, "Nooit dubbel gevraagd", "Dubbel getypt, per week", "Week van", "Ingevuld of overgenomen")
	if strings.Count(page, "<svg") < 2 {
		t.Error("no drawing")
	}
}
