package sim_test

import (
	"os"
	"testing"
	"time"

	"eendracht/internal/ijw/sim"
)

// bad is the weather of the bar: 5% loss, 5% duplicates, letters out of order.
var bad = sim.Weather{Loss: 0.05, Double: 0.05, Late: 0.10, Busy: 0.02, Longest: 300 * time.Millisecond}

func run(t *testing.T, c sim.Config) sim.Result {
	t.Helper()
	c.Dir, c.Start = t.TempDir(), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	r, err := sim.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d messages in %s (%.0f a second), faults %+v, terms kept %d, flagged %d, stalls %d, refused %d", r.Messages, r.Took.Round(time.Millisecond), float64(r.Messages)/r.Took.Seconds(), r.Faults, r.Kept, r.Lapsed, r.Stalls, r.Refused)
	for name, flaws := range map[string][]string{"lost": r.Lost, "twice": r.Twice, "ledgers": r.Differ, "terms": r.Unflagged} {
		if len(flaws) > 0 {
			t.Errorf("%s: %d, the first: %s", name, len(flaws), flaws[0])
		}
	}
	if r.Dead > 0 {
		t.Errorf("%d dead letters", r.Dead)
	}
	return r
}

func TestBothLedgersAgreeInBadWeather(t *testing.T) {
	r := run(t, sim.Config{Seed: 1, Clients: 80, Weather: bad, Patience: time.Minute})
	if r.Messages < 250 {
		t.Errorf("only %d messages: the stories did not play", r.Messages)
	}
	if r.Faults.Lost == 0 || r.Faults.Doubled == 0 || r.Faults.Late == 0 || r.Faults.Unheard == 0 {
		t.Errorf("the weather was fine: %+v", r.Faults)
	}
	if r.Lapsed == 0 {
		t.Error("care that never began lapsed no term")
	}
}

func TestTwentyThousandMessages(t *testing.T) {
	if os.Getenv("EENDRACHT_TORTURE") == "" {
		t.Skip("the long run: EENDRACHT_TORTURE=1")
	}
	r := run(t, sim.Config{Seed: 2026, Clients: 2500, Weather: bad, Patience: 30 * time.Minute, Hands: 32})
	if r.Messages < 20_000 {
		t.Errorf("only %d messages", r.Messages)
	}
}
