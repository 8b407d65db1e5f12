package dossier

import (
	"slices"

	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

func (c Involve) Name() string       { return "involve" }
func (c Involve) Need(*Dossier) Need { return Need{Action: ActShare, Parts: c.cells(), Task: c.Task} }

// cells gives the named parts; Every stands for no part in particular.
func (c Involve) cells() []Part {
	var parts []Part
	for _, p := range c.Persons {
		for _, domain := range c.Domains {
			if p != Every && domain != Every {
				parts = append(parts, Part{p, domain})
			}
		}
	}
	return parts
}

func (c Involve) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("Involve", d, m)
	if c.Scope == "" {
		c.Scope = ScopeParts
	}
	c.Valid.From = m.orToday(c.Valid.From)
	c.who(v)
	c.why(v)
	c.what(v)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.involve(InvolvementStarted{
		Subject: c.Subject, Name: c.Called, Phone: c.Phone, Role: c.Role, Purpose: c.Purpose, Ground: c.Ground,
		Persons: c.Persons, Domains: c.Domains, Scope: c.Scope, Task: c.Task,
	}, c.Valid)}, nil
}

func (c Involve) who(v *check) {
	v.field(c.Subject == Subject{}, "subject", "dossier.involve.who")
	if c.Subject.Person != "" {
		v.person("subject", c.Subject.Person)
	}
	v.words("called", c.Called, mostTitle, "dossier.involve.called")
	v.oneOf("role", c.Role, "dossier.involve.role", "family", "network", "worker", "lead", "partner")
	twice := slices.ContainsFunc(v.d.Involved, func(i Involvement) bool {
		return i.Subject == c.Subject && i.Purpose == c.Purpose && i.Scope == c.Scope && i.Task == c.Task && i.Active(c.Valid.From) &&
			slices.Equal(i.Persons, c.Persons) && slices.Equal(i.Domains, c.Domains)
	})
	v.conflict(twice, "dossier.involve.already")
}

// why wants a purpose that the ground serves today, and a last day: nobody is
// involved without an end.
func (c Involve) why(v *check) {
	_, err := v.m.Law.Purpose(c.Purpose)
	v.field(err != nil, "purpose", "dossier.involve.purpose")
	ground, err := v.m.Law.Ground(c.Ground, v.m.Today())
	switch {
	case err != nil:
		v.field(true, "ground", "dossier.involve.ground")
	case !ground.Active:
		v.field(true, "ground", "dossier.involve.inactive")
	default:
		v.field(!slices.Contains(ground.Purposes, c.Purpose), "ground", "dossier.involve.mismatch")
	}
	v.field(c.Valid.Until.IsZero(), "until", "dossier.involve.until")
	v.notPast("until", c.Valid.Until)
	v.period(c.Valid)
}

func (c Involve) what(v *check) {
	v.field(len(c.Persons) == 0, "persons", "dossier.involve.persons")
	for _, id := range c.Persons {
		if id != "" && id != Every {
			v.person("persons", id)
		}
	}
	v.field(len(c.Domains) == 0, "domains", "dossier.involve.domains")
	for _, code := range c.Domains {
		_, err := v.m.Law.Domain(code)
		v.field(code != Every && err != nil, "domains", "dossier.domain.unknown")
	}
	v.oneOf("scope", c.Scope, "dossier.involve.scope", ScopeParts, ScopeTask)
	_, ok := v.d.Task(c.Task)
	v.field((c.Scope == ScopeTask || c.Task != "") && !ok, "task", "dossier.task.none")
}

func (c EndInvolvement) Name() string { return "end-involvement" }
func (c EndInvolvement) Need(d *Dossier) Need {
	i, _ := d.Involvement(c.Involvement) // one that is not there touches nothing; Decide says so
	return Need{Action: ActShare, Person: i.Subject.Person, Task: i.Task}
}

func (c EndInvolvement) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("EndInvolvement", d, m)
	i, ok := d.Involvement(c.Involvement)
	on := m.orToday(c.On)
	v.missing(!ok, "dossier.involve.none")
	v.conflict(i.Ended || !i.Valid.Until.IsZero() && i.Valid.Until.Before(m.Today()), "dossier.involve.ended")
	v.conflict(i.Role == "lead" && d.Lead != nil && i.Subject.User == d.Lead.User, "dossier.involve.lead")
	v.field(!i.Valid.Until.IsZero() && on.After(i.Valid.Until), "on", "dossier.involve.later")
	v.field(on.Before(i.Valid.From), "on", "dossier.period")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(InvolvementEnded{c.Involvement, on, reason})}, nil
}

