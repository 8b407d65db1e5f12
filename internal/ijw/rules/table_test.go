package rules

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/text"
)

var update = flag.Bool("update", false, "write docs/ijw-rules.md")

const doc = "../../../docs/ijw-rules.md"

// entry is a rule in the table of the docs.
type entry struct{ code, level, where, about string }

// notHere reads the rules that no function enforces.
func notHere(t *testing.T) (list []entry) {
	t.Helper()
	raw, err := os.ReadFile("testdata/elsewhere.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		part := strings.Split(strings.TrimSpace(line), " | ")
		if len(part) != 3 {
			t.Fatalf("want code, where and about: %q", line)
		}
		level := "–"
		if part[1] == "schema" && (strings.HasPrefix(part[0], "RS") || strings.HasPrefix(part[0], "CS")) {
			level = "1"
		}
		list = append(list, entry{part[0], level, part[1], part[2]})
	}
	return list
}

func everyRule(t *testing.T) []entry {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	voice := texts.In("en")
	list := notHere(t)
	for _, r := range All() {
		list = append(list, entry{r.Code, fmt.Sprint(r.Level), "rule `" + strings.ToLower(r.Code) + "`", strings.TrimSuffix(voice.Say(r.Key()), ".")})
	}
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.code, b.code) })
	return list
}

func TestTheTableInTheDocs(t *testing.T) {
	var b strings.Builder
	list := everyRule(t)
	fmt.Fprintf(&b, `# The rules of iWmo and iJw 3.2

All %d rules of the standard, in our own short words, and where each is enforced. Made by
`+"`go test ./internal/ijw/rules -run TheTableInTheDocs -update`"+`; a test fails when it is not true.

Level: 1 form, 2 within the message, 3 against earlier messages, 4 against an outside source, – not for a
check of messages. Where: a rule function of `+"`internal/ijw/rules`"+` (for a rule that is not checked by itself:
the one that enforces it); **schema**, the data of `+"`internal/ijw`"+`; **reader** and **writer** of messages; **answer**,
the making of return messages; **desk**, what the desk sends, refuses or prefills; **clock**, a term with an
owner; **dossier**, what the dossier keeps; **safety**, the block before everything; **process**, people and
contracts, which no message shows. The texts say what is wrong when a rule is broken.

| rule | level | about | where |
| --- | --- | --- | --- |
`, len(list))
	for _, e := range list {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", e.code, e.level, e.about, e.where)
	}
	if *update {
		if err := os.WriteFile(doc, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	if string(was) != b.String() {
		t.Error("docs/ijw-rules.md is not what the rules are: run this test with -update")
	}
}

func TestElsewhereNamesRulesThatAreThere(t *testing.T) {
	for _, e := range notHere(t) {
		if _, ok := Find(e.code); ok {
			t.Errorf("%s has a function, it does not belong here", e.code)
		}
		code, isRule := strings.CutPrefix(e.where, "rule ")
		if _, ok := Find(code); isRule && !ok {
			t.Errorf("%s points to %s, which has no function", e.code, code)
		}
		if !isRule && !slices.Contains([]string{"schema", "writer", "reader", "desk", "clock", "dossier", "answer", "safety", "process"}, e.where) {
			t.Errorf("%s: no such place: %s", e.code, e.where)
		}
	}
}

// levels are the words of the reference for the levels.
var levels = map[string]string{"berichtformaat (xsd)": "1", "bericht inhoud (xslt)": "2", "berichtoverstijgend": "3", "externe bron": "4", "": "–"}

func TestEveryRuleOfTheStandardIsInTheTable(t *testing.T) {
	raw, err := os.ReadFile(sharedFile(t, "ijw_3.2_all_rules.json"))
	if err != nil {
		t.Fatal(err)
	}
	var official []struct{ Regelcode, Controleniveau, Retourcode string }
	if err := json.Unmarshal(raw, &official); err != nil {
		t.Fatal(err)
	}
	have := map[string]entry{}
	for _, e := range everyRule(t) {
		have[e.code] = e
	}
	count := 0
	for _, o := range official {
		if o.Regelcode == "" {
			continue // two rows of the reference are empty
		}
		count++
		e, ok := have[o.Regelcode]
		if !ok || e.level != levels[o.Controleniveau] {
			t.Errorf("%s, level %q: the table says %+v", o.Regelcode, levels[o.Controleniveau], e)
		}
		if r, ok := Find(o.Regelcode); ok && r.Return != o.Retourcode {
			t.Errorf("%s has return code %q, not %q", o.Regelcode, o.Retourcode, r.Return)
		}
		delete(have, o.Regelcode)
	}
	for code := range have {
		t.Errorf("%s is no rule of the standard", code)
	}
	if count != 307 {
		t.Errorf("%d rules in the reference", count)
	}
}

func TestEveryRuleIsAFunctionOfItsName(t *testing.T) {
	per := map[int]int{}
	for _, r := range All() {
		per[r.Level]++
		name := runtime.FuncForPC(reflect.ValueOf(r.judge).Pointer()).Name()
		if want := strings.ToLower(r.Code); !strings.HasSuffix(name, "."+want) {
			t.Errorf("%s is judged by %s", r.Code, filepath.Base(name))
		}
		if len(r.Kinds) == 0 || len(r.at) == 0 {
			t.Errorf("%s is never asked", r.Code)
		}
	}
	if per[LevelContent] != 60 || per[LevelAcross] != 54 || per[LevelOutside] != 4 {
		t.Errorf("rules per level: %v", per)
	}
}

func TestRulesAreAskedOfTheKindsThatTheStandardNames(t *testing.T) {
	raw, err := os.ReadFile(sharedFile(t, "technical_rules.json"))
	if err != nil {
		t.Fatal(err)
	}
	var official map[string]map[ijw.Law]struct{ Msgs []string }
	if err := json.Unmarshal(raw, &official); err != nil {
		t.Fatal(err)
	}
	for code, laws := range official {
		r, ok := Find(code)
		if !ok {
			t.Errorf("%s has no function", code)
			continue
		}
		for law, o := range laws {
			for _, name := range o.Msgs {
				var kind ijw.Kind
				_, _ = fmt.Sscanf(strings.TrimLeft(name, "JWMO"), "%d", &kind)
				if !r.holds(kind, law) {
					t.Errorf("%s is not asked of %s under %s", code, name, law)
				}
			}
		}
	}
}
