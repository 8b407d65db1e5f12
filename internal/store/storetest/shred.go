package storetest

import (
	"bytes"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// shredOf gives a shred of the first n entries of a dossier.
func shredOf(t *testing.T, s store.Store, id dossier.ID, n int) store.Shred {
	t.Helper()
	_, sealed, err := s.Load(t.Context(), id, 0)
	ok(t, err)
	shred := store.Shred{ID: newID("shred"), Dossier: id, At: now, User: "u-fg", Org: "o-gem", Ground: "request", Owners: []string{string(id) + "/p1/jw"}, Persons: []dossier.ID{"p1"}}
	for _, e := range sealed[:n] {
		shred.Entries = append(shred.Entries, store.ShredEntry{Seq: e.Seq, ID: e.ID})
	}
	return shred
}

func shreds(t *testing.T, s store.Store) {
	ctx := t.Context()
	id := begin(t, s, 4)
	for _, owner := range []string{"/p1/jw", "/p2/jw"} {
		ok(t, s.PutKey(ctx, string(id)+owner, []byte("wrapped"+owner)))
	}
	ok(t, s.PutKey(ctx, string(id), []byte("old")))
	for _, near := range []string{"-p1/jw", "0/p1/jw", ".", "p1"} { // an order of letters that skips signs would take these in
		ok(t, s.PutKey(ctx, string(id)+near, []byte("of another")))
	}
	like, err := s.KeysLike(ctx, string(id)+"/", "", 10)
	ok(t, err)
	same(t, "keys of the dossier", len(like), 2)
	like, err = s.KeysLike(ctx, string(id)+"/", like[0].Owner, 10)
	ok(t, err)
	same(t, "the second", like[0].Owner, string(id)+"/p2/jw")
	is(t, s.SwapKey(ctx, string(id), []byte("other"), []byte("new")), fault.Conflict, "")
	ok(t, s.SwapKey(ctx, string(id), []byte("old"), []byte("new")))

	token := bytes.Repeat([]byte{7}, 32)
	add(t, s, store.Append{Dossier: id, Expect: 4, Entries: entries(id, 4, 1), Key: "k", Actor: "u1", Put: store.Changes{
		Tokens: []store.TokenRow{{Token: token, Kind: "bsn", Person: "p1"}},
	}})
	shred := shredOf(t, s, id, 2)
	_, err = s.Erase(ctx, store.Append{Dossier: id, Expect: 3, Entries: entries(id, 3, 1)}, shred)
	is(t, err, fault.Conflict, "store.stale")
	stamp, err := s.Erase(ctx, store.Append{Dossier: id, Expect: 5, Entries: entries(id, 5, 1)}, shred)
	ok(t, err)
	same(t, "version", stamp.Version, 6)
	_, sealed, err := s.Load(ctx, id, 0)
	ok(t, err)
	for i, e := range sealed {
		same(t, "stub", len(e.Body) == 33 && e.Body[0] == 0, i < 2)
	}
	_, err = s.Key(ctx, shred.Owners[0])
	is(t, err, fault.NotFound, "")
	_, err = s.Key(ctx, string(id)+"/p2/jw")
	ok(t, err)
	found, err := s.Find(ctx, [][]byte{token}, 5)
	ok(t, err)
	same(t, "tokens", len(found), 0)
	_, err = s.Used(ctx, "u1", "k")
	is(t, err, fault.NotFound, "")
	list, err := s.ErasedOf(ctx, id)
	ok(t, err)
	same(t, "records", len(list), 1)
	all, err := s.Shreds(ctx, now)
	ok(t, err)
	same(t, "done", all[len(all)-1].Done, true)
	did, err := s.Reshred(ctx, all[len(all)-1])
	ok(t, err)
	same(t, "a second time", did, false)
	ok(t, s.Scrub(ctx))
}

// reshred plays a restored backup: the data and keys of before, the list of after.
func reshred(t *testing.T, s store.Store) {
	ctx := t.Context()
	id := begin(t, s, 3)
	shred := shredOf(t, s, id, 3)
	shred.Whole = true
	ok(t, s.PutKey(ctx, shred.Owners[0], []byte("wrapped")))
	add(t, s, store.Append{Dossier: id, Expect: 3, Entries: entries(id, 3, 1), Family: &store.FamilyRow{Dossier: id, Municipality: "9905", Phase: "closed", Keep: nl.MustDate("2026-01-01"), Changed: now, Label: []byte("x")}})
	kept, err := s.Kept(ctx, "9905", 10)
	ok(t, err)
	same(t, "kept", len(kept), 1)
	same(t, "until", kept[0].Keep, nl.MustDate("2026-01-01"))
	did, err := s.Reshred(ctx, shred)
	ok(t, err)
	same(t, "did", did, true)
	_, sealed, err := s.Load(ctx, id, 0)
	ok(t, err)
	same(t, "first is a stub", sealed[0].Body[0], 0)
	same(t, "what came later stays", sealed[3].Body[0] != 0, true)
	_, err = s.Key(ctx, shred.Owners[0])
	is(t, err, fault.NotFound, "")
	if kept, err = s.Kept(ctx, "9905", 10); err != nil || len(kept) > 0 {
		t.Errorf("index rows are left: %v, %v", kept, err)
	}
	shred.Done = true
	did, err = s.Reshred(ctx, shred)
	ok(t, err)
	same(t, "again", did, false)
}
