package dossier

import (
	"testing"
	"time"

	"eendracht/internal/nl"
)

var (
	stranger = Actor{User: "u-wim", Org: "o-ggd", Role: "worker", Name: "Wim Bos"}
	officer  = Actor{User: "u-fg", Org: "o-gemeente", Role: "privacy", Name: "Petra"}
)

func glassOf(w *world) BreakGlass {
	return BreakGlass{Parts: []Part{{w.named("Zoë"), "health"}}, Reason: "Zij neemt niet op.", OrgName: "GGD", Officer: Holder{Kind: HolderOrganisation, Org: "o-gemeente", User: "u-fg"}}
}

func TestBreakGlassRunsHoursAndIsReviewed(t *testing.T) {
	w := family(t)
	w.as(stranger)
	same(t, "breaking", w.do(glassOf(w)), "glass.broken clock.started")
	g := w.d.Glasses[0]
	equal(t, "until", g.Until, w.now.Add(4*time.Hour).Truncate(time.Microsecond))
	equal(t, "open now", g.Open(w.now), true)
	equal(t, "open at its end", g.Open(g.Until), false)
	equal(t, "ground", w.d.Entries[len(w.d.Entries)-2].Ground, GlassGround)
	clock, ok := w.d.ClockOn(g.Glass, termGlassReview)
	equal(t, "clock", ok, true)
	equal(t, "two working days", clock.Due, nl.MustDate("2026-11-25"))
	w.refuses(
		conflict("twice", glassOf(w), "dossier.glass.open"),
		conflict("own review", ReviewGlass{g.Glass, GlassJustified, "Ja."}, "dossier.glass.self"),
	)
	w.as(linde).refuses(
		invalid("no reason", BreakGlass{Parts: g.Parts}, "reason", "dossier.reason"),
		invalid("no parts", BreakGlass{Reason: "x"}, "parts", "dossier.glass.parts"),
		invalid("beyond the ground", BreakGlass{Parts: []Part{{"", "money"}}, Reason: "x"}, "parts", "dossier.glass.beyond"),
	)
	w.as(officer)
	w.refuses(
		invalid("no outcome", ReviewGlass{g.Glass, "", "Ja."}, "outcome", "dossier.glass.outcome"),
		missing("unknown", ReviewGlass{"none", GlassJustified, "Ja."}, "dossier.glass.none"),
		missing("somebody else's", EndGlass{Glass: g.Glass}, "dossier.glass.none"),
	)
	same(t, "unjustified ends it", w.do(ReviewGlass{g.Glass, GlassUnjustified, "Er was geen nood."}), "glass.reviewed glass.ended clock.met")
	equal(t, "open", w.d.Glasses[0].Open(w.now), false)
	w.refuses(conflict("again", ReviewGlass{g.Glass, GlassJustified, "Ja."}, "dossier.glass.reviewed"))
	w.as(stranger).refuses(conflict("over", EndGlass{Glass: g.Glass}, "dossier.glass.over"))
}

func TestAGlassMayBringAHoldAndIsEndedByItsOwner(t *testing.T) {
	w := family(t)
	c := glassOf(w)
	c.Hush = "Vader dreigt."
	same(t, "hushed", w.as(stranger).do(c), "glass.broken clock.started hold.set clock.started")
	equal(t, "hushed", w.d.Hushed(), true)
	same(t, "ended", w.do(EndGlass{w.d.Glasses[0].Glass, "Gevonden."}), "glass.ended")
	equal(t, "open", w.d.Glasses[0].Open(w.now), false)
}

func TestAHoldNeedsFourEyes(t *testing.T) {
	w := family(t)
	same(t, "set", w.as(joris).do(SetHold{"Er is dreiging."}), "hold.set clock.started")
	h := w.d.Holds[0].Hold
	w.refuses(
		conflict("twice", SetHold{"Nog een."}, "dossier.hold.already"),
		conflict("own review", ReviewHold{h, true, "Ja."}, "dossier.hold.self"),
		missing("unknown", LiftHold{"none", "Klaar."}, "dossier.hold.none"),
	)
	same(t, "kept", w.as(noor).do(ReviewHold{h, true, "Nog niet."}), "hold.reviewed clock.met clock.started")
	equal(t, "holds", w.d.Hushed(), true)
	same(t, "lifted", w.as(joris).do(LiftHold{h, "Veilig."}), "hold.lifted clock.stopped")
	equal(t, "holds", w.d.Hushed(), false)
	w.refuses(conflict("over", LiftHold{h, "Klaar."}, "dossier.hold.over"))
	w.do(SetHold{"Weer."})
	same(t, "not kept", w.as(noor).do(ReviewHold{w.d.Holds[1].Hold, false, "Klaar."}), "hold.reviewed clock.met")
	equal(t, "alarmed", w.d.Alarmed(), true) // safety was weighed as watch
}

