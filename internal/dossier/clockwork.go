package dossier

import (
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// The terms that the commands start; their lengths are rows of package statute,
// except termTask: its last day is what the holder and the family agreed.
const (
	termSafety     = "safety.check"
	termLead       = "lead.accept"
	termAnswer     = "task.answer"
	termQuestion   = "question.answer"
	termEvaluation = "evaluation"
	termWatch      = "watch"
	termTask       = "task.due"
	termStart      = "ijw.start"
	termRequest    = "ijw.request"
	termInquiry    = "wmo.investigation"
	termFamilyPlan = "jw.familyplan"
	termYouthPlan  = "jw.youthplan"
)

// decisionTerm names the term of a decision per law.
func decisionTerm(law string) string { return law + ".decision" }

// clock starts a term of the law on a thing, counting from a day.
func (m Moment) clock(term string, on ID, owner Holder, start nl.Date, options ...func(*Entry)) (Entry, error) {
	t, err := m.Law.Term(term, start)
	if err != nil {
		return Entry{}, fault.Wrap(fault.Internal, "dossier.clock", err)
	}
	body := ClockStarted{Clock: m.NewID(), Term: term, On: on, Owner: owner, Start: start, Due: t.Due(start)}
	return m.write(body, options...), nil
}

// agreed starts a term whose last day was agreed. One that has passed already
// begins and ends on that day, so that it lapses at once.
func (m Moment) agreed(term string, on ID, owner Holder, due nl.Date, options ...func(*Entry)) Entry {
	start := m.Today()
	if due.Before(start) {
		start = due
	}
	return m.write(ClockStarted{Clock: m.NewID(), Term: term, On: on, Owner: owner, Start: start, Due: due}, options...)
}

// met says that the live clocks on a thing are met: those of the terms named, or all.
func (m Moment) met(d *Dossier, on ID, terms ...string) []Entry {
	return m.each(d, on, terms, func(c Clock) Body { return ClockMet{Clock: c.Clock, On: m.Today()} })
}

// stopped ends the live clocks on a thing because their reason fell away.
func (m Moment) stopped(d *Dossier, on ID, reason string, terms ...string) []Entry {
	return m.each(d, on, terms, func(c Clock) Body { return ClockStopped{Clock: c.Clock, Reason: reason} })
}

func (m Moment) each(d *Dossier, on ID, terms []string, body func(Clock) Body) []Entry {
	var entries []Entry
	for _, c := range d.Clocks {
		if c.On == on && c.Live() && (len(terms) == 0 || slices.Contains(terms, c.Term)) {
			entries = append(entries, m.write(body(c), d.where(on)))
		}
	}
	return entries
}

// where places an entry about a clock in the parts of the thing that it is for.
func (d *Dossier) where(on ID) func(*Entry) {
	if t, ok := d.Task(on); ok {
		return lies(t.Part)
	}
	if c, ok := d.Claim(on); ok {
		part, _ := d.claimPart(c.Lines)
		return lies(part)
	}
	if i := slices.IndexFunc(d.Delivered, func(o Delivered) bool { return o.Delivery == on }); i >= 0 {
		_, part, _ := d.allocatedPart(d.Delivered[i].Number)
		return lies(part)
	}
	if r, ok := d.Right(on); ok {
		return lies(r.Parts...)
	}
	if parts := d.partsOf(on); parts != nil {
		return lies(parts...)
	}
	q, _ := d.Question(on) // anything else lies in no part
	return lies(q.Parts...)
}

// desk gives who answers for the family at the municipality: the lead, or the
// team while there is none.
func (d *Dossier) desk() Holder {
	if d.Lead != nil {
		return Holder{Kind: HolderOrganisation, Org: d.Lead.Org, User: d.Lead.User, Name: d.Lead.Name}
	}
	return d.team()
}

func (d *Dossier) team() Holder {
	h := Holder{Kind: HolderOrganisation, Org: d.Team}
	for _, i := range d.Involved {
		if i.Subject.Org == d.Team && i.Subject.User == "" {
			h.Name = i.Name
		}
	}
	return h
}
