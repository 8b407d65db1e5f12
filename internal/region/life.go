package region

import (
	"context"
	"fmt"
	"slices"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// life is the simulated history of one family. It works through casework like
// everyone else: each step has a caller with a purpose, at a moment of its own
// time. What comes after the end of its time does not happen, so that a family
// that asked last week stands where a family stands after a week.
type life struct {
	dice
	maker  *builder
	region *Region
	f      Family
	id     dossier.ID
	now    time.Time
	end    time.Time // of what people do
	last   time.Time // of the terms that go on running
	step   uint64
	file   *dossier.Dossier // as it was after the last step
	stale  bool             // the desk of official messages changed it since
	whole  bool             // the work on it was ended in an earlier build
	again  bool             // steps were done before: an interrupted build goes on
	err    error

	persons []dossier.ID // per place in f.Persons; "" while not in the dossier
	worker  *store.User  // of the team, does the intake
	lead    *store.User  // nil while there is none

	said     []string  // goals that were set
	joined   []cell    // where organisations are involved
	exchange *messages // about care that has begun
	unbegun  bool      // care was allocated and does not begin
}

// begin starts the life of a family.
func (b *builder) begin(n int, f Family) *life {
	l := &life{
		dice: throw(b.region.Seed, "life", uint64(n)), maker: b, region: b.region, f: f,
		id: b.region.Dossier(n), persons: make([]dossier.ID, len(f.Persons)),
	}
	l.last = b.region.Today.Midnight().Add(7 * time.Hour)
	l.end = l.last
	l.worker = one(l.dice, b.region.StaffOf(f.Team, roleWorker))
	return l
}

// Dossier gives the identifier of the dossier of a family.
func (r *Region) Dossier(n int) dossier.ID {
	return idFrom(throw(r.Seed, stepLabel, stepNumber(n, 0)))
}

const stepLabel = "step"

// stepNumber names the stream of identifiers of one step of one family.
func stepNumber(family int, step uint64) uint64 { return uint64(family)<<16 | step }

// over tells whether nothing more happens: the time is up, or a step failed.
func (l *life) over() bool { return l.err != nil || !l.now.Before(l.end) }

// staff gives a member of staff as a caller, for a purpose.
func (l *life) staff(user *store.User, purpose string) casework.Caller {
	org := l.region.byOrg[user.Org]
	return casework.Caller{
		Who: access.Who{
			User: user.ID, Org: user.Org, Kind: access.Staff, OrgKind: org.Kind, Roles: user.Roles,
			Name: user.Name, OrgName: org.Name, Phone: user.Phone, Municipality: org.Municipality,
		},
		Purpose: purpose, Flow: flow,
	}
}

// flow names the simulator in the retype meter.
const flow = "region"

// citizen gives a person of the family as a caller.
func (l *life) citizen(i int) casework.Caller {
	p := l.f.Persons[i]
	return casework.Caller{
		Who:     access.Who{User: p.Account, Kind: access.Citizen, Name: p.Name.Informal(), Phone: p.Phone},
		Purpose: "own", Flow: flow,
	}
}

func system() casework.Caller {
	return casework.Caller{Who: access.Who{Kind: access.System, User: "system", Name: "Eendracht"}, Purpose: "maintenance", Flow: flow}
}

// context gives the context of the next step: who, when, and its identifiers.
func (l *life) context(who casework.Caller) context.Context {
	return WithIDs(l.anew(who), l.region.Seed, stepLabel, stepNumber(l.f.Number, l.step))
}

// anew is context with identifiers that were never used before, for looks: they
// may be written again when an interrupted build goes on.
func (l *life) anew(who casework.Caller) context.Context {
	ctx := withSeries(WithClock(l.maker.ctx, l.now), l.f.Number, l.step)
	return casework.As(ctx, who)
}

// do carries out one command; false when it did not happen.
func (l *life) do(who casework.Caller, c dossier.Command) (casework.Done, bool) {
	return l.wish(who, casework.Wish{Command: c})
}

// wish carries out one wish on the family's dossier, and keeps what it led to.
func (l *life) wish(who casework.Caller, w casework.Wish) (casework.Done, bool) {
	if l.over() {
		return casework.Done{}, false
	}
	if l.step > 0 {
		w.Dossier = l.id
	}
	w.Key = l.key()
	last := w.Last
	w.Last = func(after *dossier.Dossier) ([]dossier.Command, error) {
		l.file, l.stale = after, false
		if last == nil {
			return nil, nil
		}
		return last(after)
	}
	var done casework.Done
	err := l.maker.patiently(func() (err error) {
		done, err = l.maker.office.Do(l.context(who), w)
		return err
	})
	return done, l.settle(w.Command.Name(), done.Again, err)
}

func (l *life) key() string { return fmt.Sprintf("region/%d/%d", l.f.Number, l.step) }

// settle ends a step: it moves to the next one, or stops the life at a fault.
func (l *life) settle(what string, again bool, err error) bool {
	if err != nil {
		l.err = fmt.Errorf("family %d, step %d (%s) on %s: %w", l.f.Number, l.step, what, nl.On(l.now), err)
		return false
	}
	l.step++
	if again {
		l.reread()
	}
	return l.err == nil && !l.whole
}

// reread opens the dossier once, when a step turns out to have been done before:
// an interrupted build goes on. The dossier then is as it was when the build
// broke off, so that later steps find what they name. When the work on it has
// ended already, nothing more is to be done.
func (l *life) reread() {
	if l.again {
		return
	}
	l.again = true
	now := l.now
	l.now = l.last
	l.refresh()
	l.now = now
	if fault.Is(l.err, fault.NotFound) || l.err == nil && l.file.Closed != nil {
		l.err, l.end, l.whole = nil, l.now, true
	}
}

// refresh opens the dossier as the municipality sees it.
func (l *life) refresh() {
	if l.err != nil {
		return
	}
	who := l.staff(l.worker, "intake")
	if l.lead != nil {
		who = l.leading()
	}
	var view *access.View
	err := l.maker.patiently(func() (err error) {
		view, err = l.maker.office.Open(l.anew(who), l.id)
		return err
	})
	if err != nil {
		l.err = wrapped(err, "family %d, step %d: look", l.f.Number, l.step)
		return
	}
	l.file, l.stale = view.Dossier, false
}

// clocks gives the terms of the dossier as they are now.
func (l *life) clocks() []dossier.Clock {
	if l.stale {
		l.refresh()
	}
	if l.file == nil {
		return nil
	}
	return l.file.Clocks
}

// born gives the thing that a step brought into being first.
func born(done casework.Done) dossier.ID {
	if len(done.New) == 0 {
		return ""
	}
	return done.New[0]
}

// pass lets time pass: so many days at least and at most, to an hour of a
// working day. Terms that end meanwhile lapse on the day after, as a timer does.
func (l *life) pass(low, high int) {
	day := nl.On(l.now).AddDays(l.between(low, high))
	hour := time.Duration(l.between(8*60+30, 16*60+45)) * time.Minute
	for !day.Midnight().Add(hour).After(l.now) || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDays(1)
	}
	l.until(day.Midnight().Add(hour))
}

