package statute

import (
	"strings"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

const localTerms = `{"municipality": "GM9999", "terms": [
  {"code": "wgs.decision", "article": "Verordening beslistermijn, art. 2", "length": {"n": 4, "unit": "week"},
   "valid": {"from": "2026-01-01", "until": "2026-12-31"}},
  {"code": "task.answer", "article": "Ketenafspraken 2026", "length": {"n": 8, "unit": "workday"}, "valid": {"from": "2026-07-01"}}]}`

func TestAMunicipalitySetsItsOwnTerms(t *testing.T) {
	set, err := shipped(t).WithLocal(strings.NewReader(localTerms))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		code, on string
		n        int
		whose    string
	}{
		{"wgs.decision", "2025-12-31", 8, ""},
		{"wgs.decision", "2026-01-01", 4, "GM9999"},
		{"wgs.decision", "2027-01-01", 8, ""},
		{"task.answer", "2026-11-24", 8, "GM9999"}, // an agreement may be longer
		{"lead.accept", "2026-11-24", 2, ""},
	} {
		term, err := set.Term(row.code, nl.MustDate(row.on))
		if err != nil || term.Length.N != row.n || term.Municipality != row.whose {
			t.Errorf("%s on %s: %d by %q, %v", row.code, row.on, term.Length.N, term.Municipality, err)
		}
	}
	own, err := set.Term("wgs.decision", today)
	if err != nil || own.Default == nil || own.Source.Checked || !strings.HasPrefix(own.Source.Ref, "GM9999, ") {
		t.Errorf("the municipality's row lost its penalty or its source: %+v, %v", own, err)
	}
	if n := len(set.Terms()) - len(shipped(t).Terms()); n != 2 {
		t.Errorf("%d rows more, want 2", n)
	}
}

func TestBadLocalTermsAreRefused(t *testing.T) {
	for _, row := range []struct{ name, old, new, key string }{
		{"nobody's", `"GM9999"`, `""`, "statute.fault.municipality"},
		{"unknown", `"wgs.decision"`, `"wgs.party"`, "statute.fault.term"},
		{"not theirs", `"wgs.decision"`, `"wmo.investigation"`, "statute.fault.notlocal"},
		{"no article", `"Verordening beslistermijn, art. 2"`, `""`, "statute.fault.article"},
		{"over the maximum", `"n": 4`, `"n": 9`, "statute.fault.longer"},
		{"another unit", `{"n": 4, "unit": "week"}`, `{"n": 4, "unit": "month"}`, "statute.fault.longer"},
	} {
		_, err := shipped(t).WithLocal(strings.NewReader(strings.Replace(localTerms, row.old, row.new, 1)))
		found := fault.Fields(err)
		if len(found) != 1 || found[0].Key != row.key {
			t.Errorf("%s: got %v, want %s", row.name, err, row.key)
		}
	}
	set, err := shipped(t).WithLocal(strings.NewReader(localTerms))
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"the same days twice": localTerms,
		"no length":           strings.Replace(localTerms, `"n": 8, "unit": "workday"`, `"n": 0, "unit": "workday"`, 1),
	} {
		if _, err := set.WithLocal(strings.NewReader(body)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := set.WithLocal(strings.NewReader(`[]`)); !fault.Is(err, fault.Invalid) {
		t.Errorf("no object: %v", err)
	}
}
