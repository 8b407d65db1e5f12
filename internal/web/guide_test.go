package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/text"
	"eendracht/internal/web/look"
)

// Every page leads to its own explanation, and every explanation that a page
// leads to is there, in every language of who reads the page.
func TestEveryPageHasItsHelp(t *testing.T) {
	say := must(text.Shipped())(t)
	screens := map[string]guideScreen{}
	for _, s := range guideScreens() {
		screens[look.GuidePath+"/"+s.name] = s
		for _, lang := range say.Languages() {
			for _, key := range []string{s.title, "guide." + s.name + ".text", "guide." + s.name + ".1", "guide." + s.name + ".2"} {
				if !say.In(lang).Has(key) {
					t.Errorf("%s lacks %q", lang, key)
				}
			}
		}
	}
	none := []string{"/{$}", "/privacy", "/accessibility", look.GuidePath, look.GuidePath + "/{screen}", "/tour", look.OfflinePath + "{lang}"}
	led := map[string]bool{}
	for _, rt := range (&house{}).routes() {
		method, path, _ := strings.Cut(rt.pattern, " ")
		url := guideURL(rt.pattern)
		_, known := screens[url]
		led[url] = true
		if plain := slices.Contains(none, path); method == "GET" && known == plain {
			t.Errorf("%s leads to %s", rt.pattern, url)
		}
	}
	for url := range screens {
		if !led[url] && url != look.GuidePath+"/own.start" {
			t.Errorf("no page leads to %s", url)
		}
	}
}

func TestGuideAndOfflinePages(t *testing.T) {
	w := newTown(t)
	w.story()
	status, page := w.page("u-fatma", "/plan/"+string(w.family))
	if status != http.StatusOK || !strings.Contains(page, `href="/guide/own.plan"`) {
		t.Errorf("the plan does not lead to its help: %d", status)
	}
	if status, page = w.page("u-fatma", "/guide/own.plan"); status != http.StatusOK || !strings.Contains(page, "Dit is het plan van uw gezin.") || !strings.Contains(page, "112") {
		t.Errorf("%d %s", status, page)
	}
	if status, _ = w.page("u-fatma", "/guide/staff.safety"); status != http.StatusNotFound {
		t.Errorf("a resident reads help of staff: %d", status)
	}
	if status, page = w.page("u-noor", "/guide/staff.safety"); status != http.StatusOK || !strings.Contains(page, "U weegt of iedereen veilig is.") {
		t.Errorf("%d %s", status, page)
	}
	status, page = w.page("u-fatma", "/offline/ar")
	if status != http.StatusOK || !strings.Contains(page, `<html lang="ar" dir="rtl">`) || strings.Contains(page, "Fatma") || strings.Contains(page, string(w.family)) || strings.Contains(page, "data-live") {
		t.Errorf("the page without connection knows someone, or speaks otherwise: %d", status)
	}
	if status, _ = w.page("", "/offline/xx"); status != http.StatusNotFound {
		t.Errorf("%d", status)
	}
	if status, page = w.page("", "/tour"); status != http.StatusOK || !strings.Contains(page, "Fatma, moeder van drie kinderen") {
		t.Errorf("%d %s", status, page)
	}
}
