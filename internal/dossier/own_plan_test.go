package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

// handed is a family whose mother handed in a plan with two goals.
func handed(t testing.TB) (*world, OwnPlan) {
	w := family(t)
	mila, zoe := w.named("Mila"), w.named("Zoë")
	w.as(mother).by.Person = mila
	same(t, "handing in", w.do(HandOwnPlan{Person: mila, Good: "Oma kookt.", Goals: []OwnGoal{
		{Part: Part{zoe, "mind"}, Words: " Zoë lacht weer. ", Self: "Oma leest voor.", Help: "Iemand die praat."}, {Part: Part{"", "money"}, Words: "Geen brieven meer."},
	}}), "ownplan.handed clock.started")
	return w, w.d.OwnPlans[0]
}

func TestAnOwnPlanIsHandedInAndItsGoalsAreTakenOnce(t *testing.T) {
	w, p := handed(t)
	equal(t, "type", p.Type, OwnPlanGroup)
	equal(t, "words", p.Goals[0].Words, "Zoë lacht weer.")
	clock, ok := w.d.ClockOn(p.Plan, "ownplan.answer")
	equal(t, "a clock runs", ok, true)
	equal(t, "on the lead", clock.Owner.User, "u-joris")
	equal(t, "five working days", clock.Due, nl.AddWorkdays(w.today(), 5))

	w.as(joris)
	w.refuses(invalid("no reason", TakeOwnGoals{p.Plan, []ID{p.Goals[0].Goal}, " "}, "reason", "dossier.domain.reason"))
	first, second := p.Goals[0].Goal, p.Goals[1].Goal
	same(t, "taking one", w.do(TakeOwnGoals{p.Plan, []ID{first}, "Uit het eigen plan."}), "goal.set")
	goal, ok := w.d.Taken(first)
	equal(t, "in their words", ok && goal.GoalSet.Words == "Zoë lacht weer.", true)
	clock, _ = w.d.Clock(clock.Clock)
	equal(t, "the clock runs on", clock.State, ClockRuns)
	same(t, "taking the other opens its part", w.do(TakeOwnGoals{p.Plan, []ID{second}, "Uit het eigen plan."}), "domain.opened goal.set clock.met")
	w.refuses(
		conflict("twice", TakeOwnGoals{p.Plan, []ID{first}, "x"}, "dossier.ownplan.taken"),
		missing("no plan", TakeOwnGoals{"none", []ID{first}, "x"}, "dossier.ownplan.none"),
		invalid("no goal", TakeOwnGoals{p.Plan, nil, "x"}, "goals", "dossier.ownplan.goals"),
		invalid("another's goal", TakeOwnGoals{p.Plan, []ID{"none"}, "x"}, "goals", "dossier.ownplan.goal"),
	)
	w.do(SetGoal{Goal: goal.Goal, Words: "Zoë lacht elke dag."})
	goal, ok = w.d.Taken(first)
	equal(t, "reworded it stays from the own plan", ok && goal.GoalSet.Words == "Zoë lacht elke dag.", true)
}

func TestAnOwnPlanIsAnsweredOnce(t *testing.T) {
	w, p := handed(t)
	w.as(joris)
	same(t, "answering", w.do(AnswerOwnPlan{p.Plan, "Wij beginnen ermee."}), "ownplan.answered clock.met")
	p, _ = w.d.OwnPlan(p.Plan)
	equal(t, "answer", p.Answer, "Wij beginnen ermee.")
	w.refuses(
		conflict("twice", AnswerOwnPlan{p.Plan, "x"}, "dossier.ownplan.answered"),
		missing("none", AnswerOwnPlan{"none", "x"}, "dossier.ownplan.none"),
	)
}

