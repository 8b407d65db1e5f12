package e2e

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
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

var screens = flag.Bool("screens", false, "write pictures of the pages into docs/screens")

// browser is a headless Chromium with one tab, as one person at a time uses it.
type browser struct {
	t     *testing.T
	h     *house
	tab   context.Context
	axe   string
	plain bool            // pages run no scripts
	pages map[string]bool // pages that axe has read
}

// chromium finds the browser, or skips loudly.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("SKIPPED: no Chromium (apt-get install chromium): nothing was tried in a browser")
	return ""
}

// browse opens a browser on the house; without scripts when plain.
func browse(t *testing.T, h *house, plain bool) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-quic", true), chromedp.Flag("accept-lang", "nl"), chromedp.Flag("lang", "nl"),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, h: h, tab: tab, axe: string(axe), pages: map[string]bool{}}
	// The first action starts the browser and ties it to its context.
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Skip("SKIPPED: Chromium does not start: ", err)
	}
	b.plain = plain
	b.scripts(!plain)
	return b
}

// scripts lets pages run their scripts, or not.
func (b *browser) scripts(on bool) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.tab, time.Minute)
	defer cancel()
	for _, action := range actions {
		if err := chromedp.Do(ctx, action); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *browser) size(width, height int64) { b.do(chromedp.EmulateViewport(width, height)) }

// run evaluates a script and decodes its JSON; it works with scripts of pages off too.
func run[T any](b *browser, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.tab, time.Minute)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v in %s", err, script)
	}
	return value
}

// open goes to a path and lets axe read the page.
func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.h.url + path))
	b.read()
}

// read lets axe read the page, each kind of page once.
func (b *browser) read() {
	b.t.Helper()
	kind := run[string](b, `document.body.className + "|" + document.querySelector("main").firstElementChild?.className + "|" + location.pathname.split("/").filter(p => p.length < 20 && !p.startsWith("u-")).join("/") + "|" + document.querySelectorAll("[aria-invalid]").length`)
	if b.pages[kind] {
		return
	}
	b.pages[kind] = true
	if b.plain { // the page came without its scripts; axe itself is one
		b.scripts(true)
		defer b.scripts(false)
	}
	run[bool](b, b.axe+"; true")
	var findings []string
	said := run[string](b, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
		JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary).join(" | "))))`)
	if err := json.Unmarshal([]byte(said), &findings); err != nil {
		b.t.Fatal(err)
	}
	for _, finding := range findings {
		b.t.Errorf("%s: axe: %s", b.path(), finding)
	}
}

func (b *browser) path() string { return run[string](b, "location.pathname + location.search") }

// text gives what stands on the page, once it is there.
func (b *browser) text() string {
	b.t.Helper()
	for range 2000 {
		if text := run[string](b, "document.querySelector('main')?.innerText ?? ''"); text != "" {
			return text
		}
		time.Sleep(15 * time.Millisecond)
	}
	b.t.Fatalf("%s: there is no page: %s", b.path(), run[string](b, "document.documentElement.outerHTML"))
	return ""
}

// sees wants words on the page, in any case of letters.
func (b *browser) sees(words ...string) {
	b.t.Helper()
	text := strings.ToLower(b.text())
	for _, w := range words {
		if !strings.Contains(text, strings.ToLower(w)) {
			b.t.Errorf("%s: %q does not stand on the page: %.600s", b.path(), w, strings.ReplaceAll(b.text(), "\n", " "))
		}
	}
}

// misses wants words not to be anywhere in the page, not even hidden.
func (b *browser) misses(words ...string) {
	b.t.Helper()
	source := run[string](b, "document.documentElement.outerHTML")
	for _, w := range words {
		if strings.Contains(source, w) {
			b.t.Errorf("%s: %q is in the page", b.path(), w)
		}
	}
}

// as signs in as a person of the story by choosing them at the door.
func (b *browser) as(user any) {
	b.t.Helper()
	b.open("/signin")
	b.submit(fmt.Sprintf(`form:has(button[name=user][value=%q])`, fmt.Sprint(user)))
}

// fill fills in the fields of the form on the page; a value that is a list
// ticks boxes. The name is that of the field.
func (b *browser) fill(values map[string]any) {
	b.t.Helper()
	raw, err := json.Marshal(values)
	if err != nil {
		b.t.Fatal(err)
	}
	missing := run[string](b, `(values => { const lost = [];
		for (const [name, value] of Object.entries(values)) {
			const fields = [...document.querySelectorAll("main [name='" + name + "']")].filter(f => f.type !== "hidden");
			if (!fields.length) { lost.push(name); continue; }
			if (fields[0].type === "radio" || fields[0].type === "checkbox") {
				const wanted = [].concat(value);
				const hit = fields.filter(f => wanted.includes(f.value));
				if (!hit.length) lost.push(name + "=" + value + " of " + fields.map(f => f.value).join(","));
				hit.forEach(f => { f.checked = true; });
			} else if (fields[0].tagName === "SELECT") {
				if (![...fields[0].options].some(o => o.value === value)) lost.push(name + "=" + value + " of " + [...fields[0].options].map(o => o.value + ":" + o.text).join(","));
				fields[0].value = value;
			} else fields[0].value = value;
		}
		return lost.join("; "); })(`+string(raw)+`)`)
	if missing != "" {
		b.t.Fatalf("%s: the form lacks %s\n%s", b.path(), missing, b.text())
	}
}

// submit sends the form that a selector names and waits for the answer.
func (b *browser) submit(selector string) {
	b.t.Helper()
	b.act(fmt.Sprintf(`(f => { const b = f.querySelector("button:not([type=button]),input[type=submit]"); b ? b.click() : f.requestSubmit(); })(document.querySelector(%q))`, selector), selector)
}

// press presses the button or follows the link with these words.
func (b *browser) press(words string) {
	b.t.Helper()
	b.act(fmt.Sprintf(`(w => { const all = [...document.querySelectorAll("main button, main a, main input[type=submit]")];
		const hit = all.find(e => e.innerText.trim() === w) || all.find(e => e.innerText.trim().startsWith(w)) || all.find(e => e.innerText.includes(w)); hit.click(); })(%q)`, words), words)
}

// act does something that leads to another page, and waits until it is there.
func (b *browser) act(script, what string) {
	b.t.Helper()
	run[bool](b, "window.leaving = true; true")
	ctx, cancel := context.WithTimeout(b.tab, time.Minute)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any]("("+"() => {"+script+"; return null; })()")); err != nil {
		b.t.Fatalf("%s: cannot press %q: %v\n%s", b.path(), what, err, b.text())
	}
	for range 3000 { // a busy machine takes its time
		gone, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.leaving !== true && document.readyState === "complete" && document.querySelector("main") !== null`))
		if err == nil && gone {
			b.read()
			return
		}
		time.Sleep(15 * time.Millisecond)
	}
	b.t.Fatalf("%s: nothing happened after %q\n%s", b.path(), what, b.text())
}

// picture takes a screenshot of the whole page into docs/screens, when asked.
func (b *browser) picture(name string, width int64) {
	b.t.Helper()
	if !*screens {
		return
	}
	b.size(width, 900)
	ctx, cancel := context.WithTimeout(b.tab, time.Minute)
	defer cancel()
	time.Sleep(200 * time.Millisecond) // fonts
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	dir := filepath.Join("..", "docs", "screens")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), shot, 0o644); err != nil {
		b.t.Fatal(err)
	}
	b.size(1280, 900)
}
