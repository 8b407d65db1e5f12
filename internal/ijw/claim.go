package ijw

import "eendracht/internal/nl"

// Amount is money with its direction. A credit takes back an earlier debit.
type Amount struct {
	Cents int64  // eurocents, never negative
	Sign  string // code of list DebetCredit: Debit or Credit
}

// Directions of an amount, of list DebetCredit.
const (
	Debit  = "D"
	Credit = "C"
)

func (a *Amount) visit(f *form)      { a.tie(f, "Bedrag") }
func (a *Amount) visitTotal(f *form) { a.tie(f, "TotaalBedrag") }

func (a *Amount) tie(f *form, name string) {
	f.whole(name, &a.Cents)
	f.text("DebetCredit", &a.Sign)
}

// Signed gives the amount in eurocents, below zero for a credit.
func (a Amount) Signed() int64 {
	if a.Sign == Credit {
		return -a.Cents
	}
	return a.Cents
}

// SignedAmount makes an amount of eurocents, a credit when they are below zero.
func SignedAmount(cents int64) Amount {
	if cents < 0 {
		return Amount{-cents, Credit}
	}
	return Amount{cents, Debit}
}

// Claim is what a provider claims for a period (323).
type Claim struct {
	Number  string  // DeclaratieNummer, letters and digits, at most 12, unique per provider
	Period  nl.Span // first and last day, a calendar month
	Date    nl.Date
	Total   Amount
	Clients []ClaimClient
}

func (c *Claim) visit(f *form) {
	f.text("DeclaratieNummer", &c.Number)
	within(f, "DeclaratiePeriode", &c.Period, closed)
	f.date("DeclaratieDagtekening", &c.Date)
	within(f, "TotaalIngediendBedrag", &c.Total, (*Amount).visitTotal)
	collection(f, "Clienten", "Client", &c.Clients, (*ClaimClient).visit)
}

// closed ties a period of which both days must be there.
func closed(s *nl.Span, f *form) {
	f.date("Begindatum", &s.From)
	f.date("Einddatum", &s.Until)
}

// ClaimClient is what is claimed for one client (323), or rejected (325).
type ClaimClient struct {
	BSN   string
	Lines []ClaimLine
	Codes []string // return codes; only in a 325
}

func (c *ClaimClient) visit(f *form) {
	f.text("Bsn", &c.BSN)
	collection(f, "Prestaties", "Prestatie", &c.Lines, (*ClaimLine).visit)
	f.codes(&c.Codes)
}

// ClaimLine is one claimed piece of support (Prestatie).
type ClaimLine struct {
	Reference   string // of this line, unique per provider, at most 20 characters
	Previous    string // the line that a credit takes back; "" for a debit
	Number      int64  // of the allocation
	Category    string // code of list ProductCategorie
	Code        string // product code, at most 5 characters
	Period      nl.Span
	Volume      int64  // in Unit
	Unit        string // code of list Eenheid
	TariffCents *int64 // price per unit in eurocents
	Amount      Amount
	Codes       []string // return codes; only in a 325
}

func (l *ClaimLine) visit(f *form) {
	within(f, "ProductReferentie", l, func(l *ClaimLine, f *form) {
		f.text("ReferentieNummer", &l.Reference)
		f.text("VorigReferentieNummer", &l.Previous)
	})
	f.whole("ToewijzingNummer", &l.Number)
	f.text("ProductCategorie", &l.Category)
	f.text("ProductCode", &l.Code)
	within(f, "ProductPeriode", &l.Period, closed)
	f.whole("GeleverdVolume", &l.Volume)
	f.text("Eenheid", &l.Unit)
	f.number("ProductTarief", &l.TariffCents)
	within(f, "IngediendBedrag", &l.Amount, (*Amount).visit)
	f.codes(&l.Codes)
}

// ClaimAnswer is what a municipality grants of a claim (325). Clients holds only
// lines that are rejected (OP303).
type ClaimAnswer struct {
	Number  string // of the claim
	Claimed Amount
	Granted Amount
	Clients []ClaimClient
	Codes   []string
}

func (a *ClaimAnswer) visit(f *form) {
	f.text("DeclaratieNummer", &a.Number)
	within(f, "TotaalIngediendBedrag", &a.Claimed, (*Amount).visitTotal)
	within(f, "TotaalToegekendBedrag", &a.Granted, (*Amount).visitTotal)
	collection(f, "Clienten", "Client", &a.Clients, (*ClaimClient).visit)
	f.codes(&a.Codes)
}

// ClaimHeader is the header of a 325: its own, and which claim it answers.
type ClaimHeader struct {
	Header
	ClaimID   string  // Identificatie of the 323
	ClaimDate nl.Date // Dagtekening of the 323
	Checks    string  // version of the checks within the message that found fault; "" when none did
	// The versions of the schemas that the 323 states.
	ClaimBaseVersion, ClaimMessageVersion string
	Codes                                 []string
}

func (h *ClaimHeader) visit(f *form) {
	h.Header.visit(f)
	h.visitClaim(f)
}

func (h *ClaimHeader) visitClaim(f *form) {
	within(f, "DeclaratieIdentificatie", h, func(h *ClaimHeader, f *form) {
		f.text("Identificatie", &h.ClaimID)
		f.date("Dagtekening", &h.ClaimDate)
	})
	f.text("XsltVersie", &h.Checks)
	within(f, "XsdVersieDeclaratie", h, func(h *ClaimHeader, f *form) {
		f.text("BasisschemaXsdVersie", &h.ClaimBaseVersion)
		f.text("BerichtXsdVersie", &h.ClaimMessageVersion)
	})
	f.codes(&h.Codes)
}
