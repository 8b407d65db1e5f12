package dossier

import "testing"

func TestDomains(t *testing.T) {
	w := family(t)
	zoe := w.named("Zoë")
	school := Part{zoe, "school"}
	same(t, "opened", w.do(OpenDomain{school, "Zij verzuimt."}), "domain.opened")
	w.refuses(
		conflict("open already", OpenDomain{school, "x"}, "dossier.domain.already"),
		invalid("no reason", OpenDomain{Part{zoe, "work"}, " "}, "reason", "dossier.domain.reason"),
		invalid("no such domain", OpenDomain{Part{zoe, "moon"}, "x"}, "part", "dossier.domain.unknown"),
		invalid("stranger", OpenDomain{Part{"p-x", "work"}, "x"}, "part", "dossier.person.unknown"),
		conflict("goal runs", CloseDomain{w.part(), "x"}, "dossier.domain.busy"),
		invalid("close without reason", CloseDomain{Part: school}, "reason", "dossier.reason"),
		conflict("never opened", CloseDomain{Part{zoe, "work"}, "x"}, "dossier.domain.notopen"))
	w.do(GiveScore{Part: school, Level: 2})
	same(t, "closed", w.do(CloseDomain{school, "Het gaat goed."}), "domain.closed")
	w.refuses(
		invalid("shut part", GiveScore{Part: school, Level: 2}, "part", "dossier.domain.shut"),
		invalid("goal in a shut part", SetGoal{Words: "x", Part: school}, "part", "dossier.domain.shut"),
		invalid("task in a shut part", CreateTask{Title: "x", Part: school}, "part", "dossier.domain.shut"),
		invalid("note in a shut part", WriteNote{Parts: []Part{school}, Words: "x"}, "parts", "dossier.domain.shut"))
	w.do(OpenDomain{school, "Toch weer."})
	again, _ := w.d.Part(school)
	equal(t, "scores kept", len(again.Scores), 1)
	equal(t, "open", again.Closed, false)
	w.do(OpenDomain{Part{zoe, "safety"}, "Er is gevaar."})
	equal(t, "compartment", w.d.Entries[len(w.d.Entries)-1].Compartment, CompartmentSafety)
	equal(t, "need", OpenDomain{Part: Part{zoe, "justice"}}.Need(w.d).Compartment, CompartmentCriminal)
}

func TestScores(t *testing.T) {
	w := family(t)
	same(t, "worker", w.do(GiveScore{Part: w.part(), Level: 5}), "score.given")
	w.as(mother).do(GiveScore{Part: w.part(), Scale: "eendracht5", Level: 1, Words: "Slecht."})
	scores := w.d.Parts[0].Scores
	equal(t, "worker's view", scores[0].View, "worker")
	equal(t, "family's view", scores[1].View, "family")
	w.refuses(
		invalid("too high", GiveScore{Part: w.part(), Level: 6}, "level", "dossier.score.level"),
		invalid("too low", GiveScore{Part: w.part(), Level: 0}, "level", "dossier.score.level"),
		invalid("scale", GiveScore{Part: w.part(), Scale: "stars", Level: 1}, "scale", "dossier.score.scale"),
		invalid("view", GiveScore{Part: w.part(), Level: 1, View: "cat"}, "view", "dossier.score.view"))
}

func TestNotes(t *testing.T) {
	w := family(t)
	same(t, "in a part", w.do(WriteNote{Parts: []Part{w.part()}, Words: "Gebeld."}), "note.written")
	w.do(WriteNote{Compartment: CompartmentSafety, Words: "Gezien: blauwe plek."})
	notes := w.d.Notes()
	equal(t, "notes", len(notes), 2)
	equal(t, "about", notes[0].About[0], w.named("Zoë"))
	equal(t, "shut", notes[1].Compartment, CompartmentSafety)
	equal(t, "need", WriteNote{Compartment: CompartmentVoice}.Need(w.d).Compartment, CompartmentVoice)
	w.refuses(
		invalid("nowhere", WriteNote{Words: "x"}, "parts", "dossier.note.parts"),
		invalid("no words", WriteNote{Parts: []Part{w.part()}}, "words", "dossier.note.words"),
		invalid("compartment", WriteNote{Compartment: "attic", Words: "x"}, "compartment", "dossier.note.compartment"),
		invalid("unknown part", WriteNote{Compartment: CompartmentSafety, Parts: []Part{{"p-x", "safety"}}, Words: "x"}, "parts", "dossier.person.unknown"))
}

func TestSpeak(t *testing.T) {
	w := family(t)
	zoe := w.named("Zoë")
	same(t, "said", w.do(Speak{Person: zoe, Words: "Ik wil niet verhuizen."}), "voice.recorded")
	equal(t, "compartment", w.d.Entries[len(w.d.Entries)-1].Compartment, CompartmentVoice)
	nobody := w.person("Baby", "2026-01-01")
	w.do(StatePerson{NewPerson: NewPerson{Name: w.d.Persons[0].Name}})
	unborn := w.d.Persons[len(w.d.Persons)-1].ID
	w.refuses(
		invalid("too young", Speak{Person: nobody, Words: "x"}, "person", "dossier.voice.age"),
		invalid("birth unknown", Speak{Person: unborn, Words: "x"}, "person", "dossier.voice.age"),
		invalid("stranger", Speak{Person: "p-x", Words: "x"}, "person", "dossier.person.unknown"),
		invalid("no words", Speak{Person: zoe}, "words", "dossier.voice.words"))
}

