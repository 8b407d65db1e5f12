package region

import (
	"context"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

func TestClockAndIdentifiers(t *testing.T) {
	ctx := context.Background()
	if d := time.Since(Clock(ctx)); d < 0 || d > time.Minute {
		t.Errorf("without a moment the clock is %s off", d)
	}
	moment := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	if got := Clock(WithClock(ctx, moment)); !got.Equal(moment) {
		t.Errorf("the clock says %s", got)
	}
	if one, two := IDs(ctx), IDs(ctx); one == two {
		t.Error("random identifiers repeat")
	}
	draw := func(c context.Context) []dossier.ID { return []dossier.ID{IDs(c), IDs(c), IDs(c)} }
	a, b := draw(WithIDs(ctx, 1, "x", 9)), draw(WithIDs(ctx, 1, "x", 9))
	fresh := draw(withFreshFirst(WithIDs(ctx, 1, "x", 9)))
	for i := range a {
		if a[i] != b[i] || len(a[i]) != 26 || strings.ToLower(string(a[i])) != string(a[i]) {
			t.Errorf("identifier %d: %s and %s", i, a[i], b[i])
		}
		if (fresh[i] == a[i]) != (i > 0) {
			t.Errorf("identifier %d with a fresh first: %s after %s", i, fresh[i], a[i])
		}
	}
	if first := draw(withFreshFirst(ctx)); first[0] == first[1] {
		t.Error("without a stream identifiers repeat")
	}
	for _, other := range []context.Context{WithIDs(ctx, 2, "x", 9), WithIDs(ctx, 1, "y", 9), WithIDs(ctx, 1, "x", 10)} {
		if IDs(other) == a[0] {
			t.Error("another stream gives the same identifier")
		}
	}
}

func TestNumbersOfStepsNeverMeet(t *testing.T) {
	c := codes{Plan(1, 1, today)}
	seen := map[int64]bool{}
	for family := range 40 {
		for step := range uint64(stepsPerFamily) {
			ctx := withSeries(context.Background(), family, step)
			for k, series := range []string{"allocation:9901", "message:9901"} {
				n, err := c.Next(ctx, series)
				if err != nil {
					t.Fatal(err)
				}
				if seen[n] {
					t.Fatalf("%d is given twice, at step %d of family %d", n, step, family)
				}
				seen[n] = true
				if k == 0 && (n != allocationNumber(family, step) || n > 999_999_999) {
					t.Fatalf("allocation %d, foretold %d", n, allocationNumber(family, step))
				}
			}
		}
	}
	if _, err := c.Next(context.Background(), "allocation:9901"); !fault.Is(err, fault.Internal) {
		t.Errorf("a number outside a step: %v", err)
	}
	if last := firstNumber(len(bsns()), stepsPerFamily); firstAllocation+last > 999_999_999 {
		t.Errorf("allocation numbers run out at %d", last)
	}
}

func TestCodesFindOrganisations(t *testing.T) {
	r := Plan(1, 1, today)
	c := codes{r}
	ctx := context.Background()
	for _, org := range r.Orgs {
		if got, err := c.Org(ctx, org.ID); err != nil || got != org {
			t.Errorf("%s: %v", org.ID, err)
		}
		code := org.AGB
		if org.Kind == kindTownHall {
			code = org.Municipality
		}
		if code == "" {
			continue
		}
		if got, err := c.OrgByCode(ctx, code); err != nil || got.ID != org.ID {
			t.Errorf("%s gives %s: %v", code, got.ID, err)
		}
	}
	for _, code := range []string{"", "0000", "9904"} {
		if _, err := c.OrgByCode(ctx, code); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", code, err)
		}
	}
	if _, err := c.Org(ctx, "o-nowhere"); !fault.Is(err, fault.NotFound) {
		t.Error("an unknown organisation was found")
	}
}

