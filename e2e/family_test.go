package e2e

import (
	"strings"
	"testing"
)

// TestTheFamilyHoldsThePen walks the pages on which the family writes itself, on a
// phone, with axe: kept and sent, a supporter, an own plan that the lead takes over.
func TestTheFamilyHoldsThePen(t *testing.T) {
	h := start(t)
	b := browse(t, h, false)
	b.size(390, 844)
	narrow := func() {
		t.Helper()
		if wide := run[bool](b, "document.documentElement.scrollWidth > innerWidth + 1"); wide {
			t.Errorf("%s: the page is wider than the screen", b.path())
		}
	}
	b.as(h.story.Fatma)
	b.open("/help")
	b.fill(map[string]any{"words": "Ik durf de post niet meer open te maken."})
	b.press("Bewaar en ga later verder")
	b.sees("Er is nog niets verstuurd")
	narrow()
	b.press("Verstuur mijn vraag")
	b.sees("Wij hebben uw vraag", "Dat staat ook zo in uw dossier")
	dossier := strings.Split(b.path(), "/")[2]
	b.press("Ik wil iemand die naast mij staat")
	b.press("Vraag een cliëntondersteuner")
	b.sees("U hoort van ons")
	narrow()
	b.open("/plan/" + dossier + "/own")
	b.press("Schrijf het op")
	narrow()
	b.fill(map[string]any{"words": "Rust in huis.", "domain": "home", "self": "Oma past op."})
	b.press("Bewaar")
	b.sees("Er staat 1 doel in uw plan", "Rust in huis.")
	narrow()
	b.open(b.path() + "/with")
	narrow()
	b.open("/plan/" + dossier + "/own")
	b.press("Nalezen en inleveren")
	b.press("Lever ons plan in")
	b.sees("Uw plan is ingeleverd", "U hoort uiterlijk")
	narrow()
	b.open("/plan/" + dossier + "/rights/new?type=correction")
	b.open("/plan/" + dossier + "/time")
	b.open("/plan/" + dossier + "/me")
	narrow()
	b.as(h.story.Noor)
	b.open("/case/" + dossier + "/plan")
	b.press("Lees het eigen plan")
	b.size(1280, 900)
	b.press("Neem over als doel")
	b.sees("Overgenomen in het plan op")
	b.open("/work")
	b.press("Antwoorden")
	b.as(h.story.Fatma)
	b.open("/plan/" + dossier)
	b.sees("uit het eigen plan")
}
