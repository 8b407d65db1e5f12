package look

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
)

func TestPreferredLanguageAndTheme(t *testing.T) {
	for _, row := range []struct {
		accept, cookies string
		want            Preferences
	}{
		{"", "", Preferences{"nl", ""}},
		{"en-GB,en;q=0.9", "", Preferences{"en", ""}},
		{"tr,pl;q=0.8,en;q=0.5", "", Preferences{"tr", ""}},
		{"en;q=0.5, tr-TR;q=0.9", "", Preferences{"tr", ""}},
		{"fr, de;q=0.9", "", Preferences{"nl", ""}},
		{"tr;q=0, en;q=0.1", "", Preferences{"en", ""}},
		{"tr;q=much", "", Preferences{"nl", ""}},
		{"en", "lang=nl; theme=dark", Preferences{"nl", "dark"}},
		{"en", "lang=xx; theme=pink", Preferences{"en", ""}},
	} {
		r := httptest.NewRequest("GET", "/plan?x=1", nil)
		r.Header.Set("Accept-Language", row.accept)
		r.Header.Set("Cookie", row.cookies)
		if got := Preferred(r); got != row.want {
			t.Errorf("%q %q: %+v, want %+v", row.accept, row.cookies, got, row.want)
		}
		if page := NewPage(r, "Ons plan", nil); page.Lang != row.want.Lang || page.Theme != row.want.Theme || page.Path != "/plan?x=1" {
			t.Errorf("%+v", page)
		}
	}
}

func post(form url.Values) *http.Request {
	r := httptest.NewRequest("POST", PreferencesPath, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestPreferencesAreKept(t *testing.T) {
	for _, row := range []struct {
		form          url.Values
		cookie, value string
		back          string
	}{
		{url.Values{"lang": {"en"}, "back": {"/plan?a=1"}}, "lang", "en", "/plan?a=1"},
		{url.Values{"theme": {"dark"}, "back": {"/"}}, "theme", "dark", "/"},
		{url.Values{"theme": {"system"}}, "theme", "", "/"},
		{url.Values{"lang": {"xx"}, "theme": {"pink"}, "back": {"https://elsewhere.example/"}}, "", "", "/"},
		{url.Values{"back": {"//elsewhere.example/"}}, "", "", "/"},
		{url.Values{"back": {`/\elsewhere.example/`}}, "", "", "/"},
		{url.Values{"back": {"/a\r\nSet-Cookie: x=1"}}, "", "", "/"},
	} {
		w := httptest.NewRecorder()
		Cookies{Secure: true}.ServePreferences(w, post(row.form))
		got := w.Result()
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != row.back {
			t.Errorf("%v: %d to %q", row.form, got.StatusCode, got.Header.Get("Location"))
		}
		cookies := got.Cookies()
		if row.cookie == "" {
			if len(cookies) > 0 {
				t.Errorf("%v set %v", row.form, cookies)
			}
			continue
		}
		c := cookies[0]
		if c.Name != row.cookie || c.Value != row.value || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%v set %v", row.form, c)
		}
	}
}

func TestFlashIsToldOnce(t *testing.T) {
	w := httptest.NewRecorder()
	want := Flash{Tone: OK, Key: "look.errors.many", Args: []string{"n", "3"}}
	Cookies{}.SetFlash(w, want)
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(w.Result().Cookies()[0])
	second := httptest.NewRecorder()
	got, ok := Cookies{}.TakeFlash(second, r)
	if !ok || got.Key != want.Key || got.Tone != OK || got.Args[1] != "3" {
		t.Errorf("%+v %v", got, ok)
	}
	if c := second.Result().Cookies()[0]; c.MaxAge >= 0 {
		t.Errorf("it is not forgotten: %v", c)
	}
	for _, broken := range []string{"", "%%%", "e30", "bm90IGpzb24"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: flashCookie, Value: broken})
		if f, ok := (Cookies{}).TakeFlash(httptest.NewRecorder(), r); ok {
			t.Errorf("%q gave %+v", broken, f)
		}
	}
	if _, ok := (Cookies{}).TakeFlash(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)); ok {
		t.Error("a flash out of nothing")
	}
}

