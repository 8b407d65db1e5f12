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
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// ownPlanBody is what family-own.html shows: the plan that the family makes itself.
type ownPlanBody struct {
	Trail  []look.Link
	Head   look.PageHead
	Next   look.NextCard
	Until  string // by when to hand it in
	Good   ownGood
	Goals  []ownGoalCard
	More   *look.Button
	With   *ownWith // of whose plan it is
	Kept   *draftNote
	Handed []look.Link
	Empty  *look.Empty
}

// ownGood is what goes well, and who is there for the family.
type ownGood struct {
	Said look.Voice
	Edit look.Link
}

// ownGoalCard is one thing that the family wants, with what it does itself.
type ownGoalCard struct {
	Words string
	Where string
	Facts []look.Fact
	Edit  *look.Link
}

// ownWith is who writes along.
type ownWith struct {
	Who    []ownGuest
	Invite *look.Button
}

type ownGuest struct {
	Contact look.Contact
	Stop    *look.Button
}

// ownPlanURL is a page of the own plan of a person.
func ownPlanURL(id, of dossier.ID, more ...string) string {
	return planURL(id, append([]string{"own", string(of)}, more...)...)
}

// ownPlanDoor leads to one's own plan: its address names whose it is.
func (h *house) ownPlanDoor(v *visit) error {
	view, err := h.Office.Open(v.ctx, v.dossier())
	if err != nil {
		return err
	}
	if view.Me == "" || !isMember(view) {
		return fault.New(fault.NotFound, "web.ownPlanDoor", "")
	}
	http.Redirect(v.ResponseWriter, v.Request, ownPlanURL(view.Dossier.ID, view.Me), http.StatusSeeOther)
	return nil
}

// ownPlan opens the draft that the path names, for who may write in it.
func (h *house) ownPlan(v *visit) (casework.Draft, *access.View, dossier.ID, error) {
	of := dossier.ID(v.PathValue("person"))
	draft, view, err := h.Office.PlanDraft(v.ctx, v.dossier(), of)
	return draft, view, of, err
}

// ownPlanPage shows the draft of an own plan with one next step.
func (h *house) ownPlanPage(v *visit) error {
	draft, view, of, err := h.ownPlan(v)
	if err != nil {
		return err
	}
	body := h.ownPlanBody(v, view, of, draft)
	return h.show(v, http.StatusOK, "family-own", h.page(v, body.Head.Title, body))
}

func (h *house) ownPlanBody(v *visit, view *access.View, of dossier.ID, draft casework.Draft) ownPlanBody {
	d, plan := view.Dossier, readOwn(draft.Values)
	body := ownPlanBody{
		Trail: v.familyTrail(view, v.ownTitle(view, of)),
		Head:  look.PageHead{Kicker: v.familyTitle(d), Title: v.ownTitle(view, of), Text: v.say.Say("own.plan.text")},
		Until: h.ownUntil(v, view),
		Good:  ownGood{Said: look.Voice{Text: plan.good}, Edit: look.Link{Text: v.say.Say("own.plan.good.edit"), URL: ownPlanURL(d.ID, of, "good")}},
	}
	for _, g := range plan.goals {
		card := v.ownGoalCard(view, g.OwnGoal)
		card.Edit = &look.Link{Text: v.say.Say("own.plan.change"), URL: ownPlanURL(d.ID, of, "goals", g.key)}
		body.Goals = append(body.Goals, card)
	}
	first := look.Button{Text: v.say.Say("own.plan.first"), URL: ownPlanURL(d.ID, of, "goals", "new"), Style: look.OnDark}
	body.Next = look.NextCard{Kicker: v.say.Say("own.plan.next"), Title: []string{v.say.Say("own.plan.begin")}, Buttons: []look.Button{first}}
	mine := of == view.Me || d.Represents(view.Me, of, v.today)
	if len(plan.goals) > 0 {
		body.More = &look.Button{Text: v.say.Say("own.plan.more"), URL: first.URL, Style: look.Quiet}
		body.Next.Title = []string{v.say.Count("own.plan.count", len(plan.goals))}
		body.Next.Buttons = nil
		if mine {
			body.Next.Buttons = []look.Button{{Text: v.say.Say("own.plan.read"), URL: ownPlanURL(d.ID, of, "hand"), Style: look.OnDark}}
		} else {
			body.Next.Text = v.say.Say("own.plan.theirs", "name", v.firstName(view, of))
		}
	}
	if draft.Version > 0 {
		body.Kept = v.draftNote(draft, ownPlanURL(d.ID, of))
		body.Kept.Alert.Text = v.say.Say("own.plan.kept", "until", v.dayWords(nl.On(draft.Until)))
	}
	if mine {
		body.With = v.ownWith(view, of)
	}
	for _, p := range d.OwnPlans {
		if p.Person == of {
			body.Handed = append(body.Handed, look.Link{Text: v.say.Say("own.plan.handed", "when", v.days.Moment(p.At)), URL: planURL(d.ID, "handed", string(p.Plan))})
		}
	}
	return body
}

