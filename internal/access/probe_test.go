package access

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// world builds the dossier of a probe by hand.
func (p probe) world() *dossier.Dossier {
	d := &dossier.Dossier{ID: "d-2", Version: 9, Name: "Probe", Municipality: "9001", Team: "o-seat"}
	births := map[string]string{"M": "1985-01-01", "F": "1983-01-01", "P": "1987-01-01", "A": "2010-01-01", "B": "2013-06-01", "C": "2019-01-01", "N": "1955-01-01", "G": "1956-01-01"}
	for _, id := range []string{"M", "F", "P", "A", "B", "C", "N", "G"} {
		d.Persons = append(d.Persons, dossier.Person{ID: dossier.ID(id), Birth: day(births[id]), Network: id == "N" || id == "G"})
		home := dossier.Address{Street: "Dorpsweg", Number: map[bool]string{true: "1", false: id}[livesInHouse[id]], Place: "Waterdam"}
		d.Stays = append(d.Stays, dossier.Stay{StayStated: dossier.StayStated{Stay: dossier.ID("s" + id), Person: dossier.ID(id), Address: home}})
	}
	for _, child := range []dossier.ID{"A", "B", "C"} {
		d.Relations = append(d.Relations,
			dossier.Relation{RelationStated: dossier.RelationStated{From: "M", To: child, Type: "parent"}},
			dossier.Relation{RelationStated: dossier.RelationStated{From: "F", To: child, Type: "parent"}})
		custody := dossier.CustodyStated{Child: child, Code: "1", Parent1: "M"}
		if p.shared {
			custody = dossier.CustodyStated{Child: child, Code: "12", Parent1: "M", Parent2: "F"}
		}
		d.Custody = append(d.Custody, dossier.Custody{CustodyStated: custody})
	}
	d.Meldingen = []dossier.Melding{{MeldingReceived: dossier.MeldingReceived{Melding: "m1", From: "M"}}}
	if p.led {
		d.Lead = &dossier.Lead{User: "u-someone", Org: "o-team"}
	}
	if p.glass {
		d.Glasses = []dossier.Glass{{
			GlassBroken: dossier.GlassBroken{Glass: "x", Parts: []dossier.Part{{Person: "B", Domain: "mind"}, {Person: "B", Domain: "safety"}}, Until: p.ask().Now.Add(time.Minute)},
			By:          dossier.Actor{User: "u-seat", Org: "o-seat"},
		}}
	}
	if p.mandate {
		d.Mandates = []dossier.Mandate{{MandateGiven: dossier.MandateGiven{Mandate: "n", Person: "M", By: dossier.ID(p.seat.person), Type: dossier.MandateMentor}}}
	}
	p.attach(d)
	return d
}

func (p probe) subject() dossier.Subject {
	switch {
	case p.seat.person != "":
		return dossier.Subject{User: "u-seat", Person: dossier.ID(p.seat.person)}
	case p.seat.personal:
		return dossier.Subject{User: "u-seat", Org: "o-seat"}
	}
	return dossier.Subject{Org: "o-seat"}
}

