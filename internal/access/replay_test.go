package access

import (
	"slices"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// A set that was kept decides the same as the one that it was kept of, also one
// with a municipality's own rules.
func TestAKeptPolicySetDecidesTheSame(t *testing.T) {
	s, _ := broken(t, "")
	e := engine(t, `@id("local.mind") @nl("access.deny.local") @ground("avg.15")
		forbid (principal, action == Action::"part", resource) when { resource.domain == "mind" && context.role == "partner" };`)
	raw, err := e.Text()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := Stored(shippedLaw(t), e.Version(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Version() != e.Version() {
		t.Errorf("version %s, was %s", kept.Version(), e.Version())
	}
	for name, ask := range viewers() {
		a, errA := e.View(s.d, ask)
		b, errB := kept.View(s.d, ask)
		if (errA == nil) != (errB == nil) {
			t.Fatalf("%s: %v, %v", name, errA, errB)
		}
		if errA == nil && a.Digest() != b.Digest() {
			t.Errorf("%s: another digest", name)
		}
	}
	if _, err := Stored(shippedLaw(t), engine(t).Version(), raw); !fault.Is(err, fault.Invalid) {
		t.Errorf("under another version: %v", err)
	}
	if _, err := Stored(shippedLaw(t), e.Version(), []byte("[")); !fault.Is(err, fault.Invalid) {
		t.Errorf("no text at all: %v", err)
	}
}

// Whatever one view shows and another does not, their digests differ; the same
// view twice has the same.
func TestTheDigestTellsViewsApart(t *testing.T) {
	s, e := tell(t), engine(t)
	seen := map[string]string{}
	for name, ask := range viewers() {
		v, err := e.View(s.d, ask)
		if err != nil {
			continue
		}
		again, err := engine(t).View(s.d, ask)
		if err != nil || again.Digest() != v.Digest() {
			t.Errorf("%s: twice is not the same (%v)", name, err)
		}
		if other, ok := seen[v.Digest()]; ok {
			t.Errorf("%s and %s have the same digest", name, other)
		}
		seen[v.Digest()] = name
		change(t, name, v)
	}
	if len(seen) < 10 {
		t.Errorf("only %d views", len(seen))
	}
}

func change(t *testing.T, name string, v *View) {
	t.Helper()
	was := v.Digest()
	for what, do := range map[string]func(*View){
		"an entry": func(c *View) {
			c.Dossier.Entries = append(slices.Clip(c.Dossier.Entries), dossier.Entry{ID: "more"})
		},
		"a person": func(c *View) { c.Dossier.Persons = append(slices.Clip(c.Dossier.Persons), dossier.Person{ID: "more"}) },
		"a part":   func(c *View) { c.Read = append(slices.Clip(c.Read), dossier.Part{Domain: "more"}) },
		"a hold":   func(c *View) { c.Dossier.Holds = append(slices.Clip(c.Dossier.Holds), dossier.Hold{}) },
		"a role":   func(c *View) { c.Role += "x" },
	} {
		c, d := *v, *v.Dossier
		c.Dossier = &d
		do(&c)
		if c.Digest() == was {
			t.Errorf("%s: %s more does not show", name, what)
		}
	}
}

func TestAsIsReadBack(t *testing.T) {
	w := Who{User: "u", Org: "o", Kind: Staff, OrgKind: "housing", Municipality: "9001", Roles: []string{"worker", "decider"}, Name: "Wim"}
	got, err := ReadAs(w.As())
	if err != nil || w.As() != "staff|housing|9001|decider,worker" || got.Kind != Staff || got.OrgKind != "housing" || len(got.Roles) != 2 {
		t.Errorf("%q: %+v, %v", w.As(), got, err)
	}
	if c, err := ReadAs(Who{Kind: Citizen}.As()); err != nil || c.Kind != Citizen || c.Roles != nil {
		t.Errorf("%+v, %v", c, err)
	}
	for _, bad := range []string{"", "staff", "|||", "a|b|c"} {
		if _, err := ReadAs(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	s, e := long(b, 200), engine(b)
	v, err := e.View(s.d, viewers()["lead"])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		v.Digest()
	}
}
