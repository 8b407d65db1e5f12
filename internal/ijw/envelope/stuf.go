package envelope

import (
	"fmt"
	"unicode/utf8"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
)

const (
	spaceGGK  = "http://www.stufstandaarden.nl/koppelvlak/ggk0210"
	spaceStUF = "http://www.egem.nl/StUF/StUF0301"
	spaceSOAP = "http://schemas.xmlsoap.org/soap/envelope/"
	spaceXSI  = "http://www.w3.org/2001/XMLSchema-instance"
)

// Limits of an envelope.
const (
	// MaxPayload is the largest message that an envelope carries (IB003).
	MaxPayload = ijw.MaxBytes
	// MaxBytes is the largest envelope that is read: a message in base64, broken
	// into lines perhaps, and what stands around it.
	MaxBytes = MaxPayload/3*4 + MaxPayload/30 + 1<<20
)

// root names the element that an envelope of each kind is.
var roots = map[Kind]struct{ space, name string }{
	Di01: {spaceGGK, "envelopHeenbericht-ggk_Di01"},
	Du01: {spaceGGK, "envelopRetourbericht-ggk_Du01"},
	Fo01: {spaceStUF, "Fo01Bericht"},
	Bv03: {spaceStUF, "Bv03Bericht"},
	Fo03: {spaceStUF, "Fo03Bericht"},
}

// field is an element with a value, tied to where its value is kept.
type field struct {
	name string
	to   *string
	must bool
	fits func(string) bool
}

func between(least, most int) func(string) bool {
	return func(s string) bool {
		n := 0
		for range s {
			n++
		}
		return n >= least && n <= most
	}
}

// system ties a party. Only in a Di01 and Du01 it must have an organisation.
func (s *System) fields(organised bool) []field {
	return []field{
		{"organisatie", &s.Organisation, organised, between(0, 200)},
		{"applicatie", &s.Application, true, between(3, 50)},
		{"administratie", &s.Administration, false, between(0, 50)},
		{"gebruiker", &s.User, false, between(0, 100)},
	}
}

// references ties what follows on the parties in the stuurgegevens.
func (e *Envelope) references() []field {
	ref := between(1, 40)
	if e.Kind.carries() {
		ref = uuid
	}
	list := []field{{"referentienummer", &e.Ref, true, ref}, {"tijdstipBericht", &e.At, true, stamped}}
	if e.Kind != Di01 {
		list = append(list, field{"crossRefnummer", &e.CrossRef, true, ref})
	}
	if e.Kind.carries() {
		list = append(list, field{"functie", &e.Function, true, between(1, 30)})
	}
	return list
}

func (p *Problem) fields() []field {
	place := func(s string) bool { return s == PlaceClient || s == PlaceServer }
	return []field{
		{"code", &p.Code, true, between(1, 7)},
		{"plek", &p.Place, true, place},
		{"omschrijving", &p.Says, true, between(1, 200)},
		{"details", &p.Details, false, between(0, 1000)},
	}
}

// numbers holds the four version numbers as they are written.
type numbers [4]string

func (n *numbers) fields() []field {
	four := func(s string) bool { return len(s) == 4 && digits(s) }
	return []field{
		{"applicatieVersie", &n[0], true, four}, {"applicatieSubversie", &n[1], true, four},
		{"functieVersie", &n[2], true, four}, {"functieSubversie", &n[3], true, four},
	}
}

func (e *Envelope) numbers() numbers {
	var n numbers
	for i, v := range []int{e.Software.Major, e.Software.Minor, e.Release.Major, e.Release.Minor} {
		n[i] = fmt.Sprintf("%04d", v)
	}
	return n
}

// check finds what the interface would refuse.
func (e *Envelope) check(op string) error {
	if _, ok := roots[e.Kind]; !ok {
		return wrong(op, "berichtcode", "ijwforms.kind")
	}
	if len(e.Payload) > MaxPayload {
		return fault.New(fault.TooLarge, op, "ijwforms.large")
	}
	n := e.numbers()
	lists := [][]field{e.Sender.fields(e.Kind.carries()), e.Receiver.fields(e.Kind.carries()), e.references()}
	if e.Kind.carries() {
		lists = append(lists, n.fields())
	} else if e.Kind != Bv03 {
		if e.Fault == nil {
			return wrong(op, "body", "ijwforms.missing")
		}
		lists = append(lists, e.Fault.fields())
	}
	for _, list := range lists {
		if err := fitting(op, list); err != nil {
			return err
		}
	}
	if e.Kind.carries() && len(e.Payload) == 0 {
		return wrong(op, "xmlBestand", "ijwforms.missing")
	}
	return nil
}

// fitting finds the first field that is missing or does not fit.
func fitting(op string, list []field) error {
	for _, f := range list {
		switch {
		case *f.to == "" && f.must:
			return wrong(op, f.name, "ijwforms.missing")
		case *f.to != "" && !(f.fits(*f.to) && sound(*f.to)):
			return wrong(op, f.name, "ijwforms.value")
		}
	}
	return nil
}

// sound tells whether XML and JSON can both carry this text.
func sound(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

// wrong makes the fault about one element, without its value.
func wrong(op, element, key string) error {
	return fault.In(op, fault.Field{Name: element, Key: key, Args: []string{"element", element}})
}
