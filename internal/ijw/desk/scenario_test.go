package desk_test

import (
	"bytes"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
)

// each runs a scenario under both laws.
func each(t *testing.T, run func(*testing.T, law)) {
	for _, l := range laws {
		t.Run(l.prefix, func(t *testing.T) { t.Parallel(); run(t, l) })
	}
}

// A new allocation: asked, decided, started and stopped with one press each.
func TestNewAllocation(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t)
		number := w.allocate(l, l.agb, 4, "2")
		given := w.last(l.prefix + "301").Allocations()
		equal(t, "allocations in the 301", len(given), 1)
		w.at("2026-12-01")
		w.must(w.desk.StartCare(w.provider(l.agb), w.order("start"), number, day("2026-12-01")))
		equal(t, "state", w.allocation(number).State(), dossier.AllocationBusy)
		equal(t, "start", w.last(l.prefix + "305").Starts()[0].From, day("2026-12-01"))
		w.at("2026-12-01")
		w.must(w.desk.StartCare(w.provider(l.agb), w.order("start"), number, day("2026-12-01")))
		equal(t, "one press twice", w.count(l.prefix+"305"), 1)
		w.at("2027-05-31")
		w.must(w.desk.StopCare(w.provider(l.agb), w.order("stop"), number, day("2027-05-31"), l.done))
		equal(t, "state", w.allocation(number).State(), dossier.AllocationOver)
	})
}

// A change of volume per week: the old allocation ends the day before, a new one follows.
func TestChangeOfVolume(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t)
		number := w.allocate(l, l.agb, 4, "2")
		w.at("2026-12-01")
		w.must(w.desk.StartCare(w.provider(l.agb), w.order("start"), number, day("2026-12-01")))
		w.must(w.desk.AskChange(w.provider(l.agb), w.order("ask"), desk.Wish{Allocation: number, From: day("2027-01-01"), Until: day("2027-05-31"), Volume: 6, Reason: "1"}))
		d := w.see()
		task := d.Tasks[len(d.Tasks)-1]
		if task.Change == nil {
			t.Fatal("no request for change lies on the desk")
		}
		_, err := w.desk.AskChange(w.provider(l.agb), w.order("again"), desk.Wish{Allocation: number, Until: day("2027-06-30"), Reason: "1"})
		if err == nil {
			t.Error("a second request went out while the first waits")
		}
		w.must(w.desk.HoldRequest(w.decider(), desk.Ruling{Dossier: w.family, Task: task.Task}))
		equal(t, "answer", w.last(l.prefix+"319").Answer().Decision, ijw.DecisionUnderStudy)
		w.must(w.desk.DecideChange(w.decider(), desk.Ruling{Dossier: w.family, Task: task.Task, Outcome: "granted", Words: "Dat past."}))
		given := w.last(l.prefix + "301").Allocations()
		equal(t, "both are told", len(given), 2)
		equal(t, "old end", w.allocation(number).Care.Until, day("2026-12-31"))
		equal(t, "new volume", given[1].Volume.Amount, 6)
		equal(t, "new begin", given[1].From, day("2027-01-01"))
	})
}

// Prolonging stretches the same number (OP380).
func TestProlonging(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t)
		number := w.allocate(l, l.agb, 4, "2")
		w.must(w.desk.ChangeAllocation(w.decider(), w.order("longer"), dossier.ChangeAllocation{Number: number, Until: day("2027-08-31")}))
		given := w.last(l.prefix + "301").Allocations()
		equal(t, "the same number", len(given) == 1 && given[0].Until == day("2027-08-31") && given[0].Change == "04", true)
		equal(t, "messages", w.count(l.prefix+"301"), 2)
		_, err := w.desk.ChangeAllocation(w.decider(), w.order("more"), dossier.ChangeAllocation{Number: number, Until: day("2027-08-31"), Volume: 9})
		refused(t, "volume per week", err, "dossier.care.volumefixed")
	})
}

// A switch of provider: the old one stops, the new one is allocated.
func TestProviderSwitch(t *testing.T) {
	w, l := newWorld(t), laws[0]
	first := w.allocate(l, linde, 4, "2")
	w.at("2026-12-01")
	w.must(w.desk.StartCare(w.provider(linde), w.order("start"), first, day("2026-12-01")))
	w.at("2027-01-31")
	w.must(w.desk.StopCare(w.provider(linde), w.order("stop"), first, day("2027-01-31"), l.over))
	second := w.allocate(l, wilg, 4, "2")
	equal(t, "the new provider's", w.allocation(second).Provider, dossier.ID("o-"+wilg))
	given := w.last("JW301").Allocations()
	equal(t, "only its own", len(given), 1)
	view, err := w.office.Open(w.as(w.who(wilg), "help"), w.family)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range view.Dossier.Messages {
		if m.Peer == linde {
			t.Errorf("the new provider sees a %s of the old one", m.Type)
		}
	}
	equal(t, "sees its own 315, 316 and 301", len(view.Dossier.Messages), 3)
}

