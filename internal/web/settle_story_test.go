package web_test

import (
	"net/http"
	"testing"

	"eendracht/internal/dossier"
)

// Two colleagues reword one goal: the second sees both versions and keeps both.
func TestTwoPeopleOnOneGoalLoseNothing(t *testing.T) {
	w := newTown(t)
	w.ask()
	s := w.story
	goal := w.do(s.Sanne, "lead", dossier.SetGoal{Words: "De huur is betaald.", Part: dossier.Part{Domain: "money"}}).New[0]
	sanne := w.browse(s.Sanne)
	page := sanne.get(w.at("goals/%s", goal))
	w.do(s.Sanne, "lead", dossier.SetGoal{Goal: goal, Words: "De huur is betaald voor mei."})
	back := sanne.refused(http.StatusConflict, "Iemand anders heeft dit net veranderd", page, `value="reword"`, "words", "De huur en het gas zijn betaald.")
	holds(t, back, "Uw tekst De huur en het gas zijn betaald.", "Wat er nu staat De huur is betaald voor mei.", "Allebei")
	sanne.sent(back, `value="reword"`, "words_settle", "both")
	g, _ := w.view(s.Sanne, "lead").Dossier.Goal(goal)
	if want := "De huur is betaald voor mei.\n\nDe huur en het gas zijn betaald."; g.GoalSet.Words != want {
		t.Errorf("the goal reads %q", g.GoalSet.Words)
	}
	w.nothingTypedTwice(t)
}
