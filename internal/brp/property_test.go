package brp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/nl"
	"pgregory.net/rapid"
)

// drawPopulation draws up to fourteen people with relations, addresses, deaths
// and contradictions that no register should hold.
func drawPopulation(t *rapid.T) []Person {
	n := rapid.IntRange(1, 14).Draw(t, "people")
	persons := make([]Person, n)
	for i := range persons {
		persons[i] = Person{
			Line: i + 2, BSN: nl.BSN(fmt.Sprintf("%09d", i+1)), Secrecy: "0",
			Name: nl.Name{Given: fmt.Sprintf("P%d", i), Family: "Kwakkel"},
			Born: nl.Date{Year: rapid.IntRange(1960, 2024).Draw(t, "year"), Month: 3, Day: 4},
		}
		if rapid.IntRange(0, 9).Draw(t, "death") == 0 {
			persons[i].Death = &Death{}
		}
		if rapid.IntRange(0, 9).Draw(t, "twin") == 0 && i > 0 {
			persons[i].BSN = persons[i-1].BSN
		}
		persons[i].Stays = drawStays(t)
	}
	for i := range persons {
		drawRelations(t, persons, i)
	}
	return persons
}

func drawStays(t *rapid.T) []Stay {
	number := rapid.IntRange(0, 4).Draw(t, "house")
	if number == 0 {
		return nil
	}
	return []Stay{{
		Kind: AtAddress, Postcode: "1234AB", Number: nl.HouseNumber{Number: number},
		Mail: rapid.IntRange(0, 9).Draw(t, "mail") == 0, Current: true,
	}}
}

func drawRelations(t *rapid.T, persons []Person, i int) {
	someone := func() Reference {
		p := persons[rapid.IntRange(0, len(persons)-1).Draw(t, "who")]
		ref := Reference{Line: i + 2, BSN: p.BSN, Name: p.Name, Born: p.Born}
		if rapid.IntRange(0, 4).Draw(t, "stranger") == 0 {
			ref = Reference{Line: i + 2, Name: nl.Name{Given: "X", Family: "Ver"}, Born: p.Born}
		}
		return ref
	}
	for number := range rapid.IntRange(0, 2).Draw(t, "parents") {
		persons[i].Parents = append(persons[i].Parents, Parent{Reference: someone(), Number: number + 1})
	}
	for range rapid.IntRange(0, 2).Draw(t, "children") {
		persons[i].Children = append(persons[i].Children, Child{Reference: someone(), Stillborn: rapid.Bool().Draw(t, "stillborn")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "partners") {
		persons[i].Partnerships = append(persons[i].Partnerships, Partnership{Reference: someone(), Ended: rapid.Bool().Draw(t, "ended")})
	}
}

func TestProposalsHoldTogetherForAnyPopulation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		persons := drawPopulation(t)
		families := Propose(persons, today)
		seen := map[int]bool{}
		for _, f := range families {
			checkMembers(t, persons, f, seen)
			checkLinks(t, f)
		}
		for i, p := range persons {
			if p.Alive() && !seen[i] {
				t.Fatalf("person %d stands in no family", i)
			}
		}
		if again := Propose(persons, today); fmt.Sprint(again) != fmt.Sprint(families) {
			t.Fatal("the same population gives other families")
		}
	})
}

func checkMembers(t *rapid.T, persons []Person, f Family, seen map[int]bool) {
	here := map[int]bool{}
	dwelling := ""
	for _, m := range f.Members {
		if here[m.Person] {
			t.Fatalf("twice in one family: %+v", f.Members)
		}
		here[m.Person], seen[m.Person] = true, true
		if m.Deceased == persons[m.Person].Alive() || m.Deceased && m.InHousehold {
			t.Fatalf("member %+v", m)
		}
		if m.Role == RoleAlone && len(f.Members) != 1 {
			t.Fatalf("alone among %d", len(f.Members))
		}
		if !m.InHousehold {
			continue
		}
		stay, ok := persons[m.Person].Home()
		if !ok || dwelling != "" && stay.Key() != dwelling {
			t.Fatalf("a household at two addresses: %+v", f.Members)
		}
		dwelling = stay.Key()
	}
	for _, q := range f.Questions {
		if !here[q.About] {
			t.Fatalf("a question about somebody else: %+v", q)
		}
	}
}

func checkLinks(t *rapid.T, f Family) {
	parents := map[int]int{}
	for _, l := range f.Links {
		if l.From == l.To || len(l.Reasons) == 0 || l.Certainty == "" || !f.member(l.From) || !f.member(l.To) {
			t.Fatalf("link %+v", l)
		}
		if l.Kind == ParentOf {
			parents[l.To]++
		}
	}
	for child, n := range parents {
		if n > 2 {
			t.Fatalf("child %d has %d parents", child, n)
		}
	}
}

// The quick grouping of siblings must agree with the plain one: join any two
// groups in which two children are siblings, until nothing changes.
func TestSiblingsAgreeWithThePlainWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := newGraph(drawPopulation(t), today)
		if got, want := fmt.Sprint(g.siblings()), fmt.Sprint(plainSiblings(g)); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

func plainSiblings(g *graph) [][]int {
	var groups [][]int
	for i := range g.persons {
		if g.dependent(i) {
			groups = append(groups, []int{i})
		}
	}
	for changed := true; changed; {
		changed = false
		for a := 0; a < len(groups) && !changed; a++ {
			for b := a + 1; b < len(groups) && !changed; b++ {
				if related(g, groups[a], groups[b]) {
					groups[a] = append(groups[a], groups[b]...)
					slices.Sort(groups[a])
					groups = slices.Delete(groups, b, b+1)
					changed = true
				}
			}
		}
	}
	return groups
}

func related(g *graph, a, b []int) bool {
	for _, i := range a {
		for _, o := range b {
			mine, other := g.parentage(i), g.parentage(o)
			shared := slices.ContainsFunc(mine, func(p string) bool { return slices.Contains(other, p) })
			if shared && (slices.Equal(mine, other) || g.livesWithAny(i, []int{o})) {
				return true
			}
		}
	}
	return false
}

func TestLinesAreCountedAndCutExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.StringMatching(`[a-zé;]{0,40}`), 1, 30).Draw(t, "lines")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		text := strings.Join(want, end)
		if rapid.Bool().Draw(t, "closed") {
			text += end
		}
		r := newLineReader(strings.NewReader(text), limits{line: 1000, file: 1 << 20})
		for i := range want {
			got, err := r.next()
			if err != nil && (i < len(want)-1 || want[i] != "") { // an empty last line is no line
				t.Fatalf("line %d: %v", i+1, err)
			}
			if err == nil && (got.text != want[i] || got.number != i+1 || got.cut || got.broken) {
				t.Fatalf("line %d: %+v, want %q", i+1, got, want[i])
			}
		}
	})
}

func TestALineLongerThanTheBufferIsRead(t *testing.T) {
	long := strings.Repeat("x", 50<<10)
	r := newLineReader(strings.NewReader(long+"\nshort"), defaultLimits)
	for i, want := range []string{long, "short"} {
		got, err := r.next()
		if err != nil || got.text != want || got.number != i+1 || got.cut {
			t.Fatalf("line %d: %d bytes, cut %v, %v", got.number, len(got.text), got.cut, err)
		}
	}
}

func TestACutNeverSplitsALetter(t *testing.T) {
	r := newLineReader(strings.NewReader("ééé\n"), limits{line: 3, file: 100})
	if got, err := r.next(); err != nil || got.text != "é" || !got.cut || got.broken {
		t.Fatalf("%+v, %v", got, err)
	}
}
