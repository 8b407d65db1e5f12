package web

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// goalBody is what plan-goal.html shows.
type goalBody struct {
	Trail []look.Link
	Head  look.PageHead
	Voice look.Voice
	Tasks []look.TaskRow
	Add   *look.Button
	Ended *look.Alert
	Forms []actionForm
}

// goal shows one goal with its tasks and what one can do with it.
func (h *house) goal(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showGoal(v, view, nil)
}

func (h *house) showGoal(v *visit, view *access.View, failed error) error {
	g, ok := view.Dossier.Goal(dossier.ID(v.PathValue("goal")))
	if !ok {
		return fault.New(fault.NotFound, "web.goal", "dossier.goal.none")
	}
	body := h.goalBody(v, view, g, failed)
	return h.show(v, formStatus(failed), "plan-goal", h.page(v, body.Head.Title, body))
}

// changeGoal rewords a goal, says that it was reached, or lets it go.
func (h *house) changeGoal(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	command, key, err := goalCommand(v)
	if err != nil {
		return err
	}
	g, _ := view.Dossier.Goal(dossier.ID(v.PathValue("goal")))
	wish := v.wish(view.Dossier.ID, command)
	if v.value(fieldDo) == "reword" {
		wish.Typed = append(wish.Typed, v.typed("goal.words", "words", g.Part.Person))
	}
	if _, err = h.Office.Do(v.ctx, wish); mendable(err) {
		return h.showGoal(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "plan"), key)
}

func goalCommand(v *visit) (dossier.Command, string, error) {
	goal := dossier.ID(v.PathValue("goal"))
	switch v.value(fieldDo) {
	case "reword":
		return dossier.SetGoal{Goal: goal, Words: v.value("words")}, "web.chain.goal.reworded", nil
	case "met":
		return dossier.MeetGoal{Goal: goal, Words: v.value("words")}, "web.chain.goal.reached", nil
	case "drop":
		return dossier.DropGoal{Goal: goal, Reason: v.value("reason")}, "web.chain.goal.dropped", nil
	}
	return nil, "", fault.New(fault.Invalid, "web.goalCommand", "web.chain.nothing")
}

func (h *house) goalBody(v *visit, view *access.View, g dossier.Goal, failed error) goalBody {
	id := view.Dossier.ID
	body := goalBody{
		Trail: v.planTrail(view, v.tell("goal")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("goal.of", "part", v.fullPart(view, g.Part)), Chips: []look.Chip{v.goalChip(view, g)}},
		Voice: look.Voice{Text: g.GoalSet.Words, Who: v.tell("goal.written", "name", g.By.Name, "date", v.days.Full(nl.On(g.At)))},
		Tasks: v.taskRows(view, func(t dossier.Task) bool { return t.Goal == g.Goal }),
	}
	if g.State != dossier.GoalOpen {
		body.Ended = &look.Alert{Tone: look.OK, Title: v.tell("goal.ended." + g.State), Text: g.Words}
		return body
	}
	body.Add = &look.Button{Text: v.tell("task.new"), URL: caseURL(id, "tasks", "new") + "?goal=" + string(g.Goal)}
	words := offered(look.Field{Kind: look.Words, Name: "words", Label: v.tell("goal.words"), Rows: 3}, g.GoalSet.Words, v.tell("goal.known"))
	body.Forms = []actionForm{
		h.folded(v, "met", v.tell("goal.met"), failed, look.Form{
			Fields: []look.Field{{Kind: look.Words, Name: "words", Label: v.tell("goal.met.words"), Optional: true, Rows: 3}},
			Button: look.Button{Text: v.tell("goal.met.save")},
		}),
		{
			Summary: v.tell("goal.reword"), Open: failed != nil && v.value(fieldDo) == "reword",
			Form: h.form(v, view.Seen, "reword", failed, look.Form{Fields: words, Button: look.Button{Text: v.tell("save"), Style: look.Quiet}}),
		},
		h.folded(v, "drop", v.tell("goal.drop"), failed, look.Form{
			Fields: []look.Field{v.reasonField()}, Button: look.Button{Text: v.tell("goal.drop.save"), Style: look.Quiet},
		}),
	}
	return body
}
