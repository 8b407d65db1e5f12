package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// tableCommand reads what was written. It takes only goals and parts that all
// at the table may see.
func (v *visit) tableCommand(view *access.View, who []dossier.ID, shared casework.Shared) (dossier.Command, error) {
	const op = "web.tableCommand"
	switch v.value(fieldDo) {
	case "goal":
		part, ok := pickPart(shared.Parts, v.value("part"))
		if !ok {
			return nil, fault.In(op, fault.Field{Name: "part", Key: "web.meet.part"})
		}
		return dossier.SetGoal{Words: v.value("words"), Part: part}, nil
	case "step":
		goal, ok := view.Dossier.Goal(v.id("goal"))
		if !ok || !slices.Contains(shared.Goals, goal.Goal) {
			return nil, fault.In(op, fault.Field{Name: "goal", Key: "table.step.which"})
		}
		to, err := chosen(v.tableHolders(view, who), "to", v.value("to"))
		if err != nil {
			return nil, err
		}
		due, wrong := v.day("due")
		if wrong != nil {
			return nil, fault.In(op, *wrong)
		}
		return dossier.CreateTask{Title: firstWords(v.value("words")), Goal: goal.Goal, Part: goal.Part, Due: due, To: to}, nil
	}
	return nil, fault.New(fault.Invalid, op, "web.chain.nothing")
}
