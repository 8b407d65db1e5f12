package dossier

import (
	"slices"
	"testing"
)

var (
	tableOf = []Holder{
		{Kind: HolderOrganisation, User: "u-joris", Org: "o-team", Name: "Joris Bakker"},
		{Kind: HolderOrganisation, Org: "o-linde", Name: "De Linde"},
	}
	teatimeTable = PlanMeeting{On: day("2026-12-08"), At: "14:30", Minutes: 45, Place: "Aan tafel", Why: "Hoe gaat het met Zoë?", Guests: tableOf}
)

func TestMeetings(t *testing.T) {
	w := family(t)
	same(t, "planned", w.do(teatimeTable), "meeting.planned")
	m := w.d.Meetings[0]
	equal(t, "state", m.State, MeetingComes)
	equal(t, "starts", m.Start().UTC().Format("2006-01-02 15:04"), "2026-12-08 13:30")
	moved := teatimeTable
	moved.Meeting, moved.At = m.Meeting, "15:00"
	w.do(moved)
	equal(t, "moved in place", len(w.d.Meetings), 1)
	equal(t, "at", w.d.Meetings[0].At, "15:00")
	wrong := func(change func(*PlanMeeting)) PlanMeeting { c := teatimeTable; change(&c); return c }
	w.refuses(
		invalid("no day", wrong(func(c *PlanMeeting) { c.On = day("") }), "on", "dossier.meeting.on"),
		invalid("past", wrong(func(c *PlanMeeting) { c.On = day("2020-01-01") }), "on", "dossier.day.past"),
		invalid("no time", wrong(func(c *PlanMeeting) { c.At = "half drie" }), "at", "dossier.meeting.at"),
		invalid("too short", wrong(func(c *PlanMeeting) { c.Minutes = 5 }), "minutes", "dossier.meeting.minutes"),
		invalid("no reason", wrong(func(c *PlanMeeting) { c.Why = " " }), "why", "dossier.meeting.why"),
		invalid("nobody", wrong(func(c *PlanMeeting) { c.Guests = nil }), "guests", "dossier.meeting.guests"),
		missing("unknown", wrong(func(c *PlanMeeting) { c.Meeting = "m-x" }), "dossier.meeting.none"),
		missing("cancel unknown", CancelMeeting{Meeting: "m-x", Reason: "x"}, "dossier.meeting.none"),
		invalid("cancel without reason", CancelMeeting{Meeting: m.Meeting}, "reason", "dossier.reason"),
		invalid("nobody was there", HoldMeeting{Meeting: m.Meeting}, "present", "dossier.meeting.present"),
		invalid("a stranger was there", HoldMeeting{Meeting: m.Meeting, Present: []Holder{{Kind: HolderOrganisation, Org: "o-x", Name: "X"}}}, "present", "dossier.meeting.present"),
		invalid("nothing agreed", HoldMeeting{Meeting: m.Meeting, Present: tableOf, Outcomes: []Agreed{{}}}, "words", "dossier.meeting.words"))
	same(t, "cancelled", w.do(CancelMeeting{m.Meeting, "Zoë is ziek."}), "meeting.cancelled")
	w.refuses(conflict("hold a cancelled one", HoldMeeting{Meeting: m.Meeting, Present: tableOf}, "dossier.meeting.over"))
}

func TestWhatIsAgreedBecomesWork(t *testing.T) {
	w := family(t)
	w.do(teatimeTable)
	m := w.d.Meetings[0].Meeting
	hold := HoldMeeting{
		Meeting: m, Present: tableOf[:1], Read: "Lees wat wij hebben afgesproken.",
		Outcomes: []Agreed{
			{Subject: w.d.Goals[0].Goal, Part: w.part(), Words: "Joris belt de school.", Title: "Bel de school", Goal: w.d.Goals[0].Goal, To: tableOf[0], Due: day("2026-12-20")},
			{Words: "Wij zien elkaar in januari."},
		},
	}
	equal(t, "needs the part", hold.Need(w.d).Parts[0], w.part())
	same(t, "held", w.do(hold), "meeting.held task.created task.offered clock.started clock.started question.asked clock.started")
	held := w.d.Meetings[0]
	equal(t, "state", held.State, MeetingDone)
	task, ok := w.d.Task(held.Outcomes[0].Task)
	equal(t, "its task is there", ok, true)
	equal(t, "with its title", task.Title, "Bel de school")
	equal(t, "no task without a title", held.Outcomes[1].Task, ID(""))
	asked := w.d.Questions[len(w.d.Questions)-1]
	equal(t, "who was not there is asked to read", asked.To.Org, ID("o-linde"))
	w.refuses(conflict("hold it twice", hold, "dossier.meeting.over"))
}

func TestWhoIsInvited(t *testing.T) {
	m := Meeting{MeetingPlanned: MeetingPlanned{Guests: []Holder{
		{Kind: HolderFamily, Person: "p-mila"}, {Kind: HolderOrganisation, User: "u-joris", Org: "o-team"}, {Kind: HolderOrganisation, Org: "o-linde"},
	}}}
	for _, row := range []struct {
		user, org, person ID
		want              bool
	}{
		{"u-mila", "", "p-mila", true}, {"u-tom", "", "p-tom", false}, {"u-joris", "o-team", "", true},
		{"u-noor", "o-team", "", false}, {"u-ilse", "o-linde", "", true}, {"", "", "", false},
	} {
		equal(t, string(row.user), m.Invites(row.user, row.org, row.person), row.want)
	}
}

func TestAgenda(t *testing.T) {
	w := family(t)
	why := func() []string {
		var all []string
		for _, i := range w.d.Agenda(w.today()) {
			all = append(all, i.Kind+" "+i.Why)
		}
		return all
	}
	has := func(what, line string, want bool) {
		t.Helper()
		if slices.Contains(why(), line) != want {
			t.Errorf("%s: agenda %q", what, why())
		}
	}
	has("a goal without a task", "goal idle", true)
	w.do(CreateTask{Title: "Praten over slapen", Goal: w.d.Goals[0].Goal})
	has("a goal with a task", "goal idle", false)
	has("a task without a holder", "task nobody", true)
	task := w.d.Tasks[0].Task
	w.do(OfferTask{Task: task, To: tableOf[0]})
	has("just offered", "task waiting", false)
	w.days(8)
	has("no answer for a week", "task waiting", len(why()) > 0 && !slices.Contains(why(), "task soon") && !slices.Contains(why(), "task late"))
	w.do(AcceptTask{Task: task})
	w.days(31)
	has("no news for a month", "goal silent", true)
	w.do(ReportTask{Task: task, Words: "Het gaat beter."})
	has("news", "goal silent", false)
	w.do(WeighSafety{Level: SafetyUnsafe, Words: "Er is geslagen."})
	equal(t, "safety comes first", w.d.Agenda(w.today())[0].Why, AgendaUnsafe)
}

func TestEachThingStandsOnTheAgendaOnce(t *testing.T) {
	w := family(t)
	w.do(CreateTask{Title: "Praten", Goal: w.d.Goals[0].Goal, Due: day("2026-11-25")})
	w.days(90)
	w.do(LapseClocks{})
	seen := map[ID]bool{}
	for _, i := range w.d.Agenda(w.today()) {
		if seen[i.On] {
			t.Errorf("%s %s stands there twice", i.Kind, i.On)
		}
		seen[i.On] = true
	}
	if len(seen) == 0 {
		t.Error("nothing to speak of after 90 days")
	}
}