func TestAMandateIsDatedAndRevocable(t *testing.T) {
	w := family(t)
	mila, tom, zoe := w.named("Mila"), w.named("Tom"), w.named("Zoë")
	w.as(noor).refuses(
		invalid("a child", GiveMandate{Person: zoe, By: tom, Type: MandateMentor, Paper: "x"}, "person", "dossier.mandate.age"),
		invalid("oneself", GiveMandate{Person: mila, By: mila, Type: MandateMentor, Paper: "x"}, "by", "dossier.mandate.self"),
		invalid("no paper", GiveMandate{Person: mila, By: tom, Type: MandateMentor}, "paper", "dossier.mandate.paper"),
		invalid("no type", GiveMandate{Person: mila, By: tom, Paper: "x"}, "type", "dossier.mandate.type"),
	)
	give := GiveMandate{Person: mila, By: tom, User: "u-tom", Type: MandateCurator, Paper: "Rechtbank 26-1"}
	same(t, "given", w.do(give), "mandate.given involvement.started")
	equal(t, "represents", w.d.Represents(tom, mila, w.today()), true)
	equal(t, "the other way", w.d.Represents(mila, tom, w.today()), false)
	w.refuses(conflict("twice", give, "dossier.mandate.already"))
	same(t, "revoked", w.do(EndMandate{w.d.Mandates[0].Mandate, "Opgeheven."}), "mandate.ended involvement.ended")
	equal(t, "represents", w.d.Represents(tom, mila, w.today()), false)
	i, _ := w.d.Involvement(w.d.Mandates[0].Involvement)
	equal(t, "reads today", i.Active(w.today()), false)
	w.refuses(conflict("over", EndMandate{w.d.Mandates[0].Mandate, "x"}, "dossier.mandate.over"), missing("none", EndMandate{"n", "x"}, "dossier.mandate.none"))
}

func TestAQuestionAboutALookGoesToWhoLooked(t *testing.T) {
	w := family(t)
	w.as(joris).do(Involve{Subject: Subject{Org: "o-linde"}, Called: "De Linde", Role: "partner", Purpose: "help", Ground: "jw.7.3.8", Persons: []ID{w.named("Zoë")}, Domains: []string{"mind"}, Valid: nl.Span{Until: day("2027-01-01")}})
	ask := AskAboutLook{Look: "l-1", At: w.now, Org: "o-linde", Words: "Waarom?"}
	same(t, "asked", w.as(mother).do(ask), "question.asked clock.started look.questioned")
	q := w.d.Questions[len(w.d.Questions)-1]
	equal(t, "to", q.To.Org, "o-linde")
	equal(t, "look", q.Look, "l-1")
	w.refuses(conflict("twice", ask, "dossier.look.asked"), missing("no look", AskAboutLook{Words: "x"}, "dossier.look.none"))
	w.do(AskAboutLook{Look: "l-2", At: w.now, Org: "o-weg", Words: "En wie is dit?"})
	equal(t, "gone: the lead answers", w.d.Questions[len(w.d.Questions)-1].To.User, "u-joris")
	same(t, "answered", w.as(linde).do(AnswerQuestion{q.Question, "Voor het gesprek van morgen."}), "question.answered clock.met")
}

func TestAChildObjectsAndSharesLater(t *testing.T) {
	w := family(t)
	zoe, sem, tom := w.named("Zoë"), w.named("Sem"), w.named("Tom")
	child := Actor{User: "u-zoe", Person: zoe, Role: "family"}
	w.as(child)
	object := GiveConsent{Person: zoe, Matter: "objection", For: Subject{Person: tom}, Domains: []string{"health"}}
	equal(t, "need", object.Need(w.d).Compartment, CompartmentVoice)
	same(t, "objects", w.do(object), "consent.given")
	w.refuses(invalid("for a sibling of 16", GiveConsent{Person: sem, By: []ID{sem}, Matter: "objection"}, "by", "dossier.consent.objection"))
	w.as(mother).refuses(invalid("a parent for the child", GiveConsent{Person: zoe, By: []ID{w.named("Mila")}, Matter: "objection"}, "by", "dossier.consent.objection"))
	k := w.d.Consents[len(w.d.Consents)-1]
	equal(t, "withdrawing is the child's too", WithdrawConsent{Consent: k.Consent}.Need(w.d).Compartment, CompartmentVoice)
	w.as(child).do(Speak{Person: zoe, Words: "Ik wil bij mama blijven."})
	voice := w.d.Voices[0].Voice
	same(t, "shares", w.do(ShareVoice{voice, true}), "voice.shared")
	equal(t, "shared", w.d.Voices[0].Shared, true)
	w.refuses(conflict("again", ShareVoice{voice, true}, "dossier.voice.same"), missing("none", ShareVoice{"v", true}, "dossier.voice.none"))
}
