package casework

import (
	"context"
	"fmt"
	"slices"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// The kinds of work that trust brings.
const (
	WorkGlass   = "glass"   // a break-glass to review, or to know of
	WorkHold    = "hold"    // a safety hold that someone else must look at
	WorkConcern = "concern" // the reporting code: its next step
)

// GlassAsk asks for emergency access to what is known of one person.
type GlassAsk struct {
	FindAsk
	Domains []string // life domains to open
	Reason  string
	Hush    string // why the family must not be told yet; "" tells them
	Key     string // idempotency key
}

// BreakGlass finds the person and opens the named parts to the caller for some
// hours. The lead and the privacy officer have it as work in the same moment. It
// faults with NotFound in the same words whether there is no such person or no
// dossier; the search itself leaves a look.
func (o *Office) BreakGlass(ctx context.Context, q GlassAsk) (Done, error) {
	const op = "casework.BreakGlass"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return Done{}, fault.Wrap(fault.SignIn, op, err)
	}
	nowhere := dossier.New("")
	need := dossier.BreakGlass{}.Need(nowhere)
	if d := o.Access.May(nowhere, ask, need); !d.Allow {
		return Done{}, o.refused(ctx, ask, nowhere, needed{Need: need, Policy: d.Policy}, d, true)
	}
	if q.Reason == "" {
		return Done{}, fault.In(op, fault.Field{Name: "reason", Key: "dossier.reason"})
	}
	found, err := o.sought(ctx, ask, q.FindAsk)
	if err != nil {
		return Done{}, err
	}
	d, err := o.load(ctx, found.Dossier)
	if err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	command := dossier.BreakGlass{Reason: q.Reason, Hush: q.Hush, OrgName: ask.Who.OrgName}
	for _, domain := range q.Domains {
		command.Parts = append(command.Parts, dossier.Part{Person: found.Person, Domain: domain})
	}
	if command.Officer, err = o.officer(ctx, d.Municipality); err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return o.Do(ctx, Wish{Dossier: d.ID, Command: command, Key: q.Key})
}

// sought gives the one dossier in which someone stands, rather one in which work goes on.
func (o *Office) sought(ctx context.Context, ask access.Ask, q FindAsk) (store.Found, error) {
	const op = "casework.sought"
	tokens, err := o.findTokens(q)
	if err != nil {
		return store.Found{}, err
	}
	hits, err := o.Store.Find(ctx, tokens, findMost)
	if err != nil {
		return store.Found{}, fault.Wrap(fault.Unavailable, op, err)
	}
	if err := o.listed(ctx, ask, "search", fmt.Sprintf("glass %d", len(hits))); err != nil {
		return store.Found{}, fault.Wrap(fault.Unavailable, op, err)
	}
	best := -1
	for i, hit := range hits {
		d, err := o.load(ctx, hit.Dossier)
		if err != nil {
			return store.Found{}, fault.Wrap(fault.Unavailable, op, err)
		}
		if best < 0 || d.Closed == nil {
			best = i
		}
	}
	if best < 0 {
		return store.Found{}, fault.New(fault.NotFound, op, "casework.glass.nobody")
	}
	return hits[best], nil
}

// officer gives who watches over privacy in a municipality; nobody when no
// account has that role: then the team reviews.
func (o *Office) officer(ctx context.Context, municipality string) (dossier.Holder, error) {
	orgs, err := o.Store.Orgs(ctx, "municipality", municipality)
	if err != nil {
		return dossier.Holder{}, err
	}
	for _, org := range orgs {
		users, err := o.Store.UsersOf(ctx, org.ID)
		if err != nil {
			return dossier.Holder{}, err
		}
		for _, u := range users {
			if u.Active && slices.Contains(u.Roles, "privacy") {
				return dossier.Holder{Kind: dossier.HolderOrganisation, Org: org.ID, User: u.ID, Name: u.Name}, nil
			}
		}
	}
	return dossier.Holder{}, nil
}

// AskAboutLook asks the organisation that looked why it did. The look must be one
// that the caller may hear of; any other faults with NotFound.
func (o *Office) AskAboutLook(ctx context.Context, id, look dossier.ID, words, key string) (Done, error) {
	const op = "casework.AskAboutLook"
	l, err := o.heard(ctx, id, look)
	if err != nil {
		return Done{}, fault.Wrap(fault.NotFound, op, err)
	}
	return o.Do(ctx, Wish{Dossier: id, Key: key, Command: dossier.AskAboutLook{Look: l.ID, At: l.At, Org: l.Org, Words: words}})
}

