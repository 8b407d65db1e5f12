package signin

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// TokenPath is where machine clients trade an assertion for a token.
const TokenPath = "/signin/token"

// machineTokenFor is how long the token of a machine client counts; a client
// asks for another when it has ended.
const machineTokenFor = 10 * time.Minute

// assertionFor is the longest that a client's assertion may count.
const assertionFor = 5 * time.Minute

// Machines lets programs in: by client certificate, or by a signed assertion
// (private_key_jwt, OAuth 2.0 client credentials). Each is bound to one
// organisation and has an account of its own in the directory.
type Machines struct {
	Desk    *Desk
	Clients []MachineConfig
	Base    string // the audience of assertions, with and without the path of the token endpoint
}

// MachineAccount gives the identifier of the account of a machine client.
func MachineAccount(client string) dossier.ID { return dossier.ID("m-" + client) }

// NewMachines makes the door of machine clients. Their accounts are written
// into the directory, and those of clients that are no longer configured end.
func NewMachines(ctx context.Context, c *Config, desk *Desk) (*Machines, error) {
	const op = "signin.NewMachines"
	var users []store.User
	for _, m := range c.Machines {
		if _, err := desk.Store.Org(ctx, m.Organisation); err != nil {
			return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "signin.config.org", Args: []string{"id", string(m.Organisation)}, Err: err}
		}
		users = append(users, store.User{ID: MachineAccount(m.ID), Org: m.Organisation, Kind: access.Machine, Name: m.Name, Active: true})
	}
	gone, err := desk.Store.UsersLike(ctx, access.Machine, 10_000)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, u := range gone {
		if u.Active && !slices.ContainsFunc(users, func(n store.User) bool { return n.ID == u.ID }) {
			u.Active = false
			users = append(users, u)
		}
	}
	if len(users) > 0 {
		if err := desk.Store.PutUsers(ctx, users); err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return &Machines{Desk: desk, Clients: c.Machines, Base: c.Base}, nil
}

// Machine gives the caller that a program's request comes from, by its client
// certificate or by its token; SignIn when it is none.
func (m *Machines) Machine(r *http.Request) (casework.Caller, error) {
	s, err := m.Know(r.Context(), r, true)
	if err != nil {
		return casework.Caller{}, err
	}
	if s.User.Kind != access.Machine {
		return casework.Caller{}, fault.New(fault.SignIn, "signin.Machine", "")
	}
	return m.Desk.Caller(s, "", "machine"), nil
}

// Know gives who sends a request: someone with a session or token, else the
// program to which the client certificate of the connection belongs.
func (m *Machines) Know(ctx context.Context, r *http.Request, fresh bool) (Signed, error) {
	s, err := m.Desk.Know(ctx, r, fresh)
	if !fault.Is(err, fault.SignIn) || r.Header.Get("Authorization") != "" {
		return s, err
	}
	if by, certErr := m.certified(ctx, r); certErr == nil || !fault.Is(certErr, fault.SignIn) {
		return by, certErr
	}
	return s, err
}

// certified knows a program by the certificate with which it proved, in the TLS
// handshake, that it holds the key.
func (m *Machines) certified(ctx context.Context, r *http.Request) (Signed, error) {
	const op = "signin.certified"
	none := fault.New(fault.SignIn, op, "")
	if m == nil || r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return Signed{}, none
	}
	leaf, now := r.TLS.PeerCertificates[0], m.Desk.Now()
	if now.Before(leaf.NotBefore) || now.After(leaf.NotAfter) {
		return Signed{}, &fault.Error{Code: fault.SignIn, Op: op, Err: errors.New("the certificate is not valid now")}
	}
	print := sha256.Sum256(leaf.Raw)
	for _, client := range m.Clients {
		for _, c := range client.Certificates {
			if known, ok := fingerprint(c); ok && equal(known[:], print[:]) && client.mayComeFrom(r.RemoteAddr) {
				return m.account(ctx, client, now)
			}
		}
	}
	return Signed{}, none
}