func TestWhatAnOwnPlanMustHold(t *testing.T) {
	w := family(t)
	mila := w.named("Mila")
	goal := OwnGoal{Part: Part{"", "money"}, Words: "Rust."}
	with := func(g OwnGoal) HandOwnPlan { return HandOwnPlan{Person: mila, Goals: []OwnGoal{g}} }
	many := HandOwnPlan{Person: mila}
	for range mostOwnGoals + 1 {
		many.Goals = append(many.Goals, goal)
	}
	w.refuses(
		invalid("no goals", HandOwnPlan{Person: mila}, "goals", "dossier.ownplan.goals"),
		invalid("too many", many, "goals", "dossier.ownplan.many"),
		invalid("no words", with(OwnGoal{Part: goal.Part}), "goals", "dossier.goal.words"),
		invalid("no such domain", with(OwnGoal{Part: Part{"", "stars"}, Words: "x"}), "goals", "dossier.domain.unknown"),
		invalid("no such person", with(OwnGoal{Part: Part{"p-x", "money"}, Words: "x"}), "goals", "dossier.person.unknown"),
		invalid("a shut part", with(OwnGoal{Part: Part{mila, "safety"}, Words: "x"}), "goals", "dossier.ownplan.shut"),
		invalid("no type", HandOwnPlan{Person: mila, Type: "x", Goals: []OwnGoal{goal}}, "type", "dossier.ownplan.type"),
	)
}

func TestARelativeWritesAlongUntilADayOrUntilTakenBack(t *testing.T) {
	w := family(t)
	mila, zoe, sem := w.named("Mila"), w.named("Zoë"), w.named("Sem")
	until := w.today().AddDays(30)
	same(t, "someone new", w.do(InviteRelative{From: mila, Called: nl.Name{Given: "Bep", Family: "Smit"}, Phone: "06 12345678", User: "u-bep", Until: until}),
		"person.stated contact.stated involvement.started relative.invited")
	bep := w.named("Bep")
	p, _ := w.d.Person(bep)
	equal(t, "of the network", p.Network, true)
	equal(t, "writes along", w.d.WritesAlong(bep, mila, until), true)
	equal(t, "not after", w.d.WritesAlong(bep, mila, until.AddDays(1)), false)
	equal(t, "not in another's", w.d.WritesAlong(bep, zoe, until), false)
	place := w.d.Involved[len(w.d.Involved)-1]
	equal(t, "sees no parts", place.Scope, ScopeTask)
	w.as(mother).by.Person = mila
	w.do(HandOwnPlan{Person: mila, Goals: []OwnGoal{{Part: Part{"", "money"}, Words: "Rust."}}})
	equal(t, "named as who wrote along", len(w.d.OwnPlans[0].With) == 1 && w.d.OwnPlans[0].With[0] == bep, true)

	w.refuses(
		conflict("twice", InviteRelative{From: mila, Person: bep, Until: until}, "dossier.invite.already"),
		invalid("oneself", InviteRelative{From: mila, Person: mila}, "person", "dossier.invite.self"),
		invalid("a child", InviteRelative{From: zoe, Person: bep}, "from", "dossier.invite.age"),
		invalid("past", InviteRelative{From: mila, Person: sem, User: "u", Until: w.today().AddDays(-1)}, "until", "dossier.day.past"),
		invalid("for ever", InviteRelative{From: mila, Person: sem, User: "u", Until: w.today().AddDays(400)}, "until", "dossier.invite.long"),
		invalid("nobody", InviteRelative{From: mila, Person: "p-x", User: "u"}, "person", "dossier.person.unknown"),
		invalid("without account", InviteRelative{From: mila, Person: sem}, "person", "dossier.invite.account"),
	)
	id := w.d.Invitations[0].Invitation
	same(t, "taking back", w.do(UninviteRelative{id}), "relative.uninvited involvement.ended")
	equal(t, "at once", w.d.WritesAlong(bep, mila, w.today()), false)
	w.refuses(conflict("again", UninviteRelative{id}, "dossier.invite.over"), missing("none", UninviteRelative{"x"}, "dossier.invite.none"))
}
