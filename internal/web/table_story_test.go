package web_test

import (
	"net/http"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// At the kitchen table stands only what everyone who sits there may see; what is
// agreed becomes a task, what is wished a goal.
func TestTheKitchenTable(t *testing.T) {
	w := newTown(t)
	w.ask()
	s := w.story
	money := dossier.Part{Domain: "money"}
	hers := dossier.Part{Person: w.people["Esra"], Domain: "mind"}
	goal := w.do(s.Sanne, "lead", dossier.SetGoal{Words: "De huur is betaald.", Part: money}).New[0]
	secret := w.do(s.Sanne, "lead", dossier.SetGoal{Words: "Esra praat weer.", Part: hers}).New[0]
	w.do(s.Sanne, "lead", dossier.CreateTask{Title: "Met Esra wandelen", Goal: secret, Part: hers})
	w.do(s.Sanne, "lead", dossier.GiveScore{Part: hers, Level: 1, View: "worker"})
	w.do(s.Sanne, "lead", dossier.GiveScore{Part: money, Level: 2, View: "worker"})
	sanne := w.browse(s.Sanne)
	seats := sanne.get(w.at("table"))
	holds(t, seats, "Wie zit er aan tafel?", "Fatma", "Esra")
	hides(t, seats, "De huur is betaald.", "Onveilig", "Gezinnen")

	fatma, elif := string(w.people["Fatma"]), string(w.people["Elif"])
	if fatma == "" {
		for _, p := range w.view(s.Sanne, "lead").Dossier.Persons {
			if p.Name.First() == "Fatma" {
				fatma = string(p.ID)
			}
		}
	}
	at := w.at("table") + "?who=" + fatma
	page := sanne.get(at)
	holds(t, page, "Aan tafel: Fatma", "De huur is betaald.", "Wat spreken we af?", "Geld · Hele gezin")
	hides(t, page, "Esra praat weer", "Met Esra wandelen", "Hoe iemand zich voelt", "Regisseur:", "veilig")
	hides(t, sanne.get(at+"&who="+elif), "De huur is betaald.", "Wat spreken we af?")
	holds(t, sanne.get(at+"&who="+elif), "Voor Elif is hier niets te zien")

	back := sanne.refused(http.StatusUnprocessableEntity, "Schrijf de datum zo", page, `value="step"`, "words", "Wij bellen de verhuurder.", "due", "gisteren", "to", fatma)
	holds(t, back, "Wij bellen de verhuurder.")
	if next := sanne.sent(back, `value="step"`, "due", tomorrow()); !strings.HasSuffix(next, "who="+fatma) {
		t.Errorf("agreed, to %s", next)
	}
	holds(t, sanne.get(at), "Wij bellen de verhuurder.")
	sanne.refused(http.StatusUnprocessableEntity, "Kies waar dit bij helpt", page, `value="step"`, "goal", string(secret), "words", "x", "to", fatma)
	sanne.refused(http.StatusUnprocessableEntity, "", page, `value="goal"`, "part", string(hers.Person)+"/mind", "words", "x")
	sanne.sent(sanne.get(at), `value="goal"`, "words", "Elke avond samen eten.")
	holds(t, sanne.get(at), "Elke avond samen eten.")
	for _, task := range w.view(s.Sanne, "lead").Dossier.Tasks {
		if task.Title == "Wij bellen de verhuurder." && (task.Goal != goal || task.Holder.Person != dossier.ID(fatma)) {
			t.Errorf("%+v", task)
		}
	}
	if code := w.browse(s.Fatma).status(at); code != http.StatusNotFound {
		t.Errorf("the mother asked for the worker's page: %d", code)
	}
}
