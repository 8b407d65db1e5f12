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
}

// index gives the index rows that differ between two versions of a dossier.
func (o *Office) index(ctx context.Context, before, after *dossier.Dossier) (rows, error) {
	var r rows
	day := nl.On(o.Now(ctx))
	was, err := o.workRows(ctx, before, day)
	if err != nil {
		return r, err
	}
	now, err := o.workRows(ctx, after, day)
	if err != nil {
		return r, err
	}
	r.changes.Work, r.changes.Done = o.workDiff(was, now)
	if err := o.sealLabels(ctx, after, r.changes.Work, now); err != nil {
		return r, err
	}
	r.changes.Involvements = involvementDiff(before, after)
	r.changes.Lead, r.changes.FreeLead = leadDiff(before, after)
	r.changes.Tokens = o.tokens(before, after)
	r.changes.Timers, r.changes.Cancel = timerDiff(before, after)
	r.family, err = o.familyRow(ctx, after)
	return r, err
}

// work is a row before its label is sealed.
type work struct {
	row   store.WorkRow
	label Label
}

// workDiff gives the rows that are new or changed, and the items that are gone.
func (o *Office) workDiff(was, now []work) (put []store.WorkRow, gone []dossier.ID) {
	for _, n := range now {
		i := slices.IndexFunc(was, func(w work) bool { return w.row.Item == n.row.Item })
		if i < 0 || !reflect.DeepEqual(was[i], n) {
			put = append(put, n.row)
		}
	}
	for _, w := range was {
		if !slices.ContainsFunc(now, func(n work) bool { return n.row.Item == w.row.Item }) {
			gone = append(gone, w.row.Item)
		}
	}
	return put, gone
}

func (o *Office) sealLabels(ctx context.Context, d *dossier.Dossier, put []store.WorkRow, now []work) error {
	for i := range put {
		at := slices.IndexFunc(now, func(w work) bool { return w.row.Item == put[i].Item })
		sealed, err := o.sealLabel(ctx, d.ID, now[at].label)
		if err != nil {
			return err
		}
		put[i].Label = sealed
	}
	return nil
}

func (o *Office) sealLabel(ctx context.Context, id dossier.ID, l Label) ([]byte, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "casework.sealLabel", err)
	}
	sealed, err := o.Vault.Seal(ctx, owner(id), labelContext, plain)
	return sealed, fault.Wrap(fault.Unavailable, "casework.sealLabel", err)
}

func (o *Office) openLabel(ctx context.Context, id dossier.ID, sealed []byte) (Label, error) {
	var l Label
	plain, err := o.Vault.Open(ctx, owner(id), labelContext, sealed)
	if err != nil {
		return l, fault.Wrap(fault.Unavailable, "casework.openLabel", err)
	}
	if err := json.Unmarshal(plain, &l); err != nil {
		return l, fault.Wrap(fault.Internal, "casework.openLabel", err)
	}
	return l, nil
}

func involvementDiff(before, after *dossier.Dossier) []store.InvolvementRow {
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

// timerDiff sets a timer for the end of each running clock and cancels those
// of clocks that run no more.
func timerDiff(before, after *dossier.Dossier) (set []store.Timer, cancel []string) {
	for _, c := range after.Clocks {
		was, ok := before.Clock(c.Clock)
		runs := c.State == dossier.ClockRuns
		id := string(after.ID) + "/" + string(c.Clock)
		switch {
		case runs && (!ok || was.Due != c.Due || was.State != c.State):
			set = append(set, store.Timer{ID: id, Dossier: after.ID, Kind: timerLapse, Due: c.Due.AddDays(1).Midnight()})
		case !runs && ok && was.State == dossier.ClockRuns:
			cancel = append(cancel, id)
		}
	}
	return set, cancel
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
		countClock(f, c)
	}
	for _, t := range d.Tasks {
		if t.Open() {
			f.Open++
		}
		if t.State == dossier.TaskBack {
			f.Returned++
		}
	}
	label, err := o.sealLabel(ctx, d.ID, Label{Family: d.Name})
	f.Label = label
	return f, err
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
