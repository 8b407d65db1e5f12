package dossier

import (
	"slices"
	"strings"
	"time"

	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

// Erasure (vernietiging): when the law's term of keeping is over, or earlier when
// someone of 12 or older asks for it (Jeugdwet art. 7.3.9, Wmo 2015 art. 5.3.5,
// AVG art. 17). A person decides; what went leaves a record without content.

const termErasure = "avg.erasure"

// ClassErasure is the retention class of the record of erasures itself: it
// holds no personal data of the family and outlives what it tells of.
const ClassErasure = "erasure"

// What a decision on an erasure rests on.
const (
	EraseTerm     = "term"     // the term of keeping is over
	EraseRequest  = "request"  // who it is about asked for it
	KeepInterest  = "interest" // keeping matters much to another than who asks (Jeugdwet art. 7.3.9 lid 2, Wmo 2015 art. 5.3.5 lid 2)
	KeepStatute   = "statute"  // a law forbids destruction (same articles)
	ErasureOpen   = "asked"
	ErasureYes    = "granted" // decided, not carried out yet
	ErasureNo     = "refused"
	ErasureIsDone = "done"
)

// ErasureAsked asks to erase what is kept about one person.
type ErasureAsked struct {
	Erasure ID     `json:"erasure"`
	Person  ID     `json:"person"`
	Words   string `json:"words"`
	Officer Holder `json:"officer"` // who must decide
}

// ErasureDecided grants or refuses an erasure.
type ErasureDecided struct {
	Erasure ID       `json:"erasure"`
	Outcome string   `json:"outcome"` // granted, refused
	Basis   string   `json:"basis"`
	Words   string   `json:"words"`             // the reasons, without content of the dossier
	Person  ID       `json:"person,omitempty"`  // "" the whole dossier
	Classes []string `json:"classes,omitempty"` // retention classes; empty: all
	Shared  []ID     `json:"shared,omitempty"`  // entries about several persons that go too
}

// DataErased records that entries have no content any more. Municipality and
// team stay, so that someone still answers for who looked.
type DataErased struct {
	Erasure      ID       `json:"erasure"`
	Entries      []ID     `json:"entries"`
	Person       ID       `json:"person,omitempty"`
	Whole        bool     `json:"whole,omitempty"`
	Classes      []string `json:"classes,omitempty"`
	Basis        string   `json:"basis"`
	Municipality string   `json:"municipality"`
	Team         ID       `json:"team"`
}

// Gone stands for the body of an entry whose content was erased. It is never
// stored: whoever loads the log puts it where nothing is left. The fold keeps its
// place in the log and derives nothing from it.
type Gone struct{ Was string }

// Kind names the stored form of each body.
func (ErasureAsked) Kind() string   { return "erasure.asked" }
func (ErasureDecided) Kind() string { return "erasure.decided" }
func (DataErased) Kind() string     { return "erasure.done" }

// Kind is that of what was erased.
func (g Gone) Kind() string { return g.Was }

// Erasure is one request or decision to erase, with what became of it.
type Erasure struct {
	Erasure ID
	State   string // asked, granted, refused, done
	Person  ID     // "" the whole dossier
	Classes []string
	Shared  []ID
	Words   string // of who asked
	Why     string // of who decided
	Basis   string
	At      time.Time // asked, or decided when nobody asked
	By      Actor
	Officer Holder // who must decide
	Decided time.Time
	Done    time.Time
	Count   int // entries that went
}

// Erasure gives an erasure by id.
func (d *Dossier) Erasure(id ID) (Erasure, bool) {
	return deref(find(d.Erasures, func(x *Erasure) bool { return x.Erasure == id }))
}

func (b ErasureAsked) apply(f *folding, e Entry) {
	list := own(f, slotErasures, &f.d.Erasures)
	*list = append(*list, Erasure{Erasure: b.Erasure, State: ErasureOpen, Person: b.Person, Words: b.Words, At: e.At, By: e.By, Officer: b.Officer})
}

func (b ErasureDecided) apply(f *folding, e Entry) {
	x, ok := f.d.Erasure(b.Erasure)
	if !ok {
		x = Erasure{Erasure: b.Erasure, At: e.At, By: e.By}
	}
	x.State, x.Person, x.Classes, x.Shared, x.Why, x.Basis, x.Decided = b.Outcome, b.Person, b.Classes, b.Shared, b.Words, b.Basis, e.At
	place(own(f, slotErasures, &f.d.Erasures), x, func(was *Erasure) bool { return was.Erasure == b.Erasure })
}

func (b DataErased) apply(f *folding, e Entry) {
	change(own(f, slotErasures, &f.d.Erasures), func(x *Erasure) bool { return x.Erasure == b.Erasure },
		func(x *Erasure) { x.State, x.Done, x.Count = ErasureIsDone, e.At, len(b.Entries) })
	if b.Whole {
		f.d.Erased, f.d.Municipality, f.d.Team = true, b.Municipality, b.Team
	}
}

// AskErasure asks to erase what is kept about a person.
type AskErasure struct {
	Person  ID     `json:"person,omitempty"`
	Words   string `json:"words,omitempty"`
	Officer Holder `json:"officer,omitzero"`
}

// DecideErasure grants or refuses a request, or decides that what is over its
// term goes. An empty Erasure decides without a request.
type DecideErasure struct {
	Erasure ID       `json:"erasure,omitempty"`
	Outcome string   `json:"outcome,omitempty"`
	Basis   string   `json:"basis,omitempty"`
	Words   string   `json:"words,omitempty"`
	Person  ID       `json:"person,omitempty"`
	Classes []string `json:"classes,omitempty"`
	Shared  []ID     `json:"shared,omitempty"`
}

// Name is the stable name of the command.
func (c AskErasure) Name() string { return "ask-erasure" }

// Need says what the actor must be allowed to do.
func (c AskErasure) Need(*Dossier) Need { return Need{Action: ActOwn, Person: c.Person} }

// Decide takes the request and starts the month within which it is answered
// (AVG art. 12 lid 3). It may come after the end of the work too.
func (c AskErasure) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.AskErasure", d: d, m: m}
	v.missing(d.Version == 0 || d.Erased, "dossier.none")
	p := v.person("person", c.Person)
	v.field(p.ID != "" && !d.AsksErasure(m.By.Person, p, m.Law, m.Today()), "person", "dossier.erasure.age")
	v.conflict(slices.ContainsFunc(d.Erasures, func(x Erasure) bool { return x.Person == c.Person && x.State == ErasureOpen }), "dossier.erasure.already")
	words := v.words("words", c.Words, mostReason, "dossier.erasure.words")
	if err := v.err(); err != nil {
		return nil, err
	}
	officer := c.Officer
	if officer.IsZero() {
		officer = d.team()
	}
	asked := ErasureAsked{m.NewID(), c.Person, words, officer}
	clock, err := m.clock(termErasure, asked.Erasure, officer, m.Today(), about(c.Person))
	return []Entry{m.write(asked, about(c.Person)), clock}, err
}

