package brp

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/nl"
)

const (
	laan = "1234AB"
	kade = "2345BC"
)

var (
	noor = somebody(bsnNoor, "Noor", "Kwakkel", "19840101")
	bas  = somebody(bsnBas, "Bas", "Tol", "19830505")
	tim  = somebody(bsnTim, "Tim", "Vlier", "19870707")
	sem  = somebody(bsnSem, "Sem", "Tol", "20100303")
	lot  = somebody(bsnLot, "Lot", "Tol", "20141212")
)

// draw writes families for comparison: given name, role, + at home, † deceased.
func draw(persons []Person, families []Family) []string {
	var all []string
	for _, f := range families {
		var members []string
		for _, m := range f.Members {
			s := persons[m.Person].Name.First() + " " + string(m.Role)
			if m.InHousehold {
				s += "+"
			}
			if m.Deceased {
				s += "†"
			}
			members = append(members, s)
		}
		all = append(all, strings.Join(members, ", "))
	}
	return all
}

func propose(t *testing.T, rows ...row) ([]Person, []Family) {
	t.Helper()
	got := mustRead(t, file(rows...))
	return got.Persons, Propose(got.Persons, today)
}

func expect(t *testing.T, persons []Person, families []Family, want ...string) {
	t.Helper()
	if got := draw(persons, families); !slices.Equal(got, want) {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

func questions(families []Family) []string {
	var all []string
	for _, f := range families {
		for _, q := range f.Questions {
			all = append(all, fmt.Sprintf("%s %d %v", q.Key, q.About, q.Candidates))
		}
	}
	return all
}

func childOf(child row, mother, father row) row {
	return child.with(as("02", mother)).with(as("03", father))
}

func TestTheFatherWhoMovedOutBelongsToTheFamily(t *testing.T) {
	persons, families := propose(t,
		noor.with(at("Laan", "1", laan, "20120101")).
			with(as("05", tim)).with(row{"05.06.10": "20230101", "05.15.10": "P", "05.H": "05"}).
			with(as("09", sem)).with(only("09.H", "09")),
		as("05", bas).with(row{"05.07.10": "20200101", "05.07.40": "S", "05.15.10": "H"}).with(as("09", lot)),
		childOf(sem, noor, bas).with(at("Laan", "1", laan, "20120101")),
		childOf(lot, noor, bas).with(at("Laan", "1", laan, "20141212")),
		bas.with(at("Kade", "7", kade, "20200201")),
		tim.with(at("Laan", "1", laan, "20230101")),
	)
	expect(t, persons, families, "Sem child+, Lot child+, Noor parent+, Bas parent, Tim partner+")
	f := families[0]
	if len(f.Questions) != 0 || len(f.Absent) != 0 {
		t.Errorf("questions %v, absent %v", f.Questions, f.Absent)
	}
	var links []string
	for _, l := range f.Links {
		links = append(links, fmt.Sprintf("%s %s-%s %s %d", l.Kind, persons[l.From].Name.First(), persons[l.To].Name.First(), l.Certainty, len(l.Reasons)))
	}
	slices.Sort(links)
	want := []string{
		"former_partner Noor-Bas sure 1", "parent Bas-Lot sure 1", "parent Bas-Sem sure 1",
		"parent Noor-Lot sure 3", "parent Noor-Sem sure 3", "partner Noor-Tim sure 2",
	}
	if !slices.Equal(links, want) {
		t.Errorf("\ngot  %q\nwant %q", links, want)
	}
}

func TestAnUnregisteredPartnerIsAskedAbout(t *testing.T) {
	persons, families := propose(t,
		noor.with(at("Laan", "1", laan, "20120101")),
		childOf(sem, noor, bas).with(at("Laan", "1", laan, "20120101")),
		tim.with(at("Laan", "1", laan, "20230101")),
	)
	expect(t, persons, families, "Sem child+, Noor parent+", "Tim alone+")
	if got := questions(families); !slices.Equal(got, []string{"brp.question.coresident 1 [2]", "brp.question.coresident 2 [0 1]"}) {
		t.Errorf("%q", got)
	}
	if len(families[0].Absent) != 1 || families[0].Absent[0].BSN != bsnBas || families[0].Absent[0].Role != RoleParent {
		t.Errorf("the father has no list: %+v", families[0].Absent)
	}
}

func TestPeopleOfAPostalOrUnknownAddressAreNoHousehold(t *testing.T) {
	persons, families := propose(t,
		noor.with(at("Laan", "1", laan, "20120101")).with(only("08.10.10", "B")),
		tim.with(at("Laan", "1", laan, "20120101")),
		bas.with(at(".", "", "", "20120101")),
		lot.with(only("01.03.10", "19900101")).with(at(".", "", "", "20120101")),
	)
	expect(t, persons, families, "Noor alone", "Tim alone+", "Bas alone", "Lot alone")
	if got := questions(families); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestAHomeForManyIsOneQuestion(t *testing.T) {
	rows := []row{}
	for i, bsn := range []string{"999900080", "999900092", "999900109", "999900110", "999900122", "999900134", "999900146", "999900158"} {
		rows = append(rows, somebody(bsn, "N"+strings.Repeat("o", i+1), "Kwakkel", "19600101").with(at("Laan", "1", laan, "20120101")))
	}
	_, families := propose(t, rows...)
	if len(families) != 8 || questions(families)[0] != "brp.question.sharedaddress 0 []" {
		t.Errorf("%d families, %q", len(families), questions(families))
	}
}

func TestWithoutNumbersNameAndBirthMakeALikelyLink(t *testing.T) {
	unnumbered := func(r row) row { return r.with(only("01.01.20", "")) }
	_, families := propose(t,
		somebody(bsnNoor, "Nóor", "KWAKKEL", "19840101").with(at("Laan", "1", laan, "20120101")),
		childOf(sem, unnumbered(noor), unnumbered(bas)).with(at("Laan", "1", laan, "20120101")),
	)
	if len(families) != 1 || families[0].Links[0].Certainty != Likely || families[0].Links[0].Reasons[0].Key != "brp.reason.namebirth" {
		t.Errorf("%+v", families)
	}
}

func TestAnotherBSNIsAnotherPerson(t *testing.T) {
	namesake := somebody(bsnLot, "Noor", "Kwakkel", "19840101")
	persons, families := propose(t, namesake, childOf(sem, noor, bas))
	expect(t, persons, families, "Sem child", "Noor alone")
	if got := questions(families); len(got) != 0 || len(families[0].Absent) != 2 {
		t.Errorf("%q, absent %+v", got, families[0].Absent)
	}
}

func TestTheNewPartnerOfAFatherElsewhereHasAnotherFamily(t *testing.T) {
	persons, families := propose(t,
		noor.with(at("Laan", "1", laan, "20120101")),
		childOf(sem, noor, bas).with(at("Laan", "1", laan, "20120101")),
		bas.with(as("05", tim)).with(row{"05.06.10": "20220101", "05.15.10": "H"}).with(at("Kade", "7", kade, "20200201")),
		tim.with(at("Kade", "7", kade, "20200201")),
	)
	expect(t, persons, families, "Sem child+, Noor parent+, Bas parent", "Bas partner+, Tim partner+")
}

func TestTwoOfTheSameNameAreAQuestion(t *testing.T) {
	persons, families := propose(t,
		noor, somebody(bsnLot, "Noor", "Kwakkel", "19840101"),
		childOf(sem, noor.with(only("01.01.20", "")), bas),
	)
	expect(t, persons, families, "Sem child", "Noor alone", "Noor alone")
	if got := questions(families); !slices.Contains(got, "brp.question.samename 2 [0 1]") {
		t.Errorf("%q", got)
	}
}

func TestOneBSNOnTwoLists(t *testing.T) {
	twin := noor.with(row{"": "T_other", "01.02.10": "Nora"})
	persons, families := propose(t, noor, twin, childOf(sem, noor, bas))
	expect(t, persons, families, "Sem child", "Noor alone", "Nora alone")
	got := questions(families)
	for _, want := range []string{"brp.question.ambiguous 2 [0 1]", "brp.question.samebsn 0 [1]", "brp.question.samebsn 1 [0]"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	// Another person with the same number is told apart by name and birth.
	stranger := somebody(bsnNoor, "Pieter", "Anders", "19500101")
	persons, families = propose(t, noor, stranger, childOf(sem, noor, bas))
	expect(t, persons, families, "Sem child, Noor parent", "Pieter alone")
	if families[0].Links[0].Certainty != Likely {
		t.Errorf("%+v", families[0].Links[0])
	}
}

func TestANumberThatNameAndBirthContradictIsAQuestion(t *testing.T) {
	persons, families := propose(t, somebody(bsnNoor, "Pieter", "Anders", "19500101"), childOf(sem, noor, bas))
	expect(t, persons, families, "Sem child", "Pieter alone")
	if got := questions(families); !slices.Equal(got, []string{"brp.question.contradiction 1 [0]"}) {
		t.Errorf("%q", got)
	}
}

func TestAParentWhomTheChildDoesNotNameIsAQuestion(t *testing.T) {
	persons, families := propose(t, noor, bas, childOf(sem, noor, bas), tim.with(as("09", sem)))
	expect(t, persons, families, "Sem child, Noor parent, Bas parent", "Tim alone")
	if got := questions(families); !slices.Equal(got, []string{"brp.question.parent 3 [2]"}) {
		t.Errorf("%q", got)
	}
	// With room for a second parent the claim counts, as likely.
	persons, families = propose(t, noor, sem.with(as("02", noor)), bas.with(as("09", sem)))
	expect(t, persons, families, "Sem child, Noor parent, Bas parent")
}

func TestAPartnershipThatOneSideCallsEnded(t *testing.T) {
	persons, families := propose(t,
		noor.with(as("05", bas)).with(row{"05.06.10": "20100101", "05.15.10": "H"}),
		bas.with(as("05", noor)).with(row{"05.07.10": "20200101", "05.07.40": "S", "05.15.10": "H"}),
	)
	expect(t, persons, families, "Noor alone", "Bas alone")
	if got := questions(families); !slices.Equal(got, []string{"brp.question.partnership 0 [1]"}) {
		t.Errorf("%q", got)
	}
}

func TestMarriedAgainToTheSame(t *testing.T) {
	persons, families := propose(t,
		noor.with(as("05", bas)).with(row{"05.06.10": "20220101", "05.15.10": "H", "05.H": "05"}),
		as("05", bas).with(row{"05.07.10": "20200101", "05.07.40": "S", "05.15.10": "H"}),
		bas,
	)
	expect(t, persons, families, "Noor partner, Bas partner")
}

func TestTwoStandingPartnersAreAQuestion(t *testing.T) {
	_, families := propose(t,
		noor.with(as("05", bas)).with(row{"05.06.10": "20220101", "05.15.10": "H", "05.H": "05"}),
		as("05", tim).with(row{"05.06.10": "20210101", "05.15.10": "H"}),
		bas, tim,
	)
	if got := questions(families); !slices.Contains(got, "brp.question.partners 0 [1 2]") {
		t.Errorf("%q", got)
	}
}

func TestHalfSiblingsTogetherAndApart(t *testing.T) {
	rows := func(lotHome string) []row {
		return []row{
			noor.with(at("Laan", "1", laan, "20120101")),
			childOf(sem, noor, bas).with(at("Laan", "1", laan, "20120101")),
			childOf(lot, noor, tim).with(at("Laan", "1", lotHome, "20141212")),
		}
	}
	persons, families := propose(t, rows(laan)...)
	expect(t, persons, families, "Sem child+, Lot child+, Noor parent+")
	persons, families = propose(t, rows(kade)...)
	expect(t, persons, families, "Sem child+, Noor parent+", "Lot child+, Noor parent")
}

func TestADeceasedParentIsShownAndAGrownSonIsNoChild(t *testing.T) {
	son := somebody("999900080", "Gijs", "Tol", "20000101")
	persons, families := propose(t,
		noor.with(at("Laan", "1", laan, "20120101")),
		bas.with(row{"06.08.10": "20200101"}).with(at("Laan", "1", laan, "20120101")),
		childOf(sem, noor, bas).with(at("Laan", "1", laan, "20120101")),
		childOf(son, noor, bas).with(at("Kade", "1", kade, "20190101")),
	)
	expect(t, persons, families, "Sem child+, Noor parent+, Bas parent†", "Gijs alone+")
	persons, families = propose(t,
		noor.with(at("Laan", "1", laan, "20120101")),
		childOf(son, noor, bas).with(at("Laan", "1", laan, "20120101")),
	)
	expect(t, persons, families, "Gijs child+, Noor parent+")
}

func TestFamiliesOfTheTestSet(t *testing.T) {
	raw, err := os.Open(shared(t, "data/brp/testset_gbav.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	got, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	families := Propose(got.Persons, nl.MustDate("2022-05-02"))
	seen := map[int]bool{}
	for _, f := range families {
		for _, m := range f.Members {
			seen[m.Person] = true
		}
		checkFamily(t, got.Persons, f)
	}
	for i, p := range got.Persons {
		if p.Alive() && !seen[i] {
			t.Errorf("line %d stands in no family", p.Line)
		}
	}
	again := Propose(got.Persons, nl.MustDate("2022-05-02"))
	if fmt.Sprint(families) != fmt.Sprint(again) {
		t.Error("the same file gives other families")
	}
}

func checkFamily(t *testing.T, persons []Person, f Family) {
	t.Helper()
	parents := map[int]int{}
	for _, l := range f.Links {
		if !f.member(l.From) || !f.member(l.To) || l.From == l.To || len(l.Reasons) == 0 {
			t.Errorf("link %+v", l)
		}
		if l.Kind == ParentOf {
			parents[l.To]++
		}
	}
	for child, n := range parents {
		if n > 2 {
			t.Errorf("line %d has %d parents", persons[child].Line, n)
		}
	}
	if len(f.Members) > 1 && len(f.Links) == 0 {
		t.Errorf("members without a reason: %+v", f.Members)
	}
	for _, q := range f.Questions {
		if !f.member(q.About) {
			t.Errorf("a question about somebody else: %+v", q)
		}
	}
}
