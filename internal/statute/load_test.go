package statute

import (
	"strings"
	"testing"
	"testing/fstest"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/text"
)

// today is the day on which the shipped rows are looked up in tests.
var today = nl.MustDate("2026-11-24")

func shipped(t testing.TB) *Set {
	t.Helper()
	set, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func (s *Set) allRows() []row {
	var all []row
	for _, t := range s.Terms() {
		all = append(all, t)
	}
	for _, d := range s.defaults.list {
		all = append(all, d)
	}
	for _, g := range s.Grounds() {
		all = append(all, g)
	}
	for _, r := range s.Retentions() {
		all = append(all, r)
	}
	for _, c := range s.Consents() {
		all = append(all, c)
	}
	return all
}

func TestEveryRowCitesItsArticleAndSource(t *testing.T) {
	set := shipped(t)
	rows := set.allRows()
	if len(rows) < 100 {
		t.Fatalf("only %d rows: the files were not read", len(rows))
	}
	for _, r := range rows {
		code, article := r.cites()
		law, err := set.Law(code)
		if err != nil || article == "" {
			t.Errorf("%s cites %q %q: %v", r.key(), code, article, err)
		}
		if source := r.source(); !strings.HasPrefix(source.Ref, law.Ref+", ") {
			t.Errorf("%s: source %q does not begin with %q", r.key(), source.Ref, law.Ref)
		} else if source.Checked && source.CheckedOn.After(today) {
			t.Errorf("%s was checked on %s, after today", r.key(), source.CheckedOn)
		}
	}
}

func TestVersionsOfOneCodeShareNoDay(t *testing.T) {
	seen := map[string][]nl.Span{}
	for _, term := range shipped(t).Terms() {
		for _, other := range seen[term.Code] {
			if term.Valid.Overlaps(other) {
				t.Errorf("%s: %v and %v overlap", term.Code, term.Valid, other)
			}
		}
		seen[term.Code] = append(seen[term.Code], term.Valid)
	}
}

func TestWhatOtherRoomsRelyOn(t *testing.T) {
	set := shipped(t)
	for _, code := range []string{
		"wmo.investigation", "wmo.plan", "wmo.decision", "jw.familyplan", "jw.youthplan", "jw.decision",
		"wgs.firsttalk", "wgs.firsttalk.urgent", "wgs.decision", "awb.decision", "awb.default", "awb.objection",
		"pw.decision", "pw.advance", "avg.inspection", "looks.question", "task.answer", "ijw.return", "ijw.start",
		"ijw.request", "safety.check", "lead.accept", "breakglass.review", "evaluation",
	} {
		if _, err := set.Term(code, today); err != nil {
			t.Error(err)
		}
	}
	for _, code := range []string{
		"intake", "lead", "help", "plan", "safety", "decision", "allocation", "debt",
		"housing", "school", "oversight", "privacy", "own", "direction", "maintenance",
	} {
		if _, err := set.Purpose(code); err != nil {
			t.Error(err)
		}
	}
	if n := len(set.Domains()); n != 13 {
		t.Errorf("%d domains, want 13", n)
	}
	for _, d := range set.Domains() {
		if want := d.Code == "safety" || d.Code == "justice"; d.Compartment != want {
			t.Errorf("domain %s: compartment is %v", d.Code, d.Compartment)
		}
	}
	if scale, err := set.Scale("eendracht5"); err != nil || len(scale.Levels) != 5 {
		t.Errorf("eendracht5: %v, %v", scale, err)
	}
	if len(set.Threats()) != 6 || len(set.Roles()) != 8 || len(set.Triggers()) == 0 || len(set.PauseReasons()) != 6 {
		t.Error("a vocabulary is incomplete")
	}
}

func TestEveryPurposeHasAnActiveGroundToday(t *testing.T) {
	set := shipped(t)
	for _, p := range set.Purposes() {
		found := 0
		for _, k := range set.OrganisationKinds() {
			found += len(set.GroundsFor(p.Code, k.Code, today))
		}
		if found == 0 {
			t.Errorf("purpose %s has no ground", p.Code)
		}
	}
}

// labels gives every text key that the set hands out.
func (s *Set) labels() []string {
	var keys []string
	for _, l := range s.Laws() {
		keys = append(keys, l.LabelKey)
	}
	for _, t := range s.Terms() {
		keys = append(keys, t.LabelKey)
		if t.Default != nil {
			keys = append(keys, t.Default.LabelKey)
		}
		if t.RollRule != "" {
			keys = append(keys, "statute.roll."+t.RollRule)
		}
		keys = append(keys, "statute.unit."+t.Length.Unit+".one", "statute.unit."+t.Length.Unit+".many")
	}
	for _, g := range s.Grounds() {
		keys = append(keys, g.LabelKey, g.NecessityKey)
	}
	for _, r := range s.Retentions() {
		keys = append(keys, r.LabelKey, "statute.from."+r.From)
	}
	for _, c := range s.Consents() {
		keys = append(keys, "statute.matter."+c.Matter)
		for _, who := range append(c.Who, c.Unable...) {
			keys = append(keys, "statute.who."+who)
		}
	}
	return append(keys, s.wordLabels()...)
}

func (s *Set) wordLabels() []string {
	var keys []string
	for _, p := range s.Purposes() {
		keys = append(keys, p.LabelKey)
	}
	for _, c := range s.Categories() {
		keys = append(keys, c.LabelKey)
	}
	for _, one := range s.Triggers() {
		keys = append(keys, one.LabelKey)
	}
	for _, p := range s.PauseReasons() {
		keys = append(keys, p.LabelKey)
	}
	for _, one := range s.Threats() {
		keys = append(keys, one.LabelKey)
	}
	for _, r := range s.Roles() {
		keys = append(keys, r.LabelKey)
	}
	for _, k := range s.OrganisationKinds() {
		keys = append(keys, k.LabelKey)
	}
	for _, d := range s.Domains() {
		keys = append(keys, d.LabelKey, d.ShortKey, d.HintKey)
	}
	for _, c := range s.Scales() {
		keys = append(keys, c.LabelKey)
		for _, level := range c.Levels {
			keys = append(keys, level.LabelKey)
		}
	}
	return keys
}

func TestEveryLabelHasATextAndEveryTextALabel(t *testing.T) {
	catalogue, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, key := range shipped(t).labels() {
		used[key] = true
		for _, lang := range catalogue.Languages() {
			if !catalogue.In(lang).Has(key) {
				t.Errorf("%s lacks %q", lang, key)
			}
		}
	}
	for _, key := range catalogue.Keys("nl") {
		part := strings.SplitN(key, ".", 3)
		// The date that people agree on for one task has a name and no row: its length is theirs.
		if part[0] != "statute" || used[key] || key == "statute.term.task.due" {
			continue
		}
		switch part[1] {
		case "term", "ground", "need", "domain", "purpose", "trigger", "kind", "retention", "law", "pause":
			t.Errorf("text %q belongs to no row", key)
		}
	}
}

func TestUnknownCodesAreNotFound(t *testing.T) {
	set := shipped(t)
	for name, err := range map[string]error{
		"term":       second(set.Term("wmo.nothing", today)),
		"too early":  second(set.Term("wgs.decision", nl.MustDate("2020-12-31"))),
		"no day":     second(set.Term("wgs.decision", nl.Date{})),
		"ground":     second(set.Ground("jw.9", today)),
		"retention":  second(set.Retention("none", today)),
		"consent":    second(set.Consent("wgs", "help", 14, today)),
		"purpose":    second(set.Purpose("curiosity")),
		"domain":     second(set.Domain("soul")),
		"kind":       second(set.OrganisationKind("press")),
		"scale":      second(set.Scale("zrm")),
		"law":        second(set.Law("none")),
		"lower case": second(set.Term("WMO.INVESTIGATION", today)),
	} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v, want not found", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// fixture is a small valid set, to be broken or changed by a test.
const fixture = `{
  "laws": [{"code": "x", "kind": "law", "ref": "Law X"}],
  "texts": {"now": {"on": "2026-01-01", "against": "the text"}},
  "triggers": ["start"], "purposes": ["help"], "kinds": [{"code": "school"}], "domains": [{"code": "money"}],
  "terms": [{"code": "x.term", "article": "1", "trigger": "start", "length": {"n": 6, "unit": "week"}, "roll": true,
    "pause": ["x.pause"], "default": "x.late", "valid": {"from": "2020-01-01"}, "source": {"text": "now"}}],
  "pauses": [{"code": "x.pause", "article": "2", "source": {"text": "now"}}],
  "defaults": [{"code": "x.late", "article": "3", "grace": {"n": 2, "unit": "week"}, "maxDays": 14,
    "steps": [{"days": 14, "cents": 100}], "valid": {"from": "2020-01-01"}, "source": {"text": "now"}}],
  "grounds": [{"code": "x.ground", "article": "4", "purposes": ["help"], "parties": ["school"], "categories": ["money"],
    "valid": {"from": "2020-01-01"}, "source": {"unchecked": "no text at hand"}}],
  "retentions": [{"code": "x.keep", "article": "5", "years": 15, "from": "closed", "valid": {"from": "2020-01-01"}, "source": {"text": "now"}}],
  "consents": [{"matter": "help", "article": "6", "fromAge": 0, "toAge": 11, "who": ["parents"], "valid": {"from": "2020-01-01"}, "source": {"text": "now"}},
    {"matter": "help", "article": "7", "fromAge": 12, "who": ["child"], "valid": {"from": "2020-01-01"}, "source": {"text": "now"}}]
}`

func loadFixture(body string) (*Set, error) {
	return load(fstest.MapFS{"data/x.json": {Data: []byte(body)}})
}

func TestMistakesInTheDataAreFound(t *testing.T) {
	if _, err := loadFixture(fixture); err != nil {
		t.Fatalf("the fixture itself is refused: %v", err)
	}
	for _, row := range []struct{ name, old, new, want string }{
		{"misspelt name", `"maxDays"`, `"maxDay"`, "unknown field"},
		{"two values", "\n}", "\n} {}", "something follows"},
		{"law kind", `"kind": "law"`, `"kind": "rumour"`, "kind is"},
		{"law without reference", `"Law X"`, `""`, "has no reference"},
		{"unknown law", `"code": "x.term",`, `"code": "x.term", "law": "y",`, `unknown law "y"`},
		{"no article", `"article": "1"`, `"article": ""`, "cites no article"},
		{"bad code", `"x.term"`, `"X term"`, "is no code"},
		{"no length", `"n": 6`, `"n": 0`, "has no length"},
		{"unknown unit", `"unit": "week"}, "roll"`, `"unit": "fortnight"}, "roll"`, "unit is"},
		{"unknown trigger", `"trigger": "start"`, `"trigger": "end"`, "unknown trigger"},
		{"unknown pause", `["x.pause"]`, `["x.rest"]`, "unknown pause"},
		{"unknown penalty", `"default": "x.late"`, `"default": "x.soon"`, "unknown penalty"},
		{"unknown first term", `"trigger": "start",`, `"trigger": "start", "after": "x.other", "afterArticle": "9",`, "unknown term"},
		{"first term without article", `"trigger": "start",`, `"trigger": "start", "after": "x.term",`, "without an article"},
		{"too long to move", `"n": 6`, `"n": 13`, "art. 4"},
		{"hours that move", `"unit": "week"}, "roll"`, `"unit": "hour"}, "roll"`, "cannot move"},
		{"silent extension", `"default": "x.late"`, `"extension": {"length": {"n": 0}, "article": "8"}`, "without a notice"},
		{"extension without article", `"default": "x.late"`, `"extension": {"length": {"n": 1, "unit": "week"}}`, "bad extension"},
		{"no first day", `"default": "x.late", "valid": {"from": "2020-01-01"}`, `"valid": {"until": "2021-01-01"}`, "no first valid day"},
		{"partial first day", `"default": "x.late", "valid": {"from": "2020-01-01"}`, `"valid": {"from": "2020-01-00"}`, "no first valid day"},
		{"ends before it begins", `"default": "x.late", "valid": {"from": "2020-01-01"}`, `"valid": {"from": "2020-01-01", "until": "2019-01-01"}`, "ends before"},
		{"unknown text", `"source": {"text": "now"}}],
  "pauses"`, `"source": {"text": "then"}}],
  "pauses"`, "names no known text"},
		{"no reason", `{"unchecked": "no text at hand"}`, `{}`, "names no known text"},
		{"both", `{"unchecked": "no text at hand"}`, `{"text": "now", "unchecked": "no"}`, "both checked and unchecked"},
		{"checked against nothing", `"against": "the text"`, `"against": ""`, "checked against nothing"},
		{"unpaid days", `"maxDays": 14`, `"maxDays": 42`, "steps for 14 of 42 days"},
		{"empty step", `"cents": 100`, `"cents": 0`, "empty step"},
		{"no purpose", `"purposes": ["help"], "parties"`, `"purposes": [], "parties"`, "serves no purpose"},
		{"unknown purpose", `"purposes": ["help"], "parties"`, `"purposes": ["gossip"], "parties"`, "unknown purpose"},
		{"unknown party", `"parties": ["school"]`, `"parties": ["press"]`, "unknown party"},
		{"unknown category", `"categories": ["money"]`, `"categories": ["mood"]`, "unknown category"},
		{"no party", `"parties": ["school"]`, `"parties": []`, "names no party"},
		{"no category", `"categories": ["money"]`, `"categories": []`, "covers no data"},
		{"no years", `"years": 15`, `"years": 0`, "keeps for no years"},
		{"unknown from", `"from": "closed"`, `"from": "someday"`, "from is"},
		{"ages overlap", `"toAge": 11`, `"toAge": 12`, "overlaps another rule"},
		{"ages upside down", `"fromAge": 0, "toAge": 11`, `"fromAge": 8, "toAge": 7`, "bad ages"},
		{"unknown who", `"who": ["parents"]`, `"who": ["aunt"]`, "who is"},
		{"nobody decides", `"who": ["parents"]`, `"who": []`, "lets nobody decide"},
		{"unknown matter", `"matter": "help", "article": "6"`, `"matter": "fun", "article": "6"`, "matter is"},
		{"twice in a vocabulary", `"triggers": ["start"]`, `"triggers": ["start", "start"]`, "stands twice"},
	} {
		broken := strings.Replace(fixture, row.old, row.new, 1)
		if broken == fixture {
			t.Errorf("%s: the fixture does not hold %q", row.name, row.old)
			continue
		}
		_, err := loadFixture(broken)
		if !fault.Is(err, fault.Internal) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: got %v, want %q", row.name, err, row.want)
		}
	}
}

func TestOverlappingVersionsAreFound(t *testing.T) {
	for _, list := range []string{"terms", "defaults", "grounds", "retentions"} {
		start := strings.Index(fixture, `"`+list+`": [`) + len(list) + 5
		end := start + strings.Index(fixture[start:], "}],\n") + 1
		first := fixture[start:end]
		twice := fixture[:end] + ", " + strings.Replace(first, "2020-01-01", "2024-01-01", 1) + fixture[end:]
		if _, err := loadFixture(twice); err == nil || !strings.Contains(err.Error(), "share a day") {
			t.Errorf("%s: got %v", list, err)
		}
	}
}

// A change of law is a new row: the answer changes on its first day and not before.
func TestAChangeOfLawIsANewRow(t *testing.T) {
	old := `"valid": {"from": "2020-01-01"}, "source": {"text": "now"}}],
  "pauses"`
	changed := strings.Replace(fixture, old, `"valid": {"from": "2020-01-01", "until": "2026-12-31"}, "source": {"text": "now"}},
    {"code": "x.term", "article": "1a", "trigger": "start", "length": {"n": 4, "unit": "week"}, "roll": true,
     "valid": {"from": "2027-01-01"}, "source": {"text": "now"}}],
  "pauses"`, 1)
	before, err := loadFixture(fixture)
	if err != nil {
		t.Fatal(err)
	}
	after, err := loadFixture(changed)
	if err != nil {
		t.Fatal(err)
	}
	for day := nl.MustDate("2026-12-01"); day.Before(nl.MustDate("2027-02-01")); day = day.AddDays(1) {
		was, err1 := before.Term("x.term", day)
		is, err2 := after.Term("x.term", day)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if changed := was.Due(day) != is.Due(day); changed != (day.Year == 2027) {
			t.Errorf("%s: due %s, was %s", day, is.Due(day), was.Due(day))
		}
	}
	if n := len(after.Terms()); n != 2 {
		t.Errorf("%d versions, want 2", n)
	}
}

func TestTermsAreSortedAndOwned(t *testing.T) {
	set := shipped(t)
	list := set.Terms()
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.Code > b.Code || a.Code == b.Code && !a.Valid.From.Before(b.Valid.From) {
			t.Errorf("%s %s stands before %s %s", a.Code, a.Valid.From, b.Code, b.Valid.From)
		}
	}
	list[0].Code = "changed"
	if set.Terms()[0].Code == "changed" {
		t.Error("a caller can change the set")
	}
}
