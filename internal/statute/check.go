package statute

import (
	"fmt"
	"regexp"
	"slices"
)

// codePattern is the form of every code: lower-case words and article numbers
// joined by dots, such as "wmo.safe_home" and "awb.4:15.1a".
var codePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*([.][A-Za-z0-9_:]+)*$`)

func validCode(code string) bool { return codePattern.MatchString(code) }

// checker collects findings about a set.
type checker struct {
	set   *Set
	known map[string]map[string]bool // vocabulary → code → exists
	found []error
}

// check gives everything that is wrong with a set: bad values, missing sources,
// references to nothing, and versions that overlap.
func (s *Set) check() []error {
	c := &checker{set: s, known: map[string]map[string]bool{}}
	c.vocabularies()
	for _, t := range slices.Concat(s.terms.list, s.local.list) {
		c.term(t)
	}
	for _, d := range s.defaults.list {
		c.penalty(d)
	}
	for _, g := range s.grounds.list {
		c.ground(g)
	}
	for _, r := range s.retentions.list {
		c.row(r, true)
		c.bad(r.Years <= 0, r.Code, "keeps for no years")
		c.oneOf(r.Code, "from", r.From, FromCreated, FromLastChange, FromClosed)
	}
	for _, e := range s.exceptions.list {
		c.row(e, true)
		c.oneOf(e.Code, "effect", e.Effect, effects...)
	}
	c.consents()
	checkVersions(c, s.exceptions)
	checkVersions(c, s.terms)
	checkVersions(c, s.local)
	checkVersions(c, s.defaults)
	checkVersions(c, s.grounds)
	checkVersions(c, s.retentions)
	return c.found
}

func (c *checker) bad(is bool, code, format string, args ...any) {
	if is {
		c.found = append(c.found, fmt.Errorf("%s: "+format, append([]any{code}, args...)...))
	}
}

func (c *checker) oneOf(code, what, value string, allowed ...string) {
	c.bad(!slices.Contains(allowed, value), code, "%s is %q", what, value)
}

// refers checks that codes stand in a vocabulary.
func (c *checker) refers(code, vocabulary string, codes ...string) {
	for _, to := range codes {
		c.bad(!c.known[vocabulary][to], code, "names unknown %s %q", vocabulary, to)
	}
}

func learn[T any](c *checker, vocabulary string, list []T, code func(T) string) {
	if c.known[vocabulary] == nil {
		c.known[vocabulary] = map[string]bool{}
	}
	for _, one := range list {
		key := code(one)
		c.bad(!validCode(key), key, "is no code for a %s", vocabulary)
		c.bad(c.known[vocabulary][key], key, "stands twice as %s", vocabulary)
		c.known[vocabulary][key] = true
	}
}

func (c *checker) vocabularies() {
	s := c.set
	learn(c, "law", s.laws, func(l Law) string { return l.Code })
	learn(c, "purpose", s.purposes, func(p Purpose) string { return p.Code })
	learn(c, "trigger", s.triggers, func(t Trigger) string { return t.Code })
	learn(c, "pause", s.pauses, func(p PauseReason) string { return p.Code })
	learn(c, "threat", s.threats, func(t Threat) string { return t.Code })
	learn(c, "role", s.roles, func(r Role) string { return r.Code })
	learn(c, "party", s.kinds, func(k OrganisationKind) string { return k.Code })
	learn(c, "category", s.domains, func(d Domain) string { return d.Code })
	learn(c, "category", s.categories, func(d Category) string { return d.Code })
	learn(c, "scale", s.scales, func(d Scale) string { return d.Code })
	c.known["term"], c.known["penalty"] = map[string]bool{}, map[string]bool{}
	for _, t := range s.terms.list {
		c.known["term"][t.Code] = true
	}
	for _, d := range s.defaults.list {
		c.known["penalty"][d.Code] = true
	}
	for _, l := range s.laws {
		c.oneOf(l.Code, "kind", l.Kind, KindLaw, KindEU, KindStandard, KindAgreed)
		c.bad(l.Ref == "", l.Code, "has no reference")
	}
	for _, p := range s.pauses {
		c.cited(p.Code, p.Law, p.Article, p.Source)
	}
}

// row checks what every versioned row must have.
func (c *checker) row(r row, coded bool) {
	law, article := r.cites()
	c.bad(coded && !validCode(r.key()), r.key(), "is no code")
	c.cited(r.key(), law, article, r.source())
	span := r.span()
	c.bad(!span.From.Complete(), r.key(), "has no first valid day")
	c.bad(!span.Until.IsZero() && span.Until.Before(span.From), r.key(), "ends before it begins")
}

func (c *checker) cited(code, law, article string, source Source) {
	c.refers(code, "law", law)
	c.bad(article == "", code, "cites no article")
	c.bad(source.Ref == "", code, "has no source")
	c.bad(source.Checked && (source.Against == "" || !source.CheckedOn.Complete()), code, "is checked against nothing")
	c.bad(!source.Checked && source.Note == "", code, "is unchecked without a reason")
}

func (c *checker) term(t Term) {
	c.row(t, true)
	c.length(t.Code, t.Length)
	c.bad(t.Length.N <= 0, t.Code, "has no length")
	c.refers(t.Code, "trigger", t.Trigger)
	c.refers(t.Code, "pause", t.Pause...)
	if t.After != "" {
		c.refers(t.Code, "term", t.After)
		c.bad(t.AfterArticle == "", t.Code, "waits for %s without an article", t.After)
	}
	if t.DefaultCode != "" {
		c.refers(t.Code, "penalty", t.DefaultCode)
	}
	c.bad(t.RollRule == RollAtw && overAtw(t.Length), t.Code, "is longer than the Algemene termijnenwet moves (art. 4)")
	c.bad(t.Roll && t.Length.Unit == Hour, t.Code, "is in hours and cannot move")
	if e := t.Extension; e != nil {
		c.length(t.Code, e.Length)
		c.bad(e.Article == "" || e.Times < 0 || e.Length.N < 0, t.Code, "has a bad extension")
		c.bad(e.Length.N == 0 && !e.Notice, t.Code, "has an extension of unknown length without a notice")
	}
}

func (c *checker) length(code string, l Length) {
	if l.N != 0 {
		c.oneOf(code, "unit", l.Unit, Hour, Day, Workday, Week, Month)
	}
}

// overAtw tells whether Algemene termijnenwet art. 4 leaves a length out.
func overAtw(l Length) bool {
	return l.Unit == Hour || l.Unit == Day && l.N > 90 || l.Unit == Week && l.N > 12 || l.Unit == Month && l.N > 3
}

func (c *checker) penalty(d Default) {
	c.row(d, true)
	c.length(d.Code, d.Grace)
	days := 0
	for _, step := range d.Steps {
		c.bad(step.Days <= 0 || step.Cents <= 0, d.Code, "has an empty step")
		days += step.Days
	}
	c.bad(days != d.MaxDays, d.Code, "has steps for %d of %d days", days, d.MaxDays)
}

func (c *checker) ground(g Ground) {
	c.row(g, true)
	c.bad(len(g.Purposes) == 0, g.Code, "serves no purpose")
	c.bad(len(g.Parties) == 0, g.Code, "names no party")
	c.bad(len(g.Categories) == 0, g.Code, "covers no data")
	c.refers(g.Code, "purpose", g.Purposes...)
	c.refers(g.Code, "party", g.Parties...)
	c.refers(g.Code, "party", g.Givers...)
	c.refers(g.Code, "category", g.Categories...)
}

func (c *checker) consents() {
	for i, r := range c.set.consents {
		name := fmt.Sprintf("%s %d-%d", r.key(), r.FromAge, r.ToAge)
		c.row(r, false)
		c.oneOf(name, "matter", r.Matter, MatterHelp, MatterInspection, MatterDestruction, MatterSharing)
		c.bad(len(r.Who) == 0, name, "lets nobody decide")
		for _, who := range slices.Concat(r.Who, r.Unable) {
			c.oneOf(name, "who", who, WhoParents, WhoChild, WhoBoth, WhoRepresentative)
		}
		c.bad(r.FromAge < 0 || r.ToAge != 0 && r.ToAge < r.FromAge, name, "has bad ages")
		for _, o := range c.set.consents[:i] {
			same := o.key() == r.key() && o.Valid.Overlaps(r.Valid)
			c.bad(same && (o.Holds(r.FromAge) || r.Holds(o.FromAge)), name, "overlaps another rule")
		}
	}
}

// checkVersions refuses versions of one code that share a day.
func checkVersions[T row](c *checker, all rows[T]) {
	for code, versions := range all.by {
		for i, v := range versions {
			for _, o := range versions[:i] {
				c.bad(v.span().Overlaps(o.span()), code, "has versions that share a day: from %s and from %s",
					o.span().From, v.span().From)
			}
		}
	}
}
