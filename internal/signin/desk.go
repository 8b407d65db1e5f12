// Package signin knows who is at the other end of a request: sessions kept in
// the store, so that they can be ended centrally, and the demo's door where
// one picks a person. It decides nothing about what they may see.
package signin

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// How long sessions last per kind and role stands in rules.json. Nothing lasts
// longer than these.
const (
	Absolute = 12 * time.Hour
	Idle     = 60 * time.Minute
	touch    = time.Minute     // how often a use is written down
	apart    = 2 * time.Minute // how far clocks of processes may differ

	answerWithin = 1800 * time.Millisecond // how long a database may take to tell who someone is
	trust        = 15 * time.Second        // how long a lookup is used without the store confirming its epoch
	memorise     = 20_000
)

// Desk signs people in and recognises them.
type Desk struct {
	Store  store.Store
	Now    func() time.Time
	Random io.Reader
	Secure bool  // the cookie travels over TLS only
	Rules  Rules // of sessions; nil: those that ship

	mu   sync.Mutex
	seen map[[32]byte]Signed
}

// Signed is who is signed in, as the directory knew them at Epoch.
type Signed struct {
	User  store.User
	Org   store.Org // zero for a citizen
	Lang  string
	Epoch int64
	// How surely the person was recognised, when, and by which provider; for
	// whom they act ("" themselves).
	Level    int
	AuthAt   time.Time
	Provider string
	Behalf   dossier.ID
	Weak     bool                                  // not sure or fresh enough for what is shut by default
	renew    func(context.Context) (Signed, error) // how to look up anew; nil: by the session
	hash     []byte
	until    time.Time
	at       time.Time
}

// Who gives the asker for package access.
func (s Signed) Who() access.Who {
	return access.Who{
		User: s.User.ID, Org: s.User.Org, Kind: s.User.Kind, OrgKind: s.Org.Kind,
		Municipality: s.Org.Municipality, Roles: s.User.Roles, Name: s.User.Name, OrgName: s.Org.Name, Phone: phone(s),
		Weak: s.Weak,
	}
}

func phone(s Signed) string {
	if s.User.Phone != "" {
		return s.User.Phone
	}
	return s.Org.Phone
}

// Has tells whether the user has a role in their organisation.
func (s Signed) Has(role string) bool {
	for _, r := range s.User.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// cookieName is tied to the host where the cookie travels over TLS.
func (d *Desk) cookieName() string {
	if d.Secure {
		return "__Host-eendracht"
	}
	return "eendracht"
}

// Start begins a session for a user who is known for sure, and gives its token:
// in the demonstration, and in tests.
func (d *Desk) Start(ctx context.Context, user dossier.ID, lang string) (string, error) {
	account, err := d.Store.User(ctx, user)
	if err != nil {
		return "", fault.Wrap(fault.SignIn, "signin.Start", err)
	}
	return d.begin(ctx, account, store.Session{User: user, Lang: lang, Level: LevelSubstantial, AuthAt: d.Now(), Provider: "demo"})
}

// begin begins a session and gives its token. What lasts how long comes from
// the rules.
func (d *Desk) begin(ctx context.Context, account store.User, s store.Session) (string, error) {
	const op = "signin.begin"
	if !account.Active {
		return "", fault.New(fault.SignIn, op, "signin.inactive")
	}
	raw := make([]byte, 32)
	if _, err := io.ReadFull(d.Random, raw); err != nil {
		return "", fault.Wrap(fault.Unavailable, op, err)
	}
	token := base64.RawURLEncoding.EncodeToString(raw)
	now := d.Now()
	s.Hash, s.Started, s.Seen = hash(token), now, now
	s.Until = now.Add(min(Absolute, minutes(d.rule(account).Absolute)))
	return token, fault.Wrap(fault.Unavailable, op, d.Store.StartSession(ctx, s))
}

// rule gives the rule of sessions for an account. Without readable rules
// nothing lasts.
func (d *Desk) rule(account store.User) Rule {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Rules == nil {
		rules, err := ShippedRules()
		if err != nil {
			return Rule{}
		}
		d.Rules = rules
	}
	return d.Rules.For(account)
}

// Cookie carries a session's token in a browser.
func (d *Desk) Cookie(token string) *http.Cookie {
	c := &http.Cookie{Name: d.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: d.Secure, SameSite: http.SameSiteLaxMode}
	if token == "" {
		c.MaxAge = -1
	} else {
		c.MaxAge = int(Absolute / time.Second)
	}
	return c
}

// token finds the session's token in a request: the cookie of a browser, or
// the bearer token of a client.
func (d *Desk) token(r *http.Request) string {
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(bearer)
	}
	if c, err := r.Cookie(d.cookieName()); err == nil {
		return c.Value
	}
	return ""
}

