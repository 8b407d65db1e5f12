package sim

import (
	"maps"
	"slices"
	"testing"
	"time"
)

// seen is what a scenario came to, the same on both sides: the allocations of a
// client in the order of their numbers, and the money.
type seen struct {
	care  []care
	money Money
	r     Result
}

// scenarios are the cases that the standard describes, and how each must end.
// Day is the day on which it plays, November's; October is the month before it.
var scenarios = []struct {
	name, story string
	holds       func(law string, s seen) bool
}{
	{"new allocation", StoryPlain, func(law string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Start == day && s.care[0].Stopped == day && s.care[0].Cause == stopCode(law, StoryPlain)
	}},
	{"looked into first", StoryHeld, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Start == day && s.r.Kinds["319"] == people && s.r.Kinds["320"] == people
	}},
	{"change of volume", StoryVolume, func(law string, s seen) bool {
		return len(s.care) == 2 && s.care[0].Until == day && s.care[1].Begin == "2026-11-25" && s.care[1].Volume == "9" && s.care[0].Volume != "9" && s.care[0].Cause == stopCode(law, StoryVolume)
	}},
	{"prolonging", StoryLonger, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Until == "2027-08-11" && s.care[0].Stopped == ""
	}},
	{"a change that is refused", StoryUnmoved, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Volume != "40" && s.r.Kinds["317"] == people && s.r.Kinds["319"] == people
	}},
	{"provider switch", StorySwitch, func(law string, s seen) bool {
		return len(s.care) == 2 && s.care[0].Cause == stopCode(law, StorySwitch) && s.care[1].Start == day && s.care[0].Reference != s.care[1].Reference
	}},
	{"death", StoryDeath, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Cause == "02" && s.care[0].Until == day && s.r.Kinds["301"] == 2*people
	}},
	{"move to another municipality", StoryMoved, func(law string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Cause == stopCode(law, StoryMoved) && s.care[0].Until == day
	}},
	{"correction of a start", StoryWrong, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Start == "2026-10-01" && s.r.Kinds["305"] == 3*people
	}},
	{"a claim that is granted", StoryClaimed, func(_ string, s seen) bool {
		return s.money.Claimed > 0 && s.money.Granted == s.money.Claimed && s.money.Rejected+s.money.Credited == 0 && s.r.Kinds["325"] == people
	}},
	{"rejected claim", StoryTooMuch, func(_ string, s seen) bool {
		return s.money.Rejected == 15*s.money.Granted && s.money.Granted > 0 && s.money.Credited == 0 && s.r.Kinds["323"] == 2*people
	}},
	{"credit", StoryCredited, func(_ string, s seen) bool {
		return s.money.Credited > 0 && s.money.Granted*4 == s.money.Credited*7 && s.r.Kinds["325"] == 3*people
	}},
	{"a request that is refused", StoryRefused, func(_ string, s seen) bool {
		return len(s.care) == 0 && s.r.Kinds["319"] == people && s.r.Kinds["301"] == 0
	}},
	{"an allocation message that is refused", StoryBounced, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Start == day && s.r.Anew == people && s.r.Kinds["301"] == 2*people && s.r.Kinds["302"] == 2*people
	}},
	{"a stop that never fits", StoryOrphan, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Stopped == "" && s.r.Bounced == people && s.r.Refused >= people
	}},
	{"care that never begins", StoryUnbegun, func(_ string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Start == "" && s.r.Lapsed >= people
	}},
	{"a stop before its start", StoryHasty, func(law string, s seen) bool {
		return len(s.care) == 1 && s.care[0].Start == day && s.care[0].Cause == stopCode(law, StoryHasty)
	}},
}

const (
	day    = "2026-11-24"
	people = 3 // clients per scenario and law
)

// TestScenarios plays every case under both laws over HTTP in bad weather.
func TestScenarios(t *testing.T) {
	weather := Weather{Loss: 0.1, Double: 0.1, Late: 0.2, Busy: 0.05, Longest: 80 * time.Millisecond}
	for _, row := range scenarios {
		for _, law := range []string{"jw", "wmo"} {
			t.Run(row.name+"/"+law, func(t *testing.T) {
				t.Parallel()
				c := newChain(Config{Seed: 7, Clients: people, Law: law, Stories: []string{row.story}, Weather: weather, Dir: t.TempDir(), Start: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Patience: 2 * time.Minute})
				defer c.close()
				r, err := c.play(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Lost)+len(r.Twice)+len(r.Differ)+len(r.Unflagged)+r.Dead > 0 {
					t.Errorf("lost %q, twice %q, differ %q, unflagged %q, dead %d", r.Lost, r.Twice, r.Differ, r.Unflagged, r.Dead)
				}
				for _, who := range c.clients {
					s := seen{r: r, money: r.Ours}
					for _, n := range slices.Sorted(maps.Keys(c.software.ledger)) {
						if a := c.software.ledger[n]; a.BSN == who.bsn {
							s.care = append(s.care, *a)
						}
					}
					slices.SortFunc(s.care, func(a, b care) int {
						return len(a.Number)*1000 - len(b.Number)*1000 + slices.Compare([]byte(a.Number), []byte(b.Number))
					})
					if !row.holds(law, s) {
						t.Errorf("%+v, money %+v, kinds %v, bounced %d, anew %d, refused %d, lapsed %d", s.care, s.money, r.Kinds, r.Bounced, r.Anew, r.Refused, r.Lapsed)
					}
				}
			})
		}
	}
	stories := map[string]bool{}
	for _, row := range scenarios {
		stories[row.story] = true
	}
	for _, story := range Stories() {
		if !stories[story] {
			t.Errorf("story %s is no scenario", story)
		}
	}
}
