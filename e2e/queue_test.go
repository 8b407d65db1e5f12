package e2e

import "testing"

// TestTheWorkListInABrowser walks through one's own work with the keys of the
// list, chooses a row, does something with it, and switches the keys off; axe
// reads each page.
func TestTheWorkListInABrowser(t *testing.T) {
	h := start(t)
	s := &tale{house: h, people: map[string]string{}}
	s.askInTheNight()
	s.command(h.as(h.story.Noor, "intake"), "weigh-safety", map[string]any{"level": "safe", "words": "Gebeld, het is rustig."})
	b := browse(t, h, false)
	b.as(h.story.Noor)
	b.open("/work?kind=lead&kind=task")
	b.sees("Met de gekozen regels", "Sneltoetsen")
	for _, width := range []int64{1280, 390, 320} {
		b.size(width, 900)
		if wide := run[bool](b, "document.documentElement.scrollWidth > innerWidth + 1"); wide {
			t.Errorf("at %d pixels the list is wider than the screen", width)
		}
	}
	b.size(1280, 900)
	key := func(k string) string {
		return run[string](b, `(() => { document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "`+k+`", bubbles: true, cancelable: true}));
			const at = document.activeElement, rows = [...document.querySelectorAll("[data-keys] tbody tr")];
			return at.closest(".bulk") ? "bulk" : rows.findIndex(r => r.contains(at)) + (document.querySelector("[name=pick]").checked ? " chosen" : ""); })()`)
	}
	run[bool](b, `document.querySelector("[name=pick]").focus(); true`)
	first := run[string](b, `(() => [...document.querySelectorAll("[data-keys] tbody tr")].findIndex(r => r.contains(document.activeElement)) + "")()`)
	if got := key("x"); got != first+" chosen" {
		t.Errorf("x gives %q", got)
	}
	key("j")
	if got := key("k"); got != first+" chosen" && first != "0" {
		t.Errorf("j and k give %q", got)
	}
	if got := key("b"); got != "bulk" {
		t.Errorf("b gives %q", got)
	}
	b.press("Op mij nemen")
	b.sees("Er is niets veranderd", "Kan bij deze regel niet")
	b.press("Terug naar mijn werk")
	run[bool](b, `document.querySelectorAll("details").forEach(d => { d.open = true; }); true`)
	b.press("Zet de sneltoetsen uit")
	if run[bool](b, `document.querySelector("[data-keys]") !== null`) {
		t.Error("the keys still work")
	}
	b.open("/calendar")
	b.press("Maak een adres")
	b.sees("Uw adres is klaar", ".ics")
}
