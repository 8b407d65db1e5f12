package dossier

import "testing"

func TestGoals(t *testing.T) {
	w := family(t)
	g := w.d.Goals[0]
	same(t, "reworded", w.do(SetGoal{Goal: g.Goal, Words: "Zoë slaapt lekker."}), "goal.set")
	equal(t, "in place", len(w.d.Goals), 1)
	equal(t, "words", w.d.Goals[0].GoalSet.Words, "Zoë slaapt lekker.")
	equal(t, "since", w.d.Goals[0].At, g.At)
	w.refuses(
		missing("unknown", SetGoal{Goal: "g-x", Words: "x"}, "dossier.goal.none"),
		invalid("no words", SetGoal{Part: w.part()}, "words", "dossier.goal.words"),
		invalid("unopened", SetGoal{Words: "x", Part: Part{"", "money"}}, "part", "dossier.domain.shut"),
		missing("meet unknown", MeetGoal{Goal: "g-x"}, "dossier.goal.none"),
		invalid("drop without reason", DropGoal{Goal: g.Goal}, "reason", "dossier.reason"))
	equal(t, "compartments need no opening", len(w.do(SetGoal{Words: "Veilig thuis.", Part: Part{"", "safety"}})), 1)
	equal(t, "but lie in it", w.d.Entries[len(w.d.Entries)-1].Compartment, CompartmentSafety)
	same(t, "met", w.do(MeetGoal{g.Goal, "Ja!"}), "goal.met")
	equal(t, "state", w.d.Goals[0].State, GoalDone)
	same(t, "dropped", w.do(DropGoal{w.d.Goals[1].Goal, "Niet nodig."}), "goal.dropped")
	equal(t, "state", w.d.Goals[1].State, GoalLeft)
	w.refuses(
		conflict("meet again", MeetGoal{Goal: g.Goal}, "dossier.goal.ended"),
		conflict("drop a met one", DropGoal{g.Goal, "x"}, "dossier.goal.ended"),
		conflict("reword a met one", SetGoal{Goal: g.Goal, Words: "x"}, "dossier.goal.ended"))
	equal(t, "need", MeetGoal{Goal: g.Goal}.Need(w.d).Parts[0], g.Part)
}

func TestAgreePlanAndEvaluate(t *testing.T) {
	w := family(t)
	mila := w.named("Mila")
	same(t, "agreed", w.do(AgreePlan{With: []ID{mila}}), "plan.agreed clock.met clock.started")
	equal(t, "phase", w.d.Phase(), PhaseWork)
	evaluation, _ := w.d.ClockOn(w.d.ID, termEvaluation)
	equal(t, "by the agreed term", evaluation.Due, day("2027-02-23"))
	equal(t, "owner", evaluation.Owner.User, "u-joris")
	same(t, "evaluated", w.do(HoldEvaluation{With: []ID{mila}, Words: "Goed.", Next: day("2027-05-01")}), "evaluation.held clock.met clock.started")
	next, _ := w.d.ClockOn(w.d.ID, termEvaluation)
	equal(t, "next", next.Due, day("2027-05-01"))
	w.do(SetWatch{On: day("2027-06-01")})
	same(t, "agreed anew", w.do(AgreePlan{With: []ID{mila}, Evaluate: day("2027-03-01")}), "plan.agreed clock.stopped clock.stopped clock.started")
	equal(t, "watching is over", w.d.Phase(), PhaseWork)
	w.refuses(
		invalid("with nobody", AgreePlan{}, "with", "dossier.person.choose"),
		invalid("with a stranger", AgreePlan{With: []ID{"p-x"}}, "with", "dossier.person.unknown"),
		invalid("evaluate in the past", AgreePlan{With: []ID{mila}, Evaluate: day("2020-01-01")}, "evaluate", "dossier.day.past"),
		invalid("nothing said", HoldEvaluation{With: []ID{mila}}, "words", "dossier.evaluation.words"),
		invalid("next in the past", HoldEvaluation{With: []ID{mila}, Words: "x", Next: day("2020-01-01")}, "next", "dossier.day.past"))
	asked(t).refuses(
		conflict("no goal", AgreePlan{With: []ID{mila}}, "dossier.plan.nogoal"),
		conflict("no plan", HoldEvaluation{With: []ID{mila}, Words: "x"}, "dossier.plan.none"))
}
