package web

import (
	"net/url"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// tableBody is what the page on the kitchen table shows: only what everyone who
// sits there may see, in the family's words.
type tableBody struct {
	Head  look.PageHead
	Seats *look.Field // who sits there: chosen first
	Alert *look.Alert
	Goals []look.GoalCard
	Going []look.Fact // how it goes, with the day
	Forms []trustForm
	Done  look.Link
}

// fieldWho names who sits at the table, in the address and in the forms.
const fieldWho = "who"

// table shows the page for the tablet on the kitchen table; nobody sits there
// until the worker says who.
func (h *house) table(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showTable(v, view, v.seated(view, v.URL.Query()[fieldWho]), nil)
}

// seated gives those members of the family who were named, each once.
func (v *visit) seated(view *access.View, names []string) []dossier.ID {
	var who []dossier.ID
	for _, o := range v.familyOptions(view) {
		if slices.Contains(names, o.Value) {
			who = append(who, dossier.ID(o.Value))
		}
	}
	return who
}

func tableURL(id dossier.ID, who []dossier.ID) string {
	query := url.Values{}
	for _, person := range who {
		query.Add(fieldWho, string(person))
	}
	return caseURL(id, "table") + "?" + query.Encode()
}

func (h *house) showTable(v *visit, view *access.View, who []dossier.ID, failed error) error {
	body := tableBody{Done: look.Link{Text: v.say.Say("table.done"), URL: caseURL(view.Dossier.ID, tabPlan)}}
	body.Head = look.PageHead{Title: v.say.Say("table.title"), Text: v.say.Say("table.choose")}
	if len(who) == 0 {
		body.Seats = &look.Field{Kind: look.Checkboxes, Name: fieldWho, Label: v.say.Say("table.who"), Hint: v.say.Say("table.who.hint"), Options: v.familyOptions(view)}
	} else {
		shared, err := h.Office.Together(v.ctx, view, who)
		if err != nil {
			return err
		}
		h.tableOf(v, view, who, shared, &body, failed)
	}
	page := h.page(v, body.Head.Title, body)
	page.Narrow, page.Nav = true, nil // nothing of other families is a touch away
	return h.show(v, formStatus(failed), "table-show", page)
}

// tableOf fills the page with what all may see, and with the forms to write together.
func (h *house) tableOf(v *visit, view *access.View, who []dossier.ID, shared casework.Shared, body *tableBody, failed error) {
	body.Head.Text = v.say.Say("table.with", "names", v.listed(v.firstNames(view, who)))
	if len(shared.Unseen) > 0 {
		body.Alert = &look.Alert{Tone: look.Shut, Title: v.say.Say("table.unseen", "names", v.listed(v.firstNames(view, shared.Unseen))), Text: v.say.Say("table.unseen.text")}
		return
	}
	for _, g := range view.Dossier.Goals {
		if g.State == dossier.GoalOpen && slices.Contains(shared.Goals, g.Goal) {
			body.Goals = append(body.Goals, v.tableGoal(view, g, shared))
		}
	}
	for _, part := range shared.Parts {
		state, _ := view.Dossier.Part(part)
		if n := len(state.Scores); n > 0 {
			last := state.Scores[n-1]
			body.Going = append(body.Going, look.Fact{Term: v.partName(view, part), Text: v.levelWord(h.Law, last), Note: v.moment(last.At)})
		}
	}
	if view.Dossier.Closed == nil && view.May[dossier.ActPlan].Allow {
		body.Forms = h.tableForms(v, view, who, shared, failed)
	}
}

// tableGoal shows a goal in its own words with who does what.
func (v *visit) tableGoal(view *access.View, g dossier.Goal, shared casework.Shared) look.GoalCard {
	card := look.GoalCard{Words: g.GoalSet.Words, Where: v.partName(view, g.Part)}
	for _, t := range view.Dossier.Tasks {
		if t.Goal != g.Goal || !slices.Contains(shared.Tasks, t.Task) || t.State == dossier.TaskGone {
			continue
		}
		row := look.TaskRow{Face: v.holderFace(view, t.Holder), Who: v.holderOr(view, t.Holder), What: t.Title, When: v.dueWords(t)}
		if t.Holder.User == v.signed.User.ID {
			row.Who = v.signed.User.Name // "u" would be anyone at the table
		}
		if t.State == dossier.TaskReady {
			row.Chip = &look.Chip{Tone: look.OK, Text: v.taskWord(t.State)}
		}
		card.Tasks = append(card.Tasks, row)
	}
	card.Chip = look.Chip{Text: v.say.Count("table.steps", len(card.Tasks))}
	return card
}

// tableForms let those at the table write a goal and agree on a step.
func (h *house) tableForms(v *visit, view *access.View, who []dossier.ID, shared casework.Shared, failed error) []trustForm {
	action := caseURL(view.Dossier.ID, "table")
	var seats []look.Field
	for _, person := range who {
		seats = append(seats, look.Field{Kind: look.Hidden, Name: fieldWho, Value: string(person)})
	}
	form := func(do, button string, fields ...look.Field) trustForm {
		f := look.Form{Action: action, Fields: append(fields, seats...), Button: look.Button{Text: v.say.Say(button)}}
		return trustForm{Head: look.CardHead{ID: do, Title: v.say.Say("table." + do)}, Form: h.form(v, view.Seen, do, failed, f)}
	}
	var forms []trustForm
	if len(sharedGoals(view, shared)) > 0 {
		to := look.Field{Kind: look.Select, Name: "to", Label: v.say.Say("table.step.to"), Options: optionsOf(v.tableHolders(view, who))}
		goal := look.Field{Kind: look.Select, Name: "goal", Label: v.say.Say("table.step.goal"), Options: sharedGoals(view, shared)}
		forms = append(forms, form("step", "table.step.save", look.Field{Kind: look.Words, Name: "words", Label: v.say.Say("table.step.words"), Rows: 2}, goal, to,
			look.Field{Kind: look.Day, Name: "due", Label: v.say.Say("table.step.due"), Optional: true}))
	}
	if len(shared.Parts) > 0 {
		part := look.Field{Kind: look.Select, Name: "part", Label: v.say.Say("table.goal.part")}
		for _, p := range shared.Parts {
			part.Options = append(part.Options, look.Option{Value: partValue(p), Text: v.partName(view, p)})
		}
		forms = append(forms, form("goal", "table.goal.save", look.Field{Kind: look.Words, Name: "words", Label: v.say.Say("table.goal.words"), Hint: v.say.Say("table.goal.hint"), Rows: 3}, part))
	}
	return forms
}

// sharedGoals gives the open goals that all may see, as choices.
func sharedGoals(view *access.View, shared casework.Shared) []look.Option {
	var options []look.Option
	for _, g := range view.Dossier.Goals {
		if g.State == dossier.GoalOpen && slices.Contains(shared.Goals, g.Goal) {
			options = append(options, look.Option{Value: string(g.Goal), Text: brief(g.GoalSet.Words)})
		}
	}
	return options
}

// tableHolders gives who can take a step on at once: those at the table and the worker.
func (v *visit) tableHolders(view *access.View, who []dossier.ID) []choice {
	var list []choice
	for _, person := range who {
		name := v.firstName(view, person)
		list = append(list, choice{look.Option{Value: string(person), Text: name}, dossier.Holder{Kind: dossier.HolderFamily, Person: person}})
	}
	me := v.signed
	return append(list, choice{look.Option{Value: "me", Text: me.User.Name}, dossier.Holder{Kind: dossier.HolderOrganisation, Org: me.Org.ID, User: me.User.ID, Name: me.User.Name}})
}

// writeTable does what was written at the table: a goal, or a step with who does it.
func (h *house) writeTable(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	who := v.seated(view, v.PostForm[fieldWho])
	if len(who) == 0 {
		return h.showTable(v, view, nil, nil)
	}
	shared, err := h.Office.Together(v.ctx, view, who)
	if err != nil {
		return err
	}
	command, err := v.tableCommand(view, who, shared)
	if err == nil {
		_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command))
		err = renamed(err, "title", "words", true)
	}
	if mendable(err) {
		return h.showTable(v, view, who, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, tableURL(view.Dossier.ID, who), "table."+v.value(fieldDo)+".done")
}
