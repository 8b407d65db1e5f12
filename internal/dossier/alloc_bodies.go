package dossier

import "eendracht/internal/nl"

// AllocationChanged changes an allocation under its own number: its last day, or
// the size when that counts for the whole period, or the budget (iWmo and iJw
// 3.2, OP033x1). Last day equal to first day, with reason 13, takes it back.
type AllocationChanged struct {
	Number  string  `json:"number"`
	Care    Care    `json:"care"`   // as it stands from now on
	Reason  string  `json:"reason"` // code of RedenWijziging
	On      nl.Date `json:"on"`
	Time    string  `json:"time"` // 15:04:05, Europe/Amsterdam; with On it tells which statement is the latest
	Message ID      `json:"message,omitempty"`
}

// DeliveryWithdrawn takes back a start or stop that was told (status 3).
type DeliveryWithdrawn struct {
	Number  string  `json:"number"`
	What    string  `json:"what"` // WithdrawStart, WithdrawStop
	On      nl.Date `json:"on"`   // the day that was told
	Message ID      `json:"message,omitempty"`
}

// What a DeliveryWithdrawn takes back.
const (
	WithdrawStart = "start"
	WithdrawStop  = "stop"
)

// RequestPending says that the municipality looks into a request first (319
// with answer 2): it has more weeks from then on.
type RequestPending struct {
	Task ID      `json:"task"`
	On   nl.Date `json:"on"`
}

// ChangeAsked is what a request for change (317) asks: everything as the
// provider wants it, so that it can be decided on as a whole.
type ChangeAsked struct {
	Task      ID       `json:"task"`
	Reference string   `json:"reference"` // of the provider
	Reason    string   `json:"reason"`    // code of RedenVerzoek
	Provider  ID       `json:"provider"`
	Keep      []string `json:"keep,omitempty"`   // numbers that stay as they are
	Wanted    []Wanted `json:"wanted,omitempty"` // what changes, and what is new
}

// Wanted is one product as a provider wants it: a change of Number, or new
// when that is empty.
type Wanted struct {
	Number string `json:"number,omitempty"`
	Care   Care   `json:"care"`
}

// CareDelivered is how much was delivered of an allocation within one calendar
// month (OP367). Volume is in the unit of the allocation, eurocents for unit 83.
type CareDelivered struct {
	Delivery ID      `json:"delivery"`
	Number   string  `json:"number"`
	From     nl.Date `json:"from"`
	Until    nl.Date `json:"until"`
	Volume   int64   `json:"volume"`
	Unit     string  `json:"unit"`
	Tariff   int64   `json:"tariff"` // cents per unit; 0 for unit 83
}

// ClaimLodged is a claim (323) as far as it is about this family.
type ClaimLodged struct {
	Claim    ID          `json:"claim"`
	Number   string      `json:"number"` // DeclaratieNummer
	Law      string      `json:"law"`    // jw, wmo
	Provider ID          `json:"provider"`
	Person   ID          `json:"person"`
	From     nl.Date     `json:"from"`
	Until    nl.Date     `json:"until"`
	On       nl.Date     `json:"on"`
	Lines    []ClaimLine `json:"lines"`
	Message  ID          `json:"message,omitempty"`
}

// ClaimLine is one performance of a claim. Amounts are cents and never
// negative: Credit takes the line Earlier back.
type ClaimLine struct {
	Ref      string  `json:"ref"` // ProductReferentie: unique per provider and law
	Earlier  string  `json:"earlier,omitempty"`
	Number   string  `json:"number"` // of the allocation
	Category string  `json:"category"`
	Code     string  `json:"code,omitempty"`
	From     nl.Date `json:"from"`
	Until    nl.Date `json:"until"`
	Volume   int64   `json:"volume"`
	Unit     string  `json:"unit"`
	Tariff   int64   `json:"tariff,omitempty"`
	Amount   int64   `json:"amount"`
	Credit   bool    `json:"credit,omitempty"`
}

// ClaimAnswered is the answer to a claim (325): what was granted, and which
// lines were not and why.
type ClaimAnswered struct {
	Claim   ID            `json:"claim"`
	Granted int64         `json:"granted"` // cents; credits count below zero
	Codes   []string      `json:"codes,omitempty"`
	Refused []LineRefusal `json:"refused,omitempty"`
	Message ID            `json:"message,omitempty"`
}

// LineRefusal says with which return codes a line was not granted.
type LineRefusal struct {
	Ref   string   `json:"ref"`
	Codes []string `json:"codes"`
}

// MessageReturned is the return message to one that was sent from here.
type MessageReturned struct {
	Message ID        `json:"message"` // the one that it answers
	Type    string    `json:"type"`    // JW302 …
	From    string    `json:"from"`
	Ref     string    `json:"ref"`
	Refused []Refusal `json:"refused,omitempty"` // none: all was taken
	Content []byte    `json:"content,omitempty"`
}

// Refusal is a class of a message that the receiver refused, with its return codes.
type Refusal struct {
	Path  string   `json:"path"`
	Codes []string `json:"codes"`
}

// Kind names the stored form of each body.
func (AllocationChanged) Kind() string { return "allocation.changed" }
func (DeliveryWithdrawn) Kind() string { return "delivery.withdrawn" }
func (RequestPending) Kind() string    { return "request.pending" }
func (ChangeAsked) Kind() string       { return "change.asked" }
func (CareDelivered) Kind() string     { return "care.delivered" }
func (ClaimLodged) Kind() string       { return "claim.lodged" }
func (ClaimAnswered) Kind() string     { return "claim.answered" }
func (MessageReturned) Kind() string   { return "message.returned" }
