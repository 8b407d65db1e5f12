package casework

import (
	"context"
	"slices"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// parcelDiff gives the official messages that begin their way with these
// entries: those that were written wait to leave, those that came in are in. A
// return message that came in answers one that left.
func parcelDiff(before, after *dossier.Dossier) (put []store.Parcel, answered []store.ParcelAnswer) {
	for _, e := range after.Entries[len(before.Entries):] {
		p := store.Parcel{Dossier: after.ID, Home: after.Municipality, Org: e.By.Org, Since: e.At, Changed: e.At}
		switch b := e.Body.(type) {
		case dossier.MessageSent:
			p.ID, p.Kind, p.Peer, p.Ref, p.Out = b.Message, b.Type, b.To, b.Ref, true
			p.State, p.Ready = store.ParcelWaiting, e.At
		case dossier.MessageReceived:
			p.ID, p.Kind, p.Peer, p.Ref = b.Message, b.Type, b.From, b.Ref
			p.State = store.ParcelAnswered
		case dossier.MessageReturned:
			p.ID, p.Kind, p.Peer, p.Ref = e.ID, b.Type, b.From, b.Ref // Message names the one that it answers
			p.State = store.ParcelAnswered
			if i := slices.IndexFunc(after.Messages, func(m dossier.Message) bool { return m.ID == b.Message }); i >= 0 {
				answered = append(answered, store.ParcelAnswer{Peer: after.Messages[i].Peer, Ref: after.Messages[i].Ref, At: e.At})
			}
		default:
			continue
		}
		put = append(put, p)
	}
	return put, answered
}

// Post is the caller of whatever delivers messages: the system itself.
func Post() Caller {
	return Caller{Who: access.Who{Kind: access.System, User: "system", Name: "Eendracht"}, Purpose: "maintenance", Flow: "post"}
}

// postOwner names the data key of messages that belong to no dossier (yet).
func postOwner(home string) string { return "post:" + home }

// Carry gives the bytes of a parcel to whatever delivers it. The look is
// durable before they are given.
func (o *Office) Carry(ctx context.Context, p store.Parcel) ([]byte, error) {
	const op = "casework.Carry"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.SignIn, op, err)
	}
	d := &dossier.Dossier{}
	if p.Dossier != "" {
		if d, err = o.load(ctx, p.Dossier); err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	decision := o.Access.May(d, ask, dossier.Need{Action: dossier.ActMessage})
	if !decision.Allow || ask.Who.Kind != access.System {
		return nil, denied(op, decision)
	}
	if p.Dossier == "" {
		content, err := o.Vault.Open(ctx, postOwner(p.Home), string(p.ID), p.Body)
		return content, fault.Wrap(fault.Unavailable, op, err)
	}
	i := slices.IndexFunc(d.Messages, func(m dossier.Message) bool { return m.ID == p.ID })
	if i < 0 {
		return nil, fault.New(fault.NotFound, op, "")
	}
	look := o.lookOf(o.NewID(ctx), ask, decision, d, "message")
	look.Parts = "message"
	if _, err := o.Store.Look(ctx, look); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return d.Messages[i].Content, nil
}

// Park keeps a message that belongs to no dossier, sealed, until it can be
// taken in or a person decides. The same message twice is kept once.
func (o *Office) Park(ctx context.Context, p store.Parcel, content []byte) error {
	const op = "casework.Park"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return fault.Wrap(fault.SignIn, op, err)
	}
	if decision := o.Access.May(&dossier.Dossier{}, ask, dossier.Need{Action: dossier.ActMessage}); !decision.Allow {
		return denied(op, decision)
	}
	if p.Body, err = o.Vault.Seal(ctx, postOwner(p.Home), string(p.ID), content); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.PutParcel(ctx, p))
}

// Traffic is the traffic of official messages that concerns the caller's organisation.
type Traffic struct {
	Rows []store.Traffic
	Dead []store.Parcel // oldest first, at most trafficDead
	// Names are the names of the partners by their official codes; a partner
	// that the directory does not know has none.
	Names map[string]string
}

const (
	trafficDays = 30 // over which settled messages count
	trafficDead = 100
	returnDays  = 3 // working days within which a return message must come
)

