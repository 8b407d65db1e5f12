package rules

import (
	"slices"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// standard names the document in which the rules are stated.
const standard = "iWmo/iJw 3.2, regels"

// technical is the return code of every rule within a message (IV032, IV088).
const technical = "0001"

var (
	clientKinds = []ijw.Kind{ijw.Kind301, ijw.Kind305, ijw.Kind307, ijw.Kind315}
	bsnKinds    = append(slices.Clone(clientKinds), ijw.Kind317, ijw.Kind323, ijw.Kind325)
)

// content makes a rule of level 2.
func content(code string, judge func(*check, *ijw.Node), kinds []ijw.Kind, at ...string) Rule {
	return Rule{Code: code, Level: LevelContent, Kinds: kinds, Return: technical, Source: standard, at: at, judge: judge}
}

// of makes a list of kinds.
func of(kinds ...ijw.Kind) []ijw.Kind { return kinds }

// personRules are about people, names, dates of birth, addresses and referrers.
func personRules() []Rule {
	return []Rule{
		content("CD005", cd005, of(ijw.Kind301), "Adres"),
		content("CD007", cd007, of(ijw.Kind301), "Communicatie"),
		content("CD009", cd009, of(ijw.Kind301), "Contact"),
		content("CD025", cd025, of(ijw.Kind301), "Adres"),
		content("CD034", cd034, of(ijw.Kind301), "Contact"),
		content("CD066", cd066, of(ijw.Kind315), "Verwijzer"),
		content("CD067", cd067, of(ijw.Kind315), "Verwijzer"),
		content("CD068", cd068, of(ijw.Kind315), "Verwijzer"),
		content("CS002", cs002, bsnKinds, "Bsn"),
		content("CS050", cs050, of(ijw.Kind301), "Naam"),
		content("CS089", cs089, of(ijw.Kind301), "Adres"),
		content("CS139", cs139, clientKinds, "Geboortedatum"),
		content("CS318", cs318, of(ijw.Kind301), "Naam"),
		content("TR002", tr002, clientKinds, "Geboortedatum"),
		content("TR006", tr006, of(ijw.Kind301), "Contact"),
		content("TR061", tr061, of(ijw.Kind301), "Contactgegevens"),
	}
}

// cd005: an address has a house exactly when it has a postcode.
func cd005(c *check, n *ijw.Node) {
	c.unless((n.Child("Huis") != nil) == (n.Child("Postcode") != nil), n)
}

// cd007: a language goes with the need of an interpreter, and only then.
func cd007(c *check, n *ijw.Node) {
	c.unless((value(n, "Vorm") == "1") == (n.Child("Taal") != nil), n)
}

// cd009: only a temporary address has a period.
func cd009(c *check, n *ijw.Node) {
	c.unless(n.Child("Periode") == nil || value(n, "Soort") == "04", n)
}

// cd025: an address in the Netherlands has a postcode.
func cd025(c *check, n *ijw.Node) {
	c.unless(value(n, "LandCode") != "NL" || n.Child("Postcode") != nil, n)
}

// cd034: the address of registration or stay is told.
func cd034(c *check, n *ijw.Node) {
	kind := value(n, "Soort")
	c.unless(kind != "01" && kind != "03" || n.Child("Adres") != nil, n)
}

// professional tells whether a referrer is one with an AGB code.
func professional(referrer *ijw.Node) bool {
	return slices.Contains([]string{"02", "03", "04", "05"}, value(referrer, "Type"))
}

// cd066: a referring professional with a code is not named as well.
func cd066(c *check, n *ijw.Node) {
	c.unless(!professional(n) || n.Child("ZorgverlenerCode") == nil || n.Child("Naam") == nil, n)
}

// cd067: a referring professional without a code is named.
func cd067(c *check, n *ijw.Node) {
	c.unless(!professional(n) || n.Child("ZorgverlenerCode") != nil || n.Child("Naam") != nil, n)
}

// cd068: who is no professional has no code.
func cd068(c *check, n *ijw.Node) {
	c.unless(professional(n) || n.Child("ZorgverlenerCode") == nil, n)
}

// cs002: a BSN passes the test modulo 11.
func cs002(c *check, n *ijw.Node) { c.unless(nl.BSN(n.Text).Valid(), n) }

// cs050: how a name is used fits whether there is a partner's name.
func cs050(c *check, n *ijw.Node) {
	allowed := []string{"1", "6"}
	if n.Child("Partnernaam") != nil {
		allowed = []string{"1", "2", "3", "4"}
	}
	c.unless(slices.Contains(allowed, value(n, "NaamGebruik")), n)
}

// cs089: a postcode in the Netherlands is four digits, the first not 0, and two letters.
func cs089(c *check, n *ijw.Node) {
	if p := n.Child("Postcode"); p != nil && value(n, "LandCode") == "NL" {
		c.unless(dutch(p.Text), p)
	}
}

func dutch(postcode string) bool {
	if len(postcode) != 6 || postcode[0] == '0' {
		return false
	}
	for i := range 6 {
		digit := postcode[i] >= '0' && postcode[i] <= '9'
		letter := postcode[i]|0x20 >= 'a' && postcode[i]|0x20 <= 'z'
		if i < 4 && !digit || i >= 4 && !letter {
			return false
		}
	}
	return true
}

// cs139: unknown parts of a date of birth are written as 01, an unknown year as 1900.
func cs139(c *check, n *ijw.Node) {
	d := day(n, "Datum")
	switch value(n, "DatumGebruik") {
	case "1":
		c.unless(d.Day == 1, n)
	case "2":
		c.unless(d.Day == 1 && d.Month == 1, n)
	case "3":
		c.unless(d == nl.Date{Year: 1900, Month: 1, Day: 1}, n)
	}
}

// cs318: a client is a person.
func cs318(c *check, n *ijw.Node) {
	c.unless(!within(n, "Client") || value(n, "NaamGebruik") != "6", n)
}

// tr002: nobody is older than 120 years, unless the date of birth is unknown.
func tr002(c *check, n *ijw.Node) {
	d := day(n, "Datum")
	if value(n, "DatumGebruik") == "3" || d.IsZero() || c.day.IsZero() {
		return
	}
	d.Year += 120
	c.unless(!before(d, c.day), n)
}

// tr006: a contact can be reached by telephone, or at a house with a postcode.
func tr006(c *check, n *ijw.Node) {
	address := n.Child("Adres")
	c.unless(n.Child("Telefoon") != nil || address.Child("Huis") != nil && address.Child("Postcode") != nil, n)
}

// tr061: of a client at least one address is told where post or people arrive.
func tr061(c *check, n *ijw.Node) {
	if !within(n, "Client") {
		return
	}
	for _, contact := range n.Children {
		kind := value(contact, "Soort")
		if contact.Child("Adres") != nil && (kind == "01" || kind == "02" || kind == "03") {
			return
		}
	}
	c.fail(n)
}
