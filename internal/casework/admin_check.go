package casework

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// nameMost is the longest name of an organisation or account, in characters.
const nameMost = 120

// findings collects what is wrong with a form, field by field.
type findings []fault.Field

func (f *findings) add(name, key string, args ...string) {
	*f = append(*f, fault.Field{Name: name, Key: key, Args: args})
}

func (f *findings) name(value string) string {
	value = strings.Join(strings.Fields(value), " ")
	switch {
	case value == "":
		f.add("name", "admin.need.name")
	case utf8.RuneCountInString(value) > nameMost:
		f.add("name", "admin.long.name")
	}
	return value
}

func (f *findings) phone(value string) string {
	if value = strings.TrimSpace(value); value == "" {
		return ""
	}
	phone, err := nl.ParsePhone(value)
	if err != nil {
		f.add("phone", "admin.bad.phone")
		return value
	}
	return phone.String()
}

func (f *findings) email(value string) string {
	if value = strings.TrimSpace(value); value == "" {
		return ""
	}
	address, err := mail.ParseAddress(value)
	if err != nil || address.Address != value || len(value) > nameMost {
		f.add("email", "admin.bad.email")
	}
	return value
}

// checkedOrg gives the organisation as it will be kept, or what is wrong with it.
func (o *Office) checkedOrg(ctx context.Context, org store.Org, ask access.Ask) (store.Org, error) {
	const op = "casework.checkedOrg"
	var f findings
	org.Name, org.Phone, org.Email = f.name(org.Name), f.phone(org.Phone), f.email(org.Email)
	if kind, err := o.Law.OrganisationKind(org.Kind); err != nil || kind.People {
		f.add("kind", "admin.need.kind")
	}
	if org.Phone == "" {
		f.add("phone", "admin.need.phone") // the family must be able to reach whoever is involved
	}
	if org.AGB != "" {
		agb, err := nl.ParseAGB(org.AGB)
		if err != nil {
			f.add("agb", "nl.agb.invalid")
		}
		org.AGB = agb.String()
	}
	if org.OIN != "" {
		oin, err := nl.ParseOIN(org.OIN)
		if err != nil {
			f.add("oin", "nl.oin.invalid")
		}
		org.OIN = oin.String()
	}
	if !org.Active && org.ID == ask.Who.Org {
		f.add("active", "admin.self.org")
	}
	for _, code := range []struct{ field, value string }{{"agb", org.AGB}, {"oin", org.OIN}} {
		if code.value == "" {
			continue
		}
		other, err := o.Store.OrgByCode(ctx, code.value)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return org, fault.Wrap(fault.Unavailable, op, err)
		}
		if err == nil && other.ID != org.ID {
			f.add(code.field, "admin.taken.code")
		}
	}
	return org, f.fault(op)
}

func (f findings) fault(op string) error {
	if len(f) == 0 {
		return nil
	}
	return fault.In(op, f...)
}

// checkedUser gives the account as it will be kept, or what is wrong with it.
// Nobody gives rights to themselves, and nobody disappears who leads a family.
func checkedUser(user, was store.User, org store.Org, colleagues []store.User, ask access.Ask, leads int64) (store.User, error) {
	var f findings
	user.Name, user.Phone, user.Email = f.name(user.Name), f.phone(user.Phone), f.email(user.Email)
	slices.Sort(user.Roles)
	user.Roles = slices.Compact(user.Roles)
	givable := GivableRoles(org.Kind)
	for _, role := range user.Roles {
		if !slices.Contains(givable, role) && !slices.Contains(was.Roles, role) {
			f.add("roles", "admin.bad.role")
		}
	}
	if len(user.Roles) == 0 {
		f.add("roles", "admin.need.role")
	}
	before := slices.Sorted(slices.Values(was.Roles))
	if user.ID == ask.Who.User && !slices.Equal(before, user.Roles) {
		f.add("roles", "admin.self.roles")
	}
	switch {
	case user.ID == ask.Who.User && !user.Active:
		f.add("active", "admin.self.active")
	case was.Active && !user.Active && leads > 0:
		f.add("active", "admin.leads")
	}
	if taken := slices.ContainsFunc(colleagues, func(c store.User) bool {
		return c.ID != user.ID && c.Active && user.Email != "" && strings.EqualFold(c.Email, user.Email)
	}); taken {
		f.add("email", "admin.taken.email") // sign-in finds people by it
	}
	return user, f.fault("casework.checkedUser")
}