func TestPageShowsWhoIsSignedInAndHowToLeave(t *testing.T) {
	_, pages, texts := newKitchen(t, Options{})
	show := func(change func(*Page)) string {
		page := kitchenPage(texts.In("nl"), "")
		change(&page)
		w := httptest.NewRecorder()
		if err := pages.Page(w, http.StatusUnprocessableEntity, "kitchen", page); err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusUnprocessableEntity || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		return w.Body.String()
	}
	family := show(func(p *Page) { p.Wide, p.Live = false, "/live/1" })
	for _, want := range []string{`data-leave`, `Snel weg`, `class="reading"`, `U bent ingelogd als Noor Bakker.`, `aria-current="page">Mijn werk`, `lang="nl" dir="ltr"`,
		`<a class="utrecht-skip-link`, `Proefomgeving`, `data-live="/live/1"`, `action="/sign-out"`, `<title>Alles bij elkaar · Eendracht</title>`} {
		if !strings.Contains(family, want) {
			t.Errorf("%q is missing", want)
		}
	}
	worker := show(func(p *Page) {
		p.Family, p.Demo, p.Person, p.Nav, p.Flash, p.Theme, p.Lang = false, nil, nil, nil, nil, "dark", "xx"
	})
	for _, not := range []string{"data-leave", "Proefomgeving", "ingelogd als", "menu-bar", `class="reading"`} {
		if strings.Contains(worker, not) {
			t.Errorf("%q should not be there", not)
		}
	}
	for _, want := range []string{`data-theme="dark"`, `lang="nl"`, `value="light"`, `value="system"`} {
		if !strings.Contains(worker, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{"nl": "ltr", "en": "ltr", "ar": "rtl", "fa": "rtl", "tr": "ltr"} {
		if got := (Page{Lang: lang}).Dir(); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

func TestParseRefusesBrokenPages(t *testing.T) {
	assets, pages, texts := newKitchen(t, Options{})
	for name, files := range map[string]fstest.MapFS{
		"no main":       {"a.html": {Data: []byte(`{{define "other"}}x{{end}}`)}},
		"syntax":        {"a.html": {Data: []byte(`{{define "main"}}{{if}}{{end}}`)}},
		"shared syntax": {"_a.html": {Data: []byte(`{{define "x"}}{{`)}},
		"no function":   {"a.html": {Data: []byte(`{{define "main"}}{{unknown}}{{end}}`)}},
	} {
		if _, err := Parse(assets, texts, files); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	w := httptest.NewRecorder()
	if err := pages.Page(w, 200, "no-such-page", Page{}); err == nil {
		t.Error("a page that is not there")
	}
	if err := pages.Page(w, 200, "kitchen", Page{Body: struct{}{}}); err == nil || w.Body.Len() > 0 {
		t.Errorf("a body that does not fit: %v, %d bytes written", err, w.Body.Len())
	}
}

func TestSharedPartsAndPartialUpdates(t *testing.T) {
	assets, _, texts := newKitchen(t, Options{})
	pages, err := Parse(assets, texts, fstest.MapFS{
		"_shared.html": {Data: []byte(`{{define "greet"}}{{t "look.help"}} {{.}}{{end}}`)},
		"one.html":     {Data: []byte(`{{define "main"}}<h1>{{template "greet" .}}</h1>{{end}}{{define "row"}}<i>{{template "greet" .}}</i>{{end}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if err := pages.Part(w, 200, "en", "one", "row", "<Noor>"); err != nil {
		t.Fatal(err)
	}
	if got := w.Body.String(); got != "<i>Help &lt;Noor&gt;</i>" {
		t.Errorf("%s", got)
	}
	if names := pages.Names(); len(names) != 1 || names[0] != "one" {
		t.Errorf("%v", names)
	}
}
