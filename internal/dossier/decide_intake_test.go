package dossier

import (
	"strings"
	"testing"

	"eendracht/internal/nl"
)

func TestAskHelpOpensADossier(t *testing.T) {
	w := newWorld(t)
	same(t, "entries", w.do(helpCall()), "dossier.opened person.stated contact.stated stay.stated involvement.started involvement.started "+
		"melding.received clock.started clock.started clock.started")
	d := w.d
	equal(t, "name", d.Name, "De Vries")
	equal(t, "phase", d.Phase(), PhaseMelding)
	equal(t, "gap", d.LeadGapSince, w.now)
	equal(t, "postcode", d.Stays[0].Address.Postcode, "9990AA")
	equal(t, "secret", d.Entries[3].Compartment, CompartmentAddress)
	me, ok := d.Member("u-mila", w.today())
	equal(t, "member", ok, true)
	equal(t, "asked by", d.Meldingen[0].From, me.ID)
	equal(t, "writer", d.Entries[0].By.Person, me.ID)
	team := d.Involved[1]
	equal(t, "ground", team.Ground, "wmo.5.1.1")
	equal(t, "covers later persons", team.Covers(Part{"p-later", "school"}), true)
	equal(t, "covers the family", team.Covers(Part{"", "money"}), true)
	due := map[string]nl.Date{"safety.check": day("2026-11-24"), "wmo.investigation": day("2027-01-04"), "jw.decision": day("2027-01-18")}
	for _, c := range d.Clocks {
		equal(t, c.Term, c.Due, due[c.Term])
		equal(t, c.Term+" owner", c.Owner.Org, "o-team")
	}
}

func TestAskHelpUnderThreatAsksForDebtHelpWithSpeed(t *testing.T) {
	w := newWorld(t)
	call := helpCall()
	call.Threat, call.Laws = "eviction", []string{"wmo"}
	w.do(call)
	_, ok := w.d.ClockOn(w.d.Meldingen[0].Melding, "wgs.firsttalk.urgent")
	equal(t, "urgent clock", ok, true)
	for law, ground := range map[string]string{"jw": groundJw, "wgs": groundDebt, "pw": groundIncome} {
		w := newWorld(t)
		call := helpCall()
		call.Laws = []string{law}
		w.do(call)
		equal(t, law, w.d.Involved[1].Ground, ground)
	}
}

func TestAskHelpByPhoneGivesTheWorkerNoPlaceInTheFamily(t *testing.T) {
	w := newWorld(t).as(noor)
	call := helpCall()
	call.Channel = "phone"
	w.do(call)
	_, ok := w.d.Member("u-noor", w.today())
	equal(t, "the worker is a member", ok, false)
	equal(t, "the family has its own involvement", w.d.Involved[0].Subject.Person, w.d.Persons[0].ID)
}

func TestAskHelpRefuses(t *testing.T) {
	with := func(change func(*AskHelp)) AskHelp {
		c := helpCall()
		change(&c)
		return c
	}
	newWorld(t).refuses(
		invalid("no words", with(func(c *AskHelp) { c.Words = " \n" }), "words", "dossier.melding.words"),
		invalid("endless words", with(func(c *AskHelp) { c.Words = strings.Repeat("é", 5001) }), "words", "dossier.long"),
		invalid("unknown law", with(func(c *AskHelp) { c.Laws = []string{"abc"} }), "laws", "dossier.melding.law"),
		invalid("unknown threat", with(func(c *AskHelp) { c.Threat = "rain" }), "threat", "dossier.melding.threat"),
		invalid("unknown channel", with(func(c *AskHelp) { c.Channel = "fax" }), "channel", "dossier.melding.channel"),
		invalid("no team", with(func(c *AskHelp) { c.Team = "" }), "team", "dossier.team"),
		invalid("no municipality", with(func(c *AskHelp) { c.Municipality = "1" }), "municipality", "nl.municipality.invalid"),
		invalid("no name", with(func(c *AskHelp) { c.Me.Name = nl.Name{} }), "me.family", "dossier.person.family"),
		invalid("bad number", with(func(c *AskHelp) { c.Me.BSN = "123456789" }), "me.bsn", "nl.bsn.invalid"),
		invalid("born tomorrow", with(func(c *AskHelp) { c.Me.Birth = day("2026-11-25") }), "me.birth", "dossier.day.future"),
		invalid("bad mail", with(func(c *AskHelp) { c.Me.Email = "mila@" }), "me.email", "dossier.contact.email"),
		invalid("bad phone", with(func(c *AskHelp) { c.Me.Phone = "12" }), "me.phone", "nl.phone.invalid"),
		invalid("bad postcode", with(func(c *AskHelp) { c.Me.Address.Postcode = "99" }), "me.postcode", "nl.postcode.invalid"),
		invalid("bad sex", with(func(c *AskHelp) { c.Me.Sex = "q" }), "me.sex", "dossier.person.sex"),
		invalid("bad source", with(func(c *AskHelp) { c.Me.Source = "gossip" }), "me.source", "dossier.person.source"),
	)
	if _, err := newWorld(t).try(with(func(c *AskHelp) { c.Words = strings.Repeat("é", 5000) })); err != nil {
		t.Errorf("5,000 signs are allowed: %v", err)
	}
	asked(t).refuses(conflict("twice", helpCall(), "dossier.exists"))
}

