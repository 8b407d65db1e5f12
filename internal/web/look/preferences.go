package look

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/text"
)

// PreferencesPath takes the POST of a change of language or theme.
const PreferencesPath = "/preferences"

const (
	langCookie  = "lang"
	toldCookie  = "lang_told"
	themeCookie = "theme"
	aYear       = 365 * 24 * 60 * 60 // seconds
)

// Preferences are what a person chose about the look, kept in two cookies
// without any personal data.
type Preferences struct {
	Lang  string // a language that ships, of the family's pages at least
	Theme string // "", "light" or "dark"
}

// Preferred reads the choice from the request: cookie first, then what the
// browser asks for, then Dutch.
func Preferred(r *http.Request) Preferences {
	p := Preferences{Lang: "nl"}
	if asked := firstKnown(r.Header.Get("Accept-Language")); asked != "" {
		p.Lang = asked
	}
	if c, err := r.Cookie(langCookie); err == nil && shipped(c.Value) {
		p.Lang = c.Value
	}
	if c, err := r.Cookie(themeCookie); err == nil && isTheme(c.Value) {
		p.Theme = c.Value
	}
	return p
}

func isTheme(s string) bool { return s == "light" || s == "dark" }

func shipped(lang string) bool {
	texts, err := text.Shipped()
	if err != nil {
		return lang == "nl"
	}
	return slices.Contains(texts.FamilyLanguages(), lang)
}

// firstKnown gives the language of an Accept-Language header (RFC 9110, 12.5.4)
// that ships and weighs most; of equals the first.
func firstKnown(header string) string {
	best, most := "", 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, weight, weighed := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
		q := 1.0
		if weighed {
			var err error
			if q, err = strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64); err != nil {
				continue
			}
		}
		if base = strings.ToLower(base); q > most && shipped(base) {
			best, most = base, q
		}
	}
	return best
}

// TellOnce tells whether a person must still be told that pages do not speak
// the language that they chose; from now on they were told, until they close
// the browser or choose another language.
func (c Cookies) TellOnce(w http.ResponseWriter, r *http.Request, lang string) bool {
	if told, err := r.Cookie(toldCookie); err == nil && told.Value == lang {
		return false
	}
	c.set(w, toldCookie, lang, 0)
	return true
}

// Cookies sets the small cookies of the look. Secure is true behind HTTPS.
type Cookies struct {
	Secure bool
}

func (c Cookies) set(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// ServePreferences takes "lang", "theme" and "back" from a form, keeps what is
// valid for a year and sends the person back to the page they came from.
func (c Cookies) ServePreferences(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if lang := r.PostFormValue("lang"); shipped(lang) {
		c.set(w, langCookie, lang, aYear)
	}
	switch theme := r.PostFormValue("theme"); {
	case isTheme(theme):
		c.set(w, themeCookie, theme, aYear)
	case theme == "system":
		c.set(w, themeCookie, "", -1)
	}
	http.Redirect(w, r, LocalPath(r.PostFormValue("back")), http.StatusSeeOther)
}

// LocalPath gives the path when it stays in this house and "/" otherwise, so
// that nobody can be sent elsewhere through us.
func LocalPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
