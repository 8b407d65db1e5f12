package text

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var named = regexp.MustCompile(`\{[a-zA-Z]+\}`)

// namesIn gives the names in a text, each once.
func namesIn(say string) []string {
	names := named.FindAllString(say, -1)
	slices.Sort(names)
	return slices.Compact(names)
}

// counted gives the key that is counted with, when this key of a language is one
// of its forms and Dutch counts with it.
func counted(c *Catalogue, lang, key string) (base, form string, ok bool) {
	at := strings.LastIndexByte(key, '.')
	if at < 0 {
		return "", "", false
	}
	base, form = key[:at], key[at+1:]
	dutch := c.In("nl")
	return base, form, slices.Contains(Forms(lang), form) && dutch.Has(base+".one") && dutch.Has(base+".many")
}

// A text of a family language stands in the theme of the Dutch one, with the same
// names in it; what is counted has every form of the language.
func TestFamilyLanguagesFollowTheDutch(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range c.FamilyLanguages() {
		for _, key := range c.Keys(lang) {
			like := key
			if base, form, ok := counted(c, lang, key); ok {
				like = base + ".many"
				wholeCount(t, c, lang, base, form)
			}
			dutch, ok := c.texts["nl"][like]
			if !ok {
				t.Errorf("%s: %q is no Dutch key", lang, key)
				continue
			}
			if strings.TrimSpace(c.texts[lang][key]) == "" {
				t.Errorf("%s: %q is empty", lang, key)
			}
			want, got := namesIn(dutch), namesIn(c.texts[lang][key])
			if like != key { // one, two and none may say the number in words
				want, got = without(want, "{n}"), without(got, "{n}")
			}
			if !slices.Equal(want, got) {
				t.Errorf("%s: %q has names %v, Dutch has %v", lang, key, got, want)
			}
		}
	}
}

func without(list []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == name })
}

// wholeCount fails when a counted key lacks a form, or hides the number where
// the form stands for several (1, 21, 31 … in Ukrainian).
func wholeCount(t *testing.T, c *Catalogue, lang, base, form string) {
	t.Helper()
	for _, needed := range Forms(lang) {
		if !c.In(lang).Has(base + "." + needed) {
			t.Errorf("%s: %q lacks the form %q", lang, base, needed)
		}
	}
	says := func(of, form string) bool { return strings.Contains(c.texts[of][base+"."+form], "{n}") }
	several := slices.Contains([]string{"few", "many", "other"}, form) || lang == "uk"
	if several && says("nl", "many") && !says(lang, form) {
		t.Errorf("%s: %q does not say {n}, and is for several numbers", lang, base+"."+form)
	}
}

func TestThemesStandInTheSameFile(t *testing.T) {
	theme := map[string]string{} // key → file
	read := func(name string, each func(key string)) {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(name, err)
		}
		for key := range texts {
			each(key)
		}
	}
	c := &Catalogue{}
	for _, lang := range c.FamilyLanguages() {
		names, err := fs.Glob(files, lang+"/*.json")
		if err != nil || len(names) == 0 {
			t.Fatalf("%s has no files: %v", lang, err)
		}
		for _, name := range names {
			file := strings.TrimPrefix(name, lang+"/")
			read(name, func(key string) {
				for _, form := range []string{".zero", ".two", ".few", ".other"} {
					if base, ok := strings.CutSuffix(key, form); ok && theme[base+".many"] != "" {
						key = base + ".many"
					}
				}
				if lang == "nl" {
					theme[key] = file
				} else if theme[key] != file {
					t.Errorf("%s: %q stands in another file than in Dutch (%q)", name, key, theme[key])
				}
			})
		}
	}
}

