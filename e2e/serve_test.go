package e2e

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/signin"
	"eendracht/internal/store"
)

// stranger is a sign-in provider that no one here runs: who signs in is what
// the test says.
type stranger struct {
	t     *testing.T
	key   *signin.Key
	url   string
	mu    sync.Mutex
	codes map[string]url.Values
	who   map[string]any
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	s := &stranger{t: t, key: signingKey(t), codes: map[string]url.Values{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func signingKey(t *testing.T) *signin.Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := signin.NewKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (s *stranger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": s.url, "authorization_endpoint": s.url + "/authorize", "token_endpoint": s.url + "/token", "jwks_uri": s.url + "/keys",
			"code_challenge_methods_supported": []string{"S256"}, "token_endpoint_auth_methods_supported": []string{"private_key_jwt"},
		})
	case "/keys":
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{s.key.Public()}})
	case "/authorize":
		code := fmt.Sprint("code", len(s.codes))
		s.codes[code] = r.URL.Query()
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?"+url.Values{"code": {code}, "state": {r.FormValue("state")}, "iss": {s.url}}.Encode(), http.StatusFound)
	case "/token":
		asked := s.codes[r.FormValue("code")]
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		now := time.Now()
		claims := map[string]any{
			"iss": s.url, "aud": "eendracht", "nonce": asked.Get("nonce"), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "auth_time": now.Unix(),
			"acr": "http://eidas.europa.eu/LoA/substantial",
		}
		for k, v := range s.who {
			claims[k] = v
		}
		id, err := s.key.Sign(claims)
		if err != nil {
			s.t.Error(err)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"id_token": id, "access_token": "a", "token_type": "Bearer"})
	}
}

// installation is `serve` with its own data, providers and machine client.
type installation struct {
	t       *testing.T
	dir     string
	url     string
	outside *stranger
	machine *signin.Key
	config  map[string]any
	args    []string
	client  tls.Certificate
}

func newInstallation(t *testing.T) *installation {
	t.Helper()
	if os.Getenv("EENDRACHT_TEST_URL") != "" {
		t.Skip("SKIPPED: a program that runs already is tested, and this test starts its own")
	}
	i := &installation{t: t, dir: t.TempDir(), outside: newStranger(t), machine: signingKey(t)}
	st, err := store.OpenSQLite(t.Context(), i.dir)
	if err != nil {
		t.Fatal(err)
	}
	orgs := []store.Org{{ID: "o-team", Name: "Wijkteam Zuid", Kind: "neighbourhood_team", Municipality: "9901", Active: true}}
	users := []store.User{{ID: "u-noor", Org: "o-team", Kind: "staff", Roles: []string{"worker"}, Name: "Noor Bakker", Email: "noor@team.example", Active: true}}
	if err := st.PutOrgs(t.Context(), orgs); err != nil {
		t.Fatal(err)
	}
	if err := st.PutUsers(t.Context(), users); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	i.client = i.certificate("client")
	print := sha256.Sum256(i.client.Certificate[0])
	i.certificate("server")
	i.config = map[string]any{
		"key": "client.key",
		"providers": []any{
			map[string]any{"id": "digid", "kind": "citizen", "name": map[string]string{"nl": "DigiD"}, "issuer": i.outside.url, "client": "eendracht", "acr": []string{"http://eidas.europa.eu/LoA/substantial"}},
			map[string]any{"id": "team", "kind": "staff", "name": map[string]string{"nl": "Wijkteam Zuid"}, "issuer": i.outside.url, "client": "eendracht", "acr": []string{"http://eidas.europa.eu/LoA/substantial"}, "organisation": "o-team", "account": "email"},
		},
		"machines": []any{map[string]any{
			"id": "post", "name": "Postkoppeling", "organisation": "o-team", "jwks": jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.machine.Public()}},
			"certificates": []string{hex.EncodeToString(print[:])},
		}},
	}
	return i
}

