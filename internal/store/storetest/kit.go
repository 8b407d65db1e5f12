// Package storetest is the one suite that every engine of package store passes.
package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Opener gives an empty archive that is closed when the test ends.
type Opener func(t testing.TB) store.Store

// part is one part of the suite; it gets an empty archive.
type part struct {
	name string
	run  func(*testing.T, store.Store)
}

// Run runs the whole suite.
func Run(t *testing.T, open Opener) {
	for _, part := range slices.Concat(dossierParts(), houseParts()) {
		t.Run(part.name, func(t *testing.T) { part.run(t, open(t)) })
	}
}

// dossierParts are about entries, looks, lists, timers and messages.
func dossierParts() []part {
	return []part{
		{"Append and load", appendAndLoad},
		{"An append in the middle or twice is stale", stale},
		{"A refused append leaves nothing", nothingLeft},
		{"One lead", oneLead},
		{"One lead in a race", leadRace},
		{"Handing the lead over", handOver},
		{"A key changes nothing twice", usedKey},
		{"A key in a race", usedKeyRace},
		{"Heads", heads},
		{"Looks", looks}, {"Looks of lists", listLooks},
		{"A look knows the newest version", lookVersion},
		{"Work in order", workOrder},
		{"Work by involvement and day", workInvolvement},
		{"Work filtered and counted", workFilters},
		{"Families", families},
		{"Families led", familiesLed},
		{"Direction", direction},
		{"Find", find},
		{"Timers", timers},
		{"Timers of two owners", timerOwners},
		{"Timers set by appends", timersAppended},
		{"Timers of a clock that ran ahead", rewound},
		{"Parcels", parcels},
		{"Parcels of a clock that ran ahead", rewoundParcels},
		{"Parcels of two owners", parcelOwners},
		{"Parcels appended with their entry", parcelsAppended},
		{"Parcels answered and decided on", parcelsDecided},
		{"Traffic", traffic},
	}
}

// houseParts are about the directory, sign-in, keys, the log and all at once.
func houseParts() []part {
	return []part{
		{"Directory", directory},
		{"Changes of the directory", changes},
		{"Series", series},
		{"Sessions", sessions},
		{"Sessions of outside", outside},
		{"Subjects", subjects},
		{"A sign-in under way counts once", arrivals},
		{"What is used once", once},
		{"Keys", keys},
		{"Pieces of documents", pieces},
		{"Erasure", shreds},
		{"Erasure after a restore", reshred},
		{"Meters", meters},
		{"What accounts keep for themselves", saved}, {"Addresses of own dates", feeds},
		{"Drafts", drafts},
		{"A draft kept twice at once", draftRace},
		{"Notices", notices},
		{"Notices in doubt", noticesInDoubt},
		{"How someone wants to be told", noticeChoices},
		{"Names under a veil", veiled},
		{"Policy sets and decisions", decisions},
		{"All looks and heads", allLooks},
		{"Anomalies", anomalies},
		{"Keyed hashes", keyed},
		{"Sealed leaves and their proof", sealed},
		{"Sealing while others write", manySeals},
		{"One process seals", sealLease},
		{"A tree a year", yearly},
		{"Sealing that fails", sealBroken},
		{"Erasures", erasures},
		{"Cancelled callers", cancelled},
		{"Cursors that are none", badCursors},
		{"A thousand at once", manyAtOnce},
		{"A model of appends", model},
	}
}

// now is when the suite plays: no timing is asserted, so any moment will do.
var now = time.Date(2026, 11, 24, 22, 10, 0, 123456000, time.UTC)

var today = nl.On(now)

var counter atomic.Int64

func newID(kind string) dossier.ID { return dossier.ID(fmt.Sprintf("%s%08d", kind, counter.Add(1))) }

// entries gives n sealed entries that follow a version.
func entries(d dossier.ID, after int64, n int) []store.Sealed {
	all := make([]store.Sealed, n)
	for i := range all {
		seq := after + int64(i) + 1
		all[i] = store.Sealed{Dossier: d, Seq: seq, ID: newID("entry"), At: now.Add(time.Duration(seq) * time.Second), Kind: "note.made", Body: fmt.Appendf(nil, "sealed %s %d", d, seq)}
	}
	return all
}

func look(d, user dossier.ID) store.Look {
	return store.Look{
		ID: newID("look"), Dossier: d, At: now, User: user, Org: "org1", Person: "p1", Name: `Rob "de Vos"`, OrgName: "Wijkteam Noord",
		Role: "worker", Purpose: "help", Ground: "jw 7.4.0", Policy: "p1", Involvement: "i1", Action: "open", Parts: "p1/safety p2/school", Version: 3,
	}
}

func add(t testing.TB, s store.Store, a store.Append) store.Stamp {
	t.Helper()
	stamp, err := s.Append(t.Context(), a)
	ok(t, err)
	return stamp
}

// begin makes a dossier with n entries.
func begin(t testing.TB, s store.Store, n int) dossier.ID {
	t.Helper()
	id := newID("d")
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, n)})
	return id
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t testing.TB, err error, code fault.Code, key string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if got, _ := fault.Message(err); key != "" && got != key {
		t.Fatalf("got text key %q, want %q", got, key)
	}
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// ended gives a context that ends before anything can be done in it.
func ended(t testing.TB) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
