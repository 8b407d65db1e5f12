package signin_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/store"
)

// machineTown has one machine client, by key and by certificate.
type machineTown struct {
	*town
	machines *signin.Machines
	key      *signin.Key
	cert     *x509.Certificate
	pair     tls.Certificate
}

func certificate(t *testing.T, key *ecdsa.PrivateKey, from, until time.Time) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "post.example"}, NotBefore: from, NotAfter: until}
	der := must[[]byte](t)(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: must[*x509.Certificate](t)(x509.ParseCertificate(der))}
}

func newMachineTown(t *testing.T) *machineTown {
	t.Helper()
	w := &machineTown{town: newTown(t)}
	w.key = must[*signin.Key](t)(signin.NewKey(ecKey(t)))
	w.pair = certificate(t, ecKey(t), w.now.Add(-time.Hour), w.now.Add(24*time.Hour))
	w.cert = w.pair.Leaf
	print := sha256.Sum256(w.cert.Raw)
	w.config["machines"] = []any{map[string]any{
		"id": "post", "name": "Postkoppeling", "organisation": "o", "certificates": []string{hex.EncodeToString(print[:])},
		"jwks": jose.JSONWebKeySet{Keys: []jose.JSONWebKey{w.key.Public()}}, "from": []string{"192.0.2.0/24", "127.0.0.0/8"},
	}}
	w.machines = must[*signin.Machines](t)(signin.NewMachines(t.Context(), w.read(t), w.Desk))
	return w
}

func (w *machineTown) assertion(change func(map[string]any)) map[string]any {
	c := map[string]any{"iss": "post", "sub": "post", "aud": "https://eendracht.example/signin/token", "jti": "a1", "iat": w.now.Unix(), "exp": w.now.Add(time.Minute).Unix()}
	if change != nil {
		change(c)
	}
	return c
}

func (w *machineTown) ask(raw string, change func(url.Values)) (string, error) {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_assertion": {raw},
		"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	}
	from := "192.0.2.7:1234"
	if change != nil {
		change(form)
		if f := form.Get("from"); f != "" {
			from = f
		}
	}
	token, _, err := w.machines.Token(context.Background(), form, from)
	return token, err
}

func sign(t *testing.T, k *signin.Key, claims any) string { return must[string](t)(k.Sign(claims)) }

func TestAMachineGetsATokenForAnAssertionOnce(t *testing.T) {
	w := newMachineTown(t)
	raw := sign(t, w.key, w.assertion(nil))
	token := must[string](t)(w.ask(raw, nil))
	r := httptest.NewRequest("POST", "/messages/x", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	caller, err := w.machines.Machine(r)
	if err != nil || caller.Who.Org != "o" || caller.Who.Kind != "machine" || caller.Who.User != "m-post" || caller.Who.Weak {
		t.Fatalf("%+v, %v", caller, err)
	}
	if _, err := w.ask(raw, nil); !fault.Is(err, fault.SignIn) {
		t.Errorf("the same assertion again: %v", err)
	}
	w.now = w.now.Add(11 * time.Minute)
	if _, err := w.machines.Machine(r); !fault.Is(err, fault.SignIn) {
		t.Errorf("after its time: %v", err)
	}
}

func TestAnAssertionThatIsWrongGivesNothing(t *testing.T) {
	w := newMachineTown(t)
	for name, change := range map[string]func(map[string]any){
		"another subject": set("sub", "other"), "nobody we know": set("iss", "other"), "for someone else": set("aud", "https://evil.example"),
		"no jti": without("jti"), "expired": set("exp", at(-2*time.Minute)), "no end": without("exp"), "counts a day": set("exp", at(24*time.Hour)),
		"not yet": set("nbf", at(2*time.Minute)), "issued after now": set("iat", at(2*time.Minute)),
	} {
		if _, err := w.ask(sign(t, w.key, w.assertion(change)), nil); !fault.Is(err, fault.SignIn) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := must[*signin.Key](t)(signin.NewKey(ecKey(t)))
	for name, raw := range map[string]string{
		"another key": sign(t, other, w.assertion(nil)), "none": unsigned(w.assertion(nil), `{"alg":"none"}`), "nothing": "",
		"changed": tampered(sign(t, w.key, w.assertion(nil)), set("jti", "a2")),
	} {
		if _, err := w.ask(raw, nil); !fault.Is(err, fault.SignIn) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(url.Values){
		"another client": func(f url.Values) { f.Set("client_id", "other") }, "another network": func(f url.Values) { f.Set("from", "198.51.100.1:1") },
		"another kind": func(f url.Values) { f.Set("client_assertion_type", "x") },
	} {
		if _, err := w.ask(sign(t, w.key, w.assertion(nil)), change); !fault.Is(err, fault.SignIn) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.ask(sign(t, w.key, w.assertion(nil)), func(f url.Values) { f.Set("grant_type", "password") }); !fault.Is(err, fault.Invalid) {
		t.Errorf("a password: %v", err)
	}
}

// TestAMachineIsKnownByItsCertificate goes over real TLS.
func TestAMachineIsKnownByItsCertificate(t *testing.T) {
	w := newMachineTown(t)
	said := ""
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		caller, err := w.machines.Machine(r)
		if said = string(caller.Who.User); err == nil {
			if again, err := caller.Renew(r.Context()); err == nil {
				said += " " + string(again.Who.Org)
			}
		}
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequestClientCert, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	come := func(pairs ...tls.Certificate) string {
		t.Helper()
		client := server.Client()
		transport := client.Transport.(*http.Transport).Clone()
		transport.TLSClientConfig.Certificates = pairs
		answer := must[*http.Response](t)((&http.Client{Transport: transport}).Get(server.URL))
		_ = answer.Body.Close()
		transport.CloseIdleConnections()
		return said
	}
	if got := come(w.pair); got != "m-post o" {
		t.Errorf("by its certificate: %q", got)
	}
	if got := come(certificate(t, ecKey(t), w.now.Add(-time.Hour), w.now.Add(time.Hour))); got != "" {
		t.Errorf("another certificate of the same name: %q", got)
	}
	if got := come(); got != "" {
		t.Errorf("no certificate: %q", got)
	}
	w.now = w.now.Add(48 * time.Hour)
	if got := come(w.pair); got != "" {
		t.Errorf("a certificate that has ended: %q", got)
	}
	w.now = w.now.Add(-48 * time.Hour)
	w.org(t, store.Org{ID: "o", Name: "Wijkteam", Kind: "neighbourhood_team", Municipality: "9901"})
	if got := come(w.pair); got != "" {
		t.Errorf("of an organisation that has ended: %q", got)
	}
}

func TestAMachineThatIsNoLongerConfiguredIsOut(t *testing.T) {
	w := newMachineTown(t)
	token := must[string](t)(w.ask(sign(t, w.key, w.assertion(nil)), nil))
	delete(w.config, "machines")
	must[*signin.Machines](t)(signin.NewMachines(t.Context(), w.read(t), w.Desk))
	if _, err := w.known(t, token); !fault.Is(err, fault.SignIn) {
		t.Errorf("its token still counts: %v", err)
	}
}

func TestAPersonIsNoMachine(t *testing.T) {
	w := newMachineTown(t)
	if _, err := w.machines.Machine(w.start(t, "u")); !fault.Is(err, fault.SignIn) {
		t.Errorf("%v", err)
	}
}
