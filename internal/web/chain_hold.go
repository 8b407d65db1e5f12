package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// holds tells whether the one who looks, or their organisation, is asked for or holds a task.
func (v *visit) holds(t dossier.Task) bool {
	h, me := t.Holder, v.signed.User
	if h.User != "" && h.Kind == dossier.HolderPool {
		return h.User == me.ID
	}
	return h.Org != "" && h.Org == me.Org
}

// holdForms gives what the holder of a task can do with it now: the first is
// the usual next step and stands open.
func (h *house) holdForms(v *visit, t dossier.Task, failed error) []actionForm {
	press := func(do string, style look.ButtonStyle) actionForm {
		return h.folded(v, do, v.tell("hold."+do), failed, look.Form{Button: look.Button{Text: v.tell("hold." + do), Style: style}})
	}
	ask := func(do string, style look.ButtonStyle, fields ...look.Field) actionForm {
		return h.folded(v, do, v.tell("hold."+do), failed, look.Form{Fields: fields, Button: look.Button{Text: v.tell("hold." + do + ".save"), Style: style}})
	}
	words := look.Field{Kind: look.Area, Name: "words", Label: v.tell("hold.report.words"), Hint: v.tell("hold.report.hint"), Rows: 4}
	last := look.Field{Kind: look.Area, Name: "words", Label: v.tell("hold.finish.words"), Optional: true, Rows: 3}
	finish := ask("finish", look.Quiet, last)
	giveBack := ask("return", look.Quiet, v.reasonField())
	if t.Care != nil { // start and stop of allocated care come by message, which the municipality needs anyway
		finish, giveBack = actionForm{}, actionForm{}
	}
	var forms []actionForm
	switch t.State {
	case dossier.TaskAsked:
		forms = []actionForm{press("take", look.Primary), press("accept", look.Quiet), ask("decline", look.Quiet, v.reasonField())}
	case dossier.TaskTaken:
		if t.Care == nil {
			forms = append(forms, press("start", look.Primary))
		}
		forms = append(forms, ask("report", look.Quiet, words), finish, giveBack)
	case dossier.TaskBusy:
		forms = []actionForm{ask("report", look.Primary, words), finish, giveBack}
	}
	return someForms(forms)
}

func someForms(forms []actionForm) []actionForm {
	var kept []actionForm
	for _, f := range forms {
		if f.Summary != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// heldWish reads which step the holder takes. Taking a task and beginning at
// once is one step for the person, and happens whole or not at all.
func (v *visit) heldWish(view *access.View, task dossier.ID) (casework.Wish, bool) {
	person := dossier.ID("")
	if t, ok := view.Dossier.Task(task); ok {
		person = t.Part.Person
	}
	wish := v.wish(view.Dossier.ID, nil)
	switch v.value(fieldDo) {
	case "take":
		wish.Command = dossier.AcceptTask{Task: task}
		wish.Then = func(*dossier.Dossier) ([]dossier.Command, error) {
			return []dossier.Command{dossier.StartTask{Task: task}}, nil
		}
	case "accept":
		wish.Command = dossier.AcceptTask{Task: task}
	case "decline":
		wish.Command = dossier.DeclineTask{Task: task, Reason: v.value("reason")}
	case "start":
		wish.Command = dossier.StartTask{Task: task}
	case "report":
		wish.Command = dossier.ReportTask{Task: task, Words: v.value("words")}
		wish.Typed = []casework.Typed{v.typed("task.report", "words", person)}
	case "finish":
		wish.Command = dossier.FinishTask{Task: task, Words: v.value("words")}
	case "return":
		wish.Command = dossier.ReturnTask{Task: task, Reason: v.value("reason")}
	default:
		return wish, false
	}
	return wish, true
}

// taskNamed gives the task that the path names, as far as the view holds it.
func (v *visit) taskNamed(view *access.View) (dossier.Task, error) {
	t, ok := view.Dossier.Task(dossier.ID(v.PathValue("task")))
	if !ok {
		return t, fault.New(fault.NotFound, "web.taskNamed", "dossier.task.none")
	}
	return t, nil
}
