package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"eendracht/internal/text"
	"github.com/alecthomas/kong"
)

// message runs "eendracht message" with these words.
func message(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var cli struct {
		Message MessageCmd `cmd:""`
	}
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append([]string{"message"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	err = parsed.Run(&Streams{strings.NewReader(in), &stdout, &stderr})
	exit := ExitCode(0)
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return int(exit), stdout.String(), stderr.String()
}

// allocationMessage makes a 301 with two allocations.
func allocationMessage(t *testing.T) string {
	t.Helper()
	budget := int64(12345678)
	one := func(number int64) ijw.Allocation {
		return ijw.Allocation{
			Number: number, Product: &ijw.Product{Category: "45", Code: "45A04"}, DecidedOn: nl.MustDate("2026-03-01"),
			DecidedAt: "09:30:00", From: nl.MustDate("2026-04-01"), BudgetCents: &budget,
		}
	}
	c := ijw.Client{BSN: "999900006", Birth: ijw.BirthOn(nl.MustDate("2015-02-03")), Sex: "2", Comment: "eerste\nregel",
		Name: ijw.Name{Last: "Doorn", Use: "1"}, Contacts: []ijw.Contact{{Kind: "01"}}}
	h := ijw.Header{Law: ijw.Jeugdwet, Sender: "9999", Receiver: "99990001", ID: "T-1", Date: nl.MustDate("2026-03-01")}
	b, err := ijw.New301(h, c, []ijw.Allocation{one(10), one(11)}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestMessageShow(t *testing.T) {
	doc := allocationMessage(t)
	file := messageFile(t, "a.xml", doc)
	for name, row := range map[string]struct {
		in   string
		args []string
		code int
		out  []string
		errs string
	}{
		"Dutch": {"", []string{file}, 0, []string{
			"Toewijzing (JW301, versie 3.2)\n  Kop\n", "    Geslacht: 2 (Vrouw)\n", "    Commentaar: eerste regel\n",
			"    Toewijzing\n      Toewijzingsnummer: 10\n", "      Ingangsdatum: 1 april 2026\n", "      Budget: € 123.456,78\n",
			"        Categorie: 45 (Jeugdhulp ambulant)\n"}, ""},
		"English": {doc, []string{"-", "--lang", "en"}, 0, []string{
			"Allocation (JW301, version 3.2)\n", "First day: 1 April 2026\n", "Budget: € 123,456.78\n"}, ""},
		"with a finding": {strings.Replace(doc, "<jw301:Geslacht>2", "<jw301:Geslacht>V", 1), []string{"-"}, 1,
			[]string{"    Geslacht: V\n"}, "/Bericht/Client/Geslacht — De code"},
		"no date":    {strings.Replace(doc, ">2026-04-01<", ">morgen<", 1), []string{"-"}, 1, []string{"Ingangsdatum: morgen\n"}, "bestaande datum"},
		"no message": {"Beste gemeente,", []string{"-"}, 2, nil, "-: "},
	} {
		code, out, errs := message(t, row.in, append([]string{"show"}, row.args...)...)
		if code != row.code || !strings.Contains(errs, row.errs) || row.errs == "" && errs != "" {
			t.Errorf("%s: exit code %d, said %q", name, code, errs)
		}
		for _, want := range row.out {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, out)
			}
		}
	}
}

func TestMessageShowForPrograms(t *testing.T) {
	code, out, _ := message(t, allocationMessage(t), "show", "-", "--json")
	var m shownMessage
	if err := json.Unmarshal([]byte(out), &m); err != nil || code != 0 {
		t.Fatal(err, code)
	}
	if m.Type != "JW301" || m.Release != "3.2" || len(m.Parts) != 2 {
		t.Errorf("%+v", m)
	}
	var sex shownPart
	for _, p := range m.Parts[1].Parts {
		if p.Name == "Geslacht" {
			sex = p
		}
	}
	if sex.Value != "2" || sex.Says != "2 (Vrouw)" || sex.List != "Geslacht" || sex.Label != "Geslacht" {
		t.Errorf("%+v", sex)
	}
}

func TestMessageShowSaysWhatReturnCodesMean(t *testing.T) {
	m, _, err := ijw.Read(strings.NewReader(allocationMessage(t)))
	if err != nil {
		t.Fatal(err)
	}
	back, err := m.Return(ijw.Return{ID: "R1", Date: nl.MustDate("2026-03-02"), Judge: func(n *ijw.Node) ([]string, bool) {
		return []string{"9332"}, true
	}})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := back.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := message(t, string(doc), "show", "-"); code != 0 || !strings.Contains(out, "Retourcode: 9332 (") || errs != "" {
		t.Errorf("%d %s %s", code, errs, out)
	}
}

func TestMessageDiff(t *testing.T) {
	doc := allocationMessage(t)
	old := messageFile(t, "oud.xml", doc)
	second := doc[strings.LastIndex(doc, "\t\t\t<jw301:ToegewezenProduct>"):strings.Index(doc, "\t\t</jw301:ToegewezenProducten>")]
	const in = "/Bericht/Client/ToegewezenProducten/ToegewezenProduct"
	for name, row := range map[string]struct {
		new  string
		code int
		want []string
	}{
		"the same": {strings.ReplaceAll(doc, "\t", "  "), 0, []string{old + " en - zeggen hetzelfde.\n"}},
		"another day": {strings.Replace(doc, ">2026-04-01<", ">2026-05-01<", 1), 1,
			[]string{in + "[1]/Ingangsdatum — Ingangsdatum was 1 april 2026 en is nu 1 mei 2026.\n"}},
		"one gone": {strings.Replace(doc, second, "", 1), 1,
			[]string{in + "[2] — Weggehaald: Toewijzing: Toewijzingsnummer: 11; Product: Categorie: 45 (Jeugdhulp ambulant); Productcode"[:len(in)+44]}},
		"one more": {strings.Replace(doc, second, second+strings.Replace(second, ">11<", ">12<", 1), 1), 1,
			[]string{in + "[3] — Erbij gekomen: Toewijzing: Toewijzingsnummer: 12; "}},
		"no message": {"x", 2, nil},
	} {
		code, out, errs := message(t, row.new, "diff", old, "-")
		if code != row.code || (code == 2) != (errs != "") {
			t.Errorf("%s: exit code %d, said %q", name, code, errs)
		}
		for _, want := range row.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, out)
			}
		}
	}
}

