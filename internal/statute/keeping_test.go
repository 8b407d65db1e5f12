package statute

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/nl"
)

func TestRetention(t *testing.T) {
	for _, row := range []struct {
		code, on, from string
		years          int
		start, until   string
	}{
		{"jw", "2019-12-31", FromCreated, 15, "2016-05-01", "2031-05-01"},
		{"jw", "2020-01-01", FromLastChange, 20, "2026-11-24", "2046-11-24"},
		{"jw", "2026-11-24", FromLastChange, 20, "2028-02-29", "2048-02-29"},
		{"wmo", "2018-06-01", FromCreated, 15, "2018-06-01", "2033-06-01"},
		{"wmo", "2026-11-24", FromLastChange, 15, "2028-02-29", "2043-02-28"},
		{"wmo.safe_home", "2026-11-24", FromLastChange, 20, "2026-11-28", "2046-11-28"},
		{"wgs", "2026-11-24", FromClosed, 5, "2026-11-24", "2031-11-24"},
		{"wgs", "2026-11-24", FromClosed, 5, "", ""},
	} {
		r, err := shipped(t).Retention(row.code, nl.MustDate(row.on))
		if err != nil || r.From != row.from || r.Years != row.years {
			t.Errorf("%s on %s: %s, %d years, %v", row.code, row.on, r.From, r.Years, err)
		}
		if got := r.Until(nl.MustDate(row.start)); got != nl.MustDate(row.until) {
			t.Errorf("%s from %s: until %s, want %s", row.code, row.start, got, row.until)
		}
	}
}

func TestWhoDecides(t *testing.T) {
	for _, row := range []struct {
		law, matter string
		age         int
		who         []string
	}{
		{"jw", MatterHelp, 0, []string{WhoParents}},
		{"jw", MatterHelp, 11, []string{WhoParents}},
		{"jw", MatterHelp, 12, []string{WhoBoth}},
		{"jw", MatterHelp, 15, []string{WhoBoth}},
		{"jw", MatterHelp, 16, []string{WhoChild}},
		{"jw", MatterHelp, 45, []string{WhoChild}},
		{"jw", MatterInspection, 7, []string{WhoParents}},
		{"jw", MatterInspection, 12, []string{WhoChild, WhoParents}},
		{"jw", MatterInspection, 16, []string{WhoChild}},
		{"jw", MatterSharing, 12, []string{WhoChild}},
		{"jw", MatterDestruction, 11, []string{WhoParents}},
		{"wmo", MatterInspection, 11, []string{WhoRepresentative}},
		{"wmo", MatterInspection, 15, []string{WhoChild, WhoRepresentative}},
		{"wmo", MatterInspection, 16, []string{WhoChild}},
		{"wmo", MatterSharing, 12, []string{WhoChild}},
		{"wmo", MatterHelp, 12, []string{WhoBoth}},
		{"uavg", MatterSharing, 15, []string{WhoRepresentative}},
		{"uavg", MatterSharing, 16, []string{WhoChild}},
		{"bw7", MatterHelp, 14, []string{WhoBoth}},
	} {
		rule, err := shipped(t).Consent(row.law, row.matter, row.age, today)
		if err != nil || !slices.Equal(rule.Who, row.who) {
			t.Errorf("%s %s at %d: %v, %v; want %v", row.law, row.matter, row.age, rule.Who, err, row.who)
		}
	}
}

// For every law and matter with rules, each age has exactly one.
func TestEveryAgeHasOneRule(t *testing.T) {
	set := shipped(t)
	rapid.Check(t, func(r *rapid.T) {
		some := rapid.SampledFrom(set.Consents()).Draw(r, "rule")
		age := rapid.IntRange(0, 110).Draw(r, "age")
		n := 0
		for _, c := range set.Consents() {
			if c.key() == some.key() && c.Holds(age) && c.Valid.Holds(today) {
				n++
			}
		}
		if n != 1 {
			r.Fatalf("%s at %d: %d rules", some.key(), age, n)
		}
	})
}
