package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Lost says what a set of rules would take from whom, over all families.
type Lost struct {
	Org      dossier.ID // "" members of the families and their network
	OrgName  string
	Role     string // in the families
	What     string // view, part or action
	Which    string // life domain, or action
	Families int
}

// Trial is the outcome of trying rules: nothing is changed by it.
type Trial struct {
	Families int
	Asked    int // views that were worked out under both sets
	Lost     []Lost
	Gained   int // things that someone would gain: always 0 for rules that only forbid
}

// TryRules works out, for everyone who is involved today, what they would lose
// under other rules. It is for the installation itself: no door offers it.
func (o *Office) TryRules(ctx context.Context, other *access.Engine) (Trial, error) {
	const op = "casework.TryRules"
	t := &trying{o: o, other: other, now: o.Now(ctx), counts: map[Lost]map[dossier.ID]bool{}, orgs: map[dossier.ID]store.Org{}, users: map[dossier.ID][]store.User{}}
	for after := dossier.ID(""); ; {
		heads, err := o.Store.AllHeads(ctx, after, replayPage)
		if err != nil {
			return Trial{}, fault.Wrap(fault.Unavailable, op, err)
		}
		for _, h := range heads {
			if err := t.family(ctx, h.Dossier); err != nil {
				return Trial{}, fault.Wrap(fault.Unavailable, op, err)
			}
		}
		if len(heads) < replayPage {
			break
		}
		after = heads[len(heads)-1].Dossier
	}
	return t.done(), nil
}

type trying struct {
	o      *Office
	other  *access.Engine
	now    time.Time
	trial  Trial
	counts map[Lost]map[dossier.ID]bool
	orgs   map[dossier.ID]store.Org
	users  map[dossier.ID][]store.User
}

// family compares for everyone who is involved in one family.
func (t *trying) family(ctx context.Context, id dossier.ID) error {
	d, err := t.o.load(ctx, id)
	if err != nil {
		return err
	}
	t.trial.Families++
	asked := map[string]bool{}
	for _, i := range d.Involved {
		if !i.Active(today(access.Ask{Now: t.now})) {
			continue
		}
		whos, err := t.whos(ctx, i.Subject)
		if err != nil {
			return err
		}
		for _, who := range whos {
			ask := access.Ask{Who: who, Purpose: i.Purpose, Now: t.now}
			if key := shelfKey(id, ask); !asked[key] {
				asked[key] = true
				t.compare(d, ask, i.Role)
			}
		}
	}
	return nil
}

// whos gives those who stand for a subject: the user, or one of an organisation
// for each set of roles that there is.
func (t *trying) whos(ctx context.Context, s dossier.Subject) ([]access.Who, error) {
	if s.Org == "" {
		return []access.Who{{User: s.User, Kind: access.Citizen}}, nil
	}
	if _, ok := t.users[s.Org]; !ok {
		org, err := t.o.Store.Org(ctx, s.Org)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		users, err := t.o.Store.UsersOf(ctx, s.Org)
		if err != nil {
			return nil, err
		}
		t.orgs[s.Org], t.users[s.Org] = org, users
	}
	org, seen := t.orgs[s.Org], map[string]bool{}
	var whos []access.Who
	for _, u := range t.users[s.Org] {
		who := access.Who{User: u.ID, Org: u.Org, Kind: u.Kind, OrgKind: org.Kind, Roles: u.Roles, Municipality: org.Municipality}
		if !u.Active || s.User != "" && u.ID != s.User || seen[who.As()] {
			continue
		}
		seen[who.As()] = true
		whos = append(whos, who)
	}
	return whos, nil
}

func (t *trying) compare(d *dossier.Dossier, ask access.Ask, role string) {
	was, err := t.o.Access.View(d, ask)
	now, failed := t.other.View(d, ask)
	t.trial.Asked++
	lose := func(what, which string) {
		key := Lost{Org: ask.Who.Org, OrgName: t.orgs[ask.Who.Org].Name, Role: role, What: what, Which: which}
		if t.counts[key] == nil {
			t.counts[key] = map[dossier.ID]bool{}
		}
		t.counts[key][d.ID] = true
	}
	switch {
	case err != nil && failed == nil:
		t.trial.Gained++
	case err != nil:
	case failed != nil:
		lose("view", "")
	default:
		for _, p := range was.Read {
			if !slices.Contains(now.Read, p) {
				lose("part", p.Domain)
			}
		}
		for _, p := range now.Read {
			if !slices.Contains(was.Read, p) {
				t.trial.Gained++
			}
		}
		for action, may := range was.May {
			if may.Allow && !now.May[action].Allow {
				lose("action", action)
			}
		}
	}
}

func (t *trying) done() Trial {
	for lost, families := range t.counts {
		lost.Families = len(families)
		t.trial.Lost = append(t.trial.Lost, lost)
	}
	slices.SortFunc(t.trial.Lost, func(a, b Lost) int {
		return cmp.Or(cmp.Compare(b.Families, a.Families), cmp.Compare(a.OrgName, b.OrgName), cmp.Compare(a.Role, b.Role), cmp.Compare(a.What, b.What), cmp.Compare(a.Which, b.Which))
	})
	return t.trial
}
