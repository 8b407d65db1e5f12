package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// own copies what the family does itself: own plans that were handed in,
// invitations to write along, and rights that were invoked.
func (r *redaction) own() {
	for i := range r.d.OwnPlans {
		p := r.d.OwnPlans[i]
		if body, ok := r.ownPlan(p.OwnPlanHanded); ok {
			p.OwnPlanHanded = body
			r.out.OwnPlans = append(r.out.OwnPlans, p)
			r.shown[p.Plan] = true
		}
	}
	for _, i := range r.d.Invitations {
		mine := r.me != "" && (i.From == r.me || i.Person == r.me)
		if r.knows(i.From) && r.knows(i.Person) && r.record("invitation", when(isMine, mine)) {
			r.out.Invitations = append(r.out.Invitations, i)
			r.shown[i.Invitation] = true
		}
	}
	for i := range r.d.Rights {
		if right := r.d.Rights[i]; r.rightShown(&right) {
			r.out.Rights = append(r.out.Rights, right)
			r.shown[right.Right] = true
		}
	}
}

// ownPlan gives an own plan as it may be read: whole to who handed it in, to who
// wrote along what they wrote along in; of others each goal by its part.
func (r *redaction) ownPlan(b dossier.OwnPlanHanded) (dossier.OwnPlanHanded, bool) {
	mine := r.me != "" && (b.Person == r.me || slices.Contains(b.With, r.me))
	if mine && r.record("ownplan", isMine) {
		b.With = r.known(b.With)
		return b, true
	}
	all := len(b.Goals)
	b.Goals = slices.DeleteFunc(slices.Clone(b.Goals), func(g dossier.OwnGoal) bool { return !r.reads(g.Part, "") })
	b.With = r.known(b.With)
	if !r.gov() && (len(b.Goals) < all || !r.reads(dossier.Part{}, "")) {
		b.Good = ""
	}
	return b, len(b.Goals) > 0 && r.knows(b.Person) && r.record("ownplan", isReadable)
}

// rightShown tells whether a right that was invoked may be read: by whose it is,
// who invoked it and who must answer, where they may read what it is about; by the
// municipality's side where it may read the parts.
func (r *redaction) rightShown(x *dossier.Right) bool {
	if !r.knows(x.Person) {
		return false
	}
	mine := x.By.User == r.ask.Who.User || r.me != "" && x.Person == r.me || r.holds(x.Owner)
	return (mine || r.gov() && r.readsAll(x.Parts, "")) && r.record("right", when(isMine, mine))
}

// ownRefs takes out of rights what they are about when that is not in the copy;
// it comes after everything that may be.
func (r *redaction) ownRefs() {
	for i := range r.out.Rights {
		if on := r.out.Rights[i].On; !r.shown[on] && !r.logged(on) {
			r.out.Rights[i].On = ""
		}
	}
}

// logged tells whether an entry may be read.
func (r *redaction) logged(id dossier.ID) bool {
	e, ok := r.d.Entry(id)
	if !ok {
		return false
	}
	_, shown := r.body(&e)
	return shown
}

// bodyOwn gives the body of an entry about what the family does itself, as it
// may be read.
func (r *redaction) bodyOwn(body dossier.Body) (dossier.Body, bool) {
	switch b := body.(type) {
	case dossier.OwnPlanHanded:
		return r.ownPlan(b)
	case dossier.OwnPlanAnswered:
		return b, r.shown[b.Plan]
	case dossier.RelativeInvited:
		return b, r.shown[b.Invitation]
	case dossier.RelativeUninvited:
		return b, r.shown[b.Invitation]
	case dossier.RightInvoked:
		if !r.shown[b.On] && !r.logged(b.On) {
			b.On = ""
		}
		return b, r.shown[b.Right]
	case dossier.RightAnswered:
		return b, r.shown[b.Right]
	}
	return body, false
}

// ownOf gives the own plan, invitation or right that a body is about.
func ownOf(body dossier.Body) (dossier.ID, bool) {
	switch b := body.(type) {
	case dossier.OwnPlanHanded:
		return b.Plan, true
	case dossier.OwnPlanAnswered:
		return b.Plan, true
	case dossier.RelativeInvited:
		return b.Invitation, true
	case dossier.RelativeUninvited:
		return b.Invitation, true
	case dossier.RightInvoked:
		return b.Right, true
	case dossier.RightAnswered:
		return b.Right, true
	}
	return "", false
}
