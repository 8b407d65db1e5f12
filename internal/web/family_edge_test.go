package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

func TestHelpWhenTheRegisterKnowsNothing(t *testing.T) {
	w := newTown(t)
	p := townProfiles()["u-elif"]
	p.Municipality = "9999" // where no team works
	sealed := must(w.office.SealProfile(t.Context(), "u-far", p))(t)
	strangers := []store.User{{ID: "u-none", Kind: "citizen", Name: "Sam Blok", Active: true}, {ID: "u-far", Kind: "citizen", Name: "Elif de Vries", Active: true, Profile: sealed}}
	if err := w.office.Store.PutUsers(t.Context(), strangers); err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"none", "far"} {
		body := w.wants(user, "/help", http.StatusOK, "Wij kunnen uw gegevens nu niet vinden", "Bel 112", "netnummer")
		lacks(t, user, body, "<textarea")
		if status, _ := w.post(dossier.ID("u-"+user), "/help", url.Values{"words": {"Help."}}); status != http.StatusNotFound {
			t.Errorf("%s: asking gave %d", user, status)
		}
	}
}

func TestWhatIsWrittenIsPaged(t *testing.T) {
	w := newTown(t)
	w.story()
	for i := range 20 {
		w.as("u-noor", "plan", dossier.WriteNote{Parts: []dossier.Part{{Domain: "money"}}, Words: fmt.Sprintf("Notitie nummer %d.", i)})
	}
	home := "/plan/" + string(w.family) + "/me"
	first := w.wants("fatma", home, http.StatusOK, "Notitie nummer 19.", "1 tot en met 15 van", "?page=2")
	lacks(t, "first page", first, "Notitie nummer 4.", `rel="prev"`)
	w.wants("fatma", home+"?page=2", http.StatusOK, "Notitie nummer 4.", `rel="prev"`)
	w.wants("fatma", home+"?page=999", http.StatusOK, `rel="prev"`)
	w.wants("fatma", home+"?page=-1", http.StatusOK, "Notitie nummer 19.")
}

func TestAStruckNoteStaysReadableAsStruck(t *testing.T) {
	w := newTown(t)
	w.story()
	w.as("u-noor", "plan", dossier.Retract{Entry: w.entry("u-fatma", "note.written"), Reason: "Dit klopte niet."})
	w.wants("fatma", "/plan/"+string(w.family)+"/me", http.StatusOK, "Doorgehaald of verbeterd", "Mevrouw maakt de post niet open.")
}

func TestAfterTheEndNothingIsAskedOfTheFamily(t *testing.T) {
	w := newTown(t)
	w.story()
	home := "/plan/" + string(w.family)
	own := home + "/tasks/" + string(w.task("u-fatma", "de brieven van de huur zoeken"))
	w.moves("u-fatma", own, url.Values{"do": {"done"}}, own)
	for _, title := range []string{"de verhuurder bellen", "op woensdag koken"} {
		w.as("u-noor", "plan", dossier.WithdrawTask{Task: w.task("u-fatma", title), Reason: "Niet meer nodig."})
	}
	w.finishAll("u-fatma")
	w.finishAll("u-elif") // her own goal her mother does not see
	w.as("u-noor", "plan", dossier.SetWatch{On: nl.MustDate("2027-03-01"), Owner: dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-team-zuid"}, Words: "Bellen."})
	w.as("u-noor", "plan", dossier.CloseDossier{Reason: "Alles is gelukt."})
	body := w.wants("fatma", home, http.StatusOK, "Het werk is klaar", "bewaard", "Wij vragen hoe het gaat: maandag 1 maart 2027", "Bel ")
	lacks(t, "closed", body, "Dit kunt u nu doen")
	w.wants("fatma", own, http.StatusOK, "Dit is klaar. Dank u wel.")
	w.wants("fatma", home+"/time", http.StatusOK, "Dit is geweest")
	w.ask(url.Values{"words": {"Het gaat toch weer mis."}})
	lacks(t, "taken up again", w.wants("fatma", home, http.StatusOK, "Uw vraag om hulp"), "Het werk is klaar")
}

// finishAll meets the goals and terms that someone sees.
func (w *town) finishAll(user dossier.ID) {
	w.t.Helper()
	for _, g := range w.view(user).Dossier.Goals {
		if g.State == dossier.GoalOpen {
			w.as("u-noor", "plan", dossier.MeetGoal{Goal: g.Goal, Words: "Gelukt."})
		}
	}
	for _, c := range w.view(user).Dossier.Clocks {
		if c.Live() {
			w.as("u-noor", "decision", dossier.MeetClock{Clock: c.Clock})
		}
	}
}

func TestNoPageAnswersForAnotherFamily(t *testing.T) {
	w := newTown(t)
	w.story()
	family := "/plan/" + string(w.family)
	w.person("u-jeroen", false)
	var missing string
	for _, path := range []string{"", "/helpers", "/sight", "/looks", "/time", "/me", "/voice", "/consents/new", "/tasks/x", "/questions/x", "/asked/x", "/entries/x/differ"} {
		status, body := w.page("u-noor", family+path)
		other, none := w.page("u-fatma", "/plan/nothere"+path)
		if status != http.StatusNotFound || other != http.StatusNotFound {
			t.Errorf("%s: staff %d, no such dossier %d", path, status, other)
		}
		if missing == "" {
			missing = heading(none)
		}
		if heading(body) != missing || heading(none) != missing {
			t.Errorf("%s: what is not one's own looks different from what is not there", path)
		}
	}
}

func heading(body string) string {
	_, after, _ := strings.Cut(body, "<h1>")
	title, _, _ := strings.Cut(after, "</h1>")
	return title
}
