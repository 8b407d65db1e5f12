package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// The plan that the family makes itself: a family group plan (familiegroepsplan,
// Jeugdwet art. 1.1, 2.1 onder g and 4.1.2) or a personal plan (persoonlijk plan,
// Wmo 2015 art. 2.3.2 lid 2). It is a draft of the family's own until it is handed in.
const (
	OwnPlanGroup    = "familygroup"
	OwnPlanPersonal = "personal"
)

// OwnGoal is one thing that the family wants, in its own words.
type OwnGoal struct {
	Goal  ID     `json:"goal"`
	Part  Part   `json:"part"`
	Words string `json:"words"`
	Self  string `json:"self,omitempty"` // what the family and its network do themselves
	Help  string `json:"help,omitempty"` // what they need help with
}

// OwnPlanHanded is an own plan as it was handed in.
type OwnPlanHanded struct {
	Plan   ID        `json:"plan"`
	Type   string    `json:"type"` // one of the OwnPlan constants
	Person ID        `json:"person"`
	With   []ID      `json:"with,omitempty"` // who wrote along
	Good   string    `json:"good,omitempty"` // what goes well, and who is there for them
	Goals  []OwnGoal `json:"goals"`
}

// OwnPlanAnswered says how the plan was used, to who handed it in.
type OwnPlanAnswered struct {
	Plan  ID     `json:"plan"`
	Words string `json:"words"`
}

// RelativeInvited lets someone write along in the own plan of who invites them,
// during Entry.Valid.
type RelativeInvited struct {
	Invitation  ID `json:"invitation"`
	From        ID `json:"from"`                  // the person whose plan it is
	Person      ID `json:"person"`                // who may write along
	Involvement ID `json:"involvement,omitempty"` // that was started for it; "" when they were involved already
}

// RelativeUninvited takes an invitation back, from the moment of recording.
type RelativeUninvited struct {
	Invitation ID `json:"invitation"`
}

// Kind names the stored form of each body.
func (OwnPlanHanded) Kind() string     { return "ownplan.handed" }
func (OwnPlanAnswered) Kind() string   { return "ownplan.answered" }
func (RelativeInvited) Kind() string   { return "relative.invited" }
func (RelativeUninvited) Kind() string { return "relative.uninvited" }

// OwnPlan is an own plan that was handed in, with what became of it.
type OwnPlan struct {
	OwnPlanHanded
	At         time.Time
	By         Actor
	Answer     string
	AnsweredAt time.Time
	AnsweredBy Actor
	Entry      ID
}

// Invitation lets a relative write along in an own plan.
type Invitation struct {
	RelativeInvited
	Valid nl.Span
	Ended bool
}

// Holds tells whether the invitation carries anything on a day. One that was
// taken back carries nothing from that very moment.
func (i Invitation) Holds(day nl.Date) bool { return !i.Ended && i.Valid.Holds(day) }

// OwnPlan gives an own plan by id.
func (d *Dossier) OwnPlan(id ID) (OwnPlan, bool) {
	return deref(find(d.OwnPlans, func(p *OwnPlan) bool { return p.Plan == id }))
}

// Taken gives the goal of the plan that an own goal became.
func (d *Dossier) Taken(own ID) (Goal, bool) {
	return deref(find(d.Goals, func(g *Goal) bool { return own != "" && g.Own == own }))
}

// WritesAlong tells whether a person may write in the own plan of another on a day.
func (d *Dossier) WritesAlong(person, of ID, day nl.Date) bool {
	return person != "" && slices.ContainsFunc(d.Invitations, func(i Invitation) bool {
		return i.From == of && i.Person == person && i.Holds(day)
	})
}

func (b OwnPlanHanded) apply(f *folding, e Entry) {
	list := own(f, slotOwnPlans, &f.d.OwnPlans)
	*list = append(*list, OwnPlan{OwnPlanHanded: b, At: e.At, By: e.By, Entry: e.ID})
}

func (b OwnPlanAnswered) apply(f *folding, e Entry) {
	change(own(f, slotOwnPlans, &f.d.OwnPlans), func(p *OwnPlan) bool { return p.Plan == b.Plan },
		func(p *OwnPlan) { p.Answer, p.AnsweredAt, p.AnsweredBy = b.Words, e.At, e.By })
}

func (b RelativeInvited) apply(f *folding, e Entry) {
	list := own(f, slotInvitations, &f.d.Invitations)
	*list = append(*list, Invitation{RelativeInvited: b, Valid: e.Valid})
}

func (b RelativeUninvited) apply(f *folding, _ Entry) {
	change(own(f, slotInvitations, &f.d.Invitations), func(i *Invitation) bool { return i.Invitation == b.Invitation },
		func(i *Invitation) { i.Ended = true })
}