// Traffic tells how messages travel, per partner, without any content. It is
// for administrators, process directors and planners.
func (o *Office) Traffic(ctx context.Context) (Traffic, error) {
	const op = "casework.Traffic"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return Traffic{}, fault.Wrap(fault.SignIn, op, err)
	}
	q, err := o.trafficOf(ctx, ask.Who)
	if err != nil {
		return Traffic{}, fault.Wrap(fault.Internal, op, err)
	}
	q.Settled, q.Missing = ask.Now.AddDate(0, 0, -trafficDays), workingDaysAgo(today(ask), returnDays).Midnight()
	var t Traffic
	if t.Rows, err = o.Store.Traffic(ctx, q); err != nil {
		return Traffic{}, fault.Wrap(fault.Unavailable, op, err)
	}
	q.State, q.Limit = store.ParcelDead, trafficDead
	if t.Dead, err = o.Store.Parcels(ctx, q); err != nil {
		return Traffic{}, fault.Wrap(fault.Unavailable, op, err)
	}
	t.Names = map[string]string{}
	for _, r := range t.Rows {
		if err := o.partner(ctx, t.Names, r.Peer); err != nil {
			return Traffic{}, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return t, o.listed(ctx, ask, "list", "traffic")
}

// partner adds the name of a partner, once.
func (o *Office) partner(ctx context.Context, names map[string]string, code string) error {
	if _, known := names[code]; known {
		return nil
	}
	org, err := o.Store.OrgByCode(ctx, code)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	names[code] = org.Name
	return err
}

// trafficOf gives the question that covers what a caller may see: that of
// their municipality, or of their own organisation.
func (o *Office) trafficOf(ctx context.Context, who access.Who) (store.ParcelQuery, error) {
	const op = "casework.trafficOf"
	steers := slices.ContainsFunc(who.Roles, func(r string) bool { return r == "admin" || r == "director" || r == "planner" })
	if who.Kind != access.Staff || !steers {
		return store.ParcelQuery{}, fault.New(fault.Forbidden, op, "post.forbidden")
	}
	if who.OrgKind == "municipality" || who.OrgKind == "neighbourhood_team" {
		return store.ParcelQuery{Home: who.Municipality}, nil
	}
	org, err := o.Store.Org(ctx, who.Org)
	if err == nil && org.AGB == "" {
		err = fault.New(fault.Forbidden, op, "post.forbidden")
	}
	return store.ParcelQuery{Peer: org.AGB}, err
}

// workingDaysAgo gives the day that lies n working days before a day.
func workingDaysAgo(day nl.Date, n int) nl.Date {
	for n > 0 {
		day = day.AddDays(-1)
		if nl.IsWorkday(day) {
			n--
		}
	}
	return day
}

// Parcel gives one parcel of the caller's traffic, without content.
func (o *Office) Parcel(ctx context.Context, id dossier.ID) (store.Parcel, error) {
	const op = "casework.Parcel"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return store.Parcel{}, fault.Wrap(fault.SignIn, op, err)
	}
	q, err := o.trafficOf(ctx, ask.Who)
	if err != nil {
		return store.Parcel{}, fault.Wrap(fault.Internal, op, err)
	}
	p, err := o.Store.Parcel(ctx, id)
	if err == nil && (p.Home != q.Home || q.Home == "") && (p.Peer != q.Peer || q.Peer == "") {
		err = fault.New(fault.NotFound, op, "") // of others: the same answer as when there is none
	}
	if err != nil {
		return store.Parcel{}, fault.Wrap(fault.Internal, op, err)
	}
	p.Body = nil
	return p, o.listed(ctx, ask, "list", "parcel")
}

// The reasons for giving a message up. They are codes: a sentence could hold
// something about a person, and no one may read that here.
var giveUpReasons = []string{"otherwise", "superseded", "partner", "mistake"}

// GiveUpReasons gives the codes of the reasons for giving a message up.
func GiveUpReasons() []string { return slices.Clone(giveUpReasons) }

// DecideParcel carries out a person's decision on a message that cannot go on:
// send it again (reason ""), or give it up for a reason.
func (o *Office) DecideParcel(ctx context.Context, id dossier.ID, reason string) error {
	const op = "casework.DecideParcel"
	p, err := o.Parcel(ctx, id)
	if err != nil {
		return err
	}
	_, ask, err := o.ask(ctx)
	if err != nil {
		return fault.Wrap(fault.SignIn, op, err)
	}
	d := store.ParcelDecision{Dossier: p.Dossier, ID: p.ID, State: store.ParcelWaiting, By: ask.Who.User, Reason: reason, At: ask.Now.Truncate(time.Microsecond)}
	if reason != "" {
		d.State = store.ParcelRefused
		if !slices.Contains(giveUpReasons, reason) {
			return &fault.Error{Code: fault.Invalid, Op: op, Fields: []fault.Field{{Name: "reason", Key: "post.reason.choose"}}}
		}
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.DecideParcel(ctx, d))
}
