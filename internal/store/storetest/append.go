package storetest

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func appendAndLoad(t *testing.T, s store.Store) {
	id := newID("d")
	first := entries(id, 0, 3)
	stamp := add(t, s, store.Append{Dossier: id, Entries: first, Result: []byte("r")})
	same(t, "version", stamp.Version, 3)
	same(t, "again", stamp.Again, false)
	epoch, err := s.Epoch(t.Context())
	ok(t, err)
	same(t, "epoch", stamp.Epoch, epoch)
	second := entries(id, 3, 2)
	second[1].Body = nil // sealed bodies are never empty, but nothing may break on one
	same(t, "version", add(t, s, store.Append{Dossier: id, Expect: 3, Entries: second}).Version, 5)

	want := append(first, second...)
	for after := range int64(6) {
		head, got, err := s.Load(t.Context(), id, after)
		ok(t, err)
		same(t, "head", head, store.Head{Dossier: id, Version: 5, Epoch: epoch})
		same(t, "entries", len(got), 5-int(after))
		for i, e := range got {
			equalEntry(t, e, want[int(after)+i])
		}
	}
	_, _, err = s.Load(t.Context(), "nobody", 0)
	is(t, err, fault.NotFound, "")
}

func equalEntry(t *testing.T, got, want store.Sealed) {
	t.Helper()
	if !bytes.Equal(got.Body, want.Body) || !got.At.Equal(want.At) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	got.Body, want.Body, got.At, want.At = nil, nil, now, now
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
}

func stale(t *testing.T, s store.Store) {
	id := begin(t, s, 2)
	for _, expect := range []int64{0, 1, 3, 7} {
		_, err := s.Append(t.Context(), store.Append{Dossier: id, Expect: expect, Entries: entries(id, expect, 1)})
		is(t, err, fault.Conflict, "store.stale")
	}
	other := newID("d")
	_, err := s.Append(t.Context(), store.Append{Dossier: other, Expect: 4, Entries: entries(other, 4, 1)})
	is(t, err, fault.Conflict, "store.stale")
	_, err = s.Append(t.Context(), store.Append{Dossier: id, Expect: 2, Entries: entries(id, 5, 1)})
	is(t, err, fault.Internal, "")
	_, err = s.Append(t.Context(), store.Append{Dossier: id, Expect: 2})
	is(t, err, fault.Internal, "")
	head, _, err := s.Load(t.Context(), id, 0)
	ok(t, err)
	same(t, "version", head.Version, 2)
}

// nothingLeft lets the last row of an append be refused and looks for the others.
func nothingLeft(t *testing.T, s store.Store) {
	id := newID("d")
	seen := look(id, "u1")
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 1), Look: &seen, Put: store.Changes{Lead: &store.LeadRow{User: "u1", Org: "o1"}}})
	a := full(id, 1)
	a.Key, a.Actor = "key", "u9"
	a.Look = &seen // its row is there already
	_, err := s.Append(t.Context(), a)
	is(t, err, fault.Conflict, "")
	a.Look, a.Put.Lead = nil, &store.LeadRow{User: "u9", Org: "o9"} // taken
	_, err = s.Append(t.Context(), a)
	is(t, err, fault.Conflict, "store.lead")

	head, _, err := s.Load(t.Context(), id, 0)
	ok(t, err)
	same(t, "version", head.Version, 1)
	_, err = s.Used(t.Context(), "u9", "key")
	is(t, err, fault.NotFound, "")
	work, err := s.Work(t.Context(), store.WorkQuery{User: "u9", Org: "o9", Day: today, Limit: 10})
	ok(t, err)
	same(t, "work", len(work), 0)
	found, err := s.Find(t.Context(), [][]byte{token(id)}, 10)
	ok(t, err)
	same(t, "found", len(found), 0)
	leased, err := s.Lease(t.Context(), now.AddDate(1, 0, 0), 10, 1, "me")
	ok(t, err)
	same(t, "timers", len(leased), 0)
}

// full gives an append with a row of every kind.
func full(id dossier.ID, after int64) store.Append {
	l := look(id, "u9")
	return store.Append{
		Dossier: id, Expect: after, Actor: "u9", Entries: entries(id, after, 5), Look: &l,
		Family: &store.FamilyRow{Dossier: id, Municipality: "0344", Team: "o9", Phase: "plan", Changed: now, Label: []byte("label")},
		Put: store.Changes{
			Involvements: []store.InvolvementRow{{Dossier: id, Involvement: "i1", Org: "o9", Role: "partner", Purpose: "help", Ground: "g", Scope: "s"}},
			Work:         []store.WorkRow{{Dossier: id, Item: "t1", Kind: "task", State: "open", Org: "o9", Rank: 5, Due: today, Since: now, Label: []byte("l")}},
			Tokens:       []store.TokenRow{{Token: token(id), Kind: "bsn", Person: "p1"}},
			Timers:       []store.Timer{{ID: string(id) + "/c1", Dossier: id, Kind: "lapse", Due: now}},
		},
	}
}

