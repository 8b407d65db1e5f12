package dossier

import "eendracht/internal/nl"

// GoalSet states a goal of the plan in the family's own words. A later one for
// the same goal rewords it.
type GoalSet struct {
	Goal  ID     `json:"goal"`
	Words string `json:"words"`
	Part  Part   `json:"part"`
	Own   ID     `json:"own,omitempty"` // the goal of the family's own plan that it was taken from
}

// GoalMet says that a goal was reached.
type GoalMet struct {
	Goal  ID     `json:"goal"`
	Words string `json:"words,omitempty"`
}

// GoalDropped says that a goal is let go, and why.
type GoalDropped struct {
	Goal   ID     `json:"goal"`
	Reason string `json:"reason"`
}

// PlanAgreed says with whom the plan was agreed and when it is evaluated.
type PlanAgreed struct {
	With     []ID    `json:"with"`
	Evaluate nl.Date `json:"evaluate"`
}

// EvaluationHeld records an evaluation with the family.
type EvaluationHeld struct {
	With  []ID    `json:"with"`
	Words string  `json:"words"`
	Next  nl.Date `json:"next,omitzero"`
}

// TaskCreated adds a task to the plan or to someone's desk.
type TaskCreated struct {
	Task    ID      `json:"task"`
	Title   string  `json:"title"`
	Need    string  `json:"need,omitempty"`
	Goal    ID      `json:"goal,omitempty"`
	Part    Part    `json:"part"`
	Type    string  `json:"type"` // help (someone does something), decision (municipality decides), evaluation, appointment, handover
	Skill   string  `json:"skill,omitempty"`
	Hours   int     `json:"hours,omitempty"` // per week
	Area    string  `json:"area,omitempty"`
	Trust   string  `json:"trust,omitempty"`
	When    string  `json:"when,omitempty"` // local time of an appointment, 2006-01-02T15:04
	Due     nl.Date `json:"due,omitzero"`
	Message ID      `json:"message,omitempty"` // the message that asked
	Asked   ID      `json:"asked,omitempty"`   // organisation that asked
	Asker   string  `json:"asker,omitempty"`   // its name
	Phone   string  `json:"phone,omitempty"`   // how to reach it
	Care    *Care   `json:"care,omitempty"`    // what was asked for
}

// The types of task.
const (
	TaskHelp        = "help"
	TaskDecision    = "decision"
	TaskEvaluation  = "evaluation"
	TaskAppointment = "appointment"
)

// TaskOffered offers a task to a holder.
type TaskOffered struct {
	Task ID     `json:"task"`
	To   Holder `json:"to"`
}

// TaskAccepted says that the holder takes it.
type TaskAccepted struct {
	Task ID `json:"task"`
}

// TaskDeclined says that the holder does not take it.
type TaskDeclined struct {
	Task   ID     `json:"task"`
	Reason string `json:"reason"`
}

// TaskStarted says that the work began.
type TaskStarted struct {
	Task ID      `json:"task"`
	On   nl.Date `json:"on"`
}

// TaskReported tells how the work goes.
type TaskReported struct {
	Task  ID     `json:"task"`
	Words string `json:"words"`
}

// TaskDone says that the work is done.
type TaskDone struct {
	Task  ID      `json:"task"`
	On    nl.Date `json:"on"`
	Words string  `json:"words,omitempty"`
}

// TaskReturned hands a task back with a reason.
type TaskReturned struct {
	Task   ID     `json:"task"`
	Reason string `json:"reason"`
}

// TaskWithdrawn takes a task out of the plan.
type TaskWithdrawn struct {
	Task   ID     `json:"task"`
	Reason string `json:"reason"`
}

// ClockStarted starts a legal or agreed term.
type ClockStarted struct {
	Clock ID      `json:"clock"`
	Term  string  `json:"term"` // code of package statute
	On    ID      `json:"on"`   // the melding, task, question or offer that it is for
	Owner Holder  `json:"owner"`
	Start nl.Date `json:"start"`
	Due   nl.Date `json:"due"` // last day, rolled by the Algemene termijnenwet
}

// ClockPaused stops the running of a term for a lawful reason (Awb 4:15).
type ClockPaused struct {
	Clock  ID      `json:"clock"`
	On     nl.Date `json:"on"`
	Reason string  `json:"reason"`
}

// ClockResumed lets it run on, with its new last day.
type ClockResumed struct {
	Clock ID      `json:"clock"`
	On    nl.Date `json:"on"`
	Due   nl.Date `json:"due"`
}

// ClockExtended gives a term a later last day, with notice to the family (Awb 4:14).
type ClockExtended struct {
	Clock  ID      `json:"clock"`
	Due    nl.Date `json:"due"`
	Reason string  `json:"reason"`
	Notice nl.Date `json:"notice"`
}

// ClockMet says that what was due came in time, or at least came.
type ClockMet struct {
	Clock ID      `json:"clock"`
	On    nl.Date `json:"on"`
}

// ClockLapsed says that the last day passed without it.
type ClockLapsed struct {
	Clock ID      `json:"clock"`
	On    nl.Date `json:"on"` // the day after the last day
}

// ClockStopped ends a term because its reason fell away.
type ClockStopped struct {
	Clock  ID     `json:"clock"`
	Reason string `json:"reason"`
}

// Kind names the stored form of each body.
func (GoalSet) Kind() string        { return "goal.set" }
func (GoalMet) Kind() string        { return "goal.met" }
func (GoalDropped) Kind() string    { return "goal.dropped" }
func (PlanAgreed) Kind() string     { return "plan.agreed" }
func (EvaluationHeld) Kind() string { return "evaluation.held" }
func (TaskCreated) Kind() string    { return "task.created" }
func (TaskOffered) Kind() string    { return "task.offered" }
func (TaskAccepted) Kind() string   { return "task.accepted" }
func (TaskDeclined) Kind() string   { return "task.declined" }
func (TaskStarted) Kind() string    { return "task.started" }
func (TaskReported) Kind() string   { return "task.reported" }
func (TaskDone) Kind() string       { return "task.done" }
func (TaskReturned) Kind() string   { return "task.returned" }
func (TaskWithdrawn) Kind() string  { return "task.withdrawn" }
func (ClockStarted) Kind() string   { return "clock.started" }
func (ClockPaused) Kind() string    { return "clock.paused" }
func (ClockResumed) Kind() string   { return "clock.resumed" }
func (ClockExtended) Kind() string  { return "clock.extended" }
func (ClockMet) Kind() string       { return "clock.met" }
func (ClockLapsed) Kind() string    { return "clock.lapsed" }
func (ClockStopped) Kind() string   { return "clock.stopped" }
