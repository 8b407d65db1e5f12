package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// A meeting from planning to what was agreed, through the forms; each reads what they may.
func TestMeeting(t *testing.T) {
	w := newTown(t)
	w.ask()
	lead := w.browse(w.story.Sanne)
	w.do(w.story.Sanne, "lead", dossier.SetGoal{Words: "Weer samen eten zonder ruzie.", Part: dossier.Part{Domain: "money"}})
	goal := w.view(w.story.Sanne, "lead").Dossier.Goals[0]
	w.do(w.story.Sanne, "lead", dossier.Involve{
		Subject: dossier.Subject{Org: w.story.DebtHelp}, Called: "Schuldhulp Merelwaarde", Phone: "0320 55 02 00", Role: "partner", Purpose: "debt", Ground: "wgs.3.1b",
		Persons: []dossier.ID{""}, Domains: []string{"money"}, Scope: "parts", Valid: nl.Span{Until: nl.On(time.Now()).AddDays(90)},
	})

	page := lead.get(w.at("meetings/new"))
	holds(t, page, "Voor dit doel doet nu niemand iets", "Weer samen eten")
	lead.refused(http.StatusUnprocessableEntity, "Schrijf de tijd zo", page, w.at("meetings/new"), "why", "Hoe verder?", "on", typedDay(nl.On(time.Now()).AddDays(3)), "at", "half drie")
	when := typedDay(nl.On(time.Now()).AddDays(3))
	lead.sent(page, w.at("meetings/new"), "why", "Hoe verder na de zomer?", "on", when, "at", "14.30", "place", "Aan de keukentafel")
	holds(t, lead.get(w.at("plan")), "Hoe verder na de zomer?")
	meeting := w.view(w.story.Sanne, "lead").Dossier.Meetings[0]

	page = lead.get(w.at("meetings/%s", meeting.Meeting))
	holds(t, page, "Wie kan dit lezen", "Schuldhulp Merelwaarde", "Wat is er afgesproken?")
	invite := "/meeting/" + string(w.family) + "/" + string(meeting.Meeting)
	helper := w.browse(w.story.Sadia)
	holds(t, helper.get("/partner/"+string(w.family)), "Hoe verder na de zomer?")
	holds(t, helper.get(invite), "Weer samen eten", "uitgenodigd")
	answer := helper.ask(must(http.NewRequestWithContext(t.Context(), "GET", invite+"/invite.ics", nil)))
	if body := answer.Body.String(); answer.Code != http.StatusOK || !strings.Contains(body, "SUMMARY:Overleg\r\n") || strings.Contains(body, "Fatma") || strings.Contains(body, "zomer") {
		t.Errorf("invitation %d:\n%s", answer.Code, body)
	}
	if status := w.browse(w.story.Landlord).status(invite); status != http.StatusNotFound {
		t.Errorf("who is not involved gets %d", status)
	}

	lead.refused(http.StatusUnprocessableEntity, "Schrijf op wat u heeft afgesproken", page, `value="hold"`, "to."+string(goal.Goal), "organisation/"+string(w.story.DebtHelp))
	agreed := []string{"words." + string(goal.Goal), "Schuldhulp belt de verhuurder.", "to." + string(goal.Goal), "organisation/" + string(w.story.DebtHelp), "due." + string(goal.Goal), typedDay(nl.On(time.Now()).AddDays(20))}
	there := lead.sent(page, `value="hold"`, agreed...)
	if twice := lead.send(page, `value="hold"`, agreed...); !strings.HasSuffix(twice.Header().Get("Location"), there) { // the agenda is another one by now
		t.Errorf("pressing twice: %d %q", twice.Code, twice.Header().Get("Location"))
	}
	d := w.view(w.story.Sanne, "lead").Dossier
	held, _ := d.Meeting(meeting.Meeting)
	task, ok := d.Task(held.Outcomes[0].Task)
	if held.State != dossier.MeetingDone || !ok || task.Title != "Schuldhulp belt de verhuurder." || task.Goal != goal.Goal || task.Holder.Org != w.story.DebtHelp {
		t.Errorf("held %+v, task %+v", held, task)
	}
	holds(t, helper.get(invite), "Dit is afgesproken", "Schuldhulp belt de verhuurder.", "was erbij")
	w.nothingTypedTwice(t)
}

// A meeting that is called off says why; it cannot be held any more.
func TestMeetingCalledOff(t *testing.T) {
	w := newTown(t)
	w.ask()
	lead := w.browse(w.story.Sanne)
	page := lead.get(w.at("meetings/new"))
	lead.sent(page, w.at("meetings/new"), "why", "Kennismaken.", "on", typedDay(nl.On(time.Now()).AddDays(1)), "at", "9:00")
	id := w.view(w.story.Sanne, "lead").Dossier.Meetings[0].Meeting
	page = lead.get(w.at("meetings/%s", id))
	lead.refused(http.StatusUnprocessableEntity, "Schrijf kort op waarom", page, `value="cancel"`)
	lead.sent(page, `value="cancel"`, "reason", "Fatma is ziek.")
	page = lead.get(w.at("meetings/%s", id))
	holds(t, page, "Dit overleg gaat niet door", "Fatma is ziek.")
	hides(t, page, "Wat is er afgesproken?")
}
