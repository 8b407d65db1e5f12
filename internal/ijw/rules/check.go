package rules

import (
	"slices"
	"strings"
	"sync"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// check is the judging of one message at one level.
type check struct {
	m     ijw.Message
	day   nl.Date // Dagtekening
	place Place
	past  Past
	world World
	rule  *Rule
	found []ijw.Finding
	paths paths
	deeds deeds // what the message itself does, worked out once
}

func judge(m ijw.Message, level int, past Past, world World) []ijw.Finding {
	asked := table().asked[question{level, m.Kind, m.Law}]
	if m.Root == nil || asked == nil {
		return nil
	}
	c := &check{m: m, past: past, world: world}
	c.day = date(find(m.Root, "Header", "BerichtIdentificatie", "Dagtekening"))
	c.place = PlaceOf(m)
	c.walk(m.Root, asked)
	return c.found
}

func (c *check) walk(n *ijw.Node, asked *asking) {
	if asked.maybe[slot(n.Name)] {
		for _, r := range asked.rules[n.Name] {
			c.rule = r
			r.judge(c, n)
		}
	}
	for _, child := range n.Children {
		c.walk(child, asked)
	}
}

// fail adds a finding of the rule that is being asked, about an element.
func (c *check) fail(at *ijw.Node, args ...string) {
	r := c.rule
	c.found = append(c.found, ijw.Finding{
		Path: c.paths.of(at), Line: at.Line, Level: r.Level, Code: r.Code, Return: r.Return, Key: r.Key(),
		Args: append([]string{"element", at.Name}, args...),
	})
}

// unless adds a finding when something is not as it should be.
func (c *check) unless(right bool, at *ijw.Node) {
	if !right {
		c.fail(at)
	}
}

// question is what the table of rules is asked.
type question struct {
	level int
	kind  ijw.Kind
	law   ijw.Law
}

// tables holds the rules and, per question, which to ask about which element.
type tables struct {
	rules []Rule
	asked map[question]*asking
}

// asking is which rules to ask about which element. Most elements have none;
// maybe says so of nearly all of them without a look in the map.
type asking struct {
	rules map[string][]*Rule
	maybe [256]bool
}

// slot gives the place of a name in asking.maybe.
func slot(name string) byte {
	if name == "" {
		return 0
	}
	return byte(len(name)<<4) ^ name[0] ^ name[len(name)-1]<<1
}

// table is made once and never changes.
var table = sync.OnceValue(func() *tables {
	t := &tables{asked: map[question]*asking{}}
	for _, part := range [][]Rule{personRules(), productRules(), claimRules(), lineRules(), allocationRules(),
		requestRules(), answerRules(), claimedRules(), grantedRules(), worldRules()} {
		t.rules = append(t.rules, part...)
	}
	slices.SortStableFunc(t.rules, func(a, b Rule) int {
		if a.Level != b.Level {
			return a.Level - b.Level
		}
		return strings.Compare(a.Code, b.Code)
	})
	for i := range t.rules {
		for _, kind := range t.rules[i].Kinds {
			for _, law := range []ijw.Law{ijw.Jeugdwet, ijw.Wmo} {
				t.add(&t.rules[i], kind, law)
			}
		}
	}
	return t
})

func (t *tables) add(r *Rule, kind ijw.Kind, law ijw.Law) {
	if !r.holds(kind, law) {
		return
	}
	q := question{r.Level, kind, law}
	if t.asked[q] == nil {
		t.asked[q] = &asking{rules: map[string][]*Rule{}}
	}
	for _, name := range r.at {
		t.asked[q].rules[name] = append(t.asked[q].rules[name], r)
		t.asked[q].maybe[slot(name)] = true
	}
}