// Death and a move end the care by the provider's stop; the rest is taken back.
func TestDeathAndMove(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		for _, reason := range []string{"02", l.moved} {
			w := newWorld(t)
			number := w.allocate(l, l.agb, 4, "2")
			w.at("2026-12-01")
			w.must(w.desk.StartCare(w.provider(l.agb), w.order("start"), number, day("2026-12-01")))
			w.at("2026-12-10")
			w.must(w.desk.StopCare(w.provider(l.agb), w.order("stop"), number, day("2026-12-10"), reason))
			w.must(w.desk.ChangeAllocation(w.decider(), w.order("end"), dossier.ChangeAllocation{Number: number, Until: day("2026-12-10"), Reason: map[bool]string{true: "02", false: "07"}[reason == "02"]}))
			equal(t, "end", w.allocation(number).Care.Until, day("2026-12-10"))
			equal(t, "told", w.last(l.prefix + "301").Allocations()[0].Until, day("2026-12-10"))
		}
	})
}

// A start told wrongly: status 3, then 1, in one message.
func TestCorrectionOfAStart(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t)
		number := w.allocate(l, l.agb, 4, "2")
		w.at("2026-12-02")
		w.must(w.desk.StartCare(w.provider(l.agb), w.order("start"), number, day("2026-12-02")))
		w.at("2026-12-01")
		w.must(w.desk.StartCare(w.provider(l.agb), w.order("better"), number, day("2026-12-01")))
		starts := w.last(l.prefix + "305").Starts()
		equal(t, "3 and then 1", len(starts) == 2 && starts[0].Status == "3" && starts[1].Status == "1", true)
		equal(t, "start", w.allocation(number).Started, day("2026-12-01"))
		w.must(w.desk.TakeBack(w.provider(l.agb), w.order("back"), number, dossier.WithdrawStart))
		equal(t, "state", w.allocation(number).State(), dossier.AllocationGiven)
	})
}

// A claim: granted; one with a fault is refused line by line; credit and anew.
func TestClaimRefusedAndCredited(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t)
		number := w.allocate(l, l.agb, 4, "2")
		w.at("2026-12-01")
		w.must(w.desk.StartCare(w.provider(l.agb), w.order("start"), number, day("2026-12-01")))
		w.at("2027-01-04")
		w.deliver(l, number, "2026-12-01", "2026-12-31", 10)
		w.must(w.desk.ClaimMonth(w.provider(l.agb), w.order("claim"), number, day("2026-12-01")))
		d := w.see()
		equal(t, "claims", len(d.Claims), 1)
		c := d.Claims[0]
		equal(t, "granted at once", d.ClaimState(c), dossier.ClaimGranted)
		equal(t, "cents", c.Granted, 95000)
		_, err := w.desk.ClaimMonth(w.provider(l.agb), w.order("again"), number, day("2026-12-01"))
		refused(t, "nothing is left", err, "desk.nothing")

		w.must(w.desk.CreditLine(w.provider(l.agb), w.order("credit"), number, c.Lines[0].Ref))
		d = w.see()
		equal(t, "credited", d.ClaimState(d.Claims[0]), dossier.ClaimCredited)
		_, cents := d.Used(number)
		equal(t, "nothing used", cents, 0)
		w.deliver(l, number, "2026-12-01", "2026-12-31", 8)
		w.must(w.desk.ClaimMonth(w.provider(l.agb), w.order("anew"), number, day("2026-12-01")))
		_, cents = w.see().Used(number)
		equal(t, "used", cents, 76000)
		_, err = w.desk.ChangeAllocation(w.decider(), w.order("remove"), dossier.ChangeAllocation{Number: number, Remove: true})
		refused(t, "claimed care is not taken back", err, "dossier.care.claimed")
	})
}

func (w *world) deliver(l law, number, from, until string, volume int64) {
	w.t.Helper()
	caller := w.as(w.who(l.agb), "help")
	w.must(w.office.Do(caller, orderOf(w.family, dossier.RecordDelivered{Number: number, From: day(from), Until: day(until), Volume: volume, Tariff: 9500})))
}

