package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

func told(kind, ref string) Told {
	return Told{Type: kind, From: "99990001", Ref: ref, Content: []byte("x")}
}

func TestProlongAndShorten(t *testing.T) {
	w := allocated(t).as(joris)
	w.refuses(
		invalid("nothing changes", ChangeAllocation{Number: "17", Until: day("2027-05-31")}, "until", "dossier.care.same"),
		invalid("before the first day", ChangeAllocation{Number: "17", Until: day("2026-11-30")}, "until", "dossier.care.untilearly"),
		invalid("volume per week", ChangeAllocation{Number: "17", Until: day("2027-05-31"), Volume: 240}, "volume", "dossier.care.volumefixed"),
		invalid("lower budget", ChangeAllocation{Number: "17", Until: day("2027-05-31"), Budget: 100}, "agreed", "dossier.care.agree"),
		invalid("own button", ChangeAllocation{Number: "17", Until: day("2027-06-30"), Reason: "13"}, "reason", "dossier.care.changereason"),
		invalid("unknown", ChangeAllocation{Number: "99"}, "number", "dossier.care.unknown"))
	w.as(linde).do(startOf("17", "S1", "2026-12-01"))
	stop, ok := w.d.ClockOn(w.task().Task, "ijw.stop")
	equal(t, "stop due", ok && stop.Due == day("2027-06-07"), true)
	same(t, "longer", w.as(joris).do(ChangeAllocation{Number: "17", Until: day("2027-08-31")}), "allocation.changed involvement.started clock.stopped clock.started")
	a, _ := w.d.Allocation("17")
	equal(t, "until", a.Care.Until, day("2027-08-31"))
	equal(t, "reason", a.Changes[0].Reason, "04")
	equal(t, "state", a.State(), AllocationBusy)
	task, _ := w.d.Task(a.Task)
	equal(t, "task follows", task.Care.Until, day("2027-08-31"))
	same(t, "shorter", w.do(ChangeAllocation{Number: "17", Until: day("2027-03-31")}), "allocation.changed involvement.started clock.stopped clock.started")
	a, _ = w.d.Allocation("17")
	equal(t, "within one second the later still counts", a.Care.Until, day("2027-03-31"))
	w.days(200)
	w.refuses(
		invalid("over", ChangeAllocation{Number: "17", Until: day("2027-12-31")}, "until", "dossier.care.over"),
		invalid("into the past", ChangeAllocation{Number: "17", Until: day("2027-02-28")}, "agreed", "dossier.care.agree"))
	w.do(ChangeAllocation{Number: "17", Until: day("2027-02-28"), Agreed: true})
}

func TestRemove(t *testing.T) {
	w := allocated(t).as(joris)
	same(t, "remove", w.do(ChangeAllocation{Number: "17", Remove: true}), "allocation.changed involvement.ended task.withdrawn clock.stopped")
	a, _ := w.d.Allocation("17")
	equal(t, "state", a.State(), AllocationGone)
	equal(t, "end is first day", a.Care.Until, a.Care.From)
	equal(t, "current", a.Current(w.today()), false)
	w.refuses(conflict("twice", ChangeAllocation{Number: "17", Remove: true}, "dossier.care.gone"))
	w.as(linde).refuses(conflict("start", startOf("17", "S1", "2026-12-01"), "dossier.care.gone"))
	paid := claimed(t)
	paid.as(joris).refuses(conflict("claimed", ChangeAllocation{Number: "17", Remove: true}, "dossier.care.claimed"))
}

func TestTakingStartAndStopBack(t *testing.T) {
	w := allocated(t).as(linde)
	w.refuses(conflict("not told", ReceiveWithdrawal{told("JW305", "W0"), "17", WithdrawStart, day("2026-12-01")}, "dossier.care.nottold"))
	w.do(startOf("17", "S1", "2026-12-02"))
	w.refuses(conflict("another day", ReceiveWithdrawal{told("JW305", "W0"), "17", WithdrawStart, day("2026-12-01")}, "dossier.care.nottold"))
	back := ReceiveWithdrawal{told("JW305", "W1"), "17", WithdrawStart, day("2026-12-02")}
	same(t, "start back", w.do(back), "message.received delivery.withdrawn clock.stopped clock.started")
	same(t, "twice", w.do(back), "")
	w.do(startOf("17", "S2", "2026-12-01"))
	w.do(stopOf("17", "E1", "2027-02-01", "32"))
	w.refuses(conflict("stop first", ReceiveWithdrawal{told("JW305", "W2"), "17", WithdrawStart, day("2026-12-01")}, "dossier.care.stopfirst"))
	w.do(ReceiveWithdrawal{told("JW307", "W3"), "17", WithdrawStop, day("2027-02-01")})
	a, _ := w.d.Allocation("17")
	equal(t, "runs again", a.State(), AllocationBusy)
	task, _ := w.d.Task(a.Task)
	equal(t, "task is the provider's again", task.State == TaskBusy && task.Holder.Org == "o-linde", true)
	equal(t, "involved again", w.d.Involved[len(w.d.Involved)-1].Active(w.today()), true)
}

