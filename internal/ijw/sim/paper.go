package sim

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"text/template"

	"eendracht/internal/fault"
)

// The other software writes and reads its messages by itself: plain templates
// and struct tags, nothing of package ijw. Two implementations then agree, or not.

// slip is what the other software fills in.
type slip struct {
	Law, Code, From, To, Ref, Day string
	BSN, Birth, Sex, Last, First  string
	Number, Category, Product     string
	Begin, Until, Start, Stop     string
	Reason, Status, Reference     string
	Volume, Unit, Per             string
	Retour, Today                 string // of a return message: its own identification and day
	Codes                         string // of a return message that refuses: the return code
	Bill                          bill   // of a claim
}

// Cents gives an amount as a message writes it.
func (b bill) Cents() int64 { return max(b.total(), -b.total()) }

// Sign is D for a debit, C for a credit.
func (b bill) Sign() string {
	if b.total() < 0 {
		return "C"
	}
	return "D"
}

// Base is the prefix of the shared schema.
func (s slip) Base() string {
	if s.Law == "wmo" {
		return "iwmo"
	}
	return "ijw"
}

const paper = `{{define "head"}}<m:BerichtCode>{{.Code}}</m:BerichtCode><m:BerichtVersie>3</m:BerichtVersie><m:BerichtSubversie>2</m:BerichtSubversie><m:Afzender>{{.From}}</m:Afzender><m:Ontvanger>{{.To}}</m:Ontvanger><m:BerichtIdentificatie><b:Identificatie>{{.Ref}}</b:Identificatie><b:Dagtekening>{{.Day}}</b:Dagtekening></m:BerichtIdentificatie><m:XsdVersie><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></m:XsdVersie>{{end}}
{{define "who"}}<m:Bsn>{{.BSN}}</m:Bsn><m:Geboortedatum><b:Datum>{{.Birth}}</b:Datum></m:Geboortedatum><m:Geslacht>{{.Sex}}</m:Geslacht><m:Naam><b:Geslachtsnaam><b:Achternaam>{{.Last}}</b:Achternaam></b:Geslachtsnaam><b:Voornamen>{{.First}}</b:Voornamen></m:Naam>{{end}}
{{define "product"}}<m:Product><b:Categorie>{{.Category}}</b:Categorie><b:Code>{{.Product}}</b:Code></m:Product>{{end}}
{{define "allocated"}}<m:ToewijzingNummer>{{.Number}}</m:ToewijzingNummer>{{template "product" .}}<m:ToewijzingIngangsdatum>{{.Begin}}</m:ToewijzingIngangsdatum><m:Begindatum>{{.Start}}</m:Begindatum>{{end}}
{{define "open"}}<?xml version="1.0" encoding="UTF-8"?>
<m:Bericht xmlns:m="http://www.istandaarden.nl/{{.Base}}/3_2/{{.Kind}}/schema" xmlns:b="http://www.istandaarden.nl/{{.Base}}/3_2/basisschema/schema"><m:Header>{{template "head" .}}</m:Header><m:Client>{{template "who" .}}{{end}}
{{define "305"}}{{template "open" .}}<m:StartProducten><m:StartProduct>{{template "allocated" .}}<m:StatusAanlevering>{{.Status}}</m:StatusAanlevering></m:StartProduct></m:StartProducten></m:Client></m:Bericht>{{end}}
{{define "307"}}{{template "open" .}}<m:StopProducten><m:StopProduct>{{template "allocated" .}}<m:RedenBeeindiging>{{.Reason}}</m:RedenBeeindiging><m:Einddatum>{{.Stop}}</m:Einddatum><m:StatusAanlevering>{{.Status}}</m:StatusAanlevering></m:StopProduct></m:StopProducten></m:Client></m:Bericht>{{end}}
{{define "317"}}<?xml version="1.0" encoding="UTF-8"?>
<m:Bericht xmlns:m="http://www.istandaarden.nl/{{.Base}}/3_2/{{.Kind}}/schema" xmlns:b="http://www.istandaarden.nl/{{.Base}}/3_2/basisschema/schema"><m:Header>{{template "head" .}}</m:Header><m:Client><m:Bsn>{{.BSN}}</m:Bsn><m:Verzoek><m:ReferentieAanbieder>{{.Reference}}</m:ReferentieAanbieder><m:RedenVerzoek>1</m:RedenVerzoek><m:TeWijzigenProducten><m:TeWijzigenProduct><m:ToewijzingNummer>{{.Number}}</m:ToewijzingNummer><m:GewensteIngangsdatum>{{.Begin}}</m:GewensteIngangsdatum><m:Einddatum>{{.Until}}</m:Einddatum><m:Omvang><b:Volume>{{.Volume}}</b:Volume><b:Eenheid>{{.Unit}}</b:Eenheid><b:Frequentie>{{.Per}}</b:Frequentie></m:Omvang></m:TeWijzigenProduct></m:TeWijzigenProducten></m:Verzoek></m:Client></m:Bericht>{{end}}
{{define "323"}}<?xml version="1.0" encoding="UTF-8"?>
<m:Bericht xmlns:m="http://www.istandaarden.nl/{{.Base}}/3_2/{{.Kind}}/schema" xmlns:b="http://www.istandaarden.nl/{{.Base}}/3_2/basisschema/schema"><m:Header>{{template "head" .}}</m:Header><m:Declaratie><m:DeclaratieNummer>{{.Bill.Number}}</m:DeclaratieNummer><m:DeclaratiePeriode><b:Begindatum>{{.Bill.From}}</b:Begindatum><b:Einddatum>{{.Bill.Until}}</b:Einddatum></m:DeclaratiePeriode><m:DeclaratieDagtekening>{{.Day}}</m:DeclaratieDagtekening><m:TotaalIngediendBedrag><b:TotaalBedrag>{{.Bill.Cents}}</b:TotaalBedrag><b:DebetCredit>{{.Bill.Sign}}</b:DebetCredit></m:TotaalIngediendBedrag><m:Clienten><m:Client><m:Bsn>{{.BSN}}</m:Bsn><m:Prestaties>{{$s := .}}{{range .Bill.Lines}}<m:Prestatie><m:ProductReferentie><b:ReferentieNummer>{{.Ref}}</b:ReferentieNummer>{{if .Earlier}}<b:VorigReferentieNummer>{{.Earlier}}</b:VorigReferentieNummer>{{end}}</m:ProductReferentie><m:ToewijzingNummer>{{$s.Number}}</m:ToewijzingNummer><m:ProductCategorie>{{$s.Category}}</m:ProductCategorie><m:ProductCode>{{$s.Product}}</m:ProductCode><m:ProductPeriode><b:Begindatum>{{$s.Bill.From}}</b:Begindatum><b:Einddatum>{{$s.Bill.Until}}</b:Einddatum></m:ProductPeriode><m:GeleverdVolume>{{.Volume}}</m:GeleverdVolume><m:Eenheid>04</m:Eenheid><m:ProductTarief>{{.Tariff}}</m:ProductTarief><m:IngediendBedrag><b:Bedrag>{{.Cents}}</b:Bedrag><b:DebetCredit>{{if .Earlier}}C{{else}}D{{end}}</b:DebetCredit></m:IngediendBedrag></m:Prestatie>{{end}}</m:Prestaties></m:Client></m:Clienten></m:Declaratie></m:Bericht>{{end}}
{{define "302"}}{{template "back" .}}{{end}}{{define "320"}}{{template "back" .}}{{end}}
{{define "back"}}<?xml version="1.0" encoding="UTF-8"?>
<m:Bericht xmlns:m="http://www.istandaarden.nl/{{.Base}}/3_2/{{.Kind}}/schema" xmlns:b="http://www.istandaarden.nl/{{.Base}}/3_2/basisschema/schema"><m:Header>{{template "head" .}}<m:IdentificatieRetour>{{.Retour}}</m:IdentificatieRetour><m:DagtekeningRetour>{{.Today}}</m:DagtekeningRetour><m:XsdVersieRetour><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></m:XsdVersieRetour>{{if .Codes}}<m:RetourCodes><m:RetourCode>{{.Codes}}</m:RetourCode></m:RetourCodes>{{end}}</m:Header></m:Bericht>{{end}}
{{define "315"}}{{template "open" .}}{{if eq .Law "jw"}}<m:GezagsdragerBekend>1</m:GezagsdragerBekend>{{end}}<m:AangevraagdeProducten><m:AangevraagdProduct><m:ReferentieAanbieder>{{.Reference}}</m:ReferentieAanbieder>{{template "product" .}}<m:ToewijzingIngangsdatum>{{.Begin}}</m:ToewijzingIngangsdatum><m:ToewijzingEinddatum>{{.Until}}</m:ToewijzingEinddatum><m:Omvang><b:Volume>{{.Volume}}</b:Volume><b:Eenheid>{{.Unit}}</b:Eenheid><b:Frequentie>{{.Per}}</b:Frequentie></m:Omvang><m:Verwijzer><b:Type>01</b:Type><b:Naam>verwijzer</b:Naam></m:Verwijzer></m:AangevraagdProduct></m:AangevraagdeProducten></m:Client></m:Bericht>{{end}}`

