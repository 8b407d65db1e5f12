package casework

import (
	"context"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Open gives what the caller may see of a dossier for their purpose now. The
// look is durable before Open returns, and the view is of the version that the
// store confirmed in that same moment. It faults with NotFound when the caller
// may know nothing, and with Unavailable when the look cannot be written: no
// row, no view.
func (o *Office) Open(ctx context.Context, id dossier.ID) (*access.View, error) {
	item, err := o.open(ctx, id, "open", nil)
	if err != nil {
		return nil, err
	}
	return item.view, nil
}

// OpenAs is Open, rendered to bytes; the form names the rendering, so that it
// is done once per view.
func (o *Office) OpenAs(ctx context.Context, id dossier.ID, form string, render func(*access.View) ([]byte, error)) ([]byte, error) {
	item, err := o.open(ctx, id, "open", nil)
	if err != nil {
		return nil, err
	}
	return item.as(form, render)
}

// open gives a view after a look with an action. With only, the look tells of
// the parts that it names instead of all in the view; what only refuses leaves no
// look, because nothing is shown.
func (o *Office) open(ctx context.Context, id dossier.ID, action string, only func(*access.View) ([]dossier.Part, error)) (*shelved, error) {
	const op = "casework.Open"
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := o.keepPolicies(ctx); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	for range attempts {
		caller, ask, err := o.ask(ctx)
		if err != nil {
			return nil, fault.Wrap(fault.SignIn, op, err)
		}
		item, err := o.view(ctx, id, ask)
		if fault.Is(err, fault.NotFound) { // no such dossier, or none that you may know of: the same words, and a row in any case
			return nil, o.shut(ctx, ask, id)
		}
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		look := o.lookAt(o.NewID(ctx), ask, item.view, item.facts, action)
		if only != nil {
			parts, err := only(item.view)
			if err != nil {
				return nil, err
			}
			look.Parts = partsOf(parts)
		}
		stamp, err := o.Store.Look(ctx, look)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
		renewed, err := caller.renewed(ctx, stamp.Epoch)
		if err != nil {
			return nil, fault.Wrap(fault.SignIn, op, err)
		}
		if renewed == nil && stamp.Version == item.view.Dossier.Version {
			return item, nil
		}
		if renewed != nil {
			ctx = As(ctx, *renewed)
		}
		if stamp.Version != item.view.Dossier.Version {
			o.views.drop(shelfKey(id, ask))
		}
	}
	return nil, fault.New(fault.Conflict, op, "")
}

// view gives the kept view when it still may hold, else a new one.
func (o *Office) view(ctx context.Context, id dossier.ID, ask access.Ask) (*shelved, error) {
	key := shelfKey(id, ask)
	if item := o.views.get(key); item != nil && item.holds(o.Access.Version(), ask) {
		return item, nil
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return nil, err
	}
	view, err := o.Access.View(d, ask)
	if err != nil {
		return nil, err
	}
	return o.views.put(key, view), nil
}

// holds tells whether no date in the view has passed and the policies are the
// same; whether the version is the newest, the look tells.
func (s *shelved) holds(policy string, ask access.Ask) bool {
	return s.view.Policy == policy && ask.Now.Before(s.view.Until) && !ask.Now.Before(s.view.Ask.Now)
}

func (s *shelf) drop(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if el, ok := s.items[key]; ok {
		s.order.Remove(el)
		delete(s.items, key)
	}
}

func (o *Office) lookAt(id dossier.ID, ask access.Ask, v *access.View, facts, action string) store.Look {
	l := o.lookBy(id, ask, action)
	l.Dossier, l.Version, l.Person, l.Role = v.Dossier.ID, v.Dossier.Version, v.Me, v.Role
	l.Ground, l.Policy, l.Involvement = v.Ground, v.Rule, v.Involvement
	l.Set, l.Facts = v.Policy, facts
	l.Parts = partsOf(v.Read)
	return l
}

func (o *Office) lookBy(id dossier.ID, ask access.Ask, action string) store.Look {
	l := store.Look{
		ID: id, At: ask.Now.UTC(), User: ask.Who.User, Org: ask.Who.Org,
		OrgName: ask.Who.OrgName, Purpose: ask.Purpose, Action: action, Set: o.Access.Version(), As: ask.Who.As(),
	}
	if ask.Who.Kind != access.Citizen { // who of the family looked, the dossier itself names
		l.Name = ask.Who.Name
	}
	return l
}

func (o *Office) lookOf(id dossier.ID, ask access.Ask, why access.Decision, d *dossier.Dossier, action string) store.Look {
	l := o.lookBy(id, ask, action)
	l.Dossier, l.Version, l.Role = d.ID, d.Version, roleOf(ask, why, d)
	l.Ground, l.Policy, l.Involvement = why.Ground, why.Policy, why.Involvement
	if me, ok := d.Member(ask.Who.User, today(ask)); ok {
		l.Person = me.ID
	}
	return l
}

// partsOf writes parts compactly: "person/domain person/domain", the whole family as "/domain".
func partsOf(parts []dossier.Part) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(p.Person))
		b.WriteByte('/')
		b.WriteString(p.Domain)
	}
	return b.String()
}

// ReadParts reads what partsOf wrote.
func ReadParts(s string) []dossier.Part {
	var parts []dossier.Part
	for word := range strings.FieldsSeq(s) {
		person, domain, ok := strings.Cut(word, "/")
		if ok {
			parts = append(parts, dossier.Part{Person: dossier.ID(person), Domain: domain})
		}
	}
	return parts
}

// Peek tells whether what the caller may see has changed, as View.Seen, for a
// caller who opened the dossier before and listens: it gives no content, and
// faults as Open does when they may know nothing any more.
func (o *Office) Peek(ctx context.Context, id dossier.ID) (int64, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return 0, err
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return 0, fault.Wrap(fault.NotFound, "casework.Peek", err)
	}
	view, err := o.Access.View(d, ask)
	if err != nil {
		return 0, fault.Wrap(fault.NotFound, "casework.Peek", err)
	}
	return view.Seen, nil
}