// What CLDR gives as examples of each form (plural rules, cardinals, integers).
func TestForms(t *testing.T) {
	for _, row := range []struct {
		lang, form string
		numbers    []int
	}{
		{"nl", "one", []int{1}},
		{"nl", "many", []int{0, 2, 11, 21, 100}},
		{"en", "many", []int{0, 2, 21}},
		{"tr", "one", []int{1}},
		{"tr", "many", []int{0, 2, 16, 100}},
		{"pl", "one", []int{1}},
		{"pl", "few", []int{2, 3, 4, 22, 24, 32, 34, 42, 62, 102, 1002}},
		{"pl", "many", []int{0, 5, 12, 13, 14, 19, 21, 31, 100, 101, 112, 1000}},
		{"uk", "one", []int{1, 21, 31, 41, 101, 1001}},
		{"uk", "few", []int{2, 4, 22, 24, 32, 34, 102, 1002}},
		{"uk", "many", []int{0, 5, 11, 12, 14, 19, 20, 25, 100, 111, 112, 1000}},
		{"ar", "zero", []int{0}},
		{"ar", "one", []int{1}},
		{"ar", "two", []int{2}},
		{"ar", "few", []int{3, 10, 103, 110, 1003}},
		{"ar", "many", []int{11, 26, 99, 111, 1011}},
		{"ar", "other", []int{100, 102, 200, 202, 1000}},
	} {
		for _, n := range row.numbers {
			if got := Form(row.lang, n); got != row.form {
				t.Errorf("%s %d: %s, want %s", row.lang, n, got, row.form)
			}
			if !slices.Contains(Forms(row.lang), row.form) {
				t.Errorf("%s does not list %s", row.lang, row.form)
			}
		}
	}
}

func TestNumbersAndMoney(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		lang string
		got  func(Voice) string
		want string
	}{
		{"nl", func(v Voice) string { return v.Number(1234567) }, "1.234.567"},
		{"nl", func(v Voice) string { return v.Number(-1234) }, "-1.234"},
		{"en", func(v Voice) string { return v.Number(1234) }, "1,234"},
		{"tr", func(v Voice) string { return v.Number(1234) }, "1.234"},
		{"pl", func(v Voice) string { return v.Number(1234) }, "1234"},
		{"pl", func(v Voice) string { return v.Number(12345) }, "12\u00a0345"},
		{"uk", func(v Voice) string { return v.Number(1234) }, "1\u00a0234"},
		{"ar", func(v Voice) string { return v.Number(1234) }, "1,234"},
		{"nl", func(v Voice) string { return v.Cents(144205) }, "1.442,05"},
		{"nl", func(v Voice) string { return v.Cents(-2300) }, "-23"},
		{"ar", func(v Voice) string { return v.Cents(1250) }, "12.50"},
		{"uk", func(v Voice) string { return v.Cents(1250) }, "12,50"},
	} {
		if got := row.got(Voice{lang: row.lang, catalogue: c}); got != row.want {
			t.Errorf("%s: got %q, want %q", row.lang, got, row.want)
		}
	}
}

func TestValuesStandIsolatedRightToLeft(t *testing.T) {
	c := &Catalogue{texts: map[string]map[string]string{
		"nl": {"hi": "Dag {name}", "n.one": "{n} taak", "n.many": "{n} taken"},
		"ar": {"hi": "مرحبا {name}"},
	}}
	ar := Voice{lang: "ar", catalogue: c}
	if got := ar.Say("hi", "name", "Noor"); got != "مرحبا \u2068Noor\u2069" {
		t.Errorf("%q", got)
	}
	month := ar.Say("hi", "name", "يناير")
	if month != "مرحبا \u2067يناير\u2069" {
		t.Errorf("%q", month)
	}
	if got := ar.Say("hi", "name", "\u206829\u2069 \u2067يناير\u2069"); got != "مرحبا \u2067\u206829\u2069 \u2067يناير\u2069\u2069" { // a date keeps the order of the day and the month
		t.Errorf("%q", got)
	}
	if got := ar.Say("hi", "name", ""); got != "مرحبا " {
		t.Errorf("%q", got)
	}
	if got := ar.Count("n", 3); got != "\u20683\u2069 taken" { // no text of its own: the Dutch with the Dutch form
		t.Errorf("%q", got)
	}
}

func TestHeardTellsEveryKey(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	listened := c.Heard(func(lang, key string) { keys = append(keys, lang+" "+key) })
	listened.In("en").Say("look.help")
	listened.In("nl").Count("look.errors", 2)
	c.In("nl").Say("look.skip")
	if !slices.Equal(keys, []string{"en look.help", "nl look.errors.many"}) {
		t.Error(keys)
	}
}

// Dutch and English count with "one" and "many"; another form would never be said.
func TestDutchCountsWithItsOwnForms(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range c.Languages() {
		for _, key := range c.Keys(lang) {
			for _, form := range []string{".zero", ".two", ".few", ".other"} {
				if base, ok := strings.CutSuffix(key, form); ok && c.In(lang).Has(base+".one") {
					t.Errorf("%s: %q is never said; what is not one is %q", lang, key, base+".many")
				}
			}
		}
	}
}