func TestRestAndFinalStop(t *testing.T) {
	w := allocated(t).as(linde)
	w.do(startOf("17", "S1", "2026-12-01"))
	w.do(stopOf("17", "E1", "2027-01-10", "20"))
	a, _ := w.d.Allocation("17")
	equal(t, "rests", a.State(), AllocationRests)
	w.refuses(
		conflict("rest twice", stopOf("17", "E2", "2027-01-20", "20"), "dossier.care.stopped"),
		invalid("before the rest", stopOf("17", "E2", "2027-01-01", "31"), "on", "dossier.care.beforestop"))
	w.do(stopOf("17", "E2", "2027-01-31", "31"))
	a, _ = w.d.Allocation("17")
	equal(t, "over without a new start", a.State(), AllocationOver)
}

func asking(ref string, wanted ...Wanted) ReceiveChange {
	return ReceiveChange{Told: told("JW317", ref), Provider: "o-linde", Called: "De Linde", Reference: ref, Reason: "1", Wanted: wanted}
}

func TestRequestForChange(t *testing.T) {
	w := allocated(t).as(linde)
	zoe := w.named("Zoë")
	longer, more := care, care
	longer.Until = day("2027-08-31")
	more.From, more.Volume = day("2027-01-01"), 240
	c := asking("V1", Wanted{"17", more})
	c.Person = zoe
	w.refuses(invalid("no person", asking("V1", Wanted{"17", more}), "person", "dossier.person.unknown"))
	none := c
	none.Wanted = nil
	w.refuses(invalid("nothing", none, "wanted", "dossier.care.nochange"))
	fresh := c
	fresh.Wanted = []Wanted{{"", more}}
	w.refuses(invalid("names nothing allocated", fresh, "number", "dossier.care.unknown"))
	same(t, "asked", w.do(c), "message.received task.created change.asked task.offered task.accepted clock.started")
	same(t, "again", w.do(c), "")
	second := c
	second.Ref = "V2"
	w.refuses(conflict("the first waits", second, "dossier.care.waits"))
	task := w.task()
	w.as(joris).refuses(
		invalid("no number", DecideChange{task.Task, "granted", "Ja.", nil}, "numbers", "dossier.care.number"),
		conflict("number taken", DecideChange{task.Task, "granted", "Ja.", []string{"17"}}, "dossier.care.numbertaken"),
		conflict("as if a first request", Decide{task.Task, "granted", "Ja.", "18"}, "dossier.decide.notask"))
	same(t, "look first", w.do(HoldRequest{task.Task}), "request.pending clock.met clock.started")
	clock, _ := w.d.ClockOn(task.Task, "ijw.change.investigated")
	equal(t, "eight weeks from the request", clock.Due, day("2027-01-18"))
	w.refuses(conflict("look twice", HoldRequest{task.Task}, "dossier.care.pending"))
	w.do(DecideChange{task.Task, "granted", "Dat past.", []string{"18"}})
	old, _ := w.d.Allocation("17")
	made, _ := w.d.Allocation("18")
	equal(t, "the old one ends the day before", old.Care.Until, day("2026-12-31"))
	equal(t, "the new one", made.Care.Volume == 240 && made.Care.From == day("2027-01-01") && made.Care.Reference == "V1", true)
	third := asking("V3", Wanted{"18", made.Care})
	third.Person, third.Wanted[0].Care.Until = zoe, day("2027-10-31")
	w.as(linde).refuses(invalid("not the whole", third, "wanted", "dossier.care.whole"))
	third.Keep = []string{"17"}
	w.do(third)
	w.as(joris).do(DecideChange{w.task().Task, "granted", "Ja.", nil})
	made, _ = w.d.Allocation("18")
	equal(t, "prolonged in place", made.Care.Until, day("2027-10-31"))
}

