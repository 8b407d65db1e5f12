package rules

import (
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// claimedRules are about the lines of a claim (323) against allocations and
// earlier claims.
func claimedRules() []Rule {
	k := of(ijw.Kind323)
	return []Rule{
		across("TR307", "9307", tr307, k, "Prestatie"),
		across("TR308", "9308", tr308, k, "Prestatie"),
		across("TR314", "8021", tr314, k, "Prestatie"),
		across("TR318", "8214", tr318, k, "DeclaratiePeriode"),
		across("TR319", "9319", tr319, k, "Prestatie"),
		across("TR321", "9321", tr321, k, "Prestatie"),
		across("TR322", "9322", tr322, k, "Prestatie"),
		across("TR323", "8017", tr323, k, "Prestatie"),
		across("TR333", "9333", tr333, k, "Declaratie"),
		across("TR338", "9338", tr338, k, "Prestatie"),
		across("TR339", "9339", tr339, k, "Prestatie"),
		across("TR340", "9340", tr340, k, "Prestatie"),
		across("TR341", "9341", tr341, k, "Prestatie"),
		across("TR369", "9369", tr369, k, "Prestatie"),
		across("TR384", "9384", tr384, k, "Prestatie"),
		across("TR387", "9387", tr387, k, "Prestatie"),
		across("TR388", "9388", tr388, k, "Prestatie"),
		across("TR389", "9389", tr389, k, "Prestatie"),
		across("TR390", "9390", tr390, k, "Prestatie"),
		across("TR418", "0611", tr418, k, "Prestatie"),
	}
}

// deeds is what a claim itself does, worked out once for all its lines.
type deeds struct {
	ready  bool
	lines  map[*ijw.Node]*deed
	credit map[string]bool // VorigReferentieNummer of its credits
	from   nl.Date         // of the month that it claims
	until  nl.Date
}

// deed is one line of the claim with the allocation that it is about.
type deed struct {
	Claimed
	allocation Allocated
	known      bool // the allocation is one of this client and provider
	again      bool // its ReferentieNummer stood before it in this message
	overVolume bool // with this line the claims exceed the volume of the allocation
	overBudget bool // with this line the claims exceed the budget of the allocation
}

// deed gives a line of the claim that is judged.
func (c *check) deed(n *ijw.Node) *deed {
	if !c.deeds.ready {
		c.deeds = c.read()
	}
	if l := c.deeds.lines[n]; l != nil {
		return l
	}
	return &deed{} // a line out of its place, in a message that fails at level 1
}

func (c *check) read() deeds {
	claim := c.m.Root.Child("Declaratie")
	nodes := performances(claim.Child("Clienten"))
	d := deeds{ready: true, lines: make(map[*ijw.Node]*deed, len(nodes)), credit: map[string]bool{}}
	d.from, d.until = day(claim, "DeclaratiePeriode", "Begindatum"), day(claim, "DeclaratiePeriode", "Einddatum")
	seen := make(map[string]bool, len(nodes))
	lines := make([]deed, len(nodes))
	for i, n := range nodes {
		l := &lines[i]
		l.Claimed = claimedLine(n)
		l.allocation, l.known = c.ours(l.Number, l.BSN)
		l.again = seen[l.Reference]
		seen[l.Reference] = true
		if l.Credit {
			d.credit[l.Previous] = true
		}
		d.lines[n] = l
	}
	c.addUp(lines)
	return d
}

// claimedLine reads a line of a claim or its answer.
func claimedLine(n *ijw.Node) Claimed {
	p := period(n.Child("ProductPeriode"))
	client := above(n, "Client")
	return Claimed{
		BSN: value(client, "Bsn"), Reference: reference(n), Previous: previous(n), Number: number(n, "ToewijzingNummer"),
		Category: value(n, "ProductCategorie"), Code: value(n, "ProductCode"), From: p.From, Until: p.Until,
		Volume: number(n, "GeleverdVolume"), Unit: value(n, "Eenheid"), TariffCents: maybe(n, "ProductTarief"),
		Cents: number(n, "IngediendBedrag", "Bedrag"), Credit: credit(n),
	}
}

// used is what the claims on an allocation come to.
type used struct {
	volume int64 // in the smallest unit: minutes when the allocation is in hours
	cents  int64
}

// add counts a line, or takes a credit off.
func (u *used) add(a Allocated, l Claimed) {
	sign := int64(1)
	if l.Credit {
		sign = -1
	}
	u.cents += sign * l.Cents
	if v, ok := small(a, l.Volume, l.Unit); ok {
		u.volume += sign * v
	}
}

// small gives a volume in the smallest unit that may be claimed on an allocation.
func small(a Allocated, amount int64, unit string) (int64, bool) {
	if a.Volume == nil {
		return 0, false
	}
	if a.Volume.Unit == hours {
		return inUnit(amount, unit, minutes)
	}
	return amount, unit == a.Volume.Unit
}

// addUp marks the lines with which claims exceed an allocation. Credits of the
// message count first; a line that does not fit is left out of the sum, so that
// a later and smaller one may still fit.
func (c *check) addUp(lines []deed) {
	sums := map[int64]*used{}
	for i := range lines {
		l := &lines[i]
		if !l.known {
			continue
		}
		if sums[l.Number] == nil {
			sums[l.Number] = &used{}
			for _, earlier := range c.past.ClaimedOn(c.place, l.Number) {
				sums[l.Number].add(l.allocation, earlier)
			}
		}
		if l.Credit {
			sums[l.Number].add(l.allocation, l.Claimed)
		}
	}
	for i := range lines {
		if l := &lines[i]; l.known && !l.Credit {
			l.fit(sums[l.Number])
		}
	}
}

// fit adds a line to what was claimed, or marks that it does not fit.
func (l *deed) fit(sum *used) {
	next := *sum
	next.add(l.allocation, l.Claimed)
	if most, bound := total(l.allocation); bound {
		if most, ok := small(l.allocation, most, l.allocation.Volume.Unit); ok {
			l.overVolume = next.volume > most
		}
	}
	l.overBudget = l.allocation.BudgetCents != nil && next.cents > *l.allocation.BudgetCents
	if !l.overVolume && !l.overBudget {
		*sum = next
	}
}

// tr307: a line begins no sooner than its allocation.
func tr307(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!l.known || !before(l.From, l.allocation.From), n)
}