// A claim of more than is allocated does not leave from here; from elsewhere its
// line is refused, with the code of the rule, and the claim stands as rejected.
func TestAClaimThatIsTooMuch(t *testing.T) {
	w, l := newWorld(t, linde), laws[0]
	number := w.allocate(l, linde, 4, "2")
	start := ijw.Start{Number: ptr(number), Product: &ijw.Product{Category: "54", Code: "54001"}, AllocationFrom: day("2026-12-01"), From: day("2026-12-01"), Status: "1"}
	w.at("2026-12-02")
	w.take(w.provider(linde), ijw.New305(w.header(l.law, linde), client(), []ijw.Start{start}))
	equal(t, "a return message leaves by itself", w.count("JW306"), 1)
	w.at("2027-01-04")
	claim := func(volume int64, ref string) ijw.Message {
		return ijw.New323(w.header(l.law, linde), ijw.Claim{
			Number: "D" + ref, Period: span("2026-12-01", "2026-12-31"), Date: day("2027-01-04"), Total: ijw.SignedAmount(volume * 9500),
			Clients: []ijw.ClaimClient{{BSN: bsn, Lines: []ijw.ClaimLine{{
				Reference: ref, Number: *ptr(number), Category: "54", Code: "54001", Period: span("2026-12-01", "2026-12-31"), Volume: volume, Unit: "04",
				TariffCents: cents(9500), Amount: ijw.SignedAmount(volume * 9500),
			}}}},
		})
	}
	raw, err := claim(9000, "R1").Bytes()
	if err != nil {
		t.Fatal(err)
	}
	receipt, found, err := w.desk.Refuse(w.provider(linde), bytes.NewReader(raw))
	if err != nil || len(found) == 0 {
		t.Fatal(err, found)
	}
	d := w.see()
	equal(t, "state", d.ClaimState(d.Claims[0]), dossier.ClaimRefused)
	equal(t, "granted", d.Claims[0].Granted, 0)
	equal(t, "line", len(d.Claims[0].Refused) == 1 && len(d.Claims[0].Refused[0].Codes) > 0, true)
	equal(t, "answer", receipt.AnswerType, "JW325")
	answer, ok := w.last("JW325").As325()
	equal(t, "325", ok && answer.Answer.Granted.Signed() == 0 && answer.Answer.Number == "DR1", true)
	w.take(w.provider(linde), claim(10, "R2"))
	equal(t, "the right one is granted", w.see().Claims[1].Granted, 95000)
}

// What cannot be right yet may become so: the order of messages means nothing.
func TestAStopBeforeItsStart(t *testing.T) {
	w, l := newWorld(t), laws[0]
	number := w.allocate(l, linde, 4, "2")
	w.at("2026-12-21")
	stop := ijw.New307(w.header(l.law, linde), client(), []ijw.Stop{{
		Number: ptr(number), Product: &ijw.Product{Category: "54", Code: "54001"}, AllocationFrom: day("2026-12-01"), From: day("2026-12-01"), Reason: "31", Until: day("2026-12-20"), Status: "1",
	}})
	_, _, err := w.receive(w.provider(linde), stop)
	if err == nil {
		t.Fatal("a stop of nothing was taken in")
	}
	w.at("2026-12-01")
	w.must(w.desk.StartCare(w.provider(linde), w.order("start"), number, day("2026-12-01")))
	w.at("2026-12-21")
	w.take(w.provider(linde), stop)
	again := w.take(w.provider(linde), stop)
	equal(t, "again", again.Again, true)
	equal(t, "state", w.allocation(number).State(), dossier.AllocationOver)
}

// The safety rule goes before everything: nothing leaves, and no return either.
func TestNoMessageLeavesWhenThatIsUnsafe(t *testing.T) {
	w, l := newWorld(t, linde), laws[0]
	number := w.allocate(l, linde, 4, "2")
	w.must(w.office.Do(w.safety(), orderOf(w.family, dossier.ForbidTraffic{Words: "Hij leest haar post."})))
	start := ijw.Start{Number: ptr(number), Product: &ijw.Product{Category: "54", Code: "54001"}, AllocationFrom: day("2026-12-01"), From: day("2026-12-01"), Status: "1"}
	w.at("2026-12-02")
	w.take(w.provider(linde), ijw.New305(w.header(l.law, linde), client(), []ijw.Start{start}))
	equal(t, "no return", w.count("JW306"), 0)
	_, err := w.desk.StopCare(w.provider(linde), w.order("stop"), number, day("2027-01-10"), "31")
	refused(t, "stop", err, "dossier.traffic.forbidden")
	_, err = w.desk.ChangeAllocation(w.decider(), w.order("longer"), dossier.ChangeAllocation{Number: number, Until: day("2027-08-31")})
	refused(t, "301", err, "dossier.traffic.forbidden")
	equal(t, "nothing changed either", w.allocation(number).Care.Until, day("2027-05-31"))
	w.must(w.office.Do(w.safety(), orderOf(w.family, dossier.AllowTraffic{Words: "Zij woont nu veilig."})))
	w.must(w.desk.ChangeAllocation(w.decider(), w.order("later"), dossier.ChangeAllocation{Number: number, Until: day("2027-08-31")}))
}

