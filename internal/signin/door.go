package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// The paths of sign-in.
const (
	CallbackPath = "/signin/callback"
	KeysPath     = "/signin/keys.json"
	LogoutPath   = "/signin/backchannel-logout"
)

// arrive is how long someone may be away at a provider.
const arrive = 15 * time.Minute

// Door lets people in by OpenID Connect (code flow with PKCE, private_key_jwt;
// NL GOV assurance profile), by one or more providers.
type Door struct {
	Desk      *Desk
	Office    *casework.Office
	Providers []*Provider
	Base      string // where browsers find us; "" in the demonstration: the path alone
	keys      []jose.JSONWebKey
}

// NewDoor makes the door of a configuration: keys are read, organisations must
// exist. Providers are asked about themselves when someone signs in.
func NewDoor(ctx context.Context, c *Config, desk *Desk, office *casework.Office) (*Door, error) {
	const op = "signin.NewDoor"
	d := &Door{Desk: desk, Office: office, Base: c.Base}
	byFile := map[string]*Key{}
	for _, pc := range c.Providers {
		file := pc.Key
		if file == "" {
			file = c.Key
		}
		if !filepath.IsAbs(file) {
			file = filepath.Join(c.dir, file)
		}
		if byFile[file] == nil {
			key, err := ReadKey(file)
			if err != nil {
				return nil, err
			}
			byFile[file] = key
			d.keys = append(d.keys, key.Public())
		}
		if pc.Organisation != "" {
			if _, err := desk.Store.Org(ctx, pc.Organisation); err != nil {
				return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "signin.config.org", Args: []string{"id", string(pc.Organisation)}, Err: err}
			}
		}
		d.Providers = append(d.Providers, &Provider{ProviderConfig: pc, key: byFile[file], client: outside(), now: desk.Now})
	}
	return d, nil
}

// Provider gives a provider by its id.
func (d *Door) Provider(id string) (*Provider, error) {
	for _, p := range d.Providers {
		if p.ID == id {
			return p, nil
		}
	}
	return nil, fault.New(fault.NotFound, "signin.Provider", "")
}

// Keys gives our public keys, for providers to check who we are.
func (d *Door) Keys() jose.JSONWebKeySet { return jose.JSONWebKeySet{Keys: d.keys} }

// Start is a wish to sign in.
type Start struct {
	Provider string
	Back     string // path to come back to
	Stronger Signed // when set: this session becomes stronger
	Lang     string
}

