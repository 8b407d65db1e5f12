package storetest

import (
	"fmt"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func changes(t *testing.T, s store.Store) {
	ctx := t.Context()
	home, admin := newID("home"), newID("admin")
	org := store.Org{ID: newID("huis"), Name: "Huis", Kind: "youth_care", Municipality: "9999", Active: true}
	user := store.User{ID: newID("ada"), Org: org.ID, Kind: "staff", Roles: []string{"worker"}, Name: "Ada", Active: true}
	change := func(n int, kind, subject string) store.Change {
		return store.Change{Home: home, At: now.Add(time.Duration(n) * time.Second), ID: newID(fmt.Sprint("c", n)), User: admin, Kind: kind, Subject: subject, Detail: []byte{byte(n), 1}}
	}
	before := epochOf(t, s)
	ok(t, s.Change(ctx, change(1, "org", string(org.ID)), []store.Org{org}, []store.User{user}, nil))
	if epochOf(t, s) <= before {
		t.Error("a change did not raise the epoch")
	}
	got, err := s.User(ctx, user.ID)
	ok(t, err)
	same(t, "account", got.Name, "Ada")

	rules := func(version int64, body string) store.Setting {
		return store.Setting{Home: home, Kind: "rules", Name: "own", Version: version, At: now, User: admin, Body: []byte(body)}
	}
	ok(t, s.Change(ctx, change(2, "rules", "own"), nil, nil, []store.Setting{rules(1, "one")}))
	ok(t, s.Change(ctx, change(3, "rules", "own"), nil, nil, []store.Setting{rules(2, "two")}))
	user.Name = "Eve"
	err = s.Change(ctx, change(4, "rules", "own"), nil, []store.User{user}, []store.Setting{rules(2, "three")})
	same(t, "a version twice", fault.Is(err, fault.Conflict), true)
	got, err = s.User(ctx, user.ID)
	ok(t, err)
	same(t, "nothing of a refused change", got.Name, "Ada")
	list, err := s.Settings(ctx, "rules")
	ok(t, err)
	same(t, "settings", fmt.Sprintln(len(list), list[0].Version, string(list[0].Body)), "1 2 two\n")
	list, err = s.Settings(ctx, "theme")
	ok(t, err)
	same(t, "settings of another kind", len(list), 0)

	page, next, err := s.Changes(ctx, home, "", 2)
	ok(t, err)
	same(t, "newest first", fmt.Sprint(page[0].Subject, page[0].Detail, len(page), next != ""), fmt.Sprint("own", []byte{3, 1}, 2, true))
	page, next, err = s.Changes(ctx, home, next, 2)
	ok(t, err)
	same(t, "the rest", fmt.Sprint(page[0].Kind, page[0].User, page[0].At.Equal(now.Add(time.Second)), len(page), next), fmt.Sprint("org", admin, true, 1, ""))
	page, _, err = s.Changes(ctx, newID("elsewhere"), "", 2)
	ok(t, err)
	same(t, "of another", len(page), 0)

	n, err := s.LeadCount(ctx, user.ID)
	ok(t, err)
	same(t, "leads", n, int64(0))
	id := newID("family")
	add(t, s, store.Append{Dossier: id, Entries: entries(id, 0, 1), Family: &store.FamilyRow{Dossier: id, Municipality: "9999", Phase: "plan", Lead: user.ID, LeadOrg: org.ID, Changed: now}})
	n, err = s.LeadCount(ctx, user.ID)
	ok(t, err)
	same(t, "leads", n, int64(1))
}
