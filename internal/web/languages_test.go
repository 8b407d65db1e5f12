package web

import (
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/text"
)

// byData are groups of texts that family pages reach by what the dossier or the
// law holds, so that neither the source nor one story names them all.
var byData = []string{
	"look.",                                             // the frame around every page
	"guide.",                                            // every page has its help
	"fault.", "signin.", "web.fail.", "access.deny.own", // what can go wrong for a resident
	"web.sign.", "web.pick.", "region.pick.", "web.signin.", // the doors, also that of the demonstration
	"web.role.citizen", "web.involved.", "web.task.", "web.clock.leftof.", // who someone is, how something stands
	"web.law.wmo", "web.law.jw", "web.law.awb", "web.law.wgs", "web.law.bgs", "web.law.pw", "web.law.avg", "web.law.uavg", "web.law.ijw", "web.law.lpw",
	"web.law.bw7", "web.law.wpg", "web.law.wpol", "web.law.archive", "web.law.wams", // short names of laws
	"picture.clock.", "picture.ecogram.", "picture.tie", "picture.for", "picture.role", "picture.who",
	"statute.domain.", "statute.ground.", "statute.need.", "statute.purpose.", "statute.law.", "statute.scale.", "statute.term.",
	"inspect.",                         // the copy of what is known
	"access.allow.",                    // the rule by which someone looked
	"dossier.task.state",               // why a task cannot be answered any more
	"own.draft.", "own.melding.writer", // what was kept to go on with, and who wrote it down
	"talk.also", "talk.open", "talk.over.closed", "talk.person", "talk.reply", "talk.seen", "talk.who", "talk.with", "talk.you", // a conversation, by its state
	"notice.stop", "notice.mail.known", "notice.saved", "notice.urgent", // notices, and the door by which they stop
	"webfamily.",
}

// notFamily are texts of those groups that no resident meets.
var notFamily = regexp.MustCompile(`^guide\.(staff|tour)\.|^access\.allow\.administration|^statute\.domain\..*\.short$|^signin\.(config|grant|nodemo|notempty|noorg|norole|limit\.org)|^picture\.clock\.days\.|^web\.sign\.(unsafe|gap|late|returned|silent|keep|open)\b`)

// ear remembers which texts were asked in a language.
type ear struct {
	sync.Mutex
	keys map[string]map[string]bool // by language
}

func (e *ear) hear(lang, key string) {
	e.Lock()
	defer e.Unlock()
	if e.keys[lang] == nil {
		e.keys[lang] = map[string]bool{}
	}
	e.keys[lang][key] = true
}

var (
	linked = regexp.MustCompile(`href="(/[^"#]*)`)
	sends  = regexp.MustCompile(`<form[^>]*method="post" action="(/[^"]+)"`)
	stays  = regexp.MustCompile(`^/(sign|sessions|preferences|demo)`)
)

// walk opens every page that someone can reach by links, and sends every form
// with nothing in it once, so that what is wrong is said too. It gives the pages.
func (w *town) walk(user dossier.ID, from ...string) map[string]string {
	w.t.Helper()
	pages, sent := map[string]string{}, map[string]bool{}
	for queue := from; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		if _, was := pages[path]; was || strings.HasPrefix(path, "/static/") {
			continue
		}
		status, body := w.page(user, path)
		pages[path] = body
		if status == http.StatusSeeOther {
			queue = append(queue, body)
			continue
		}
		for _, link := range linked.FindAllStringSubmatch(body, -1) {
			queue = append(queue, html.UnescapeString(link[1]))
		}
		for _, form := range sends.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(form[1])
			if sent[to] || stays.MatchString(to) {
				continue
			}
			sent[to] = true
			if status, body := w.post(user, to, url.Values{"do": {"nothing"}}); status != http.StatusSeeOther {
				pages["POST "+to] = body
			}
		}
	}
	return pages
}

// residents of the story; nobody is one too.
var residents = []dossier.ID{"", "u-fatma", "u-elif", "u-esra", "u-jeroen", "u-hatice"}

