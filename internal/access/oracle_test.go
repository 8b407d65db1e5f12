package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// The oracle says who may do what, written a second time from the rules in
// docs/access.md, in plain Go. It shares no code with the policies or the facts
// that the engine gives them: it knows the family of the probes by heart.

// seat is one kind of asker before the family of the probes.
type seat struct {
	name, kind, party string
	roles             []string
	role, purpose     string // of the involvement; "" none
	scope             string
	persons           string // M F P A B C N G, * everyone, - the whole family
	domains           []string
	person            string // family member that the asker is
	personal          bool   // the involvement names the user
}

var seats = []seat{
	{name: "mother", kind: Citizen, role: "family", purpose: "own", person: "M", personal: true},
	{name: "father", kind: Citizen, role: "family", purpose: "own", person: "F", personal: true},
	{name: "stepfather", kind: Citizen, role: "family", purpose: "own", person: "P", personal: true},
	{name: "teen", kind: Citizen, role: "family", purpose: "own", person: "A", personal: true},
	{name: "child", kind: Citizen, role: "family", purpose: "own", person: "B", personal: true},
	{name: "toddler", kind: Citizen, role: "family", purpose: "own", person: "C", personal: true},
	{name: "grandmother", kind: Citizen, role: "network", purpose: "help", person: "N", personal: true, persons: "C", domains: []string{"school"}, scope: "parts"},
	{name: "live-in grandmother", kind: Citizen, role: "network", purpose: "help", person: "G", personal: true, persons: "C", domains: []string{"school"}, scope: "parts"},
	{name: "worker", kind: Staff, party: "neighbourhood_team", roles: []string{"worker"}, role: "worker", purpose: "intake", persons: "*", domains: []string{"*"}, scope: "parts"},
	{name: "decider", kind: Staff, party: "municipality", roles: []string{"worker", "decider"}, role: "worker", purpose: "intake", persons: "*", domains: []string{"*"}, scope: "parts"},
	{name: "clerk", kind: Staff, party: "neighbourhood_team", roles: []string{"admin"}, role: "worker", purpose: "intake", persons: "*", domains: []string{"*"}, scope: "parts"},
	{name: "lead", kind: Staff, party: "neighbourhood_team", roles: []string{"worker"}, role: "lead", purpose: "lead", persons: "*", domains: []string{"*"}, scope: "parts", personal: true},
	{name: "outside lead", kind: Staff, party: "youth_care", roles: []string{"worker"}, role: "lead", purpose: "lead", persons: "*", domains: []string{"*"}, scope: "parts", personal: true},
	{name: "partner", kind: Staff, party: "youth_care", roles: []string{"worker"}, role: "partner", purpose: "help", persons: "B", domains: []string{"mind", "school"}, scope: "parts"},
	{name: "allocation partner", kind: Staff, party: "youth_care", roles: []string{"worker"}, role: "partner", purpose: "allocation", persons: "B", domains: []string{"mind"}, scope: "parts"},
	{name: "outside decider", kind: Staff, party: "youth_care", roles: []string{"decider"}, role: "worker", purpose: "decision", persons: "*", domains: []string{"*"}, scope: "parts"},
	{name: "purse", kind: Staff, party: "debt_help", roles: []string{"worker"}, role: "partner", purpose: "debt", persons: "-", domains: []string{"money"}, scope: "parts"},
	{name: "machine", kind: Machine, party: "youth_care", role: "partner", purpose: "help", persons: "B", domains: []string{"mind", "school"}, scope: "parts"},
	{name: "task partner", kind: Staff, party: "housing", roles: []string{"worker"}, role: "partner", purpose: "housing", persons: "B-", domains: []string{"mind", "money"}, scope: "task"},
	{name: "safe home", kind: Staff, party: "safe_home", roles: []string{"worker"}, role: "partner", purpose: "safety", persons: "B", domains: []string{"safety", "mind"}, scope: "parts"},
	{name: "police", kind: Staff, party: "police", roles: []string{"worker"}, role: "partner", purpose: "safety", persons: "F", domains: []string{"justice"}, scope: "parts"},
	{name: "director", kind: Staff, party: "municipality", roles: []string{"director"}},
	{name: "privacy", kind: Staff, party: "municipality", roles: []string{"privacy"}},
	{name: "uninvolved provider", kind: Staff, party: "youth_care", roles: []string{"worker"}},
	{name: "uninvolved worker", kind: Staff, party: "neighbourhood_team", roles: []string{"worker"}},
	{name: "municipal machine", kind: Machine, party: "municipality"},
	{name: "stranger", kind: Citizen},
	{name: "eendracht", kind: System},
}

