package dossier

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/nl"

	"pgregory.net/rapid"
)

// wishes draws commands about what a dossier holds, now and then about what it does not.
type wishes struct {
	t     *rapid.T
	w     *world
	count int
}

func (g *wishes) pick(label string, ids []ID) ID {
	return rapid.SampledFrom(append(slices.Clone(ids), "none")).Draw(g.t, label)
}

func ids[T any](list []T, id func(T) ID) []ID {
	out := make([]ID, 0, len(list))
	for _, one := range list {
		out = append(out, id(one))
	}
	return out
}

func (g *wishes) person() ID {
	return g.pick("person", ids(g.w.d.Persons, func(p Person) ID { return p.ID }))
}
func (g *wishes) task() ID {
	return g.pick("task", ids(g.w.d.Tasks, func(t Task) ID { return t.Task }))
}
func (g *wishes) goal() ID {
	return g.pick("goal", ids(g.w.d.Goals, func(o Goal) ID { return o.Goal }))
}
func (g *wishes) clock() ID {
	return g.pick("clock", ids(g.w.d.Clocks, func(c Clock) ID { return c.Clock }))
}
func (g *wishes) offer() ID {
	return g.pick("offer", ids(g.w.d.Offers, func(o Offer) ID { return o.Offer }))
}
func (g *wishes) entry() ID {
	return g.pick("entry", ids(g.w.d.Entries, func(e Entry) ID { return e.ID }))
}
func (g *wishes) question() ID {
	return g.pick("question", ids(g.w.d.Questions, func(q Question) ID { return q.Question }))
}

func (g *wishes) involvement() ID {
	return g.pick("involvement", ids(g.w.d.Involved, func(i Involvement) ID { return i.Involvement }))
}

func (g *wishes) number() string {
	return rapid.SampledFrom([]string{"1", "2", "3"}).Draw(g.t, "number")
}

func (g *wishes) text() string {
	return rapid.SampledFrom([]string{"Ja.", "Dit is waarom.", "Goed.", "Nee.", ""}).Draw(g.t, "text")
}

func (g *wishes) on() nl.Date {
	return g.w.today().AddDays(rapid.IntRange(-20, 60).Draw(g.t, "days"))
}

func (g *wishes) part() Part {
	if len(g.w.d.Parts) > 0 && rapid.Bool().Draw(g.t, "opened") {
		return rapid.SampledFrom(g.w.d.Parts).Draw(g.t, "part").Part
	}
	return Part{g.person(), rapid.SampledFrom([]string{"mind", "money", "safety"}).Draw(g.t, "domain")}
}

func (g *wishes) holder() Holder {
	return rapid.SampledFrom([]Holder{
		{}, {Kind: HolderFamily, Person: g.person()}, {Kind: HolderNetwork, User: "u-buur"}, {Kind: HolderOrganisation, Org: "o-team"},
		{Kind: HolderOrganisation, Org: "o-linde", Name: "De Linde"}, {Kind: HolderPool, User: "u-pool"},
	}).Draw(g.t, "holder")
}

func (g *wishes) user() ID {
	return rapid.SampledFrom([]ID{"u-joris", "u-noor", "u-samira"}).Draw(g.t, "user")
}

func (g *wishes) care() Care {
	c := care
	c.Law = rapid.SampledFrom([]string{"jw", "wmo"}).Draw(g.t, "law")
	c.From = g.on()
	return c
}

// command draws one command.
func (g *wishes) command() Command {
	g.count++
	kind := rapid.IntRange(0, 12).Draw(g.t, "theme")
	themes := []func() []Command{g.intake, g.family, g.plan, g.chain, g.ending, g.ripe, g.ripe, g.tidy, g.tidy, g.ledger, g.ledger, g.trust, g.pen}
	return rapid.SampledFrom(themes[kind]()).Draw(g.t, "command")
}

