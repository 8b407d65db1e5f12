package region

import (
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// live lets the family live from its first request for help to today.
func (l *life) live() {
	p := l.draft()
	l.now = l.begins(p)
	if p.silent {
		l.end = l.end.AddDate(0, 0, -l.between(shortestSilence, p.days-5))
	}
	l.ask(p)
	l.weigh(p)
	l.talk()
	l.debts()
	l.takeLead(p)
	if l.lead != nil {
		l.gather()
		l.plan(p)
	}
	l.lapse(l.last)
}

// ask is the request for help, in someone's own words.
func (l *life) ask(p plot) {
	row := l.request()
	me := l.f.Persons[0]
	team := l.region.byOrg[l.f.Team]
	channel := "web"
	if me.Age(l.region.Today) > 70 && l.chance(0.6) {
		channel = "phone"
	}
	_, ok := l.wish(l.citizen(0), casework.Wish{
		Command: dossier.AskHelp{
			Municipality: l.f.Municipality, Team: l.f.Team, TeamName: team.Name, TeamPhone: team.Phone,
			FamilyName: l.f.Name, Me: me.NewPerson, Words: row.Text, Channel: channel, Laws: l.laws(row.Threat), Threat: row.Threat,
		},
		Typed: []casework.Typed{
			{Item: "melding.words", Value: row.Text},
			{Item: "person.family", Value: me.Name.Family, How: casework.Reused},
			{Item: "person.birth", Value: me.Birth.String(), How: casework.Reused},
		},
	})
	if ok {
		l.persons[0] = l.file.Persons[0].ID
	}
}

// weigh is the first look at how safe the family is.
func (l *life) weigh(p plot) {
	if p.unread {
		l.until(l.end)
		return
	}
	if p.late {
		l.pass(5, 12)
	} else {
		l.pass(0, 1)
	}
	c := dossier.WeighSafety{Level: p.level, Words: l.pick(map[string][]string{
		dossier.SafetySafe: words().phrases.Safe, dossier.SafetyWatch: words().phrases.Watch,
		dossier.SafetyUnsafe: words().phrases.Unsafe, dossier.SafetyAcute: words().phrases.Acute,
	}[p.level])}
	if p.level != dossier.SafetySafe {
		c.Again = l.day(l.between(14, 60))
	}
	l.do(l.staff(l.worker, "intake"), c)
}

// debts is the first talk about debts: within three working days under a threat,
// else within four weeks. One in ten comes too late.
func (l *life) debts() {
	if !l.f.Needs.Debt {
		return
	}
	l.pass(0, 1)
	l.meet(l.staff(l.worker, "intake"), "wgs.firsttalk.urgent")
	if l.chance(0.1) {
		l.pass(25, 40)
	} else {
		l.pass(3, 12)
	}
	l.meet(l.staff(l.worker, "intake"), "wgs.firsttalk")
}

// talk is a question back, and mostly an answer.
func (l *life) talk() {
	if !l.chance(0.4) {
		return
	}
	q := l.question()
	l.soon()
	done, _ := l.do(l.staff(l.worker, "intake"), dossier.AskQuestion{To: l.family(0), Words: q.Ask})
	question := born(done)
	if l.chance(0.08) {
		return // they do not answer: the term will lapse
	}
	l.evening(0, 3)
	l.do(l.citizen(0), dossier.AnswerQuestion{Question: question, Words: q.Answer})
}

// takeLead asks a colleague to be the lead, who mostly accepts.
func (l *life) takeLead(p plot) {
	if p.noLead {
		l.until(l.end)
		return
	}
	team := l.region.StaffOf(l.f.Team, roleWorker)
	at := l.IntN(len(team))
	if l.bench() {
		at = l.f.Number
	}
	l.pass(0, 4)
	if !l.likely(0.9) {
		offer := l.offer(team[at])
		l.pass(0, 2)
		l.do(l.staff(team[at], "intake"), dossier.DeclineLead{Offer: offer, Reason: one(l.dice, words().phrases.LeadDeclines)})
		at = (at + 1) % len(team)
		l.soon()
	}
	offer := l.offer(team[at])
	l.pass(0, 2)
	if _, ok := l.do(l.staff(team[at], "intake"), dossier.AcceptLead{Offer: offer}); ok {
		l.lead = team[at]
	} else {
		l.until(l.end)
	}
}

func (l *life) offer(to *userOf) dossier.ID {
	done, _ := l.do(l.staff(l.worker, "intake"), dossier.OfferLead{To: to.ID, Org: to.Org, Called: to.Name, Phone: to.Phone})
	return born(done)
}

// gather states who belongs to the family: in one transaction, as from the
// register, with relations and custody. Then the members who have an account
// become involved, so that they can read along.
func (l *life) gather() {
	if len(l.f.Persons) == 1 {
		return
	}
	l.pass(1, 7)
	rest := l.f.Persons[1:]
	_, ok := l.wish(l.leading(), casework.Wish{
		Command: dossier.StatePerson{NewPerson: rest[0].NewPerson},
		Then: func(*dossier.Dossier) ([]dossier.Command, error) {
			var commands []dossier.Command
			for _, p := range rest[1:] {
				commands = append(commands, dossier.StatePerson{NewPerson: p.NewPerson})
			}
			return commands, nil
		},
		Last: func(after *dossier.Dossier) ([]dossier.Command, error) { return l.ties(after), nil },
	})
	if !ok {
		return
	}
	l.recognise(l.file)
	for i, p := range l.f.Persons {
		if i > 0 && p.Account != "" {
			l.join(i)
		}
	}
}

// recognise finds the family's persons in the dossier.
func (l *life) recognise(d *dossier.Dossier) {
	for i, p := range l.f.Persons {
		for _, known := range d.Persons {
			if known.Name == p.Name && known.Birth == p.Birth {
				l.persons[i] = known.ID
			}
		}
	}
}

func (l *life) ties(d *dossier.Dossier) []dossier.Command {
	l.recognise(d)
	id := func(i int) dossier.ID {
		if i < 0 {
			return ""
		}
		return l.persons[i]
	}
	var commands []dossier.Command
	for _, rel := range l.f.Relations {
		commands = append(commands, dossier.StateRelation{From: id(rel.From), To: id(rel.To), Type: rel.Type, Valid: rel.Valid})
	}
	for _, c := range l.f.Custody {
		commands = append(commands, dossier.StateCustody{Child: id(c.Child), Code: c.Code, Parent1: id(c.Parent1), Parent2: id(c.Parent2), Valid: c.Valid})
	}
	return commands
}

// join makes a member of the family or its network involved.
func (l *life) join(i int) {
	p := l.f.Persons[i]
	id := l.persons[i]
	c := dossier.Involve{
		Subject: dossier.Subject{User: p.Account, Person: id}, Called: p.Name.Informal(), Phone: p.Phone,
		Role: "family", Purpose: "own", Ground: "avg.15", Persons: []dossier.ID{id}, Domains: []string{dossier.Every}, Scope: dossier.ScopeParts,
		Valid: nl.Span{From: l.day(0), Until: l.day(5 * 365)},
	}
	if !p.Child && !p.Away {
		c.Persons = append(c.Persons, "")
	}
	if p.Network {
		return // becomes involved with the first task
	}
	l.soon()
	l.do(l.leading(), c)
}
