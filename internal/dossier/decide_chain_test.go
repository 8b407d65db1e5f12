package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

// request is a JW315 for the daughter.
func request(w *world) ReceiveRequest {
	return ReceiveRequest{
		Type: "JW315", From: "99990001", Ref: "DL00000017", Content: []byte("<Bericht/>"), Provider: "o-linde", Called: "De Linde",
		Phone: "0500 111111", Person: w.named("Zoë"), Domain: "mind", Care: []Care{care},
	}
}

// allocated is the usual family with care that the municipality granted.
func allocated(t testing.TB) *world {
	w := family(t)
	w.as(linde).do(request(w))
	w.as(joris).do(Decide{Task: w.task().Task, Outcome: "granted", Words: "Past bij het plan.", Number: "17"})
	return w
}

func TestReceiveRequest(t *testing.T) {
	w := family(t).as(linde)
	two := request(w)
	two.Care = []Care{care, care}
	once := "task.created task.offered task.accepted clock.started clock.started"
	same(t, "taken in", w.do(two), "message.received "+once+" "+once)
	task := w.task()
	equal(t, "type", task.Type, TaskDecision)
	equal(t, "state", task.State, TaskTaken)
	equal(t, "desk of the lead", task.Holder.User, "u-joris")
	equal(t, "care", *task.Care, care)
	equal(t, "asker", task.Asked, "o-linde")
	decide, _ := w.d.ClockOn(task.Task, "jw.decision")
	equal(t, "decision due", decide.Due, day("2027-01-18"))
	same(t, "again", w.do(two), "")
	newer := two
	newer.Ref, newer.Domain = "DL00000018", "school"
	same(t, "an unopened domain is opened by the request", w.do(newer), "message.received domain.opened "+once+" "+once)
	equal(t, "need", request(w).Need(w.d).Action, ActMessage)
}

func TestReceiveRequestWithoutLeadLandsAtTheTeam(t *testing.T) {
	w := asked(t)
	w.person("Zoë", "2014-06-01")
	c := request(w)
	c.Type, c.Care[0].Law = "WMO315", "wmo"
	w.as(linde).do(c)
	equal(t, "holder", w.task().Holder, Holder{Kind: HolderOrganisation, Org: "o-team", Name: "Wijkteam Noord"})
	_, ok := w.d.ClockOn(w.task().Task, "wmo.decision")
	equal(t, "two weeks", ok, true)
}

func TestReceiveRequestRefuses(t *testing.T) {
	w := family(t)
	with := func(change func(*ReceiveRequest)) ReceiveRequest {
		c := request(w)
		change(&c)
		return c
	}
	late := care
	late.Until = day("2020-01-01")
	w.refuses(
		invalid("type", with(func(c *ReceiveRequest) { c.Type = "JW301" }), "type", "dossier.message.type"),
		invalid("no mark", with(func(c *ReceiveRequest) { c.Ref = "" }), "ref", "dossier.message.ref"),
		invalid("no provider", with(func(c *ReceiveRequest) { c.Provider = "" }), "provider", "dossier.care.provider"),
		invalid("stranger", with(func(c *ReceiveRequest) { c.Person = "p-x" }), "person", "dossier.person.unknown"),
		invalid("domain", with(func(c *ReceiveRequest) { c.Domain = "moon" }), "domain", "dossier.domain.unknown"),
		invalid("no care", with(func(c *ReceiveRequest) { c.Care = nil }), "care", "dossier.care.none"),
		invalid("law", with(func(c *ReceiveRequest) { c.Care = []Care{{Law: "zvw", From: day("2026-12-01")}} }), "care", "dossier.care.law"),
		invalid("no first day", with(func(c *ReceiveRequest) { c.Care = []Care{{Law: "jw"}} }), "care", "dossier.care.from"),
		invalid("backwards", with(func(c *ReceiveRequest) { c.Care = []Care{late} }), "until", "dossier.period"))
}

