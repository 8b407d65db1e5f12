package e2e

import (
	"strings"
	"testing"
)

// The family's main pages in Arabic, from right to left, and in Turkish: axe finds
// nothing, nothing runs off a narrow screen, and what the browser put away is the
// frame only, never a page about anyone.
func TestFamilyPagesInArabicAndTurkish(t *testing.T) {
	chromium(t)
	h := start(t)
	s := &book{tale: &tale{house: h, people: map[string]string{}}, b: browse(t, h, false)}
	s.night()
	for lang, dir := range map[string]string{"ar": "rtl", "tr": "ltr"} {
		s.b.open("/privacy")
		s.b.act(`document.querySelector("footer button[name=lang][value=`+lang+`]").click()`, lang)
		clear(s.b.pages)
		s.b.size(320, 800)
		for _, path := range []string{"/help", s.planURL(""), s.planURL("/helpers"), s.planURL("/sight"), s.planURL("/looks"), s.planURL("/time"), s.planURL("/me"), "/guide/own.plan", "/privacy", "/sessions"} {
			s.b.open(path)
			if got := run[string](s.b, "document.documentElement.lang + ' ' + document.documentElement.dir"); got != lang+" "+dir {
				t.Errorf("%s speaks %s", path, got)
			}
			if over := run[float64](s.b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
				t.Errorf("%s in %s runs off a narrow screen by %v", path, lang, over)
			}
		}
	}
	kept := run[string](s.b, `navigator.serviceWorker.ready.then(() => caches.keys())
		.then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))
		.then((lists) => lists.flat().map((request) => new URL(request.url).pathname).join("\n"))`)
	if !strings.Contains(kept, "/offline/") || !strings.Contains(kept, "/static/") {
		t.Errorf("the worker put nothing away: %q", kept)
	}
	for path := range strings.SplitSeq(kept, "\n") {
		if !strings.HasPrefix(path, "/static/") && !strings.HasPrefix(path, "/offline/") {
			t.Errorf("the browser put %s away", path)
		}
	}
}
