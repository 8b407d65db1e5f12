package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// A conversation (gesprek, in the pages of the family: berichten) is between one
// person of the family or its network and the helpers who take part in it. Never
// more than one such person: what a child writes cannot land with a parent, nor
// what a mother writes with a former partner, by a wrong tick in a form.

// TalkWritten is one message. The first of a conversation says what it is about
// and who takes part; later ones leave that out.
type TalkWritten struct {
	Talk    ID       `json:"talk"`
	Message ID       `json:"message"`
	Person  ID       `json:"person"` // whose conversation it is
	Subject string   `json:"subject,omitempty"`
	With    []Holder `json:"with,omitempty"` // helpers: an organisation, or one named person of it
	Lead    bool     `json:"lead,omitempty"` // with whoever is the lead, or covers
	Words   string   `json:"words"`
}

// TalkRead says that someone saw a conversation up to a message, or that it asks
// no answer of them. Nobody but they themselves is told.
type TalkRead struct {
	Talk    ID `json:"talk"`
	Message ID `json:"message"`
	Person  ID `json:"person"`
}

// Kind names the stored form.
func (TalkWritten) Kind() string { return "talk.written" }

// Kind names the stored form.
func (TalkRead) Kind() string { return "talk.read" }

// Talk is a conversation as it stands.
type Talk struct {
	Talk     ID
	Person   ID
	Subject  string
	With     []Holder
	Lead     bool
	Shut     string // the compartment that it lies in: the voice of someone of 12 to 17
	At       time.Time
	By       Actor
	Messages []Said // oldest first
	Marks    []Mark
}

// Said is one message of a conversation.
type Said struct {
	Message ID
	Words   string
	At      time.Time
	By      Actor
}

// Mark is how far someone saw a conversation.
type Mark struct {
	By      Actor
	Message ID
}

func (b TalkWritten) apply(f *folding, e Entry) {
	said := Said{b.Message, b.Words, e.At, e.By}
	list := own(f, slotTalks, &f.d.Talks)
	if t := find(*list, func(t *Talk) bool { return t.Talk == b.Talk }); t != nil {
		t.Messages = longer(t.Messages, said)
		return
	}
	*list = append(*list, Talk{
		Talk: b.Talk, Person: b.Person, Subject: b.Subject, With: b.With, Lead: b.Lead, Shut: e.Compartment, At: e.At, By: e.By, Messages: []Said{said},
	})
}

func (b TalkRead) apply(f *folding, e Entry) {
	change(own(f, slotTalks, &f.d.Talks), func(t *Talk) bool { return t.Talk == b.Talk },
		func(t *Talk) { t.Marks = longer(t.Marks, Mark{e.By, b.Message}) })
}

// Talked gives a conversation by its identifier.
func (d *Dossier) Talked(id ID) (Talk, bool) {
	return deref(find(d.Talks, func(t *Talk) bool { return t.Talk == id }))
}

// Side is one of those between whom a conversation is.
type Side struct {
	Name   string // stable within the conversation: "p", "l", or the place of a helper
	Holder Holder // the lead's is who carries the case on the day asked
	wrote  func(Actor) bool
}

// Sides gives everyone between whom a conversation is, as of a day.
func (d *Dossier) Sides(t Talk, day nl.Date) []Side {
	sides := []Side{{"p", Holder{Kind: HolderFamily, Person: t.Person}, t.resident}}
	if t.Lead {
		sides = append(sides, Side{"l", d.carrier(day), t.lead})
	}
	for i, h := range t.With {
		sides = append(sides, Side{string(rune('0' + i)), h, func(a Actor) bool { return a.Person == "" && h.invites(a.User, a.Org, "") }})
	}
	return sides
}

func (t Talk) resident(a Actor) bool { return a.Person != "" && a.Person == t.Person }

// lead tells whether someone wrote as the lead: by their role then, or because
// they took part in no other way.
func (t Talk) lead(a Actor) bool {
	return a.Person == "" && (a.Role == roleOfLead || !slices.ContainsFunc(t.With, func(h Holder) bool { return h.invites(a.User, a.Org, "") }))
}

const roleOfLead = "lead"

// carrier is who carries the case on a day: who covers, else the lead, else the team.
func (d *Dossier) carrier(day nl.Date) Holder {
	if c := d.Cover; c != nil && c.Valid.Holds(day) {
		return Holder{Kind: HolderOrganisation, Org: c.Org, User: c.User, Name: c.Name}
	}
	return d.desk()
}

// Takes tells whether someone takes part in a conversation on a day: as the
// person whose it is, as one of its helpers, or because they carry the case.
// The lead and who covers both do.
func (d *Dossier) Takes(t Talk, user, org, person ID, day nl.Date) bool {
	return len(d.mine(t, user, org, person, day)) > 0
}

// takesAs gives the sides of the helpers on which someone is.
func (d *Dossier) takesAs(t Talk, user, org ID, day nl.Date) []Side {
	if org == "" {
		return nil
	}
	var mine []Side
	for _, s := range d.Sides(t, day) {
		led := s.Name == "l" && d.Lead != nil && d.Lead.User == user && d.Lead.Org == org
		if s.Name != "p" && (led || s.Holder.invites(user, org, "")) {
			mine = append(mine, s)
		}
	}
	return mine
}

// Waits counts the messages of others since a side last wrote or marked, and
// says when the first of them came.
func (t Talk) Waits(s Side) (n int, since time.Time) {
	for _, m := range t.Messages {
		if !s.wrote(m.By) {
			if n++; n == 1 {
				since = m.At
			}
		}
		if s.wrote(m.By) || slices.ContainsFunc(t.Marks, func(k Mark) bool { return k.Message == m.Message && s.wrote(k.By) }) {
			n, since = 0, time.Time{}
		}
	}
	return n, since
}

// mine gives the sides on which someone is.
func (d *Dossier) mine(t Talk, user, org, person ID, day nl.Date) []Side {
	if person != "" && person == t.Person {
		return d.Sides(t, day)[:1]
	}
	return d.takesAs(t, user, org, day)
}

// New counts the messages of a conversation that someone who takes part did not
// see or answer yet, on whichever side they are.
func (d *Dossier) New(t Talk, user, org, person ID, day nl.Date) int {
	most := 0
	for _, s := range d.mine(t, user, org, person, day) {
		n, _ := t.Waits(s)
		most = max(most, n)
	}
	return most
}

// OwnMarks gives the marks that someone's own side made.
func (d *Dossier) OwnMarks(t Talk, user, org, person ID, day nl.Date) []Mark {
	var own []Mark
	for _, k := range t.Marks {
		if slices.ContainsFunc(d.mine(t, user, org, person, day), func(s Side) bool { return s.wrote(k.By) }) {
			own = append(own, k)
		}
	}
	return own
}
