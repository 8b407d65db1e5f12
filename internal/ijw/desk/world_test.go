package desk_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

const (
	town  = "9901"
	bsn   = "999990019"
	linde = "99990001" // youth care
	wilg  = "99990002" // another
	thuis = "99990003" // help at home
)

var day = nl.MustDate

// world is an office on a real archive with a desk, two laws and three providers.
type world struct {
	t       *testing.T
	store   store.Store
	office  *casework.Office
	desk    *desk.Desk
	now     time.Time
	family  dossier.ID
	person  dossier.ID
	refs    int
	outside map[string]bool // nil: nobody is reached by message
}

func newWorld(t *testing.T, outside ...string) *world {
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
	w := &world{t: t, store: st, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), outside: map[string]bool{}}
	for _, code := range outside {
		w.outside[code] = true
	}
	w.office = casework.New(casework.Parts{
		Store: st, Vault: v, Access: engine, Law: law, Log: slog.New(slog.DiscardHandler),
		NewID: func(context.Context) dossier.ID {
			raw := make([]byte, 16)
			_, _ = rand.Read(raw)
			return dossier.ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)))
		},
		Now: func(context.Context) time.Time { w.now = w.now.Add(time.Second); return w.now },
	})
	w.desk = &desk.Desk{Office: w.office, Codes: st, Outside: func(code string) bool { return w.outside[code] }}
	w.people()
	w.ask()
	return w
}

