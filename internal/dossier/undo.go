package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

// UndoTask takes back the last step that its holder took in a task of a family
// member, neighbour or volunteer: accepted, begun, reported or done. It can be
// undone on the same day, while nobody built on it.
type UndoTask struct {
	Task ID `json:"task,omitempty"`
}

// Name is the stable name of the command.
func (c UndoTask) Name() string { return "undo-task" }

// Need says what the actor must be allowed to do.
func (c UndoTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

// Decide strikes every entry of that step, those of its terms included, so that
// the task and its terms stand as they stood before. The entries stay in the log.
func (c UndoTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("UndoTask", d, m)
	t, ok := d.Task(c.Task)
	v.missing(!ok, "dossier.task.none")
	steps := d.Undoable(c.Task, m.By.User, m.Today())
	v.conflict(len(steps) == 0, "dossier.undo.late")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, len(steps))
	for _, e := range steps {
		struck := m.write(Retracted{Entry: e.ID}, lies(t.Part))
		struck.About, struck.Parts, struck.Compartment = e.About, e.Parts, e.Compartment
		entries = append(entries, struck)
	}
	return entries, nil
}

// Undoable gives the entries of the last step in a task when this user took it on
// this day and nobody built on it; else none. Of a view it gives what its reader
// may know.
func (d *Dossier) Undoable(task, user ID, day nl.Date) []Entry {
	t, ok := d.Task(task)
	if !ok || user == "" || t.Holder.Kind == HolderOrganisation || d.Closed != nil {
		return nil
	}
	about := func(e Entry) bool {
		if id, ok := taskIn(e.Body); ok {
			return id == task
		}
		clock, ok := clockIn(e.Body)
		c, known := d.Clock(clock)
		return ok && (!known || c.On == task) // a clock that is not known here may be of this task
	}
	last := len(d.Entries) - 1
	for last >= 0 && (!about(d.Entries[last]) || d.Struck(d.Entries[last].ID)) {
		last--
	}
	if last < 0 {
		return nil
	}
	end := d.Entries[last]
	if end.By.User != user || nl.On(end.At) != day {
		return nil
	}
	var steps []Entry
	taken := false
	for i := last; i >= 0 && d.Entries[i].At.Equal(end.At) && d.Entries[i].By == end.By; i-- {
		e := d.Entries[i]
		switch e.Body.(type) {
		case TaskAccepted, TaskStarted, TaskReported, TaskDone:
			taken = true
		case ClockMet, ClockStopped, ClockStarted:
		default:
			return nil
		}
		steps = append(steps, e)
	}
	if !taken {
		return nil
	}
	slices.Reverse(steps)
	return steps
}

// taskIn gives the task that a body moves.
func taskIn(body Body) (ID, bool) {
	switch b := body.(type) {
	case TaskCreated:
		return b.Task, true
	case TaskOffered:
		return b.Task, true
	case TaskAccepted:
		return b.Task, true
	case TaskDeclined:
		return b.Task, true
	case TaskStarted:
		return b.Task, true
	case TaskReported:
		return b.Task, true
	case TaskDone:
		return b.Task, true
	case TaskReturned:
		return b.Task, true
	case TaskWithdrawn:
		return b.Task, true
	}
	return "", false
}

// clockIn gives the clock that a body moves.
func clockIn(body Body) (ID, bool) {
	switch b := body.(type) {
	case ClockStarted:
		return b.Clock, true
	case ClockPaused:
		return b.Clock, true
	case ClockResumed:
		return b.Clock, true
	case ClockExtended:
		return b.Clock, true
	case ClockMet:
		return b.Clock, true
	case ClockLapsed:
		return b.Clock, true
	case ClockStopped:
		return b.Clock, true
	}
	return "", false
}
