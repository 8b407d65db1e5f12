package dossier

import "eendracht/internal/nl"

// NewPerson is what is known of someone who comes into the dossier.
type NewPerson struct {
	Name    nl.Name `json:"name,omitzero"`
	Birth   nl.Date `json:"birth,omitzero"`
	Sex     string  `json:"sex,omitempty"`
	BSN     string  `json:"bsn,omitempty"`
	Phone   string  `json:"phone,omitempty"`
	Email   string  `json:"email,omitempty"`
	Address Address `json:"address,omitzero"`
	Secret  bool    `json:"secret,omitempty"` // the address is secret
	Network bool    `json:"network,omitempty"`
	Source  string  `json:"source,omitempty"` // self, brp, message, worker
}

// AskHelp opens a dossier with a request for help (melding) by the signed-in
// person, in their own words; it starts the clocks of the laws it falls under
// and makes the neighbourhood team involved for intake.
type AskHelp struct {
	Municipality string    `json:"municipality,omitempty"`
	Team         ID        `json:"team,omitempty"`
	TeamName     string    `json:"teamName,omitempty"`
	TeamPhone    string    `json:"teamPhone,omitempty"`
	FamilyName   string    `json:"familyName,omitempty"` // empty: taken from the person's name
	Me           NewPerson `json:"me,omitempty"`
	Words        string    `json:"words,omitempty"`
	Channel      string    `json:"channel,omitempty"`
	Laws         []string  `json:"laws,omitempty"`
	Threat       string    `json:"threat,omitempty"` // "", eviction, utilities, insurance
	Writer       string    `json:"writer,omitempty"` // who wrote it down, when it was told aloud
}

// AskAgain adds a new request for help to a family that has a dossier.
type AskAgain struct {
	Words   string   `json:"words,omitempty"`
	Channel string   `json:"channel,omitempty"`
	Laws    []string `json:"laws,omitempty"`
	Threat  string   `json:"threat,omitempty"`
	Writer  string   `json:"writer,omitempty"`
}

// WeighSafety records how safe the family is; it marks open meldingen as read.
type WeighSafety struct {
	Level string  `json:"level,omitempty"`
	Words string  `json:"words,omitempty"`
	Again nl.Date `json:"again,omitzero"`
}

// AskQuestion asks someone something and starts the clock of the answer; with
// Pause it pauses that clock until the answer comes (Awb art. 4:15).
type AskQuestion struct {
	To    Holder `json:"to,omitzero"`
	Words string `json:"words,omitempty"`
	Parts []Part `json:"parts,omitempty"`
	Pause ID     `json:"pause,omitempty"`
}

// AnswerQuestion answers a question and lets the paused clock run on.
type AnswerQuestion struct {
	Question ID     `json:"question,omitempty"`
	Words    string `json:"words,omitempty"`
}

// OfferLead asks a worker to be the lead (regisseur).
type OfferLead struct {
	To     ID     `json:"to,omitempty"`
	Org    ID     `json:"org,omitempty"`
	Called string `json:"called,omitempty"` // name, as everyone involved sees it
	Phone  string `json:"phone,omitempty"`
}

// AcceptLead accepts an open offer. There is at most one accepted lead.
type AcceptLead struct {
	Offer ID `json:"offer"`
}

// DeclineLead turns an open offer down, with a reason.
type DeclineLead struct {
	Offer  ID     `json:"offer,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// CoverLead lets a colleague stand in for the lead from a day to a day.
type CoverLead struct {
	By     ID      `json:"by,omitempty"`
	Org    ID      `json:"org,omitempty"`
	Called string  `json:"called,omitempty"` // name, as everyone involved sees it
	From   nl.Date `json:"from,omitzero"`
	Until  nl.Date `json:"until,omitzero"`
}

// EndLead ends the lead of the family and opens the gap that raises an alarm.
type EndLead struct {
	Reason string `json:"reason"`
}

// StatePerson adds or restates a person. An empty Person adds one.
type StatePerson struct {
	Person ID `json:"person,omitempty"`
	NewPerson
	Deceased nl.Date `json:"deceased,omitzero"`
}

// StateRelation adds or restates (by Relation) a dated relation.
type StateRelation struct {
	Relation ID      `json:"relation,omitempty"`
	From     ID      `json:"from,omitempty"`
	To       ID      `json:"to,omitempty"`
	Type     string  `json:"type,omitempty"`
	Label    string  `json:"label,omitempty"`
	Valid    nl.Span `json:"valid,omitzero"`
}

// StateCustody states who has custody of a child, by the codes of BRP table 61.
type StateCustody struct {
	Child   ID      `json:"child,omitempty"`
	Code    string  `json:"code,omitempty"`
	Parent1 ID      `json:"parent1,omitempty"`
	Parent2 ID      `json:"parent2,omitempty"`
	Third   []ID    `json:"third,omitempty"`
	Valid   nl.Span `json:"valid,omitzero"`
}

// StateStay adds or restates (by Stay) where someone lives; a stay that begins
// ends the earlier open one of the same person on the day before.
type StateStay struct {
	Stay    ID      `json:"stay,omitempty"`
	Person  ID      `json:"person,omitempty"`
	Address Address `json:"address,omitzero"`
	Secret  bool    `json:"secret,omitempty"`
	Valid   nl.Span `json:"valid,omitzero"`
}

// StateContact states how to reach someone.
type StateContact struct {
	Person ID     `json:"person,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Email  string `json:"email,omitempty"`
}

// OpenDomain opens a life domain for a person or the family, with the reason.
type OpenDomain struct {
	Part   Part   `json:"part,omitzero"`
	Reason string `json:"reason,omitempty"`
}

// CloseDomain closes it again.
type CloseDomain struct {
	Part   Part   `json:"part,omitzero"`
	Reason string `json:"reason,omitempty"`
}

// GiveScore says how it goes in an open part.
type GiveScore struct {
	Part  Part   `json:"part,omitzero"`
	Scale string `json:"scale,omitempty"`
	Level int    `json:"level,omitempty"`
	Words string `json:"words,omitempty"`
	View  string `json:"view,omitempty"` // family, worker
}

// WriteNote writes a note in open parts, or in a compartment.
type WriteNote struct {
	Parts       []Part `json:"parts,omitempty"`
	Compartment string `json:"compartment,omitempty"`
	Words       string `json:"words,omitempty"`
}

// Speak records what a child of 12 or older says for itself.
type Speak struct {
	Person ID     `json:"person,omitempty"`
	Words  string `json:"words,omitempty"`
	Shared bool   `json:"shared,omitempty"`
}

// Differ records a family member's differing view next to an entry.
type Differ struct {
	Entry  ID     `json:"entry,omitempty"`
	Person ID     `json:"person,omitempty"`
	Words  string `json:"words,omitempty"`
}

// Retract strikes an own earlier entry that was wrong.
type Retract struct {
	Entry  ID     `json:"entry,omitempty"`
	Reason string `json:"reason,omitempty"`
}
