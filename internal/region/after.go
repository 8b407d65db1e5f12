package region

import (
	"eendracht/internal/dossier"
)

// evaluate holds an evaluation with the family, says how it goes now, and marks
// goals that were reached.
func (l *life) evaluate(aims []aim, last bool, round int) {
	l.pass(20, 45)
	c := dossier.HoldEvaluation{With: l.atTable(), Words: l.pick(words().phrases.Evaluations)}
	if !last {
		c.Next = l.day(l.between(70, 98))
	}
	l.do(l.leading(), c)
	for i := range aims {
		if l.chance(0.25) {
			l.soon()
			l.score(aims[i].part, 2+min(round, 2), 5)
		}
	}
}

// settleJobs ends what is left of the tasks; false when one that came back
// stays without anyone.
func (l *life) settleJobs(p plot, jobs []*job) bool {
	for _, j := range jobs {
		l.soon()
		switch j.state {
		case dossier.TaskReady:
		case dossier.TaskBack:
			if p.comeback {
				return false
			}
			l.do(l.leading(), dossier.WithdrawTask{Task: j.id, Reason: one(l.dice, words().phrases.Dropped)})
		case dossier.TaskTaken, dossier.TaskBusy:
			l.do(j.by, dossier.FinishTask{Task: j.id, Words: one(l.dice, words().phrases.Done)})
		default:
			l.do(l.leading(), dossier.WithdrawTask{Task: j.id, Reason: one(l.dice, words().phrases.Dropped)})
		}
	}
	return true
}

// finish ends the plan: the care that was allocated, the goals, a date to look
// again, and at that date the end of the work.
func (l *life) finish(aims []aim) {
	if l.exchange != nil {
		l.exchange.stop()
	}
	for _, goal := range aims {
		l.soon()
		if l.chance(0.85) {
			l.do(l.leading(), dossier.MeetGoal{Goal: goal.id, Words: one(l.dice, words().phrases.Met)})
		} else {
			l.do(l.leading(), dossier.DropGoal{Goal: goal.id, Reason: one(l.dice, words().phrases.Dropped)})
		}
	}
	l.soon()
	wait := l.between(45, 90)
	l.do(l.leading(), dossier.SetWatch{On: l.day(wait), Owner: l.organisation(l.f.Team), Words: l.pick(words().phrases.Watching)})
	l.pass(wait-7, wait-3)
	l.clear()
	l.do(l.leading(), dossier.CloseDossier{Reason: one(l.dice, words().phrases.Closing)})
}

// clear says of every term that is left that what it asked for was done, be it
// late: without that the work does not end. Its steps are named by the terms,
// not numbered, so that an interrupted build finds them again.
func (l *life) clear() {
	for _, c := range l.clocks() {
		if l.over() || !c.Live() {
			continue
		}
		err := l.aside(l.leading(), l.now, "clear/"+string(c.Clock), dossier.MeetClock{Clock: c.Clock})
		l.err = wrapped(err, "family %d: %s", l.f.Number, c.Term)
	}
}

// benchEntries is the length of the dossiers that are there for measuring.
const benchEntries = 200

// fill writes notes until a dossier has the length for measuring.
func (l *life) fill(parts []dossier.Part) {
	for n := 0; l.err == nil && !l.over() && l.file.Version < benchEntries; n++ {
		part := parts[n%len(parts)]
		l.pass(0, 1)
		l.do(l.leading(), dossier.WriteNote{Parts: []dossier.Part{part}, Words: l.pick(words().notes[part.Domain])})
	}
}
