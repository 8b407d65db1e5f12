package casework

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// SavedFilter is a question to a list that someone keeps under a name. It holds
// what is asked, never what was answered.
type SavedFilter struct {
	ID    dossier.ID `json:"-"`
	List  string     `json:"list"`  // "work", "families" …
	Name  string     `json:"name"`  // what its owner calls it
	Query string     `json:"query"` // as it stands in the address of the list
}

// The bounds of what someone may keep.
const (
	FiltersMost    = 20
	FilterNameMost = 40 // runes
	filterAskMost  = 500
)

const filterContext = "filter"

// Filters gives the caller's own questions to a list, oldest first.
func (o *Office) Filters(ctx context.Context, list string) ([]SavedFilter, error) {
	const op = "casework.Filters"
	home, err := o.staffHome(ctx, op)
	if err != nil {
		return nil, err
	}
	all, err := o.filters(ctx, home)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return slices.DeleteFunc(all, func(f SavedFilter) bool { return f.List != list }), nil
}

// staffHome names the caller as the owner of what they keep: staff only.
func (o *Office) staffHome(ctx context.Context, op string) (string, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return "", fault.Wrap(fault.SignIn, op, err)
	}
	if ask.Who.Kind != access.Staff || ask.Who.User == "" {
		return "", fault.New(fault.NotFound, op, "")
	}
	return accountOwner(ask.Who.User), nil
}

func (o *Office) filters(ctx context.Context, home string) ([]SavedFilter, error) {
	rows, err := o.Store.SavedOf(ctx, home)
	if err != nil {
		return nil, err
	}
	all := make([]SavedFilter, 0, len(rows))
	for _, row := range rows {
		plain, err := o.Vault.Open(ctx, home, filterContext, row.Body)
		if err != nil {
			return nil, err
		}
		f := SavedFilter{ID: row.ID}
		if err := json.Unmarshal(plain, &f); err != nil {
			return nil, fault.Wrap(fault.Internal, "casework.filters", err)
		}
		all = append(all, f)
	}
	return all, nil
}

// KeepFilter keeps a question to a list under a name; the same name on the same
// list is that question anew. It faults with Invalid, with the field, when it
// has no name or too many are kept.
func (o *Office) KeepFilter(ctx context.Context, f SavedFilter) error {
	const op = "casework.KeepFilter"
	home, err := o.staffHome(ctx, op)
	if err != nil {
		return err
	}
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	switch {
	case f.Name == "":
		return fault.In(op, fault.Field{Name: "name", Key: "queue.filter.name.none"})
	case utf8.RuneCountInString(f.Name) > FilterNameMost:
		return fault.In(op, fault.Field{Name: "name", Key: "queue.filter.name.long"})
	case len(f.Query) > filterAskMost || f.List == "":
		return fault.New(fault.Invalid, op, "queue.filter.long")
	}
	all, err := o.filters(ctx, home)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	f.ID = o.NewID(ctx)
	if i := slices.IndexFunc(all, func(g SavedFilter) bool { return g.List == f.List && strings.EqualFold(g.Name, f.Name) }); i >= 0 {
		f.ID = all[i].ID
	} else if len(all) >= FiltersMost {
		return fault.In(op, fault.Field{Name: "name", Key: "queue.filter.many"})
	}
	plain, err := json.Marshal(f)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	sealed, err := o.Vault.Seal(ctx, home, filterContext, plain)
	if err == nil {
		err = o.Store.PutSaved(ctx, store.Saved{Home: home, ID: f.ID, At: o.Now(ctx), Body: sealed})
	}
	return fault.Wrap(fault.Unavailable, op, err)
}

// DropFilter takes one of the caller's own questions away; none is no fault.
func (o *Office) DropFilter(ctx context.Context, id dossier.ID) error {
	const op = "casework.DropFilter"
	home, err := o.staffHome(ctx, op)
	if err != nil {
		return err
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.DropSaved(ctx, home, id))
}