// certificate makes a key and a certificate of its own, as files name.key and name.pem.
func (i *installation) certificate(name string) tls.Certificate {
	i.t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		i.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		i.t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		i.t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{name + ".pem": {Type: "CERTIFICATE", Bytes: der}, name + ".key": {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(filepath.Join(i.dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			i.t.Fatal(err)
		}
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private}
}

func (i *installation) command(scheme string) *exec.Cmd {
	i.t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		i.t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close()
	i.url = scheme + "://" + addr
	i.config["base"] = i.url
	raw, err := json.Marshal(i.config)
	if err != nil {
		i.t.Fatal(err)
	}
	file := filepath.Join(i.dir, "providers.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		i.t.Fatal(err)
	}
	return exec.Command(binary, append([]string{"serve", "--data", i.dir, "--addr", addr, "--providers", file}, i.args...)...)
}

// serve starts the program and waits until it listens.
func (i *installation) serve(scheme string) {
	i.t.Helper()
	program := i.command(scheme)
	var said bytes.Buffer
	program.Stderr = &said
	out, err := program.StdoutPipe()
	if err != nil {
		i.t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		i.t.Fatal(err)
	}
	i.t.Cleanup(func() {
		_ = program.Process.Signal(syscall.SIGTERM)
		_ = program.Wait()
		if i.t.Failed() {
			i.t.Log(said.String())
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Eendracht: "+scheme) {
			go io.Copy(io.Discard, out) //nolint:errcheck // the rest is nobody's concern
			return
		}
	}
	i.t.Fatalf("the program did not start:\n%s", said.String())
}

// visitor is a browser of one person.
func (i *installation) visitor() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		i.t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 20 * time.Second}
}

func fetched(t *testing.T, c *http.Client, address string) (int, string, string, http.Header) {
	t.Helper()
	answer, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only read from
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Request.URL.Path, string(body), answer.Header
}

func TestAnInstallationLetsPeopleAndProgramsIn(t *testing.T) {
	i := newInstallation(t)
	i.args = []string{"--no-tls"}
	i.serve("http")
	t.Run("providers", func(t *testing.T) {
		status, _, body, header := fetched(t, i.visitor(), i.url+"/signin?to=/help")
		if status != http.StatusOK || !strings.Contains(body, "Inloggen met DigiD") || !strings.Contains(body, "Inloggen met Wijkteam Zuid") {
			t.Errorf("%d %.400s", status, body)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()", "Cache-Control": "no-store",
		} {
			if !strings.HasPrefix(header.Get(name), want) {
				t.Errorf("%s: %q", name, header.Get(name))
			}
		}
		if strings.Contains(header.Get("Content-Security-Policy"), "unsafe") {
			t.Error("the content policy lets inline things in")
		}
	})
	t.Run("a resident", func(t *testing.T) {
		i.outside.who = map[string]any{"sub": "r1", "given_name": "Fenna", "family_name": "Visser", "alt_sub": []map[string]string{{"sub": "999990019", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"}}}
		c := i.visitor()
		if status, path, body, _ := fetched(t, c, i.url+"/signin/start?provider=digid&to=/sessions"); status != http.StatusOK || path != "/sessions" || !strings.Contains(body, "Dit apparaat") {
			t.Errorf("%d %s %.400s", status, path, body)
		}
		if status, path, _, _ := fetched(t, c, i.url+"/"); status != http.StatusOK || path != "/help" {
			t.Errorf("home is %d %s", status, path)
		}
	})
	t.Run("a worker", func(t *testing.T) {
		i.outside.who = map[string]any{"sub": "w1", "email": "noor@team.example"}
		if status, path, _, _ := fetched(t, i.visitor(), i.url+"/signin/start?provider=team&to=/"); status != http.StatusOK || path != "/work" {
			t.Errorf("%d %s", status, path)
		}
		i.outside.who = map[string]any{"sub": "w2", "email": "stranger@team.example"}
		if status, _, body, _ := fetched(t, i.visitor(), i.url+"/signin/start?provider=team&to=/"); status != http.StatusUnauthorized || !strings.Contains(body, "nog geen account") {
			t.Errorf("a stranger: %d %.300s", status, body)
		}
	})
	t.Run("an answer that nobody asked", func(t *testing.T) {
		status, _, body, _ := fetched(t, i.visitor(), i.url+"/signin/callback?code=x&state=y")
		if status != http.StatusUnauthorized || !strings.Contains(body, "Opnieuw inloggen") {
			t.Errorf("%d %.300s", status, body)
		}
	})
	t.Run("a program", func(t *testing.T) { i.program(t) })
	t.Run("no demonstration", func(t *testing.T) {
		for _, path := range []string{"/demo/provider/authorize", "/api/v1/demo/sessions"} {
			if status, _, _, _ := fetched(t, i.visitor(), i.url+path); status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
				t.Errorf("%s: %d", path, status)
			}
		}
	})
}

// program gets a token by an assertion and uses it; the same assertion counts once.
func (i *installation) program(t *testing.T) {
	now := time.Now()
	assertion, err := i.machine.Sign(map[string]any{"iss": "post", "sub": "post", "aud": i.url + "/signin/token", "jti": "one", "exp": now.Add(time.Minute).Unix()})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() (int, string) {
		answer, err := http.PostForm(i.url+"/signin/token", url.Values{
			"grant_type": {"client_credentials"}, "client_assertion": {assertion}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close() //nolint:errcheck // only read from
		var out struct {
			Token string `json:"access_token"`
		}
		_ = json.NewDecoder(answer.Body).Decode(&out)
		return answer.StatusCode, out.Token
	}
	status, token := ask()
	if status != http.StatusOK || token == "" {
		t.Fatalf("no token: %d", status)
	}
	if status, _ := ask(); status != http.StatusUnauthorized {
		t.Errorf("the same assertion again: %d", status)
	}
	r, err := http.NewRequest("GET", i.url+"/api/v1/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Purpose", "help")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only read from
	body, _ := io.ReadAll(answer.Body)
	if !strings.Contains(string(body), `"kind":"machine"`) || !strings.Contains(string(body), "o-team") {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
}

// TestAnInstallationSpeaksTLS knows a program by its client certificate, tells
// browsers to come over TLS only, and makes whoever asks too often wait.
func TestAnInstallationSpeaksTLS(t *testing.T) {
	i := newInstallation(t)
	i.args = []string{"--cert", filepath.Join(i.dir, "server.pem"), "--cert-key", filepath.Join(i.dir, "server.key")}
	i.config["limits"] = map[string]any{"user": map[string]any{"per_second": 0.001, "burst": 3}}
	i.serve("https")
	trust := x509.NewCertPool()
	raw, err := os.ReadFile(filepath.Join(i.dir, "server.pem"))
	if err != nil {
		t.Fatal(err)
	}
	trust.AppendCertsFromPEM(raw)
	browser := func(certificates ...tls.Certificate) *http.Client {
		return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust, Certificates: certificates}}}
	}
	if status, _, _, header := fetched(t, browser(), i.url+"/signin"); status != http.StatusOK || !strings.HasPrefix(header.Get("Strict-Transport-Security"), "max-age=31536000") {
		t.Errorf("%d %v", status, header)
	}
	if status, _, _, _ := fetched(t, browser(), i.url+"/api/v1/me"); status != http.StatusUnauthorized {
		t.Errorf("without a certificate: %d", status)
	}
	program := browser(i.client)
	for range 3 {
		if status, _, body, _ := fetched(t, program, i.url+"/api/v1/me"); status != http.StatusOK || !strings.Contains(body, `"kind":"machine"`) {
			t.Errorf("by its certificate: %d %s", status, body)
		}
	}
	status, _, body, header := fetched(t, program, i.url+"/api/v1/me")
	if status != http.StatusTooManyRequests || header.Get("Retry-After") == "" || !strings.HasPrefix(header.Get("Content-Type"), "application/problem+json") || !strings.Contains(body, "Wacht") {
		t.Errorf("too often: %d %v %s", status, header, body)
	}
}

func TestAnInstallationTellsWhatIsWrongBeforeItServes(t *testing.T) {
	i := newInstallation(t)
	for _, change := range []struct { // in this order: each mistake is told before those made earlier
		name string
		do   func()
		says string
	}{
		{"an organisation that is not there", func() { i.config["providers"].([]any)[1].(map[string]any)["organisation"] = "o-none" }, "o-none"},
		{"a key that is not there", func() { i.config["key"] = "none.key" }, "none.key"},
		{"a level that nobody knows", func() { i.config["providers"].([]any)[0].(map[string]any)["acr"] = []string{"hoog"} }, "hoog"},
	} {
		change.do()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		program := i.command("http")
		program.Args = append(program.Args, "--no-tls")
		run := exec.CommandContext(ctx, program.Path, program.Args[1:]...)
		out, err := run.CombinedOutput()
		cancel()
		if err == nil || run.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), change.says) {
			t.Errorf("%s: %v %s", change.name, err, out)
		}
	}
}
