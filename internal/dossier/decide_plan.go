package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c SetGoal) Name() string { return "set-goal" }
func (c SetGoal) Need(d *Dossier) Need {
	if g, ok := d.Goal(c.Goal); ok {
		return planNeed(ActPlan, g.Part)
	}
	return planNeed(ActPlan, c.Part)
}

func (c SetGoal) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("SetGoal", d, m)
	old, reworded := d.Goal(c.Goal)
	v.missing(c.Goal != "" && !reworded, "dossier.goal.none")
	if reworded {
		c.Part = old.Part
		v.conflict(old.State != GoalOpen, "dossier.goal.ended")
	} else {
		v.opened("part", c.Part)
		c.Goal = m.NewID()
	}
	words := v.words("words", c.Words, mostReason, "dossier.goal.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	set := m.write(GoalSet{c.Goal, words, c.Part, old.Own}, lies(c.Part), aboutPart(c.Part))
	set.Corrects = old.Entry
	return []Entry{set}, nil
}

// openGoal wants a goal that is still open.
func (c *check) openGoal(id ID) Goal {
	g, ok := c.d.Goal(id)
	c.missing(!ok, "dossier.goal.none")
	c.conflict(g.State != GoalOpen, "dossier.goal.ended")
	return g
}

func goalNeed(d *Dossier, id ID) Need {
	if g, ok := d.Goal(id); ok {
		return planNeed(ActPlan, g.Part)
	}
	return Need{Action: ActPlan}
}

func (c MeetGoal) Name() string         { return "meet-goal" }
func (c MeetGoal) Need(d *Dossier) Need { return goalNeed(d, c.Goal) }

func (c MeetGoal) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("MeetGoal", d, m)
	g := v.openGoal(c.Goal)
	words := v.short("words", c.Words, mostReason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(GoalMet{c.Goal, words}, lies(g.Part), aboutPart(g.Part))}, nil
}

func (c DropGoal) Name() string         { return "drop-goal" }
func (c DropGoal) Need(d *Dossier) Need { return goalNeed(d, c.Goal) }

func (c DropGoal) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("DropGoal", d, m)
	g := v.openGoal(c.Goal)
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(GoalDropped{c.Goal, reason}, lies(g.Part), aboutPart(g.Part))}, nil
}

func (c AgreePlan) Name() string       { return "agree-plan" }
func (c AgreePlan) Need(*Dossier) Need { return Need{Action: ActPlan} }

// Decide takes the agreed plan as what the inquiry led to, so it meets the term
// of the inquiry and those of the family's and the youth plan. Without a date the
// evaluation is planned by the term that the chain agreed.
func (c AgreePlan) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AgreePlan", d, m)
	v.conflict(!slices.ContainsFunc(d.Goals, func(g Goal) bool { return g.State == GoalOpen }), "dossier.plan.nogoal")
	v.people("with", c.With)
	v.notPast("evaluate", c.Evaluate)
	if err := v.err(); err != nil {
		return nil, err
	}
	evaluate, err := m.evaluation(c.Evaluate)
	if err != nil {
		return nil, err
	}
	entries := []Entry{m.write(PlanAgreed{c.With, evaluate}, about(c.With...))}
	for _, melding := range d.Meldingen {
		entries = append(entries, m.met(d, melding.Melding, termInquiry, termFamilyPlan, termYouthPlan)...)
	}
	entries = append(entries, m.met(d, d.ID, termFamilyPlan, termYouthPlan)...)
	entries = append(entries, m.stopped(d, d.ID, "replanned", termEvaluation)...)
	if d.Watch != nil {
		entries = append(entries, m.stopped(d, d.ID, "replanned", termWatch)...)
	}
	return append(entries, m.agreed(termEvaluation, d.ID, d.desk(), evaluate)), nil
}

func (m Moment) evaluation(agreed nl.Date) (nl.Date, error) {
	if !agreed.IsZero() {
		return agreed, nil
	}
	term, err := m.Law.Term(termEvaluation, m.Today())
	return term.Due(m.Today()), err
}

func (c HoldEvaluation) Name() string       { return "hold-evaluation" }
func (c HoldEvaluation) Need(*Dossier) Need { return Need{Action: ActPlan} }

// Decide plans no evaluation without a next date: the work comes to its end.
func (c HoldEvaluation) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("HoldEvaluation", d, m)
	v.conflict(d.Plan == nil, "dossier.plan.none")
	v.people("with", c.With)
	words := v.words("words", c.Words, mostWords, "dossier.evaluation.words")
	v.notPast("next", c.Next)
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(EvaluationHeld{c.With, words, c.Next}, about(c.With...))}
	entries = append(entries, m.met(d, d.ID, termEvaluation)...)
	if !c.Next.IsZero() {
		entries = append(entries, m.agreed(termEvaluation, d.ID, d.desk(), c.Next))
	}
	return entries, nil
}
