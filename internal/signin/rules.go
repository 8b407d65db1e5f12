package signin

import (
	_ "embed"
	"encoding/json"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

//go:embed rules.json
var shippedRules []byte

// Rule says how long a session of a kind of account or role lasts, and how
// surely its holder must be recognised. Of all rules that fit an account the
// strictest counts, point by point.
type Rule struct {
	Who          string `json:"who"`              // citizen, staff, machine, or a role of the directory
	Idle         int    `json:"idle_minutes"`     // without a request it ends after this
	Absolute     int    `json:"absolute_minutes"` // it ends then, whatever happens
	Minimum      int    `json:"minimum"`          // level below which nobody comes in
	Compartments int    `json:"compartments"`     // level below which compartments stay shut
	Fresh        int    `json:"fresh_minutes"`    // after this compartments shut until one signs in again
}

// Rules are the limits of sessions, as data.
type Rules []Rule

// ShippedRules gives the rules that ship with the program.
func ShippedRules() (Rules, error) {
	var rules Rules
	if err := json.Unmarshal(shippedRules, &rules); err != nil {
		return nil, fault.Wrap(fault.Internal, "signin.ShippedRules", err)
	}
	return rules, nil
}

// Merge lets an installation's own rules take the place of those for the same
// kind or role.
func (r Rules) Merge(own Rules) Rules {
	out := append(Rules(nil), own...)
	for _, rule := range r {
		if !own.has(rule.Who) {
			out = append(out, rule)
		}
	}
	return out
}

func (r Rules) has(who string) bool {
	for _, rule := range r {
		if rule.Who == who {
			return true
		}
	}
	return false
}

// For gives the rule that counts for an account. Without any rule nothing is
// allowed to last: the zero rule ends a session at once.
func (r Rules) For(u store.User) Rule {
	out, found := Rule{Who: u.Kind}, false
	for _, rule := range r {
		if rule.Who != u.Kind && !hasRole(u.Roles, rule.Who) {
			continue
		}
		if !found {
			out, found = rule, true
			continue
		}
		out.Idle, out.Absolute, out.Fresh = min(out.Idle, rule.Idle), min(out.Absolute, rule.Absolute), min(out.Fresh, rule.Fresh)
		out.Minimum, out.Compartments = max(out.Minimum, rule.Minimum), max(out.Compartments, rule.Compartments)
	}
	return out
}

func hasRole(roles []string, role string) bool {
	for _, r := range roles {
		if r == role {
			return true
		}
	}
	return false
}

// weak tells whether a session is not strong or fresh enough for compartments.
func (r Rule) weak(s store.Session, now time.Time) bool {
	return s.Level < r.Compartments || now.Sub(s.AuthAt) > minutes(r.Fresh)
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