func token(id dossier.ID) []byte { return append([]byte("token of 32 bytes by ......"), id...) }

func oneLead(t *testing.T, s store.Store) {
	id := begin(t, s, 1)
	lead := &store.LeadRow{User: "u1", Org: "o1"}
	add(t, s, store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1), Put: store.Changes{Lead: lead}})
	_, err := s.Append(t.Context(), store.Append{Dossier: id, Expect: 2, Entries: entries(id, 2, 1), Put: store.Changes{Lead: lead}})
	is(t, err, fault.Conflict, "store.lead")
	add(t, s, store.Append{Dossier: id, Expect: 2, Entries: entries(id, 2, 1), Put: store.Changes{FreeLead: true}})
	add(t, s, store.Append{Dossier: id, Expect: 3, Entries: entries(id, 3, 1), Put: store.Changes{Lead: lead}})
}

func leadRace(t *testing.T, s store.Store) {
	const racers, rounds = 4, 20
	for range rounds {
		id := begin(t, s, 1)
		errs := make([]error, racers)
		var group sync.WaitGroup
		for i := range racers {
			group.Go(func() {
				_, errs[i] = s.Append(t.Context(), store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1),
					Put: store.Changes{Lead: &store.LeadRow{User: dossier.ID(fmt.Sprint("u", i)), Org: "o1"}}})
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			is(t, err, fault.Conflict, "")
		}
		same(t, "winners", won, 1)
	}
}

func handOver(t *testing.T, s store.Store) {
	id := begin(t, s, 1)
	for v, user := range []dossier.ID{"u1", "u2", "u3"} {
		add(t, s, store.Append{Dossier: id, Expect: int64(v + 1), Entries: entries(id, int64(v+1), 1),
			Put: store.Changes{FreeLead: true, Lead: &store.LeadRow{User: user, Org: "o1"}}})
	}
}

func usedKey(t *testing.T, s store.Store) {
	id := newID("d")
	_, err := s.Used(t.Context(), "u1", "k")
	is(t, err, fault.NotFound, "")
	a := store.Append{Dossier: id, Actor: "u1", Key: "k", Result: []byte("the result"), Entries: entries(id, 0, 2)}
	first := add(t, s, a)
	same(t, "again", first.Again, false)
	add(t, s, store.Append{Dossier: id, Expect: 2, Entries: entries(id, 2, 1)})
	for range 2 {
		again := add(t, s, a) // stale by now, but the key tells first
		same(t, "again", again.Again, true)
		same(t, "version", again.Version, 2)
		same(t, "result", string(again.Result), "the result")
	}
	used, err := s.Used(t.Context(), "u1", "k")
	ok(t, err)
	same(t, "used", fmt.Sprintf("%d %t %s", used.Version, used.Again, used.Result), "2 true the result")
	head, _, err := s.Load(t.Context(), id, 0)
	ok(t, err)
	same(t, "version", head.Version, 3)
	a.Actor, a.Dossier = "u2", newID("d") // the same key of another actor is another key
	a.Entries = entries(a.Dossier, 0, 1)
	same(t, "again", add(t, s, a).Again, false)
}

func usedKeyRace(t *testing.T, s store.Store) {
	for range 10 {
		id := newID("d")
		a := store.Append{Dossier: id, Actor: "u1", Key: string(id), Result: []byte("r"), Entries: entries(id, 0, 2)}
		stamps := make([]store.Stamp, 8)
		var group sync.WaitGroup
		for i := range stamps {
			group.Go(func() {
				var err error
				if stamps[i], err = s.Append(t.Context(), a); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		fresh := 0
		for _, stamp := range stamps {
			same(t, "version", stamp.Version, 2)
			same(t, "result", string(stamp.Result), "r")
			if !stamp.Again {
				fresh++
			}
		}
		same(t, "fresh", fresh, 1)
	}
}

func heads(t *testing.T, s store.Store) {
	var ids []dossier.ID
	for n := range 20 {
		ids = append(ids, begin(t, s, n+1))
	}
	got, err := s.Heads(t.Context(), append(ids, "nobody"))
	ok(t, err)
	versions := map[dossier.ID]int64{}
	for _, h := range got {
		versions[h.Dossier] = h.Version
	}
	same(t, "heads", len(got), len(ids))
	for n, id := range ids {
		same(t, "version", versions[id], int64(n+1))
	}
	none, err := s.Heads(t.Context(), nil)
	ok(t, err)
	same(t, "none", len(none), 0)
}
