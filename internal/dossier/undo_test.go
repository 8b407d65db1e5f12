package dossier

import "testing"

// helped is a family in which the grandmother was offered a task with a date.
func helped(t testing.TB) (*world, ID) {
	w := family(t)
	oma := w.person("Oma", "1950-01-01")
	w.as(joris).do(CreateTask{Title: "Koken", Goal: w.d.Goals[0].Goal, Due: w.today().AddDays(9), To: Holder{Kind: HolderNetwork, Person: oma}})
	w.as(Actor{User: "u-oma", Role: "network"})
	return w, w.task().Task
}

// stands gives how a task and its terms stand.
func (w *world) stands(task ID) string {
	t, _ := w.d.Task(task)
	out := t.State
	for _, c := range w.d.Clocks {
		if c.On == task {
			out += " " + c.Term + "=" + c.State + "/" + string(c.Owner.Person)
		}
	}
	return out
}

func TestAStepInATaskIsUndoneAsIfItWasNeverTaken(t *testing.T) {
	w, task := helped(t)
	for _, step := range []Command{AcceptTask{task}, StartTask{Task: task}, ReportTask{task, "Het ging goed."}, FinishTask{Task: task, Words: "Klaar."}} {
		before := w.stands(task)
		w.now = w.now.Add(1e9)
		w.do(step)
		after := w.stands(task)
		w.now = w.now.Add(1e9)
		w.do(UndoTask{task})
		equal(t, step.Name()+" undone", w.stands(task), before)
		w.now = w.now.Add(1e9)
		w.do(step)
		equal(t, step.Name()+" taken again", w.stands(task), after)
	}
	done, _ := w.d.Task(task)
	equal(t, "reports", len(done.Reports), 2)
	equal(t, "in the end", done.State, TaskReady)
}

func TestWhatCannotBeUndone(t *testing.T) {
	w, task := helped(t)
	late := func(name string) refusal { return conflict(name, UndoTask{task}, "dossier.undo.late") }
	w.refuses(late("nothing was done"), missing("no task", UndoTask{"none"}, "dossier.task.none"))
	w.now = w.now.Add(1e9)
	w.do(AcceptTask{task})
	w.as(Actor{User: "u-other"}).refuses(late("another's step"))
	w.as(Actor{User: "u-oma", Role: "network"})
	w.do(UndoTask{task})
	w.refuses(late("undone already"))
	w.now = w.now.Add(1e9)
	w.do(AcceptTask{task})
	w.now = w.now.Add(1e9)
	w.as(joris).do(WithdrawTask{task, "Niet meer nodig."})
	w.as(Actor{User: "u-oma", Role: "network"}).refuses(late("another went on"))

	w, task = helped(t)
	w.do(AcceptTask{task})
	w.days(1).refuses(late("the next day"))

	w, task = helped(t)
	w.do(AcceptTask{task})
	w.now = w.now.AddDate(0, 0, 12)
	w.as(system).do(LapseClocks{})
	w.as(Actor{User: "u-oma", Role: "network"}).do(FinishTask{Task: task})
	before := w.stands(task)
	w.now = w.now.Add(1e9)
	w.do(UndoTask{task})
	equal(t, "late again", w.stands(task) != before, true)
	c, _ := w.d.ClockOn(task, termTask)
	equal(t, "the term is late as it was", c.State, ClockIsLate)
}
