package dossier

import (
	"testing"
)

func TestPauseAndResume(t *testing.T) {
	w := allocated(t)
	w.do(AskAgain{Words: "Nog iets.", Laws: []string{"jw"}})
	clock, _ := w.d.ClockOn(w.d.Meldingen[1].Melding, "jw.decision")
	w.refuses(
		invalid("no lawful reason", PauseClock{clock.Clock, "holiday"}, "reason", "dossier.clock.pausereason"),
		missing("no clock", PauseClock{"c-x", pauseForAnswer}, "dossier.clock.none"),
		conflict("resume a running one", ResumeClock{clock.Clock}, "dossier.clock.notpaused"),
		missing("resume none", ResumeClock{"c-x"}, "dossier.clock.none"))
	same(t, "paused", w.do(PauseClock{clock.Clock, "awb.4:15.2a"}), "clock.paused")
	w.refuses(conflict("pause twice", PauseClock{clock.Clock, "awb.4:15.2a"}, "dossier.clock.state"))
	same(t, "a paused clock does not lapse", w.days(100).do(LapseClocks{})[:0], "")
	paused, _ := w.d.Clock(clock.Clock)
	equal(t, "state", paused.State, ClockWaits)
	same(t, "resumed", w.do(ResumeClock{clock.Clock}), "clock.resumed")
	after, _ := w.d.Clock(clock.Clock)
	equal(t, "days", after.Days, 99)
	equal(t, "due later", after.Due.After(clock.Due.AddDays(98)), true)
}

func TestExtend(t *testing.T) {
	w := asked(t)
	clock, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "jw.decision")
	inquiry, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "wmo.investigation")
	w.refuses(
		invalid("no new day", ExtendClock{Clock: clock.Clock, Reason: "x"}, "due", "dossier.clock.due"),
		invalid("earlier", ExtendClock{clock.Clock, "x", day("2027-01-01")}, "due", "dossier.clock.due"),
		invalid("no reason", ExtendClock{Clock: clock.Clock, Due: day("2027-02-01")}, "reason", "dossier.reason"),
		conflict("fixed by law", ExtendClock{inquiry.Clock, "x", day("2027-02-01")}, "dossier.clock.fixed"),
		missing("none", ExtendClock{"c-x", "x", day("2027-02-01")}, "dossier.clock.none"))
	same(t, "extended", w.do(ExtendClock{clock.Clock, "Rapport komt later.", day("2027-02-01")}), "clock.extended")
	after, _ := w.d.Clock(clock.Clock)
	equal(t, "due", after.Due, day("2027-02-01"))
	w.refuses(conflict("twice", ExtendClock{clock.Clock, "x", day("2027-03-01")}, "dossier.clock.often"))
	w.do(PauseClock{clock.Clock, pauseForAnswer})
	w.days(8).do(ResumeClock{clock.Clock})
	after, _ = w.d.Clock(clock.Clock)
	equal(t, "the extension is kept and rolled to a working day", after.Due, day("2027-02-08"))
	w.days(200)
	w.refuses(conflict("too late", ExtendClock{clock.Clock, "x", day("2027-12-01")}, "dossier.clock.over"))
}

func TestExtendByTheLengthOfTheLaw(t *testing.T) {
	w := asked(t)
	entry, err := w.moment().clock("avg.inspection", "x-1", noorHolder, w.today())
	if err != nil {
		t.Fatal(err)
	}
	w.d = Fold(w.d, entry)
	id := entry.Body.(ClockStarted).Clock
	same(t, "extended", w.do(ExtendClock{Clock: id, Reason: "Veel stukken."}), "clock.extended")
	c, _ := w.d.Clock(id)
	equal(t, "one month and two", c.Due, day("2027-02-23"))
	w.refuses(conflict("twice", ExtendClock{Clock: id, Reason: "x"}, "dossier.clock.often"))
}

var noorHolder = Holder{Kind: HolderOrganisation, Org: "o-team", User: "u-noor", Name: "Noor"}

func TestMeetAndLapse(t *testing.T) {
	w := asked(t)
	inquiry, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "wmo.investigation")
	same(t, "nothing is late", w.as(system).do(LapseClocks{}), "")
	same(t, "the last day itself counts", w.days(1).do(LapseClocks{}), "")
	equal(t, "which is today", w.d.Clocks[0].Due, w.today())
	same(t, "the day after not", w.days(1).do(LapseClocks{}), "clock.lapsed")
	same(t, "all are late", w.days(300).do(LapseClocks{}), "clock.lapsed clock.lapsed")
	same(t, "once", w.do(LapseClocks{}), "")
	late, _ := w.d.Clock(inquiry.Clock)
	equal(t, "state", late.State, ClockIsLate)
	equal(t, "still owed", late.Live(), true)
	same(t, "met late", w.do(MeetClock{inquiry.Clock}), "clock.met")
	w.refuses(
		conflict("twice", MeetClock{inquiry.Clock}, "dossier.clock.over"),
		missing("none", MeetClock{"c-x"}, "dossier.clock.none"))
	equal(t, "need", LapseClocks{}.Need(w.d).Action, ActMaintain)
}
