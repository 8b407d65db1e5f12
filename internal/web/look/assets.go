package look

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed static styles
var embedded embed.FS

// StaticPath is where the static files are served; a Handler wants to be
// mounted there ("GET /static/").
const StaticPath = "/static/"

// themeName is the municipality's own style sheet with tokens.
const themeName = "theme.css"

// logoName is the municipality's own logo.
const logoName = "logo.png"

// Options says what a house changes about the look.
type Options struct {
	// Theme is a style sheet with CSS custom properties (--basis-*, --ec-*) that
	// is loaded after ours and outside our cascade layers, so it always wins.
	// Empty means our own theme.
	Theme []byte
	// Logo is a municipality's own, a PNG file, shown beside the name. Empty means
	// our own mark.
	Logo []byte
}

// Assets holds the static files, each under a name with a hash of its content,
// with its gzip form made beforehand. It is immutable.
type Assets struct {
	urls  map[string]string // plain name → URL with hash
	files map[string]asset  // name with hash → file
	theme bool
	logo  bool
}

type asset struct {
	mime          string
	plain, packed []byte // packed is nil when gzip gains nothing
}

// mimes lists every kind of file that we serve; a kind that is missing here is
// not served at all.
var mimes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
	".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8",
}

// NewAssets reads the embedded files, puts the style sheet together and hashes
// everything. It fails only on a broken build or a theme that closes no braces.
func NewAssets(options Options) (*Assets, error) {
	a := &Assets{urls: map[string]string{}, files: map[string]asset{}, theme: len(options.Theme) > 0, logo: len(options.Logo) > 0}
	static, err := fs.Sub(embedded, "static")
	if err != nil {
		return nil, fmt.Errorf("look.NewAssets: %w", err)
	}
	if err := a.addFiles(static); err != nil {
		return nil, err
	}
	sheet, err := styleSheet()
	if err != nil {
		return nil, err
	}
	if err := a.add("eendracht.css", a.hashedLinks(sheet)); err != nil {
		return nil, err
	}
	if a.logo {
		if err := a.add(logoName, options.Logo); err != nil {
			return nil, err
		}
	}
	if a.theme {
		if err := CheckTheme(options.Theme); err != nil {
			return nil, err
		}
		return a, a.add(themeName, options.Theme)
	}
	return a, nil
}

// addFiles adds all files but the vendored style sheets, which go into ours.
// The manifest comes last because it names another file.
func (a *Assets) addFiles(static fs.FS) error {
	var names []string
	err := fs.WalkDir(static, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) != ".css" && name != workerFile {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("look.NewAssets: %w", err)
	}
	slices.SortStableFunc(names, func(x, y string) int {
		return strings.Compare(path.Ext(x), path.Ext(y)) // .webmanifest sorts after .svg
	})
	for _, name := range names {
		raw, err := fs.ReadFile(static, name)
		if err != nil {
			return fmt.Errorf("look.NewAssets: %w", err)
		}
		if path.Ext(name) == ".webmanifest" {
			for _, icon := range []string{"icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png"} {
				raw = bytes.ReplaceAll(raw, []byte(strconv.Quote(icon)), []byte(strconv.Quote(a.urls[icon])))
			}
		}
		if err := a.add(name, raw); err != nil {
			return err
		}
	}
	return nil
}

func (a *Assets) add(name string, raw []byte) error {
	ext := path.Ext(name)
	mime, known := mimes[ext]
	if !known {
		return fmt.Errorf("look.NewAssets: %s: no media type for %s", name, ext)
	}
	sum := sha256.Sum256(raw)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	a.urls[name] = StaticPath + hashed
	a.files[hashed] = asset{mime: mime, plain: raw, packed: pack(raw, ext)}
	return nil
}

// pack gives the gzip form, or nil when it is not smaller (fonts are packed already).
func pack(raw []byte, ext string) []byte {
	if ext == ".woff2" || ext == ".png" {
		return nil
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err = w.Write(raw); err != nil || w.Close() != nil || out.Len() >= len(raw) {
		return nil
	}
	return out.Bytes()
}

var cssLink = regexp.MustCompile(`url\("([^":]+)"\)`)

// hashedLinks puts the hashed names into the url("…") of a style sheet.
func (a *Assets) hashedLinks(sheet []byte) []byte {
	return cssLink.ReplaceAllFunc(sheet, func(link []byte) []byte {
		name := string(cssLink.FindSubmatch(link)[1])
		if to, known := a.urls[name]; known {
			return []byte(`url("` + to + `")`)
		}
		return link
	})
}

// URL gives the address of a static file by its plain name ("eendracht.css").
// An unknown name gives an address that answers 404, so that it shows in tests.
func (a *Assets) URL(name string) string {
	if url, known := a.urls[name]; known {
		return url
	}
	return StaticPath + "unknown/" + name
}

// Themed tells whether a municipality's theme is loaded.
func (a *Assets) Themed() bool { return a.theme }

// Names gives the plain names of all static files, sorted.
func (a *Assets) Names() []string { return slices.Sorted(maps.Keys(a.urls)) }

// ServeHTTP serves GET and HEAD below StaticPath. Names carry a hash of the
// content, so an answer may be kept for a year and never changes; the plain
// name of the theme answers too, so that it can be linked from outside.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, StaticPath)
	caching := "public, max-age=31536000, immutable"
	if name == themeName && a.theme {
		name, caching = strings.TrimPrefix(a.urls[themeName], StaticPath), "no-cache"
	}
	file, known := a.files[name]
	if !known {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	file.serve(w, r, caching)
}

func (f asset) serve(w http.ResponseWriter, r *http.Request, caching string) {
	header := w.Header()
	header.Set("Content-Type", f.mime)
	header.Set("Cache-Control", caching)
	header.Set("X-Content-Type-Options", "nosniff")
	body := f.plain
	if f.packed != nil {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			header.Set("Content-Encoding", "gzip")
			body = f.packed
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a reader that left is no mistake of ours
	}
}

// acceptsGzip reads an Accept-Encoding header (RFC 9110, 12.5.3); q=0 refuses.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		weight = strings.TrimPrefix(strings.TrimSpace(weight), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return err != nil || q > 0
	}
	return false
}

// outward is what a theme may not do: fetch from elsewhere, or bring code.
var outward = regexp.MustCompile(`(?i)@import|url\(|expression\(|javascript:|</`)

// CheckTheme tells what is wrong with a theme: braces that do not match, or
// anything that would fetch something.
func CheckTheme(theme []byte) error {
	if bytes.Count(theme, []byte("{")) != bytes.Count(theme, []byte("}")) {
		return fmt.Errorf("look.CheckTheme: the theme's braces do not match")
	}
	if outward.Match(theme) {
		return fmt.Errorf("look.CheckTheme: the theme fetches something")
	}
	return nil
}

// Branded tells whether there is a logo of the municipality's own.
func (a *Assets) Branded() bool { return a.logo }
