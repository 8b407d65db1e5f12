package rules

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"pgregory.net/rapid"
)

var answered = flag.Int("rules.answers", 300, "return messages per kind and law to make of drawn messages")

var reply = AnswerHeader{ID: "RET1", Date: nl.MustDate("2026-06-04")}

// sharedFile gives a file beside the project; the test skips loudly without.
func sharedFile(t testing.TB, parts ...string) string {
	t.Helper()
	dir := os.Getenv("EENDRACHT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	file := filepath.Join(append([]string{dir, "ijw"}, parts...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("reference data not found: %s", file)
	}
	return file
}

func answer(t testing.TB, m ijw.Message, found []ijw.Finding) ijw.Message {
	t.Helper()
	back, err := Answer(m, found, reply)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// told writes the classes of a return message with their codes, one a line.
func told(back ijw.Message) string {
	var b strings.Builder
	var p paths
	for class := range back.Classes() {
		fmt.Fprintf(&b, "%s %s\n", strings.TrimPrefix(p.of(class), "/Bericht/"), strings.Join(class.ReturnCodes(), " "))
	}
	return strings.TrimSpace(b.String())
}

func TestWhatComesBack(t *testing.T) {
	lineOne := "/Bericht/Declaratie/Clienten/Client[1]/Prestaties/Prestatie"
	for name, r := range map[string]struct {
		kind  ijw.Kind
		found []ijw.Finding
		want  string
	}{
		"clean":                 {305, nil, "Header"},
		"content":               {305, []ijw.Finding{{Level: 2, Path: "/Bericht/Client/Bsn", Return: "0001"}, {Level: 3, Path: "/Bericht/Client", Return: "9019"}}, "Header 0001"},
		"header":                {307, []ijw.Finding{{Level: 3, Path: "/Bericht/Header", Return: "9056"}, {Level: 3, Path: "/Bericht/Client", Return: "9019"}}, "Header 9056"},
		"root":                  {307, []ijw.Finding{{Level: 3, Path: "/Bericht", Return: "9056"}}, "Header 9056"},
		"a start":               {305, []ijw.Finding{{Level: 3, Path: "/Bericht/Client/StartProducten/StartProduct", Return: "9063"}}, "Header 0200\nClient 0200\nClient/StartProducten/StartProduct 9063"},
		"twice one, once two":   {305, []ijw.Finding{{Level: 3, Path: "/Bericht/Client/StartProducten/StartProduct/Begindatum", Return: "9019"}, {Level: 3, Path: "/Bericht/Client/StartProducten/StartProduct", Return: "9019"}, {Level: 4, Path: "/Bericht/Client/StartProducten/StartProduct", Return: "S329"}}, "Header 0200\nClient 0200\nClient/StartProducten/StartProduct 9019 S329"},
		"a claim in full":       {323, nil, "Header 0200\nDeclaratieAntwoord 8001"},
		"a claim by content":    {323, []ijw.Finding{{Level: 2, Path: lineOne, Return: "0001"}}, "Header 0001"},
		"a claim by its number": {323, []ijw.Finding{{Level: 3, Path: "/Bericht/Declaratie", Return: "9333"}, {Level: 3, Path: lineOne, Return: "9321"}}, "Header 0200\nDeclaratieAntwoord 9333"},
		"a line":                {323, []ijw.Finding{{Level: 3, Path: lineOne, Return: "9321"}}, "Header 0200\nDeclaratieAntwoord 0200\nDeclaratieAntwoord/Clienten/Client 0200\nDeclaratieAntwoord/Clienten/Client/Prestaties/Prestatie 9321"},
		"a client":              {323, []ijw.Finding{{Level: 3, Path: "/Bericht/Declaratie/Clienten/Client[1]/Bsn", Return: "8187"}, {Level: 3, Path: lineOne, Return: "9338"}}, "Header 0200\nDeclaratieAntwoord 0200\nDeclaratieAntwoord/Clienten/Client 8187\nDeclaratieAntwoord/Clienten/Client/Prestaties/Prestatie 0233"},
	} {
		t.Run(name, func(t *testing.T) {
			back := answer(t, base(t, ijw.Jeugdwet, r.kind), r.found)
			if got := told(back); got != r.want {
				t.Errorf("got\n%s\nwant\n%s", got, r.want)
			}
			if Rejects(back) != (len(r.found) > 0) {
				t.Error("it rejects:", Rejects(back))
			}
			if AnswersTo(back) != "N1" {
				t.Errorf("it answers %q", AnswersTo(back))
			}
		})
	}
}

func TestNoAnswerToTheFormOrToAnAnswer(t *testing.T) {
	if _, err := Answer(base(t, ijw.Jeugdwet, 305), []ijw.Finding{{Level: LevelForm}}, reply); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := Answer(base(t, ijw.Jeugdwet, 325), nil, reply); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// drawn draws a message after history, of any size, with anything the rules may
// find wrong with it.
func drawn(t *rapid.T, tb testing.TB, law ijw.Law, kind ijw.Kind) ijw.Message {
	m := base(tb, law, kind)
	for _, n := range slices.Collect(m.Classes()) {
		if n.Name == "Header" || len(n.Parent.Children) == 0 || n.Parent == m.Root || n.Name == "Verzoek" || within(n, "Relatie") {
			continue
		}
		for range rapid.IntRange(0, 3).Draw(t, "more") {
			n.Parent.Children = append(n.Parent.Children, clone(n, n.Parent))
		}
	}
	if kind != ijw.Kind323 {
		return m
	}
	spread(t, m)
	return m
}

// spread makes the copied lines of a claim lines of their own: clients, numbers,
// amounts and a total that fit.
func spread(t *rapid.T, m ijw.Message) {
	bsn := 999900000
	for _, client := range all(find(m.Root, "Declaratie"), "Clienten", "Client") {
		for bsn++; !nl.BSN(fmt.Sprint(bsn)).Valid(); bsn++ {
		}
		client.Child("Bsn").Text = fmt.Sprint(bsn)
	}
	sum := int64(0)
	for i, line := range performances(find(m.Root, "Declaratie", "Clienten")) {
		line.Child("ProductReferentie").Child("ReferentieNummer").Text = fmt.Sprintf("R%d", i+10)
		amount := find(line, "IngediendBedrag", "Bedrag")
		amount.Text = fmt.Sprint(rapid.Int64Range(0, 99999999).Draw(t, "cents"))
		if rapid.IntRange(0, 4).Draw(t, "credit") == 0 && signed(amount.Parent) != 0 {
			amount.Parent.Child("DebetCredit").Text = "C"
			at(line, "ProductReferentie/VorigReferentieNummer", true).Text = fmt.Sprintf("E%d", i)
		}
		if value(line, "Eenheid") == euros {
			line.Child("GeleverdVolume").Text = amount.Text
		}
		sum += signed(amount.Parent)
	}
	total := ijw.SignedAmount(sum)
	at(m.Root, "Declaratie/TotaalIngediendBedrag/TotaalBedrag", true).Text = fmt.Sprint(total.Cents)
	at(m.Root, "Declaratie/TotaalIngediendBedrag/DebetCredit", true).Text = total.Sign
}

// faults draws findings: what real rules find, or codes of rules of the kind at
// any class.
func faults(t *rapid.T, m ijw.Message) []ijw.Finding {
	if rapid.Bool().Draw(t, "real") {
		return Across(m, history(m.Law))
	}
	var rules []Rule
	for _, r := range All() {
		if r.holds(m.Kind, m.Law) && r.Level > LevelContent {
			rules = append(rules, r)
		}
	}
	var found []ijw.Finding
	var p paths
	for class := range m.Classes() {
		for range rapid.IntRange(0, 12).Draw(t, "n") / 11 * rapid.IntRange(1, 2).Draw(t, "codes") {
			r := rapid.SampledFrom(rules).Draw(t, "rule")
			found = append(found, ijw.Finding{Path: p.of(class), Level: r.Level, Return: r.Return, Code: r.Code})
		}
	}
	return found
}

func TestAnswersAreRightWhateverIsFound(t *testing.T) {
	count := 0
	for _, law := range []ijw.Law{ijw.Jeugdwet, ijw.Wmo} {
		for _, kind := range sentKinds[:len(sentKinds)-1] {
			t.Run(string(law)+kind.String(), func(t *testing.T) {
				var docs [][]byte
				for seed := range *answered {
					back := rapid.Custom(func(d *rapid.T) ijw.Message { return drawnAnswer(d, t, law, kind) }).Example(seed)
					doc, err := back.Bytes() // refuses what fails at level 1
					if err != nil {
						t.Fatal(err, fault.Fields(err))
					}
					docs = append(docs, doc)
					count++
				}
				number, _ := kind.Return()
				if law == ijw.Jeugdwet { // there are no official schemas of the return messages of the Wmo
					validate(t, sharedFile(t, "jw", "xsd", "JW"+number.String()+".xsd"), docs)
				}
			})
		}
	}
	t.Logf("%d answers", count)
}

// drawnAnswer draws a message with faults, answers it and checks the answer.
func drawnAnswer(d *rapid.T, t *testing.T, law ijw.Law, kind ijw.Kind) ijw.Message {
	m := drawn(d, t, law, kind)
	found := faults(d, m)
	back := answer(t, m, found)
	if got := Content(back); len(got) > 0 {
		t.Fatalf("content of the answer: %+v", got)
	}
	if Rejects(back) != (len(found) > 0) {
		t.Fatalf("%d findings, rejects %v:\n%s", len(found), Rejects(back), told(back))
	}
	if kind == ijw.Kind323 {
		past := history(law)
		past.Add(m)
		for _, f := range Across(back, past) {
			if f.Code != "TR304" { // most drawn clients were never allocated anything
				t.Fatalf("the answer does not fit its claim: %+v", f)
			}
		}
	}
	return back
}

// validate asks xmllint about documents, all in one call.
func validate(t testing.TB, schema string, docs [][]byte) {
	t.Helper()
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint not found: nothing was compared with the official schemas (package libxml2-utils)")
	}
	dir := t.TempDir()
	args := []string{"--noout", "--nonet", "--schema", schema}
	for i, doc := range docs {
		name := filepath.Join(dir, fmt.Sprintf("%d.xml", i))
		if err := os.WriteFile(name, doc, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		t.Fatalf("xmllint: %v\n%.2000s", err, strings.ReplaceAll(string(out), "validates\n", ""))
	}
}
