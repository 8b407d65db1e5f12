package web

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/web/look"
)

// newGoal shows the form for a goal in the family's words.
func (h *house) newGoal(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	return h.showForm(v, h.newGoalBody(v, view, nil), nil)
}

// setGoal adds the goal.
func (h *house) setGoal(v *visit) error {
	view, err := h.openPlan(v)
	if err != nil {
		return err
	}
	part, _ := pickPart(openParts(view), v.value("part")) // none chosen: the command says so
	done, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.SetGoal{Words: v.value("words"), Part: part}, v.typed("goal.words", "words", part.Person)))
	if mendable(err) {
		return h.showForm(v, h.newGoalBody(v, view, err), err)
	}
	if err != nil {
		return err
	}
	if v.value("next") == "task" && len(done.New) > 0 {
		return h.see(v, caseURL(done.Dossier, "tasks", "new")+"?goal="+string(done.New[0]), "web.chain.goal.added")
	}
	return h.see(v, caseURL(done.Dossier, "plan"), "web.chain.goal.added")
}

func (h *house) newGoalBody(v *visit, view *access.View, failed error) formBody {
	id := view.Dossier.ID
	body := formBody{
		Trail: v.planTrail(view, v.tell("goal.new")),
		Head:  look.PageHead{Kicker: v.familyKicker(view), Title: v.tell("goal.new"), Text: v.tell("goal.new.text")},
	}
	parts := openParts(view)
	if len(parts) == 0 {
		body.Empty = &look.Empty{Title: v.tell("goal.noparts"), Text: v.tell("goal.noparts.text"), Button: &look.Button{Text: v.tell("tocase"), URL: caseURL(id)}}
		return body
	}
	where := look.Field{Kind: look.Radios, Name: "part", Label: v.tell("goal.part"), Hint: v.tell("goal.part.hint")}
	for _, p := range parts {
		where.Options = append(where.Options, look.Option{Value: partValue(p), Text: v.fullPart(view, p)})
	}
	where.Value = v.FormValue("part")
	if len(parts) == 1 {
		where.Value = partValue(parts[0])
	}
	body.Form = h.form(v, 0, "", failed, look.Form{
		Fields: []look.Field{
			{Kind: look.Words, Name: "words", Label: v.tell("goal.words"), Hint: v.tell("goal.words.hint"), Rows: 3, Large: true},
			where,
		},
		Button: look.Button{Text: v.tell("goal.save"), Name: "next", Value: "task"},
		Cancel: &look.Link{Text: v.tell("cancel"), URL: caseURL(id, "plan")},
	})
	body.Cards = h.goalsBeside(v, view)
	return body
}

// goalsBeside shows which goals are there already, so that none is set twice.
func (h *house) goalsBeside(v *visit, view *access.View) []look.Card {
	card := look.Card{Head: look.CardHead{ID: "there", Title: v.tell("goal.there")}}
	for _, g := range view.Dossier.Goals {
		if g.State == dossier.GoalOpen {
			card.Facts = append(card.Facts, look.Fact{Term: v.fullPart(view, g.Part), Text: g.GoalSet.Words})
		}
	}
	if len(card.Facts) == 0 {
		return nil
	}
	return []look.Card{card}
}

// partValue writes a part as the value of a choice: "person/domain".
func partValue(p dossier.Part) string { return string(p.Person) + "/" + p.Domain }

// pickPart gives the part of a chosen value.
func pickPart(parts []dossier.Part, value string) (dossier.Part, bool) {
	for _, p := range parts {
		if partValue(p) == value {
			return p, true
		}
	}
	return dossier.Part{}, false
}