// ripe gives commands that the state of things asks for.
func (g *wishes) ripe() []Command {
	list := []Command{CoverLead{By: "u-noor", Called: "X", Until: g.w.today().AddDays(9)}, AgreePlan{With: []ID{g.w.d.Persons[0].ID}}}
	for _, o := range g.w.d.Offers {
		if o.State == OfferOpen {
			list = append(list, AcceptLead{o.Offer}, DeclineLead{o.Offer, "Nee."})
		}
	}
	for _, t := range g.w.d.Tasks {
		list = append(list, next(t)...)
	}
	for _, a := range g.w.d.Allocations {
		ref := fmt.Sprint("S", g.count)
		reason := rapid.SampledFrom([]string{"20", "31", "32", "36"}).Draw(g.t, "reason")
		list = append(list, ReceiveStart{"JW305", "99990001", ref, nil, a.Number, a.Care.From}, ReceiveStop{"JW307", "99990001", ref, nil, a.Number, a.Care.From, reason})
	}
	for _, c := range g.w.d.Clocks {
		switch {
		case c.State == ClockWaits:
			list = append(list, ResumeClock{c.Clock})
		case c.State == ClockRuns && c.Term == "jw.decision":
			list = append(list, ExtendClock{c.Clock, "Later.", c.Due.AddDays(30)}, PauseClock{c.Clock, pauseForAnswer})
		}
	}
	for _, k := range g.w.d.Consents {
		list = append(list, WithdrawConsent{Consent: k.Consent})
	}
	for _, e := range g.w.d.Notes() {
		list = append(list, Retract{e.ID, "Fout."})
	}
	if g.w.d.Plan != nil {
		list = append(list, HoldEvaluation{With: []ID{g.w.d.Persons[0].ID}, Words: "Goed.", Next: g.on()})
	}
	return list
}

func next(t Task) []Command {
	switch {
	case t.State == TaskAsked:
		return []Command{DeclineTask{t.Task, "Nee."}, AcceptTask{t.Task}}
	case t.State == TaskOpen || t.State == TaskBack:
		return []Command{OfferTask{t.Task, Holder{Kind: HolderOrganisation, Org: "o-team"}}}
	case t.Type == TaskDecision && t.Open():
		return []Command{Decide{t.Task, "granted", "Ja.", string(t.Task)}}
	case t.Open():
		return []Command{StartTask{Task: t.Task}, ReportTask{t.Task, "Goed."}, ReturnTask{t.Task, "Ziek."}, FinishTask{Task: t.Task}, UndoTask{t.Task}}
	}
	return nil
}

// tidy ends what is open, and then the work itself.
func (g *wishes) tidy() []Command {
	var list []Command
	for _, o := range g.w.d.Goals {
		if o.State == GoalOpen {
			list = append(list, MeetGoal{Goal: o.Goal})
		}
	}
	for _, t := range g.w.d.Tasks {
		if t.Open() {
			list = append(list, WithdrawTask{t.Task, "Klaar."})
		}
	}
	for _, c := range g.w.d.Clocks {
		if c.Live() {
			list = append(list, MeetClock{c.Clock})
		}
	}
	if len(list) == 0 || len(g.w.d.left()) == 0 {
		list = append(list, CloseDossier{"Klaar."}, CloseDossier{"Klaar."}, ReopenDossier{"Weer nodig."}, AskAgain{Words: "Weer."})
	}
	return list
}

func (g *wishes) intake() []Command {
	return []Command{
		helpCall(), AskAgain{Words: g.text(), Laws: []string{"wgs"}}, WeighSafety{Level: SafetyUnsafe, Words: g.text()},
		AskQuestion{To: g.holder(), Words: g.text(), Pause: g.clock()}, AskQuestion{To: g.holder(), Words: g.text()}, AnswerQuestion{g.question(), g.text()},
		OfferLead{To: g.user(), Org: "o-team", Called: "X"}, AcceptLead{g.offer()}, AcceptLead{g.offer()}, DeclineLead{g.offer(), g.text()},
		CoverLead{By: g.user(), Called: "X", Until: g.on()}, EndLead{g.text()},
	}
}

func (g *wishes) family() []Command {
	birth := day("2012-01-01").AddDays(rapid.IntRange(-9000, 3000).Draw(g.t, "birth"))
	someone := NewPerson{Name: nl.Name{Given: "A", Family: "B"}, Birth: birth, Address: Address{Street: "Weg", Number: g.number()}}
	return []Command{
		StatePerson{NewPerson: someone}, StatePerson{Person: g.person(), NewPerson: someone}, StateContact{Person: g.person(), Phone: "0612345678"},
		StateRelation{From: g.person(), To: g.person(), Type: "parent"}, StateCustody{Child: g.person(), Code: "1", Parent1: g.person(), Valid: nl.Span{From: g.on()}},
		StateStay{Person: g.person(), Address: someone.Address, Valid: nl.Span{From: g.on()}},
		OpenDomain{g.part(), g.text()}, CloseDomain{g.part(), g.text()}, GiveScore{Part: g.part(), Level: 3}, WriteNote{Parts: []Part{g.part()}, Words: g.text()},
		Speak{Person: g.person(), Words: g.text()}, Differ{g.entry(), g.person(), g.text()}, Retract{g.entry(), g.text()},
		GiveConsent{Person: g.person(), By: []ID{g.person()}, Matter: "help", For: Subject{Org: "o-linde"}},
	}
}

