package dossier

import (
	"time"

	"eendracht/internal/nl"
)

// TrafficForbidden says that no official message about the family may leave: in
// the judgement of a professional, handing over data endangers someone (OP003).
type TrafficForbidden struct {
	Words string  `json:"words"`          // why, for the municipality's side alone
	Until nl.Date `json:"until,omitzero"` // last day; zero until someone lifts it
}

// TrafficAllowed lifts it.
type TrafficAllowed struct {
	Words string `json:"words"`
}

// Kind names the stored form of each body.
func (TrafficForbidden) Kind() string { return "traffic.forbidden" }
func (TrafficAllowed) Kind() string   { return "traffic.allowed" }

func (b TrafficForbidden) apply(f *folding, e Entry) { f.d.Traffic = &Silence{b, e.At, e.By} }
func (b TrafficAllowed) apply(f *folding, _ Entry)   { f.d.Traffic = nil }

// Silence says that no official message about the family may leave, since when,
// and who judged so.
type Silence struct {
	TrafficForbidden
	At time.Time
	By Actor
}

// Silent tells whether no official message about the family may leave on a day.
func (d *Dossier) Silent(day nl.Date) bool {
	return d.Traffic != nil && (d.Traffic.Until.IsZero() || !d.Traffic.Until.Before(day))
}

// ForbidTraffic forbids every official message about the family, until a day or
// until it is lifted. It goes before every term.
type ForbidTraffic struct {
	Words string  `json:"words,omitempty"`
	Until nl.Date `json:"until,omitzero"`
}

// AllowTraffic lifts it, with the reason why it is safe again.
type AllowTraffic struct {
	Words string `json:"words,omitempty"`
}

func (c ForbidTraffic) Name() string { return "forbid-traffic" }

// Need asks for the safety compartment: the reason lies there.
func (c ForbidTraffic) Need(*Dossier) Need {
	return Need{Action: ActHush, Compartment: CompartmentSafety}
}

func (c ForbidTraffic) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ForbidTraffic", d, m)
	words := v.words("words", c.Words, mostWords, "dossier.traffic.why")
	v.notPast("until", c.Until)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(TrafficForbidden{words, c.Until}, shut(CompartmentSafety))}, nil
}

func (c AllowTraffic) Name() string { return "allow-traffic" }

// Need asks for the safety compartment: the reason lies there.
func (c AllowTraffic) Need(*Dossier) Need {
	return Need{Action: ActHush, Compartment: CompartmentSafety}
}

func (c AllowTraffic) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AllowTraffic", d, m)
	v.conflict(d.Traffic == nil, "dossier.traffic.none")
	words := v.words("words", c.Words, mostWords, "dossier.traffic.why")
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(TrafficAllowed{words}, shut(CompartmentSafety))}, nil
}
