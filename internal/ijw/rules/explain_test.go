package rules

import (
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/text"
)

func voices(t *testing.T) []text.Voice {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return []text.Voice{texts.In("nl"), texts.In("en")}
}

func TestEveryRuleIsExplained(t *testing.T) {
	for _, v := range voices(t) {
		for _, r := range All() {
			w := Explain(v, ijw.Finding{Key: r.Key(), Code: r.Code, Path: "/Bericht/Client/Bsn", Level: r.Level})
			if !v.Has(r.Key()) || !v.Has(r.Key()+".do") || w.What == "" || w.Do == "" || w.Code != r.Code {
				t.Errorf("%s %s: %+v", v.Lang(), r.Code, w)
			}
			if len(w.What) > 130 || len(w.Do) > 170 {
				t.Errorf("%s %s is long for a tired person: %q %q", v.Lang(), r.Code, w.What, w.Do)
			}
		}
		for code := range OP003(Safety{Danger: true}, today) {
			if w := Explain(v, OP003(Safety{Danger: true}, today)[code]); strings.HasPrefix(w.What, "ijwrules.") || w.Code != "OP003" {
				t.Errorf("%+v", w)
			}
		}
	}
}

func TestEveryElementOfARuleHasAWord(t *testing.T) {
	for _, v := range voices(t) {
		for _, r := range All() {
			for _, name := range r.at {
				if name == "TeWijzigenProducten" || name == "OngewijzigdeProducten" || name == "StartProducten" ||
					name == "StopProducten" || name == "Clienten" || name == "Prestaties" {
					continue // lists, at which no rule finds anything
				}
				if Field(v, "/Bericht/"+name+"[2]") == name {
					t.Errorf("%s: %s has no word", v.Lang(), name)
				}
			}
		}
	}
}

func TestAFindingOfTheFormIsExplainedToo(t *testing.T) {
	v := voices(t)[0]
	w := Explain(v, ijw.Finding{Level: LevelForm, Key: "ijw.missing", Args: []string{"element", "Bsn", "in", "Client"}, Path: "/Bericht/Client/Bsn", Code: "RS037"})
	if w.What != "Bsn ontbreekt in Client." || w.Field != "het burgerservicenummer" || !strings.HasPrefix(w.Do, "Verbeter") {
		t.Errorf("%+v", w)
	}
	if got := Field(v, "/Bericht/Client/Onbekend"); got != "Onbekend" {
		t.Error(got)
	}
}

func TestEveryReturnCodeHasWords(t *testing.T) {
	list, ok := ijw.Codes(ijw.Jeugdwet, "RetourCode")
	if !ok {
		t.Fatal("no list of return codes")
	}
	for _, v := range voices(t) {
		for _, c := range list.Codes {
			w, known := ReturnWords(v, c.Code)
			if !known || w.Do == "" || strings.Contains(w.What, "ijwrules.") || strings.Contains(w.Do, "ijwrules.") {
				t.Errorf("%s %s: %+v", v.Lang(), c.Code, w)
			}
		}
		if w, known := ReturnWords(v, "XXXX"); known || !strings.Contains(w.What, "XXXX") {
			t.Errorf("%+v", w)
		}
	}
}

func TestNoFindingShowsAPerson(t *testing.T) {
	v := voices(t)[0]
	for _, r := range contentRows {
		for _, f := range Content(edit(t, base(t, ijw.Jeugdwet, r.kind), r.bad...)) {
			w := Explain(v, f)
			for _, secret := range []string{noor, sam, "9999000", "Verzonnen", "2712"} {
				if strings.Contains(w.What+w.Do+w.Field+strings.Join(f.Args, " "), secret) {
					t.Errorf("%s shows %s: %+v", f.Code, secret, w)
				}
			}
		}
	}
}
