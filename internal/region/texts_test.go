package region

import (
	"testing"

	"eendracht/internal/text"
)

func TestEveryPickHasItsSentence(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range texts.Languages() {
		for _, p := range Plan(1, 1, today).Story.Picks {
			if !texts.In(lang).Has(p.Story) || !texts.In(lang).Has("web.pick."+p.Group) {
				t.Errorf("%s: no text for %s in %s", lang, p.Story, p.Group)
			}
		}
		for _, key := range []string{"region.other", "region.registry.unknown"} {
			if !texts.In(lang).Has(key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
	}
}