// AsksErasure tells whether the law lets one person ask this for another on a day:
// from 12 themselves, below 12 their parents, and who represents them. Whether
// a parent has custody is for package access.
func (d *Dossier) AsksErasure(by ID, p Person, law *statute.Set, day nl.Date) bool {
	age := 18
	if !p.Birth.IsZero() {
		age = p.Birth.AgeOn(day)
	}
	rule, err := law.Consent("jw", statute.MatterDestruction, age, day)
	if err != nil {
		return false
	}
	if by == p.ID {
		return slices.Contains(rule.Who, statute.WhoChild)
	}
	return slices.Contains(rule.Who, statute.WhoParents) || d.Represents(by, p.ID, day)
}

// Name is the stable name of the command.
func (c DecideErasure) Name() string { return "decide-erasure" }

// Need says what the actor must be allowed to do.
func (c DecideErasure) Need(*Dossier) Need { return Need{Action: ActReview} }

// Decide writes the decision. A refusal names one of the two exceptions of the
// law; what is not over its term goes only on request.
func (c DecideErasure) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.DecideErasure", d: d, m: m}
	v.missing(d.Version == 0, "dossier.none")
	v.conflict(d.Erased, "dossier.erasure.gone")
	x, asked := d.Erasure(c.Erasure)
	v.missing(c.Erasure != "" && !asked, "dossier.erasure.none")
	v.conflict(asked && x.State != ErasureOpen, "dossier.erasure.decided")
	v.oneOf("outcome", c.Outcome, "dossier.erasure.outcome", ErasureYes, ErasureNo)
	switch {
	case c.Outcome == ErasureNo:
		v.oneOf("basis", c.Basis, "dossier.erasure.basis", KeepInterest, KeepStatute)
		v.conflict(!asked, "dossier.erasure.none")
	case asked:
		c.Basis, c.Person = EraseRequest, x.Person
	default:
		c.Basis = EraseTerm
		v.conflict(!d.due(c.Classes, m), "dossier.erasure.early")
	}
	if c.Person != "" {
		v.person("person", c.Person)
	}
	for _, id := range c.Shared {
		e, ok := d.Entry(id)
		v.field(!ok || c.Person == "" || !slices.Contains(Persons(e), c.Person), "shared", "dossier.erasure.shared")
	}
	words := v.words("words", c.Words, mostReason, "dossier.reason")
	if err := v.err(); err != nil {
		return nil, err
	}
	id := c.Erasure
	if id == "" {
		id = m.NewID()
	}
	decided := ErasureDecided{id, c.Outcome, c.Basis, words, c.Person, slices.Clone(c.Classes), slices.Clone(c.Shared)}
	return append([]Entry{m.write(decided)}, m.met(d, id)...), nil
}

