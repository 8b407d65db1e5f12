package region

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

var today = nl.MustDate("2026-11-24")

// digest sums a whole plan up, families included.
func digest(t *testing.T, r *Region, families int) string {
	t.Helper()
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	for _, part := range []any{r.Municipalities, r.Orgs, r.Staff, r.Story} {
		if err := enc.Encode(part); err != nil {
			t.Fatal(err)
		}
	}
	for n := range families {
		if err := enc.Encode(r.Family(n)); err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func TestSameSeedGivesTheSameRegion(t *testing.T) {
	one, two := Plan(7, 300, today), Plan(7, 300, today)
	for n := range 300 { // asked in another order
		two.Family(299 - n)
	}
	if a, b := digest(t, one, 300), digest(t, two, 300); a != b {
		t.Errorf("the same seed gave %s and %s", a, b)
	}
	if digest(t, one, 300) == digest(t, Plan(8, 300, today), 300) {
		t.Error("another seed gave the same region")
	}
}

// TestFamilyDependsOnItsNumberAlone guards a region of a million: a family must
// not depend on how many others there are, apart from its share of BSNs.
func TestFamilyDependsOnItsNumberAlone(t *testing.T) {
	few, many := Plan(7, 1500, today), Plan(7, 1_000_000, today)
	for _, n := range []int{0, 3, 1499} {
		a, b := few.Family(n), many.Family(n)
		for i := range a.Persons {
			a.Persons[i].BSN, b.Persons[i].BSN = "", ""
		}
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		if string(x) != string(y) {
			t.Errorf("family %d differs in a larger region", n)
		}
	}
}

func TestHouseholdsFollowThePublishedShares(t *testing.T) {
	const n = 200_000
	var (
		kinds                             = map[Kind]int{}
		persons, wmo, debt, multi, helped int
		young, care                       int
		counts                            [6]int
	)
	for i := range n {
		h := anyHousehold(throw(1, "shares", uint64(i)))
		kinds[h.kind]++
		persons += 1 + len(h.children)
		if h.kind == Couple || h.kind == CoupleChildren {
			persons++
		}
		young, care = young+len(h.children), care+len(h.needs.Youth)
		wmo, debt = wmo+one01(h.needs.Wmo > 0), debt+one01(h.needs.Debt)
		multi, helped = multi+one01(h.needs.Multi), helped+one01(h.needs.Any())
		if h.needs.Wmo > 0 {
			counts[h.needs.Wmo-1]++
		}
	}
	children := float64(householdsChildren) / householdsAll
	for _, c := range []struct {
		name      string
		got, want float64
		tolerance float64 // of want
	}{
		{"single", share(kinds[Single], n), float64(householdsSingle) / householdsAll, 0.02},
		{"couples without children", share(kinds[Couple], n), float64(householdsCouple) / householdsAll, 0.02},
		{"with children", share(kinds[CoupleChildren]+kinds[OneParent], n), children, 0.02},
		{"one parent", share(kinds[OneParent], n), children * oneParentOf2023 / children2023, 0.03},
		{"persons per household", share(persons, n), float64(17_942_942-289_176) / householdsAll, 0.02},
		{"Wmo", share(wmo, n), shareWmo, 0.04},
		{"one provision", share(counts[0], wmo), 4945.0 / 9090, 0.03},
		{"problem debt", share(debt, n), shareDebt, 0.05},
		{"several problems", share(multi, n), shareMulti, 0.12},
		{"youth care", share(care, young), chanceYouthCare, 0.03},
		{"several problems lies between the published figures", share(multi, n), (36_543.0/householdsAll + 0.0055) / 2, 0.13},
	} {
		if math.Abs(c.got-c.want) > c.tolerance*c.want {
			t.Errorf("%s: %.4f, published %.4f", c.name, c.got, c.want)
		}
	}
	t.Logf("households with any help: %.3f", share(helped, n))
}

// TestDossiersFollowTheSharesAmongHelped compares the families that have a
// dossier with the households that have help: the mix must be that of the
// country on condition of having help.
func TestDossiersFollowTheSharesAmongHelped(t *testing.T) {
	const n = 6000
	type mix struct{ any, wmo, debt, youth, multi int }
	add := func(m *mix, needs Needs) {
		m.any++
		m.wmo += one01(needs.Wmo > 0)
		m.debt += one01(needs.Debt)
		m.youth += one01(len(needs.Youth) > 0)
		m.multi += one01(needs.Multi)
	}
	var country, region mix
	for i := range 20 * n {
		if h := anyHousehold(throw(2, "country", uint64(i))); h.needs.Any() {
			add(&country, h.needs)
		}
	}
	r := Plan(3, n, today)
	for i := range n {
		f := r.Family(i)
		if !f.Needs.Any() {
			t.Fatalf("family %d has a dossier and no question", i)
		}
		add(&region, f.Needs)
	}
	for name, pair := range map[string][2]float64{
		"wmo":   {share(region.wmo, region.any), share(country.wmo, country.any)},
		"debt":  {share(region.debt, region.any), share(country.debt, country.any)},
		"youth": {share(region.youth, region.any), share(country.youth, country.any)},
		"multi": {share(region.multi, region.any), share(country.multi, country.any)},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.02 {
			t.Errorf("%s: %.3f of the dossiers, %.3f of the helped households", name, pair[0], pair[1])
		}
		t.Logf("%s: %.3f of the dossiers", name, pair[0])
	}
}

func one01(is bool) int {
	if is {
		return 1
	}
	return 0
}

func share(n, of int) float64 { return float64(n) / float64(of) }

func TestNumbersAreValidAndGivenOnce(t *testing.T) {
	r := Plan(1, 2000, today)
	seen := map[string]string{}
	once := func(kind, value, where string) {
		if other, twice := seen[kind+value]; twice {
			t.Errorf("%s %s is given to %s and %s", kind, value, other, where)
		}
		seen[kind+value] = where
	}
	for _, org := range r.Orgs {
		if org.AGB != "" {
			once("AGB", org.AGB, org.Name)
			if _, err := nl.ParseAGB(org.AGB); err != nil {
				t.Errorf("%s: %v", org.Name, err)
			}
		} else if _, err := nl.ParseOIN(org.OIN); err != nil {
			t.Errorf("%s: %v", org.Name, err)
		} else {
			once("OIN", org.OIN, org.Name)
		}
		once("organisation", string(org.ID), org.Name)
		once("name", org.Name, org.Name)
		unreachable(t, org.Phone)
	}
	for _, user := range r.Staff {
		once("user", string(user.ID), user.Name)
		unreachable(t, user.Phone)
	}
	with := 0
	for n := range 2000 {
		f := r.Family(n)
		for _, p := range f.Persons {
			if p.BSN != "" {
				with++
				once("BSN", p.BSN, f.Name)
				if !nl.BSN(p.BSN).Valid() || !strings.HasPrefix(p.BSN, "9999") {
					t.Errorf("%s: BSN %s", f.Name, p.BSN)
				}
			}
			if p.Account != "" {
				once("user", string(p.Account), f.Name)
			}
			if p.Phone != "" {
				unreachable(t, p.Phone)
			}
		}
		if f.Persons[f.Client].BSN == "" {
			t.Errorf("family %d: the person for whom care is asked has no BSN", n)
		}
	}
	t.Logf("%d persons have a BSN", with)
}

func unreachable(t *testing.T, phone string) {
	t.Helper()
	p, err := nl.ParsePhone(phone)
	if err != nil {
		t.Errorf("%s: %v", phone, err)
	}
	if !strings.HasPrefix(p.E164, "+3160") && !strings.HasPrefix(p.E164, "+31392") {
		t.Errorf("%s may reach someone", phone)
	}
}

func TestAMillionFamiliesShareTheNumbers(t *testing.T) {
	r := Plan(1, 1_000_000, today)
	if f := r.Family(5000); f.Persons[f.Client].BSN == "" {
		t.Error("family 5,000 has no number though the range is not used up")
	}
	for _, p := range r.Family(999_999).Persons {
		if p.BSN != "" {
			t.Error("the last family has a number beyond the range")
		}
	}
}

func TestNoRealMunicipality(t *testing.T) {
	shared := os.Getenv("EENDRACHT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	file, err := os.Open(filepath.Join(shared, "data", "brp", "tabel33.csv"))
	if err != nil {
		t.Skipf("reference data not found: %v", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Plan(1, 1, today).Municipalities {
		if _, err := nl.ParseMunicipalityCode(m.Code); err != nil {
			t.Error(err)
		}
		if i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == m.Code || row[1] == m.Name }); i >= 0 {
			t.Errorf("%s %s exists: %v", m.Code, m.Name, rows[i])
		}
	}
}

func TestFamiliesHoldTogether(t *testing.T) {
	r := Plan(11, 3000, today)
	for n := range 3000 {
		f := r.Family(n)
		if len(f.Name) == 0 || f.Persons[0].Account == "" || f.Persons[0].Age(today) < 18 {
			t.Fatalf("family %d: nobody can ask for help: %+v", n, f)
		}
		for i, p := range f.Persons {
			if p.Name.Full() == "" || !p.Birth.Complete() || p.Birth.After(today) || !nl.Postcode(p.Address.Postcode).Valid() || len(p.Address.Street) > 24 {
				t.Errorf("family %d person %d: %+v", n, i, p)
			}
			if p.Account != "" && p.Age(today) < accountAge {
				t.Errorf("family %d: a child of %d has an account", n, p.Age(today))
			}
		}
		for _, rel := range f.Relations {
			if rel.Type == "parent" && !f.Persons[rel.From].Birth.Before(f.Persons[rel.To].Birth) {
				t.Errorf("family %d: a parent is younger than the child", n)
			}
		}
		for _, y := range f.Needs.Youth {
			if !f.Persons[y].Child {
				t.Errorf("family %d: youth care for someone who is no child", n)
			}
		}
		minors(t, f)
	}
}

// minors checks that every minor of the household has someone with custody.
func minors(t *testing.T, f Family) {
	t.Helper()
	for i, p := range f.Persons {
		held := slices.ContainsFunc(f.Custody, func(c casework.RegisteredCustody) bool { return c.Child == i })
		if p.Child && p.Age(today) < 18 && !held {
			t.Errorf("family %d: nobody has custody of child %d", f.Number, i)
		}
	}
}

func TestStoryIsAsTold(t *testing.T) {
	r := Plan(1, 10, today)
	s := r.Story
	want := map[string]int{"Fatma": 41, "Elif": 16, "Esra": 12, "Emre": 7, "Jeroen": 43, "Marco": 39, "Hatice": 68}
	for _, p := range s.People {
		if age := p.Profile.Birth.AgeOn(today); age != want[p.Profile.Name.Given] {
			t.Errorf("%s is %d", p.Profile.Name.Given, age)
		}
		if !nl.BSN(p.Profile.BSN).Valid() {
			t.Errorf("%s: BSN %s", p.Profile.Name.Given, p.Profile.BSN)
		}
	}
	if !s.People[atFatma].Profile.Secret || s.People[atJeroen].Profile.Secret {
		t.Error("the mother's address is secret, the father's is not")
	}
	if len(s.Children) != 3 || len(s.Picks) < 15 {
		t.Errorf("%d children, %d picks", len(s.Children), len(s.Picks))
	}
	staff := map[dossier.ID]dossier.ID{}
	for _, user := range r.Staff {
		staff[user.ID] = user.Org
	}
	for user, org := range map[dossier.ID]dossier.ID{s.Noor: s.Team, s.Sanne: s.Team, s.Youssef: s.Team, s.Karin: s.Team, s.Ingrid: s.TownHall,
		s.Privacy: s.TownHall, s.Admin: s.TownHall, s.Planner: s.YouthCare, s.YouthWorker: s.YouthCare, s.Sadia: s.DebtHelp, s.Landlord: s.Housing, s.Teacher: s.School, s.Volunteer: s.Volunteers} {
		if staff[user] != org {
			t.Errorf("%s works at %q, not at %q", user, staff[user], org)
		}
	}
	if first := r.OrgsOf(kindTeam, storyTown)[0]; first != s.Team {
		t.Errorf("the first team is %s", first)
	}
}

func TestRegistryKnowsWholeFamilies(t *testing.T) {
	r := Plan(1, 800, today)
	g := r.Registry()
	for _, who := range r.Story.People {
		record, ok := g.Of(who.Profile.BSN)
		if !ok || len(record.Persons) != 7 || record.Persons[0].BSN != who.Profile.BSN || len(record.Custody) != 3 {
			t.Errorf("%s: %+v", who.Profile.Name.Given, record)
		}
	}
	for n := range 800 {
		f := r.Family(n)
		for _, p := range f.Persons {
			if p.BSN == "" {
				continue
			}
			record, ok := g.Of(p.BSN)
			if !ok || record.Persons[0].BSN != p.BSN {
				t.Errorf("family %d: %s is not found", n, p.BSN)
			}
			for _, c := range record.Custody {
				if c.Parent1 >= len(record.Persons) || c.Parent2 >= len(record.Persons) {
					t.Errorf("family %d: custody points outside", n)
				}
			}
		}
	}
	for _, none := range []string{"", "999999999", "123456782", string(bsns()[len(bsns())-1])} {
		if _, ok := g.Of(none); ok {
			t.Errorf("%q is known", none)
		}
	}
}

func TestKindsOfOrganisationAreKnown(t *testing.T) {
	law, err := statute.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	r := Plan(1, 1, today)
	for _, org := range r.Orgs {
		if _, err := law.OrganisationKind(org.Kind); err != nil {
			t.Errorf("%s: %v", org.Name, err)
		}
	}
	for domain := range words().goals {
		if _, err := law.Domain(domain); err != nil {
			t.Error(err)
		}
	}
	if n, m := len(r.Orgs), len(r.Staff); n < 55 || n > 70 || m < 280 || m > 330 {
		t.Errorf("%d organisations, %d staff", n, m)
	}
}
