package demoidp

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"eendracht/internal/signin"
)

// ServeHTTP answers what the client asks without a browser: what the provider
// is, its keys, and tokens for codes.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodGet && r.URL.Path == "/.well-known/openid-configuration":
		answer(w, http.StatusOK, map[string]any{
			"issuer": signin.DemoIssuer, "authorization_endpoint": Authorize, "token_endpoint": tokenPath, "jwks_uri": keysPath,
			"response_types_supported": []string{"code"}, "subject_types_supported": []string{"pairwise"},
			"id_token_signing_alg_values_supported": []string{"ES256"}, "code_challenge_methods_supported": []string{"S256"},
			"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}, "authorization_response_iss_parameter_supported": true,
			"acr_values_supported": []string{signin.DemoACRLow, signin.DemoACR},
		})
	case r.Method == http.MethodGet && r.URL.Path == keysPath:
		answer(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{p.key.Public()}})
	case r.Method == http.MethodPost && r.URL.Path == tokenPath:
		p.token(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if r.ParseForm() != nil || r.PostForm.Get("grant_type") != "authorization_code" {
		answer(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type"})
		return
	}
	if !p.proven(r.PostForm) {
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	claims, ok := p.redeem(r.PostForm)
	if !ok {
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	access, err := p.random()
	if err == nil {
		sum := sha256.Sum256([]byte(access))
		claims["at_hash"] = base64.RawURLEncoding.EncodeToString(sum[:16])
		var token string
		if token, err = p.key.Sign(claims); err == nil {
			answer(w, http.StatusOK, map[string]any{"id_token": token, "access_token": access, "token_type": "Bearer", "expires_in": 60})
			return
		}
	}
	answer(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
}

// redeem gives the claims of a code, once, to who began with its challenge.
func (p *Provider) redeem(form url.Values) (map[string]any, bool) {
	p.mu.Lock()
	g, found := p.codes[form.Get("code")]
	delete(p.codes, form.Get("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	ok := found && p.Now().Before(g.until) && form.Get("redirect_uri") == g.request.Redirect &&
		base64.RawURLEncoding.EncodeToString(sum[:]) == g.request.Challenge
	return g.claims, ok
}

// proven tells whether the client proved who it is (private_key_jwt), with an
// assertion that was not used before.
func (p *Provider) proven(form url.Values) bool {
	token, err := jwt.ParseSigned(form.Get("client_assertion"), []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return false
	}
	var c jwt.Claims
	if token.Claims(p.Client.Key, &c) != nil || c.ID == "" || c.Expiry == nil {
		return false
	}
	now := p.Now()
	fits := c.Issuer == signin.DemoClient && c.Subject == signin.DemoClient &&
		slices.Contains(c.Audience, signin.DemoIssuer+tokenPath) && now.Before(c.Expiry.Time())
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, until := range p.used {
		if now.After(until) {
			delete(p.used, id)
		}
	}
	_, before := p.used[c.ID]
	p.used[c.ID] = c.Expiry.Time()
	return fits && !before
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller is this very program
}
