package dossier

import (
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

// pausable wants a running clock whose law lets this reason pause it.
func (c *check) pausable(id ID, reason string) Clock {
	clock, ok := c.d.Clock(id)
	c.missing(!ok, "dossier.clock.none")
	c.conflict(clock.State != ClockRuns, "dossier.clock.state")
	term, err := c.m.Law.Term(clock.Term, clock.Start)
	c.conflict(err != nil || len(term.Pause) == 0, "dossier.clock.nopause")
	c.field(err == nil && !slices.Contains(term.Pause, reason), "reason", "dossier.clock.pausereason")
	return clock
}

func clockNeed(d *Dossier, id ID) Need {
	c, _ := d.Clock(id) // one that is not there touches nothing; Decide says so
	if t, ok := d.Task(c.On); ok {
		return planNeed(ActClock, t.Part)
	}
	return Need{Action: ActClock}
}

func (c PauseClock) Name() string         { return "pause-clock" }
func (c PauseClock) Need(d *Dossier) Need { return clockNeed(d, c.Clock) }

func (c PauseClock) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("PauseClock", d, m)
	clock := v.pausable(c.Clock, c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ClockPaused{c.Clock, m.Today(), c.Reason}, d.where(clock.On))}, nil
}

func (c ResumeClock) Name() string         { return "resume-clock" }
func (c ResumeClock) Need(d *Dossier) Need { return clockNeed(d, c.Clock) }

func (c ResumeClock) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ResumeClock", d, m)
	clock, ok := d.Clock(c.Clock)
	v.missing(!ok, "dossier.clock.none")
	v.conflict(clock.State != ClockWaits, "dossier.clock.notpaused")
	if err := v.err(); err != nil {
		return nil, err
	}
	resumed, err := m.resumed(d, clock)
	return []Entry{resumed}, err
}

// resumed lets a paused clock run on, its last day later by the days that it
// stood still. A term that was extended keeps its extension.
func (m Moment) resumed(d *Dossier, c Clock) (Entry, error) {
	term, err := m.Law.Term(c.Term, c.Start)
	if err != nil {
		return Entry{}, fault.Wrap(fault.Internal, "dossier.resumed", err)
	}
	still := statute.PausedDays(c.Paused, m.Today())
	due := term.DueAfterPause(c.Start, c.Days+still)
	if c.Extended > 0 {
		due = c.Due.AddDays(still)
		if term.Roll {
			due = nl.TermEnd(c.Start.AddDays(1), due)
		}
	}
	return m.write(ClockResumed{c.Clock, m.Today(), due}, d.where(c.On)), nil
}

func (c ExtendClock) Name() string         { return "extend-clock" }
func (c ExtendClock) Need(d *Dossier) Need { return clockNeed(d, c.Clock) }

func (c ExtendClock) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ExtendClock", d, m)
	clock, ok := d.Clock(c.Clock)
	v.missing(!ok, "dossier.clock.none")
	v.conflict(clock.State != ClockRuns, "dossier.clock.state")
	v.conflict(m.Today().After(clock.Due), "dossier.clock.over")
	reason := v.reason(c.Reason)
	if v.stop != nil {
		return nil, v.stop
	}
	term, err := m.Law.Term(clock.Term, clock.Start)
	v.conflict(err != nil || term.Extension == nil, "dossier.clock.fixed")
	if v.stop != nil {
		return nil, v.stop
	}
	due := c.longer(v, term, clock)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ClockExtended{c.Clock, due, reason, m.Today()}, d.where(clock.On))}, nil
}

// longer gives the new last day: by the law's own length, or the day that the
// notice names where the law leaves it to the notice (Awb art. 4:14 lid 3).
func (c ExtendClock) longer(v *check, term statute.Term, clock Clock) nl.Date {
	v.conflict(term.Extension.Times > 0 && clock.Extended >= term.Extension.Times, "dossier.clock.often")
	if term.Extension.Length.N == 0 {
		v.field(c.Due.IsZero() || !c.Due.After(clock.Due), "due", "dossier.clock.due")
		return c.Due
	}
	due, err := term.DueExtended(clock.Start, clock.Days, clock.Extended+1)
	v.conflict(err != nil, "dossier.clock.often")
	return due
}

func (c MeetClock) Name() string         { return "meet-clock" }
func (c MeetClock) Need(d *Dossier) Need { return clockNeed(d, c.Clock) }

func (c MeetClock) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("MeetClock", d, m)
	clock, ok := d.Clock(c.Clock)
	v.missing(!ok, "dossier.clock.none")
	v.conflict(!clock.Live(), "dossier.clock.over")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ClockMet{c.Clock, m.Today()}, d.where(clock.On))}, nil
}

func (c LapseClocks) Name() string       { return "lapse-clocks" }
func (c LapseClocks) Need(*Dossier) Need { return Need{Action: ActMaintain} }

// Decide runs on a closed dossier too: the watch date may pass after the end.
func (c LapseClocks) Decide(d *Dossier, m Moment) ([]Entry, error) {
	var entries []Entry
	for _, clock := range d.Clocks {
		if clock.State == ClockRuns && clock.Due.Before(m.Today()) {
			entries = append(entries, m.write(ClockLapsed{clock.Clock, clock.Due.AddDays(1)}, d.where(clock.On)))
		}
	}
	return entries, nil
}