func TestClaims(t *testing.T) {
	w := claimed(t)
	c := w.d.Claims[0]
	equal(t, "waits", w.d.ClaimState(c), ClaimOpen)
	_, watched := w.d.ClockOn(c.Claim, "ijw.claim")
	equal(t, "answer is watched", watched, true)
	_, asked := w.d.ClockOn(w.d.Delivered[0].Delivery, "ijw.claim.month")
	equal(t, "claiming is met", asked, false)
	w.refuses(conflict("claimed days stand", RecordDelivered{"17", day("2026-12-01"), day("2026-12-31"), 10, 95}, "dossier.claim.already"))
	same(t, "granted", w.do(ReceiveClaimAnswer{Provider: "o-linde", Number: "D1", Codes: []string{"8001"}}), "claim.answered clock.met")
	same(t, "twice", w.do(ReceiveClaimAnswer{Provider: "o-linde", Number: "D1", Codes: []string{"8001"}}), "")
	equal(t, "cents", w.d.Claims[0].Granted, 45600)
	volume, cents := w.d.Used("17")
	equal(t, "used", volume == 480 && cents == 45600, true)
	credit := c.Lines[0]
	credit.Ref, credit.Earlier, credit.Credit = "P2", "P1", true
	w.do(ReceiveClaim{Told: told("JW323", "C2"), Number: "D2", Law: "jw", Provider: "o-linde", Person: c.Person, On: w.today(), Lines: []ClaimLine{credit}})
	w.do(ReceiveClaimAnswer{Provider: "o-linde", Number: "D2", Codes: []string{"8001"}})
	equal(t, "credited", w.d.ClaimState(w.d.Claims[0]), ClaimCredited)
	volume, cents = w.d.Used("17")
	equal(t, "nothing is left", volume == 0 && cents == 0, true)
	equal(t, "free to claim anew", w.d.Delivered[0].Claim, "")
	w.refuses(missing("unknown claim", ReceiveClaimAnswer{Provider: "o-linde", Number: "D9"}, "dossier.claim.unknown"))
}

func TestARefusedLineMayBeClaimedAnew(t *testing.T) {
	w := claimed(t)
	w.do(ReceiveClaimAnswer{Provider: "o-linde", Number: "D1", Codes: []string{"0200"}, Refused: []LineRefusal{{"P1", []string{"9321"}}}})
	equal(t, "state", w.d.ClaimState(w.d.Claims[0]), ClaimRefused)
	equal(t, "granted", w.d.Claims[0].Granted, 0)
	equal(t, "free", w.d.Delivered[0].Claim, "")
	w.do(RecordDelivered{"17", day("2026-12-01"), day("2026-12-31"), 400, 95})
}

// claimed is a world in which a month of care was delivered and claimed.
func claimed(t testing.TB) *world {
	w := allocated(t).as(linde)
	w.do(startOf("17", "S1", "2026-12-01"))
	w.refuses(
		invalid("over a month", RecordDelivered{"17", day("2026-12-15"), day("2027-01-15"), 480, 95}, "until", "dossier.claim.month"),
		invalid("no volume", RecordDelivered{"17", day("2026-12-01"), day("2026-12-31"), 0, 95}, "volume", "dossier.claim.volume"),
		invalid("no price", RecordDelivered{"17", day("2026-12-01"), day("2026-12-31"), 480, 0}, "tariff", "dossier.claim.tariff"),
		invalid("outside", RecordDelivered{"17", day("2026-11-01"), day("2026-11-30"), 480, 95}, "from", "dossier.claim.outside"))
	same(t, "delivered", w.do(RecordDelivered{"17", day("2026-12-01"), day("2026-12-31"), 480, 95}), "care.delivered clock.started")
	w.refuses(invalid("overlap", RecordDelivered{"17", day("2026-12-10"), day("2026-12-31"), 480, 95}, "from", "dossier.claim.overlap"))
	line := ClaimLine{Ref: "P1", Number: "17", Category: "54", Code: "54001", From: day("2026-12-01"), Until: day("2026-12-31"), Volume: 480, Unit: "01", Tariff: 95, Amount: Amount(480, 95, "01")}
	c := ReceiveClaim{Told: told("JW323", "C1"), Number: "D1", Law: "jw", Provider: "o-linde", Person: w.named("Zoë"), On: w.today(), Period: nl.Span{From: line.From, Until: line.Until}, Lines: []ClaimLine{line}}
	same(t, "claimed", w.do(c), "message.received claim.lodged clock.met clock.started")
	same(t, "again", w.do(c), "")
	return w
}

