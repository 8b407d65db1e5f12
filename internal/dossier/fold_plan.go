package dossier

import "eendracht/internal/statute"

func (b GoalSet) apply(f *folding, e Entry) {
	g := Goal{GoalSet: b, State: GoalOpen, At: e.At, By: e.By, Entry: e.ID}
	if old, ok := f.d.Goal(b.Goal); ok {
		old.GoalSet, old.Entry = b, e.ID
		g = old
	}
	place(own(f, slotGoals, &f.d.Goals), g, func(o *Goal) bool { return o.Goal == b.Goal })
}

func (f *folding) goal(id ID, do func(*Goal)) {
	change(own(f, slotGoals, &f.d.Goals), func(g *Goal) bool { return g.Goal == id }, do)
}

func (b GoalMet) apply(f *folding, e Entry) {
	f.goal(b.Goal, func(g *Goal) { g.State, g.Ended, g.Words = GoalDone, e.At, b.Words })
}

func (b GoalDropped) apply(f *folding, e Entry) {
	f.goal(b.Goal, func(g *Goal) { g.State, g.Ended, g.Words = GoalLeft, e.At, b.Reason })
}

// A new agreement takes the family out of watching: the work runs again.
func (b PlanAgreed) apply(f *folding, e Entry) {
	f.d.Plan, f.d.Watch = &Plan{b, e.At, e.By}, nil
}

func (b EvaluationHeld) apply(f *folding, e Entry) {
	list := own(f, slotEvaluations, &f.d.Evaluations)
	*list = append(*list, Evaluation{b, e.At, e.By})
}

func (b TaskCreated) apply(f *folding, e Entry) {
	list := own(f, slotTasks, &f.d.Tasks)
	*list = append(*list, Task{TaskCreated: b, State: TaskOpen, At: e.At, By: e.By, Entry: e.ID})
}

func (f *folding) task(id ID, do func(*Task)) {
	change(own(f, slotTasks, &f.d.Tasks), func(t *Task) bool { return t.Task == id }, do)
}

func (b TaskOffered) apply(f *folding, e Entry) {
	f.task(b.Task, func(t *Task) { t.State, t.Holder, t.Asking = TaskAsked, b.To, e.At })
}

func (b TaskAccepted) apply(f *folding, e Entry) {
	f.task(b.Task, func(t *Task) { t.State, t.Accepted = TaskTaken, e.At })
}

func (b TaskDeclined) apply(f *folding, _ Entry) {
	f.task(b.Task, func(t *Task) { t.State, t.Holder, t.Reason = TaskOpen, Holder{}, b.Reason })
}

func (b TaskStarted) apply(f *folding, _ Entry) {
	f.task(b.Task, func(t *Task) { t.State, t.Started = TaskBusy, b.On })
}

func (b TaskReported) apply(f *folding, e Entry) {
	f.task(b.Task, func(t *Task) { t.Reports = longer(t.Reports, Report{b.Words, e.At, e.By}) })
}

func (b TaskDone) apply(f *folding, e Entry) {
	f.task(b.Task, func(t *Task) {
		t.State, t.Done = TaskReady, b.On
		if b.Words != "" {
			t.Reports = longer(t.Reports, Report{b.Words, e.At, e.By})
		}
	})
}

func (b TaskReturned) apply(f *folding, _ Entry) {
	f.task(b.Task, func(t *Task) { t.State, t.Holder, t.Reason = TaskBack, Holder{}, b.Reason })
}

func (b TaskWithdrawn) apply(f *folding, _ Entry) {
	f.task(b.Task, func(t *Task) { t.State, t.Reason = TaskGone, b.Reason })
}

func (b ClockStarted) apply(f *folding, _ Entry) {
	list := own(f, slotClocks, &f.d.Clocks)
	*list = append(*list, Clock{ClockStarted: b, State: ClockRuns})
}

func (f *folding) clock(id ID, do func(*Clock)) {
	change(own(f, slotClocks, &f.d.Clocks), func(c *Clock) bool { return c.Clock == id }, do)
}

func (b ClockPaused) apply(f *folding, _ Entry) {
	f.clock(b.Clock, func(c *Clock) { c.State, c.Paused, c.Reason = ClockWaits, b.On, b.Reason })
}

func (b ClockResumed) apply(f *folding, _ Entry) {
	f.clock(b.Clock, func(c *Clock) {
		c.State, c.Due, c.Days = ClockRuns, b.Due, c.Days+statute.PausedDays(c.Paused, b.On)
	})
}

func (b ClockExtended) apply(f *folding, _ Entry) {
	f.clock(b.Clock, func(c *Clock) { c.Due, c.Reason, c.Extended = b.Due, b.Reason, c.Extended+1 })
}

func (b ClockMet) apply(f *folding, _ Entry) {
	f.clock(b.Clock, func(c *Clock) { c.State, c.Ended = ClockIsMet, b.On })
}

func (b ClockLapsed) apply(f *folding, _ Entry) {
	f.clock(b.Clock, func(c *Clock) { c.State = ClockIsLate })
}

func (b ClockStopped) apply(f *folding, _ Entry) {
	f.clock(b.Clock, func(c *Clock) { c.State, c.Reason = ClockIsEnded, b.Reason })
}
