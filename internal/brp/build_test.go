package brp

import (
	"slices"
	"strings"
	"testing"

	"eendracht/internal/nl"
)

func TestIdentityAndPartialDates(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"19900214", "1990-02-14"}, {"19900200", "1990-02-00"}, {"19900000", "1990-00-00"}, {"00000000", ""},
	} {
		p := one(t, somebody(bsnNoor, "Noor Anna", "Kwakkel", row.in))
		if p.Born.String() != row.want || p.BSN != bsnNoor || p.Line != 2 || p.List != "T_Noor Anna" {
			t.Errorf("%s: %+v", row.in, p)
		}
		if p.Name.Full() != "Noor Anna Kwakkel" || p.Sex != Female || !p.Alive() || p.Secrecy.Secret() {
			t.Errorf("%s: %+v", row.in, p)
		}
	}
}

func TestUnreadableDatesAreNotedAndTheYearKept(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"19660013", "1966-00-00"}, {"19901301", ""}, {"1990", ""}, {"19900230", ""}, {"x", ""}, {"00000013", ""},
	} {
		got := mustRead(t, file(somebody(bsnNoor, "Noor", "Kwakkel", row.in)))
		if got.Persons[0].Born.String() != row.want {
			t.Errorf("%s: born %s", row.in, got.Persons[0].Born)
		}
		sameKeys(t, got.Problems, Problem{2, "01.03.10", "brp.date.invalid"})
	}
}

func TestSecrecy(t *testing.T) {
	for _, row := range []struct {
		code   string
		secret bool
		key    string
	}{
		{"0", false, ""}, {"1", true, ""}, {"4", true, ""}, {"7", true, ""},
		{"8", true, "brp.secrecy.unknown"}, {"", true, "brp.secrecy.missing"},
	} {
		got := mustRead(t, file(somebody(bsnNoor, "Noor", "Kwakkel", "19900101").with(only("07.70.10", row.code))))
		if got.Persons[0].Secrecy.Secret() != row.secret || strings.Join(keys(got.Problems), " ") != row.key {
			t.Errorf("%q: secret %v, %v", row.code, got.Persons[0].Secrecy.Secret(), got.Problems)
		}
	}
}

func only(head, value string) row { return row{head: value} }

func TestCustodyCodes(t *testing.T) {
	for _, row := range []struct {
		code                        string
		first, second, third, known bool
	}{
		{"1", true, false, false, true}, {"2", false, true, false, true}, {"12", true, true, false, true},
		{"1D", true, false, true, true}, {"2D", false, true, true, true}, {"D", false, false, true, true},
		{"3D", true, true, true, true}, {"1C", false, false, false, false},
	} {
		got := mustRead(t, file(somebody(bsnSem, "Sem", "Kwakkel", "20140101").with(only("11.32.10", row.code)).with(only("11.85.10", "20200300"))))
		c := got.Persons[0].Custody[0]
		first, second, third, known := c.Holders()
		if first != row.first || second != row.second || third != row.third || known != row.known {
			t.Errorf("%s: %v %v %v %v", row.code, first, second, third, known)
		}
		if c.Code != row.code || !c.Current || c.Span != (nl.Span{From: nl.MustDate("2020-03-00")}) {
			t.Errorf("%s: %+v", row.code, c)
		}
		if (len(got.Problems) == 0) != row.known {
			t.Errorf("%s: %v", row.code, got.Problems)
		}
	}
}

func TestCustodyHistoryAndGuardianship(t *testing.T) {
	p := one(t,
		somebody(bsnSem, "Sem", "Kwakkel", "20050101").with(row{"11.85.10": "20230105", "11.H": "61"}),
		row{"11.32.10": "2D", "11.85.10": "20200101", "11.H": "61"},
		row{"11.32.10": "1", "11.85.10": "20190601", "11.84.10": "O", "11.H": "61"},
		row{"11.32.10": "12", "11.85.10": "20180000"},
	)
	want := []Custody{
		{3, "2D", nl.Span{From: nl.MustDate("2020-01-01"), Until: nl.MustDate("2023-01-04")}, false},
		{5, "12", nl.Span{From: nl.MustDate("2018-00-00"), Until: nl.MustDate("2019-12-31")}, false},
	}
	if !slices.Equal(p.Custody, want) || len(p.Guardianship) != 0 {
		t.Errorf("%+v, %+v", p.Custody, p.Guardianship)
	}
	q := one(t, somebody(bsnNoor, "Noor", "Kwakkel", "19700101").with(row{"11.33.10": "1", "11.85.10": "20100101"}))
	if len(q.Custody) != 0 || len(q.Guardianship) != 1 || !q.Guardianship[0].Current {
		t.Errorf("%+v", q)
	}
}

