package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func looks(t *testing.T, s store.Store) {
	id := begin(t, s, 3)
	var want []store.Look
	for i := range 7 {
		l := look(id, dossier.ID(fmt.Sprint("u", i%2)))
		l.At = now.Add(time.Duration(i/2) * time.Second) // two of one moment: the id decides
		stamp, err := s.Look(t.Context(), l)
		ok(t, err)
		same(t, "version", stamp.Version, 3)
		want = append([]store.Look{l}, want...)
	}
	empty := store.Look{ID: newID("look"), Dossier: id, At: now.Add(time.Hour), User: "u0"}
	_, err := s.Look(t.Context(), empty)
	ok(t, err)
	want = append([]store.Look{empty}, want...)

	same(t, "all", fmt.Sprint(pages(t, 100, func(before string, n int) ([]store.Look, string, error) {
		return s.LooksOf(t.Context(), id, before, n)
	})), fmt.Sprint(want))
	same(t, "paged", fmt.Sprint(pages(t, 3, func(before string, n int) ([]store.Look, string, error) {
		return s.LooksOf(t.Context(), id, before, n)
	})), fmt.Sprint(want))
	mine := pages(t, 2, func(before string, n int) ([]store.Look, string, error) {
		return s.LooksBy(t.Context(), "u0", before, n)
	})
	same(t, "by u0", len(mine), 5)
	for _, l := range mine {
		same(t, "user", l.User, "u0")
	}
	_, err = s.Look(t.Context(), empty)
	is(t, err, fault.Conflict, "")
}

// pages reads a list to its end, page by page.
func pages[R any](t *testing.T, n int, read func(after string, n int) ([]R, string, error)) []R {
	t.Helper()
	var all []R
	next := ""
	for {
		page, after, err := read(next, n)
		ok(t, err)
		all = append(all, page...)
		if after == "" {
			return all
		}
		same(t, "page", len(page), n)
		next = after
	}
}

func listLooks(t *testing.T, s store.Store) {
	l := look("", "u7")
	l.Action, l.Version = "list", 0
	stamp, err := s.Look(t.Context(), l)
	ok(t, err)
	same(t, "version", stamp.Version, 0)
	got, _, err := s.LooksBy(t.Context(), "u7", "", 10)
	ok(t, err)
	same(t, "looks", fmt.Sprint(got), fmt.Sprint([]store.Look{l}))
}

// lookVersion looks while others append: a look that starts after an append was
// acknowledged must know its version, and none may know one that is not there.
func lookVersion(t *testing.T, s store.Store) {
	id := begin(t, s, 1)
	var group sync.WaitGroup
	const last = 60
	for reader := range 4 {
		group.Go(func() {
			var seen int64
			for seen < last {
				stamp, err := s.Look(t.Context(), look(id, dossier.ID(fmt.Sprint("u", reader))))
				if err != nil || stamp.Version < seen || stamp.Version > last {
					t.Errorf("got version %d after %d, %v", stamp.Version, seen, err)
					return
				}
				seen = stamp.Version
			}
		})
	}
	for v := int64(1); v < last; v++ {
		stamp := add(t, s, store.Append{Dossier: id, Expect: v, Entries: entries(id, v, 1)})
		seen, err := s.Look(t.Context(), look(id, "writer"))
		ok(t, err)
		same(t, "version", seen.Version, stamp.Version)
	}
	group.Wait()
	stamp, err := s.Look(t.Context(), look("no such dossier", "u1"))
	ok(t, err)
	same(t, "version", stamp.Version, 0)
}
