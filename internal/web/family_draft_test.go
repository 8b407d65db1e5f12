package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
)

func TestAQuestionIsKeptAndGoneOnWithLater(t *testing.T) {
	w := newTown(t)
	status, body := w.post("u-fatma", "/help", url.Values{"do": {"keep"}, "words": {"  "}})
	checkPage(t, "nothing typed", status, body, http.StatusUnprocessableEntity, "Er staat nog niets")
	w.moves("u-fatma", "/help", url.Values{"do": {"keep"}, "_draft": {"0"}, "words": {"Ik durf de post niet open te maken."}, "threat": {"eviction"}, "children": {"1"}}, "/help")

	body = w.wants("fatma", "/help", http.StatusOK, "Ik durf de post niet open te maken.", "Er is nog niets verstuurd", "Na dinsdag 8 december", `value="eviction" checked`, `name="_draft" value="1"`)
	lacks(t, "another's page", w.wants("jeroen", "/help", http.StatusOK), "durf de post")
	own := casework.As(t.Context(), casework.Caller{Who: access.Who{User: "u-fatma", Kind: access.Citizen}, Purpose: "own", Flow: "test"})
	if families, err := w.office.Families(own, casework.FamilyAsk{}); err != nil || len(families.Items) != 0 {
		t.Errorf("keeping made a dossier: %v %v", families, err)
	}

	place := w.ask(url.Values{"words": {"Ik durf de post niet open te maken. Help."}, "writer": {"Buurvrouw Bep"}})
	w.wants("fatma", place, http.StatusOK, "opgeschreven door Buurvrouw Bep", "Dat staat ook zo in uw dossier")
	body = w.wants("fatma", "/help", http.StatusOK, `name="_draft" value="0"`)
	lacks(t, "after sending", body, "durf de post", "Er is nog niets verstuurd")
}

func TestADraftIsThrownAwayOrGoesByItself(t *testing.T) {
	w := newTown(t)
	keep := url.Values{"do": {"keep"}, "words": {"Een zin."}}
	w.moves("u-fatma", "/help", keep, "/help")
	w.moves("u-fatma", "/help", url.Values{"do": {"drop"}}, "/help")
	lacks(t, "thrown away", w.wants("fatma", "/help", http.StatusOK), "Een zin.")

	w.moves("u-fatma", "/help", keep, "/help")
	w.later(casework.DraftDays*24*time.Hour - time.Minute)
	w.wants("fatma", "/help", http.StatusOK, "Een zin.")
	w.later(time.Minute)
	lacks(t, "after its days", w.wants("fatma", "/help", http.StatusOK), "Een zin.")
}

func TestTwoWindowsLoseNothing(t *testing.T) {
	w := newTown(t)
	w.moves("u-fatma", "/help", url.Values{"do": {"keep"}, "_draft": {"0"}, "words": {"Van de telefoon."}}, "/help")
	old := url.Values{"do": {"keep"}, "_draft": {"0"}, "words": {"Van de laptop."}}
	status, body := w.post("u-fatma", "/help", old)
	checkPage(t, "older window", status, body, http.StatusConflict, "nieuwere versie bewaard", "Van de laptop.</textarea>", "Van de telefoon.", `name="_draft" value="1"`)
	old.Set("_draft", "1")
	w.moves("u-fatma", "/help", old, "/help")
	w.wants("fatma", "/help", http.StatusOK, "Van de laptop.")
}

// TestAskingForHelpIsAtMostThreeScreens counts what stands between opening the
// page and reading that the question has come in.
func TestAskingForHelpIsAtMostThreeScreens(t *testing.T) {
	w := newTown(t)
	screens := 1
	body := w.wants("fatma", "/help", http.StatusOK)
	if n := strings.Count(body, `aria-required="true"`); n != 1 {
		t.Errorf("%d fields must be filled in, want the words alone", n)
	}
	place := w.ask(url.Values{"words": {"Het lukt niet meer."}})
	for {
		screens++
		if strings.Contains(w.wants("fatma", place, http.StatusOK), "Wij hebben uw vraag") {
			break
		}
		if screens > 3 {
			t.Fatalf("%d screens and the question is not confirmed", screens)
		}
	}
	if screens > 3 {
		t.Errorf("%d screens", screens)
	}
}
