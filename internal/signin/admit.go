package signin

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// admit begins the session of someone whom a provider recognised, or makes the
// session that they have stronger.
func (d *Door) admit(ctx context.Context, r *http.Request, p *Provider, a store.Arrival, c *claims, lang string) (Arrived, error) {
	const op = "signin.admit"
	if err := d.enough(p, a, c, store.User{Kind: p.accounts()}); err != nil { // before an account is made
		return Arrived{}, err
	}
	subject := d.Office.SubjectHash(p.Issuer, c.Subject)
	user, first, err := d.account(ctx, p, c, subject)
	if err != nil {
		return Arrived{}, err
	}
	account, err := d.Desk.Store.User(ctx, user)
	if err != nil {
		return Arrived{}, fault.Wrap(fault.Unavailable, op, err)
	}
	if err := d.enough(p, a, c, account); err != nil {
		return Arrived{}, err
	}
	behalf, err := d.behalf(ctx, c)
	if err != nil {
		return Arrived{}, err
	}
	s := store.Session{
		User: user, Lang: lang, Level: p.level(c.ACR), AuthAt: c.IssuedAt.Time().UTC(), Provider: p.ID, Subject: subject,
		Client: clientName(r.UserAgent()), Behalf: behalf,
	}
	if c.AuthTime != nil {
		s.AuthAt = c.AuthTime.Time().UTC()
	}
	if c.SID != "" {
		s.SID = d.Office.OutsideSessionHash(p.Issuer, c.SID)
	}
	if err := d.replaces(ctx, a, user); err != nil {
		return Arrived{}, err
	}
	token, err := d.Desk.begin(ctx, account, s)
	return Arrived{Token: token, Back: a.Back, First: first}, err
}

// accounts gives the kind of account that a provider's people have.
func (p *Provider) accounts() string {
	if p.Kind == KindCitizen {
		return access.Citizen
	}
	return access.Staff
}

// enough tells whether someone was recognised surely enough, and acts for
// themselves or for a person.
func (d *Door) enough(p *Provider, a store.Arrival, c *claims, account store.User) error {
	const op = "signin.enough"
	if level := p.level(c.ACR); level < max(a.Level, d.Desk.rule(account).Minimum) {
		return &fault.Error{Code: fault.SignIn, Op: op, Key: "signin.tooweak", Err: errors.New("level " + itoa(level) + " is too low")}
	}
	if r := c.Represents; r != nil && (p.Kind != KindCitizen && p.Kind != kindDemo || r.Chain != nil || !isBSN(r.Type)) {
		return fault.New(fault.SignIn, op, "signin.represents")
	}
	return nil
}

// replaces ends the session that becomes stronger; another person's stays as it is.
func (d *Door) replaces(ctx context.Context, a store.Arrival, user dossier.ID) error {
	const op = "signin.replaces"
	if len(a.Session) == 0 {
		return nil
	}
	before, err := d.Desk.Store.Session(ctx, a.Session, d.Desk.Now())
	switch {
	case fault.Is(err, fault.NotFound):
		return nil // it ended meanwhile: this is a new one
	case err != nil:
		return fault.Wrap(fault.Unavailable, op, err)
	case before.User != user:
		return fault.New(fault.SignIn, op, "signin.other")
	}
	return d.Desk.end(ctx, [32]byte(a.Session))
}

// account finds whose a subject is; the first time by what the provider tells.
func (d *Door) account(ctx context.Context, p *Provider, c *claims, subject []byte) (user dossier.ID, first bool, err error) {
	const op = "signin.account"
	user, err = d.Desk.Store.Subject(ctx, subject)
	known := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", false, fault.Wrap(fault.Unavailable, op, err)
	}
	switch {
	case known && p.Kind == KindCitizen:
		return user, false, nil
	case p.Kind == KindCitizen || p.Kind == kindDemo && p.demoCitizen(c):
		if known {
			return user, false, nil
		}
		user, first, err = d.Office.CitizenAccount(ctx, casework.Told{BSN: p.bsn(c), Given: c.Given, Family: c.Family, Birth: c.Birth})
	default:
		user, first, err = d.staff(ctx, p, c, user)
	}
	if err != nil || known {
		return user, false, err
	}
	err = d.Desk.Store.PutSubject(ctx, subject, user, d.Desk.Now())
	if fault.Is(err, fault.Conflict) { // the same person in two tabs: who was first counts
		user, err = d.Desk.Store.Subject(ctx, subject)
		first = false
	}
	return user, first, fault.Wrap(fault.Unavailable, op, err)
}

func (p *Provider) demoCitizen(c *claims) bool { return c.text(p.Account) == "" }

