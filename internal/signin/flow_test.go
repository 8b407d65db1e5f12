package signin_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/store"
)

func request() *http.Request { return httptest.NewRequest("GET", "/signin/start", nil) }

// accounts counts the accounts of residents.
func (w *town) accounts(t *testing.T) int {
	t.Helper()
	users, err := w.store.UsersLike(t.Context(), "citizen", 100)
	if err != nil {
		t.Fatal(err)
	}
	return len(users)
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestWhatIsAskedOfAProvider(t *testing.T) {
	w := newTown(t)
	location, cookie := w.away(t, signin.Start{Back: "/plan/x"})
	u := must[*url.URL](t)(url.Parse(location))
	q := u.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "eendracht", "redirect_uri": "https://eendracht.example/signin/callback", "scope": "openid",
		"code_challenge_method": "S256", "max_age": "", "prompt": "",
		"acr_values": "http://eidas.europa.eu/LoA/low http://eidas.europa.eu/LoA/substantial http://eidas.europa.eu/LoA/high",
	} {
		if q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	if len(q.Get("state")) != 43 || len(q.Get("nonce")) != 43 || len(q.Get("code_challenge")) != 43 {
		t.Errorf("too little randomness: %v", q)
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || strings.Contains(location, cookie.Value) {
		t.Errorf("the browser's secret travels: %+v", cookie)
	}
	again, _ := w.away(t, signin.Start{})
	if must[*url.URL](t)(url.Parse(again)).Query().Get("state") == q.Get("state") {
		t.Error("a state was given twice")
	}
}

func TestAResidentSignsInAndIsTheSameOneAgain(t *testing.T) {
	for name, private := range map[string]crypto.Signer{
		"ES256": ecKey(t), "ES384": must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)), "PS256": must[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, 2048)),
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.provider.key = must[*signin.Key](t)(signin.NewKey(private))
			w.first()["algorithms"] = []string{name}
			w.open(t)
			in := must[signin.Arrived](t)(w.signIn(t, signin.Start{Back: "/help"}))
			if in.Back != "/help" || !in.First {
				t.Errorf("%+v", in)
			}
			s := must[signin.Signed](t)(w.known(t, in.Token))
			if s.User.Kind != "citizen" || s.Level != signin.LevelSubstantial || s.Weak || s.Provider != "digid" || !s.AuthAt.Equal(w.now) {
				t.Errorf("%+v", s)
			}
			profile := must[casework.Profile](t)(w.office.Profile(casework.As(t.Context(), w.Caller(s, "own", "test"))))
			if profile.BSN != "999990019" || profile.Name.Family != "Visser" {
				t.Errorf("%+v", profile)
			}
			again := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
			if other := must[signin.Signed](t)(w.known(t, again.Token)); again.First || other.User.ID != s.User.ID {
				t.Errorf("another one: %s and %s", other.User.ID, s.User.ID)
			}
			if n := w.accounts(t); n != 1 {
				t.Errorf("%d accounts", n)
			}
		})
	}
}

// TestWhoWasInvitedFindsTheirPlace signs someone in whose account was made
// before by who they are.
func TestWhoWasInvitedFindsTheirPlace(t *testing.T) {
	w := newTown(t)
	w.put(t, store.User{ID: "u-fenna", Kind: "citizen", Name: "Fenna", Active: true})
	if err := w.office.RememberAccount(t.Context(), "u-fenna", casework.Profile{BSN: "999990019"}); err != nil {
		t.Fatal(err)
	}
	for name, say := range map[string]func(map[string]any){
		"as another form of the subject": func(map[string]any) {},
		"as the subject": func(c map[string]any) {
			c["sub"], c["sub_id_type"] = "999990019", "urn:nl-eid-gdi:1.0:id:BSN"
			delete(c, "alt_sub")
		},
	} {
		w.provider.claims = say
		in := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
		if s := must[signin.Signed](t)(w.known(t, in.Token)); s.User.ID != "u-fenna" || in.First {
			t.Errorf("%s: %s", name, s.User.ID)
		}
	}
	w.first()["bsn"] = "burgerservicenummer"
	w.open(t)
	w.provider.claims = func(c map[string]any) {
		c["sub"], c["burgerservicenummer"] = "third", "999990019"
		delete(c, "alt_sub")
	}
	in := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	if s := must[signin.Signed](t)(w.known(t, in.Token)); s.User.ID != "u-fenna" {
		t.Errorf("by a claim: %s", s.User.ID)
	}
}

