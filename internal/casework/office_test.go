package casework_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// world is an office on a real archive, with a clock that the test sets.
type world struct {
	t      *testing.T
	office *casework.Office
	store  *brittle
	parts  casework.Parts
	mu     sync.Mutex
	now    time.Time
}

// brittle is a store that can be told to fail.
type brittle struct {
	store.Store
	look, appending error
}

func (b *brittle) Look(ctx context.Context, l store.Look) (store.Stamp, error) {
	if b.look != nil {
		return store.Stamp{}, b.look
	}
	return b.Store.Look(ctx, l)
}

func (b *brittle) Append(ctx context.Context, a store.Append) (store.Stamp, error) {
	if b.appending != nil {
		return store.Stamp{}, b.appending
	}
	return b.Store.Append(ctx, a)
}

func newID(context.Context) dossier.ID {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return dossier.ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)))
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	st, err := store.OpenSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := access.New(law)
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(ctx, filepath.Join(dir, "master"), st, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: &brittle{Store: st}, now: time.Date(2026, 11, 24, 22, 10, 0, 0, time.UTC)}
	w.parts = casework.Parts{
		Store: w.store, Vault: v, Access: engine, Law: law, NewID: newID, Log: slog.New(slog.DiscardHandler),
		Now: func(context.Context) time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now },
	}
	w.office = casework.New(w.parts)
	w.people()
	return w
}

