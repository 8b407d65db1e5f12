package dossier

import "eendracht/internal/nl"

// Opened begins a dossier.
type Opened struct {
	Municipality string `json:"municipality"` // CBS code, 4 digits
	Name         string `json:"name"`         // how the family is called: "De Vries-Yıldız"
	Team         ID     `json:"team"`         // the neighbourhood team that answers for it first
}

// MeldingReceived is a request for help in someone's own words (melding, Wmo 2015 art. 2.3.2).
type MeldingReceived struct {
	Melding   ID       `json:"melding"`
	Words     string   `json:"words"`
	From      ID       `json:"from,omitempty"`   // the person who asks
	Channel   string   `json:"channel"`          // web, phone, desk, partner
	Laws      []string `json:"laws"`             // wmo, jw, wgs, pw
	Threat    string   `json:"threat,omitempty"` // eviction, utilities, insurance: Wgs art. 4 lid 2
	Supporter bool     `json:"supporter"`        // the free independent supporter was offered (cliëntondersteuner)
	OwnPlan   bool     `json:"own_plan"`         // the right to an own plan was offered
	Writer    string   `json:"writer,omitempty"` // who wrote it down, when it was told aloud
}

// PersonStated says who someone is. A later one for the same person replaces it.
type PersonStated struct {
	Person   ID      `json:"person"`
	Name     nl.Name `json:"name"`
	Birth    nl.Date `json:"birth,omitzero"`
	Sex      string  `json:"sex,omitempty"` // m, f, x; "" unknown
	BSN      string  `json:"bsn,omitempty"`
	Deceased nl.Date `json:"deceased,omitzero"`
	Network  bool    `json:"network,omitempty"` // belongs to the informal network, not to the family
	Source   string  `json:"source"`            // self, brp, message, worker
}

// RelationStated says how two persons relate during Entry.Valid.
type RelationStated struct {
	Relation ID     `json:"relation"`
	From     ID     `json:"from"`
	To       ID     `json:"to"`
	Type     string `json:"type"`            // parent (From is parent of To), partner, grandparent, sibling, other
	Label    string `json:"label,omitempty"` // said by the family: "tante", "buurvrouw"
}

// CustodyStated says who has custody (gezag) of a child during Entry.Valid.
type CustodyStated struct {
	Child   ID     `json:"child"`
	Code    string `json:"code"` // BRP table 61: 1, 2, 12, 1D, 2D, D, 3D
	Parent1 ID     `json:"parent1,omitempty"`
	Parent2 ID     `json:"parent2,omitempty"`
	Third   []ID   `json:"third,omitempty"`
}

// Address is a place to live. Foreign addresses stand in Lines.
type Address struct {
	Street   string   `json:"street,omitempty"`
	Number   string   `json:"number,omitempty"`
	Addition string   `json:"addition,omitempty"`
	Postcode string   `json:"postcode,omitempty"` // 1234AB
	Place    string   `json:"place,omitempty"`
	Country  string   `json:"country,omitempty"` // "" is the Netherlands
	Lines    []string `json:"lines,omitempty"`
}

// StayStated says where someone lives during Entry.Valid. A secret one is
// written in the address compartment.
type StayStated struct {
	Stay    ID      `json:"stay"`
	Person  ID      `json:"person"`
	Address Address `json:"address"`
	Secret  bool    `json:"secret,omitempty"`
}

// ContactStated says how someone can be reached. A later one replaces it.
type ContactStated struct {
	Person ID     `json:"person"`
	Phone  string `json:"phone,omitempty"`
	Email  string `json:"email,omitempty"`
}

// SafetyAssessed weighs the safety of the family. It lies in the safety compartment.
type SafetyAssessed struct {
	Level string  `json:"level"` // safe, watch, unsafe, acute
	Words string  `json:"words"`
	Again nl.Date `json:"again,omitzero"` // to be weighed again on
}

// The levels of safety, from calm to acute.
const (
	SafetySafe   = "safe"
	SafetyWatch  = "watch"
	SafetyUnsafe = "unsafe"
	SafetyAcute  = "acute"
)

// DomainOpened opens a life domain for a person or the whole family, with the
// reason without which it stays closed (AVG art. 5 lid 1 onder c).
type DomainOpened struct {
	Part   Part   `json:"part"`
	Reason string `json:"reason"`
}

// DomainClosed closes a life domain again; what was written stays.
type DomainClosed struct {
	Part   Part   `json:"part"`
	Reason string `json:"reason"`
}

// ScoreGiven says how it goes in a part, on a scale of package statute.
type ScoreGiven struct {
	Part  Part   `json:"part"`
	Scale string `json:"scale"`
	Level int    `json:"level"`
	Words string `json:"words,omitempty"`
	View  string `json:"view"` // family, worker
}

// NoteWritten is a short note about a part.
type NoteWritten struct {
	Words string `json:"words"`
}

// VoiceRecorded is what a child of 12 or older says for itself. It lies in the
// voice compartment until the child shares it.
type VoiceRecorded struct {
	Voice  ID     `json:"voice"`
	Person ID     `json:"person"`
	Words  string `json:"words"`
	Shared bool   `json:"shared,omitempty"` // the lead may read it
}

// ViewDiffers is a family member's differing view next to an entry
// (AVG art. 16; Wmo 2015 art. 5.3.2; Jeugdwet art. 7.3.10).
type ViewDiffers struct {
	Entry  ID     `json:"entry"`
	Person ID     `json:"person"`
	Words  string `json:"words"`
}

// Retracted strikes an earlier entry that was wrong, with the reason. The
// entry stays readable in the log; the fold leaves it out.
type Retracted struct {
	Entry  ID     `json:"entry"`
	Reason string `json:"reason"`
}

// Kind names the stored form of each body.
func (Opened) Kind() string          { return "dossier.opened" }
func (MeldingReceived) Kind() string { return "melding.received" }
func (PersonStated) Kind() string    { return "person.stated" }
func (RelationStated) Kind() string  { return "relation.stated" }
func (CustodyStated) Kind() string   { return "custody.stated" }
func (StayStated) Kind() string      { return "stay.stated" }
func (ContactStated) Kind() string   { return "contact.stated" }
func (SafetyAssessed) Kind() string  { return "safety.assessed" }
func (DomainOpened) Kind() string    { return "domain.opened" }
func (DomainClosed) Kind() string    { return "domain.closed" }
func (ScoreGiven) Kind() string      { return "score.given" }
func (NoteWritten) Kind() string     { return "note.written" }
func (VoiceRecorded) Kind() string   { return "voice.recorded" }
func (ViewDiffers) Kind() string     { return "view.differs" }
func (Retracted) Kind() string       { return "entry.retracted" }
