package web

import (
	"slices"
	"strconv"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

// scoreDays is how long a score counts as new (term score.current).
const scoreDays = 30

// partBody is what the page of a part shows.
type partBody struct {
	caseFrame
	Title    look.CardHead
	Reason   string
	Shut     *look.Alert
	Level    *look.Level
	Word     string
	Old      *look.Alert
	Sparks   []picture.Figure
	Goals    []look.GoalCard
	Tasks    []look.TaskRow
	Notes    []noteRow
	Contacts []look.Contact
	Note     *look.Form
	Score    *look.Form
	Why      look.Disclosure
}

// noteRow is one note in the part, with the differing views next to it.
type noteRow struct {
	Face   look.Face
	Who    string
	Words  string
	Differ []look.Voice
}

// partFailure is what went wrong with one of the two forms of the page.
type partFailure struct {
	err  error
	form string // note, score
}

func (h *house) partPage(v *visit) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	return h.showPart(v, view, v.part(), partFailure{})
}

// writeNote writes a short note in a part.
func (h *house) writeNote(v *visit) error {
	part := v.part()
	return h.doInPart(v, part, "note", dossier.WriteNote{Parts: []dossier.Part{part}, Words: v.value("words")})
}

// giveScore says how it goes in a part.
func (h *house) giveScore(v *visit) error {
	part := v.part()
	level, err := strconv.Atoi(v.value("level"))
	if err != nil {
		level = 0 // no step of any scale: the command refuses it beside the field
	}
	return h.doInPart(v, part, "score", dossier.GiveScore{Part: part, Level: level, Words: v.value("said"), View: v.value("view")})
}

func (h *house) doInPart(v *visit, part dossier.Part, form string, command dossier.Command) error {
	view, err := h.openCase(v)
	if err != nil {
		return err
	}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
	err = renamed(err, "parts", "words", true)
	if mendable(err) {
		return h.mended(v, view, err, func(v *visit, view *access.View, failed error) error {
			return h.showPart(v, view, part, partFailure{failed, form})
		})
	}
	if err != nil {
		return err
	}
	return h.see(v, partURL(view.Dossier.ID, part), "web.part."+form+".done")
}

func (h *house) showPart(v *visit, view *access.View, part dossier.Part, failed partFailure) error {
	cell, ok := cellOf(view, part)
	if !ok {
		return fault.New(fault.NotFound, "web.showPart", "")
	}
	body := h.partBody(v, view, cell, failed)
	return h.show(v, formStatus(failed.err), "case-part", h.page(v, body.Title.Title, body))
}

// cellOf gives the cell of the grid; false when the visitor's grid has none there.
func cellOf(view *access.View, part dossier.Part) (access.Cell, bool) {
	if i := slices.IndexFunc(view.Cells, func(c access.Cell) bool { return c.Part == part }); i >= 0 {
		return view.Cells[i], true
	}
	return access.Cell{}, false
}

func (h *house) partBody(v *visit, view *access.View, cell access.Cell, failed partFailure) partBody {
	part := cell.Part
	body := partBody{caseFrame: h.caseFrame(v, view, tabDomains), Title: look.CardHead{ID: "part", Title: v.partName(view, part)}, Why: v.whySeen(view)}
	body.Why.Text = []string{v.say.Say(cell.Why.Key, cell.Why.Args...)}
	body.Trail[2] = look.Link{Text: v.say.Say("web.case.tab.domains"), URL: caseURL(view.Dossier.ID, tabDomains)}
	body.Trail = append(body.Trail, look.Link{Text: body.Title.Title})
	if cell.State != access.CellOpen {
		body.Shut = v.shutAlert(view, cell)
		return body
	}
	state, _ := view.Dossier.Part(part) // an open cell is in the view
	body.Reason = v.say.Say("web.part.reason", "reason", state.Reason, "date", v.days.Full(nl.On(state.Since)))
	h.partScores(v, &body, state)
	body.Goals, body.Tasks, body.Notes = v.partGoals(view, part), v.partTasks(view, part), v.partNotes(view, part)
	for _, that := range cell.Helps {
		body.Contacts = append(body.Contacts, look.Contact{Face: thatFace(that), Name: that.Name, Note: v.thatNote(view, that), Tel: that.Phone})
	}
	h.partForms(v, &body, view, part, failed)
	return body
}

// shutAlert explains a part that is shut for the visitor, or that nobody opened.
func (v *visit) shutAlert(view *access.View, cell access.Cell) *look.Alert {
	if cell.State == access.CellShut {
		return &look.Alert{Tone: look.Shut, Title: v.shutText(view, cell.Part), Text: v.say.Say(cell.Why.Key, cell.Why.Args...)}
	}
	alert := &look.Alert{Title: v.say.Say("web.part.none"), Text: v.say.Say("web.case.grid.none.text")}
	if view.May[dossier.ActPlan].Allow && view.Dossier.Closed == nil {
		alert.Links = []look.Link{{Text: v.say.Say("web.case.domains.open"), URL: caseURL(view.Dossier.ID, tabDomains)}}
	}
	return alert
}

