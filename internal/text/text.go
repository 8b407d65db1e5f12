// Package text holds every sentence that a person reads, per language.
//
// Catalogues are flat JSON files: <language>/<theme>.json, "key": "text with
// {names}". A key may stand in one theme file only. Code knows keys, never
// sentences; the Dutch text is the source, English follows.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:embed nl/*.json en/*.json
var files embed.FS

// Languages that ship, the first being the language of last resort.
var languages = []string{"nl", "en"}

// Catalogue holds all texts of all languages. It is immutable.
type Catalogue struct {
	texts map[string]map[string]string
}

// Load reads the embedded catalogues. It fails on malformed files and on a key
// that stands in two files of one language.
func Load() (*Catalogue, error) { return load(files) }

// Shipped gives the embedded catalogues, read once.
var Shipped = sync.OnceValues(Load)

func load(from fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[string]string{}}
	for _, lang := range languages {
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

// Languages gives the codes of the languages that ship (ISO 639-1).
func (c *Catalogue) Languages() []string { return append([]string(nil), languages...) }

// Keys gives all keys of a language, sorted.
func (c *Catalogue) Keys(lang string) []string {
	keys := make([]string, 0, len(c.texts[lang]))
	for key := range c.texts[lang] {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Voice says texts in one language.
type Voice struct {
	lang      string
	catalogue *Catalogue
}

// Lang gives the code of the language (ISO 639-1).
func (v Voice) Lang() string { return v.lang }

// Say gives the text of a key with {name} replaced by its value; args alternate
// name and value. A key without text in this language falls back to Dutch, and
// to the key itself, so that a gap shows and breaks nothing.
func (v Voice) Say(key string, args ...string) string {
	say, ok := v.lookup(key)
	if !ok {
		return key
	}
	if len(args) < 2 || !strings.Contains(say, "{") {
		return say
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(say)
}

// Has tells whether the key has a text in this language itself.
func (v Voice) Has(key string) bool {
	_, ok := v.catalogue.texts[v.lang][key]
	return ok
}

// Count says key+".one" for 1 and key+".many" otherwise, with {n} set.
func (v Voice) Count(key string, n int, args ...string) string {
	form := ".many"
	if n == 1 {
		form = ".one"
	}
	return v.Say(key+form, append([]string{"n", fmt.Sprint(n)}, args...)...)
}

func (v Voice) lookup(key string) (string, bool) {
	if v.catalogue == nil {
		return "", false
	}
	if say, ok := v.catalogue.texts[v.lang][key]; ok {
		return say, true
	}
	say, ok := v.catalogue.texts[languages[0]][key]
	return say, ok
}
