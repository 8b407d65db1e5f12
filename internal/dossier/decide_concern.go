package dossier

import (
	"slices"
	"strings"

	"eendracht/internal/nl"
)

// RaiseConcern begins the reporting code with its first step: the signals.
type RaiseConcern struct {
	Persons []ID   `json:"persons,omitempty"` // whose safety it is about
	Words   string `json:"words,omitempty"`
}

// StepConcern takes a step of the reporting code; see ConcernStepped. Left says
// why steps before it were left out, Despite why grave danger is not reported.
type StepConcern struct {
	Concern ID       `json:"concern,omitempty"`
	Step    string   `json:"step,omitempty"`
	Outcome string   `json:"outcome,omitempty"`
	Words   string   `json:"words,omitempty"`
	With    []string `json:"with,omitempty"`
	Spoke   []ID     `json:"spoke,omitempty"`
	On      nl.Date  `json:"on,omitzero"` // today when empty
	Again   nl.Date  `json:"again,omitzero"`
	Left    string   `json:"left,omitempty"`
	Despite string   `json:"despite,omitempty"`
}

// outcomesOf are the outcomes that a step may have; a step without any has none.
var outcomesOf = map[string][]string{
	StepSignals: nil, StepConsult: nil, StepTalk: {TalkHeld, TalkNot}, StepWeigh: {WeighNone, WeighSuspect, WeighAcute, WeighLasting},
	StepDecide: {DecideClose, DecideHelp, DecideReport, DecideBoth}, StepFollow: {FollowSafe, FollowLater, FollowReport},
}

// consulted are the codes of whom one can consult.
var consulted = []string{"colleague", "safe_home", "expert"}

func concernNeed() Need { return Need{Action: ActIntake, Compartment: CompartmentSafety} }

// Name is the stable name of the command.
func (c RaiseConcern) Name() string { return "raise-concern" }

// Need asks to weigh safety.
func (c RaiseConcern) Need(*Dossier) Need { return concernNeed() }

// Decide wants signals and at least one person whose safety is feared for. It
// may come after the end of the work too: danger waits for no dossier.
func (c RaiseConcern) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.RaiseConcern", d: d, m: m}
	v.missing(d.Version == 0, "dossier.none")
	v.people("persons", c.Persons)
	words := v.words("words", c.Words, mostWords, "dossier.concern.signals")
	if err := v.err(); err != nil {
		return nil, err
	}
	body := ConcernRaised{m.NewID(), unique(c.Persons), words}
	clock, err := m.clock(termConcern, body.Concern, d.desk(), m.Today(), shut(CompartmentSafety), about(body.Persons...))
	return []Entry{m.write(body, shut(CompartmentSafety), about(body.Persons...)), clock}, err
}

func unique(ids []ID) []ID {
	var once []ID
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

// Name is the stable name of the command.
func (c StepConcern) Name() string { return "step-concern" }

// Need asks to weigh safety.
func (c StepConcern) Need(*Dossier) Need { return concernNeed() }

// Decide takes the step. The order of the code may be left with a reason, as in
// acute danger; what is grave is reported, or says why not.
func (c StepConcern) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.StepConcern", d: d, m: m}
	v.missing(d.Version == 0, "dossier.none")
	concern, ok := d.Concern(c.Concern)
	v.missing(!ok, "dossier.concern.none")
	v.conflict(ok && !concern.Open(), "dossier.concern.over")
	body := c.body(v, concern)
	c.decided(v, concern)
	if err := v.err(); err != nil {
		return nil, err
	}
	options := []func(*Entry){shut(CompartmentSafety), about(concern.Persons...)}
	entries := []Entry{m.write(body, options...)}
	if c.Step != StepDecide && c.Step != StepFollow {
		return entries, nil
	}
	entries = append(entries, m.each(d, c.Concern, nil, func(k Clock) Body { return ClockMet{Clock: k.Clock, On: m.Today()} })...)
	for i := range entries[1:] {
		entries[i+1].Compartment, entries[i+1].About = CompartmentSafety, concern.Persons
	}
	if !c.Again.IsZero() && concern.after(body) != ConcernOver {
		entries = append(entries, m.agreed(termFollow, c.Concern, d.desk(), c.Again, options...))
	}
	return entries, nil
}

// body reads the step and checks what every step asks.
func (c StepConcern) body(v *check, concern Concern) ConcernStepped {
	body := ConcernStepped{
		Concern: c.Concern, Step: c.Step, Outcome: c.Outcome, With: slices.Clone(c.With), Spoke: unique(c.Spoke), On: v.m.orToday(c.On), Again: c.Again,
		Words: v.words("words", c.Words, mostWords, "dossier.concern.words"),
		Left:  v.short("left", c.Left, mostReason), Despite: v.short("despite", c.Despite, mostReason),
	}
	outcomes, known := outcomesOf[c.Step]
	v.field(!known, "step", "dossier.concern.step")
	if len(outcomes) > 0 {
		v.oneOf("outcome", c.Outcome, "dossier.concern.outcome", outcomes...)
	}
	v.field(len(outcomes) == 0 && c.Outcome != "", "outcome", "dossier.concern.outcome")
	v.notFuture("on", c.On)
	v.notPast("again", c.Again)
	for _, with := range c.With {
		v.oneOf("with", with, "dossier.concern.with", consulted...)
	}
	for _, id := range c.Spoke {
		v.person("spoke", id)
	}
	v.field(c.Step == StepConsult && len(c.With) == 0, "with", "dossier.concern.with")
	v.field(c.Step == StepTalk && c.Outcome == TalkHeld && len(c.Spoke) == 0, "spoke", "dossier.concern.spoke")
	v.field(len(concern.Skipped(c.Step)) > 0 && body.Left == "", "left", "dossier.concern.left")
	return body
}

// decided checks what the fifth step and the follow-up ask.
func (c StepConcern) decided(v *check, concern Concern) {
	_, decided := concern.Did(StepDecide)
	_, weighed := concern.Did(StepWeigh)
	switch c.Step {
	case StepDecide:
		suspect, _ := concern.Did(StepWeigh)
		v.field(c.Outcome == DecideClose && weighed && suspect.Outcome != WeighNone, "outcome", "dossier.concern.something")
		reports := c.Outcome == DecideReport || c.Outcome == DecideBoth
		v.field(concern.Grave() && !reports && strings.TrimSpace(c.Despite) == "", "despite", "dossier.concern.norm")
		v.field(c.Outcome != DecideClose && c.Again.IsZero(), "again", "dossier.concern.again")
	case StepFollow:
		v.conflict(!decided, "dossier.concern.undecided")
		v.field(c.Outcome != FollowSafe && c.Again.IsZero(), "again", "dossier.concern.again")
	default:
		v.conflict(decided, "dossier.concern.decided")
	}
	v.conflict(c.Step == StepDecide && decided, "dossier.concern.decided")
}
