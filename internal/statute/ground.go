package statute

import (
	"slices"

	"eendracht/internal/nl"
)

// Purpose is why someone may see or process something.
type Purpose struct{ Code, LabelKey string }

// Category is a kind of data beside the life domains, such as a BSN or an arrears signal.
type Category struct {
	Code, LabelKey string
	Special        bool // special or criminal data (AVG 9 and 10)
}

// Ground is one version of a legal ground for processing or sharing: for which
// purposes, between which parties, about what, and why that is necessary.
type Ground struct {
	Code         string // law and article: "jw.7.4.0"
	Law, Article string
	LabelKey     string   // text key of the name
	NecessityKey string   // text key of the sentence that says why it is necessary
	Purposes     []string // codes of Purpose
	Parties      []string // codes of OrganisationKind that may see and process on it
	Givers       []string // kinds that may or must give data on it, and see nothing by it
	Categories   []string // codes of Domain or Category that it covers
	NeedsConsent bool     // only together with a recorded consent that was not withdrawn
	Emergency    bool     // only in an emergency, reviewed afterwards
	Active       bool     // an inactive ground is known and permits nothing
	Valid        nl.Span
	Source       Source
}

func (g Ground) key() string                  { return g.Code }
func (g Ground) span() nl.Span                { return g.Valid }
func (g Ground) source() Source               { return g.Source }
func (g Ground) cites() (law, article string) { return g.Law, g.Article }

// Covers tells whether the ground is active and lets this party see this category
// (a domain or data category) for this purpose. Whether a consent is recorded or an
// emergency stated is for the caller to check when NeedsConsent or Emergency.
func (g Ground) Covers(purpose, party, category string) bool {
	return g.Serves(purpose, party) && slices.Contains(g.Categories, category)
}

// Serves tells whether the ground is active and lets this party see and process
// something for this purpose.
func (g Ground) Serves(purpose, party string) bool {
	return g.Active && slices.Contains(g.Purposes, purpose) && slices.Contains(g.Parties, party)
}

// Takes tells whether the ground is active and lets this kind give data for this
// purpose. Giving opens nothing: a school that reports to Veilig Thuis does not
// see what Veilig Thuis knows.
func (g Ground) Takes(purpose, giver string) bool {
	return g.Active && slices.Contains(g.Purposes, purpose) && slices.Contains(g.Givers, giver)
}

// Ground gives the version of a ground that is valid on a day, active or not;
// fault.NotFound otherwise.
func (s *Set) Ground(code string, on nl.Date) (Ground, error) {
	return s.grounds.at("statute.Ground", code, on)
}

// Grounds gives all versions of all grounds, sorted by code and first valid day.
func (s *Set) Grounds() []Ground { return slices.Clone(s.grounds.list) }

// GroundsFor gives the active grounds on which a kind of organisation may see and
// process for a purpose on a day: those without conditions first, then those that
// need consent, then those for an emergency.
func (s *Set) GroundsFor(purpose, party string, on nl.Date) []Ground {
	var free, consent, emergency []Ground
	for _, g := range s.grounds.list {
		switch {
		case !g.Serves(purpose, party) || !g.Valid.Holds(on):
		case g.Emergency:
			emergency = append(emergency, g)
		case g.NeedsConsent:
			consent = append(consent, g)
		default:
			free = append(free, g)
		}
	}
	return slices.Concat(free, consent, emergency)
}

// Purpose gives a purpose by its code; fault.NotFound when there is none.
func (s *Set) Purpose(code string) (Purpose, error) {
	return pick(s.purposes, "statute.Purpose", code, func(p Purpose) string { return p.Code })
}

// Purposes gives all purposes.
func (s *Set) Purposes() []Purpose { return slices.Clone(s.purposes) }

// Categories gives the data categories beside the life domains.
func (s *Set) Categories() []Category { return slices.Clone(s.categories) }
