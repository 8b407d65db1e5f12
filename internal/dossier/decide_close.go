package dossier

import (
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

func (c SetWatch) Name() string       { return "set-watch" }
func (c SetWatch) Need(*Dossier) Need { return Need{Action: ActClose} }

func (c SetWatch) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("SetWatch", d, m)
	v.field(c.On.IsZero() || !c.On.After(m.Today()), "on", "dossier.watch.on")
	if c.Owner == (Holder{}) {
		c.Owner = d.desk()
	}
	owner := v.holder("owner", c.Owner)
	words := v.short("words", c.Words, mostReason)
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := append([]Entry{m.write(WatchSet{c.On, owner, words})}, m.stopped(d, d.ID, "moved", termWatch)...)
	return append(entries, m.agreed(termWatch, d.ID, owner, c.On)), nil
}

func (c CloseDossier) Name() string       { return "close-dossier" }
func (c CloseDossier) Need(*Dossier) Need { return Need{Action: ActClose} }

// Decide ends everyone's involvement with the work, except the family's own: they may
// read their dossier as long as it is kept. With a watch date the team stays
// until it has had the time to look.
func (c CloseDossier) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("CloseDossier", d, m)
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	if left := d.left(); len(left) > 0 {
		return nil, &fault.Error{Code: fault.Conflict, Op: v.op, Key: "dossier.close.left", Fields: left}
	}
	retention, keep, err := d.keep(m)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	if d.Lead != nil {
		entries = append(entries, m.write(LeadEnded{reason}))
	}
	stays := func(i Involvement) bool { return d.Watch != nil && i.Subject == Subject{Org: d.Team} }
	entries = append(entries, endInvolved(d, m, reason, func(i Involvement) bool { return i.Role != "family" && !stays(i) })...)
	for _, i := range d.Involved {
		if stays(i) && i.Valid.Until.IsZero() {
			entries = append(entries, m.write(InvolvementEnded{i.Involvement, m.until(d.Watch.On.AddDays(watchDays)), reason}))
		}
	}
	entries = append(entries, m.stopped(d, d.ID, "closed", termEvaluation)...)
	for _, o := range d.Offers {
		entries = append(entries, m.stopped(d, o.Offer, "closed")...)
	}
	return append(entries, m.write(Closed{reason, retention, keep})), nil
}

// watchDays is how long after the watch date the team may still look: our own
// choice, four weeks.
const watchDays = 28

// left lists what is still open, each as a finding with its own words.
func (d *Dossier) left() []fault.Field {
	var left []fault.Field
	add := func(name, key, arg, value string) {
		left = append(left, fault.Field{Name: name, Key: key, Args: []string{arg, value}})
	}
	for _, g := range d.Goals {
		if g.State == GoalOpen {
			add("goal."+string(g.Goal), "dossier.close.goal", "goal", g.GoalSet.Words)
		}
	}
	for _, t := range d.Tasks {
		if t.Open() {
			add("task."+string(t.Task), "dossier.close.task", "task", t.Title)
		}
	}
	for _, c := range d.Concerns {
		if c.Open() {
			left = append(left, fault.Field{Name: "concern." + string(c.Concern), Key: "dossier.close.concern"})
		}
	}
	for _, c := range d.Clocks {
		_, concern := d.Concern(c.On)
		if c.Live() && !slices.Contains([]string{termWatch, termEvaluation, termLead}, c.Term) && !d.openTask(c.On) && !concern {
			add("clock."+string(c.Clock), "dossier.close.clock", "due", c.Due.String())
		}
	}
	return left
}

// openTask tells whether a thing is a task that is listed already.
func (d *Dossier) openTask(id ID) bool {
	t, ok := d.Task(id)
	return ok && t.Open()
}

// served gives the laws under which the family was helped. A melding falls
// under the Jeugdwet unless told otherwise, for who asks need not say whether
// there are children; without a child that law asks no retention.
func (d *Dossier) served() []string {
	laws := d.laws()
	for _, decision := range d.Decisions {
		laws = append(laws, decision.Law)
	}
	child := slices.ContainsFunc(d.Persons, func(p Person) bool { return !p.Birth.IsZero() && p.Birth.AgeOn(nl.On(d.OpenedAt)) < 18 })
	decided := slices.ContainsFunc(d.Decisions, func(o Decision) bool { return o.Law == "jw" })
	other := slices.ContainsFunc(laws, func(law string) bool { return law != "jw" })
	if !child && !decided && other {
		laws = slices.DeleteFunc(laws, func(law string) bool { return law == "jw" })
	}
	return laws
}

// keep gives the longest retention of the laws under which the family was helped.
func (d *Dossier) keep(m Moment) (code string, keep nl.Date, err error) {
	for _, law := range d.served() {
		if law == "pw" {
			law = "archive" // the Participatiewet names none: the municipality's selection list
		}
		r, err := m.Law.Retention(law, m.Today())
		if err != nil {
			return "", keep, fault.Wrap(fault.Internal, "dossier.keep", err)
		}
		from := m.Today() // the end of the case is also its last change
		if r.From == statute.FromCreated {
			from = nl.On(d.OpenedAt)
		}
		if until := r.Until(from); keep.IsZero() || until.After(keep) {
			code, keep = law, until
		}
	}
	return code, keep, nil
}

func (c ReopenDossier) Name() string       { return "reopen-dossier" }
func (c ReopenDossier) Need(*Dossier) Need { return Need{Action: ActClose} }

func (c ReopenDossier) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.ReopenDossier", d: d, m: m}
	v.missing(d.Version == 0, "dossier.none")
	v.conflict(d.Closed == nil, "dossier.notclosed")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return reopen(d, m, reason), nil
}

// reopen takes the work up again: the team is involved as at the beginning.
func reopen(d *Dossier, m Moment, reason string) []Entry {
	entries := append([]Entry{m.write(Reopened{reason})}, m.stopped(d, d.ID, "reopened", termWatch)...)
	for _, i := range slices.Backward(d.Involved) {
		if i.Subject != (Subject{Org: d.Team}) || i.Role != "worker" {
			continue
		}
		if i.Active(m.Today().AddDays(1)) { // stayed to watch: the new one takes its place
			entries = append(entries, m.write(InvolvementEnded{i.Involvement, m.Today(), reason}))
		}
		return append(entries, m.involve(i.InvolvementStarted, nl.Span{}))
	}
	return entries
}
