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

func parcel(d dossier.ID, ref string) store.Parcel {
	return store.Parcel{
		ID: newID("m"), Dossier: d, Home: "0344", Peer: "01012345", Org: "o1", Out: true, Kind: "JW301", Ref: ref, Outer: "x",
		State: store.ParcelWaiting, Ready: now, Since: now, Changed: now, Body: []byte{},
	}
}

func lease(t testing.TB, s store.Store, at time.Time, n int, who string) []store.Parcel {
	t.Helper()
	got, err := s.LeaseParcels(t.Context(), at, n, time.Minute, who)
	ok(t, err)
	return got
}

func outcome(t testing.TB, s store.Store, owner string, p store.Parcel, state string, ready time.Time, trouble string) {
	t.Helper()
	ok(t, s.SettleParcels(t.Context(), owner, []store.ParcelOutcome{{Dossier: p.Dossier, ID: p.ID, State: state, Ready: ready, Trouble: trouble, At: now.Add(time.Hour)}}))
}

func parcels(t *testing.T, s store.Store) {
	p := parcel("", "1")
	p.Body = []byte{0, 1, 2}
	ok(t, s.PutParcel(t.Context(), p))
	other := p
	other.Kind = "WMO301"
	ok(t, s.PutParcel(t.Context(), other)) // known: stays as it is
	same(t, "early", len(lease(t, s, now.Add(-time.Second), 9, "me")), 0)
	got := lease(t, s, now, 9, "me")
	same(t, "due", len(got), 1)
	p.Tries, p.Ready = 1, now.Add(time.Minute)
	same(t, "parcel", fmt.Sprintf("%+v", got[0]), fmt.Sprintf("%+v", p))
	same(t, "taken", len(lease(t, s, now, 9, "you")), 0)
	outcome(t, s, "you", p, store.ParcelSent, time.Time{}, "") // not yours: stays
	again := lease(t, s, now.Add(2*time.Minute), 9, "you")
	same(t, "the lease ended", len(again), 1)
	same(t, "tries", again[0].Tries, 2)
	outcome(t, s, "me", p, store.ParcelSent, time.Time{}, "") // lost meanwhile: stays
	outcome(t, s, "you", p, store.ParcelWaiting, now.Add(time.Hour), "busy")
	same(t, "later", len(lease(t, s, now.Add(59*time.Minute), 9, "me")), 0)
	same(t, "again", lease(t, s, now.Add(time.Hour), 9, "me")[0].Trouble, "busy")
	outcome(t, s, "me", p, store.ParcelAcknowledged, time.Time{}, "")
	same(t, "nothing to do", len(lease(t, s, now.AddDate(50, 0, 0), 9, "me")), 0)
	at, err := s.Parcel(t.Context(), p.ID)
	ok(t, err)
	same(t, "state", at.State, store.ParcelAcknowledged)
	same(t, "ready", at.Ready.IsZero(), true)
	same(t, "changed", at.Changed, now.Add(time.Hour))
	_, err = s.Parcel(t.Context(), "none")
	is(t, err, fault.NotFound, "")
}

