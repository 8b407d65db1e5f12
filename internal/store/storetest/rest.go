package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func timers(t *testing.T, s store.Store) {
	lease := func(at time.Time, n int, who string) []store.Leased {
		t.Helper()
		got, err := s.Lease(t.Context(), at, n, time.Minute, who)
		ok(t, err)
		return got
	}
	for n := range 3 {
		ok(t, s.SetTimer(t.Context(), store.Timer{ID: fmt.Sprint("t", n), Dossier: "d", Kind: "lapse", Due: now.Add(time.Duration(n) * time.Hour)}))
	}
	same(t, "early", len(lease(now.Add(-time.Second), 9, "me")), 0)
	got := lease(now.Add(90*time.Minute), 9, "me")
	same(t, "due", len(got), 2)
	slices.SortFunc(got, func(a, b store.Leased) int { return a.Due.Compare(b.Due) })
	same(t, "timer", fmt.Sprint(got[0]), fmt.Sprint(store.Leased{Timer: store.Timer{ID: "t0", Dossier: "d", Kind: "lapse", Due: now}, Lease: now.Add(91 * time.Minute), Tries: 1}))
	same(t, "taken", len(lease(now.Add(90*time.Minute), 9, "you")), 0)
	ok(t, s.Finish(t.Context(), "t0", "you", time.Time{})) // not yours: stays
	again := lease(now.Add(92*time.Minute), 1, "you")      // the lease ended
	same(t, "again", len(again), 1)
	same(t, "tries", again[0].Tries, 2)
	ok(t, s.Finish(t.Context(), "t0", "me", time.Time{})) // lost meanwhile: stays
	ok(t, s.Finish(t.Context(), again[0].ID, "you", time.Time{}))
	ok(t, s.Finish(t.Context(), "t1", "me", now.Add(5*time.Hour)))
	got = lease(now.Add(4*time.Hour), 9, "me")
	same(t, "left", len(got), 1)
	same(t, "left", got[0].ID, "t2")
	got = lease(now.Add(5*time.Hour), 9, "me")
	same(t, "later", fmt.Sprint(len(got)), "2") // t1 anew, and t2 whose lease ended
	ok(t, s.Finish(t.Context(), "no such timer", "me", time.Time{}))
}

// timerOwners lets owners take timers at once: each timer goes to one.
func timerOwners(t *testing.T, s store.Store) {
	const all = 60
	for n := range all {
		ok(t, s.SetTimer(t.Context(), store.Timer{ID: fmt.Sprint("t", n), Dossier: dossier.ID(fmt.Sprint("d", n%7)), Kind: "lapse", Due: now}))
	}
	var mu sync.Mutex
	taken := map[string]string{}
	var group sync.WaitGroup
	for _, owner := range []string{"one", "two", "three"} {
		group.Go(func() {
			for idle := 0; idle < 20; {
				got, err := s.Lease(t.Context(), now, 4, time.Hour, owner)
				if err != nil {
					t.Error(err)
					return
				}
				if len(got) == 0 {
					idle++
				}
				mu.Lock()
				for _, l := range got {
					if by, twice := taken[l.ID]; twice {
						t.Errorf("%s went to %s and %s", l.ID, by, owner)
					}
					taken[l.ID] = owner
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	same(t, "taken", len(taken), all)
}

func timersAppended(t *testing.T, s store.Store) {
	id := newID("d")
	name := string(id) + "/c"
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 1), Put: store.Changes{Timers: []store.Timer{{ID: name, Dossier: id, Kind: "lapse", Due: now}}}})
	got, err := s.Lease(t.Context(), now, 9, time.Minute, "me")
	ok(t, err)
	same(t, "leased", len(got), 1)
	later := now.Add(time.Hour) // set anew while it is leased: finishing must not remove it
	add(t, s, store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1), Put: store.Changes{Timers: []store.Timer{{ID: name, Dossier: id, Kind: "lapse", Due: later}}}})
	ok(t, s.Finish(t.Context(), name, "me", time.Time{}))
	got, err = s.Lease(t.Context(), later, 9, time.Minute, "me")
	ok(t, err)
	same(t, "leased", len(got), 1)
	add(t, s, store.Append{Dossier: id, Expect: 2, Entries: entries(id, 2, 1), Put: store.Changes{Cancel: []string{name}}})
	got, err = s.Lease(t.Context(), later.Add(time.Hour), 9, time.Minute, "me")
	ok(t, err)
	same(t, "leased", len(got), 0)
}

