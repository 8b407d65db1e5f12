package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// meetings copies the meetings: all for the municipality's side, else those to
// which the asker is invited. What was decided about a part that the asker may
// not read stays out.
func (r *redaction) meetings() {
	for i := range r.d.Meetings {
		m := r.d.Meetings[i]
		if !r.meetingShown(m.Meeting) {
			continue
		}
		m.Guests, m.Present, m.Outcomes = r.guests(m.Guests), r.guests(m.Present), r.outcomes(m.Outcomes)
		r.out.Meetings = append(r.out.Meetings, m)
		r.shown[m.Meeting] = true
	}
}

func (r *redaction) meetingShown(id dossier.ID) bool {
	m, ok := r.d.Meeting(id)
	invited := ok && m.Invites(r.ask.Who.User, r.ask.Who.Org, r.me)
	return ok && r.record("meeting", when(isMine, invited))
}

// guests leaves of those at a table the persons whom the asker may know.
func (r *redaction) guests(list []dossier.Holder) []dossier.Holder {
	return slices.DeleteFunc(slices.Clone(list), func(h dossier.Holder) bool { return h.Person != "" && !r.knows(h.Person) })
}

// outcomes leaves what lies in parts that may be read, or in none. A task or
// goal that is not shown is not named.
func (r *redaction) outcomes(list []dossier.Outcome) []dossier.Outcome {
	var kept []dossier.Outcome
	for _, o := range list {
		if o.Part != (dossier.Part{}) && !r.reads(o.Part, "") {
			continue
		}
		if !r.shown[o.Task] {
			o.Task = ""
		}
		if !r.shown[o.Subject] {
			o.Subject = ""
		}
		kept = append(kept, o)
	}
	return kept
}

// meetingBody gives the body of an entry about a meeting as it may be read.
func (r *redaction) meetingBody(body dossier.Body) (dossier.Body, bool) {
	switch b := body.(type) {
	case dossier.MeetingPlanned:
		b.Guests = r.guests(b.Guests)
		return b, r.meetingShown(b.Meeting)
	case dossier.MeetingHeld:
		b.Present, b.Outcomes = r.guests(b.Present), r.outcomes(b.Outcomes)
		return b, r.meetingShown(b.Meeting)
	case dossier.MeetingCancelled:
		return b, r.meetingShown(b.Meeting)
	}
	return body, false
}
