package signin

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"eendracht/internal/fault"
)

// keyRefused is said when an answer of a provider does not count. People can do
// nothing with the reason, and whoever tries something learns nothing from it:
// it stands in the log.
const keyRefused = "signin.refused"

// claims are what a provider says about who signed in.
type claims struct {
	jwt.Claims
	Nonce      string           `json:"nonce"`
	ACR        string           `json:"acr"`
	AZP        string           `json:"azp"`
	AuthTime   *jwt.NumericDate `json:"auth_time"`
	AtHash     string           `json:"at_hash"`
	SID        string           `json:"sid"`
	SubType    string           `json:"sub_id_type"`
	AltSub     []identity       `json:"alt_sub"`
	Represents *identity        `json:"represents"`
	Given      string           `json:"given_name"`
	Family     string           `json:"family_name"`
	Name       string           `json:"name"`
	Birth      string           `json:"birthdate"`
	Verified   *bool            `json:"email_verified"`
	all        map[string]any
}

// identity is a subject in another form, or of whoever is represented (NL GOV
// assurance profile for OpenID Connect, claims represents and alt_sub).
type identity struct {
	Subject string    `json:"sub"`
	Type    string    `json:"sub_id_type"`
	Chain   *identity `json:"represents"`
}

// text gives a claim that is text, "" when it is none.
func (c *claims) text(name string) string {
	s, _ := c.all[name].(string)
	return s
}

// list gives a claim that is a text or a list of texts.
func (c *claims) list(name string) []string {
	if s := c.text(name); s != "" {
		return []string{s}
	}
	var out []string
	values, _ := c.all[name].([]any)
	for _, v := range values {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// wanted is what an ID token must say to count.
type wanted struct {
	nonce     string
	notBefore time.Time // the person must have signed in after this; zero: whenever
}

// read checks an ID token (OpenID Connect Core 3.1.3.7) and gives its claims.
func (p *Provider) read(ctx context.Context, t tokens, w wanted) (*claims, error) {
	const op = "signin.read"
	payload, err := verify(t.ID, algorithms(p.Algorithms), p.keysFor(ctx))
	if fault.Is(err, fault.Unavailable) {
		return nil, err
	}
	c := &claims{}
	if err == nil {
		err = errors.Join(json.Unmarshal(payload, c), json.Unmarshal(payload, &c.all))
	}
	if err == nil {
		err = p.fits(c, t, w)
	}
	if err != nil {
		return nil, &fault.Error{Code: fault.SignIn, Op: op, Key: keyRefused, Err: err}
	}
	return c, nil
}

func (p *Provider) fits(c *claims, t tokens, w wanted) error {
	now := p.now()
	if err := p.addressed(c, now); err != nil {
		return err
	}
	switch {
	case c.Nonce == "" || !equal([]byte(c.Nonce), []byte(w.nonce)):
		return errors.New("another nonce")
	case c.Subject == "" || len(c.Subject) > 255:
		return errors.New("no subject, or too long a one")
	case c.AtHash != "" && !hashes(c.AtHash, t.Access, t.ID):
		return errors.New("the access token is another one")
	case c.AuthTime != nil && c.AuthTime.Time().After(now.Add(skew)):
		return errors.New("signed in after now")
	case !w.notBefore.IsZero() && (c.AuthTime == nil || c.AuthTime.Time().Before(w.notBefore.Add(-skew))):
		return errors.New("did not sign in anew")
	}
	return nil
}

// addressed checks from whom a token is, for whom, and when: the same for an ID
// token and a logout token.
func (p *Provider) addressed(c *claims, now time.Time) error {
	switch {
	case c.Issuer != p.Issuer:
		return errors.New("another issuer")
	case !c.Audience.Contains(p.Client):
		return errors.New("for someone else")
	case len(c.Audience) > 1 && c.AZP == "", c.AZP != "" && c.AZP != p.Client:
		return errors.New("given to someone else")
	case c.Expiry == nil || !now.Before(c.Expiry.Time().Add(skew)):
		return errors.New("expired")
	case c.IssuedAt == nil || c.IssuedAt.Time().After(now.Add(skew)):
		return errors.New("issued after now, or never")
	case now.Sub(c.IssuedAt.Time()) > time.Hour:
		return errors.New("issued too long ago")
	case c.NotBefore != nil && c.NotBefore.Time().After(now.Add(skew)):
		return errors.New("not valid yet")
	}
	return nil
}

// hashes tells whether a hash in an ID token is that of an access token: the
// left half of the hash that the token's own signature uses.
func hashes(want, access, id string) bool {
	token, err := jose.ParseSignedCompact(id, safeAlgorithms)
	if err != nil || access == "" {
		return false
	}
	var sum []byte
	switch alg := token.Signatures[0].Protected.Algorithm; {
	case strings.HasSuffix(alg, "384"):
		h := sha512.Sum384([]byte(access))
		sum = h[:]
	case strings.HasSuffix(alg, "512"), alg == string(jose.EdDSA):
		h := sha512.Sum512([]byte(access))
		sum = h[:]
	default:
		h := sha256.Sum256([]byte(access))
		sum = h[:]
	}
	return equal([]byte(want), []byte(base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])))
}

// bsn gives the BSN by which a citizen is known: the subject, another form of
// it, or the claim that the configuration names.
func (p *Provider) bsn(c *claims) string {
	if p.BSN != "" {
		return c.text(p.BSN)
	}
	if isBSN(c.SubType) {
		return c.Subject
	}
	for _, alt := range c.AltSub {
		if isBSN(alt.Type) {
			return alt.Subject
		}
	}
	return ""
}

// isBSN tells whether a type of identifier is the BSN, as the Dutch profile writes it.
func isBSN(kind string) bool {
	return kind == "urn:nl-eid-gdi:1.0:id:BSN" || kind == "urn:nl-eid-gdi:1.0:id:legacy-BSN"
}
