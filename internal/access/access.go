// Package access decides who may do what on which part for which purpose, and
// why. It is pure: Cedar policies (policies/*.cedar) decide, and View turns a
// dossier into what this person may see for this purpose now.
package access

import (
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// Who is the one who asks, as sign-in and the directory know them.
type Who struct {
	User    dossier.ID
	Org     dossier.ID
	Kind    string   // citizen, staff, machine, system
	OrgKind string   // kind of the organisation, package statute
	Roles   []string // in the organisation: worker, decider, planner, director, privacy, admin
	Name    string
	OrgName string
	Phone   string
	// Municipality is the CBS code of the municipality that the organisation is
	// or serves: a process director and privacy officer see only its dossiers.
	Municipality string
	// Weak says that the asker was not recognised surely enough, or too long ago,
	// for what is shut by default: every compartment then stays shut.
	Weak bool
}

// The kinds of asker.
const (
	Citizen = "citizen"
	Staff   = "staff"
	Machine = "machine"
	System  = "system"
)

// Ask is one question: who, for which purpose, when.
type Ask struct {
	Who     Who
	Purpose string
	Now     time.Time // UTC; days count in Europe/Amsterdam
}

// Decision is the answer with its reasons. A deny never tells that something exists.
type Decision struct {
	Allow       bool
	Policy      string     // id of the deciding policy, or of the nearest permit on a deny
	Ground      string     // code of package statute
	Involvement dossier.ID // that carried it
	Key         string     // text key of the explanation
	Args        []string   // alternating name and value
	Err         string     // engine diagnostics: any makes it a deny; for the log only
}

// View is what one person may see of one dossier for one purpose at one moment.
type View struct {
	// Dossier is a redacted copy: it holds only what may be read. What may not
	// be read is absent, not empty, so that a page cannot show it by mistake.
	// Its Version is that of the whole dossier, for package casework alone: it
	// counts what is hidden too, so a door shows Seen instead. Seq of an entry is
	// its place among the entries of the view.
	Dossier     *dossier.Dossier
	Seen        int64  // counts the entries that show or change what shows: a version that tells nothing of what is hidden
	Phase       string // where the family stands in the work, as far as the asker may know
	Ask         Ask
	Role        string     // the strongest role of the asker in this dossier: family, network, worker, lead, partner, director, privacy
	Me          dossier.ID // the person that the asker is, for family and network
	Involvement dossier.ID // the involvement that carried the view
	Ground      string
	Cells       []Cell              // persons × opened domains, in drawing order
	Others      []That              // everyone involved: that, not what
	Secrets     []dossier.ID        // persons of whom the asker may know that their address is secret
	May         map[string]Decision // per action of package dossier: for buttons; a command asks again
	Read        []dossier.Part      // parts whose content is in the view: for the look row
	Policy      string              // version of the policy set
	Rule        string              // id of the policy that let the asker in
	Until       time.Time           // the view holds until then at the latest (a date in it passes)
}

// Cell is one cell of the grid of parts.
type Cell struct {
	Part  dossier.Part
	State string // open, shut, none
	Why   Decision
	Level int    // last score, 0 none
	Helps []That // who helps in it
}

// The states of a cell.
const (
	CellOpen = "open"
	CellShut = "shut"
	CellNone = "none"
)

// That says that someone is involved and how to reach them, and no more; What
// is filled only for those who may see it.
type That struct {
	Involvement dossier.ID
	Subject     dossier.Subject
	Name        string
	Phone       string
	Role        string
	Until       nl.Date
	What        *What
}

// What is the content of an involvement: purpose, ground, persons and domains.
type What struct {
	Purpose string
	Ground  string
	Persons []dossier.ID
	Domains []string
	Scope   string
}

// Listed is what an index row tells about a dossier for one asker, enough to
// ask the one predicate without opening the dossier.
type Listed struct {
	Role    string // of the involvement that carries the row, or of the directory (director, privacy)
	Purpose string
	Ground  string
	Scope   string
	Valid   nl.Span
	Mine    bool   // the row's task or question is held by the asker or their organisation
	Kind    string // kind of row: task, melding, offer, question, decision, family
}
