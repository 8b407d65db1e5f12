package look

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser gives a tab of a headless Chromium, or skips loudly.
func browser(t *testing.T) context.Context {
	t.Helper()
	found := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			found = path
			break
		}
	}
	if found == "" {
		t.Skip("SKIPPED: no Chromium found; install it to check the pages in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Skip("SKIPPED: Chromium does not start: ", err)
	}
	return tab
}

// media makes the browser wish for something ("prefers-color-scheme", "dark").
func media(name, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
		return err
	})
}

func evaluate[T any](t *testing.T, tab context.Context, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// axeScript finds axe-core among the npm packages, or skips loudly.
func axeScript(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(nodeModules(t), "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("SKIPPED: axe-core not found; run npm install --no-save axe-core")
	}
	return string(raw)
}

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
	JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + " " + n.failureSummary).join(" | "))))`

func TestAxeFindsNothing(t *testing.T) {
	tab, axe, server := browser(t), axeScript(t), kitchenServer(t)
	for _, row := range []struct {
		name   string
		width  int64
		wish   string
		value  string
		query  string
		before string // run in the page before the check
	}{
		{"light", 1280, "prefers-color-scheme", "light", "/?lang=nl", ""},
		{"dark", 1280, "prefers-color-scheme", "dark", "/?lang=nl", ""},
		{"dark by choice, english", 1280, "prefers-color-scheme", "light", "/?lang=en&theme=dark", ""},
		{"light by choice in the dark", 1280, "prefers-color-scheme", "dark", "/?theme=light", ""},
		{"more contrast", 1280, "prefers-contrast", "more", "/", ""},
		{"phone", 390, "prefers-color-scheme", "light", "/", ""},
		{"plan on a phone", 390, "prefers-color-scheme", "dark", "/plan", ""},
		{"case", 1280, "prefers-color-scheme", "light", "/case", ""},
		{"work", 1280, "prefers-color-scheme", "dark", "/work", ""},
		{"form on a small phone", 320, "prefers-color-scheme", "light", "/ask", ""},
		{"everything unfolded", 1280, "prefers-color-scheme", "light", "/", `document.querySelectorAll("details").forEach(d => d.open = true)`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if err := chromedp.Do(tab, chromedp.EmulateViewport(row.width, 900), media(row.wish, row.value), chromedp.Navigate(server.URL+row.query)); err != nil {
				t.Fatal(err)
			}
			if row.before != "" {
				evaluate[int](t, tab, row.before+"; 1")
			}
			evaluate[bool](t, tab, axe+"; true")
			var findings []string
			if err := json.Unmarshal([]byte(evaluate[string](t, tab, runAxe)), &findings); err != nil {
				t.Fatal(err)
			}
			for _, finding := range findings {
				t.Error(finding)
			}
			if wide := evaluate[int](t, tab, "document.documentElement.scrollWidth"); int64(wide) > row.width {
				t.Errorf("the page is %d wide on a screen of %d", wide, row.width)
			}
		})
	}
}

// The content policy must not stop anything that the page itself needs.
func TestContentPolicyStopsNothingOfOurs(t *testing.T) {
	tab, server := browser(t), kitchenServer(t)
	if err := chromedp.Do(tab, chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	said := evaluate[string](t, tab, `new Promise(done => {
		const said = [];
		document.addEventListener("securitypolicyviolation", e => said.push(e.violatedDirective + " " + e.blockedURI));
		document.fonts.ready.then(() => setTimeout(() => done(JSON.stringify({said,
			fonts: [...document.fonts].filter(f => f.status === "loaded").length,
			errors: document.activeElement.hasAttribute("data-errors"),
			htmx: typeof htmx, layers: getComputedStyle(document.querySelector(".card")).borderRadius})), 300));
	})`)
	for _, want := range []string{`"said":[]`, `"htmx":"object"`, `"errors":true`, `"layers":"14px"`} {
		if !strings.Contains(said, want) {
			t.Errorf("want %s in %s", want, said)
		}
	}
	if strings.Contains(said, `"fonts":0`) {
		t.Errorf("no font was loaded: %s", said)
	}
}

// Leaving quickly replaces the page, and three times Escape does the same.
func TestEscapeThreeTimesLeaves(t *testing.T) {
	tab, server := browser(t), kitchenServer(t)
	if err := chromedp.Do(tab, chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	// the link is pointed at our own server: the test stays in the house
	evaluate[int](t, tab, `document.querySelector("[data-leave]").href = "/?away=1";
		for (let i = 0; i < 3; i++) document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true})); 1`)
	deadline := time.Now().Add(10 * time.Second)
	for at := ""; !strings.HasSuffix(at, "away=1"); time.Sleep(50 * time.Millisecond) {
		// while the page is being replaced there is nothing to ask
		if here, err := chromedp.Run(tab, chromedp.Evaluate[string]("location.href")); err == nil {
			at = here
		}
		if time.Now().After(deadline) {
			t.Fatalf("still at %s", at)
		}
	}
	if length := evaluate[int](t, tab, "history.length"); length > 2 {
		t.Errorf("the history holds %d pages: the page left behind can be reached again", length)
	}
}
