package access

import (
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	catalogue "eendracht/internal/text"
)

// The commands of the story, by who may and may not give them.
func TestWhoMayDoWhat(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	taskOf := func(mark string) dossier.ID {
		for _, task := range s.d.Tasks {
			if task.Title == "¤title-"+mark {
				return task.Task
			}
		}
		t.Fatalf("no task %s", mark)
		return ""
	}
	zoe, kees, sem, mila := s.who["zoe"], s.who["kees"], s.who["sem"], s.who["mila"]
	for _, c := range []struct {
		command dossier.Command
		may     string // viewers; all others may not
	}{
		{dossier.WeighSafety{}, "worker, lead, lead safety"},
		{dossier.AskQuestion{}, "worker, worker plan, decider, lead, lead safety"},
		{dossier.AskAgain{}, "mila, ruud, dirk, sem, zoe, kees, worker"},
		{dossier.OpenDomain{Part: s.part("zoe", "home")}, "worker, lead, lead safety"}, // there is a lead: others only for intake
		{dossier.SetGoal{Part: s.part("zoe", "mind")}, "worker, lead, lead safety"},
		{dossier.Involve{}, "worker, lead, lead safety"},
		{dossier.GiveScore{Part: s.part("zoe", "mind")}, "worker, worker plan, decider, lead, lead safety, mila, ruud, zoe, linde"},
		{dossier.GiveScore{Part: s.part("zoe", "health")}, "worker, worker plan, decider, lead, lead safety, mila, zoe, linde"},
		{dossier.WriteNote{Parts: []dossier.Part{s.part("zoe", "home")}, Compartment: "safety"}, "worker, lead, lead safety"},
		{dossier.StateContact{Person: mila}, "mila, worker, worker plan, decider, lead, lead safety"},
		{dossier.StateContact{Person: kees}, "mila, ruud, worker, worker plan, decider, lead, lead safety"},
		{dossier.StateContact{Person: sem}, "sem, worker, worker plan, decider, lead, lead safety"},
		{dossier.StateStay{Person: mila, Secret: true}, "mila, dirk-, worker, lead"},
		{dossier.Speak{Person: zoe}, "zoe"},
		{dossier.GiveConsent{Person: zoe}, "zoe, mila, ruud"},
		{dossier.GiveConsent{Person: sem}, "sem"},
		{dossier.GiveConsent{Person: kees}, "mila, ruud"},
		{dossier.ReportTask{Task: taskOf("homes")}, "homes"},
		{dossier.ReportTask{Task: taskOf("oma")}, "oma"},
		{dossier.ReportTask{Task: taskOf("linde")}, "linde, linde machine"},
		{dossier.Decide{Task: taskOf("linde")}, "decider"},
		{dossier.ReceiveRequest{Person: zoe, Domain: "mind"}, "linde, linde machine, purse, watch, worker, worker plan, decider, lead, lead safety"},
		{dossier.CloseDossier{}, "worker, lead, lead safety"},
		{dossier.LapseClocks{}, ""},
	} {
		allowed := strings.Split(c.may, ", ")
		for name, ask := range all {
			want := false
			for _, a := range allowed {
				want = want || a == name
			}
			if got := e.May(s.d, ask, c.command.Need(s.d)); got.Allow != want {
				t.Errorf("%s %s: %v %s %s, want %v", name, c.command.Name(), got.Allow, got.Policy, got.Key, want)
			}
		}
	}
}

// A new family is opened by whoever asks for themselves, or for another at the desk.
func TestAskingForHelp(t *testing.T) {
	e, all := engine(t), viewers()
	for name, ask := range all {
		want := ask.Who.Kind == Citizen || name == "worker"
		d := e.May(dossier.New("d-8"), ask, dossier.AskHelp{}.Need(nil))
		if d.Allow != want {
			t.Errorf("%s: %+v, want %v", name, d, want)
		}
		if want && d.Ground == "" {
			t.Errorf("%s: allowed without a ground", name)
		}
	}
	system := Ask{Who: Who{Kind: System, User: "system"}, Purpose: "maintenance", Now: evening}
	if d := e.May(tell(t).d, system, dossier.LapseClocks{}.Need(nil)); !d.Allow || d.Ground != "avg.32" {
		t.Errorf("system: %+v", d)
	}
	uninvolved := all["other"]
	uninvolved.Purpose = "allocation"
	if d := e.May(tell(t).d, uninvolved, dossier.Need{Action: dossier.ActMessage}); !d.Allow {
		t.Errorf("a provider's first message: %+v", d)
	}
}

