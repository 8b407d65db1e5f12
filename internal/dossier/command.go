package dossier

import (
	"time"

	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

// Moment is what a command may know beside the dossier: when, who, why, the
// law of the day and fresh identifiers. All of it comes in from outside, so
// that the same moment decides the same entries.
type Moment struct {
	Now     time.Time // UTC
	By      Actor
	Purpose string
	Ground  string
	Law     *statute.Set
	NewID   func() ID
}

// Today gives the calendar day of the moment in Europe/Amsterdam.
func (m Moment) Today() nl.Date { return nl.On(m.Now) }

// Command is a wish to change a dossier. Decide says which entries it adds, or
// a fault why not; it changes nothing itself. A command on a new family meets
// a Dossier with Version 0.
type Command interface {
	// Name is the stable name of the command, for logs, documents and the API.
	Name() string
	// Need says what the actor must be allowed to do.
	Need(d *Dossier) Need
	// Decide gives the new entries. It returns faults of code Invalid (with
	// fields), Conflict (the state does not allow it) or NotFound.
	Decide(d *Dossier, m Moment) ([]Entry, error)
}

// Need is what a command asks of package access.
type Need struct {
	Action      string `json:"a"`           // the names are kept with every decision and never change
	Parts       []Part `json:"p,omitempty"` // that it touches
	Compartment string `json:"c,omitempty"`
	Task        ID     `json:"t,omitempty"`
	Person      ID     `json:"w,omitempty"` // whose own matter it is
	Offer       ID     `json:"o,omitempty"` // of the lead
	Question    ID     `json:"q,omitempty"`
	Talk        ID     `json:"k,omitempty"`
	Right       ID     `json:"r,omitempty"` // that was invoked
}

// The actions that access decides on. Reading has actions of its own there.
const (
	ActAsk      = "ask"      // ask for help: everyone, for oneself
	ActIntake   = "intake"   // weigh safety, ask back, offer the lead
	ActLead     = "lead"     // accept or decline an offered lead
	ActFamily   = "family"   // state persons, relations, custody, stays, contacts
	ActPlan     = "plan"     // domains, goals, tasks, agreement, evaluation
	ActShare    = "share"    // start and end involvements
	ActScore    = "score"    // say how it goes
	ActNote     = "note"     // write a note in a part
	ActFile     = "file"     // add a document, a new version, or withdraw it
	ActHold     = "hold"     // answer, start, report, finish, hand back a task
	ActDecide   = "decide"   // decide on a request (beschikking)
	ActMessage  = "message"  // official messages of an organisation about its own care
	ActAnswer   = "answer"   // answer a question that was put to you
	ActOwn      = "own"      // the family's own: differing view, own voice, consent
	ActClock    = "clock"    // pause, extend, meet a term
	ActClose    = "close"    // watch date, closing, reopening, ending the lead
	ActGlass    = "glass"    // break the glass in an emergency, and end that
	ActReview   = "review"   // review a break-glass
	ActHush     = "hush"     // set, review and lift a safety hold
	ActQuery    = "query"    // ask why someone looked
	ActTalk     = "talk"     // begin a conversation, write in it, mark it as seen
	ActMaintain = "maintain" // the system itself: lapsing terms, import
	// ActAdminister is no command of a dossier: it keeps the directory and settings.
	ActAdminister = "administer"
)

// write makes an entry of this moment; options fill in what else it says.
func (m Moment) write(body Body, options ...func(*Entry)) Entry {
	e := Entry{ID: m.NewID(), At: m.Now.UTC().Truncate(time.Microsecond), By: m.By, Purpose: m.Purpose, Ground: m.Ground, Body: body}
	for _, option := range options {
		option(&e)
	}
	return e
}

func about(ids ...ID) func(*Entry)         { return func(e *Entry) { e.About = ids } }
func valid(span nl.Span) func(*Entry)      { return func(e *Entry) { e.Valid = span } }
func shut(compartment string) func(*Entry) { return func(e *Entry) { e.Compartment = compartment } }
func correcting(earlier ID) func(*Entry)   { return func(e *Entry) { e.Corrects = earlier } }
