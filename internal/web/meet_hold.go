package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// holdForm is the form of what was said: who was there, and per item of the
// agenda what was agreed, who does it, and by when.
type holdForm struct {
	Action  string
	Summary look.ErrorSummary
	Present look.Field
	Items   []holdItem
	Hidden  []look.Field
	Button  look.Button
}

type holdItem struct {
	ID     string
	Title  string
	Why    string
	Words  look.Field
	Open   bool // the fields of a task are shown at once
	Task   []look.Field
	Folded string // the words of the fold
}

// freeItems is how many things can be agreed that stood on no agenda.
const freeItems = 2

// holdForm gives the form of what was said.
func (h *house) holdForm(v *visit, view *access.View, m dossier.Meeting, list []choice, failed error) *holdForm {
	mine := v.Request.Method == http.MethodPost && v.value(fieldDo) == "hold"
	f := &holdForm{Action: v.URL.Path, Button: look.Button{Text: v.meet("hold")}}
	f.Present = look.Field{Kind: look.Checkboxes, Name: "present", Label: v.meet("who")}
	for i, g := range m.Guests {
		f.Present.Options = append(f.Present.Options, look.Option{Value: strconv.Itoa(i), Text: sentence(v.holderOr(view, g))})
		f.Present.Values = append(f.Present.Values, strconv.Itoa(i))
	}
	for _, item := range v.heldItems(view) {
		f.Items = append(f.Items, v.holdItem(view, item, list, mine))
		f.Hidden = append(f.Hidden, look.Field{Kind: look.Hidden, Name: fieldItems, Value: string(item.On)})
	}
	if mine {
		f.Present.Values = v.PostForm["present"]
		h.holdErrors(v, f, failed)
	}
	f.Hidden = append(f.Hidden, look.Field{Kind: look.Hidden, Name: fieldDo, Value: "hold"})
	f.Hidden = append(f.Hidden, h.hidden(v, view.Seen)...)
	return f
}

// fieldItems names the items of a form that was shown, in their order. Fields
// go by item, not by place: the agenda may be another one when the form comes in.
const fieldItems = "items"

// heldItems gives the items of the form: those that were shown when it comes
// back, else the agenda and room for what stood on none.
func (v *visit) heldItems(view *access.View) []dossier.AgendaItem {
	agenda := view.Dossier.Agenda(v.today)
	for i := range freeItems {
		agenda = append(agenda, dossier.AgendaItem{On: dossier.ID("free" + strconv.Itoa(i+1)), Kind: "free"})
	}
	shown := v.PostForm[fieldItems]
	if len(shown) == 0 {
		return agenda
	}
	var items []dossier.AgendaItem
	for _, on := range shown {
		at := slices.IndexFunc(agenda, func(i dossier.AgendaItem) bool { return string(i.On) == on })
		if at >= 0 {
			items = append(items, agenda[at])
		} else {
			items = append(items, wasItem(view.Dossier, dossier.ID(on)))
		}
	}
	return items
}

// wasItem gives an item that stood on the agenda when the form was shown.
func wasItem(d *dossier.Dossier, on dossier.ID) dossier.AgendaItem {
	item := dossier.AgendaItem{On: on}
	if g, ok := d.Goal(on); ok {
		item.Kind, item.Part, item.Title = "goal", g.Part, g.GoalSet.Words
	} else if t, ok := d.Task(on); ok {
		item.Kind, item.Part, item.Title = "task", t.Part, t.Title
	} else if q, ok := d.Question(on); ok {
		item.Kind, item.Title = "question", q.Words
		if len(q.Parts) > 0 {
			item.Part = q.Parts[0]
		}
	} else if c, ok := d.Clock(on); ok {
		item.Kind, item.Term = "clock", c.Term
	} else if person, domain, ok := strings.Cut(string(on), "/"); ok {
		item.Kind, item.Part = "part", dossier.Part{Person: dossier.ID(person), Domain: domain}
	} else {
		item.Kind = "safety"
	}
	return item
}

// holdItem gives the fields of one item. A thing that lies in no part becomes a
// task only when a part is chosen.
func (v *visit) holdItem(view *access.View, of dossier.AgendaItem, list []choice, mine bool) holdItem {
	n, part := string(of.On), of.Part
	item := holdItem{ID: "item-" + n, Title: v.agendaTitle(view, of), Folded: v.meet("task")}
	if of.Why != "" {
		item.Why = v.agendaWhy(of)
	}
	item.Words = look.Field{Kind: look.Area, Name: "words." + n, Label: v.meet("agreed"), Rows: 2, Optional: true}
	if part == (dossier.Part{}) {
		where := look.Field{Kind: look.Select, Name: "part." + n, Label: v.tell("task.part"), Optional: true, Options: []look.Option{{Text: v.meet("nopart")}}}
		for _, p := range openParts(view) {
			where.Options = append(where.Options, look.Option{Value: partValue(p), Text: v.fullPart(view, p)})
		}
		item.Task = append(item.Task, where)
	}
	item.Task = append(item.Task,
		look.Field{Kind: look.Select, Name: "to." + n, Label: v.tell("task.who"), Optional: true, Options: optionsOf(list, look.Option{Text: v.meet("notask")})},
		look.Field{Kind: look.Day, Name: "due." + n, Label: v.tell("task.by"), Optional: true},
	)
	if mine {
		item.Words = v.refilled([]look.Field{item.Words})[0]
		item.Task = v.refilled(item.Task)
		for _, f := range item.Task {
			item.Open = item.Open || f.Value != ""
		}
	}
	return item
}