// With a partner that uses other software the return message is waited for.
func TestReturnMessagesAreWaitedFor(t *testing.T) {
	w, l := newWorld(t, linde), laws[0]
	w.allocate(l, linde, 4, "2")
	sent := w.last("JW301")
	d := w.see()
	clock, ok := d.ClockOn(d.Messages[len(d.Messages)-1].ID, "ijw.return")
	if !ok {
		t.Fatal("nobody waits for the 302")
	}
	equal(t, "three working days", clock.Due, day("2026-11-27"))
	back, err := sent.Return(ijw.Return{ID: "B1", Date: day("2026-11-25"), Judge: func(*ijw.Node) ([]string, bool) { return nil, false }})
	if err != nil {
		t.Fatal(err)
	}
	w.take(w.provider(linde), back)
	d = w.see()
	_, waits := d.ClockOn(clock.On, "ijw.return")
	equal(t, "still waits", waits, false)
	equal(t, "returns", len(d.Returns), 1)
}

// A 301 that the provider refuses is told anew, under another identification;
// what it says is the same.
func TestARefusedAllocationIsToldAnew(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t, l.agb)
		number := w.allocate(l, l.agb, 4, "2")
		sent := w.last(l.prefix + "301")
		_, bounced := desk.Bounced(w.see(), w.allocation(number))
		equal(t, "no answer yet", bounced, false)
		back, err := sent.Return(ijw.Return{ID: "B1", Date: day("2026-11-25"), Judge: func(n *ijw.Node) ([]string, bool) {
			if n.Name == "Header" {
				return []string{"9056"}, true
			}
			return nil, false
		}})
		if err != nil {
			t.Fatal(err)
		}
		w.take(w.provider(l.agb), back)
		why, bounced := desk.Bounced(w.see(), w.allocation(number))
		equal(t, "refused", bounced && why.Refused[0].Codes[0] == "9056", true)
		w.must(w.desk.TellAnew(w.decider(), w.order("anew"), number))
		w.must(w.desk.TellAnew(w.decider(), w.order("anew"), number))
		equal(t, "pressed twice, told once more", w.count(l.prefix+"301"), 2)
		again := w.last(l.prefix + "301")
		equal(t, "another identification", again.Header().ID != sent.Header().ID, true)
		equal(t, "the same allocation", *again.Allocations()[0].Volume == *sent.Allocations()[0].Volume && again.Allocations()[0].Number == sent.Allocations()[0].Number, true)
		_, bounced = desk.Bounced(w.see(), w.allocation(number))
		equal(t, "waits anew", bounced, false)
		w.must(w.desk.ChangeAllocation(w.decider(), w.order("away"), dossier.ChangeAllocation{Number: number, Remove: true}))
		_, err = w.desk.TellAnew(w.decider(), w.order("gone"), number)
		refused(t, "what was taken back", err, "dossier.care.gone")
	})
}

// A stop that can never fit is refused in the end, and its return message lies
// with the care that it is about.
func TestAStopThatNeverFitsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t, l.agb)
		number := w.allocate(l, l.agb, 4, "2")
		w.at("2026-12-21")
		raw, err := ijw.New307(w.header(l.law, l.agb), client(), []ijw.Stop{{
			Number: ptr(number), Product: &ijw.Product{Category: l.category, Code: l.code}, AllocationFrom: day("2026-12-01"), From: day("2026-12-01"), Reason: l.done, Until: day("2026-12-20"), Status: "1",
		}}).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		_, found, err := w.desk.Refuse(w.provider(l.agb), bytes.NewReader(raw))
		if err != nil || len(found) == 0 {
			t.Fatal(err, found)
		}
		equal(t, "nothing stopped", w.allocation(number).Stopped.IsZero(), true)
		d := w.see()
		part := d.Tasks[len(d.Tasks)-1].Part
		for _, e := range d.Entries {
			if b, ok := e.Body.(dossier.MessageSent); ok && b.Type == l.prefix+"308" {
				equal(t, "where the 308 lies", len(e.Parts) == 1 && e.Parts[0] == part, true)
				return
			}
		}
		t.Error("no 308")
	})
}

