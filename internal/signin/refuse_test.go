package signin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"eendracht/internal/fault"
	"eendracht/internal/signin"
)

// lie is one way in which an answer of a provider can be wrong, alone.
type lie struct {
	name   string
	claims func(map[string]any)
	forge  func(w *town, claims map[string]any) string
	query  func(w *town, q url.Values)
	cookie func(w *town, c *http.Cookie) *http.Cookie
	answer func(http.ResponseWriter) bool
	about  func(map[string]any)
	late   time.Duration
}

func set(name string, value any) func(map[string]any) {
	return func(c map[string]any) { c[name] = value }
}

func without(name string) func(map[string]any) {
	return func(c map[string]any) { delete(c, name) }
}

func at(w time.Duration) int64 { return dayOfTest.Add(w).Unix() }

// dayOfTest is the moment at which these tests play.
var dayOfTest = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

func lies() []lie {
	return append(append(claimLies(), forgeries()...), wayLies()...)
}

func claimLies() []lie {
	return []lie{
		{name: "another nonce", claims: set("nonce", "another")},
		{name: "no nonce", claims: without("nonce")},
		{name: "for another client", claims: set("aud", "someone-else")},
		{name: "for two, given to neither", claims: set("aud", []string{"eendracht", "someone-else"})},
		{name: "given to another client", claims: set("azp", "someone-else")},
		{name: "another issuer", claims: set("iss", "https://evil.example")},
		{name: "no issuer", claims: without("iss")},
		{name: "an issuer with a slash more", claims: func(c map[string]any) { c["iss"] = c["iss"].(string) + "/" }},
		{name: "expired", claims: set("exp", at(-2*time.Minute))},
		{name: "without an end", claims: without("exp")},
		{name: "issued after now", claims: set("iat", at(2*time.Minute))},
		{name: "issued too long ago", claims: set("iat", at(-2*time.Hour))},
		{name: "never issued", claims: without("iat")},
		{name: "not valid yet", claims: set("nbf", at(2*time.Minute))},
		{name: "nobody", claims: without("sub")},
		{name: "a subject without end", claims: set("sub", strings.Repeat("x", 256))},
		{name: "another access token", claims: set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")},
		{name: "signed in after now", claims: set("auth_time", at(2*time.Minute))},
		{name: "a lower level", claims: set("acr", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")},
		{name: "an unknown level", claims: set("acr", "http://eidas.europa.eu/LoA/superb")},
		{name: "no level", claims: without("acr")},
		{name: "a BSN that is none", claims: set("alt_sub", []map[string]string{{"sub": "999990018", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"}})},
		{name: "no BSN", claims: without("alt_sub")},
		{name: "a BSN of another kind", claims: set("alt_sub", []map[string]string{{"sub": "999990019", "sub_id_type": "urn:other:BSN"}})},
		{name: "for someone who is no person", claims: set("represents", map[string]string{"sub": "12345678", "sub_id_type": "urn:nl-eid-gdi:1.0:id:KvK"})},
		{name: "for someone who acts for someone", claims: set("represents", map[string]any{
			"sub": "999990019", "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN", "represents": map[string]string{"sub": "999990020"}})},
	}
}

func forgeries() []lie {
	hmac := func(w *town, claims map[string]any) string {
		der, err := json.Marshal(w.provider.key.Public())
		if err != nil {
			return ""
		}
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: der}, nil)
		if err != nil {
			return ""
		}
		token, err := jwt.Signed(signer).Claims(claims).Serialize()
		if err != nil {
			return ""
		}
		return token
	}
	return []lie{
		{name: "alg none", forge: func(_ *town, c map[string]any) string { return unsigned(c, `{"alg":"none"}`) }},
		{name: "alg None", forge: func(_ *town, c map[string]any) string { return unsigned(c, `{"alg":"None"}`) }},
		{name: "no alg", forge: func(_ *town, c map[string]any) string { return unsigned(c, `{}`) }},
		{name: "our public key as a shared secret", forge: hmac},
		{name: "an algorithm that is not agreed", forge: func(w *town, c map[string]any) string {
			private, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				return ""
			}
			signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: "rsa"}}, nil)
			if err != nil {
				return ""
			}
			w.provider.extra = []jose.JSONWebKey{{Key: &private.PublicKey, KeyID: "rsa"}}
			token, err := jwt.Signed(signer).Claims(c).Serialize()
			if err != nil {
				return ""
			}
			return token
		}},
		{name: "another key under the same name", forge: func(w *town, c map[string]any) string { return foreign(w, c, false) }},
		{name: "a key that the token brings along", forge: func(w *town, c map[string]any) string { return foreign(w, c, true) }},
		{name: "changed after signing", forge: func(w *town, c map[string]any) string {
			return tampered(w.provider.sign(c), set("sub", "someone-else"))
		}},
		{name: "the end cut off", forge: func(w *town, c map[string]any) string { return strings.TrimSuffix(w.provider.sign(c), "AA")[:40] }},
		{name: "no token", forge: func(*town, map[string]any) string { return "" }},
		{name: "no token but text", forge: func(*town, map[string]any) string { return "a.b.c" }},
	}
}

// foreign signs with a key that is not the provider's, under its key's name or
// with the key in the header.
func foreign(w *town, claims map[string]any, embed bool) string {
	private := ecKey(w.provider.t)
	options := &jose.SignerOptions{EmbedJWK: embed}
	kid := ""
	if !embed {
		kid = w.provider.key.Public().KeyID
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: private, KeyID: kid}}, options)
	if err != nil {
		return ""
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		return ""
	}
	return token
}

