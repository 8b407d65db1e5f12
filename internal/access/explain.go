package access

import (
	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

// hidden names the conditions whose failing would tell that something is there;
// they all say the same as when there is nothing.
const hidden = "nothing"

// explained puts a verdict in words: the deciding policy with its ground and
// involvement, or on a default deny the nearest permit and the condition that fails.
func (s *scene) explained(v verdict, action string, it func(*way) thing) Decision {
	d := Decision{Allow: v.allow, Err: v.err}
	switch {
	case v.err != "":
		d.Key = "access.deny.engine"
	case v.rule == nil:
		d.Policy, d.Key = s.nearest(action, it)
	default:
		d.Policy, d.Key = string(v.rule.id), v.rule.key
		if v.allow {
			s.carry(&d, v)
		}
	}
	return d
}

// carry says on which ground and by which involvement it is allowed.
func (s *scene) carry(d *Decision, v verdict) {
	inv := s.ways[v.way].inv
	if v.rule.ground != carried {
		d.Ground = v.rule.ground
	}
	if inv == nil {
		return
	}
	d.Involvement = inv.Involvement
	if d.Ground == "" {
		d.Ground = inv.Ground
	}
}

// nearest finds the permit of which the fewest conditions fail, and names the
// first that does. Permits for other roles count only when none is for the asker's.
func (s *scene) nearest(action string, it func(*way) thing) (policy, key string) {
	best, name := -1, "unknown"
	for n := range s.ways {
		w := &s.ways[n]
		entities := &cast{s.asker, it(w).entity()}
		request := cedar.Request{Principal: s.asker.UID, Action: actionUID(action), Resource: entities.thing.UID, Context: w.context}
		for _, r := range s.e.shelves[question{action, s.asker.UID.Type}] {
			if r.forbids || len(r.clauses) == 0 {
				continue
			}
			if failing, first := r.failing(entities, request); best < 0 || failing < best {
				best, name, policy = failing, first, string(r.id)
			}
		}
	}
	if name == hidden || name == "involved" || best < 0 || s.outsider() && name != "ended" {
		name, policy = s.unspecific(name), ""
	}
	return policy, "access.deny." + name
}

// outsider tells whether the asker stands before an existing dossier without
// being involved in it today.
func (s *scene) outsider() bool {
	return s.d.Version > 0 && !s.ways[0].why.active
}

// unspecific says nothing that tells whether there is something: "nothing" to
// those who are in the dossier, "unknown" to those who are not.
func (s *scene) unspecific(name string) string {
	if s.outsider() {
		return "unknown"
	}
	if name == "involved" {
		return "role"
	}
	return hidden
}

// far is the distance of a permit that is for another role.
const far = 100

// failing counts the conditions of a permit that fail, and names the first; a
// hidden one goes first, so that nothing shows through the others.
func (r *rule) failing(entities types.EntityGetter, request cedar.Request) (count int, first string) {
	for i, c := range r.clauses {
		decision, notes := cedar.Authorize(c.only, entities, request)
		if decision == cedar.Allow && len(notes.Errors) == 0 {
			continue
		}
		if i == 0 && c.name == "involved" {
			return far, c.name
		}
		count++
		if first == "" || c.name == hidden {
			first = c.name
		}
	}
	return count, first
}