// due tells whether all data of some classes (none: all that there are) are
// over their term.
func (d *Dossier) due(classes []string, m Moment) bool {
	terms := d.Terms(m.Law, m.Today())
	if d.Closed == nil || len(terms) == 0 {
		return false
	}
	for _, t := range terms {
		if (len(classes) == 0 || slices.Contains(classes, t.Class)) && !t.Due {
			return false
		}
	}
	return true
}

// Term is how long the entries of one retention class are kept.
type Term struct {
	Class   string // code of package statute
	Law     string // that says so
	Article string
	Entries int
	Last    nl.Date // last day of keeping; zero while the work goes on
	Due     bool    // over its term on the day asked
}

// Terms gives the retention classes that the dossier holds data of, with the
// last day on which each is kept, as of a day.
func (d *Dossier) Terms(law *statute.Set, day nl.Date) []Term {
	var terms []Term
	for _, e := range d.Entries {
		if _, gone := e.Body.(Gone); gone || e.Class == ClassErasure {
			continue
		}
		class := d.ClassOf(e)
		t := find(terms, func(t *Term) bool { return t.Class == class })
		if t == nil {
			terms = append(terms, d.term(law, class, day))
			t = &terms[len(terms)-1]
		}
		t.Entries++
	}
	slices.SortFunc(terms, func(a, b Term) int {
		switch {
		case a.Last.Before(b.Last):
			return -1
		case b.Last.Before(a.Last):
			return 1
		}
		return strings.Compare(a.Class, b.Class)
	})
	return terms
}

// term counts from the end of the work, which is also the last change; what
// counts from the making of the data counts from then too: that is never shorter
// than the law asks.
func (d *Dossier) term(law *statute.Set, class string, day nl.Date) Term {
	t := Term{Class: class}
	r, err := law.Retention(class, day)
	if err != nil || d.Closed == nil {
		return t
	}
	t.Law, t.Article, t.Last = r.Law, r.Article, r.Until(nl.On(d.Closed.At))
	t.Due = t.Last.Before(day)
	return t
}

// Erase gives what an erasure that was granted takes away, and the entry that
// records it. It faults with Conflict when it was not granted or is done.
func (d *Dossier) Erase(id ID, m Moment) ([]ID, Entry, error) {
	v := &check{op: "dossier.Erase", d: d, m: m}
	x, ok := d.Erasure(id)
	v.missing(!ok, "dossier.erasure.none")
	v.conflict(x.State != ErasureYes, "dossier.erasure.decided")
	if err := v.err(); err != nil {
		return nil, Entry{}, err
	}
	var going []ID
	for _, e := range d.Entries {
		if x.takes(d, e) {
			going = append(going, e.ID)
		}
	}
	whole := x.Person == "" && len(x.Classes) == 0
	done := DataErased{x.Erasure, going, x.Person, whole, x.Classes, x.Basis, d.Municipality, d.Team}
	e := m.write(done)
	e.Class = ClassErasure
	return going, e, nil
}

// takes tells whether an erasure takes the content of an entry: of a class that
// goes, and about nobody else, unless whoever decided named it.
func (x Erasure) takes(d *Dossier, e Entry) bool {
	switch e.Body.(type) {
	case Gone, ErasureDecided, DataErased:
		return false
	}
	if len(x.Classes) > 0 && !slices.Contains(x.Classes, d.ClassOf(e)) {
		return false
	}
	if x.Person == "" {
		return true
	}
	persons := Persons(e)
	return len(persons) == 1 && persons[0] == x.Person || slices.Contains(x.Shared, e.ID)
}
