package notify_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/notify"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/vault"
)

// town is a family, its lead and a poster whose letters a test keeps.
type town struct {
	t       *testing.T
	store   store.Store
	office  *casework.Office
	poster  *notify.Poster
	letters []notify.Letter
	fails   error // what sending says
	now     time.Time
	family  dossier.ID
	ids     atomic.Int64
}

// Send keeps the letter.
func (w *town) Send(_ context.Context, l notify.Letter) error {
	if w.fails != nil {
		return w.fails
	}
	w.letters = append(w.letters, l)
	return nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func newTown(t *testing.T) *town {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	w := &town{t: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)}
	w.store = must(store.OpenSQLite(ctx, dir))
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	law := must(statute.Shipped())
	w.office = casework.New(casework.Parts{
		Store: w.store, Vault: must(vault.Open(ctx, filepath.Join(dir, "keys.json"), w.store, rand.Reader)), Access: must(access.New(law)), Law: law, Notify: true,
		Now: func(context.Context) time.Time { return w.now }, NewID: func(context.Context) dossier.ID { return dossier.ID(fmt.Sprint("n", w.ids.Add(1))) },
		Log: slog.New(slog.DiscardHandler),
	})
	w.poster = &notify.Poster{Office: w.office, Store: w.store, Texts: must(text.Shipped()), Mail: w, Base: "https://gemeente.example", Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler)}
	if err := w.store.PutOrgs(ctx, []store.Org{{ID: "o-team", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: "9001", Active: true}}); err != nil {
		t.Fatal(err)
	}
	if err := w.store.PutUsers(ctx, []store.User{
		{ID: "u-fatma", Kind: access.Citizen, Name: "Fatma", Active: true},
		{ID: "u-noor", Org: "o-team", Kind: access.Staff, Roles: []string{"worker"}, Name: "Noor", Email: "noor@team.example", Active: true},
		{ID: "u-joris", Org: "o-team", Kind: access.Staff, Roles: []string{"worker"}, Name: "Joris", Email: "joris@team.example", Active: true},
	}); err != nil {
		t.Fatal(err)
	}
	w.family = w.do("u-fatma", "own", "", dossier.AskHelp{
		Municipality: "9001", Team: "o-team", TeamName: "Wijkteam", Words: "Ik durf de post niet te openen.", Channel: "web",
		Me: dossier.NewPerson{Name: nl.Name{Given: "Fatma", Family: "Yıldız"}, Birth: nl.MustDate("1985-01-01")},
	}).Dossier
	w.do("u-noor", "intake", w.family, dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Rustig."})
	offer := w.do("u-noor", "intake", w.family, dossier.OfferLead{To: "u-joris", Org: "o-team", Called: "Joris"}).New[0]
	w.do("u-joris", "lead", w.family, dossier.AcceptLead{Offer: offer})
	return w
}

func (w *town) as(user dossier.ID, purpose string) context.Context {
	u := must(w.store.User(context.Background(), user))
	who := access.Who{User: u.ID, Org: u.Org, Kind: u.Kind, Roles: u.Roles, Name: u.Name}
	if u.Org != "" {
		org := must(w.store.Org(context.Background(), u.Org))
		who.OrgKind, who.Municipality, who.OrgName = org.Kind, org.Municipality, org.Name
	}
	return casework.As(context.Background(), casework.Caller{Who: who, Purpose: purpose, Flow: "test"})
}

func (w *town) do(user dossier.ID, purpose string, id dossier.ID, c dossier.Command) casework.Done {
	w.t.Helper()
	done, err := w.office.Do(w.as(user, purpose), casework.Wish{Dossier: id, Command: c})
	if err != nil {
		w.t.Fatalf("%s by %s: %v", c.Name(), user, err)
	}
	return done
}

