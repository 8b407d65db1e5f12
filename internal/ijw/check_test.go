package ijw

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/text"
)

func TestFindingsNamePlaceLineAndRule(t *testing.T) {
	doc := string(sample(t, "jw/samples/JW305.xml"))
	const bsn = "<jw305:Bsn>999900006</jw305:Bsn>"
	for _, row := range []struct {
		name, old, new string
		want           []string
	}{
		{"clean", bsn, bsn, nil},
		{"missing", bsn, "", []string{"20 /Bericht/Client/Bsn ijw.missing "}},
		{"missing at the end", "<jw305:StatusAanlevering>1</jw305:StatusAanlevering>", "",
			[]string{"33 /Bericht/Client/StartProducten/StartProduct[1]/StatusAanlevering ijw.missing "}},
		{"twice", bsn, bsn + bsn, []string{"19 /Bericht/Client/Bsn[2] ijw.twice "}},
		{"unknown", bsn, bsn + "<jw305:Schoenmaat>42</jw305:Schoenmaat>", []string{"19 /Bericht/Client/Schoenmaat ijw.unknown "}},
		{"namespace", bsn, "<ijw:Bsn>999900006</ijw:Bsn>",
			[]string{"19 /Bericht/Client/Bsn ijw.namespace ", "20 /Bericht/Client/Bsn ijw.missing "}},
		{"order", bsn, "<jw305:Geslacht>1</jw305:Geslacht>" + bsn,
			[]string{"19 /Bericht/Client/Geslacht[1] ijw.order ", "19 /Bericht/Client/Geslacht[1] ijw.order ", "23 /Bericht/Client/Geslacht[2] ijw.twice "}},
		{"place", "<ijw:Categorie>55</ijw:Categorie>", "<ijw:Code>1</ijw:Code><ijw:Categorie>55</ijw:Categorie>",
			[]string{"36 /Bericht/Client/StartProducten/StartProduct[1]/Product/Code[1] ijw.order ",
				"37 /Bericht/Client/StartProducten/StartProduct[1]/Product/Code[2] ijw.twice "}},
		{"optional too late", "<jw305:StatusAanlevering>1</jw305:StatusAanlevering>",
			"<jw305:StatusAanlevering>1</jw305:StatusAanlevering><jw305:ToewijzingNummer>1</jw305:ToewijzingNummer>",
			[]string{"41 /Bericht/Client/StartProducten/StartProduct[1]/ToewijzingNummer[2] ijw.twice "}},
		{"text", bsn, "los" + bsn, []string{"18 /Bericht/Client ijw.text "}},
		{"CDATA", bsn, "<![CDATA[ ]]>" + bsn, []string{"18 /Bericht/Client ijw.text "}},
		{"empty CDATA", bsn, bsn + "<![CDATA[]]>", []string{"18 /Bericht/Client ijw.text "}},
		{"child in value", bsn, "<jw305:Bsn><jw305:Nummer/></jw305:Bsn>", []string{"19 /Bericht/Client/Bsn ijw.children "}},
		{"attribute", "<jw305:Bsn>", `<jw305:Bsn soort="1">`, []string{"19 /Bericht/Client/Bsn ijw.attribute "}},
		{"too few digits", bsn, "<jw305:Bsn>12345678</jw305:Bsn>", []string{"19 /Bericht/Client/Bsn ijw.value.count RS037"}},
		{"too long", bsn, "<jw305:Bsn>9999000060</jw305:Bsn>", []string{"19 /Bericht/Client/Bsn ijw.value.long RS015"}},
		{"empty", bsn, "<jw305:Bsn/>", []string{"19 /Bericht/Client/Bsn ijw.value.empty RS007"}},
		{"code", "<jw305:Geslacht>1", "<jw305:Geslacht>M", []string{"23 /Bericht/Client/Geslacht ijw.value.code "}},
		{"message code", "<jw305:BerichtCode>438", "<jw305:BerichtCode>436", []string{"4 /Bericht/Header/BerichtCode ijw.value.fixed RS047"}},
		{"message version", "<jw305:BerichtVersie>3", "<jw305:BerichtVersie>2", []string{"5 /Bericht/Header/BerichtVersie ijw.value.fixed CS025"}},
		{"no such day", "2010-02-14", "2010-02-30", []string{"21 /Bericht/Client/Geboortedatum/Datum ijw.value.date "}},
		{"old year", "2010-02-14", "0010-02-14", []string{"21 /Bericht/Client/Geboortedatum/Datum ijw.value.year "}},
		{"root", "jw305:Bericht ", "jw305:Brief ", []string{"2 /Brief ijw.root "}},
	} {
		changed := strings.Replace(doc, row.old, row.new, 1)
		if row.name == "root" {
			changed = strings.Replace(changed, "</jw305:Bericht>", "</jw305:Brief>", 1)
		}
		_, found, err := Read(strings.NewReader(changed))
		var got []string
		for _, f := range found {
			got = append(got, f.String())
		}
		if err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %v\ngot  %q\nwant %q", row.name, err, got, row.want)
		}
	}
}

func TestEveryFindingHasASentenceInEveryLanguage(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	allKinds(t, func(t *testing.T, s *schema) {
		for seed := range 400 {
			doc := render(mutants(s).Example(seed).root, s, style{base: "b", own: "m"})
			_, found, _ := Read(bytes.NewReader(doc))
			for _, f := range found {
				seen[f.Key] = true
				for _, lang := range texts.Languages() {
					voice := texts.In(lang)
					say := voice.Say(f.Key, f.Args...)
					if !voice.Has(f.Key) || strings.ContainsAny(say, "{}\n") && f.Key != "ijw.value.pattern" {
						t.Errorf("%s: %s", lang, say)
					}
				}
			}
		}
	})
	if len(seen) < 20 {
		t.Errorf("only %d kinds of finding were seen: %v", len(seen), seen)
	}
}

