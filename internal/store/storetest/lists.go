package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// involve makes a dossier with one involvement and some work.
func involve(t *testing.T, s store.Store, i store.InvolvementRow, work ...store.WorkRow) dossier.ID {
	t.Helper()
	id := newID("d")
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 1),
		Family: &store.FamilyRow{Dossier: id, Municipality: "0344", Phase: "plan", Changed: now, Label: []byte("label " + id)},
		Put:    store.Changes{Involvements: []store.InvolvementRow{i}, Work: work}})
	return id
}

func orgIn(org dossier.ID) store.InvolvementRow {
	return store.InvolvementRow{Involvement: newID("i"), Org: org, Person: "p1", Role: "partner", Purpose: "help", Ground: "jw", Scope: "p1/school",
		Valid: nl.Span{From: today.AddDays(-10), Until: today.AddDays(10)}}
}

func task(user, org dossier.ID, rank int, due nl.Date) store.WorkRow {
	return store.WorkRow{Item: newID("t"), Kind: "task", State: "open", User: user, Org: org, Rank: rank, Start: today.AddDays(-3), Due: due, Term: "wmo.inquiry", Since: now, Label: []byte("label")}
}

func workOrder(t *testing.T, s store.Store) {
	dice := rand.New(rand.NewPCG(1, 2))
	var want []store.WorkRow
	for range 12 {
		var rows []store.WorkRow
		for range 4 {
			w := task("", "o1", dice.IntN(4), today.AddDays(dice.IntN(5)))
			if dice.IntN(4) == 0 {
				w.Due = nl.Date{}
			}
			if dice.IntN(3) == 0 {
				w.User = "u1"
			}
			w.Since = now.Add(time.Duration(dice.IntN(3)) * time.Minute)
			rows = append(rows, w)
		}
		id := involve(t, s, orgIn("o1"), rows...)
		for _, w := range rows {
			w.Dossier = id
			want = append(want, w)
		}
	}
	slices.SortFunc(want, byUrgency)
	for _, size := range []int{100, 7, 1} {
		got := listed(t, size, func(after string, n int) ([]store.Listed[store.WorkRow], error) {
			return s.Work(t.Context(), store.WorkQuery{User: "u1", Org: "o1", Day: today, After: after, Limit: n})
		})
		same(t, "length", len(got), len(want))
		for i, l := range got {
			same(t, "row", fmt.Sprint(l.Row), fmt.Sprint(want[i]))
			same(t, "by", l.By.Org, "o1")
			same(t, "by dossier", l.By.Dossier, l.Row.Dossier)
		}
	}
}

func byUrgency(a, b store.WorkRow) int {
	due := func(w store.WorkRow) string {
		if w.Due.IsZero() {
			return "9999-99-99"
		}
		return w.Due.String()
	}
	if a.Rank != b.Rank {
		return a.Rank - b.Rank
	}
	if c := strings.Compare(due(a), due(b)); c != 0 {
		return c
	}
	if c := a.Since.Compare(b.Since); c != 0 {
		return c
	}
	return strings.Compare(string(a.Dossier+a.Item), string(b.Dossier+b.Item))
}

// listed reads a list of rows with cursors to its end.
func listed[R any](t *testing.T, n int, read func(after string, n int) ([]store.Listed[R], error)) []store.Listed[R] {
	t.Helper()
	var all []store.Listed[R]
	next := ""
	for {
		page, err := read(next, n)
		ok(t, err)
		all = append(all, page...)
		if len(page) < n {
			return all
		}
		next = page[n-1].Cursor
	}
}

