package dossier

import (
	"slices"
	"strconv"

	"eendracht/internal/nl"
)

const (
	termOwnPlan  = "ownplan.answer" // agreed: within which who has the lead answers
	termPersonal = "wmo.plan"       // seven days to hand in a personal plan
	mostOwnGoals = 20
	// inviteAge is the age from which someone invites others into their own plan:
	// from 16 a person decides alone about help (Jeugdwet art. 7.3.5).
	inviteAge = 16
	// inviteMost is for how many days an invitation may hold.
	inviteMost = 366
)

// HandOwnPlan hands an own plan in. From then on the lead has to see it, with the
// term of the inquiry that must use it (Wmo 2015 art. 2.3.2 lid 4).
type HandOwnPlan struct {
	Person ID        `json:"person,omitempty"` // who hands it in
	Type   string    `json:"type,omitempty"`   // "" a family group plan
	Good   string    `json:"good,omitempty"`
	Goals  []OwnGoal `json:"goals,omitempty"`
}

// TakeOwnGoals makes goals of the plan out of goals of an own plan, in the
// family's words. It opens their parts, with Reason, where they were shut.
type TakeOwnGoals struct {
	Plan   ID     `json:"plan,omitempty"`
	Goals  []ID   `json:"goals,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// AnswerOwnPlan tells who handed it in how their plan is used.
type AnswerOwnPlan struct {
	Plan  ID     `json:"plan,omitempty"`
	Words string `json:"words,omitempty"`
}

// InviteRelative lets someone write along in the own plan of From until a day: a
// person who is known here, or someone new with name and telephone.
type InviteRelative struct {
	From   ID      `json:"from,omitempty"`
	Person ID      `json:"person,omitempty"`
	Called nl.Name `json:"called,omitzero"` // of someone new
	Phone  string  `json:"phone,omitempty"`
	User   ID      `json:"user,omitempty"` // the account of who is invited
	Until  nl.Date `json:"until,omitzero"`
}

// UninviteRelative takes an invitation back.
type UninviteRelative struct {
	Invitation ID `json:"invitation,omitempty"`
}

// Name is the stable name of the command.
func (c HandOwnPlan) Name() string { return "hand-own-plan" }

// Need says what the actor must be allowed to do.
func (c HandOwnPlan) Need(*Dossier) Need { return Need{Action: ActOwn, Person: c.Person} }

// Decide takes the plan in and starts the term of the answer. The terms within
// which the family may hand in a plan of its own are met by it.
func (c HandOwnPlan) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("HandOwnPlan", d, m)
	v.person("person", c.Person)
	if c.Type == "" {
		c.Type = OwnPlanGroup
	}
	v.oneOf("type", c.Type, "dossier.ownplan.type", OwnPlanGroup, OwnPlanPersonal)
	body := OwnPlanHanded{Plan: m.NewID(), Type: c.Type, Person: c.Person, Good: v.short("good", c.Good, mostWords)}
	v.field(len(c.Goals) == 0, "goals", "dossier.ownplan.goals")
	v.field(len(c.Goals) > mostOwnGoals, "goals", "dossier.ownplan.many", "most", strconv.Itoa(mostOwnGoals))
	persons := []ID{c.Person}
	for _, g := range c.Goals {
		goal := v.ownGoal(g)
		goal.Goal = m.NewID()
		body.Goals = append(body.Goals, goal)
		if p := goal.Part.Person; p != "" && !slices.Contains(persons, p) {
			persons = append(persons, p)
		}
	}
	for _, i := range d.Invitations {
		if i.From == c.Person && i.Holds(m.Today()) && !slices.Contains(body.With, i.Person) {
			body.With = append(body.With, i.Person)
		}
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	clock, err := m.clock(termOwnPlan, body.Plan, d.desk(), m.Today(), about(persons...))
	entries := []Entry{m.write(body, about(persons...)), clock}
	for _, melding := range d.Meldingen {
		entries = append(entries, m.met(d, melding.Melding, termPersonal, termFamilyPlan)...)
	}
	return append(entries, m.met(d, d.ID, termFamilyPlan)...), err
}

// ownGoal wants words and a part that is not shut by default.
func (c *check) ownGoal(g OwnGoal) OwnGoal {
	g.Words = c.words("goals", g.Words, mostReason, "dossier.goal.words")
	g.Self, g.Help = c.short("goals", g.Self, mostReason), c.short("goals", g.Help, mostReason)
	c.cell("goals", g.Part)
	domain, err := c.m.Law.Domain(g.Part.Domain)
	c.field(err == nil && domain.Compartment, "goals", "dossier.ownplan.shut")
	return g
}

// Name is the stable name of the command.
func (c TakeOwnGoals) Name() string { return "take-own-goals" }

// Need says what the actor must be allowed to do.
func (c TakeOwnGoals) Need(d *Dossier) Need {
	var parts []Part
	p, _ := d.OwnPlan(c.Plan) // one that is not there touches nothing; Decide says so
	for _, g := range p.Goals {
		if slices.Contains(c.Goals, g.Goal) {
			parts = append(parts, g.Part)
		}
	}
	return planNeed(ActPlan, parts...)
}

// Decide sets each goal once; when none is left the plan counts as used.
func (c TakeOwnGoals) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("TakeOwnGoals", d, m)
	p, ok := d.OwnPlan(c.Plan)
	v.missing(!ok, "dossier.ownplan.none")
	v.field(len(c.Goals) == 0, "goals", "dossier.ownplan.goals")
	reason := v.words("reason", c.Reason, mostReason, "dossier.domain.reason")
	for _, id := range c.Goals {
		v.field(!slices.ContainsFunc(p.Goals, func(g OwnGoal) bool { return g.Goal == id }), "goals", "dossier.ownplan.goal")
		_, taken := d.Taken(id)
		v.conflict(taken, "dossier.ownplan.taken")
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	var entries []Entry
	var opened []Part
	left := 0
	for _, g := range p.Goals {
		if !slices.Contains(c.Goals, g.Goal) {
			if _, taken := d.Taken(g.Goal); !taken {
				left++
			}
			continue
		}
		if state, ok := d.Part(g.Part); (!ok || state.Closed) && !slices.Contains(opened, g.Part) {
			entries, opened = append(entries, m.write(DomainOpened{g.Part, reason}, lies(g.Part), aboutPart(g.Part))), append(opened, g.Part)
		}
		entries = append(entries, m.write(GoalSet{m.NewID(), g.Words, g.Part, g.Goal}, lies(g.Part), aboutPart(g.Part)))
	}
	if left == 0 {
		entries = append(entries, m.met(d, p.Plan, termOwnPlan)...)
	}
	return entries, nil
}

// Name is the stable name of the command.
func (c AnswerOwnPlan) Name() string { return "answer-own-plan" }

// Need says what the actor must be allowed to do.
func (c AnswerOwnPlan) Need(*Dossier) Need { return Need{Action: ActPlan} }

// Decide answers once: the family reads how its plan is used.
func (c AnswerOwnPlan) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AnswerOwnPlan", d, m)
	p, ok := d.OwnPlan(c.Plan)
	v.missing(!ok, "dossier.ownplan.none")
	v.conflict(!p.AnsweredAt.IsZero(), "dossier.ownplan.answered")
	words := v.words("words", c.Words, mostReason, "dossier.ownplan.answer")
	if err := v.err(); err != nil {
		return nil, err
	}
	return append([]Entry{m.write(OwnPlanAnswered{c.Plan, words}, about(p.Person))}, m.met(d, p.Plan, termOwnPlan)...), nil
}

// Name is the stable name of the command.
func (c InviteRelative) Name() string { return "invite-relative" }

// Need says what the actor must be allowed to do.
func (c InviteRelative) Need(*Dossier) Need { return Need{Action: ActOwn, Person: c.From} }

// Decide starts an involvement only for who has none: it reads nothing of the
// family, and ends with the invitation.
func (c InviteRelative) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("InviteRelative", d, m)
	from := v.person("from", c.From)
	v.field(from.ID != "" && (from.Birth.IsZero() || from.Birth.AgeOn(m.Today()) < inviteAge), "from", "dossier.invite.age")
	v.field(c.Person != "" && c.Person == c.From, "person", "dossier.invite.self")
	v.notPast("until", c.Until)
	if c.Until.IsZero() {
		c.Until = m.Today().AddDays(90)
	}
	v.field(c.Until.After(m.Today().AddDays(inviteMost)), "until", "dossier.invite.long")
	v.conflict(d.WritesAlong(c.Person, c.From, m.Today()), "dossier.invite.already")
	entries, person := c.who(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	span := nl.Span{From: m.Today(), Until: c.Until}
	body := RelativeInvited{Invitation: m.NewID(), From: c.From, Person: person.ID}
	if !slices.ContainsFunc(d.Involved, func(i Involvement) bool { return i.Subject.Person == person.ID && i.Active(m.Today()) }) {
		place := m.involve(InvolvementStarted{
			Subject: Subject{User: c.User, Person: person.ID}, Name: person.Name.Informal(), Role: "network", Purpose: "help", Ground: groundConsent,
			Persons: []ID{person.ID}, Scope: ScopeTask,
		}, span)
		v.field(c.User == "", "person", "dossier.invite.account")
		body.Involvement = place.Body.(InvolvementStarted).Involvement // involve makes that body
		entries = append(entries, place)
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	return append(entries, m.write(body, about(c.From, person.ID), valid(span))), nil
}

// groundConsent is the ground of who takes part because the family wants it.
const groundConsent = "avg.6.1a"

// who gives the person whom an invitation is for: known here, or new to the network.
func (c InviteRelative) who(v *check) ([]Entry, Person) {
	if c.Person != "" {
		return nil, v.person("person", c.Person)
	}
	someone := NewPerson{Name: c.Called, Phone: c.Phone, Network: true, Source: "self"}.checked(v, "", "")
	id := v.m.NewID()
	return someone.entries(v.m, id), Person{ID: id, Name: someone.Name}
}

// Name is the stable name of the command.
func (c UninviteRelative) Name() string { return "uninvite-relative" }

// Need says what the actor must be allowed to do.
func (c UninviteRelative) Need(d *Dossier) Need {
	i, _ := deref(find(d.Invitations, func(i *Invitation) bool { return i.Invitation == c.Invitation })) // none: Decide says so
	return Need{Action: ActOwn, Person: i.From}
}

// Decide ends what the invitation let them do, and the involvement that it started.
func (c UninviteRelative) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.UninviteRelative", d: d, m: m}
	i, ok := deref(find(d.Invitations, func(i *Invitation) bool { return i.Invitation == c.Invitation }))
	v.missing(!ok, "dossier.invite.none")
	v.conflict(i.Ended, "dossier.invite.over")
	if err := v.err(); err != nil {
		return nil, err
	}
	entries := []Entry{m.write(RelativeUninvited(c), about(i.From, i.Person))}
	for _, place := range d.Involved {
		if place.Involvement == i.Involvement && !place.Ended && i.Involvement != "" {
			entries = append(entries, m.write(InvolvementEnded{place.Involvement, m.Today().AddDays(-1), ""}, about(i.Person)))
		}
	}
	return entries, nil
}
