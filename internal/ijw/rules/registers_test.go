package rules

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

func TestRegistersJudgeTheScene(t *testing.T) {
	world := Registers{Day: today, Contracts: history(ijw.Jeugdwet), Products: map[ijw.Law]map[string][]string{
		ijw.Jeugdwet: {"45": {"45A03", "45A04"}}}}
	for _, kind := range sentKinds {
		if found := Outside(base(t, ijw.Jeugdwet, kind), world); len(found) > 0 {
			t.Errorf("%s: %+v", kind, found)
		}
	}
	for code, m := range map[string]ijw.Message{
		"TR135": edit(t, base(t, ijw.Jeugdwet, 305), "Header/BerichtIdentificatie/Dagtekening=2026-06-04"),
		"TR378": edit(t, base(t, ijw.Jeugdwet, 305), "Header/Ontvanger=9901"),
		"TR381": edit(t, base(t, ijw.Jeugdwet, 301), first+"Product/Code=45A99"),
		"TR346": edit(t, base(t, ijw.Jeugdwet, 323), line1+"Eenheid=01", line1+"ProductTarief=100", line1+"GeleverdVolume=95", line1+"IngediendBedrag/Bedrag=9501"),
	} {
		if found := codes(Outside(m, world)); !slices.Equal(found, []string{code}) {
			t.Errorf("%s: %v", code, found)
		}
	}
	world.Towns = []string{"9901"}
	if found := Outside(edit(t, base(t, ijw.Jeugdwet, 305), "Header/Ontvanger=9901"), world); len(found) > 0 {
		t.Errorf("a fictive town that is known: %+v", found)
	}
}

func TestRegistersSayNothingOfWhatTheyDoNotKnow(t *testing.T) {
	r := Registers{}
	if !r.Municipality("0007", nl.MustDate("2019-01-01")) || r.Municipality("0007", today) {
		t.Error("a code of long ago is not judged, one of today is")
	}
	if _, known := r.Fits(ijw.Wmo, "01", "01A01"); known {
		t.Error("there is no list of products")
	}
	if _, known := r.Tariff(here, "45", "45A03", today); known {
		t.Error("there is no contract")
	}
}

func TestTheMunicipalitiesAreThoseOfTheReference(t *testing.T) {
	raw, err := os.ReadFile(sharedFile(t, "codelists.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lists map[string][]map[string]string
	if err := json.Unmarshal(raw, &lists); err != nil {
		t.Fatal(err)
	}
	for _, law := range []string{"jw", "wmo"} {
		towns := lists[law+"/CBS_Gemeentecodes"]
		if len(towns) != len(inUse()) {
			t.Errorf("%s: %d codes, not %d", law, len(towns), len(inUse()))
		}
		for _, town := range towns {
			if !inUse()[town["Gemeentecode"]] {
				t.Errorf("%s: %s is missing", law, town["Gemeentecode"])
			}
		}
	}
}
