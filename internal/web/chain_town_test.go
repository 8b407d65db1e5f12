package web_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
	"eendracht/internal/region"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/vault"
	"eendracht/internal/web"
)

// town is the whole house on an empty store with the people of the story.
type town struct {
	t       *testing.T
	store   store.Store
	office  *casework.Office
	demo    *signin.Demo
	signin  *signin.Desk
	parts   web.Parts
	handler http.Handler
	story   region.Story
	family  dossier.ID
	people  map[string]dossier.ID
}

func newTown(t *testing.T) *town { return newTownOf(t, 0) }

// newTownOf is a town in which so many families have months of history.
func newTownOf(t *testing.T, families int) *town {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	w := &town{t: t, people: map[string]dossier.ID{}}
	archive, err := store.OpenSQLite(ctx, filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	w.store = archive
	t.Cleanup(func() {
		if err := archive.Close(); err != nil {
			t.Error(err)
		}
	})
	safe := must(vault.Open(ctx, filepath.Join(dir, "keys.json"), w.store, rand.Reader))
	law, texts := must(statute.Shipped()), must(text.Shipped())
	log := slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError}))
	w.office = casework.New(casework.Parts{Store: w.store, Vault: safe, Access: must(access.New(law)), Law: law, Now: region.Clock, NewID: region.IDs, Log: log})
	w.signin = &signin.Desk{Store: w.store, Now: time.Now, Random: rand.Reader}
	if err := signin.MarkDemo(ctx, w.store); err != nil {
		t.Fatal(err)
	}
	plan := region.Plan(1, families, nl.On(time.Now()))
	if err := region.Build(ctx, w.office, plan, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	w.story, w.demo = plan.Story, must(signin.NewDemo(ctx, w.signin))
	w.parts = web.Parts{
		Office: w.office, Messages: &desk.Desk{Office: w.office, Codes: w.store}, Signin: w.signin, Demo: w.demo, Registry: plan.Registry(),
		Law: law, Texts: texts, Now: time.Now, NewID: func() dossier.ID { return region.IDs(ctx) }, Log: log,
	}
	w.handler = must(web.New(w.parts))
	return w
}

// must gives the value of a call that cannot fail in a test house.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// testLog writes what the house logs as an error into the test.
type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Logf("%s", p)
	return len(p), nil
}

// as gives the context in which a person of the story acts for a purpose.
func (w *town) as(user dossier.ID, purpose string) context.Context {
	signed := signin.Signed{User: must(w.store.User(context.Background(), user))}
	if signed.User.Org != "" {
		signed.Org = must(w.store.Org(context.Background(), signed.User.Org))
	}
	return casework.As(context.Background(), casework.Caller{Who: signed.Who(), Purpose: purpose, Flow: "test"})
}

// do carries out a command as a person of the story.
func (w *town) do(user dossier.ID, purpose string, command dossier.Command) casework.Done {
	w.t.Helper()
	done, err := w.office.Do(w.as(user, purpose), casework.Wish{Dossier: w.family, Command: command})
	if err != nil {
		w.t.Fatalf("%s as %s: %v", command.Name(), user, err)
	}
	if w.family == "" {
		w.family = done.Dossier
	}
	return done
}

// ask makes the dossier of the story up to an accepted lead and open domains.
func (w *town) ask() {
	w.t.Helper()
	s := w.story
	w.do(s.Fatma, "own", dossier.AskHelp{
		Municipality: s.Municipality, Team: s.Team, TeamName: "Wijkteam Zuid", TeamPhone: "0320550100", FamilyName: s.FamilyName,
		Me: s.People[0].Profile.Person(), Words: "Ik durf de post niet meer open te maken.", Channel: "web", Laws: []string{"jw", "wgs"}, Threat: "eviction",
	})
	w.do(s.Noor, "intake", dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Gebeld, het is rustig."})
	for _, p := range s.People[1:] {
		who := p.Profile.Person()
		who.Network = p.Network
		w.do(s.Noor, "intake", dossier.StatePerson{NewPerson: who})
	}
	offer := w.do(s.Noor, "intake", dossier.OfferLead{To: s.Sanne, Org: s.Team, Called: "Sanne de Graaf", Phone: "0320550102"})
	w.do(s.Sanne, "lead", dossier.AcceptLead{Offer: offer.New[0]})
	view := w.view(s.Sanne, "lead")
	for _, p := range view.Dossier.Persons {
		w.people[p.Name.Given] = p.ID
	}
	w.do(s.Sanne, "lead", dossier.OpenDomain{Part: dossier.Part{Domain: "money"}, Reason: "Er is een huurachterstand."})
	w.do(s.Sanne, "lead", dossier.OpenDomain{Part: dossier.Part{Person: w.people["Esra"], Domain: "mind"}, Reason: "Esra praat niet meer."})
	w.do(s.Sanne, "lead", dossier.OpenDomain{Part: dossier.Part{Domain: "housing"}, Reason: "Er dreigt ontruiming."})
}

func (w *town) view(user dossier.ID, purpose string) *access.View {
	w.t.Helper()
	view, err := w.office.Open(w.as(user, purpose), w.family)
	if err != nil {
		w.t.Fatalf("open as %s for %s: %v", user, purpose, err)
	}
	return view
}

// browser is a browser in which someone is signed in.
type browser struct {
	w      *town
	cookie *http.Cookie
}

func (w *town) browse(user dossier.ID) *browser {
	w.t.Helper()
	token := must(w.demo.SignIn(context.Background(), user, "nl"))
	return &browser{w, w.signin.Cookie(token)}
}

func (b *browser) ask(r *http.Request) *httptest.ResponseRecorder {
	r.AddCookie(b.cookie)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer := httptest.NewRecorder()
	b.w.handler.ServeHTTP(answer, r)
	return answer
}

// get opens a page that must be there and say everything in words.
func (b *browser) get(path string) string {
	b.w.t.Helper()
	answer := b.ask(httptest.NewRequest("GET", path, nil))
	if answer.Code != http.StatusOK {
		b.w.t.Fatalf("GET %s: %d\n%s", path, answer.Code, words(answer.Body.String()))
	}
	return b.whole(path, answer.Body.String())
}

var rawKey = regexp.MustCompile(`>[^<]*\b(web|statute|dossier|picture|look)\.[a-z]+\.[a-z.]+[^<]*<`)

func (b *browser) whole(path, page string) string {
	b.w.t.Helper()
	if key := rawKey.FindString(page); key != "" {
		b.w.t.Errorf("%s shows the key of a text: %s", path, key)
	}
	return page
}

func (b *browser) status(path string) int {
	return b.ask(httptest.NewRequest("GET", path, nil)).Code
}

var (
	formTag   = regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*>.*?</form>`)
	inputTag  = regexp.MustCompile(`<input[^>]*>`)
	areaTag   = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>`)
	selectTag = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	optionTag = regexp.MustCompile(`<option value="([^"]*)"( selected)?>`)
	attribute = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
)

