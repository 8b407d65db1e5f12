package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func drafts(t *testing.T, s store.Store) {
	ctx := t.Context()
	draft := store.Draft{Home: "u1", ID: "help", Until: now.Add(time.Hour), Body: []byte("een")}
	_, err := s.Draft(ctx, "u1", "help", now)
	is(t, err, fault.NotFound, "")
	version, err := s.PutDraft(ctx, draft, now)
	ok(t, err)
	same(t, "first version", version, 1)
	_, err = s.PutDraft(ctx, draft, now)
	is(t, err, fault.Conflict, "store.stale")
	draft.Version, draft.Body, draft.Until = 1, []byte("twee"), now.Add(2*time.Hour)
	version, err = s.PutDraft(ctx, draft, now.Add(time.Minute))
	ok(t, err)
	same(t, "second version", version, 2)
	_, err = s.PutDraft(ctx, draft, now)
	is(t, err, fault.Conflict, "store.stale")
	kept, err := s.Draft(ctx, "u1", "help", now)
	ok(t, err)
	same(t, "body", string(kept.Body), "twee")
	same(t, "version", kept.Version, 2)
	same(t, "saved", kept.Saved.Equal(now.Add(time.Minute)), true)
	for _, other := range [][2]string{{"u2", "help"}, {"u1", "other"}} {
		_, err = s.Draft(ctx, other[0], other[1], now)
		is(t, err, fault.NotFound, "")
	}

	over := now.Add(2 * time.Hour)
	_, err = s.Draft(ctx, "u1", "help", over)
	is(t, err, fault.NotFound, "")
	draft.Version = 2
	_, err = s.PutDraft(ctx, draft, over) // what is over is not taken up
	is(t, err, fault.Conflict, "store.stale")
	draft.Version, draft.Until = 0, over.Add(time.Hour)
	_, err = s.PutDraft(ctx, draft, over) // and does not stand in the way
	ok(t, err)
	draft.ID, draft.Until = "late", over.Add(time.Minute)
	_, err = s.PutDraft(ctx, draft, over)
	ok(t, err)
	gone, err := s.DropDrafts(ctx, over.Add(time.Minute))
	ok(t, err)
	if len(gone) != 1 || gone[0].ID != "late" || string(gone[0].Body) != "twee" {
		t.Errorf("dropped: %+v", gone)
	}
	for range 2 {
		ok(t, s.DropDraft(ctx, "u1", "help"))
	}
	_, err = s.Draft(ctx, "u1", "help", over)
	is(t, err, fault.NotFound, "")
}

// draftRace lets several keep the draft that follows one version: one does.
func draftRace(t *testing.T, s store.Store) {
	draft := store.Draft{Home: "d1", ID: "plan", Until: now.Add(time.Hour), Body: []byte("x")}
	for round := range int64(2) { // of a new draft, and of one that is there
		draft.Version = round
		var won atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := s.PutDraft(t.Context(), draft, now); err == nil {
					won.Add(1)
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		same(t, "who kept it", won.Load(), 1)
	}
}
