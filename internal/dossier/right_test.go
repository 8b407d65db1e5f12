package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

// late is a family whose request for help was not answered in time.
func late(t testing.TB) (*world, Clock) {
	w := family(t)
	clock, ok := w.d.ClockOn(w.d.Meldingen[0].Melding, "jw.decision")
	equal(t, "a decision is due", ok, true)
	w.now = clock.Due.AddDays(1).Midnight()
	w.as(system).do(LapseClocks{})
	w.as(mother).by.Person = w.named("Mila")
	return w, clock
}

func TestADefaultNoticeStartsTheTwoWeeks(t *testing.T) {
	w, clock := late(t)
	mila := w.named("Mila")
	same(t, "notice", w.do(InvokeRight{Type: RightDefault, Person: mila, On: clock.Clock}), "right.invoked clock.started")
	right := w.d.Rights[0]
	c, ok := w.d.ClockOn(right.Right, "awb.default")
	equal(t, "two weeks", ok && c.Due == nl.TermEnd(w.today().AddDays(1), w.today().AddDays(14)), true)
	equal(t, "at the municipality", right.Owner.Org, "o-team")
	inquiry, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "wmo.investigation")
	w.refuses(
		conflict("twice", InvokeRight{Type: RightDefault, Person: mila, On: clock.Clock}, "dossier.right.already"),
		conflict("without a penalty in the law", InvokeRight{Type: RightDefault, Person: mila, On: inquiry.Clock}, "dossier.right.nopenalty"),
		missing("no clock", InvokeRight{Type: RightDefault, Person: mila, On: "none"}, "dossier.clock.none"),
	)
	w.as(noor)
	same(t, "answer", w.do(AnswerRight{right.Right, RightGranted, "Het besluit is er morgen."}), "right.answered clock.met")
	right, _ = w.d.Right(right.Right)
	equal(t, "state", right.State, RightGranted)
	w.refuses(
		conflict("answered twice", AnswerRight{right.Right, RightGranted, "x"}, "dossier.right.answered"),
		missing("no right", AnswerRight{"none", RightGranted, "x"}, "dossier.right.none"),
	)
}

func TestNoNoticeBeforeTheLastDayIsOver(t *testing.T) {
	w := family(t)
	clock, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "jw.decision")
	w.now = clock.Due.Midnight()
	w.refuses(conflict("on the last day", InvokeRight{Type: RightDefault, Person: w.named("Mila"), On: clock.Clock}, "dossier.right.intime"))
	w.now = clock.Due.AddDays(1).Midnight() // the agenda has not come by yet
	w.do(InvokeRight{Type: RightDefault, Person: w.named("Mila"), On: clock.Clock})
}

func TestAnObjectionCountsFromTheEndOfTheSixWeeks(t *testing.T) {
	w := allocated(t)
	decision := w.d.Decisions[0]
	mila := w.named("Mila")
	w.as(mother)
	w.refuses(
		invalid("without why", InvokeRight{Type: RightObjection, Person: mila, On: decision.Decision}, "words", "dossier.right.why"),
		missing("no decision", InvokeRight{Type: RightObjection, Person: mila, On: "none", Words: "x"}, "dossier.right.nodecision"),
	)
	same(t, "objection", w.do(InvokeRight{Type: RightObjection, Person: mila, On: decision.Decision, Words: "Het is te weinig."}), "right.invoked clock.started")
	term, err := w.law.Term("awb.objection", decision.On)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := w.d.ClockOn(w.d.Rights[0].Right, "awb.objection.decision")
	equal(t, "starts after the six weeks", ok && c.Start == term.Due(decision.On), true)
	equal(t, "lies where the decision lies", len(w.d.Rights[0].Parts), 1)
}

func TestACorrectionGoesToWhoWroteIt(t *testing.T) {
	w := allocated(t)
	mila, mind := w.named("Mila"), w.part()
	w.as(linde).do(WriteNote{Parts: []Part{mind}, Words: "Zij wil niet."})
	note := w.d.Entries[len(w.d.Entries)-1].ID
	w.as(mother)
	w.refuses(
		invalid("without what", InvokeRight{Type: RightCorrection, Person: mila, On: note}, "words", "dossier.right.wrong"),
		missing("no entry", InvokeRight{Type: RightCorrection, Person: mila, On: "none", Words: "x"}, "dossier.entry.none"),
		invalid("no right", InvokeRight{Type: "x", Person: mila}, "type", "dossier.right.type"),
	)
	w.do(InvokeRight{Type: RightCorrection, Person: mila, On: note, Words: "Zij wil wel."})
	right := w.d.Rights[0]
	equal(t, "to the provider", right.Owner.Org, "o-linde")
	c, _ := w.d.ClockOn(right.Right, "avg.rectification")
	equal(t, "a month", c.Due, nl.TermEnd(w.today().AddDays(1), w.today().AddMonths(1)))
	w.refuses(conflict("twice", InvokeRight{Type: RightCorrection, Person: mila, On: note, Words: "x"}, "dossier.right.already"))
	w.do(InvokeRight{Type: RightCorrection, Person: mila, Words: "Mijn naam is fout."})
	equal(t, "a fact of the register: the team", w.d.Rights[1].Owner.Org, "o-team")
	w.do(InvokeRight{Type: RightSupporter, Person: mila})
	equal(t, "a supporter: the team", w.d.Rights[2].Owner.Org, "o-team")
}