func TestJudgingStopsWhenThereIsEnough(t *testing.T) {
	s, _ := shipped().schema("", Wmo, Kind305)
	doc := `<m:Bericht xmlns:m="` + s.own.uri + `">` + strings.Repeat("<m:Wat/>", 5000) + "</m:Bericht>"
	_, found, err := Read(strings.NewReader(doc))
	if err != nil || len(found) != MaxFindings {
		t.Errorf("%d findings, %v", len(found), err)
	}
}

func TestWhatWeDoNotKnowIsNotJudged(t *testing.T) {
	_, _, err := Read(strings.NewReader(`<a xmlns="http://www.istandaarden.nl/ijw/3_2/jw999/schema"/>`))
	if err == nil || !strings.Contains(err.Error(), "ijw.unknown_message") {
		t.Error(err)
	}
	if found := Check(Message{}); found != nil {
		t.Error(found)
	}
}

func TestValuesAtTheirEdges(t *testing.T) {
	s, _ := shipped().schema("", Jeugdwet, Kind301)
	types := map[string]*simple{}
	var collect func(*group)
	collect = func(g *group) {
		for _, e := range g.elements {
			if e.simple != nil {
				types[e.simple.name] = e.simple
			} else {
				collect(e.group)
			}
		}
	}
	collect(s.root.group)
	for _, row := range []struct {
		typed string
		right []string
		wrong []string
	}{
		{"LDT_Datum", []string{"2024-02-29", " 2026-01-31\n", "2000-02-29", "9999-12-31", "1000-01-01"},
			[]string{"", "2026-02-29", "1900-02-29", "2026-04-31", "26-01-01", "2026-1-01", "2026/01/01", "02026-01-01", "0000-01-01",
				"2026-01-01Z", "2026-01-01+01:00", "2026-00-01", "2026-13-01", "2026-01-00", "20260101", "2026-01-0x", "+2026-01-01"}},
		{"LDT_Tijd", []string{"00:00:00", "23:59:59", "24:00:00", "24:00:00.000", "12:00:00.5", " 12:00:00 "},
			[]string{"", "24:00:01", "24:01:00", "25:00:00", "12:60:00", "12:00:60", "12:00", "12:00:00.", "12:00:00Z", "12:00:00-01:00", "1:02:03", "12.00.00"}},
		{"LDT_Nummer", []string{"0", "-0", "+7", "007", " 999999999 ", "000000000000000000000000000000000000000000001"},
			[]string{"", "-1", "1000000000", "1.0", "1e3", "--1", "+-1", "99999999999999999999999999", "-99999999999999999999999999", "٣", "+"}},
		{"LDT_AgbCode", []string{"00000000"}, []string{"", "1234567", "123456789", "1234567a", " 12345678", "١٢٣٤٥٦٧٨"}},
		{"LDT_Telefoonnummer", []string{"0", "012345678901234"}, []string{"", "0123456789012345", "06-12345678", "+31612345678"}},
		{"LDT_Naam", []string{"x", " x ", "\u00a0", strings.Repeat("é", 200)}, []string{"", " ", "\t", "a\nb", "a\rb", strings.Repeat("é", 201)}},
		{"LDT_Voorletters", []string{"A", "ÀỲ", "abcdef"}, []string{"", "A.", "A B", "abcdefg", "Ỵ", "1"}},
		{"LDT_Commentaar", []string{"x", "\nx\n", ". .", strings.Repeat("lang ", 5000)}, []string{"", " \n\t\r"}},
		{"LDT_Geslacht", []string{"0", "1", "2"}, []string{"", "3", " 1", "1 ", "01"}},
		{"LDT_Versie", []string{"0.0.0", "10.20.30"}, []string{"", "1.0", "01.0.0", "1.0.0.0", "1.0.x", " 1.0.0"}},
		{"LDT_BerichtVersie", []string{"3", " 3 "}, []string{"", "03", "+3", "4"}},
	} {
		for _, v := range row.right {
			if f, wrong := types[row.typed].judge(v); wrong {
				t.Errorf("%s %q: %+v", row.typed, v, f)
			}
		}
		for _, v := range row.wrong {
			if _, wrong := types[row.typed].judge(v); !wrong {
				t.Errorf("%s %q is right", row.typed, v)
			}
		}
	}
}

func TestFindingsShowNoNamesOrNumbersOfPeople(t *testing.T) {
	s, _ := shipped().schema("", Jeugdwet, Kind301)
	root := generated(s).Example(1)
	var secrets []string
	for _, n := range leaves(root) {
		if slices.Contains([]string{"Bsn", "Achternaam", "Voornamen", "Straatnaam", "Emailadres", "Commentaar", "Telefoonnummer"}, n.Name) {
			n.Text = fmt.Sprintf("\nGEHEIM%d%s", len(secrets), strings.Repeat("x", 300))
			secrets = append(secrets, n.Path())
		}
	}
	_, found, err := Read(bytes.NewReader(render(root, s, style{base: "b", own: "m"})))
	if err != nil || len(secrets) < 4 || len(found) < 4 {
		t.Fatal(err, secrets, found)
	}
	if said := fmt.Sprint(found); strings.Contains(said, "GEHEIM") {
		t.Error(said)
	}
}
