// Package text holds every sentence that a person reads, per language.
//
// Catalogues are flat JSON files: <language>/<theme>.json, "key": "text with
// {names}". A key may stand in one theme file only. Code knows keys, never
// sentences; the Dutch text is the source, English follows with every key.
//
// The pages that a resident meets speak more languages. Those have the keys of
// these pages and no others: which keys that are, is found out by the tests of
// the pages. Forms of plural follow CLDR (plural.go).
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
)

//go:embed nl/*.json en/*.json tr/*.json ar/*.json pl/*.json uk/*.json
var files embed.FS

// languages have every text, the first being the language of last resort;
// familyLanguages have those of the family's pages.
var (
	languages       = []string{"nl", "en"}
	familyLanguages = []string{"tr", "ar", "pl", "uk"}
)

// Catalogue holds all texts of all languages. It is immutable.
type Catalogue struct {
	texts map[string]map[string]string
	heard func(lang, key string) // told of every key that is asked; nil for nobody
}

// Load reads the embedded catalogues. It fails on malformed files and on a key
// that stands in two files of one language.
func Load() (*Catalogue, error) { return load(files) }

// Shipped gives the embedded catalogues, read once.
var Shipped = sync.OnceValues(Load)

func load(from fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[string]string{}}
	for _, lang := range c.FamilyLanguages() {
		c.texts[lang] = map[string]string{}
		names, err := fs.Glob(from, lang+"/*.json")
		if err != nil {
			return nil, fmt.Errorf("text.Load: %w", err)
		}
		for _, name := range names {
			if err := c.read(from, lang, name); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

func (c *Catalogue) read(from fs.FS, lang, name string) error {
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return fmt.Errorf("text.Load: %w", err)
	}
	theme := map[string]string{}
	if err := json.Unmarshal(raw, &theme); err != nil {
		return fmt.Errorf("text.Load: %s: %w", name, err)
	}
	for key, say := range theme {
		if _, twice := c.texts[lang][key]; twice {
			return fmt.Errorf("text.Load: %s: key %q stands in another file too", path.Base(name), key)
		}
		c.texts[lang][key] = say
	}
	return nil
}

// In gives the voice for a language; an unknown language speaks Dutch.
func (c *Catalogue) In(lang string) Voice {
	if _, known := c.texts[lang]; !known {
		lang = languages[0]
	}
	return Voice{lang: lang, catalogue: c}
}

// Languages gives the codes of the languages that have every text (ISO 639-1).
func (c *Catalogue) Languages() []string { return slices.Clone(languages) }

// FamilyLanguages gives the codes of the languages of the family's pages: those
// that have every text first, then those that have the texts of these pages.
func (c *Catalogue) FamilyLanguages() []string { return slices.Concat(languages, familyLanguages) }

// Heard gives the same texts with a listener that is told of every key that is
// asked, in the language in which it is asked. With it tests find out which
// texts a page uses. The listener must bear many callers at once.
func (c *Catalogue) Heard(heard func(lang, key string)) *Catalogue {
	return &Catalogue{texts: c.texts, heard: heard}
}

// Complete tells whether a language has every text, and not the family's only.
func Complete(lang string) bool { return slices.Contains(languages, lang) }

// RightToLeft tells whether a language is written from right to left.
func RightToLeft(lang string) bool {
	switch lang {
	case "ar", "fa", "he", "ku", "ps", "ur":
		return true
	}
	return false
}

// Keys gives all keys of a language, sorted.
func (c *Catalogue) Keys(lang string) []string {
	return slices.Sorted(maps.Keys(c.texts[lang]))
}
