package casework_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// administered is a world with an administrator of the municipality and one of
// a provider.
func administered(t *testing.T) *world {
	w, _ := trusting(t)
	for _, u := range []store.User{
		{ID: "u-adm", Org: "o-town", Kind: "staff", Roles: []string{"admin"}, Name: "Bea", Active: true},
		{ID: "u-ggd", Org: "o-ggd", Kind: "staff", Roles: []string{"admin"}, Name: "Gea", Active: true},
	} {
		if err := w.store.PutUsers(t.Context(), []store.User{u}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.store.PutOrgs(t.Context(), []store.Org{{ID: "o-far", Name: "Verweg", Kind: "health", Municipality: "9902", Phone: "039 200 00 00", Active: true}}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) bea(purpose string) context.Context {
	return w.as(access.Who{User: "u-adm", Org: "o-town", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"admin"}, Name: "Bea"}, purpose)
}

func (w *world) gea() context.Context {
	return w.as(access.Who{User: "u-ggd", Org: "o-ggd", Kind: access.Staff, OrgKind: "health", Municipality: "9901", Roles: []string{"admin"}, Name: "Gea"}, "maintenance")
}

func findingsOf(err error) []string {
	var list []string
	for _, f := range fault.Fields(err) {
		list = append(list, f.Name+" "+f.Key)
	}
	slices.Sort(list)
	return list
}

func TestAnAdministratorKeepsTheDirectoryAndNothingElse(t *testing.T) {
	w := administered(t)
	bea := w.bea("maintenance")
	orgs, err := w.office.AdminOrgs(bea)
	if err != nil || len(orgs) < 4 || slices.ContainsFunc(orgs, func(o store.Org) bool { return o.Municipality != "9901" }) {
		t.Fatalf("%v, %v", orgs, err)
	}
	org, err := w.office.KeepOrg(bea, store.Org{Name: " Jeugdhulp  de Vlieger ", Kind: "youth_care", Phone: "039 200 11 00", AGB: "99001122"})
	if err != nil {
		t.Fatal(err)
	}
	user, err := w.office.KeepUser(bea, store.User{Org: org, Name: "Sam", Roles: []string{"worker", "worker"}, Email: "sam@voorbeeld.nl"})
	if err != nil {
		t.Fatal(err)
	}
	got, in, leads, err := w.office.AdminUser(bea, user)
	if err != nil || got.Name != "Sam" || !got.Active || got.Kind != "staff" || in.Name != "Jeugdhulp de Vlieger" || in.Municipality != "9901" || leads != 0 || fmt.Sprint(got.Roles) != "[worker]" {
		t.Fatalf("%+v of %+v leads %d, %v", got, in, leads, err)
	}
	w.later(time.Second)
	got.Roles, got.Phone = []string{"planner", "worker"}, "039 200 11 01"
	if _, err := w.office.KeepUser(bea, got); err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.KeepUser(bea, got); err != nil { // pressing twice
		t.Fatal(err)
	}
	list, _, err := w.office.AdminChanges(bea, "", 10)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d changes, %v", len(list), err)
	}
	first := list[0]
	slices.SortFunc(first.Facts, func(a, b casework.Difference) int { return strings.Compare(a.Field, b.Field) })
	if first.By != "Bea" || first.About != "Sam" || fmt.Sprint(first.Facts) != "[{phone  039 200 11 01} {roles worker planner worker}]" {
		t.Errorf("the newest change is %+v", first)
	}
	if again, _, err := w.office.AdminChanges(w.officer(), "", 10); err != nil || len(again) != 3 {
		t.Errorf("the privacy officer reads %d changes, %v", len(again), err)
	}
}

func TestWhoIsNoAdministratorLearnsNothing(t *testing.T) {
	w := administered(t)
	for name, ctx := range map[string]context.Context{"a worker": w.noor(), "a mother": w.mother(), "the officer": w.officer(), "for another purpose": w.bea("intake")} {
		if _, err := w.office.AdminOrgs(ctx); err == nil {
			t.Errorf("%s lists organisations", name)
		}
		if _, err := w.office.KeepUser(ctx, store.User{Org: "o-ggd", Name: "X", Roles: []string{"worker"}}); err == nil {
			t.Errorf("%s makes an account", name)
		}
		if _, err := w.office.KeepOrg(ctx, store.Org{Name: "X", Kind: "health", Phone: "039 200 00 00"}); err == nil {
			t.Errorf("%s makes an organisation", name)
		}
	}
	if _, _, err := w.office.AdminChanges(w.noor(), "", 10); err == nil {
		t.Error("a worker reads the changes")
	}
	for name, try := range map[string]func() error{
		"an organisation elsewhere": func() error { _, _, err := w.office.AdminOrg(w.bea("maintenance"), "o-far"); return err },
		"another organisation":      func() error { _, _, err := w.office.AdminOrg(w.gea(), "o-team"); return err },
		"a resident":                func() error { _, _, _, err := w.office.AdminUser(w.bea("maintenance"), "u-mother"); return err },
		"nobody":                    func() error { _, _, _, err := w.office.AdminUser(w.bea("maintenance"), "u-none"); return err },
	} {
		if err := try(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if orgs, err := w.office.AdminOrgs(w.gea()); err != nil || len(orgs) != 1 || orgs[0].ID != "o-ggd" {
		t.Errorf("a provider's administrator keeps %v, %v", orgs, err)
	}
	if _, err := w.office.KeepOrg(w.gea(), store.Org{Name: "X", Kind: "health", Phone: "039 200 00 00"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a provider makes an organisation: %v", err)
	}
	if _, err := w.office.Families(w.bea("maintenance"), casework.FamilyAsk{}); err == nil {
		if list, _ := w.office.Families(w.bea("maintenance"), casework.FamilyAsk{}); len(list.Items) > 0 {
			t.Error("an administrator lists families")
		}
	}
}

func TestWhatIsWrongWithAnAccountStandsBesideItsField(t *testing.T) {
	w := administered(t)
	bea := w.bea("maintenance")
	if _, err := w.office.KeepUser(bea, store.User{Org: "o-ggd", Name: "Ann", Roles: []string{"worker"}, Email: "ann@voorbeeld.nl"}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		user store.User
		want string
	}{
		"empty":          {store.User{Org: "o-ggd"}, "[name admin.need.name roles admin.need.role]"},
		"too long":       {store.User{Org: "o-ggd", Name: strings.Repeat("a", 121), Roles: []string{"worker"}}, "[name admin.long.name]"},
		"no address":     {store.User{Org: "o-ggd", Name: "B", Roles: []string{"worker"}, Email: "b at home", Phone: "bel mij"}, "[email admin.bad.email phone admin.bad.phone]"},
		"taken":          {store.User{Org: "o-ggd", Name: "B", Roles: []string{"worker"}, Email: "ANN@voorbeeld.nl"}, "[email admin.taken.email]"},
		"another's role": {store.User{Org: "o-ggd", Name: "B", Roles: []string{"director"}}, "[roles admin.bad.role]"},
		"no role":        {store.User{Org: "o-ggd", Name: "B", Roles: []string{"king"}}, "[roles admin.bad.role]"},
		"own roles":      {store.User{ID: "u-adm", Name: "Bea", Roles: []string{"admin", "decider"}, Active: true}, "[roles admin.self.roles]"},
		"own account":    {store.User{ID: "u-adm", Name: "Bea", Roles: []string{"admin"}}, "[active admin.self.active]"},
	} {
		if _, err := w.office.KeepUser(bea, c.user); fmt.Sprint(findingsOf(err)) != c.want {
			t.Errorf("%s: %v", name, findingsOf(err))
		}
	}
	if _, err := w.office.KeepOrg(bea, store.Org{Name: "X", Kind: "family", AGB: "1", OIN: "2"}); fmt.Sprint(findingsOf(err)) != "[agb nl.agb.invalid kind admin.need.kind oin nl.oin.invalid phone admin.need.phone]" {
		t.Errorf("an organisation: %v", findingsOf(err))
	}
	if _, err := w.office.KeepOrg(bea, store.Org{ID: "o-town", Name: "Gemeente", Phone: "039 200 00 01"}); fmt.Sprint(findingsOf(err)) != "[active admin.self.org]" {
		t.Errorf("the own organisation: %v", findingsOf(err))
	}
}

// TestNobodyDisappearsWhoLeadsAFamily stops an account: not while it leads, and
// then at the very next request.
func TestNobodyDisappearsWhoLeadsAFamily(t *testing.T) {
	w := administered(t)
	bea := w.bea("maintenance")
	row := store.FamilyRow{Dossier: "d-led", Municipality: "9901", Phase: "plan", Lead: "u-noor", LeadOrg: "o-team", Changed: w.now}
	entry := store.Sealed{Dossier: "d-led", Seq: 1, ID: "e1", At: w.now, Kind: "note.made", Body: []byte("x")}
	if _, err := w.store.Append(t.Context(), store.Append{Dossier: "d-led", Entries: []store.Sealed{entry}, Family: &row}); err != nil {
		t.Fatal(err)
	}
	noor, _, leads, err := w.office.AdminUser(bea, "u-noor")
	if err != nil || leads != 1 {
		t.Fatalf("%d, %v", leads, err)
	}
	noor.Active = false
	if _, err := w.office.KeepUser(bea, noor); fmt.Sprint(findingsOf(err)) != "[active admin.leads]" {
		t.Fatalf("%v", err)
	}
	row.Lead, row.LeadOrg = "", ""
	entry.Seq, entry.ID = 2, "e2"
	if _, err := w.store.Append(t.Context(), store.Append{Dossier: "d-led", Expect: 1, Entries: []store.Sealed{entry}, Family: &row}); err != nil {
		t.Fatal(err)
	}
	before, err := w.store.Epoch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.StartSession(t.Context(), store.Session{Hash: []byte("h"), User: "u-noor", Started: w.now, Seen: w.now, Until: w.now.AddDate(0, 0, 1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.KeepUser(bea, noor); err != nil {
		t.Fatal(err)
	}
	after, err := w.store.Epoch(t.Context())
	if err != nil || after <= before {
		t.Errorf("the epoch went from %d to %d, %v: replicas would go on trusting the account", before, after, err)
	}
	if list, err := w.store.SessionsOf(t.Context(), "u-noor", w.now); err != nil || len(list) != 0 {
		t.Errorf("sessions that go on: %v, %v", list, err)
	}
	w.later(time.Second)
	if err := w.office.EndSessionsOf(bea, dossier.ID("u-fg")); err != nil {
		t.Error(err)
	}
	list, _, err := w.office.AdminChanges(bea, "", 10)
	if err != nil || len(list) != 2 || list[0].Facts[0].Field != "sessions" {
		t.Errorf("%v, %v", list, err)
	}
}
