package region

import (
	"slices"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// aim is a goal of the plan.
type aim struct {
	id    dossier.ID
	part  dossier.Part
	child int // whom it names, -1 nobody
}

// job is a task of the plan and who does it.
type job struct {
	id     dossier.ID
	part   dossier.Part
	by     casework.Caller
	state  string
	member int        // the family member who holds it, -1 an organisation
	org    dossier.ID // the organisation that holds it
}

// plan makes the plan with the family and carries it out.
func (l *life) plan(p plot) {
	l.pass(2, 14)
	parts := l.openDomains(p)
	aims := l.goals(p, parts)
	if len(aims) == 0 {
		l.until(l.end) // without a goal there is nothing to agree on
		return
	}
	jobs := l.tasks(p, aims)
	l.soon()
	l.do(l.leading(), dossier.AgreePlan{With: l.atTable(), Evaluate: l.day(l.between(70, 98))})
	for _, j := range jobs {
		l.pass(0, max(1, 5/len(jobs)))
		if l.chance(0.85) {
			l.move(j, false)
		}
	}
	l.care()
	l.pass(1, 5)
	l.meet(l.leading(), "jw.decision")
	if p.leadGoes {
		l.pass(20, 60)
		l.do(l.leading(), dossier.EndLead{Reason: one(l.dice, words().phrases.LeadEnds)})
		l.until(l.end)
		return
	}
	rounds := roundsOf[p.depth]
	if l.bench() {
		rounds = 1
	}
	for round := range rounds {
		l.work(p, jobs, round)
		l.evaluate(aims, round == rounds-1, round)
	}
	if !l.settleJobs(p, jobs) || l.unbegun {
		l.until(l.end) // a task without a holder, care without a beginning: the family waits
		return
	}
	if l.bench() {
		l.fill(parts)
		return
	}
	l.finish(aims)
}

// openDomains opens the life domains that matter, each with its reason, and
// says how it goes in them.
func (l *life) openDomains(p plot) []dossier.Part {
	var parts []dossier.Part
	for _, domain := range p.domains {
		part := l.part(domain)
		l.soon()
		if _, ok := l.do(l.leading(), dossier.OpenDomain{Part: part, Reason: l.pick(words().reasons[domain])}); ok {
			parts = append(parts, part)
		}
	}
	for _, part := range parts {
		if p.depth > 0 || l.chance(0.3) {
			l.soon()
			l.score(part, 1, 3)
		}
	}
	return parts
}

// part gives whom a life domain is about: a child, the adult or the whole family.
func (l *life) part(domain string) dossier.Part {
	part := dossier.Part{Domain: domain}
	switch domain {
	case "school":
		part.Person = l.persons[max(l.pupil(), 0)]
	case "mind":
		part.Person = l.persons[l.f.Client]
	case "work", "health", "addiction":
		part.Person = l.persons[0]
	default:
		if len(l.f.Persons) == 1 {
			part.Person = l.persons[0]
		}
	}
	return part
}

// score says how it goes in a part: the family says it, or the worker.
func (l *life) score(part dossier.Part, low, high int) {
	if low > high {
		low = high
	}
	said := &words().phrases
	c := dossier.GiveScore{Part: part, Level: l.between(low, high), View: "worker"}
	list := [][]string{said.WorkerLow, said.WorkerMiddle, said.WorkerHigh}
	who := l.leading()
	if mine := part.Person == "" || part.Person == l.persons[0]; mine && l.chance(0.4) {
		c.View, who = "family", l.citizen(0)
		list = [][]string{said.FamilyLow, said.FamilyMiddle, said.FamilyHigh}
	}
	c.Words = one(l.dice, list[(c.Level-1)/2]) // levels 1 and 2, 3 and 4, 5
	l.do(who, c)
}

// goals sets the goals, in the family's words.
func (l *life) goals(p plot, parts []dossier.Part) []aim {
	var aims []aim
	if len(parts) == 0 {
		return nil
	}
	most := l.between(goalsOf[p.depth][0], goalsOf[p.depth][1])
	if l.bench() {
		most = benchGoals
	}
	for n := range most {
		part := parts[n%len(parts)]
		child := l.named(part)
		text, ok := l.goal(part.Domain, child)
		if !ok {
			continue
		}
		l.soon()
		wish := casework.Wish{Command: dossier.SetGoal{Words: text, Part: part}}
		if p.depth == 2 { // the meter weighs every value against the whole view: enough for these
			wish.Typed = []casework.Typed{{Item: "goal.words", Value: text}}
		}
		done, ok := l.wish(l.leading(), wish)
		if ok {
			aims = append(aims, aim{born(done), part, child})
		}
	}
	return aims
}

// named gives the child whom a goal in a part may name: the child that the part
// is about, or any; -1 when there is none.
func (l *life) named(part dossier.Part) int {
	for i, id := range l.persons {
		if id == part.Person && id != "" && l.f.Persons[i].Child {
			return i
		}
	}
	return l.child()
}

// goal gives a goal in a domain that this family has not set yet and that does
// not name a child that is not there.
func (l *life) goal(domain string, child int) (string, bool) {
	list := slices.DeleteFunc(slices.Clone(words().goals[domain]), func(raw string) bool {
		return child < 0 && needsChild(raw) || slices.Contains(l.said, l.say(raw, child))
	})
	if len(list) == 0 {
		return "", false
	}
	text := l.say(one(l.dice, list), child)
	l.said = append(l.said, text)
	return text, true
}

// atTable gives who made the plan: the adults of the household who are in the dossier.
func (l *life) atTable() []dossier.ID {
	var list []dossier.ID
	for i, p := range l.f.Persons {
		if l.persons[i] != "" && !p.Network && (!p.Child || p.Age(l.region.Today) >= accountAge) && !p.Away {
			list = append(list, l.persons[i])
		}
	}
	return list
}