func TestPartnerships(t *testing.T) {
	bas, tim := somebody(bsnBas, "Bas", "Tol", "19850505"), somebody(bsnTim, "Tim", "Vlier", "19870707").with(only("01.02.30", "van der"))
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19860101").with(only("01.61.10", "N")).
			with(as("05", tim)).with(row{"05.06.10": "20200202", "05.15.10": "P", "05.H": "05"}),
		as("05", bas).with(row{"05.07.10": "20150300", "05.07.40": "S", "05.15.10": "H", "05.H": "55"}),
		as("05", bas).with(row{"05.06.10": "20100101", "05.15.10": "H", "05.H": "55"}),
		as("05", bas).with(row{"05.06.10": "20090101", "05.15.10": "H", "05.84.10": "O"}),
	)
	if len(p.Partnerships) != 2 {
		t.Fatalf("%+v", p.Partnerships)
	}
	now, before := p.Partnerships[0], p.Partnerships[1]
	if now.BSN != bsnTim || now.Ended || now.Kind != "P" || now.Span.From.String() != "2020-02-02" || !now.Span.Until.IsZero() {
		t.Errorf("now: %+v", now)
	}
	wrongStart := before.Span.From.String() != "2010-01-01" // the record of 2009 was wrongly entered
	if before.BSN != bsnBas || !before.Ended || before.EndReason != "S" || wrongStart || before.Span.Until.String() != "2015-03-00" || before.Line != 3 {
		t.Errorf("before: %+v", before)
	}
	if p.Name.Full() != "Noor Kwakkel-van der Vlier" {
		t.Errorf("name: %s", p.Name.Full())
	}
}

func TestPartnershipThatNeverWas(t *testing.T) {
	bas := somebody(bsnBas, "Bas", "Tol", "19850505")
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19860101").with(row{"05.85.10": "20100101", "05.H": "55"}),
		as("05", bas).with(row{"05.06.10": "20100101", "05.15.10": "H", "05.84.10": "O"}),
	)
	if len(p.Partnerships) != 0 || p.Name.Surname() != "Kwakkel" {
		t.Errorf("%+v", p)
	}
}

func TestPartnershipEndedOnAnUnknownDay(t *testing.T) {
	bas := somebody(bsnBas, "Bas", "Tol", "19850505")
	p := one(t, somebody(bsnNoor, "Noor", "Kwakkel", "19860101").with(as("05", bas)).
		with(row{"05.07.10": "00000000", "05.07.40": "O", "05.15.10": "H"}))
	if made := p.Partnerships[0]; !made.Ended || made.EndReason != "O" {
		t.Errorf("%+v", made)
	}
}

func TestUnmarkedHistoryIsToldApartByThePerson(t *testing.T) {
	bas, tim := somebody(bsnBas, "Bas", "Tol", "19850505"), somebody(bsnTim, "Tim", "Vlier", "19870707")
	got := mustRead(t, file(
		somebody(bsnNoor, "Noor", "Kwakkel", "19860101").with(as("05", tim)).with(row{"05.06.10": "20200202", "05.15.10": "P"}),
		as("05", bas).with(row{"05.07.10": "20150301", "05.07.40": "S", "05.15.10": "H", "05.H": "99"}),
		as("05", bas).with(row{"05.06.10": "20100101", "05.15.10": "H"}),
	))
	if made := got.Persons[0].Partnerships; len(made) != 2 || made[1].Span.From.String() != "2010-01-01" {
		t.Errorf("%+v", made)
	}
	sameKeys(t, got.Problems, Problem{3, "05.H", "brp.history.unmarked"}, Problem{4, "05.H", "brp.history.marker"})
}

func TestDeath(t *testing.T) {
	noor := somebody(bsnNoor, "Noor", "Kwakkel", "19300101")
	p := one(t, noor.with(row{"06.08.10": "20180500", "06.08.20": "9901", "06.08.30": "6030", "07.67.10": "20180500", "07.67.20": "O"}))
	if p.Alive() || p.Death.On.String() != "2018-05-00" || p.Death.Place.Municipality != "9901" || p.Suspended.Reason != "O" {
		t.Errorf("%+v", p)
	}
	if unknown := one(t, noor.with(row{"06.08.10": "00000000"})); unknown.Alive() || !unknown.Death.On.IsZero() {
		t.Errorf("day unknown: %+v", unknown.Death)
	}
	withdrawn := one(t,
		noor.with(row{"06.85.10": "20180501", "06.H": "56"}),
		row{"06.08.10": "20180501", "06.84.10": "O", "06.85.10": "20180501"},
	)
	if !withdrawn.Alive() {
		t.Error("a withdrawn death still counts")
	}
	shifted := mustRead(t, file(noor.with(only("06.08.10", "05"))))
	if !shifted.Persons[0].Alive() {
		t.Error("a value that slipped a column is no death")
	}
	sameKeys(t, shifted.Problems, Problem{2, "06.08.10", "brp.date.invalid"})
}

