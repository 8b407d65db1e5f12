package signin_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// provider is a sign-in provider over HTTP that a test lets lie.
type provider struct {
	t      *testing.T
	server *httptest.Server
	key    *signin.Key
	now    func() time.Time
	client *jose.JSONWebKey // who may ask for tokens; set when the client is known

	mu     sync.Mutex
	codes  map[string]url.Values // the request that a code was given for
	about  func(map[string]any)  // changes what it says about itself
	claims func(map[string]any)  // changes what it says about the person
	forge  func(claims map[string]any) string
	answer func(w http.ResponseWriter) bool // answers for the token endpoint
	extra  []jose.JSONWebKey
	access string
}

func newProvider(t *testing.T, private crypto.Signer, now func() time.Time) *provider {
	t.Helper()
	key, err := signin.NewKey(private)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, now: now, codes: map[string]url.Values{}, access: "access-token"}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

func ecKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		m := map[string]any{
			"issuer": p.server.URL, "authorization_endpoint": p.server.URL + "/authorize", "token_endpoint": p.server.URL + "/token",
			"jwks_uri": p.server.URL + "/keys", "code_challenge_methods_supported": []string{"S256"},
			"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}, "authorization_response_iss_parameter_supported": true,
		}
		if p.about != nil {
			p.about(m)
		}
		_ = json.NewEncoder(w).Encode(m)
	case "/keys":
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: append([]jose.JSONWebKey{p.key.Public()}, p.extra...)})
	case "/token":
		p.token(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	if p.answer != nil && p.answer(w) {
		return
	}
	asked, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") || r.FormValue("redirect_uri") != asked.Get("redirect_uri") || !p.proven(r) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"invalid_grant"}`)
		return
	}
	now := p.now()
	hash := sha256.Sum256([]byte(p.access))
	claims := map[string]any{
		"iss": p.server.URL, "aud": "eendracht", "sub": "pairwise-1", "nonce": asked.Get("nonce"), "acr": "http://eidas.europa.eu/LoA/substantial",
		"iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "auth_time": now.Unix(), "at_hash": base64.RawURLEncoding.EncodeToString(hash[:16]),
		"sid": "outside-1", "given_name": "Fenna", "family_name": "Visser", "birthdate": "1990-02-03",
		"alt_sub": []map[string]string{{"sub": "999990019", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"}},
	}
	if p.key.Public().Algorithm == "ES384" {
		wide := sha512.Sum384([]byte(p.access))
		claims["at_hash"] = base64.RawURLEncoding.EncodeToString(wide[:24])
	}
	if p.claims != nil {
		p.claims(claims)
	}
	id := p.sign(claims)
	if p.forge != nil {
		id = p.forge(claims)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"id_token": id, "access_token": p.access, "token_type": "Bearer"})
}

