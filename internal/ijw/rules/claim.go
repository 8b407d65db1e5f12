package rules

import (
	"slices"
	"strings"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

var claimKinds = of(ijw.Kind323, ijw.Kind325)

// claimRules are about claims and their answers, dates, and what comes double.
func claimRules() []Rule {
	dated := of(ijw.Kind301, ijw.Kind305, ijw.Kind307, ijw.Kind315, ijw.Kind323, ijw.Kind325)
	return []Rule{
		content("CD060", cd060, claimKinds, "Prestatie"),
		content("CD087", cd087, claimKinds, "Prestatie"),
		content("CS100", cs100, claimKinds, "ProductPeriode"),
		content("CS325", cs325, claimKinds, "IngediendBedrag", "TotaalIngediendBedrag", "TotaalToegekendBedrag"),
		content("CS337", cs337, claimKinds, "ProductPeriode"),
		content("CS339", cs339, claimKinds, "Prestatie"),
		content("CS340", cs340, of(ijw.Kind323), "DeclaratiePeriode"),
		content("TR101", tr101, of(ijw.Kind301, ijw.Kind305, ijw.Kind307, ijw.Kind315, ijw.Kind317, ijw.Kind323, ijw.Kind325), keyed...),
		content("TR134", tr134, dated, "Geboortedatum", "Toewijzingsdatum", "StartProduct", "StopProduct", "ProductPeriode"),
		content("TR137", tr137, claimKinds, "ProductPeriode"),
		content("TR315", tr315, of(ijw.Kind323), "Clienten"),
		content("TR316", tr316, of(ijw.Kind323), "Clienten"),
		content("TR335", tr335, of(ijw.Kind323), "ProductPeriode"),
		content("TR342", tr342, of(ijw.Kind325), "DeclaratieAntwoord"),
		content("TR358", tr358, of(ijw.Kind323), "Declaratie"),
		content("TR416", tr416, of(ijw.Kind323), "Clienten"),
	}
}

// signed gives an amount with its sign: a credit is below zero.
func signed(n *ijw.Node) int64 {
	v, ok := whole(n, "Bedrag")
	if !ok {
		v = number(n, "TotaalBedrag")
	}
	if value(n, "DebetCredit") == "C" {
		return -v
	}
	return v
}

// credit tells whether a claimed line takes back an earlier one.
func credit(line *ijw.Node) bool { return value(line, "IngediendBedrag", "DebetCredit") == "C" }

// reference gives the ReferentieNummer of a claimed line.
func reference(line *ijw.Node) string { return value(line, "ProductReferentie", "ReferentieNummer") }

// previous gives the ReferentieNummer of the line that a credit takes back.
func previous(line *ijw.Node) string {
	return value(line, "ProductReferentie", "VorigReferentieNummer")
}

// performances gives the lines of a claim or its answer; n is Clienten, or nil.
func performances(clients *ijw.Node) (list []*ijw.Node) {
	if clients == nil {
		return nil
	}
	for _, client := range clients.Children {
		list = append(list, all(client, "Prestaties", "Prestatie")...)
	}
	return list
}

// cd060: a credit names the line that it takes back, a debit does not.
func cd060(c *check, n *ijw.Node) { c.unless(credit(n) == (previous(n) != ""), n) }

// euros is the unit in which volume is money.
const euros = "83"

// cd087: a line has a tariff, unless it is counted in euros.
func cd087(c *check, n *ijw.Node) {
	c.unless((value(n, "Eenheid") != euros) == (n.Child("ProductTarief") != nil), n)
}

// cs100: claims by calendar month began in 2021.
func cs100(c *check, n *ijw.Node) {
	if from := n.Child("Begindatum"); from != nil {
		c.unless(date(from).Year >= 2021, from)
	}
}

// cs325: nothing is a debit.
func cs325(c *check, n *ijw.Node) {
	c.unless(signed(n) != 0 || value(n, "DebetCredit") == "D", n)
}

// cs337: the period of a line ends in the month in which it begins.
func cs337(c *check, n *ijw.Node) {
	p := period(n)
	c.unless(p.From.Year == p.Until.Year && p.From.Month == p.Until.Month, n)
}

// cs339: what is counted in euros has its volume as amount.
func cs339(c *check, n *ijw.Node) {
	c.unless(value(n, "Eenheid") != euros || number(n, "IngediendBedrag", "Bedrag") == number(n, "GeleverdVolume"), n)
}

// cs340: a claim is about one whole calendar month.
func cs340(c *check, n *ijw.Node) {
	p := period(n)
	c.unless(!p.From.IsZero() && p.From.Day == 1 && p.Until == lastOfMonth(p.From), n)
}

// keyed are the elements that hold a list of which each has a key of its own.
var keyed = []string{"Relaties", "Contactgegevens", "ToegewezenProducten", "StartProducten", "StopProducten",
	"OngewijzigdeProducten", "TeWijzigenProducten", "NieuweProducten", "Clienten", "Prestaties"}

// tr101: nothing comes twice in a message.
func tr101(c *check, n *ijw.Node) {
	if len(n.Children) < 2 {
		return
	}
	if len(n.Children) <= few {
		var keys [few]string
		for i, item := range n.Children {
			keys[i] = key(item)
			c.unless(!slices.Contains(keys[:i], keys[i]), item)
		}
		return
	}
	seen := make(map[string]bool, len(n.Children))
	for _, item := range n.Children {
		k := key(item)
		c.unless(!seen[k], item)
		seen[k] = true
	}
}

// few is the length up to which a list is compared without a map.
const few = 8

// key gives the logical key of a class below its parent. A client's message has
// one client, and TR383 looks at what a 315 asks for.
func key(n *ijw.Node) string {
	switch n.Name {
	case "Client":
		return value(n, "Bsn")
	case "Relatie":
		return value(n, "Nummer")
	case "Contact":
		return join(value(n, "Soort"), value(n, "Periode", "Begindatum"))
	case "StartProduct":
		return delivery(n)
	case "StopProduct":
		return join(delivery(n), value(n, "RedenBeeindiging"))
	case "NieuwProduct":
		return join(value(n, "Product", "Categorie"), value(n, "Product", "Code"), value(n, "GewensteIngangsdatum"))
	case "Prestatie":
		return join(reference(n), amount(n, "ToewijzingNummer"), value(n, "ProductPeriode", "Begindatum"))
	}
	return amount(n, "ToewijzingNummer")
}

// delivery is the key of a start: the allocation, or the product when there is
// none, and the first day (IV096).
func delivery(n *ijw.Node) string {
	from := strings.TrimSpace(value(n, "Begindatum"))
	if n.Child("ToewijzingNummer") != nil {
		return join("nummer", amount(n, "ToewijzingNummer"), from)
	}
	return join("product", value(n, "Product", "Categorie"), value(n, "Product", "Code"), from)
}

// amount writes a number in one way: the standard takes 007 for 7.
func amount(n *ijw.Node, name string) string {
	return strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(value(n, name)), "+"), "0")
}

