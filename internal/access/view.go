package access

import (
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// View gives what the asker may see of a dossier for their purpose now. It
// faults with NotFound, never Forbidden, when the asker may know nothing.
func (e *Engine) View(d *dossier.Dossier, ask Ask) (*View, error) {
	const op = "access.View"
	s := e.scene(d, ask)
	gate := s.decide(actView, same(thing{sort: sortDossier}))
	if !gate.allow || d.Version == 0 {
		why := s.explained(gate, actView, same(thing{sort: sortDossier}))
		return nil, &fault.Error{Code: fault.NotFound, Op: op, Key: why.Key, Args: why.Args}
	}
	why := s.explained(gate, actView, same(thing{sort: sortDossier}))
	v := &View{
		Ask: ask, Role: s.role(gate), Me: s.me, Involvement: why.Involvement, Ground: why.Ground,
		Policy: e.version, Rule: why.Policy, Until: s.until(),
	}
	r := s.redact(v.Role)
	v.Dossier, v.Seen, v.Phase = r.out, r.seen, r.phase()
	v.Cells, v.Read = r.cells(), r.read()
	v.Others, v.Secrets = r.others(), r.secrets()
	v.May = s.buttons()
	return v, nil
}

// role names the role in which the asker sees the dossier.
func (s *scene) role(gate verdict) string {
	if role := gate.rule.directory(); role != "" {
		return role
	}
	return s.ways[gate.way].why.role
}

// directory names the role in the organisation for which a policy is, when it
// asks no involvement: the process director or the privacy officer.
func (r *rule) directory() string {
	switch {
	case strings.HasPrefix(string(r.id), "direction."):
		return roleDirector
	case strings.HasPrefix(string(r.id), "privacy."):
		return rolePrivacy
	}
	return ""
}

// redaction is a dossier in the making that holds only what may be read.
type redaction struct {
	*scene
	as      string // the role of the view
	out     *dossier.Dossier
	shown   map[dossier.ID]bool // things and entries that are in the copy
	grid    []dossier.ID        // persons who have a row in the grid, "" the whole family
	columns []string            // domains that have a column
	seen    int64               // entries that show, or change what shows
}

func (s *scene) redact(role string) *redaction {
	r := &redaction{scene: s, as: role, shown: make(map[dossier.ID]bool, 96)}
	r.out = &dossier.Dossier{ID: s.d.ID, Version: s.d.Version, Name: s.d.Name, Municipality: s.d.Municipality, Team: s.d.Team}
	r.whole()
	r.persons()
	r.family()
	r.intake()
	r.grids()
	r.chain()
	r.plan()
	r.tasks()
	r.meetings()
	r.talks()
	r.documents()
	r.trust()
	r.own()
	r.clocks()
	r.care()
	r.ledger()
	r.voices()
	r.ownRefs()
	r.entries()
	return r
}

// record decides on something of a kind that the dossier holds.
func (r *redaction) record(kind string, is flags) bool {
	return r.decide(actRecord, same(thing{sort: sortRecord, text: kind, is: is})).allow
}

// when gives a flag when a fact holds.
func when(flag flags, holds bool) flags {
	if holds {
		return flag
	}
	return 0
}

func (r *redaction) homeFlag() flags {
	me := r.kin(r.me)
	return when(isHome, me != nil && me.home)
}

// gov tells whether the view is that of the municipality's side, which carries the case.
func (r *redaction) gov() bool { return r.as == roleLead || r.as == roleWorker }

// whole copies what is about the dossier as a whole.
func (r *redaction) whole() {
	d := r.d
	if r.record("opening", isReadable) {
		r.out.OpenedAt = d.OpenedAt
	}
	if r.record("lead", isReadable) {
		r.out.Lead, r.out.Cover = d.Lead, d.Cover
	}
	if r.record("gap", isReadable) {
		r.out.LeadGapSince = d.LeadGapSince
	}
	if d.Closed != nil && r.record("closing", isReadable) {
		closed := *d.Closed
		if !r.gov() && r.as != roleFamily {
			closed.Reason, closed.By = "", dossier.Actor{}
		}
		r.out.Closed = &closed
	}
	if d.Watch != nil && r.record("watch", r.homeFlag()) {
		watch := *d.Watch
		if r.as == roleDirector {
			watch.Words, watch.Owner = "", anonymous(watch.Owner)
		}
		r.out.Watch = &watch
	}
}

// anonymous leaves of a holder only which organisation it is.
func anonymous(h dossier.Holder) dossier.Holder {
	if h.Kind == dossier.HolderOrganisation {
		return dossier.Holder{Kind: h.Kind, Org: h.Org, Name: h.Name}
	}
	return dossier.Holder{Kind: h.Kind}
}

// known leaves of a list of persons those that are in the copy.
func (r *redaction) known(ids []dossier.ID) []dossier.ID {
	var kept []dossier.ID
	for _, id := range ids {
		if r.knows(id) {
			kept = append(kept, id)
		}
	}
	return kept
}

func (r *redaction) knows(person dossier.ID) bool {
	k := r.kin(person)
	return k != nil && k.shown
}

// phase gives where the family stands. The municipality's side and the process
// director know it; to others it is told by what they may read, so that a goal
// they may not know does not show in it.
func (r *redaction) phase() string {
	if !r.gov() && r.as != roleDirector {
		return r.out.Phase()
	}
	d := *r.d
	if len(r.out.Safety) == 0 {
		d.Safety = nil
	}
	return d.Phase()
}