// probe is one question to engine and oracle alike.
type probe struct {
	seat      seat
	asked     string
	active    bool
	ground    string // ok, off, unagreed, agreed (B agrees)
	shared    bool   // both parents have custody; else the mother alone
	objection bool   // B objects to the asker about mind
	inspect   bool   // A lets the asker look
	led       bool   // the family has a lead
	glass     bool   // the asker broke the glass for B: mind and safety
	mandate   bool   // the asker represents M
}

// live tells whether the involvement carries anything for what was asked.
func (p probe) live() bool {
	return p.seat.role != "" && p.active && (p.ground == "ok" || p.ground == "agreed") && p.suits()
}

// suits tells whether the purpose asked is served.
func (p probe) suits() bool {
	if p.asked == p.seat.purpose {
		return true
	}
	switch p.seat.name {
	case "worker", "decider", "clerk":
		return p.asked == "plan" || p.asked == "decision" || p.asked == "safety"
	case "lead", "outside lead":
		return p.asked == "plan" || p.asked == "decision" || p.asked == "safety"
	case "purse", "task partner", "allocation partner":
		return p.asked == "help"
	case "machine":
		return p.asked == "allocation"
	case "grandmother", "live-in grandmother":
		return p.asked == "own"
	}
	return false
}

func (p probe) government() bool {
	return p.seat.party == "municipality" || p.seat.party == "neighbourhood_team"
}

// names tells whether the involvement names a person ("-" the family, "" the dossier) and domain.
func (p probe) names(person, domain string) bool {
	if person == "" {
		return p.seat.scope == "parts"
	}
	has := func(list []string, one string) bool { return slices.Contains(list, one) || slices.Contains(list, "*") }
	for _, r := range p.seat.persons {
		if string(r) == person || r == '*' {
			return domain == "" || has(p.seat.domains, domain)
		}
	}
	return false
}

var livesInHouse = map[string]bool{"M": true, "P": true, "A": true, "B": true, "C": true, "G": true}

func (p probe) parents(child string) bool {
	isChild := child == "A" || child == "B" || child == "C"
	return isChild && (p.seat.person == "M" || p.seat.person == "F" && p.shared)
}

// read says whether a part or compartment may be read.
func (p probe) read(person, domain, compartment string) bool {
	return p.readInvolved(person, domain, compartment) || p.readBroken(person, domain, compartment)
}

// readBroken: an emergency opens what was named, safety to who guards it, and
// no other compartment.
func (p probe) readBroken(person, domain, compartment string) bool {
	purpose := p.asked == "safety" || p.asked == "intake" || p.asked == "help" || p.asked == "plan"
	if !p.glass || !p.works() || !purpose {
		return false
	}
	if compartment == "" {
		compartment = map[string]string{"safety": "safety", "justice": "criminal"}[domain]
	}
	named := person == "B" && (domain == "mind" || domain == "safety" || domain == "") || person == "" && domain == ""
	guards := p.government() || p.seat.party == "safe_home"
	return named && (compartment == "" || compartment == "safety" && guards)
}

// works: only those who work with families.
func (p probe) works() bool {
	return p.seat.kind == Staff && (slices.Contains(p.seat.roles, "worker") || slices.Contains(p.seat.roles, "decider") || slices.Contains(p.seat.roles, "lead"))
}

func (p probe) readInvolved(person, domain, compartment string) bool {
	if !p.live() || p.seat.name == "clerk" || p.seat.name == "toddler" {
		return false
	}
	if compartment == "" {
		compartment = map[string]string{"safety": "safety", "justice": "criminal"}[domain]
	}
	if compartment != "" {
		return p.readShut(person, domain, compartment)
	}
	switch p.seat.role {
	case "family":
		return p.readFamily(person, domain)
	case "partner":
		return p.seat.scope == "parts" && p.names(person, domain) && p.agreed(person)
	}
	return p.names(person, domain) && p.agreed(person)
}

// agreed: where the ground asks consent, B agreed for itself, and that counts for the family as such.
func (p probe) agreed(person string) bool {
	return p.ground != "agreed" || person == "B" || person == "-" || person == ""
}

func (p probe) readFamily(person, domain string) bool {
	me := p.seat.person
	switch {
	case person == me:
		return true
	case person == "-":
		return me == "M" || me == "P" || me == "A"
	case person == "C":
		return p.parents("C")
	case person == "B":
		return p.parents("B") && !(p.objection && domain == "mind")
	case person == "A":
		return (me == "M" || me == "F") && p.inspect
	}
	return false
}

