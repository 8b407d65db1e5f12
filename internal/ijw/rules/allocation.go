package rules

import "eendracht/internal/ijw"

// allocationRules are about what a municipality allocates (301).
func allocationRules() []Rule {
	kinds := of(ijw.Kind301)
	return []Rule{
		across("TR332", "9332", tr332, kinds, "ToegewezenProduct"),
		across("TR379", "9379", tr379, kinds, "ToegewezenProduct"),
		across("TR385", "9385", tr385, kinds, "ToegewezenProduct"),
	}
}

// allocated reads an allocation of a 301.
func allocated(m ijw.Message, n *ijw.Node) Allocated {
	p := period(n)
	return Allocated{
		Number: number(n, "ToewijzingNummer"), BSN: value(m.Root, "Client", "Bsn"), Provider: PlaceOf(m).Provider,
		Category: value(n, "Product", "Categorie"), Code: value(n, "Product", "Code"), From: p.From, Until: p.Until,
		Decided: day(n, "Toewijzingsdatum").String() + "T" + value(n, "Toewijzingstijd"),
		Change:  value(n, "RedenWijziging"), Reference: value(n, "ReferentieAanbieder"),
		Volume: volume(n), BudgetCents: maybe(n, "Budget"),
	}
}

func volume(n *ijw.Node) *ijw.Volume {
	v := n.Child("Omvang")
	if v == nil {
		return nil
	}
	return &ijw.Volume{Amount: number(v, "Volume"), Unit: value(v, "Eenheid"), Per: value(v, "Frequentie")}
}

// tr332: a number belongs to one allocation for good. Client, provider, product
// and first day tell which it is: those never change in place (IV066).
func tr332(c *check, n *ijw.Node) {
	now := allocated(c.m, n)
	was, known := c.past.Allocation(c.place, now.Number)
	c.unless(!known || was.BSN == now.BSN && was.Provider == now.Provider && was.Category == now.Category &&
		was.Code == now.Code && was.From == now.From, n)
}

// tr379: an allocation refers to a request that was made for this client.
func tr379(c *check, n *ijw.Node) {
	ref := value(n, "ReferentieAanbieder")
	if ref == "" {
		return
	}
	asked, ok := c.past.Asked(c.place, ref)
	c.unless(ok && asked.BSN == value(c.m.Root, "Client", "Bsn"), n)
}

// tr385: an allocation is not removed while something claimed on it stands.
func tr385(c *check, n *ijw.Node) {
	if value(n, "RedenWijziging") != "13" {
		return
	}
	claims := c.past.ClaimedOn(c.place, number(n, "ToewijzingNummer"))
	for _, line := range claims {
		if !line.Credit && line.Answered && !credited(claims, line.Reference) {
			c.fail(n)
			return
		}
	}
}

// credited tells whether one of these lines takes another back.
func credited(lines []Claimed, reference string) bool {
	for _, l := range lines {
		if l.Credit && l.Previous == reference {
			return true
		}
	}
	return false
}
