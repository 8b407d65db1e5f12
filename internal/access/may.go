package access

import (
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// actions are all that the schema knows, in the order of the schema.
var actions = []string{
	actPart, actTask, actPerson, actBirth, actBSN, actContact, actStay, actThat, actWhat, actRecord,
	actView, actLooks, actFind, actDirect, actList,
	dossier.ActAsk, dossier.ActIntake, dossier.ActLead, dossier.ActFamily, dossier.ActPlan, dossier.ActShare,
	dossier.ActScore, dossier.ActFile, dossier.ActNote, dossier.ActHold, dossier.ActDecide, dossier.ActMessage, dossier.ActAnswer,
	dossier.ActOwn, dossier.ActClock, dossier.ActClose, dossier.ActMaintain,
	dossier.ActGlass, dossier.ActReview, dossier.ActHush, dossier.ActQuery, dossier.ActAdminister, dossier.ActTalk,
}

// May decides whether the asker may do what a command needs.
func (e *Engine) May(d *dossier.Dossier, ask Ask, need dossier.Need) Decision {
	return e.scene(d, ask).may(need)
}

func (s *scene) may(need dossier.Need) Decision {
	it := func(*way) thing { return s.deed(need) }
	return s.explained(s.decide(need.Action, it), need.Action, it)
}

// deed gives the facts about what a command would touch.
func (s *scene) deed(need dossier.Need) thing {
	it := thing{sort: sortDeed, shut: need.Compartment, age: 18}
	it.is.set(isFresh, s.d.Version == 0)
	it.is.set(isLed, s.d.Lead != nil)
	it.is.set(isReadable, s.touches(need))
	if k := s.kin(need.Person); k != nil {
		it.age = k.age
		it.is.set(isPerson, true)
		it.is.set(isMine, k.mine)
		it.is.set(isCustody, k.custody)
		it.is.set(isRepresented, k.represented)
	}
	if o, ok := s.d.Offer(need.Offer); ok {
		it.is.set(isOffered, o.To != "" && o.To == s.ask.Who.User)
	}
	if t, ok := s.d.Task(need.Task); ok {
		it.is.set(isHeld, s.holds(t.Holder))
	}
	if q, ok := s.d.Question(need.Question); ok {
		it.is.set(isPut, s.holds(q.To))
	}
	if need.Action == dossier.ActTalk {
		it.is |= s.talks(need)
	}
	if r, ok := s.d.Right(need.Right); ok {
		it.is.set(isPut, s.holds(r.Owner))
	}
	return it
}

// touches tells whether every part that a command touches may be read.
func (s *scene) touches(need dossier.Need) bool {
	for _, p := range need.Parts {
		if !s.reads(p, need.Compartment) {
			return false
		}
	}
	return len(need.Parts) > 0 || need.Compartment == "" || s.reads(dossier.Part{Person: need.Person}, need.Compartment)
}

// MayRead decides on reading one part, or one compartment of it ("" none).
func (e *Engine) MayRead(d *dossier.Dossier, ask Ask, part dossier.Part, compartment string) Decision {
	s := e.scene(d, ask)
	it := func(w *way) thing { return s.partThing(w, part, compartment, false) }
	return s.explained(s.decide(actPart, it), actPart, it)
}

// MayLooks decides on reading who looked into a dossier: the family's members
// and the privacy officer.
func (e *Engine) MayLooks(d *dossier.Dossier, ask Ask) Decision {
	return e.scene(d, ask).simple(actLooks, thing{sort: sortDossier})
}

// MayFind decides on searching a person in all dossiers: workers of the
// municipality or the neighbourhood team, for intake.
func (e *Engine) MayFind(ask Ask) Decision {
	return e.outside(why{}, ask).simple(actFind, thing{sort: sortDossier})
}

// MayDirect decides on process direction over a municipality, by someone whose
// organisation is of orgMunicipality (CBS codes). With both empty it tells
// whether the asker directs at all.
func (e *Engine) MayDirect(ask Ask, municipality, orgMunicipality string) Decision {
	return e.outside(why{ours: municipality == orgMunicipality}, ask).simple(actDirect, thing{sort: sortDossier})
}

// MayList decides on one index row. For the roles of the directory (director,
// privacy) the caller has asked MayDirect, or selects by municipality.
func (e *Engine) MayList(l Listed, ask Ask) Decision {
	day := nl.On(ask.Now)
	directory := l.Role == roleDirector || l.Role == rolePrivacy
	g, err := e.law.Ground(l.Ground, day)
	w := why{
		role: l.Role, purpose: l.Purpose, served: e.served(ask.Who, l.Role, l.Purpose, ask.Purpose),
		active: l.Valid.Holds(day), grounded: err == nil && g.Active, content: l.Scope == dossier.ScopeParts, ours: directory,
	}
	it := thing{sort: sortRow, text: l.Kind}
	it.is.set(isMine, l.Mine)
	d := e.outside(w, ask).simple(actList, it)
	if d.Allow && d.Ground == "" {
		d.Ground = l.Ground
	}
	return d
}

// outside is a scene without a dossier, with one way.
func (e *Engine) outside(w why, ask Ask) *scene {
	w.party, w.asked, w.age = ask.Who.OrgKind, ask.Purpose, 18
	return &scene{
		e: e, d: &dossier.Dossier{}, ask: ask, day: nl.On(ask.Now),
		ways: []way{{why: w, side: e.side(ask.Who, rolesKey(ask.Who), w)}},
	}
}

func (s *scene) simple(action string, it thing) Decision {
	return s.explained(s.decide(action, same(it)), action, same(it))
}

// buttons decides every action once, on what the asker could do it to.
func (s *scene) buttons() map[string]Decision {
	may := make(map[string]Decision, 16)
	for _, action := range actions[slices.Index(actions, dossier.ActAsk):] {
		may[action] = s.may(s.likely(action))
	}
	return may
}

// likely gives the need of an action on what is the asker's own, if anything is.
func (s *scene) likely(action string) dossier.Need {
	need := dossier.Need{Action: action}
	switch action {
	case dossier.ActFamily, dossier.ActOwn, dossier.ActTalk:
		need.Person = s.me
	case dossier.ActHold:
		for i := range s.d.Tasks {
			if t := &s.d.Tasks[i]; t.Open() && s.holds(t.Holder) {
				need.Task = t.Task
			}
		}
	case dossier.ActAnswer:
		for i := range s.d.Questions {
			if q := &s.d.Questions[i]; q.AnsweredAt.IsZero() && s.holds(q.To) {
				need.Question = q.Question
			}
		}
	case dossier.ActLead:
		for i := range s.d.Offers {
			if o := &s.d.Offers[i]; o.State == dossier.OfferOpen && o.To == s.ask.Who.User {
				need.Offer = o.Offer
			}
		}
	}
	return need
}