// proven checks private_key_jwt as a strict provider does.
func (p *provider) proven(r *http.Request) bool {
	token, err := jwt.ParseSigned(r.FormValue("client_assertion"), []jose.SignatureAlgorithm{jose.ES256, jose.PS256})
	if err != nil {
		return false
	}
	var c jwt.Claims
	return token.Claims(p.client.Key, &c) == nil && c.Issuer == "eendracht" && c.Subject == "eendracht" && c.ID != "" &&
		c.Audience.Contains(p.server.URL+"/token") && c.Expiry.Time().After(p.now()) && r.FormValue("client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
}

func (p *provider) sign(claims map[string]any) string {
	token, err := p.key.Sign(claims)
	if err != nil {
		p.t.Error(err)
	}
	return token
}

// approve lets the person sign in and gives the query that their browser brings back.
func (p *provider) approve(location string) url.Values {
	u, err := url.Parse(location)
	if err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := fmt.Sprintf("code-%d-%s", len(p.codes), u.Query().Get("state")[:8])
	p.codes[code] = u.Query()
	return url.Values{"code": {code}, "state": {u.Query().Get("state")}, "iss": {p.server.URL}}
}

// town is an installation with a provider for residents.
type town struct {
	*desk
	office   *casework.Office
	door     *signin.Door
	provider *provider
	config   map[string]any
	dir      string
}

// shippedEngine compiles the policies once for all towns.
var shippedEngine = sync.OnceValues(func() (out struct {
	*access.Engine
	law *statute.Set
}, err error) {
	if out.law, err = statute.Load(); err == nil {
		out.Engine, err = access.New(out.law)
	}
	return out, err
})

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{desk: newDesk(t), dir: t.TempDir()}
	v, err := vault.Open(t.Context(), filepath.Join(w.dir, "keys.json"), w.store, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := shippedEngine()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	w.office = casework.New(casework.Parts{
		Store: w.store, Vault: v, Access: engine.Engine, Law: engine.law, Now: func(context.Context) time.Time { return w.now },
		NewID: func(context.Context) dossier.ID { n++; return dossier.ID(fmt.Sprint("id-", n)) },
	})
	w.provider = newProvider(t, ecKey(t), func() time.Time { return w.now })
	writeKey(t, filepath.Join(w.dir, "client.pem"), ecKey(t))
	w.config = map[string]any{
		"base": "https://eendracht.example", "key": "client.pem",
		"providers": []any{map[string]any{
			"id": "digid", "kind": "citizen", "name": map[string]string{"nl": "DigiD"}, "issuer": w.provider.server.URL, "client": "eendracht",
			"acr":        []string{"http://eidas.europa.eu/LoA/low", "http://eidas.europa.eu/LoA/substantial", "http://eidas.europa.eu/LoA/high"},
			"algorithms": []string{"ES256"},
		}},
	}
	w.open(t)
	return w
}

// first gives the configuration of the first provider, to change it.
func (w *town) first() map[string]any { return w.config["providers"].([]any)[0].(map[string]any) }

// open makes the door of the configuration as it is now.
func (w *town) open(t *testing.T) {
	t.Helper()
	config := w.read(t)
	door, err := signin.NewDoor(t.Context(), config, w.Desk, w.office)
	if err != nil {
		t.Fatal(err)
	}
	w.door = door
	for _, k := range door.Keys().Keys {
		w.provider.client = &k
	}
}

func (w *town) read(t *testing.T) *signin.Config {
	t.Helper()
	raw, err := json.Marshal(w.config)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(w.dir, "providers.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := signin.ReadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func writeKey(t *testing.T, path string, key crypto.Signer) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// away begins a sign-in: where the browser goes, and its cookie.
func (w *town) away(t *testing.T, start signin.Start) (string, *http.Cookie) {
	t.Helper()
	if start.Provider == "" {
		start.Provider = "digid"
	}
	location, cookie, err := w.door.Begin(t.Context(), httptest.NewRequest("GET", "/signin/start", nil), start)
	if err != nil {
		t.Fatal(err)
	}
	return location, cookie
}

// back brings an answer back in a browser.
func (w *town) back(t *testing.T, query url.Values, cookies ...*http.Cookie) (signin.Arrived, error) {
	t.Helper()
	r := httptest.NewRequest("GET", signin.CallbackPath+"?"+query.Encode(), nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	for _, c := range cookies {
		if c != nil {
			r.AddCookie(c)
		}
	}
	return w.door.Finish(t.Context(), r, "nl")
}

// signIn does the whole way with the provider as it is.
func (w *town) signIn(t *testing.T, start signin.Start) (signin.Arrived, error) {
	t.Helper()
	location, cookie := w.away(t, start)
	return w.back(t, w.provider.approve(location), cookie)
}

// known gives who a token belongs to.
func (w *town) known(t *testing.T, token string) (signin.Signed, error) {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return w.Know(t.Context(), r, true)
}

func (w *town) org(t *testing.T, o store.Org) {
	t.Helper()
	if err := w.store.PutOrgs(t.Context(), []store.Org{o}); err != nil {
		t.Fatal(err)
	}
}

func unsigned(claims map[string]any, header string) string {
	raw, err := json.Marshal(claims)
	if err != nil {
		return ""
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode(raw) + "."
}

func tampered(token string, change func(map[string]any)) string {
	parts := strings.Split(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	claims := map[string]any{}
	if json.Unmarshal(raw, &claims) != nil {
		return ""
	}
	change(claims)
	raw, err = json.Marshal(claims)
	if err != nil {
		return ""
	}
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(raw) + "." + parts[2]
}
