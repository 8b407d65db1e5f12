package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func find[T any](list []T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, func(t T) bool { return is(&t) }); i >= 0 {
		return &list[i]
	}
	return nil
}

// Person gives a person by id.
func (d *Dossier) Person(id ID) (Person, bool) {
	return deref(find(d.Persons, func(p *Person) bool { return p.ID == id }))
}

// Task gives a task by id.
func (d *Dossier) Task(id ID) (Task, bool) {
	return deref(find(d.Tasks, func(t *Task) bool { return t.Task == id }))
}

// Goal gives a goal by id.
func (d *Dossier) Goal(id ID) (Goal, bool) {
	return deref(find(d.Goals, func(g *Goal) bool { return g.Goal == id }))
}

// Clock gives a clock by id.
func (d *Dossier) Clock(id ID) (Clock, bool) {
	return deref(find(d.Clocks, func(c *Clock) bool { return c.Clock == id }))
}

// ClockOn gives the newest live clock with this term on a thing.
func (d *Dossier) ClockOn(on ID, term string) (Clock, bool) {
	for _, c := range slices.Backward(d.Clocks) {
		if c.On == on && (term == "" || c.Term == term) && c.Live() {
			return c, true
		}
	}
	return Clock{}, false
}

// Question gives a question by id.
func (d *Dossier) Question(id ID) (Question, bool) {
	return deref(find(d.Questions, func(q *Question) bool { return q.Question == id }))
}

// Offer gives an offer of the lead by id.
func (d *Dossier) Offer(id ID) (Offer, bool) {
	return deref(find(d.Offers, func(o *Offer) bool { return o.Offer == id }))
}

// Involvement gives an involvement by id.
func (d *Dossier) Involvement(id ID) (Involvement, bool) {
	return deref(find(d.Involved, func(i *Involvement) bool { return i.Involvement == id }))
}

// Allocation gives an allocation by its number (toewijzingnummer).
func (d *Dossier) Allocation(number string) (Allocation, bool) {
	return deref(find(d.Allocations, func(a *Allocation) bool { return a.Number == number }))
}

// Part gives the state of a part; false when it was never opened.
func (d *Dossier) Part(p Part) (PartState, bool) {
	return deref(find(d.Parts, func(s *PartState) bool { return s.Part == p }))
}

// Entry gives an entry by id.
func (d *Dossier) Entry(id ID) (Entry, bool) {
	return deref(find(d.Entries, func(e *Entry) bool { return e.ID == id }))
}

func deref[T any](p *T) (T, bool) {
	if p == nil {
		var none T
		return none, false
	}
	return *p, true
}

// SafetyNow gives the last weighing of the safety.
func (d *Dossier) SafetyNow() (Safety, bool) {
	if len(d.Safety) == 0 {
		return Safety{}, false
	}
	return d.Safety[len(d.Safety)-1], true
}

// CustodyOf gives who has custody of a child on a day: parents and third parties.
func (d *Dossier) CustodyOf(child ID, day nl.Date) []ID {
	for _, c := range slices.Backward(d.Custody) {
		if c.Child == child && c.Valid.Holds(day) {
			return c.Holders()
		}
	}
	return nil
}

// Holders gives the persons whom the custody code names (BRP table 61).
func (b CustodyStated) Holders() []ID {
	var holders []ID
	add := func(ids ...ID) {
		for _, id := range ids {
			if id != "" {
				holders = append(holders, id)
			}
		}
	}
	switch b.Code {
	case "1", "1D":
		add(b.Parent1)
	case "2", "2D":
		add(b.Parent2)
	case "12", "3D":
		add(b.Parent1, b.Parent2)
	}
	if len(b.Code) > 0 && b.Code[len(b.Code)-1] == 'D' {
		add(b.Third...)
	}
	return holders
}

// StayOf gives where a person stays on a day.
func (d *Dossier) StayOf(person ID, day nl.Date) (Stay, bool) {
	for _, s := range slices.Backward(d.Stays) {
		if s.Person == person && s.Valid.Holds(day) {
			return s, true
		}
	}
	return Stay{}, false
}

// Household gives the persons who stay at the same address as this person on a
// day, the person included.
func (d *Dossier) Household(person ID, day nl.Date) []ID {
	home, ok := d.StayOf(person, day)
	if !ok {
		return []ID{person}
	}
	var ids []ID
	for _, p := range d.Persons {
		if s, ok := d.StayOf(p.ID, day); ok && s.Address.Same(home.Address) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// Same tells whether two addresses are the same place.
func (a Address) Same(o Address) bool {
	return a.Street == o.Street && a.Number == o.Number && a.Addition == o.Addition &&
		a.Postcode == o.Postcode && a.Place == o.Place && a.Country == o.Country && slices.Equal(a.Lines, o.Lines)
}

// Member gives the person that a user is in this family: the one whose
// involvement names the user.
func (d *Dossier) Member(user ID, day nl.Date) (Person, bool) {
	for _, i := range d.Involved {
		if i.Subject.User == user && i.Subject.Person != "" && i.Active(day) {
			return d.Person(i.Subject.Person)
		}
	}
	return Person{}, false
}
