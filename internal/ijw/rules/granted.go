package rules

import (
	"strings"

	"eendracht/internal/ijw"
)

// grantedRules are about the answer to a claim (325).
func grantedRules() []Rule {
	k := of(ijw.Kind325)
	return []Rule{
		across("TR337", "", tr337, k, "Header"),
		across("TR366", "9366", tr366, k, "Prestatie"),
		across("TR367", "9367", tr367, k, "Prestatie", "TotaalIngediendBedrag"),
		across("TR371", "", tr371, k, "Header"),
		across("TR376", "", tr376, k, "DeclaratieAntwoord"),
	}
}

// claim gives the claim that an answer is about.
func (c *check) claim() (Claim, bool) {
	return c.past.Claim(c.place, value(c.m.Root, "Header", "DeclaratieIdentificatie", "Identificatie"))
}

// tr337: an answer is about a claim that was sent.
func tr337(c *check, n *ijw.Node) {
	_, ok := c.claim()
	c.unless(ok, n)
}

// tr366: a line of the answer was claimed.
func tr366(c *check, n *ijw.Node) {
	_, ok := c.past.Claimed(c.place, reference(n))
	c.unless(ok, n)
}

// tr367: what comes back says what was claimed.
func tr367(c *check, n *ijw.Node) {
	if n.Name == "TotaalIngediendBedrag" {
		claim, ok := c.claim()
		c.unless(!ok || claim.TotalCents == signed(n), n)
		return
	}
	line := claimedLine(n)
	was, ok := c.past.Claimed(c.place, line.Reference)
	c.unless(!ok || was.repeats(line) && was.Credit == line.Credit && was.Previous == line.Previous, n)
}

// tr371: an answer tells the version of the schema that the claim told.
func tr371(c *check, n *ijw.Node) {
	claim, ok := c.claim()
	told := n.Child("XsdVersieDeclaratie")
	c.unless(!ok || value(told, "BasisschemaXsdVersie") == claim.BaseVersion &&
		value(told, "BerichtXsdVersie") == claim.MessageVersion, n)
}

// tr376: an answer tells the number of the claim. A claim that was rejected as a
// whole has no number to compare.
func tr376(c *check, n *ijw.Node) {
	claim, ok := c.claim()
	c.unless(!ok || strings.TrimSpace(value(n, "DeclaratieNummer")) == claim.Number, n)
}
