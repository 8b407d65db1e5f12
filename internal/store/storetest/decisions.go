package storetest

import (
	"fmt"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func decisions(t *testing.T, s store.Store) {
	set := store.PolicySet{Version: "v1", At: now, Body: []byte("permit")}
	ok(t, s.PutPolicySet(t.Context(), set))
	ok(t, s.PutPolicySet(t.Context(), store.PolicySet{Version: "v1", At: now.Add(time.Hour), Body: []byte("other")}))
	got, err := s.PolicySet(t.Context(), "v1")
	ok(t, err)
	same(t, "stays as it was", fmt.Sprint(got), fmt.Sprint(set))
	_, err = s.PolicySet(t.Context(), "v2")
	is(t, err, fault.NotFound, "")

	var want []store.Decision
	for n := range 7 {
		d := store.Decision{
			ID: dossier.ID(fmt.Sprint("x", n)), At: now.Add(time.Duration(n%3) * time.Second), User: dossier.ID(fmt.Sprint("u", n%2)), Org: "o", Dossier: "nowhere",
			Version: int64(n), Allow: n == 3, Detail: `{"key":"access.deny.unknown"}`,
		}
		ok(t, s.PutDecision(t.Context(), d))
		want = append(want, d)
	}
	read := func(since time.Time) []store.Decision {
		return pages(t, 2, func(after string, n int) ([]store.Decision, string, error) {
			return s.Decisions(t.Context(), since, after, n)
		})
	}
	all := read(now)
	same(t, "all", len(all), len(want))
	for _, d := range all {
		var n int
		_, err := fmt.Sscanf(string(d.ID), "x%d", &n)
		ok(t, err)
		same(t, "decision", fmt.Sprint(d), fmt.Sprint(want[n]))
	}
	same(t, "since", len(read(now.Add(time.Second))), 4)
	is(t, s.PutDecision(t.Context(), want[0]), fault.Conflict, "")
}

func allLooks(t *testing.T, s store.Store) {
	one, two := begin(t, s, 1), begin(t, s, 2)
	for n := range 9 {
		l := look([]dossier.ID{one, two, ""}[n%3], dossier.ID(fmt.Sprint("u", n%2)))
		l.At = now.Add(time.Duration(n) * time.Second)
		l.Set, l.As, l.Facts, l.Need = "v1", "staff|housing|9001|worker", "abc", `{"a":"plan"}`
		_, err := s.Look(t.Context(), l)
		ok(t, err)
	}
	seen := map[dossier.ID]bool{}
	for _, l := range pages(t, 2, func(after string, n int) ([]store.Look, string, error) {
		return s.AllLooks(t.Context(), now.Add(2*time.Second), after, n)
	}) {
		same(t, "twice", seen[l.ID], false)
		seen[l.ID] = true
		same(t, "facts", fmt.Sprint(l.Set, l.As, l.Facts, l.Need), `v1staff|housing|9001|workerabc{"a":"plan"}`)
	}
	same(t, "since", len(seen), 7)
	heads, err := s.AllHeads(t.Context(), "", 100)
	ok(t, err)
	same(t, "heads", len(heads), 2)
	rest, err := s.AllHeads(t.Context(), heads[0].Dossier, 100)
	ok(t, err)
	same(t, "after the first", fmt.Sprint(rest), fmt.Sprint(heads[1:]))
}

func anomalies(t *testing.T, s store.Store) {
	var list []store.Anomaly
	for n := range 5 {
		list = append(list, store.Anomaly{
			Dossier: "d", Look: dossier.ID(fmt.Sprint("l", n/2)), Reason: []string{"night", "bulk"}[n%2], At: now.Add(time.Duration(n/2) * time.Minute),
			User: "u", Org: "o", Municipality: "9001", State: store.AnomalyNew, Note: []byte{},
		})
	}
	ok(t, s.PutAnomalies(t.Context(), list))
	ok(t, s.PutAnomalies(t.Context(), nil))
	read := func(municipality, state string) []store.Anomaly {
		return pages(t, 2, func(before string, n int) ([]store.Anomaly, string, error) {
			return s.Anomalies(t.Context(), municipality, state, before, n)
		})
	}
	all := read("9001", store.AnomalyNew)
	same(t, "all", len(all), 5)
	same(t, "newest first", fmt.Sprint(all[0]), fmt.Sprint(list[4]))
	same(t, "elsewhere", len(read("9002", store.AnomalyNew)), 0)
	ok(t, s.JudgeAnomaly(t.Context(), "d", "l0", "9001", store.AnomalyFine, []byte("sealed")))
	ok(t, s.PutAnomalies(t.Context(), list)) // found again: stays judged
	same(t, "left", len(read("9001", store.AnomalyNew)), 3)
	fine := read("9001", store.AnomalyFine)
	same(t, "judged", len(fine), 2)
	same(t, "note", string(fine[0].Note), "sealed")
	is(t, s.JudgeAnomaly(t.Context(), "d", "l0", "9002", store.AnomalyFine, nil), fault.NotFound, "")
}

func keyed(t *testing.T, s store.Store) {
	ok(t, s.PutKeyed(t.Context(), "u1", "street", [][]byte{{1}, {2}, {2}}))
	ok(t, s.PutKeyed(t.Context(), "u2", "street", [][]byte{{3}}))
	ok(t, s.PutKeyed(t.Context(), "u1", "self", [][]byte{{9}}))
	got, err := s.Keyed(t.Context(), "street")
	ok(t, err)
	same(t, "street", fmt.Sprint(got), "map[u1:[[1] [2]] u2:[[3]]]")
	ok(t, s.PutKeyed(t.Context(), "u1", "street", [][]byte{{4}}))
	ok(t, s.PutKeyed(t.Context(), "u2", "street", nil))
	got, err = s.Keyed(t.Context(), "street")
	ok(t, err)
	same(t, "anew", fmt.Sprint(got), "map[u1:[[4]]]")
}
