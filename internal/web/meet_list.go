package web

import (
	"cmp"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// comingMeetings gives the meetings that are still to come, the first first. One
// of today counts until it was written down.
func (v *visit) comingMeetings(view *access.View) []dossier.Meeting {
	var coming []dossier.Meeting
	for _, m := range view.Dossier.Meetings {
		if m.State == dossier.MeetingComes && !m.On.Before(v.today) {
			coming = append(coming, m)
		}
	}
	slices.SortStableFunc(coming, func(a, b dossier.Meeting) int { return a.Start().Compare(b.Start()) })
	return coming
}

// meetingFacts gives the meetings to come, those that nobody wrote down yet,
// and the last one that was held.
func (v *visit) meetingFacts(view *access.View) []look.Fact {
	list := v.comingMeetings(view)
	var last dossier.Meeting
	for _, m := range view.Dossier.Meetings {
		switch {
		case m.State == dossier.MeetingComes && m.On.Before(v.today):
			list = append(list, m)
		case m.State == dossier.MeetingDone && m.Held.After(last.Held):
			last = m
		}
	}
	if last.Meeting != "" {
		list = append(list, last)
	}
	facts := make([]look.Fact, 0, len(list))
	for _, m := range list {
		facts = append(facts, look.Fact{
			Term: v.meet("title.on", "date", v.days.Full(m.On), "time", v.days.Clock(m.Start())), Text: m.Why, Note: v.meetingState(m),
			URL: v.meetingPath(view, m), Link: v.meet("open"),
		})
	}
	return facts
}

func (v *visit) meetingState(m dossier.Meeting) string {
	if m.State == dossier.MeetingDone {
		return v.say.Count("web.meet.outcome", len(m.Outcomes))
	}
	return cmp.Or(m.Place, v.meet("invited"))
}

// meetingPath leads to the page of a meeting that is meant for the visitor.
func (v *visit) meetingPath(view *access.View, m dossier.Meeting) string {
	if governs(view) {
		return caseURL(view.Dossier.ID, "meetings", string(m.Meeting))
	}
	return meetingURL(view, m)
}

// nextMeeting is the next thing when a meeting comes within a week.
func nextMeeting(v *visit, view *access.View, card *look.NextCard) bool {
	coming := v.comingMeetings(view)
	if len(coming) == 0 || coming[0].On.After(v.today.AddDays(7)) {
		return false
	}
	m := coming[0]
	card.Kicker = v.meet("next")
	card.Title = []string{sentence(v.say.Say("webfamily.task.at", "day", v.dayWords(nl.On(m.Start())), "time", v.days.Clock(m.Start()))), m.Why}
	card.Text = m.Place
	card.Buttons = []look.Button{{Text: v.meet("open"), Style: look.OnDark, URL: meetingURL(view, m)}}
	return true
}