func TestGrant(t *testing.T) {
	w := family(t)
	w.as(linde).do(request(w))
	asked := w.task()
	kinds := w.as(joris).do(Decide{Task: asked.Task, Outcome: "granted", Words: "Past bij het plan.", Number: "17"})
	same(t, "granted", kinds, "decision.taken task.created task.offered task.accepted involvement.started allocation.made clock.started task.done clock.met clock.met clock.met")
	a, _ := w.d.Allocation("17")
	equal(t, "provider", a.Provider, "o-linde")
	equal(t, "person", a.Person, w.named("Zoë"))
	equal(t, "care", a.Care, care)
	equal(t, "time in Amsterdam", a.On.String()+" "+a.Time, "2026-11-23 23:10:00")
	help, _ := w.d.Task(a.Task)
	equal(t, "help", help.State+" "+help.Holder.Name, "accepted De Linde")
	i := w.d.Involved[len(w.d.Involved)-1]
	equal(t, "until", i.Valid, nl.Span{From: w.today(), Until: care.Until})
	equal(t, "ground", i.Ground, groundJwCare)
	equal(t, "covers", i.Covers(w.part()), true)
	start, _ := w.d.ClockOn(a.Task, termStart)
	equal(t, "start message due", start.Due, day("2026-12-08"))
	done, _ := w.d.Task(asked.Task)
	equal(t, "request", done.State, TaskReady)
	_, waiting := w.d.ClockOn(w.d.Meldingen[0].Melding, "jw.decision")
	equal(t, "the melding got its decision", waiting, false)
	w.refuses(conflict("twice", Decide{asked.Task, "granted", "x", "18"}, "dossier.task.state.done"))
	same(t, "the message leaves", w.do(RecordSent{Type: "JW301", To: "99990001", Ref: "000000000042", Content: []byte("x")}), "message.sent")
	equal(t, "of the decision", RecordSent{}.Need(w.d).Task, asked.Task)
	same(t, "once", w.do(RecordSent{Type: "JW301", To: "99990001", Ref: "000000000042", Content: []byte("x")}), "")
	w.refuses(
		invalid("type", RecordSent{To: "a", Ref: "b", Content: []byte("x")}, "type", "dossier.message.type"),
		invalid("mark", RecordSent{Type: "JW301", Content: []byte("x")}, "ref", "dossier.message.ref"),
		invalid("empty", RecordSent{Type: "JW301", To: "a", Ref: "b"}, "content", "dossier.message.content"))
}

func TestGrantOfCareWithoutEndOrName(t *testing.T) {
	w := family(t)
	c := request(w)
	c.Care = []Care{{Law: "wmo", Category: "02", From: day("2026-10-01")}}
	w.as(linde).do(c)
	w.as(joris).do(Decide{Task: w.task().Task, Outcome: "granted", Words: "Ja.", Number: "18"})
	i := w.d.Involved[len(w.d.Involved)-1]
	equal(t, "a year", i.Valid.Until, day("2027-11-23"))
	equal(t, "ground", i.Ground, groundWmoCare)
	equal(t, "title", w.task().Title, "De Linde")
	c.Ref, c.Care = "DL2", []Care{{Law: "jw", Category: "54", From: day("2026-01-01"), Until: day("2026-06-30")}}
	w.as(linde).do(c)
	w.as(joris).do(Decide{Task: w.task().Task, Outcome: "granted", Words: "Achteraf.", Number: "19"})
	equal(t, "care that is over already", w.d.Involved[len(w.d.Involved)-1].Valid, nl.Span{From: w.today(), Until: w.today()})
}

func TestRefuse(t *testing.T) {
	w := family(t)
	w.as(linde).do(request(w))
	id := w.task().Task
	w.as(joris).refuses(
		invalid("outcome", Decide{Task: id, Outcome: "maybe", Words: "x"}, "outcome", "dossier.decide.outcome"),
		invalid("no reasons", Decide{Task: id, Outcome: "refused"}, "words", "dossier.decide.words"),
		invalid("no number", Decide{Task: id, Outcome: "granted", Words: "x"}, "number", "dossier.care.number"),
		missing("no task", Decide{Task: "t-x", Outcome: "refused", Words: "x"}, "dossier.task.none"),
		conflict("finish instead", FinishTask{Task: id}, "dossier.task.decide"),
		conflict("return instead", ReturnTask{id, "x"}, "dossier.task.decide"))
	same(t, "refused", w.do(Decide{Task: id, Outcome: "refused", Words: "Andere hulp gaat voor."}), "decision.taken task.done clock.met clock.met clock.met")
	equal(t, "allocations", len(w.d.Allocations), 0)
	w.do(CreateTask{Title: "x", Part: w.part(), To: Holder{Kind: HolderFamily, Person: w.named("Mila")}})
	w.refuses(conflict("no request", Decide{Task: w.task().Task, Outcome: "refused", Words: "x"}, "dossier.decide.notask"))
	over := allocated(t)
	again := request(over)
	again.Ref = "DL2"
	over.as(linde).do(again)
	over.as(joris).refuses(conflict("number used", Decide{over.task().Task, "granted", "x", "17"}, "dossier.care.numbertaken"))
}

