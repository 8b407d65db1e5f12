package web

import (
	"net/http"
	"strconv"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// adminRoutes are the pages of the administrator: organisations, accounts, and
// what was changed. They open nothing of any family.
func (h *house) adminRoutes() []route {
	keep := func(pattern string, handle func(*house, *visit) error) route {
		return route{pattern: pattern, purpose: "maintenance", flow: "admin", handle: handle}
	}
	return []route{
		keep("GET /admin", (*house).adminPage),
		keep("GET /admin/organisations/new", (*house).newOrgPage),
		keep("POST /admin/organisations/new", (*house).makeOrg),
		keep("GET /admin/organisations/{org}", (*house).orgPage),
		keep("POST /admin/organisations/{org}", (*house).keepOrg),
		keep("GET /admin/organisations/{org}/accounts/new", (*house).newAccountPage),
		keep("POST /admin/organisations/{org}/accounts/new", (*house).makeAccount),
		keep("GET /admin/accounts/{account}", (*house).accountPage),
		keep("POST /admin/accounts/{account}", (*house).keepAccount),
		keep("POST /admin/accounts/{account}/sessions/end", (*house).endAccountSessions),
		{pattern: "GET /admin/changes", handle: (*house).changesPage, purpose: "maintenance", flow: "admin"},
	}
}

func orgURL(id dossier.ID) string { return "/admin/organisations/" + string(id) }

// adminPage lists the organisations that the administrator keeps.
func (h *house) adminPage(v *visit) error {
	orgs, err := h.Office.AdminOrgs(v.ctx)
	if err != nil {
		return err
	}
	body := trustBody{Head: look.PageHead{Kicker: v.signed.Org.Name, Title: v.say.Say("admin.title"), Text: v.say.Say("admin.text")}}
	if v.signed.Org.Kind == "municipality" {
		body.Head.Button = &look.Button{Text: v.say.Say("admin.org.add"), URL: "/admin/organisations/new", Style: look.Primary}
	}
	body.Table = look.Table{Caption: v.say.Say("admin.title"), Hidden: true, Columns: v.columns("admin.org.name", "admin.org.kind", "admin.org.reach", "admin.state")}
	for _, org := range orgs {
		body.Table.Rows = append(body.Table.Rows, look.TableRow{Cells: []look.Cell{
			{Text: org.Name, URL: orgURL(org.ID)}, {Text: v.say.Say("statute.kind." + org.Kind), Note: agbNote(v, org)},
			{Text: org.Phone, Note: org.Email}, {Chip: v.activeChip(org.Active)},
		}})
	}
	body.Links = []look.Link{{Text: v.say.Say("admin.settings.title"), URL: "/admin/settings"}, {Text: v.say.Say("admin.changes.title"), URL: "/admin/changes"}}
	return h.showTrust(v, body, nil)
}

func agbNote(v *visit, org store.Org) string {
	if org.AGB == "" {
		return ""
	}
	return v.say.Say("admin.org.agb.note", "agb", org.AGB)
}

func (v *visit) activeChip(active bool) *look.Chip {
	if active {
		return &look.Chip{Tone: look.OK, Text: v.say.Say("admin.active")}
	}
	return &look.Chip{Text: v.say.Say("admin.inactive")}
}

// orgFields are the fields of the form of an organisation. What kind it is can
// be chosen once: grounds hang on it.
func (h *house) orgFields(v *visit, org store.Org) []look.Field {
	fields := h.hidden(v, 0)
	fields = append(fields, look.Field{Kind: look.Text, Name: "name", Label: v.say.Say("admin.org.name"), Value: org.Name, MaxLength: 120, Autocomplete: "off"})
	if org.ID == "" {
		kind := look.Field{Kind: look.Select, Name: "kind", Label: v.say.Say("admin.org.kind"), Hint: v.say.Say("admin.org.kind.hint"), Options: []look.Option{{Text: v.say.Say("admin.choose")}}}
		for _, k := range h.Law.OrganisationKinds() {
			if !k.People {
				kind.Options = append(kind.Options, look.Option{Value: k.Code, Text: v.say.Say("statute.kind." + k.Code)})
			}
		}
		fields = append(fields, kind)
	}
	return append(fields,
		look.Field{Kind: look.Text, Name: "phone", Type: "tel", Label: v.say.Say("admin.phone"), Hint: v.say.Say("admin.org.phone.hint"), Value: org.Phone, Size: "medium", Autocomplete: "off"},
		look.Field{Kind: look.Text, Name: "email", Type: "email", Label: v.say.Say("admin.email"), Value: org.Email, Optional: true, Autocomplete: "off"},
		look.Field{Kind: look.Text, Name: "agb", InputMode: "numeric", Label: v.say.Say("admin.org.agb"), Hint: v.say.Say("admin.org.agb.hint"), Value: org.AGB, Size: "short", Optional: true, Autocomplete: "off"},
		look.Field{Kind: look.Text, Name: "oin", InputMode: "numeric", Label: v.say.Say("admin.org.oin"), Hint: v.say.Say("admin.org.oin.hint"), Value: org.OIN, Size: "medium", Optional: true, Autocomplete: "off"},
	)
}

// sentOrg reads the form of an organisation.
func (v *visit) sentOrg(id dossier.ID) store.Org {
	return store.Org{ID: id, Name: v.value("name"), Kind: v.value("kind"), Phone: v.value("phone"), Email: v.value("email"), AGB: v.value("agb"), OIN: v.value("oin"), Active: v.value("active") != "no"}
}

func (h *house) newOrgPage(v *visit) error { return h.showNewOrg(v, nil) }

func (h *house) showNewOrg(v *visit, failed error) error {
	if _, err := h.Office.AdminOrgs(v.ctx); err != nil {
		return err
	}
	if v.signed.Org.Kind != "municipality" {
		return fault.New(fault.NotFound, "web.showNewOrg", "")
	}
	form := look.Form{Action: "/admin/organisations/new", Button: look.Button{Text: v.say.Say("admin.org.make")}, Fields: h.orgFields(v, store.Org{})}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("admin.title"), URL: "/admin"}, {Text: v.say.Say("admin.org.add")}},
		Head:  look.PageHead{Title: v.say.Say("admin.org.add"), Text: v.say.Say("admin.org.add.text")},
		Forms: []trustForm{{Head: look.CardHead{ID: "org", Title: v.say.Say("admin.org.facts")}, Form: v.formAgain(form, failed)}},
	}
	return h.showTrust(v, body, failed)
}

