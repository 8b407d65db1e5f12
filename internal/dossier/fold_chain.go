package dossier

import (
	"time"

	"eendracht/internal/nl"
)

func (b InvolvementStarted) apply(f *folding, e Entry) {
	place(own(f, slotInvolved, &f.d.Involved), Involvement{InvolvementStarted: b, Valid: e.Valid, Entry: e.ID},
		func(i *Involvement) bool { return i.Involvement == b.Involvement })
}

func (b InvolvementEnded) apply(f *folding, _ Entry) {
	change(own(f, slotInvolved, &f.d.Involved), func(i *Involvement) bool { return i.Involvement == b.Involvement },
		func(i *Involvement) { i.Ended, i.Valid.Until = true, b.On })
}

func (b ConsentGiven) apply(f *folding, e Entry) {
	list := own(f, slotConsents, &f.d.Consents)
	*list = append(*list, Consent{ConsentGiven: b, At: e.At})
}

func (b ConsentWithdrawn) apply(f *folding, e Entry) {
	change(own(f, slotConsents, &f.d.Consents), func(c *Consent) bool { return c.Consent == b.Consent },
		func(c *Consent) { c.Withdrawn = e.At })
}

func (b LeadOffered) apply(f *folding, e Entry) {
	list := own(f, slotOffers, &f.d.Offers)
	*list = append(*list, Offer{LeadOffered: b, At: e.At, By: e.By, State: OfferOpen})
}

func (b LeadAccepted) apply(f *folding, e Entry) {
	offers := *own(f, slotOffers, &f.d.Offers)
	for i := range offers {
		switch o := &offers[i]; {
		case o.Offer == b.Offer:
			o.State = OfferTaken
			f.d.Lead = &Lead{User: o.To, Org: o.Org, Name: o.Name, Phone: o.Phone, Since: e.At}
		case o.State == OfferOpen:
			o.State = OfferGone
		}
	}
	f.d.LeadGapSince = time.Time{}
}

func (b LeadDeclined) apply(f *folding, _ Entry) {
	change(own(f, slotOffers, &f.d.Offers), func(o *Offer) bool { return o.Offer == b.Offer },
		func(o *Offer) { o.State = OfferRefused })
}

func (b LeadCovered) apply(f *folding, e Entry) {
	f.d.Cover = &Lead{User: b.By, Org: b.Org, Name: b.Name, Since: e.At, Valid: e.Valid}
}

func (b LeadEnded) apply(f *folding, e Entry) {
	f.d.Lead, f.d.Cover, f.d.LeadGapSince = nil, nil, e.At
}

func (b QuestionAsked) apply(f *folding, e Entry) {
	list := own(f, slotQuestions, &f.d.Questions)
	*list = append(*list, Question{QuestionAsked: b, At: e.At, By: e.By, Parts: e.Parts})
}

func (b QuestionAnswered) apply(f *folding, e Entry) {
	change(own(f, slotQuestions, &f.d.Questions), func(q *Question) bool { return q.Question == b.Question },
		func(q *Question) { q.Answer, q.AnsweredAt, q.AnsweredBy = b.Words, e.At, e.By })
}

func (b MessageReceived) apply(f *folding, e Entry) {
	list := own(f, slotMessages, &f.d.Messages)
	*list = append(*list, Message{ID: b.Message, Type: b.Type, Peer: b.From, Ref: b.Ref, At: e.At, Content: b.Content})
}

func (b MessageSent) apply(f *folding, e Entry) {
	list := own(f, slotMessages, &f.d.Messages)
	*list = append(*list, Message{ID: b.Message, Type: b.Type, Out: true, Peer: b.To, Ref: b.Ref, At: e.At, Content: b.Content})
}

func (b DecisionTaken) apply(f *folding, e Entry) {
	list := own(f, slotDecisions, &f.d.Decisions)
	*list = append(*list, Decision{b, e.At, e.By})
}

func (b AllocationMade) apply(f *folding, e Entry) {
	list := own(f, slotAllocations, &f.d.Allocations)
	*list = append(*list, Allocation{AllocationMade: b, At: e.At})
}

func (f *folding) allocation(number string, do func(*Allocation)) {
	change(own(f, slotAllocations, &f.d.Allocations), func(a *Allocation) bool { return a.Number == number }, do)
}

// Care that starts again after a break has not stopped any more.
func (b DeliveryStarted) apply(f *folding, _ Entry) {
	f.allocation(b.Number, func(a *Allocation) { a.Started, a.Stopped, a.StopReason = b.On, nl.Date{}, "" })
}

func (b DeliveryStopped) apply(f *folding, _ Entry) {
	f.allocation(b.Number, func(a *Allocation) { a.Stopped, a.StopReason = b.On, b.Reason })
}

func (b WatchSet) apply(f *folding, e Entry) { f.d.Watch = &Watch{b, e.At} }

func (b Closed) apply(f *folding, e Entry) {
	f.d.Closed, f.d.LeadGapSince = &Closing{b, e.At, e.By}, time.Time{}
	offers := *own(f, slotOffers, &f.d.Offers)
	for i := range offers {
		if offers[i].State == OfferOpen {
			offers[i].State = OfferGone
		}
	}
}

func (b Reopened) apply(f *folding, e Entry) {
	f.d.Closed, f.d.Watch = nil, nil
	if f.d.Lead == nil {
		f.d.LeadGapSince = e.At
	}
}