func (g *wishes) plan() []Command {
	return []Command{
		SetGoal{Words: g.text(), Part: g.part()}, SetGoal{Goal: g.goal(), Words: g.text()}, MeetGoal{Goal: g.goal()}, DropGoal{g.goal(), g.text()},
		AgreePlan{With: []ID{g.person()}}, HoldEvaluation{With: []ID{g.person()}, Words: g.text(), Next: g.on()},
		CreateTask{Title: g.text(), Part: g.part(), Due: g.on(), To: g.holder()}, CreateTask{Title: g.text(), Goal: g.goal(), To: g.holder()},
		OfferTask{g.task(), g.holder()}, AcceptTask{g.task()}, DeclineTask{g.task(), g.text()}, StartTask{Task: g.task()}, ReportTask{g.task(), g.text()},
		FinishTask{Task: g.task()}, ReturnTask{g.task(), g.text()}, WithdrawTask{g.task(), g.text()},
	}
}

func (g *wishes) chain() []Command {
	ref := fmt.Sprint("R", rapid.IntRange(0, 6).Draw(g.t, "ref"))
	reason := rapid.SampledFrom([]string{"02", "20", "31", "32", "38"}).Draw(g.t, "reason")
	return []Command{
		ReceiveRequest{Type: "JW315", From: "99990001", Ref: ref, Provider: "o-linde", Called: "De Linde", Person: g.person(), Domain: "mind", Care: []Care{g.care()}},
		Decide{g.task(), "granted", g.text(), g.number()}, Decide{g.task(), "granted", "Ja.", g.number()}, Decide{g.task(), "refused", g.text(), ""},
		RecordSent{Type: "JW301", To: "99990001", Ref: ref, Content: []byte("x")},
		ReceiveStart{"JW305", "99990001", ref, nil, g.number(), g.on()}, ReceiveStop{"JW307", "99990001", ref, nil, g.number(), g.on(), reason},
		involveOf(g), EndInvolvement{Involvement: g.involvement(), Reason: g.text()},
	}
}

func involveOf(g *wishes) Involve {
	return Involve{
		Subject: Subject{Org: "o-linde"}, Called: "De Linde", Role: "partner", Purpose: "help", Ground: "jw.7.3.8", Persons: []ID{g.person()},
		Domains: []string{"mind"}, Valid: nl.Span{Until: g.on()},
	}
}

func (g *wishes) ending() []Command {
	return []Command{
		PauseClock{g.clock(), pauseForAnswer}, ResumeClock{g.clock()}, ExtendClock{g.clock(), g.text(), g.on()}, MeetClock{g.clock()}, LapseClocks{},
		SetWatch{On: g.on()}, CloseDossier{g.text()}, ReopenDossier{g.text()},
	}
}

func TestNoRunOfCommandsBreaksTheInvariants(t *testing.T) {
	drawn := diagrams(t)
	law := shippedLaw(t)
	seen := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{t: t, law: law, d: New("d-1"), now: teatime, by: mother}
		switch rapid.IntRange(0, 3).Draw(rt, "far") {
		case 0:
			w.do(helpCall())
		case 1:
			w = family(t)
		default:
			w = allocated(t)
			w.as(linde).do(startOf("17", "S0", "2026-12-01"))
		}
		g := &wishes{t: rt, w: w}
		for range rapid.IntRange(1, 80).Draw(rt, "length") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 20*24).Draw(rt, "hours")) * time.Hour)
			w.as(rapid.SampledFrom([]Actor{mother, noor, joris, linde, system}).Draw(rt, "actor"))
			step(rt, w, g.command(), drawn)
		}
		for _, e := range w.d.Entries {
			seen[e.Body.Kind()] = true
		}
	})
	var unseen []string
	for _, kind := range Kinds() {
		if !seen[kind] {
			unseen = append(unseen, kind)
		}
	}
	if len(unseen) > 24 { // runs that get nowhere would prove nothing
		t.Errorf("the runs came nowhere near %v", unseen)
	}
	t.Logf("never reached: %v", unseen)
}

