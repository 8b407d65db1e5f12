package web

import (
	"net/http"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// handedBody is what family-handed.html shows: an own plan to read over before it
// is handed in, or as it was handed in.
type handedBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Alert  *look.Alert
	Good   *look.Voice
	Goals  []ownGoalCard
	With   string
	Form   *look.Form
	Answer *look.Voice
	Call   *look.Contact
}

// ownHandPage lets the family read its plan over, and hand it in.
func (h *house) ownHandPage(v *visit) error { return h.showOwnHand(v, nil) }

func (h *house) showOwnHand(v *visit, failed error) error {
	draft, view, of, err := h.ownPlan(v)
	if err != nil {
		return err
	}
	if of != view.Me && !view.Dossier.Represents(view.Me, of, v.today) {
		return fault.New(fault.NotFound, "web.showOwnHand", "")
	}
	plan := readOwn(draft.Values)
	body := handedBody{
		Trail: v.ownTrail(view, of, v.say.Say("own.hand.title")),
		Head:  look.PageHead{Kicker: v.ownTitle(view, of), Title: v.say.Say("own.hand.title"), Text: v.say.Say("own.hand.text")},
	}
	if plan.good != "" {
		body.Good = &look.Voice{Text: plan.good}
	}
	for _, g := range plan.goals {
		body.Goals = append(body.Goals, v.ownGoalCard(view, g.OwnGoal))
	}
	form := h.form(v, 0, "", failed, look.Form{
		Fields: []look.Field{}, Button: look.Button{Text: v.say.Say("own.hand.button")}, Cancel: v.ownBack(view, of),
	})
	body.Form = &form
	return h.show(v, formStatus(failed), "family-handed", h.page(v, body.Head.Title, body))
}

// handOwnPlan hands the plan in: a child is in it, or a household: a family group plan.
func (h *house) handOwnPlan(v *visit) error {
	draft, view, of, err := h.ownPlan(v)
	if err != nil {
		return err
	}
	plan := readOwn(draft.Values)
	command := dossier.HandOwnPlan{Person: of, Good: plan.good, Type: dossier.OwnPlanPersonal}
	var typed []casework.Typed
	for _, g := range plan.goals {
		command.Goals = append(command.Goals, g.OwnGoal)
		typed = append(typed, casework.Typed{Item: "goal.words", Person: g.Part.Person, Value: g.Words})
		if g.Part.Person != of {
			command.Type = dossier.OwnPlanGroup
		}
	}
	done, err := h.Office.HandOwnPlan(v.ctx, view.Dossier.ID, command, v.value(fieldKey), typed)
	if mendable(err) {
		return h.showOwnHand(v, err)
	}
	if err != nil {
		return err
	}
	if len(done.New) > 0 {
		return h.see(v, planURL(done.Dossier, "handed", string(done.New[0])), "own.hand.done")
	}
	return h.see(v, planURL(done.Dossier), "own.hand.done")
}

// handedPage shows an own plan as it was handed in, and the answer to it.
func (h *house) handedPage(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	plan, ok := view.Dossier.OwnPlan(dossier.ID(v.PathValue("plan")))
	if !ok {
		return fault.New(fault.NotFound, "web.handedPage", "")
	}
	body := v.handedBody(view, plan)
	body.Trail = v.familyTrail(view, body.Head.Title)
	if contact, ok := v.helperContact(view); ok {
		body.Call = &contact
	}
	return h.show(v, http.StatusOK, "family-handed", h.planFrame(v, view, body.Head.Title, body))
}

func (v *visit) handedBody(view *access.View, plan dossier.OwnPlan) handedBody {
	body := handedBody{Head: look.PageHead{Kicker: v.say.Say("own.type." + plan.Type), Title: v.ownPlanName(view, plan)}}
	body.Head.Text = v.say.Say("own.plan.handed", "when", v.days.Moment(plan.At))
	if plan.Good != "" {
		body.Good = &look.Voice{Text: plan.Good}
	}
	for _, g := range plan.Goals {
		card := v.ownGoalCard(view, g)
		if taken, ok := view.Dossier.Taken(g.Goal); ok {
			card.Facts = append(card.Facts, look.Fact{Term: v.say.Say("own.goal.taken"), Text: v.days.Full(nl.On(taken.At))})
		}
		body.Goals = append(body.Goals, card)
	}
	if len(plan.With) > 0 {
		body.With = v.say.Say("own.plan.with", "who", v.personsOf(view, plan.With))
	}
	clock, waits := view.Dossier.ClockOn(plan.Plan, "")
	switch {
	case !plan.AnsweredAt.IsZero():
		body.Answer = &look.Voice{Text: plan.Answer, Who: strings.TrimSpace(plan.AnsweredBy.Name + ", " + v.days.Full(nl.On(plan.AnsweredAt)))}
	case waits && v.past(clock.Due):
		body.Alert = &look.Alert{Tone: look.Late, Text: v.say.Say("own.hand.late", "day", v.dayWords(clock.Due))}
	case waits:
		body.Alert = &look.Alert{Tone: look.Soon, Text: v.say.Say("own.hand.waits", "day", v.dayWords(clock.Due))}
	}
	return body
}

// ownPlanName names a plan that was handed in by whose it is.
func (v *visit) ownPlanName(view *access.View, plan dossier.OwnPlan) string {
	if plan.Person == view.Me {
		return v.say.Say("own.plan.title")
	}
	return v.say.Say("own.plan.of", "name", v.firstName(view, plan.Person))
}
