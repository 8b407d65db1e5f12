package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Difference is one value that was changed.
type Difference struct {
	Field string `json:"field"` // name, kind, agb, oin, phone, email, roles, active; or of a setting: text
	Was   string `json:"was"`
	Is    string `json:"is"`
}

type namedValue struct{ field, value string }

func orgFacts(o store.Org) []namedValue {
	return []namedValue{{"name", o.Name}, {"kind", o.Kind}, {"agb", o.AGB}, {"oin", o.OIN}, {"phone", o.Phone}, {"email", o.Email}, {"active", yesNo(o.ID, o.Active)}}
}

func userFacts(u store.User) []namedValue {
	return []namedValue{{"name", u.Name}, {"roles", strings.Join(u.Roles, " ")}, {"phone", u.Phone}, {"email", u.Email}, {"active", yesNo(u.ID, u.Active)}}
}

// yesNo gives "" for what did not exist.
func yesNo(id dossier.ID, active bool) string {
	switch {
	case id == "":
		return ""
	case active:
		return "yes"
	}
	return "no"
}

// differences gives what two lists of the same fields differ in.
func differences(was, is []namedValue) []Difference {
	var all []Difference
	for i := range is {
		if was[i].value != is[i].value {
			all = append(all, Difference{Field: is[i].field, Was: was[i].value, Is: is[i].value})
		}
	}
	return all
}

// Changed is one change as an administrator or the privacy officer reads it.
type Changed struct {
	store.Change
	By    string // name of who changed it
	About string // name of the organisation or account; of a setting its own
	Facts []Difference
}

// AdminChanges gives the changes that administrators of the caller's
// organisation made, newest first, before a cursor ("" the newest). For the
// administrator themselves and for the privacy officer. Reading them is a look.
func (o *Office) AdminChanges(ctx context.Context, before string, n int) ([]Changed, string, error) {
	const op = "casework.AdminChanges"
	ask, err := o.administrator(ctx, op, nil)
	if err != nil {
		var officer error
		if ask, officer = o.overseer(ctx, op); officer != nil || ask.Who.Kind != access.Staff {
			return nil, "", err
		}
	}
	rows, next, err := o.Store.Changes(ctx, ask.Who.Org, before, limit(n))
	if err != nil {
		return nil, "", fault.Wrap(fault.Unavailable, op, err)
	}
	names := namesOf{o: o, known: map[string]string{}}
	var list []Changed
	for _, row := range rows {
		c := Changed{Change: row, By: names.of(ctx, ChangeAccount, string(row.User)), About: names.of(ctx, row.Kind, row.Subject)}
		if len(row.Detail) == 0 { // by the installation itself, see EndSetting
			c.Facts = []Difference{{Field: "text"}}
			list = append(list, c)
			continue
		}
		plain, err := o.Vault.Open(ctx, changeOwner, changeContext(row), row.Detail)
		if err == nil {
			err = json.Unmarshal(plain, &c.Facts)
		}
		if err != nil {
			return nil, "", fault.Wrap(fault.Unavailable, op, err)
		}
		list = append(list, c)
	}
	return slices.Clip(list), next, o.listed(ctx, ask, "list", fmt.Sprintf("changes %d", len(list)))
}

// namesOf looks names up once each.
type namesOf struct {
	o     *Office
	known map[string]string
}

func (n namesOf) of(ctx context.Context, kind, subject string) string {
	key := kind + "/" + subject
	if name, ok := n.known[key]; ok {
		return name
	}
	name := subject
	switch kind {
	case ChangeOrg:
		if org, err := n.o.Store.Org(ctx, dossier.ID(subject)); err == nil {
			name = org.Name
		}
	case ChangeAccount:
		if user, err := n.o.Store.User(ctx, dossier.ID(subject)); err == nil {
			name = user.Name
		}
	}
	n.known[key] = name
	return name
}
