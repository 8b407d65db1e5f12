package region

import (
	"context"
	"testing"

	"eendracht/internal/fault"
)

func TestHeldTellsWhichRegionIsThere(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	if _, err := Held(ctx, o.Store); !fault.Is(err, fault.NotFound) {
		t.Errorf("an empty store: %v", err)
	}
	r := Plan(12, 3, today)
	build(t, o, r)
	held, err := Held(ctx, o.Store)
	if want := (Identity{Seed: 12, Families: 3, Today: today}); err != nil || held != want {
		t.Errorf("held %+v, want %+v: %v", held, want, err)
	}
	for _, bad := range []string{"", "1", "1/x/3/2026-11-24", "1/12/x/2026-11-24", "1/12/3/20x6-11-24", "1/2/3/4/5"} {
		if _, err := identify(bad); !fault.Is(err, fault.Conflict) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