// matters names, per matter of a consent, the matter of the law.
var matters = map[string]string{"share": statute.MatterSharing, "inspection": statute.MatterInspection, "help": statute.MatterHelp, matterObjection: statute.MatterInspection}

// matterObjection is a child's objection (12 to 15) to someone reading about it:
// care for its interests forbids the look then (Jeugdwet art. 7.3.11 lid 2 onder b).
const matterObjection = "objection"

func (c GiveConsent) Name() string       { return "give-consent" }
func (c GiveConsent) Need(*Dossier) Need { return consentNeed(c.Matter, c.Person) }

// consentNeed keeps an objection to the person themselves, like their own voice:
// a parent neither makes nor withdraws it, nor hears of it.
func consentNeed(matter string, person ID) Need {
	n := Need{Action: ActOwn, Person: person}
	if matter == matterObjection {
		n.Compartment = CompartmentVoice
	}
	return n
}

func (c GiveConsent) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("GiveConsent", d, m)
	if len(c.By) == 0 && m.By.Person != "" {
		c.By = []ID{m.By.Person}
	}
	p := v.person("person", c.Person)
	v.people("by", c.By)
	v.field(matters[c.Matter] == "", "matter", "dossier.consent.matter")
	v.field(c.For == Subject{} && c.Matter != matterObjection, "for", "dossier.consent.for")
	for _, code := range c.Domains {
		_, err := m.Law.Domain(code)
		v.field(err != nil, "domains", "dossier.domain.unknown")
	}
	v.field(p.ID != "" && p.Birth.IsZero(), "person", "dossier.consent.birth")
	if err := v.err(); err != nil {
		return nil, err
	}
	if c.Matter == matterObjection {
		age := p.Birth.AgeOn(m.Today())
		v.field(age < voiceAge || age >= 16 || !slices.Equal(c.By, []ID{c.Person}), "by", "dossier.consent.objection")
	} else {
		c.competent(v, p)
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ConsentGiven{m.NewID(), c.Person, c.By, c.Matter, c.For, c.Domains}, about(c.Person))}, nil
}

// competent wants those who may consent by the law for the person's age. Of
// two parents with custody one may act for both while the other has not
// objected (BW 1:253i lid 1).
func (c GiveConsent) competent(v *check, p Person) {
	today := v.m.Today()
	age, law := p.Birth.AgeOn(today), "jw"
	if age >= 18 {
		law = "wmo"
	}
	rule, err := v.m.Law.Consent(law, matters[c.Matter], age, today)
	v.field(err != nil, "matter", "dossier.consent.norule")
	self := slices.Contains(c.By, c.Person)
	custody := v.d.CustodyOf(c.Person, today)
	parent := slices.ContainsFunc(c.By, func(id ID) bool { return slices.Contains(custody, id) })
	if age >= mandateAge && slices.ContainsFunc(c.By, func(id ID) bool { return v.d.Represents(id, c.Person, today) }) && err == nil {
		return // the representative acts in their place
	}
	for _, who := range rule.Who {
		switch {
		case who == statute.WhoChild && self,
			who == statute.WhoBoth && self && parent,
			(who == statute.WhoParents || who == statute.WhoRepresentative) && parent:
			return
		}
	}
	key := "dossier.consent.self"
	switch {
	case slices.Contains(rule.Who, statute.WhoBoth):
		key = "dossier.consent.both"
	case !slices.Contains(rule.Who, statute.WhoChild):
		key = "dossier.consent.parents"
	}
	v.field(err == nil, "by", key)
}

func (c WithdrawConsent) Name() string { return "withdraw-consent" }
func (c WithdrawConsent) Need(d *Dossier) Need {
	k, _ := deref(find(d.Consents, func(k *Consent) bool { return k.Consent == c.Consent })) // none: Decide says so
	return consentNeed(k.Matter, k.Person)
}

// Decide lets a consent be withdrawn at any time (AVG art. 7 lid 3), also after the end of the work.
func (c WithdrawConsent) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := &check{op: "dossier.WithdrawConsent", d: d, m: m}
	k := find(d.Consents, func(k *Consent) bool { return k.Consent == c.Consent })
	v.missing(k == nil, "dossier.consent.none")
	v.conflict(k != nil && !k.Withdrawn.IsZero(), "dossier.consent.withdrawn")
	reason := v.short("reason", c.Reason, mostReason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.write(ConsentWithdrawn{c.Consent, reason}, about(k.Person))}, nil
}

// until gives a last day that does not lie before today.
func (m Moment) until(day nl.Date) nl.Date {
	if day.Before(m.Today()) {
		return m.Today()
	}
	return day
}
