package rules

import "eendracht/internal/ijw"

// across makes a rule of level 3.
func across(code, back string, judge func(*check, *ijw.Node), kinds []ijw.Kind, at ...string) Rule {
	return Rule{Code: code, Level: LevelAcross, Kinds: kinds, Return: back, Source: standard, at: at, judge: judge}
}

// sentKinds are the kinds that are not a return message; the 325 is both.
var sentKinds = of(ijw.Kind301, ijw.Kind305, ijw.Kind307, ijw.Kind315, ijw.Kind317, ijw.Kind319, ijw.Kind323, ijw.Kind325)

// lineRules are about starts and stops, and about the identification of any message.
func lineRules() []Rule {
	start, stop, both := of(ijw.Kind305), of(ijw.Kind307), of(ijw.Kind305, ijw.Kind307)
	return []Rule{
		across("TR056", "9056", tr056, sentKinds, "Header"),
		across("TR019", "9019", tr019, both, "StartProduct", "StopProduct"),
		across("TR063", "9063", tr063, both, "StartProduct", "StopProduct"),
		across("TR071", "9071", tr071, start, "StartProduct"),
		across("TR074", "9074", tr074, both, "StartProduct", "StopProduct"),
		across("TR326", "9326", tr326, start, "StartProduct"),
		across("TR382", "9069", tr382, stop, "StopProduct"),
		across("TR413", "9413", tr413, stop, "StopProduct"),
		across("TR414", "9414", tr414, stop, "StopProduct"),
		across("TR415", "9415", tr415, stop, "StopProduct"),
	}
}

// tr056: a sender uses an identification once for each kind of message.
func tr056(c *check, n *ijw.Node) {
	c.unless(!c.past.Used(c.place, c.m.Kind, value(n, "BerichtIdentificatie", "Identificatie")), n)
}

// line reads a start or stop.
func (c *check) line(n *ijw.Node) Line { return lineOf(c.m, n) }

func lineOf(m ijw.Message, n *ijw.Node) Line {
	l := Line{Kind: m.Kind, BSN: value(m.Root, "Client", "Bsn"), From: day(n, "Begindatum")}
	if l.Number, l.Numbered = whole(n, "ToewijzingNummer"); !l.Numbered {
		l.Category, l.Code = value(n, "Product", "Categorie"), value(n, "Product", "Code")
	}
	if m.Kind == ijw.Kind307 {
		l.Until, l.Reason = day(n, "Einddatum"), value(n, "RedenBeeindiging")
	}
	return l
}

// takesBack tells whether a start or stop takes an earlier one back. Such a line
// is not judged on anything else (TR063).
func takesBack(n *ijw.Node) bool { return value(n, "StatusAanlevering") == ijw.StatusRemoved }

// inForce gives the starts and stops in force when a line of this message comes
// in: what the message takes back has gone, what stands before the line counts.
func (c *check) inForce(n *ijw.Node) []Line {
	var lines []Line
	for _, l := range c.past.Lines(c.place, value(c.m.Root, "Client", "Bsn")) {
		if !c.takenBack(n.Parent, l) {
			lines = append(lines, l)
		}
	}
	for _, other := range n.Parent.Children {
		if other == n {
			break
		}
		if !takesBack(other) {
			lines = append(lines, c.line(other))
		}
	}
	return lines
}

// takenBack tells whether the message takes a line back.
func (c *check) takenBack(list *ijw.Node, l Line) bool {
	for _, n := range list.Children {
		if takesBack(n) && c.line(n).key(l) {
			return true
		}
	}
	return false
}

// some tells whether a line in force fulfils a condition.
func some(lines []Line, want func(Line) bool) bool {
	for _, l := range lines {
		if want(l) {
			return true
		}
	}
	return false
}

// ours gives an allocation of this client to this provider by number.
func (c *check) ours(number int64, bsn string) (Allocated, bool) {
	a, ok := c.past.Allocation(c.place, number)
	return a, ok && a.BSN == bsn && a.Provider == c.place.Provider
}

// tr019: a start or stop with a number is about an allocation of this client.
func tr019(c *check, n *ijw.Node) {
	l := c.line(n)
	if !l.Numbered || takesBack(n) {
		return
	}
	_, ok := c.ours(l.Number, l.BSN)
	c.unless(ok, n)
}

// tr063: only what was told can be taken back.
func tr063(c *check, n *ijw.Node) {
	l := c.line(n)
	c.unless(!takesBack(n) || some(c.past.Lines(c.place, l.BSN), l.key), n)
}

// tr071: a start is not taken back once its stop was told.
func tr071(c *check, n *ijw.Node) {
	l := c.line(n)
	c.unless(!takesBack(n) || !some(c.past.Lines(c.place, l.BSN), func(o Line) bool {
		return o.Kind == ijw.Kind307 && o.same(l)
	}), n)
}

// tr074: what is told for the first time was not told before.
func tr074(c *check, n *ijw.Node) {
	c.unless(value(n, "StatusAanlevering") != ijw.StatusFirst || !some(c.inForce(n), c.line(n).key), n)
}

// tr326: support starts again only after a stop.
func tr326(c *check, n *ijw.Node) {
	if takesBack(n) {
		return
	}
	l, lines := c.line(n), c.inForce(n)
	c.unless(!some(lines, func(o Line) bool {
		return o.Kind == ijw.Kind305 && o.delivers(l) && !some(lines, func(stop Line) bool {
			return stop.Kind == ijw.Kind307 && stop.same(o)
		})
	}), n)
}

// tr382: a stop repeats the key of its start.
func tr382(c *check, n *ijw.Node) {
	l := c.line(n)
	c.unless(takesBack(n) || some(c.inForce(n), func(o Line) bool { return o.Kind == ijw.Kind305 && o.same(l) }), n)
}

// stops tells whether an earlier stop of the same support fulfils a condition;
// false for a line that takes back.
func (c *check) stops(n *ijw.Node, want func(Line) bool) bool {
	l := c.line(n)
	return !takesBack(n) && some(c.inForce(n), func(o Line) bool {
		return o.Kind == ijw.Kind307 && o.same(l) && want(o)
	})
}

// tr413: support that stopped for a while does not stop for a while again.
func tr413(c *check, n *ijw.Node) {
	c.unless(value(n, "RedenBeeindiging") != temporary ||
		!c.stops(n, func(o Line) bool { return o.Reason == temporary }), n)
}

// tr414: a later stop does not end sooner than the one before.
func tr414(c *check, n *ijw.Node) {
	until := day(n, "Einddatum")
	c.unless(!c.stops(n, func(o Line) bool { return before(until, o.Until) }), n)
}

// tr415: after a final stop comes no other.
func tr415(c *check, n *ijw.Node) {
	c.unless(!c.stops(n, func(o Line) bool { return o.Reason != temporary }), n)
}