// soon lets minutes pass, within one visit or meeting.
func (l *life) soon() { l.now = l.now.Add(time.Duration(l.between(1, 9)) * time.Minute) }

// evening lets time pass to an evening at home, so many days on.
func (l *life) evening(low, high int) {
	day := nl.On(l.now).AddDays(l.between(low, high))
	l.until(day.Midnight().Add(time.Duration(l.between(18*60, 23*60+20)) * time.Minute))
}

// until moves the time to a moment that lies ahead, at most to the end.
func (l *life) until(then time.Time) {
	if l.over() {
		return
	}
	if !then.After(l.now) {
		l.soon()
		return
	}
	if then.After(l.end) {
		then = l.end
	}
	l.bill(then)
	l.lapse(then)
	l.now = then
}

// lapse marks the terms whose last day passes before a moment, each on the
// night after it.
func (l *life) lapse(before time.Time) {
	for l.err == nil && l.file != nil {
		clock, due := l.nextDue()
		if due.IsZero() || !due.Before(before) {
			return
		}
		if due.Before(l.now) {
			due = l.now // it passed while something else was done
		}
		l.now = due
		l.mark(clock, due)
	}
}

// mark lets the system mark what lapsed by a moment. The step is named by the
// term, not numbered, so that an interrupted build finds it again.
func (l *life) mark(clock dossier.ID, due time.Time) {
	err := l.aside(system(), due, "lapse/"+string(clock), dossier.LapseClocks{})
	if err == nil && !l.lapsedBy(due) {
		l.refresh()
		if l.err == nil && !l.lapsedBy(due) {
			err = fault.New(fault.Internal, "region.mark", "")
		}
	}
	if l.err == nil {
		l.err = wrapped(err, "family %d: lapse on %s", l.f.Number, nl.On(due))
	}
}