// familyDoors are the pages from which a resident reaches the others.
func (w *town) familyDoors() []string {
	return []string{"/", "/help", "/privacy", "/accessibility", "/nowhere", "/guide", "/offline/tr", "/sessions", "/signin/stronger", "/plan/" + string(w.family), "/case/" + string(w.family)}
}

// familyTexts gives the keys of all texts that a resident can meet: what the
// source of their pages names, what is heard while they walk through the house,
// and what the data reaches.
func familyTexts(t *testing.T) map[string]bool {
	t.Helper()
	e := &ear{keys: map[string]map[string]bool{}}
	w := newTownSaying(t, must(text.Shipped())(t).Heard(e.hear))
	w.story()
	e.keys = map[string]map[string]bool{}
	for _, user := range residents {
		w.walk(user, w.familyDoors()...)
	}
	wanted := familySource(t)
	all := must(text.Shipped())(t)
	for _, key := range all.Keys("nl") {
		group := slices.ContainsFunc(byData, func(start string) bool { return strings.HasPrefix(key, start) })
		if group || e.keys["nl"][key] {
			wanted[key] = true
		}
		if notFamily.MatchString(key) {
			delete(wanted, key)
		}
	}
	return wanted
}

// wantedIn gives the keys that a language must have for these Dutch ones: those
// that count have a text per form of the language.
func wantedIn(t *testing.T, lang string, dutch map[string]bool) map[string]bool {
	t.Helper()
	wanted, said := map[string]bool{}, must(text.Shipped())(t).In("nl")
	for key := range dutch {
		base := countBase(key)
		if base == key || !(said.Has(base+".one") && said.Has(base+".many")) {
			wanted[key] = true
			continue
		}
		for _, form := range text.Forms(lang) {
			wanted[base+"."+form] = true
		}
	}
	return wanted
}

// Every page that a resident can meet has all its texts in every language of the
// family's pages, and no language has a text that no such page uses.
func TestFamilyPagesHaveTheirTextsInEveryLanguage(t *testing.T) {
	all, dutch := must(text.Shipped())(t), familyTexts(t)
	for _, lang := range all.FamilyLanguages() {
		wanted, said := wantedIn(t, lang, dutch), all.In(lang)
		for _, key := range slices.Sorted(maps.Keys(wanted)) {
			if !said.Has(key) {
				t.Errorf("%s lacks %q: %q", lang, key, all.In("nl").Say(key))
			}
		}
		for _, key := range all.Keys(lang) {
			if !text.Complete(lang) && !wanted[key] {
				t.Errorf("%s has %q, which no page of a resident uses", lang, key)
			}
		}
	}
}

// Staff who ask for a language of the family's pages get Dutch, and are told why
// once, in the language that they asked for. A resident is spoken to in it.
func TestStaffAreToldOnceWhyTheyReadDutch(t *testing.T) {
	w := newTown(t)
	w.story()
	w.lang = "tr"
	told := must(text.Shipped())(t).In("tr").Say("look.asked", "language", "Nederlands")
	if _, page := w.page("u-fatma", "/plan/"+string(w.family)); !strings.Contains(page, `<html lang="tr" dir="ltr">`) || strings.Contains(page, told) {
		t.Errorf("a resident is not spoken to in Turkish")
	}
	read := func(cookies ...*http.Cookie) (string, *http.Cookie) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/work", nil)
		r.Header.Set("Accept-Language", "tr")
		r.AddCookie(w.desk.Cookie(must(w.desk.Start(t.Context(), "u-noor", "nl"))(t)))
		for _, c := range cookies {
			r.AddCookie(c)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		for _, c := range rec.Result().Cookies() {
			if c.Value == "tr" {
				return rec.Body.String(), c
			}
		}
		return rec.Body.String(), nil
	}
	first, cookie := read()
	if !strings.Contains(first, `<html lang="nl" dir="ltr">`) || !strings.Contains(first, `lang="tr" dir="ltr"`) || !strings.Contains(first, told) || cookie == nil {
		t.Fatalf("staff are not told: cookie %v", cookie)
	}
	if again, _ := read(cookie); strings.Contains(again, told) || !strings.Contains(again, `<html lang="nl"`) {
		t.Error("staff are told twice")
	}
}
