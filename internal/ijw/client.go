package ijw

import "eendracht/internal/nl"

// Header says what a message is and between whom it goes.
type Header struct {
	Law     Law
	Release string // of the standard, as "3.2"; "" when making a message means the newest
	// Sender and Receiver are a municipality (CBS code, 4 digits) and a provider
	// (AGB code, 8 digits), in the direction of the kind of message.
	Sender, Receiver string
	ID               string  // unique per sender and kind, at most 12 characters (TR056)
	Date             nl.Date // day on which the message was made up
	// BaseVersion and MessageVersion are the versions of the schemas; "" when
	// making a message means those of the release (IV034).
	BaseVersion, MessageVersion string
}

func (h *Header) visit(f *form) {
	f.text("Afzender", &h.Sender)
	f.text("Ontvanger", &h.Receiver)
	within(f, "BerichtIdentificatie", h, func(h *Header, f *form) {
		f.text("Identificatie", &h.ID)
		f.date("Dagtekening", &h.Date)
	})
	within(f, "XsdVersie", h, func(h *Header, f *form) {
		f.text("BasisschemaXsdVersie", &h.BaseVersion)
		f.text("BerichtXsdVersie", &h.MessageVersion)
	})
}

// Client is the person that a message is about. A kind of message carries only
// some of it: contacts, relations and what follows on them only go in a 301.
type Client struct {
	BSN   string
	Birth Birth
	Sex   string // code of list Geslacht
	Name  Name
	// GuardianKnown: the provider knows who has custody, so that the municipality
	// need not send it (Jeugdwet, 315).
	GuardianKnown  *bool
	Communication  *Communication
	LegalStatus    string // code of list JuridischeStatus
	Representation string // code of list WettelijkeVertegenwoordiging
	Comment        string
	Relations      []Relation
	Contacts       []Contact
	Codes          []string // return codes; only in a return message, here and below
}

func (c *Client) visit(f *form) {
	f.text("Bsn", &c.BSN)
	within(f, "Geboortedatum", &c.Birth, (*Birth).visit)
	f.text("Geslacht", &c.Sex)
	within(f, "Naam", &c.Name, (*Name).visit)
	f.answer("GezagsdragerBekend", &c.GuardianKnown)
	maybe(f, "Communicatie", &c.Communication, (*Communication).visit)
	f.text("JuridischeStatus", &c.LegalStatus)
	f.text("WettelijkeVertegenwoordiging", &c.Representation)
	f.text("Commentaar", &c.Comment)
	collection(f, "Relaties", "Relatie", &c.Relations, (*Relation).visit)
	collection(f, "Contactgegevens", "Contact", &c.Contacts, (*Contact).visit)
	f.codes(&c.Codes)
}

// Birth is a birth date as messages write it: a whole date, and a code that
// says which parts of it count.
type Birth struct {
	Date nl.Date
	Use  string // code of list DatumGebruik; "" means that the whole date counts
}

func (b *Birth) visit(f *form) {
	f.date("Datum", &b.Date)
	f.text("DatumGebruik", &b.Use)
}

// BirthOn writes a birth date, whole or partly known, as messages do (IV009):
// 01 for an unknown month or day, 1900 for an unknown year.
func BirthOn(d nl.Date) Birth {
	switch {
	case d.IsZero():
		return Birth{nl.Date{Year: 1900, Month: 1, Day: 1}, "3"}
	case d.Month == 0:
		return Birth{d.Earliest(), "2"}
	case d.Day == 0:
		return Birth{d.Earliest(), "1"}
	}
	return Birth{Date: d}
}

// Known gives what is known of the birth date: unknown parts are 0, and the
// zero Date means that nothing is known.
func (b Birth) Known() nl.Date {
	d := b.Date
	switch b.Use {
	case "1":
		d.Day = 0
	case "2":
		d.Month, d.Day = 0, 0
	case "3":
		d = nl.Date{}
	}
	return d
}

