package dossier

func (c StartTask) Name() string         { return "start-task" }
func (c StartTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

func (c StartTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("StartTask", d, m)
	t := v.task(c.Task, TaskTaken)
	v.notFuture("on", c.On)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(TaskStarted{c.Task, m.orToday(c.On)}, lies(t.Part))}, nil
}

func (c ReportTask) Name() string         { return "report-task" }
func (c ReportTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

func (c ReportTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReportTask", d, m)
	t := v.task(c.Task, TaskTaken, TaskBusy)
	words := v.words("words", c.Words, mostWords, "dossier.task.report")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(TaskReported{c.Task, words}, lies(t.Part), aboutPart(t.Part))}, nil
}

func (c FinishTask) Name() string         { return "finish-task" }
func (c FinishTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

// Decide refuses a request for care: the decision on it ends it, and nothing else.
func (c FinishTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("FinishTask", d, m)
	t := v.task(c.Task, TaskTaken, TaskBusy)
	v.conflict(t.Type == TaskDecision, "dossier.task.decide")
	on := m.orToday(c.On)
	v.notFuture("on", c.On)
	v.field(!t.Started.IsZero() && on.Before(t.Started), "on", "dossier.task.before")
	words := v.short("words", c.Words, mostWords)
	if err := v.err(); err != nil {
		return nil, err
	}
	return append([]Entry{m.write(TaskDone{c.Task, on, words}, lies(t.Part))}, m.met(d, c.Task)...), nil
}

func (c ReturnTask) Name() string         { return "return-task" }
func (c ReturnTask) Need(d *Dossier) Need { return holdNeed(d, c.Task) }

func (c ReturnTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReturnTask", d, m)
	t := v.task(c.Task, TaskTaken, TaskBusy)
	v.conflict(t.Type == TaskDecision, "dossier.task.decide")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return returned(d, m, t, reason), nil
}

// returned hands a task back: what its holder owed stops, and the desk answers
// for its date until another takes it.
func returned(d *Dossier, m Moment, t Task, reason string) []Entry {
	id := t.Task
	entries := append([]Entry{m.write(TaskReturned{id, reason}, lies(t.Part))}, m.stopped(d, id, "returned", termAnswer, termStart)...)
	return append(entries, m.dueBy(d, t, d.desk())...)
}

func (c WithdrawTask) Name() string { return "withdraw-task" }
func (c WithdrawTask) Need(d *Dossier) Need {
	n := holdNeed(d, c.Task)
	n.Action = ActPlan
	return n
}

func (c WithdrawTask) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("WithdrawTask", d, m)
	t := v.task(c.Task, TaskOpen, TaskAsked, TaskTaken, TaskBusy, TaskBack)
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return append([]Entry{m.write(TaskWithdrawn{c.Task, reason}, lies(t.Part))}, m.stopped(d, c.Task, "withdrawn")...), nil
}
