package rules

import (
	"slices"
	"testing"

	"eendracht/internal/ijw"
)

// row is a change to a message of the scene that breaks one rule. fine is a
// change close to it that does not.
type row struct {
	code string
	kind ijw.Kind
	bad  []string
	fine []string
}

func says(edits ...string) []string { return edits }

const (
	addr   = "Client/Contactgegevens/Contact/Adres/"
	first  = "Client/ToegewezenProducten/ToegewezenProduct[1]/"
	second = "Client/ToegewezenProducten/ToegewezenProduct[2]/"
	ask    = "Client/AangevraagdeProducten/AangevraagdProduct/"
	start  = "Client/StartProducten/StartProduct/"
	stop   = "Client/StopProducten/StopProduct/"
	chg    = "Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct/"
	fresh  = "Client/Verzoek/NieuweProducten/NieuwProduct/"
	line1  = "Declaratie/Clienten/Client[1]/Prestaties/Prestatie/"
	line2  = "Declaratie/Clienten/Client[2]/Prestaties/Prestatie/"
	back1  = "DeclaratieAntwoord/Clienten/Client/Prestaties/Prestatie/"
)

var contentRows = []row{
	{"CD005", 301, says("-" + addr + "Huis"), says("-"+addr+"Huis", "-"+addr+"Postcode", addr+"LandCode=BE")},
	{"CD007", 301, says("Client/Communicatie/Vorm=1"), says("Client/Communicatie/Vorm=1", "Client/Communicatie/Taal=Arabisch")},
	{"CD009", 301, says("Client/Contactgegevens/Contact/Periode/Begindatum=2026-01-01"), says("Client/Relaties/Relatie/Contact/Soort=04", "Client/Relaties/Relatie/Contact/Periode/Begindatum=2026-01-01")},
	{"CD025", 301, says("-"+addr+"Postcode", "-"+addr+"Huis"), says("-"+addr+"Postcode", "-"+addr+"Huis", addr+"LandCode=BE")},
	{"CD034", 301, says("-Client/Relaties/Relatie/Contact/Adres", "Client/Relaties/Relatie/Contact/Telefoon/Telefoon01/Telefoonnummer=0790000000"),
		says("-Client/Relaties/Relatie/Contact/Adres", "Client/Relaties/Relatie/Contact/Soort=02")},
	{"CD041", 301, says("-" + first + "Omvang"), says("-" + second + "Product/Categorie")},
	{"CD041", 315, says("-" + ask + "Omvang"), nil},
	{"CD041", 317, says(fresh + "Product/Code=43A02"), nil},
	{"CD043", 315, says("-" + ask + "BeschikkingIngangsdatum"), says("-"+ask+"BeschikkingIngangsdatum", "-"+ask+"BeschikkingNummer")},
	{"CD060", 323, says(line1 + "IngediendBedrag/DebetCredit=C"), says(line1+"IngediendBedrag/DebetCredit=C", line1+"ProductReferentie/VorigReferentieNummer=R0")},
	{"CD060", 325, says(back1 + "ProductReferentie/VorigReferentieNummer=R0"), nil},
	{"CD066", 315, says(ask + "Verwijzer/Naam=Dokter Verzonnen"), says(ask+"Verwijzer/Type=06", "-"+ask+"Verwijzer/ZorgverlenerCode", ask+"Verwijzer/Naam=Oma")},
	{"CD067", 315, says("-" + ask + "Verwijzer/ZorgverlenerCode"), says("-"+ask+"Verwijzer/ZorgverlenerCode", ask+"Verwijzer/Naam=Dokter Verzonnen")},
	{"CD068", 315, says(ask + "Verwijzer/Type=01"), says(ask + "Verwijzer/Type=05")},
	{"CD075", 301, says("-" + second + "Einddatum"), says("-" + first + "Einddatum")},
	{"CD075", 317, says("-" + fresh + "Einddatum"), nil},
	{"CD076", 301, says(first+"Omvang/Frequentie=2", "-"+first+"Einddatum"), says(first + "Omvang/Frequentie=2")},
	{"CD076", 315, says("-" + ask + "ToewijzingEinddatum"), says("-"+ask+"ToewijzingEinddatum", ask+"Omvang/Frequentie=4")},
	{"CD077", 301, says(first + "Budget=100"), says("-"+second+"Product/Categorie", second+"Budget=1")},
	{"CD078", 315, says(ask + "Budget=100"), says("-"+ask+"Omvang", "-"+ask+"Product/Code", ask+"Budget=100")},
	{"CD079", 317, says("-" + chg + "Omvang"), says("-"+chg+"Omvang", chg+"Budget=100")},
	{"CD080", 301, says("-" + first + "Product/Code"), says("-"+first+"Product/Code", first+"Ingangsdatum=2020-01-01", first+"Einddatum=2020-12-31")},
	{"CD085", 319, says("Antwoord/VerzoekAntwoord=1"), says("Antwoord/VerzoekAntwoord=1", "Antwoord/RedenAfwijzingVerzoek=3")},
	{"CD086", 319, says("Antwoord/RedenAfwijzingVerzoek=3"), says("Antwoord/VerzoekAntwoord=1", "Antwoord/RedenAfwijzingVerzoek=3")},
	{"CD087", 323, says("-" + line1 + "ProductTarief"), says("-"+line1+"ProductTarief", line1+"Eenheid=83", line1+"GeleverdVolume=54000")},
	{"CD087", 323, says(line2 + "ProductTarief=1"), nil},
	{"CD095", 315, says("-" + ask + "Product/Code"), says("-"+ask+"Product/Code", "-"+ask+"Omvang")},
	{"CD096", 317, says("-"+fresh+"Budget", fresh+"Omvang/Volume=1", fresh+"Omvang/Eenheid=04", fresh+"Omvang/Frequentie=4"),
		says("-"+fresh+"Budget", fresh+"Omvang/Volume=1", fresh+"Omvang/Eenheid=04", fresh+"Omvang/Frequentie=4", fresh+"Product/Code=43A02")},
	{"CS002", 305, says("Client/Bsn=999900007"), says("Client/Bsn=999900018")},
	{"CS002", 323, says("Declaratie/Clienten/Client[2]/Bsn=123456789"), nil},
	{"CS003", 301, says(first + "Einddatum=2026-02-28"), says(first + "Einddatum=2026-03-01")},
	{"CS003", 301, says("Client/Relaties/Relatie/Contact/Soort=04", "Client/Relaties/Relatie/Contact/Periode/Begindatum=2026-02-01", "Client/Relaties/Relatie/Contact/Periode/Einddatum=2026-01-01"), nil},
	{"CS003", 317, says(chg + "Einddatum=2026-06-30"), nil},
	{"CS050", 301, says("Client/Naam/NaamGebruik=2"), says("Client/Naam/NaamGebruik=2", "Client/Naam/Partnernaam/Achternaam=Bedacht")},
	{"CS058", 305, says(start + "StatusAanlevering=2"), says(start + "StatusAanlevering=3")},
	{"CS058", 307, says(stop + "StatusAanlevering=9"), nil},
	{"CS089", 301, says(addr + "Postcode=2712A1"), says(addr + "Postcode=2712ab")},
	{"CS089", 301, says(addr + "Postcode=0712AB"), says(addr+"Postcode=B-1000", addr+"LandCode=BE")},
	{"CS100", 323, says(line1+"ProductPeriode/Begindatum=2020-12-01", line1+"ProductPeriode/Einddatum=2020-12-31", "Declaratie/DeclaratieDagtekening=2021-01-05"),
		says(line1+"ProductPeriode/Begindatum=2021-12-01", line1+"ProductPeriode/Einddatum=2021-12-31")},
	{"CS139", 305, says("Client/Geboortedatum/DatumGebruik=1"), says("Client/Geboortedatum/DatumGebruik=1", "Client/Geboortedatum/Datum=2012-04-01")},
	{"CS139", 305, says("Client/Geboortedatum/DatumGebruik=2", "Client/Geboortedatum/Datum=2012-04-01"), says("Client/Geboortedatum/DatumGebruik=2", "Client/Geboortedatum/Datum=2012-01-01")},
	{"CS139", 305, says("Client/Geboortedatum/DatumGebruik=3"), says("Client/Geboortedatum/DatumGebruik=3", "Client/Geboortedatum/Datum=1900-01-01")},
	{"CS318", 301, says("Client/Naam/NaamGebruik=6"), says("Client/Relaties/Relatie/Naam/NaamGebruik=6")},
	{"CS325", 325, says("DeclaratieAntwoord/TotaalToegekendBedrag/DebetCredit=C"), nil},
	{"CS335", 301, says(first + "RedenWijziging=13"), says(first+"RedenWijziging=13", first+"Einddatum=2026-03-01")},
	{"CS336", 301, says(first+"RedenWijziging=01", first+"Einddatum=2026-03-01"), says(first + "RedenWijziging=14")},
	{"CS337", 323, says(line1 + "ProductPeriode/Einddatum=2026-06-01"), says(line1 + "ProductPeriode/Einddatum=2026-05-30")},
	{"CS338", 301, says(first+"Omvang/Eenheid=14", first+"Omvang/Frequentie=1"), says(first + "Omvang/Frequentie=1")},
	{"CS338", 317, says(chg+"Omvang/Eenheid=84", chg+"Omvang/Frequentie=1"), says(chg+"Omvang/Eenheid=84", chg+"Omvang/Frequentie=6")},
	{"CS339", 323, says(line2 + "GeleverdVolume=89999"), nil},
	{"CS340", 323, says("Declaratie/DeclaratiePeriode/Einddatum=2026-05-30"), says("Declaratie/DeclaratiePeriode/Begindatum=2024-02-01", "Declaratie/DeclaratiePeriode/Einddatum=2024-02-29")},
	{"CS340", 323, says("Declaratie/DeclaratiePeriode/Begindatum=2026-05-02"), nil},
	{"CS343", 315, says(ask + "Omvang/Frequentie=1"), says(ask + "Omvang/Frequentie=6")},
	{"TR002", 305, says("Client/Geboortedatum/Datum=1906-06-02"), says("Client/Geboortedatum/Datum=1906-06-03")},
	{"TR002", 301, says("Client/Relaties/Relatie/Geboortedatum/Datum=1906-06-02"), says("Client/Relaties/Relatie/Geboortedatum/Datum=1900-01-01", "Client/Relaties/Relatie/Geboortedatum/DatumGebruik=3")},
	{"TR006", 301, says("Client/Relaties/Relatie/Contact/Soort=02", "-Client/Relaties/Relatie/Contact/Adres"),
		says("Client/Relaties/Relatie/Contact/Soort=02", "-Client/Relaties/Relatie/Contact/Adres", "Client/Relaties/Relatie/Contact/Telefoon/Telefoon01/Telefoonnummer=0790000000")},
	{"TR018", 307, says(stop + "Einddatum=2026-02-28"), says(stop + "Einddatum=2026-03-01")},
	{"TR061", 301, says("Client/Contactgegevens/Contact/Soort=04"), says("Client/Contactgegevens/Contact/Soort=02")},
	{"TR101", 301, says("+Client/Relaties/Relatie"), says("+Client/Relaties/Relatie", "Client/Relaties/Relatie[2]/Nummer=2")},
	{"TR101", 301, says("+Client/Contactgegevens/Contact"), says("+Client/Contactgegevens/Contact", "Client/Contactgegevens/Contact[2]/Soort=03")},
	{"TR101", 305, says("+Client/StartProducten/StartProduct", "Client/StartProducten/StartProduct[2]/StatusAanlevering=3"),
		says("+Client/StartProducten/StartProduct", "Client/StartProducten/StartProduct[2]/Begindatum=2026-04-16")},
	{"TR101", 305, says("-"+start+"ToewijzingNummer", start+"Product/Categorie=45", "+Client/StartProducten/StartProduct"),
		says("-"+start+"ToewijzingNummer", start+"Product/Categorie=45", "+Client/StartProducten/StartProduct", "Client/StartProducten/StartProduct[2]/Product/Categorie=46")},
	{"TR101", 307, says("+Client/StopProducten/StopProduct"), says("+Client/StopProducten/StopProduct", "Client/StopProducten/StopProduct[2]/RedenBeeindiging=20")},
	{"TR101", 317, says("+Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct"), nil},
	{"TR101", 317, says("+Client/Verzoek/NieuweProducten/NieuwProduct"), nil},
	{"TR101", 323, says("+Declaratie/Clienten/Client[1]/Prestaties/Prestatie"), nil},
	{"TR101", 325, says("+DeclaratieAntwoord/Clienten/Client"), nil},
	{"TR134", 301, says(first + "Toewijzingsdatum=2026-06-04"), says(first + "Toewijzingsdatum=2026-06-03")},
	{"TR134", 305, says(start + "Begindatum=2026-06-04"), says(start + "Begindatum=2026-06-03")},
	{"TR134", 305, says("Client/Geboortedatum/Datum=2026-06-04"), nil},
	{"TR137", 323, says(line1+"ProductPeriode/Begindatum=2026-06-01", line1+"ProductPeriode/Einddatum=2026-06-30"), says(line1+"ProductPeriode/Begindatum=2026-06-01", line1+"ProductPeriode/Einddatum=2026-06-03")},
	{"TR137", 325, says(back1 + "ProductPeriode/Einddatum=2026-03-31"), nil},
	{"TR302", 301, says(second + "Product/Categorie=45"), says(second+"Product/Categorie=45", second+"Ingangsdatum=2026-11-01")},
	{"TR302", 301, says("-" + second + "Product"), says(second+"Product/Categorie=45", second+"Einddatum=2026-03-01", second+"RedenWijziging=13")},
	{"TR315", 323, says(line1+"IngediendBedrag/DebetCredit=C", line1+"ProductReferentie/VorigReferentieNummer=R0", line2+"IngediendBedrag/DebetCredit=C", line2+"ProductReferentie/VorigReferentieNummer=R0"),
		says(line1+"IngediendBedrag/DebetCredit=C", line1+"ProductReferentie/VorigReferentieNummer=R0", line2+"IngediendBedrag/DebetCredit=C", line2+"ProductReferentie/VorigReferentieNummer=R00")},
	{"TR316", 323, says(line2+"IngediendBedrag/DebetCredit=C", line2+"ProductReferentie/VorigReferentieNummer=R2"), says(line2+"IngediendBedrag/DebetCredit=C", line2+"ProductReferentie/VorigReferentieNummer=R1")},
	{"TR335", 323, says(line1+"ProductPeriode/Begindatum=2021-05-01", line1+"ProductPeriode/Einddatum=2021-05-31"), says(line1+"ProductPeriode/Begindatum=2021-06-01", line1+"ProductPeriode/Einddatum=2021-06-03")},
	{"TR342", 325, says("DeclaratieAntwoord/TotaalToegekendBedrag/TotaalBedrag=1"), nil},
	{"TR342", 325, says("DeclaratieAntwoord/RetourCodes/RetourCode=9333"), says("DeclaratieAntwoord/RetourCodes/RetourCode=9333", "-DeclaratieAntwoord/Clienten")},
	{"TR352", 317, says("-Client/Verzoek/OngewijzigdeProducten", "-Client/Verzoek/TeWijzigenProducten"), says("-Client/Verzoek/OngewijzigdeProducten")},
	{"TR353", 317, says("-Client/Verzoek/NieuweProducten", "-Client/Verzoek/TeWijzigenProducten"), says("-Client/Verzoek/NieuweProducten")},
	{"TR358", 323, says("Declaratie/TotaalIngediendBedrag/TotaalBedrag=144001"),
		says(line1+"IngediendBedrag/DebetCredit=C", line1+"ProductReferentie/VorigReferentieNummer=R1", "Declaratie/TotaalIngediendBedrag/TotaalBedrag=36000")},
	{"TR358", 323, says("Declaratie/TotaalIngediendBedrag/DebetCredit=C"), nil},
	{"TR377", 319, says("Antwoord/VerzoekAntwoord=1", "Antwoord/RedenAfwijzingVerzoek=8"), says("Antwoord/VerzoekAntwoord=1", "Antwoord/RedenAfwijzingVerzoek=8", "Antwoord/Woonplaatsbeginsel/Gemeente=0518")},
	{"TR380", 317, says(fresh + "GewensteIngangsdatum=2026-06-03"), says(fresh + "GewensteIngangsdatum=2026-06-04")},
	{"TR383", 315, says("+Client/AangevraagdeProducten/AangevraagdProduct", "Client/AangevraagdeProducten/AangevraagdProduct[2]/Product/Categorie=45"),
		says("+Client/AangevraagdeProducten/AangevraagdProduct", "Client/AangevraagdeProducten/AangevraagdProduct[2]/Product/Categorie=45", "Client/AangevraagdeProducten/AangevraagdProduct[2]/ReferentieAanbieder=V22")},
	{"TR386", 315, says("+Client/AangevraagdeProducten/AangevraagdProduct", "Client/AangevraagdeProducten/AangevraagdProduct[2]/ReferentieAanbieder=V22"),
		says("+Client/AangevraagdeProducten/AangevraagdProduct", "Client/AangevraagdeProducten/AangevraagdProduct[2]/ReferentieAanbieder=V22", "Client/AangevraagdeProducten/AangevraagdProduct[2]/Product/Code=43A02")},
	{"TR409", 319, says("Antwoord/VerzoekAntwoord=1", "Antwoord/RedenAfwijzingVerzoek=3", "Antwoord/Woonplaatsbeginsel/Gemeente=0518"), nil},
	{"TR410", 317, says("+Client/Verzoek/NieuweProducten/NieuwProduct", "Client/Verzoek/NieuweProducten/NieuwProduct[2]/GewensteIngangsdatum=2026-12-31"),
		says("+Client/Verzoek/NieuweProducten/NieuwProduct", "Client/Verzoek/NieuweProducten/NieuwProduct[2]/GewensteIngangsdatum=2027-01-01", "Client/Verzoek/NieuweProducten/NieuwProduct[2]/Einddatum=2027-02-01")},
	{"TR416", 323, says("+Declaratie/Clienten/Client[1]/Prestaties/Prestatie", "Declaratie/Clienten/Client[1]/Prestaties/Prestatie[2]/ProductReferentie/ReferentieNummer=R4"),
		says("+Declaratie/Clienten/Client[1]/Prestaties/Prestatie", "Declaratie/Clienten/Client[1]/Prestaties/Prestatie[2]/ProductReferentie/ReferentieNummer=R4", "Declaratie/Clienten/Client[1]/Prestaties/Prestatie[2]/ProductCode=45A09", "Declaratie/TotaalIngediendBedrag/TotaalBedrag=198000")},
}