func (h *house) makeOrg(v *visit) error {
	id, err := h.Office.KeepOrg(v.ctx, v.sentOrg(""))
	if mendable(err) {
		return h.showNewOrg(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, orgURL(id), "admin.org.made")
}

func (h *house) orgPage(v *visit) error { return h.showOrg(v, nil) }

func (h *house) showOrg(v *visit, failed error) error {
	org, users, err := h.Office.AdminOrg(v.ctx, dossier.ID(v.PathValue("org")))
	if err != nil {
		return err
	}
	body := trustBody{
		Trail: []look.Link{{Text: v.say.Say("admin.title"), URL: "/admin"}, {Text: org.Name}},
		Head: look.PageHead{Kicker: v.say.Say("statute.kind." + org.Kind), Title: org.Name, Text: v.say.Count("admin.org.people", countActive(users)),
			Button: &look.Button{Text: v.say.Say("admin.account.add"), URL: orgURL(org.ID) + "/accounts/new", Style: look.Primary}},
	}
	body.Table = look.Table{Caption: v.say.Say("admin.accounts"), Hidden: true, Columns: v.columns("admin.account.name", "admin.account.does", "admin.org.reach", "admin.state")}
	for _, u := range users {
		face := faceOf(u.Name)
		body.Table.Rows = append(body.Table.Rows, look.TableRow{Cells: []look.Cell{
			{Face: &face, Text: u.Name, URL: "/admin/accounts/" + string(u.ID)}, {Text: v.roleNames(u.Roles)}, {Text: u.Phone, Note: u.Email}, {Chip: v.activeChip(u.Active)},
		}})
	}
	fields := h.orgFields(v, org)
	fields = append(fields, v.activeField(org.Active, "admin.org.active.hint"))
	form := look.Form{Action: orgURL(org.ID), Button: look.Button{Text: v.say.Say("admin.keep")}, Fields: fields}
	body.Forms = []trustForm{{Head: look.CardHead{ID: "org", Title: v.say.Say("admin.org.facts")}, Form: v.formAgain(form, failed)}}
	return h.showTrust(v, body, failed)
}

func countActive(users []store.User) (n int) {
	for _, u := range users {
		if u.Active {
			n++
		}
	}
	return n
}

func (v *visit) activeField(active bool, hint string) look.Field {
	value := "yes"
	if !active {
		value = "no"
	}
	return look.Field{Kind: look.Radios, Name: "active", Label: v.say.Say("admin.state"), Hint: v.say.Say(hint), Value: value, Options: []look.Option{
		{Value: "yes", Text: v.say.Say("admin.active")}, {Value: "no", Text: v.say.Say("admin.inactive")},
	}}
}

func (h *house) keepOrg(v *visit) error {
	id := dossier.ID(v.PathValue("org"))
	_, err := h.Office.KeepOrg(v.ctx, v.sentOrg(id))
	if mendable(err) {
		return h.showOrg(v, err)
	}
	if err != nil {
		return err
	}
	return h.see(v, orgURL(id), "admin.kept")
}

// changesPage shows what administrators changed: who, when, from what to what.
func (h *house) changesPage(v *visit) error {
	if v.signed.Has("privacy") && !v.signed.Has("admin") {
		v.ctx = casework.As(v.Request.Context(), h.Signin.Caller(v.signed, "privacy", "admin"))
	}
	list, next, err := h.Office.AdminChanges(v.ctx, v.FormValue("before"), 50)
	if err != nil {
		return err
	}
	body := trustBody{Head: look.PageHead{Title: v.say.Say("admin.changes.title"), Text: v.say.Say("admin.changes.text")}}
	if v.signed.Has("admin") {
		body.Trail = []look.Link{{Text: v.say.Say("admin.title"), URL: "/admin"}, {Text: v.say.Say("admin.changes.title")}}
	}
	body.Table = look.Table{Caption: v.say.Say("admin.changes.title"), Hidden: true, Columns: v.columns("admin.changes.what", "admin.changes.was", "admin.changes.is", "admin.changes.who")}
	for _, c := range list {
		for i, fact := range c.Facts {
			row := look.TableRow{Cells: []look.Cell{
				{Text: c.About, Note: v.say.Say("admin.kind."+c.Kind) + " · " + v.say.Say("admin.field."+fact.Field)},
				{Text: v.changedValue(fact.Field, fact.Was)}, {Text: v.changedValue(fact.Field, fact.Is)}, {Text: c.By, Note: v.moment(c.At)},
			}}
			row.ID = "c-" + string(c.ID) + "-" + strconv.Itoa(i)
			body.Table.Rows = append(body.Table.Rows, row)
		}
	}
	if len(list) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("admin.changes.none")}
	}
	if next != "" {
		body.Pager = &look.Pager{Next: listURL("/admin/changes", "before", next)}
	}
	page := h.page(v, body.Head.Title, body)
	return h.show(v, http.StatusOK, "trust", page)
}

// changedValue says a value of a change in words.
func (v *visit) changedValue(field, value string) string {
	switch {
	case value == "":
		return v.say.Say("admin.empty")
	case field == "active":
		return v.say.Say(map[string]string{"yes": "admin.active", "no": "admin.inactive"}[value])
	case field == "kind":
		return v.say.Say("statute.kind." + value)
	case field == "roles":
		return v.roleNames(splitRoles(value))
	}
	return value
}
