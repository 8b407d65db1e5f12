package web

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// reader is a visit without a request, for what is said rather than sent.
func reader(t testing.TB, lang string) *visit {
	say := must(text.Shipped())(t).In(lang)
	v := &visit{say: say, days: look.Days{Say: say}, now: night, today: nl.On(night)}
	v.signed.User.ID = "u-fatma"
	return v
}

func TestWordsOfTheFamily(t *testing.T) {
	v, en := reader(t, "nl"), reader(t, "en")
	for _, row := range []struct{ got, want string }{
		{v.euros(144200), "€\u00a01.442"}, {v.euros(2300), "€\u00a023"}, {v.euros(1250), "€\u00a012,50"},
		{en.euros(144200), "€\u00a01,442"}, {en.euros(1250), "€\u00a012.50"},
		{sentence("de brieven"), "De brieven"}, {sentence("ï"), "Ï"}, {sentence(""), ""}, {sentence("24 november"), "24 november"},
		{v.familyList(nil), ""}, {v.familyList([]string{"Geld"}), "Geld"}, {v.familyList([]string{"Geld", "Wonen", "School"}), "Geld, Wonen en School"},
		{v.domainsOf([]string{dossier.Every}), "alle onderwerpen"}, {v.domainsOf([]string{"money", "housing"}), "Geld en Wonen"},
		{addressLine(dossier.Address{Street: "Turfkade", Number: "7", Addition: "B", Postcode: "2790QG", Place: "Merelwaarde"}), "Turfkade 7B, 2790 QG Merelwaarde"},
		{addressLine(dossier.Address{Lines: []string{"Rue Neuve 1", "Brussel"}}), "Rue Neuve 1, Brussel"}, {addressLine(dossier.Address{}), ""},
		{v.dayWords(nl.MustDate("2026-11-27")), "vrijdag 27 november"}, {v.dayWords(nl.MustDate("2027-01-05")), "dinsdag 5 januari 2027"},
		{v.untilWords(nl.Date{}), "zolang uw vraag loopt"},
	} {
		if row.got != row.want {
			t.Errorf("got %q, want %q", row.got, row.want)
		}
	}
}

func TestALookTellsNoMoreThanItsReaderMayKnow(t *testing.T) {
	v := reader(t, "nl")
	mine, other := dossier.Part{Domain: "money"}, dossier.Part{Person: "p-elif", Domain: "mind"}
	view := &access.View{Dossier: &dossier.Dossier{ID: "d-1"}, Read: []dossier.Part{mine}, Me: "p-fatma"}
	noor := store.Look{User: "u-noor", Name: "Noor Bakker", OrgName: "Wijkteam Zuid", Role: "lead", Purpose: "plan", Action: "open", Parts: "/money p-elif/mind", At: night}
	row, ok := v.familyLook(view, noor)
	if !ok || row.What != "las: Geld · Samen een plan maken en volgen" {
		t.Errorf("row %+v", row)
	}
	noor.Purpose = "safety"
	if _, ok := v.familyLook(view, noor); !ok { // casework keeps it back while a safety matter runs, and tells it afterwards
		t.Error("a look for safety that is told does not show")
	}
	marco := store.Look{User: "u-marco", Person: "p-marco", Name: "Marco Jansen", Role: "family", Purpose: "own", Action: "open", At: night}
	if row, _ := v.familyLook(view, marco); row.Who != "Iemand uit het gezin" || row.Face.Initials != "?" {
		t.Errorf("someone unknown is named: %+v", row)
	}
	if words := v.familyLookParts(view, "p-elif/mind"); words != "" {
		t.Errorf("%v is named: %q", other, words)
	}
}

