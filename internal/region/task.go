package region

import (
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// standing says as what a kind of organisation is involved: purpose, ground and scope.
type standing struct{ purpose, ground, scope string }

// standings per kind of organisation. Housing, school, health and work see the
// task and no more; those without a legal ground ask for consent.
var standings = map[string]standing{
	kindYouth:      {"help", "jw.7.3.8", dossier.ScopeParts},
	kindWmo:        {"help", "wmo.5.1.2", dossier.ScopeParts},
	kindDebt:       {"debt", "wgs.8a", dossier.ScopeParts},
	kindHousing:    {"housing", "avg.6.1e.task", dossier.ScopeTask},
	kindSchool:     {"school", "avg.6.1e.task", dossier.ScopeTask},
	"health":       {"help", "avg.6.1e.task", dossier.ScopeTask},
	"youth_health": {"help", "avg.6.1e.task", dossier.ScopeTask},
	"work_income":  {"help", "avg.6.1e.task", dossier.ScopeTask},
	"volunteers":   {"help", "avg.6.1a", dossier.ScopeTask},
	"entrepreneur": {"help", "avg.6.1a", dossier.ScopeTask},
}

// withConsent are the kinds whose involvement rests on consent.
var withConsent = []string{"volunteers", "entrepreneur"}

// tasks makes the tasks of the plan, one or two per goal, each with a holder.
func (l *life) tasks(p plot, aims []aim) []*job {
	var jobs []*job
	for _, goal := range aims {
		list := words().tasks[goal.part.Domain]
		if len(list) == 0 {
			continue
		}
		n := 1
		if p.depth > 0 && l.chance(0.35) {
			n = 2
		}
		at := l.IntN(len(list))
		for p.comeback && len(list[at].Skill) == 0 && slices.ContainsFunc(list, func(t taskRow) bool { return t.Skill != "" }) {
			at = (at + 1) % len(list) // only an organisation hands a task back
		}
		for k := range min(n, len(list)) {
			if j := l.task(list[(at+k)%len(list)], goal); j != nil {
				jobs = append(jobs, j)
			}
		}
	}
	return jobs
}

// task adds one task and asks its holder.
func (l *life) task(row taskRow, goal aim) *job {
	j := &job{part: goal.part, member: -1}
	var to dossier.Holder
	if _, _, ok := l.consenter(goal.part); !ok && (row.Holder == "network" || slices.Contains(withConsent, row.Holder)) {
		row.Holder = "family"
	}
	switch row.Holder {
	case "family", "network":
		j.member = l.helper(row.Holder == "network")
		to = l.family(j.member)
		j.by = l.citizen(j.member)
	default:
		j.org = one(l.dice, l.region.OrgsOf(row.Holder, l.f.Municipality))
		to = l.organisation(j.org)
		j.by = l.staff(one(l.dice, l.region.StaffOf(j.org, roleWorker)), standings[row.Holder].purpose)
	}
	l.soon()
	done, ok := l.do(l.leading(), dossier.CreateTask{
		Title: row.Title, Needed: row.Need, Goal: goal.id, Part: goal.part, Type: dossier.TaskHelp,
		Skill: row.Skill, Hours: row.Hours, Due: l.day(l.between(21, 120)), To: to,
	})
	if !ok {
		return nil
	}
	j.id = born(done)
	j.state = dossier.TaskAsked
	switch {
	case j.member < 0:
		l.involve(j, row.Holder)
	case l.f.Persons[j.member].Network:
		l.invite(j)
	default:
		j.state = dossier.TaskTaken // named at the table
	}
	return j
}

// helper gives the place of the person who takes a task of the family itself: of
// the network when there is one, else the one who asked for help.
func (l *life) helper(network bool) int {
	if network {
		for i, p := range l.f.Persons {
			if p.Network && p.Account != "" && l.persons[i] != "" {
				return i
			}
		}
	}
	return 0
}

// involve makes an organisation involved for its task: with consent where the
// ground asks for it, for the person and domain of the task, until a date.
func (l *life) involve(j *job, kind string) {
	stand := standings[kind]
	org := l.region.byOrg[j.org]
	subject := dossier.Subject{Org: j.org}
	if place := (cell{j.org, j.part}); stand.scope == dossier.ScopeParts {
		if slices.Contains(l.joined, place) {
			return
		}
		l.joined = append(l.joined, place)
	}
	if slices.Contains(withConsent, kind) {
		l.consent(subject, j.part)
	}
	c := dossier.Involve{
		Subject: subject, Called: org.Name, Phone: org.Phone, Role: "partner", Purpose: stand.purpose, Ground: stand.ground,
		Persons: []dossier.ID{j.part.Person}, Domains: []string{j.part.Domain}, Scope: stand.scope,
		Valid: nl.Span{From: l.day(0), Until: l.day(l.between(740, 900))},
	}
	if stand.scope == dossier.ScopeTask {
		c.Task = j.id
	}
	l.soon()
	l.do(l.leading(), c)
}

// cell is a part in which an organisation is involved.
type cell struct {
	org  dossier.ID
	part dossier.Part
}

// consenter gives who consents for the person of a part, by age: a parent for
// a child under 12, both until 16, then the person alone; false when someone
// who must consent has no account.
func (l *life) consenter(part dossier.Part) (who int, by []dossier.ID, ok bool) {
	at := max(slices.Index(l.persons, part.Person), 0)
	if part.Person == "" {
		at = 0
	}
	age := l.f.Persons[at].Age(nl.On(l.now))
	switch {
	case age < accountAge:
		return 0, []dossier.ID{l.persons[0]}, true
	case age < 16:
		return 0, []dossier.ID{l.persons[at], l.persons[0]}, true
	}
	return at, []dossier.ID{l.persons[at]}, l.f.Persons[at].Account != ""
}

// consent records that the person of a part agrees to share it with someone.
func (l *life) consent(with dossier.Subject, part dossier.Part) {
	who, by, _ := l.consenter(part)
	l.soon()
	person := part.Person
	if person == "" {
		person = l.persons[0]
	}
	l.do(l.citizen(who), dossier.GiveConsent{
		Person: person, By: by, Matter: "share", For: with, Domains: []string{part.Domain},
	})
}

// invite makes someone of the network involved for their task.
func (l *life) invite(j *job) {
	p := l.f.Persons[j.member]
	subject := dossier.Subject{User: p.Account, Person: l.persons[j.member]}
	l.consent(subject, j.part)
	l.soon()
	l.do(l.leading(), dossier.Involve{
		Subject: subject, Called: p.Name.Informal(), Phone: p.Phone, Role: "network", Purpose: "help", Ground: "avg.6.1a",
		Persons: []dossier.ID{j.part.Person}, Domains: []string{j.part.Domain}, Scope: dossier.ScopeTask, Task: j.id,
		Valid: nl.Span{From: l.day(0), Until: l.day(l.between(740, 900))},
	})
}

// work lets the holders work on their tasks for a while.
func (l *life) work(p plot, jobs []*job, round int) {
	stuck := p.comeback && round == 0
	for range 1 + min(p.depth, 1) {
		for _, j := range jobs {
			l.pass(0, max(1, 12/len(jobs)))
			back := stuck && j.org != "" && (j.state == dossier.TaskTaken || j.state == dossier.TaskBusy)
			l.move(j, back)
			stuck = stuck && !back
		}
		l.meanwhile(p, jobs)
	}
}

// move brings a task one step further.
func (l *life) move(j *job, back bool) {
	said := words().phrases
	if back {
		l.do(j.by, dossier.ReturnTask{Task: j.id, Reason: one(l.dice, said.Returns)})
		j.state = dossier.TaskBack
		return
	}
	switch j.state {
	case dossier.TaskAsked:
		l.do(j.by, dossier.AcceptTask{Task: j.id})
		j.state = dossier.TaskTaken
	case dossier.TaskTaken:
		if j.member >= 0 && l.chance(0.6) { // at home one does it, without saying that one begins
			l.do(j.by, dossier.FinishTask{Task: j.id, Words: one(l.dice, said.OwnReports[:1])})
			j.state = dossier.TaskReady
			return
		}
		l.do(j.by, dossier.StartTask{Task: j.id})
		j.state = dossier.TaskBusy
	case dossier.TaskBusy:
		if l.chance(0.45) {
			l.do(j.by, dossier.FinishTask{Task: j.id, Words: one(l.dice, said.Done)})
			j.state = dossier.TaskReady
			return
		}
		reports := said.Reports
		if j.member >= 0 {
			reports = said.OwnReports
		}
		l.do(j.by, dossier.ReportTask{Task: j.id, Words: one(l.dice, reports)})
	}
}

// meanwhile is what happens between the tasks: a note of the lead, a child that
// speaks for itself.
func (l *life) meanwhile(p plot, jobs []*job) {
	if len(jobs) > 0 && l.chance(0.1+0.25*float64(p.depth)) {
		part := one(l.dice, jobs).part
		l.pass(0, 6)
		l.do(l.leading(), dossier.WriteNote{Parts: []dossier.Part{part}, Words: l.pick(words().notes[part.Domain])})
	}
	for i, person := range l.f.Persons {
		age := person.Age(nl.On(l.now))
		if person.Child && person.Account != "" && l.persons[i] != "" && age >= accountAge && age < 18 && l.chance(0.12) {
			l.evening(0, 2)
			l.do(l.citizen(i), dossier.Speak{Person: l.persons[i], Words: one(l.dice, words().phrases.Voices), Shared: l.chance(0.5)})
		}
	}
}