func TestParentsAndChildren(t *testing.T) {
	noor, bas := somebody(bsnNoor, "Noor", "Kwakkel", "19860101"), somebody(bsnBas, "Bas", "Tol", "19850505")
	p := one(t, somebody(bsnSem, "Sem", "Tol", "20140101").
		with(as("02", noor)).with(only("02.62.10", "20140101")).
		with(row{"03.02.40": ".", "03.85.10": "20140101"}))
	if len(p.Parents) != 1 || p.Parents[0].Number != 1 || p.Parents[0].BSN != bsnNoor || p.Parents[0].Since.String() != "2014-01-01" {
		t.Errorf("an unknown father is no person: %+v", p.Parents)
	}
	q := one(t,
		bas.with(as("09", somebody(bsnSem, "Sem", "Tol", "20140101"))).with(only("09.H", "09")),
		as("09", somebody("", "Roos", "Tol", "20120303")).with(row{"09.89.10": "L", "09.H": "09"}),
		as("09", somebody(bsnLot, "Lot", "Tol", "20160101")).with(only("09.H", "59")),
		as("09", somebody("", "Lot", "Tol", "20160101")).with(only("09.H", "09")),
		row{"09.85.10": "20180101"},
	)
	var got []string
	for _, c := range q.Children {
		got = append(got, c.Name.Given)
	}
	if !slices.Equal(got, []string{"Sem", "Roos", "Lot"}) || !q.Children[1].Stillborn || q.Children[2].BSN != bsnLot {
		t.Errorf("%+v", q.Children)
	}
}

func TestCorrectionsAndFormerNames(t *testing.T) {
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19900101").with(only("01.H", "51")),
		row{"01.02.10": "Noor", "01.02.40": "Quackel", "01.03.10": "19900101", "01.H": "51"},
		row{"01.02.10": "Noor", "01.02.40": "Fout", "01.03.10": "19900101", "01.84.10": "O", "01.H": "51"},
		row{"01.02.10": "Noor", "01.02.40": "Kwakkel", "01.03.10": "19900101"},
	)
	if len(p.Former) != 1 || p.Former[0].Family != "Quackel" {
		t.Errorf("%+v", p.Former)
	}
}

func TestInvestigationsAndNationalities(t *testing.T) {
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19900101").
			with(row{"01.83.10": "010310", "01.83.20": "20260101", "01.H": "51"}).
			with(row{"04.05.10": "0001", "04.H": "04"}),
		row{"01.02.10": "Noor", "01.83.10": "010000", "01.83.20": "20200101", "01.83.30": "20200301", "04.05.10": "0339", "04.64.10": "404"},
	)
	want := []Investigation{
		{2, "010310", nl.Span{From: nl.MustDate("2026-01-01")}},
		{3, "010000", nl.Span{From: nl.MustDate("2020-01-01"), Until: nl.MustDate("2020-03-01")}},
	}
	if !slices.Equal(p.Investigations, want) || !slices.Equal(p.Nationalities, []string{"0001"}) {
		t.Errorf("%+v, %v", p.Investigations, p.Nationalities)
	}
}

func TestUnknownCodesAreNoted(t *testing.T) {
	got := mustRead(t, file(somebody("999900019", "Noor", "Kwakkel", "19900101").with(row{
		"01.01.10": "12", "01.04.10": "X", "01.61.10": "Q", "01.83.10": "PK", "07.67.20": "Z",
		"05.02.40": "Tol", "05.15.10": "Q", "05.07.40": "Q", "11.33.10": "2",
		"08.10.10": "Q", "08.11.10": "Laan", "08.11.20": "1a", "08.11.60": "12AB", "01.H": "51",
	})))
	want := []string{
		"brp.bsn.invalid", "brp.anumber.invalid", "brp.sex.unknown", "brp.nameuse.unknown", "brp.investigation.invalid",
		"brp.history.absent", "brp.partnership.kind", "brp.partnership.reason", "brp.suspension.unknown",
		"brp.address.function", "brp.housenumber.invalid", "brp.postcode.invalid", "brp.guardianship.unknown", "brp.bsn.missing",
	}
	have := keys(got.Problems)
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(have, want) {
		t.Errorf("got %v\nwant %v", have, want)
	}
	if len(got.Persons) != 1 || got.Persons[0].BSN != "" || got.Persons[0].Name.Full() != "Noor Kwakkel" {
		t.Errorf("%+v", got.Persons)
	}
}

