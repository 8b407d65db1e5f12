package dossier

import "eendracht/internal/nl"

// Subject is who an involvement or consent is about: a family member or network
// member with an account (User, Person), or an organisation (Org), optionally
// one user of it.
type Subject struct {
	User   ID `json:"user,omitempty"`
	Org    ID `json:"org,omitempty"`
	Person ID `json:"person,omitempty"`
}

// InvolvementStarted says why someone may be in this dossier: who, as what, for
// which persons and domains, for which purpose, on which ground, during Entry.Valid.
// Every in Persons stands for everybody in the dossier, also who comes later, and the
// whole family; in Domains for every life domain. The empty person stands for the
// whole family as such and for no member of it.
type InvolvementStarted struct {
	Involvement ID       `json:"involvement"`
	Subject     Subject  `json:"subject"`
	Name        string   `json:"name"`            // of the person or organisation, as everyone involved sees it
	Phone       string   `json:"phone,omitempty"` // how to reach it
	Role        string   `json:"role"`            // family, network, worker, lead, partner
	Purpose     string   `json:"purpose"`
	Ground      string   `json:"ground"`
	Persons     []ID     `json:"persons,omitempty"` // "" in the list is the whole family
	Domains     []string `json:"domains,omitempty"`
	Scope       string   `json:"scope"` // parts: reads its parts; task: sees its tasks only
	Task        ID       `json:"task,omitempty"`
}

// Every stands in the persons or domains of an involvement for every one of them.
const Every = "*"

// The scopes of an involvement.
const (
	ScopeParts = "parts"
	ScopeTask  = "task"
)

// InvolvementEnded ends an involvement before its date.
type InvolvementEnded struct {
	Involvement ID      `json:"involvement"`
	On          nl.Date `json:"on"` // last day
	Reason      string  `json:"reason"`
}

// ConsentGiven is a consent of a person, or of those with custody for a child.
// It never repairs a missing ground: it is asked where the law asks it.
type ConsentGiven struct {
	Consent ID       `json:"consent"`
	Person  ID       `json:"person"` // whose data
	By      []ID     `json:"by"`     // who consented
	Matter  string   `json:"matter"` // share, inspection, help
	For     Subject  `json:"for"`    // who may
	Domains []string `json:"domains,omitempty"`
}

// ConsentWithdrawn withdraws a consent from the moment of recording.
type ConsentWithdrawn struct {
	Consent ID     `json:"consent"`
	Reason  string `json:"reason,omitempty"`
}

// LeadOffered asks someone to be the lead (regisseur).
type LeadOffered struct {
	Offer ID     `json:"offer"`
	To    ID     `json:"to"`  // user
	Org   ID     `json:"org"` // of that user
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"`
}

// LeadAccepted makes the asked user the one lead of the family.
type LeadAccepted struct {
	Offer ID `json:"offer"`
}

// LeadDeclined turns an offer down.
type LeadDeclined struct {
	Offer  ID     `json:"offer"`
	Reason string `json:"reason"`
}

// LeadCovered lets a colleague stand in for the lead during Entry.Valid.
type LeadCovered struct {
	By   ID     `json:"by"`
	Org  ID     `json:"org"`
	Name string `json:"name"`
}

// LeadEnded ends the lead; until another accepts, the family has a gap.
type LeadEnded struct {
	Reason string `json:"reason"`
}

// QuestionAsked is a question to someone that waits for an answer.
type QuestionAsked struct {
	Question ID     `json:"question"`
	To       Holder `json:"to"`
	Words    string `json:"words"`
	Pauses   ID     `json:"pauses,omitempty"` // the clock that waits for the answer (Awb 4:15)
}

// QuestionAnswered answers it.
type QuestionAnswered struct {
	Question ID     `json:"question"`
	Words    string `json:"words"`
}

// MessageReceived is an official message that came in.
type MessageReceived struct {
	Message ID     `json:"message"`
	Type    string `json:"type"` // JW315, WMO305 …
	From    string `json:"from"` // AGB or municipality code
	Ref     string `json:"ref"`  // the sender's identification
	Content []byte `json:"content"`
}

// MessageSent is an official message that went out.
type MessageSent struct {
	Message ID     `json:"message"`
	Type    string `json:"type"`
	To      string `json:"to"`
	Ref     string `json:"ref"`
	Content []byte `json:"content"`
	Org     ID     `json:"org,omitempty"` // the organisation that it goes to, when it is in the directory
}

