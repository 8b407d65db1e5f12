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
	t.Log("\n" + r.Table())
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
	if r.Ours.Granted == 0 || r.Ours.Rejected == 0 || r.Ours.Credited == 0 || r.Ours != r.Theirs {
		t.Errorf("money: ours %+v, theirs %+v", r.Ours, r.Theirs)
	}
	for _, number := range []string{"301", "302", "305", "306", "307", "308", "315", "316", "317", "318", "319", "320", "323", "325"} {
		if r.Kinds[number] == 0 {
			t.Errorf("no %s went over the wire", number)
		}
	}
	if r.Bounced == 0 || r.Refused == 0 || r.Anew == 0 {
		t.Errorf("nothing was refused: %d, %d, %d", r.Bounced, r.Refused, r.Anew)
	}
	if r.Lapsed == 0 {
		t.Error("care that never began lapsed no term")
	}
}

func TestTwentyThousandMessages(t *testing.T) {
	if os.Getenv("EENDRACHT_TORTURE") == "" {
		t.Skip("the long run: EENDRACHT_TORTURE=1")
	}
	r := run(t, sim.Config{Seed: 2026, Clients: 2200, Weather: bad, Patience: 30 * time.Minute, Hands: 32})
	if r.Messages < 20_000 {
		t.Errorf("only %d messages", r.Messages)
	}
}