var papers = template.Must(template.New("paper").Parse(paper))

// messageCodes are the numbers of the messages per law.
var messageCodes = map[string]string{
	"jw305": "438", "jw307": "440", "jw315": "446", "wmo305": "418", "wmo307": "420", "wmo315": "444",
	"jw302": "437", "jw320": "489", "wmo302": "415", "wmo320": "483",
	"jw317": "486", "jw323": "490", "wmo317": "480", "wmo323": "484",
}

// Kind names the message as its name space does; set by write.
func (s slip) Kind() string {
	for kind, code := range messageCodes {
		if code == s.Code && strings.HasPrefix(kind, s.Law) {
			return kind
		}
	}
	return ""
}

// write makes the message of a number: 302, 305, 307, 315, 317, 320 or 323.
func (s slip) write(number string) ([]byte, error) {
	s.Code = messageCodes[s.Law+number]
	var b bytes.Buffer
	if err := papers.ExecuteTemplate(&b, number, s); err != nil {
		return nil, fault.Wrap(fault.Internal, "sim.write", err)
	}
	return b.Bytes(), nil
}

// granted is what the other software reads of a message: its address, and what
// an allocation message allocates.
type granted struct {
	XMLName xml.Name
	Header  struct {
		From   string `xml:"Afzender"`
		To     string `xml:"Ontvanger"`
		Ref    string `xml:"BerichtIdentificatie>Identificatie"`
		Day    string `xml:"BerichtIdentificatie>Dagtekening"`
		Retour string `xml:"IdentificatieRetour"`                   // of a return message: Ref is then of what it answers
		Claim  string `xml:"DeclaratieIdentificatie>Identificatie"` // of the answer to a claim: what it answers
	} `xml:"Header"`
	Answer struct {
		Reference string `xml:"ReferentieAanbieder"`
		Decision  string `xml:"VerzoekAntwoord"`
	} `xml:"Antwoord"`
	Paid struct {
		Number string `xml:"DeclaratieNummer"`
		Cents  int64  `xml:"TotaalToegekendBedrag>TotaalBedrag"`
		Sign   string `xml:"TotaalToegekendBedrag>DebetCredit"`
		Lines  []struct {
			Ref   string   `xml:"ProductReferentie>ReferentieNummer"`
			Codes []string `xml:"RetourCodes>RetourCode"`
		} `xml:"Clienten>Client>Prestaties>Prestatie"`
	} `xml:"DeclaratieAntwoord"`
	Codes []string `xml:"-"` // every return code that refuses, wherever it stands
	BSN   string   `xml:"Client>Bsn"`
	Care  []care   `xml:"Client>ToegewezenProducten>ToegewezenProduct"`
}

