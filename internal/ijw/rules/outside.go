package rules

import "eendracht/internal/ijw"

// outside makes a rule of level 4.
func outside(code, back string, judge func(*check, *ijw.Node), kinds []ijw.Kind, at ...string) Rule {
	return Rule{Code: code, Level: LevelOutside, Kinds: kinds, Return: back, Source: standard, at: at, judge: judge}
}

// worldRules need a source outside the messages.
func worldRules() []Rule {
	coded := of(ijw.Kind301, ijw.Kind305, ijw.Kind307, ijw.Kind315, ijw.Kind317, ijw.Kind323)
	return []Rule{
		outside("TR135", "8848", tr135, sentKinds, "Header"),
		outside("TR346", "9346", tr346, of(ijw.Kind323), "Prestatie"),
		outside("TR378", "S300", tr378, sentKinds, "Header", "Woonplaatsbeginsel"),
		outside("TR381", "S329", tr381, coded, "ToegewezenProduct", "StartProduct", "StopProduct", "AangevraagdProduct",
			"NieuwProduct", "Prestatie"),
	}
}

// tr135: a message is not of a day in the future.
func tr135(c *check, n *ijw.Node) { c.unless(!before(c.world.Today(), c.day), n) }

// tr346: an amount is the volume times the tariff. An hour claimed in minutes
// counts with the tariff of the hour (IV081); when no contract is known, with
// any tariff of an hour that gives the tariff of a minute in the line.
func tr346(c *check, n *ijw.Node) {
	l := claimedLine(n)
	if l.Unit == euros || l.TariffCents == nil {
		return
	}
	tariff := *l.TariffCents
	if l.Unit != minutes || l.Cents == l.Volume*tariff {
		c.unless(l.Cents == l.Volume*tariff, n)
		return
	}
	low, high := max(tariff*60-30, 0), tariff*60+29
	if t, ok := c.world.Tariff(c.place, l.Category, l.Code, l.From); ok && t.Unit == hours {
		low, high = t.Cents, t.Cents
	}
	c.unless(l.Cents >= halfUp(l.Volume*low, 60) && l.Cents <= halfUp(l.Volume*high, 60), n)
}

// tr378: a municipality exists on the day of the message, or when what is
// allocated or asked for begins.
func tr378(c *check, n *ijw.Node) {
	code := c.place.Municipality
	if n.Name == "Woonplaatsbeginsel" {
		code = value(n, "Gemeente")
	}
	if c.world.Municipality(code, c.day) {
		return
	}
	client := c.m.Root.Child("Client")
	begun := append(all(client, "ToegewezenProducten", "ToegewezenProduct"),
		all(client, "AangevraagdeProducten", "AangevraagdProduct")...)
	for _, product := range begun {
		if c.world.Municipality(code, period(product).From) {
			return
		}
	}
	c.fail(n)
}

// tr381: a product code belongs to its category.
func tr381(c *check, n *ijw.Node) {
	category, code := value(n, "Product", "Categorie"), value(n, "Product", "Code")
	if n.Name == "Prestatie" {
		category, code = value(n, "ProductCategorie"), value(n, "ProductCode")
	}
	if code == "" {
		return
	}
	fits, known := c.world.Fits(c.m.Law, category, code)
	c.unless(fits || !known, n)
}
