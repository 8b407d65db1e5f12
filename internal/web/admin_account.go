package web

import (
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"
)

func accountURL(id dossier.ID) string { return "/admin/accounts/" + string(id) }

func faceOf(name string) look.Face {
	return look.Face{Initials: picture.Initials(name), Tint: picture.Team, Size: "small"}
}

func splitRoles(roles string) []string { return strings.Fields(roles) }

// roleNames says roles in words.
func (v *visit) roleNames(roles []string) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = v.say.Say("admin.role." + r)
	}
	return strings.Join(names, ", ")
}

// accountFields are the fields of the form of an account.
func (h *house) accountFields(v *visit, u store.User, kind string) []look.Field {
	roles := look.Field{Kind: look.Checkboxes, Name: "roles", Label: v.say.Say("admin.account.roles"), Values: u.Roles}
	for _, r := range casework.GivableRoles(kind) {
		roles.Options = append(roles.Options, look.Option{Value: r, Text: v.say.Say("admin.role." + r), Hint: v.say.Say("admin.role." + r + ".hint")})
	}
	return append(h.hidden(v, 0),
		look.Field{Kind: look.Text, Name: "name", Label: v.say.Say("admin.account.name"), Hint: v.say.Say("admin.account.name.hint"), Value: u.Name, MaxLength: 120, Autocomplete: "off"},
		look.Field{Kind: look.Text, Name: "email", Type: "email", Label: v.say.Say("admin.email"), Hint: v.say.Say("admin.account.email.hint"), Value: u.Email, Optional: true, Autocomplete: "off"},
		look.Field{Kind: look.Text, Name: "phone", Type: "tel", Label: v.say.Say("admin.phone"), Value: u.Phone, Size: "medium", Optional: true, Autocomplete: "off"},
		roles,
	)
}

// sentAccount reads the form of an account.
func (v *visit) sentAccount() store.User {
	return store.User{Name: v.value("name"), Email: v.value("email"), Phone: v.value("phone"), Roles: v.PostForm["roles"], Active: v.value("active") != "no"}
}

func (h *house) newAccountPage(v *visit) error { return h.showNewAccount(v, nil) }

func (h *house) showNewAccount(v *visit, failed error) error {
	org, _, err := h.Office.AdminOrg(v.ctx, dossier.ID(v.PathValue("org")))
	if err != nil {
		return err
	}
	form := look.Form{Action: orgURL(org.ID) + "/accounts/new", Button: look.Button{Text: v.say.Say("admin.account.make")}, Fields: h.accountFields(v, store.User{}, org.Kind)}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("admin.title"), URL: "/admin"}, {Text: org.Name, URL: orgURL(org.ID)}, {Text: v.say.Say("admin.account.add")}},
		Head:  look.PageHead{Kicker: org.Name, Title: v.say.Say("admin.account.add"), Text: v.say.Say("admin.account.add.text")},
		Forms: []trustForm{{Head: look.CardHead{ID: "account", Title: v.say.Say("admin.account.facts")}, Form: v.formAgain(form, failed)}},
	}
	return h.showTrust(v, body, failed)
}

func (h *house) makeAccount(v *visit) error {
	user := v.sentAccount()
	user.Org = dossier.ID(v.PathValue("org"))
	id, err := h.Office.KeepUser(v.ctx, user)
	if mendable(err) {
		return h.showNewAccount(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, accountURL(id), "admin.account.made")
}

func (h *house) accountPage(v *visit) error { return h.showAccount(v, nil) }

func (h *house) showAccount(v *visit, failed error) error {
	user, org, leads, err := h.Office.AdminUser(v.ctx, dossier.ID(v.PathValue("account")))
	if err != nil {
		return err
	}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("admin.title"), URL: "/admin"}, {Text: org.Name, URL: orgURL(org.ID)}, {Text: user.Name}},
		Head:  look.PageHead{Kicker: org.Name, Title: user.Name, Text: v.roleNames(user.Roles)},
	}
	if leads > 0 {
		body.Alerts = []look.Alert{{Title: v.say.Count("admin.account.leads", int(leads)), Text: v.say.Say("admin.account.leads.text")}}
	}
	fields := append(h.accountFields(v, user, org.Kind), v.activeField(user.Active, "admin.account.active.hint"))
	form := look.Form{Action: accountURL(user.ID), Button: look.Button{Text: v.say.Say("admin.keep")}, Fields: fields}
	end := look.Form{Action: accountURL(user.ID) + "/sessions/end", Button: look.Button{Text: v.say.Say("admin.account.end"), Style: look.Quiet}, Fields: h.hidden(v, 0)}
	body.Forms = []trustForm{
		{Head: look.CardHead{ID: "account", Title: v.say.Say("admin.account.facts")}, Form: v.formAgain(form, failed)},
		{Head: look.CardHead{ID: "sessions", Title: v.say.Say("admin.account.sessions")}, Text: v.say.Say("admin.account.sessions.text"), Form: end},
	}
	return h.showTrust(v, body, failed)
}

func (h *house) keepAccount(v *visit) error {
	user := v.sentAccount()
	user.ID = dossier.ID(v.PathValue("account"))
	if _, err := h.Office.KeepUser(v.ctx, user); mendable(err) {
		return h.showAccount(v, err)
	} else if err != nil {
		return err
	}
	return h.see(v, accountURL(user.ID), "admin.kept")
}

// endAccountSessions signs someone out everywhere, for instance after a lost phone.
func (h *house) endAccountSessions(v *visit) error {
	id := dossier.ID(v.PathValue("account"))
	if err := h.Office.EndSessionsOf(v.ctx, id); err != nil {
		return err
	}
	return h.see(v, accountURL(id), "admin.account.ended")
}
