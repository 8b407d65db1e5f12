package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

func TestTaskOfTheFamilyIsTakenAtTheTable(t *testing.T) {
	w := family(t)
	kinds := w.do(CreateTask{Title: "Elke avond voorlezen", Goal: w.d.Goals[0].Goal, Due: day("2026-12-24"), To: Holder{Kind: HolderFamily, Person: w.named("Mila")}})
	same(t, "created", kinds, "task.created task.offered task.accepted clock.started")
	task := w.task()
	equal(t, "part of the goal", task.Part, w.part())
	equal(t, "state", task.State, TaskTaken)
	equal(t, "type", task.Type, TaskHelp)
	equal(t, "holder", task.Holder.Name, "Mila de Vries")
	clock, _ := w.d.ClockOn(task.Task, termTask)
	equal(t, "due", clock.Due, day("2026-12-24"))
	same(t, "done at once", w.do(FinishTask{Task: task.Task}), "task.done clock.met")
}

func TestWayOfATask(t *testing.T) {
	w := family(t)
	org := Holder{Kind: HolderOrganisation, Org: "o-linde", Name: "De Linde"}
	same(t, "created", w.do(CreateTask{Title: "Begeleiding", Part: w.part(), Due: day("2026-12-24"), To: org}), "task.created task.offered clock.started clock.started")
	id := w.task().Task
	due, _ := w.d.ClockOn(id, termTask)
	equal(t, "the lead answers for the date", due.Owner.User, "u-joris")
	w.refuses(
		conflict("not involved", AcceptTask{id}, "dossier.task.uninvolved"),
		conflict("start unaccepted", StartTask{Task: id}, "dossier.task.state.offered"),
		conflict("report unaccepted", ReportTask{id, "x"}, "dossier.task.state.offered"),
		conflict("finish unaccepted", FinishTask{Task: id}, "dossier.task.state.offered"),
		conflict("return unaccepted", ReturnTask{id, "x"}, "dossier.task.state.offered"),
		conflict("offer twice", OfferTask{id, org}, "dossier.task.state.offered"),
		invalid("decline without reason", DeclineTask{Task: id}, "reason", "dossier.reason"))
	same(t, "declined", w.do(DeclineTask{id, "Vol."}), "task.declined clock.met")
	equal(t, "open again", w.task().State, TaskOpen)
	equal(t, "nobody", w.task().Holder.IsZero(), true)
	w.refuses(conflict("accept what nobody offered", AcceptTask{id}, "dossier.task.state.open"))
	same(t, "offered again", w.do(OfferTask{id, org}), "task.offered clock.started")
	w.do(involveLinde(w))
	same(t, "accepted", w.as(linde).do(AcceptTask{id}), "task.accepted clock.met clock.stopped clock.started")
	due, _ = w.d.ClockOn(id, termTask)
	equal(t, "the holder answers for the date", due.Owner.Org, "o-linde")
	same(t, "reported", w.do(ReportTask{id, "Eerste gesprek."}), "task.reported")
	same(t, "started", w.do(StartTask{Task: id}), "task.started")
	same(t, "returned", w.do(ReturnTask{id, "Ziek."}), "task.returned clock.stopped clock.started")
	equal(t, "returned", w.task().State, TaskBack)
	w.do(OfferTask{id, org})
	w.days(40)
	w.do(AcceptTask{id})
	due, _ = w.d.ClockOn(id, termTask)
	equal(t, "a date that passed begins no later than it ends", due.Start, due.Due)
	w.do(StartTask{Task: id})
	w.refuses(
		conflict("start twice", StartTask{Task: id}, "dossier.task.state.started"),
		invalid("done before it began", FinishTask{Task: id, On: day("2026-12-01")}, "on", "dossier.task.before"),
		invalid("done tomorrow", FinishTask{Task: id, On: w.today().AddDays(1)}, "on", "dossier.day.future"),
		invalid("empty report", ReportTask{Task: id}, "words", "dossier.task.report"),
		invalid("return without reason", ReturnTask{Task: id}, "reason", "dossier.reason"))
	same(t, "done", w.do(FinishTask{Task: id, Words: "Klaar."}), "task.done clock.met")
	equal(t, "reports", len(w.task().Reports), 2)
	w.refuses(
		conflict("withdraw what is done", WithdrawTask{id, "x"}, "dossier.task.state.done"),
		missing("no task", StartTask{Task: "t-x"}, "dossier.task.none"))
}

func involveLinde(w *world) Involve {
	return Involve{
		Subject: Subject{Org: "o-linde"}, Called: "De Linde", Phone: "0500 111111", Role: "partner", Purpose: "help", Ground: "jw.7.3.8",
		Persons: []ID{w.named("Zoë")}, Domains: []string{"mind"}, Valid: nl.Span{Until: day("2027-12-31")},
	}
}

func TestWithdrawTask(t *testing.T) {
	w := family(t)
	w.do(CreateTask{Title: "x", Part: w.part(), Due: day("2026-12-24")})
	id := w.task().Task
	w.refuses(invalid("no reason", WithdrawTask{Task: id}, "reason", "dossier.reason"))
	same(t, "withdrawn", w.do(WithdrawTask{id, "Doel is weg."}), "task.withdrawn clock.stopped")
	equal(t, "open", w.task().Open(), false)
	equal(t, "need to withdraw", WithdrawTask{Task: id}.Need(w.d).Action, ActPlan)
	equal(t, "need to accept", AcceptTask{id}.Need(w.d).Action, ActHold)
	w.refuses(conflict("twice", WithdrawTask{id, "x"}, "dossier.task.state.withdrawn"))
}

func TestAppointmentTakesItsDayAsDate(t *testing.T) {
	w := family(t)
	w.do(CreateTask{Title: "Kennismaken", Part: w.part(), Type: TaskAppointment, When: "2026-12-01T19:30", To: Holder{Kind: HolderNetwork, User: "u-buur", Name: "Buurvrouw"}})
	equal(t, "due", w.task().Due, day("2026-12-01"))
	equal(t, "the network is asked", w.task().State, TaskAsked)
}

func TestCreateTaskRefuses(t *testing.T) {
	w := family(t)
	part := w.part()
	w.refuses(
		invalid("no title", CreateTask{Part: part}, "title", "dossier.task.title"),
		invalid("no part", CreateTask{Title: "x"}, "part", "dossier.domain.unknown"),
		invalid("a decision is asked by a message", CreateTask{Title: "x", Part: part, Type: TaskDecision}, "type", "dossier.task.type"),
		missing("no goal", CreateTask{Title: "x", Goal: "g-x"}, "dossier.goal.none"),
		invalid("hours", CreateTask{Title: "x", Part: part, Hours: 200}, "hours", "dossier.task.hours"),
		invalid("due", CreateTask{Title: "x", Part: part, Due: day("2020-01-01")}, "due", "dossier.day.past"),
		invalid("when", CreateTask{Title: "x", Part: part, When: "noon"}, "when", "dossier.task.when"),
		invalid("when past", CreateTask{Title: "x", Part: part, When: "2020-01-01T10:00"}, "when", "dossier.day.past"),
		invalid("holder", CreateTask{Title: "x", Part: part, To: Holder{Kind: HolderOrganisation}}, "to", "dossier.holder.who"))
}
