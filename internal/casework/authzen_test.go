package casework_test

import (
	"context"
	"slices"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// machineOf asks as a program of an organisation.
func (w *world) machineOf(org dossier.ID, kind string) context.Context {
	return w.as(access.Who{User: "m-x", Org: org, Kind: access.Machine, OrgKind: kind, Municipality: "9901", Name: "Koppeling"}, "intake")
}

// TestQuestionsOfAccessAnswerOnlyWhatTheAskerMayKnow asks the same question by
// many: about themselves, about a colleague, about a stranger, about nothing.
func TestQuestionsOfAccessAnswerOnlyWhatTheAskerMayKnow(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	view := func(user, thing string) casework.Asked {
		return casework.Asked{User: dossier.ID(user), Kind: casework.AskedDossier, Thing: thing, Action: casework.AskedView}
	}
	for name, test := range map[string]struct {
		ctx   context.Context
		asked casework.Asked
		want  bool
	}{
		"the mother herself":               {w.mother(), view("u-mother", string(id)), true},
		"a worker of the team":             {w.noor(), view("u-noor", string(id)), true},
		"a teacher who is not involved":    {w.teacher(), view("u-teacher", string(id)), false},
		"a worker about a colleague":       {w.noor(), view("u-sanne", string(id)), false},
		"a teacher about a worker":         {w.teacher(), view("u-noor", string(id)), false},
		"the team's program":               {w.machineOf("o-team", "neighbourhood_team"), view("u-noor", string(id)), true},
		"the school's program":             {w.machineOf("o-school", "school"), view("u-noor", string(id)), false},
		"a program about a resident":       {w.machineOf("o-team", "neighbourhood_team"), view("u-mother", string(id)), false},
		"of nobody":                        {w.noor(), view("u-none", string(id)), false},
		"of nothing":                       {w.noor(), view("u-noor", "no-such-dossier"), false},
		"of a thing that is no dossier":    {w.noor(), casework.Asked{User: "u-noor", Kind: "spaceship", Thing: string(id), Action: casework.AskedView}, false},
		"an action that there is not":      {w.noor(), casework.Asked{User: "u-noor", Kind: casework.AskedDossier, Thing: string(id), Action: "destroy"}, false},
		"a part without a domain":          {w.noor(), casework.Asked{User: "u-noor", Kind: casework.AskedPart, Thing: string(id), Action: casework.AskedRead}, false},
		"the safety of a family, a worker": {w.noor(), casework.Asked{User: "u-noor", Kind: casework.AskedPart, Thing: string(id) + "//safety", Action: casework.AskedRead}, true},
		"the safety, the team's program":   {w.machineOf("o-team", "neighbourhood_team"), casework.Asked{User: "u-noor", Kind: casework.AskedPart, Thing: string(id) + "//safety", Action: casework.AskedRead}, false},
	} {
		may, err := w.office.MayThey(test.ctx, test.asked)
		if err != nil || may.Allow != test.want {
			t.Errorf("%s: %v, %v", name, may.Allow, err)
		}
		if !may.Allow && (may.Policy != "" || may.Key != "" || may.Ground != "" || may.Involvement != "") {
			t.Errorf("%s: the deny tells something: %+v", name, may)
		}
	}
}

func TestAskingIsALook(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	asked := casework.Asked{User: "u-noor", Kind: casework.AskedDossier, Thing: string(id), Action: casework.AskedView}
	count := func() int {
		looks, _, err := w.store.LooksOf(t.Context(), id, "", 200)
		if err != nil {
			t.Fatal(err)
		}
		return len(slices.DeleteFunc(looks, func(l store.Look) bool { return l.Action != "access" }))
	}
	if _, err := w.office.MayThey(w.noor(), asked); err != nil || count() != 1 {
		t.Errorf("%d looks, %v", count(), err)
	}
	asked.User = "u-teacher"
	if _, err := w.office.MayThey(w.teacher(), asked); err != nil || count() != 1 {
		t.Errorf("a deny names the dossier: %d looks, %v", count(), err)
	}
	w.store.look = fault.New(fault.Unavailable, "test", "")
	for _, ctx := range []context.Context{w.noor(), w.teacher()} {
		asked.User = "u-noor"
		if may, err := w.office.MayThey(ctx, asked); !fault.Is(err, fault.Unavailable) || may.Allow {
			t.Errorf("an answer without a look: %v, %v", may.Allow, err)
		}
	}
}

func TestSearchesOfAccess(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	asked := casework.Asked{Kind: casework.AskedDossier, Thing: string(id), Action: casework.AskedView}
	who := func(ctx context.Context) []dossier.ID {
		t.Helper()
		out, err := w.office.WhoMay(ctx, asked)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := who(w.noor()); !slices.Equal(got, []dossier.ID{"u-noor"}) {
		t.Errorf("a worker learns of %v", got)
	}
	if got := who(w.teacher()); len(got) != 0 {
		t.Errorf("a stranger learns of %v", got)
	}
	if got := who(w.machineOf("o-team", "neighbourhood_team")); !slices.Contains(got, "u-noor") || slices.Contains(got, "u-mother") {
		t.Errorf("a program learns of %v", got)
	}
	with, err := w.office.WhatMay(w.noor(), casework.Asked{User: "u-noor", Kind: casework.AskedDossier, Action: casework.AskedView})
	if err != nil || !slices.Equal(with, []dossier.ID{id}) {
		t.Errorf("%v, %v", with, err)
	}
	which, err := w.office.WhichMay(w.mother(), casework.Asked{User: "u-mother", Kind: casework.AskedDossier, Thing: string(id)})
	if err != nil || !slices.Contains(which, casework.AskedView) || slices.Contains(which, dossier.ActDecide) {
		t.Errorf("%v, %v", which, err)
	}
	if which, err := w.office.WhichMay(w.teacher(), casework.Asked{User: "u-teacher", Kind: casework.AskedDossier, Thing: string(id)}); err != nil || len(which) != 0 {
		t.Errorf("a stranger: %v, %v", which, err)
	}
}
