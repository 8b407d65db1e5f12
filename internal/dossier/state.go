package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// Dossier is everything that the entries say about one family, folded. It is
// immutable once folded: Fold makes a new one.
type Dossier struct {
	ID           ID
	Version      int64 // Seq of the last entry
	Name         string
	Municipality string
	Team         ID
	OpenedAt     time.Time
	ChangedAt    time.Time
	Closed       *Closing
	Persons      []Person
	Relations    []Relation
	Custody      []Custody
	Stays        []Stay
	Meldingen    []Melding
	Safety       []Safety // oldest first
	Parts        []PartState
	Involved     []Involvement
	Consents     []Consent
	Lead         *Lead
	Cover        *Lead
	Offers       []Offer // of the lead
	LeadGapSince time.Time
	Questions    []Question
	Goals        []Goal
	Plan         *Plan
	Evaluations  []Evaluation
	Meetings     []Meeting // multidisciplinary ones
	Talks        []Talk    // between someone of the family and helpers
	Documents    []Document
	Tasks        []Task
	Clocks       []Clock
	Messages     []Message
	Decisions    []Decision
	Allocations  []Allocation
	Claims       []Claim
	Delivered    []Delivered
	Returns      []Return
	Traffic      *Silence // nil: messages may leave
	Voices       []Voice
	Views        []View
	Watch        *Watch
	Glasses      []Glass // break-glass, oldest first
	Holds        []Hold  // safety holds, oldest first
	Mandates     []Mandate
	Erasures     []Erasure // asked or decided, oldest first
	Concerns     []Concern // runs of the reporting code (meldcode), oldest first
	OwnPlans     []OwnPlan // handed in, oldest first
	Invitations  []Invitation
	Rights       []Right // invoked, oldest first
	Erased       bool    // the whole dossier was erased: only the record of that is left
	Entries      []Entry
	room         *room
}

// Person is a member of the family or of its network, as last stated.
type Person struct {
	ID       ID
	Name     nl.Name
	Birth    nl.Date
	Sex      string
	BSN      string
	Deceased nl.Date
	Network  bool
	Phone    string
	Email    string
	Source   string
	Since    time.Time // of the first statement
	Entry    ID        // of the last statement
}

// Relation is a dated relation.
type Relation struct {
	RelationStated
	Valid nl.Span
	Entry ID
}

// Custody is a dated custody.
type Custody struct {
	CustodyStated
	Valid nl.Span
	Entry ID
}

// Stay is a dated stay at an address.
type Stay struct {
	StayStated
	Valid nl.Span
	Entry ID
}

// Melding is a request for help.
type Melding struct {
	MeldingReceived
	At   time.Time
	Read bool // safety was weighed after it
}

// Safety is one weighing of the safety.
type Safety struct {
	SafetyAssessed
	At    time.Time
	By    Actor
	Entry ID
}

// PartState is an opened part with how it goes.
type PartState struct {
	Part   Part
	Reason string
	Since  time.Time
	Closed bool
	Scores []Score // oldest first
}

// Score is one dated score.
type Score struct {
	ScoreGiven
	At    time.Time
	By    Actor
	Entry ID
}

// Involvement is why someone may be in the dossier, with its days.
type Involvement struct {
	InvolvementStarted
	Valid nl.Span
	Ended bool // ended early; Valid.Until then is the last day
	Entry ID
}

// Active tells whether the involvement holds on a day.
func (i Involvement) Active(day nl.Date) bool { return i.Valid.Holds(day) }

// Covers tells whether the involvement names a part: its person and its domain.
func (b InvolvementStarted) Covers(p Part) bool {
	return (slices.Contains(b.Persons, Every) || slices.Contains(b.Persons, p.Person)) &&
		(slices.Contains(b.Domains, Every) || slices.Contains(b.Domains, p.Domain))
}

// Consent is a consent and its withdrawal.
type Consent struct {
	ConsentGiven
	At        time.Time
	Withdrawn time.Time // zero while it holds
}

// Lead is the one regisseur, or who covers.
type Lead struct {
	User  ID
	Org   ID
	Name  string
	Phone string
	Since time.Time
	Valid nl.Span // of a cover
}

// Offer is an offer of the lead. States: see docs/states.md.
type Offer struct {
	LeadOffered
	At    time.Time
	By    Actor
	State string // open, accepted, declined, lapsed (another was accepted)
}

// The states of an offer of the lead.
const (
	OfferOpen    = "open"
	OfferTaken   = "accepted"
	OfferRefused = "declined"
	OfferGone    = "lapsed" // another was accepted
)

