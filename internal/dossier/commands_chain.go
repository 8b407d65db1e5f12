package dossier

import "eendracht/internal/nl"

// Involve makes a person or organisation involved for a purpose, on a ground,
// for named persons and domains, until a date.
type Involve struct {
	Subject Subject  `json:"subject,omitzero"`
	Called  string   `json:"called,omitempty"` // name, as everyone involved sees it
	Phone   string   `json:"phone,omitempty"`
	Role    string   `json:"role,omitempty"`
	Purpose string   `json:"purpose,omitempty"`
	Ground  string   `json:"ground,omitempty"`
	Persons []ID     `json:"persons,omitempty"`
	Domains []string `json:"domains,omitempty"`
	Scope   string   `json:"scope,omitempty"`
	Task    ID       `json:"task,omitempty"`
	Valid   nl.Span  `json:"valid,omitzero"`
}

// EndInvolvement ends an involvement on a day, today by default.
type EndInvolvement struct {
	Involvement ID      `json:"involvement,omitempty"`
	On          nl.Date `json:"on,omitzero"`
	Reason      string  `json:"reason,omitempty"`
}

// GiveConsent records a consent of the person or of those with custody, as the
// law says for the age of the person.
type GiveConsent struct {
	Person  ID       `json:"person,omitempty"`
	By      []ID     `json:"by,omitempty"`
	Matter  string   `json:"matter,omitempty"`
	For     Subject  `json:"for,omitzero"`
	Domains []string `json:"domains,omitempty"`
}

