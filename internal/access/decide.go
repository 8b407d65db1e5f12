package access

import (
	"strings"

	"github.com/cedar-policy/cedar-go"

	"eendracht/internal/dossier"
)

// verdict is a decision before it is put in words.
type verdict struct {
	allow bool
	rule  *rule // that decided; nil for a default deny
	way   int
	err   string
}

// authorize evaluates the policies. Any diagnostic of the engine is a deny: an
// erroring forbid would otherwise be skipped.
func (e *Engine) authorize(s *side, action string, it thing) verdict {
	rules := e.shelves[question{action, s.asker.UID.Type}]
	if len(rules) == 0 {
		return verdict{}
	}
	entities, request := s.request(action, it)
	decision, notes := cedar.Authorize(shelf(rules), entities, request)
	if len(notes.Errors) > 0 {
		messages := make([]string, 0, len(notes.Errors))
		for _, problem := range notes.Errors {
			messages = append(messages, string(problem.PolicyID)+": "+problem.Message)
		}
		return verdict{err: strings.Join(messages, "; ")}
	}
	var v verdict
	if len(notes.Reasons) > 0 {
		v.rule = e.rules[notes.Reasons[0].PolicyID]
	}
	v.allow = decision == cedar.Allow && v.rule != nil
	return v
}

func (s *side) request(action string, it thing) (*cast, cedar.Request) {
	entities := &cast{s.asker, it.entity()}
	return entities, cedar.Request{Principal: s.asker.UID, Action: actionUID(action), Resource: entities.thing.UID, Context: s.context}
}

// decide asks every way in turn, the strongest first; the first that is allowed
// counts. An error ends it: what could not be weighed is not allowed.
func (s *scene) decide(action string, it func(*way) thing) verdict {
	var denied verdict
	for n := range s.ways {
		t := it(&s.ways[n])
		if s.ask.Who.Weak && t.shut != "" {
			continue
		}
		v := s.e.verdict(s.ways[n].side, action, t)
		v.way = n
		if v.allow || v.err != "" {
			return v
		}
		if n == 0 {
			denied = v
		}
	}
	return denied
}

// same is a thing that is the same for every way.
func same(it thing) func(*way) thing { return func(*way) thing { return it } }

// part decides on reading a part in a compartment ("" none).
func (s *scene) part(p dossier.Part, shut string, shared bool) verdict {
	return s.decide(actPart, func(w *way) thing { return s.partThing(w, p, shut, shared) })
}

// reads tells whether a part may be read, remembered per scene.
func (s *scene) reads(p dossier.Part, shut string) bool {
	for i := range s.parts {
		if known := &s.parts[i]; known.part == p && known.shut == shut {
			return known.allow
		}
	}
	allow := s.part(p, shut, false).allow
	s.parts = append(s.parts, partKnown{p, shut, allow})
	return allow
}

// partKnown is whether a part may be read, as found before.
type partKnown struct {
	part  dossier.Part
	shut  string
	allow bool
}

// compartment gives the compartment of a part: the one stated, or the one that
// its life domain is.
func (s *scene) compartment(p dossier.Part, stated string) string {
	if stated != "" {
		return stated
	}
	return s.e.shut[p.Domain]
}

func (s *scene) partThing(w *way, p dossier.Part, shut string, shared bool) thing {
	it := thing{sort: sortPart, text: p.Domain, shut: s.compartment(p, shut), age: 18}
	it.is.set(isWhole, p.Person == "" && p.Domain != "")
	it.is.set(isCovered, w.covers(p))
	it.is.set(isAgreed, s.agreed(w, p))
	it.is.set(isShared, shared)
	if me := s.kin(s.me); me != nil {
		it.is.set(isHome, me.home)
	}
	k := s.kin(p.Person)
	if k == nil {
		return it
	}
	it.age = k.age
	it.is.set(isMine, k.mine)
	it.is.set(isOffspring, k.offspring)
	it.is.set(isCustody, k.custody)
	it.is.set(isTogether, k.together)
	it.is.set(isObjected, s.objected(p))
	it.is.set(isConsented, s.consented(p))
	return it
}

// objected tells whether the person objects to the asker reading the part. An
// objection to nobody in particular is one to everybody.
func (s *scene) objected(p dossier.Part) bool {
	for i := range s.d.Consents {
		c := &s.d.Consents[i]
		if c.Matter != "objection" || c.Person != p.Person || !c.Withdrawn.IsZero() {
			continue
		}
		if ((c.For == dossier.Subject{}) || s.meant(c.For)) && names(c.Domains, p.Domain) {
			return true
		}
	}
	return false
}

// consented tells whether the person themselves lets the asker read the part.
func (s *scene) consented(p dossier.Part) bool {
	for i := range s.d.Consents {
		c := &s.d.Consents[i]
		matter := c.Matter == "inspection" || c.Matter == "share" || c.Matter == "sharing"
		if !matter || c.Person != p.Person || !c.Withdrawn.IsZero() || !s.meant(c.For) || !names(c.Domains, p.Domain) {
			continue
		}
		for _, by := range c.By {
			if by == p.Person {
				return true
			}
		}
	}
	return false
}

// meant tells whether a consent or objection is about the asker.
func (s *scene) meant(subject dossier.Subject) bool {
	return subject.Person != "" && subject.Person == s.me || subject.User != "" && subject.User == s.ask.Who.User
}