// partScores shows how it goes: the last score, how it went over time, and
// that a score is old when it is.
func (h *house) partScores(v *visit, body *partBody, state dossier.PartState) {
	if len(state.Scores) == 0 {
		body.Word = v.say.Say("web.score.none")
		return
	}
	last := state.Scores[len(state.Scores)-1]
	level := v.level(h.Law, last)
	body.Level, body.Word = &level, v.levelWord(h.Law, last)
	if age := nl.On(last.At).DaysUntil(v.today); age > scoreDays {
		body.Old = &look.Alert{Tone: look.Soon, Text: v.say.Say("web.score.old", "days", strconv.Itoa(age))}
	}
	for _, who := range []string{"family", "worker"} {
		spark := picture.Spark{ID: "spark-" + who, Title: v.say.Say("web.score.view." + who), Of: level.Of}
		for _, s := range state.Scores {
			if s.View == who {
				spark.Points = append(spark.Points, picture.Point{Day: nl.On(s.At), Value: s.Level, Label: v.levelWord(h.Law, s)})
			}
		}
		if len(spark.Points) > 0 {
			body.Sparks = append(body.Sparks, spark.Draw(v.say))
		}
	}
}

func (v *visit) partGoals(view *access.View, part dossier.Part) []look.GoalCard {
	var cards []look.GoalCard
	for _, g := range view.Dossier.Goals {
		if g.Part != part {
			continue
		}
		card := look.GoalCard{ID: "goal-" + string(g.Goal), Words: g.GoalSet.Words, Where: v.partName(view, part), Chip: look.Chip{Text: v.say.Say("web.goal." + g.State)}}
		switch g.State {
		case dossier.GoalDone:
			card.State, card.Chip.Tone = look.GoalMet, look.OK
		case dossier.GoalLeft:
			card.State = look.GoalWaiting
		}
		cards = append(cards, card)
	}
	return cards
}

func (v *visit) partTasks(view *access.View, part dossier.Part) []look.TaskRow {
	var rows []look.TaskRow
	for _, t := range view.Dossier.Tasks {
		if t.Part != part || t.State == dossier.TaskGone {
			continue
		}
		chip := v.taskChip(t)
		row := look.TaskRow{Face: v.holderFace(view, t.Holder), Who: v.laneName(view, t), What: t.Title, URL: "/task/" + string(view.Dossier.ID) + "/" + string(t.Task), Chip: &chip}
		if !t.Due.IsZero() {
			row.When = v.say.Say("web.work.due", "date", v.days.Near(t.Due))
		}
		rows = append(rows, row)
	}
	return rows
}

// partNotes gives the notes of a part, newest first.
func (v *visit) partNotes(view *access.View, part dossier.Part) []noteRow {
	var rows []noteRow
	for _, e := range slices.Backward(view.Dossier.Entries) {
		note, ok := e.Body.(dossier.NoteWritten)
		if !ok || !slices.Contains(e.Parts, part) {
			continue
		}
		row := noteRow{Face: look.Face{Initials: picture.Initials(e.By.Name), Tint: roleTint(e.By.Role)}, Words: note.Words, Who: e.By.Name + ", " + v.moment(e.At)}
		for _, d := range view.Dossier.Views {
			if d.Entry == e.ID {
				row.Differ = append(row.Differ, look.Voice{Text: d.Words, Who: v.say.Say("web.part.differs", "name", v.personName(view, d.Person))})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// partForms gives the forms for a note and a score to who may write them.
func (h *house) partForms(v *visit, body *partBody, view *access.View, part dossier.Part, failed partFailure) {
	if view.Dossier.Closed != nil {
		return
	}
	if view.May[dossier.ActNote].Allow {
		words := look.Field{Kind: look.Area, Name: "words", Label: v.say.Say("web.part.note"), Hint: v.say.Say("web.part.note.hint")}
		form := h.partForm(v, view, part, "note", failed, words)
		body.Note = &form
	}
	if view.May[dossier.ActScore].Allow {
		form := h.partForm(v, view, part, "score", failed, h.scoreFields(v)...)
		body.Score = &form
	}
}

func (h *house) scoreFields(v *visit) []look.Field {
	level := look.Field{Kind: look.Radios, Name: "level", Label: v.say.Say("web.part.score")}
	for _, l := range h.Law.Scales()[0].Levels {
		level.Options = append(level.Options, look.Option{Value: strconv.Itoa(l.Value), Text: v.say.Say(l.LabelKey)})
	}
	whose := look.Field{Kind: look.Radios, Name: "view", Label: v.say.Say("web.score.whose"), Value: "family"}
	for _, who := range []string{"family", "worker"} {
		whose.Options = append(whose.Options, look.Option{Value: who, Text: v.say.Say("web.score.view." + who)})
	}
	return []look.Field{level, whose, {Kind: look.Area, Name: "said", Label: v.say.Say("web.part.score.words"), Optional: true, Rows: 2}}
}

func (h *house) partForm(v *visit, view *access.View, part dossier.Part, name string, failed partFailure, fields ...look.Field) look.Form {
	hidden := append(h.freshKey(), look.Field{Kind: look.Hidden, Name: "person", Value: string(part.Person)}, look.Field{Kind: look.Hidden, Name: "domain", Value: part.Domain})
	form := look.Form{Action: caseURL(view.Dossier.ID, "part", name), Fields: append(hidden, fields...), Button: look.Button{Text: v.say.Say("web.part." + name + ".button"), Style: look.Quiet}}
	if failed.form != name {
		return form
	}
	if !fault.Is(failed.err, fault.Conflict) {
		form.Fields[0].Value = h.hidden(v, 0)[0].Value
	}
	return v.formAgain(form, failed.err)
}