// step carries out one command and looks at everything that must hold.
func step(t *rapid.T, w *world, c Command, drawn map[string]map[string]bool) {
	before := w.d
	entries, err := c.Decide(before, w.moment())
	if err != nil {
		if code := fault.Of(err); code != fault.Invalid && code != fault.Conflict && code != fault.NotFound {
			t.Fatalf("%s: %v", c.Name(), err)
		}
		return
	}
	for i := range entries {
		entries[i].Seq = before.Version + int64(i) + 1
		legal(t, w.d, Fold(w.d, entries[i]), drawn, entries[i])
		roundTrip(t, entries[i])
		w.d = Fold(w.d, entries[i])
	}
	sound(t, w.d)
	anew := Fold(New(before.ID), before.Entries...)
	if !reflect.DeepEqual(content(anew), content(before)) {
		t.Fatalf("%s: the dossier before it changed", c.Name())
	}
	if at := Fold(before, entries...); !reflect.DeepEqual(content(at), content(w.d)) {
		t.Fatalf("%s: folded at once and one by one differ", c.Name())
	}
}

// legal wants every move of a state to be drawn in docs/states.md.
func legal(t *rapid.T, before, after *Dossier, drawn map[string]map[string]bool, e Entry) {
	was := states(before)
	for thing, state := range states(after) {
		if was[thing] != state && !drawn[thing[0]][was[thing]+">"+state] {
			t.Fatalf("%s moved a %s from %q to %q, which is not drawn", e.Body.Kind(), thing[0], was[thing], state)
		}
	}
}

func roundTrip(t *rapid.T, e Entry) {
	raw, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Encode(back)
	if err != nil || string(again) != string(raw) {
		t.Fatalf("encoded anew it differs: %v\n%s\n%s", err, raw, again)
	}
}

// sound wants what must hold of every dossier.
func sound(t *rapid.T, d *Dossier) {
	leads := 0
	for i, e := range d.Entries {
		if e.Seq != int64(i+1) {
			t.Fatalf("entry %d has seq %d", i, e.Seq)
		}
		switch e.Body.(type) {
		case LeadAccepted:
			leads++
		case LeadEnded:
			leads--
		}
		if leads < 0 || leads > 1 {
			t.Fatalf("%d leads after entry %d", leads, i)
		}
	}
	if (leads == 1) != (d.Lead != nil) {
		t.Fatalf("%d leads, but the fold says %v", leads, d.Lead)
	}
	if d.Lead == nil && d.Closed == nil && d.LeadGapSince.IsZero() {
		t.Fatal("no lead and no gap: nobody would notice")
	}
	for _, c := range d.Clocks {
		if c.Due.Before(c.Start) {
			t.Fatalf("clock %s of %s is due before it starts", c.Clock, c.Term)
		}
	}
	soundWork(t, d)
}

func soundWork(t *rapid.T, d *Dossier) {
	for _, task := range d.Tasks {
		held := task.State == TaskAsked || task.State == TaskTaken || task.State == TaskBusy
		if held && task.Holder.IsZero() {
			t.Fatalf("task %s is %s and nobody holds it", task.Task, task.State)
		}
		if d.Closed != nil && task.Open() {
			t.Fatalf("task %s is open in a closed dossier", task.Task)
		}
		if state, ok := d.Part(task.Part); task.Open() && compartmentOf([]Part{task.Part}) == "" && (!ok || state.Closed) {
			t.Fatalf("task %s lies in a part that is shut", task.Task)
		}
		for _, c := range d.Clocks {
			if c.On == task.Task && c.Live() && !task.Open() {
				t.Fatalf("clock %s still runs on task %s that is %s", c.Term, task.Task, task.State)
			}
		}
	}
	numbers := map[string]bool{}
	for _, a := range d.Allocations {
		if numbers[a.Number] {
			t.Fatalf("allocation number %s stands twice", a.Number)
		}
		numbers[a.Number] = true
	}
}

func TestFoldOfAnyLogHoldsTogether(t *testing.T) {
	all := samples()
	rapid.Check(t, func(rt *rapid.T) {
		bodies := rapid.SliceOfN(rapid.SampledFrom(all), 1, 60).Draw(rt, "bodies")
		entries := make([]Entry, len(bodies))
		for i, b := range bodies {
			entries[i] = stored(b)
			entries[i].ID, entries[i].Seq, entries[i].Corrects = ID(fmt.Sprint("e-", i)), int64(i+1), ""
		}
		cut := rapid.IntRange(0, len(entries)).Draw(rt, "cut")
		whole := Fold(New("d-1"), entries...)
		parts := Fold(Fold(New("d-1"), entries[:cut]...), entries[cut:]...)
		if !reflect.DeepEqual(content(whole), content(parts)) {
			rt.Fatal("folded in two parts it differs")
		}
	})
}
