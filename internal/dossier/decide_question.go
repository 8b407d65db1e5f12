package dossier

import "slices"

// pauseForAnswer is the reason for which a question may pause a term: the
// applicant was asked to complete the application (Awb art. 4:15 lid 1 onder a).
const pauseForAnswer = "awb.4:15.1a"

func (c AskQuestion) Name() string       { return "ask-question" }
func (c AskQuestion) Need(*Dossier) Need { return Need{Action: ActIntake, Parts: c.Parts} }

func (c AskQuestion) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AskQuestion", d, m)
	to := v.holder("to", c.To)
	words := v.words("words", c.Words, mostWords, "dossier.question.words")
	for _, p := range c.Parts {
		v.cell("parts", p)
	}
	var waits Clock
	if c.Pause != "" {
		waits = v.pausable(c.Pause, pauseForAnswer)
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	id := m.NewID()
	asked := m.write(QuestionAsked{id, to, words, c.Pause}, lies(c.Parts...))
	if to.Person != "" {
		asked.About = []ID{to.Person}
	}
	started, err := m.clock(termQuestion, id, to, m.Today(), lies(c.Parts...))
	if err != nil {
		return nil, err
	}
	entries := []Entry{asked, started}
	if c.Pause != "" {
		entries = append(entries, m.write(ClockPaused{c.Pause, m.Today(), pauseForAnswer}, d.where(waits.On)))
	}
	return entries, nil
}

func (c AnswerQuestion) Name() string { return "answer-question" }
func (c AnswerQuestion) Need(d *Dossier) Need {
	q, _ := d.Question(c.Question) // a question that is not there touches nothing; Decide says so
	return Need{Action: ActAnswer, Question: c.Question, Parts: q.Parts}
}

func (c AnswerQuestion) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AnswerQuestion", d, m)
	q, ok := d.Question(c.Question)
	v.missing(!ok, "dossier.question.none")
	v.conflict(!q.AnsweredAt.IsZero(), "dossier.question.answered")
	words := v.words("words", c.Words, mostWords, "dossier.question.answer")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(QuestionAnswered{c.Question, words}, lies(q.Parts...))}
	entries = append(entries, m.met(d, c.Question)...)
	waits, ok := d.Clock(q.Pauses)
	if !ok || waits.State != ClockWaits {
		return entries, nil
	}
	resumed, err := m.resumed(d, waits)
	return append(entries, resumed), err
}

// lies places an entry in parts, and in the compartment that one of them is.
func lies(parts ...Part) func(*Entry) {
	return func(e *Entry) {
		e.Parts = slices.Clone(parts)
		if shut := compartmentOf(parts); shut != "" {
			e.Compartment = shut
		}
	}
}

// compartmentOf gives the compartment of the life domains that are shut by default.
func compartmentOf(parts []Part) string {
	for _, p := range parts {
		switch p.Domain {
		case "safety":
			return CompartmentSafety
		case "justice":
			return CompartmentCriminal
		}
	}
	return ""
}