func startOf(number, ref string, on string) ReceiveStart {
	return ReceiveStart{"JW305", "99990001", ref, []byte("x"), number, day(on)}
}

func stopOf(number, ref, on, reason string) ReceiveStop {
	return ReceiveStop{"JW307", "99990001", ref, []byte("x"), number, day(on), reason}
}

func TestDelivery(t *testing.T) {
	w := allocated(t).as(linde)
	w.refuses(
		invalid("unknown number", startOf("99", "S1", "2026-12-01"), "number", "dossier.care.unknown"),
		invalid("too early", startOf("17", "S1", "2026-11-30"), "on", "dossier.care.early"),
		invalid("no day", startOf("17", "S1", ""), "on", "dossier.care.on"),
		invalid("no mark", startOf("17", "", "2026-12-01"), "ref", "dossier.message.ref"),
		conflict("stop first", stopOf("17", "E1", "2026-12-02", "31"), "dossier.care.notstarted"))
	same(t, "start", w.do(startOf("17", "S1", "2026-12-01")), "message.received delivery.started task.started clock.met clock.started")
	same(t, "the same again", w.do(startOf("17", "S1", "2026-12-01")), "")
	w.refuses(
		conflict("another start", startOf("17", "S2", "2026-12-02"), "dossier.care.started"),
		invalid("reason", stopOf("17", "E1", "2027-01-02", "19"), "reason", "dossier.care.reason"),
		invalid("stop before start", stopOf("17", "E1", "2026-11-30", "31"), "on", "dossier.care.beforestart"),
		invalid("no mark", stopOf("17", "", "2026-11-30", "31"), "ref", "dossier.message.ref"),
		invalid("no day", stopOf("17", "E1", "", "31"), "on", "dossier.care.on"),
		invalid("unknown", stopOf("99", "E1", "2027-01-02", "31"), "number", "dossier.care.unknown"))
	same(t, "for a while", w.do(stopOf("17", "E1", "2026-12-10", "20")), "message.received delivery.stopped clock.met")
	same(t, "on again", w.do(startOf("17", "S3", "2026-12-20")), "message.received delivery.started clock.started")
	same(t, "as planned", w.do(stopOf("17", "E2", "2027-05-31", "31")), "message.received delivery.stopped involvement.ended task.done clock.met")
	same(t, "the same again", w.do(stopOf("17", "E2", "2027-05-31", "31")), "")
	equal(t, "task", w.task().State, TaskReady)
	w.refuses(
		conflict("stop twice", stopOf("17", "E3", "2027-05-31", "31"), "dossier.care.stopped"),
		conflict("start after the end", startOf("17", "S4", "2027-06-01"), "dossier.care.stopped"))
	equal(t, "need", startOf("17", "x", "2026-12-01").Need(w.d).Task, w.task().Task)
}

func TestEndsOfCare(t *testing.T) {
	for reason, want := range map[string]string{
		"32": "message.received delivery.stopped involvement.ended task.returned clock.met",
		"38": "message.received delivery.stopped involvement.ended task.returned clock.met",
		"02": "message.received delivery.stopped involvement.ended task.withdrawn clock.met",
		"36": "message.received delivery.stopped involvement.ended task.withdrawn clock.met",
	} {
		w := allocated(t).as(linde)
		w.do(startOf("17", "S1", "2026-12-01"))
		same(t, reason, w.do(stopOf("17", "E1", "2026-12-10", reason)), want)
	}
	w := allocated(t).as(linde)
	w.do(startOf("17", "S1", "2026-12-01"))
	w.days(20).do(FinishTask{Task: w.task().Task})
	same(t, "a task that was finished", w.do(stopOf("17", "E1", "2026-12-10", "31")), "message.received delivery.stopped involvement.ended")
}

func TestOneMessageAboutTwoAllocations(t *testing.T) {
	w := family(t)
	two := request(w)
	two.Care = []Care{care, care}
	w.as(linde).do(two)
	first, second := w.d.Tasks[0].Task, w.d.Tasks[1].Task
	w.as(joris).do(Decide{first, "granted", "Ja.", "17"})
	w.do(Decide{second, "granted", "Ja.", "18"})
	w.as(linde).do(startOf("17", "S1", "2026-12-01"))
	same(t, "the message is kept once", w.do(startOf("18", "S1", "2026-12-01")), "delivery.started task.started clock.met clock.started")
}