// WithdrawConsent withdraws it at once.
type WithdrawConsent struct {
	Consent ID     `json:"consent,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// SetGoal sets a goal in the family's words, or rewords one (by Goal).
type SetGoal struct {
	Goal  ID     `json:"goal,omitempty"`
	Words string `json:"words,omitempty"`
	Part  Part   `json:"part,omitzero"`
}

// MeetGoal says that a goal was reached.
type MeetGoal struct {
	Goal  ID     `json:"goal,omitempty"`
	Words string `json:"words,omitempty"`
}

// DropGoal lets a goal go, with a reason.
type DropGoal struct {
	Goal   ID     `json:"goal,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// CreateTask adds a task to the plan and, with To, offers it at once. A family
// member at the table takes it by being named: To.Kind family is accepted.
type CreateTask struct {
	Title  string  `json:"title,omitempty"`
	Needed string  `json:"needed,omitempty"` // what is needed, in plain words
	Goal   ID      `json:"goal,omitempty"`
	Part   Part    `json:"part,omitzero"` // of the goal when empty
	Type   string  `json:"type,omitempty"`
	Skill  string  `json:"skill,omitempty"`
	Hours  int     `json:"hours,omitempty"`
	Area   string  `json:"area,omitempty"`
	Trust  string  `json:"trust,omitempty"`
	When   string  `json:"when,omitempty"`
	Due    nl.Date `json:"due,omitzero"`
	To     Holder  `json:"to,omitzero"`
}

// OfferTask offers an open or returned task to a holder and starts the clock of the answer.
type OfferTask struct {
	Task ID     `json:"task,omitempty"`
	To   Holder `json:"to,omitzero"`
}

// AcceptTask takes an offered task.
type AcceptTask struct {
	Task ID `json:"task"`
}

// DeclineTask turns an offered task down, with a reason.
type DeclineTask struct {
	Task   ID     `json:"task,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// StartTask begins an accepted task, today by default.
type StartTask struct {
	Task ID      `json:"task,omitempty"`
	On   nl.Date `json:"on,omitzero"`
}

// ReportTask tells how it goes.
type ReportTask struct {
	Task  ID     `json:"task,omitempty"`
	Words string `json:"words,omitempty"`
}

// FinishTask ends a task as done, today by default.
type FinishTask struct {
	Task  ID      `json:"task,omitempty"`
	On    nl.Date `json:"on,omitzero"`
	Words string  `json:"words,omitempty"`
}

// ReturnTask hands a task back, with a reason.
type ReturnTask struct {
	Task   ID     `json:"task,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// WithdrawTask takes a task out of the plan, with a reason.
type WithdrawTask struct {
	Task   ID     `json:"task,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// AgreePlan records with whom the plan was agreed and when it is evaluated.
type AgreePlan struct {
	With     []ID    `json:"with,omitempty"`
	Evaluate nl.Date `json:"evaluate,omitzero"`
}

// HoldEvaluation records an evaluation; Next plans the next one.
type HoldEvaluation struct {
	With  []ID    `json:"with,omitempty"`
	Words string  `json:"words,omitempty"`
	Next  nl.Date `json:"next,omitzero"`
}

// ReceiveRequest takes in a request for allocation (315): per product a task
// to decide at the municipality, with everything filled in, and its clocks.
type ReceiveRequest struct {
	Type     string `json:"type,omitempty"` // JW315, WMO315
	From     string `json:"from,omitempty"` // AGB code of the provider
	Ref      string `json:"ref,omitempty"`
	Content  []byte `json:"content,omitempty"`
	Provider ID     `json:"provider,omitempty"` // the organisation that asks
	Called   string `json:"called,omitempty"`   // name, as everyone involved sees it
	Phone    string `json:"phone,omitempty"`
	Person   ID     `json:"person,omitempty"`
	Domain   string `json:"domain,omitempty"` // life domain of the care: mind, health, daily …
	Care     []Care `json:"care,omitempty"`
}

// Decide decides on a request (beschikking). Granted makes an allocation, the
// provider's task and its involvement; the 301 is written from the allocation.
type Decide struct {
	Task    ID     `json:"task,omitempty"`
	Outcome string `json:"outcome,omitempty"` // granted, refused
	Words   string `json:"words,omitempty"`
	Number  string `json:"number,omitempty"` // toewijzingnummer of a granted one, from the municipality's series
}

// Undrawn gives the command without the number that was drawn for it: sent
// again with the same idempotency key it is the same wish, whatever was drawn.
func (c Decide) Undrawn() Command {
	c.Number = ""
	return c
}

// RecordSent records an official message that goes out.
type RecordSent struct {
	Type    string `json:"type,omitempty"`
	To      string `json:"to,omitempty"`
	Ref     string `json:"ref,omitempty"`
	Content []byte `json:"content,omitempty"`
	Part    Part   `json:"part,omitzero"`   // what it is about; by default that of the newest decision
	Org     ID     `json:"org,omitempty"`   // the organisation that it goes to
	Await   bool   `json:"await,omitempty"` // starts the clock within which the partner must answer it
}

// ReceiveStart takes in a start of care (305): the provider's task has begun.
type ReceiveStart struct {
	Type    string  `json:"type,omitempty"`
	From    string  `json:"from,omitempty"`
	Ref     string  `json:"ref,omitempty"`
	Content []byte  `json:"content,omitempty"`
	Number  string  `json:"number,omitempty"`
	On      nl.Date `json:"on,omitzero"`
}

// ReceiveStop takes in an end of care (307): the provider's task is done, or
// returned when the reason says that it broke off.
type ReceiveStop struct {
	Type    string  `json:"type,omitempty"`
	From    string  `json:"from,omitempty"`
	Ref     string  `json:"ref,omitempty"`
	Content []byte  `json:"content,omitempty"`
	Number  string  `json:"number,omitempty"`
	On      nl.Date `json:"on,omitzero"`
	Reason  string  `json:"reason,omitempty"`
}

// PauseClock pauses a running term for a reason that its law allows.
type PauseClock struct {
	Clock  ID     `json:"clock,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// ResumeClock lets it run on.
type ResumeClock struct {
	Clock ID `json:"clock"`
}

// ExtendClock extends a term once as its law allows, with notice to the family.
// Due is wanted only where the law leaves the new last day to the notice (Awb art. 4:14 lid 3).
type ExtendClock struct {
	Clock  ID      `json:"clock,omitempty"`
	Reason string  `json:"reason,omitempty"`
	Due    nl.Date `json:"due,omitzero"`
}

// MeetClock says that what was due is done.
type MeetClock struct {
	Clock ID `json:"clock"`
}

// LapseClocks marks every running clock whose last day has passed. The timer
// calls it; it adds nothing when nothing lapsed.
type LapseClocks struct{}

// SetWatch sets a date to look whether it still goes well, and by whom.
type SetWatch struct {
	On    nl.Date `json:"on,omitzero"`
	Owner Holder  `json:"owner,omitzero"`
	Words string  `json:"words,omitempty"`
}

// CloseDossier ends the work: no open goal or task may be left, a retention
// date is set from the law with the longest term that applies.
type CloseDossier struct {
	Reason string `json:"reason"`
}

// ReopenDossier takes the work up again.
type ReopenDossier struct {
	Reason string `json:"reason"`
}