func wayLies() []lie {
	status := func(code int, body string) func(http.ResponseWriter) bool {
		return func(w http.ResponseWriter) bool {
			w.WriteHeader(code)
			fmt.Fprint(w, body)
			return true
		}
	}
	return []lie{
		{name: "another state", query: func(_ *town, q url.Values) { q.Set("state", strings.Repeat("x", 43)) }},
		{name: "no state", query: func(_ *town, q url.Values) { q.Del("state") }},
		{name: "another browser", cookie: func(_ *town, c *http.Cookie) *http.Cookie {
			other := *c
			other.Value = strings.Repeat("y", 43)
			return &other
		}},
		{name: "a browser that asked nothing", cookie: func(*town, *http.Cookie) *http.Cookie { return nil }},
		{name: "too late", late: 16 * time.Minute},
		{name: "mix-up: the answer of another provider", query: func(_ *town, q url.Values) { q.Set("iss", "https://evil.example") }},
		{name: "an answer that does not name its provider", query: func(_ *town, q url.Values) { q.Del("iss") }},
		{name: "stopped", query: func(_ *town, q url.Values) { q.Del("code"); q.Set("error", "access_denied") }},
		{name: "an error", query: func(_ *town, q url.Values) { q.Set("error", "server_error") }},
		{name: "no code", query: func(_ *town, q url.Values) { q.Del("code") }},
		{name: "a code that was never given", query: func(_ *town, q url.Values) { q.Set("code", "made-up") }},
		{name: "a code of another browser's sign-in (PKCE)", query: func(w *town, q url.Values) {
			location, _ := w.away(w.provider.t, signin.Start{})
			q.Set("code", w.provider.approve(location).Get("code"))
		}},
		{name: "the token endpoint fails", answer: status(500, "")},
		{name: "the token endpoint refuses us", answer: status(401, `{"error":"invalid_client"}`)},
		{name: "the token endpoint sends us elsewhere", answer: func(w http.ResponseWriter) bool {
			w.Header().Set("Location", "https://evil.example/token")
			w.WriteHeader(http.StatusTemporaryRedirect)
			return true
		}},
		{name: "the token endpoint talks nonsense", answer: status(200, "<html>")},
		{name: "the token endpoint never stops", answer: status(200, `{"id_token":"`+strings.Repeat("x", 2<<20))},
		{name: "the provider calls itself otherwise", about: set("issuer", "https://evil.example")},
		{name: "the provider has an address without TLS", about: set("token_endpoint", "http://evil.example/token")},
		{name: "the provider has no PKCE", about: set("code_challenge_methods_supported", []string{"plain"})},
		{name: "the provider wants a shared secret", about: set("token_endpoint_auth_methods_supported", []string{"client_secret_basic"})},
	}
}