// attach puts the asker in the dossier, with what they hold, were asked and agreed.
func (p probe) attach(d *dossier.Dossier) {
	person := dossier.ID(p.seat.person)
	mine := dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-seat"}
	if p.seat.kind == Citizen {
		mine = dossier.Holder{Kind: dossier.HolderFamily, Person: person, User: "u-seat"}
	}
	d.Tasks = []dossier.Task{{TaskCreated: dossier.TaskCreated{Task: "t-mine"}, Holder: mine}, {TaskCreated: dossier.TaskCreated{Task: "t-other"}, Holder: dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-else"}}}
	d.Questions = []dossier.Question{{QuestionAsked: dossier.QuestionAsked{Question: "q-mine", To: mine}}, {QuestionAsked: dossier.QuestionAsked{Question: "q-other", To: dossier.Holder{Kind: dossier.HolderFamily, Person: "Z"}}}}
	d.Talks = []dossier.Talk{{Talk: "k-mine", Person: "Z", With: []dossier.Holder{mine}}, {Talk: "k-other", Person: "Z", With: []dossier.Holder{{Kind: dossier.HolderOrganisation, Org: "o-else"}}}}
	d.Offers = []dossier.Offer{{LeadOffered: dossier.LeadOffered{Offer: "l-mine", To: "u-seat"}}, {LeadOffered: dossier.LeadOffered{Offer: "l-other", To: "u-else"}}}
	if p.objection {
		d.Consents = append(d.Consents, dossier.Consent{ConsentGiven: dossier.ConsentGiven{Person: "B", By: []dossier.ID{"B"}, Matter: "objection", For: dossier.Subject{Person: person}, Domains: []string{"mind"}}})
	}
	if p.inspect {
		d.Consents = append(d.Consents, dossier.Consent{ConsentGiven: dossier.ConsentGiven{Person: "A", By: []dossier.ID{"A"}, Matter: "inspection", For: dossier.Subject{Person: person}}})
	}
	if p.ground == "agreed" {
		d.Consents = append(d.Consents, dossier.Consent{ConsentGiven: dossier.ConsentGiven{Person: "B", By: []dossier.ID{"B"}, Matter: "share", For: p.subject()}})
	}
	if p.seat.role == "" {
		return
	}
	i := dossier.Involvement{Valid: nl.Span{From: day("2026-01-01"), Until: day("2026-12-31")}}
	if !p.active {
		i.Valid.Until = day("2026-11-23")
	}
	i.Involvement, i.Subject, i.Role, i.Purpose, i.Scope, i.Domains = "i", p.subject(), p.seat.role, p.seat.purpose, p.seat.scope, p.seat.domains
	i.Ground = map[string]string{"ok": "avg.15", "off": "wpol.20", "unagreed": "avg.6.1a", "agreed": "avg.6.1a"}[p.ground]
	for _, r := range p.seat.persons {
		id := dossier.ID(string(r))
		if r == '-' {
			id = ""
		}
		i.Persons = append(i.Persons, id)
	}
	d.Involved = []dossier.Involvement{i}
}

func (p probe) ask() Ask {
	a := Ask{Who: Who{Kind: p.seat.kind, OrgKind: p.seat.party, Roles: p.seat.roles, Municipality: "9001"}, Purpose: p.asked, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	a.Who.User = "u-seat"
	if p.seat.kind != Citizen {
		a.Who.Org = "o-seat"
	}
	return a
}

var askedFor = []string{"intake", "lead", "help", "plan", "safety", "decision", "allocation", "debt", "housing", "school", "oversight", "privacy", "own", "direction", "maintenance", "unheard"}

// tally counts combinations. In the short form it takes, of those in which the
// asker's involvement carries nothing, one in so many: a prime, so that every
// value of every circumstance comes by. All others are always asked.
type tally struct {
	every, seen, asked, allowed int
	found                       []string // differences
}

func newTally(every int) *tally {
	if os.Getenv("EENDRACHT_TORTURE") != "" {
		every = 1
	}
	return &tally{every: every}
}

func (n *tally) skip(live bool) bool {
	n.seen++
	return !live && n.seen%n.every != 0
}

func (n *tally) judge(got Decision, want bool, format string, args ...any) {
	n.asked++
	if got.Allow {
		n.allowed++
	}
	if got.Allow != want || got.Err != "" {
		n.found = append(n.found, fmt.Sprintf(format+": engine %v %s %s %s, oracle %v", append(args, got.Allow, got.Policy, got.Key, got.Err, want)...))
	}
}

func (n *tally) done(t *testing.T, least int) {
	t.Helper()
	t.Logf("%d of %d combinations, %d allowed, %d differences", n.asked, n.seen, n.allowed, len(n.found))
	if n.asked < least || n.allowed < 300 {
		t.Errorf("too little was asked or allowed to prove anything")
	}
	for i, found := range n.found {
		if i < 20 {
			t.Error(found)
		}
	}
}

// probes gives every combination of asker and circumstance.
func probes(visit func(probe)) {
	for _, s := range seats {
		for _, asked := range askedFor {
			for _, active := range []bool{true, false} {
				for _, ground := range []string{"ok", "off", "unagreed", "agreed"} {
					base := probe{seat: s, asked: asked, active: active, ground: ground, shared: true}
					if s.role == "" && (!active || ground != "ok") {
						continue // there is no involvement to vary
					}
					visit(base)
					if s.kind == Staff {
						glass := base
						glass.glass = true
						visit(glass)
					}
					if s.role == "network" || s.person == "F" {
						mandate := base
						mandate.mandate = true
						visit(mandate)
					}
					if s.role != "family" || !active || ground != "ok" && os.Getenv("EENDRACHT_TORTURE") == "" {
						continue
					}
					for n := 1; n < 8; n++ {
						more := base
						more.shared, more.objection, more.inspect = n&1 == 0, n&2 != 0, n&4 != 0
						visit(more)
					}
				}
			}
		}
	}
}

func TestOracleOnReading(t *testing.T) {
	n := newTally(7)
	n.reading(engine(t))
	n.done(t, 100_000)
}

func (n *tally) reading(e *Engine) {
	probes(func(p probe) {
		d, ask := p.world(), p.ask()
		for _, person := range []string{"M", "F", "P", "A", "B", "C", "N", "G", "-", ""} {
			for _, domain := range []string{"mind", "money", "school", "safety", "justice", ""} {
				for _, shut := range []string{"", "safety", "address", "voice", "criminal"} {
					if domain == "" && (person == "-" || shut == "") || domain != "" && person == "" || n.skip(p.live() && !p.glass && !p.mandate) {
						continue // no such part
					}
					part := dossier.Part{Person: dossier.ID(person), Domain: domain}
					if person == "-" {
						part.Person = ""
					}
					n.judge(e.MayRead(d, ask, part, shut), p.read(person, domain, shut),
						"%s for %s (active %v, ground %s, shared %v, objection %v, inspect %v) reads %s/%s [%s]",
						p.seat.name, p.asked, p.active, p.ground, p.shared, p.objection, p.inspect, person, domain, shut)
				}
			}
		}
	})
}

// aims are what a command may touch.
func aims(visit func(aim)) {
	for _, own := range []bool{true, false} {
		for _, person := range []string{"", "M", "A", "B", "C"} {
			for _, at := range []struct{ person, domain, shut string }{{"", "", ""}, {"B", "mind", ""}, {"M", "money", ""}, {"", "", "safety"}, {"B", "", "voice"}} {
				visit(aim{own: own, person: person, part: at.person, domain: at.domain, shut: at.shut})
			}
		}
	}
}

type aim struct {
	own                        bool // task, question and offer are the asker's
	person, part, domain, shut string
}

func (a aim) need(action string) dossier.Need {
	n := dossier.Need{Action: action, Task: "t-other", Question: "q-other", Offer: "l-other", Compartment: a.shut, Person: dossier.ID(a.person)}
	if a.own {
		n.Task, n.Question, n.Offer = "t-mine", "q-mine", "l-mine"
	}
	switch {
	case a.own:
		n.Talk = "k-mine"
	case a.shut != "":
		n.Talk = "k-other"
	}
	if a.domain != "" {
		n.Parts = []dossier.Part{{Person: dossier.ID(a.part), Domain: a.domain}}
	}
	return n
}

func (p probe) oracle(action string, a aim) bool {
	readable := true
	switch {
	case a.domain != "":
		readable = p.read(a.part, a.domain, a.shut)
	case a.shut != "":
		readable = p.read(a.person, "", a.shut)
	}
	return p.deed(a.need(action), a.person != "" && a.person == p.seat.person, a.own, a.own, a.own, readable, a.person)
}

func TestOracleOnCommands(t *testing.T) {
	n := newTally(37)
	n.commands(engine(t))
	n.done(t, 100_000)
}

func (n *tally) commands(e *Engine) {
	probes(func(p probe) {
		if p.ground == "off" || p.objection || p.inspect {
			return // probed by reading
		}
		for _, led := range []bool{true, false} {
			p.led = led
			d, ask := p.world(), p.ask()
			aims(func(a aim) {
				for _, action := range actions[slices.Index(actions, dossier.ActAsk):] {
					if !n.skip(p.live() && !p.glass && !p.mandate) {
						n.judge(e.May(d, ask, a.need(action)), p.oracle(action, a), "%s for %s (active %v, ground %s, led %v) does %s with %+v",
							p.seat.name, p.asked, p.active, p.ground, p.led, action, a)
					}
				}
			})
		}
	})
}

// List rows are decided by the row alone.
func TestOracleOnLists(t *testing.T) {
	n := newTally(1)
	n.lists(engine(t))
	n.done(t, 10_000)
}

func (n *tally) lists(e *Engine) {
	for _, s := range seats {
		for _, asked := range askedFor {
			for _, active := range []bool{true, false} {
				for _, ground := range []string{"ok", "off"} {
					for _, kind := range []string{"task", "melding", "offer", "question", "decision", "family", "glass", "talk", "hold", "concern"} {
						for _, mine := range []bool{true, false} {
							p := probe{seat: s, asked: asked, active: active, ground: ground}
							n.skip(true)
							n.judge(e.MayList(p.row(kind, mine), p.ask()), p.list(kind, mine), "%s for %s (active %v, ground %s) lists %s, mine %v", s.name, asked, active, ground, kind, mine)
						}
					}
				}
			}
		}
	}
}

func (p probe) row(kind string, mine bool) Listed {
	l := Listed{Role: p.seat.role, Purpose: p.seat.purpose, Ground: map[string]string{"ok": "avg.15", "off": "wpol.20"}[p.ground], Scope: p.seat.scope, Mine: mine, Kind: kind}
	if l.Role == "" {
		l.Role = p.seat.name // director and privacy stand in the directory
	}
	l.Valid.From = day("2026-01-01")
	if !p.active {
		l.Valid.Until = day("2026-11-23")
	}
	return l
}
