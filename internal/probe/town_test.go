package probe

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/api"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/vault"
	"eendracht/internal/web"
)

// families is how many families the town of the probe has.
const families = 12

// town is the whole house in one process, with the families of the probe in it.
type town struct {
	t        testing.TB
	store    store.Store
	office   *casework.Office
	now      time.Time
	pages    http.Handler
	machine  http.Handler
	people   []Who
	users    map[string]store.User
	tokens   map[string]string
	signin   *signin.Desk
	dossiers []dossier.ID
	messages []dossier.ID
	family   map[dossier.ID]int
}

// said writes what the house logs as an error into the test: an answer that was
// refused because something was out of reach then tells what.
type said struct{ t testing.TB }

// Write writes one line.
func (s said) Write(line []byte) (int, error) {
	s.t.Logf("%s", line)
	return len(line), nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func newID(context.Context) dossier.ID {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return dossier.ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)))
}

func newTown(t testing.TB) *town {
	ctx, dir := context.Background(), t.TempDir()
	w := &town{t: t, users: map[string]store.User{}, tokens: map[string]string{}, family: map[dossier.ID]int{}, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	w.store = must(store.OpenSQLite(ctx, filepath.Join(dir, "data")))
	t.Cleanup(func() { _ = w.store.Close() })
	safe := must(vault.Open(ctx, filepath.Join(dir, "keys.json"), w.store, rand.Reader))
	law, texts := must(statute.Shipped()), must(text.Shipped())
	now := func() time.Time { return w.now }
	w.office = casework.New(casework.Parts{
		Store: w.store, Vault: safe, Access: must(access.New(law)), Law: law, NewID: newID, Log: slog.New(slog.NewTextHandler(said{t}, &slog.HandlerOptions{Level: slog.LevelError})),
		Now: func(context.Context) time.Time { return w.now },
	})
	w.signin = &signin.Desk{Store: w.store, Now: now, Random: rand.Reader}
	id := func() dossier.ID { return newID(ctx) }
	w.pages = must(web.New(web.Parts{
		Office: w.office, Messages: &desk.Desk{Office: w.office, Codes: w.store}, Signin: w.signin, Law: law, Texts: texts, Now: now, NewID: id, Log: w.office.Log,
	}))
	w.machine = must(api.New(api.Parts{
		Office: w.office, Messages: &desk.Desk{Office: w.office, Codes: w.store}, Signin: w.signin, Law: law, Texts: texts, Now: now, NewID: id, Log: w.office.Log,
		Ready: func(context.Context) error { return nil },
	}))
	w.directory()
	for n := range families {
		w.raise(n)
	}
	w.now = w.now.AddDate(0, 0, 4) // who was involved until then is so no more
	for _, who := range w.people {
		w.tokens[who.Name] = must(w.signin.Start(ctx, w.users[who.Name].ID, "nl"))
	}
	return w
}

// join adds someone with an account.
func (w *town) join(who Who, org dossier.ID, roles ...string) {
	u := store.User{ID: dossier.ID("u-" + who.Name), Org: org, Kind: access.Staff, Roles: roles, Name: strings.ToUpper(who.Name[:1]) + who.Name[1:] + " Bos", Active: true}
	if org == "" {
		u.Kind = access.Citizen
	}
	w.users[who.Name] = u
	w.people = append(w.people, who)
}

func (w *town) directory() {
	orgs := []store.Org{{ID: "o-town", Name: "Gemeente", Kind: "municipality", Municipality: "9001", Active: true}}
	for g := range Groups {
		orgs = append(orgs,
			store.Org{ID: dossier.ID(fmt.Sprint("o-team", g)), Name: fmt.Sprint("Wijkteam ", g), Kind: "neighbourhood_team", Municipality: "9001", Phone: "0500 654321", Active: true},
			store.Org{ID: dossier.ID(fmt.Sprint("o-care", g)), Name: fmt.Sprint("Jeugdzorg ", g), Kind: "youth_care", Municipality: "9001", AGB: fmt.Sprintf("0100000%d", g), Active: true},
			store.Org{ID: dossier.ID(fmt.Sprint("o-past", g)), Name: fmt.Sprint("Vroeger ", g), Kind: "youth_care", Municipality: "9001", Active: true})
		w.join(Who{fmt.Sprint("lead", g), "lead", "lead", -1, g}, dossier.ID(fmt.Sprint("o-team", g)), "worker")
		w.join(Who{fmt.Sprint("worker", g), "intake", "worker", -1, g}, dossier.ID(fmt.Sprint("o-team", g)), "worker")
		w.join(Who{fmt.Sprint("partner", g), "help", "partner", -1, g}, dossier.ID(fmt.Sprint("o-care", g)), "worker")
		w.join(Who{fmt.Sprint("former", g), "help", "former", -1, g}, dossier.ID(fmt.Sprint("o-past", g)), "worker")
	}
	w.join(Who{"officer", "privacy", "officer", -1, 0}, "o-town", "privacy")
	w.join(Who{"director", "direction", "director", -1, 0}, "o-town", "director")
	w.join(Who{"stranger", "own", "stranger", -1, 0}, "")
	for n := range families {
		for _, kind := range []string{"mother", "father", "child"} {
			w.join(Who{fmt.Sprintf("%s%03d", kind, n), "own", kind, n, 0}, "")
		}
	}
	if err := w.store.PutOrgs(context.Background(), orgs); err != nil {
		w.t.Fatal(err)
	}
	var users []store.User
	for _, u := range w.users {
		users = append(users, u)
	}
	if err := w.store.PutUsers(context.Background(), users); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) as(name, purpose string) context.Context {
	signed := signin.Signed{User: w.users[name]}
	if signed.User.Org != "" {
		signed.Org = must(w.store.Org(context.Background(), signed.User.Org))
	}
	return casework.As(context.Background(), casework.Caller{Who: signed.Who(), Purpose: purpose, Flow: "test"})
}

func bsnOf(family int) string { return bsns[family] }

// bsns are numbers of the range for tests that pass the check of eleven.
var bsns = func() []string {
	var list []string
	for n := 999900000; len(list) < families; n++ {
		if b, err := nl.ParseBSN(fmt.Sprint(n)); err == nil {
			list = append(list, string(b))
		}
	}
	return list
}()

// raise makes one family with everything that the probe looks for.
func (w *town) raise(n int) {
	g := n % Groups
	team, lead, worker := dossier.ID(fmt.Sprint("o-team", g)), fmt.Sprint("lead", g), fmt.Sprint("worker", g)
	var id dossier.ID
	do := func(name, purpose string, c dossier.Command) casework.Done {
		w.t.Helper()
		done, err := w.office.Do(w.as(name, purpose), casework.Wish{Dossier: id, Command: c})
		if err != nil {
			w.t.Fatalf("family %d, %s as %s: %v", n, c.Name(), name, err)
		}
		return done
	}
	say := func(thing string) string { return "Over " + Mark(n, thing) + "." }
	house := dossier.Address{Street: "Dorpsweg", Number: fmt.Sprint(n + 1), Postcode: "9990AA", Place: "Waterdam"}
	family := fmt.Sprintf("Boom%c", 'a'+n)
	id = do(fmt.Sprintf("mother%03d", n), "own", dossier.AskHelp{
		Municipality: "9001", Team: team, TeamName: "Wijkteam", TeamPhone: "0500 654321", Words: say("melding"), FamilyName: family,
		Me: dossier.NewPerson{Name: nl.Name{Given: "Mila", Family: family}, Birth: nl.MustDate("1985-04-03"), BSN: bsnOf(n), Phone: "06 12345678", Address: house},
	}).Dossier
	w.dossiers, w.family[id] = append(w.dossiers, id), n
	mother := must(w.office.Open(w.as(fmt.Sprintf("mother%03d", n), "own"), id)).Me
	do(worker, "intake", dossier.WeighSafety{Level: dossier.SafetyWatch, Words: say("safety")})
	child := do(worker, "intake", dossier.StatePerson{NewPerson: dossier.NewPerson{Name: nl.Name{Given: "Zoë", Family: family}, Birth: nl.MustDate("2013-06-01"), Address: house}}).New[0]
	father := do(worker, "intake", dossier.StatePerson{NewPerson: dossier.NewPerson{Name: nl.Name{Given: "Ruud", Family: "Veld"}, Birth: nl.MustDate("1983-06-01"), Address: dossier.Address{Street: "Laan", Number: "9", Postcode: "9990AB", Place: "Waterdam"}}}).New[0]
	for _, parent := range []dossier.ID{mother, father} {
		do(worker, "intake", dossier.StateRelation{From: parent, To: child, Type: "parent"})
	}
	do(worker, "intake", dossier.StateCustody{Child: child, Code: "12", Parent1: mother, Parent2: father, Valid: nl.Span{From: nl.MustDate("2013-06-01")}})
	offer := do(worker, "intake", dossier.OfferLead{To: w.users[lead].ID, Org: team, Called: "Regisseur", Phone: "0500 123456"})
	do(lead, "lead", dossier.AcceptLead{Offer: offer.New[0]})
	for _, p := range []struct {
		part  dossier.Part
		thing string
	}{{dossier.Part{Person: mother, Domain: "mind"}, "mothermind"}, {dossier.Part{Person: father, Domain: "mind"}, "fathermind"}, {dossier.Part{Person: child, Domain: "mind"}, "childmind"}, {dossier.Part{Person: child, Domain: "school"}, "childschool"}, {dossier.Part{Domain: "money"}, "money"}} {
		do(lead, "lead", dossier.OpenDomain{Part: p.part, Reason: say(p.thing)})
	}
	year := nl.Span{Until: nl.MustDate("2027-06-30")}
	for name, person := range map[string]dossier.ID{"child": child, "father": father} {
		user := w.users[fmt.Sprintf("%s%03d", name, n)].ID
		do(lead, "lead", dossier.Involve{Subject: dossier.Subject{User: user, Person: person}, Called: name, Role: "family", Purpose: "own", Ground: "avg.15", Persons: []dossier.ID{person}, Domains: []string{dossier.Every}, Valid: year})
	}
	care, past := dossier.ID(fmt.Sprint("o-care", g)), dossier.ID(fmt.Sprint("o-past", g))
	do(lead, "lead", dossier.Involve{Subject: dossier.Subject{Org: care}, Called: "Jeugdzorg", Role: "partner", Purpose: "help", Ground: "jw.7.3.8", Persons: []dossier.ID{child}, Domains: []string{"mind"}, Valid: year})
	was := do(lead, "lead", dossier.Involve{Subject: dossier.Subject{Org: past}, Called: "Vroeger", Role: "partner", Purpose: "help", Ground: "jw.7.3.8", Persons: []dossier.ID{child}, Domains: []string{"school"}, Valid: year})
	do(lead, "lead", dossier.EndInvolvement{Involvement: was.New[0], Reason: "Klaar."})
	do(fmt.Sprintf("child%03d", n), "own", dossier.Speak{Person: child, Words: say("voice")})
	do(fmt.Sprintf("child%03d", n), "own", dossier.GiveConsent{Person: child, Matter: "objection", For: dossier.Subject{Person: father}, Domains: []string{"school"}})
	message := do(fmt.Sprint("partner", g), "allocation", dossier.ReceiveRequest{
		Type: "JW315", From: "01000001", Ref: fmt.Sprint("r", n), Content: []byte("<Bericht>" + Mark(n, "message") + "</Bericht>"), Provider: care, Called: "Jeugdzorg", Person: child, Domain: "mind",
		Care: []dossier.Care{{Law: "jw", Category: "54", From: nl.MustDate("2026-12-01")}},
	})
	w.messages = append(w.messages, message.New[0])
}
