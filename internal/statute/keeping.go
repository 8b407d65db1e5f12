package statute

import (
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// The moments from which retention counts (Retention.From).
const (
	FromCreated    = "created"     // receipt or making of the data
	FromLastChange = "last_change" // the last change in the file or the data
	FromClosed     = "closed"      // the end of the case
)

// Retention is one version of how long data must be kept. The laws add "or longer
// when careful work needs it": a person decides that, not this row.
type Retention struct {
	Code         string // "jw", "wmo", "wmo.safe_home"
	Law, Article string
	LabelKey     string
	Years        int
	From         string // one of FromCreated, FromLastChange, FromClosed
	Valid        nl.Span
	Source       Source
}

func (r Retention) key() string                  { return r.Code }
func (r Retention) span() nl.Span                { return r.Valid }
func (r Retention) source() Source               { return r.Source }
func (r Retention) cites() (law, article string) { return r.Law, r.Article }

// Retention gives the version valid on a day; fault.NotFound otherwise.
func (s *Set) Retention(code string, on nl.Date) (Retention, error) {
	return s.retentions.at("statute.Retention", code, on)
}

// Retentions gives all versions, sorted by code and first valid day.
func (s *Set) Retentions() []Retention { return slices.Clone(s.retentions.list) }

// Until gives the last day on which the data must still be kept, given the day
// that From names. Terms in years move for no holiday (Algemene termijnenwet art. 4).
func (r Retention) Until(from nl.Date) nl.Date {
	if from.IsZero() {
		return from
	}
	return from.AddMonths(12 * r.Years)
}

// Who decides (ConsentRule.Who).
const (
	WhoParents        = "parents"        // the parents with custody or the guardian
	WhoChild          = "child"          // the person that it is about, also when adult
	WhoBoth           = "both"           // that person and the parents together
	WhoRepresentative = "representative" // the legal representative
)

// What is decided (ConsentRule.Matter).
const (
	MatterHelp        = "help"        // receiving help
	MatterInspection  = "inspection"  // seeing the file
	MatterDestruction = "destruction" // asking that data are destroyed
	MatterSharing     = "sharing"     // letting others know
)

// ConsentRule is one version of who decides on a matter at an age.
type ConsentRule struct {
	Law, Article string
	Matter       string   // one of the Matter constants
	FromAge      int      // first age in whole years
	ToAge        int      // last age in whole years; 0 means no upper limit
	Who          []string // each of these may decide alone; WhoBoth means together
	Unable       []string // who decides for a person who cannot weigh the matter
	Valid        nl.Span
	Source       Source
}

func (c ConsentRule) key() string                  { return c.Law + "/" + c.Matter }
func (c ConsentRule) span() nl.Span                { return c.Valid }
func (c ConsentRule) source() Source               { return c.Source }
func (c ConsentRule) cites() (law, article string) { return c.Law, c.Article }

// Holds tells whether the rule covers an age in whole years.
func (c ConsentRule) Holds(age int) bool {
	return age >= c.FromAge && (c.ToAge == 0 || age <= c.ToAge)
}

// Consent gives the rule of a law on a matter for an age in whole years on a day;
// fault.NotFound when the law has none.
func (s *Set) Consent(law, matter string, age int, on nl.Date) (ConsentRule, error) {
	for _, c := range s.consents {
		if c.Law == law && c.Matter == matter && c.Holds(age) && c.Valid.Holds(on) {
			return c, nil
		}
	}
	return ConsentRule{}, fault.New(fault.NotFound, "statute.Consent", "statute.fault.none",
		"code", law+"/"+matter, "on", on.String())
}

// Consents gives all rules on who decides, in the order of their files.
func (s *Set) Consents() []ConsentRule { return slices.Clone(s.consents) }
