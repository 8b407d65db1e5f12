package signin

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"

	"eendracht/internal/fault"
)

// logoutEvent is what a logout token says happened (OpenID Connect Back-Channel
// Logout 1.0).
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// Logout ends the sessions that a provider says are over, and tells how many.
// The provider calls without a browser; its signed token is all that counts, once.
func (d *Door) Logout(ctx context.Context, raw string) (int64, error) {
	const op = "signin.Logout"
	refuse := func(why error) (int64, error) {
		return 0, &fault.Error{Code: fault.Invalid, Op: op, Key: keyRefused, Err: why}
	}
	p, err := d.sender(raw)
	if err != nil {
		return refuse(err)
	}
	payload, err := verify(raw, algorithms(p.Algorithms), p.keysFor(ctx))
	if fault.Is(err, fault.Unavailable) {
		return 0, err
	}
	if err != nil {
		return refuse(err)
	}
	var c struct {
		claims
		Events map[string]json.RawMessage `json:"events"`
	}
	if err := json.Unmarshal(payload, &c); err != nil {
		return refuse(err)
	}
	if err := p.addressed(&c.claims, d.Desk.Now()); err != nil {
		return refuse(err)
	}
	_, over := c.Events[logoutEvent]
	switch {
	case !over:
		return refuse(errors.New("no logout token"))
	case c.Nonce != "":
		return refuse(errors.New("an ID token is no logout token"))
	case c.ID == "":
		return refuse(errors.New("no jti"))
	case c.Subject == "" && c.SID == "":
		return refuse(errors.New("nobody named"))
	}
	if err := d.Desk.once(ctx, "logout\x00"+p.Issuer+"\x00"+c.ID, c.Expiry.Time().Add(skew)); err != nil {
		return 0, err
	}
	var subject, sid []byte
	if c.Subject != "" {
		subject = d.Office.SubjectHash(p.Issuer, c.Subject)
	}
	if c.SID != "" {
		sid = d.Office.OutsideSessionHash(p.Issuer, c.SID)
	}
	n, err := d.Desk.Store.EndOutside(ctx, p.ID, subject, sid)
	d.Desk.forgetAll()
	return n, fault.Wrap(fault.Unavailable, op, err)
}

// sender finds the provider that a token says it is from; the signature proves it.
func (d *Door) sender(raw string) (*Provider, error) {
	token, err := jose.ParseSignedCompact(raw, safeAlgorithms)
	if err != nil {
		return nil, err
	}
	var c struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(token.UnsafePayloadWithoutVerification(), &c); err != nil {
		return nil, err
	}
	for _, p := range d.Providers {
		if p.Issuer == c.Issuer {
			return p, nil
		}
	}
	return nil, errors.New("from nobody we know")
}

func (d *Desk) forgetAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen = nil
}

// once uses something up; Invalid when it was used before.
func (d *Desk) once(ctx context.Context, what string, until time.Time) error {
	const op = "signin.once"
	err := d.Store.UseOnce(ctx, hash(what), d.Now(), until)
	if fault.Is(err, fault.Conflict) {
		return &fault.Error{Code: fault.Invalid, Op: op, Key: keyRefused, Err: errors.New("used before")}
	}
	return fault.Wrap(fault.Unavailable, op, err)
}
