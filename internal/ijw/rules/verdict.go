package rules

import "eendracht/internal/ijw"

// answerRules are about what a municipality answers to a request (319).
func answerRules() []Rule {
	kinds := of(ijw.Kind319)
	return []Rule{
		across("TR355", "9355", tr355, kinds, "Antwoord"),
		across("TR359", "9359", tr359, kinds, "Antwoord"),
		across("TR360", "9360", tr360, kinds, "Antwoord"),
		across("TR365", "9365", tr365, kinds, "Antwoord"),
	}
}

// tr355: an answer refers to a request that was made.
func tr355(c *check, n *ijw.Node) {
	_, ok := c.past.Asked(c.place, value(n, "ReferentieAanbieder"))
	c.unless(ok, n)
}

// tr359: after an allocation comes no other answer.
func tr359(c *check, n *ijw.Node) {
	asked, _ := c.past.Asked(c.place, value(n, "ReferentieAanbieder"))
	c.unless(!asked.Allocated, n)
}

// tr360: that a request is looked into is told once, and first.
func tr360(c *check, n *ijw.Node) {
	asked, _ := c.past.Asked(c.place, value(n, "ReferentieAanbieder"))
	c.unless(value(n, "VerzoekAntwoord") != ijw.DecisionUnderStudy || asked.Answer == "", n)
}

// tr365: after a refusal comes no other answer.
func tr365(c *check, n *ijw.Node) {
	asked, _ := c.past.Asked(c.place, value(n, "ReferentieAanbieder"))
	c.unless(asked.Answer == "" || asked.Answer == ijw.DecisionUnderStudy, n)
}