// chooses says how someone wants to be told.
func (w *town) chooses(user dossier.ID, change func(*casework.NoticeChoice)) {
	w.t.Helper()
	ctx := w.as(user, "own")
	c, _, err := w.office.NoticeSettings(ctx)
	if err == nil {
		change(&c)
		err = w.office.SetNotices(ctx, c)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func atOnce(address string) func(*casework.NoticeChoice) {
	return func(c *casework.NoticeChoice) { c.When, c.Mail, c.Lang = casework.NoticeAtOnce, address, "nl" }
}

// passes lets time pass and everything happen that is due.
func (w *town) passes(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	for range 3 {
		if _, err := w.office.Tick(context.Background(), "p"); err != nil {
			w.t.Fatal(err)
		}
		if _, err := w.poster.Once(context.Background(), "p"); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *town) sent(what string, to ...string) {
	w.t.Helper()
	var got []string
	for _, l := range w.letters {
		if !strings.HasSuffix(l.To, "@team.example") { // the work of the others goes on
			got = append(got, l.To)
		}
	}
	if strings.Join(got, " ") != strings.Join(to, " ") {
		w.t.Errorf("%s: letters to %v, not %v", what, got, to)
	}
	w.letters = nil
}

// writes lets the lead write to Fatma, and gives the conversation.
func (w *town) writes() dossier.ID {
	w.t.Helper()
	me := must(w.office.Open(w.as("u-fatma", "own"), w.family)).Me
	return w.do("u-joris", "lead", w.family, dossier.StartTalk{Person: me, Subject: "De huur", Words: "Ik belde de verhuurder over uw schuld."}).New[0]
}

func (w *town) states(user dossier.ID) string {
	var all []string
	for _, n := range must(w.store.NoticesOf(context.Background(), user, 50)) {
		all = append(all, n.State)
	}
	return strings.Join(all, " ")
}

func TestSomethingWaitsAndNothingIsTold(t *testing.T) {
	w := newTown(t)
	w.passes(time.Hour)
	w.letters = nil
	w.chooses("u-fatma", atOnce("fatma@thuis.example"))
	w.writes()
	w.passes(time.Minute)
	w.sent("before its time")
	w.passes(5 * time.Minute)
	if len(w.letters) != 1 {
		t.Fatalf("%d letters", len(w.letters))
	}
	l := w.letters[0]
	if l.Subject != "Er staat iets voor u klaar" || !strings.Contains(l.Text, "https://gemeente.example/\n") || !strings.HasPrefix(l.Stop, "https://gemeente.example/notices/stop/u-fatma.") {
		t.Errorf("letter %+v", l)
	}
	for _, secret := range []string{"huur", "Joris", "Fatma", "Yıldız", "schuld", string(w.family), "gezin"} {
		if strings.Contains(l.Subject+l.Text, secret) {
			t.Errorf("the letter tells %q: %s", secret, l.Text)
		}
	}
	w.sent("told", "fatma@thuis.example")
	w.passes(48 * time.Hour)
	w.sent("told twice")
	if got := w.states("u-fatma"); got != "sent" {
		t.Errorf("states %q", got)
	}
}

// Who saw it in time is not told; who wrote it is not either.
func TestWhatWaitsNoMoreIsNotTold(t *testing.T) {
	w := newTown(t)
	w.chooses("u-fatma", func(c *casework.NoticeChoice) {
		c.When, c.Mail, c.Hour = casework.NoticeDaily, "fatma@thuis.example", 18
	})
	talk := w.writes()
	w.passes(5 * time.Minute)
	w.do("u-fatma", "own", w.family, dossier.ReadTalk{Talk: talk})
	w.passes(24 * time.Hour)
	for _, l := range w.letters {
		if l.To == "fatma@thuis.example" {
			t.Error("told of what she saw")
		}
	}
	if got := w.states("u-fatma"); got != "dropped" {
		t.Errorf("states %q", got)
	}
}

// Once a day is one letter, however much waits; and it comes at the hour.
func TestOnceADay(t *testing.T) {
	w := newTown(t)
	w.chooses("u-fatma", func(c *casework.NoticeChoice) {
		c.When, c.Mail, c.Hour = casework.NoticeDaily, "fatma@thuis.example", 18
	})
	w.chooses("u-joris", func(c *casework.NoticeChoice) { c.When = casework.NoticeNever })
	w.chooses("u-noor", func(c *casework.NoticeChoice) { c.When = casework.NoticeNever })
	w.writes()
	w.writes()
	w.passes(5 * time.Hour) // 16.00 in Amsterdam
	w.sent("before her hour")
	w.passes(2*time.Hour + time.Minute)
	w.sent("at her hour", "fatma@thuis.example")
	if got := w.states("u-fatma"); got != "sent sent" {
		t.Errorf("states %q", got)
	}
}

// In quiet hours nothing is sent, but to staff what is about safety.
func TestQuietHours(t *testing.T) {
	w := newTown(t)
	w.chooses("u-fatma", atOnce("u-fatma@post.example"))
	w.chooses("u-joris", atOnce("joris@night.example"))
	w.passes(12*time.Hour + 30*time.Minute) // 23.30 in Amsterdam
	w.letters = nil
	w.writes()
	w.passes(time.Hour)
	w.sent("at night")
	w.do("u-fatma", "own", w.family, dossier.AskAgain{Words: "Hij staat voor de deur.", Threat: "eviction"})
	w.passes(5 * time.Minute)
	w.sent("about safety, at night", "joris@night.example")
	w.chooses("u-joris", atOnce("joris@team.example"))
	w.passes(7 * time.Hour)
	w.sent("in the morning", "u-fatma@post.example")
}

// Where it is unsafe, and where someone chose so, a letter has no word of what it is.
func TestANeutralLetter(t *testing.T) {
	for name, prepare := range map[string]func(*town){
		"chosen": func(w *town) {
			w.chooses("u-fatma", func(c *casework.NoticeChoice) {
				atOnce("fatma@thuis.example")(c)
				c.Home = casework.HomeNeutral
			})
		},
		"unsafe": func(w *town) {
			w.chooses("u-fatma", atOnce("fatma@thuis.example"))
			w.do("u-joris", "safety", w.family, dossier.WeighSafety{Level: dossier.SafetyUnsafe, Words: "Er is geslagen."})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.passes(time.Hour)
			prepare(w)
			w.letters = nil
			w.writes()
			w.passes(time.Hour)
			var l notify.Letter
			for _, one := range w.letters {
				if one.To == "fatma@thuis.example" {
					l = one
				}
			}
			if l.Subject != "Herinnering" || l.Stop != "" || strings.Contains(l.Text, "http") || strings.Contains(l.Text, "Log in") {
				t.Errorf("letter %+v", l)
			}
		})
	}
}

// What did not go is tried again, later and later, and in the end given up where
// its owner sees it. What perhaps went is never sent again.
func TestTryingAgain(t *testing.T) {
	w := newTown(t)
	w.passes(time.Hour)
	w.chooses("u-fatma", atOnce("fatma@thuis.example"))
	w.writes()
	w.fails = errors.New("no line")
	w.passes(5 * time.Minute)
	if got := w.states("u-fatma"); got != "waiting" {
		t.Errorf("after a failure: %q", got)
	}
	w.fails, w.letters = nil, nil
	w.passes(2 * time.Minute)
	w.sent("after the line is back", "fatma@thuis.example")

	w.fails = errors.New("no line")
	w.writes()
	for range 8 {
		w.passes(25 * time.Hour)
	}
	if got := w.states("u-fatma"); got != "failed sent" {
		t.Errorf("given up: %q", got)
	}
}

// What perhaps went, and what a server refused for good, is not sent again.
func TestNotTryingAgain(t *testing.T) {
	for kind, state := range map[error]string{notify.ErrUnsure: "unsure", notify.ErrRefused: "failed"} {
		w := newTown(t)
		w.passes(time.Hour)
		w.chooses("u-fatma", atOnce("fatma@thuis.example"))
		w.fails = fmt.Errorf("so: %w", kind)
		w.writes()
		w.passes(5 * time.Minute)
		w.fails, w.letters = nil, nil
		w.passes(3 * time.Hour)
		w.sent("after " + state)
		if got := w.states("u-fatma"); got != state {
			t.Errorf("%v: %q", kind, got)
		}
	}
}

// The program ends between handing over and keeping that: nothing goes twice.
func TestACrashSendsNothingTwice(t *testing.T) {
	w := newTown(t)
	w.passes(time.Hour)
	w.chooses("u-fatma", atOnce("fatma@thuis.example"))
	w.letters = nil
	w.writes()
	ctx, die := context.WithCancel(context.Background())
	w.poster.Mail = killed{w, die}
	w.now = w.now.Add(5 * time.Minute)
	must(w.office.Tick(ctx, "p"))
	func() {
		defer func() { _ = recover() }()
		must(w.poster.Once(ctx, "first"))
	}()
	w.sent("handed over", "fatma@thuis.example")
	if got := w.states("u-fatma"); got != "sending" {
		t.Errorf("after the crash: %q", got)
	}
	w.poster.Mail = w
	w.passes(time.Hour)
	w.sent("after the crash")
	if got := w.states("u-fatma"); got != "unsure" {
		t.Errorf("what its owner sees: %q", got)
	}
}

// killed hands the letter over and then the program is gone.
type killed struct {
	*town
	die func()
}

func (k killed) Send(ctx context.Context, l notify.Letter) error {
	if err := k.town.Send(ctx, l); err != nil {
		return err
	}
	k.die()
	panic("gone")
}

// The link of a letter ends the mail, without signing in, and another's does not.
func TestALinkEndsTheMail(t *testing.T) {
	w := newTown(t)
	w.passes(time.Hour)
	w.chooses("u-fatma", atOnce("fatma@thuis.example"))
	for _, sign := range []string{"", "u-fatma", "u-fatma.", "u-fatma.00", strings.Replace(w.office.StopSign("u-joris"), "u-joris", "u-fatma", 1)} {
		if err := w.office.StopNotices(context.Background(), sign); err == nil {
			t.Errorf("%q ends it", sign)
		}
	}
	for range 2 {
		if err := w.office.StopNotices(context.Background(), w.office.StopSign("u-fatma")); err != nil {
			t.Error(err)
		}
	}
	w.letters = nil
	w.writes()
	w.passes(time.Hour)
	w.sent("after it ended")
}
