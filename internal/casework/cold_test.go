package casework_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// coldRounds is how often each way is measured; the middle one is told.
const coldRounds = 41

// TestColdOpen tells how long a dossier of 200 entries about five persons takes
// in a process that has neither it nor any key in memory: as it is sealed now,
// and as it was sealed before, with one key. It is told, not asserted; what is
// asserted is that both open to the same.
func TestColdOpen(t *testing.T) {
	dir := t.TempDir()
	st, err := store.OpenSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w := worldOn(t, st, dir)
	id, mother, child := w.marked()
	persons := []dossier.ID{mother, child, ""}
	for i := range 3 {
		w.do(w.noor(), id, dossier.StatePerson{NewPerson: dossier.NewPerson{Name: nl.Name{Given: fmt.Sprint("Kind", i), Family: "Linde"}, Birth: nl.MustDate("2012-05-05")}})
	}
	domain := map[dossier.ID]string{mother: "work", child: "school", "": "money"}
	for i := range 200 {
		view, err := w.office.Open(w.noor(), id)
		if err != nil {
			t.Fatal(err)
		}
		if len(view.Dossier.Entries) >= 200 {
			break
		}
		p := persons[i%len(persons)]
		w.do(w.noor(), id, dossier.WriteNote{Parts: []dossier.Part{{Person: p, Domain: domain[p]}}, Words: fmt.Sprintf("Een notitie van gewone lengte over hoe het gaat, nummer %d.", i)})
	}
	before := w.oldForm(t, id)
	for _, way := range []struct {
		name string
		id   dossier.ID
	}{{"one key, as before", before}, {"a key per person and class", id}} {
		took := make([]time.Duration, 0, coldRounds)
		notes := 0
		for range coldRounds {
			parts := w.parts
			if parts.Vault, err = vault.Open(t.Context(), filepath.Join(dir, "keys.json"), st, rand.Reader); err != nil {
				t.Fatal(err)
			}
			opened := time.Now()
			view, err := casework.New(parts).Open(w.noor(), way.id)
			if err != nil {
				t.Fatal(err)
			}
			took, notes = append(took, time.Since(opened)), len(view.Dossier.Notes())
		}
		slices.Sort(took)
		keys, err := st.KeysLike(t.Context(), "dossier:"+string(way.id), "", 100)
		if err != nil {
			t.Fatal(err)
		}
		if notes < 100 {
			t.Errorf("%s: %d notes", way.name, notes)
		}
		t.Logf("cold open, %s: %v in the middle of %d, %d keys", way.name, took[coldRounds/2], coldRounds, len(keys))
	}
	began := time.Now()
	if _, err := w.office.Inspect(w.mother(), id); err != nil {
		t.Fatal(err)
	}
	t.Logf("view of a copy by the family: %v", time.Since(began))
}

// oldForm copies a dossier as it was sealed before: all with one key.
func (w *world) oldForm(t *testing.T, id dossier.ID) dossier.ID {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	old := id + "-old"
	_, sealed, err := w.store.Load(ctx, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range sealed {
		n := 2 + int(s.Body[1])
		plain, err := w.parts.Vault.Open(ctx, "dossier:"+string(id)+"/"+string(s.Body[2:n]), string(s.ID), s.Body[n:])
		if err != nil {
			t.Fatal(err)
		}
		if sealed[i].Body, err = w.parts.Vault.Seal(ctx, "dossier:"+string(old), string(s.ID), plain); err != nil {
			t.Fatal(err)
		}
		sealed[i].Dossier = old
	}
	if _, err := w.store.Append(ctx, store.Append{Dossier: old, Entries: sealed}); err != nil {
		t.Fatal(err)
	}
	return old
}