// Bearer tells whether the request carries a client's token, which no other
// site can make a browser send.
func Bearer(r *http.Request) bool { return strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") }

// Know gives who sends the request; SignIn when nobody is signed in. A read may
// use a lookup of seconds ago: casework confirms its epoch when the look is
// written. With fresh the store is asked now.
func (d *Desk) Know(ctx context.Context, r *http.Request, fresh bool) (Signed, error) {
	token := d.token(r)
	if token == "" {
		return Signed{}, fault.New(fault.SignIn, "signin.Know", "")
	}
	key := sha256.Sum256([]byte(token))
	now := d.Now()
	if s, ok := d.remembered(key); ok && !fresh && !now.Before(s.at) && now.Sub(s.at) < trust && now.Before(s.until) {
		return s, nil
	}
	return d.lookUp(ctx, key, now)
}

func (d *Desk) lookUp(ctx context.Context, key [32]byte, now time.Time) (Signed, error) {
	const op = "signin.lookUp"
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	// The epoch is read first: a change in between then shows as a difference.
	epoch, err := d.Store.Epoch(ctx)
	if err != nil {
		return Signed{}, fault.Wrap(fault.Unavailable, op, err)
	}
	session, err := d.Store.Session(ctx, key[:], now)
	if err != nil {
		return Signed{}, signInOr(op, err)
	}
	user, err := d.Store.User(ctx, session.User)
	if err != nil {
		return Signed{}, signInOr(op, err)
	}
	rule := d.rule(user)
	// A session from the future is of a clock that ran ahead, or ours went back:
	// its limits would then come years too late, so it has none left.
	if now.Sub(session.Seen) > min(Idle, minutes(rule.Idle)) || latest(session).After(now.Add(apart)) {
		return Signed{}, fault.New(fault.SignIn, op, "signin.idle")
	}
	s := Signed{
		User: user, Lang: session.Lang, Epoch: epoch, hash: key[:], until: session.Until, at: now,
		Level: session.Level, AuthAt: session.AuthAt, Provider: session.Provider, Behalf: session.Behalf, Weak: rule.weak(session, now),
	}
	if user.Org != "" {
		if s.Org, err = d.Store.Org(ctx, user.Org); err != nil {
			return Signed{}, signInOr(op, err)
		}
	}
	if !user.Active || user.Org != "" && !s.Org.Active {
		return Signed{}, fault.New(fault.SignIn, op, "signin.inactive")
	}
	if now.Sub(session.Seen) > touch {
		if err := d.Store.TouchSession(ctx, key[:], now, session.Lang); err != nil {
			return Signed{}, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	d.remember(key, s)
	return s, nil
}

// latest gives the latest moment at which something is known of a session.
func latest(s store.Session) time.Time {
	at := s.Started
	for _, other := range []time.Time{s.Seen, s.AuthAt} {
		if other.After(at) {
			at = other
		}
	}
	return at
}

// signInOr keeps "the store is out of reach" apart from "there is no such session".
func signInOr(op string, err error) error {
	if fault.Is(err, fault.NotFound) {
		return &fault.Error{Code: fault.SignIn, Op: op, Err: err}
	}
	return fault.Wrap(fault.Unavailable, op, err)
}

func (d *Desk) remembered(key [32]byte) (Signed, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, ok := d.seen[key]
	return s, ok
}

func (d *Desk) remember(key [32]byte, s Signed) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen == nil || len(d.seen) >= memorise {
		d.seen = map[[32]byte]Signed{}
	}
	d.seen[key] = s
}

// End ends the session of a request everywhere.
func (d *Desk) End(ctx context.Context, r *http.Request) error {
	token := d.token(r)
	if token == "" {
		return nil
	}
	return d.end(ctx, sha256.Sum256([]byte(token)))
}

func (d *Desk) end(ctx context.Context, key [32]byte) error {
	d.forget(key)
	return fault.Wrap(fault.Unavailable, "signin.End", d.Store.EndSession(ctx, key[:]))
}

func (d *Desk) forget(key [32]byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.seen, key)
}

// Speak changes the language of a session (ISO 639-1).
func (d *Desk) Speak(ctx context.Context, s Signed, lang string) error {
	err := d.Store.TouchSession(ctx, s.hash, d.Now(), lang)
	d.mu.Lock()
	delete(d.seen, [32]byte(s.hash))
	d.mu.Unlock()
	return fault.Wrap(fault.Unavailable, "signin.Speak", err)
}

// Caller gives the caller for casework, which renews itself when the directory
// has changed since it was looked up.
func (d *Desk) Caller(s Signed, purpose, flow string) casework.Caller {
	key := [32]byte(s.hash)
	return casework.Caller{
		Who: s.Who(), Purpose: purpose, Flow: flow, Epoch: s.Epoch, Level: s.Level, AuthAt: s.AuthAt, Behalf: s.Behalf,
		Renew: func(ctx context.Context) (casework.Caller, error) {
			again, err := d.again(ctx, s, key)
			if err != nil {
				return casework.Caller{}, err
			}
			return d.Caller(again, purpose, flow), nil
		},
	}
}

func (d *Desk) again(ctx context.Context, s Signed, key [32]byte) (Signed, error) {
	if s.renew != nil {
		return s.renew(ctx)
	}
	return d.lookUp(ctx, key, d.Now())
}

func hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
