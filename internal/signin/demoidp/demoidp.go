// Package demoidp is the sign-in provider of the demonstration: it speaks
// OpenID Connect as DigiD or an organisation's provider does, and lets one
// choose a person instead of asking for proof. It can be made only with the
// mark of a demonstration region, so it cannot run beside real families.
package demoidp

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/url"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
)

// codeFor is how long a code counts.
const codeFor = time.Minute

// The paths of the provider. Browsers come to Authorize on our own address.
const (
	Authorize = "/demo/provider/authorize"
	tokenPath = "/token"
	keysPath  = "/keys"
)

// Parts are what the provider is made of.
type Parts struct {
	Demo     *signin.Demo // the mark of a demonstration region
	Client   jose.JSONWebKey
	Redirect string
	Now      func() time.Time
	Random   io.Reader
	BSN      map[dossier.ID]string // of residents who are known by one
	pairwise []byte
	key      *signin.Key
}

// Provider is the demonstration's sign-in provider.
type Provider struct {
	Parts
	mu    sync.Mutex
	codes map[string]grant
	used  map[string]time.Time // ids of assertions
}

// grant is what a code stands for.
type grant struct {
	request Request
	claims  map[string]any
	until   time.Time
}

// Request is a checked request to sign someone in.
type Request struct {
	Redirect  string
	State     string
	Nonce     string
	Challenge string
	ACR       string // the level that will be given
}

// New makes the provider; Forbidden without the mark of a demonstration.
func New(p Parts) (*Provider, error) {
	const op = "demoidp.New"
	if p.Demo == nil {
		return nil, fault.New(fault.Forbidden, op, "signin.nodemo")
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if p.key, err = signin.NewKey(private); err != nil {
		return nil, err
	}
	p.pairwise = make([]byte, 32)
	if _, err := io.ReadFull(p.Random, p.pairwise); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return &Provider{Parts: p, codes: map[string]grant{}, used: map[string]time.Time{}}, nil
}

// Check reads a request to sign someone in and refuses what a strict provider refuses.
func (p *Provider) Check(q url.Values) (Request, error) {
	const op = "demoidp.Check"
	r := Request{Redirect: q.Get("redirect_uri"), State: q.Get("state"), Nonce: q.Get("nonce"), Challenge: q.Get("code_challenge"), ACR: signin.DemoACR}
	fits := q.Get("response_type") == "code" && q.Get("client_id") == signin.DemoClient && r.Redirect == p.Redirect &&
		r.State != "" && r.Nonce != "" && len(r.Challenge) == 43 && q.Get("code_challenge_method") == "S256"
	if !fits {
		return Request{}, fault.New(fault.Invalid, op, "signin.refused")
	}
	if q.Get("level") == "low" && q.Get("prompt") != "login" {
		r.ACR = signin.DemoACRLow
	}
	return r, nil
}

// Approve lets a person sign in and gives the address to send the browser to.
func (p *Provider) Approve(r Request, user dossier.ID, name string) (string, error) {
	code, err := p.random()
	if err != nil {
		return "", err
	}
	sid, err := p.random()
	if err != nil {
		return "", err
	}
	now := p.Now()
	claims := map[string]any{
		"iss": signin.DemoIssuer, "aud": signin.DemoClient, "sub": p.subject(user), "nonce": r.Nonce, "acr": r.ACR, "name": name,
		"auth_time": now.Unix(), "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "sid": sid,
	}
	if bsn := p.BSN[user]; bsn != "" {
		claims["alt_sub"] = []map[string]string{{"sub": bsn, "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN"}}
	} else {
		claims["account"] = string(user)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for old, g := range p.codes {
		if now.After(g.until) {
			delete(p.codes, old)
		}
	}
	p.codes[code] = grant{request: r, claims: claims, until: now.Add(codeFor)}
	q := url.Values{"code": {code}, "state": {r.State}, "iss": {signin.DemoIssuer}}
	return r.Redirect + "?" + q.Encode(), nil
}

// Decline sends the browser back without signing anyone in.
func (p *Provider) Decline(r Request) string {
	return r.Redirect + "?" + url.Values{"error": {"access_denied"}, "state": {r.State}, "iss": {signin.DemoIssuer}}.Encode()
}

// subject gives a person's subject for this one client: another client would
// be told another (pairwise).
func (p *Provider) subject(user dossier.ID) string {
	mac := hmac.New(sha256.New, p.pairwise)
	mac.Write([]byte(signin.DemoClient + "\x00" + string(user)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (p *Provider) random() (string, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(p.Random, raw); err != nil {
		return "", fault.Wrap(fault.Unavailable, "demoidp.random", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}
