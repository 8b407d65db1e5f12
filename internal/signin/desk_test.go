package signin_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/store"
)

type desk struct {
	*signin.Desk
	store store.Store
	now   time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	d := &desk{store: st, now: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)}
	d.Desk = &signin.Desk{Store: st, Random: rand.Reader, Now: func() time.Time { return d.now }}
	if err := st.PutOrgs(t.Context(), []store.Org{{ID: "o", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: "9901", Active: true}}); err != nil {
		t.Fatal(err)
	}
	d.put(t, store.User{ID: "u", Org: "o", Kind: "staff", Roles: []string{"worker"}, Name: "Noor", Active: true})
	return d
}

func (d *desk) put(t *testing.T, u store.User) {
	t.Helper()
	if err := d.store.PutUsers(t.Context(), []store.User{u}); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) start(t *testing.T, user dossier.ID) *http.Request {
	t.Helper()
	token, err := d.Start(t.Context(), user, "nl")
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(d.Cookie(token))
	return r
}

func TestAKnownSession(t *testing.T) {
	d := newDesk(t)
	r := d.start(t, "u")
	s, err := d.Know(t.Context(), r, false)
	if err != nil || s.User.Name != "Noor" || s.Who().Municipality != "9901" || !s.Has("worker") || s.Has("director") {
		t.Fatalf("%+v, %v", s, err)
	}
	if err := d.End(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Know(t.Context(), r, false); !fault.Is(err, fault.SignIn) {
		t.Errorf("an ended session: %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	for name, after := range map[string]time.Duration{"idle": signin.Idle + time.Minute, "absolute": signin.Absolute + time.Minute} {
		d := newDesk(t)
		r := d.start(t, "u")
		d.now = d.now.Add(after)
		if _, err := d.Know(t.Context(), r, false); !fault.Is(err, fault.SignIn) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUseKeepsASessionAlive(t *testing.T) {
	d := newDesk(t)
	r := d.start(t, "u")
	for range 6 {
		d.now = d.now.Add(signin.Idle - time.Minute)
		if _, err := d.Know(t.Context(), r, false); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnInactiveAccountIsOut(t *testing.T) {
	d := newDesk(t)
	r := d.start(t, "u")
	if _, err := d.Know(t.Context(), r, false); err != nil {
		t.Fatal(err)
	}
	d.put(t, store.User{ID: "u", Org: "o", Kind: "staff", Name: "Noor", Active: false})
	if _, err := d.Know(t.Context(), r, true); !fault.Is(err, fault.SignIn) {
		t.Errorf("fresh: %v", err)
	}
	if _, err := d.Start(t.Context(), "u", "nl"); !fault.Is(err, fault.SignIn) {
		t.Errorf("a new session: %v", err)
	}
}

func TestACallerIsRenewedWhenTheDirectoryChanges(t *testing.T) {
	d := newDesk(t)
	s, err := d.Know(t.Context(), d.start(t, "u"), false)
	if err != nil {
		t.Fatal(err)
	}
	d.put(t, store.User{ID: "u", Org: "o", Kind: "staff", Name: "Noor", Active: true, Roles: []string{"worker", "decider"}})
	again, err := d.Caller(s, "intake", "x").Renew(t.Context())
	if err != nil || len(again.Who.Roles) != 2 || again.Epoch == s.Epoch {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestStrangersAndNonsense(t *testing.T) {
	d := newDesk(t)
	for _, header := range []string{"", "Bearer ", "Bearer nonsense", "Basic x"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", header)
		if _, err := d.Know(t.Context(), r, false); !fault.Is(err, fault.SignIn) {
			t.Errorf("%q: %v", header, err)
		}
	}
}

func TestTheCookieIsShut(t *testing.T) {
	d := newDesk(t)
	d.Secure = true
	c := d.Cookie("t")
	if c.Name != "__Host-eendracht" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
		t.Errorf("%+v", c)
	}
}

func TestChoosingAPersonIsForTheDemonstrationOnly(t *testing.T) {
	d := newDesk(t)
	if _, err := signin.NewDemo(t.Context(), d.Desk); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a store that is no demonstration: %v", err)
	}
	if err := signin.MarkDemo(t.Context(), d.store); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a store with people in it became a demonstration: %v", err)
	}
	empty, err := store.OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close() //nolint:errcheck // a test
	if err := signin.MarkDemo(t.Context(), empty); err != nil {
		t.Fatal(err)
	}
	demo, err := signin.NewDemo(t.Context(), &signin.Desk{Store: empty, Random: rand.Reader, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.PutUsers(t.Context(), []store.User{{ID: "x", Kind: "citizen", Active: true}}); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.SignIn(t.Context(), "x", "nl"); err != nil {
		t.Error(err)
	}
}
