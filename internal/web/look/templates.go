package look

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"eendracht/internal/text"
	"eendracht/internal/web/picture"
)

//go:embed templates/*.html
var layoutFiles embed.FS

// Templates holds the parsed pages of every language. They do not change.
type Templates struct {
	texts   *text.Catalogue
	pages   map[string]map[string]*template.Template // language → page → set
	buffers sync.Pool                                // of *bytes.Buffer
}

// Parse reads our layout and parts, and with them each page file of the house
// (*.html at the top of pages; "plan.html" becomes the page "plan"). A page file
// defines "main" and may define parts of its own for partial updates. Files
// whose name begins with "_" are shared by all pages. What was read once is
// cloned per language, because the functions speak it.
func Parse(assets *Assets, texts *text.Catalogue, pages fs.FS) (*Templates, error) {
	languages := texts.FamilyLanguages()
	base, err := layout(assets, texts, languages[0])
	if err == nil {
		base, err = base.Parse(drawn)
	}
	if err != nil {
		return nil, fmt.Errorf("look.Parse: %w", err)
	}
	first, err := parsePages(base, pages)
	if err != nil {
		return nil, err
	}
	t := &Templates{texts: texts, pages: map[string]map[string]*template.Template{languages[0]: first}, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	for _, lang := range languages[1:] {
		t.pages[lang] = map[string]*template.Template{}
		for name, page := range first {
			clone, err := page.Clone()
			if err != nil {
				return nil, fmt.Errorf("look.Parse: %w", err)
			}
			t.pages[lang][name] = clone.Funcs(funcs(assets, texts, lang))
		}
	}
	return t, nil
}

// layout reads our own templates, as they stand in their files.
func layout(assets *Assets, texts *text.Catalogue, lang string) (*template.Template, error) {
	return template.New("").Funcs(funcs(assets, texts, lang)).ParseFS(layoutFiles, "templates/*.html")
}

func parsePages(base *template.Template, pages fs.FS) (map[string]*template.Template, error) {
	names, err := fs.Glob(pages, "*.html")
	if err != nil {
		return nil, fmt.Errorf("look.Parse: %w", err)
	}
	shared, err := template.Must(base.Clone()), error(nil)
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			if shared, err = shared.ParseFS(pages, name); err != nil {
				return nil, fmt.Errorf("look.Parse: %w", err)
			}
		}
	}
	sets := map[string]*template.Template{}
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			continue
		}
		set, err := template.Must(shared.Clone()).ParseFS(pages, name)
		if err != nil {
			return nil, fmt.Errorf("look.Parse: %w", err)
		}
		if set.Lookup("main") == nil {
			return nil, fmt.Errorf("look.Parse: %s defines no \"main\"", name)
		}
		sets[strings.TrimSuffix(path.Base(name), ".html")] = set
	}
	return sets, nil
}

// Names gives the names of the pages, for the test that executes them all.
func (t *Templates) Names() []string {
	var names []string
	for name := range t.pages["nl"] {
		names = append(names, name)
	}
	return names
}

// Page writes a whole page with this status. Nothing is written when the
// template fails, so the caller can still answer with an error.
func (t *Templates) Page(w http.ResponseWriter, status int, name string, page Page) error {
	page.Lang = t.voice(page.Lang).Lang()
	return t.write(w, status, page.Lang, name, "page", page)
}

// Part writes one named template of a page file, for partial updates.
func (t *Templates) Part(w http.ResponseWriter, status int, lang, name, part string, data any) error {
	return t.write(w, status, t.voice(lang).Lang(), name, part, data)
}

// Say gives the voice of a language; an unknown one speaks Dutch.
func (t *Templates) Say(lang string) text.Voice { return t.voice(lang) }

func (t *Templates) voice(lang string) text.Voice { return t.texts.In(lang) }

