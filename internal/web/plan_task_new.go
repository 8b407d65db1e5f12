package web

import (
	"regexp"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// outside is the choice for an organisation that is not involved yet: first the
// task, then what it may see.
const outside = "outside"

// newTask shows the form for a task: what, who, by when, and a time when it is
// an appointment.
func (h *house) newTask(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showNewTask(v, view, nil)
}

func (h *house) showNewTask(v *visit, view *access.View, failed error) error {
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	return h.showForm(v, h.newTaskBody(v, view, v.choices(view, colleagues), failed), failed)
}

// createTask adds the task and offers it to whom was chosen.
func (h *house) createTask(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	command, err := v.taskCommand(view, v.choices(view, colleagues))
	var done casework.Done
	if err == nil {
		done, err = h.Office.Do(v.ctx, v.newTaskWish(view, command))
	}
	if mendable(err) {
		return h.showNewTask(v, view, err)
	}
	if err != nil {
		return err
	}
	id := view.Dossier.ID
	if v.value("to") == outside && len(done.New) > 0 {
		return h.see(v, caseURL(id, "share")+"?task="+string(done.New[0]), "web.chain.task.added")
	}
	return h.see(v, caseURL(id, "plan"), "web.chain.task.added")
}

// newTaskWish adds a task. Who plans a task for themselves takes it at once.
func (v *visit) newTaskWish(view *access.View, c dossier.CreateTask) casework.Wish {
	wish := v.wish(view.Dossier.ID, c, v.typed("task.title", "title", c.Part.Person))
	if c.To.User == v.signed.User.ID && c.To.User != "" {
		wish.Then = func(after *dossier.Dossier) ([]dossier.Command, error) {
			return []dossier.Command{dossier.AcceptTask{Task: after.Tasks[len(after.Tasks)-1].Task}}, nil
		}
	}
	return wish
}

// taskCommand reads the form. The person is that of the part, for the meter.
func (v *visit) taskCommand(view *access.View, list []choice) (dossier.CreateTask, error) {
	c := dossier.CreateTask{Title: v.value("title"), Goal: v.id("goal")}
	if g, ok := view.Dossier.Goal(c.Goal); ok {
		c.Part = g.Part
	} else {
		c.Part, _ = pickPart(openParts(view), v.value("part")) // none chosen: the command says so
	}
	var wrong []fault.Field
	if c.Title == "" {
		wrong = append(wrong, fault.Field{Name: "title", Key: "dossier.task.title"})
	}
	due, finding := v.day("due")
	if finding != nil {
		wrong = append(wrong, *finding)
	}
	c.Due = due
	if at := v.value("time"); at != "" {
		hour, ok := readTime(at)
		switch {
		case !ok:
			wrong = append(wrong, fault.Field{Name: "time", Key: "web.chain.task.time.wrong"})
		case finding != nil: // told beside the day already
		case due.IsZero():
			wrong = append(wrong, fault.Field{Name: "due", Key: "web.chain.task.time.day"})
		default:
			c.Type, c.When = dossier.TaskAppointment, due.String()+"T"+hour
		}
	}
	if to := v.value("to"); to != outside {
		holder, err := chosen(list, "to", to)
		wrong = append(wrong, fault.Fields(err)...)
		c.To = holder
	}
	return c, fault.In("web.taskCommand", wrong...)
}

var timeOfDay = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[.:h]?([0-5][0-9])( ?uur)?$`)

// readTime reads a time as people type it, "9.30" or "14:00", as "09:30".
func readTime(typed string) (string, bool) {
	m := timeOfDay.FindStringSubmatch(strings.ToLower(strings.TrimSpace(typed)))
	if m == nil {
		return "", false
	}
	return strings.Repeat("0", 2-len(m[1])) + m[1] + ":" + m[2], true
}

func (h *house) newTaskBody(v *visit, view *access.View, list []choice, failed error) formBody {
	id := view.Dossier.ID
	body := formBody{
		Trail: v.planTrail(view, v.tell("task.new")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("task.new")},
	}
	fields, goal := h.taskOf(v, view, &body)
	if fields == nil {
		body.Empty = &look.Empty{Title: v.tell("goal.noparts"), Text: v.tell("goal.noparts.text"), Button: &look.Button{Text: v.tell("tocase"), URL: caseURL(id)}}
		return body
	}
	who := look.Field{Kind: look.Select, Name: "to", Label: v.tell("task.who"), Hint: v.tell("task.who.hint"), Optional: true}
	who.Options = append(optionsOf(list, look.Option{Value: "", Text: v.tell("task.nobody")}), look.Option{Value: outside, Text: v.tell("task.outside")})
	fields = append(fields,
		look.Field{Kind: look.Text, Name: "title", Label: v.tell("task.what"), Hint: v.tell("task.what.hint"), MaxLength: 200},
		who,
		look.Field{Kind: look.Day, Name: "due", Label: v.tell("task.by"), Optional: true},
		look.Field{Kind: look.Text, Name: "time", Label: v.tell("task.time"), Hint: v.tell("task.time.hint"), Size: "short", Optional: true},
	)
	body.Form = h.form(v, 0, "", failed, look.Form{
		Action: caseURL(id, "tasks", "new"), Fields: fields, Button: look.Button{Text: v.tell("task.save")},
		Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(id, "plan")},
	})
	if goal != "" {
		body.Cards = v.tasksBeside(view, goal)
	}
	return body
}

// taskOf gives the field that says what a task is for: the goal that the page
// was opened with, or a choice of parts. Nil when no part is open.
func (h *house) taskOf(v *visit, view *access.View, body *formBody) ([]look.Field, dossier.ID) {
	if g, ok := view.Dossier.Goal(dossier.ID(v.FormValue("goal"))); ok {
		body.Voice = &look.Voice{Text: g.GoalSet.Words, Who: v.fullPart(view, g.Part)}
		return []look.Field{{Kind: look.Hidden, Name: "goal", Value: string(g.Goal)}}, g.Goal
	}
	parts := openParts(view)
	if len(parts) == 0 {
		return nil, ""
	}
	where := look.Field{Kind: look.Select, Name: "part", Label: v.tell("task.part"), Value: v.FormValue("part")}
	for _, p := range parts {
		where.Options = append(where.Options, look.Option{Value: partValue(p), Text: v.fullPart(view, p)})
	}
	return []look.Field{where}, ""
}

// tasksBeside shows which tasks the goal has already.
func (v *visit) tasksBeside(view *access.View, goal dossier.ID) []look.Card {
	card := look.Card{Head: look.CardHead{ID: "there", Title: v.tell("task.there")}}
	for _, t := range view.Dossier.Tasks {
		if t.Goal == goal && t.Open() {
			card.Facts = append(card.Facts, look.Fact{Term: v.holderOr(view, t.Holder), Text: t.Title, Note: v.dueWords(t)})
		}
	}
	if len(card.Facts) == 0 {
		return nil
	}
	return []look.Card{card}
}
