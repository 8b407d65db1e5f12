package dossier

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAskingForErasureByAge(t *testing.T) {
	w := family(t)
	zoe, kees, sem, mila := w.named("Zoë"), w.named("Kees"), w.named("Sem"), w.named("Mila")
	mum := Actor{User: "u-mila", Role: "family", Person: mila}
	w.as(mum).refuses(
		invalid("a child of 12 asks itself", AskErasure{Person: zoe, Words: "Weg."}, "person", "dossier.erasure.age"),
		invalid("and one of 16", AskErasure{Person: sem, Words: "Weg."}, "person", "dossier.erasure.age"),
		invalid("no words", AskErasure{Person: kees}, "words", "dossier.erasure.words"),
	)
	same(t, "for a small child", w.do(AskErasure{Person: kees, Words: "Het klopt niet meer."}), "erasure.asked clock.started")
	same(t, "for oneself", w.do(AskErasure{Person: mila, Words: "Weg ermee."}), "erasure.asked clock.started")
	w.as(Actor{User: "u-zoe", Role: "family", Person: zoe})
	same(t, "the child itself", w.do(AskErasure{Person: zoe, Words: "Ik wil het niet."}), "erasure.asked clock.started")
	w.refuses(conflict("twice", AskErasure{Person: zoe, Words: "Weg."}, "dossier.erasure.already"))
	clock, ok := w.d.ClockOn(w.d.Erasures[2].Erasure, termErasure)
	equal(t, "a month", ok && clock.Due.After(w.today().AddDays(27)), true)
}

func TestDecidingOnErasure(t *testing.T) {
	w := family(t)
	zoe := w.named("Zoë")
	w.as(noor).do(OpenDomain{Part{zoe, "school"}, "Zij verzuimt."})
	w.do(WriteNote{Parts: []Part{{zoe, "school"}}, Words: "Over Zoë alleen."})
	w.do(OpenDomain{Part{"", "money"}, "Er zijn schulden."})
	w.do(WriteNote{Parts: []Part{{"", "money"}}, Words: "Over het gezin."})
	w.as(Actor{User: "u-zoe", Role: "family", Person: zoe}).do(AskErasure{Person: zoe, Words: "Weg."})
	x := w.d.Erasures[0]
	w.as(officer).refuses(
		invalid("no outcome", DecideErasure{Erasure: x.Erasure, Words: "x"}, "outcome", "dossier.erasure.outcome"),
		invalid("refused for no reason of the law", DecideErasure{Erasure: x.Erasure, Outcome: ErasureNo, Words: "x"}, "basis", "dossier.erasure.basis"),
		conflict("not over its term", DecideErasure{Outcome: ErasureYes, Words: "x"}, "dossier.erasure.early"),
		missing("none", DecideErasure{Erasure: "none", Outcome: ErasureYes, Words: "x"}, "dossier.erasure.none"),
	)
	same(t, "granted", w.do(DecideErasure{Erasure: x.Erasure, Outcome: ErasureYes, Words: "Niemand heeft het nodig."}), "erasure.decided clock.met")
	w.refuses(conflict("twice", DecideErasure{Erasure: x.Erasure, Outcome: ErasureYes, Words: "x"}, "dossier.erasure.decided"))
	going, record, err := w.d.Erase(x.Erasure, w.moment())
	if err != nil {
		t.Fatal(err)
	}
	after := Fold(New(w.d.ID), append(hollow(w.d.Entries, going), record)...)
	if _, there := after.Person(zoe); there {
		t.Error("she is still there")
	}
	equal(t, "the others are", len(after.Persons), len(w.d.Persons)-1)
	equal(t, "family notes stay", len(after.Notes()), 1)
	done, _ := after.Erasure(x.Erasure)
	equal(t, "done", done.State, ErasureIsDone)
	equal(t, "counted", done.Count, len(going))
	if _, _, err := after.Erase(x.Erasure, w.moment()); err == nil {
		t.Error("it cannot be done twice")
	}
}

func TestErasureAfterTheTermTakesAll(t *testing.T) {
	w := family(t)
	w.d = Fold(w.d, w.moment().write(Closed{"Klaar.", "jw", w.today()}))
	terms := w.d.Terms(w.law, w.today())
	equal(t, "none is due", slices.ContainsFunc(terms, func(x Term) bool { return x.Due || x.Last.IsZero() || x.Law == "" }), false)
	w.days(365 * 21).as(officer).do(DecideErasure{Outcome: ErasureYes, Words: "De termijn is voorbij."})
	going, record, err := w.d.Erase(w.d.Erasures[0].Erasure, w.moment())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "all but the decision", len(going), len(w.d.Entries)-1)
	after := Fold(New(w.d.ID), append(hollow(w.d.Entries, going), record)...)
	equal(t, "erased", after.Erased, true)
	equal(t, "still of its municipality", after.Municipality, w.d.Municipality)
	equal(t, "no name", after.Name, "")
	w.d = after
	w.refuses(conflict("again", DecideErasure{Outcome: ErasureYes, Words: "x"}, "dossier.erasure.gone"))
}

// hollow gives a log as it is loaded when the content of some entries is gone.
func hollow(log []Entry, going []ID) []Entry {
	out := slices.Clone(log)
	for i, e := range out {
		if slices.Contains(going, e.ID) {
			out[i] = Entry{ID: e.ID, Seq: e.Seq, At: e.At, Class: e.Class, Body: Gone{e.Body.Kind()}}
		}
	}
	return out
}

// TestAnyHolesFold erases any entries of a log: what is left folds, keeps its
// length and version, and every list holds no more than before.
func TestAnyHolesFold(t *testing.T) {
	w := family(t)
	w.as(noor).do(OpenDomain{Part{"", "money"}, "Er zijn schulden."})
	rapid.Check(t, func(r *rapid.T) {
		var going []ID
		for _, e := range w.d.Entries {
			if rapid.Bool().Draw(r, "goes") {
				going = append(going, e.ID)
			}
		}
		d := Fold(New(w.d.ID), hollow(w.d.Entries, going)...)
		if d.Version != w.d.Version || len(d.Entries) != len(w.d.Entries) || len(d.Persons) > len(w.d.Persons) || len(d.Tasks) > len(w.d.Tasks) || len(d.Clocks) > len(w.d.Clocks) {
			r.Fatal("the fold lost its place")
		}
		for _, e := range d.Entries {
			if d.ClassOf(e) == "" {
				r.Fatal("no class")
			}
		}
	})
}

func TestClassesFollowWhatAnEntryIsAbout(t *testing.T) {
	d := &Dossier{Meldingen: []Melding{{MeldingReceived: MeldingReceived{Laws: []string{"wgs", "wmo"}}}}}
	for want, e := range map[string]Entry{
		"wgs":        {Parts: []Part{{"", "money"}}, Body: NoteWritten{}},
		"wmo":        {Parts: []Part{{"", "money"}, {"", "work"}}, Body: NoteWritten{}},
		"jw":         {Body: DecisionTaken{Law: "jw"}},
		"archive":    {Body: DecisionTaken{Law: "pw"}},
		ClassErasure: {Body: DataErased{}},
	} {
		equal(t, want, d.ClassOf(e), want)
	}
	list := []Entry{{Body: NoteWritten{}}}
	d.Classify(list)
	equal(t, "written", list[0].Class, "wmo")
}
