package casework

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Label is what a list shows of a row; it is stored sealed.
type Label struct {
	Family string `json:"f,omitempty"` // how the family is called
	Title  string `json:"t,omitempty"` // of a task, or the first words of a melding or question
	From   string `json:"w,omitempty"` // from whom it comes
	Kind   string `json:"k,omitempty"` // family, help or near: the tint of the face
	Person string `json:"p,omitempty"` // whom it is about, by first name
}

// labelContext binds sealed labels to their use.
const labelContext = "label"

type rows struct {
	family  *store.FamilyRow
	changes store.Changes
	work    []work // in the dossier after, as of the day
	day     nl.Date
}

// index gives the index rows that differ between two versions of a dossier.
func (o *Office) index(ctx context.Context, before, after *dossier.Dossier) (rows, error) {
	r := rows{day: nl.On(o.Now(ctx))}
	was, ok := o.memory.work(before, r.day)
	if !ok {
		was = workRows(before, r.day)
	}
	family, err := o.familyRow(ctx, after)
	r.family, r.work = family, was
	if err != nil || sameState(before, after) {
		return r, err
	}
	r.work = workRows(after, r.day)
	if r.changes.Work, r.changes.Done, err = o.workDiff(ctx, after, was, r.work); err != nil {
		return r, err
	}
	r.changes.Involvements = involvementDiff(before, after)
	r.changes.Lead, r.changes.FreeLead = leadDiff(before, after)
	r.changes.Tokens = o.tokens(before, after)
	r.changes.Timers, r.changes.Cancel = timerDiff(before, after)
	r.changes.Timers = append(r.changes.Timers, eraseTimers(before, after)...)
	r.changes.Cancel = append(r.changes.Cancel, laid(before, after)...)
	r.changes.Timers = append(r.changes.Timers, o.noticeTimers(before, after, was, r.work, o.Now(ctx))...)
	r.changes.Parcels, r.changes.Answered = parcelDiff(before, after)
	return r, nil
}

// work is a row before its label is sealed.
type work struct {
	row   store.WorkRow
	label Label
}

// workDiff gives the rows that are new or changed, with sealed labels, and the
// items that are gone.
func (o *Office) workDiff(ctx context.Context, d *dossier.Dossier, was, now []work) (put []store.WorkRow, gone []dossier.ID, err error) {
	old := byID(was, now, func(w *work) dossier.ID { return w.row.Item })
	for i := range now {
		n := &now[i]
		before := old.take(i, n.row.Item)
		if before != nil && before.same(n) {
			continue
		}
		row := n.row
		if row.Label, err = o.sealLabel(ctx, d, n.label); err != nil {
			return nil, nil, err
		}
		put = append(put, row)
	}
	for _, w := range old.rest {
		gone = append(gone, w.row.Item)
	}
	slices.Sort(gone)
	return put, gone, nil
}

// former finds the things of an earlier list in a later one. Most stand where
// they stood; only the others are looked up.
type former[T any] struct {
	same []T
	rest map[dossier.ID]*T
}

func byID[T any](was, now []T, id func(*T) dossier.ID) former[T] {
	n := 0
	for n < len(was) && n < len(now) && id(&was[n]) == id(&now[n]) {
		n++
	}
	f := former[T]{same: was[:n], rest: make(map[dossier.ID]*T, len(was)-n)}
	for i := n; i < len(was); i++ {
		f.rest[id(&was[i])] = &was[i]
	}
	return f
}

// take gives what a thing at this place was, nil when it is new.
func (f former[T]) take(i int, id dossier.ID) *T {
	if i < len(f.same) {
		return &f.same[i]
	}
	before := f.rest[id]
	delete(f.rest, id)
	return before
}

// same tells whether two rows say the same; neither has its label sealed yet.
func (w *work) same(other *work) bool {
	a, b := &w.row, &other.row
	return w.label == other.label && a.Dossier == b.Dossier && a.Item == b.Item && a.Kind == b.Kind && a.State == b.State &&
		a.User == b.User && a.Org == b.Org && a.Rank == b.Rank && a.Start == b.Start && a.Due == b.Due && a.Term == b.Term &&
		a.Late == b.Late && a.Since.Equal(b.Since)
}

func (o *Office) sealLabel(ctx context.Context, d *dossier.Dossier, l Label) ([]byte, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "casework.sealLabel", err)
	}
	sealed, err := o.sealAs(ctx, d.ID, labelSlot(d), labelContext, plain)
	return sealed, fault.Wrap(fault.Unavailable, "casework.sealLabel", err)
}

func (o *Office) openLabel(ctx context.Context, id dossier.ID, sealed []byte) (Label, error) {
	var l Label
	plain, err := o.openAs(ctx, id, labelContext, sealed)
	if err != nil {
		return l, fault.Wrap(fault.Unavailable, "casework.openLabel", err)
	}
	if err := json.Unmarshal(plain, &l); err != nil {
		return l, fault.Wrap(fault.Internal, "casework.openLabel", err)
	}
	return l, nil
}

