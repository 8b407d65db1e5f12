package rules

import (
	"slices"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// acrossRow breaks one rule of level 3, by a change to the message, to what was
// exchanged before, or both. The message of the scene after its history is fine;
// fine is one more message that is, after the same history as the bad one when
// prior is given.
type acrossRow struct {
	code  string
	kind  ijw.Kind
	prior func(t *testing.T, m *Memory)
	bad   []string
	fine  []string
}

// added makes a prior of one more message of the scene, changed and under another identification.
func added(kind ijw.Kind, edits ...string) func(*testing.T, *Memory) {
	return func(t *testing.T, m *Memory) {
		m.Add(edit(t, base(t, ijw.Jeugdwet, kind), append(edits, "Header/BerichtIdentificatie/Identificatie=P1")...))
	}
}

const (
	newID   = "Header/BerichtIdentificatie/Identificatie="
	unch    = "Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct/"
	bsn     = "Client/Bsn="
	credit1 = line1 + "IngediendBedrag/DebetCredit=C"
)

// takesR1 makes the first line a credit of what was claimed in April.
var takesR1 = says(credit1, line1+"ProductReferentie/VorigReferentieNummer=R1", line1+"ProductPeriode/Begindatum=2026-04-01",
	line1+"ProductPeriode/Einddatum=2026-04-30", line1+"GeleverdVolume=8", line1+"IngediendBedrag/Bedrag=48000")

// april makes the first line what was claimed in April.
var april = takesR1[2:]

func with(edits []string, more ...string) []string { return append(slices.Clone(edits), more...) }

var acrossRows = []acrossRow{
	{"TR056", 301, nil, says(newID + "H2"), says(newID + "H3")},
	{"TR056", 323, nil, says(newID + "C1"), says(newID + "H3")},
	{"TR019", 305, nil, says(start + "ToewijzingNummer=9999"), says("-"+start+"ToewijzingNummer", start+"Product/Categorie=45")},
	{"TR019", 305, nil, says(start + "ToewijzingNummer=2001"), says(bsn+sam, start+"ToewijzingNummer=2001")},
	{"TR019", 307, nil, says(stop + "ToewijzingNummer=9999"), nil},
	{"TR063", 305, nil, says(start + "StatusAanlevering=3"), says(start+"ToewijzingNummer=1001", start+"Begindatum=2026-03-01", start+"StatusAanlevering=3")},
	{"TR063", 305, nil, says(start+"ToewijzingNummer=1001", start+"StatusAanlevering=3"), nil},
	{"TR063", 307, added(307), says(stop+"RedenBeeindiging=20", stop+"StatusAanlevering=3"), says(stop + "StatusAanlevering=3")},
	{"TR071", 305, added(307), says(start+"ToewijzingNummer=1001", start+"Begindatum=2026-03-01", start+"StatusAanlevering=3"), nil},
	{"TR074", 305, nil, says(start+"ToewijzingNummer=1001", start+"Begindatum=2026-03-01"), says(start+"ToewijzingNummer=1002", start+"Begindatum=2026-03-01")},
	{"TR074", 307, added(307), nil, says(stop + "RedenBeeindiging=20")},
	{"TR326", 305, nil, says(start + "ToewijzingNummer=1001"), nil},
	{"TR326", 305, added(307), says("+"+"Client/StartProducten/StartProduct", "Client/StartProducten/StartProduct[2]/Begindatum=2026-04-16"), says(start+"ToewijzingNummer=1001", start+"Begindatum=2026-06-02")},
	{"TR382", 307, nil, says(stop + "Begindatum=2026-03-02"), nil},
	{"TR413", 307, added(307, stop+"RedenBeeindiging=20"), says(stop+"RedenBeeindiging=20", stop+"Einddatum=2026-06-02"), says(stop + "Einddatum=2026-06-02")},
	{"TR414", 307, added(307, stop+"RedenBeeindiging=20"), says(stop + "Einddatum=2026-05-31"), says(stop + "Einddatum=2026-06-01")},
	{"TR415", 307, added(307), says(stop + "RedenBeeindiging=20"), nil},
	{"TR332", 301, nil, says(second + "ToewijzingNummer=2001"), says(second + "ToewijzingNummer=3001")},
	{"TR332", 301, nil, says(first + "Ingangsdatum=2026-03-02"), says(first + "Einddatum=2027-12-31")},
	{"TR332", 301, nil, says(first + "Product/Code=45A09"), nil},
	{"TR332", 301, nil, says("Header/Ontvanger=65656056"), nil},
	{"TR379", 301, nil, says(second + "ReferentieAanbieder=V7"), says(second + "ReferentieAanbieder=V1")},
	{"TR379", 301, nil, says(second + "ReferentieAanbieder=V9"), nil},
	{"TR385", 301, nil, says(first+"RedenWijziging=13", first+"Einddatum=2026-03-01"), says(second+"RedenWijziging=13", second+"Einddatum=2026-03-01")},
	{"TR304", 317, nil, says(bsn + "999900031"), nil},
	{"TR304", 323, nil, says("Declaratie/Clienten/Client[1]/Bsn=999900031"), nil},
	{"TR347", 315, nil, says(ask + "ReferentieAanbieder=V1"), says(ask + "ReferentieAanbieder=V11")},
	{"TR347", 317, nil, says("Client/Verzoek/ReferentieAanbieder=V9"), nil},
	{"TR349", 317, nil, says("-Client/Verzoek/OngewijzigdeProducten"), nil},
	{"TR350", 317, nil, says(unch + "ToewijzingNummer=2001"), nil},
	{"TR350", 317, added(301, second+"RedenWijziging=13", second+"Einddatum=2026-03-01", second+"Toewijzingsdatum=2026-06-02"), nil, says("-Client/Verzoek/OngewijzigdeProducten")},
	{"TR351", 317, nil, says(chg + "ToewijzingNummer=9999"), nil},
	{"TR351", 317, added(301, first+"Einddatum=2026-06-02", first+"Toewijzingsdatum=2026-06-02"), nil, says("-Client/Verzoek/TeWijzigenProducten")},
	{"TR357", 317, nil, says(chg + "GewensteIngangsdatum=2026-06-03"), says(chg + "GewensteIngangsdatum=2026-03-01")},
	{"TR361", 317, nil, says(fresh + "Product/Categorie=46"), says(fresh + "Product/Categorie=44")},
	{"TR361", 317, nil, says(fresh+"Product/Categorie=45", chg+"Einddatum=2026-07-01"), says(fresh+"Product/Categorie=45", chg+"GewensteIngangsdatum=2026-06-10", chg+"Einddatum=2026-06-30")},
	{"TR373", 317, nil, says(unch+"ToewijzingNummer=1001", chg+"ToewijzingNummer=1002", "-"+chg+"Omvang", chg+"Budget=600000"),
		says(unch+"ToewijzingNummer=1001", chg+"ToewijzingNummer=1002", "-"+chg+"Omvang", chg+"Budget=600000", chg+"GewensteIngangsdatum=2026-03-01")},
	{"TR374", 315, added(315), says(ask + "ReferentieAanbieder=V4"), nil},
	{"TR374", 317, added(317), says("Client/Verzoek/ReferentieAanbieder=V4"), nil},
	{"TR375", 317, added(301, second+"ToewijzingNummer=1003", "-"+second+"Product", second+"Ingangsdatum=2026-06-01"),
		says(chg+"ToewijzingNummer=1003", unch+"ToewijzingNummer=1001"), says(chg+"ToewijzingNummer=1003", "-"+chg+"Omvang", chg+"Budget=1")},
	{"TR411", 317, nil, says("-"+chg+"Omvang", chg+"Budget=1"), nil},
	{"TR412", 317, nil, says(chg+"ToewijzingNummer=1002", unch+"ToewijzingNummer=1001"), says(chg+"ToewijzingNummer=1002", unch+"ToewijzingNummer=1001", "-"+chg+"Omvang", chg+"Budget=1")},
	{"TR355", 319, nil, says("Antwoord/ReferentieAanbieder=V77"), nil},
	{"TR359", 319, nil, says("Antwoord/ReferentieAanbieder=V1"), nil},
	{"TR360", 319, added(319), nil, says("Antwoord/VerzoekAntwoord=1")},
	{"TR365", 319, added(319, "Antwoord/VerzoekAntwoord=1"), says("Antwoord/VerzoekAntwoord=1"), nil},
	{"TR307", 323, nil, says(line2 + "ProductPeriode/Begindatum=2026-05-03"), nil},
	{"TR308", 323, added(301, first+"Einddatum=2026-05-30", first+"Toewijzingsdatum=2026-06-02"), nil, says(line1 + "ProductPeriode/Einddatum=2026-05-30")},
	{"TR314", 323, nil, says(line1 + "ProductReferentie/ReferentieNummer=R1"), says(line1 + "ProductReferentie/ReferentieNummer=R4")},
	{"TR314", 323, nil, says(line2 + "ProductReferentie/ReferentieNummer=R2"), nil},
	{"TR318", 323, nil, says("Declaratie/DeclaratiePeriode/Begindatum=2026-03-01", "Declaratie/DeclaratiePeriode/Einddatum=2026-03-31"),
		says("Declaratie/DeclaratiePeriode/Begindatum=2026-06-01", "Declaratie/DeclaratiePeriode/Einddatum=2026-06-30")},
	{"TR319", 323, nil, says("Declaratie/DeclaratiePeriode/Begindatum=2026-04-01", "Declaratie/DeclaratiePeriode/Einddatum=2026-04-30"), nil},
	{"TR321", 323, nil, says(line1 + "GeleverdVolume=11"), says(line1 + "GeleverdVolume=10")},
	{"TR321", 323, nil, says(line1+"Eenheid=01", line1+"GeleverdVolume=601"), says(line1+"Eenheid=01", line1+"GeleverdVolume=600", line1+"ProductTarief=100")},
	{"TR321", 323, nil, says(line2 + "GeleverdVolume=120001"), says(line2 + "GeleverdVolume=120000")},
	{"TR322", 323, added(301, first+"Omvang/Volume=16", first+"Omvang/Frequentie=6", first+"Toewijzingsdatum=2026-06-02"), nil, says(line1 + "GeleverdVolume=8")},
	{"TR323", 323, nil, with(takesR1, line1+"IngediendBedrag/Bedrag=47999"), takesR1},
	{"TR323", 323, nil, with(takesR1, line1+"ProductReferentie/VorigReferentieNummer=R77"), nil},
	{"TR333", 323, nil, says("Declaratie/DeclaratieNummer=D1"), nil},
	{"TR338", 323, nil, says(line1 + "ToewijzingNummer=2001"), nil},
	{"TR339", 323, nil, says(line1 + "ProductCategorie=46"), says(line1+"ToewijzingNummer=1002", line1+"ProductCategorie=46", line1+"ProductCode=46A01")},
	{"TR340", 323, nil, says(line1 + "ProductCode=45A09"), nil},
	{"TR341", 323, nil, says(line1 + "Eenheid=16"), says(line1+"Eenheid=01", line1+"ProductTarief=100")},
	{"TR341", 323, func(_ *testing.T, m *Memory) { m.Agree(here, "46", "46A01", Tariff{7000, "16"}) },
		says(line1+"ToewijzingNummer=1002", line1+"ProductCategorie=46", line1+"ProductCode=46A01"),
		says(line1+"ToewijzingNummer=1002", line1+"ProductCategorie=46", line1+"ProductCode=46A01", line1+"Eenheid=16", line1+"ProductTarief=7000")},
	{"TR369", 323, nil, says(line1+"ToewijzingNummer=1002", line1+"ProductCategorie=46", line1+"IngediendBedrag/Bedrag=500001"),
		says(line1+"ToewijzingNummer=1002", line1+"ProductCategorie=46", line1+"IngediendBedrag/Bedrag=500000")},
	{"TR384", 323, added(301, first+"RedenWijziging=13", first+"Einddatum=2026-03-01", first+"Toewijzingsdatum=2026-06-02"), nil, nil},
	{"TR387", 323, nil, says(line1 + "ProductPeriode/Begindatum=2026-05-02"), says(line2 + "ProductPeriode/Begindatum=2026-05-04")},
	{"TR387", 323, nil, says(line2 + "ProductPeriode/Begindatum=2026-05-05"), nil},
	{"TR388", 323, nil, says(line1 + "ProductPeriode/Einddatum=2026-05-30"), nil},
	{"TR389", 323, nil, april, nil},
	{"TR390", 323, added(323, with(takesR1, line1+"ProductReferentie/ReferentieNummer=R5")...), takesR1, nil},
	{"TR418", 323, nil, says(line1 + "ProductTarief=6001"), says(line1+"Eenheid=01", line1+"ProductTarief=100")},
	{"TR304", 325, nil, says("DeclaratieAntwoord/Clienten/Client/Bsn=999900031"), nil},
	{"TR337", 325, nil, says("Header/DeclaratieIdentificatie/Identificatie=C7"), nil},
	{"TR366", 325, nil, says(back1 + "ProductReferentie/ReferentieNummer=R77"), nil},
	{"TR367", 325, nil, says(back1 + "GeleverdVolume=9"), nil},
	{"TR367", 325, nil, says("DeclaratieAntwoord/TotaalIngediendBedrag/TotaalBedrag=48001"), nil},
	{"TR371", 325, nil, says("Header/XsdVersieDeclaratie/BerichtXsdVersie=9.9.9"), nil},
	{"TR376", 325, nil, says("DeclaratieAntwoord/DeclaratieNummer=D7"), nil},
}

func TestEveryAcrossRule(t *testing.T) {
	for _, r := range acrossRows {
		t.Run(r.code+"/"+r.kind.String(), func(t *testing.T) {
			past := history(ijw.Jeugdwet)
			if r.prior != nil {
				r.prior(t, past)
			}
			found := Across(edit(t, base(t, ijw.Jeugdwet, r.kind), r.bad...), past)
			at := slices.IndexFunc(found, func(f ijw.Finding) bool { return f.Code == r.code })
			if at < 0 {
				t.Fatalf("%s is not found, only %v", r.code, codes(found))
			}
			if rule, _ := Find(r.code); found[at].Level != LevelAcross || found[at].Return != rule.Return || !strings.HasPrefix(found[at].Path, "/Bericht/") {
				t.Errorf("%+v", found[at])
			}
			if r.fine != nil {
				if found := codes(Across(edit(t, base(t, ijw.Jeugdwet, r.kind), r.fine...), past)); slices.Contains(found, r.code) {
					t.Errorf("what is fine gives %v", found)
				}
			}
			if r.prior == nil {
				return
			}
			if found := codes(Across(edit(t, base(t, ijw.Jeugdwet, r.kind), r.bad...), history(ijw.Jeugdwet))); r.fine == nil && slices.Contains(found, r.code) {
				t.Errorf("without what went before it is bad too: %v", found)
			}
		})
	}
	covered(t, LevelAcross, func(code string) bool {
		return slices.ContainsFunc(acrossRows, func(r acrossRow) bool { return r.code == code })
	})
}

func TestEveryOutsideRule(t *testing.T) {
	rows := []row{
		{"TR135", 305, says("Header/BerichtIdentificatie/Dagtekening=2026-06-04"), says("Header/BerichtIdentificatie/Dagtekening=2026-06-03")},
		{"TR346", 323, says(line1 + "IngediendBedrag/Bedrag=54001"), says(line1+"GeleverdVolume=3", line1+"IngediendBedrag/Bedrag=18000")},
		{"TR346", 323, says(line1+"Eenheid=01", line1+"ProductTarief=100", line1+"GeleverdVolume=95", line1+"IngediendBedrag/Bedrag=9501"),
			says(line1+"Eenheid=01", line1+"ProductTarief=100", line1+"GeleverdVolume=95", line1+"IngediendBedrag/Bedrag=9500")},
		{"TR346", 323, says(line1+"ProductCode=45A99", line1+"Eenheid=01", line1+"ProductTarief=98", line1+"GeleverdVolume=30", line1+"IngediendBedrag/Bedrag=2956"),
			says(line1+"ProductCode=45A99", line1+"Eenheid=01", line1+"ProductTarief=98", line1+"GeleverdVolume=30", line1+"IngediendBedrag/Bedrag=2933")},
		{"TR378", 301, says("Header/Afzender=9999"), says("Header/Afzender=0518")},
		{"TR378", 319, says("Antwoord/Woonplaatsbeginsel/Gemeente=9999"), says("Antwoord/Woonplaatsbeginsel/Gemeente=0518")},
		{"TR381", 301, says(first + "Product/Code=99A01"), says("-" + first + "Product/Code")},
		{"TR381", 323, says(line1 + "ProductCode=99A01"), nil},
	}
	for _, r := range rows {
		t.Run(r.code+"/"+r.kind.String(), func(t *testing.T) {
			found := Outside(edit(t, base(t, ijw.Jeugdwet, r.kind), r.bad...), planet{})
			if !slices.Contains(codes(found), r.code) {
				t.Fatalf("%s is not found, only %v", r.code, codes(found))
			}
			if found := Outside(edit(t, base(t, ijw.Jeugdwet, r.kind), r.fine...), planet{}); slices.Contains(codes(found), r.code) {
				t.Errorf("what is fine gives %v", codes(found))
			}
		})
	}
	covered(t, LevelOutside, func(code string) bool {
		return slices.ContainsFunc(rows, func(r row) bool { return r.code == code })
	})
}

// oldTown is a World in which a code was in use until 2026.
type oldTown struct{ planet }

func (oldTown) Municipality(_ string, on nl.Date) bool { return on.Year < 2026 }

func TestACodeOfAMunicipalityMayBeThatOfTheFirstDay(t *testing.T) {
	m := base(t, ijw.Jeugdwet, 301)
	if !slices.Contains(codes(Outside(m, oldTown{})), "TR378") {
		t.Error("a code that was not in use on any day passes")
	}
	if slices.Contains(codes(Outside(edit(t, m, first+"Ingangsdatum=2025-12-01"), oldTown{})), "TR378") {
		t.Error("a code that was in use on the first day fails")
	}
}
