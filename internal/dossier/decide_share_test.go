package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

func TestInvolve(t *testing.T) {
	w := family(t)
	linde := involveLinde(w)
	same(t, "started", w.do(linde), "involvement.started")
	i := w.d.Involved[len(w.d.Involved)-1]
	equal(t, "from today", i.Valid.From, w.today())
	equal(t, "scope", i.Scope, ScopeParts)
	equal(t, "covers", i.Covers(w.part()), true)
	equal(t, "not the family", i.Covers(Part{"", "mind"}), false)
	equal(t, "not another domain", i.Covers(Part{w.named("Zoë"), "money"}), false)
	equal(t, "need", linde.Need(w.d).Parts[0], w.part())
	with := func(change func(*Involve)) Involve {
		c := involveLinde(w)
		c.Subject.Org = "o-other"
		change(&c)
		return c
	}
	w.refuses(
		conflict("twice", linde, "dossier.involve.already"),
		invalid("nobody", with(func(c *Involve) { c.Subject = Subject{} }), "subject", "dossier.involve.who"),
		invalid("stranger", with(func(c *Involve) { c.Subject = Subject{Person: "p-x"} }), "subject", "dossier.person.unknown"),
		invalid("no name", with(func(c *Involve) { c.Called = "" }), "called", "dossier.involve.called"),
		invalid("role", with(func(c *Involve) { c.Role = "king" }), "role", "dossier.involve.role"),
		invalid("purpose", with(func(c *Involve) { c.Purpose = "fun" }), "purpose", "dossier.involve.purpose"),
		invalid("ground", with(func(c *Involve) { c.Ground = "none" }), "ground", "dossier.involve.ground"),
		invalid("a ground that is off", with(func(c *Involve) { c.Ground, c.Purpose = "wams", "plan" }), "ground", "dossier.involve.inactive"),
		invalid("a ground for something else", with(func(c *Involve) { c.Purpose = "debt" }), "ground", "dossier.involve.mismatch"),
		invalid("no end", with(func(c *Involve) { c.Valid = nl.Span{} }), "until", "dossier.involve.until"),
		invalid("ended before it began", with(func(c *Involve) { c.Valid = nl.Span{From: day("2028-01-01"), Until: day("2027-01-01")} }), "until", "dossier.period"),
		invalid("past", with(func(c *Involve) { c.Valid = nl.Span{From: day("2020-01-01"), Until: day("2021-01-01")} }), "until", "dossier.day.past"),
		invalid("about nobody", with(func(c *Involve) { c.Persons = nil }), "persons", "dossier.involve.persons"),
		invalid("about a stranger", with(func(c *Involve) { c.Persons = []ID{"p-x"} }), "persons", "dossier.person.unknown"),
		invalid("no domain", with(func(c *Involve) { c.Domains = nil }), "domains", "dossier.involve.domains"),
		invalid("unknown domain", with(func(c *Involve) { c.Domains = []string{"moon"} }), "domains", "dossier.domain.unknown"),
		invalid("scope", with(func(c *Involve) { c.Scope = "all" }), "scope", "dossier.involve.scope"),
		invalid("task scope without task", with(func(c *Involve) { c.Scope = ScopeTask }), "task", "dossier.task.none"))
	w.do(with(func(c *Involve) { c.Persons, c.Domains = []ID{Every}, []string{Every} }))
}

func TestEndInvolvement(t *testing.T) {
	w := family(t)
	w.do(involveLinde(w))
	i := w.d.Involved[len(w.d.Involved)-1]
	lead := w.d.Involved[2]
	w.refuses(
		missing("unknown", EndInvolvement{Involvement: "i-x", Reason: "x"}, "dossier.involve.none"),
		conflict("the lead", EndInvolvement{Involvement: lead.Involvement, Reason: "x"}, "dossier.involve.lead"),
		invalid("no reason", EndInvolvement{Involvement: i.Involvement}, "reason", "dossier.reason"),
		invalid("later than it ends", EndInvolvement{i.Involvement, day("2028-01-01"), "x"}, "on", "dossier.involve.later"),
		invalid("before it began", EndInvolvement{i.Involvement, day("2020-01-01"), "x"}, "on", "dossier.period"))
	same(t, "ended", w.do(EndInvolvement{Involvement: i.Involvement, Reason: "Klaar."}), "involvement.ended")
	after, _ := w.d.Involvement(i.Involvement)
	equal(t, "ended", after.Ended, true)
	equal(t, "today still", after.Active(w.today()), true)
	equal(t, "tomorrow not", after.Active(w.today().AddDays(1)), false)
	w.refuses(conflict("twice", EndInvolvement{Involvement: i.Involvement, Reason: "x"}, "dossier.involve.ended"))
}

