package web

import (
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
)

// proposal is what the system proposes for sharing a task with an organisation:
// the purpose, the ground, and the least set of persons and domains.
type proposal struct {
	purpose string
	ground  statute.Ground
	scope   string
	part    dossier.Part
	task    dossier.ID
}

// purposeFor gives the purpose for which a kind of organisation takes part.
func purposeFor(kind string) string {
	switch kind {
	case "debt_help":
		return "debt"
	case "housing", "school":
		return kind
	case "safe_home", "child_protection":
		return "safety"
	}
	return "help"
}

// taskOnly tells which kinds see the task and not the file, as the chain has
// agreed: schools, housing, police, and people of the neighbourhood.
func taskOnly(kind string) bool {
	return slices.Contains([]string{"housing", "school", "police", "work_income", "entrepreneur", "volunteers", "network"}, kind)
}

// propose finds the least that an organisation needs for a task: the task alone
// where that is agreed, else the one part in which it lies, on a ground that
// needs no consent before one that does. False when the law has no ground.
func propose(law *statute.Set, org store.Org, t dossier.Task, today nl.Date) (proposal, bool) {
	p := proposal{purpose: purposeFor(org.Kind), part: t.Part, task: t.Task}
	grounds := law.GroundsFor(p.purpose, org.Kind, today)
	find := func(category string, consent bool) bool {
		for _, wide := range []bool{true, false} { // one that covers the task as well goes first
			i := slices.IndexFunc(grounds, func(g statute.Ground) bool {
				return !g.Emergency && g.NeedsConsent == consent && slices.Contains(g.Categories, category) && (!wide || slices.Contains(g.Categories, "task"))
			})
			if i >= 0 {
				p.ground = grounds[i]
				return true
			}
		}
		return false
	}
	p.scope = dossier.ScopeTask
	if taskOnly(org.Kind) {
		return p, find("task", false) || find("task", true)
	}
	p.scope = dossier.ScopeParts
	if find(t.Part.Domain, false) {
		return p, true
	}
	p.scope = dossier.ScopeTask
	if find("task", false) {
		return p, true
	}
	p.scope = dossier.ScopeParts
	return p, find(t.Part.Domain, true)
}

// command makes an organisation involved as proposed, until a day.
func (p proposal) command(org store.Org, until nl.Date) dossier.Involve {
	return dossier.Involve{
		Subject: dossier.Subject{Org: org.ID}, Called: org.Name, Phone: org.Phone, Role: "partner", Purpose: p.purpose, Ground: p.ground.Code,
		Persons: []dossier.ID{p.part.Person}, Domains: []string{p.part.Domain}, Scope: p.scope, Task: p.task, Valid: nl.Span{Until: until},
	}
}
