package dossier

import "slices"

// voiceAge is the age from which a child speaks for itself here: from 12 a
// child is heard and may see its own file (Jeugdwet art. 7.3.4, 7.3.8 and 7.3.10).
const voiceAge = 12

func (c Speak) Name() string { return "speak" }
func (c Speak) Need(*Dossier) Need {
	return Need{Action: ActOwn, Person: c.Person, Compartment: CompartmentVoice}
}

func (c Speak) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("Speak", d, m)
	p := v.person("person", c.Person)
	v.field(p.ID != "" && (p.Birth.IsZero() || p.Birth.AgeOn(m.Today()) < voiceAge), "person", "dossier.voice.age")
	words := v.words("words", c.Words, mostWords, "dossier.voice.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(VoiceRecorded{m.NewID(), c.Person, words, c.Shared}, about(c.Person), shut(CompartmentVoice))}, nil
}

func (c Differ) Name() string { return "differ" }
func (c Differ) Need(d *Dossier) Need {
	e, _ := d.Entry(c.Entry) // an entry that is not there touches nothing; Decide says so
	return Need{Action: ActOwn, Person: c.Person, Parts: e.Parts, Compartment: e.Compartment}
}

// Decide takes a differing view after the end of the work too: the right to it
// (AVG art. 16) lasts as long as the dossier is kept.
func (c Differ) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.Differ", d: d, m: m}
	e, ok := d.Entry(c.Entry)
	v.missing(!ok, "dossier.entry.none")
	v.person("person", c.Person)
	words := v.words("words", c.Words, mostWords, "dossier.view.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	view := m.write(ViewDiffers{c.Entry, c.Person, words}, about(c.Person))
	view.Parts, view.Compartment = e.Parts, e.Compartment
	return []Entry{view}, nil
}

func (c Retract) Name() string { return "retract" }
func (c Retract) Need(d *Dossier) Need {
	e, _ := d.Entry(c.Entry) // an entry that is not there touches nothing; Decide says so
	n := Need{Action: ActFamily, Parts: e.Parts, Compartment: e.Compartment}
	switch body := e.Body.(type) {
	case NoteWritten:
		n.Action = ActNote
	case ScoreGiven:
		n.Action = ActScore
	case TaskReported:
		n.Action, n.Task = ActHold, body.Task
	case VoiceRecorded:
		n.Action, n.Person = ActOwn, body.Person
	case ViewDiffers:
		n.Action, n.Person = ActOwn, body.Person
	}
	return n
}

// Decide lets people strike the facts, notes, scores and views that they stated
// themselves. What was decided, agreed or offered is undone by a decision of its own.
func (c Retract) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("Retract", d, m)
	e, ok := d.Entry(c.Entry)
	v.missing(!ok, "dossier.entry.none")
	v.conflict(ok && d.Struck(c.Entry), "dossier.entry.struck")
	v.conflict(ok && !retractable(d, e), "dossier.entry.stays")
	v.conflict(ok && e.By.User != m.By.User, "dossier.entry.other")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	struck := m.write(Retracted{c.Entry, reason})
	struck.About, struck.Parts, struck.Compartment = e.About, e.Parts, e.Compartment
	return []Entry{struck}, nil
}

func retractable(d *Dossier, e Entry) bool {
	switch body := e.Body.(type) {
	case NoteWritten, ScoreGiven, ViewDiffers, VoiceRecorded, TaskReported, RelationStated, CustodyStated, StayStated, ContactStated:
		return true
	case PersonStated:
		return e.Corrects != "" || !d.named(body.Person)
	}
	return false
}

// named tells whether anything but their own facts speaks of a person.
func (d *Dossier) named(person ID) bool {
	return slices.ContainsFunc(d.Entries, func(e Entry) bool {
		switch body := e.Body.(type) {
		case PersonStated, ContactStated, StayStated, Retracted:
			return false
		case TaskOffered:
			return body.To.Person == person
		case QuestionAsked:
			return body.To.Person == person
		case InvolvementStarted:
			return body.Subject.Person == person || slices.Contains(body.Persons, person)
		}
		return slices.Contains(e.About, person) || slices.ContainsFunc(e.Parts, func(p Part) bool { return p.Person == person })
	})
}
