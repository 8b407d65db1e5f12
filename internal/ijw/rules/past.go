package rules

import (
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// Place says between whom and under which law something was exchanged.
type Place struct {
	Law          ijw.Law
	Municipality string // CBS code
	Provider     string // AGB code
}

// PlaceOf gives the place of a message, whichever way it goes.
func PlaceOf(m ijw.Message) Place {
	if m.Root == nil {
		return Place{Law: m.Law}
	}
	header := m.Root.Child("Header")
	from, to := value(header, "Afzender"), value(header, "Ontvanger")
	p := Place{Law: m.Law, Municipality: from, Provider: to}
	if len(from) > len(to) { // an AGB code is longer than a CBS code
		p.Municipality, p.Provider = to, from
	}
	return p
}

// Past answers what was exchanged before. It knows messages that were sent or
// received and not rejected; a rejected message counts as not sent (OP286), only
// its identification stays used. Answers are of one moment: they do not change
// while a message is judged.
type Past interface {
	// Used tells whether a message of this kind with this identification was
	// sent before by the party that sends that kind.
	Used(p Place, kind ijw.Kind, id string) bool
	// Allocation gives the latest state of an allocation of this municipality
	// and law by its number, whoever the provider is.
	Allocation(p Place, number int64) (Allocated, bool)
	// Allocations gives the latest state of each allocation of a client to this
	// provider, removed ones too.
	Allocations(p Place, bsn string) []Allocated
	// Lines gives the starts and stops of a client that are in force: removed
	// ones are left out. In the order in which they were exchanged.
	Lines(p Place, bsn string) []Line
	// Asked gives the request (315 or 317) of this provider with this reference.
	Asked(p Place, reference string) (Asked, bool)
	// Requests gives every request of this provider for a client.
	Requests(p Place, bsn string) []Asked
	// Claim gives the claim (323) with this message identification.
	Claim(p Place, id string) (Claim, bool)
	// ClaimNumber tells whether this provider used a DeclaratieNummer before,
	// for whichever municipality.
	ClaimNumber(p Place, number string) bool
	// LastClaim gives the first day of the latest month that was claimed; the
	// zero date when there was no claim.
	LastClaim(p Place) nl.Date
	// Claimed gives a claimed line of this provider by its ReferentieNummer.
	Claimed(p Place, reference string) (Claimed, bool)
	// ClaimedOn gives the claimed lines on an allocation that were not rejected.
	ClaimedOn(p Place, number int64) []Claimed
	// Tariff gives what the contract says that a product costs on a day; false
	// when no contract is known here.
	Tariff(p Place, category, code string, on nl.Date) (Tariff, bool)
}

// Allocated is the latest state of an allocation.
type Allocated struct {
	Number      int64
	BSN         string
	Provider    string
	Category    string // "" for a generic allocation
	Code        string // "" for a generic or unspecific allocation
	From, Until nl.Date
	Decided     string // "2026-11-24T10:00:00": the latest is what counts (IV013)
	Change      string // code of list RedenWijziging
	Reference   string // of the request that it answers
	Volume      *ijw.Volume
	BudgetCents *int64
}

// Removed tells whether the allocation was taken back as if never sent: it ends
// on its first day with reason 13, or 01 in older messages.
func (a Allocated) Removed() bool {
	return removed(a.From, a.Until, a.Change)
}

// Current tells whether the allocation holds on a day or later (TR349).
func (a Allocated) Current(on nl.Date) bool {
	return !a.Removed() && (a.Until.IsZero() || !before(a.Until, on))
}

func removed(from, until nl.Date, change string) bool {
	return from == until && (change == "13" || change == "01")
}

// Line is a start (305) or stop (307).
type Line struct {
	Kind           ijw.Kind // Kind305 or Kind307
	BSN            string
	Number         int64 // of the allocation; meaningless unless Numbered
	Numbered       bool
	Category, Code string  // of the product, when there is no allocation
	From           nl.Date // first day of the support
	Until          nl.Date // last day; a stop only
	Reason         string  // code of list RedenBeeindiging; a stop only
}

// temporary is the reason to stop for a while.
const temporary = "20"

// same tells whether two lines are about one delivery: the allocation, or the
// product when there is none (IV096), and the first day.
func (l Line) same(o Line) bool {
	return l.delivers(o) && l.From == o.From
}

// delivers tells whether two lines are about support under one allocation, or of
// one product when there is none.
func (l Line) delivers(o Line) bool {
	if l.BSN != o.BSN || l.Numbered != o.Numbered {
		return false
	}
	if l.Numbered {
		return l.Number == o.Number
	}
	return l.Category == o.Category && l.Code == o.Code
}

// key tells whether two lines have the same logical key: that of a stop holds
// its reason, because after a temporary stop a final one may follow.
func (l Line) key(o Line) bool {
	return l.Kind == o.Kind && l.same(o) && l.Reason == o.Reason
}

// Asked is a product that a provider asked for (315), or a change (317).
type Asked struct {
	Kind      ijw.Kind // Kind315 or Kind317
	BSN       string
	Reference string
	Answer    string // code of list VerzoekAntwoord: "1" refused, "2" under investigation, "" none
	Allocated bool   // an allocation with this reference was sent
}

// Open tells whether the request still waits for an allocation or a refusal.
func (a Asked) Open() bool { return !a.Allocated && a.Answer != ijw.DecisionRejected }

// Claim is the head of a claim (323).
type Claim struct {
	ID, Number                  string
	BaseVersion, MessageVersion string
	From                        nl.Date // first day of the month
	TotalCents                  int64   // credits make it smaller, below zero too
}

// Claimed is one line of a claim (Prestatie).
type Claimed struct {
	BSN            string
	Reference      string // ReferentieNummer
	Previous       string // VorigReferentieNummer; a credit only
	Number         int64  // of the allocation
	Category, Code string
	From, Until    nl.Date
	Volume         int64
	Unit           string // code of list Eenheid
	TariffCents    *int64
	Cents          int64
	Credit         bool
	Answered       bool // the answer to its claim came, and did not reject it
	Rejected       bool // the answer to its claim rejected it
}

// Tariff is what one unit of a product costs by contract.
type Tariff struct {
	Cents int64
	Unit  string // code of list Eenheid; an hour may be claimed in minutes (IV081)
}
