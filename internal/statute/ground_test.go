package statute

import (
	"slices"
	"testing"

	"eendracht/internal/nl"
)

func TestGroundsCover(t *testing.T) {
	for _, row := range []struct {
		code, purpose, party, category string
		want                           bool
	}{
		{"jw.7.4.0", "intake", "neighbourhood_team", "home", true},
		{"jw.7.4.0", "allocation", "municipality", "bsn", true},
		{"jw.7.4.0", "intake", "housing", "home", false},
		{"jw.7.4.0", "debt", "municipality", "home", false},
		{"jw.7.4.0.2", "allocation", "municipality", "bsn", true},
		{"jw.7.4.0.2", "allocation", "youth_care", "bsn", false}, // gives on it
		{"jw.7.3.8", "allocation", "youth_care", "bsn", true},
		{"wmo.5.2.6", "safety", "safe_home", "safety", true},
		{"wmo.5.2.6", "safety", "school", "safety", false},       // reports on it, and sees nothing by it
		{"wmo.5.1.1", "intake", "municipality", "safety", false}, // a compartment
		{"wmo.5.1.1", "intake", "municipality", "school", false},
		{"wgs.3.1b", "debt", "debt_help", "arrears", true},
		{"wgs.3.1b", "debt", "housing", "arrears", false},
		{"wgs.3.1b", "debt", "debt_help", "money", false},
		{"avg.6.1e.task", "housing", "housing", "task", true},
		{"avg.6.1e.task", "housing", "housing", "home", false},
		{"avg.6.1e.direction", "direction", "municipality", "that", true},
		{"avg.6.1e.direction", "direction", "municipality", "mind", false},
		{"avg.15", "own", "family", "safety", true},
		{"avg.39", "privacy", "youth_care", "that", true},
		{"avg.39", "privacy", "youth_care", "home", false},
		{"avg.32", "maintenance", "municipality", "identity", false},
		{"wams", "lead", "municipality", "that", false},  // not in force
		{"wpol.20", "safety", "police", "safety", false}, // off until a covenant is recorded
	} {
		g, err := shipped(t).Ground(row.code, today)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := g.Covers(row.purpose, row.party, row.category); got != row.want {
			t.Errorf("%s for %s by %s on %s: got %v", row.code, row.purpose, row.party, row.category, got)
		}
	}
}

func TestWamsIsKnownAndOff(t *testing.T) {
	g, err := shipped(t).Ground("wams", today)
	if err != nil || g.Active || g.Source.Checked || g.Source.Note == "" {
		t.Errorf("wams: %+v, %v", g, err)
	}
}

func TestGivingOpensNothing(t *testing.T) {
	for _, row := range []struct {
		code, purpose, giver string
		want                 bool
	}{
		{"wmo.5.2.6", "safety", "school", true},
		{"wmo.5.2.6", "help", "school", false},
		{"wmo.5.2.6", "safety", "housing", false},
		{"jw.7.4.0.2", "allocation", "youth_care", true},
		{"bgs.2", "debt", "housing", true},
		{"jw.7.3.11.4", "safety", "police", true},
		{"wpol.20", "safety", "police", false},
	} {
		g, err := shipped(t).Ground(row.code, today)
		if err != nil {
			t.Fatal(err)
		}
		if got := g.Takes(row.purpose, row.giver); got != row.want {
			t.Errorf("%s for %s from %s: got %v", row.code, row.purpose, row.giver, got)
		}
	}
}

// Schools, housing and police see the task and not the file: without consent or an
// emergency no ground shows them a life domain.
func TestPartnersWithATaskSeeNoLifeDomain(t *testing.T) {
	set := shipped(t)
	for _, party := range []string{"school", "housing", "police", "entrepreneur", "volunteers", "network"} {
		seen := 0
		for _, p := range set.Purposes() {
			for _, g := range set.GroundsFor(p.Code, party, today) {
				seen++
				for _, d := range set.Domains() {
					if !g.NeedsConsent && !g.Emergency && slices.Contains(g.Categories, d.Code) {
						t.Errorf("%s sees %s for %s on %s", party, d.Code, p.Code, g.Code)
					}
				}
			}
		}
		if seen == 0 {
			t.Errorf("%s has no ground at all", party)
		}
	}
}

// A compartment opens for those who guard it, for the family itself and in an emergency.
func TestWhoReachesTheCompartments(t *testing.T) {
	may := []string{"municipality", "neighbourhood_team", "youth_care", "court_youth", "safe_home", "family"}
	for _, g := range shipped(t).Grounds() {
		if !g.Active || g.Emergency || !slices.Contains(g.Categories, "safety") && !slices.Contains(g.Categories, "justice") {
			continue
		}
		for _, party := range g.Parties {
			if !slices.Contains(may, party) {
				t.Errorf("%s reaches a compartment on %s", party, g.Code)
			}
		}
	}
}

func TestGroundsForPutConsentLast(t *testing.T) {
	set := shipped(t)
	list := set.GroundsFor("help", "youth_care", today)
	if len(list) < 2 {
		t.Fatalf("%d grounds for youth care to help", len(list))
	}
	for i := 1; i < len(list); i++ {
		if list[i-1].NeedsConsent && !list[i].NeedsConsent {
			t.Errorf("%s stands before %s", list[i-1].Code, list[i].Code)
		}
	}
	safety := set.GroundsFor("safety", "neighbourhood_team", today)
	if last := safety[len(safety)-1]; !last.Emergency {
		t.Errorf("%s stands after the emergency", last.Code)
	}
	for _, g := range set.GroundsFor("allocation", "municipality", nl.MustDate("2018-01-01")) {
		if g.Code == "jw.7.4.0" {
			t.Error("a ground of 2020 holds in 2018")
		}
	}
}
