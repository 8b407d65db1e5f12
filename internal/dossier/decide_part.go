package dossier

import (
	"slices"

	"eendracht/internal/statute"
)

// planNeed asks to work on the plan in parts.
func planNeed(action string, parts ...Part) Need {
	return Need{Action: action, Parts: parts, Compartment: compartmentOf(parts)}
}

func (c OpenDomain) Name() string       { return "open-domain" }
func (c OpenDomain) Need(*Dossier) Need { return planNeed(ActPlan, c.Part) }

func (c OpenDomain) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("OpenDomain", d, m)
	v.cell("part", c.Part)
	state, ok := d.Part(c.Part)
	v.conflict(ok && !state.Closed, "dossier.domain.already")
	reason := v.words("reason", c.Reason, mostReason, "dossier.domain.reason")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(DomainOpened{c.Part, reason}, lies(c.Part), aboutPart(c.Part))}, nil
}

// aboutPart says that an entry is about the person of a part.
func aboutPart(p Part) func(*Entry) {
	return func(e *Entry) {
		if p.Person != "" {
			e.About = []ID{p.Person}
		}
	}
}

func (c CloseDomain) Name() string       { return "close-domain" }
func (c CloseDomain) Need(*Dossier) Need { return planNeed(ActPlan, c.Part) }

func (c CloseDomain) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("CloseDomain", d, m)
	state, ok := d.Part(c.Part)
	v.conflict(!ok || state.Closed, "dossier.domain.notopen")
	goals := slices.ContainsFunc(d.Goals, func(g Goal) bool { return g.Part == c.Part && g.State == GoalOpen })
	tasks := slices.ContainsFunc(d.Tasks, func(t Task) bool { return t.Part == c.Part && t.Open() })
	v.conflict(goals || tasks, "dossier.domain.busy")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(DomainClosed{c.Part, reason}, lies(c.Part), aboutPart(c.Part))}, nil
}

// shippedScale is the scale of a score that names none.
const shippedScale = "eendracht5"

func (c GiveScore) Name() string       { return "give-score" }
func (c GiveScore) Need(*Dossier) Need { return planNeed(ActScore, c.Part) }

func (c GiveScore) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("GiveScore", d, m)
	state, ok := d.Part(c.Part)
	v.opened("part", c.Part)
	v.field(!ok || state.Closed, "part", "dossier.domain.shut")
	if c.Scale == "" {
		c.Scale = shippedScale
	}
	scale, err := m.Law.Scale(c.Scale)
	v.field(err != nil, "scale", "dossier.score.scale")
	v.field(err == nil && !slices.ContainsFunc(scale.Levels, func(l statute.Level) bool { return l.Value == c.Level }), "level", "dossier.score.level")
	if c.View == "" {
		c.View = viewOf(m.By)
	}
	v.oneOf("view", c.View, "dossier.score.view", "family", "worker")
	words := v.short("words", c.Words, mostWords)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ScoreGiven{c.Part, c.Scale, c.Level, words, c.View}, lies(c.Part), aboutPart(c.Part))}, nil
}

// viewOf tells whose view a score of an actor is.
func viewOf(by Actor) string {
	if by.Role == "family" || by.Role == "network" {
		return "family"
	}
	return "worker"
}

func (c WriteNote) Name() string { return "write-note" }
func (c WriteNote) Need(*Dossier) Need {
	n := planNeed(ActNote, c.Parts...)
	if c.Compartment != "" {
		n.Compartment = c.Compartment
	}
	return n
}

func (c WriteNote) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("WriteNote", d, m)
	if c.Compartment != "" {
		v.oneOf("compartment", c.Compartment, "dossier.note.compartment", CompartmentSafety, CompartmentAddress, CompartmentVoice, CompartmentCriminal)
	}
	v.field(len(c.Parts) == 0 && c.Compartment == "", "parts", "dossier.note.parts")
	for _, p := range c.Parts {
		if c.Compartment != "" {
			v.cell("parts", p)
		} else {
			v.opened("parts", p)
		}
	}
	words := v.words("words", c.Words, mostWords, "dossier.note.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	note := m.write(NoteWritten{words}, lies(c.Parts...))
	if c.Compartment != "" {
		note.Compartment = c.Compartment
	}
	for _, p := range c.Parts {
		if p.Person != "" && !slices.Contains(note.About, p.Person) {
			note.About = append(note.About, p.Person)
		}
	}
	return []Entry{note}, nil
}
