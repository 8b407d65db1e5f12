package region

import (
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// benchFamilies is how many families have a history of a set length, for measuring.
const benchFamilies = 2

// benchGoals keeps the plan of such a family so small that notes can bring its
// dossier to the set length.
const benchGoals = 3

// Bench is a dossier of a set length for measuring, and who may open it.
type Bench struct {
	Family  int
	Dossier dossier.ID
	Lead    casework.Caller // the lead, who sees all parts
	Partner casework.Caller // of the provider with allocated care: sees some
}

// Bench gives the dossiers that are there for measuring: those of the first two
// families. Each has exactly 200 entries.
func (r *Region) Bench() []Bench {
	var list []Bench
	for n := range min(benchFamilies, r.Count) {
		f := r.Family(n)
		l := life{region: r, f: f}
		list = append(list, Bench{
			Family: n, Dossier: r.Dossier(n),
			Lead:    l.staff(r.StaffOf(f.Team, roleWorker)[n], "plan"),
			Partner: l.staff(r.StaffOf(r.OrgsOf(kindYouth, f.Municipality)[0], rolePlanner)[0], "help"),
		})
	}
	return list
}

// bench tells whether this is a family for measuring.
func (l *life) bench() bool { return l.f.Number < benchFamilies }

// likely is chance, and certain for a family for measuring.
func (l *life) likely(p float64) bool { return l.bench() || l.chance(p) }
