// Package region makes a synthetic region: three invented municipalities, the
// organisations of their chain, staff, and families with a question, from
// published distributions. The same seed always gives the same region.
//
// Plan is pure and makes each family only when it is asked for, so that a region
// of a million families takes no more memory than one of a hundred. Build fills
// a store with it: a simulator lives months of chain history through package
// casework, in its own time, like everyone else.
//
// Nobody and nothing in it exists: BSNs come from the 9999 range, municipality
// codes, AGB codes, postcodes and telephone numbers are given to nobody. See
// docs/region.md for the figures and their sources.
package region

import (
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Version is raised when the same seed gives another region than before.
const Version = 2

// Region is a plan of a region. It is immutable and safe for use by many goroutines.
type Region struct {
	Seed  uint64
	Count int     // families with a dossier
	Today nl.Date // the day on which its history ends; ages count from it

	Municipalities []Municipality
	Orgs           []store.Org
	Staff          []store.User
	Story          Story

	share  int                                     // BSNs per family
	homes  []int                                   // running sums of households per neighbourhood
	areas  []area                                  // all neighbourhoods
	kinds  map[string]map[string][]dossier.ID      // municipality, kind: organisations
	people map[dossier.ID]map[string][]*store.User // organisation, role: staff
	byOrg  map[dossier.ID]*store.Org
}

// Municipality is an invented municipality.
type Municipality struct {
	Code   string // four digits; none that the BRP knows (table 33)
	Name   string
	Office dossier.ID // its organisation
	Teams  []dossier.ID
}

// area is a neighbourhood with the team that serves it.
type area struct {
	place    *place
	at       int // in place.Neighbourhoods
	team     dossier.ID
	postcode int // of its first street; each street has its own letters
}

// Plan makes the plan of a region with so many families that have a dossier, as
// of a day. Families without a question have none: data minimisation.
func Plan(seed uint64, families int, today nl.Date) *Region {
	r := &Region{
		Seed: seed, Count: max(families, 0), Today: today, share: perFamily(families),
		kinds: map[string]map[string][]dossier.ID{}, people: map[dossier.ID]map[string][]*store.User{},
		byOrg: map[dossier.ID]*store.Org{},
	}
	r.found()
	r.staff()
	r.settle()
	r.Story = r.story()
	return r
}

// settle names the neighbourhoods and the team of each.
func (r *Region) settle() {
	sum := 0
	for i := range words().places {
		p := &words().places[i]
		m := r.municipality(p.Code)
		for at, n := range p.Neighbourhoods {
			sum += n.Households
			r.homes = append(r.homes, sum)
			r.areas = append(r.areas, area{place: p, at: at, team: m.Teams[at%len(m.Teams)], postcode: p.Postcode + at/3})
		}
	}
}

func (r *Region) municipality(code string) Municipality {
	at := slices.IndexFunc(r.Municipalities, func(m Municipality) bool { return m.Code == code })
	return r.Municipalities[at]
}

// Org gives an organisation of the region; false when there is none with this id.
func (r *Region) Org(id dossier.ID) (store.Org, bool) {
	org, ok := r.byOrg[id]
	if !ok {
		return store.Org{}, false
	}
	return *org, true
}

// OrgsOf gives the organisations of a kind that serve a municipality, its own
// first, then those of the whole region.
func (r *Region) OrgsOf(kind, municipality string) []dossier.ID {
	return slices.Concat(r.kinds[municipality][kind], r.kinds[""][kind])
}

// StaffOf gives the staff of an organisation who have a role ("" all).
func (r *Region) StaffOf(org dossier.ID, role string) []*store.User { return r.people[org][role] }

// neighbourhood gives a neighbourhood, by its households.
func (r *Region) neighbourhood(d dice) area { return r.areas[weigh(d, r.homes)] }

// address gives an address in a neighbourhood.
func (a area) address(d dice) dossier.Address {
	n := a.place.Neighbourhoods[a.at]
	street := d.IntN(len(n.Streets))
	home := dossier.Address{Street: n.Streets[street], Number: number(d), Place: a.place.Name}
	if d.chance(0.12) {
		home.Addition = string(rune('A' + d.IntN(3)))
	}
	// No letter pair that begins with Q is given out, to our knowledge.
	pair := []byte{'Q', "ABCDEGHJKLMNPRTVWXZ"[(a.at*5+street)%19]}
	home.Postcode = string(postcode(a.postcode, pair))
	return home
}