func TestEveryContentRule(t *testing.T) {
	for _, r := range contentRows {
		t.Run(r.code+"/"+r.kind.String(), func(t *testing.T) {
			found := Content(edit(t, base(t, ijw.Jeugdwet, r.kind), r.bad...))
			at := slices.IndexFunc(found, func(f ijw.Finding) bool { return f.Code == r.code })
			if at < 0 {
				t.Fatalf("%s is not found, only %v", r.code, codes(found))
			}
			if f := found[at]; f.Level != LevelContent || f.Return != technical || f.Path == "" {
				t.Errorf("%+v", f)
			}
			if found := Content(edit(t, base(t, ijw.Jeugdwet, r.kind), r.fine...)); slices.Contains(codes(found), r.code) {
				t.Errorf("what is fine gives %+v", found)
			}
		})
	}
	covered(t, LevelContent, func(code string) bool {
		return slices.ContainsFunc(contentRows, func(r row) bool { return r.code == code })
	})
}

// covered says which rules of a level have no row.
func covered(t *testing.T, level int, has func(code string) bool) {
	t.Helper()
	for _, r := range All() {
		if r.Level == level && !has(r.Code) {
			t.Errorf("no row breaks %s", r.Code)
		}
	}
}

func TestAidsUnderTheWmoMayStack(t *testing.T) {
	for category, stacks := range map[string]bool{"11": true, "14": true, "02": false} {
		m := edit(t, base(t, ijw.Wmo, 301), first+"Product/Categorie="+category, second+"Product/Categorie="+category)
		if found := Content(m); (len(found) == 0) != stacks {
			t.Errorf("category %s: %v", category, codes(found))
		}
	}
	m := edit(t, base(t, ijw.Wmo, 301), first+"Product/Categorie=12", "-"+second+"Product")
	if found := Content(m); len(found) > 0 {
		t.Errorf("a generic allocation beside an aid: %v", codes(found))
	}
}

func TestResidenceIsARuleOfTheJeugdwetAlone(t *testing.T) {
	m := edit(t, base(t, ijw.Wmo, 319), "Antwoord/VerzoekAntwoord=1", "Antwoord/RedenAfwijzingVerzoek=8")
	if found := Content(m); len(found) > 0 {
		t.Errorf("%v", codes(found))
	}
}