func (m *Machines) account(ctx context.Context, client MachineConfig, now time.Time) (Signed, error) {
	const op = "signin.account"
	epoch, err := m.Desk.Store.Epoch(ctx)
	if err != nil {
		return Signed{}, fault.Wrap(fault.Unavailable, op, err)
	}
	user, err := m.Desk.Store.User(ctx, MachineAccount(client.ID))
	if err != nil {
		return Signed{}, signInOr(op, err)
	}
	org, err := m.Desk.Store.Org(ctx, user.Org)
	if err != nil {
		return Signed{}, signInOr(op, err)
	}
	if !user.Active || !org.Active || user.Org != client.Organisation {
		return Signed{}, fault.New(fault.SignIn, op, "signin.inactive")
	}
	return Signed{
		User: user, Org: org, Lang: "nl", Epoch: epoch, Level: LevelSubstantial, AuthAt: now, Provider: "certificate", hash: make([]byte, sha256.Size),
		renew: func(ctx context.Context) (Signed, error) { return m.account(ctx, client, m.Desk.Now()) },
	}, nil
}

func (c MachineConfig) mayComeFrom(remote string) bool {
	if len(c.From) == 0 {
		return true
	}
	at, err := netip.ParseAddrPort(remote)
	return err == nil && slices.ContainsFunc(c.From, func(p netip.Prefix) bool { return p.Contains(at.Addr().Unmap()) })
}

// Token gives a short-lived token for a signed assertion (RFC 6749 4.4 with RFC
// 7523). An assertion counts once.
func (m *Machines) Token(ctx context.Context, form url.Values, remote string) (token string, lasts time.Duration, err error) {
	const op = "signin.Token"
	refuse := func(why string) (string, time.Duration, error) {
		return "", 0, &fault.Error{Code: fault.SignIn, Op: op, Key: keyRefused, Err: errors.New(why)}
	}
	switch {
	case form.Get("grant_type") != "client_credentials":
		return "", 0, fault.New(fault.Invalid, op, "signin.grant")
	case form.Get("client_assertion_type") != assertionType:
		return refuse("another kind of assertion")
	}
	client, c, err := m.asserted(form.Get("client_assertion"))
	if err != nil {
		return refuse(err.Error())
	}
	if id := form.Get("client_id"); id != "" && id != client.ID {
		return refuse("another client")
	}
	if !client.mayComeFrom(remote) {
		return refuse("from a network that is not its own")
	}
	if err := m.Desk.once(ctx, "assertion\x00"+client.ID+"\x00"+c.ID, c.Expiry.Time().Add(skew)); err != nil {
		if fault.Is(err, fault.Invalid) {
			return refuse("used before")
		}
		return "", 0, err
	}
	now := m.Desk.Now()
	s, err := m.account(ctx, client, now)
	if err != nil {
		return "", 0, err
	}
	token, err = m.Desk.begin(ctx, s.User, store.Session{User: s.User.ID, Lang: "nl", Level: LevelSubstantial, AuthAt: now, Provider: "machine", Client: client.Name})
	return token, machineTokenFor, err
}

// asserted gives the client that signed an assertion, and what it says.
func (m *Machines) asserted(raw string) (MachineConfig, jwt.Claims, error) {
	var c jwt.Claims
	token, err := jose.ParseSignedCompact(raw, safeAlgorithms)
	if err != nil {
		return MachineConfig{}, c, err
	}
	if err := json.Unmarshal(token.UnsafePayloadWithoutVerification(), &c); err != nil {
		return MachineConfig{}, c, err
	}
	i := slices.IndexFunc(m.Clients, func(n MachineConfig) bool { return n.ID == c.Issuer && n.Keys != nil })
	if i < 0 {
		return MachineConfig{}, c, errors.New("from nobody we know")
	}
	client := m.Clients[i]
	find := func(kid string) ([]jose.JSONWebKey, error) { return withID(client.Keys, kid), nil }
	if _, err := verify(raw, safeAlgorithms, find); err != nil {
		return client, c, err
	}
	now := m.Desk.Now()
	switch {
	case c.Subject != client.ID:
		return client, c, errors.New("another subject")
	case !c.Audience.Contains(m.Base) && !c.Audience.Contains(m.Base+TokenPath):
		return client, c, errors.New("for someone else")
	case c.ID == "":
		return client, c, errors.New("no jti")
	case c.Expiry == nil || !now.Before(c.Expiry.Time().Add(skew)):
		return client, c, errors.New("expired")
	case c.Expiry.Time().Sub(now) > assertionFor+skew:
		return client, c, errors.New("counts too long")
	case c.NotBefore != nil && c.NotBefore.Time().After(now.Add(skew)), c.IssuedAt != nil && c.IssuedAt.Time().After(now.Add(skew)):
		return client, c, errors.New("not valid yet")
	}
	return client, c, nil
}
