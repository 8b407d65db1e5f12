package casework

import (
	"context"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// The kinds of work that the family asks for itself.
const (
	WorkOwnPlan = "ownplan" // an own plan that was handed in
	WorkRight   = "right"   // a right that was invoked
)

func planDraft(of dossier.ID) string { return "ownplan/" + string(of) }

// PlanDraft gives the draft of the own plan of a person, with the view by which
// the caller writes in it: their own, that of whom they represent, or one in which
// they were invited to write along. A draft that is not there yet is empty.
// NotFound for everyone else: an own plan is the family's until it is handed in.
func (o *Office) PlanDraft(ctx context.Context, id, of dossier.ID) (Draft, *access.View, error) {
	const op = "casework.PlanDraft"
	view, err := o.Open(ctx, id)
	if err != nil {
		return Draft{}, nil, err
	}
	if !o.writesIn(ctx, view, of) {
		return Draft{}, nil, fault.New(fault.NotFound, op, "")
	}
	draft, err := o.draft(ctx, string(id), planDraft(of))
	if fault.Is(err, fault.NotFound) {
		return Draft{Values: map[string]string{}}, view, nil
	}
	return draft, view, fault.Wrap(fault.Unavailable, op, err)
}

func (o *Office) writesIn(ctx context.Context, view *access.View, of dossier.ID) bool {
	d, day := view.Dossier, nl.On(o.Now(ctx))
	if view.Ask.Who.Kind != access.Citizen || of == "" || d.Closed != nil {
		return false
	}
	return of == view.Me && view.Role == "family" || d.Represents(view.Me, of, day) || d.WritesAlong(view.Me, of, day)
}

// KeepPlanDraft lets change alter the newest values of the draft and keeps them.
// When another was first, change is asked anew with what they kept; a fault of
// change ends it and nothing is kept.
func (o *Office) KeepPlanDraft(ctx context.Context, id, of dossier.ID, change func(map[string]string) error) error {
	const op = "casework.KeepPlanDraft"
	for range attempts {
		draft, _, err := o.PlanDraft(ctx, id, of)
		if err != nil {
			return err
		}
		if err := change(draft.Values); err != nil {
			return err
		}
		if _, err = o.keepDraft(ctx, string(id), planDraft(of), draft, PlanDraftDays); !fault.Is(err, fault.Conflict) {
			return fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return fault.New(fault.Conflict, op, "casework.draft.newer")
}

// HandOwnPlan hands the own plan in and takes the draft away.
func (o *Office) HandOwnPlan(ctx context.Context, id dossier.ID, c dossier.HandOwnPlan, key string, typed []Typed) (Done, error) {
	done, err := o.Do(ctx, Wish{Dossier: id, Command: c, Key: key, Typed: typed})
	if err != nil {
		return done, err
	}
	return done, o.DropPlanDraft(ctx, id, c.Person)
}

// DropPlanDraft takes the draft of an own plan away; only whose plan it is does that.
func (o *Office) DropPlanDraft(ctx context.Context, id, of dossier.ID) error {
	view, err := o.Open(ctx, id)
	if err != nil {
		return err
	}
	if of != view.Me && !view.Dossier.Represents(view.Me, of, nl.On(o.Now(ctx))) {
		return fault.New(fault.NotFound, "casework.DropPlanDraft", "")
	}
	return o.dropDraft(ctx, string(id), planDraft(of))
}

// dropPlanDrafts takes away all drafts of a dossier that is erased.
func (o *Office) dropPlanDrafts(ctx context.Context, d *dossier.Dossier) error {
	for _, p := range d.Persons {
		if err := o.dropDraft(ctx, string(d.ID), planDraft(p.ID)); err != nil {
			return err
		}
	}
	return nil
}

// InviteRelative lets a relative write along in the caller's own plan. Who is not
// in the dossier yet is found by the telephone number with which they sign in;
// Conflict when no account belongs to it.
func (o *Office) InviteRelative(ctx context.Context, id dossier.ID, c dossier.InviteRelative, key string, typed []Typed) (Done, error) {
	whole, err := o.whole(ctx, id)
	if err != nil {
		return Done{}, err
	}
	p, known := whole.Person(c.Person)
	if !known {
		p = dossier.Person{Name: c.Called, Phone: c.Phone}
	}
	user, err := o.accountOf(ctx, p)
	if err != nil && !fault.Is(err, fault.Conflict) {
		return Done{}, err
	}
	if user == "" && !known && c.Phone != "" && !c.Called.IsZero() {
		return Done{}, err
	}
	c.User = user
	return o.Do(ctx, Wish{Dossier: id, Command: c, Key: key, Typed: typed})
}

// ownPlans shows the lead each own plan that was handed in and not used yet.
func (w *worker) ownPlans() {
	for _, p := range w.d.OwnPlans {
		if _, live := w.d.ClockOn(p.Plan, ""); !live {
			continue
		}
		row := store.WorkRow{Item: p.Plan, Kind: WorkOwnPlan, State: "open", Since: p.At}
		row.User, row.Org = w.desk()
		row.Rank = w.rank(row.Org)
		w.clocked(&row, p.Plan)
		w.add(row, Label{From: w.name(p.Person), Kind: "family"})
	}
}

// rights shows who must answer each right that was invoked.
func (w *worker) rights() {
	for _, r := range w.d.Rights {
		if r.State != dossier.RightAsked {
			continue
		}
		row := store.WorkRow{Item: r.Right, Kind: WorkRight, State: r.Type, Since: r.At}
		w.held(&row, r.Owner)
		w.clocked(&row, r.Right)
		w.add(row, Label{Title: start(r.Words), From: r.By.Name, Kind: "family", Person: w.name(r.Person)})
	}
}