// Only the offered user answers an offer of the lead, also from another team.
func TestAcceptingTheLead(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	need := dossier.AcceptLead{Offer: s.d.Offers[0].Offer}.Need(s.d)
	for name, ask := range all {
		if d := e.May(s.d, ask, need); d.Allow != (name == "lead") {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// Every answer explains itself: a deny names no policy of another and tells
// nothing; all keys have a text in every language.
func TestExplanations(t *testing.T) {
	texts, err := catalogue.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	s, e, all := tell(t), engine(t), viewers()
	for _, r := range e.rules {
		for _, lang := range texts.Languages() {
			if !texts.In(lang).Has(r.key) {
				t.Errorf("%s: no text %s in %s", r.id, r.key, lang)
			}
			for _, c := range r.clauses {
				if key := "access.deny." + c.name; c.name != "involved" && !texts.In(lang).Has(key) {
					t.Errorf("%s: no text %s in %s", r.id, key, lang)
				}
			}
		}
	}
	plan := all["linde"]
	plan.Purpose = "plan"
	later := all["linde"]
	later.Now = later.Now.AddDate(2, 0, 0)
	for _, c := range []struct {
		name         string
		ask          Ask
		part         dossier.Part
		shut         string
		key, policy  string
		ground, link string
	}{
		{"allowed", all["linde"], s.part("zoe", "mind"), "", "access.allow.partner.part", "partner.part", "jw.7.3.8", "i-linde"},
		{"another domain", all["linde"], s.part("zoe", "school"), "", "access.deny.domain", "partner.part", "", ""},
		{"another purpose", plan, s.part("zoe", "mind"), "", "access.deny.purpose", "partner.part", "", ""},
		{"ended", later, s.part("zoe", "mind"), "", "access.deny.ended", "partner.part", "", ""},
		{"one task only", all["homes"], s.part("mila", "housing"), "", "access.deny.scope", "partner.part", "", ""},
		{"uninvolved", all["other"], s.part("zoe", "mind"), "", "access.deny.unknown", "", "", ""},
		{"a stranger", all["stranger"], s.part("zoe", "mind"), "", "access.deny.unknown", "", "", ""},
		{"16 decides", all["mila"], s.part("sem", "school"), "", "access.deny.consent", "family.grown", "", ""},
		{"own child", all["mila"], s.part("kees", "school"), "", "access.allow.family.child", "family.child", "avg.15", "id-5"},
	} {
		d := e.MayRead(s.d, c.ask, c.part, c.shut)
		if d.Key != c.key || d.Policy != c.policy || d.Ground != c.ground || c.name != "own child" && string(d.Involvement) != c.link {
			t.Errorf("%s: got %+v", c.name, d)
		}
	}
}

// What is shut is denied in the same words whether it is there or not.
func TestADenyTellsNothing(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	bare := dossier.New(s.d.ID)
	for _, entry := range s.d.Entries {
		c, consent := entry.Body.(dossier.ConsentGiven)
		if entry.Compartment == "" && !(consent && c.Matter == "objection") {
			entry.Seq = 0
			bare = dossier.Fold(bare, entry)
		}
	}
	for name, ask := range all {
		for _, shut := range []string{"safety", "voice", "criminal", "address", "nonsense"} {
			for _, person := range []string{"", "mila", "zoe", "sem", "ruud"} {
				part := dossier.Part{Person: s.who[person]}
				a, b := e.MayRead(s.d, ask, part, shut), e.MayRead(bare, ask, part, shut)
				if a.Key != b.Key && shut != "address" {
					t.Errorf("%s, %s of %s: %s, and %s when there is none", name, shut, person, a.Key, b.Key)
				}
				if !a.Allow && ask.Who.Kind == Citizen && a.Key != "access.deny.nothing" && a.Key != "access.deny.unknown" && a.Key != "access.deny.toddler" {
					t.Errorf("%s, %s of %s: %s tells too much", name, shut, person, a.Key)
				}
			}
		}
	}
}

func TestFindAndDirect(t *testing.T) {
	e, all := engine(t), viewers()
	for name, ask := range all {
		if d := e.MayFind(ask); d.Allow != (name == "worker") {
			t.Errorf("%s finds: %+v", name, d)
		}
		if d := e.MayDirect(ask, "9001", "9001"); d.Allow != (name == "director") {
			t.Errorf("%s directs: %+v", name, d)
		}
		if d := e.MayDirect(ask, "9001", "9002"); d.Allow {
			t.Errorf("%s directs another municipality: %+v", name, d)
		}
		looks := map[string]bool{"mila": true, "ruud": true, "dirk": true, "sem": true, "zoe": true, "privacy": true}
		if d := e.MayLooks(tell(t).d, ask); d.Allow != looks[name] {
			t.Errorf("%s reads looks: %+v", name, d)
		}
	}
	elsewhere := all["director"]
	elsewhere.Who.Municipality = "9002"
	if _, err := e.View(tell(t).d, elsewhere); err == nil {
		t.Error("a director of another municipality has a view")
	}
}

// A view holds until the first date in it passes: up to that moment a view
// taken later says the same.
func TestAViewHoldsUntil(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	s.add(dossier.Entry{Body: dossier.PersonStated{Person: "leap", Name: nl.Name{Given: "Lea"}, Birth: day("2016-02-29")}})
	at := func(ask Ask, now time.Time) (string, time.Time) {
		ask.Now = now
		v, err := e.View(s.d, ask)
		if err != nil {
			return err.Error(), s.untilOf(e, ask)
		}
		until := v.Until
		v.Ask, v.Until = Ask{}, time.Time{}
		return printed(v), until
	}
	changes := 0
	for _, name := range []string{"mila", "ruud", "sem", "kees", "linde", "homes", "lead"} {
		ask, now := all[name], evening
		for range 30 {
			view, until := at(ask, now)
			if !until.After(now) || !until.Equal(nl.On(until).Midnight()) {
				t.Fatalf("%s at %v: until %v", name, now, until)
			}
			if last, _ := at(ask, until.Add(-time.Microsecond)); last != view {
				t.Errorf("%s: the view of %v changed before %v:\n%s", name, now, until, firstDifference(view, last))
			}
			next, _ := at(ask, until)
			if next != view {
				changes++
			}
			now = until
		}
	}
	if changes < 20 {
		t.Errorf("only %d changes in the coming years: nothing was proved", changes)
	}
}

func (s *story) untilOf(e *Engine, ask Ask) time.Time { return e.scene(s.d, ask).until() }
