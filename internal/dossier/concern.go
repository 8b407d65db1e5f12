package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// A concern is one run of the reporting code (meldcode huiselijk geweld en
// kindermishandeling): Wmo 2015 art. 3.3, Jeugdwet art. 4.1.7 and the Besluit
// verplichte meldcode. Its five steps lie in the safety compartment and are
// written by whoever works on the case; a sixth says whether the help worked,
// which the weighing frame (afwegingskader) asks after the fifth.

// The steps, in the order of the code.
const (
	StepSignals = "signals" // 1: what was seen or heard
	StepConsult = "consult" // 2: a colleague, and Veilig Thuis when needed
	StepTalk    = "talk"    // 3: with the family
	StepWeigh   = "weigh"   // 4: is it violence or abuse, and how grave
	StepDecide  = "decide"  // 5: report, organise help, or both
	StepFollow  = "follow"  // after it: did the help make it safe
)

// What a step came to.
const (
	TalkHeld     = "talked"
	TalkNot      = "not" // left out, for a reason: it would put someone in danger
	WeighNone    = "none"
	WeighSuspect = "suspicion"
	WeighAcute   = "acute"
	WeighLasting = "structural"
	DecideClose  = "close"
	DecideHelp   = "help"
	DecideReport = "report"
	DecideBoth   = "both"
	FollowSafe   = "safe"
	FollowLater  = "later"
	FollowReport = "report"
)

// The states of a concern, by the step that it is at.
const (
	ConcernBegun     = "raised"
	ConcernConsulted = "consulted"
	ConcernSpoken    = "spoken"
	ConcernWeighed   = "weighed"
	ConcernFollowed  = "followed" // decided: one looks whether it becomes safe
	ConcernOver      = "over"
)

const (
	termConcern = "concern.decide"
	termFollow  = "concern.follow"
)

// ConcernRaised says whose safety someone fears for and which signals they saw:
// the first step.
type ConcernRaised struct {
	Concern ID     `json:"concern"`
	Persons []ID   `json:"persons"`
	Words   string `json:"words"`
}

// ConcernStepped is a step that was taken, or left out for a reason.
type ConcernStepped struct {
	Concern ID       `json:"concern"`
	Step    string   `json:"step"`
	Outcome string   `json:"outcome,omitempty"`
	Words   string   `json:"words"`
	With    []string `json:"with,omitempty"`    // consulted: colleague, safe_home, expert
	Spoke   []ID     `json:"spoke,omitempty"`   // persons who were spoken to
	On      nl.Date  `json:"on"`                // the day on which it was done
	Again   nl.Date  `json:"again,omitzero"`    // the day on which one looks whether it helped
	Left    string   `json:"left,omitempty"`    // why an earlier step was left out
	Despite string   `json:"despite,omitempty"` // why the norm to report was not followed
}

// Kind names the stored form of each body.
func (ConcernRaised) Kind() string  { return "concern.raised" }
func (ConcernStepped) Kind() string { return "concern.stepped" }

// Concern is one run of the reporting code with its steps, oldest first.
type Concern struct {
	ConcernRaised
	State    string
	Steps    []ConcernStep
	Reported bool // Veilig Thuis was told
	At       time.Time
	By       Actor
	Entry    ID
}

// ConcernStep is one step with who took it and when it was recorded (UTC).
type ConcernStep struct {
	ConcernStepped
	At    time.Time
	By    Actor
	Entry ID
}

// Open tells whether steps are still to be taken.
func (c Concern) Open() bool { return c.State != ConcernOver }

// Did gives the latest record of a step, and whether the step was taken.
func (c Concern) Did(step string) (ConcernStep, bool) {
	for _, s := range slices.Backward(c.Steps) {
		if s.Step == step {
			return s, true
		}
	}
	return ConcernStep{}, false
}

// Next gives the first step of the code that was not taken yet; StepFollow when
// all five were.
func (c Concern) Next() string {
	for _, step := range codeSteps[1:] {
		if _, ok := c.Did(step); !ok {
			return step
		}
	}
	return StepFollow
}

// Skipped gives the steps between the signals and this one that were not taken.
func (c Concern) Skipped(step string) []string {
	var skipped []string
	for _, earlier := range codeSteps[1:] {
		if earlier == step {
			return skipped
		}
		if _, ok := c.Did(earlier); !ok {
			skipped = append(skipped, earlier)
		}
	}
	return nil // a follow-up comes after a decision, which said why
}

// Grave tells whether acute or lasting danger was weighed: then reporting is the
// professional norm.
func (c Concern) Grave() bool {
	weighed, _ := c.Did(StepWeigh)
	return weighed.Outcome == WeighAcute || weighed.Outcome == WeighLasting
}

// codeSteps are the five steps of the code.
var codeSteps = [...]string{StepSignals, StepConsult, StepTalk, StepWeigh, StepDecide}

// Concern gives a concern by id.
func (d *Dossier) Concern(id ID) (Concern, bool) {
	return deref(find(d.Concerns, func(c *Concern) bool { return c.Concern == id }))
}

// Concerned tells whether the reporting code runs.
func (d *Dossier) Concerned() bool {
	return find(d.Concerns, func(c *Concern) bool { return c.Open() }) != nil
}

func (b ConcernRaised) apply(f *folding, e Entry) {
	list := own(f, slotConcerns, &f.d.Concerns)
	*list = append(*list, Concern{ConcernRaised: b, State: ConcernBegun, At: e.At, By: e.By, Entry: e.ID})
}

func (b ConcernStepped) apply(f *folding, e Entry) {
	change(own(f, slotConcerns, &f.d.Concerns), func(c *Concern) bool { return c.Concern == b.Concern }, func(c *Concern) {
		c.Steps = longer(c.Steps, ConcernStep{b, e.At, e.By, e.ID})
		c.State = c.after(b)
		c.Reported = c.Reported || b.reports()
	})
}

// reports tells whether this step tells Veilig Thuis.
func (b ConcernStepped) reports() bool {
	return b.Step == StepDecide && (b.Outcome == DecideReport || b.Outcome == DecideBoth) || b.Step == StepFollow && b.Outcome == FollowReport
}

// concernOrder are the states in the order of the code; a concern never goes back.
var concernOrder = [...]string{ConcernBegun, ConcernConsulted, ConcernSpoken, ConcernWeighed, ConcernFollowed, ConcernOver}

// after gives the state after a step.
func (c Concern) after(b ConcernStepped) string {
	to := map[string]string{StepConsult: ConcernConsulted, StepTalk: ConcernSpoken, StepWeigh: ConcernWeighed, StepDecide: ConcernFollowed, StepFollow: ConcernFollowed}[b.Step]
	if b.Step == StepDecide && b.Outcome == DecideClose || b.Step == StepFollow && b.Outcome == FollowSafe {
		to = ConcernOver
	}
	if slices.Index(concernOrder[:], to) > slices.Index(concernOrder[:], c.State) {
		return to
	}
	return c.State
}
