package dossier

import "eendracht/internal/nl"

// Told names the official message by which something was told.
type Told struct {
	Type    string `json:"type,omitempty"`
	From    string `json:"from,omitempty"` // official code of the sender
	Ref     string `json:"ref,omitempty"`  // the sender's identification
	Content []byte `json:"content,omitempty"`
}

// ChangeAllocation changes an allocation under its own number as far as the
// standard allows (OP033x1): the last day, the budget, and the volume when it
// counts for the whole period. Until before the first day is refused; Remove
// takes the allocation back. Agreed says that the provider was heard: shortening
// into the past and lowering volume or budget ask for it (OP186, OP298, OP299).
type ChangeAllocation struct {
	Number string  `json:"number,omitempty"`
	Until  nl.Date `json:"until,omitzero"`
	Volume int     `json:"volume,omitempty"` // 0: as it is
	Budget int64   `json:"budget,omitempty"` // cents; 0: as it is
	Reason string  `json:"reason,omitempty"` // code of RedenWijziging
	Remove bool    `json:"remove,omitempty"`
	Agreed bool    `json:"agreed,omitempty"`
}

// ReceiveAllocations takes in a 301 at the provider's side: per product a new
// allocation with its task, or a change of a known one. What is older than what
// is known changes nothing (OP080).
type ReceiveAllocations struct {
	Told
	Provider ID      `json:"provider,omitempty"` // the organisation that it is for
	Called   string  `json:"called,omitempty"`
	Phone    string  `json:"phone,omitempty"`
	Person   ID      `json:"person,omitempty"`
	Domain   string  `json:"domain,omitempty"`
	Given    []Given `json:"given,omitempty"`
}

// Given is one product of a 301.
type Given struct {
	Number string  `json:"number"`
	Care   Care    `json:"care"`
	On     nl.Date `json:"on"`
	Time   string  `json:"time"`
	Reason string  `json:"reason,omitempty"`
}

// ReceiveWithdrawal takes in a start or stop with status 3: it was told wrongly.
type ReceiveWithdrawal struct {
	Told
	Number string  `json:"number,omitempty"`
	What   string  `json:"what,omitempty"` // WithdrawStart, WithdrawStop
	On     nl.Date `json:"on,omitzero"`
}

// ReceiveChange takes in a request for change (317): one task to decide on the
// whole of it, and its clock.
type ReceiveChange struct {
	Told
	Provider  ID       `json:"provider,omitempty"`
	Called    string   `json:"called,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	Person    ID       `json:"person,omitempty"`
	Reference string   `json:"reference,omitempty"`
	Reason    string   `json:"reason,omitempty"` // code of RedenVerzoek
	Keep      []string `json:"keep,omitempty"`
	Wanted    []Wanted `json:"wanted,omitempty"`
}

// DecideChange decides on a request for change as a whole. Numbers are fresh
// allocation numbers, one for each product that cannot change in place.
type DecideChange struct {
	Task    ID       `json:"task,omitempty"`
	Outcome string   `json:"outcome,omitempty"` // granted, refused
	Words   string   `json:"words,omitempty"`
	Numbers []string `json:"numbers,omitempty"`
}

// HoldRequest says that a request needs a look first; the answer may then take
// weeks instead of days (OP274, OP346).
type HoldRequest struct {
	Task ID `json:"task,omitempty"`
}

// ReceiveAnswer takes in a 319 at the provider's side.
type ReceiveAnswer struct {
	Told
	Task    ID     `json:"task,omitempty"`
	Pending bool   `json:"pending,omitempty"` // in onderzoek; else refused
	Words   string `json:"words,omitempty"`
}

// RecordDelivered notes how much was delivered of an allocation within one month.
type RecordDelivered struct {
	Number string  `json:"number,omitempty"`
	From   nl.Date `json:"from,omitzero"`
	Until  nl.Date `json:"until,omitzero"`
	Volume int64   `json:"volume,omitempty"`
	Tariff int64   `json:"tariff,omitempty"` // cents per unit
}

// ReceiveClaim takes in a claim (323) as far as it is about this family.
type ReceiveClaim struct {
	Told
	Number   string      `json:"number,omitempty"`
	Law      string      `json:"law,omitempty"`
	Provider ID          `json:"provider,omitempty"`
	Person   ID          `json:"person,omitempty"`
	Period   nl.Span     `json:"period,omitzero"`
	On       nl.Date     `json:"on,omitzero"`
	Lines    []ClaimLine `json:"lines,omitempty"`
}

// ReceiveClaimAnswer takes in the answer to a claim (325). Told is empty when
// the platform made the answer itself: then the message follows by RecordReply.
type ReceiveClaimAnswer struct {
	Told
	Provider ID            `json:"provider,omitempty"`
	Number   string        `json:"number,omitempty"` // DeclaratieNummer
	Codes    []string      `json:"codes,omitempty"`
	Refused  []LineRefusal `json:"refused,omitempty"`
}

// ReceiveReturn takes in a return message (302, 306, 308, 316, 318, 320): what
// the partner made of a message that was sent.
type ReceiveReturn struct {
	Told
	Of      string    `json:"of,omitempty"` // identification of the message that is answered
	OfType  string    `json:"ofType,omitempty"`
	Refused []Refusal `json:"refused,omitempty"`
}

// RecordReply records a message that leaves about a part: a return message made
// by the platform, or one that a provider sends. Await starts the clock within
// which the partner must answer it.
type RecordReply struct {
	Type    string `json:"type,omitempty"`
	To      string `json:"to,omitempty"`
	Ref     string `json:"ref,omitempty"`
	Content []byte `json:"content,omitempty"`
	Part    Part   `json:"part,omitzero"`
	Org     ID     `json:"org,omitempty"` // the organisation that it goes to
	Await   bool   `json:"await,omitempty"`
	Owner   Holder `json:"owner,omitzero"` // who watches the clock
}

// AwaitReturn starts the clock within which a message that left must be answered.
type AwaitReturn struct {
	Message ID     `json:"message,omitempty"`
	Owner   Holder `json:"owner,omitzero"` // who watches it
}
