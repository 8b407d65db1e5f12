package dossier

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// diagrams reads docs/states.md: per heading the moves that its diagram draws,
// as "from>to", with "" for the beginning.
func diagrams(t testing.TB) map[string]map[string]bool {
	t.Helper()
	raw, err := os.ReadFile("../../docs/states.md")
	if err != nil {
		t.Fatal(err)
	}
	moves := map[string]map[string]bool{}
	arrow := regexp.MustCompile(`^\s+(\S+) --> (\S+)(?: : (\S+))?$`)
	heading := ""
	for _, line := range strings.Split(string(raw), "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			heading = title
			moves[heading] = map[string]bool{}
		}
		if m := arrow.FindStringSubmatch(line); m != nil {
			moves[heading][strings.TrimSuffix(strings.TrimPrefix(m[1], "[*]"), "[*]")+">"+m[2]] = true
		}
	}
	return moves
}

func TestEveryStateIsDrawn(t *testing.T) {
	drawn := diagrams(t)
	for heading, states := range map[string][]string{
		"Dossier":           {PhaseMelding, PhaseInquiry, PhasePlan, PhaseWork, PhaseWatching, PhaseClosed},
		"Offer of the lead": {OfferOpen, OfferTaken, OfferRefused, OfferGone},
		"Task":              {TaskOpen, TaskAsked, TaskTaken, TaskBusy, TaskReady, TaskBack, TaskGone},
		"Clock":             {ClockRuns, ClockWaits, ClockIsMet, ClockIsLate, ClockIsEnded},
		"Goal":              {GoalOpen, GoalDone, GoalLeft},
		"Question":          {"asked", "answered"},
		"Allocation":        {AllocationGiven, AllocationBusy, AllocationRests, AllocationOver, AllocationGone},
		"Concern":           {ConcernBegun, ConcernConsulted, ConcernSpoken, ConcernWeighed, ConcernFollowed, ConcernOver},
		"Right":             {RightAsked, RightGranted, RightRefused},
		"Claim":             {ClaimOpen, ClaimGranted, ClaimRefused, ClaimCredited},
	} {
		for _, state := range states {
			reached := false
			for move := range drawn[heading] {
				reached = reached || strings.HasSuffix(move, ">"+state)
			}
			if !reached {
				t.Errorf("%s: nothing leads to %q", heading, state)
			}
		}
	}
}

func TestArrowsNameKindsThatExist(t *testing.T) {
	raw, err := os.ReadFile("../../docs/states.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`--> \S+ : (\S+)`).FindAllStringSubmatch(string(raw), -1)
	if len(named) < 40 {
		t.Fatalf("only %d arrows found", len(named))
	}
	for _, m := range named {
		if _, ok := readers[m[1]]; !ok {
			t.Errorf("no entry is of kind %q", m[1])
		}
	}
}

// states gives the state of everything in a dossier, per kind of thing and id.
func states(d *Dossier) map[[2]string]string {
	at := map[[2]string]string{}
	if d.Version > 0 {
		at[[2]string{"Dossier", ""}] = d.Phase()
	}
	for _, o := range d.Offers {
		at[[2]string{"Offer of the lead", string(o.Offer)}] = o.State
	}
	for _, t := range d.Tasks {
		at[[2]string{"Task", string(t.Task)}] = t.State
	}
	for _, c := range d.Clocks {
		at[[2]string{"Clock", string(c.Clock)}] = c.State
	}
	for _, g := range d.Goals {
		at[[2]string{"Goal", string(g.Goal)}] = g.State
	}
	for _, q := range d.Questions {
		at[[2]string{"Question", string(q.Question)}] = map[bool]string{true: "asked", false: "answered"}[q.AnsweredAt.IsZero()]
	}
	for _, c := range d.Concerns {
		at[[2]string{"Concern", string(c.Concern)}] = c.State
	}
	for _, r := range d.Rights {
		at[[2]string{"Right", string(r.Right)}] = r.State
	}
	for _, a := range d.Allocations {
		at[[2]string{"Allocation", a.Number}] = a.State()
	}
	for _, c := range d.Claims {
		at[[2]string{"Claim", string(c.Claim)}] = d.ClaimState(c)
	}
	return at
}