// holdErrors puts the findings beside their fields and above the form.
func (h *house) holdErrors(v *visit, f *holdForm, failed error) {
	if failed == nil {
		return
	}
	fields := []look.Field{f.Present}
	for _, i := range f.Items {
		fields = append(append(fields, i.Words), i.Task...)
	}
	told := look.Form{Fields: fields}.With(failed, v.say)
	f.Summary, f.Present = told.Summary(), told.Fields[0]
	at := 1
	for i := range f.Items {
		item := &f.Items[i]
		item.Words = told.Fields[at]
		at++
		for k := range item.Task {
			item.Task[k] = told.Fields[at]
			item.Open = item.Open || item.Task[k].Error != ""
			at++
		}
	}
}

// changeMeeting records what was said, or calls the meeting off.
func (h *house) changeMeeting(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	id := dossier.ID(v.PathValue("meeting"))
	m, ok := view.Dossier.Meeting(id)
	if !ok {
		return fault.New(fault.NotFound, "web.changeMeeting", "")
	}
	done := "web.meet.cancelled"
	if v.value(fieldDo) == "hold" {
		done, err = "web.meet.recorded", h.recordMeeting(v, view, m)
	} else {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.CancelMeeting{Meeting: id, Reason: v.value("reason")}))
	}
	if mendable(err) {
		return h.showMeeting(v, view, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "meetings", string(id)), done)
}

func (h *house) recordMeeting(v *visit, view *access.View, m dossier.Meeting) error {
	colleagues, err := h.colleagues(v)
	if err != nil {
		return err
	}
	command, typed, err := v.holdCommand(view, m, v.choices(view, colleagues))
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, typed...))
	}
	return err
}

// holdCommand reads the form. What was agreed is the title of its task too, so
// that nothing is typed twice.
func (v *visit) holdCommand(view *access.View, m dossier.Meeting, list []choice) (dossier.HoldMeeting, []casework.Typed, error) {
	c := dossier.HoldMeeting{Meeting: m.Meeting, Read: v.meet("read", "date", v.days.Full(m.On))}
	for _, value := range v.PostForm["present"] {
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(m.Guests) {
			c.Present = append(c.Present, m.Guests[i])
		}
	}
	var wrong []fault.Field
	if len(c.Present) == 0 {
		wrong = append(wrong, fault.Field{Name: "present", Key: "dossier.meeting.present"})
	}
	var typed []casework.Typed
	for _, item := range v.heldItems(view) {
		n := string(item.On)
		agreed, found := v.agreement(view, list, item, n)
		wrong = append(wrong, found...)
		if agreed.Words != "" {
			c.Outcomes = append(c.Outcomes, agreed)
			typed = append(typed, v.typed("meeting.words", "words."+n, agreed.Part.Person))
		}
	}
	return c, typed, fault.In("web.holdCommand", wrong...)
}

// agreement reads one item; nothing when no words were written.
func (v *visit) agreement(view *access.View, list []choice, item dossier.AgendaItem, n string) (dossier.Agreed, []fault.Field) {
	a := dossier.Agreed{Part: item.Part, Words: v.value("words." + n)}
	if item.Kind == "goal" || item.Kind == "task" || item.Kind == "question" {
		a.Subject = item.On
	}
	if a.Part == (dossier.Part{}) {
		a.Part, _ = pickPart(openParts(view), v.value("part."+n))
	}
	to, due := v.value("to."+n), v.value("due."+n)
	if a.Words == "" && to == "" && due == "" {
		return a, nil
	}
	var wrong []fault.Field
	if a.Words == "" {
		wrong = append(wrong, fault.Field{Name: "words." + n, Key: "dossier.meeting.words"})
	}
	if to == "" && due == "" {
		return a, wrong
	}
	a.Title = firstWords(a.Words)
	if item.Kind == "goal" {
		a.Goal = item.On
	}
	holder, err := chosen(list, "to."+n, to)
	wrong = append(wrong, fault.Fields(err)...)
	a.To = holder
	day, finding := v.day("due." + n)
	if finding != nil {
		wrong = append(wrong, *finding)
	}
	a.Due = day
	if a.Part == (dossier.Part{}) {
		wrong = append(wrong, fault.Field{Name: "part." + n, Key: "web.meet.part"})
	}
	return a, wrong
}

// titleMost is how many signs the title of a task has at most.
const titleMost = 200

// firstWords gives the first line of what was agreed, as long as a title may be.
func firstWords(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	line = strings.TrimSpace(line)
	if r := []rune(line); len(r) > titleMost {
		return strings.TrimSpace(string(r[:titleMost-1])) + "…"
	}
	return line
}
