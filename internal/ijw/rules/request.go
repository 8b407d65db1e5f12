package rules

import "eendracht/internal/ijw"

// requestRules are about what a provider asks for (315) or asks to change (317).
func requestRules() []Rule {
	both, change := of(ijw.Kind315, ijw.Kind317), of(ijw.Kind317)
	return []Rule{
		across("TR304", "8187", tr304, of(ijw.Kind317, ijw.Kind323, ijw.Kind325), "Client"),
		across("TR347", "9347", tr347, both, "AangevraagdProduct", "Verzoek"),
		across("TR349", "9349", tr349, change, "Verzoek"),
		across("TR350", "9350", tr350, change, "OngewijzigdProduct"),
		across("TR351", "9351", tr351, change, "TeWijzigenProduct"),
		across("TR357", "9357", tr357, change, "TeWijzigenProduct"),
		across("TR361", "9361", tr361, change, "Verzoek"),
		across("TR373", "9373", tr373, change, "TeWijzigenProduct"),
		across("TR374", "9374", tr374, both, "Client"),
		across("TR375", "9375", tr375, change, "TeWijzigenProduct"),
		across("TR411", "9411", tr411, change, "TeWijzigenProduct"),
		across("TR412", "9412", tr412, change, "TeWijzigenProduct"),
	}
}

// tr304: the client is known here: something was allocated or begun.
func tr304(c *check, n *ijw.Node) {
	bsn := value(n, "Bsn")
	c.unless(len(c.past.Allocations(c.place, bsn)) > 0 || len(c.past.Lines(c.place, bsn)) > 0, n)
}

// tr347: a provider uses a reference once.
func tr347(c *check, n *ijw.Node) {
	_, used := c.past.Asked(c.place, value(n, "ReferentieAanbieder"))
	c.unless(!used, n)
}

// tr374: while a request waits, no other is sent for the client.
func tr374(c *check, n *ijw.Node) {
	for _, asked := range c.past.Requests(c.place, value(n, "Bsn")) {
		if asked.Open() {
			c.fail(n)
			return
		}
	}
}

// named gives the allocation that a line of a request for a change is about,
// when it is a current one of this client.
func (c *check) named(n *ijw.Node) (Allocated, bool) {
	a, ok := c.ours(number(n, "ToewijzingNummer"), value(c.m.Root, "Client", "Bsn"))
	return a, ok && a.Current(c.day)
}

// kept gives the lines of a request for a change that name an allocation.
func kept(request *ijw.Node) []*ijw.Node {
	return append(all(request, "OngewijzigdeProducten", "OngewijzigdProduct"),
		all(request, "TeWijzigenProducten", "TeWijzigenProduct")...)
}

// tr349: a request for a change names every current allocation.
func tr349(c *check, n *ijw.Node) {
	told := map[int64]bool{}
	for _, line := range kept(n) {
		told[number(line, "ToewijzingNummer")] = true
	}
	for _, a := range c.past.Allocations(c.place, value(c.m.Root, "Client", "Bsn")) {
		if a.Current(c.day) && !told[a.Number] {
			c.fail(n)
			return
		}
	}
}

// tr350: what stays is a current allocation.
func tr350(c *check, n *ijw.Node) {
	_, ok := c.named(n)
	c.unless(ok, n)
}

// tr351: what changes is a current allocation.
func tr351(c *check, n *ijw.Node) {
	_, ok := c.named(n)
	c.unless(ok, n)
}

// tr357: a change that does not lie in the future holds from the first day of the allocation.
func tr357(c *check, n *ijw.Node) {
	from := period(n).From
	a, ok := c.named(n)
	c.unless(!ok || before(c.day, from) || from == a.From, n)
}

// tr361: a product does not come twice for one day in a request for a change.
// New products among themselves are TR410.
func tr361(c *check, n *ijw.Node) {
	var list []wanted
	for _, line := range kept(n) {
		a, ok := c.named(line)
		if !ok {
			continue // TR350 and TR351 tell
		}
		w := wanted{line, a.Category, a.Code, period(line)}
		if line.Name == "OngewijzigdProduct" {
			w.From, w.Until = a.From, a.Until
		}
		list = append(list, w)
	}
	for _, line := range all(n, "NieuweProducten", "NieuwProduct") {
		list = append(list, wanted{line, value(line, "Product", "Categorie"), value(line, "Product", "Code"), period(line)})
	}
	c.stacking(list, func(earlier, _ wanted) bool { return earlier.at.Name != "NieuwProduct" })
}

// inTotal is the frequency of a volume for the whole of an allocation.
const inTotal = "6"

// tr373: another budget or total holds from the first day of the allocation.
func tr373(c *check, n *ijw.Node) {
	a, ok := c.named(n)
	if !ok || period(n).From == a.From {
		return
	}
	budget, size := maybe(n, "Budget"), volume(n)
	c.unless((budget == nil || a.BudgetCents == nil || *budget == *a.BudgetCents) &&
		(size == nil || a.Volume == nil || a.Volume.Per != inTotal || *size == *a.Volume), n)
}

// tr375: a change of a generic allocation has no volume.
func tr375(c *check, n *ijw.Node) {
	a, ok := c.named(n)
	c.unless(!ok || a.Category != "" || n.Child("Omvang") == nil || !late(period(n).Until), n)
}

// tr411: a change of an allocation with a product code has a volume.
func tr411(c *check, n *ijw.Node) {
	a, ok := c.named(n)
	c.unless(!ok || a.Code == "" || n.Child("Omvang") != nil, n)
}

// tr412: a change of an allocation with a category alone has no volume.
func tr412(c *check, n *ijw.Node) {
	a, ok := c.named(n)
	c.unless(!ok || a.Category == "" || a.Code != "" || n.Child("Omvang") == nil || !late(period(n).Until), n)
}
