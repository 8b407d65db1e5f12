package dossier

import "eendracht/internal/nl"

// NewPerson is what is known of someone who comes into the dossier.
type NewPerson struct {
	Name    nl.Name
	Birth   nl.Date
	Sex     string
	BSN     string
	Phone   string
	Email   string
	Address Address
	Secret  bool // the address is secret
	Network bool
	Source  string // self, brp, message, worker
}

// AskHelp opens a dossier with a request for help (melding) by the signed-in
// person, in their own words; it starts the clocks of the laws it falls under
// and makes the neighbourhood team involved for intake.
type AskHelp struct {
	Municipality string
	Team         ID
	TeamName     string
	TeamPhone    string
	FamilyName   string // empty: taken from the person's name
	Me           NewPerson
	Words        string
	Channel      string
	Laws         []string
	Threat       string // "", eviction, utilities, insurance
}

// AskAgain adds a new request for help to a family that has a dossier.
type AskAgain struct {
	Words   string
	Channel string
	Laws    []string
	Threat  string
}

// WeighSafety records how safe the family is; it marks open meldingen as read.
type WeighSafety struct {
	Level string
	Words string
	Again nl.Date
}

// AskQuestion asks someone something and starts the clock of the answer; with
// Pause it pauses that clock until the answer comes (Awb art. 4:15).
type AskQuestion struct {
	To    Holder
	Words string
	Parts []Part
	Pause ID
}

// AnswerQuestion answers a question and lets the paused clock run on.
type AnswerQuestion struct {
	Question ID
	Words    string
}

// OfferLead asks a worker to be the lead (regisseur).
type OfferLead struct {
	To     ID
	Org    ID
	Called string // name, as everyone involved sees it
	Phone  string
}

// AcceptLead accepts an open offer. There is at most one accepted lead.
type AcceptLead struct{ Offer ID }

// DeclineLead turns an open offer down, with a reason.
type DeclineLead struct {
	Offer  ID
	Reason string
}

// CoverLead lets a colleague stand in for the lead from a day to a day.
type CoverLead struct {
	By          ID
	Org         ID
	Called      string // name, as everyone involved sees it
	From, Until nl.Date
}

// EndLead ends the lead of the family and opens the gap that raises an alarm.
type EndLead struct{ Reason string }

// StatePerson adds or restates a person. An empty Person adds one.
type StatePerson struct {
	Person ID
	NewPerson
	Deceased nl.Date
}

// StateRelation adds or restates (by Relation) a dated relation.
type StateRelation struct {
	Relation ID
	From, To ID
	Type     string
	Label    string
	Valid    nl.Span
}

// StateCustody states who has custody of a child, by the codes of BRP table 61.
type StateCustody struct {
	Child            ID
	Code             string
	Parent1, Parent2 ID
	Third            []ID
	Valid            nl.Span
}

// StateStay adds or restates (by Stay) where someone lives; a stay that begins
// ends the earlier open one of the same person on the day before.
type StateStay struct {
	Stay    ID
	Person  ID
	Address Address
	Secret  bool
	Valid   nl.Span
}

// StateContact states how to reach someone.
type StateContact struct {
	Person       ID
	Phone, Email string
}

// OpenDomain opens a life domain for a person or the family, with the reason.
type OpenDomain struct {
	Part   Part
	Reason string
}

// CloseDomain closes it again.
type CloseDomain struct {
	Part   Part
	Reason string
}

// GiveScore says how it goes in an open part.
type GiveScore struct {
	Part  Part
	Scale string
	Level int
	Words string
	View  string // family, worker
}

// WriteNote writes a note in open parts, or in a compartment.
type WriteNote struct {
	Parts       []Part
	Compartment string
	Words       string
}

// Speak records what a child of 12 or older says for itself.
type Speak struct {
	Person ID
	Words  string
	Shared bool
}

// Differ records a family member's differing view next to an entry.
type Differ struct {
	Entry  ID
	Person ID
	Words  string
}

// Retract strikes an own earlier entry that was wrong.
type Retract struct {
	Entry  ID
	Reason string
}
