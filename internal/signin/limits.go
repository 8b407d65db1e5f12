package signin

import (
	"math"
	"net"
	"strings"
	"sync"
	"time"

	"eendracht/internal/fault"
)

// Rate is a token bucket: so many a second on average, and so many at once.
type Rate struct {
	PerSecond float64 `json:"per_second"`
	Burst     float64 `json:"burst"`
}

// Limits are how often callers may ask; a rate of zero is no limit.
type Limits struct {
	User  Rate `json:"user,omitzero"`  // requests of one account
	Org   Rate `json:"org,omitzero"`   // requests of all accounts of one organisation
	Entry Rate `json:"entry,omitzero"` // attempts to sign in from one address
}

// ShippedLimits are those of an installation that configures none: a person
// never meets them, a script that runs wild does.
func ShippedLimits() Limits {
	return Limits{User: Rate{20, 100}, Org: Rate{200, 1000}, Entry: Rate{0.5, 20}}
}

// Merge lets an installation's own limits take the place of these.
func (l Limits) Merge(own Limits) Limits {
	for _, pair := range []struct{ own, ours *Rate }{{&own.User, &l.User}, {&own.Org, &l.Org}, {&own.Entry, &l.Entry}} {
		if pair.own.PerSecond > 0 {
			*pair.ours = *pair.own
		}
	}
	return l
}

// Limiter counts requests in memory, per process. A nil limiter limits nothing.
type Limiter struct {
	Limits
	Now       func() time.Time
	Forwarded bool // the proxy in front tells in X-Forwarded-For from where a request comes

	mu      sync.Mutex
	buckets map[string]*bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// countedMost bounds the memory of a limiter; over it the full buckets go, which
// tell nothing, and if none is full all of them.
const countedMost = 50_000

// Allow counts a request of someone signed in; TooMany when they or their
// organisation ask too often, with the seconds to wait (see Wait).
func (l *Limiter) Allow(s Signed) error {
	if l == nil {
		return nil
	}
	if err := l.take("u:"+string(s.User.ID), l.User, "signin.limit.user"); err != nil {
		return err
	}
	if s.User.Org == "" {
		return nil
	}
	return l.take("o:"+string(s.User.Org), l.Org, "signin.limit.org")
}

// AllowEntry counts an attempt to sign in from an address.
func (l *Limiter) AllowEntry(address string) error {
	if l == nil || address == "" {
		return nil
	}
	return l.take("e:"+address, l.Entry, "signin.limit.entry")
}

// Address gives from where a request comes: the peer, or what the proxy in
// front adds last. It is "" when a proxy on this machine hides it: counting all
// people as one would let anyone keep everyone out.
func (l *Limiter) Address(peer string, forwarded []string) string {
	if l == nil {
		return ""
	}
	if l.Forwarded && len(forwarded) > 0 {
		all := strings.Split(forwarded[len(forwarded)-1], ",")
		return strings.TrimSpace(all[len(all)-1])
	}
	if ip := net.ParseIP(peer); ip == nil || ip.IsLoopback() {
		return ""
	}
	return peer
}

func (l *Limiter) take(key string, rate Rate, words string) error {
	if rate.PerSecond <= 0 {
		return nil
	}
	now := l.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[key]
	if b == nil {
		b = l.room(rate, key, now)
	}
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.left = min(rate.Burst, b.left+passed*rate.PerSecond)
	}
	b.at = now // also when a clock went back: nobody waits for it to come round
	if b.left < 1 {
		wait := int(math.Ceil((1 - b.left) / rate.PerSecond))
		return fault.New(fault.TooMany, "signin.take", words, "seconds", itoa(max(1, wait)))
	}
	b.left--
	return nil
}

func (l *Limiter) room(rate Rate, key string, now time.Time) *bucket {
	if l.buckets == nil {
		l.buckets = map[string]*bucket{}
	}
	if len(l.buckets) >= countedMost {
		for k, b := range l.buckets {
			if now.Sub(b.at) > time.Minute {
				delete(l.buckets, k)
			}
		}
		if len(l.buckets) >= countedMost {
			l.buckets = map[string]*bucket{}
		}
	}
	b := &bucket{left: rate.Burst, at: now}
	l.buckets[key] = b
	return b
}

// Wait gives the seconds that a caller who asked too often must wait, for the
// header Retry-After; "" when the error is another one.
func Wait(err error) string {
	if !fault.Is(err, fault.TooMany) {
		return ""
	}
	_, args := fault.Message(err)
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "seconds" {
			return args[i+1]
		}
	}
	return "1"
}