func TestReturnMessages(t *testing.T) {
	w := allocated(t).as(joris)
	same(t, "sent", w.do(RecordReply{Type: "JW301", To: "99990001", Ref: "G1", Content: []byte("x"), Part: w.part(), Await: true}), "message.sent clock.started")
	sent := w.d.Messages[len(w.d.Messages)-1]
	clock, _ := w.d.ClockOn(sent.ID, "ijw.return")
	equal(t, "three working days", clock.Due, day("2026-11-26"))
	w.as(linde).refuses(missing("of nothing", ReceiveReturn{Told: told("JW302", "R1"), Of: "G9", OfType: "JW301"}, "dossier.message.nosuch"))
	w.days(4).as(system).do(LapseClocks{})
	late, _ := w.d.Clock(clock.Clock)
	equal(t, "a missing return is noticed", late.State, ClockIsLate)
	same(t, "returned", w.as(linde).do(ReceiveReturn{Told: told("JW302", "R1"), Of: "G1", OfType: "JW301"}), "message.returned clock.met")
	_, ok := w.d.Returned(sent.ID)
	equal(t, "kept", ok, true)
}

func TestProvidersSideTakesAllocationsInAnyOrder(t *testing.T) {
	w := family(t).as(system)
	zoe := w.named("Zoë")
	c := ReceiveAllocations{Told: Told{Type: "JW301", From: "9001", Ref: "A1"}, Provider: "o-linde", Called: "De Linde", Person: zoe, Domain: "mind",
		Given: []Given{{"17", care, day("2026-11-20"), "10:00:00", ""}}}
	w.do(c)
	equal(t, "made", len(w.d.Allocations), 1)
	newer, older := care, care
	newer.Until, older.Until = day("2027-08-31"), day("2027-07-31")
	c.Ref, c.Given = "A3", []Given{{"17", newer, day("2026-11-22"), "10:00:00", "04"}}
	w.do(c)
	c.Ref, c.Given = "A2", []Given{{"17", older, day("2026-11-21"), "10:00:00", "04"}}
	same(t, "an older one changes nothing", w.do(c), "message.received")
	a, _ := w.d.Allocation("17")
	equal(t, "latest wins", a.Care.Until, day("2027-08-31"))
	gone := care
	gone.Until = gone.From
	c.Ref, c.Given = "A4", []Given{{"17", gone, day("2026-11-23"), "10:00:00", "13"}, {"99", gone, day("2026-11-23"), "10:00:00", "13"}}
	w.do(c)
	a, _ = w.d.Allocation("17")
	equal(t, "taken back", a.State(), AllocationGone)
	equal(t, "one that was never known", len(w.d.Allocations), 1)
}

func TestRoomIsHalfUpInWholeNumbers(t *testing.T) {
	for _, c := range []struct {
		volume      int
		per         string
		from, until string
		want        int64
	}{
		{10, "1", "2027-01-01", "2027-01-31", 310},
		{7, "2", "2027-01-01", "2027-01-31", 31},
		{1, "2", "2027-01-01", "2027-01-03", 0}, // 3/7
		{1, "2", "2027-01-01", "2027-01-04", 1}, // 4/7
		{120, "2", "2027-01-01", "2027-01-31", 531},
		{31, "4", "2027-01-01", "2027-01-31", 31},
		{1, "4", "2027-02-01", "2027-02-14", 1}, // half of February: up
		{10, "4", "2027-01-16", "2027-02-14", 10},
		{99, "6", "2027-01-01", "2027-01-31", 99},
		{99, "1", "2027-01-31", "2027-01-01", 0},
	} {
		if got := Room(Care{Volume: c.volume, Frequency: c.per}, day(c.from), day(c.until)); got != c.want {
			t.Errorf("%d per %s from %s to %s: %d, want %d", c.volume, c.per, c.from, c.until, got, c.want)
		}
	}
	equal(t, "money", Amount(12345, 0, "83"), 12345)
}

func TestNoMessageLeavesWhenThatIsUnsafe(t *testing.T) {
	w := allocated(t).as(joris)
	w.refuses(
		conflict("nothing to lift", AllowTraffic{"x"}, "dossier.traffic.none"),
		invalid("no reason", ForbidTraffic{}, "words", "dossier.traffic.why"),
		invalid("over already", ForbidTraffic{Words: "x", Until: day("2026-11-01")}, "until", "dossier.day.past"))
	w.do(ForbidTraffic{Words: "Hij leest haar post.", Until: day("2026-11-30")})
	sent := RecordSent{Type: "JW301", To: "99990001", Ref: "G1", Content: []byte("x")}
	reply := RecordReply{Type: "JW306", To: "99990001", Ref: "G2", Content: []byte("x"), Part: w.part()}
	w.refuses(conflict("301", sent, "dossier.traffic.forbidden"), conflict("return", reply, "dossier.traffic.forbidden"))
	w.days(10)
	equal(t, "over by itself", w.d.Silent(w.today()), false)
	w.do(sent)
	w.do(ForbidTraffic{Words: "Weer."})
	w.refuses(conflict("return", reply, "dossier.traffic.forbidden"))
	w.do(AllowTraffic{"Zij woont nu veilig."})
	w.do(reply)
}
