package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// caseOwnPlanBody is what case-own.html shows: an own plan as the lead reads it.
type caseOwnPlanBody struct {
	handedBody
	Take   []ownTake
	Reply  *look.Form
	Clocks []namedClock
}

// ownTake is a goal of the own plan, with one press to take it over.
type ownTake struct {
	Goal ownGoalCard
	Take *look.Button
}

// caseOwnPlan shows the own plan that the family handed in, as the starting point
// of the goals.
func (h *house) caseOwnPlan(v *visit) error { return h.showCaseOwnPlan(v, nil) }

func (h *house) showCaseOwnPlan(v *visit, failed error) error {
	view, plan, err := h.ownPlanNamed(v)
	if err != nil {
		return err
	}
	body := caseOwnPlanBody{handedBody: v.handedBody(view, plan), Clocks: h.clocksOf(v, view, plan.Plan)}
	body.Head.Kicker, body.Head.Text = v.familyKicker(view)+" · "+v.say.Say("own.type."+plan.Type), v.say.Say("own.case.text", "name", v.firstName(view, plan.Person))
	body.Trail = v.planTrail(view, body.Head.Title)
	may := view.Dossier.Closed == nil && view.May[dossier.ActPlan].Allow
	left := 0
	for i, g := range plan.Goals {
		take := ownTake{Goal: body.Goals[i]}
		if _, taken := view.Dossier.Taken(g.Goal); !taken && may {
			left++
			take.Take = &look.Button{Text: v.say.Say("own.case.take"), Post: v.takeURL(view, plan, g.Goal), Name: fieldDo, Value: "take", About: g.Words}
			if left > 1 {
				take.Take.Style = look.Quiet
			}
		}
		body.Take = append(body.Take, take)
	}
	if may && plan.AnsweredAt.IsZero() {
		reply := h.form(v, 0, "", failed, look.Form{
			Action: caseURL(view.Dossier.ID, "own", string(plan.Plan)), Button: look.Button{Text: v.say.Say("own.case.answer"), Style: look.Quiet},
			Fields: []look.Field{{Kind: look.Area, Name: "words", Label: v.say.Say("own.case.words"), Hint: v.say.Say("own.case.words.hint"), Rows: 3, MaxLength: 1000}},
		})
		body.Reply = &reply
	}
	return h.show(v, formStatus(failed), "case-own", h.page(v, body.Head.Title, body))
}

func (v *visit) takeURL(view *access.View, plan dossier.OwnPlan, goal dossier.ID) string {
	return caseURL(view.Dossier.ID, "own", string(plan.Plan), "goals", string(goal))
}

func (h *house) ownPlanNamed(v *visit) (*access.View, dossier.OwnPlan, error) {
	view, err := h.openPlan(v)
	if err != nil {
		return nil, dossier.OwnPlan{}, err
	}
	plan, ok := view.Dossier.OwnPlan(dossier.ID(v.PathValue("plan")))
	if !ok {
		return nil, plan, fault.New(fault.NotFound, "web.ownPlanNamed", "")
	}
	return view, plan, nil
}

// takeOwnGoal makes a goal of the plan out of one of the own plan, in its words.
func (h *house) takeOwnGoal(v *visit) error {
	view, plan, err := h.ownPlanNamed(v)
	if err != nil {
		return err
	}
	id := dossier.ID(v.PathValue("goal"))
	command := dossier.TakeOwnGoals{Plan: plan.Plan, Goals: []dossier.ID{id}, Reason: v.say.Say("own.case.reason")}
	var typed []casework.Typed
	if i := slices.IndexFunc(plan.Goals, func(g dossier.OwnGoal) bool { return g.Goal == id }); i >= 0 {
		typed = append(typed, casework.Typed{Item: "goal.words", Person: plan.Goals[i].Part.Person, Value: plan.Goals[i].Words, How: casework.Reused})
	}
	if _, err := h.Office.Do(v.ctx, v.wish(view.Dossier.ID, command, typed...)); err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "own", string(plan.Plan)), "own.case.taken")
}

// answerOwnPlan tells the family how its plan is used.
func (h *house) answerOwnPlan(v *visit) error {
	view, plan, err := h.ownPlanNamed(v)
	if err != nil {
		return err
	}
	_, err = h.Office.Do(v.ctx, v.wish(view.Dossier.ID, dossier.AnswerOwnPlan{Plan: plan.Plan, Words: v.value("words")}))
	if mendable(err) {
		return h.showCaseOwnPlan(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, caseURL(view.Dossier.ID, "own", string(plan.Plan)), "own.case.answered")
}

// ownWhere says beside where a goal lies that it comes from the family's own plan.
func (v *visit) ownWhere(where string, g dossier.Goal) string {
	if g.Own == "" {
		return where
	}
	return where + " · " + v.say.Say("own.goal.from")
}

// ownPlanLinks leads from the plan of the lead to the own plans of the family.
func (v *visit) ownPlanLinks(view *access.View) []look.Alert {
	var alerts []look.Alert
	for _, p := range view.Dossier.OwnPlans {
		alert := look.Alert{Title: v.say.Say("own.case.there", "name", v.firstName(view, p.Person)), Links: []look.Link{{Text: v.say.Say("own.case.open"), URL: caseURL(view.Dossier.ID, "own", string(p.Plan))}}}
		if c, live := view.Dossier.ClockOn(p.Plan, ""); live {
			alert.Tone, alert.Text = look.Soon, v.say.Say("own.case.waits", "day", v.dayWords(c.Due))
			if v.past(c.Due) {
				alert.Tone = look.Late
			}
		}
		alerts = append(alerts, alert)
	}
	return alerts
}
