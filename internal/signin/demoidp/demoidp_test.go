package demoidp_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/signin/demoidp"
	"eendracht/internal/store"
)

func demo(t *testing.T) (*signin.Demo, *demoidp.Provider, *signin.Door) {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := signin.MarkDemo(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	mark, err := signin.NewDemo(t.Context(), &signin.Desk{Store: st, Now: time.Now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	door, key, err := signin.NewDemoDoor(mark, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := demoidp.New(demoidp.Parts{Demo: mark, Client: key, Redirect: signin.CallbackPath, Now: time.Now, Random: rand.Reader, BSN: map[dossier.ID]string{}})
	if err != nil {
		t.Fatal(err)
	}
	door.Reach(p)
	return mark, p, door
}

func TestThereIsNoProviderWithoutADemonstration(t *testing.T) {
	if _, err := demoidp.New(demoidp.Parts{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the provider: %v", err)
	}
	if _, _, err := signin.NewDemoDoor(nil, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the door to it: %v", err)
	}
}

func TestARequestMustBeWhole(t *testing.T) {
	_, p, door := demo(t)
	location, _, err := door.Begin(t.Context(), httptest.NewRequest("GET", "/", nil), signin.Start{Provider: "demo", Back: "/"})
	if err != nil || !strings.HasPrefix(location, demoidp.Authorize+"?") {
		t.Fatalf("%s, %v", location, err)
	}
	u, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Check(u.Query()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(url.Values){
		"elsewhere": func(q url.Values) { q.Set("redirect_uri", "https://evil.example/") }, "no PKCE": func(q url.Values) { q.Del("code_challenge") },
		"plain PKCE": func(q url.Values) { q.Set("code_challenge_method", "plain") }, "no state": func(q url.Values) { q.Del("state") },
		"no nonce": func(q url.Values) { q.Del("nonce") }, "another client": func(q url.Values) { q.Set("client_id", "x") },
		"a token at once": func(q url.Values) { q.Set("response_type", "token") },
	} {
		q := u.Query()
		change(q)
		if _, err := p.Check(q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	low := u.Query()
	low.Set("level", "low")
	if r, err := p.Check(low); err != nil || r.ACR != signin.DemoACRLow {
		t.Errorf("%+v, %v", r, err)
	}
	low.Set("prompt", "login")
	if r, err := p.Check(low); err != nil || r.ACR != signin.DemoACR {
		t.Errorf("stronger was asked: %+v, %v", r, err)
	}
}

func TestACodeIsForWhoeverProvesThemselves(t *testing.T) {
	_, p, _ := demo(t)
	location, err := p.Approve(demoidp.Request{Redirect: "/back", State: "s", Nonce: "n", Challenge: strings.Repeat("c", 43), ACR: signin.DemoACR}, "u", "Fatma")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	for name, form := range map[string]url.Values{
		"without proof":     {"grant_type": {"authorization_code"}, "code": {u.Query().Get("code")}},
		"with false proof":  {"grant_type": {"authorization_code"}, "code": {u.Query().Get("code")}, "client_assertion": {"a.b.c"}},
		"for another grant": {"grant_type": {"password"}},
		"without anything":  {},
	} {
		r := httptest.NewRequest("POST", "/token", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code == http.StatusOK {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	if strings.Contains(location, "Fatma") {
		t.Error("a name stands in the address")
	}
	if back := p.Decline(demoidp.Request{Redirect: "/back", State: "s"}); !strings.Contains(back, "error=access_denied") {
		t.Error(back)
	}
}