func TestMessageDiffForPrograms(t *testing.T) {
	old := messageFile(t, "oud.xml", allocationMessage(t))
	other, _ := startMessage(t)
	code, out, _ := message(t, "", "diff", old, other, "--json")
	var list []shownDifference
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != 1 || len(list) < 5 {
		t.Fatal(err, code, out)
	}
	if list[0].Old != "JW301" || list[0].New != "WMO305" {
		t.Errorf("%+v", list[0])
	}
	if code, out, _ := message(t, "", "diff", old, old, "--json"); code != 0 || strings.TrimSpace(out) != "[]" {
		t.Errorf("%d %s", code, out)
	}
}

func TestEveryElementHasALabelAndEveryKindATitle(t *testing.T) {
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"nl", "en"} {
		voice := texts.In(language)
		for name := range ijw.Names() {
			if !voice.Has("ijwforms.label." + strings.ToLower(name)) {
				t.Errorf("%s has no label in %s", name, language)
			}
		}
		for _, kind := range ijw.Kinds() {
			if !voice.Has("ijwforms.title." + kind.String()) {
				t.Errorf("%s has no title in %s", kind, language)
			}
		}
	}
}

func TestEuros(t *testing.T) {
	for want, cents := range map[string]int64{"€ 0,00": 0, "€ 0,05": 5, "€ 999,99": 99999, "€ 1.000,00": 100000, "€ 9.999.999.999,99": 999999999999} {
		if got := euros(cents, "nl"); got != want {
			t.Errorf("%d: %s, want %s", cents, got, want)
		}
	}
}