func TestAskAgain(t *testing.T) {
	w := asked(t)
	same(t, "entries", w.days(3).do(AskAgain{Words: "Nu ook schulden.", Laws: []string{"wgs"}}), "melding.received clock.started clock.started")
	equal(t, "meldingen", len(w.d.Meldingen), 2)
	newWorld(t).refuses(missing("no dossier", AskAgain{Words: "x"}, "dossier.none"))
	w.refuses(invalid("no words", AskAgain{}, "words", "dossier.melding.words"))
}

func TestAskAgainReopensAClosedDossier(t *testing.T) {
	w := closed(t)
	kinds := w.days(40).as(mother).do(AskAgain{Words: "Het gaat weer mis.", Laws: []string{"wmo"}})
	same(t, "entries", kinds, "dossier.reopened clock.stopped involvement.ended involvement.started melding.received clock.started clock.started")
	equal(t, "closed", w.d.Closed == nil, true)
	equal(t, "gap", w.d.LeadGapSince, w.now)
	equal(t, "team is back", w.d.involves("o-team", w.today()), true)
}

func TestWeighSafety(t *testing.T) {
	w := asked(t).as(noor)
	same(t, "entries", w.do(WeighSafety{SafetyUnsafe, "Er is gevaar.", day("2026-12-01")}), "safety.assessed clock.met")
	equal(t, "read", w.d.Meldingen[0].Read, true)
	equal(t, "compartment", w.d.Entries[len(w.d.Entries)-2].Compartment, CompartmentSafety)
	equal(t, "need", WeighSafety{}.Need(w.d).Compartment, CompartmentSafety)
	now, _ := w.d.SafetyNow()
	equal(t, "level", now.Level, SafetyUnsafe)
	w.do(AskAgain{Words: "Nog iets."})
	equal(t, "the new one is unread", w.d.Meldingen[1].Read, false)
	w.refuses(
		invalid("no level", WeighSafety{Words: "x"}, "level", "dossier.safety.level"),
		invalid("no words", WeighSafety{Level: SafetySafe}, "words", "dossier.safety.words"),
		invalid("again in the past", WeighSafety{SafetySafe, "x", day("2020-01-01")}, "again", "dossier.day.past"))
	closed(t).refuses(conflict("closed", WeighSafety{Level: SafetySafe, Words: "x"}, "dossier.closed"))
	newWorld(t).refuses(missing("no dossier", WeighSafety{Level: SafetySafe, Words: "x"}, "dossier.none"))
}

func TestQuestionPausesAndResumesAClock(t *testing.T) {
	w := family(t)
	clock, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "jw.decision")
	to := Holder{Kind: HolderFamily, Person: w.named("Mila")}
	same(t, "asked", w.do(AskQuestion{To: to, Words: "Heeft u een rapport?", Parts: []Part{w.part()}, Pause: clock.Clock}), "question.asked clock.started clock.paused")
	q := w.d.Questions[0]
	equal(t, "name filled in", q.To.Name, "Mila de Vries")
	same(t, "answered", w.days(5).as(mother).do(AnswerQuestion{q.Question, "Ja."}), "question.answered clock.met clock.resumed")
	after, _ := w.d.Clock(clock.Clock)
	equal(t, "state", after.State, ClockRuns)
	equal(t, "days still", after.Days, 4)
	equal(t, "due", after.Due, clock.Due.AddDays(4))
	equal(t, "answer", w.d.Questions[0].Answer, "Ja.")
	w.refuses(
		conflict("answered already", AnswerQuestion{q.Question, "x"}, "dossier.question.answered"),
		missing("no question", AnswerQuestion{"q-none", "x"}, "dossier.question.none"))
}

func TestAskQuestionRefuses(t *testing.T) {
	w := family(t)
	safety := w.d.Clocks[0]
	inquiry, _ := w.d.ClockOn(w.d.Meldingen[0].Melding, "wmo.investigation")
	to := Holder{Kind: HolderOrganisation, Org: "o-linde"}
	w.refuses(
		invalid("no words", AskQuestion{To: to}, "words", "dossier.question.words"),
		invalid("nobody", AskQuestion{Words: "x"}, "to", "dossier.holder.kind"),
		invalid("incomplete holder", AskQuestion{To: Holder{Kind: HolderPool}, Words: "x"}, "to", "dossier.holder.who"),
		invalid("stranger", AskQuestion{To: Holder{Kind: HolderFamily, Person: "p-x"}, Words: "x"}, "to", "dossier.person.unknown"),
		invalid("unknown part", AskQuestion{To: to, Words: "x", Parts: []Part{{"", "moon"}}}, "parts", "dossier.domain.unknown"),
		conflict("met clock", AskQuestion{To: to, Words: "x", Pause: safety.Clock}, "dossier.clock.state"),
		conflict("clock that may not pause", AskQuestion{To: to, Words: "x", Pause: inquiry.Clock}, "dossier.clock.nopause"),
		missing("no clock", AskQuestion{To: to, Words: "x", Pause: "c-none"}, "dossier.clock.none"))
	w.do(AskQuestion{To: to, Words: "Wie komt er?"})
	w.refuses(invalid("no answer", AnswerQuestion{Question: w.d.Questions[0].Question}, "words", "dossier.question.answer"))
	equal(t, "need", AnswerQuestion{Question: w.d.Questions[0].Question}.Need(w.d).Action, ActAnswer)
}
