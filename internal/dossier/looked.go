package dossier

import "time"

const termLooks = "looks.question"

// LookQuestioned ties a question to the look that it is about.
type LookQuestioned struct {
	Question ID        `json:"question"`
	Look     ID        `json:"look"`
	At       time.Time `json:"at"` // when they looked
	Org      ID        `json:"org"`
}

// VoiceShared shares with the lead, from now on, what a child said before, or no longer.
type VoiceShared struct {
	Voice  ID   `json:"voice"`
	Shared bool `json:"shared"`
}

// Kind names the stored form of each body.
func (LookQuestioned) Kind() string { return "look.questioned" }
func (VoiceShared) Kind() string    { return "voice.shared" }

func (b LookQuestioned) apply(f *folding, _ Entry) {
	change(own(f, slotQuestions, &f.d.Questions), func(q *Question) bool { return q.Question == b.Question },
		func(q *Question) { q.Look = b.Look })
}

func (b VoiceShared) apply(f *folding, _ Entry) {
	change(own(f, slotVoices, &f.d.Voices), func(v *Voice) bool { return v.Voice == b.Voice }, func(v *Voice) { v.Shared = b.Shared })
}

// AskAboutLook asks an organisation why it looked. Whoever fills it in has seen
// that the look is one that the asker may know of.
type AskAboutLook struct {
	Look  ID        `json:"look,omitempty"`
	At    time.Time `json:"at,omitzero"`
	Org   ID        `json:"org,omitempty"`
	Words string    `json:"words,omitempty"`
}

// ShareVoice shares with the lead what one said before, or takes that back.
type ShareVoice struct {
	Voice  ID   `json:"voice,omitempty"`
	Shared bool `json:"shared,omitempty"`
}

// Name is the stable name of the command.
func (c AskAboutLook) Name() string { return "ask-about-look" }

// Need says what the actor must be allowed to do.
func (c AskAboutLook) Need(*Dossier) Need { return Need{Action: ActQuery} }

// Decide puts the question to the organisation that looked, with a clock; when it
// is not involved any more, to whom answers for the family at the municipality.
func (c AskAboutLook) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AskAboutLook", d, m)
	v.missing(c.Look == "", "dossier.look.none")
	asked := find(d.Questions, func(q *Question) bool { return q.Look == c.Look && q.By.User == m.By.User })
	v.conflict(asked != nil, "dossier.look.asked")
	words := v.words("words", c.Words, mostWords, "dossier.question.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	to, id := d.looker(c.Org, m), m.NewID()
	started, err := m.clock(termLooks, id, to, m.Today())
	if err != nil {
		return nil, err
	}
	var of []ID
	if m.By.Person != "" {
		of = []ID{m.By.Person}
	}
	return []Entry{
		m.write(QuestionAsked{Question: id, To: to, Words: words}, about(of...)), started,
		m.write(LookQuestioned{id, c.Look, c.At.UTC().Truncate(time.Microsecond), c.Org}, about(of...)),
	}, nil
}

// looker gives who answers for a look of an organisation.
func (d *Dossier) looker(org ID, m Moment) Holder {
	for _, i := range d.Involved {
		if org != "" && i.Subject.Org == org && i.Active(m.Today()) {
			return Holder{Kind: HolderOrganisation, Org: org, Name: i.Name}
		}
	}
	return d.desk()
}

// Name is the stable name of the command.
func (c ShareVoice) Name() string { return "share-voice" }

// Need says what the actor must be allowed to do.
func (c ShareVoice) Need(d *Dossier) Need {
	k, _ := deref(find(d.Voices, func(k *Voice) bool { return k.Voice == c.Voice })) // none: Decide says so
	return Need{Action: ActOwn, Person: k.Person, Compartment: CompartmentVoice}
}

// Decide changes what the lead may read from now on.
func (c ShareVoice) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ShareVoice", d, m)
	k, ok := deref(find(d.Voices, func(k *Voice) bool { return k.Voice == c.Voice }))
	v.missing(!ok, "dossier.voice.none")
	v.conflict(ok && k.Shared == c.Shared, "dossier.voice.same")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(VoiceShared{c.Voice, c.Shared}, about(k.Person), shut(CompartmentVoice))}, nil
}