func TestActingForSomeoneElse(t *testing.T) {
	w := newTown(t)
	w.provider.claims = set("represents", map[string]string{"sub": "999990020", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"})
	in, err := w.signIn(t, signin.Start{})
	if err != nil {
		key, _ := fault.Message(err)
		t.Skip("SKIPPED: 999990020 is no BSN: ", key)
	}
	s := must[signin.Signed](t)(w.known(t, in.Token))
	caller := w.Caller(s, "own", "test")
	if s.Behalf == "" || s.Behalf == s.User.ID || caller.Behalf != s.Behalf || caller.Who.User != s.User.ID {
		t.Errorf("%+v", caller)
	}
}

func TestANewKeyOfTheProviderIsFetched(t *testing.T) {
	w := newTown(t)
	must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	w.provider.key = must[*signin.Key](t)(signin.NewKey(ecKey(t)))
	w.now = w.now.Add(time.Minute)
	must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
}

func TestStrongerOpensAndLosesNothing(t *testing.T) {
	w := newTown(t)
	w.provider.claims = set("acr", "http://eidas.europa.eu/LoA/low")
	weak := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	s := must[signin.Signed](t)(w.known(t, weak.Token))
	if !s.Weak || !s.Who().Weak || s.Level != signin.LevelLow {
		t.Fatalf("%+v", s)
	}
	start := signin.Start{Stronger: s, Back: "/case/d/safety"}
	location, cookie := w.away(t, start)
	q := must[*url.URL](t)(url.Parse(location)).Query()
	if q.Get("max_age") != "0" || q.Get("prompt") != "login" || strings.Contains(q.Get("acr_values"), "low") {
		t.Errorf("asked: %v", q)
	}
	if _, err := w.back(t, w.provider.approve(location), cookie); !fault.Is(err, fault.SignIn) {
		t.Errorf("not stronger at all: %v", err)
	}
	for name, lie := range map[string]func(map[string]any){
		"signed in long ago": set("auth_time", w.now.Add(-10*time.Minute).Unix()), "does not say when": without("auth_time"),
		"someone else": func(c map[string]any) {
			c["sub"], c["alt_sub"] = "other", []map[string]string{{"sub": "999990020", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"}}
		},
	} {
		w.provider.claims = lie
		if _, err := w.signIn(t, start); !fault.Is(err, fault.SignIn) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := w.known(t, weak.Token); err != nil {
			t.Errorf("%s: the session that was there is gone: %v", name, err)
		}
	}
	w.provider.claims = nil
	strong := must[signin.Arrived](t)(w.signIn(t, start))
	again := must[signin.Signed](t)(w.known(t, strong.Token))
	if again.Weak || strong.Back != "/case/d/safety" || again.User.ID != s.User.ID {
		t.Errorf("%+v %+v", strong, again)
	}
	if _, err := w.known(t, weak.Token); !fault.Is(err, fault.SignIn) {
		t.Errorf("the weak session lives on: %v", err)
	}
	w.now = w.now.Add(13 * time.Hour)
	if _, err := w.known(t, strong.Token); !fault.Is(err, fault.SignIn) {
		t.Errorf("after its absolute end: %v", err)
	}
}

// TestStrengthFadesWithTime: a worker's session goes on, but compartments shut
// after four hours.
func TestStrengthFadesWithTime(t *testing.T) {
	d := newDesk(t)
	r := d.start(t, "u")
	for hour := range 6 {
		s := must[signin.Signed](t)(d.Know(t.Context(), r, true))
		if want := hour*50 > 240; s.Weak != want {
			t.Errorf("after %d minutes weak is %v", hour*50, s.Weak)
		}
		d.now = d.now.Add(50 * time.Minute)
	}
}

func TestRulesTakeTheStrictest(t *testing.T) {
	rules := must[signin.Rules](t)(signin.ShippedRules())
	staff := rules.For(store.User{Kind: "staff", Roles: []string{"worker"}})
	admin := rules.For(store.User{Kind: "staff", Roles: []string{"worker", "admin"}})
	if staff.Idle != 60 || admin.Idle != 30 || admin.Minimum != 3 || staff.Minimum != 2 {
		t.Errorf("%+v %+v", staff, admin)
	}
	own := rules.Merge(signin.Rules{{Who: "staff", Idle: 5, Absolute: 60, Minimum: 3, Compartments: 4, Fresh: 10}})
	if got := own.For(store.User{Kind: "staff"}); got.Idle != 5 || got.Compartments != 4 {
		t.Errorf("%+v", got)
	}
	if got := own.For(store.User{Kind: "ghost"}); got.Idle != 0 || got.Absolute != 0 {
		t.Errorf("a kind without a rule lasts: %+v", got)
	}
}

func staffTown(t *testing.T, change func(map[string]any)) *town {
	w := newTown(t)
	p := w.first()
	p["id"], p["kind"], p["organisation"], p["account"] = "team", "staff", "o", "email"
	change(p)
	w.put(t, store.User{ID: "u", Org: "o", Kind: "staff", Roles: []string{"worker"}, Name: "Noor", Email: "noor@team.example", Active: true})
	w.org(t, store.Org{ID: "o2", Name: "Brug", Kind: "provider", OIN: "00000001800000000001", Active: true})
	w.put(t, store.User{ID: "v", Org: "o2", Kind: "staff", Roles: []string{"worker"}, Name: "Vera", Email: "vera@brug.example", Active: true})
	w.open(t)
	return w
}

func TestStaffComeInByTheirAccount(t *testing.T) {
	w := staffTown(t, func(map[string]any) {})
	start := signin.Start{Provider: "team"}
	for name, test := range map[string]struct {
		claims func(map[string]any)
		user   dossier.ID
	}{
		"their own":               {set("email", "Noor@Team.example"), "u"},
		"of another organisation": {func(c map[string]any) { c["sub"], c["email"] = "2", "vera@brug.example" }, ""},
		"nobody's":                {func(c map[string]any) { c["sub"], c["email"] = "3", "x@team.example" }, ""},
		"not verified":            {func(c map[string]any) { c["sub"], c["email"], c["email_verified"] = "4", "noor@team.example", false }, ""},
		"without the claim":       {func(c map[string]any) { c["sub"] = "5" }, ""},
		"a claim that is no text": {func(c map[string]any) { c["sub"], c["email"] = "6", []string{"noor@team.example"} }, ""},
		"acting for someone, here": {func(c map[string]any) {
			c["represents"] = map[string]string{"sub": "999990019", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"}
		}, ""},
	} {
		w.provider.claims = test.claims
		in, err := w.signIn(t, start)
		if test.user == "" {
			if !fault.Is(err, fault.SignIn) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if s := must[signin.Signed](t)(w.known(t, in.Token)); err != nil || s.User.ID != test.user {
			t.Errorf("%s: %v %v", name, s.User.ID, err)
		}
	}
	// Whoever moved to another organisation no longer comes in by the old one's provider.
	w.provider.claims = set("email", "noor@team.example")
	must[signin.Arrived](t)(w.signIn(t, start))
	w.put(t, store.User{ID: "u", Org: "o2", Kind: "staff", Name: "Noor", Email: "noor@team.example", Active: true})
	if _, err := w.signIn(t, start); !fault.Is(err, fault.SignIn) {
		t.Errorf("after moving: %v", err)
	}
}

func TestRolesComeFromAListThatIsAllowed(t *testing.T) {
	w := staffTown(t, func(p map[string]any) {
		p["roles"] = map[string]any{"claim": "groups", "allow": map[string]string{"g-worker": "worker", "g-lead": "lead"}}
	})
	start := signin.Start{Provider: "team"}
	come := func(groups any) (signin.Signed, error) {
		w.provider.claims = func(c map[string]any) {
			c["sub"], c["groups"], c["email"], c["name"] = "new", groups, "new@team.example", "Nieuw"
		}
		in, err := w.signIn(t, start)
		if err != nil {
			return signin.Signed{}, err
		}
		return w.known(t, in.Token)
	}
	if _, err := come([]string{"g-admin", "admin"}); !fault.Is(err, fault.SignIn) {
		t.Errorf("roles that are not allowed: %v", err)
	}
	first := must[signin.Signed](t)(come([]string{"g-worker", "g-admin", "g-lead", "g-worker"}))
	if strings.Join(first.User.Roles, " ") != "lead worker" || first.User.Org != "o" || first.User.Name != "Nieuw" {
		t.Errorf("%+v", first.User)
	}
	then := must[signin.Signed](t)(come("g-worker"))
	if strings.Join(then.User.Roles, " ") != "worker" || then.User.ID != first.User.ID {
		t.Errorf("a role that was taken away: %+v", then.User)
	}
	if _, err := come([]string{}); !fault.Is(err, fault.SignIn) {
		t.Errorf("without roles: %v", err)
	}
}

func TestPartnersSayForWhichOrganisation(t *testing.T) {
	w := staffTown(t, func(p map[string]any) {
		p["kind"], p["organisation_claim"] = "partner", "oin"
		delete(p, "organisation")
	})
	for name, test := range map[string]struct {
		oin  any
		want bool
	}{"its own": {"00000001800000000001", true}, "unknown": {"00000009", false}, "none": {nil, false}, "a municipality's code": {"9901", false}} {
		w.provider.claims = func(c map[string]any) { c["sub"], c["email"], c["oin"] = name, "vera@brug.example", test.oin }
		in, err := w.signIn(t, signin.Start{Provider: "team"})
		if test.want != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			if s := must[signin.Signed](t)(w.known(t, in.Token)); s.Org.ID != "o2" {
				t.Errorf("%s: %s", name, s.Org.ID)
			}
		}
	}
}

func TestOwnSessions(t *testing.T) {
	w := newTown(t)
	one := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	two := must[signin.Arrived](t)(w.signIn(t, signin.Start{}))
	s := must[signin.Signed](t)(w.known(t, one.Token))
	list := must[[]signin.Own](t)(w.Sessions(t.Context(), s))
	if len(list) != 2 || list[0].Client != "Firefox, Linux" || list[0].Here == list[1].Here {
		t.Fatalf("%+v", list)
	}
	other := list[0]
	if other.Here {
		other = list[1]
	}
	if err := w.EndOwn(t.Context(), s, "0000"); !fault.Is(err, fault.NotFound) {
		t.Errorf("no session of theirs: %v", err)
	}
	if err := w.EndOwn(t.Context(), s, other.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.known(t, two.Token); !fault.Is(err, fault.SignIn) {
		t.Errorf("ended there: %v", err)
	}
	if err := w.EndAll(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if _, err := w.known(t, one.Token); !fault.Is(err, fault.SignIn) {
		t.Errorf("ended everywhere: %v", err)
	}
}