// tr308: a line ends no later than its allocation.
func tr308(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!l.known || l.allocation.Until.IsZero() || !before(l.allocation.Until, l.Until), n)
}

// tr314: a provider uses a ReferentieNummer once.
func tr314(c *check, n *ijw.Node) {
	l := c.deed(n)
	_, used := c.past.Claimed(c.place, l.Reference)
	c.unless(!used && !l.again, n)
}

// tr318: months are claimed in their order.
func tr318(c *check, n *ijw.Node) {
	last := c.past.LastClaim(c.place)
	c.unless(last.IsZero() || !before(period(n).From, last), n)
}

// tr319: nothing is claimed that lies after the month of the claim.
func tr319(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!before(c.deeds.until, l.Until), n)
}

// tr321: the volume of a line fits in what was allocated for its period.
func tr321(c *check, n *ijw.Node) {
	l := c.deed(n)
	most, bound := monthly(c.m.Law, l.allocation, nl.Span{From: l.From, Until: l.Until})
	if !l.known || l.Credit || !bound {
		return
	}
	if most, ok := inUnit(most, l.allocation.Volume.Unit, l.Unit); ok {
		c.unless(l.Volume <= most, n)
	}
}

// tr322: all that is claimed on an allocation fits in its volume.
func tr322(c *check, n *ijw.Node) { c.unless(!c.deed(n).overVolume, n) }

// tr323: a credit repeats a line that was granted.
func tr323(c *check, n *ijw.Node) {
	l := c.deed(n)
	if !l.Credit {
		return
	}
	was, known := c.past.Claimed(c.place, l.Previous)
	c.unless(known && was.Answered && !was.Rejected && !was.Credit && was.repeats(l.Claimed), n)
}