// TestWordsFit checks the stock of sentences: each is short enough for its
// field, no placeholder is left when a child is named, and enough of each exist.
func TestWordsFit(t *testing.T) {
	w := words()
	r := Plan(3, 60, today)
	count := 0
	for n := range 60 {
		l := life{dice: throw(1, "words", uint64(n)), region: r, f: r.Family(n)}
		for domain, goals := range w.goals {
			count += len(goals)
			for _, goal := range goals {
				if child := l.child(); child >= 0 {
					if said := l.say(goal, child); strings.ContainsAny(said, "{}") || len(said) > 200 {
						t.Errorf("%s: %q", domain, said)
					}
				}
			}
			if said, ok := l.goal(domain, -1); ok && strings.ContainsAny(said, "{}") {
				t.Errorf("%q names a child where there is none", said)
			}
			if len(w.reasons[domain]) == 0 || len(w.notes[domain]) == 0 {
				t.Errorf("no reason or note for %s", domain)
			}
			for _, task := range w.tasks[domain] {
				if _, ok := standings[task.Holder]; !ok && task.Holder != "family" && task.Holder != "network" {
					t.Errorf("%q: nobody is a %q", task.Title, task.Holder)
				}
			}
		}
	}
	if count/60 < 75 {
		t.Errorf("only %d goals", count/60)
	}
	meldingen := 0
	for _, list := range w.meldingen {
		meldingen += len(list)
	}
	if meldingen < 60 {
		t.Errorf("only %d requests for help", meldingen)
	}
}

// TestHistoriesAreMostlyShort compares the depths of many families: most have
// one question, about one in twenty a long history.
func TestHistoriesAreMostlyShort(t *testing.T) {
	r := Plan(2, 4000, today)
	var depths [3]int
	silent, days := 0, 0
	for n := range r.Count {
		b := builder{region: r}
		l := b.begin(n, r.Family(n))
		p := l.draft()
		depths[p.depth]++
		days += p.days
		if p.silent {
			silent++
		}
		if row := l.request(); row.Text == "" || len(l.laws(row.Threat)) == 0 {
			t.Fatalf("family %d has nothing to ask: %+v", n, l.f.Needs)
		}
		if p.days < 1 || l.begins(p).After(l.end) || len(p.domains) == 0 {
			t.Fatalf("family %d: %+v", n, p)
		}
	}
	if long := share(depths[2], r.Count); long < 0.03 || long > 0.07 {
		t.Errorf("%.3f of the histories are long", long)
	}
	if short := share(depths[0], r.Count); short < 0.75 {
		t.Errorf("%.3f of the histories are short", short)
	}
	if silent == 0 {
		t.Error("no family is silent")
	}
	t.Logf("depths %v, %d days on average", depths, days/r.Count)
}

// TestWordsSuitTheFamily checks that nobody speaks of children who are not there.
func TestWordsSuitTheFamily(t *testing.T) {
	r := Plan(4, 400, today)
	tags := map[string]bool{"": true, "child": true, "children": true, "many": true, "small": true, "teen": true, "older": true, "partner": true, "alone": true, "woman": true, "man": true}
	for _, list := range words().meldingen {
		for _, m := range list {
			for _, need := range m.Needs {
				if !tags[need] {
					t.Errorf("%q needs %q, which no family is", m.Text, need)
				}
			}
		}
	}
	for n := range r.Count {
		l := life{dice: throw(1, "suit", uint64(n)), region: r, f: r.Family(n)}
		if l.child() >= 0 {
			continue
		}
		for name, list := range map[string][]string{"safe": words().phrases.Safe, "watch": words().phrases.Watch, "evaluations": words().phrases.Evaluations} {
			if said := l.pick(list); needsChild(said) {
				t.Errorf("%s: %q in a family without children", name, said)
			}
		}
		if q := l.question(); needsChild(q.Ask + q.Answer) {
			t.Errorf("a question about children: %q", q.Ask)
		}
	}
}
