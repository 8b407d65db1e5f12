// Package dossier is the heart of Eendracht: the append-only log of entries
// about one family, the fold that derives everything else from it, and the
// commands that decide new entries.
//
// It is pure: time, identifiers and law come in with the Moment of a command.
// Nothing here knows of storage, screens or who may see what.
package dossier

import (
	"time"

	"eendracht/internal/nl"
)

// ID names a dossier, entry, person, task or other thing. It is opaque and
// holds no personal data.
type ID string

// Part is a cell of the dossier's grid: one person, or the whole family when
// Person is empty, in one life domain (leefgebied; a code of package statute).
type Part struct {
	Person ID     `json:"person,omitempty"`
	Domain string `json:"domain"`
}

// Compartments are parts of the dossier that stay shut by default.
const (
	CompartmentSafety   = "safety"   // safety, reporting code (meldcode), Veilig Thuis
	CompartmentAddress  = "address"  // secret address
	CompartmentVoice    = "voice"    // a child's own voice, from age 12
	CompartmentCriminal = "criminal" // criminal data
)

// Actor is who states an entry: a user of an organisation, or a family member.
type Actor struct {
	User   ID     `json:"user,omitempty"`
	Org    ID     `json:"org,omitempty"`
	Person ID     `json:"person,omitempty"` // the family member this user is, in this dossier
	Role   string `json:"role,omitempty"`   // family, network, worker, lead, partner, director, privacy, admin, system
	Name   string `json:"name,omitempty"`   // the name as it was, for the reader of later
}

// Entry is one thing stated, done or decided. It is written once and never
// changed; a later entry corrects it.
type Entry struct {
	ID          ID        `json:"id"`
	Seq         int64     `json:"seq"` // position in the dossier, from 1, without gaps
	At          time.Time `json:"at"`  // when recorded, UTC, microseconds
	By          Actor     `json:"by"`
	Purpose     string    `json:"purpose"`
	Ground      string    `json:"ground,omitempty"`
	Valid       nl.Span   `json:"valid,omitzero"` // when what is stated holds, days in Europe/Amsterdam
	About       []ID      `json:"about,omitempty"`
	Parts       []Part    `json:"parts,omitempty"`
	Compartment string    `json:"compartment,omitempty"`
	Corrects    ID        `json:"corrects,omitempty"` // the entry that this one replaces
	Class       string    `json:"class,omitempty"`    // how long it is kept: a retention class of package statute; "" from before classes
	Body        Body      `json:"-"`
}

// Body is the content of an entry; its kind names the stored form.
type Body interface{ Kind() string }

// Holder is who holds a task or must answer a question.
type Holder struct {
	Kind   string `json:"kind"` // family, network, organisation, pool
	Person ID     `json:"person,omitempty"`
	User   ID     `json:"user,omitempty"`
	Org    ID     `json:"org,omitempty"`
	Name   string `json:"name,omitempty"`
}

// The kinds of holder.
const (
	HolderFamily       = "family"
	HolderNetwork      = "network"
	HolderOrganisation = "organisation"
	HolderPool         = "pool"
)

// Is tells whether two holders are the same person, user or organisation.
func (h Holder) Is(o Holder) bool {
	return h.Kind == o.Kind && h.Person == o.Person && h.User == o.User && h.Org == o.Org
}

// IsZero tells whether nobody holds it.
func (h Holder) IsZero() bool { return h.Person == "" && h.User == "" && h.Org == "" }
