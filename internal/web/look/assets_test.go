package look

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, h http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestStaticFilesAreHashedPackedAndKept(t *testing.T) {
	assets, _, _ := newKitchen(t, Options{})
	for _, name := range assets.Names() {
		url := assets.URL(name)
		if !regexp.MustCompile(`\.[0-9a-f]{12}\.\w+$`).MatchString(url) {
			t.Errorf("%s has no hash in %s", name, url)
		}
		plain := get(t, assets, "GET", url)
		if plain.StatusCode != 200 || !strings.Contains(plain.Header.Get("Cache-Control"), "immutable") || plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", name, plain.StatusCode, plain.Header)
		}
		packed := get(t, assets, "GET", url, "Accept-Encoding", "br, gzip")
		raw := body(t, packed)
		if packed.Header.Get("Content-Encoding") == "gzip" {
			unpacked, err := gzip.NewReader(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			if raw, err = io.ReadAll(unpacked); err != nil {
				t.Fatal(err)
			}
		} else if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".css") {
			t.Errorf("%s is not packed", name)
		}
		if want := body(t, plain); !bytes.Equal(raw, want) {
			t.Errorf("%s: the packed form differs from the plain one", name)
		}
	}
}

func TestStaticFilesAnswerNothingElse(t *testing.T) {
	assets, _, _ := newKitchen(t, Options{})
	for _, row := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/static/eendracht.css", 404}, {"GET", "/static/../assets.go", 404}, {"GET", "/static/", 404},
		{"GET", assets.URL("no-such-file.js"), 404}, {"GET", "/static/theme.css", 404},
		{"POST", assets.URL("eendracht.css"), 405}, {"HEAD", assets.URL("eendracht.css"), 200},
	} {
		got := get(t, assets, row.method, row.path)
		if got.StatusCode != row.status {
			t.Errorf("%s %s: %d, want %d", row.method, row.path, got.StatusCode, row.status)
		}
		if row.method == "HEAD" && len(body(t, got)) > 0 {
			t.Error("HEAD has a body")
		}
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{"": false, "gzip": true, "br;q=1.0, gzip;q=0.8": true, "gzip;q=0": false, "gzip; q=0.000": false, "GZIP": true, "deflate": false, "*": false} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

func TestEveryLinkInTheStyleSheetLeadsSomewhere(t *testing.T) {
	assets, _, _ := newKitchen(t, Options{})
	sheet := string(body(t, get(t, assets, "GET", assets.URL("eendracht.css"))))
	links := regexp.MustCompile(`url\("?([^")]+)"?\)`).FindAllStringSubmatch(sheet, -1)
	if len(links) < 6 {
		t.Errorf("only %d links", len(links))
	}
	for _, link := range links {
		if strings.HasPrefix(link[1], "data:") {
			continue
		}
		if got := get(t, assets, "GET", link[1]); got.StatusCode != 200 {
			t.Errorf("%s: %d", link[1], got.StatusCode)
		}
	}
	if manifest := string(body(t, get(t, assets, "GET", assets.URL("manifest.webmanifest")))); !strings.Contains(manifest, assets.URL("icon.svg")) {
		t.Errorf("the manifest names another icon: %s", manifest)
	}
}

func TestStyleSheetIsWhole(t *testing.T) {
	sheet, err := styleSheet()
	if err != nil {
		t.Fatal(err)
	}
	css := string(sheet)
	if open, shut := strings.Count(css, "{"), strings.Count(css, "}"); open != shut {
		t.Errorf("%d braces open, %d close", open, shut)
	}
	if !strings.HasPrefix(css, "@layer utrecht, voorbeeld, tokens, base, layout, components;") {
		t.Error("the layers are not declared first")
	}
	for _, want := range []string{`:root[data-theme="dark"]`, `:root:not([data-theme="light"])`, "prefers-contrast: more", "forced-colors: active", ".w-0{", ".w-100{inline-size:100%}", "EUPL-1.2"} {
		if !strings.Contains(css, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// Every custom property that our parts read must be set somewhere.
func TestEveryTokenIsSet(t *testing.T) {
	sheet, err := styleSheet()
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, m := range regexp.MustCompile(`(--(?:ec|basis)-[\w-]+)\s*:`).FindAllStringSubmatch(string(sheet), -1) {
		set[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`var\((--(?:ec|basis)-[\w-]+)\)`).FindAllStringSubmatch(string(sheet), -1) {
		if !set[m[1]] {
			t.Errorf("%s is read and never set", m[1])
		}
	}
}

func TestOurStylesUseLogicalDirections(t *testing.T) {
	physical := regexp.MustCompile(`(?m)[;{\s](margin|padding|border)-(left|right|top|bottom)\b|[;{]\s*(width|height|min-width|max-width|left|right|top|bottom)\s*:|text-align:\s*(left|right)`)
	for _, layer := range layers {
		for _, part := range layer.parts {
			css, err := stylePart(part)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(part, "static/") {
				continue // vendored
			}
			if found := physical.FindAllString(string(css), -1); len(found) > 0 {
				t.Errorf("%s: %q", part, found)
			}
		}
	}
}

func TestThemeOfAMunicipalityComesLast(t *testing.T) {
	theme := []byte(":root{--basis-color-action-1-inverse-bg-default:#123456}")
	assets, pages, texts := newKitchen(t, Options{Theme: theme})
	w := httptest.NewRecorder()
	if err := pages.Page(w, 200, "kitchen", kitchenPage(texts.In("nl"), "")); err != nil {
		t.Fatal(err)
	}
	html := w.Body.String()
	ours, theirs := strings.Index(html, assets.URL("eendracht.css")), strings.Index(html, assets.URL("theme.css"))
	if ours < 0 || theirs < ours {
		t.Errorf("ours at %d, theirs at %d", ours, theirs)
	}
	if got := body(t, get(t, assets, "GET", "/static/theme.css")); !bytes.Equal(got, theme) {
		t.Errorf("%s", got)
	}
	if _, err := NewAssets(Options{Theme: []byte(":root{")}); err == nil {
		t.Error("a broken theme was taken")
	}
}

// A family page must be light: it is read on a phone, in the night, on a
// prepaid bundle. Everything it loads counts, with all fonts that Turkish and
// Polish names need.
func TestPageStaysLight(t *testing.T) {
	assets, pages, texts := newKitchen(t, Options{})
	w := httptest.NewRecorder()
	if err := pages.Page(w, 200, "kitchen", kitchenPage(texts.In("nl"), "")); err != nil {
		t.Fatal(err)
	}
	total := len(pack(w.Body.Bytes(), ".html"))
	sizes := map[string]int{"the page itself": total}
	for _, name := range []string{"eendracht.css", "eendracht.js", "htmx.min.js", "icon.svg", "rings.svg", "chevron.svg",
		"font/text-latin.woff2", "font/text-latin-ext.woff2", "font/voice-latin.woff2", "font/voice-latin-ext.woff2"} {
		sizes[name] = len(body(t, get(t, assets, "GET", assets.URL(name), "Accept-Encoding", "gzip")))
		total += sizes[name]
	}
	t.Logf("%d bytes: %v", total, sizes)
	if total > 120*1024 {
		t.Errorf("a page with everything weighs %d bytes, more than 120 KB: %v", total, sizes)
	}
}

func TestSecureHeaders(t *testing.T) {
	h := Secure(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	got := get(t, h, "GET", "/")
	for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
		if !strings.Contains(got.Header.Get(name), want) {
			t.Errorf("%s: %q", name, got.Header.Get(name))
		}
	}
	if strings.Contains(got.Header.Get("Content-Security-Policy"), "unsafe") || got.StatusCode != http.StatusTeapot {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
}
