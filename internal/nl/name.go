package nl

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// NameUse tells under which surname a person wishes to be addressed (BRP 61.10).
type NameUse string

// The four ways to use a surname; "" counts as Own.
const (
	UseOwn        NameUse = "own"         // E: De Vries
	UsePartner    NameUse = "partner"     // P: Van den Berg
	UsePartnerOwn NameUse = "partner_own" // V: Van den Berg-de Vries
	UseOwnPartner NameUse = "own_partner" // N: De Vries-van den Berg
)

// NameUseFromBRP gives the use for a code of BRP element 61.10 (E, P, V, N);
// ok is false for any other code.
func NameUseFromBRP(code string) (use NameUse, ok bool) {
	use, ok = map[string]NameUse{
		"E": UseOwn, "P": UsePartner, "V": UsePartnerOwn, "N": UseOwnPartner,
	}[code]
	return use, ok
}

// Name is a person's name as Dutch law and custom split it. Every part may be
// empty: people with one name have a Family alone (BRP).
type Name struct {
	Given         string  `json:"given,omitempty"`         // all given names, as registered
	Initials      string  `json:"initials,omitempty"`      // "A.M."; derived from Given when empty
	Prefix        string  `json:"prefix,omitempty"`        // "van der", lower case as registered
	Family        string  `json:"family,omitempty"`        // without prefix
	PartnerPrefix string  `json:"partnerPrefix,omitempty"` // of the partner's surname
	PartnerFamily string  `json:"partnerFamily,omitempty"`
	Use           NameUse `json:"use,omitempty"`
}

// Full gives all given names and the surname in use: "Anna Maria de Vries". Without
// given names the initials stand in; without either the prefix gets a capital: "De Vries".
func (n Name) Full() string {
	if n.Given == "" {
		return n.Formal()
	}
	return n.after(n.Given)
}

// Informal gives the first given name and the surname in use: "Anna de Vries".
func (n Name) Informal() string {
	if n.Given == "" {
		return n.Formal()
	}
	return n.after(n.First())
}

// Formal gives the initials and the surname in use: "A.M. de Vries".
func (n Name) Formal() string {
	if n.Initials == "" && n.Given == "" {
		return n.Surname()
	}
	return n.after(n.initials())
}

// First gives the first given name, or what stands in for it: the initials, else
// the surname.
func (n Name) First() string {
	if first, _, _ := strings.Cut(strings.TrimSpace(n.Given), " "); first != "" {
		return first
	}
	return n.Formal()
}

// Surname gives the surname in use as it stands alone, its prefix with a capital:
// "De Vries", "Van den Berg-de Vries", "'t Hart".
func (n Name) Surname() string { return capital(n.surname()) }

// Sort gives the form for lists: "Vries, Anna Maria de", "Berg-de Vries, Anna van
// den". It starts with the surname without prefix, by which the Dutch alphabet sorts.
func (n Name) Sort() string {
	prefix, rest := n.parts()
	given := n.Given
	if given == "" {
		given = n.Initials
	}
	tail := strings.TrimSpace(given + " " + prefix)
	switch {
	case rest == "":
		return tail
	case tail == "":
		return rest
	}
	return rest + ", " + tail
}

// IsZero tells whether no part of the name is known.
func (n Name) IsZero() bool { return n.Full() == "" }

func (n Name) after(first string) string {
	return strings.TrimSpace(strings.TrimSpace(first) + " " + n.surname())
}

func (n Name) surname() string {
	prefix, rest := n.parts()
	return join(prefix, rest)
}

// parts gives the leading prefix and all that follows it. A use that needs the
// partner's name falls back to the own name when there is none.
func (n Name) parts() (prefix, rest string) {
	own := join(n.Prefix, n.Family)
	partner := join(n.PartnerPrefix, n.PartnerFamily)
	switch {
	case n.PartnerFamily == "":
		return n.Prefix, n.Family
	case n.Use == UsePartner, n.Use == UsePartnerOwn && n.Family == "":
		return n.PartnerPrefix, n.PartnerFamily
	case n.Use == UsePartnerOwn:
		return n.PartnerPrefix, n.PartnerFamily + "-" + own
	case n.Use == UseOwnPartner && n.Family != "":
		return n.Prefix, n.Family + "-" + partner
	}
	return n.Prefix, n.Family
}

// join sets a prefix before a name; one that ends in an apostrophe or hyphen
// stands against it: d'Hondt.
func join(prefix, family string) string {
	if prefix == "" || strings.HasSuffix(prefix, "'") || strings.HasSuffix(prefix, "’") || strings.HasSuffix(prefix, "-") {
		return prefix + family
	}
	return strings.TrimSpace(prefix + " " + family)
}

func (n Name) initials() string {
	if n.Initials != "" {
		return n.Initials
	}
	var b strings.Builder
	for _, name := range strings.FieldsFunc(n.Given, func(r rune) bool { return r == ' ' || r == '-' }) {
		b.WriteString(initial(name) + ".")
	}
	return b.String()
}

// initial gives the first letter; IJ is one letter in Dutch.
func initial(name string) string {
	if strings.HasPrefix(name, "IJ") {
		return "IJ"
	}
	r, _ := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r))
}

// capital sets a capital on the first letter, unless the word starts with an
// apostrophe ('t Hart), where Dutch spelling leaves it.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
