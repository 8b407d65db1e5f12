package statute

import (
	"errors"
	"strings"
	"testing"

	"eendracht/internal/fault"
)

const ownScale = `{"code": "own3", "labels": {"nl": "Drie stappen"}, "licence": "eigen werk van de gemeente",
  "levels": [{"value": 1, "labels": {"nl": "slecht"}}, {"value": 3, "labels": {"nl": "gaat"}}, {"value": 5, "labels": {"nl": "goed"}}],
  "domains": [{"code": "income", "domain": "money", "labels": {"nl": "Inkomen"}}]}`

func TestAMunicipalityAddsItsScale(t *testing.T) {
	scale, err := LoadScale(strings.NewReader(ownScale))
	if err != nil {
		t.Fatal(err)
	}
	set, err := shipped(t).WithScale(scale)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := set.Scale("own3"); err != nil || len(got.Levels) != 3 || got.Levels[2].Value != 5 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := shipped(t).Scale("own3"); err == nil {
		t.Error("the shipped set changed")
	}
	if _, err := set.WithScale(scale); !fault.Is(err, fault.Invalid) {
		t.Errorf("a second time: %v", err)
	}
}

func TestBadScalesAreRefused(t *testing.T) {
	for _, row := range []struct{ name, old, new, key string }{
		{"code", `"own3"`, `"Own 3"`, "statute.fault.code"},
		{"label", `"Drie stappen"`, `""`, "statute.fault.label"},
		{"licence", `"eigen werk van de gemeente"`, `""`, "statute.fault.licence"},
		{"order", `"value": 3`, `"value": 1`, "statute.fault.ascending"},
		{"level label", `"slecht"`, `""`, "statute.fault.label"},
		{"domain code", `"income"`, `""`, "statute.fault.code"},
		{"domain label", `"Inkomen"`, `""`, "statute.fault.label"},
		{"one level", `{"value": 1, "labels": {"nl": "slecht"}}, {"value": 3, "labels": {"nl": "gaat"}}, `, ``, "statute.fault.levels"},
	} {
		_, err := LoadScale(strings.NewReader(strings.Replace(ownScale, row.old, row.new, 1)))
		found := fault.Fields(err)
		if len(found) == 0 || found[0].Key != row.key {
			t.Errorf("%s: got %v, want %s", row.name, err, row.key)
		}
	}
	for body, code := range map[string]fault.Code{
		`{`:                               fault.Invalid,
		`{"kode": "x"}`:                   fault.Invalid,
		ownScale + `{}`:                   fault.Invalid,
		strings.Repeat(" ", maxUpload+10): fault.TooLarge,
	} {
		if _, err := LoadScale(strings.NewReader(body)); !fault.Is(err, code) {
			t.Errorf("%.20q: got %v, want %s", body, err, code)
		}
	}
	if _, err := LoadScale(brokenReader{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a reader that fails: %v", err)
	}
	bad := Scale{Code: "own3", Domains: []ScaleDomain{{Code: "a", Domain: "soul"}, {Code: "a", Domain: "money"}}}
	if _, err := shipped(t).WithScale(bad); len(fault.Fields(err)) != 2 {
		t.Errorf("an unknown domain and a double one: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("unplugged") }

func FuzzLoadScale(f *testing.F) {
	f.Add(ownScale)
	f.Add(`{"levels": [{"value": 9}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		scale, err := LoadScale(strings.NewReader(body))
		if err == nil && (!validCode(scale.Code) || len(scale.Levels) < 2 || scale.Licence == "") {
			t.Errorf("accepted %+v", scale)
		}
	})
}
