package api

import "eendracht/internal/dossier"

// Holder is who holds a task or must answer a question.
type Holder struct {
	Kind         string `json:"kind"`
	Person       string `json:"person,omitempty"`
	User         string `json:"user,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Name         string `json:"name,omitempty"`
}

func holder(h dossier.Holder) *Holder {
	if h.IsZero() {
		return nil
	}
	return &Holder{Kind: h.Kind, Person: string(h.Person), User: string(h.User), Organisation: string(h.Org), Name: h.Name}
}

// Goal is a goal in the family's words.
type Goal struct {
	ID    string `json:"id"`
	Words string `json:"words"`
	Part  Part   `json:"part"`
	State string `json:"state"`
	At    string `json:"at" format:"date-time"`
}

func goal(g dossier.Goal) Goal {
	return Goal{ID: string(g.Goal), Words: g.GoalSet.Words, Part: Part{string(g.Part.Person), g.Part.Domain}, State: g.State, At: stamp(g.At)}
}

// Task is a task of the plan.
type Task struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Need    string        `json:"need,omitempty"`
	Type    string        `json:"type"`
	State   string        `json:"state"`
	Goal    string        `json:"goal,omitempty"`
	Part    Part          `json:"part"`
	Holder  *Holder       `json:"holder,omitempty"`
	When    string        `json:"when,omitempty" doc:"Local time of an appointment."`
	Due     string        `json:"due,omitempty"`
	Started string        `json:"started,omitempty"`
	Done    string        `json:"done,omitempty"`
	Reason  string        `json:"reason,omitempty"`
	Care    *dossier.Care `json:"care,omitempty"`
	At      string        `json:"at" format:"date-time"`
}

func task(t dossier.Task) Task {
	return Task{
		ID: string(t.Task), Title: t.Title, Need: t.Need, Type: t.Type, State: t.State, Goal: string(t.Goal),
		Part: Part{string(t.Part.Person), t.Part.Domain}, Holder: holder(t.Holder), When: t.When, Due: t.Due.String(),
		Started: t.Started.String(), Done: t.Done.String(), Reason: t.Reason, Care: t.Care, At: stamp(t.At),
	}
}

// Clock is a legal or agreed term.
type Clock struct {
	ID    string  `json:"id"`
	Term  string  `json:"term" doc:"The term, see docs/statute.md."`
	On    string  `json:"on" doc:"What it is for."`
	State string  `json:"state"`
	Start string  `json:"start"`
	Due   string  `json:"due" doc:"Last day, Europe/Amsterdam."`
	Owner *Holder `json:"owner,omitempty"`
}

func clock(c dossier.Clock) Clock {
	return Clock{ID: string(c.Clock), Term: c.Term, On: string(c.On), State: c.State, Start: c.Start.String(), Due: c.Due.String(), Owner: holder(c.Owner)}
}

// Question waits for an answer.
type Question struct {
	ID     string  `json:"id"`
	To     *Holder `json:"to,omitempty"`
	Words  string  `json:"words"`
	From   string  `json:"from"`
	At     string  `json:"at" format:"date-time"`
	Answer string  `json:"answer,omitempty"`
}

func question(q dossier.Question) Question {
	return Question{ID: string(q.Question), To: holder(q.To), Words: q.Words, From: q.By.Name, At: stamp(q.At), Answer: q.Answer}
}

// Allocation is allocated care and what became of it.
type Allocation struct {
	Number   string       `json:"number"`
	Task     string       `json:"task"`
	Person   string       `json:"person"`
	Provider string       `json:"provider"`
	Care     dossier.Care `json:"care"`
	On       string       `json:"on"`
	Started  string       `json:"started,omitempty"`
	Stopped  string       `json:"stopped,omitempty"`
}

func allocation(a dossier.Allocation) Allocation {
	return Allocation{
		Number: a.Number, Task: string(a.Task), Person: string(a.Person), Provider: string(a.Provider), Care: a.Care,
		On: a.On.String(), Started: a.Started.String(), Stopped: a.Stopped.String(),
	}
}

// Entry is one line of the log, as far as the caller may read it.
type Entry struct {
	ID    string `json:"id"`
	Seq   int64  `json:"seq" doc:"Place among the entries of the view."`
	At    string `json:"at" format:"date-time"`
	Kind  string `json:"kind"`
	By    string `json:"by"`
	Role  string `json:"role,omitempty"`
	Parts []Part `json:"parts,omitempty"`
	Body  any    `json:"body" doc:"What was stated, per kind."`
}

func entry(e dossier.Entry) Entry {
	return Entry{ID: string(e.ID), Seq: e.Seq, At: stamp(e.At), Kind: e.Body.Kind(), By: e.By.Name, Role: e.By.Role, Parts: parts(e.Parts), Body: e.Body}
}