// Name is a person's name. The partner's name and Use only go in a 301.
type Name struct {
	Last, Prefix               string // family name at birth and what stands before it ("de", "van der")
	PartnerLast, PartnerPrefix string
	First                      string // first names
	Initials                   string // letters only, without dots
	Use                        string // code of list NaamGebruik
}

func (n *Name) visit(f *form) {
	within(f, "Geslachtsnaam", n, func(n *Name, f *form) {
		f.text("Achternaam", &n.Last)
		f.text("Voorvoegsel", &n.Prefix)
	})
	within(f, "Partnernaam", n, func(n *Name, f *form) {
		f.text("Achternaam", &n.PartnerLast)
		f.text("Voorvoegsel", &n.PartnerPrefix)
	})
	f.text("Voornamen", &n.First)
	f.text("Voorletters", &n.Initials)
	f.text("NaamGebruik", &n.Use)
}

// Communication is a special need in talking with the client.
type Communication struct {
	Form     string // code of list Communicatievorm
	Language string
}

func (c *Communication) visit(f *form) {
	f.text("Vorm", &c.Form)
	f.text("Taal", &c.Language)
}

// Relation is a person near the client (301).
type Relation struct {
	Number  string // tells relations of one client apart, at most 20 characters
	Order   *int64 // 0 to 99
	Kind    string // code of list SoortRelatie
	Birth   Birth
	Sex     string // code of list Geslacht
	Name    Name
	Contact Contact
	Codes   []string
}

func (r *Relation) visit(f *form) {
	f.text("Nummer", &r.Number)
	f.number("Volgorde", &r.Order)
	f.text("Soort", &r.Kind)
	within(f, "Geboortedatum", &r.Birth, (*Birth).visit)
	f.text("Geslacht", &r.Sex)
	within(f, "Naam", &r.Name, (*Name).visit)
	within(f, "Contact", &r.Contact, (*Contact).visit)
	f.codes(&r.Codes)
}

// Contact is a way to reach a client or relation (301).
type Contact struct {
	Kind         string // code of list AdresSoort
	Address      *Address
	Organisation string
	Phone        *Phone
	SecondPhone  *Phone
	Email        string
	Period       *nl.Span // nil: no period stated
	Codes        []string
}

func (c *Contact) visit(f *form) {
	f.text("Soort", &c.Kind)
	maybe(f, "Adres", &c.Address, (*Address).visit)
	f.text("Organisatie", &c.Organisation)
	within(f, "Telefoon", c, func(c *Contact, f *form) {
		maybe(f, "Telefoon01", &c.Phone, (*Phone).visit)
		maybe(f, "Telefoon02", &c.SecondPhone, (*Phone).visit)
	})
	f.text("Emailadres", &c.Email)
	maybe(f, "Periode", &c.Period, func(s *nl.Span, f *form) {
		f.date("Begindatum", &s.From)
		f.date("Einddatum", &s.Until)
	})
	f.codes(&c.Codes)
}

// Address is a postal address.
type Address struct {
	House    *House
	Postcode string // at most 8 characters; a Dutch one is "1234AB"
	Street   string // at most 24 characters (the short name of the street)
	Town     string
	Country  string // code of list LandCode
}

func (a *Address) visit(f *form) {
	maybe(f, "Huis", &a.House, (*House).visit)
	f.text("Postcode", &a.Postcode)
	f.text("Straatnaam", &a.Street)
	f.text("Plaatsnaam", &a.Town)
	f.text("LandCode", &a.Country)
}

// House is the place of an address in its street.
type House struct {
	Number           int64
	Letter, Addition string
	Sign             string // code of list AanduidingWoonadres
}

func (h *House) visit(f *form) {
	f.whole("Huisnummer", &h.Number)
	f.text("Huisletter", &h.Letter)
	f.text("HuisnummerToevoeging", &h.Addition)
	f.text("AanduidingWoonadres", &h.Sign)
}

// Phone is a telephone number with the number of its country ("0031").
type Phone struct {
	Number, Country string
}

func (p *Phone) visit(f *form) {
	f.text("Telefoonnummer", &p.Number)
	f.text("Landnummer", &p.Country)
}
