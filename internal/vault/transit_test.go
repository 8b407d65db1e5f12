package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"eendracht/internal/fault"
)

// transit is a key service by the public description of the transit engine,
// written apart from the client: one key, one token.
type transit struct {
	*httptest.Server
	asked atomic.Int64
	down  atomic.Bool
}

func newTransit(t *testing.T) *transit {
	t.Helper()
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		t.Fatal(err)
	}
	box, err := aead.New(handle)
	if err != nil {
		t.Fatal(err)
	}
	s := &transit{}
	decode := func(m map[string]string, name string) []byte {
		raw, err := base64.StdEncoding.DecodeString(m[name])
		if err != nil {
			t.Errorf("%s is no base64", name)
		}
		return raw
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		var sent map[string]string
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil || r.Method != http.MethodPost || s.down.Load() {
			http.Error(w, `{"errors":["sealed"]}`, http.StatusServiceUnavailable)
			return
		}
		if r.Header.Get("X-Vault-Token") != "s.token" {
			http.Error(w, `{"errors":["permission denied"]}`, http.StatusForbidden)
			return
		}
		answer := map[string]string{}
		switch r.URL.Path {
		case "/v1/transit/encrypt/house":
			sealed, _ := box.Encrypt(decode(sent, "plaintext"), decode(sent, "associated_data"))
			answer["ciphertext"] = "vault:v1:" + base64.StdEncoding.EncodeToString(sealed)
		case "/v1/transit/decrypt/house":
			raw, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(sent["ciphertext"], "vault:v1:"))
			plain, err := box.Decrypt(raw, decode(sent, "associated_data"))
			if err != nil {
				http.Error(w, `{"errors":["cipher: message authentication failed"]}`, http.StatusBadRequest)
				return
			}
			answer["plaintext"] = base64.StdEncoding.EncodeToString(plain)
		default:
			http.NotFound(w, r)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": answer})
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *transit) client(t *testing.T, token string) *Transit {
	t.Helper()
	c, err := NewTransit(s.URL+"/v1/transit/keys/house", token, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheAddressOfAKeyServiceIsChecked(t *testing.T) {
	for _, address := range []string{"", "vault", "http://vault.example/v1/transit/keys/house", "https://vault.example/v1/transit/house", "https://vault.example/v1/transit/keys/", "https://vault.example/v1/transit/keys/a/b", "https://me:pw@vault.example/v1/transit/keys/a", "ftp://127.0.0.1/v1/transit/keys/a"} {
		if _, err := NewTransit(address, "t", nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is taken: %v", address, err)
		}
	}
	if _, err := NewTransit("https://vault.example/v1/transit/keys/house", "", nil); !fault.Is(err, fault.Invalid) {
		t.Error("no token is taken")
	}
}

func TestAKeyServiceSealsTheMasterKeys(t *testing.T) {
	ctx, s := t.Context(), newTransit(t)
	service := s.client(t, "s.token")
	path := filepath.Join(t.TempDir(), "keys.json")
	plain, sealed := Keyfile{Path: path}, Keyfile{Path: path, Service: service}
	keys := newShelf()
	v, err := OpenFile(ctx, plain, keys, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := v.Seal(ctx, "d1", "e1", []byte("geheim"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFile(ctx, sealed, keys, rand.Reader); message(err) != "vault.unsealed" {
		t.Errorf("a file in clear with a service: %v", err)
	}
	if err := Seal(sealed); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || bytes.Contains(raw, []byte(`"keyData"`)) || !bytes.Contains(raw, []byte("encryptedKeyset")) {
		t.Errorf("the file holds keys in clear: %s, %v", raw, err)
	}
	if _, err := OpenFile(ctx, plain, keys, rand.Reader); message(err) != "vault.sealed" {
		t.Errorf("a sealed file without a service: %v", err)
	}
	if err := Rotate(sealed); err != nil {
		t.Fatal(err)
	}
	if done, err := Rewrap(ctx, sealed, keys, nil); err != nil || done.Changed == 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	if n, err := DropOld(ctx, sealed, keys); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	v, err = OpenFile(ctx, sealed, keys, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	before := s.asked.Load()
	for range 5 {
		if got, err := v.Open(ctx, "d1", "e1", secret); err != nil || string(got) != "geheim" {
			t.Fatalf("%q, %v", got, err)
		}
	}
	if s.asked.Load() != before {
		t.Error("the key service is asked for each reading")
	}
	s.down.Store(true)
	if _, err := OpenFile(ctx, sealed, keys, rand.Reader); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a start while the service is down: %v", err)
	}
	if got, err := v.Open(ctx, "d1", "e1", secret); err != nil || string(got) != "geheim" {
		t.Errorf("a running house stops when the service is down: %v", err)
	}
	s.down.Store(false)
	wrong := Keyfile{Path: path, Service: s.client(t, "s.other")}
	if _, err := OpenFile(ctx, wrong, keys, rand.Reader); err == nil || strings.Contains(err.Error(), "s.other") {
		t.Errorf("another token: %v", err)
	}
}

func message(err error) string {
	key, _ := fault.Message(err)
	return key
}
