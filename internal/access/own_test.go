package access

import (
	"encoding/json"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// ownMarks tells which of some marks stand anywhere in a viewer's copy.
func ownMarks(t *testing.T, e *Engine, d *dossier.Dossier, ask Ask, all ...string) string {
	t.Helper()
	view, err := e.View(d, ask)
	if err != nil {
		return "-"
	}
	raw, err := json.Marshal(view.Dossier)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, mark := range all {
		if strings.Contains(string(raw), "¤"+mark) {
			found = append(found, mark)
		}
	}
	return strings.Join(found, " ")
}

func (s *story) mother() *story {
	s.as("u-mila", "").by.Person = s.who["mila"]
	s.by.Role = "family"
	return s
}

// Who handed an own plan in reads all of it, and so does who wrote along; the
// municipality's side its parts; of the family each the goals of parts that they
// read anyhow; no partner and no neighbour anything.
func TestAnOwnPlanIsReadByItsParts(t *testing.T) {
	s, e := tell(t), engine(t)
	s.mother().do(dossier.HandOwnPlan{Person: s.who["mila"], Good: "¤good", Goals: []dossier.OwnGoal{
		{Part: s.part("zoe", "mind"), Words: "¤zoe", Self: "¤self", Help: "¤help"}, {Part: s.part("", "money"), Words: "¤money"}, {Part: s.part("ruud", "addiction"), Words: "¤ruud"},
	}})
	all := viewers()
	for name, want := range map[string]string{
		"mila": "good zoe self help money ruud", "lead": "good zoe self help money ruud", "worker": "good zoe self help money ruud",
		"ruud": "zoe self help ruud", "zoe": "zoe self help", "dirk": "money", "sem": "money", "kees": "-", "oma": "", "linde": "", "purse": "", "homes": "", "stranger": "-",
	} {
		if got := ownMarks(t, e, s.d, all[name], "good", "zoe", "self", "help", "money", "ruud"); got != want {
			t.Errorf("%s reads %q, want %q", name, got, want)
		}
	}
}

// An invitation is known to both and to the municipality's side; it opens nothing.
func TestAnInvitationOpensNothing(t *testing.T) {
	s, e := tell(t), engine(t)
	before := ownMarks(t, e, s.d, viewers()["oma"], "note-kees-school", "note-zoe-mind", "goal-zoe", "goal-money", "melding")
	s.mother().do(dossier.InviteRelative{From: s.who["mila"], Person: s.who["oma"]})
	for name, ask := range viewers() {
		view, err := e.View(s.d, ask)
		if err != nil {
			continue
		}
		want := name == "mila" || name == "oma" || view.Role == roleLead || view.Role == roleWorker
		if got := len(view.Dossier.Invitations) == 1; got != want {
			t.Errorf("%s knows of the invitation: %v, want %v", name, got, want)
		}
	}
	if after := ownMarks(t, e, s.d, viewers()["oma"], "note-kees-school", "note-zoe-mind", "goal-zoe", "goal-money", "melding"); after != before {
		t.Errorf("the invitation opened something: %q, was %q", after, before)
	}
	for name, ask := range viewers() {
		if d := e.May(s.d, ask, dossier.InviteRelative{From: s.who["mila"]}.Need(s.d)); d.Allow != (name == "mila") {
			t.Errorf("%s may invite for the mother: %v", name, d.Allow)
		}
	}
}

// A right is known to whose it is, to who must answer and to the municipality's
// side; only who must answer may answer.
func TestARightIsForWhoInvokesItAndWhoAnswers(t *testing.T) {
	s, e := tell(t), engine(t)
	note := s.entryOf("¤note-zoe-mind")
	s.mother().do(dossier.InvokeRight{Type: dossier.RightCorrection, Person: s.who["mila"], On: note, Words: "¤wrong"})
	right := s.d.Rights[0]
	for name, ask := range viewers() {
		view, err := e.View(s.d, ask)
		if err != nil {
			continue
		}
		want := name == "mila" || view.Role == roleLead || view.Role == roleWorker
		if got := len(view.Dossier.Rights) == 1; got != want {
			t.Errorf("%s knows of the right: %v, want %v", name, got, want)
		}
		if got := ownMarks(t, e, s.d, ask, "wrong"); (got == "wrong") != want {
			t.Errorf("%s reads the words: %v, want %v", name, got, want)
		}
		if d := e.May(s.d, ask, dossier.AnswerRight{Right: right.Right}.Need(s.d)); d.Allow && !(view.Role == roleLead || view.Role == roleWorker) {
			t.Errorf("%s may answer", name)
		}
	}
	if d := e.May(s.d, viewers()["worker"], dossier.AnswerRight{Right: right.Right}.Need(s.d)); !d.Allow {
		t.Errorf("the team may not answer: %+v", d)
	}
	if d := e.May(s.d, viewers()["oma"], dossier.InvokeRight{Type: dossier.RightCorrection, Person: s.who["mila"]}.Need(s.d)); d.Allow {
		t.Error("the grandmother invokes the mother's right")
	}
}