// DecisionTaken is a decision (beschikking) on a task that asked for one.
type DecisionTaken struct {
	Decision ID      `json:"decision"`
	Task     ID      `json:"task"`
	Outcome  string  `json:"outcome"` // granted, refused
	Law      string  `json:"law"`     // jw, wmo
	On       nl.Date `json:"on"`
	Words    string  `json:"words"` // the reasons, plain
}

// AllocationMade allocates care to a provider (toewijzing).
type AllocationMade struct {
	Number   string  `json:"number"` // toewijzingnummer
	Task     ID      `json:"task"`   // the provider's task
	Decision ID      `json:"decision"`
	Person   ID      `json:"person"`
	Provider ID      `json:"provider"` // organisation
	Care     Care    `json:"care"`
	On       nl.Date `json:"on"`   // date of allocation
	Time     string  `json:"time"` // 15:04:05, Europe/Amsterdam
}

// Care is a product with its period and size, as iWmo and iJw name them.
type Care struct {
	Law       string  `json:"law"` // jw, wmo
	Category  string  `json:"category"`
	Code      string  `json:"code,omitempty"`
	From      nl.Date `json:"from"`
	Until     nl.Date `json:"until,omitzero"`
	Volume    int     `json:"volume,omitempty"`
	Unit      string  `json:"unit,omitempty"`
	Frequency string  `json:"frequency,omitempty"`
	Budget    int64   `json:"budget,omitempty"`    // cents
	Reference string  `json:"reference,omitempty"` // of the provider (referentie aanbieder)
	Referrer  string  `json:"referrer,omitempty"`  // code of the kind of referrer (verwijzer)
	Comment   string  `json:"comment,omitempty"`
}

// DeliveryStarted says that allocated care began (305).
type DeliveryStarted struct {
	Number  string  `json:"number"`
	On      nl.Date `json:"on"`
	Message ID      `json:"message,omitempty"`
}

// DeliveryStopped says that allocated care ended (307).
type DeliveryStopped struct {
	Number  string  `json:"number"`
	On      nl.Date `json:"on"`
	Reason  string  `json:"reason"` // code of RedenBeeindiging
	Message ID      `json:"message,omitempty"`
}

// WatchSet sets a date to look whether it still goes well.
type WatchSet struct {
	On    nl.Date `json:"on"`
	Owner Holder  `json:"owner"`
	Words string  `json:"words,omitempty"`
}

// Closed ends the work on the dossier and says how long it is kept.
type Closed struct {
	Reason    string  `json:"reason"`
	Retention string  `json:"retention"` // code of package statute
	Keep      nl.Date `json:"keep"`      // last day of keeping
}

// Reopened takes the work up again.
type Reopened struct {
	Reason string `json:"reason"`
}

// Kind names the stored form of each body.
func (InvolvementStarted) Kind() string { return "involvement.started" }
func (InvolvementEnded) Kind() string   { return "involvement.ended" }
func (ConsentGiven) Kind() string       { return "consent.given" }
func (ConsentWithdrawn) Kind() string   { return "consent.withdrawn" }
func (LeadOffered) Kind() string        { return "lead.offered" }
func (LeadAccepted) Kind() string       { return "lead.accepted" }
func (LeadDeclined) Kind() string       { return "lead.declined" }
func (LeadCovered) Kind() string        { return "lead.covered" }
func (LeadEnded) Kind() string          { return "lead.ended" }
func (QuestionAsked) Kind() string      { return "question.asked" }
func (QuestionAnswered) Kind() string   { return "question.answered" }
func (MessageReceived) Kind() string    { return "message.received" }
func (MessageSent) Kind() string        { return "message.sent" }
func (DecisionTaken) Kind() string      { return "decision.taken" }
func (AllocationMade) Kind() string     { return "allocation.made" }
func (DeliveryStarted) Kind() string    { return "delivery.started" }
func (DeliveryStopped) Kind() string    { return "delivery.stopped" }
func (WatchSet) Kind() string           { return "watch.set" }
func (Closed) Kind() string             { return "dossier.closed" }
func (Reopened) Kind() string           { return "dossier.reopened" }
