package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/vault"
)

// town is a whole house on an empty store, with the people of the story. All of
// them, their numbers and addresses are made up.
type town struct {
	t       *testing.T
	office  *casework.Office
	handler http.Handler
	desk    *signin.Desk
	now     time.Time
	ids     int
	tokens  map[dossier.ID]string
	family  dossier.ID
	lang    string // what browsers ask for; "" for nothing
}

// night is a Tuesday in November, 23.10 in Amsterdam.
var night = time.Date(2026, 11, 24, 22, 10, 0, 0, time.UTC)

func newTown(t *testing.T) *town { t.Helper(); return newTownSaying(t, must(text.Shipped())(t)) }

// newTownSaying is a town with texts of its own.
func newTownSaying(t *testing.T, texts *text.Catalogue) *town {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	w := &town{t: t, now: night, tokens: map[dossier.ID]string{}}
	st := must(store.OpenSQLite(ctx, dir))(t)
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	keys := must(vault.Open(ctx, filepath.Join(dir, "keys.json"), st, rand.Reader))(t)
	law := must(statute.Load())(t)
	w.office = casework.New(casework.Parts{
		Store: st, Vault: keys, Access: must(access.New(law))(t), Law: law, Log: slog.New(slog.DiscardHandler),
		Now:   func(context.Context) time.Time { return w.now },
		NewID: func(context.Context) dossier.ID { return w.newID() },
	})
	if err := signin.MarkDemo(ctx, st); err != nil {
		t.Fatal(err)
	}
	w.desk = &signin.Desk{Store: st, Now: func() time.Time { return w.now }, Random: rand.Reader}
	w.people(ctx, st)
	demo := must(signin.NewDemo(ctx, w.desk))(t)
	w.handler = must(New(Parts{
		Office: w.office, Signin: w.desk, Demo: demo, Law: law, Texts: texts, Now: func() time.Time { return w.now },
		NewID: w.newID, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Version: "test", Picks: townPicks(),
	}))(t)
	return w
}

func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func (w *town) newID() dossier.ID {
	w.ids++
	return dossier.ID(fmt.Sprintf("id%05d", w.ids))
}

func townPicks() []Pick {
	var picks []Pick
	for _, user := range []dossier.ID{"u-fatma", "u-elif", "u-esra", "u-jeroen", "u-hatice", "u-noor"} {
		picks = append(picks, Pick{User: user, Group: "family", Story: "region.pick." + strings.TrimPrefix(string(user), "u-")})
	}
	return picks
}

// people puts the organisations and accounts of the story in the directory.
func (w *town) people(ctx context.Context, st store.Store) {
	orgs := []store.Org{
		{ID: "o-team-zuid", Name: "Wijkteam Zuid", Kind: "neighbourhood_team", Municipality: "9901", Phone: "0320 550100", Active: true},
		{ID: "o-jeugdhulp", Name: "Jeugdhulp Noord", Kind: "youth_care", Phone: "0320 550200", Active: true},
		{ID: "o-schuldhulp", Name: "Schuldhulp Merelwaarde", Kind: "debt_help", Phone: "0320 550300", Active: true},
	}
	if err := st.PutOrgs(ctx, orgs); err != nil {
		w.t.Fatal(err)
	}
	users := []store.User{
		{ID: "u-noor", Org: "o-team-zuid", Kind: "staff", Roles: []string{"worker"}, Name: "Noor Bakker", Phone: "0320 550123", Active: true},
		{ID: "u-sadia", Org: "o-schuldhulp", Kind: "staff", Roles: []string{"worker"}, Name: "Sadia Haddou", Active: true},
	}
	for user, p := range townProfiles() {
		sealed := must(w.office.SealProfile(ctx, user, p))(w.t)
		users = append(users, store.User{ID: user, Kind: "citizen", Name: p.Name.Informal(), Phone: p.Phone, Active: true, Profile: sealed})
	}
	if err := st.PutUsers(ctx, users); err != nil {
		w.t.Fatal(err)
	}
}

func townProfiles() map[dossier.ID]casework.Profile {
	home := dossier.Address{Street: "Meerkoetstraat", Number: "48", Postcode: "2790QF", Place: "Merelwaarde"}
	profile := func(given, prefix, family, birth, bsn, phone string) casework.Profile {
		return casework.Profile{Name: nl.Name{Given: given, Prefix: prefix, Family: family}, Birth: nl.MustDate(birth), BSN: bsn, Phone: phone, Address: home, Secret: true, Municipality: "9901"}
	}
	return map[dossier.ID]casework.Profile{
		"u-fatma":  profile("Fatma", "", "Yıldız", "1985-06-12", "999900018", "06 12345670"),
		"u-elif":   profile("Elif", "de", "Vries", "2010-08-25", "", ""),
		"u-esra":   profile("Esra", "de", "Vries", "2014-04-22", "", ""),
		"u-jeroen": profile("Jeroen", "de", "Vries", "1983-02-03", "", ""),
		"u-hatice": profile("Hatice", "", "Yıldız", "1958-10-19", "", ""),
	}
}

