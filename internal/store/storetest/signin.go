package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func outside(t *testing.T, s store.Store) {
	ctx := t.Context()
	begin := func(hash, user, provider, subject, sid string) {
		t.Helper()
		ok(t, s.StartSession(ctx, store.Session{
			Hash: []byte(hash), User: newID(user), Started: now, Seen: now, Until: now.Add(time.Hour), Lang: "nl",
			Provider: provider, Subject: []byte(subject), SID: []byte(sid),
		}))
	}
	begin("1", "a", "digid", "sub-a", "sid-1")
	begin("2", "a", "digid", "sub-a", "sid-2")
	begin("3", "b", "digid", "sub-b", "sid-3")
	begin("4", "c", "other", "sub-a", "sid-1")
	end := func(subject, sid string, want int64) {
		t.Helper()
		n, err := s.EndOutside(ctx, "digid", []byte(subject), []byte(sid))
		ok(t, err)
		same(t, "ended", n, want)
	}
	before := epochOf(t, s)
	end("", "", 0)
	same(t, "epoch of nothing", epochOf(t, s), before)
	end("sub-b", "sid-1", 0)
	end("sub-a", "sid-1", 1)
	end("", "sid-3", 1)
	end("sub-a", "", 1)
	if after := epochOf(t, s); after <= before {
		t.Errorf("the epoch did not move: %d", after)
	}
	_, err := s.Session(ctx, []byte("4"), now)
	ok(t, err) // of another provider: stays
	for range 2 {
		ok(t, s.StartSession(ctx, store.Session{Hash: []byte(newID("h")), User: "mine", Started: now, Seen: now, Until: now.Add(time.Hour)}))
	}
	list, err := s.SessionsOf(ctx, "mine", now)
	ok(t, err)
	same(t, "sessions", len(list), 2)
	list, err = s.SessionsOf(ctx, "mine", now.Add(time.Hour))
	ok(t, err)
	same(t, "ended by time", len(list), 0)
}

func subjects(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Subject(ctx, []byte("x"))
	is(t, err, fault.NotFound, "")
	ok(t, s.PutSubject(ctx, []byte("x"), "u1", now))
	is(t, s.PutSubject(ctx, []byte("x"), "u2", now), fault.Conflict, "")
	ok(t, s.PutSubject(ctx, []byte("y"), "u1", now))
	user, err := s.Subject(ctx, []byte("x"))
	ok(t, err)
	same(t, "account", user, "u1")
	ok(t, s.DropSubjects(ctx, "u1"))
	for _, h := range []string{"x", "y"} {
		_, err = s.Subject(ctx, []byte(h))
		is(t, err, fault.NotFound, "")
	}
}

// arrivals lets two answers race for one sign-in: one of them counts.
func arrivals(t *testing.T, s store.Store) {
	ctx := t.Context()
	want := store.Arrival{
		Hash: []byte("state"), Browser: []byte{0, 1}, Provider: "digid", Back: "/case/x", Level: 3,
		Session: []byte{9}, Began: now, Until: now.Add(10 * time.Minute),
	}
	ok(t, s.PutArrival(ctx, want))
	is(t, s.PutArrival(ctx, want), fault.Conflict, "")
	var taken atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got, err := s.TakeArrival(ctx, []byte("state"), now.Add(time.Minute))
			if err == nil {
				taken.Add(1)
				same(t, "arrival", fmt.Sprint(got), fmt.Sprint(want))
			} else if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	same(t, "taken", taken.Load(), 1)
	ok(t, s.PutArrival(ctx, want))
	_, err := s.TakeArrival(ctx, []byte("state"), want.Until)
	is(t, err, fault.NotFound, "")
	later := want
	later.Hash, later.Began, later.Until = []byte("later"), want.Until, want.Until.Add(time.Minute)
	ok(t, s.PutArrival(ctx, later)) // forgets the one that ended
	_, err = s.TakeArrival(ctx, []byte("state"), now)
	is(t, err, fault.NotFound, "")
}

func once(t *testing.T, s store.Store) {
	ctx := t.Context()
	var used atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			err := s.UseOnce(ctx, []byte("jti"), now, now.Add(time.Minute))
			if err == nil {
				used.Add(1)
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	same(t, "used", used.Load(), 1)
	ok(t, s.UseOnce(ctx, []byte("another"), now, now.Add(time.Minute)))
	ok(t, s.UseOnce(ctx, []byte("jti"), now.Add(time.Minute), now.Add(2*time.Minute))) // forgotten after its time
}
