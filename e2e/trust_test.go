package e2e

import (
	"net/http"
	"testing"
)

// TestTrustInABrowser opens the pages of emergency access, holds, questions about
// looks and looks that stand out as people do, with axe, on a desk and on a phone.
func TestTrustInABrowser(t *testing.T) {
	h := start(t)
	s := &tale{house: h, people: map[string]string{}}
	s.askInTheNight()
	s.lookInTheMorning()
	bsn := h.story.People[0].Profile.BSN
	lieke := h.as(h.story.YouthWorker, "safety")
	lieke.call("POST", "/emergencies", map[string]any{"bsn": bsn, "domains": []string{"health"}, "reason": "Zij neemt niet op na een dreiging van haar ex."}, http.StatusOK, nil)
	b := browse(t, h, false)
	see := func(name string, words ...string) {
		t.Helper()
		b.sees(words...)
		for _, width := range []int64{1280, 390, 320} {
			b.size(width, 900)
			if wide := run[bool](b, "document.documentElement.scrollWidth > innerWidth + 1"); wide {
				t.Errorf("%s: at %d pixels the page is wider than the screen", b.path(), width)
			}
		}
		b.picture("trust-"+name+"-phone", 390)
		b.picture("trust-"+name, 1280)
		b.size(1280, 900)
	}
	b.as(h.story.YouthWorker)
	b.open("/emergency")
	see("ask", "Noodtoegang", "Dit wordt gezien")
	b.open("/emergency/" + s.dossier)
	see("room", "Open tot")
	b.as(h.story.Privacy)
	b.open("/work")
	see("desk", "1 controle")
	b.press("Bekijken")
	see("review", "Was de noodtoegang terecht?")
	b.open("/unusual")
	see("unusual", "Opvallend kijken")
	b.as(h.story.Noor)
	b.open("/case/" + s.dossier + "/hold")
	see("hold", "Gezin nog niet laten weten")
	b.as(h.story.Fatma)
	b.open("/plan/" + s.dossier + "/looks")
	see("looks", "keek met spoed", "Vraag waarom")
	b.press("Vraag waarom")
	see("question", "Wat wilt u weten?")
}
