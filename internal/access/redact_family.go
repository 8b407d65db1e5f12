package access

import (
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// personThing gives the facts about a person beside the grid.
func (r *redaction) personThing(w *way, k *kin, together bool) thing {
	it := thing{sort: sortPerson, age: k.age}
	it.is.set(isMine, k.mine)
	it.is.set(isCustody, k.custody)
	it.is.set(isTogether, together)
	it.is.set(isKnown, k.known)
	it.is.set(isNetwork, k.person.Network)
	it.is.set(isCovered, w.covers(dossier.Part{Person: k.id}))
	if w.why.role == rolePartner || w.why.role == roleNetwork { // nobody else reads by these
		it.is.set(isReach, r.reaches(w, k.id))
		it.is.set(isSubject, r.subject(k.id))
		it.is.set(isAllocated, r.allocated(k.id))
	}
	return it
}

// reaches tells whether a person has custody today of a child that the involvement names.
func (r *redaction) reaches(w *way, person dossier.ID) bool {
	for i := range r.people {
		k := &r.people[i]
		if k.age < 18 && w.covers(dossier.Part{Person: k.id}) && slices.Contains(r.d.CustodyOf(k.id, r.day), person) {
			return true
		}
	}
	return false
}

// subject tells whether a task of the asker is about a person.
func (r *redaction) subject(person dossier.ID) bool {
	return slices.ContainsFunc(r.d.Tasks, func(t dossier.Task) bool { return t.Part.Person == person && r.ownTask(&t) })
}

func (r *redaction) ownTask(t *dossier.Task) bool {
	who := r.ask.Who
	return r.holds(t.Holder) || t.Asked != "" && t.Asked == who.Org
}

// allocated tells whether care for a person is allocated to the asker's organisation and has not stopped.
func (r *redaction) allocated(person dossier.ID) bool {
	return r.ask.Who.Org != "" && slices.ContainsFunc(r.d.Allocations, func(a dossier.Allocation) bool {
		return a.Provider == r.ask.Who.Org && a.Person == person && (a.Stopped.IsZero() || !a.Stopped.Before(r.day))
	})
}

func (r *redaction) about(action string, k *kin) bool {
	return r.decide(action, func(w *way) thing { return r.personThing(w, k, k.together) }).allow
}

// persons copies whom the asker may know, each with what may be known of them.
func (r *redaction) persons() {
	for i := range r.people {
		k := &r.people[i]
		if !r.about(actPerson, k) {
			continue
		}
		p := *k.person
		if !r.about(actBirth, k) {
			p.Birth, p.Sex, p.Deceased, p.Source, p.Since, p.Entry = nl.Date{}, "", nl.Date{}, "", r.out.OpenedAt, ""
		}
		if !r.about(actBSN, k) {
			p.BSN = ""
		}
		p.Phone, p.Email = r.contact(k)
		r.out.Persons = append(r.out.Persons, p)
		k.shown = true
	}
}

// contact gives how to reach a person; a partner that needs the parents of a
// child it helps gets their phone only.
func (r *redaction) contact(k *kin) (phone, email string) {
	v := r.decide(actContact, func(w *way) thing { return r.personThing(w, k, k.together) })
	if !v.allow {
		return "", ""
	}
	if w := &r.ways[v.way]; w.why.role == rolePartner && !w.covers(dossier.Part{Person: k.id}) {
		return k.person.Phone, ""
	}
	return k.person.Phone, k.person.Email
}

// family copies relations, custody and stays.
func (r *redaction) family() {
	for _, rel := range r.d.Relations {
		if r.knows(rel.From) && r.knows(rel.To) && r.record("relation", isReadable) {
			r.out.Relations = append(r.out.Relations, rel)
			r.shown[rel.Relation] = true
		}
	}
	for _, c := range r.d.Custody {
		if r.custodyShown(c.CustodyStated) {
			r.out.Custody = append(r.out.Custody, c)
		}
	}
	for i := range r.d.Stays {
		if s := &r.d.Stays[i]; r.stayShown(s.StayStated) {
			r.out.Stays = append(r.out.Stays, *s)
			r.shown[s.Stay] = true
		}
	}
}

// custodyShown tells whether the custody of a child may be read: by whoever may
// read the child, has custody, or is that child, and only when all that it names are known.
func (r *redaction) custodyShown(c dossier.CustodyStated) bool {
	child := r.kin(c.Child)
	if child == nil {
		return false
	}
	may := child.mine || child.custody || r.gov() || slices.ContainsFunc(r.ways, func(w way) bool { return w.covers(dossier.Part{Person: c.Child}) && w.why.role == rolePartner })
	for _, id := range append(c.Holders(), c.Child) {
		may = may && r.knows(id)
	}
	return may && r.record("custody", isReadable)
}

// stayShown tells whether a stay may be read. A stay is shut when it is secret,
// or at an address that is secret for anyone here. Whoever lives there today
// knows their own address.
func (r *redaction) stayShown(stay dossier.StayStated) bool {
	k := r.kin(stay.Person)
	if k == nil {
		return false
	}
	me := r.kin(r.me)
	here := me != nil && me.stay != nil && !stay.Address.IsZero() && stay.Address.Same(me.stay.Address)
	if !r.secret(stay) {
		return r.decide(actStay, func(w *way) thing { return r.personThing(w, k, here) }).allow
	}
	return r.decide(actPart, func(w *way) thing {
		it := r.partThing(w, dossier.Part{Person: stay.Person}, dossier.CompartmentAddress, false)
		it.is &^= isTogether
		it.is.set(isTogether, here)
		return it
	}).allow
}

// secret tells whether an address is to be kept secret.
func (r *redaction) secret(stay dossier.StayStated) bool {
	return stay.Secret || slices.ContainsFunc(r.d.Stays, func(s dossier.Stay) bool { return s.Secret && s.Address.Same(stay.Address) })
}

// secrets gives the persons of whom the asker may know that their address is secret.
func (r *redaction) secrets() []dossier.ID {
	var ids []dossier.ID
	for i := range r.people {
		k := &r.people[i]
		if k.stay != nil && r.secret(k.stay.StayStated) && r.stayShown(k.stay.StayStated) {
			ids = append(ids, k.id)
		}
	}
	return ids
}

// intake copies meldingen, safety and the offers of the lead.
func (r *redaction) intake() {
	safe := r.reads(dossier.Part{}, dossier.CompartmentSafety)
	if safe {
		r.out.Safety = r.d.Safety
	}
	for _, m := range r.d.Meldingen {
		if r.record("melding", when(isMine, m.From != "" && m.From == r.me)) {
			m.Read = m.Read && safe
			r.out.Meldingen = append(r.out.Meldingen, m)
			r.shown[m.Melding] = true
		}
	}
	for _, o := range r.d.Offers {
		if r.record("offer", when(isMine, o.To == r.ask.Who.User)) {
			r.out.Offers = append(r.out.Offers, o)
			r.shown[o.Offer] = true
		}
	}
}

// voices copies what children say for themselves, to themselves, and to the
// lead what they share.
func (r *redaction) voices() {
	for _, v := range r.d.Voices {
		if r.voiceShown(v.VoiceRecorded) {
			r.out.Voices = append(r.out.Voices, v)
		}
	}
}

func (r *redaction) voiceShown(v dossier.VoiceRecorded) bool {
	shared := v.Shared
	for i := range r.d.Voices {
		if r.d.Voices[i].Voice == v.Voice {
			shared = r.d.Voices[i].Shared // as it is now: it may be shared, or no longer, later on
		}
	}
	return r.part(dossier.Part{Person: v.Person}, dossier.CompartmentVoice, shared).allow
}
