package dossier

import (
	"testing"

	"eendracht/internal/fault"
)

// closed is the usual family after the end of the work.
func closed(t testing.TB) *world {
	w := family(t)
	w.do(AgreePlan{With: []ID{w.named("Mila")}})
	w.do(MeetGoal{Goal: w.d.Goals[0].Goal})
	w.do(HoldEvaluation{With: []ID{w.named("Mila")}, Words: "Het gaat goed."})
	w.do(SetWatch{On: day("2027-03-01")})
	for _, c := range w.d.Clocks {
		if c.Live() && c.Term != termWatch {
			w.do(MeetClock{c.Clock})
		}
	}
	w.do(CloseDossier{"Alle doelen zijn gehaald."})
	return w
}

func TestCloseListsWhatIsLeft(t *testing.T) {
	w := family(t)
	w.do(CreateTask{Title: "Slaapritueel", Goal: w.d.Goals[0].Goal, Due: day("2026-12-24")})
	_, err := w.try(CloseDossier{"Klaar."})
	if !fault.Is(err, fault.Conflict) {
		t.Fatal(err)
	}
	var keys []string
	for _, f := range fault.Fields(err) {
		keys = append(keys, f.Key)
	}
	same(t, "left", keys, "dossier.close.goal dossier.close.task dossier.close.clock dossier.close.clock")
	w.refuses(
		conflict("open work", CloseDossier{"Klaar."}, "dossier.close.left"),
		invalid("no reason", CloseDossier{}, "reason", "dossier.reason"))
}

func TestCloseKeepsAndEnds(t *testing.T) {
	w := closed(t)
	equal(t, "phase", w.d.Phase(), PhaseClosed)
	equal(t, "retention", w.d.Closed.Retention, "jw")
	equal(t, "kept until", w.d.Closed.Keep, day("2046-11-23"))
	equal(t, "lead", w.d.Lead == nil, true)
	equal(t, "no alarm", w.d.LeadGapSince.IsZero(), true)
	for _, i := range w.d.Involved {
		equal(t, i.Role, i.Active(w.today().AddDays(1)), i.Role == "family" || i.Subject.User == "")
	}
	team := w.d.Involved[1]
	equal(t, "the team may look until", team.Valid.Until, day("2027-03-29"))
	watch, ok := w.d.ClockOn(w.d.ID, termWatch)
	equal(t, "watch runs on", ok && watch.State == ClockRuns, true)
	same(t, "watch lapses", w.days(200).as(system).do(LapseClocks{}), "clock.lapsed")
	w.refuses(
		conflict("twice", CloseDossier{"x"}, "dossier.closed"),
		conflict("a goal", SetGoal{Words: "x", Part: w.part()}, "dossier.closed"))
}

func TestLongestRetention(t *testing.T) {
	w := newWorld(t)
	call := helpCall()
	call.Laws = []string{"wgs", "pw"}
	w.do(call)
	for _, c := range w.d.Clocks {
		w.do(MeetClock{c.Clock})
	}
	w.do(CloseDossier{"Opgelost."})
	equal(t, "retention", w.d.Closed.Retention, "archive")
	equal(t, "kept until", w.d.Closed.Keep, day("2036-11-23"))
}

func TestFamilyWithoutChildrenIsNotKeptUnderTheJeugdwet(t *testing.T) {
	w := asked(t)
	for _, c := range w.d.Clocks {
		w.do(MeetClock{c.Clock})
	}
	same(t, "nobody stays without a watch date", w.do(CloseDossier{"Opgelost."}), "involvement.ended dossier.closed")
	equal(t, "retention", w.d.Closed.Retention, "wmo")
	equal(t, "kept until", w.d.Closed.Keep, day("2041-11-23"))
}

func TestReopen(t *testing.T) {
	w := closed(t)
	w.refuses(invalid("no reason", ReopenDossier{}, "reason", "dossier.reason"))
	same(t, "entries", w.do(ReopenDossier{"Nieuwe vraag."}), "dossier.reopened clock.stopped involvement.ended involvement.started")
	equal(t, "watch", w.d.Watch == nil, true)
	equal(t, "phase", w.d.Phase(), PhaseWork)
	w.refuses(conflict("twice", ReopenDossier{"x"}, "dossier.notclosed"))
	newWorld(t).refuses(missing("no dossier", ReopenDossier{"x"}, "dossier.none"))
}

func TestSetWatch(t *testing.T) {
	w := family(t)
	same(t, "first", w.do(SetWatch{On: day("2027-03-01"), Words: "Bellen."}), "watch.set clock.started")
	equal(t, "owner is the lead", w.d.Watch.Owner.User, "u-joris")
	same(t, "moved", w.do(SetWatch{On: day("2027-04-01"), Owner: Holder{Kind: HolderFamily, Person: w.named("Mila")}}), "watch.set clock.stopped clock.started")
	equal(t, "phase", w.d.Phase(), PhaseWatching)
	w.refuses(
		invalid("no day", SetWatch{}, "on", "dossier.watch.on"),
		invalid("today", SetWatch{On: w.today()}, "on", "dossier.watch.on"),
		invalid("nobody", SetWatch{On: day("2027-04-01"), Owner: Holder{Kind: "x", Org: "o"}}, "owner", "dossier.holder.kind"))
}
