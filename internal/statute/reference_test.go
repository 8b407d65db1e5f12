package statute

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/nl"
)

// shared opens a reference file beside the project, or skips loudly.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	root := os.Getenv("EENDRACHT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	raw, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Skipf("reference data not found: %v", err)
	}
	return raw
}

// article gives the text of one article of a law in the reference texts of 2017.
func article(t *testing.T, law, number string) string {
	t.Helper()
	parts := regexp.MustCompile(`(?m)^### ?Artikel +`).Split(string(shared(t, "law/"+law+".md")), -1)
	for _, part := range parts[1:] {
		if fields := strings.Fields(part); len(fields) > 0 && fields[0] == number {
			return strings.Join(strings.Fields(strings.ToLower(part)), " ")
		}
	}
	t.Fatalf("%s has no article %s", law, number)
	return ""
}

// dutch says a length as the law does.
func dutch(l Length) string {
	numbers := map[int]string{1: "één", 2: "twee", 3: "drie", 4: "vier", 6: "zes", 7: "zeven", 8: "acht", 12: "twaalf", 14: "veertien"}
	units := map[string]string{Day: "dagen", Workday: "werkdagen", Week: "weken", Month: "maanden"}
	return numbers[l.N] + " " + units[l.Unit]
}

// Every term that claims to agree with the texts of 2017 is looked up in them.
func TestTermsAgreeWithTheTextsOf2017(t *testing.T) {
	laws := map[string]string{"wmo": "wmo", "jw": "jeugdwet", "awb": "awb", "wgs": "wgs"}
	number := regexp.MustCompile(`^[0-9.:a-z]+`)
	looked := 0
	for _, term := range shipped(t).Terms() {
		file, ok := laws[term.Law]
		if !ok || !term.Source.Checked || !strings.Contains(term.Source.Against, "2017") {
			continue
		}
		looked++
		body := article(t, file, strings.Fields(number.FindString(term.Article))[0])
		if want := dutch(term.Length); !strings.Contains(body, want) {
			t.Errorf("%s: %s %s does not say %q", term.Code, term.Law, term.Article, want)
		}
	}
	if looked < 12 {
		t.Errorf("only %d terms were looked up", looked)
	}
}

func TestOtherFactsAgreeWithTheTextsOf2017(t *testing.T) {
	for _, row := range []struct{ law, number, says string }{
		{"wmo", "2.3.2", "tenzij het onderzoek niet is uitgevoerd binnen de in het eerste lid genoemde termijn"},
		{"awb", "4:15", "met ingang van de dag na die waarop het bestuursorgaan"},
		{"awb", "4:17", "€ 20 per dag, de daaropvolgende veertien dagen € 30 per dag en de overige dagen € 40 per dag"},
		{"awb", "4:17", "ten hoogste 42 dagen"},
		{"awb", "7:10", "voor ten hoogste zes weken verdagen"},
		{"jeugdwet", "7.3.8", "gedurende vijftien jaar"},
		{"wmo", "5.3.4", "gedurende vijftien jaren"},
		{"jeugdwet", "7.3.4", "de leeftijd van twaalf maar nog niet die van zestien jaar"},
		{"jeugdwet", "7.3.5", "de leeftijd van zestien jaar heeft bereikt, is bekwaam"},
		{"jeugdwet", "7.3.15", "de leeftijd van twaalf jaar nog niet heeft bereikt"},
		{"wmo", "5.3.2", "jonger dan twaalf jaren"},
		{"wmo", "5.3.3", "jonger is dan twaalf jaren"},
		{"wmo", "5.3.1", "telkens met ten hoogste twee weken worden verlengd"},
		{"wgs", "4", "gedwongen woningontruiming"},
		{"wmo", "5.2.6", "zonder toestemming van degene die het betreft"},
		{"jeugdwet", "4.1.2", "binnen een redelijke termijn"},
	} {
		if !strings.Contains(article(t, row.law, row.number), row.says) {
			t.Errorf("%s %s does not say %q", row.law, row.number, row.says)
		}
	}
	old, err := shipped(t).Term("awb.decision", nl.MustDate("2017-06-01"))
	if err != nil || old.Default.Steps[0].Cents != 2000 || old.Default.Steps[2].Cents != 4000 || old.Default.MaxDays != 42 {
		t.Errorf("the penalty of 2017: %+v, %v", old.Default, err)
	}
}

func TestMessageTermsAgreeWithTheStandard(t *testing.T) {
	var rules []struct {
		Code  string `json:"Regelcode"`
		Title string `json:"Titel"`
		Notes string `json:"Documentatie"`
	}
	if err := json.Unmarshal(shared(t, "ijw/ijw_3.2_all_rules.json"), &rules); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, r := range rules {
		said[r.Code] = strings.ToLower(r.Title + " " + r.Notes)
	}
	figures := map[int]string{2: "2", 3: "drie", 5: "5", 8: "8", 10: "10"}
	for _, term := range shipped(t).Terms() {
		if term.Law != "ijw" {
			continue
		}
		rule, ok := said[term.Article]
		if !ok {
			t.Errorf("%s: the standard has no rule %s", term.Code, term.Article)
			continue
		}
		unit := map[string]string{Workday: "werkdagen", Week: "weken"}[term.Length.Unit]
		spelt := strings.ReplaceAll(rule, "vijf werkdagen", "5 werkdagen")
		if want := figures[term.Length.N] + " " + unit; !strings.Contains(spelt, want) {
			t.Errorf("%s: rule %s does not say %q", term.Code, term.Article, want)
		}
	}
}
