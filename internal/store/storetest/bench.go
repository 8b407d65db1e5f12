package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/store"
)

// Bench measures what a bar stands on: looks and appends by 1, 16 and 64 at
// once, and loading a dossier of 200 entries.
func Bench(b *testing.B, open Opener) {
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("Look/%d", callers), func(b *testing.B) { benchLook(b, open(b), callers) })
	}
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("Append/%d", callers), func(b *testing.B) { benchAppend(b, open(b), callers) })
	}
	b.Run("Load200/1", func(b *testing.B) { benchLoad(b, open(b)) })
	b.Run("PutKey/16", func(b *testing.B) {
		s := open(b)
		var n atomic.Int64
		together(b, 16, func(int) error {
			return s.PutKey(b.Context(), fmt.Sprint("dossier:", n.Add(1)), make([]byte, 80))
		})
	})
}

// together runs a thing b.N times by a number of callers and reports how many a second.
func together(b *testing.B, callers int, do func(caller int) error) {
	var left atomic.Int64
	left.Store(int64(b.N))
	var group sync.WaitGroup
	b.ResetTimer()
	for c := range callers {
		group.Go(func() {
			for left.Add(-1) >= 0 {
				if err := do(c); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "a_second")
}

func benchLook(b *testing.B, s store.Store, callers int) {
	ids := make([]dossier.ID, 50)
	for i := range ids {
		ids[i] = begin(b, s, 1)
	}
	b.ReportAllocs()
	together(b, callers, func(c int) error {
		_, err := s.Look(b.Context(), look(ids[int(counter.Load())%len(ids)], dossier.ID(fmt.Sprint("u", c))))
		return err
	})
}

func benchAppend(b *testing.B, s store.Store, callers int) {
	versions := make([]int64, callers)
	ids := make([]dossier.ID, callers)
	b.ReportAllocs()
	together(b, callers, func(c int) error {
		if versions[c]%200 == 0 {
			ids[c], versions[c] = newID("d"), 0
		}
		a := full(ids[c], versions[c])
		a.Key, a.Result = string(a.Entries[0].ID), make([]byte, 100)
		for i := range a.Entries {
			a.Entries[i].Body = make([]byte, 400)
		}
		versions[c] += 5
		_, err := s.Append(b.Context(), a)
		return err
	})
}

func benchLoad(b *testing.B, s store.Store) {
	id := newID("d")
	all := entries(id, 0, 200)
	for i := range all {
		all[i].Body = make([]byte, 400)
	}
	add(b, s, store.Append{Dossier: id, Entries: all})
	b.ReportAllocs()
	together(b, 1, func(int) error {
		_, _, err := s.Load(b.Context(), id, 0)
		return err
	})
}
