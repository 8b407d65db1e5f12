package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

// The kinds of mandate by which someone represents a member of the family.
const (
	MandateMentor     = "mentor"     // mentorschap (BW 1:450): care and treatment
	MandateCurator    = "curator"    // curatele (BW 1:378)
	MandateAuthorised = "authorised" // schriftelijk gemachtigde (Jeugdwet art. 7.3.15 lid 3, Wmo 2015 art. 1.1.1)
)

// mandateAge is the age from which another than those with custody may represent
// a person: mentor and curator are for adults, an authorisation is given by whom
// the law lets decide alone (16, Jeugdwet art. 7.3.5).
const mandateAge = 16

// MandateGiven says who represents a person, by what, during Entry.Valid.
type MandateGiven struct {
	Mandate     ID       `json:"mandate"`
	Person      ID       `json:"person"` // who is represented
	By          ID       `json:"by"`     // the person who represents
	Type        string   `json:"type"`   // one of the Mandate constants
	Paper       string   `json:"paper"`  // court decision or signed letter
	Domains     []string `json:"domains"`
	Involvement ID       `json:"involvement"` // by which the representative reads
}

// MandateEnded ends it, from the day after On.
type MandateEnded struct {
	Mandate ID      `json:"mandate"`
	On      nl.Date `json:"on"` // last day
	Reason  string  `json:"reason"`
}

// Kind names the stored form of each body.
func (MandateGiven) Kind() string { return "mandate.given" }
func (MandateEnded) Kind() string { return "mandate.ended" }

// Mandate is a dated representation.
type Mandate struct {
	MandateGiven
	Valid nl.Span
	Ended bool
	Entry ID
}

func (b MandateGiven) apply(f *folding, e Entry) {
	list := own(f, slotMandates, &f.d.Mandates)
	*list = append(*list, Mandate{MandateGiven: b, Valid: e.Valid, Entry: e.ID})
}

func (b MandateEnded) apply(f *folding, _ Entry) {
	change(own(f, slotMandates, &f.d.Mandates), func(m *Mandate) bool { return m.Mandate == b.Mandate },
		func(m *Mandate) { m.Ended, m.Valid.Until = true, b.On })
}

// Represents tells whether one person represents another on a day. A mandate
// that was ended carries nothing from that very moment.
func (d *Dossier) Represents(by, person ID, day nl.Date) bool {
	return by != "" && slices.ContainsFunc(d.Mandates, func(m Mandate) bool {
		return m.By == by && m.Person == person && !m.Ended && m.Valid.Holds(day)
	})
}

// GiveMandate lets someone represent a person. The person gives an authorisation
// themselves; the team records a mentor or curator from the court's decision.
type GiveMandate struct {
	Person  ID       `json:"person,omitempty"`
	By      ID       `json:"by,omitempty"`
	User    ID       `json:"user,omitempty"` // account of the representative
	Type    string   `json:"type,omitempty"`
	Paper   string   `json:"paper,omitempty"`
	Domains []string `json:"domains,omitempty"` // empty: all
	Valid   nl.Span  `json:"valid,omitzero"`
}

// EndMandate revokes a mandate.
type EndMandate struct {
	Mandate ID     `json:"mandate,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

func mandateNeed(kind string, person ID) Need {
	if kind == MandateAuthorised {
		return Need{Action: ActOwn, Person: person}
	}
	return Need{Action: ActFamily, Person: person}
}

// Name is the stable name of the command.
func (c GiveMandate) Name() string { return "give-mandate" }

// Need says what the actor must be allowed to do.
func (c GiveMandate) Need(*Dossier) Need { return mandateNeed(c.Type, c.Person) }

// Decide records the mandate and the involvement by which the representative reads.
func (c GiveMandate) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("GiveMandate", d, m)
	p, by := v.person("person", c.Person), v.person("by", c.By)
	v.field(c.Person != "" && c.Person == c.By, "by", "dossier.mandate.self")
	v.field(p.ID != "" && (p.Birth.IsZero() || p.Birth.AgeOn(m.Today()) < mandateAge), "person", "dossier.mandate.age")
	v.oneOf("type", c.Type, "dossier.mandate.type", MandateMentor, MandateCurator, MandateAuthorised)
	v.field(c.Type == MandateAuthorised && m.By.Person != c.Person && m.By.Role == "family", "person", "dossier.mandate.own")
	paper := v.words("paper", c.Paper, mostTitle, "dossier.mandate.paper")
	for _, code := range c.Domains {
		_, err := m.Law.Domain(code)
		v.field(err != nil, "domains", "dossier.domain.unknown")
	}
	c.Valid.From = m.orToday(c.Valid.From)
	v.period(c.Valid)
	v.conflict(by.ID != "" && d.Represents(c.By, c.Person, m.Today()), "dossier.mandate.already")
	if err := v.err(); err != nil {
		return nil, err
	}
	if len(c.Domains) == 0 {
		c.Domains = []string{Every}
	}
	reads := m.involve(InvolvementStarted{
		Subject: Subject{User: c.User, Person: c.By}, Name: by.Name.Informal(), Role: "network", Purpose: "own", Ground: groundOwn,
		Persons: []ID{c.Person}, Domains: c.Domains, Scope: ScopeParts,
	}, c.Valid)
	given := MandateGiven{m.NewID(), c.Person, c.By, c.Type, paper, c.Domains, reads.Body.(InvolvementStarted).Involvement} // involve makes that body
	return []Entry{m.write(given, about(c.Person, c.By), valid(c.Valid)), reads}, nil
}

// Name is the stable name of the command.
func (c EndMandate) Name() string { return "end-mandate" }

// Need says what the actor must be allowed to do.
func (c EndMandate) Need(d *Dossier) Need {
	k, _ := deref(find(d.Mandates, func(k *Mandate) bool { return k.Mandate == c.Mandate })) // none: Decide says so
	return mandateNeed(k.Type, k.Person)
}

// Decide ends the mandate and what it let the representative read.
func (c EndMandate) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.EndMandate", d: d, m: m}
	k, ok := deref(find(d.Mandates, func(k *Mandate) bool { return k.Mandate == c.Mandate }))
	v.missing(!ok, "dossier.mandate.none")
	v.conflict(k.Ended, "dossier.mandate.over")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	last := m.Today().AddDays(-1) // revoked means: nothing from now on
	entries := []Entry{m.write(MandateEnded{c.Mandate, last, reason}, about(k.Person, k.By))}
	for _, i := range d.Involved {
		if i.Involvement == k.Involvement && !i.Ended {
			entries = append(entries, m.write(InvolvementEnded{i.Involvement, last, reason}))
		}
	}
	return entries, nil
}