func involvementDiff(before, after *dossier.Dossier) []store.InvolvementRow {
	if shared(before.Involved, after.Involved) {
		return nil
	}
	var put []store.InvolvementRow
	for _, i := range after.Involved {
		was, ok := before.Involvement(i.Involvement)
		if ok && reflect.DeepEqual(was, i) {
			continue
		}
		put = append(put, store.InvolvementRow{
			Dossier: after.ID, Involvement: i.Involvement, User: i.Subject.User, Org: orgOf(i.Subject),
			Person: i.Subject.Person, Role: i.Role, Purpose: i.Purpose, Ground: i.Ground, Scope: i.Scope, Valid: i.Valid,
		})
	}
	return put
}

// orgOf names the organisation of an involvement that holds for all of it; one
// that names a user holds for that user alone.
func orgOf(s dossier.Subject) dossier.ID {
	if s.User != "" {
		return ""
	}
	return s.Org
}

func leadDiff(before, after *dossier.Dossier) (*store.LeadRow, bool) {
	switch {
	case after.Lead == nil:
		return nil, before.Lead != nil
	case before.Lead == nil:
		return &store.LeadRow{User: after.Lead.User, Org: after.Lead.Org}, false
	case before.Lead.User != after.Lead.User:
		return &store.LeadRow{User: after.Lead.User, Org: after.Lead.Org}, true
	}
	return nil, false
}

// logOnly names what every entry changes in a dossier and no index row is derived from.
var logOnly = map[string]bool{"Version": true, "ChangedAt": true, "Entries": true, "room": true}

// sameState tells whether two dossiers differ in their log alone, as after a
// note. A list that a fold did not touch is the same list.
func sameState(a, b *dossier.Dossier) bool {
	if a.Version == 0 {
		return false
	}
	left, right := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range left.NumField() {
		if logOnly[left.Type().Field(i).Name] {
			continue
		}
		l, r := left.Field(i), right.Field(i)
		if l.Kind() == reflect.Slice {
			if l.Len() != r.Len() || l.Len() > 0 && l.Pointer() != r.Pointer() {
				return false
			}
		} else if !l.Equal(r) {
			return false
		}
	}
	return true
}

// shared tells whether two lists are one: a fold copies a list before it changes it.
func shared[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// timerDiff sets a timer for the end of each running clock and cancels those
// of clocks that run no more.
func timerDiff(before, after *dossier.Dossier) (set []store.Timer, cancel []string) {
	if shared(before.Clocks, after.Clocks) {
		return nil, nil
	}
	old := byID(before.Clocks, after.Clocks, func(c *dossier.Clock) dossier.ID { return c.Clock })
	for i := range after.Clocks {
		c := &after.Clocks[i]
		was := old.take(i, c.Clock)
		runs := c.State == dossier.ClockRuns
		switch {
		case runs && (was == nil || was.Due != c.Due || was.State != c.State):
			set = append(set, store.Timer{ID: timerID(after, c), Dossier: after.ID, Kind: timerLapse, Due: c.Due.AddDays(1).Midnight()})
		case !runs && was != nil && was.State == dossier.ClockRuns:
			cancel = append(cancel, timerID(after, c))
		}
	}
	return set, cancel
}

func timerID(d *dossier.Dossier, c *dossier.Clock) string {
	return string(d.ID) + "/" + string(c.Clock)
}

// timerLapse is the kind of timer that marks clocks whose last day passed.
const timerLapse = "lapse"

func (o *Office) familyRow(ctx context.Context, d *dossier.Dossier) (*store.FamilyRow, error) {
	f := &store.FamilyRow{
		Dossier: d.ID, Municipality: d.Municipality, Team: d.Team, Phase: d.Phase(),
		Safety: safetyRank(d), GapSince: d.LeadGapSince, Changed: d.ChangedAt,
	}
	if d.Lead != nil {
		f.Lead, f.LeadOrg, f.GapSince = d.Lead.User, d.Lead.Org, time.Time{}
	}
	if d.Closed != nil {
		f.Keep, f.GapSince = d.Closed.Keep, time.Time{}
	}
	for _, c := range d.Clocks {
		if !shutClock(d, c) {
			countClock(f, c)
		}
	}
	for _, t := range d.Tasks {
		if t.Open() {
			f.Open++
		}
		if t.State == dossier.TaskBack {
			f.Returned++
		}
	}
	label, err := o.sealLabel(ctx, d, Label{Family: d.Name})
	f.Label = label
	return f, err
}

// shutClock tells whether a clock would tell of a safety matter: what lists show
// of a family is read by those who may not know of it too.
func shutClock(d *dossier.Dossier, c dossier.Clock) bool {
	_, hold := d.Hold(c.On)
	_, concern := d.Concern(c.On)
	return hold || concern
}

func countClock(f *store.FamilyRow, c dossier.Clock) {
	switch c.State {
	case dossier.ClockIsLate:
		f.Late++
	case dossier.ClockRuns:
		if f.NextDue.IsZero() || c.Due.Before(f.NextDue) {
			f.NextDue = c.Due
		}
	}
}

func safetyRank(d *dossier.Dossier) int {
	now, ok := d.SafetyNow()
	if !ok {
		return 0
	}
	return map[string]int{dossier.SafetySafe: 1, dossier.SafetyWatch: 2, dossier.SafetyUnsafe: 3, dossier.SafetyAcute: 4}[now.Level]
}