// heard gives a look that the caller may hear of.
func (o *Office) heard(ctx context.Context, id, look dossier.ID) (store.Look, error) {
	const op = "casework.heard"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return store.Look{}, err
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return store.Look{}, err
	}
	if !o.Access.MayLooks(d, ask).Allow {
		return store.Look{}, fault.New(fault.NotFound, op, "dossier.look.none")
	}
	row, err := o.Store.LookRow(ctx, string(id), look)
	if err != nil {
		return store.Look{}, err
	}
	l, err := store.LookOf(row)
	if err != nil {
		return store.Look{}, err
	}
	if told := o.told(d, ask, []store.Look{l}); len(told) == 1 {
		return told[0], nil
	}
	return store.Look{}, fault.New(fault.NotFound, op, "dossier.look.none")
}

// LookOf gives a look that the caller may hear of, for asking about it.
func (o *Office) LookOf(ctx context.Context, id, look dossier.ID) (store.Look, error) {
	const op = "casework.LookOf"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return store.Look{}, fault.Wrap(fault.SignIn, op, err)
	}
	l, err := o.heard(ctx, id, look)
	if err != nil {
		return store.Look{}, fault.Wrap(fault.NotFound, op, err)
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return store.Look{}, fault.Wrap(fault.NotFound, op, err)
	}
	if _, err := o.Store.Look(ctx, o.lookOf(o.NewID(ctx), ask, o.Access.MayLooks(d, ask), d, "looks")); err != nil {
		return store.Look{}, fault.Wrap(fault.Unavailable, op, err)
	}
	return signed(d, []store.Look{l})[0], nil
}

// glasses shows the privacy officer and the lead each break-glass that waits for review.
func (w *worker) glasses() {
	for _, g := range w.d.Glasses {
		if !g.ReviewedAt.IsZero() {
			continue
		}
		row := store.WorkRow{Item: g.Glass, Kind: WorkGlass, State: glassState(g), Since: g.At}
		w.held(&row, g.Officer)
		w.clocked(&row, g.Glass)
		label := Label{Title: start(g.Reason), From: g.By.Name, Kind: "help", Person: w.name(personOf(g.Parts))}
		w.add(row, label)
		known := store.WorkRow{Item: g.Glass + ".lead", Kind: WorkGlass, State: glassState(g), Since: g.At}
		known.User, known.Org = w.desk()
		known.Rank = w.rank(known.Org)
		if known.User != row.User || known.Org != row.Org {
			w.add(known, label)
		}
	}
}

func glassState(g dossier.Glass) string {
	if g.Ended.IsZero() {
		return "broken"
	}
	return "ended"
}

func personOf(parts []dossier.Part) dossier.ID {
	if len(parts) == 0 {
		return ""
	}
	return parts[0].Person
}

// holds shows the team a safety hold to look at; who set it may not be who does.
func (w *worker) holds() {
	for _, h := range w.d.Holds {
		if !h.Lifted.IsZero() {
			continue
		}
		row := store.WorkRow{Item: h.Hold, Kind: WorkHold, State: "open", Org: w.d.Team, Since: h.At, Rank: w.rank(w.d.Team)}
		w.clocked(&row, h.Hold)
		w.add(row, Label{Title: start(h.Reason), From: h.By.Name, Kind: "worker"})
	}
}

// concerns shows whoever answers for the family that a step of the reporting code
// waits. The row says nothing of what was seen.
func (w *worker) concerns() {
	for _, c := range w.d.Concerns {
		if !c.Open() {
			continue
		}
		row := store.WorkRow{Item: c.Concern, Kind: WorkConcern, State: c.State, Since: c.At, Rank: min(rankUnsafe, w.rank(w.d.Team))}
		row.User, row.Org = w.desk()
		w.clocked(&row, c.Concern)
		w.add(row, Label{From: c.By.Name, Kind: "worker"})
	}
}

// delayed tells whether a look by someone else is kept from the family for now:
// one for safety while a safety matter runs, and one by break-glass while a hold
// applies. Both are told from the moment that it ends.
func delayed(d *dossier.Dossier, l store.Look) bool {
	if l.Purpose == purposeSafety && l.Ground != dossier.GlassGround {
		return d.Alarmed()
	}
	if l.Action == "command" && slices.Contains(concernDeeds, l.Parts) && d.Concerned() {
		return true
	}
	hushed := l.Ground == dossier.GlassGround || l.Role == "glass" || l.Action == "command" && slices.Contains(hushedDeeds, l.Parts)
	return hushed && d.Hushed()
}

// hushedDeeds are commands that would tell of a hold.
var hushedDeeds = append([]string{dossier.SetHold{}.Name(), dossier.ReviewHold{}.Name(), dossier.LiftHold{}.Name()}, concernDeeds...)

// concernDeeds are commands that would tell that the reporting code runs.
var concernDeeds = []string{dossier.RaiseConcern{}.Name(), dossier.StepConcern{}.Name()}

// privateDeeds are what a family member decides for themselves alone.
var privateDeeds = []string{
	dossier.Speak{}.Name(), dossier.ShareVoice{}.Name(), dossier.GiveConsent{}.Name(), dossier.WithdrawConsent{}.Name(),
}
