package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// cancelled gives up callers at any moment: each gets an answer at once, the
// archive goes on, and what it says is either all there or not at all.
func cancelled(t *testing.T, s store.Store) {
	id := begin(t, s, 1)
	_, err := s.Look(ended(t), look(id, "u1"))
	is(t, err, fault.Unavailable, "")
	_, err = s.Append(ended(t), store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1)})
	is(t, err, fault.Unavailable, "")
	_, _, err = s.Load(ended(t), id, 0)
	is(t, err, fault.Unavailable, "")
	is(t, s.PutKey(ended(t), "owner", []byte("k")), fault.Unavailable, "")

	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			d := begin(t, s, 1)
			for i := range 25 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i*n)*20*time.Microsecond)
				a := full(d, 1)
				a.Key = fmt.Sprint(d, i)
				_, err := s.Append(ctx, a)
				cancel()
				if err != nil && !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
				settle(t, s, d)
				d = begin(t, s, 1)
			}
		})
	}
	group.Wait()
}

// settle looks whether an append of full is there as a whole, or not at all.
func settle(t *testing.T, s store.Store, d dossier.ID) {
	head, got, err := s.Load(t.Context(), d, 0)
	if err != nil {
		t.Error(err)
		return
	}
	if head.Version != 1 && head.Version != 6 || int64(len(got)) != head.Version {
		t.Errorf("version %d with %d entries", head.Version, len(got))
	}
}

// manyAtOnce does a thousand things of every kind at once and counts afterwards.
func manyAtOnce(t *testing.T, s store.Store) {
	const workers, rounds = 50, 20
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for r := range rounds {
				if err := anything(t, s, w, r); err != nil {
					t.Errorf("worker %d round %d: %v", w, r, err)
					return
				}
			}
		})
	}
	group.Wait()
	for w := range workers {
		d := dossier.ID(fmt.Sprint("many", w))
		head, got, err := s.Load(t.Context(), d, 0)
		ok(t, err)
		same(t, "entries", len(got), int(head.Version))
		seen, _, err := s.LooksOf(t.Context(), d, "", 100)
		ok(t, err)
		same(t, "looks", len(seen), 2*rounds/5)
	}
	n, err := s.Next(t.Context(), "many")
	ok(t, err)
	same(t, "series", n, workers*rounds/5+1)
}

func anything(t *testing.T, s store.Store, w, r int) error {
	ctx, d := t.Context(), dossier.ID(fmt.Sprint("many", w))
	switch r % 5 {
	case 0:
		l := look(d, "u1")
		_, err := s.Append(ctx, store.Append{Dossier: d, Expect: int64(r / 5 * 2), Entries: entries(d, int64(r/5*2), 2), Look: &l})
		return err
	case 1:
		stamp, err := s.Look(ctx, look(d, "u2"))
		if err == nil && stamp.Version != int64(r/5*2+2) {
			err = fmt.Errorf("version %d", stamp.Version)
		}
		return err
	case 2:
		_, err := s.Next(ctx, "many")
		return err
	case 3:
		return s.PutKey(ctx, fmt.Sprint("owner", w, r), []byte("k"))
	}
	return s.Count(ctx, store.Meter{Org: "o1", Flow: "f", Day: today, New: 1})
}

// model plays random appends against a map.
func model(t *testing.T, s store.Store) {
	rapid.Check(t, func(r *rapid.T) {
		versions := map[dossier.ID]int64{}
		names := []dossier.ID{newID("m"), newID("m"), newID("m")}
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			d := rapid.SampledFrom(names).Draw(r, "dossier")
			expect := max(0, versions[d]+rapid.Int64Range(-1, 1).Draw(r, "off"))
			n := rapid.IntRange(1, 4).Draw(r, "entries")
			stamp, err := s.Append(t.Context(), store.Append{Dossier: d, Expect: expect, Entries: entries(d, expect, n)})
			switch {
			case expect == versions[d] && err == nil && stamp.Version == expect+int64(n):
				versions[d] = stamp.Version
			case expect != versions[d] && fault.Is(err, fault.Conflict):
			default:
				r.Fatalf("expect %d of %d: %+v, %v", expect, versions[d], stamp, err)
			}
		}
		for d, version := range versions {
			if version == 0 {
				continue
			}
			head, got, err := s.Load(t.Context(), d, 0)
			if err != nil || head.Version != version || int64(len(got)) != version {
				r.Fatalf("%s: head %+v, %d entries, %v; want %d", d, head, len(got), err, version)
			}
		}
	})
}
