package region

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/nl"
)

// anyDay draws a day on which a region may be made.
func anyDay(t *rapid.T) nl.Date {
	return nl.Date{Year: 2024, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 5000).Draw(t, "day"))
}

// TestEveryFamilyOfEverySeed checks what must hold whatever the seed, the size
// and the day: someone of age asks for help, relations and custody point at
// persons of the family, numbers are of the family's own share.
func TestEveryFamilyOfEverySeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 1_000_000).Draw(t, "families")
		r := Plan(rapid.Uint64().Draw(t, "seed"), count, anyDay(t))
		f := r.Family(rapid.IntRange(0, count-1).Draw(t, "family"))
		if f.Persons[0].Age(r.Today) < 18 || f.Persons[0].Account == "" || !f.Needs.Any() {
			t.Fatalf("nobody can ask: %+v", f)
		}
		within := func(i int) bool { return i >= 0 && i < len(f.Persons) }
		for _, rel := range f.Relations {
			if !within(rel.From) || !within(rel.To) || rel.From == rel.To || rel.Valid.From.After(r.Today) {
				t.Fatalf("relation %+v", rel)
			}
		}
		for _, c := range f.Custody {
			if !within(c.Child) || !within(c.Parent1) || c.Parent2 >= len(f.Persons) || !f.Persons[c.Child].Child || (c.Code == "12") != (c.Parent2 >= 0) {
				t.Fatalf("custody %+v", c)
			}
		}
		for _, p := range f.Persons {
			if p.BSN == "" {
				continue
			}
			if n, ok := r.familyOf(nl.BSN(p.BSN)); !ok || n != f.Number {
				t.Fatalf("BSN %s lies in the share of family %d, not %d", p.BSN, n, f.Number)
			}
		}
		if again := r.Family(f.Number); !same(f, again) {
			t.Fatal("asked twice, the family differs")
		}
	})
}

func same(a, b Family) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && slices.Equal(x, y)
}

// TestStoryHoldsOnEveryDay checks that the story's ages do not depend on the
// day on which the region is made, leap days included.
func TestStoryHoldsOnEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := anyDay(t)
		r := Plan(1, 1, day)
		for i, want := range []int{41, 16, 12, 7, 43, 39, 68} {
			if age := r.Story.People[i].Profile.Birth.AgeOn(day); age != want {
				t.Fatalf("on %s person %d of the story is %d, not %d", day, i, age, want)
			}
		}
	})
}

// TestRecordPutsThePersonFirst checks that asking for any member of a family
// gives the same persons, relations and custody, with that member in front.
func TestRecordPutsThePersonFirst(t *testing.T) {
	r := Plan(6, 500, today)
	rapid.Check(t, func(t *rapid.T) {
		f := r.Family(rapid.IntRange(0, 499).Draw(t, "family"))
		whole := f.record()
		for _, p := range whole.Persons {
			record, ok := r.Registry().Of(p.BSN)
			if !ok || record.Persons[0].BSN != p.BSN || len(record.Persons) != len(whole.Persons) ||
				len(record.Relations) != len(whole.Relations) || len(record.Custody) != len(whole.Custody) || len(record.Moved) != len(whole.Moved) {
				t.Fatalf("record of %s: %+v", p.BSN, record)
			}
			for _, rel := range record.Relations {
				if rel.Type == "parent" && !record.Persons[rel.From].Birth.Before(record.Persons[rel.To].Birth) {
					t.Fatalf("a parent is younger than the child: %+v", rel)
				}
			}
		}
	})
}
