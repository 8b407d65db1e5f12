package signin

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/fault"
)

const (
	skew        = time.Minute      // clocks of others may differ this much
	metaFor     = time.Hour        // how long what a provider says about itself is used
	keysPause   = 10 * time.Second // an unknown key makes us look again, not more often than this
	maxAnswer   = 1 << 20          // the most that a provider may answer, in bytes
	waitOutside = 10 * time.Second // the longest that we wait for a provider
)

// Provider is a sign-in provider that this installation trusts.
type Provider struct {
	ProviderConfig
	key    *Key
	client *http.Client
	now    func() time.Time

	mu     sync.Mutex
	meta   metadata
	metaAt time.Time
	keys   *jose.JSONWebKeySet
	keysAt time.Time
}

// metadata is what a provider says about itself (OpenID Connect Discovery).
type metadata struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Keys          string   `json:"jwks_uri"`
	Challenges    []string `json:"code_challenge_methods_supported"`
	Methods       []string `json:"token_endpoint_auth_methods_supported"`
	NamesItself   bool     `json:"authorization_response_iss_parameter_supported"`
	EndSession    string   `json:"end_session_endpoint"`
}

// outside is how we talk to providers: with a limit on time, and no redirects,
// because a provider's address is what the configuration says.
func outside() *http.Client {
	return &http.Client{Timeout: waitOutside, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// about gives what the provider says about itself, asked anew every hour. When
// it cannot be reached what it said before counts on.
func (p *Provider) about(ctx context.Context) (metadata, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.meta.Issuer != "" && age(p.metaAt, p.now()) < metaFor {
		return p.meta, nil
	}
	var m metadata
	err := p.get(ctx, strings.TrimSuffix(p.Issuer, "/")+"/.well-known/openid-configuration", &m)
	if err == nil {
		err = p.trustworthy(m)
	}
	switch {
	case err == nil:
		p.meta, p.metaAt = m, p.now()
	case p.meta.Issuer == "":
		return metadata{}, &fault.Error{Code: fault.Unavailable, Op: "signin.about", Key: "signin.provider.away", Err: err}
	}
	return p.meta, nil
}

// age tells how old something is; what a clock that went back makes younger
// than nothing is older than anything.
func age(since, now time.Time) time.Duration {
	if now.Before(since) {
		return metaFor
	}
	return now.Sub(since)
}

func (p *Provider) trustworthy(m metadata) error {
	if m.Issuer != p.Issuer {
		return errors.New("the provider calls itself " + m.Issuer)
	}
	for _, address := range []string{m.Authorization, m.Token, m.Keys} {
		if !safeURL(strings.SplitN(address, "?", 2)[0]) && !(p.Kind == kindDemo && strings.HasPrefix(address, "/")) {
			return errors.New("the provider has an address that is not safe: " + address)
		}
	}
	if len(m.Challenges) > 0 && !slices.Contains(m.Challenges, "S256") {
		return errors.New("the provider does not know PKCE with S256")
	}
	if len(m.Methods) > 0 && !slices.Contains(m.Methods, "private_key_jwt") {
		return errors.New("the provider does not know private_key_jwt")
	}
	return nil
}

// keysFor gives the provider's keys of an id, and asks for them anew when the
// id is not known.
func (p *Provider) keysFor(ctx context.Context) func(kid string) ([]jose.JSONWebKey, error) {
	return func(kid string) ([]jose.JSONWebKey, error) {
		m, err := p.about(ctx)
		if err != nil {
			return nil, err
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		found := withID(p.keys, kid)
		old := age(p.keysAt, p.now())
		if len(found) > 0 && old < metaFor || p.keys != nil && old < keysPause {
			return found, nil
		}
		var set jose.JSONWebKeySet
		if err := p.get(ctx, m.Keys, &set); err != nil {
			return nil, &fault.Error{Code: fault.Unavailable, Op: "signin.keysFor", Key: "signin.provider.away", Err: err}
		}
		p.keys, p.keysAt = &set, p.now()
		return withID(p.keys, kid), nil
	}
}

func (p *Provider) get(ctx context.Context, address string, out any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.absolute(address), nil)
	if err != nil {
		return err
	}
	return p.ask(request, out)
}

// absolute completes an address of the demonstration's own provider.
func (p *Provider) absolute(address string) string {
	if strings.HasPrefix(address, "/") {
		return p.Issuer + address
	}
	return address
}

func (p *Provider) ask(request *http.Request, out any) error {
	request.Header.Set("Accept", "application/json")
	answer, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // only read from
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		var said struct {
			Error string `json:"error"`
		}
		_ = json.Unmarshal(raw, &said) // an answer that is no JSON says nothing more
		return errors.New("the provider answered " + answer.Status + " " + said.Error)
	}
	return json.Unmarshal(raw, out)
}

// tokens are what a provider gives for a code.
type tokens struct {
	ID     string `json:"id_token"`
	Access string `json:"access_token"`
	Type   string `json:"token_type"`
}

// exchange trades a code for tokens, proving who we are and that it was us who
// began (PKCE).
func (p *Provider) exchange(ctx context.Context, code, verifier, redirect, id string) (tokens, error) {
	const op = "signin.exchange"
	m, err := p.about(ctx)
	if err != nil {
		return tokens{}, err
	}
	assertion, err := p.key.assertion(p.Client, p.absolute(m.Token), id, p.now())
	if err != nil {
		return tokens{}, err
	}
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {redirect},
		"client_id": {p.Client}, "client_assertion": {assertion}, "client_assertion_type": {assertionType},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.absolute(m.Token), strings.NewReader(form.Encode()))
	if err != nil {
		return tokens{}, fault.Wrap(fault.Internal, op, err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var t tokens
	if err := p.ask(request, &t); err != nil {
		return tokens{}, &fault.Error{Code: fault.SignIn, Op: op, Key: keyRefused, Err: err}
	}
	return t, nil
}

// assertionType is that of private_key_jwt (RFC 7523).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