// repeats tells whether two lines say the same, apart from their references and
// that one takes the other back.
func (l Claimed) repeats(o Claimed) bool {
	tariff := l.TariffCents == nil && o.TariffCents == nil ||
		l.TariffCents != nil && o.TariffCents != nil && *l.TariffCents == *o.TariffCents
	return tariff && l.BSN == o.BSN && l.Number == o.Number && l.Category == o.Category && l.Code == o.Code &&
		l.From == o.From && l.Until == o.Until && l.Volume == o.Volume && l.Unit == o.Unit && l.Cents == o.Cents
}

// tr333: a provider uses a DeclaratieNummer once.
func tr333(c *check, n *ijw.Node) {
	c.unless(!c.past.ClaimNumber(c.place, value(n, "DeclaratieNummer")), n)
}

// tr338: a line is about an allocation of this client.
func tr338(c *check, n *ijw.Node) { c.unless(c.deed(n).known, n) }

// tr339: the category is the one that was allocated.
func tr339(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!l.known || l.allocation.Category == "" || l.Category == l.allocation.Category, n)
}

// tr340: the product code is the one that was allocated.
func tr340(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!l.known || l.allocation.Code == "" || l.Code == l.allocation.Code, n)
}

// tr341: the unit is that of the allocation, or of the contract when the
// allocation has none.
func tr341(c *check, n *ijw.Node) {
	l := c.deed(n)
	if !l.known {
		return
	}
	if l.allocation.Volume != nil {
		_, fits := inUnit(1, l.allocation.Volume.Unit, l.Unit)
		c.unless(fits, n)
		return
	}
	if t, ok := c.past.Tariff(c.place, l.Category, l.Code, l.From); ok {
		_, fits := inUnit(1, t.Unit, l.Unit)
		c.unless(fits, n)
	}
}

// tr369: all that is claimed on an allocation fits in its budget.
func tr369(c *check, n *ijw.Node) { c.unless(!c.deed(n).overBudget, n) }

// tr384: nothing is claimed on an allocation that was removed; a credit is.
func tr384(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!l.known || l.Credit || l.allocation.Change != "13", n)
}

// tr387: a line begins on the first day of its month, or of its allocation.
func tr387(c *check, n *ijw.Node) {
	l := c.deed(n)
	from := firstOfMonth(l.From)
	if before(from, l.allocation.From) && l.allocation.From.Year == from.Year && l.allocation.From.Month == from.Month {
		from = l.allocation.From
	}
	c.unless(!l.known || l.From == from, n)
}

// tr388: a line ends on the last day of its month, or of its allocation.
func tr388(c *check, n *ijw.Node) {
	l := c.deed(n)
	until := lastOfMonth(l.Until)
	if end := l.allocation.Until; end.Year == until.Year && end.Month == until.Month {
		until = end
	}
	c.unless(!l.known || l.Until == until, n)
}

// tr389: what was claimed for a period is claimed again only after a credit.
func tr389(c *check, n *ijw.Node) {
	l := c.deed(n)
	if l.Credit {
		return
	}
	earlier := c.past.ClaimedOn(c.place, l.Number)
	for _, was := range earlier {
		if !was.Credit && was.From == l.From && was.Category == l.Category && was.Code == l.Code &&
			!c.deeds.credit[was.Reference] && !credited(earlier, was.Reference) {
			c.fail(n)
			return
		}
	}
}

// tr390: a line is taken back once.
func tr390(c *check, n *ijw.Node) {
	l := c.deed(n)
	c.unless(!l.Credit || !credited(c.past.ClaimedOn(c.place, l.Number), l.Previous), n)
}

// tr418: the tariff is that of the contract; of an hour claimed in minutes, a
// sixtieth (IV081).
func tr418(c *check, n *ijw.Node) {
	l := c.deed(n)
	t, ok := c.past.Tariff(c.place, l.Category, l.Code, l.From)
	if !ok || l.TariffCents == nil {
		return
	}
	if t.Unit == hours && l.Unit == minutes {
		t.Cents = halfUp(t.Cents, 60)
	}
	c.unless(*l.TariffCents == t.Cents, n)
}