// staff gives the account of someone who works for an organisation: the one
// that the administrator made, or one by the roles that the organisation's own
// provider may give. Whoever came before must still be of that organisation.
func (d *Door) staff(ctx context.Context, p *Provider, c *claims, known dossier.ID) (dossier.ID, bool, error) {
	const op = "signin.staff"
	org, err := d.organisation(ctx, p, c)
	if err != nil {
		return "", false, err
	}
	var account store.User
	if known != "" {
		account, err = d.Desk.Store.User(ctx, known)
	} else {
		account, err = d.named(ctx, p, c, org)
	}
	missing := fault.Is(err, fault.NotFound)
	switch {
	case err != nil && !missing:
		return "", false, fault.Wrap(fault.Unavailable, op, err)
	case !missing && p.Kind != kindDemo && account.Org != org:
		return "", false, &fault.Error{Code: fault.SignIn, Op: op, Key: "signin.noaccount", Err: errors.New("the account is of another organisation")}
	case p.Roles == nil && missing:
		return "", false, fault.New(fault.SignIn, op, "signin.noaccount")
	case p.Roles == nil:
		return account.ID, false, nil
	}
	return d.byRoles(ctx, p, c, org, account)
}

// organisation gives the organisation for which someone signs in.
func (d *Door) organisation(ctx context.Context, p *Provider, c *claims) (dossier.ID, error) {
	const op = "signin.organisation"
	if p.Kind != KindPartner {
		return p.Organisation, nil
	}
	code := c.text(p.OrgClaim)
	if code == "" {
		return "", fault.New(fault.SignIn, op, "signin.noorg")
	}
	org, err := d.Desk.Store.OrgByCode(ctx, code)
	if fault.Is(err, fault.NotFound) || err == nil && org.AGB != code && org.OIN != code {
		return "", fault.New(fault.SignIn, op, "signin.noorg")
	}
	return org.ID, fault.Wrap(fault.Unavailable, op, err)
}

// named finds the account that the administrator made, by the claim that the
// configuration says; NotFound when there is none, or more than one.
func (d *Door) named(ctx context.Context, p *Provider, c *claims, org dossier.ID) (store.User, error) {
	const op = "signin.named"
	value := c.text(p.Account)
	if p.Account == "" || value == "" {
		return store.User{}, fault.New(fault.NotFound, op, "")
	}
	if p.Account == "account" {
		return d.Desk.Store.User(ctx, dossier.ID(value))
	}
	if c.Verified != nil && !*c.Verified {
		return store.User{}, fault.New(fault.NotFound, op, "")
	}
	users, err := d.Desk.Store.UsersOf(ctx, org)
	if err != nil {
		return store.User{}, err
	}
	users = slices.DeleteFunc(users, func(u store.User) bool {
		return u.Kind != access.Staff || u.Email == "" || !strings.EqualFold(u.Email, value)
	})
	if len(users) != 1 {
		return store.User{}, fault.New(fault.NotFound, op, "")
	}
	return users[0], nil
}

// byRoles makes or renews an account by the roles that the provider says, out
// of those that the configuration lets it give.
func (d *Door) byRoles(ctx context.Context, p *Provider, c *claims, org dossier.ID, account store.User) (dossier.ID, bool, error) {
	const op = "signin.byRoles"
	var roles []string
	for _, said := range c.list(p.Roles.Claim) {
		if role, ok := p.Roles.Allow[said]; ok && !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 {
		return "", false, fault.New(fault.SignIn, op, "signin.norole")
	}
	slices.Sort(roles)
	first := account.ID == ""
	if !first && slices.Equal(roles, account.Roles) {
		return account.ID, false, nil
	}
	if first {
		name := c.Name
		if name == "" {
			name = strings.TrimSpace(c.Given + " " + c.Family)
		}
		account = store.User{ID: d.Office.NewID(ctx), Org: org, Kind: access.Staff, Name: name, Email: c.text("email"), Active: true}
	}
	account.Roles = roles
	return account.ID, first, fault.Wrap(fault.Unavailable, op, d.Desk.Store.PutUsers(ctx, []store.User{account}))
}

// behalf gives the account of whoever the person acts for, when the provider
// says so. It gives no rights: those stand in the dossier, as a mandate does.
func (d *Door) behalf(ctx context.Context, c *claims) (dossier.ID, error) {
	if c.Represents == nil {
		return "", nil
	}
	user, _, err := d.Office.CitizenAccount(ctx, casework.Told{BSN: c.Represents.Subject})
	return user, err
}

// clientName names a browser coarsely, so that people recognise their own
// sessions; nothing by which a device can be followed.
func clientName(agent string) string {
	pick := func(names ...[2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	browser := pick([2]string{"Edg", "Edge"}, [2]string{"Firefox", "Firefox"}, [2]string{"FxiOS", "Firefox"}, [2]string{"Chrome", "Chrome"}, [2]string{"Safari", "Safari"})
	system := pick([2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Android", "Android"}, [2]string{"Windows", "Windows"}, [2]string{"Mac OS", "Mac"}, [2]string{"Linux", "Linux"})
	return strings.Trim(browser+", "+system, ", ")
}
