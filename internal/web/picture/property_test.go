package picture

import (
	"math"
	"strconv"
	"testing"

	"eendracht/internal/nl"

	"pgregory.net/rapid"
)

// anyFamily draws families of any shape, also impossible ones: people who are
// their own ancestors, relations to nobody, three parents.
func anyFamily(t *rapid.T) Genogram {
	n := rapid.IntRange(0, 14).Draw(t, "persons")
	var g Genogram
	id := rapid.IntRange(0, n+1)
	for i := range n {
		g.Persons = append(g.Persons, Person{ID: strconv.Itoa(i), Name: rapid.String().Draw(t, "name"), Age: rapid.IntRange(-1, 99).Draw(t, "age"),
			Sex: rapid.SampledFrom([]Sex{Man, Woman, Other, Unknown}).Draw(t, "sex"), Deceased: rapid.Bool().Draw(t, "dead"), Self: i == 0})
	}
	for range rapid.IntRange(0, 6).Draw(t, "bonds") {
		g.Bonds = append(g.Bonds, Bond{A: strconv.Itoa(id.Draw(t, "a")), B: strconv.Itoa(id.Draw(t, "b")), State: rapid.SampledFrom([]BondState{Married, Together, Separated, Divorced}).Draw(t, "state")})
	}
	for range rapid.IntRange(0, 14).Draw(t, "births") {
		var parents []string
		for range rapid.IntRange(0, 3).Draw(t, "parents") {
			parents = append(parents, strconv.Itoa(id.Draw(t, "parent")))
		}
		g.Births = append(g.Births, Birth{Child: strconv.Itoa(id.Draw(t, "child")), Parents: parents, Foster: rapid.Bool().Draw(t, "foster")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "homes") {
		var members []string
		for range rapid.IntRange(0, 6).Draw(t, "members") {
			members = append(members, strconv.Itoa(id.Draw(t, "member")))
		}
		g.Homes = append(g.Homes, Home{Name: "thuis", Members: members})
	}
	return g
}

func TestAnyFamilyIsDrawnSoundly(t *testing.T) {
	say := voice("nl")
	rapid.Check(t, func(t *rapid.T) {
		g := anyFamily(t)
		f := g.Draw(say)
		sound(t, f)
		if again := g.Draw(say); again.SVG != f.SVG {
			t.Fatalf("drawn twice, it differs")
		}
		if len(f.Table.Rows) != len(g.Persons) {
			t.Fatalf("%d persons, %d rows", len(g.Persons), len(f.Table.Rows))
		}
		l := layOut(g)
		for i, a := range l.people {
			if a.x < 0 || a.x > l.width || a.y < 0 || a.y > l.height {
				t.Fatalf("%s stands outside at %v,%v of %v×%v", a.ID, a.x, a.y, l.width, l.height)
			}
			for _, b := range l.people[i+1:] {
				if a.row == b.row && math.Abs(a.x-b.x) < pitch-0.01 {
					t.Fatalf("%s and %s overlap", a.ID, b.ID)
				}
			}
		}
	})
}

// A family without rings has every child below its parents and partners of one
// generation in one row.
func TestChildrenStandBelowTheirParents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "persons")
		var g Genogram
		for i := range n {
			g.Persons = append(g.Persons, Person{ID: strconv.Itoa(i), Name: "P" + strconv.Itoa(i), Age: 90 - i})
			if i > 1 && rapid.Bool().Draw(t, "born") {
				parent := rapid.IntRange(0, i-1).Draw(t, "parent")
				g.Births = append(g.Births, Birth{Child: strconv.Itoa(i), Parents: []string{strconv.Itoa(parent)}})
			}
		}
		l := layOut(g)
		for _, b := range g.Births {
			if l.by[b.Child].row <= l.by[b.Parents[0]].row {
				t.Fatalf("%s stands beside or above parent %s", b.Child, b.Parents[0])
			}
		}
	})
}

func TestAnyPlanIsDrawnSoundly(t *testing.T) {
	say := voice("en")
	rapid.Check(t, func(t *rapid.T) {
		day := func(label string) nl.Date {
			if rapid.IntRange(0, 4).Draw(t, label+"?") == 0 {
				return nl.Date{}
			}
			return nl.MustDate("2026-01-01").AddDays(rapid.IntRange(-800, 800).Draw(t, label))
		}
		line := TimeLine{Title: "plan", Today: day("today"), Span: nl.Span{From: day("from"), Until: day("until")}}
		for range rapid.IntRange(0, 4).Draw(t, "lanes") {
			lane := Lane{Holder: rapid.String().Draw(t, "holder")}
			for range rapid.IntRange(0, 5).Draw(t, "tasks") {
				lane.Tasks = append(lane.Tasks, Stretch{Text: rapid.String().Draw(t, "text"), Span: nl.Span{From: day("begin"), Until: day("end")}, State: rapid.SampledFrom([]State{"", Planned, Running, Waiting, Late, Done}).Draw(t, "state")})
			}
			line.Lanes = append(line.Lanes, lane)
		}
		sound(t, line.Draw(say))
		clock := Clock{Title: "term", Term: nl.Span{From: day("c1"), Until: day("c2")}, Today: day("c3"), Pauses: []nl.Span{{From: day("c4"), Until: day("c5")}}}
		sound(t, clock.Draw(say))
		spark := Spark{Of: rapid.IntRange(0, 12).Draw(t, "of")}
		for range rapid.IntRange(0, 6).Draw(t, "points") {
			spark.Points = append(spark.Points, Point{Day: day("p"), Value: rapid.IntRange(-1, 14).Draw(t, "value")})
		}
		sound(t, spark.Draw(say))
		trend := Trend{Title: "trend", About: "about", Heads: [3]string{"when", "all", "wrong"}}
		for range rapid.IntRange(0, 14).Draw(t, "weeks") {
			trend.Points = append(trend.Points, Count{When: rapid.String().Draw(t, "when"), All: rapid.IntRange(0, 900).Draw(t, "all"), Wrong: rapid.IntRange(0, 9).Draw(t, "wrong")})
		}
		sound(t, trend.Draw(say))
	})
}
