package casework_test

import (
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

func TestTryingRulesSaysWhoWouldLoseWhat(t *testing.T) {
	w, id := trusting(t)
	w.must(w.noor(), id, dossier.OpenDomain{Part: dossier.Part{Domain: "money"}, Reason: "Er is een huurachterstand."})
	same, err := w.office.TryRules(t.Context(), w.office.Access)
	if err != nil || same.Families != 1 || same.Asked < 2 || len(same.Lost) != 0 || same.Gained != 0 {
		t.Fatalf("the same rules: %+v, %v", same, err)
	}
	rules := `@id("local.money") @nl("access.deny.local") @ground("avg.15")
		forbid (principal is Staff, action == Action::"part", resource) when { resource.domain == "money" };`
	other, err := access.New(w.office.Law, rules)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.office.TryRules(t.Context(), other)
	if err != nil || got.Gained != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	found := false
	for _, l := range got.Lost {
		found = found || l == (casework.Lost{Org: "o-team", OrgName: "Wijkteam", Role: "worker", What: "part", Which: "money", Families: 1})
		if l.Org == "" {
			t.Errorf("the family loses %+v", l)
		}
	}
	if !found {
		t.Errorf("the team's loss is not told: %+v", got.Lost)
	}
	if before, err := w.office.Open(w.noor(), id); err != nil || len(before.Read) == 0 {
		t.Errorf("trying changed something: %v", err)
	}
}
