package look

import (
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"eendracht/internal/text"
)

// The service worker puts away the frame and the page without connection, and has
// no way to put anything else away.
func TestWorkerKeepsTheFrameOnly(t *testing.T) {
	assets, err := NewAssets(Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec := httptest.NewRecorder()
	assets.ServeWorker(rec, httptest.NewRequest("GET", WorkerPath, nil))
	script := rec.Body.String()
	for _, banned := range []string{"cache.put", ".put(", "SHELL", "VERSION", "/plan", "/case", "eval"} {
		if strings.Contains(script, banned) {
			t.Errorf("the worker has %q", banned)
		}
	}
	if strings.Count(script, "addAll(") != 1 || strings.Count(script, ".add(") != 0 {
		t.Error("the worker puts away at more than one place")
	}
	for _, url := range regexp.MustCompile(`"(/[^"]*)"`).FindAllStringSubmatch(script, -1) {
		if !strings.HasPrefix(url[1], StaticPath) && url[1] != OfflinePath {
			t.Errorf("the worker names %q", url[1])
		}
	}
	if !strings.Contains(script, assets.URL("eendracht.css")) || rec.Header().Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("the frame is missing: %s %v", script, rec.Header())
	}
	if !strings.Contains(ContentSecurityPolicy, "worker-src 'self'") {
		t.Error("the policy does not name the worker")
	}
}

func TestManifestNamesIconsThatAreThere(t *testing.T) {
	assets, err := NewAssets(Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec := httptest.NewRecorder()
	assets.ServeHTTP(rec, httptest.NewRequest("GET", assets.URL("manifest.webmanifest"), nil))
	icons := regexp.MustCompile(`"src": "([^"]*)"`).FindAllStringSubmatch(rec.Body.String(), -1)
	if len(icons) != 4 {
		t.Fatal(rec.Body.String())
	}
	for _, icon := range icons {
		rec := httptest.NewRecorder()
		assets.ServeHTTP(rec, httptest.NewRequest("GET", icon[1], nil))
		if rec.Code != 200 {
			t.Errorf("%s: %d", icon[1], rec.Code)
		}
	}
}

type fontFace struct {
	file   string
	ranges [][2]rune
}

var (
	fontSource = regexp.MustCompile(`url\("([^"]+)"\)`)
	fontRanges = regexp.MustCompile(`unicode-range: ([^;]+);`)
)

// faces reads the fonts and their letters from the style sheet.
func fontFaces(t *testing.T) []fontFace {
	t.Helper()
	css, err := embedded.ReadFile("styles/fonts.css")
	if err != nil {
		t.Fatal(err)
	}
	var list []fontFace
	for _, rule := range strings.Split(string(css), "@font-face")[1:] {
		f := fontFace{file: fontSource.FindStringSubmatch(rule)[1]}
		for _, part := range strings.Split(fontRanges.FindStringSubmatch(rule)[1], ",") {
			from, to, both := strings.Cut(strings.TrimPrefix(strings.TrimSpace(part), "U+"), "-")
			if !both {
				to = from
			}
			low, err := strconv.ParseInt(from, 16, 32)
			high, err2 := strconv.ParseInt(to, 16, 32)
			if err != nil || err2 != nil {
				t.Fatal(part)
			}
			f.ranges = append(f.ranges, [2]rune{rune(low), rune(high)})
		}
		list = append(list, f)
	}
	return list
}

func (f fontFace) has(r rune) bool {
	for _, span := range f.ranges {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}

// maxFrame is what the frame of a family page may weigh over the wire: 120 KB for
// a page less 10 for its own words.
const maxFrame = 110 << 10

// Every letter of every language has a font of ours, and the fonts that a language
// needs, with style sheet and scripts, leave room for the page.
func TestFontsHaveAllLettersAndAreLight(t *testing.T) {
	assets, err := NewAssets(Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	weigh := func(name string) int {
		file := assets.files[strings.TrimPrefix(assets.URL(name), StaticPath)]
		if file.packed != nil {
			return len(file.packed)
		}
		return len(file.plain)
	}
	invisible := "\n\u2066\u2068\u2069"
	fonts := fontFaces(t)
	for _, lang := range texts.FamilyLanguages() {
		used, missing := map[string]bool{}, map[rune]bool{}
		for _, key := range texts.Keys(lang) {
			for _, r := range texts.In(lang).Say(key) {
				found := strings.ContainsRune(invisible, r)
				for _, f := range fonts {
					if f.has(r) {
						found, used[f.file] = true, true
					}
				}
				if !found && !text.Complete(lang) {
					missing[r] = true
				}
			}
		}
		for r := range missing {
			t.Errorf("%s: no font has %q (%U)", lang, r, r)
		}
		total := weigh("eendracht.css") + weigh("eendracht.js") + weigh("htmx.min.js")
		for file := range used {
			total += weigh(file)
		}
		if total > maxFrame {
			t.Errorf("%s: the frame weighs %d bytes, of which fonts %v", lang, total, used)
		}
		t.Logf("%s: %d bytes", lang, total)
	}
}
