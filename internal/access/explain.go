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
	if inv == nil || v.rule.directory() != "" {
		return
	}
	d.Involvement = inv.Involvement
	if d.Ground == "" {
		d.Ground = inv.Ground
	}
}

// near is the permit of which the fewest conditions fail, and the first that does.
// Of two that are as near, the one with more conditions is meant more exactly.
type near struct {
	failing, conditions int
	name, policy        string
}

func (n near) nearer(than near) bool {
	return n.failing < than.failing || n.failing == than.failing && n.conditions > than.conditions
}

// nearest names the nearest permit over all ways, and its failing condition.
func (s *scene) nearest(action string, it func(*way) thing) (policy, key string) {
	best := near{failing: 2 * far, name: "unknown"}
	for n := range s.ways {
		if one := s.e.near(s.ways[n].side, action, it(&s.ways[n])); one.nearer(best) {
			best = one
		}
	}
	if best.name == hidden || best.name == "involved" || best.failing >= far || s.outsider() && best.name != "ended" {
		best.name, best.policy = s.unspecific(best.name), ""
	}
	return best.policy, "access.deny." + best.name
}

// search tries the conditions of every permit one by one. A permit for another
// role is far away.
func (e *Engine) search(s *side, action string, it thing) near {
	best := near{failing: 2 * far, name: "unknown"}
	entities, request := s.request(action, it)
	for _, r := range e.shelves[question{action, s.asker.UID.Type}] {
		if r.forbids || len(r.clauses) == 0 {
			continue
		}
		failing, first := r.failing(entities, request)
		if one := (near{failing, len(r.clauses), first, string(r.id)}); one.nearer(best) {
			best = one
		}
	}
	return best
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
		if c.name == "young" { // a rule for another age is further away than one that lacks something
			count++
		}
		if first == "" || c.name == hidden {
			first = c.name
		}
	}
	return count, first
}
