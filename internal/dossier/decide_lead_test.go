package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

func TestOneLead(t *testing.T) {
	w := asked(t).as(noor)
	same(t, "offered", w.do(OfferLead{To: "u-joris", Org: "o-team", Called: "Joris"}), "lead.offered clock.started")
	w.do(OfferLead{To: "u-samira", Org: "o-team", Called: "Samira"})
	first, second := w.d.Offers[0].Offer, w.d.Offers[1].Offer
	same(t, "accepted", w.as(joris).do(AcceptLead{first}), "lead.accepted involvement.started clock.met clock.stopped")
	equal(t, "lead", w.d.Lead.User, "u-joris")
	equal(t, "gap", w.d.LeadGapSince.IsZero(), true)
	equal(t, "other offer", w.d.Offers[1].State, OfferGone)
	w.refuses(
		conflict("second acceptance", AcceptLead{second}, "dossier.lead.taken"),
		conflict("same offer again", AcceptLead{first}, "dossier.lead.answered"),
		missing("no offer", AcceptLead{"o-none"}, "dossier.lead.nooffer"),
		conflict("decline after", DeclineLead{second, "x"}, "dossier.lead.answered"),
		conflict("the lead again", OfferLead{To: "u-joris", Called: "Joris"}, "dossier.lead.already"))
	equal(t, "need", AcceptLead{first}.Need(w.d).Offer, first)
}

func TestTwoAcceptancesOfTheSameVersion(t *testing.T) {
	w := asked(t).as(noor)
	w.do(OfferLead{To: "u-joris", Called: "Joris"})
	w.do(OfferLead{To: "u-samira", Called: "Samira"})
	base := w.d
	w.do(AcceptLead{base.Offers[0].Offer})
	// The second decided on the same version; the store refuses its entries, and anew it is refused here.
	if _, err := (AcceptLead{base.Offers[1].Offer}).Decide(base, w.moment()); err != nil {
		t.Fatalf("on the old version it is a sound decision: %v", err)
	}
	w.refuses(conflict("anew", AcceptLead{base.Offers[1].Offer}, "dossier.lead.taken"))
}

func TestHandOver(t *testing.T) {
	w := family(t)
	w.as(noor).do(OfferLead{To: "u-third", Called: "Ali"})
	w.refuses(conflict("offer of another", AcceptLead{w.d.Offers[1].Offer}, "dossier.lead.taken"))
	w.as(joris).do(OfferLead{To: "u-samira", Org: "o-team", Called: "Samira"})
	kinds := w.do(AcceptLead{w.d.Offers[2].Offer})
	same(t, "handed over", kinds, "lead.ended involvement.ended lead.accepted involvement.started clock.stopped clock.met")
	equal(t, "lead", w.d.Lead.User, "u-samira")
	equal(t, "gap", w.d.LeadGapSince.IsZero(), true)
}

func TestOfferAndDecline(t *testing.T) {
	w := asked(t).as(noor)
	w.do(OfferLead{To: "u-joris", Called: "Joris"})
	w.refuses(
		conflict("asked twice", OfferLead{To: "u-joris", Called: "Joris"}, "dossier.lead.asked"),
		invalid("nobody", OfferLead{Called: "Joris"}, "to", "dossier.lead.who"),
		invalid("no name", OfferLead{To: "u-x"}, "called", "dossier.lead.name"),
		invalid("no reason", DeclineLead{Offer: w.d.Offers[0].Offer}, "reason", "dossier.reason"),
		missing("no offer", DeclineLead{"o-none", "x"}, "dossier.lead.nooffer"),
		conflict("no lead to cover", CoverLead{By: "u-x", Called: "X", Until: day("2027-01-01")}, "dossier.lead.none"),
		conflict("no lead to end", EndLead{"x"}, "dossier.lead.none"))
	same(t, "declined", w.do(DeclineLead{w.d.Offers[0].Offer, "Geen ruimte."}), "lead.declined clock.met")
	equal(t, "state", w.d.Offers[0].State, OfferRefused)
	w.do(OfferLead{To: "u-joris", Called: "Joris"})
}

func TestCoverAndEnd(t *testing.T) {
	w := family(t)
	cover := CoverLead{By: "u-samira", Org: "o-team", Called: "Samira", From: day("2026-12-01"), Until: day("2026-12-14")}
	same(t, "cover", w.do(cover), "lead.covered involvement.started")
	equal(t, "who", w.d.Cover.User, "u-samira")
	equal(t, "days", w.d.Cover.Valid, nl.Span{From: day("2026-12-01"), Until: day("2026-12-14")})
	w.refuses(
		conflict("by herself", CoverLead{By: "u-joris", Called: "J", Until: day("2027-01-01")}, "dossier.lead.already"),
		invalid("no end", CoverLead{By: "u-x", Called: "X"}, "until", "dossier.lead.until"),
		invalid("nobody", CoverLead{Called: "X", Until: day("2027-01-01")}, "by", "dossier.lead.who"),
		invalid("no name", CoverLead{By: "u-x", Until: day("2027-01-01")}, "called", "dossier.lead.name"),
		invalid("backwards", CoverLead{By: "u-x", Called: "X", From: day("2027-02-01"), Until: day("2027-01-01")}, "until", "dossier.period"),
		invalid("past", CoverLead{By: "u-x", Called: "X", From: day("2026-01-01"), Until: day("2027-01-01")}, "from", "dossier.day.past"),
		invalid("no reason", EndLead{}, "reason", "dossier.reason"))
	same(t, "ended", w.do(EndLead{"Andere baan."}), "lead.ended involvement.ended involvement.ended")
	equal(t, "lead", w.d.Lead == nil && w.d.Cover == nil, true)
	equal(t, "gap", w.d.LeadGapSince, w.now)
}
