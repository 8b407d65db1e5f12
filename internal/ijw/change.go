package ijw

import "eendracht/internal/nl"

// Change is a request to change what is allocated (317). It names every current
// allocation of the client: as it stays, as it should become, or new (TR349).
type Change struct {
	Reference string // the provider's own mark, comes back in answer and allocation
	Reason    string // code of list RedenVerzoek
	Unchanged []Unchanged
	Changed   []Changed
	New       []NewProduct
	Codes     []string // return codes; only in a 318
}

func (c *Change) visit(f *form) {
	f.text("ReferentieAanbieder", &c.Reference)
	f.text("RedenVerzoek", &c.Reason)
	collection(f, "OngewijzigdeProducten", "OngewijzigdProduct", &c.Unchanged, (*Unchanged).visit)
	collection(f, "TeWijzigenProducten", "TeWijzigenProduct", &c.Changed, (*Changed).visit)
	collection(f, "NieuweProducten", "NieuwProduct", &c.New, (*NewProduct).visit)
	f.codes(&c.Codes)
}

// Unchanged is an allocation that stays as it is.
type Unchanged struct {
	Number int64 // of the allocation
	Codes  []string
}

func (u *Unchanged) visit(f *form) {
	f.whole("ToewijzingNummer", &u.Number)
	f.codes(&u.Codes)
}

// Changed is an allocation as the provider would have it.
type Changed struct {
	Number      int64 // of the allocation
	From        nl.Date
	Until       nl.Date // the last day; zero when open
	Volume      *Volume
	BudgetCents *int64
	Codes       []string
}

func (c *Changed) visit(f *form) {
	f.whole("ToewijzingNummer", &c.Number)
	f.date("GewensteIngangsdatum", &c.From)
	f.date("Einddatum", &c.Until)
	maybe(f, "Omvang", &c.Volume, (*Volume).visit)
	f.number("Budget", &c.BudgetCents)
	f.codes(&c.Codes)
}

// NewProduct is support that the provider asks for besides what is allocated.
type NewProduct struct {
	Product     *Product
	From        nl.Date
	Until       nl.Date // the last day; zero when open
	Volume      *Volume
	BudgetCents *int64
	Codes       []string
}

func (n *NewProduct) visit(f *form) {
	maybe(f, "Product", &n.Product, (*Product).visit)
	f.date("GewensteIngangsdatum", &n.From)
	f.date("Einddatum", &n.Until)
	maybe(f, "Omvang", &n.Volume, (*Volume).visit)
	f.number("Budget", &n.BudgetCents)
	f.codes(&n.Codes)
}

// Answer is what a municipality answers to a request (319).
type Answer struct {
	Reference string     // of the request
	Decision  string     // code of list VerzoekAntwoord: DecisionRejected or DecisionUnderStudy
	Reason    string     // code of list RedenAfwijzingVerzoek, for a rejection
	Residence *Residence // which municipality the client belongs to (Jeugdwet)
	Codes     []string   // return codes; only in a 320
}

// Decisions on a request, of list VerzoekAntwoord. A request that is granted is
// answered by a 301.
const (
	DecisionRejected   = "1"
	DecisionUnderStudy = "2"
)

func (a *Answer) visit(f *form) {
	f.text("ReferentieAanbieder", &a.Reference)
	f.text("VerzoekAntwoord", &a.Decision)
	f.text("RedenAfwijzingVerzoek", &a.Reason)
	maybe(f, "Woonplaatsbeginsel", &a.Residence, (*Residence).visit)
	f.codes(&a.Codes)
}

// Residence names the municipality that is responsible by the rule of residence
// (woonplaatsbeginsel, Jeugdwet article 1.1).
type Residence struct {
	Municipality string // CBS code, 4 digits
	Codes        []string
}

func (r *Residence) visit(f *form) {
	f.text("Gemeente", &r.Municipality)
	f.codes(&r.Codes)
}

// ReturnHeader is the header of a return message: that of the message that it
// answers, sender and receiver included, with what the return adds.
type ReturnHeader struct {
	Header     // of the message that is answered
	ReturnID   string
	ReturnDate nl.Date
	Checks     string // version of the checks within the message that found fault; "" when none did
	// The versions of the schemas of the return message; "" when making one means
	// those of the release.
	ReturnBaseVersion, ReturnMessageVersion string
	Codes                                   []string
}

func (h *ReturnHeader) visit(f *form) {
	h.Header.visit(f)
	h.visitReturn(f, nil)
}

// visitReturn ties what a return header adds; s gives the versions when filling.
func (h *ReturnHeader) visitReturn(f *form, s *schema) {
	if s != nil && h.ReturnBaseVersion == "" {
		h.ReturnBaseVersion = s.base.version
	}
	if s != nil && h.ReturnMessageVersion == "" {
		h.ReturnMessageVersion = s.own.version
	}
	f.text("IdentificatieRetour", &h.ReturnID)
	f.date("DagtekeningRetour", &h.ReturnDate)
	f.text("XsltVersie", &h.Checks)
	within(f, "XsdVersieRetour", h, func(h *ReturnHeader, f *form) {
		f.text("BasisschemaXsdVersie", &h.ReturnBaseVersion)
		f.text("BerichtXsdVersie", &h.ReturnMessageVersion)
	})
	f.codes(&h.Codes)
}
