package dossier

import (
	"slices"

	"eendracht/internal/nl"
)

func (c OfferLead) Name() string       { return "offer-lead" }
func (c OfferLead) Need(*Dossier) Need { return Need{Action: ActIntake} }

func (c OfferLead) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("OfferLead", d, m)
	v.field(c.To == "", "to", "dossier.lead.who")
	v.field(c.Called == "", "called", "dossier.lead.name")
	v.conflict(d.Lead != nil && d.Lead.User == c.To, "dossier.lead.already")
	v.conflict(slices.ContainsFunc(d.Offers, func(o Offer) bool { return o.To == c.To && o.State == OfferOpen }), "dossier.lead.asked")
	if err := v.err(); err != nil {
		return nil, err
	}
	id := m.NewID()
	started, err := m.clock(termLead, id, Holder{Kind: HolderOrganisation, User: c.To, Org: c.Org, Name: c.Called}, m.Today())
	if err != nil {
		return nil, err
	}
	return []Entry{m.write(LeadOffered{id, c.To, c.Org, c.Called, c.Phone}), started}, nil
}

func (c AcceptLead) Name() string       { return "accept-lead" }
func (c AcceptLead) Need(*Dossier) Need { return Need{Action: ActLead, Offer: c.Offer} }

// Decide hands the family over when the lead themselves made the offer: then
// the old lead ends in the same moment. Any other offer is void once somebody leads.
func (c AcceptLead) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AcceptLead", d, m)
	offer, ok := d.Offer(c.Offer)
	v.missing(!ok, "dossier.lead.nooffer")
	v.conflict(offer.State == OfferGone || offer.State == OfferOpen && d.Lead != nil && offer.By.User != d.Lead.User, "dossier.lead.taken")
	v.conflict(offer.State != OfferOpen, "dossier.lead.answered")
	if err := v.err(); err != nil {
		return nil, err
	}
	var entries []Entry
	if d.Lead != nil {
		entries = endLead(d, m, "handover")
	}
	entries = append(entries,
		m.write(LeadAccepted(c)),
		m.involve(InvolvementStarted{
			Subject: Subject{User: offer.To, Org: offer.Org}, Name: offer.Name, Phone: offer.Phone,
			Role: "lead", Purpose: "lead", Ground: inquiryGround(d.laws()), Persons: []ID{Every},
		}, nl.Span{}))
	for _, o := range d.Offers {
		if o.Offer == c.Offer {
			entries = append(entries, m.met(d, o.Offer)...)
		} else {
			entries = append(entries, m.stopped(d, o.Offer, "lapsed")...)
		}
	}
	return entries, nil
}

func (c DeclineLead) Name() string       { return "decline-lead" }
func (c DeclineLead) Need(*Dossier) Need { return Need{Action: ActLead, Offer: c.Offer} }

func (c DeclineLead) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("DeclineLead", d, m)
	offer, ok := d.Offer(c.Offer)
	v.missing(!ok, "dossier.lead.nooffer")
	v.conflict(offer.State != OfferOpen, "dossier.lead.answered")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return append([]Entry{m.write(LeadDeclined{c.Offer, reason})}, m.met(d, c.Offer)...), nil
}

func (c CoverLead) Name() string       { return "cover-lead" }
func (c CoverLead) Need(*Dossier) Need { return Need{Action: ActClose} }

func (c CoverLead) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("CoverLead", d, m)
	v.conflict(d.Lead == nil, "dossier.lead.none")
	v.conflict(d.Lead != nil && d.Lead.User == c.By, "dossier.lead.already")
	v.field(c.By == "", "by", "dossier.lead.who")
	v.field(c.Called == "", "called", "dossier.lead.name")
	v.field(c.Until.IsZero(), "until", "dossier.lead.until")
	v.notPast("from", c.From)
	span := nl.Span{From: m.orToday(c.From), Until: c.Until}
	v.period(span)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{
		m.write(LeadCovered{c.By, c.Org, c.Called}, valid(span)),
		m.involve(InvolvementStarted{
			Subject: Subject{User: c.By, Org: c.Org}, Name: c.Called, Role: "lead", Purpose: "lead", Ground: inquiryGround(d.laws()), Persons: []ID{Every},
		}, span),
	}, nil
}

func (c EndLead) Name() string       { return "end-lead" }
func (c EndLead) Need(*Dossier) Need { return Need{Action: ActClose} }

func (c EndLead) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("EndLead", d, m)
	v.conflict(d.Lead == nil, "dossier.lead.none")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return endLead(d, m, reason), nil
}

// endLead ends the lead, and the involvements of the lead and of who covers.
func endLead(d *Dossier, m Moment, reason string) []Entry {
	entries := []Entry{m.write(LeadEnded{reason})}
	return append(entries, endInvolved(d, m, reason, func(i Involvement) bool { return i.Role == "lead" })...)
}

// endInvolved ends today the involvements that match and still hold.
func endInvolved(d *Dossier, m Moment, reason string, match func(Involvement) bool) []Entry {
	var entries []Entry
	for _, i := range d.Involved {
		if over := !i.Valid.Until.IsZero() && i.Valid.Until.Before(m.Today()); !over && !i.Ended && match(i) {
			entries = append(entries, m.write(InvolvementEnded{i.Involvement, m.Today(), reason}))
		}
	}
	return entries
}
