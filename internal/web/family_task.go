package web

import (
	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// ownTaskBody is what family-task.html shows: one own task, one thing to do with it.
type ownTaskBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Goal   string // in the family's words
	Facts  []look.Fact
	Care   string     // what to do, in a sentence
	Form   *look.Form // the one action of this screen
	Others []look.Link
	Undo   *look.Button // takes the last step back, today
	Call   *look.Contact
}

// The things that one can do with an own task.
const (
	doAccept  = "accept"
	doDecline = "decline"
	doStart   = "start"
	doDone    = "done"
	doReturn  = "return"
	doUndo    = "undo"
)

// ownTaskPage shows an own task; ?do= chooses another action than the first.
func (h *house) ownTaskPage(v *visit) error { return h.showOwnTask(v, v.FormValue("do"), nil) }

func (h *house) showOwnTask(v *visit, do string, failed error) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	task, ok := view.Dossier.Task(dossier.ID(v.PathValue("task")))
	if !ok || !v.isMine(view, task.Holder) {
		return fault.New(fault.NotFound, "web.showOwnTask", "")
	}
	body := v.ownTaskBody(view, task, do)
	if body.Form != nil {
		body.Form.Fields = append(body.Form.Fields, h.formKey(v, failed)...)
		form := body.Form.With(failed, v.say)
		body.Form = &form
	} else if failed != nil { // someone else moved the task: nothing is left to do here
		body.Care = v.conflictWords(failed)
	}
	page := h.planFrame(v, view, body.Head.Title, body)
	return h.show(v, formStatus(failed), "family-task", page)
}

func (v *visit) ownTaskBody(view *access.View, t dossier.Task, do string) ownTaskBody {
	chip := v.familyChip(view, t)
	body := ownTaskBody{
		Trail: v.familyTrail(view, v.say.Say("webfamily.task.title")),
		Head:  look.PageHead{Kicker: v.say.Say("webfamily.task.yours"), Title: sentence(v.familyTask(t)), Chips: []look.Chip{chip}},
	}
	if g, ok := view.Dossier.Goal(t.Goal); ok {
		body.Goal = g.GoalSet.Words
	}
	body.Facts = v.ownTaskFacts(t)
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	if len(view.Dossier.Undoable(t.Task, v.signed.User.ID, v.today)) > 0 {
		body.Undo = &look.Button{Text: v.say.Say("own.undo.button"), Style: look.Quiet, Post: planURL(view.Dossier.ID, "tasks", string(t.Task)), Name: fieldDo, Value: doUndo}
	}
	actions := ownActions(t)
	if len(actions) == 0 || view.Dossier.Closed != nil {
		body.Care = v.say.Say("webfamily.task.care." + t.State)
		return body
	}
	chosen := actions[0]
	for _, action := range actions {
		if action == do {
			chosen = action
		}
	}
	if chosen != doDecline && chosen != doReturn {
		body.Care = v.say.Say("webfamily.task.care." + t.State)
	}
	form := v.ownTaskForm(view.Dossier.ID, t, chosen)
	body.Form = &form
	for _, action := range actions {
		if action != chosen {
			body.Others = append(body.Others, look.Link{Text: v.say.Say("webfamily.task.do." + action), URL: planURL(view.Dossier.ID, "tasks", string(t.Task)) + "?do=" + action})
		}
	}
	return body
}

// ownActions gives what one can do with an own task as it stands, the likely one first.
func ownActions(t dossier.Task) []string {
	switch t.State {
	case dossier.TaskAsked:
		return []string{doAccept, doDecline}
	case dossier.TaskTaken:
		return []string{doDone, doStart, doReturn}
	case dossier.TaskBusy:
		return []string{doDone, doReturn}
	}
	return nil
}

func (v *visit) ownTaskFacts(t dossier.Task) []look.Fact {
	var facts []look.Fact
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, look.Fact{Term: v.say.Say(key), Text: text})
		}
	}
	add("webfamily.task.need", t.Need)
	add("webfamily.task.when", v.familyWhen(t))
	add("webfamily.task.from", t.By.Name)
	for _, r := range t.Reports {
		facts = append(facts, look.Fact{Term: v.say.Say("webfamily.task.report"), Text: r.Words, Note: v.days.Moment(r.At)})
	}
	return facts
}

// ownTaskForm gives the form of one action: a reason where one is needed, a few
// words where one may want to tell how it went.
func (v *visit) ownTaskForm(id dossier.ID, t dossier.Task, do string) look.Form {
	form := look.Form{Action: planURL(id, "tasks", string(t.Task)), Button: look.Button{Text: v.say.Say("webfamily.task.button." + do)}}
	form.Fields = []look.Field{{Kind: look.Hidden, Name: "do", Value: do}}
	switch do {
	case doDecline, doReturn:
		form.Fields = append(form.Fields, look.Field{Kind: look.Words, Name: "reason", Label: v.say.Say("webfamily.task.reason"), Hint: v.say.Say("webfamily.task.reason.hint"), Rows: 3, MaxLength: 1000, Value: v.value("reason"), Large: true})
		form.Cancel = &look.Link{Text: v.say.Say("webfamily.cancel"), URL: form.Action}
	case doDone:
		form.Fields = append(form.Fields, look.Field{Kind: look.Words, Name: "words", Label: v.say.Say("webfamily.task.words"), Rows: 2, MaxLength: 1000, Value: v.value("words"), Optional: true})
	}
	return form
}

// ownTask does one thing with an own task.
func (h *house) ownTask(v *visit) error {
	do, id := v.value("do"), dossier.ID(v.PathValue("task"))
	wish, ok := v.ownTaskWish(do, id)
	if !ok {
		return fault.New(fault.NotFound, "web.ownTask", "")
	}
	_, err := h.Office.Do(v.ctx, wish)
	if mendable(err) {
		return h.showOwnTask(v, do, err)
	}
	if err != nil {
		return err
	}
	back := planURL(v.dossier(), "tasks", string(id))
	if do == doDecline || do == doReturn { // it is no longer one's own
		back = planURL(v.dossier())
	}
	return h.see(v, back, "webfamily.task.did."+do)
}

func (v *visit) ownTaskWish(do string, task dossier.ID) (casework.Wish, bool) {
	reason := v.typed("task.reason", "reason", "")
	switch do {
	case doAccept:
		return v.wish(v.dossier(), dossier.AcceptTask{Task: task}), true
	case doDecline:
		return v.wish(v.dossier(), dossier.DeclineTask{Task: task, Reason: v.value("reason")}, reason), true
	case doStart:
		return v.wish(v.dossier(), dossier.StartTask{Task: task}), true
	case doDone:
		return v.wish(v.dossier(), dossier.FinishTask{Task: task, Words: v.value("words")}), true
	case doUndo:
		return v.wish(v.dossier(), dossier.UndoTask{Task: task}), true
	case doReturn:
		return v.wish(v.dossier(), dossier.ReturnTask{Task: task, Reason: v.value("reason")}, reason), true
	}
	return casework.Wish{}, false
}

// conflictWords says an error as a sentence, where no form is left to show it in.
func (v *visit) conflictWords(err error) string {
	key, args := fault.Message(err)
	return v.say.Say(key, args...)
}

// familyTrail leads back to the plan.
func (v *visit) familyTrail(view *access.View, here string) []look.Link {
	return []look.Link{{Text: v.say.Say("web.nav.plan"), URL: planURL(view.Dossier.ID)}, {Text: here}}
}
