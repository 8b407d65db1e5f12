package ijw

import "eendracht/internal/nl"

// Product is what support is called: a category and, within it, a code that may be absent.
type Product struct {
	Category string // code of list ProductCategorie
	Code     string // at most 5 characters
}

func (p *Product) visit(f *form) {
	f.text("Categorie", &p.Category)
	f.text("Code", &p.Code)
}

// Volume is an amount of support per period.
type Volume struct {
	Amount int64  // in Unit; eurocents when Unit is "83"
	Unit   string // code of list Eenheid
	Per    string // code of list Frequentie
}

func (v *Volume) visit(f *form) {
	f.whole("Volume", &v.Amount)
	f.text("Eenheid", &v.Unit)
	f.text("Frequentie", &v.Per)
}

// Referrer is who sent the client to the provider: a kind, and a name or a code.
type Referrer struct {
	Kind string // code of list TypeVerwijzer
	Name string
	AGB  string // code of the referring professional, 8 digits
}

func (r *Referrer) visit(f *form) {
	f.text("Type", &r.Kind)
	f.text("Naam", &r.Name)
	f.text("ZorgverlenerCode", &r.AGB)
}

// Request is support that a provider asks to be allocated (315).
type Request struct {
	Reference         string // the provider's own mark, comes back in the allocation
	DecisionNumber    *int64
	Product           *Product
	DecisionFrom      nl.Date
	From              nl.Date
	Until             nl.Date // the last day; zero when open
	Volume            *Volume
	BudgetCents       *int64
	Referrer          Referrer
	FrameworkContract *bool // a national framework contract applies
	Comment           string
	Codes             []string // return codes; only in a 316
}

func (r *Request) visit(f *form) {
	f.text("ReferentieAanbieder", &r.Reference)
	f.number("BeschikkingNummer", &r.DecisionNumber)
	maybe(f, "Product", &r.Product, (*Product).visit)
	f.date("BeschikkingIngangsdatum", &r.DecisionFrom)
	f.date("ToewijzingIngangsdatum", &r.From)
	f.date("ToewijzingEinddatum", &r.Until)
	maybe(f, "Omvang", &r.Volume, (*Volume).visit)
	f.number("Budget", &r.BudgetCents)
	within(f, "Verwijzer", &r.Referrer, (*Referrer).visit)
	f.answer("Raamcontract", &r.FrameworkContract)
	f.text("Commentaar", &r.Comment)
	f.codes(&r.Codes)
}

// Allocation is support that a municipality allocates to a provider (301).
type Allocation struct {
	Number      int64  // ToewijzingNummer, unique per municipality, 0 to 999999999
	Reference   string // of the request that it answers
	Product     *Product
	DecidedOn   nl.Date
	DecidedAt   string // local time of the decision, "hh:mm:ss"; with DecidedOn it tells which allocation is the latest
	From        nl.Date
	Until       nl.Date // the last day; zero when open
	Change      string  // code of list RedenWijziging; "" for a new allocation
	Volume      *Volume
	BudgetCents *int64
	Comment     string
	Codes       []string // return codes; only in a 302
}

func (a *Allocation) visit(f *form) {
	f.whole("ToewijzingNummer", &a.Number)
	f.text("ReferentieAanbieder", &a.Reference)
	maybe(f, "Product", &a.Product, (*Product).visit)
	f.date("Toewijzingsdatum", &a.DecidedOn)
	f.clock("Toewijzingstijd", &a.DecidedAt)
	f.date("Ingangsdatum", &a.From)
	f.date("Einddatum", &a.Until)
	f.text("RedenWijziging", &a.Change)
	maybe(f, "Omvang", &a.Volume, (*Volume).visit)
	f.number("Budget", &a.BudgetCents)
	f.text("Commentaar", &a.Comment)
	f.codes(&a.Codes)
}

// Status of a start or stop, of list StatusAanlevering.
const (
	StatusFirst     = "1"
	StatusChanged   = "2"
	StatusRemoved   = "3"
	StatusUnchanged = "9"
)

// Start is support that has begun (305).
type Start struct {
	Number         *int64 // of the allocation
	Product        *Product
	AllocationFrom nl.Date // first day of the allocation
	From           nl.Date // first day of the support
	Status         string  // StatusFirst and so on
	Codes          []string
}

func (s *Start) visit(f *form) {
	f.number("ToewijzingNummer", &s.Number)
	maybe(f, "Product", &s.Product, (*Product).visit)
	f.date("ToewijzingIngangsdatum", &s.AllocationFrom)
	f.date("Begindatum", &s.From)
	f.text("StatusAanlevering", &s.Status)
	f.codes(&s.Codes)
}

// Stop is support that has ended (307).
type Stop struct {
	Number         *int64 // of the allocation
	Product        *Product
	AllocationFrom nl.Date // first day of the allocation
	From           nl.Date // first day of the support
	Reason         string  // code of list RedenBeeindiging
	Until          nl.Date // last day of the support
	Status         string  // StatusFirst and so on
	Codes          []string
}

func (s *Stop) visit(f *form) {
	f.number("ToewijzingNummer", &s.Number)
	maybe(f, "Product", &s.Product, (*Product).visit)
	f.date("ToewijzingIngangsdatum", &s.AllocationFrom)
	f.date("Begindatum", &s.From)
	f.text("RedenBeeindiging", &s.Reason)
	f.date("Einddatum", &s.Until)
	f.text("StatusAanlevering", &s.Status)
	f.codes(&s.Codes)
}