func (p probe) readShut(person, domain, compartment string) bool {
	me, named := p.seat.person, p.names(person, domain)
	switch compartment {
	case "safety":
		if p.seat.role == "worker" || p.seat.role == "lead" {
			return named && p.government() && (p.asked == "safety" || p.asked == "lead" || p.asked == "intake")
		}
		return p.seat.name == "safe home" && named
	case "address":
		if p.seat.role == "family" {
			return person != "" && (person == me || livesInHouse[me] && livesInHouse[person])
		}
		return (p.seat.role == "worker" || p.seat.role == "lead") && named && p.government() && (p.asked == "lead" || p.asked == "intake")
	case "voice":
		return p.seat.role == "family" && person == me && person != ""
	case "criminal":
		if p.seat.role == "lead" {
			return named && p.government() && p.asked == "safety"
		}
		return p.seat.name == "police" && named
	}
	return false
}

// deed says whether an action may be done; need tells on what.
func (p probe) deed(n dossier.Need, own, held, put, offered, readable bool, person string) bool {
	if p.seat.kind == System {
		return p.asked == "maintenance" && (n.Action == "maintain" || n.Action == "clock" || n.Action == "message")
	}
	live := p.live() && p.seat.name != "clerk" && p.seat.name != "toddler"
	gov := live && (p.seat.role == "worker" || p.seat.role == "lead")
	family := live && p.seat.role == "family"
	works := slices.Contains(p.seat.roles, "worker")
	free := gov && readable && (p.seat.role == "lead" || !p.led || p.asked == "intake")
	switch n.Action {
	case "ask":
		if p.seat.kind == Citizen {
			return p.seat.role == "family" && p.active
		}
		return works && p.government() && p.asked == "intake" && p.active && (p.seat.role == "worker" || p.seat.role == "lead")
	case "intake", "clock":
		return gov && readable
	case "lead":
		return works && offered && (p.asked == "intake" || p.asked == "lead")
	case "family":
		adult := p.seat.person == "M" || p.seat.person == "F" || p.seat.person == "P" || p.seat.person == "A"
		return readable && (gov || family && adult && (own || person != "A" && p.parents(person)))
	case "plan", "share", "close", "note":
		return free
	case "score", "file":
		return readable && (gov || family || live && p.seat.role == "partner" && p.seat.scope == "parts" && p.seat.kind == Staff)
	case "hold":
		return live && held
	case "decide":
		return gov && readable && slices.Contains(p.seat.roles, "decider") && p.government() && p.asked == "decision"
	case "message":
		if p.seat.name == "municipal machine" {
			return p.asked == "allocation"
		}
		provider := (p.seat.party == "youth_care" || p.seat.party == "debt_help") && p.asked == "allocation"
		return provider || live && (p.seat.role == "worker" || p.seat.role == "lead" || p.seat.role == "partner" && p.seat.scope == "parts")
	case "answer":
		return live && put
	case "own":
		child := person != "A" && p.parents(person) && n.Compartment != "voice"
		instead := p.mandate && live && person == "M" && n.Compartment == "" && (family || p.seat.role == "network")
		return readable && (family && person != "" && (own || child) || instead)
	case "glass":
		return p.works() && p.asked == "safety" && slices.Contains([]string{"municipality", "neighbourhood_team", "youth_care", "police", "safe_home"}, p.seat.party)
	case "review":
		return p.seat.name == "privacy" && p.asked == "privacy"
	case "hush":
		return gov && p.government() && readable
	case "administer":
		return slices.Contains(p.seat.roles, "admin") && p.asked == "maintenance" && p.seat.kind == Staff
	case "query":
		return family || live && p.seat.role == "network"
	case "talk":
		if p.seat.kind == Citizen {
			return (family || live && p.seat.role == "network") && own
		}
		helps := live && p.seat.kind == Staff && (gov || p.seat.role == "partner")
		return helps && (n.Talk == "k-mine" || n.Talk == "" && p.calls(person))
	}
	return false
}

// calls says whether a helper knows someone by name: the municipality's side
// everyone, a partner whom it helps and the parents of children that it helps.
func (p probe) calls(person string) bool {
	if person == "" && p.readBroken("B", "", "") || person != "" && p.readBroken(person, "", "") {
		return true // whom an emergency names
	}
	switch p.seat.name {
	case "partner", "allocation partner", "safe home":
		return person == "" || person == "B" || person == "M" || person == "F" && p.shared
	case "police":
		return person == "" || person == "F"
	case "purse", "task partner":
		return false
	}
	return true
}

// list says whether a row of a list may be shown.
func (p probe) list(kind string, mine bool) bool {
	safety := kind == "concern" || kind == "hold"
	if kind == "talk" && !mine {
		return false
	}
	switch p.seat.name {
	case "director":
		return p.asked == "direction" && !safety
	case "privacy":
		return p.asked == "privacy" && (kind == "family" || kind == "glass" || kind == "erasure")
	case "clerk":
		return false
	}
	return p.live() && (p.seat.role == "worker" || p.seat.role == "lead" || !safety && (mine || kind == "family"))
}