func TestOpenTasksComeFirstByTheirDay(t *testing.T) {
	states := []string{dossier.TaskOpen, dossier.TaskAsked, dossier.TaskTaken, dossier.TaskBusy, dossier.TaskReady, dossier.TaskBack, dossier.TaskGone}
	rapid.Check(t, func(r *rapid.T) {
		tasks := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) dossier.Task {
			task := dossier.Task{State: rapid.SampledFrom(states).Draw(r, "state")}
			if days := rapid.IntRange(-1, 400).Draw(r, "days"); days >= 0 {
				task.Due = nl.MustDate("2026-01-01").AddDays(days)
			}
			return task
		}), 0, 30).Draw(r, "tasks")
		openFirst(tasks)
		for i := 1; i < len(tasks); i++ {
			a, b := tasks[i-1], tasks[i]
			if !a.Open() && b.Open() {
				r.Fatalf("%d: a closed task before an open one", i)
			}
			if a.Open() == b.Open() && (a.Due.IsZero() && !b.Due.IsZero() || !a.Due.IsZero() && !b.Due.IsZero() && b.Due.Before(a.Due)) {
				r.Fatalf("%d: %v before %v", i, a.Due, b.Due)
			}
		}
	})
}

func TestEqualLooksInARowCountTogether(t *testing.T) {
	one := seenLook{Row: look.SeenRow{Who: "Noor", What: "las", Day: "vandaag", Face: look.Face{Tint: picture.Team}}, Times: 1}
	two := one
	two.Row.Who = "Sadia"
	var list []seenLook
	for _, l := range []seenLook{one, one, two, one} {
		list = addLook(list, l)
	}
	if len(list) != 3 || list[0].Times != 2 || list[2].Times != 1 {
		t.Errorf("list %+v", list)
	}
}

func TestTheNextThingIsOne(t *testing.T) {
	v := reader(t, "nl")
	house := &house{Parts: Parts{Law: must(statute.Shipped())(t)}}
	mother := dossier.Holder{Kind: dossier.HolderFamily, Person: "p-1"}
	task := dossier.Task{State: dossier.TaskTaken, Holder: mother, TaskCreated: dossier.TaskCreated{Task: "t-1", Title: "de brieven zoeken", Due: nl.MustDate("2026-11-27")}}
	meeting := dossier.Task{State: dossier.TaskTaken, Holder: mother, TaskCreated: dossier.TaskCreated{Task: "t-2", Title: "gesprek met Noor", Type: dossier.TaskAppointment, When: "2026-11-25T10:00"}}
	past := meeting
	past.When = "2026-11-23T10:00"
	question := dossier.Question{QuestionAsked: dossier.QuestionAsked{Question: "q-1", To: mother, Words: "Hoe laat?"}, At: night.Add(-time.Hour), By: dossier.Actor{Name: "Noor"}}
	clock := dossier.Clock{State: dossier.ClockRuns, ClockStarted: dossier.ClockStarted{Clock: "c-1", Term: "wmo.investigation", On: "m-1", Owner: dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-1"}, Start: nl.MustDate("2026-11-24"), Due: nl.MustDate("2027-01-05")}}
	for _, row := range []struct {
		name, want string
		d          dossier.Dossier
	}{
		{"appointment before all", "Woensdag 25 november, 10.00 uur", dossier.Dossier{Tasks: []dossier.Task{task, meeting}, Questions: []dossier.Question{question}}},
		{"question before task", "Hoe laat?", dossier.Dossier{Tasks: []dossier.Task{task, past}, Questions: []dossier.Question{question}}},
		{"own task before our term", "De brieven zoeken", dossier.Dossier{Tasks: []dossier.Task{task}, Clocks: []dossier.Clock{clock}}},
		{"our term", "U hoort van ons: uiterlijk dinsdag 5 januari 2027", dossier.Dossier{Clocks: []dossier.Clock{clock}}},
		{"the evaluation", "Wij kijken samen terug: woensdag 24 februari 2027", dossier.Dossier{Plan: &dossier.Plan{PlanAgreed: dossier.PlanAgreed{Evaluate: nl.MustDate("2027-02-24")}}}},
		{"nothing", "U hoeft nu niets te doen", dossier.Dossier{}},
	} {
		next := house.nextThing(v, &access.View{Dossier: &row.d, Role: "family", Me: "p-1"})
		if len(next.Card.Title) == 0 || next.Card.Title[0] != row.want {
			t.Errorf("%s: %q, want %q", row.name, next.Card.Title, row.want)
		}
	}
}