// Begin sends a browser to a provider: the address to go to, and the cookie by
// which the browser is known again.
func (d *Door) Begin(ctx context.Context, r *http.Request, s Start) (string, *http.Cookie, error) {
	const op = "signin.Begin"
	p, err := d.Provider(s.Provider)
	if err != nil {
		return "", nil, err
	}
	m, err := p.about(ctx)
	if err != nil {
		return "", nil, err
	}
	secret, err := d.browser(r)
	if err != nil {
		return "", nil, err
	}
	state, err := d.random()
	if err != nil {
		return "", nil, fault.Wrap(fault.Unavailable, op, err)
	}
	now := d.Desk.Now()
	a := store.Arrival{
		Hash: hash(state), Browser: hash(secret), Provider: p.ID, Back: s.Back, Level: max(p.Minimum, LevelBasic),
		Session: s.Stronger.hash, Began: now, Until: now.Add(arrive),
	}
	if len(a.Session) > 0 {
		a.Level = max(a.Level, d.Desk.rule(s.Stronger.User).Compartments)
	}
	if err := d.Desk.Store.PutArrival(ctx, a); err != nil {
		return "", nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return m.Authorization + join(m.Authorization) + d.request(p, a, state, secret, s.Lang).Encode(), d.browserCookie(secret), nil
}

func join(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

func (d *Door) request(p *Provider, a store.Arrival, state, secret, lang string) url.Values {
	challenge := sha256.Sum256([]byte(derived(secret, "verifier", state)))
	q := url.Values{
		"response_type": {"code"}, "client_id": {p.Client}, "redirect_uri": {d.Base + CallbackPath},
		"scope": {strings.Join(append([]string{"openid"}, p.Scopes...), " ")}, "state": {state}, "nonce": {derived(secret, "nonce", state)},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
		"ui_locales": {lang},
	}
	if acr := p.acrFor(a.Level); len(acr) > 0 {
		q.Set("acr_values", strings.Join(acr, " "))
	}
	if len(a.Session) > 0 {
		q.Set("max_age", "0")
		q.Set("prompt", "login")
	}
	return q
}

// derived gives what belongs to one sign-in of one browser; only that browser
// holds the secret, so the archive cannot tell it.
func derived(secret, what, state string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(what + "\x00" + state))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (d *Door) random() (string, error) {
	raw := make([]byte, 32)
	_, err := io.ReadFull(d.Desk.Random, raw)
	return base64.RawURLEncoding.EncodeToString(raw), err
}

// browser gives the secret of a browser that is signing in already, in another
// tab perhaps, or a new one.
func (d *Door) browser(r *http.Request) (string, error) {
	if c, err := r.Cookie(d.browserName()); err == nil && len(c.Value) == 43 {
		return c.Value, nil
	}
	secret, err := d.random()
	return secret, fault.Wrap(fault.Unavailable, "signin.browser", err)
}

func (d *Door) browserName() string { return d.Desk.cookieName() + "-arrival" }

func (d *Door) browserCookie(secret string) *http.Cookie {
	return &http.Cookie{
		Name: d.browserName(), Value: secret, Path: "/", HttpOnly: true, Secure: d.Desk.Secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(arrive / time.Second),
	}
}

// Arrived is someone who came back from a provider and is known.
type Arrived struct {
	Token string // of the session
	Back  string // path to go on to
	First bool   // the account was made just now
}

// Finish takes the answer of a provider that a browser brings back. An answer
// counts once, and only in the browser that asked.
func (d *Door) Finish(ctx context.Context, r *http.Request, lang string) (Arrived, error) {
	const op = "signin.Finish"
	query := r.URL.Query()
	a, secret, err := d.arrival(ctx, r, query.Get("state"))
	if err != nil {
		return Arrived{}, err
	}
	p, err := d.Provider(a.Provider)
	if err != nil {
		return Arrived{}, err
	}
	if err := p.answered(ctx, query); err != nil {
		return Arrived{}, err
	}
	id, err := d.random()
	if err != nil {
		return Arrived{}, fault.Wrap(fault.Unavailable, op, err)
	}
	state := query.Get("state")
	t, err := p.exchange(ctx, query.Get("code"), derived(secret, "verifier", state), d.Base+CallbackPath, id)
	if err != nil {
		return Arrived{}, err
	}
	w := wanted{nonce: derived(secret, "nonce", state)}
	if len(a.Session) > 0 {
		w.notBefore = a.Began
	}
	c, err := p.read(ctx, t, w)
	if err != nil {
		return Arrived{}, err
	}
	return d.admit(ctx, r, p, a, c, lang)
}

// arrival finds and uses up the sign-in that a state belongs to.
func (d *Door) arrival(ctx context.Context, r *http.Request, state string) (store.Arrival, string, error) {
	const op = "signin.arrival"
	cookie, err := r.Cookie(d.browserName())
	if err != nil || state == "" {
		return store.Arrival{}, "", &fault.Error{Code: fault.SignIn, Op: op, Key: "signin.late", Err: errors.New("no state, or a browser that asked nothing")}
	}
	a, err := d.Desk.Store.TakeArrival(ctx, hash(state), d.Desk.Now())
	if fault.Is(err, fault.NotFound) {
		return a, "", &fault.Error{Code: fault.SignIn, Op: op, Key: "signin.late", Err: err}
	}
	if err != nil {
		return a, "", fault.Wrap(fault.Unavailable, op, err)
	}
	if !equal(a.Browser, hash(cookie.Value)) {
		return a, "", &fault.Error{Code: fault.SignIn, Op: op, Key: keyRefused, Err: errors.New("another browser asked")}
	}
	return a, cookie.Value, nil
}

// answered checks what stands in the address that a browser brings back. The
// issuer in it (RFC 9207) keeps the answers of two providers apart.
func (p *Provider) answered(ctx context.Context, query url.Values) error {
	const op = "signin.answered"
	m, err := p.about(ctx)
	if err != nil {
		return err
	}
	iss := query.Get("iss")
	switch {
	case iss != "" && iss != p.Issuer, iss == "" && m.NamesItself:
		return &fault.Error{Code: fault.SignIn, Op: op, Key: keyRefused, Err: errors.New("the answer of another provider")}
	case query.Get("error") == "access_denied":
		return fault.New(fault.SignIn, op, "signin.cancelled")
	case query.Get("error") != "":
		return &fault.Error{Code: fault.SignIn, Op: op, Key: "signin.provider.error", Err: errors.New("the provider said " + query.Get("error"))}
	case query.Get("code") == "":
		return &fault.Error{Code: fault.SignIn, Op: op, Key: keyRefused, Err: errors.New("no code")}
	}
	return nil
}
