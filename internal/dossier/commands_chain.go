package dossier

import "eendracht/internal/nl"

// Involve makes a person or organisation involved for a purpose, on a ground,
// for named persons and domains, until a date.
type Involve struct {
	Subject Subject
	Called  string // name, as everyone involved sees it
	Phone   string
	Role    string
	Purpose string
	Ground  string
	Persons []ID
	Domains []string
	Scope   string
	Task    ID
	Valid   nl.Span
}

// EndInvolvement ends an involvement on a day, today by default.
type EndInvolvement struct {
	Involvement ID
	On          nl.Date
	Reason      string
}

// GiveConsent records a consent of the person or of those with custody, as the
// law says for the age of the person.
type GiveConsent struct {
	Person  ID
	By      []ID
	Matter  string
	For     Subject
	Domains []string
}

// WithdrawConsent withdraws it at once.
type WithdrawConsent struct {
	Consent ID
	Reason  string
}

// SetGoal sets a goal in the family's words, or rewords one (by Goal).
type SetGoal struct {
	Goal  ID
	Words string
	Part  Part
}

// MeetGoal says that a goal was reached.
type MeetGoal struct {
	Goal  ID
	Words string
}

// DropGoal lets a goal go, with a reason.
type DropGoal struct {
	Goal   ID
	Reason string
}

// CreateTask adds a task to the plan and, with To, offers it at once. A family
// member at the table takes it by being named: To.Kind family is accepted.
type CreateTask struct {
	Title  string
	Needed string // what is needed, in plain words
	Goal   ID
	Part   Part // of the goal when empty
	Type   string
	Skill  string
	Hours  int
	Area   string
	Trust  string
	When   string
	Due    nl.Date
	To     Holder
}

// OfferTask offers an open or returned task to a holder and starts the clock of the answer.
type OfferTask struct {
	Task ID
	To   Holder
}

// AcceptTask takes an offered task.
type AcceptTask struct{ Task ID }

// DeclineTask turns an offered task down, with a reason.
type DeclineTask struct {
	Task   ID
	Reason string
}

// StartTask begins an accepted task, today by default.
type StartTask struct {
	Task ID
	On   nl.Date
}

// ReportTask tells how it goes.
type ReportTask struct {
	Task  ID
	Words string
}

// FinishTask ends a task as done, today by default.
type FinishTask struct {
	Task  ID
	On    nl.Date
	Words string
}

// ReturnTask hands a task back, with a reason.
type ReturnTask struct {
	Task   ID
	Reason string
}

// WithdrawTask takes a task out of the plan, with a reason.
type WithdrawTask struct {
	Task   ID
	Reason string
}

// AgreePlan records with whom the plan was agreed and when it is evaluated.
type AgreePlan struct {
	With     []ID
	Evaluate nl.Date
}

// HoldEvaluation records an evaluation; Next plans the next one.
type HoldEvaluation struct {
	With  []ID
	Words string
	Next  nl.Date
}

// ReceiveRequest takes in a request for allocation (315): per product a task
// to decide at the municipality, with everything filled in, and its clocks.
type ReceiveRequest struct {
	Type     string // JW315, WMO315
	From     string // AGB code of the provider
	Ref      string
	Content  []byte
	Provider ID     // the organisation that asks
	Called   string // name, as everyone involved sees it
	Phone    string
	Person   ID
	Domain   string // life domain of the care: mind, health, daily …
	Care     []Care
}

// Decide decides on a request (beschikking). Granted makes an allocation, the
// provider's task and its involvement; the 301 is written from the allocation.
type Decide struct {
	Task    ID
	Outcome string // granted, refused
	Words   string
	Number  string // toewijzingnummer of a granted one, from the municipality's series
}

// RecordSent records an official message that goes out.
type RecordSent struct {
	Type    string
	To      string
	Ref     string
	Content []byte
}

// ReceiveStart takes in a start of care (305): the provider's task has begun.
type ReceiveStart struct {
	Type    string
	From    string
	Ref     string
	Content []byte
	Number  string
	On      nl.Date
}

// ReceiveStop takes in an end of care (307): the provider's task is done, or
// returned when the reason says that it broke off.
type ReceiveStop struct {
	Type    string
	From    string
	Ref     string
	Content []byte
	Number  string
	On      nl.Date
	Reason  string
}

// PauseClock pauses a running term for a reason that its law allows.
type PauseClock struct {
	Clock  ID
	Reason string
}

// ResumeClock lets it run on.
type ResumeClock struct{ Clock ID }

// ExtendClock extends a term once as its law allows, with notice to the family.
// Due is wanted only where the law leaves the new last day to the notice (Awb art. 4:14 lid 3).
type ExtendClock struct {
	Clock  ID
	Reason string
	Due    nl.Date
}

// MeetClock says that what was due is done.
type MeetClock struct{ Clock ID }

// LapseClocks marks every running clock whose last day has passed. The timer
// calls it; it adds nothing when nothing lapsed.
type LapseClocks struct{}

// SetWatch sets a date to look whether it still goes well, and by whom.
type SetWatch struct {
	On    nl.Date
	Owner Holder
	Words string
}

// CloseDossier ends the work: no open goal or task may be left, a retention
// date is set from the law with the longest term that applies.
type CloseDossier struct{ Reason string }

// ReopenDossier takes the work up again.
type ReopenDossier struct{ Reason string }