func TestStays(t *testing.T) {
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19600101").
			with(at("Laan", "12", "1234AB", "20200301")).with(row{"08.11.15": "Lange Laan", "08.11.30": "a", "08.11.40": "bis", "08.H": "58"}),
		row{"08.09.10": "1999", "08.13.10": "5010", "08.13.20": "20180000", "08.13.30": "Rue 1", "08.13.40": "Ville", "08.H": "58"},
		at("Fout", "1", "1234AB", "20170101").with(row{"08.84.10": "O", "08.H": "58"}),
		row{"08.09.10": "9901", "08.10.10": "W", "08.10.30": "20150101", "08.12.10": "Ligplaats bij de brug", "08.H": "58"},
		at("Kade", "3", "2345BC", "20100101").with(row{"08.11.15": "Kade", "08.85.10": "20111101", "08.H": "58"}),
		at("Kade", "3", "2345BC", "20100101").with(only("08.H", "58")),
		at("Plein", "4", "3456CD", "20050101").with(row{"08.10.10": "B", "08.H": "58"}),
		at(".", "", "", "19990101").with(only("08.H", "58")),
		row{"08.13.10": "0000", "08.13.20": "19980101", "08.13.30": "x"},
	)
	var got []string
	for _, s := range p.Stays {
		got = append(got, strings.Join([]string{string(s.Kind), s.Span.From.String(), s.Span.Until.String()}, " "))
	}
	want := []string{
		"address 2020-03-01 ",
		"abroad 2018-00-00 2020-02-29",
		"location 2015-01-01 2018-00-00",
		"address 2010-01-01 2014-12-31",
		"address 2005-01-01 2009-12-31",
		"unknown 1999-01-01 2004-12-31",
		"unknown 1998-01-01 1998-12-31",
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
	if home := p.Stays[0]; !home.Current || home.Street != "Lange Laan" || home.Number != (nl.HouseNumber{Number: 12, Letter: "A", Addition: "bis"}) || home.Key() != "1234AB 12abis" {
		t.Errorf("%+v, key %q", home, home.Key())
	}
	if !slices.Equal(p.Stays[3].Lines, []int{6, 7}) || !p.Stays[4].Mail || !slices.Equal(p.Stays[1].AbroadLines, []string{"Rue 1", "Ville"}) {
		t.Errorf("%+v", p.Stays)
	}
}

func TestWhereSomebodyLived(t *testing.T) {
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19600101").with(at("Laan", "12", "1234AB", "20200301")).with(only("08.H", "58")),
		at("Plein", "4", "3456CD", "20150101").with(row{"08.10.10": "B", "08.H": "58"}),
		at("Kade", "3", "2345BC", "20100101"),
	)
	for day, want := range map[string]string{"2026-01-01": "Laan", "2016-01-01": "", "2012-01-01": "Kade", "2009-12-31": ""} {
		stay, ok := p.LivedOn(nl.MustDate(day))
		if stay.Street != want || ok != (want != "") {
			t.Errorf("%s: %q", day, stay.Street)
		}
	}
	if home, ok := p.Home(); !ok || home.Street != "Laan" {
		t.Errorf("home: %+v", home)
	}
	mail := one(t, somebody(bsnNoor, "Noor", "Kwakkel", "19600101").with(at("Plein", "4", "3456CD", "20150101")).with(only("08.10.10", "B")))
	if _, ok := mail.Home(); ok {
		t.Error("a postal address is no home")
	}
}

func TestAStayThatEndedOnAnUnknownDayIsOver(t *testing.T) {
	p := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19600101").with(at("Laan", "12", "1234AB", "00000000")).with(only("08.H", "58")),
		at("Kade", "3", "2345BC", "20100101"),
	)
	if stay, ok := p.LivedOn(today); !ok || stay.Street != "Laan" {
		t.Errorf("%+v", stay)
	}
	if p.Stays[1].Current {
		t.Error("the older stay is not the present one")
	}
	q := one(t,
		somebody(bsnNoor, "Noor", "Kwakkel", "19600101").with(at("Plein", "4", "3456CD", "00000000")).with(row{"08.10.10": "B", "08.H": "58"}),
		at("Kade", "3", "2345BC", "20100101"),
	)
	if stay, ok := q.LivedOn(today); ok {
		t.Errorf("nobody knows where she lives now: %+v", stay)
	}
}