func TestConsentByAge(t *testing.T) {
	w := family(t)
	mila, tom, zoe, kees, sem := w.named("Mila"), w.named("Tom"), w.named("Zoë"), w.named("Kees"), w.named("Sem")
	for _, child := range []ID{kees, sem} {
		w.do(StateCustody{Child: child, Code: "12", Parent1: mila, Parent2: tom})
	}
	ask := func(person ID, by ...ID) GiveConsent {
		return GiveConsent{Person: person, By: by, Matter: "help", For: Subject{Org: "o-linde"}}
	}
	w.refuses(
		invalid("7: not the child", ask(kees, kees), "by", "dossier.consent.parents"),
		invalid("7: not a brother", ask(kees, sem), "by", "dossier.consent.parents"),
		invalid("12: not the parent alone", ask(zoe, mila), "by", "dossier.consent.both"),
		invalid("12: not the child alone", ask(zoe, zoe), "by", "dossier.consent.both"),
		invalid("16: not the parent", ask(sem, mila), "by", "dossier.consent.self"),
		invalid("adult: not another", ask(mila, tom), "by", "dossier.consent.self"))
	for _, c := range []GiveConsent{ask(kees, mila), ask(kees, tom), ask(zoe, zoe, tom), ask(sem, sem), ask(mila, mila)} {
		same(t, string(c.Person), w.do(c), "consent.given")
	}
	w.as(Actor{User: "u-mila", Person: mila, Role: "family"})
	w.do(GiveConsent{Person: mila, Matter: "share", For: Subject{Org: "o-school"}, Domains: []string{"school"}})
	equal(t, "by the actor", w.d.Consents[len(w.d.Consents)-1].By[0], mila)
}

func TestConsentRefusesAndIsWithdrawn(t *testing.T) {
	w := family(t)
	mila := w.named("Mila")
	good := GiveConsent{Person: mila, By: []ID{mila}, Matter: "share", For: Subject{Org: "o-school"}}
	with := func(change func(*GiveConsent)) GiveConsent {
		c := good
		change(&c)
		return c
	}
	w.do(StatePerson{NewPerson: NewPerson{Name: nl.Name{Family: "Oud"}}})
	ageless := w.d.Persons[len(w.d.Persons)-1].ID
	w.refuses(
		invalid("matter", with(func(c *GiveConsent) { c.Matter = "fun" }), "matter", "dossier.consent.matter"),
		invalid("for nobody", with(func(c *GiveConsent) { c.For = Subject{} }), "for", "dossier.consent.for"),
		invalid("by nobody", with(func(c *GiveConsent) { c.By = nil }), "by", "dossier.person.choose"),
		invalid("domain", with(func(c *GiveConsent) { c.Domains = []string{"moon"} }), "domains", "dossier.domain.unknown"),
		invalid("age unknown", with(func(c *GiveConsent) { c.Person = ageless }), "person", "dossier.consent.birth"),
		missing("withdraw none", WithdrawConsent{Consent: "k-x"}, "dossier.consent.none"))
	w.do(good)
	k := w.d.Consents[0].Consent
	equal(t, "need", WithdrawConsent{Consent: k}.Need(w.d).Person, mila)
	same(t, "withdrawn", w.days(1).do(WithdrawConsent{Consent: k}), "consent.withdrawn")
	equal(t, "since", w.d.Consents[0].Withdrawn, w.now)
	w.refuses(conflict("twice", WithdrawConsent{Consent: k}, "dossier.consent.withdrawn"))
}
