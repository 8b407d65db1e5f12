package access

import (
	"slices"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// The roles of an involvement and of the directory.
const (
	roleFamily   = "family"
	roleNetwork  = "network"
	roleWorker   = "worker"
	roleLead     = "lead"
	rolePartner  = "partner"
	roleDirector = "director"
	rolePrivacy  = "privacy"
)

// strength orders the roles, the strongest first.
var strength = []string{roleLead, roleWorker, roleFamily, roleNetwork, rolePartner}

// serves says which purposes an involvement serves beside its own, by role and
// purpose: whoever takes in a request also plans, decides and weighs safety. A
// machine of a partner exchanges messages about the help that its staff gives.
var serves = map[string]map[string][]string{
	roleWorker: {"intake": {"plan", "decision", "safety"}},
	roleLead:   {"lead": {"plan", "decision", "safety", "share"}},
	rolePartner: {
		"debt": {"help"}, "housing": {"help"}, "school": {"help"}, "allocation": {"help"},
	},
	roleGlass:   {"safety": {"intake", "help", "plan"}},
	roleNetwork: {"help": {"own"}, "plan": {"own", "help"}, "own": {"help"}},
	Machine:     {"help": {"allocation"}, "debt": {"allocation", "help"}, "allocation": {"help"}},
}

func (e *Engine) served(who Who, role, purpose, asked string) bool {
	if purpose == asked || slices.Contains(e.serves[role][purpose], asked) {
		return true
	}
	return role == rolePartner && who.Kind == Machine && slices.Contains(e.serves[Machine][purpose], asked)
}

// way is one reason why the asker may be in the dossier: an involvement, or
// none (inv is nil) for what needs no involvement.
type way struct {
	inv     *dossier.Involvement
	side    *side
	why     why
	consent bool           // the ground asks for consent
	glass   *dossier.Glass // the way is a break-glass, which opens exactly its parts
}

// scene is one asker before one dossier at one moment, with everything that
// decisions need worked out once.
type scene struct {
	e      *Engine
	d      *dossier.Dossier
	ask    Ask
	day    nl.Date
	asker  string // kind and roles
	me     dossier.ID
	ways   []way
	people []kin
	parts  []partKnown
}

func (e *Engine) scene(d *dossier.Dossier, ask Ask) *scene {
	s := &scene{e: e, d: d, ask: ask, day: nl.On(ask.Now), asker: rolesKey(ask.Who)}
	mine := s.involvements()
	for _, i := range mine {
		if i.Subject.Person != "" && i.Subject.User != "" {
			s.me = i.Subject.Person
		}
	}
	s.meet()
	age := 18
	if me := s.kin(s.me); me != nil {
		age = me.age
	}
	glass := s.glassWays(age)
	if len(mine) > 0 && !mine[0].Active(s.day) { // what ended is there to explain a deny only
		s.ways, glass = glass, nil
	}
	for _, i := range mine {
		s.ways = append(s.ways, s.way(i, age))
	}
	s.ways = append(s.ways, glass...)
	if len(mine) == 0 { // what the directory lets them do stands beside a break-glass
		w := way{why: why{party: ask.Who.OrgKind, asked: ask.Purpose, ours: s.ours(), age: age}}
		w.side = s.e.side(ask.Who, s.asker, w.why)
		s.ways = append(s.ways, w)
	}
	return s
}

// involvements gives those whose subject is the asker, the strongest role
// first: the ones that hold today, or else the ended ones, so that a deny can
// say that they ended.
func (s *scene) involvements() []*dossier.Involvement {
	var now, past []*dossier.Involvement
	for k := range s.d.Involved {
		i := &s.d.Involved[k]
		switch {
		case !s.is(i.Subject):
		case i.Active(s.day):
			now = append(now, i)
		default:
			past = append(past, i)
		}
	}
	if len(now) == 0 {
		now = past
	}
	slices.SortStableFunc(now, func(a, b *dossier.Involvement) int { return rank(a.Role) - rank(b.Role) })
	return now
}

func rank(role string) int {
	if i := slices.Index(strength, role); i >= 0 {
		return i
	}
	return len(strength)
}

// is tells whether the asker is the subject: the named user (in the named
// organisation), or anyone of the named organisation.
func (s *scene) is(subject dossier.Subject) bool {
	who := s.ask.Who
	if subject.User != "" {
		return subject.User == who.User && (subject.Org == "" || subject.Org == who.Org)
	}
	return subject.Org != "" && subject.Org == who.Org && (who.Kind == Staff || who.Kind == Machine)
}

// ours tells whether the asker's organisation is, or serves, the municipality of the dossier.
func (s *scene) ours() bool {
	return s.d.Municipality != "" && s.ask.Who.Municipality == s.d.Municipality
}

func (s *scene) way(i *dossier.Involvement, age int) way {
	grounded, consent := s.grounded(i)
	w := way{inv: i, consent: consent, why: why{
		role: i.Role, party: s.ask.Who.OrgKind, purpose: i.Purpose, asked: s.ask.Purpose,
		served: s.e.served(s.ask.Who, i.Role, i.Purpose, s.ask.Purpose), active: i.Active(s.day), grounded: grounded,
		content: i.Scope == dossier.ScopeParts, personal: i.Subject.User != "", ours: s.ours(), age: age,
	}}
	w.side = s.e.side(s.ask.Who, s.asker, w.why)
	return w
}

// grounded tells whether the ground of an involvement is in force today and
// whether it asks for consent; then some consent to the subject must hold.
func (s *scene) grounded(i *dossier.Involvement) (holds, consent bool) {
	g, err := s.e.law.Ground(i.Ground, s.day)
	if err != nil || !g.Active {
		return false, false
	}
	if !g.NeedsConsent {
		return true, false
	}
	return slices.ContainsFunc(s.d.Consents, func(c dossier.Consent) bool { return shares(c) && to(c.For, i.Subject) }), true
}

// shares tells whether a consent to share holds.
func shares(c dossier.Consent) bool {
	return c.Withdrawn.IsZero() && (c.Matter == "share" || c.Matter == "sharing")
}

// to tells whether a consent for someone covers the subject of an involvement.
func to(given, subject dossier.Subject) bool {
	return given.Org != "" && given.Org == subject.Org ||
		given.User != "" && given.User == subject.User ||
		given.Person != "" && given.Person == subject.Person
}

// agreed tells whether the consent that the ground asks for holds for a part.
func (s *scene) agreed(w *way, p dossier.Part) bool {
	return !w.consent || slices.ContainsFunc(s.d.Consents, func(c dossier.Consent) bool {
		return shares(c) && to(c.For, w.inv.Subject) && (p.Person == "" || c.Person == p.Person) && names(c.Domains, p.Domain)
	})
}

// names tells whether a list of domains, empty for all, names one.
func names(domains []string, domain string) bool {
	return len(domains) == 0 || slices.Contains(domains, domain) || slices.Contains(domains, dossier.Every)
}

// covers tells whether the involvement names the person and, when asked, the domain.
func (w *way) covers(p dossier.Part) bool {
	if w.inv == nil {
		return false
	}
	if w.glass != nil {
		return breaks(w.glass, p)
	}
	if p == (dossier.Part{}) { // the dossier as a whole, in a compartment
		return w.why.content
	}
	person := slices.Contains(w.inv.Persons, p.Person) || slices.Contains(w.inv.Persons, dossier.Every)
	return person && (p.Domain == "" || slices.Contains(w.inv.Domains, p.Domain) || slices.Contains(w.inv.Domains, dossier.Every))
}

// holds tells whether the asker, or their organisation, is the holder.
func (s *scene) holds(h dossier.Holder) bool {
	who := s.ask.Who
	switch h.Kind {
	case dossier.HolderFamily, dossier.HolderNetwork:
		return h.Person != "" && h.Person == s.me || h.User != "" && h.User == who.User
	case dossier.HolderPool:
		return h.User != "" && h.User == who.User
	}
	return h.Org != "" && h.Org == who.Org && (who.Kind == Staff || who.Kind == Machine)
}

// rolesKey names the asker's kind and roles.
func rolesKey(who Who) string {
	if len(who.Roles) == 0 {
		return who.Kind
	}
	return who.Kind + " " + strings.Join(slices.Sorted(slices.Values(who.Roles)), " ")
}