func TestAnAnswerThatIsWrongInOneThingDoesNotCount(t *testing.T) {
	all := lies()
	t.Logf("%d ways to lie", len(all))
	for _, l := range all {
		t.Run(l.name, func(t *testing.T) {
			w := newTown(t)
			w.provider.claims, w.provider.answer, w.provider.about = l.claims, l.answer, l.about
			if l.forge != nil {
				w.provider.forge = func(c map[string]any) string { return l.forge(w, c) }
			}
			err := l.try(t, w)
			if !fault.Is(err, fault.SignIn) && !fault.Is(err, fault.Unavailable) {
				t.Fatalf("got %v", err)
			}
			if n := w.accounts(t); n != 0 {
				t.Errorf("%d accounts were made", n)
			}
		})
	}
}

func (l lie) try(t *testing.T, w *town) error {
	location, cookie, err := w.door.Begin(t.Context(), request(), signin.Start{Provider: "digid", Back: "/"})
	if err != nil {
		return err
	}
	query := w.provider.approve(location)
	if l.query != nil {
		l.query(w, query)
	}
	if l.cookie != nil {
		cookie = l.cookie(w, cookie)
	}
	w.now = w.now.Add(l.late)
	_, err = w.back(t, query, cookie)
	return err
}

func TestAnAnswerCountsOnce(t *testing.T) {
	w := newTown(t)
	location, cookie := w.away(t, signin.Start{})
	query := w.provider.approve(location)
	if _, err := w.back(t, query, cookie); err != nil {
		t.Fatal(err)
	}
	if _, err := w.back(t, query, cookie); !fault.Is(err, fault.SignIn) {
		t.Errorf("the same answer again: %v", err)
	}
	again, cookie := w.away(t, signin.Start{})
	second := w.provider.approve(again)
	second.Set("code", query.Get("code"))
	if _, err := w.back(t, second, cookie); !fault.Is(err, fault.SignIn) {
		t.Errorf("the same code with another state: %v", err)
	}
}

// TestTwoProvidersAreKeptApart brings an honest answer of the one back as if it
// were of the other.
func TestTwoProvidersAreKeptApart(t *testing.T) {
	w := newTown(t)
	evil := newProvider(t, ecKey(t), func() time.Time { return w.now })
	second := map[string]any{}
	for k, v := range w.first() {
		second[k] = v
	}
	second["id"], second["issuer"] = "evil", evil.server.URL
	w.config["providers"] = append(w.config["providers"].([]any), second)
	w.open(t)
	evil.client = w.provider.client
	location, cookie := w.away(t, signin.Start{Provider: "evil"})
	victim, _ := w.away(t, signin.Start{Provider: "digid"})
	query := w.provider.approve(victim) // the victim signs in at the honest provider …
	u, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	query.Set("state", u.Query().Get("state")) // … but we think that they were at the other
	if _, err := w.back(t, query, cookie); !fault.Is(err, fault.SignIn) {
		t.Errorf("a mixed-up answer: %v", err)
	}
	// A provider cannot speak for the other either: its keys count for its own issuer alone.
	evil.claims = set("iss", w.provider.server.URL)
	location, cookie = w.away(t, signin.Start{Provider: "evil"})
	if _, err := w.back(t, evil.approve(location), cookie); !fault.Is(err, fault.SignIn) {
		t.Errorf("one provider speaks for another: %v", err)
	}
}