func (t *Templates) write(w http.ResponseWriter, status int, lang, name, part string, data any) error {
	set, known := t.pages[lang][name]
	if !known {
		return fmt.Errorf("look: there is no page %q", name)
	}
	out := t.buffers.Get().(*bytes.Buffer)
	out.Reset()
	defer t.keep(out)
	if err := set.ExecuteTemplate(out, part, data); err != nil {
		return fmt.Errorf("look: page %q: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a reader that left is no mistake of ours
	return nil
}

// pageMost is the largest page whose buffer is kept for the next one.
const pageMost = 1 << 20

// keep puts a buffer back, emptied of what it held: nothing of one person's
// page may stand in memory that another page is made in.
func (t *Templates) keep(b *bytes.Buffer) {
	if b.Cap() > pageMost {
		return
	}
	clear(b.Bytes())
	b.Reset()
	t.buffers.Put(b)
}

// Render gives one named template of a page file as markup, for parts of a page
// that are the same for everyone and are kept.
func (t *Templates) Render(lang, name, part string, data any) (template.HTML, error) {
	set, known := t.pages[t.voice(lang).Lang()][name]
	if !known {
		return "", fmt.Errorf("look: there is no page %q", name)
	}
	var out strings.Builder
	if err := set.ExecuteTemplate(&out, part, data); err != nil {
		return "", fmt.Errorf("look: page %q: %w", name, err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // the template escaped it
}

// funcs are the functions that templates may call, bound to one language.
func funcs(assets *Assets, texts *text.Catalogue, lang string) template.FuncMap {
	say := texts.In(lang)
	days := Days{Say: say}
	return template.FuncMap{
		"t": say.Say, "tn": func(key string, n int, args ...string) string { return say.Count(key, n, args...) },
		"told": func(f Flash) string { return say.Say(f.Key, f.Args...) },
		"asked": func(lang string) Told {
			return Told{Lang: lang, Dir: dirOf(lang), Text: texts.In(lang).Say("look.asked", "language", say.Say("look.language"))}
		},
		"asset": assets.URL, "themed": assets.Themed, "branded": assets.Branded, "languages": languages(texts),
		"dayLong": days.Long, "dayNear": days.Near, "dayFull": days.Full, "dayShort": days.Short,
		"clock": days.Clock, "moment": days.Moment,
		"width": width, "bars": Level.Bars,
		"chip":  func(tone Tone, words string) Chip { return Chip{Tone: tone, Text: words} },
		"face":  func(name string, tint picture.Tint) Face { return Face{Initials: picture.Initials(name), Tint: tint} },
		"link":  func(words, url string) Link { return Link{words, url} },
		"voice": func(words string) Voice { return Voice{Text: words} },
		"head":  func(id, title string) CardHead { return CardHead{ID: id, Title: title} },
		"telURL": func(number string) template.URL {
			return template.URL("tel:" + digits(number)) //nolint:gosec // digits and plus only
		},
		"labelled": labelled, "draw": drawer(say),
	}
}

// digits keeps the digits and a leading plus of a telephone number.
func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// width gives the class for a share in percent, from 0 to 100.
func width(percent int) string { return fmt.Sprintf("w-%d", max(0, min(100, percent))) }

// LabelledCell is a table cell with the head of its column, for folded tables.
type LabelledCell struct {
	Cell
	Column Column
	First  bool
}

func labelled(columns []Column, cells []Cell) []LabelledCell {
	out := make([]LabelledCell, len(cells))
	for i, cell := range cells {
		out[i] = LabelledCell{Cell: cell, First: i == 0}
		if i < len(columns) {
			out[i].Column = columns[i]
		}
	}
	return out
}

// Told is a sentence in another language than that of its page.
type Told struct {
	Lang, Dir, Text string
}

// Language is one choice of the language switch.
type Language struct {
	Code string
	Name string // in that language itself
	Dir  string // direction in which its name is written
}

func languages(texts *text.Catalogue) func() []Language {
	var list []Language
	for _, code := range texts.FamilyLanguages() {
		list = append(list, Language{code, texts.In(code).Say("look.language"), dirOf(code)})
	}
	return func() []Language { return list }
}