func workInvolvement(t *testing.T, s store.Store) {
	at := func(from, until string) nl.Span { return nl.Span{From: nl.MustDate(from), Until: nl.MustDate(until)} }
	for _, c := range []struct {
		valid nl.Span
		day   string
		sees  bool
	}{
		{nl.Span{}, "2026-11-24", true},
		{at("2026-11-24", ""), "2026-11-24", true},
		{at("2026-11-25", ""), "2026-11-24", false},
		{at("", "2026-11-24"), "2026-11-24", true},
		{at("", "2026-11-23"), "2026-11-24", false},
		{at("", "2026-11-00"), "2026-11-30", true},
		{at("", "2026-11-00"), "2026-12-01", false},
		{at("2026-00-00", "2026-00-00"), "2026-01-01", true},
		{at("2026-00-00", "2026-00-00"), "2026-12-31", true},
		{at("2026-11-00", ""), "2026-10-31", false},
	} {
		org := newID("o")
		i := orgIn(org)
		i.Valid = c.valid
		id := involve(t, s, i, task("", org, 5, today))
		day := nl.MustDate(c.day)
		got, err := s.Work(t.Context(), store.WorkQuery{Org: org, Day: day, Limit: 9})
		ok(t, err)
		same(t, fmt.Sprint("work ", c), len(got) == 1, c.sees)
		counts, err := s.WorkCount(t.Context(), store.WorkQuery{Org: org, Day: day})
		ok(t, err)
		same(t, fmt.Sprint("count ", c), counts.All == 1, c.sees)
		fams, err := s.Families(t.Context(), store.FamilyQuery{Org: org, Day: day, Limit: 9})
		ok(t, err)
		same(t, fmt.Sprint("families ", c), len(fams) == 1, c.sees)
		if c.sees {
			i.Dossier = id
			same(t, "by", fmt.Sprint(got[0].By), fmt.Sprint(i))
			same(t, "by", fmt.Sprint(fams[0].By), fmt.Sprint(i))
		}
	}
	named(t, s)
	preferred(t, s)
}

// named lets a row name a user who is not involved: it is theirs all the same.
func named(t *testing.T, s store.Store) {
	id := newID("d")
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 1), Put: store.Changes{Work: []store.WorkRow{task("u77", "o77", 1, today)}}})
	got, err := s.Work(t.Context(), store.WorkQuery{User: "u77", Org: "o77", Day: today, Limit: 9})
	ok(t, err)
	same(t, "work", len(got), 1)
	same(t, "by", got[0].By, store.InvolvementRow{})
	other, err := s.Work(t.Context(), store.WorkQuery{User: "u78", Org: "o77", Day: today, Limit: 9})
	ok(t, err)
	same(t, "what waits for a colleague", len(other), 0)
}

// preferred gives one dossier three involvements: each row carries one of them.
func preferred(t *testing.T, s store.Store) {
	user, org := newID("u"), newID("o")
	i := []store.InvolvementRow{orgIn(org), orgIn(org), orgIn(org)}
	i[1].Purpose = "debt"
	i[2].Org, i[2].User = "", user
	id := involve(t, s, i[0], task("", org, 5, today))
	add(t, s, store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1), Put: store.Changes{Involvements: i[1:]}})
	for purpose, want := range map[string]dossier.ID{"": i[2].Involvement, "help": i[2].Involvement, "debt": i[1].Involvement} {
		work, err := s.Work(t.Context(), store.WorkQuery{User: user, Org: org, Day: today, Purpose: purpose, Limit: 9})
		ok(t, err)
		same(t, "rows", len(work), 1)
		same(t, "by "+purpose, work[0].By.Involvement, want)
		fams, err := s.Families(t.Context(), store.FamilyQuery{User: user, Org: org, Day: today, Purpose: purpose, Limit: 9})
		ok(t, err)
		same(t, "rows", len(fams), 1)
		same(t, "by "+purpose, fams[0].By.Involvement, want)
	}
}

