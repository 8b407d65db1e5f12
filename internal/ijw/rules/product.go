package rules

import (
	"slices"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

var askingKinds = of(ijw.Kind301, ijw.Kind315, ijw.Kind317)

// products are the elements that allocate or ask for a product.
var products = []string{"ToegewezenProduct", "AangevraagdProduct", "NieuwProduct"}

// productRules are about what is allocated, asked for, refused, started and stopped.
func productRules() []Rule {
	jw := func(r Rule) Rule { r.Laws = []ijw.Law{ijw.Jeugdwet}; return r }
	return []Rule{
		content("CD041", cd041, askingKinds, products...),
		content("CD043", cd043, of(ijw.Kind315), "AangevraagdProduct"),
		content("CD075", cd075, askingKinds, sized...),
		content("CD076", cd076, askingKinds, sized...),
		content("CD077", cd077, askingKinds, sized...),
		content("CD078", cd078, askingKinds, sized...),
		content("CD079", cd079, of(ijw.Kind317), "TeWijzigenProduct"),
		content("CD080", cd080, of(ijw.Kind301), "ToegewezenProduct"),
		content("CD085", cd085, of(ijw.Kind319), "Antwoord"),
		content("CD086", cd086, of(ijw.Kind319), "Antwoord"),
		content("CD095", cd095, of(ijw.Kind315), "AangevraagdProduct"),
		content("CD096", cd096, of(ijw.Kind317), "NieuwProduct"),
		content("CS003", cs003, askingKinds, append(slices.Clone(sized), "Periode")...),
		content("CS058", cs058, of(ijw.Kind305, ijw.Kind307), "StatusAanlevering"),
		content("CS335", cs335, of(ijw.Kind301), "ToegewezenProduct"),
		content("CS336", cs336, of(ijw.Kind301), "RedenWijziging"),
		content("CS338", cs338, of(ijw.Kind301, ijw.Kind317), "ToegewezenProduct", "TeWijzigenProduct", "NieuwProduct"),
		content("CS343", cs343, of(ijw.Kind315), "AangevraagdProduct"),
		content("TR018", tr018, of(ijw.Kind307), "StopProduct"),
		content("TR302", tr302, of(ijw.Kind301), "ToegewezenProducten"),
		content("TR352", tr352, of(ijw.Kind317), "Verzoek"),
		content("TR353", tr353, of(ijw.Kind317), "Verzoek"),
		jw(content("TR377", tr377, of(ijw.Kind319), "Antwoord")),
		content("TR380", tr380, of(ijw.Kind317), "NieuwProduct"),
		content("TR383", tr383, of(ijw.Kind315), "AangevraagdeProducten"),
		content("TR386", tr386, of(ijw.Kind315), "AangevraagdeProducten"),
		jw(content("TR409", tr409, of(ijw.Kind319), "Antwoord")),
		content("TR410", tr410, of(ijw.Kind317), "NieuweProducten"),
	}
}

// sized are the elements with a period, and a volume or budget.
var sized = append(slices.Clone(products), "TeWijzigenProduct")

// period gives the first and last day that a product is allocated or asked for.
func period(n *ijw.Node) nl.Span {
	if n == nil {
		return nl.Span{}
	}
	switch n.Name {
	case "AangevraagdProduct":
		return nl.Span{From: day(n, "ToewijzingIngangsdatum"), Until: day(n, "ToewijzingEinddatum")}
	case "ToegewezenProduct":
		return nl.Span{From: day(n, "Ingangsdatum"), Until: day(n, "Einddatum")}
	case "TeWijzigenProduct", "NieuwProduct":
		return nl.Span{From: day(n, "GewensteIngangsdatum"), Until: day(n, "Einddatum")}
	}
	return nl.Span{From: day(n, "Begindatum"), Until: day(n, "Einddatum")}
}

// cd041: with a product code comes a volume.
func cd041(c *check, n *ijw.Node) {
	c.unless(find(n, "Product", "Code") == nil || n.Child("Omvang") != nil, n)
}

// cd043: the first day of a decision is told exactly when its number is.
func cd043(c *check, n *ijw.Node) {
	c.unless((n.Child("BeschikkingNummer") != nil) == (n.Child("BeschikkingIngangsdatum") != nil), n)
}

// cd075: what has a budget has a last day.
func cd075(c *check, n *ijw.Node) {
	c.unless(n.Child("Budget") == nil || !period(n).Until.IsZero(), n)
}

// cd076: what is counted per week has a last day.
func cd076(c *check, n *ijw.Node) {
	c.unless(value(n, "Omvang", "Frequentie") != "2" || !period(n).Until.IsZero(), n)
}

// cd077: with a budget there is no volume.
func cd077(c *check, n *ijw.Node) {
	if volume := n.Child("Omvang"); volume != nil {
		c.unless(n.Child("Budget") == nil, volume)
	}
}

// cd078: with a volume there is no budget.
func cd078(c *check, n *ijw.Node) {
	if budget := n.Child("Budget"); budget != nil {
		c.unless(n.Child("Omvang") == nil, budget)
	}
}

// cd079: a change without a budget has a volume.
func cd079(c *check, n *ijw.Node) {
	c.unless(n.Child("Budget") != nil || n.Child("Omvang") != nil, n)
}

// cd080: an allocation without a product code has no volume.
func cd080(c *check, n *ijw.Node) { noVolume(c, n) }

// cd095: what is asked for without a product code has no volume.
func cd095(c *check, n *ijw.Node) { noVolume(c, n) }

// cd096: a new product in a change without a product code has no volume.
func cd096(c *check, n *ijw.Node) { noVolume(c, n) }

// noVolume: without a product code there is no volume, except for support that
// ended before 2021.
func noVolume(c *check, n *ijw.Node) {
	if volume := n.Child("Omvang"); volume != nil {
		c.unless(find(n, "Product", "Code") != nil || !late(period(n).Until), volume)
	}
}

// cd085: a refusal has its reason.
func cd085(c *check, n *ijw.Node) {
	c.unless(value(n, "VerzoekAntwoord") != "1" || n.Child("RedenAfwijzingVerzoek") != nil, n)
}

// cd086: what is still looked into has no reason to refuse.
func cd086(c *check, n *ijw.Node) {
	c.unless(value(n, "VerzoekAntwoord") != "2" || n.Child("RedenAfwijzingVerzoek") == nil, n)
}

// cs003: a last day does not lie before the first.
func cs003(c *check, n *ijw.Node) {
	p := period(n)
	c.unless(p.From.IsZero() || p.Until.IsZero() || !before(p.Until, p.From), n)
}

// cs058: a start or stop is told for the first time, or taken back.
func cs058(c *check, n *ijw.Node) {
	c.unless(n.Text == ijw.StatusFirst || n.Text == ijw.StatusRemoved, n)
}

// cs335: an allocation that is removed ends on its first day.
func cs335(c *check, n *ijw.Node) {
	p := period(n)
	c.unless(value(n, "RedenWijziging") != "13" || p.From == p.Until, n)
}

// cs336: reason 01 has lapsed.
func cs336(c *check, n *ijw.Node) { c.unless(n.Text != "01", n) }

// cs338: the frequency of an allocation or change fits its unit.
func cs338(c *check, n *ijw.Node) { frequency(c, n) }

// cs343: the frequency that is asked for fits its unit.
func cs343(c *check, n *ijw.Node) { frequency(c, n) }

// frequency: what is not counted in minutes, hours or pieces of output is
// allocated per week, per month or in total, since 2021.
func frequency(c *check, n *ijw.Node) {
	volume := n.Child("Omvang")
	if volume == nil || !late(period(n).Until) ||
		!slices.Contains([]string{"14", "16", "83", "84"}, value(volume, "Eenheid")) {
		return
	}
	c.unless(slices.Contains([]string{"2", "4", "6"}, value(volume, "Frequentie")), volume)
}

// tr018: a stop does not lie before its start.
func tr018(c *check, n *ijw.Node) { cs003(c, n) }

// tr352: a request for a change names what there is: something stays or changes.
func tr352(c *check, n *ijw.Node) {
	c.unless(n.Child("OngewijzigdeProducten") != nil || n.Child("TeWijzigenProducten") != nil, n)
}

// tr353: a request for a change changes or adds something.
func tr353(c *check, n *ijw.Node) {
	c.unless(n.Child("TeWijzigenProducten") != nil || n.Child("NieuweProducten") != nil, n)
}

// elsewhere is the reason to refuse because another municipality is responsible.
const elsewhere = "8"

// tr377: who refuses because another municipality is responsible names it.
func tr377(c *check, n *ijw.Node) {
	c.unless(value(n, "RedenAfwijzingVerzoek") != elsewhere || n.Child("Woonplaatsbeginsel") != nil, n)
}

// tr409: who refuses for another reason names no other municipality.
func tr409(c *check, n *ijw.Node) {
	c.unless(value(n, "RedenAfwijzingVerzoek") == elsewhere || n.Child("Woonplaatsbeginsel") == nil, n)
}

// tr380: a new product in a change is asked for from a day in the future.
func tr380(c *check, n *ijw.Node) {
	if from := n.Child("GewensteIngangsdatum"); from != nil {
		c.unless(before(c.day, date(from)), from)
	}
}

// tr383: each product that is asked for has a reference of its own.
func tr383(c *check, n *ijw.Node) {
	seen := map[string]bool{}
	for _, p := range n.Children {
		ref := value(p, "ReferentieAanbieder")
		c.unless(!seen[ref], p)
		seen[ref] = true
	}
}

// wanted is a product with the period for which it is allocated or asked for.
type wanted struct {
	at             *ijw.Node
	category, code string
	nl.Span
}

// tr302: no product is allocated twice for one day.
func tr302(c *check, n *ijw.Node) { stacked(c, n) }

// tr386: no product is asked for twice for one day.
func tr386(c *check, n *ijw.Node) { stacked(c, n) }

// tr410: no new product in a change comes twice for one day.
func tr410(c *check, n *ijw.Node) { stacked(c, n) }

// stacked: a product does not come twice for one day.
func stacked(c *check, n *ijw.Node) {
	if len(n.Children) < 2 {
		return
	}
	list := make([]wanted, 0, len(n.Children))
	for _, p := range n.Children {
		span := period(p)
		if p.Name == "ToegewezenProduct" && removed(span.From, span.Until, value(p, "RedenWijziging")) {
			continue
		}
		list = append(list, wanted{p, value(p, "Product", "Categorie"), value(p, "Product", "Code"), span})
	}
	c.stacking(list, func(_, _ wanted) bool { return true })
}

// stacking adds a finding for each product that is there already for one of its
// days, as far as the pair is to be looked at.
func (c *check) stacking(list []wanted, look func(earlier, later wanted) bool) {
	for i, later := range list {
		for _, earlier := range list[:i] {
			if look(earlier, later) && alike(c.m.Law, earlier, later) && overlap(earlier.Span, later.Span) {
				c.fail(later.at)
				break
			}
		}
	}
}

// alike tells whether two products may not be allocated for one day: the same
// code, the same category when one has no code, and anything beside a generic
// one. Under the Wmo, aids and services in kind (categories 11 to 14) stack.
func alike(law ijw.Law, a, b wanted) bool {
	if law == ijw.Wmo && (stacks(a.category) || stacks(b.category)) {
		return false
	}
	if a.category == "" || b.category == "" {
		return true
	}
	return a.category == b.category && (a.code == "" || b.code == "" || a.code == b.code)
}

func stacks(category string) bool {
	return slices.Contains([]string{"11", "12", "13", "14"}, category)
}
