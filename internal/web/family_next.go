package web

import (
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// nextThing gives the one next thing for this person: an appointment, else a
// question for them, else a task of theirs, else what they hear from us.
func (h *house) nextThing(v *visit, view *access.View) familyNext {
	next := familyNext{Card: look.NextCard{Kicker: v.say.Say("webfamily.next")}}
	if contact, ok := v.helperContact(view); ok {
		next.Call = &contact
	}
	for _, find := range []func(*visit, *access.View, *look.NextCard) bool{nextAppointment, nextMeeting, nextQuestion, nextTask, h.nextTerm, nextEvaluation} {
		if find(v, view, &next.Card) {
			return next
		}
	}
	next.Card.Title = []string{v.say.Say("webfamily.next.none")}
	next.Card.Text = v.say.Say("webfamily.next.none.text")
	return next
}

func nextAppointment(v *visit, view *access.View, card *look.NextCard) bool {
	var first dossier.Task
	var when time.Time
	for _, t := range view.Dossier.Tasks {
		at, ok := appointmentAt(t)
		if ok && t.Open() && !at.Before(v.now) && (first.Task == "" || at.Before(when)) {
			first, when = t, at
		}
	}
	if first.Task == "" {
		return false
	}
	card.Title = []string{v.say.Say("webfamily.task.at", "day", v.dayWords(nl.On(when)), "time", v.days.Clock(when)), v.familyTask(first)}
	card.Title[0] = sentence(card.Title[0])
	card.Text = first.Need
	if v.isMine(view, first.Holder) {
		card.Buttons = []look.Button{{Text: v.say.Say("webfamily.next.cannot"), Style: look.OnDark, URL: planURL(view.Dossier.ID, "tasks", string(first.Task)) + "?do=return"}}
	}
	return true
}

func nextQuestion(v *visit, view *access.View, card *look.NextCard) bool {
	for _, q := range view.Dossier.Questions {
		if !q.AnsweredAt.IsZero() || !v.isMine(view, q.To) {
			continue
		}
		card.Kicker = v.say.Say("webfamily.next.question", "name", q.By.Name)
		card.Title = []string{q.Words}
		if clocks := clocksOn(view.Dossier, q.Question); len(clocks) > 0 {
			card.Text = v.say.Say("webfamily.next.answerby", "day", v.dayWords(clocks[0].Due))
		}
		card.Buttons = []look.Button{{Text: v.say.Say("webfamily.next.answer"), Style: look.OnDark, URL: planURL(view.Dossier.ID, "questions", string(q.Question))}}
		return true
	}
	return false
}

func nextTask(v *visit, view *access.View, card *look.NextCard) bool {
	var mine []dossier.Task
	for _, t := range view.Dossier.Tasks {
		if t.Open() && t.State != dossier.TaskBack && v.isMine(view, t.Holder) {
			mine = append(mine, t)
		}
	}
	if len(mine) == 0 {
		return false
	}
	openFirst(mine)
	t := mine[0]
	card.Title = []string{sentence(v.familyTask(t))}
	if when := v.familyWhen(t); when != "" {
		card.Title = append(card.Title, when)
	}
	card.Kicker, card.Text = v.say.Say("webfamily.next.task"), t.Need
	key := "webfamily.next.open"
	if t.State == dossier.TaskAsked {
		card.Kicker, key = v.say.Say("webfamily.next.offered"), "webfamily.next.reply"
	}
	card.Buttons = []look.Button{{Text: v.say.Say(key), Style: look.OnDark, URL: planURL(view.Dossier.ID, "tasks", string(t.Task))}}
	return true
}

// nextTerm says by when the family hears from the municipality.
func (h *house) nextTerm(v *visit, view *access.View, card *look.NextCard) bool {
	var first dossier.Clock
	for _, c := range view.Dossier.Clocks {
		live := c.Live() && c.State != dossier.ClockWaits && !v.past(c.Due) && !v.isMine(view, c.Owner) && c.Owner.Kind == dossier.HolderOrganisation
		if live && c.Term != "watch" && (first.Clock == "" || c.Due.Before(first.Due)) {
			first = c
		}
	}
	if first.Clock == "" || !isMember(view) {
		return false
	}
	if t, ok := view.Dossier.Task(first.On); ok && t.Type != dossier.TaskDecision {
		card.Title = []string{sentence(v.familyTask(t)), v.say.Say("webfamily.by", "day", v.dayWords(first.Due))}
		card.Text = v.say.Say("webfamily.next.other", "who", v.familyWho(view, first.Owner))
		return true
	}
	card.Title = []string{v.say.Say("webfamily.next.hear", "day", v.dayWords(first.Due))}
	card.Text = v.say.Say("webfamily.next.about", "what", v.term(first.Term), "law", h.lawLine(v, first))
	return true
}

func nextEvaluation(v *visit, view *access.View, card *look.NextCard) bool {
	d := view.Dossier
	switch {
	case d.Watch != nil && !v.past(d.Watch.On):
		card.Title = []string{v.say.Say("webfamily.next.watch", "day", v.dayWords(d.Watch.On))}
		return true
	case d.Plan != nil && !d.Plan.Evaluate.IsZero() && !v.past(d.Plan.Evaluate):
		card.Title = []string{v.say.Say("webfamily.next.evaluate", "day", v.dayWords(d.Plan.Evaluate))}
		return true
	}
	return false
}
