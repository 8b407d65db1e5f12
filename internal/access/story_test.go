package access

import (
	"fmt"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

// The people of the story; organisations start with o-, accounts with u-.
const (
	team, linde, purse, homes, watch = "o-team", "o-linde", "o-beurs", "o-woon", "o-veiligthuis"
)

var evening = time.Date(2026, 11, 24, 22, 10, 0, 0, time.UTC)

func shippedLaw(t testing.TB) *statute.Set {
	t.Helper()
	law, err := statute.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return law
}

func engine(t testing.TB, forbids ...string) *Engine {
	t.Helper()
	e, err := New(shippedLaw(t), forbids...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// story writes a dossier by the commands of package dossier, and by raw
// entries where a test wants what no command writes.
type story struct {
	t   testing.TB
	law *statute.Set
	d   *dossier.Dossier
	now time.Time
	by  dossier.Actor
	ids int
	who map[string]dossier.ID
}

func (s *story) newID() dossier.ID { s.ids++; return dossier.ID(fmt.Sprint("id-", s.ids)) }

func (s *story) do(c dossier.Command) *story {
	s.t.Helper()
	entries, err := c.Decide(s.d, dossier.Moment{Now: s.now, By: s.by, Purpose: "plan", Ground: "wmo.5.1.1", Law: s.law, NewID: s.newID})
	if err != nil {
		s.t.Fatalf("%s: %v", c.Name(), err)
	}
	s.d = dossier.Fold(s.d, entries...)
	s.now = s.now.Add(time.Second)
	return s
}

// add writes one raw entry.
func (s *story) add(e dossier.Entry) *story {
	e.ID, e.At, e.By = s.newID(), s.now, s.by
	s.d = dossier.Fold(s.d, e)
	s.now = s.now.Add(time.Second)
	return s
}

func (s *story) as(user, org dossier.ID) *story {
	s.by = dossier.Actor{User: user, Org: org, Name: string(user)}
	return s
}

func day(s string) nl.Date { return nl.MustDate(s) }

func (s *story) person(name, birth string, network bool) dossier.ID {
	s.do(dossier.StatePerson{NewPerson: dossier.NewPerson{
		Name: nl.Name{Given: name, Family: "de Vries"}, Birth: day(birth), Phone: s.phone(), Network: network, Email: name + "@voorbeeld.example",
	}})
	id := s.d.Persons[len(s.d.Persons)-1].ID
	s.who[name] = id
	return id
}

func (s *story) phone() string { return fmt.Sprintf("06 1234%04d", len(s.who)) }

func (s *story) stay(name string, a dossier.Address, secret bool) {
	s.do(dossier.StateStay{Person: s.who[name], Address: a, Secret: secret})
}

func (s *story) family(user dossier.ID, name, role string) {
	purpose := "own"
	ground := "avg.15"
	persons := []dossier.ID{s.who[name]}
	s.add(dossier.Entry{Valid: nl.Span{From: day("2026-11-01")}, Body: dossier.InvolvementStarted{
		Involvement: "i-" + s.who[name], Subject: dossier.Subject{User: user, Person: s.who[name]}, Name: name, Role: role,
		Purpose: purpose, Ground: ground, Persons: persons, Domains: []string{dossier.Every}, Scope: dossier.ScopeParts,
	}})
}

func (s *story) involve(id, org dossier.ID, role, purpose, ground, scope string, persons []dossier.ID, domains ...string) {
	s.add(dossier.Entry{Valid: nl.Span{From: day("2026-11-01"), Until: day("2027-06-30")}, Body: dossier.InvolvementStarted{
		Involvement: id, Subject: dossier.Subject{Org: org}, Name: "naam " + string(org), Phone: "0500 100200", Role: role,
		Purpose: purpose, Ground: ground, Persons: persons, Domains: domains, Scope: scope,
	}})
}

// note opens a part and writes a marked note and score in it.
func (s *story) note(p dossier.Part, mark string) {
	s.do(dossier.OpenDomain{Part: p, Reason: "¤reason-" + mark})
	s.do(dossier.WriteNote{Parts: []dossier.Part{p}, Words: "¤note-" + mark})
	s.do(dossier.GiveScore{Part: p, Scale: "eendracht5", Level: 3, Words: "¤score-" + mark, View: "worker"})
}

func (s *story) task(p dossier.Part, mark string, to dossier.Holder) dossier.ID {
	s.do(dossier.CreateTask{Title: "¤title-" + mark, Needed: "¤need-" + mark, Part: p, Type: dossier.TaskHelp, To: to})
	return s.d.Tasks[len(s.d.Tasks)-1].Task
}

// tell builds the family of the story: see table_test.go for who sees what.
func tell(t testing.TB) *story {
	s := &story{t: t, law: shippedLaw(t), d: dossier.New("d-1"), now: evening, who: map[string]dossier.ID{}}
	s.as("u-mila", "").do(dossier.AskHelp{
		Municipality: "9001", Team: team, TeamName: "Wijkteam Noord", TeamPhone: "0500 654321", Words: "¤melding",
		Me: dossier.NewPerson{Name: nl.Name{Given: "mila", Family: "de Vries"}, Birth: day("1985-05-02"), Email: "mila@voorbeeld.example", BSN: "999990019", Phone: "06 12345678"},
	})
	s.who["mila"] = s.d.Persons[0].ID
	s.as("u-noor", team)
	s.people()
	s.chain()
	s.content()
	s.shut()
	return s
}

func (s *story) people() {
	s.person("ruud", "1982-01-01", false)
	s.person("dirk", "1987-03-03", false)
	s.person("sem", "2010-02-02", false)
	s.person("zoe", "2014-06-01", false)
	s.person("kees", "2019-03-04", false)
	s.person("oma", "1955-01-01", true)
	for _, child := range []string{"sem", "zoe", "kees"} {
		for _, parent := range []string{"mila", "ruud"} {
			s.do(dossier.StateRelation{From: s.who[parent], To: s.who[child], Type: "parent"})
		}
		s.do(dossier.StateRelation{From: s.who["oma"], To: s.who[child], Type: "grandparent"})
		s.do(dossier.StateCustody{Child: s.who[child], Code: "12", Parent1: s.who["mila"], Parent2: s.who["ruud"], Valid: nl.Span{From: day("2019-03-04")}})
	}
	s.do(dossier.StateRelation{From: s.who["oma"], To: s.who["mila"], Type: "parent"})
	s.do(dossier.StateRelation{From: s.who["mila"], To: s.who["dirk"], Type: "partner", Valid: nl.Span{From: day("2025-01-01")}})
	house := dossier.Address{Street: "¤street-house", Number: "1", Postcode: "9990AA", Place: "Waterdam"}
	for _, name := range []string{"mila", "dirk", "sem", "zoe", "kees"} {
		s.stay(name, house, name == "mila") // one secret address shuts the others there
	}
	s.stay("ruud", dossier.Address{Street: "¤street-ruud", Number: "2", Postcode: "9990AB", Place: "Waterdam"}, false)
}

func (s *story) chain() {
	s.do(dossier.OfferLead{To: "u-joris", Org: team, Called: "Joris Bakker", Phone: "0500 123456"})
	s.as("u-joris", team).do(dossier.AcceptLead{Offer: s.d.Offers[0].Offer})
	s.family("u-ruud", "ruud", roleFamily)
	s.family("u-dirk", "dirk", roleFamily)
	s.family("u-sem", "sem", roleFamily)
	s.family("u-zoe", "zoe", roleFamily)
	s.family("u-kees", "kees", roleFamily)
	s.add(dossier.Entry{Valid: nl.Span{From: day("2026-11-01")}, Body: dossier.InvolvementStarted{
		Involvement: "i-oma", Subject: dossier.Subject{User: "u-oma", Person: s.who["oma"]}, Name: "oma", Role: roleNetwork, Purpose: "help",
		Ground: "avg.15", Persons: []dossier.ID{s.who["kees"]}, Domains: []string{"school"}, Scope: dossier.ScopeParts,
	}})
	s.involve("i-linde", linde, rolePartner, "help", "jw.7.3.8", dossier.ScopeParts, []dossier.ID{s.who["zoe"]}, "mind", "health")
	s.involve("i-purse", purse, rolePartner, "debt", "wgs.8a", dossier.ScopeParts, []dossier.ID{""}, "money")
	s.involve("i-homes", homes, rolePartner, "housing", "avg.6.1e.task", dossier.ScopeTask, []dossier.ID{s.who["mila"]}, "housing")
	s.involve("i-watch", watch, rolePartner, "safety", "wmo.4.1.1", dossier.ScopeParts, []dossier.ID{s.who["zoe"], s.who["kees"]}, "safety", "home")
}

func (s *story) part(name, domain string) dossier.Part {
	return dossier.Part{Person: s.who[name], Domain: domain} // nobody is called "": the whole family
}

func (s *story) content() {
	for _, p := range []struct{ name, domain string }{
		{"mila", "mind"}, {"ruud", "addiction"}, {"dirk", "work"}, {"sem", "school"}, {"zoe", "mind"}, {"zoe", "health"},
		{"zoe", "school"}, {"kees", "school"}, {"", "money"}, {"", "housing"}, {"mila", "housing"},
	} {
		s.note(s.part(p.name, p.domain), p.name+"-"+p.domain)
	}
	s.do(dossier.WriteNote{Parts: []dossier.Part{s.part("zoe", "mind"), s.part("ruud", "addiction")}, Words: "¤both-zoe-ruud"})
	s.do(dossier.SetGoal{Words: "¤goal-zoe", Part: s.part("zoe", "mind")})
	s.do(dossier.SetGoal{Words: "¤goal-money", Part: s.part("", "money")})
	s.do(dossier.SetGoal{Words: "¤goal-ruud", Part: s.part("ruud", "addiction")})
	org := func(id dossier.ID) dossier.Holder {
		return dossier.Holder{Kind: dossier.HolderOrganisation, Org: id, Name: string(id)}
	}
	s.task(s.part("zoe", "mind"), "linde", org(linde))
	s.task(s.part("", "money"), "purse", org(purse))
	s.task(s.part("mila", "housing"), "homes", org(homes))
	s.task(s.part("kees", "school"), "oma", dossier.Holder{Kind: dossier.HolderNetwork, Person: s.who["oma"], User: "u-oma"})
	s.task(s.part("ruud", "addiction"), "ruud", dossier.Holder{Kind: dossier.HolderFamily, Person: s.who["ruud"]})
	s.do(dossier.AskQuestion{To: dossier.Holder{Kind: dossier.HolderFamily, Person: s.who["mila"]}, Words: "¤question-mila"})
	s.do(dossier.AskQuestion{To: dossier.Holder{Kind: dossier.HolderFamily, Person: s.who["ruud"]}, Words: "¤question-ruud"})
	s.do(dossier.AgreePlan{With: []dossier.ID{s.who["mila"], s.who["ruud"]}, Evaluate: day("2027-03-01")})
	s.do(dossier.HoldEvaluation{With: []dossier.ID{s.who["mila"]}, Words: "¤evaluation"})
	s.meet()
	s.talk()
	s.as("u-ilse", linde).do(dossier.ReceiveRequest{
		Type: "JW315", From: "01000001", Ref: "r1", Content: []byte("¤message"), Provider: linde, Called: "De Linde", Person: s.who["zoe"], Domain: "mind",
		Care: []dossier.Care{{Law: "jw", Category: "54", From: day("2026-12-01"), Comment: "¤care"}},
	})
	s.as("u-noor", team).do(dossier.Decide{Task: s.d.Tasks[len(s.d.Tasks)-1].Task, Outcome: "granted", Words: "¤decision", Number: "1001"})
	s.money()
}

// shut writes what lies in the compartments.
func (s *story) shut() {
	s.do(dossier.WeighSafety{Level: dossier.SafetyWatch, Words: "¤safety"})
	s.do(dossier.RaiseConcern{Persons: []dossier.ID{s.who["zoe"]}, Words: "¤concern"})
	s.do(dossier.StepConcern{Concern: s.d.Concerns[0].Concern, Step: dossier.StepDecide, Outcome: dossier.DecideBoth, Words: "¤concern-step", Left: "¤concern-left", Again: day("2026-12-24")})
	s.do(dossier.WriteNote{Parts: []dossier.Part{s.part("zoe", "home")}, Compartment: dossier.CompartmentSafety, Words: "¤safety-note"})
	s.as("u-zoe", "").do(dossier.Speak{Person: s.who["zoe"], Words: "¤voice-zoe"})
	s.as("u-sem", "").do(dossier.Speak{Person: s.who["sem"], Words: "¤voice-sem", Shared: true})
	s.as("u-noor", team)
	s.do(dossier.WriteNote{Parts: []dossier.Part{s.part("ruud", "justice")}, Compartment: dossier.CompartmentCriminal, Words: "¤criminal"})
	s.add(dossier.Entry{About: []dossier.ID{s.who["zoe"]}, Body: dossier.ConsentGiven{
		Consent: "c-objection", Person: s.who["zoe"], By: []dossier.ID{s.who["zoe"]}, Matter: "objection",
		For: dossier.Subject{Person: s.who["ruud"]}, Domains: []string{"health"},
	}})
}

// viewers are those who look in the tables.
func viewers() map[string]Ask {
	citizen := func(user dossier.ID) Ask {
		return Ask{Who: Who{User: user, Kind: Citizen}, Purpose: "own", Now: evening}
	}
	staff := func(user, org dossier.ID, kind, purpose string, roles ...string) Ask {
		if len(roles) == 0 {
			roles = []string{"worker"}
		}
		return Ask{Who: Who{User: user, Org: org, Kind: Staff, OrgKind: kind, Roles: roles, Municipality: "9001"}, Purpose: purpose, Now: evening}
	}
	machine := staff("m-linde", linde, "youth_care", "allocation")
	machine.Who.Kind, machine.Who.Roles = Machine, nil
	return map[string]Ask{
		"mila": citizen("u-mila"), "ruud": citizen("u-ruud"), "dirk": citizen("u-dirk"), "sem": citizen("u-sem"), "zoe": citizen("u-zoe"),
		"kees": citizen("u-kees"), "oma": citizen("u-oma"), "stranger": citizen("u-stranger"),
		"worker":        staff("u-noor", team, "neighbourhood_team", "intake"),
		"worker plan":   staff("u-noor", team, "neighbourhood_team", "plan"),
		"decider":       staff("u-noor", team, "neighbourhood_team", "decision", "worker", "decider"),
		"lead":          staff("u-joris", team, "neighbourhood_team", "lead"),
		"lead safety":   staff("u-joris", team, "neighbourhood_team", "safety"),
		"linde":         staff("u-ilse", linde, "youth_care", "help"),
		"linde machine": machine,
		"linde admin":   staff("u-root", linde, "youth_care", "help", "admin"),
		"purse":         staff("u-bas", purse, "debt_help", "help"),
		"homes":         staff("u-wim", homes, "housing", "help"),
		"watch":         staff("u-eva", watch, "safe_home", "safety"),
		"director":      staff("u-dir", "o-gemeente", "municipality", "direction", "director"),
		"privacy":       staff("u-fg", "o-gemeente", "municipality", "privacy", "privacy"),
		"admin":         staff("u-adm", "o-gemeente", "municipality", "intake", "admin"),
		"other":         staff("u-x", "o-other", "youth_care", "help"),
	}
}