// care is one allocation, as the message writes it and the ledger keeps it.
type care struct {
	Number    string `xml:"ToewijzingNummer"`
	Reference string `xml:"ReferentieAanbieder"`
	Category  string `xml:"Product>Categorie"`
	Product   string `xml:"Product>Code"`
	Decided   string `xml:"Toewijzingsdatum"`
	At        string `xml:"Toewijzingstijd"`
	Begin     string `xml:"Ingangsdatum"`
	Until     string `xml:"Einddatum"`
	Volume    string `xml:"Omvang>Volume"`
	Unit      string `xml:"Omvang>Eenheid"`
	Per       string `xml:"Omvang>Frequentie"`

	BSN, Law              string `xml:"-"`
	Start, Stopped, Cause string `xml:"-"` // what the provider told
}

// readGranted reads a message and its kind, as "jw301".
func readGranted(raw []byte) (g granted, kind string, err error) {
	if err := xml.Unmarshal(raw, &g); err != nil {
		return g, "", fault.Wrap(fault.Invalid, "sim.readGranted", err)
	}
	parts := strings.Split(g.XMLName.Space, "/")
	if len(parts) < 2 || g.Header.Ref == "" {
		return g, "", fault.New(fault.Invalid, "sim.readGranted", "")
	}
	for _, code := range returnCode.FindAllSubmatch(raw, -1) {
		if c := string(code[1]); c != "0200" && c != "0233" && c != "8001" {
			g.Codes = append(g.Codes, c)
		}
	}
	return g, parts[len(parts)-2], nil
}

var returnCode = regexp.MustCompile(`RetourCode>([0-9]{4})<`)
