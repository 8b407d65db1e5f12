package dossier

import (
	"fmt"

	"pgregory.net/rapid"
)

// trust gives commands of emergencies, holds, mandates and looks that fit the
// state of things more often than not.
func (g *wishes) trust() []Command {
	d, me := g.w.d, g.person()
	list := []Command{
		BreakGlass{Parts: []Part{{me, "health"}}, Reason: "Nood.", OrgName: "X", Hush: rapid.SampledFrom([]string{"", "Gevaar."}).Draw(g.t, "hush")},
		SetHold{"Gevaar."}, AskAboutLook{Look: ID(fmt.Sprint("l-", g.count)), At: g.w.now, Org: "o-linde", Words: g.text()},
		GiveMandate{Person: me, By: g.person(), User: "u-x", Type: MandateMentor, Paper: "26-1"},
	}
	for _, x := range d.Glasses {
		list = append(list, EndGlass{x.Glass, "Klaar."}, ReviewGlass{x.Glass, GlassJustified, "Ja."}, ReviewGlass{x.Glass, GlassUnjustified, "Nee."})
	}
	for _, h := range d.Holds {
		list = append(list, ReviewHold{h.Hold, true, "Nog niet."}, ReviewHold{h.Hold, false, "Klaar."}, LiftHold{h.Hold, "Veilig."})
	}
	list = append(list, RaiseConcern{[]ID{me}, g.text()})
	for _, c := range d.Concerns {
		step := rapid.SampledFrom([]string{StepSignals, StepConsult, StepTalk, StepWeigh, StepDecide, StepFollow}).Draw(g.t, "step")
		outcome := rapid.SampledFrom(append([]string{""}, outcomesOf[step]...)).Draw(g.t, "outcome")
		list = append(list, StepConcern{Concern: c.Concern, Step: step, Outcome: outcome, Words: "Ja.", With: consulted[:1], Spoke: []ID{me}, Again: g.on(), Left: g.text(), Despite: g.text()})
	}
	for _, k := range d.Mandates {
		list = append(list, EndMandate{k.Mandate, "Opgeheven."})
	}
	for _, v := range d.Voices {
		list = append(list, ShareVoice{v.Voice, !v.Shared})
	}
	return list
}

// pen gives commands of what the family does itself: own plans, invitations, rights.
func (g *wishes) pen() []Command {
	d, me := g.w.d, g.person()
	list := []Command{HandOwnPlan{Person: me, Goals: []OwnGoal{{Part: Part{me, "mind"}, Words: g.text()}}},
		InviteRelative{From: me, Person: g.person(), User: "u-y", Until: g.on()}, InvokeRight{Type: RightSupporter, Person: me},
		InvokeRight{Type: RightDefault, Person: me, On: g.clock()}, InvokeRight{Type: RightCorrection, Person: me, On: g.entry(), Words: g.text()}}
	for _, p := range d.OwnPlans {
		list = append(list, AnswerOwnPlan{p.Plan, g.text()}, TakeOwnGoals{p.Plan, []ID{p.Goals[0].Goal}, "Eigen plan."})
	}
	for _, i := range d.Invitations {
		list = append(list, UninviteRelative{i.Invitation})
	}
	for _, r := range d.Rights {
		list = append(list, AnswerRight{r.Right, RightGranted, "Ja."}, AnswerRight{r.Right, RightRefused, g.text()})
	}
	return list
}
