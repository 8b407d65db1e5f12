package rules

import (
	"flag"
	"slices"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"pgregory.net/rapid"
)

var mutated = flag.Int("rules.mutants", 300, "mutants per kind and law to judge and answer")

// odd are values that many rules look at.
var odd = []string{"", "0", "1", "3", "2", "C", "D", "83", "01", "04", "6", "13", "999900006", "999900018", "1001", "1002", "2001",
	"2020-12-31", "2026-04-01", "2026-05-01", "2026-05-31", "2026-06-04", "2027-01-01", "R1", "V1", "V9", "8"}

// mutate changes one thing in a message that may break any rule.
func mutate(t *rapid.T, m ijw.Message) {
	var nodes []*ijw.Node
	var collect func(*ijw.Node)
	collect = func(n *ijw.Node) {
		for _, c := range n.Children {
			nodes = append(nodes, c)
			collect(c)
		}
	}
	collect(m.Root)
	if len(nodes) == 0 {
		return
	}
	n := rapid.SampledFrom(nodes).Draw(t, "at")
	switch rapid.IntRange(0, 5).Draw(t, "how") {
	case 0:
		n.Parent.Children = slices.DeleteFunc(n.Parent.Children, func(c *ijw.Node) bool { return c == n })
	case 1:
		i := slices.Index(n.Parent.Children, n)
		n.Parent.Children = slices.Insert(n.Parent.Children, i, clone(n, n.Parent))
	case 2, 3:
		if len(n.Children) == 0 {
			n.Text = rapid.SampledFrom(odd).Draw(t, "odd")
		}
	default:
		if other := rapid.SampledFrom(nodes).Draw(t, "other"); len(n.Children) == 0 && len(other.Children) == 0 {
			n.Text = other.Text
		}
	}
}

// Mutants are judged without a crash at every level; those that follow the
// schema get an answer that does too, and is right within itself.
func TestMutantsAreJudgedAndAnswered(t *testing.T) {
	answers, rejected := 0, 0
	for _, law := range []ijw.Law{ijw.Jeugdwet, ijw.Wmo} {
		past := history(law)
		for _, kind := range sentKinds[:len(sentKinds)-1] {
			t.Run(string(law)+kind.String(), func(t *testing.T) {
				var docs [][]byte
				for seed := range *mutated {
					m := rapid.Custom(func(d *rapid.T) ijw.Message {
						m := drawn(d, t, law, kind)
						for range rapid.IntRange(1, 3).Draw(d, "changes") {
							mutate(d, m)
						}
						return m
					}).Example(seed)
					Content(m)
					Across(m, past)
					Outside(m, planet{})
					if len(ijw.Check(m)) > 0 {
						continue
					}
					found := Received(m, nil, past, planet{})
					back := answer(t, m, found)
					doc, err := back.Bytes()
					if got := Content(back); err != nil || len(got) > 0 || Rejects(back) != (len(found) > 0) {
						t.Fatalf("%v %v %+v, found %v:\n%s", err, fault.Fields(err), got, codes(found), told(back))
					}
					docs = append(docs, doc)
					if answers++; len(found) > 0 {
						rejected++
					}
				}
				if number, _ := kind.Return(); law == ijw.Jeugdwet && len(docs) > 0 {
					validate(t, sharedFile(t, "jw", "xsd", "JW"+number.String()+".xsd"), docs)
				}
			})
		}
	}
	t.Logf("%d answers, %d of them reject", answers, rejected)
	if rejected == 0 || rejected == answers {
		t.Error("the mutants are all right, or all wrong: they show nothing")
	}
}
