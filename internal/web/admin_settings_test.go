package web_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/statute"
)

// settled is a town whose administrator keeps the settings.
func settled(t *testing.T) *town {
	w := newTown(t)
	w.ask()
	law := w.office.Law
	w.office.Furnish = func(own casework.OwnSettings) (*statute.Set, *access.Engine, error) {
		set, rules := law, []string{}
		if terms := own.Body(casework.SettingTerms); len(terms) > 0 {
			var err error
			if set, err = law.WithLocal(bytes.NewReader(terms)); err != nil {
				return nil, nil, err
			}
		}
		if more := own.Body(casework.SettingRules); len(more) > 0 {
			rules = append(rules, string(more))
		}
		engine, err := access.New(set, rules...)
		return set, engine, err
	}
	if err := casework.SetOwner(t.Context(), w.store, w.story.TownHall); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestOwnRulesAreTriedBeforeTheyAreUsed(t *testing.T) {
	w := settled(t)
	admin := w.browse(w.story.Admin)
	holds(t, admin.get("/admin/settings"), "Eigen toegangsregels", "Zoals Eendracht het meebrengt")
	page := admin.get("/admin/settings/rules")
	admin.refused(http.StatusUnprocessableEntity, "Deze regels kunnen niet gebruikt worden", page, `name="rules"`, "rules", "permit (principal, action, resource);")
	rule := `@id("local.money") @nl("access.deny.local") @ground("avg.15") forbid (principal is Staff, action == Action::"part", resource) when { resource.domain == "money" };`
	answer := admin.send(page, `name="rules"`, "rules", rule)
	tried := answer.Body.String()
	holds(t, tried, "Wie raakt wat kwijt?", "Wijkteam Zuid", "Leefgebied: Geld", "1 gezin", "In gebruik nemen")
	if strings.Contains(words(admin.get("/admin/settings")), "Eigen versie") {
		t.Error("trying put the rules into force")
	}
	admin.sent(tried, `value="use"`)
	holds(t, admin.get("/admin/settings"), "Eigen versie 1")
	holds(t, admin.get("/admin/changes"), "Eigen toegangsregels")
	if again := admin.send(tried, `value="use"`, "rules", rule+" "); again.Code != http.StatusConflict && again.Code != http.StatusSeeOther {
		t.Errorf("an old form: %d", again.Code)
	}
	if status := w.browse(w.story.Noor).status("/admin/settings"); status == http.StatusOK {
		t.Error("a worker reads the settings")
	}
}

func TestAnOwnTermIsNeverLongerThanTheLaw(t *testing.T) {
	w := settled(t)
	admin := w.browse(w.story.Admin)
	page := admin.get("/admin/settings/terms")
	admin.refused(http.StatusUnprocessableEntity, "Kies een termijn", page, `name="code"`, "n", "x")
	admin.refused(http.StatusUnprocessableEntity, "langer dan de wet toestaat", page, `name="code"`, "code", "wgs.decision", "n", "40", "article", "Verordening art. 2", "from", "1-1-2026")
	admin.sent(page, `name="code"`, "code", "wgs.decision", "n", "4", "article", "Verordening art. 2", "from", "1-1-2026")
	page = admin.get("/admin/settings/terms")
	holds(t, page, "Verordening art. 2", "4 weken")
	end := regexp.MustCompile(`name="end" value="([^"]+)"`).FindStringSubmatch(page)
	if end == nil {
		t.Fatal("it cannot be ended")
	}
	if answer := admin.post("/admin/settings/terms", url.Values{"end": {end[1]}}); answer.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.Code, words(answer.Body.String()))
	}
	if strings.Contains(words(admin.get("/admin/settings/terms")), "Verordening art. 2") {
		t.Error("it did not end")
	}
}

func TestAMunicipalityBringsItsColoursAndLogo(t *testing.T) {
	w := settled(t)
	admin := w.browse(w.story.Admin)
	page := admin.get("/admin/settings/look")
	send := func(theme string, logo []byte) *httptest.ResponseRecorder {
		_, form := admin.fill(page, `name="theme"`)
		var body bytes.Buffer
		out := multipart.NewWriter(&body)
		form.Set("theme", theme)
		for name, values := range form {
			if err := out.WriteField(name, values[0]); err != nil {
				t.Fatal(err)
			}
		}
		if logo != nil {
			part, err := out.CreateFormFile("logo", "logo.png")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := part.Write(logo); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", "/admin/settings/look", &body)
		r.Header.Set("Content-Type", out.FormDataContentType())
		return admin.ask(r)
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	var wide bytes.Buffer
	if err := png.Encode(&wide, image.NewGray(image.Rect(0, 0, 2000, 20))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		theme string
		logo  []byte
		says  string
	}{
		"fetches":   {`:root { background: url(https://elders.example/x) }`, nil, "Deze CSS kan niet"},
		"braces":    {`:root { --ec-accent: red`, nil, "Deze CSS kan niet"},
		"no PNG":    {"", []byte("<svg/>"), "geen PNG-bestand"},
		"too large": {"", wide.Bytes(), "te groot"},
	} {
		if answer := send(c.theme, c.logo); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(words(answer.Body.String()), c.says) {
			t.Errorf("%s: %d %s", name, answer.Code, words(answer.Body.String()))
		}
	}
	if answer := send(":root { --ec-accent: #123456; }", logo.Bytes()); answer.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.Code, words(answer.Body.String()))
	}
	own, err := casework.ReadSettings(t.Context(), w.store)
	if err != nil || own.Version() != "rules0 terms0 theme1 logo1 " {
		t.Errorf("%s, %v", own.Version(), err)
	}
}
