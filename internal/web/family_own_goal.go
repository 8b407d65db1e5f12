package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/web/look"
)

// ownGoodPage asks what goes well and who is there for the family.
func (h *house) ownGoodPage(v *visit) error {
	draft, view, of, err := h.ownPlan(v)
	if err != nil {
		return err
	}
	return h.showForm(v, formBody{
		Trail: v.ownTrail(view, of, v.say.Say("own.plan.good")),
		Head:  look.PageHead{Kicker: v.ownTitle(view, of), Title: v.say.Say("own.plan.good")},
		Form: h.form(v, 0, "", nil, look.Form{
			Fields: []look.Field{{Kind: look.Words, Name: "good", Label: v.say.Say("own.plan.good.ask"), Hint: v.say.Say("own.plan.good.hint"), Rows: 6, MaxLength: 5000, Optional: true, Value: draft.Values["good"]}},
			Button: look.Button{Text: v.say.Say("own.save")}, Cancel: v.ownBack(view, of),
		}),
	}, nil)
}

// keepOwnGood keeps it in the draft.
func (h *house) keepOwnGood(v *visit) error {
	of := dossier.ID(v.PathValue("person"))
	err := h.Office.KeepPlanDraft(v.ctx, v.dossier(), of, func(values map[string]string) error {
		values["good"] = v.value("good")
		return nil
	})
	if err != nil {
		return err
	}
	return h.see(v, ownPlanURL(v.dossier(), of), "own.plan.saved")
}

// ownGoalPage asks one thing that the family wants, or changes it.
func (h *house) ownGoalPage(v *visit) error { return h.showOwnGoal(v, nil) }

func (h *house) showOwnGoal(v *visit, failed error) error {
	draft, view, of, err := h.ownPlan(v)
	if err != nil {
		return err
	}
	goal, found := keptGoal{version: "0"}, v.PathValue("goal") == "new"
	for _, g := range readOwn(draft.Values).goals {
		if g.key == v.PathValue("goal") {
			goal, found = g, true
		}
	}
	if !found {
		return fault.New(fault.NotFound, "web.showOwnGoal", "")
	}
	body := formBody{
		Trail: v.ownTrail(view, of, v.say.Say("own.goal.title")),
		Head:  look.PageHead{Kicker: v.ownTitle(view, of), Title: v.say.Say("own.goal.title")},
		Form:  h.form(v, 0, "", failed, look.Form{Fields: h.ownGoalFields(v, view, goal), Button: look.Button{Text: v.say.Say("own.save")}, Cancel: v.ownBack(view, of)}),
	}
	if failed != nil && fault.Is(failed, fault.Conflict) { // another wrote in this goal: both stand here
		body.Voice = &look.Voice{Text: goal.Words, Who: v.say.Say("own.goal.other")}
	}
	return h.showForm(v, body, failed)
}

func (h *house) ownGoalFields(v *visit, view *access.View, g keptGoal) []look.Field {
	person := look.Field{Kind: look.Radios, Name: "person", Label: v.say.Say("own.goal.who"), Value: string(g.Part.Person), Options: []look.Option{{Text: v.say.Say("own.goal.all")}}}
	for _, p := range view.Dossier.Persons {
		if !p.Network && p.Deceased.IsZero() {
			person.Options = append(person.Options, look.Option{Value: string(p.ID), Text: v.whoIs(view, p.ID)})
		}
	}
	domain := look.Field{Kind: look.Select, Name: "domain", Label: v.say.Say("own.goal.domain"), Value: g.Part.Domain, Options: []look.Option{{Text: v.say.Say("own.goal.choose")}}}
	for _, d := range h.Law.Domains() {
		if !d.Compartment {
			domain.Options = append(domain.Options, look.Option{Value: d.Code, Text: v.say.Say(d.LabelKey)})
		}
	}
	area := func(name, value string) look.Field {
		return look.Field{Kind: look.Words, Name: name, Label: v.say.Say("own.goal." + name), Hint: v.say.Say("own.goal." + name + ".hint"), Rows: 2, MaxLength: 1000, Optional: true, Value: value}
	}
	fields := []look.Field{
		{Kind: look.Words, Name: "words", Label: v.say.Say("own.goal.words"), Hint: v.say.Say("own.goal.words.hint"), Rows: 3, MaxLength: 1000, Large: true, Value: g.Words},
		domain, person, area("self", g.Self), area("help", g.Help),
		{Kind: look.Hidden, Name: fieldDraft, Value: g.version},
	}
	if g.key != "" {
		fields = append(fields, look.Field{Kind: look.Checkbox, Name: "drop", Label: v.say.Say("own.goal.drop"), Optional: true})
	}
	return fields
}

// keepOwnGoal keeps a goal in the draft, or takes it out. One that another wrote
// meanwhile is not written over: both texts come back.
func (h *house) keepOwnGoal(v *visit) error {
	of, key := dossier.ID(v.PathValue("person")), v.PathValue("goal")
	err := h.Office.KeepPlanDraft(v.ctx, v.dossier(), of, func(values map[string]string) error {
		goal, err := v.typedGoal(h)
		if key == "new" {
			if err == nil {
				writeGoal(values, goal)
			}
			return err
		}
		i := slices.IndexFunc(readOwn(values).goals, func(g keptGoal) bool { return g.key == key })
		switch {
		case i < 0:
			return fault.New(fault.NotFound, "web.keepOwnGoal", "")
		case v.value("drop") != "":
			dropGoal(values, key)
			return nil
		case err != nil:
			return err
		case values[key+".v"] != v.value(fieldDraft):
			return fault.New(fault.Conflict, "web.keepOwnGoal", "casework.draft.newer")
		}
		goal.key = key
		writeGoal(values, goal)
		return nil
	})
	if mendable(err) {
		return h.showOwnGoal(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, ownPlanURL(v.dossier(), of), "own.plan.saved")
}

// typedGoal reads the form of a goal.
func (v *visit) typedGoal(h *house) (keptGoal, error) {
	g := keptGoal{OwnGoal: dossier.OwnGoal{Part: dossier.Part{Person: v.id("person"), Domain: v.value("domain")}, Words: v.value("words"), Self: v.value("self"), Help: v.value("help")}}
	var wrong []fault.Field
	if g.Words == "" {
		wrong = append(wrong, fault.Field{Name: "words", Key: "own.goal.empty"})
	}
	if domain, err := h.Law.Domain(g.Part.Domain); err != nil || domain.Compartment {
		wrong = append(wrong, fault.Field{Name: "domain", Key: "own.goal.choose"})
	}
	return g, fault.In("web.typedGoal", wrong...)
}

// ownTrail leads back to the own plan.
func (v *visit) ownTrail(view *access.View, of dossier.ID, here string) []look.Link {
	return []look.Link{{Text: v.say.Say("web.nav.plan"), URL: planURL(view.Dossier.ID)}, {Text: v.ownTitle(view, of), URL: ownPlanURL(view.Dossier.ID, of)}, {Text: here}}
}

func (v *visit) ownBack(view *access.View, of dossier.ID) *look.Link {
	return &look.Link{Text: v.say.Say("webfamily.cancel"), URL: ownPlanURL(view.Dossier.ID, of)}
}
