package access

import (
	"fmt"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// long gives the story with notes up to a number of entries.
func long(t testing.TB, entries int64) *story {
	s := tell(t)
	parts := []dossier.Part{s.part("zoe", "mind"), s.part("zoe", "health"), s.part("kees", "school"), s.part("", "money"), s.part("ruud", "addiction")}
	for n := 0; s.d.Version < entries; n++ {
		s.do(dossier.WriteNote{Parts: parts[n%5 : n%5+1], Words: fmt.Sprint("bericht ", n)})
	}
	return s
}

func BenchmarkView200(b *testing.B) {
	s, e, all := long(b, 200), engine(b), viewers()
	for _, name := range []string{"mila", "ruud", "zoe", "linde", "purse", "homes", "lead", "worker", "director"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.View(s.d, all[name]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecision(b *testing.B) {
	s, e, all := long(b, 200), engine(b), viewers()
	for _, c := range []struct{ name, domain string }{{"linde", "mind"}, {"linde", "school"}, {"mila", "mind"}, {"lead", "mind"}} {
		b.Run(c.name+" "+c.domain, func(b *testing.B) {
			for b.Loop() {
				e.MayRead(s.d, all[c.name], s.part("zoe", c.domain), "")
			}
		})
	}
	b.Run("lead plan", func(b *testing.B) {
		need := dossier.Need{Action: dossier.ActPlan, Parts: []dossier.Part{s.part("zoe", "mind")}}
		for b.Loop() {
			e.May(s.d, all["lead"], need)
		}
	})
}

func BenchmarkMayList(b *testing.B) {
	e, all := engine(b), viewers()
	row := Listed{Role: rolePartner, Purpose: "help", Ground: "jw.7.3.8", Scope: dossier.ScopeParts, Valid: nl.Span{From: day("2026-01-01")}, Mine: true, Kind: "task"}
	for b.Loop() {
		e.MayList(row, all["linde"])
	}
}

// BenchmarkDecisionCold evaluates the policies anew: what a decision costs whose
// facts were never met before.
func BenchmarkDecisionCold(b *testing.B) {
	s, e, all := long(b, 200), engine(b), viewers()
	scene := e.scene(s.d, all["linde"])
	w := &scene.ways[0]
	it := scene.partThing(w, s.part("zoe", "mind"), "", false)
	b.Run("evaluate", func(b *testing.B) {
		for b.Loop() {
			e.authorize(w.side, actPart, it)
		}
	})
	b.Run("with a new context", func(b *testing.B) {
		for b.Loop() {
			e.authorize(newSide(all["linde"].Who, w.why), actPart, it)
		}
	})
	it.is &^= isCovered
	b.Run("explain a deny", func(b *testing.B) {
		for b.Loop() {
			e.search(w.side, actPart, it)
		}
	})
}
