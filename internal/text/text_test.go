package text

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestEveryKeyStandsInEveryLanguageWithTheSameNames(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys("nl") {
		dutch := namesIn(c.texts["nl"][key])
		for _, lang := range c.Languages() {
			say, ok := c.texts[lang][key]
			if !ok {
				t.Errorf("%s lacks %q", lang, key)
				continue
			}
			if strings.TrimSpace(say) == "" {
				t.Errorf("%s: %q is empty", lang, key)
			}
			other := namesIn(say)
			if !slices.Equal(dutch, other) {
				t.Errorf("%s: %q has names %v, Dutch has %v", lang, key, other, dutch)
			}
		}
	}
	for _, key := range c.Keys("en") {
		if !c.In("nl").Has(key) {
			t.Errorf("nl lacks %q", key)
		}
	}
}

func TestSay(t *testing.T) {
	c, err := load(fstest.MapFS{
		"nl/a.json": {Data: []byte(`{"hi":"Dag {name}","n.one":"{n} taak","n.many":"{n} taken","only":"alleen"}`)},
		"en/a.json": {Data: []byte(`{"hi":"Hello {name}","n.one":"{n} task","n.many":"{n} tasks"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ lang, want, got string }{
		{"nl", "Dag Noor", c.In("nl").Say("hi", "name", "Noor")},
		{"en", "Hello {x}", c.In("en").Say("hi", "name", "{x}")},
		{"fr", "1 taak", c.In("fr").Count("n", 1)},
		{"en", "2 tasks", c.In("en").Count("n", 2)},
		{"en", "alleen", c.In("en").Say("only")},
		{"en", "none", c.In("en").Say("none")},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %q, want %q", row.lang, row.got, row.want)
		}
	}
}

func TestTwiceTheSameKeyIsRefused(t *testing.T) {
	_, err := load(fstest.MapFS{
		"nl/a.json": {Data: []byte(`{"k":"x"}`)},
		"nl/b.json": {Data: []byte(`{"k":"y"}`)},
	})
	if err == nil {
		t.Fatal("a key in two files must be refused")
	}
}