// words gives what a page says, for messages of tests.
func words(page string) string {
	if _, main, ok := strings.Cut(page, "<main"); ok {
		page = main
	}
	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(page, " "))), " ")
}

// fill gives what a browser would send of a form of a page as it stands: the
// first form that holds a mark.
func (b *browser) fill(page, mark string) (action string, form url.Values) {
	b.w.t.Helper()
	for _, found := range formTag.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(found[0], mark) {
			continue
		}
		form = url.Values{}
		for _, tag := range inputTag.FindAllString(found[0], -1) {
			at := map[string]string{}
			for _, a := range attribute.FindAllStringSubmatch(tag, -1) {
				at[a[1]] = html.UnescapeString(a[2])
			}
			if kind := at["type"]; (kind == "checkbox" || kind == "radio") && !strings.Contains(tag, " checked") || kind == "file" {
				continue
			}
			form.Add(at["name"], at["value"])
		}
		for _, area := range areaTag.FindAllStringSubmatch(found[0], -1) {
			form.Set(area[1], html.UnescapeString(area[2]))
		}
		for _, list := range selectTag.FindAllStringSubmatch(found[0], -1) {
			for i, o := range optionTag.FindAllStringSubmatch(list[2], -1) {
				if i == 0 || o[2] != "" {
					form.Set(list[1], html.UnescapeString(o[1]))
				}
			}
		}
		return html.UnescapeString(found[1]), form
	}
	b.w.t.Fatalf("no form with %s in: %s", mark, words(page))
	return "", nil
}

// inputs counts what a person can fill in in a form of a page.
func (b *browser) inputs(page, mark string) (n int) {
	b.w.t.Helper()
	for _, found := range formTag.FindAllString(page, -1) {
		if !strings.Contains(found, mark) {
			continue
		}
		names := map[string]bool{}
		for _, tag := range inputTag.FindAllString(found, -1) {
			for _, a := range attribute.FindAllStringSubmatch(tag, -1) {
				if a[1] == "name" && !strings.Contains(tag, `type="hidden"`) {
					names[a[2]] = true // the choices of one question count once
				}
			}
		}
		return len(names) + len(areaTag.FindAllString(found, -1)) + len(selectTag.FindAllString(found, -1))
	}
	b.w.t.Fatalf("no form with %s", mark)
	return 0
}

// send fills in a form of a page and sends it; pairs are names and values.
func (b *browser) send(page, mark string, pairs ...string) *httptest.ResponseRecorder {
	b.w.t.Helper()
	action, form := b.fill(page, mark)
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.HasPrefix(pairs[i], "+") {
			form.Add(pairs[i][1:], pairs[i+1])
			continue
		}
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest("POST", action, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.ask(r)
}

// sent sends a form that must be taken, and gives where it leads.
func (b *browser) sent(page, mark string, pairs ...string) string {
	b.w.t.Helper()
	answer := b.send(page, mark, pairs...)
	if answer.Code != http.StatusSeeOther {
		b.w.t.Fatalf("form with %s: %d: %s", mark, answer.Code, words(answer.Body.String()))
	}
	return answer.Header().Get("Location")
}

// refused sends a form that must come back with a status and words.
func (b *browser) refused(status int, says, page, mark string, pairs ...string) string {
	b.w.t.Helper()
	answer := b.send(page, mark, pairs...)
	body, _ := io.ReadAll(answer.Body)
	if answer.Code != status || !strings.Contains(html.UnescapeString(string(body)), says) {
		b.w.t.Fatalf("form with %s: %d without %q: %s", mark, answer.Code, says, words(string(body)))
	}
	return b.whole(mark, string(body))
}

func holds(t *testing.T, page string, all ...string) {
	t.Helper()
	said := words(page)
	for _, want := range all {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q: %s", want, said)
		}
	}
}

func hides(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, secret := range all {
		if strings.Contains(html.UnescapeString(page), secret) {
			t.Errorf("the page tells %q: %s", secret, words(page))
		}
	}
}

func (w *town) at(format string, args ...any) string {
	return "/case/" + string(w.family) + "/" + fmt.Sprintf(format, args...)
}

// typedDay writes a day as a person types it.
func typedDay(d nl.Date) string { return fmt.Sprintf("%d-%d-%d", d.Day, d.Month, d.Year) }
