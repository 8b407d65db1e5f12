package dossier

import (
	"slices"
	"time"

	"eendracht/internal/nl"
)

// MeetingPlanned plans a meeting of those who are around the family
// (multidisciplinair overleg). A later one with the same Meeting replaces it.
type MeetingPlanned struct {
	Meeting ID       `json:"meeting"`
	On      nl.Date  `json:"on"`
	At      string   `json:"at"` // "14:30", Europe/Amsterdam
	Minutes int      `json:"minutes"`
	Place   string   `json:"place,omitempty"`
	Why     string   `json:"why"` // everyone who is invited reads it
	Guests  []Holder `json:"guests"`
}

// MeetingCancelled takes a planned meeting off.
type MeetingCancelled struct {
	Meeting ID     `json:"meeting"`
	Reason  string `json:"reason"`
}

// MeetingHeld says who was there and what was decided.
type MeetingHeld struct {
	Meeting  ID        `json:"meeting"`
	Present  []Holder  `json:"present"`
	Outcomes []Outcome `json:"outcomes"`
}

// Outcome is one thing that a meeting decided. Who may not read its part does
// not read it; one without a part everyone reads who was invited.
type Outcome struct {
	Subject ID     `json:"subject,omitempty"` // the goal, task, question or clock that was spoken of
	Part    Part   `json:"part,omitzero"`
	Words   string `json:"words"`
	Task    ID     `json:"task,omitempty"` // that it became
}

// Kind names the entry.
func (MeetingPlanned) Kind() string { return "meeting.planned" }

// Kind names the entry.
func (MeetingCancelled) Kind() string { return "meeting.cancelled" }

// Kind names the entry.
func (MeetingHeld) Kind() string { return "meeting.held" }

// Meeting is a meeting around the family, as it stands.
type Meeting struct {
	MeetingPlanned
	State    string // planned, held, cancelled
	Present  []Holder
	Outcomes []Outcome
	Reason   string    // of cancelling
	Asked    time.Time // when it was first planned
	By       Actor
	Held     time.Time
}

// The states of a meeting.
const (
	MeetingComes = "planned"
	MeetingDone  = "held"
	MeetingOff   = "cancelled"
)

// Start gives when the meeting begins. An unreadable time of day is midnight.
func (m Meeting) Start() time.Time {
	at, err := time.ParseInLocation(whenLayout, m.On.String()+"T"+m.At, nl.Amsterdam)
	if err != nil {
		return m.On.Midnight()
	}
	return at
}

// Invites tells whether someone is a guest: by account, as the person of the
// family, or as a member of an invited organisation when no account is named.
func (m Meeting) Invites(user, org, person ID) bool {
	return slices.ContainsFunc(m.Guests, func(g Holder) bool {
		return g.invites(user, org, person)
	})
}

func (h Holder) invites(user, org, person ID) bool {
	switch {
	case h.Person != "" && h.Person == person:
		return true
	case h.User != "":
		return h.User == user
	}
	return h.Org != "" && h.Org == org
}

// Absent gives the guests who were not there.
func (m Meeting) Absent() []Holder {
	var absent []Holder
	for _, g := range m.Guests {
		if !slices.ContainsFunc(m.Present, g.same) {
			absent = append(absent, g)
		}
	}
	return absent
}

// same tells whether two holders are one; their names may have changed.
func (h Holder) same(other Holder) bool {
	return h.Kind == other.Kind && h.Person == other.Person && h.User == other.User && h.Org == other.Org
}

// Meeting gives a meeting by its identifier.
func (d *Dossier) Meeting(id ID) (Meeting, bool) {
	return deref(find(d.Meetings, func(m *Meeting) bool { return m.Meeting == id }))
}

func (b MeetingPlanned) apply(f *folding, e Entry) {
	m := Meeting{MeetingPlanned: b, State: MeetingComes, Asked: e.At, By: e.By}
	if old, ok := f.d.Meeting(b.Meeting); ok {
		old.MeetingPlanned = b
		m = old
	}
	place(own(f, slotMeetings, &f.d.Meetings), m, func(o *Meeting) bool { return o.Meeting == b.Meeting })
}

func (f *folding) meeting(id ID, do func(*Meeting)) {
	change(own(f, slotMeetings, &f.d.Meetings), func(m *Meeting) bool { return m.Meeting == id }, do)
}

func (b MeetingCancelled) apply(f *folding, _ Entry) {
	f.meeting(b.Meeting, func(m *Meeting) { m.State, m.Reason = MeetingOff, b.Reason })
}

func (b MeetingHeld) apply(f *folding, e Entry) {
	f.meeting(b.Meeting, func(m *Meeting) { m.State, m.Present, m.Outcomes, m.Held = MeetingDone, b.Present, b.Outcomes, e.At })
}