func (w *world) people() {
	w.t.Helper()
	ctx := w.t.Context()
	profile, err := w.office.SealProfile(ctx, "u-mother", casework.Profile{
		Name: nl.Name{Given: "Anna", Family: "Linde"}, Birth: nl.MustDate("1985-04-03"), Sex: "f", BSN: "999990019",
		Phone: "06 0000 0001", Address: dossier.Address{Street: "Dorpsweg", Number: "1", Postcode: "1234AB", Place: "Merelwaarde"}, Municipality: "9901",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	orgs := []store.Org{
		{ID: "o-team", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: "9901", Phone: "039 200 00 00", Active: true},
		{ID: "o-school", Name: "School", Kind: "school", Municipality: "9901", Active: true},
	}
	users := []store.User{
		{ID: "u-mother", Kind: "citizen", Name: "Anna Linde", Active: true, Profile: profile},
		{ID: "u-noor", Org: "o-team", Kind: "staff", Roles: []string{"worker"}, Name: "Noor", Active: true},
		{ID: "u-sanne", Org: "o-team", Kind: "staff", Roles: []string{"worker"}, Name: "Sanne", Active: true},
		{ID: "u-teacher", Org: "o-school", Kind: "staff", Roles: []string{"worker"}, Name: "Juf", Active: true},
	}
	if err := errors.Join(w.store.PutOrgs(ctx, orgs), w.store.PutUsers(ctx, users)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) mother() context.Context {
	return w.as(access.Who{User: "u-mother", Kind: access.Citizen, Name: "Anna Linde"}, "own")
}

func (w *world) noor() context.Context { return w.worker("u-noor", "Noor") }

func (w *world) worker(id dossier.ID, name string) context.Context {
	return w.as(access.Who{User: id, Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: []string{"worker"}, Name: name}, "intake")
}

func (w *world) teacher() context.Context {
	return w.as(access.Who{User: "u-teacher", Org: "o-school", Kind: access.Staff, OrgKind: "school", Municipality: "9901", Roles: []string{"worker"}, Name: "Juf"}, "help")
}

func (w *world) as(who access.Who, purpose string) context.Context {
	return casework.As(w.t.Context(), casework.Caller{Who: who, Purpose: purpose, Flow: "test"})
}

func (w *world) ask(key string) casework.Done {
	w.t.Helper()
	done, err := w.office.AskForHelp(w.mother(), casework.Help{Words: "Ik durf de post niet meer open te maken.", Threat: "eviction", Channel: "web", Key: key})
	if err != nil {
		w.t.Fatal(err)
	}
	return done
}

func (w *world) do(ctx context.Context, id dossier.ID, c dossier.Command) casework.Done {
	w.t.Helper()
	done, err := w.office.Do(ctx, casework.Wish{Dossier: id, Command: c})
	if err != nil {
		w.t.Fatal(err)
	}
	return done
}

func TestWithoutACallerNothingHappens(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	if _, err := w.office.Open(t.Context(), id); !fault.Is(err, fault.SignIn) {
		t.Errorf("open: %v", err)
	}
	if _, err := w.office.Open(w.as(access.Who{User: "u-noor", Kind: access.Staff}, ""), id); err == nil {
		t.Error("a caller without a purpose got a view")
	}
	if _, err := w.office.Do(t.Context(), casework.Wish{Dossier: id, Command: dossier.WeighSafety{}}); !fault.Is(err, fault.SignIn) {
		t.Errorf("do: %v", err)
	}
}

func TestNoRowNoView(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	w.store.look = fault.New(fault.Unavailable, "test", "")
	if v, err := w.office.Open(w.noor(), id); !fault.Is(err, fault.Unavailable) || v != nil {
		t.Errorf("open: %v, %v", v, err)
	}
	if list, err := w.office.Work(w.noor(), casework.WorkAsk{}); err == nil {
		t.Errorf("work: %v", list)
	}
	if list, err := w.office.Families(w.noor(), casework.FamilyAsk{}); err == nil {
		t.Errorf("families: %v", list)
	}
	if hits, err := w.office.Find(w.noor(), casework.FindAsk{BSN: "999990019"}); err == nil {
		t.Errorf("find: %v", hits)
	}
	w.store.look = nil
	if _, err := w.office.Open(w.noor(), id); err != nil {
		t.Errorf("the store is back, the view is not: %v", err)
	}
}

func TestALookIsThereBeforeTheView(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	for range 3 { // the second and third come from the shelf
		if _, err := w.office.Open(w.noor(), id); err != nil {
			t.Fatal(err)
		}
	}
	looks, err := w.office.LooksOf(w.mother(), id, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, l := range looks.Items {
		if l.Name == "Noor" && l.Action == "open" && l.Purpose == "intake" {
			opened++
		}
	}
	if opened != 3 {
		t.Errorf("three views left %d looks", opened)
	}
}

func TestTheSameKeyChangesNothingTwice(t *testing.T) {
	w := newWorld(t)
	first, second := w.ask("night"), w.ask("night")
	if !second.Again || first.Dossier != second.Dossier {
		t.Errorf("first %+v, second %+v", first, second)
	}
	wish := casework.Wish{Dossier: first.Dossier, Key: "k", Command: dossier.WeighSafety{Level: "watch", Words: "Spanning."}}
	if _, err := w.office.Do(w.noor(), wish); err != nil {
		t.Fatal(err)
	}
	again, err := w.office.Do(w.noor(), wish)
	if err != nil || !again.Again {
		t.Errorf("again: %+v, %v", again, err)
	}
	wish.Command = dossier.WeighSafety{Level: "acute", Words: "Anders."}
	if _, err := w.office.Do(w.noor(), wish); !fault.Is(err, fault.Conflict) {
		t.Errorf("another wish with the same key: %v", err)
	}
}

func TestWhatWasSeenMustStillStand(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	view, err := w.office.Open(w.noor(), id)
	if err != nil {
		t.Fatal(err)
	}
	w.do(w.noor(), id, dossier.WeighSafety{Level: "watch", Words: "Spanning."})
	_, err = w.office.Do(w.noor(), casework.Wish{Dossier: id, Expect: view.Seen, Command: dossier.WeighSafety{Level: "safe", Words: "Rust."}})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("an older view went through: %v", err)
	}
}

func TestAStrangerHearsTheSameAsWhenThereIsNothing(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	said := func(err error) string { key, args := fault.Message(err); return key + strings.Join(args, "") }
	_, known := w.office.Open(w.teacher(), id)
	_, unknown := w.office.Open(w.teacher(), "none")
	if said(known) != said(unknown) || fault.Of(known) != fault.Of(unknown) || known == nil {
		t.Errorf("open tells: %v against %v", known, unknown)
	}
	_, known = w.office.Do(w.teacher(), casework.Wish{Dossier: id, Command: dossier.WeighSafety{Level: "safe", Words: "x"}})
	_, unknown = w.office.Do(w.teacher(), casework.Wish{Dossier: "none", Command: dossier.WeighSafety{Level: "safe", Words: "x"}})
	if said(known) != said(unknown) || fault.Of(known) != fault.Of(unknown) || known == nil {
		t.Errorf("a command tells: %v against %v", known, unknown)
	}
	if list, err := w.office.Families(w.teacher(), casework.FamilyAsk{}); err != nil || len(list.Items) != 0 {
		t.Errorf("families: %v %v", list, err)
	}
	if list, err := w.office.Work(w.teacher(), casework.WorkAsk{}); err != nil || len(list.Items) != 0 || list.Counts.All != 0 {
		t.Errorf("work: %v %v", list, err)
	}
	if _, err := w.office.Find(w.teacher(), casework.FindAsk{BSN: "999990019"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("find: %v", err)
	}
}

func TestFindTellsOnlyThat(t *testing.T) {
	w := newWorld(t)
	w.ask("")
	for name, ask := range map[string]casework.FindAsk{
		"bsn":     {BSN: "999990019"},
		"birth":   {Family: "linde", Birth: nl.MustDate("1985-04-03")},
		"address": {Postcode: "1234 ab", Number: "1"},
	} {
		hits, err := w.office.Find(w.noor(), ask)
		if err != nil || len(hits) != 1 || hits[0].Lead != "Wijkteam" {
			t.Errorf("%s: %+v, %v", name, hits, err)
		}
	}
	for name, ask := range map[string]casework.FindAsk{
		"bsn": {BSN: "999990018"}, "birth": {Family: "Linde", Birth: nl.Date{Year: 1985}}, "postcode": {Postcode: "12"}, "number": {Postcode: "1234AB"},
	} {
		if _, err := w.office.Find(w.noor(), ask); len(fault.Fields(err)) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTimersLapseClocks(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	if n, err := w.office.Tick(t.Context(), "one"); err != nil || n != 0 {
		t.Fatalf("nothing was due, %d were done: %v", n, err)
	}
	w.mu.Lock()
	w.now = w.now.AddDate(0, 0, 60)
	w.mu.Unlock()
	for range 10 {
		if n, err := w.office.Tick(t.Context(), "one"); err != nil {
			t.Fatal(err)
		} else if n == 0 {
			break
		}
	}
	list, err := w.office.Work(w.noor(), casework.WorkAsk{Filter: "late"})
	if err != nil || len(list.Items) == 0 || list.Items[0].Dossier != id {
		t.Errorf("late work: %+v, %v", list, err)
	}
}

func TestTheRetypeMeterSeesWhatWasTypedTwice(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	view, err := w.office.Open(w.noor(), id)
	if err != nil {
		t.Fatal(err)
	}
	mother := view.Dossier.Persons[0].ID
	command := dossier.StateContact{Person: mother, Phone: "06 0000 0001", Email: "anna@post.example"}
	typed := []casework.Typed{{Item: "contact.phone", Person: mother, Value: "06-00000001"}, {Item: "contact.email", Person: mother, Value: "anna@post.example"}}
	if _, err := w.office.Do(w.noor(), casework.Wish{Dossier: id, Command: command, Typed: typed}); err != nil {
		t.Fatal(err)
	}
	meters, err := w.office.Meters(w.noor(), nl.Date{})
	if err != nil || len(meters) != 1 || meters[0].Retyped != 1 || meters[0].New != 1 {
		t.Errorf("meters: %+v, %v", meters, err)
	}
}

func TestTwoWritersOfOneLead(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	w.do(w.noor(), id, dossier.WeighSafety{Level: "watch", Words: "Spanning."})
	one := w.do(w.noor(), id, dossier.OfferLead{To: "u-noor", Org: "o-team", Called: "Noor"}).New[0]
	two := w.do(w.noor(), id, dossier.OfferLead{To: "u-sanne", Org: "o-team", Called: "Sanne"}).New[0]
	errs := make([]error, 2)
	var both sync.WaitGroup
	both.Go(func() {
		_, errs[0] = w.office.Do(w.noor(), casework.Wish{Dossier: id, Command: dossier.AcceptLead{Offer: one}})
	})
	both.Go(func() {
		_, errs[1] = w.office.Do(w.worker("u-sanne", "Sanne"), casework.Wish{Dossier: id, Command: dossier.AcceptLead{Offer: two}})
	})
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("not exactly one lead: %v and %v", errs[0], errs[1])
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	w.store.appending = fault.New(fault.Unavailable, "test", "")
	if _, err := w.office.Do(w.noor(), casework.Wish{Dossier: id, Command: dossier.WeighSafety{Level: "safe", Words: "Rust."}}); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("got %v", err)
	}
	w.store.appending = nil
	view, err := w.office.Open(w.noor(), id)
	if err != nil || len(view.Dossier.Safety) != 0 {
		t.Errorf("something was left: %v, %v", view.Dossier.Safety, err)
	}
}

func TestRenderedOncePerView(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	rendered := 0
	render := func(v *access.View) ([]byte, error) { rendered++; return []byte(v.Dossier.Name), nil }
	first, err := w.office.OpenAs(w.noor(), id, "x", render)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.office.OpenAs(w.noor(), id, "x", render)
	if err != nil || !bytes.Equal(first, second) || rendered != 1 {
		t.Errorf("rendered %d times, %v", rendered, err)
	}
	w.do(w.noor(), id, dossier.WeighSafety{Level: "watch", Words: "Spanning."})
	if _, err := w.office.OpenAs(w.noor(), id, "x", render); err != nil || rendered != 2 {
		t.Errorf("a change did not reach the view: rendered %d times, %v", rendered, err)
	}
}

func TestBellsRing(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	bell, stop := w.office.Listen(id)
	w.do(w.noor(), id, dossier.WeighSafety{Level: "watch", Words: "Spanning."})
	select {
	case <-bell:
	case <-time.After(5 * time.Second):
		t.Fatal("no bell")
	}
	stop()
	w.do(w.noor(), id, dossier.WeighSafety{Level: "safe", Words: "Rust."})
	if len(bell) != 0 {
		t.Error("a bell that was left still rings")
	}
}

func TestTheFamilyHearsNothingOfWhatIsShut(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	safety := w.as(access.Who{User: "u-noor", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: []string{"worker"}, Name: "Noor"}, "safety")
	if _, err := w.office.Open(safety, id); err != nil {
		t.Fatal(err)
	}
	w.do(w.noor(), id, dossier.WeighSafety{Level: "unsafe", Words: "Er is gevaar."})
	looks, err := w.office.LooksOf(w.mother(), id, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	heard := false
	for _, l := range looks.Items {
		heard = heard || l.Name == "Noor"
		if l.Purpose == "safety" || l.User != "u-mother" && l.Action == "command" && l.Parts != "" {
			t.Errorf("the mother hears %+v", l)
		}
	}
	if !heard {
		t.Error("the mother does not hear that Noor wrote something")
	}
}

func TestARowOfAResidentsLookHoldsNoName(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	if _, err := w.office.Open(w.mother(), id); err != nil {
		t.Fatal(err)
	}
	rows, _, err := w.store.LooksOf(t.Context(), id, "", 100)
	if err != nil || len(rows) == 0 {
		t.Fatal(rows, err)
	}
	for _, row := range rows {
		if strings.Contains(row.Name+row.OrgName+row.Parts, "Linde") {
			t.Errorf("the row names her: %+v", row)
		}
	}
	told, err := w.office.LooksOf(w.mother(), id, "", 100)
	if err != nil || told.Items[0].Name != "Anna Linde" {
		t.Errorf("the family does not read who looked: %+v, %v", told.Items, err)
	}
}

func TestAskingAgainAfterTheEndTakesTheSameDossierUp(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	w.do(w.noor(), id, dossier.WeighSafety{Level: "safe", Words: "Rust."})
	offer := w.do(w.noor(), id, dossier.OfferLead{To: "u-noor", Org: "o-team", Called: "Noor"}).New[0]
	w.do(w.noor(), id, dossier.AcceptLead{Offer: offer})
	lead := w.as(access.Who{User: "u-noor", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: []string{"worker"}, Name: "Noor"}, "lead")
	view, err := w.office.Open(lead, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range view.Dossier.Clocks {
		if c.Live() {
			w.do(lead, id, dossier.MeetClock{Clock: c.Clock})
		}
	}
	w.do(lead, id, dossier.CloseDossier{Reason: "Alles is geregeld."})
	again, err := w.office.AskForHelp(w.mother(), casework.Help{Words: "Het gaat weer mis.", Channel: "web"})
	if err != nil || again.Dossier != id {
		t.Errorf("a second dossier for one family: %+v, %v", again, err)
	}
}
