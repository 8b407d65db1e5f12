package dossier

import "testing"

func raised(t *testing.T) (*world, ID) {
	w := family(t)
	same(t, "raised", w.as(noor).do(RaiseConcern{[]ID{w.named("Zoë"), w.named("Zoë")}, " Blauwe plekken. "}), "concern.raised clock.started")
	return w, w.d.Concerns[0].Concern
}

func TestTheReportingCodeGoesStepByStep(t *testing.T) {
	w, id := raised(t)
	equal(t, "persons once", len(w.d.Concerns[0].Persons), 1)
	equal(t, "words", w.d.Concerns[0].Words, "Blauwe plekken.")
	for _, s := range []struct {
		step        StepConcern
		kinds       string
		state, next string
	}{
		{StepConcern{Step: StepSignals, Words: "Weer een plek."}, "concern.stepped", ConcernBegun, StepConsult},
		{StepConcern{Step: StepConsult, With: []string{"colleague", "safe_home"}, Words: "Advies: praat eerst."}, "concern.stepped", ConcernConsulted, StepTalk},
		{StepConcern{Step: StepTalk, Outcome: TalkHeld, Spoke: []ID{w.named("Mila")}, Words: "Zij schrok."}, "concern.stepped", ConcernSpoken, StepWeigh},
		{StepConcern{Step: StepConsult, With: []string{"expert"}, Words: "Past niet bij een val."}, "concern.stepped", ConcernSpoken, StepWeigh},
		{StepConcern{Step: StepWeigh, Outcome: WeighLasting, Words: "Het gaat door."}, "concern.stepped", ConcernWeighed, StepDecide},
		{StepConcern{Step: StepDecide, Outcome: DecideBoth, Again: day("2026-12-20"), Words: "Melden en hulp."}, "concern.stepped clock.met clock.started", ConcernFollowed, StepFollow},
		{StepConcern{Step: StepFollow, Outcome: FollowLater, Again: day("2027-01-20"), Words: "Nog niet."}, "concern.stepped clock.met clock.started", ConcernFollowed, StepFollow},
		{StepConcern{Step: StepFollow, Outcome: FollowSafe, Words: "Zij is veilig."}, "concern.stepped clock.met", ConcernOver, StepFollow},
	} {
		s.step.Concern = id
		same(t, s.step.Step+s.step.Outcome, w.do(s.step), s.kinds)
		c := w.d.Concerns[0]
		equal(t, s.step.Step+" state", c.State, s.state)
		equal(t, s.step.Step+" next", c.Next(), s.next)
	}
	equal(t, "reported", w.d.Concerns[0].Reported, true)
	w.refuses(conflict("over", StepConcern{Concern: id, Step: StepFollow, Outcome: FollowSafe, Words: "x"}, "dossier.concern.over"))
	for _, e := range w.d.Entries {
		switch e.Body.(type) {
		case ConcernRaised, ConcernStepped:
			equal(t, "compartment", e.Compartment, CompartmentSafety)
			equal(t, "about", len(Persons(e)), 1)
		}
	}
}

func TestEveryClockOfAConcernIsShut(t *testing.T) {
	w, id := raised(t)
	w.do(StepConcern{Concern: id, Step: StepDecide, Outcome: DecideReport, Words: "Nu.", Left: "Acuut gevaar.", Again: day("2026-12-02")})
	n := 0
	for _, e := range w.d.Entries {
		clock := ID("")
		switch b := e.Body.(type) {
		case ClockStarted:
			clock = b.Clock
		case ClockMet:
			clock = b.Clock
		}
		if c, ok := w.d.Clock(clock); ok && c.On == id {
			n++
			equal(t, "compartment", e.Compartment, CompartmentSafety)
		}
	}
	equal(t, "entries about its clocks", n, 3)
	w.days(30)
	same(t, "lapsed", w.as(system).do(LapseClocks{}), "clock.lapsed")
	last, _ := w.d.ClockOn(id, termFollow)
	equal(t, "late", last.State, ClockIsLate)
}

func TestAStepIsLeftOutForAReasonOnly(t *testing.T) {
	w, id := raised(t)
	step := func(s StepConcern) StepConcern { s.Concern = id; return s }
	w.refuses(
		invalid("no persons", RaiseConcern{Words: "x"}, "persons", "dossier.person.choose"),
		invalid("no signals", RaiseConcern{Persons: []ID{w.named("Zoë")}}, "words", "dossier.concern.signals"),
		missing("none", StepConcern{Concern: "none", Step: StepTalk}, "dossier.concern.none"),
		invalid("no step", step(StepConcern{Words: "x"}), "step", "dossier.concern.step"),
		invalid("nobody", step(StepConcern{Step: StepConsult, Words: "x"}), "with", "dossier.concern.with"),
		invalid("straight to the talk", step(StepConcern{Step: StepTalk, Outcome: TalkHeld, Spoke: []ID{w.named("Mila")}, Words: "x"}), "left", "dossier.concern.left"),
		invalid("talked to nobody", step(StepConcern{Step: StepTalk, Outcome: TalkHeld, Words: "x", Left: "y"}), "spoke", "dossier.concern.spoke"),
		invalid("an outcome of another step", step(StepConcern{Step: StepWeigh, Outcome: DecideHelp, Words: "x", Left: "y"}), "outcome", "dossier.concern.outcome"),
		invalid("no day to look", step(StepConcern{Step: StepDecide, Outcome: DecideHelp, Words: "x", Left: "y"}), "again", "dossier.concern.again"),
		conflict("follow before deciding", step(StepConcern{Step: StepFollow, Outcome: FollowSafe, Words: "x"}), "dossier.concern.undecided"),
	)
	w.do(step(StepConcern{Step: StepWeigh, Outcome: WeighAcute, Words: "Nu gevaar.", Left: "Er was geen tijd."}))
	w.refuses(
		invalid("against the norm", step(StepConcern{Step: StepDecide, Outcome: DecideHelp, Words: "x", Left: "y", Again: day("2026-12-20")}), "despite", "dossier.concern.norm"),
		invalid("nothing at all", step(StepConcern{Step: StepDecide, Outcome: DecideClose, Words: "x", Left: "y", Despite: "z"}), "outcome", "dossier.concern.something"),
	)
	same(t, "with a reason", w.do(step(StepConcern{Step: StepDecide, Outcome: DecideHelp, Words: "x", Left: "y", Despite: "De politie meldde al.", Again: day("2026-12-20")})), "concern.stepped clock.met clock.started")
	w.refuses(conflict("twice", step(StepConcern{Step: StepDecide, Outcome: DecideReport, Words: "x", Left: "y", Again: day("2026-12-20")}), "dossier.concern.decided"),
		conflict("back", step(StepConcern{Step: StepConsult, With: []string{"expert"}, Words: "x"}), "dossier.concern.decided"))
}

func TestAConcernKeepsTheDossierOpen(t *testing.T) {
	w, id := raised(t)
	equal(t, "alarmed", w.d.Concerned(), true)
	found := false
	for _, f := range w.d.left() {
		found = found || f.Name == "concern."+string(id) && f.Key == "dossier.close.concern"
	}
	equal(t, "stands in the way of closing", found, true)
	w.do(StepConcern{Concern: id, Step: StepWeigh, Outcome: WeighNone, Words: "Het was een val.", Left: "De arts wist het zeker."})
	same(t, "closed", w.do(StepConcern{Concern: id, Step: StepDecide, Outcome: DecideClose, Words: "Geen vermoeden meer.", Left: "De arts wist het zeker."}), "concern.stepped clock.met")
	equal(t, "over", w.d.Concerned(), false)
}