// parcelOwners lets owners take parcels at once: each goes to one.
func parcelOwners(t *testing.T, s store.Store) {
	const all = 60
	for n := range all {
		ok(t, s.PutParcel(t.Context(), parcel("", fmt.Sprint(n))))
	}
	var mu sync.Mutex
	taken := map[dossier.ID]string{}
	var group sync.WaitGroup
	for _, owner := range []string{"one", "two", "three"} {
		group.Go(func() {
			for idle := 0; idle < 20; {
				got, err := s.LeaseParcels(t.Context(), now, 4, time.Hour, owner)
				if err != nil {
					t.Error(err)
					return
				}
				if len(got) == 0 {
					idle++
				}
				mu.Lock()
				for _, p := range got {
					if by, twice := taken[p.ID]; twice {
						t.Errorf("%s went to %s and %s", p.ID, by, owner)
					}
					taken[p.ID] = owner
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	same(t, "taken", len(taken), all)
}

// parcelsAppended: a parcel is there exactly when its entry is.
func parcelsAppended(t *testing.T, s store.Store) {
	id := newID("d")
	p, q := parcel(id, "1"), parcel(id, "2")
	add(t, s, store.Append{Dossier: id, Actor: "u", Key: "k", Entries: entries(id, 0, 1), Put: store.Changes{Parcels: []store.Parcel{p, q}}})
	again := add(t, s, store.Append{Dossier: id, Actor: "u", Key: "k", Entries: entries(id, 0, 1), Put: store.Changes{Parcels: []store.Parcel{parcel(id, "3")}}})
	same(t, "again", again.Again, true)
	_, err := s.Append(t.Context(), store.Append{Dossier: id, Expect: 7, Entries: entries(id, 7, 1), Put: store.Changes{Parcels: []store.Parcel{parcel(id, "4")}}})
	is(t, err, fault.Conflict, "store.stale")
	got := lease(t, s, now, 9, "me")
	same(t, "parcels", len(got), 2)
	add(t, s, store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1), Put: store.Changes{Answered: []store.ParcelAnswer{{Peer: p.Peer, Ref: "1", At: now}}}})
	outcome(t, s, "me", p, store.ParcelAcknowledged, time.Time{}, "") // the answer was faster than the receipt
	for want, of := range map[string]store.Parcel{store.ParcelAnswered: p, store.ParcelWaiting: q} {
		at, err := s.Parcel(t.Context(), of.ID)
		ok(t, err)
		same(t, "state", at.State, want)
	}
}

func parcelsDecided(t *testing.T, s store.Store) {
	ctx := t.Context()
	p := parcel("", "1")
	ok(t, s.PutParcel(ctx, p))
	again := store.ParcelDecision{ID: p.ID, State: store.ParcelWaiting, By: "u", Reason: "again", At: now}
	is(t, s.DecideParcel(ctx, again), fault.Conflict, "") // not dead
	lease(t, s, now, 9, "me")
	outcome(t, s, "me", p, store.ParcelDead, time.Time{}, "final")
	same(t, "dead", len(lease(t, s, now.AddDate(9, 0, 0), 9, "me")), 0)
	ok(t, s.DecideParcel(ctx, again))
	got := lease(t, s, now, 9, "me")
	same(t, "revived", len(got), 1)
	same(t, "from the start", got[0].Tries, 1)
	outcome(t, s, "me", p, store.ParcelDead, time.Time{}, "final")
	ok(t, s.DecideParcel(ctx, store.ParcelDecision{ID: p.ID, State: store.ParcelRefused, By: "u2", Reason: "other", At: now}))
	at, err := s.Parcel(ctx, p.ID)
	ok(t, err)
	same(t, "given up", fmt.Sprint(at.State, at.Decider, at.Reason), "refusedu2other")
	is(t, s.AnswerParcel(ctx, p.Peer, "none", now), fault.NotFound, "")
	is(t, s.ConfirmParcel(ctx, p.Peer, "none", "", now), fault.NotFound, "")
	ok(t, s.ConfirmParcel(ctx, p.Peer, "1", "", now)) // known, and further than that
	ok(t, s.AnswerParcel(ctx, p.Peer, "1", now))
	q := parcel("", "2")
	q.State, q.Ready = store.ParcelSent, time.Time{}
	ok(t, s.PutParcel(ctx, q))
	ok(t, s.ConfirmParcel(ctx, q.Peer, "2", "", now))
	r := parcel("", "3")
	r.State, r.Ready = store.ParcelSent, time.Time{}
	ok(t, s.PutParcel(ctx, r))
	ok(t, s.ConfirmParcel(ctx, r.Peer, "3", "format", now))
	refusedLater(t, s)
	for id, want := range map[dossier.ID]string{p.ID: store.ParcelAnswered, q.ID: store.ParcelAcknowledged, r.ID: store.ParcelDead} {
		at, err = s.Parcel(ctx, id)
		ok(t, err)
		same(t, "state", at.State, want)
	}
}

func traffic(t *testing.T, s store.Store) {
	put := func(peer, state string, out bool, since time.Time) {
		p := parcel("", string(newID("r")))
		p.Peer, p.State, p.Out, p.Since = peer, state, out, since
		ok(t, s.PutParcel(t.Context(), p))
	}
	old := now.AddDate(0, 0, -60)
	put("a", store.ParcelWaiting, true, now)
	put("a", store.ParcelWaiting, true, old)
	put("a", store.ParcelAcknowledged, true, old)
	put("a", store.ParcelAcknowledged, true, now)
	put("a", store.ParcelAnswered, true, old) // settled too long ago
	put("b", store.ParcelAnswered, false, now)
	put("b", store.ParcelDead, true, now)
	for _, q := range []struct {
		of   store.ParcelQuery
		want map[string]string
	}{
		{store.ParcelQuery{Home: "0344"}, map[string]string{"a true waiting": "2 0", "a true acknowledged": "2 1", "b false answered": "1 0", "b true dead": "1 0"}},
		{store.ParcelQuery{Peer: "b"}, map[string]string{"b false answered": "1 0", "b true dead": "1 0"}},
		{store.ParcelQuery{Home: "0599"}, map[string]string{}},
	} {
		q.of.Settled, q.of.Missing = now.AddDate(0, 0, -30), now.AddDate(0, 0, -3)
		rows, err := s.Traffic(t.Context(), q.of)
		ok(t, err)
		got := map[string]string{}
		for _, r := range rows {
			got[fmt.Sprint(r.Peer, " ", r.Out, " ", r.State)] = fmt.Sprint(r.Count, " ", r.Missing)
			if r.State == store.ParcelWaiting {
				same(t, "oldest", r.Oldest, old)
			}
		}
		same(t, "traffic", fmt.Sprint(got), fmt.Sprint(q.want))
	}
	list, err := s.Parcels(t.Context(), store.ParcelQuery{Home: "0344", State: store.ParcelWaiting, Limit: 9})
	ok(t, err)
	same(t, "list", len(list), 2)
	same(t, "oldest first", list[0].Since, old)
	list, err = s.Parcels(t.Context(), store.ParcelQuery{Home: "0344", State: store.ParcelDead, Partner: "a", Limit: 9})
	ok(t, err)
	same(t, "of a partner", len(list), 0)
	list, err = s.Parcels(t.Context(), store.ParcelQuery{Peer: "b", State: store.ParcelDead, Limit: 9})
	ok(t, err)
	same(t, "of the peer", len(list), 1)
}

// refusedLater: what travelled in an envelope is found by the envelope.
func refusedLater(t *testing.T, s store.Store) {
	ctx := t.Context()
	out, in := parcel("", "8"), parcel("", "8")
	out.State, out.Outer, in.Out, in.State = store.ParcelAcknowledged, "envelope-1", false, store.ParcelAnswered
	ok(t, s.PutParcel(ctx, out))
	ok(t, s.PutParcel(ctx, in))
	ok(t, s.MarkParcel(ctx, in.Peer, "8", "envelope-2"))
	for outer, want := range map[string]store.Parcel{"envelope-1": out, "envelope-2": in} {
		got, err := s.ParcelOf(ctx, want.Peer, "8", want.Out)
		ok(t, err)
		same(t, "of", got.ID, want.ID)
		same(t, "outer", got.Outer, outer)
	}
	is(t, s.RefuseParcel(ctx, "envelope-2", "IB010", now), fault.NotFound, "") // of theirs
	is(t, s.RefuseParcel(ctx, "", "IB010", now), fault.NotFound, "")
	ok(t, s.RefuseParcel(ctx, "envelope-1", "IB010", now))
	got, err := s.Parcel(ctx, out.ID)
	ok(t, err)
	same(t, "refused", got.State+got.Trouble, "deadIB010")
	_, err = s.ParcelOf(ctx, "nobody", "8", true)
	is(t, err, fault.NotFound, "")
}