// page asks for a page as someone ("" nobody) and gives status and body.
func (w *town) page(user dossier.ID, path string) (int, string) {
	w.t.Helper()
	return w.send(user, httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, nil))
}

// post sends a form as someone; a redirect gives the address as body.
func (w *town) post(user dossier.ID, path string, form url.Values) (int, string) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.send(user, r)
}

func (w *town) send(user dossier.ID, r *http.Request) (int, string) {
	w.t.Helper()
	if user != "" {
		if w.tokens[user] == "" {
			w.tokens[user] = must(w.desk.Start(w.t.Context(), user, "nl"))(w.t)
		}
		r.AddCookie(w.desk.Cookie(w.tokens[user]))
	}
	if w.lang != "" {
		r.Header.Set("Accept-Language", w.lang)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	body := must(io.ReadAll(rec.Result().Body))(w.t)
	if rec.Code == http.StatusSeeOther {
		return rec.Code, rec.Header().Get("Location")
	}
	return rec.Code, string(body)
}

// as lets staff do a command past the pages, which others test.
func (w *town) as(user, purpose string, command dossier.Command) casework.Done {
	w.t.Helper()
	account := must(w.office.Store.User(w.t.Context(), dossier.ID(user)))(w.t)
	org := must(w.office.Store.Org(w.t.Context(), account.Org))(w.t)
	who := access.Who{User: account.ID, Org: org.ID, Kind: "staff", OrgKind: org.Kind, Roles: account.Roles, Name: account.Name, OrgName: org.Name, Phone: account.Phone}
	ctx := casework.As(w.t.Context(), casework.Caller{Who: who, Purpose: purpose, Flow: "test"})
	done, err := w.office.Do(ctx, casework.Wish{Dossier: w.family, Command: command})
	if err != nil {
		w.t.Fatalf("%s: %v", command.Name(), err)
	}
	return done
}

// view gives the dossier as someone of the family sees it.
func (w *town) view(user dossier.ID) *access.View {
	w.t.Helper()
	who := access.Who{User: user, Kind: "citizen", Name: townProfiles()[user].Name.Informal()}
	ctx := casework.As(w.t.Context(), casework.Caller{Who: who, Purpose: "own", Flow: "test"})
	return must(w.office.Open(ctx, w.family))(w.t)
}

var asked = regexp.MustCompile(`^/plan/([^/]+)/asked/[^/]+$`)

// ask lets Fatma ask for help on her phone and remembers the dossier.
func (w *town) ask(form url.Values) string {
	w.t.Helper()
	status, place := w.post("u-fatma", "/help", form)
	found := asked.FindStringSubmatch(place)
	if status != http.StatusSeeOther || found == nil {
		w.t.Fatalf("asking for help: %d %s", status, place)
	}
	w.family = dossier.ID(found[1])
	return place
}

// story plays the story up to a plan that runs.
func (w *town) story() {
	w.t.Helper()
	w.ask(url.Values{"words": {"Het lukt niet meer met het geld. Iedereen is boos."}, "children": {"1"}})
	w.later(9 * time.Hour)
	w.as("u-noor", "intake", dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Geen zorgen over veiligheid."})
	offer := w.as("u-noor", "intake", dossier.OfferLead{To: "u-noor", Org: "o-team-zuid", Called: "Noor Bakker", Phone: "0320 550123"})
	w.as("u-noor", "lead", dossier.AcceptLead{Offer: offer.New[0]})
	fatma := w.view("u-fatma").Me
	elif, esra := w.child("u-elif", fatma), w.child("u-esra", fatma)
	w.relative("u-jeroen", "partner", fatma, "family", nl.Span{From: nl.MustDate("2008-05-17"), Until: nl.MustDate("2021-09-14")})
	w.relative("u-hatice", "parent", fatma, "network", nl.Span{})
	both := dossier.StateCustody{Child: esra, Code: "12", Parent1: fatma, Parent2: w.named("Jeroen"), Valid: nl.Span{From: nl.MustDate("2014-04-22")}}
	w.as("u-noor", "intake", both)
	w.plan(fatma, elif, esra)
}

// later moves the clock on; by then everyone signs in anew.
func (w *town) later(d time.Duration) {
	w.now = w.now.Add(d)
	clear(w.tokens)
}

func (w *town) person(user dossier.ID, network bool) dossier.ID {
	p := townProfiles()[user].Person()
	p.Network = network
	if user == "u-jeroen" || network {
		p.Address, p.Secret = dossier.Address{}, false
	}
	return w.as("u-noor", "intake", dossier.StatePerson{NewPerson: p}).New[0]
}

func (w *town) involve(user, person dossier.ID, role, purpose, ground string, domains ...string) {
	p := townProfiles()[user]
	w.as("u-noor", "plan", dossier.Involve{
		Subject: dossier.Subject{User: user, Person: person}, Called: p.Name.Informal(), Role: role, Purpose: purpose, Ground: ground,
		Persons: []dossier.ID{person}, Domains: domains, Valid: nl.Span{Until: nl.MustDate("2028-12-31")},
	})
}

func (w *town) child(user, mother dossier.ID) dossier.ID {
	id := w.person(user, false)
	w.as("u-noor", "intake", dossier.StateRelation{From: mother, To: id, Type: "parent"})
	w.involve(user, id, "family", "own", "avg.15", dossier.Every)
	return id
}

func (w *town) relative(user dossier.ID, relation string, to dossier.ID, role string, valid nl.Span) {
	id := w.person(user, role == "network")
	w.as("u-noor", "intake", dossier.StateRelation{From: id, To: to, Type: relation, Valid: valid})
	if role == "network" {
		w.involve(user, id, "network", "help", "avg.6.1e.task", dossier.Every)
		return
	}
	w.involve(user, id, role, "own", "avg.15", dossier.Every)
	for _, child := range []string{"Elif", "Esra"} {
		w.as("u-noor", "intake", dossier.StateRelation{From: id, To: w.named(child), Type: "parent"})
	}
}

func (w *town) named(given string) dossier.ID {
	w.t.Helper()
	for _, p := range w.view("u-fatma").Dossier.Persons {
		if p.Name.First() == given {
			return p.ID
		}
	}
	w.t.Fatalf("nobody is called %s", given)
	return ""
}

// plan makes goals and tasks at the table, and gets debt help involved.
func (w *town) plan(fatma, elif, esra dossier.ID) {
	money, mind, school := dossier.Part{Domain: "money"}, dossier.Part{Person: elif, Domain: "mind"}, dossier.Part{Person: esra, Domain: "school"}
	for part, why := range map[dossier.Part]string{money: "De huur is twee maanden niet betaald.", mind: "Elif slaapt slecht.", school: "Esra mist lessen."} {
		w.as("u-noor", "plan", dossier.OpenDomain{Part: part, Reason: why})
	}
	w.as("u-noor", "plan", dossier.GiveScore{Part: money, Scale: "eendracht5", Level: 2, Words: "Er komen brieven.", View: "worker"})
	w.as("u-noor", "plan", dossier.WriteNote{Parts: []dossier.Part{money}, Words: "Mevrouw maakt de post niet open."})
	goal := w.as("u-noor", "plan", dossier.SetGoal{Words: "Weer een avond samen eten zonder ruzie over geld.", Part: money}).New[0]
	w.as("u-noor", "plan", dossier.SetGoal{Words: "Iemand die met Elif praat, die zij zelf kiest.", Part: mind})
	met := w.as("u-noor", "plan", dossier.SetGoal{Words: "Esra gaat elke dag naar school.", Part: school}).New[0]
	w.as("u-noor", "plan", dossier.MeetGoal{Goal: met, Words: "Al vier weken."})
	sadia := dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-schuldhulp", Name: "Schuldhulp Merelwaarde"}
	w.as("u-noor", "plan", dossier.Involve{
		Subject: dossier.Subject{Org: "o-schuldhulp"}, Called: "Schuldhulp Merelwaarde", Phone: "0320 550300", Role: "partner", Purpose: "debt", Ground: "wgs.8a",
		Persons: []dossier.ID{""}, Domains: []string{"money"}, Valid: nl.Span{Until: nl.MustDate("2027-05-31")},
	})
	mother := dossier.Holder{Kind: dossier.HolderFamily, Person: fatma, Name: "Fatma Yıldız"}
	grandmother := dossier.Holder{Kind: dossier.HolderNetwork, Person: w.named("Hatice"), Name: "Hatice Yıldız"}
	w.as("u-noor", "plan", dossier.CreateTask{Title: "de brieven van de huur zoeken", Goal: goal, Due: nl.MustDate("2026-11-27"), To: mother})
	w.as("u-noor", "plan", dossier.CreateTask{Title: "de verhuurder bellen", Goal: goal, Due: nl.MustDate("2026-12-01"), To: sadia})
	w.as("u-noor", "plan", dossier.CreateTask{Title: "op woensdag koken", Goal: goal, Due: nl.MustDate("2026-12-16"), To: grandmother})
	w.as("u-noor", "plan", dossier.AgreePlan{With: []dossier.ID{fatma}, Evaluate: nl.MustDate("2027-02-24")})
}

// task gives the id of the task with this title, as someone sees it.
func (w *town) task(user dossier.ID, title string) dossier.ID {
	w.t.Helper()
	tasks := w.view(user).Dossier.Tasks
	i := slices.IndexFunc(tasks, func(t dossier.Task) bool { return t.Title == title })
	if i < 0 {
		w.t.Fatalf("%s sees no task %q", user, title)
	}
	return tasks[i].Task
}
