package web_test

import (
	"net/http"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// The five steps of the reporting code, in order and with one left out, on the
// pages; the family sees nothing of it.
func TestTheReportingCodeOnItsPages(t *testing.T) {
	w := newTown(t)
	w.ask()
	s := w.story
	sanne := w.browse(s.Sanne)
	plan := "/plan/" + string(w.family)
	holds(t, sanne.get(w.at("safety")), "Er loopt geen meldcode", "Meldcode beginnen")
	page := sanne.get(w.at("concern/new"))
	back := sanne.refused(http.StatusUnprocessableEntity, "Kies ten minste één persoon", page, "concern/new", "words", "Blauwe plek op haar arm.")
	holds(t, back, "Blauwe plek op haar arm.")
	child := ""
	for _, p := range w.view(s.Sanne, "lead").Dossier.Persons {
		if p.Name.First() == "Esra" {
			child = string(p.ID)
		}
	}
	at := sanne.sent(back, "concern/new", "persons", child)
	holds(t, sanne.get(at), "Het gaat om de veiligheid van Esra", "Overleggen", "Blauwe plek op haar arm.", "Meldcode: alle stappen zetten")
	mark := "concern/" + at[strings.LastIndex(at, "/")+1:]

	early := sanne.get(at + "?step=decide")
	holds(t, early, "Nog niet gedaan: 2. Overleggen, 3. Praten met het gezin en 4. Wegen")
	sanne.refused(http.StatusUnprocessableEntity, "U slaat een stap over", early, mark, "outcome", "report", "words", "Nu.")
	sanne.refused(http.StatusUnprocessableEntity, "Kies met wie u overlegde", sanne.get(at), mark, "words", "Praat eerst met moeder.")
	sanne.sent(sanne.get(at), mark, "with", "colleague", "words", "Praat eerst met moeder.")
	sanne.sent(sanne.get(at), mark, "outcome", "not", "words", "Moeder is bang voor de vader.")
	sanne.sent(sanne.get(at), mark, "outcome", "acute", "words", "Hij dreigt nu.")
	holds(t, sanne.get(at), "Waarom meldt u niet?")
	sanne.refused(http.StatusUnprocessableEntity, "melden de norm", sanne.get(at), mark, "outcome", "help", "words", "Wij helpen.", "again", tomorrow())
	sanne.sent(sanne.get(at), mark, "outcome", "both", "words", "Wij melden en helpen.", "again", tomorrow())
	holds(t, sanne.get(at), "Is het veilig geworden?", "Betrek Veilig Thuis", "Zet de hulp als taak in het plan")

	fatma := w.browse(s.Fatma)
	for _, page := range []string{plan, plan + "/looks", plan + "/time", plan + "/me"} {
		hides(t, fatma.get(page), "oncern", "eldcode", "veilig", "Blauwe")
	}
	if code := fatma.status(at); code != http.StatusNotFound {
		t.Errorf("the mother asked for the page: %d", code)
	}
	if code := w.browse(s.Noor).status(at); code != http.StatusOK {
		t.Errorf("the worker who weighs safety: %d", code)
	}
	sanne.refused(http.StatusConflict, "", sanne.get(w.at("close")), "close", "reason", "Klaar.", "do", "close")
	sanne.sent(sanne.get(at), mark, "outcome", "safe", "words", "De vader woont nu ergens anders.")
	holds(t, sanne.get(at), "Deze meldcode is afgerond")
	if c := w.view(s.Sanne, "lead").Dossier.Concerns[0]; c.State != dossier.ConcernOver || !c.Reported || len(c.Steps) != 5 {
		t.Errorf("%+v", c)
	}
}