// Question waits for an answer.
type Question struct {
	QuestionAsked
	At         time.Time
	By         Actor
	Answer     string
	AnsweredAt time.Time
	AnsweredBy Actor
	Parts      []Part
	Look       ID // the look that it is about, if one
}

// Goal is a goal in the family's words. States: open, met, dropped.
type Goal struct {
	GoalSet
	State string
	At    time.Time
	By    Actor
	Ended time.Time
	Words string // at the end
	Entry ID
}

// The states of a goal.
const (
	GoalOpen  = "open"
	GoalDone  = "met"
	GoalLeft  = "dropped"
	TaskOpen  = "open"      // created, nobody asked yet
	TaskAsked = "offered"   // offered, waits for an answer
	TaskTaken = "accepted"  // taken, not begun
	TaskBusy  = "started"   // begun
	TaskReady = "done"      // done
	TaskBack  = "returned"  // handed back: needs another holder
	TaskGone  = "withdrawn" // taken out of the plan
)

// Plan is the agreement on the plan.
type Plan struct {
	PlanAgreed
	At time.Time
	By Actor
}

// Evaluation is one evaluation held.
type Evaluation struct {
	EvaluationHeld
	At time.Time
	By Actor
}

// Task is the one noun of the chain. States: see docs/states.md.
type Task struct {
	TaskCreated
	State    string
	Holder   Holder // asked, or holding
	At       time.Time
	By       Actor
	Asking   time.Time // offered at
	Accepted time.Time
	Started  nl.Date
	Done     nl.Date
	Reason   string // of the last decline, return or withdrawal
	Reports  []Report
	Entry    ID
	Pending  nl.Date      // since when the municipality looks into it first
	Change   *ChangeAsked // what a request for change asks
}

// Open tells whether work is still to be done on the task.
func (t Task) Open() bool { return t.State != TaskReady && t.State != TaskGone }

// Report tells how the work on a task goes.
type Report struct {
	Words string
	At    time.Time
	By    Actor
}

// Clock is a legal or agreed term. States: see docs/states.md.
type Clock struct {
	ClockStarted
	State    string // running, paused, met, lapsed, stopped
	Paused   nl.Date
	Days     int // paused so far
	Extended int // times
	Reason   string
	Ended    nl.Date
}

// The states of a clock.
const (
	ClockRuns    = "running"
	ClockWaits   = "paused"
	ClockIsMet   = "met"
	ClockIsLate  = "lapsed"
	ClockIsEnded = "stopped"
)

// Live tells whether something is still due: a running, paused or lapsed clock.
func (c Clock) Live() bool {
	return c.State == ClockRuns || c.State == ClockWaits || c.State == ClockIsLate
}

// Message is an official message, in or out.
type Message struct {
	ID      ID
	Type    string
	Out     bool
	Peer    string
	Ref     string
	At      time.Time
	Content []byte
}

// Decision is a decision taken.
type Decision struct {
	DecisionTaken
	At time.Time
	By Actor
}

// Allocation is allocated care and what became of it.
type Allocation struct {
	AllocationMade
	Started    nl.Date
	Stopped    nl.Date
	StopReason string
	At         time.Time
	Gone       bool      // taken back by the municipality
	Changes    []Changed // in the order in which they counted
}

// Changed is a change of an allocation under its own number.
type Changed struct {
	AllocationChanged
	At time.Time
}

// Voice is what a child says for itself.
type Voice struct {
	VoiceRecorded
	At time.Time
	By Actor
}

// View is a differing view next to an entry.
type View struct {
	ViewDiffers
	At time.Time
	By Actor
}

// Watch is a date to look again.
type Watch struct {
	WatchSet
	At time.Time
}

// Closing is the end of the work.
type Closing struct {
	Closed
	At time.Time
	By Actor
}

// The phases of a dossier, derived from what happened.
const (
	PhaseMelding  = "melding"  // asked, nobody looked yet
	PhaseInquiry  = "inquiry"  // onderzoek
	PhasePlan     = "plan"     // goals are being set
	PhaseWork     = "work"     // plan agreed, tasks run
	PhaseWatching = "watching" // nazorg: a watch date is set
	PhaseClosed   = "closed"
)

// Phase gives where the family stands in the work.
func (d *Dossier) Phase() string {
	switch {
	case d.Closed != nil:
		return PhaseClosed
	case d.Watch != nil:
		return PhaseWatching
	case d.Plan != nil:
		return PhaseWork
	case len(d.Goals) > 0:
		return PhasePlan
	case len(d.Safety) > 0 || d.Lead != nil:
		return PhaseInquiry
	}
	return PhaseMelding
}