// ownTitle names an own plan: ours, or that of who invited the reader.
func (v *visit) ownTitle(view *access.View, of dossier.ID) string {
	if of == view.Me {
		return v.say.Say("own.plan.title")
	}
	return v.say.Say("own.plan.of", "name", v.firstName(view, of))
}

// ownUntil says until when the municipality waits for the plan: seven days after
// the last request for help (Wmo 2015 art. 2.3.2 lid 2). Later is not too late.
func (h *house) ownUntil(v *visit, view *access.View) string {
	meldingen := view.Dossier.Meldingen
	if len(meldingen) == 0 {
		return v.say.Say("own.plan.anytime")
	}
	asked := nl.On(meldingen[len(meldingen)-1].At)
	term, err := h.Law.Term("wmo.plan", asked)
	if err != nil || v.past(term.Due(asked)) {
		return v.say.Say("own.plan.anytime")
	}
	return v.say.Say("own.plan.until", "day", v.dayWords(term.Due(asked)))
}

func (v *visit) ownGoalCard(view *access.View, g dossier.OwnGoal) ownGoalCard {
	card := ownGoalCard{Words: g.Words, Where: v.whereIs(view, g.Part)}
	for _, fact := range []look.Fact{{Term: v.say.Say("own.goal.self"), Text: g.Self}, {Term: v.say.Say("own.goal.help"), Text: g.Help}} {
		if fact.Text != "" {
			card.Facts = append(card.Facts, fact)
		}
	}
	return card
}

// dropOwnPlan throws the draft away.
func (h *house) dropOwnPlan(v *visit) error {
	of := dossier.ID(v.PathValue("person"))
	if err := h.Office.DropPlanDraft(v.ctx, v.dossier(), of); err != nil {
		return err
	}
	return h.see(v, ownPlanURL(v.dossier(), of), "own.draft.dropped")
}

// ownDraft is a draft of an own plan, read from the values that are kept.
type ownDraft struct {
	good  string
	goals []keptGoal
}

type keptGoal struct {
	dossier.OwnGoal
	key     string
	version string // counts how often this goal was written
}

// readOwn reads the goals in their order. Each has a key of its own, so that two
// who write at once change only what they wrote.
func readOwn(values map[string]string) ownDraft {
	plan := ownDraft{good: values["good"]}
	for _, key := range strings.Fields(values["goals"]) {
		plan.goals = append(plan.goals, keptGoal{key: key, version: values[key+".v"], OwnGoal: dossier.OwnGoal{
			Part:  dossier.Part{Person: dossier.ID(values[key+".person"]), Domain: values[key+".domain"]},
			Words: values[key+".words"], Self: values[key+".self"], Help: values[key+".help"],
		}})
	}
	return plan
}

// writeGoal puts a goal into the values; an empty key adds one.
func writeGoal(values map[string]string, g keptGoal) {
	if g.key == "" {
		n, _ := strconv.Atoi(values["next"]) // none yet: the first
		values["next"] = strconv.Itoa(n + 1)
		g.key = "g" + values["next"]
		values["goals"] = strings.TrimSpace(values["goals"] + " " + g.key)
	}
	version, _ := strconv.Atoi(values[g.key+".v"])
	values[g.key+".v"] = strconv.Itoa(version + 1)
	values[g.key+".person"], values[g.key+".domain"] = string(g.Part.Person), g.Part.Domain
	values[g.key+".words"], values[g.key+".self"], values[g.key+".help"] = g.Words, g.Self, g.Help
}

// dropGoal takes a goal out of the values.
func dropGoal(values map[string]string, key string) {
	keys := slices.DeleteFunc(strings.Fields(values["goals"]), func(k string) bool { return k == key })
	values["goals"] = strings.Join(keys, " ")
	for _, tail := range []string{".v", ".person", ".domain", ".words", ".self", ".help"} {
		delete(values, key+tail)
	}
}