// A refused request is answered by a 319 with a reason in the words of the standard.
func TestRefusedRequest(t *testing.T) {
	each(t, func(t *testing.T, l law) {
		w := newWorld(t)
		w.take(w.provider(l.agb), l.request(w, l.agb, 4, "2"))
		d := w.see()
		w.must(w.desk.Decide(w.decider(), desk.Ruling{Dossier: w.family, Task: d.Tasks[len(d.Tasks)-1].Task, Outcome: "refused", Words: "Er is iets beters.", Reason: "3"}))
		a := w.last(l.prefix + "319").Answer()
		equal(t, "answer", a.Decision == ijw.DecisionRejected && a.Reason == "3", true)
	})
}

// A start without a number finds its allocation by product and first day.
func TestAStartWithoutANumber(t *testing.T) {
	w, l := newWorld(t), laws[0]
	number := w.allocate(l, linde, 4, "2")
	w.at("2026-12-02")
	_, _, err := w.receive(w.provider(linde), ijw.New305(w.header(l.law, linde), client(), []ijw.Start{{
		Product: &ijw.Product{Category: "55", Code: "55001"}, AllocationFrom: day("2026-12-01"), From: day("2026-12-01"), Status: "1",
	}}))
	if err == nil {
		t.Error("a start of what was not allocated was taken in")
	}
	receipt, found, err := w.receive(w.provider(linde), ijw.New305(w.header(l.law, linde), client(), []ijw.Start{{
		Product: &ijw.Product{Category: "54", Code: "54001"}, AllocationFrom: day("2026-12-01"), From: day("2026-12-01"), Status: "1",
	}}))
	t.Log(receipt.Type, found, err)
	if err == nil {
		equal(t, "started", w.allocation(number).Started, day("2026-12-01"))
	}
}

// A claim about two clients of whom one is unknown here: the dossier keeps its
// own client alone, and one answer tells of both.
func TestAClaimOfSeveralClients(t *testing.T) {
	w, l := newWorld(t, linde), laws[0]
	number := w.allocate(l, linde, 4, "2")
	w.at("2026-12-02")
	w.must(w.desk.StartCare(w.provider(linde), w.order("start"), number, day("2026-12-01")))
	w.at("2027-01-04")
	line := func(ref string) ijw.ClaimLine {
		return ijw.ClaimLine{
			Reference: ref, Number: *ptr(number), Category: "54", Code: "54001", Period: span("2026-12-01", "2026-12-31"), Volume: 10, Unit: "04",
			TariffCents: cents(9500), Amount: ijw.SignedAmount(95000),
		}
	}
	claim := ijw.New323(w.header(l.law, linde), ijw.Claim{
		Number: "D77", Period: span("2026-12-01", "2026-12-31"), Date: day("2027-01-04"), Total: ijw.SignedAmount(190000),
		Clients: []ijw.ClaimClient{{BSN: bsn, Lines: []ijw.ClaimLine{line("A1")}}, {BSN: "999990032", Lines: []ijw.ClaimLine{line("A2")}}},
	})
	raw, err := claim.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	receipt, found, err := w.desk.Receive(w.provider(linde), bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err, found)
	}
	d := w.see()
	equal(t, "one claim, one line", len(d.Claims) == 1 && len(d.Claims[0].Lines) == 1, true)
	equal(t, "granted", d.Claims[0].Granted, 95000)
	for _, m := range d.Messages {
		if bytes.Contains(m.Content, []byte("999990032")) {
			t.Errorf("another client's number lies in this dossier, in a %s", m.Type)
		}
	}
	back, _, err := ijw.Read(bytes.NewReader(receipt.Answer))
	if err != nil {
		t.Fatal(err)
	}
	answer, ok := back.As325()
	equal(t, "one answer", ok && answer.Answer.Granted.Signed() == 95000 && len(answer.Answer.Clients) == 1 && answer.Answer.Clients[0].BSN == "999990032", true)
	again, _, err := w.desk.Receive(w.provider(linde), bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "again", len(w.see().Claims) == 1 && len(again.Changed) == 1, true)
}