func workFilters(t *testing.T, s store.Store) {
	late := task("", "o1", 2, today.AddDays(-1))
	late.Late = true
	week := task("", "o1", 5, today.AddDays(7))
	month := task("", "o1", 5, today.AddDays(30))
	none := task("u1", "o1", 7, nl.Date{})
	none.Kind = "question"
	id := involve(t, s, orgIn("o1"), late, week, month, none)
	other := involve(t, s, orgIn("o1"), task("", "o1", 0, nl.Date{}))
	q := store.WorkQuery{User: "u1", Org: "o1", Day: today, Limit: 20}
	for _, c := range []struct {
		name string
		q    func(*store.WorkQuery)
		want int
	}{
		{"all", func(*store.WorkQuery) {}, 5},
		{"late", func(q *store.WorkQuery) { q.Filter = "late" }, 1},
		{"week", func(q *store.WorkQuery) { q.Filter = "week" }, 2},
		{"safety", func(q *store.WorkQuery) { q.Filter = "safety" }, 2},
		{"questions", func(q *store.WorkQuery) { q.Kinds = []string{"question", "offer"} }, 1},
		{"no such kind", func(q *store.WorkQuery) { q.Kinds = []string{"quest"} }, 0},
		{"one dossier", func(q *store.WorkQuery) { q.Dossier = id }, 4},
		{"another", func(q *store.WorkQuery) { q.Dossier = other }, 1},
		{"nobody", func(q *store.WorkQuery) { q.User, q.Org = "", "" }, 0},
	} {
		mine := q
		c.q(&mine)
		got, err := s.Work(t.Context(), mine)
		ok(t, err)
		same(t, c.name, len(got), c.want)
	}
	counts, err := s.WorkCount(t.Context(), q)
	ok(t, err)
	same(t, "counts", counts, store.WorkCounts{All: 5, Late: 1, Week: 2, Safety: 2})

	week.State, week.Rank = "done", 1
	add(t, s, store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1), Put: store.Changes{Work: []store.WorkRow{week}, Done: []dossier.ID{late.Item, none.Item}}})
	counts, err = s.WorkCount(t.Context(), q)
	ok(t, err)
	same(t, "counts", counts, store.WorkCounts{All: 3, Week: 1, Safety: 2})
}

func families(t *testing.T, s store.Store) {
	user, org := newID("u"), newID("o")
	var want []dossier.ID
	for n := range 11 {
		i := orgIn(org)
		if n%3 == 0 {
			i.Org, i.User = "", user
		}
		i.Valid = nl.Span{From: today.AddDays(-n / 2)}
		id := involve(t, s, i)
		if n%2 == 0 { // a second involvement must not show the family twice
			more := orgIn(org)
			add(t, s, store.Append{Dossier: id, Expect: 1, Entries: entries(id, 1, 1), Put: store.Changes{Involvements: []store.InvolvementRow{more}}})
		}
		want = append(want, id)
	}
	involve(t, s, orgIn("another"))
	for _, size := range []int{50, 4, 1} {
		got := listed(t, size, func(after string, n int) ([]store.Listed[store.FamilyRow], error) {
			return s.Families(t.Context(), store.FamilyQuery{User: user, Org: org, Day: today, After: after, Limit: n})
		})
		var ids []dossier.ID
		for i, l := range got {
			ids = append(ids, l.Row.Dossier)
			same(t, "label", string(l.Row.Label), "label "+string(l.Row.Dossier))
			if i > 0 && l.By.Valid.From.After(got[i-1].By.Valid.From) {
				t.Fatal("the newest involvement comes first")
			}
		}
		slices.Sort(ids)
		same(t, "families", fmt.Sprint(ids), fmt.Sprint(want))
	}
	none, err := s.Families(t.Context(), store.FamilyQuery{User: user, Org: org, Day: today, Phase: "closed", Limit: 9})
	ok(t, err)
	same(t, "closed", len(none), 0)
}

func familiesLed(t *testing.T, s store.Store) {
	user, org := newID("u"), newID("o")
	var want []dossier.ID
	for n := range 5 {
		id := newID("d")
		f := &store.FamilyRow{Dossier: id, Phase: "plan", Lead: user, LeadOrg: org, Changed: now.Add(time.Duration(n) * time.Hour), Safety: 3, NextDue: today, Late: 1, Returned: 2, Open: 4, Label: []byte("x")}
		add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 1), Family: f, Put: store.Changes{Involvements: []store.InvolvementRow{orgIn(org)}}})
		want = append([]dossier.ID{id}, want...)
	}
	involve(t, s, orgIn(org))
	got := listed(t, 2, func(after string, n int) ([]store.Listed[store.FamilyRow], error) {
		return s.Families(t.Context(), store.FamilyQuery{User: user, Org: org, Day: today, Lead: user, After: after, Limit: n})
	})
	same(t, "families", len(got), len(want))
	for i, l := range got {
		same(t, "order", l.Row.Dossier, want[i])
		same(t, "row", fmt.Sprint(l.Row.NextDue, l.Row.Late, l.Row.Returned, l.Row.Open, l.Row.Safety, l.Row.LeadOrg), fmt.Sprint(today, 1, 2, 4, 3, org))
	}
}

