package sim

import (
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

func TestTheSameSeedGivesTheSameFaults(t *testing.T) {
	w := Weather{Loss: 0.3, Double: 0.3, Late: 0.3, Busy: 0.3, Longest: time.Second}
	one, two, other := storm{w, 1}, storm{w, 1}, storm{w, 2}
	differs, faults := 0, 0
	for try := range 500 {
		f := one.fate("in", "JW305/x/1", try)
		if f != two.fate("in", "JW305/x/1", try) {
			t.Fatal("a run does not replay")
		}
		if f != other.fate("in", "JW305/x/1", try) {
			differs++
		}
		if f.lost || f.unheard || f.double || f.busy || f.holdBack > 0 {
			faults++
		}
	}
	if differs < 100 || faults < 100 {
		t.Errorf("another seed differs in %d of 500, faults in %d", differs, faults)
	}
	if f := (storm{seed: 1}).fate("in", "x", 1); f != (fate{}) {
		t.Errorf("fine weather: %+v", f)
	}
}

// TestTheJudgeFindsWhatIsWrong: a comparison that cannot fail shows nothing.
func TestTheJudgeFindsWhatIsWrong(t *testing.T) {
	fresh := func() *software {
		s := newSoftware("", municipality, nl.MustDate("2026-11-24"), nil)
		s.told["jw305/1"], s.told["jw307/8"], s.heard["jw301/9"] = true, false, 3
		s.ledger["7"] = &care{Number: "7", Start: "2026-11-24", Decided: "later"}
		return s
	}
	good := func() (map[string]int, map[string]int, map[string]care) {
		return map[string]int{"jw305/1": 1}, map[string]int{"jw301/9": 1}, map[string]care{"7": {Number: "7", Start: "2026-11-24"}}
	}
	for name, row := range map[string]struct {
		spoil func(in, out map[string]int, ours map[string]care)
		found func(Result) int
	}{
		"nothing":           {func(_, _ map[string]int, _ map[string]care) {}, func(r Result) int { return r.Messages - 2 }},
		"lost on the way":   {func(in, _ map[string]int, _ map[string]care) { delete(in, "jw305/1") }, func(r Result) int { return len(r.Lost) }},
		"carried out twice": {func(in, _ map[string]int, _ map[string]care) { in["jw305/1"] = 2 }, func(r Result) int { return len(r.Twice) }},
		"never arrived":     {func(_, out map[string]int, _ map[string]care) { out["jw301/8"] = 1 }, func(r Result) int { return len(r.Lost) }},
		"sent by nobody":    {func(in, _ map[string]int, _ map[string]care) { in["jw307/5"] = 1 }, func(r Result) int { return len(r.Differ) }},
		"another start":     {func(_, _ map[string]int, ours map[string]care) { ours["7"] = care{Number: "7"} }, func(r Result) int { return len(r.Differ) }},
		"taken in wrongly":  {func(in, _ map[string]int, _ map[string]care) { in["jw307/8"] = 1 }, func(r Result) int { return len(r.Differ) }},
		"ours alone":        {func(_, _ map[string]int, ours map[string]care) { ours["8"] = care{Number: "8"} }, func(r Result) int { return len(r.Differ) }},
		"theirs alone":      {func(_, _ map[string]int, ours map[string]care) { delete(ours, "7") }, func(r Result) int { return len(r.Differ) }},
	} {
		in, out, ours := good()
		row.spoil(in, out, ours)
		s, r := fresh(), Result{}
		r.compareMessages(s, in, out)
		r.compareLedgers(s.ledger, ours)
		if row.found(r) != 1 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestATermThatPassedUnseenIsFound(t *testing.T) {
	day := nl.MustDate("2026-11-24")
	d := &dossier.Dossier{Clocks: []dossier.Clock{{}, {}, {}}}
	d.Clocks[0].State, d.Clocks[0].Due = dossier.ClockRuns, day.AddDays(-1)
	d.Clocks[1].State, d.Clocks[1].Due = dossier.ClockRuns, day
	d.Clocks[2].State = dossier.ClockIsLate
	var r Result
	r.terms(d, day)
	if len(r.Unflagged) != 1 || r.Lapsed != 1 || r.Kept != 0 {
		t.Errorf("%+v", r)
	}
}

// TestTheOtherSoftwareWritesGoodMessages: what it writes by itself is what our
// reader, which knows the official schemas, accepts.
func TestTheOtherSoftwareWritesGoodMessages(t *testing.T) {
	for kind := range messageCodes {
		law, number := kind[:len(kind)-3], kind[len(kind)-3:]
		p := slip{
			Law: law, From: "99000001", To: municipality, Ref: "P1", Day: "2026-11-24", BSN: "999900006", Birth: "2012-05-06", Sex: "2", Last: "Vogel", First: "Merel",
			Number: "7", Category: "45", Product: "45A04", Begin: "2026-11-24", Until: "2027-06-01", Start: "2026-11-24", Stop: "2026-11-24",
			Reason: stopCodes[law][StoryPlain], Status: "1", Reference: "R1", Volume: "2", Unit: "04", Per: "2", Retour: "R2", Today: "2026-11-24",
			Bill: bill{Number: "D1", From: "2026-10-01", Until: "2026-10-31", Lines: []billLine{{"L1", "", 8, 7350, 58800}, {"L3", "L2", 2, 7350, 14700}}},
		}
		if law == "wmo" {
			p.Category, p.Product = "02", "02A03"
		}
		if number == "302" || number == "320" { // the header of what is answered: from the municipality
			p.From, p.To = p.To, p.From
		}
		raw, err := p.write(number)
		if err != nil {
			t.Fatal(err)
		}
		if _, found, err := ijw.Read(strings.NewReader(string(raw))); err != nil || len(found) > 0 {
			t.Errorf("%s: %v %+v", kind, err, found)
		}
	}
}

func TestTheJudgeFindsWrongMoney(t *testing.T) {
	their := func() map[string]*bill {
		return map[string]*bill{
			"D1": {Number: "D1", Care: "7", Lines: []billLine{{"L1", "", 8, 100, 800}, {"L2", "", 9, 100, 900}}, Answered: true, Granted: 800, Refused: map[string]string{"L2": "9321"}},
			"D2": {Number: "D2", Care: "7", Lines: []billLine{{"L3", "L1", 8, 100, 800}}, Answered: true, Granted: -800, Refused: map[string]string{}},
		}
	}
	for name, row := range map[string]struct {
		spoil func(ours map[string]bill, used map[string]int64)
		want  int
	}{
		"nothing":          {func(map[string]bill, map[string]int64) {}, 0},
		"another amount":   {func(ours map[string]bill, _ map[string]int64) { b := ours["D1"]; b.Granted = 1700; ours["D1"] = b }, 1},
		"another reason":   {func(ours map[string]bill, _ map[string]int64) { ours["D1"].Refused["L2"] = "9322" }, 1},
		"granted too":      {func(ours map[string]bill, _ map[string]int64) { delete(ours["D1"].Refused, "L2") }, 2},
		"never claimed":    {func(ours map[string]bill, _ map[string]int64) { delete(ours, "D2") }, 2},
		"ours alone":       {func(ours map[string]bill, _ map[string]int64) { ours["D9"] = bill{Number: "D9"} }, 1},
		"used on a number": {func(_ map[string]bill, used map[string]int64) { used["7"] = 800 }, 1},
	} {
		ours, used := map[string]bill{}, map[string]int64{"7": 0}
		for n, b := range their() {
			ours[n] = *b
		}
		row.spoil(ours, used)
		var r Result
		r.comparePurses(their(), ours, used)
		if len(r.Differ) != row.want {
			t.Errorf("%s: %q", name, r.Differ)
		}
		if name == "nothing" && r.Ours != (Money{Claimed: 1700, Granted: 800, Rejected: 900, Credited: 800}) {
			t.Errorf("money: %+v", r.Ours)
		}
	}
}
