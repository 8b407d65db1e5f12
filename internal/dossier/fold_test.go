package dossier

import (
	"reflect"
	"slices"
	"sync"
	"testing"
)

// content gives a dossier without the room behind its log, for comparing.
func content(d *Dossier) Dossier {
	c := *d
	c.room = nil
	return c
}

func TestFoldOfNothing(t *testing.T) {
	d := Fold(nil)
	equal(t, "version", d.Version, int64(0))
	equal(t, "phase", New("d-1").Phase(), PhaseMelding)
}

func TestFoldingOneByOneGivesTheSame(t *testing.T) {
	for _, w := range []*world{family(t), closed(t), allocated(t)} {
		step := New(w.d.ID)
		for _, e := range w.d.Entries {
			step = Fold(step, e)
		}
		whole := Fold(New(w.d.ID), w.d.Entries...)
		for name, d := range map[string]*Dossier{"one by one": step, "as it was": w.d} {
			if !reflect.DeepEqual(content(d), content(whole)) {
				t.Errorf("%s differs from all at once", name)
			}
		}
	}
}

func TestBaseStaysAsItWas(t *testing.T) {
	w := family(t)
	base := w.d
	before := content(Fold(New(base.ID), base.Entries...))
	one := append(slices.Clone(samples()), samplesOn(base)...)
	for _, body := range one {
		e := stored(body)
		e.Seq = 0
		first, second := Fold(base, e), Fold(base, e, e)
		if len(first.Entries) != len(base.Entries)+1 || len(second.Entries) != len(base.Entries)+2 {
			t.Fatalf("%s: entries lost", body.Kind())
		}
		if !reflect.DeepEqual(content(base), before) {
			t.Fatalf("%s changed its base", body.Kind())
		}
	}
}

// samplesOn gives bodies about things that are in the dossier.
func samplesOn(d *Dossier) []Body {
	p, g, c, o, i := d.Persons[0].ID, d.Goals[0].Goal, d.Clocks[0].Clock, d.Offers[0].Offer, d.Involved[0].Involvement
	return []Body{
		PersonStated{Person: p}, ContactStated{p, "1", "2"}, GoalSet{Goal: g, Words: "x"}, GoalMet{g, "x"}, GoalDropped{g, "x"},
		ClockPaused{c, day("2026-12-01"), "x"}, ClockMet{c, day("2026-12-01")}, ClockLapsed{c, day("2026-12-01")}, ClockStopped{c, "x"},
		LeadAccepted{o}, LeadDeclined{o, "x"}, LeadEnded{"x"}, InvolvementEnded{i, day("2026-12-01"), "x"},
		ScoreGiven{d.Parts[0].Part, "eendracht5", 1, "", "family"}, DomainClosed{d.Parts[0].Part, "x"}, SafetyAssessed{Level: SafetySafe},
		RelationStated{Relation: d.Relations[0].Relation}, StayStated{Stay: d.Stays[0].Stay}, Retracted{d.Entries[1].ID, "x"},
	}
}

func TestBaseMayBeReadAndFoldedAtTheSameTime(t *testing.T) {
	w := family(t)
	base := w.d
	want := len(base.Entries)
	var group sync.WaitGroup
	results := make([]*Dossier, 16)
	for i := range results {
		group.Go(func() {
			e := stored(GoalMet{base.Goals[0].Goal, string(rune('a' + i))})
			e.Seq, e.ID = 0, ID(rune('a'+i))
			results[i] = Fold(base, e)
			if len(base.Entries) != want || base.Goals[0].State != GoalOpen {
				t.Error("the base changed")
			}
		})
	}
	group.Wait()
	for i, d := range results {
		if last := d.Entries[len(d.Entries)-1]; last.ID != ID(rune('a'+i)) || d.Goals[0].Words != string(rune('a'+i)) {
			t.Errorf("fold %d sees the entry of another: %s", i, last.ID)
		}
	}
}

func TestTwoFoldsOfOneBaseKeepTheirOwnScores(t *testing.T) {
	w := family(t)
	for range 3 { // three leave room for a fourth in a list that grows by doubling
		w.do(GiveScore{Part: w.part(), Level: 1})
	}
	give := func(id ID, level int) *Dossier {
		e := stored(ScoreGiven{w.part(), "eendracht5", level, "", "worker"})
		e.Seq, e.ID, e.Corrects = 0, id, ""
		return Fold(w.d, e)
	}
	first, second := give("e-a", 4), give("e-b", 5)
	equal(t, "first", first.Parts[0].Scores[3].Level, 4)
	equal(t, "second", second.Parts[0].Scores[3].Level, 5)
}

func TestCorrectionsReplace(t *testing.T) {
	w := family(t)
	w.do(GiveScore{Part: w.part(), Level: 2})
	w.do(GiveScore{Part: w.part(), Level: 4})
	first := w.d.Parts[0].Scores[0]
	corrected := stored(ScoreGiven{w.part(), "eendracht5", 3, "", "worker"})
	corrected.Seq, corrected.ID, corrected.Corrects = 0, "e-new", first.Entry
	d := Fold(w.d, corrected)
	equal(t, "scores", len(d.Parts[0].Scores), 2)
	equal(t, "in its place", d.Parts[0].Scores[0].Level, 3)
	equal(t, "old one struck", d.Struck(first.Entry), true)
	equal(t, "base keeps it", w.d.Parts[0].Scores[0].Level, 2)
	safety := stored(SafetyAssessed{SafetySafe, "x", day("")})
	safety.Seq, safety.ID, safety.Corrects = 0, "e-safe", w.d.Safety[0].Entry
	d = Fold(w.d, safety)
	equal(t, "weighings", len(d.Safety), 1)
	equal(t, "level", d.Safety[0].Level, SafetySafe)
}

func TestStatementsAboutStruckThingsChangeNothing(t *testing.T) {
	d := Fold(New("d-1"), stored(GoalMet{"g-x", ""}), stored(TaskStarted{"t-x", day("2026-12-01")}), stored(ClockMet{"c-x", day("2026-12-01")}),
		stored(LeadDeclined{"l-x", ""}), stored(QuestionAnswered{"q-x", ""}), stored(DeliveryStopped{"9", day("2026-12-01"), "", ""}), stored(ConsentWithdrawn{"k-x", ""}))
	equal(t, "entries", len(d.Entries), 7)
	equal(t, "tasks", len(d.Tasks), 0)
}

func TestPhases(t *testing.T) {
	w := asked(t).as(noor)
	equal(t, "asked", w.d.Phase(), PhaseMelding)
	w.do(WeighSafety{Level: SafetySafe, Words: "Rustig."})
	equal(t, "weighed", w.d.Phase(), PhaseInquiry)
	equal(t, "goal set", family(t).d.Phase(), PhasePlan)
}