func directory(t *testing.T, s store.Store) {
	ctx := t.Context()
	start, err := s.Epoch(ctx)
	ok(t, err)
	orgs := []store.Org{
		{ID: "o1", Name: "Wijkteam Noord", Kind: "team", Municipality: "0344", OIN: "00000001", Phone: "030", Email: "a@example", Active: true},
		{ID: "o2", Name: "Jeugdhulp De Brug", Kind: "provider", AGB: "01012345", Active: true},
		{ID: "o3", Name: "Gemeente Vechtstad", Kind: "municipality", Municipality: "0344", Active: false},
	}
	ok(t, s.PutOrgs(ctx, orgs))
	same(t, "epoch", epochOf(t, s), start+1)
	users := []store.User{
		{ID: "u1", Org: "o1", Kind: "staff", Roles: []string{"worker", "director"}, Name: "Aicha", Phone: "06", Email: "x@example", Active: true, Profile: []byte{1, 0, 2}},
		{ID: "u2", Kind: "citizen", Roles: []string{}, Profile: []byte{}},
	}
	ok(t, s.PutUsers(ctx, users))
	same(t, "epoch", epochOf(t, s), start+2)
	for _, o := range orgs {
		got, err := s.Org(ctx, o.ID)
		ok(t, err)
		same(t, "org", got, o)
	}
	for _, u := range users {
		got, err := s.User(ctx, u.ID)
		ok(t, err)
		same(t, "user", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", u))
	}
	for code, want := range map[string]dossier.ID{"00000001": "o1", "01012345": "o2", "0344": "o3"} {
		got, err := s.OrgByCode(ctx, code)
		ok(t, err)
		same(t, "by code "+code, got.ID, want)
	}
	for _, code := range []string{"", "9999"} {
		_, err := s.OrgByCode(ctx, code)
		is(t, err, fault.NotFound, "")
	}
	for ask, want := range map[[2]string]int{{"", ""}: 3, {"team", ""}: 1, {"", "0344"}: 2, {"team", "0599"}: 0} {
		got, err := s.Orgs(ctx, ask[0], ask[1])
		ok(t, err)
		same(t, fmt.Sprint(ask), len(got), want)
	}
	people(t, s)
	users[0].Active, users[0].Roles = false, []string{"worker"}
	ok(t, s.PutUsers(ctx, users[:1]))
	got, err := s.User(ctx, "u1")
	ok(t, err)
	same(t, "changed", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", users[0]))
	facts(t, s)
}

func people(t *testing.T, s store.Store) {
	of, err := s.UsersOf(t.Context(), "o1")
	ok(t, err)
	same(t, "of o1", len(of), 1)
	like, err := s.UsersLike(t.Context(), "citizen", 5)
	ok(t, err)
	same(t, "citizens", len(like), 1)
	_, err = s.User(t.Context(), "nobody")
	is(t, err, fault.NotFound, "")
	_, err = s.Org(t.Context(), "nobody")
	is(t, err, fault.NotFound, "")
}

func facts(t *testing.T, s store.Store) {
	_, err := s.Fact(t.Context(), "seed")
	is(t, err, fault.NotFound, "")
	before := epochOf(t, s)
	for _, value := range []string{"1", "2"} {
		ok(t, s.SetFact(t.Context(), "seed", value))
		got, err := s.Fact(t.Context(), "seed")
		ok(t, err)
		same(t, "fact", got, value)
	}
	same(t, "epoch", epochOf(t, s), before+2)
	id := begin(t, s, 1)
	stamp, err := s.Look(t.Context(), look(id, "u1"))
	ok(t, err)
	same(t, "a look knows the epoch", stamp.Epoch, before+2)
}

func epochOf(t *testing.T, s store.Store) int64 {
	t.Helper()
	n, err := s.Epoch(t.Context())
	ok(t, err)
	return n
}

func series(t *testing.T, s store.Store) {
	const each, callers = 25, 4
	got := make([][]int64, callers)
	var group sync.WaitGroup
	for i := range callers {
		group.Go(func() {
			for range each {
				n, err := s.Next(t.Context(), "0344")
				if err != nil {
					t.Error(err)
					return
				}
				got[i] = append(got[i], n)
			}
		})
	}
	group.Wait()
	all := slices.Concat(got...)
	slices.Sort(all)
	for i, n := range all {
		same(t, "number", n, int64(i+1))
	}
	n, err := s.Next(t.Context(), "0599")
	ok(t, err)
	same(t, "another series", n, 1)
}

func sessions(t *testing.T, s store.Store) {
	ctx := t.Context()
	hash, other := []byte("hash of a token"), []byte("hash of another")
	want := store.Session{
		Hash: hash, User: "u1", Started: now, Seen: now, Until: now.Add(time.Hour), Lang: "nl",
		Level: 3, AuthAt: now.Add(-time.Minute), Provider: "digid", SID: []byte{1, 0}, Subject: []byte{2}, Client: "Firefox", Behalf: "u2",
	}
	ok(t, s.StartSession(ctx, want))
	is(t, s.StartSession(ctx, want), fault.Conflict, "")
	second := want
	second.Hash = other
	ok(t, s.StartSession(ctx, second))
	got, err := s.Session(ctx, hash, now)
	ok(t, err)
	same(t, "session", fmt.Sprint(got), fmt.Sprint(want))
	_, err = s.Session(ctx, hash, now.Add(time.Hour))
	is(t, err, fault.NotFound, "")
	_, err = s.Session(ctx, []byte("none"), now)
	is(t, err, fault.NotFound, "")
	ok(t, s.TouchSession(ctx, hash, now.Add(time.Minute), ""))
	ok(t, s.TouchSession(ctx, other, now.Add(time.Minute), "en"))
	for h, lang := range map[string]string{string(hash): "nl", string(other): "en"} {
		got, err = s.Session(ctx, []byte(h), now)
		ok(t, err)
		same(t, "touched", fmt.Sprint(got.Seen, got.Lang), fmt.Sprint(now.Add(time.Minute), lang))
	}
	before := epochOf(t, s)
	ok(t, s.EndSession(ctx, hash))
	same(t, "epoch", epochOf(t, s), before+1)
	_, err = s.Session(ctx, hash, now)
	is(t, err, fault.NotFound, "")
	_, err = s.Session(ctx, other, now)
	ok(t, err)
	ok(t, s.EndSessionsOf(ctx, "u1"))
	same(t, "epoch", epochOf(t, s), before+2)
	_, err = s.Session(ctx, other, now)
	is(t, err, fault.NotFound, "")
	ok(t, s.TouchSession(ctx, hash, now, "nl"))
}

func keys(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Key(ctx, "dossier:a")
	is(t, err, fault.NotFound, "")
	ok(t, s.PutKey(ctx, "dossier:a", []byte{0, 1, 2}))
	is(t, s.PutKey(ctx, "dossier:a", []byte{9}), fault.Conflict, "")
	got, err := s.Key(ctx, "dossier:a")
	ok(t, err)
	same(t, "key", string(got), "\x00\x01\x02")
	ok(t, s.DropKey(ctx, "dossier:a"))
	ok(t, s.DropKey(ctx, "dossier:a"))
	_, err = s.Key(ctx, "dossier:a")
	is(t, err, fault.NotFound, "")
	ok(t, s.PutKey(ctx, "dossier:a", []byte{3}))
}

func meters(t *testing.T, s store.Store) {
	ctx := t.Context()
	one := store.Meter{Org: "o1", Flow: "web.intake", Day: today, New: 1, Reused: 2, Confirmed: 3, Corrected: 4, Retyped: 5}
	for range 3 {
		ok(t, s.Count(ctx, one))
	}
	other := one
	other.Org, other.Day = "o2", today.AddDays(-5)
	ok(t, s.Count(ctx, other))
	got, err := s.Meters(ctx, "o1", today.AddDays(-9))
	ok(t, err)
	same(t, "meters", fmt.Sprint(got), fmt.Sprint([]store.Meter{{Org: "o1", Flow: "web.intake", Day: today, New: 3, Reused: 6, Confirmed: 9, Corrected: 12, Retyped: 15}}))
	for since, want := range map[int]int{-9: 2, -4: 1, 1: 0} {
		got, err := s.Meters(ctx, "", today.AddDays(since))
		ok(t, err)
		same(t, "meters", len(got), want)
	}
}
