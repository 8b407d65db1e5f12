package casework

import (
	"context"
	"encoding/json"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Every decision is kept so that it can be taken again: one that allowed stands
// in the row of its look, one that refused in a row of its own. The facts are the
// sealed entries up to a version, which stay; the policies are kept as a set.

// needed is what one command asked of access, on which version.
type needed struct {
	Version int64        `json:"v"`
	Need    dossier.Need `json:"n"`
	Policy  string       `json:"p,omitempty"` // that decided, or was nearest
}

// saying is what a command and those that follow from it asked, and whether it was
// decided on the newest version.
type saying struct {
	list []needed
	sure bool
}

func written(said []needed) string {
	raw, err := json.Marshal(said)
	if err != nil { // identifiers and codes always marshal
		return ""
	}
	return string(raw)
}

// refusalDetail is what a row of a refusal holds beside its columns.
type refusalDetail struct {
	Purpose string  `json:"purpose"`
	As      string  `json:"as"`
	Set     string  `json:"set"`
	Action  string  `json:"action"` // open, or command
	Key     string  `json:"key,omitempty"`
	Needed  *needed `json:"needed,omitempty"`
}

// shut keeps that a dossier was not opened, whether it exists or not, and gives
// the answer: that there is nothing.
func (o *Office) shut(ctx context.Context, ask access.Ask, id dossier.ID) error {
	const op = "casework.Open"
	var version int64
	if d, ok := o.memory.get(id); ok {
		version = d.Version
	}
	detail := refusalDetail{Purpose: ask.Purpose, As: ask.Who.As(), Set: o.Access.Version(), Action: "open"}
	if err := o.keepRefusal(ctx, ask, id, version, detail); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.New(fault.NotFound, op, "")
}

// refused keeps that a command was not allowed and gives the answer.
// What was refused on what memory held, and is decided anew on the newest, is kept
// only then: one wish is one record.
func (o *Office) refused(ctx context.Context, ask access.Ask, d *dossier.Dossier, said needed, why access.Decision, sure bool) error {
	if !sure {
		return o.refusal(d, ask, why)
	}
	detail := refusalDetail{Purpose: ask.Purpose, As: ask.Who.As(), Set: o.Access.Version(), Action: "command", Key: why.Key, Needed: &said}
	if err := o.keepRefusal(ctx, ask, d.ID, d.Version, detail); err != nil {
		return fault.Wrap(fault.Unavailable, "casework.refused", err)
	}
	return o.refusal(d, ask, why)
}

// longestID bounds what a stranger can make us keep as the name of a dossier.
const longestID = 64

func (o *Office) keepRefusal(ctx context.Context, ask access.Ask, id dossier.ID, version int64, detail refusalDetail) error {
	if err := o.keepPolicies(ctx); err != nil {
		return err
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		return fault.Wrap(fault.Internal, "casework.keepRefusal", err)
	}
	if len(id) > longestID {
		id = id[:longestID]
	}
	return o.Store.PutDecision(ctx, store.Decision{
		ID: o.NewID(ctx), At: ask.Now.UTC().Truncate(time.Microsecond), User: ask.Who.User, Org: ask.Who.Org, Dossier: id, Version: version, Detail: string(raw),
	})
}

// keepPolicies makes the policies of today durable before the first decision by
// them is. Once is enough: a set never changes under its version.
func (o *Office) keepPolicies(ctx context.Context) error {
	if o.policiesKept.Load() {
		return nil
	}
	raw, err := o.Access.Text()
	if err != nil {
		return err
	}
	if err := o.Store.PutPolicySet(ctx, store.PolicySet{Version: o.Access.Version(), At: o.Now(ctx).UTC().Truncate(time.Microsecond), Body: raw}); err != nil {
		return err
	}
	o.policiesKept.Store(true)
	return nil
}

// Why explains whether the caller may read a part, or one compartment of it ("" none),
// of a dossier that they may open. Asking is a look. A deny says the same whether
// something lies there or not.
func (o *Office) Why(ctx context.Context, id dossier.ID, part dossier.Part, compartment string) (access.Decision, error) {
	const op = "casework.Why"
	if _, err := o.Open(ctx, id); err != nil {
		return access.Decision{}, err
	}
	_, ask, err := o.ask(ctx)
	if err != nil {
		return access.Decision{}, fault.Wrap(fault.SignIn, op, err)
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return access.Decision{}, fault.Wrap(fault.Unavailable, op, err)
	}
	why := o.Access.MayRead(d, ask, part, compartment)
	why.Err = "" // for the log only
	return why, nil
}