func direction(t *testing.T, s store.Store) {
	put := func(name string, f store.FamilyRow) {
		f.Dossier, f.Label = dossier.ID(name), []byte("x")
		if f.Municipality == "" {
			f.Municipality = "0344"
		}
		if f.Changed.IsZero() {
			f.Changed = now
		}
		add(t, s, store.Append{Dossier: f.Dossier, Entries: entries(f.Dossier, 0, 1), Family: &f})
	}
	old := now.AddDate(0, -2, 0)
	put("calm", store.FamilyRow{})
	put("silent", store.FamilyRow{Changed: old})
	put("silent and returned", store.FamilyRow{Changed: old, Returned: 1})
	put("late", store.FamilyRow{Late: 2})
	put("gap", store.FamilyRow{GapSince: old})
	put("gap and unsafe", store.FamilyRow{GapSince: now, Safety: 4})
	put("closed", store.FamilyRow{Changed: old, Late: 3, GapSince: old, Keep: today})
	put("elsewhere", store.FamilyRow{Municipality: "0599", Late: 9})
	for why, want := range map[string]string{
		"":         "gap and unsafe,gap,late,silent and returned,silent",
		"gap":      "gap and unsafe,gap",
		"late":     "late",
		"returned": "silent and returned",
		"silent":   "silent and returned,silent",
	} {
		for _, size := range []int{20, 1} {
			var got []string
			for after := ""; ; {
				page, err := s.Direction(t.Context(), store.DirectionQuery{Municipality: "0344", Now: now, Why: why, Silence: 30 * 24 * time.Hour, After: after, Limit: size})
				ok(t, err)
				for _, r := range page {
					got = append(got, string(r.Dossier))
					after = r.Cursor
				}
				if len(page) < size {
					break
				}
			}
			same(t, "why "+why, strings.Join(got, ","), want)
		}
	}
	_, err := s.Direction(t.Context(), store.DirectionQuery{Municipality: "0344", Why: "bored", Limit: 1})
	is(t, err, fault.Invalid, "store.why")
}

func find(t *testing.T, s store.Store) {
	id, other := begin(t, s, 1), begin(t, s, 1)
	a, b, c := token("a"), token("b"), token("c")
	put := func(d dossier.ID, v int64, rows ...store.TokenRow) {
		add(t, s, store.Append{Dossier: d, Expect: v, Entries: entries(d, v, 1), Put: store.Changes{Tokens: rows}})
	}
	put(id, 1, store.TokenRow{Token: a, Kind: "bsn", Person: "p1"}, store.TokenRow{Token: b, Kind: "address", Person: "p1"}, store.TokenRow{Token: b, Kind: "address", Person: "p2"})
	put(other, 1, store.TokenRow{Token: a, Kind: "bsn", Person: "p9"})
	check := func(want int, limit int, tokens ...[]byte) {
		t.Helper()
		got, err := s.Find(t.Context(), tokens, limit)
		ok(t, err)
		same(t, "found", len(got), want)
	}
	check(2, 9, a)
	check(2, 9, b)
	check(0, 9, c)
	check(4, 9, a, b, a)
	check(3, 3, a, b)
	put(id, 2, store.TokenRow{Token: c, Kind: "bsn", Person: "p1"}) // replaces what p1 had, not p2
	check(1, 9, a)
	check(1, 9, b)
	got, err := s.Find(t.Context(), [][]byte{c}, 9)
	ok(t, err)
	same(t, "found", fmt.Sprint(got), fmt.Sprint([]store.Found{{Dossier: id, Person: "p1", Kind: "bsn"}}))
}

func badCursors(t *testing.T, s store.Store) {
	for _, c := range []string{"x", "!!", "YWJj", "MQ"} {
		_, err := s.Work(t.Context(), store.WorkQuery{Day: today, After: c, Limit: 1})
		is(t, err, fault.Invalid, "store.cursor")
		_, err = s.Families(t.Context(), store.FamilyQuery{Day: today, After: c, Limit: 1})
		is(t, err, fault.Invalid, "store.cursor")
		_, err = s.Direction(t.Context(), store.DirectionQuery{After: c, Limit: 1})
		is(t, err, fault.Invalid, "store.cursor")
		_, _, err = s.LooksOf(t.Context(), "d", c, 1)
		is(t, err, fault.Invalid, "store.cursor")
	}
}
