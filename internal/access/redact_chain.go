package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// link gives the facts about someone's involvement.
func (r *redaction) link(i *dossier.Involvement) thing {
	it := thing{sort: sortLink}
	it.is.set(isMine, r.is(i.Subject))
	it.is.set(isOrganisation, i.Subject.Person == "" && i.Role != roleFamily && i.Role != roleNetwork)
	it.is.set(isLead, i.Role == roleLead)
	it.is.set(isHushed, i.Purpose == "safety")
	if k := r.kin(i.Subject.Person); k != nil {
		it.is.set(isKnown, k.known)
	}
	return it
}

// what gives the involvement as the asker may read it: for the family only the
// persons and domains that the reader may read too. False when nothing is left.
func (r *redaction) what(i *dossier.Involvement) (dossier.Involvement, bool) {
	it := r.link(i)
	v := r.decide(actWhat, same(it))
	if !v.allow {
		return dossier.Involvement{}, false
	}
	shown := *i
	if r.as != roleFamily || it.is&isMine != 0 {
		return shown, true
	}
	shown.Persons, shown.Domains = nil, nil
	for _, person := range i.Persons {
		for _, domain := range i.Domains {
			if !r.shares(person, domain) {
				continue
			}
			if !slices.Contains(shown.Persons, person) {
				shown.Persons = append(shown.Persons, person)
			}
			if !slices.Contains(shown.Domains, domain) {
				shown.Domains = append(shown.Domains, domain)
			}
		}
	}
	if _, ok := r.d.Task(shown.Task); ok && !r.shown[shown.Task] {
		shown.Task = ""
	}
	return shown, len(shown.Persons) > 0
}

// shares tells whether the asker may read what an involvement names. All
// persons ("*") include the asker.
func (r *redaction) shares(person dossier.ID, domain string) bool {
	if person == dossier.Every {
		return domain == dossier.Every || r.e.shut[domain] == ""
	}
	if domain == dossier.Every {
		if person == "" {
			me := r.kin(r.me)
			return me != nil && me.home && me.age >= 16
		}
		domain = ""
	}
	return r.reads(dossier.Part{Person: person, Domain: domain}, "")
}

// chain copies involvements and consents.
func (r *redaction) chain() {
	for i := range r.d.Involved {
		if shown, ok := r.what(&r.d.Involved[i]); ok {
			r.out.Involved = append(r.out.Involved, shown)
			r.shown[shown.Involvement] = true
		}
	}
	for _, c := range r.d.Consents {
		if r.consentShown(c.ConsentGiven) {
			r.out.Consents = append(r.out.Consents, c)
			r.shown[c.Consent] = true
		}
	}
}

// consentShown hides an objection from whom it is against.
func (r *redaction) consentShown(c dossier.ConsentGiven) bool {
	own := r.me != "" && (c.Person == r.me || slices.Contains(c.By, r.me))
	objection := c.Matter == "objection"
	org := c.For.Org != "" && c.For.Org == r.ask.Who.Org
	is := when(isMine, own || !objection && (r.meant(c.For) || org)) | when(isHushed, objection)
	if !objection && c.Person != "" && r.as == roleFamily {
		is |= when(isReadable, r.reads(dossier.Part{Person: c.Person}, ""))
	}
	return r.record("consent", is)
}

// others gives everyone who is involved today: that, and what only to whom it may be told.
func (r *redaction) others() []That {
	var list []That
	led := false
	for k := range r.d.Involved {
		i := &r.d.Involved[k]
		if !i.Active(r.day) || !r.decide(actThat, same(r.link(i))).allow {
			continue
		}
		led = led || i.Role == roleLead
		list = append(list, r.that(i))
	}
	if l := r.out.Lead; l != nil && !led {
		list = append(list, That{Subject: dossier.Subject{User: l.User, Org: l.Org}, Name: l.Name, Phone: l.Phone, Role: roleLead})
	}
	return list
}

func (r *redaction) that(i *dossier.Involvement) That {
	t := That{Involvement: i.Involvement, Subject: i.Subject, Name: i.Name, Phone: i.Phone, Role: i.Role}
	if i.Subject.Person != "" && !r.gov() && !r.is(i.Subject) {
		k := r.kin(i.Subject.Person)
		if k == nil {
			t.Phone = ""
		} else {
			t.Phone, _ = r.contact(k)
		}
		t.Subject = dossier.Subject{Person: i.Subject.Person}
	}
	if shown, ok := r.what(i); ok {
		t.Until = i.Valid.Until
		t.What = &What{Purpose: shown.Purpose, Ground: shown.Ground, Persons: shown.Persons, Domains: shown.Domains, Scope: shown.Scope}
	}
	return t
}

// care copies questions, messages, decisions and allocations.
func (r *redaction) care() {
	if r.record("message", 0) {
		r.out.Messages = r.d.Messages
	} else {
		r.ownMessages()
	}
	for _, m := range r.out.Messages {
		r.shown[m.ID] = true
	}
	for _, d := range r.d.Decisions {
		if r.record("decision", when(isReadable, r.taskReadable(d.Task))) && (r.gov() || r.taskReadable(d.Task)) {
			r.out.Decisions = append(r.out.Decisions, d)
			r.shown[d.Decision] = true
		}
	}
	for _, a := range r.d.Allocations {
		readable := r.taskReadable(a.Task)
		mine := a.Provider != "" && a.Provider == r.ask.Who.Org
		if r.record("allocation", when(isReadable, readable)|when(isMine, mine)) && (mine || readable || r.gov()) {
			r.out.Allocations = append(r.out.Allocations, a)
			r.shown[dossier.ID("allocation "+a.Number)] = true
		}
	}
}

func (r *redaction) taskReadable(id dossier.ID) bool {
	for i := range r.d.Tasks {
		if t := &r.d.Tasks[i]; t.Task == id {
			return r.reads(t.Part, "")
		}
	}
	return false
}

// questionShown tells whether a question may be read: by whom it was put to,
// who put it, and the municipality's side, as far as it may read its parts.
func (r *redaction) questionShown(q *dossier.Question) bool {
	who := r.ask.Who
	asked := q.By.User != "" && q.By.User == who.User || q.By.Org != "" && q.By.Org == who.Org
	mine := r.holds(q.To) || asked
	if !r.record("question", when(isMine, mine)) {
		return false
	}
	return mine || r.readsAll(q.Parts, "")
}

// readsAll tells whether every one of the parts may be read.
func (r *redaction) readsAll(parts []dossier.Part, shut string) bool {
	for _, p := range parts {
		if !r.reads(p, shut) {
			return false
		}
	}
	return true
}
