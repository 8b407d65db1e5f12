package dossier

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/text"
)

func TestCommandsHaveStableNamesAndNeeds(t *testing.T) {
	seen := map[string]bool{}
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	empty := New("d-1")
	for _, c := range All() {
		if !form.MatchString(c.Name()) || seen[c.Name()] {
			t.Errorf("name %q is malformed or stands twice", c.Name())
		}
		seen[c.Name()] = true
		if c.Need(empty).Action == "" {
			t.Errorf("%s asks for no action: everyone could do it", c.Name())
		}
		entries, err := c.Decide(empty, newWorld(t).moment())
		if len(entries) > 0 || err == nil && c.Name() != "lapse-clocks" {
			t.Errorf("%s: an empty command on an empty dossier: %d entries, %v", c.Name(), len(entries), err)
		}
	}
	equal(t, "commands", len(seen), 100)
}

// TestEveryMessageHasItsTexts reads the keys in the source of this package.
func TestEveryMessageHasItsTexts(t *testing.T) {
	catalogue, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`(?:conflict|missing|field|words|oneOf|failed|New|add)\([^\n]*?"(dossier\.[a-z.]+[a-z])"|Key: "(dossier\.[a-z.]+)"`)
	keys := map[string]bool{}
	for _, state := range []string{TaskOpen, TaskAsked, TaskTaken, TaskBusy, TaskReady, TaskBack, TaskGone} {
		keys["dossier.task.state."+state] = true
	}
	for _, consent := range []string{"self", "both", "parents"} {
		keys["dossier.consent."+consent] = true
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range said.FindAllStringSubmatch(string(raw), -1) {
			keys[found[1]+found[2]] = true
		}
	}
	if len(keys) < 100 {
		t.Fatalf("only %d keys found: the test reads the source wrongly", len(keys))
	}
	for key := range keys {
		for _, lang := range catalogue.Languages() {
			if !catalogue.In(lang).Has(key) {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
	}
	for _, key := range catalogue.Keys("nl") {
		if strings.HasPrefix(key, "dossier.") && !keys[key] {
			t.Errorf("%s is said nowhere", key)
		}
	}
}