// aside carries out a command as a step that has a name in place of a number.
func (l *life) aside(who casework.Caller, now time.Time, name string, c dossier.Command) error {
	return l.maker.patiently(func() error {
		ctx := WithIDs(WithClock(l.maker.ctx, now), l.region.Seed, name, uint64(l.f.Number))
		done, err := l.maker.office.Do(casework.As(ctx, who), casework.Wish{
			Dossier: l.id, Command: c, Key: "region/" + name,
			Last: func(after *dossier.Dossier) ([]dossier.Command, error) {
				l.file, l.stale = after, false
				return nil, nil
			},
		})
		l.stale = l.stale || done.Again
		return err
	})
}

func wrapped(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}

// nextDue gives the running term that passes first, and the first moment after it.
func (l *life) nextDue() (dossier.ID, time.Time) {
	var first dossier.Clock
	for _, c := range l.file.Clocks {
		if c.State == dossier.ClockRuns && (first.Due.IsZero() || c.Due.Before(first.Due)) {
			first = c
		}
	}
	if first.Due.IsZero() {
		return "", time.Time{}
	}
	return first.Clock, first.Due.AddDays(1).Midnight().Add(5 * time.Minute)
}

// lapsedBy tells whether no term runs any more whose last day passed before a moment.
func (l *life) lapsedBy(due time.Time) bool {
	_, next := l.nextDue()
	return next.IsZero() || next.After(due)
}

// day gives today's date in the simulated time, days on.
func (l *life) day(days int) nl.Date { return nl.On(l.now).AddDays(days) }

// child gives the place of a child to name in a goal; -1 when there is none.
func (l *life) child() int {
	if len(l.f.Needs.Youth) > 0 {
		return one(l.dice, l.f.Needs.Youth)
	}
	for i, p := range l.f.Persons {
		if p.Child {
			return i
		}
	}
	return -1
}

// pupil gives the place of a child of school age; -1 when there is none.
func (l *life) pupil() int {
	best := -1
	for i, p := range l.f.Persons {
		if age := p.Age(l.region.Today); p.Child && age >= 5 && age < 18 && (best < 0 || slices.Contains(l.f.Needs.Youth, i)) {
			best = i
		}
	}
	return best
}

// family gives a person of the family or its network as a holder.
func (l *life) family(i int) dossier.Holder {
	p := l.f.Persons[i]
	kind := dossier.HolderFamily
	if p.Network {
		kind = dossier.HolderNetwork
	}
	return dossier.Holder{Kind: kind, Person: l.persons[i], User: p.Account, Name: p.Name.Informal()}
}

// organisation gives an organisation as a holder.
func (l *life) organisation(id dossier.ID) dossier.Holder {
	return dossier.Holder{Kind: dossier.HolderOrganisation, Org: id, Name: l.region.byOrg[id].Name}
}

// userOf is a member of staff.
type userOf = store.User

// leading gives the lead as a caller, at work on the plan.
func (l *life) leading() casework.Caller { return l.staff(l.lead, "plan") }

// meet says that what a term of the request for help asks for was done. Where
// the term is met already, also in a build that is taken up again, the step is
// skipped and keeps its number.
func (l *life) meet(who casework.Caller, term string) {
	if l.over() {
		return
	}
	for _, c := range l.clocks() {
		if c.Term != term || c.On != l.file.Meldingen[0].Melding {
			continue
		}
		if c.Live() {
			l.do(who, dossier.MeetClock{Clock: c.Clock})
		} else {
			l.step++
		}
		return
	}
}
