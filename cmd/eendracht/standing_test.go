package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/store"
)

// safeBuffer is written by the server while the test reads.
type safeBuffer struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out.String()
}

// TestTheHouseIsFurnishedAnewWhileCallersWait changes a setting while the house
// is asked all the time: no call fails, and the rule counts afterwards.
func TestTheHouseIsFurnishedAnewWhileCallersWait(t *testing.T) {
	at := Place{Data: t.TempDir()}
	var houses atomic.Int64
	current := make(chan *app, 4)
	open := func(ctx context.Context) (*app, http.Handler, error) {
		a, err := openApp(ctx, at, realHooks(), slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, nil, err
		}
		n := houses.Add(1)
		current <- a
		return a, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, n, a.own.Version()) }), nil
	}
	ctx, stop := context.WithCancel(t.Context())
	var out safeBuffer
	done := make(chan error, 1)
	go func() { done <- keepServing(ctx, &Streams{Out: &out, Err: io.Discard}, "127.0.0.1:0", open) }()
	first := <-current
	url := address(t, &out)
	town := store.Org{ID: "o-town", Name: "Gemeente", Kind: "municipality", Municipality: "9901", Active: true}
	if err := first.store.PutOrgs(ctx, []store.Org{town}); err != nil {
		t.Fatal(err)
	}
	admin := casework.As(ctx, casework.Caller{Purpose: "maintenance", Who: access.Who{User: "u", Org: "o-town", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"admin"}}})
	rule := `@id("local.x") @nl("access.deny.local") @ground("avg.15") forbid (principal is Staff, action == Action::"part", resource) when { resource.domain == "money" };`
	if err := first.office.KeepSetting(admin, casework.SettingRules, 0, []byte(rule)); err != nil {
		t.Fatal(err)
	}
	said := ""
	for said = ask(t, url); strings.Contains(said, "rules0"); said = ask(t, url) {
	}
	if said != "2rules1 terms0 theme0 logo0 " || houses.Load() != 2 {
		t.Errorf("it says %q, after %d houses", said, houses.Load())
	}
	if strings.Count(out.String(), "http://") != 1 {
		t.Errorf("the address is told again: %s", out.String())
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://")); err == nil {
		_ = c.Close()
		t.Error("the port is still open")
	}
}

func address(t *testing.T, out *safeBuffer) string {
	t.Helper()
	for range 500 {
		if _, url, ok := strings.Cut(strings.TrimSpace(out.String()), ": "); ok {
			return url
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no address")
	return ""
}

// ask asks once with a connection of its own; every call must be answered.
func ask(t *testing.T, url string) string {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute}
	answer, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%d %v", answer.StatusCode, err)
	}
	return string(raw)
}

// TestRulesThatDoNotFitAreNotKept tries what must be refused before it is kept.
func TestRulesThatDoNotFitAreNotKept(t *testing.T) {
	dir := t.TempDir()
	a, err := openApp(t.Context(), Place{Data: dir}, realHooks(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.store.PutOrgs(t.Context(), []store.Org{{ID: "o-town", Kind: "municipality", Municipality: "9901", Active: true}, {ID: "o-other", Kind: "municipality", Municipality: "9902", Active: true}}); err != nil {
		t.Fatal(err)
	}
	admin := casework.As(t.Context(), casework.Caller{Purpose: "maintenance", Who: access.Who{User: "u", Org: "o-town", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"admin"}}})
	if _, err := a.office.Settings(admin); err == nil {
		t.Error("one of two municipalities keeps the settings of both")
	}
	if err := casework.SetOwner(t.Context(), a.store, "o-town"); err != nil {
		t.Fatal(err)
	}
	for kind, bad := range map[string]string{
		casework.SettingRules: `permit (principal, action, resource);`,
		casework.SettingTerms: `{"municipality": "9901", "terms": [{"code": "no.such", "article": "1", "length": {"n": 4, "unit": "week"}, "valid": {"from": "2026-01-01"}}]}`,
	} {
		if err := a.office.KeepSetting(admin, kind, 0, []byte(bad)); err == nil {
			t.Errorf("%s: %s is kept", kind, bad)
		}
	}
	if err := a.office.KeepSetting(admin, casework.SettingTheme, 0, []byte(":root{}")); err != nil {
		t.Fatal(err)
	}
	if err := a.office.KeepSetting(admin, casework.SettingTheme, 0, []byte(":root{--x:1}")); err == nil {
		t.Error("a change on an old version is kept")
	}
	own, err := a.office.Settings(admin)
	if err != nil || own.Version() != "rules0 terms0 theme1 logo0 " || string(own.Body(casework.SettingTheme)) != ":root{}" {
		t.Errorf("%v, %v", own, err)
	}
	other := casework.As(t.Context(), casework.Caller{Purpose: "maintenance", Who: access.Who{User: "v", Org: "o-other", Kind: access.Staff, OrgKind: "municipality", Municipality: "9902", Roles: []string{"admin"}}})
	if err := a.office.KeepSetting(other, casework.SettingTheme, 1, nil); err == nil {
		t.Error("another municipality changes the settings")
	}
	end := func(at Place) error {
		return (&RulesEndCmd{Place: at, Kind: casework.SettingTheme}).Run(t.Context(), &Streams{Out: io.Discard})
	}
	if err := a.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := end(Place{Data: dir}); err != nil {
		t.Fatal(err)
	}
	if err := end(Place{Data: dir}); err == nil {
		t.Error("it is ended twice")
	}
	if err := (&RulesOwnerCmd{Place: Place{Data: dir}, Organisation: "o-other"}).Run(t.Context(), &Streams{Out: io.Discard}); err != nil {
		t.Fatal(err)
	}
}