// join makes one key of several values.
func join(values ...string) string { return strings.Join(values, "\x00") }

// tr134: what has happened does not lie after the day of the message.
func tr134(c *check, n *ijw.Node) {
	at := n
	switch n.Name {
	case "Geboortedatum":
		at = n.Child("Datum")
	case "StartProduct", "StopProduct", "ProductPeriode":
		at = n.Child("Begindatum")
	}
	if d := date(at); !d.IsZero() && !c.day.IsZero() {
		c.unless(!before(c.day, d), at)
	}
}

// tr137: a line ends no sooner than it begins, and no later than the day of the message.
func tr137(c *check, n *ijw.Node) {
	p := period(n)
	c.unless(!before(p.Until, p.From) && (c.day.IsZero() || !before(c.day, p.Until)), n)
}

// tr315: an earlier line is taken back once in a message.
func tr315(c *check, n *ijw.Node) {
	seen := map[string]bool{}
	for _, line := range performances(n) {
		if ref := previous(line); ref != "" {
			c.unless(!seen[ref], line)
			seen[ref] = true
		}
	}
}

// tr316: a line is not claimed and taken back in one message.
func tr316(c *check, n *ijw.Node) {
	lines := performances(n)
	here := make(map[string]bool, len(lines))
	for _, line := range lines {
		here[reference(line)] = true
	}
	for _, line := range lines {
		ref := previous(line)
		c.unless(ref == "" || !here[ref], line)
	}
}

// tr335: what was delivered more than five years ago is not claimed.
func tr335(c *check, n *ijw.Node) {
	until, claimed := period(n).Until, day(find(c.m.Root, "Declaratie"), "DeclaratieDagtekening")
	until.Year += 5
	c.unless(!before(until, claimed), n)
}

// tr342: the refused lines explain what was not granted. When the claim as a
// whole was refused, nothing is granted and no lines come back.
func tr342(c *check, n *ijw.Node) {
	submitted, granted := signed(n.Child("TotaalIngediendBedrag")), signed(n.Child("TotaalToegekendBedrag"))
	if refused(n) {
		c.unless(granted == 0 && n.Child("Clienten") == nil, n)
		return
	}
	var sum int64
	for _, line := range performances(n.Child("Clienten")) {
		sum += signed(line.Child("IngediendBedrag"))
	}
	c.unless(sum == submitted-granted, n)
}

// refused tells whether a class came back with another code than "no remarks",
// "not judged" or "granted in full".
func refused(n *ijw.Node) bool {
	codes := n.Child("RetourCodes")
	if codes == nil {
		return false
	}
	for _, code := range codes.Children {
		if !harmless(code.Text) {
			return true
		}
	}
	return false
}

// Return codes that reject nothing.
const (
	noRemarks = "0200"
	notJudged = "0233"
	granted   = "8001"
)

func harmless(code string) bool { return code == noRemarks || code == notJudged || code == granted }

// tr358: the total is the sum of the lines, credits below zero.
func tr358(c *check, n *ijw.Node) {
	var sum int64
	for _, line := range performances(n.Child("Clienten")) {
		sum += signed(line.Child("IngediendBedrag"))
	}
	total := n.Child("TotaalIngediendBedrag")
	c.unless(total == nil || signed(total) == sum, n)
}

// month is what may be claimed once: a product of an allocation in a period.
type month struct {
	number         int64
	category, code string
	from           nl.Date
}

func monthOf(n *ijw.Node) month {
	return month{number(n, "ToewijzingNummer"), value(n, "ProductCategorie"), value(n, "ProductCode"),
		day(n, "ProductPeriode", "Begindatum")}
}

// tr416: a product of an allocation is claimed once for a period.
func tr416(c *check, n *ijw.Node) {
	seen := map[month]bool{}
	for _, line := range performances(n) {
		if credit(line) {
			continue
		}
		m := monthOf(line)
		c.unless(!seen[m], line)
		seen[m] = true
	}
}