func (w *world) people() {
	w.t.Helper()
	err := w.store.PutOrgs(w.t.Context(), []store.Org{
		{ID: "o-gem", Name: "Gemeente Merelwaarde", Kind: "municipality", Municipality: town, Active: true},
		{ID: "o-team", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: town, Phone: "039 200 00 00", Active: true},
		{ID: "o-" + linde, Name: "De Linde", Kind: "youth_care", AGB: linde, Phone: "039 100 00 01", Active: true},
		{ID: "o-" + wilg, Name: "De Wilg", Kind: "youth_care", AGB: wilg, Phone: "039 100 00 02", Active: true},
		{ID: "o-" + thuis, Name: "Thuishulp", Kind: "wmo_care", AGB: thuis, Phone: "039 100 00 03", Active: true},
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) as(who access.Who, purpose string) context.Context {
	return casework.As(w.t.Context(), casework.Caller{Who: who, Purpose: purpose, Flow: "test"})
}

// provider is a member of staff of a provider.
func (w *world) provider(agb string) context.Context {
	kind := "youth_care"
	if agb == thuis {
		kind = "wmo_care"
	}
	return w.as(access.Who{User: dossier.ID("u-" + agb), Org: dossier.ID("o-" + agb), Kind: access.Staff, OrgKind: kind, Roles: []string{"worker"}, Name: "Bas"}, "allocation")
}

func (w *world) decider() context.Context {
	return w.as(access.Who{User: "u-noor", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: town, Roles: []string{"worker", "decider"}, Name: "Noor"}, "decision")
}

func (w *world) safety() context.Context {
	return w.as(access.Who{User: "u-noor", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: town, Roles: []string{"worker"}, Name: "Noor"}, "intake")
}

func (w *world) ask() {
	w.t.Helper()
	done, err := w.office.Do(w.as(access.Who{User: "u-anna", Kind: access.Citizen, Name: "Anna Linde"}, "own"), casework.Wish{Command: dossier.AskHelp{
		Municipality: town, Team: "o-team", TeamName: "Wijkteam", TeamPhone: "039 200 00 00", Words: "Help ons.", Channel: "web", Laws: []string{"jw", "wmo"},
		Me: dossier.NewPerson{Name: nl.Name{Given: "Anna", Family: "Linde"}, Birth: day("2012-04-03"), Sex: "f", BSN: bsn, Address: dossier.Address{Street: "Dorpsweg", Number: "1", Postcode: "1234AB", Place: "Merelwaarde"}},
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.family = done.Dossier
	w.person = w.see().Persons[0].ID
}

// at moves the clock on to noon of a day, never back.
func (w *world) at(on string) {
	if noon := day(on).Midnight().Add(12 * time.Hour); noon.After(w.now) {
		w.now = noon
	}
}

// see gives the dossier as the municipality sees it.
func (w *world) see() *dossier.Dossier {
	w.t.Helper()
	view, err := w.office.Open(w.decider(), w.family)
	if err != nil {
		w.t.Fatal(err)
	}
	return view.Dossier
}

func (w *world) order(key string) desk.Order { return desk.Order{Dossier: w.family, Key: key} }

func (w *world) ref() string {
	w.refs++
	return fmt.Sprintf("P%09d", w.refs)
}

func (w *world) header(law ijw.Law, agb string) ijw.Header {
	return ijw.Header{Law: law, Sender: agb, Receiver: town, ID: w.ref(), Date: nl.On(w.now)}
}

func client() ijw.Client {
	return ijw.Client{BSN: bsn, Birth: ijw.BirthOn(day("2012-04-03")), Sex: "2", Name: ijw.Name{Last: "Linde", First: "Anna"}}
}

// law holds what differs between the laws in the scenarios.
type law struct {
	law            ijw.Law
	agb, next      string
	category, code string
	done, over     string // reasons of an end: as planned; on to another provider
	moved          string
	prefix         string
}

var laws = []law{
	{ijw.Jeugdwet, linde, wilg, "54", "54001", "31", "38", "34", "JW"},
	{ijw.Wmo, thuis, thuis, "01", "01A03", "19", "38", "31", "WMO"},
}

// request asks for 60 units a week from 1 December.
func (l law) request(w *world, agb string, volume int64, per string) ijw.Message {
	reference := w.ref()
	return ijw.New315(w.header(l.law, agb), client(), []ijw.Request{{
		Reference: reference, Product: &ijw.Product{Category: l.category, Code: l.code}, From: day("2026-12-01"), Until: day("2027-05-31"),
		Volume: &ijw.Volume{Amount: volume, Unit: "04", Per: per}, Referrer: ijw.Referrer{Kind: "01"},
	}})
}

func (w *world) receive(ctx context.Context, m ijw.Message) (desk.Receipt, []ijw.Finding, error) {
	w.t.Helper()
	raw, err := m.Bytes()
	if err != nil {
		w.t.Fatal(err, fault.Fields(err))
	}
	return w.desk.Receive(ctx, bytes.NewReader(raw))
}

// take receives what must be taken in.
func (w *world) take(ctx context.Context, m ijw.Message) desk.Receipt {
	w.t.Helper()
	receipt, found, err := w.receive(ctx, m)
	if err != nil || len(found) > 0 {
		w.t.Fatal(err, found, fault.Fields(err))
	}
	return receipt
}

// allocate lets a provider ask and the municipality grant; it gives the number.
func (w *world) allocate(l law, agb string, volume int64, per string) string {
	w.t.Helper()
	w.take(w.provider(agb), l.request(w, agb, volume, per))
	d := w.see()
	t := d.Tasks[len(d.Tasks)-1]
	w.must(w.desk.Decide(w.decider(), desk.Ruling{Dossier: w.family, Task: t.Task, Outcome: "granted", Words: "Dit past."}))
	d = w.see()
	return d.Allocations[len(d.Allocations)-1].Number
}

func (w *world) must(done casework.Done, err error) casework.Done {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err, fault.Fields(err), errors.Unwrap(err))
	}
	return done
}

func (w *world) allocation(number string) dossier.Allocation {
	w.t.Helper()
	a, ok := w.see().Allocation(number)
	if !ok {
		w.t.Fatalf("no allocation %s", number)
	}
	return a
}

// last gives the last message of a kind that left, and checks it by the schema.
func (w *world) last(kind string) ijw.Message {
	w.t.Helper()
	d := w.see()
	for i := len(d.Messages) - 1; i >= 0; i-- {
		if m := d.Messages[i]; m.Type == kind {
			message, found, err := ijw.Read(bytes.NewReader(m.Content))
			if err != nil || len(found) > 0 {
				w.t.Fatal(err, found)
			}
			return message
		}
	}
	w.t.Fatalf("no %s", kind)
	return ijw.Message{}
}

func (w *world) count(kind string) int {
	n := 0
	for _, m := range w.see().Messages {
		if m.Type == kind {
			n++
		}
	}
	return n
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// refused wants a refusal with a key, or with a finding of that key.
func refused(t testing.TB, what string, err error, key string) {
	t.Helper()
	got, _ := fault.Message(err)
	for _, f := range fault.Fields(err) {
		if f.Key == key {
			return
		}
	}
	if err == nil || got != key {
		t.Errorf("%s: got %v (%s %v), want %s", what, err, got, fault.Fields(err), key)
	}
}
