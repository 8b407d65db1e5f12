package web

import (
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/picture"
)

// caseLine puts the tasks of the plan on the time line, a lane per holder.
func (v *visit) caseLine(view *access.View) picture.TimeLine {
	line := picture.TimeLine{ID: "plan-line", Title: v.say.Say("web.case.line"), Today: v.today}
	for _, t := range view.Dossier.Tasks {
		if t.State == dossier.TaskGone {
			continue
		}
		holder := v.laneName(view, t)
		i := slices.IndexFunc(line.Lanes, func(l picture.Lane) bool { return l.Holder == holder })
		if i < 0 {
			line.Lanes = append(line.Lanes, picture.Lane{Holder: holder})
			i = len(line.Lanes) - 1
		}
		line.Lanes[i].Tasks = append(line.Lanes[i].Tasks, v.stretch(t))
	}
	return line
}

func (v *visit) laneName(view *access.View, t dossier.Task) string {
	if name := v.holderName(view, t.Holder); name != "" && t.State != dossier.TaskBack {
		return name
	}
	return v.say.Say("web.holder.none")
}

// untold stands for the title of a task in the view of a process director.
const untold = "…"

// stretch gives a task in time: from when it began, or was thought of, until it is due or was done.
func (v *visit) stretch(t dossier.Task) picture.Stretch {
	if t.Title == untold {
		t.Title = v.say.Say("web.case.task")
	}
	s := picture.Stretch{Text: t.Title, Span: nl.Span{From: t.Started, Until: t.Due}}
	if s.From.IsZero() {
		s.From = nl.On(t.At)
	}
	switch {
	case t.State == dossier.TaskReady:
		s.State, s.Until = picture.Done, t.Done
	case v.past(t.Due):
		s.State = picture.Late
	case t.State == dossier.TaskBusy:
		s.State = picture.Running
	case t.State == dossier.TaskTaken:
		s.State = picture.Planned
	default:
		s.State = picture.Waiting
	}
	if !s.Until.IsZero() && s.Until.Before(s.From) {
		s.From = s.Until
	}
	return s
}