func TestDiffer(t *testing.T) {
	w := family(t)
	w.do(WriteNote{Parts: []Part{w.part()}, Words: "Vader komt nooit."})
	note := w.d.Notes()[0].ID
	tom := w.named("Tom")
	same(t, "recorded", w.do(Differ{note, tom, "Ik kom elke week."}), "view.differs")
	w.do(Differ{note, tom, "Ik kom elke zaterdag."})
	equal(t, "replaced", len(w.d.Views), 1)
	equal(t, "words", w.d.Views[0].Words, "Ik kom elke zaterdag.")
	equal(t, "parts", w.d.Entries[len(w.d.Entries)-1].Parts[0], w.part())
	equal(t, "need", Differ{note, tom, ""}.Need(w.d).Parts[0], w.part())
	w.refuses(
		missing("no entry", Differ{"e-x", tom, "x"}, "dossier.entry.none"),
		invalid("stranger", Differ{note, "p-x", "x"}, "person", "dossier.person.unknown"),
		invalid("no words", Differ{note, tom, ""}, "words", "dossier.view.words"))
	over := closed(t)
	same(t, "after the end", over.do(Differ{over.d.Entries[0].ID, over.named("Tom"), "Nee."}), "view.differs")
}

func TestRetract(t *testing.T) {
	w := family(t)
	w.do(WriteNote{Parts: []Part{w.part()}, Words: "Verkeerd gezin."})
	note := w.d.Notes()[0].ID
	w.do(GiveScore{Part: w.part(), Level: 2})
	score := w.d.Parts[0].Scores[0].Entry
	w.refuses(
		missing("no entry", Retract{"e-x", "x"}, "dossier.entry.none"),
		conflict("a decision stays", Retract{w.d.Entries[0].ID, "x"}, "dossier.entry.stays"),
		invalid("no reason", Retract{Entry: note}, "reason", "dossier.reason"))
	w.as(noor).refuses(conflict("another's", Retract{note, "x"}, "dossier.entry.other"))
	same(t, "note struck", w.as(joris).do(Retract{note, "Ander gezin."}), "entry.retracted")
	equal(t, "notes", len(w.d.Notes()), 0)
	w.do(Retract{score, "Verkeerd gezin."})
	equal(t, "scores", len(w.d.Parts[0].Scores), 0)
	_, ok := w.d.Entry(note)
	equal(t, "the entry stays in the log", ok, true)
	w.refuses(conflict("twice", Retract{note, "x"}, "dossier.entry.struck"))
	equal(t, "lead stays through the refold", w.d.Lead.User, "u-joris")
}

func TestRetractPersons(t *testing.T) {
	w := family(t).as(noor)
	stray := w.person("Vreemde", "2000-01-01")
	p, _ := w.d.Person(stray)
	w.do(Retract{p.Entry, "Hoort hier niet."})
	_, ok := w.d.Person(stray)
	equal(t, "gone", ok, false)
	zoe, _ := w.d.Person(w.named("Zoë"))
	w.refuses(conflict("others speak of her", Retract{zoe.Entry, "x"}, "dossier.entry.stays"))
	w.do(StatePerson{Person: zoe.ID, NewPerson: NewPerson{Name: zoe.Name, Birth: day("2013-06-01")}})
	now, _ := w.d.Person(zoe.ID)
	w.do(Retract{now.Entry, "Het jaar klopte wel."})
	now, _ = w.d.Person(zoe.ID)
	equal(t, "the earlier statement holds again", now.Birth, day("2014-06-01"))
}

func TestRetractNeedsWhatTheEntryNeeded(t *testing.T) {
	w := family(t)
	w.do(WriteNote{Parts: []Part{w.part()}, Words: "x"})
	w.do(Speak{Person: w.named("Zoë"), Words: "x"})
	w.do(Differ{w.d.Notes()[0].ID, w.named("Tom"), "x"})
	w.do(GiveScore{Part: w.part(), Level: 1})
	w.do(CreateTask{Title: "x", Part: w.part(), To: Holder{Kind: HolderFamily, Person: w.named("Mila")}})
	w.do(ReportTask{w.task().Task, "x"})
	want := map[string]string{"note.written": ActNote, "voice.recorded": ActOwn, "view.differs": ActOwn, "score.given": ActScore, "task.reported": ActHold, "relation.stated": ActFamily}
	for _, e := range w.d.Entries {
		if action, ok := want[e.Body.Kind()]; ok {
			equal(t, e.Body.Kind(), Retract{Entry: e.ID}.Need(w.d).Action, action)
		}
	}
}
