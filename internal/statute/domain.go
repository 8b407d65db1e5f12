package statute

import "slices"

// Domain is a life domain (leefgebied): one row of the grid of parts.
type Domain struct {
	Code        string
	LabelKey    string // text key of the name
	ShortKey    string // text key of one word for narrow screens
	HintKey     string // text key of what belongs here
	Compartment bool   // shut by default: safety, police and justice
}

// OrganisationKind is a kind of partner in the chain.
type OrganisationKind struct {
	Code, LabelKey string
	People         bool // people rather than an organisation: family, network, volunteers
}

// Role is why someone is involved in a dossier.
type Role struct{ Code, LabelKey string }

// Domains gives the life domains in the order in which screens show them.
func (s *Set) Domains() []Domain { return slices.Clone(s.domains) }

// Domain gives a life domain by its code; fault.NotFound when there is none.
func (s *Set) Domain(code string) (Domain, error) {
	return pick(s.domains, "statute.Domain", code, func(d Domain) string { return d.Code })
}

// OrganisationKinds gives the kinds of partner.
func (s *Set) OrganisationKinds() []OrganisationKind { return slices.Clone(s.kinds) }

// OrganisationKind gives a kind of partner by its code; fault.NotFound when there is none.
func (s *Set) OrganisationKind(code string) (OrganisationKind, error) {
	return pick(s.kinds, "statute.OrganisationKind", code, func(k OrganisationKind) string { return k.Code })
}

// Roles gives the roles of involvement.
func (s *Set) Roles() []Role { return slices.Clone(s.roles) }
