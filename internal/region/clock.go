package region

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"io"
	"strings"
	"time"

	"eendracht/internal/dossier"
)

type clockKey struct{}

// WithClock gives a context in which it is a certain moment.
func WithClock(ctx context.Context, now time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, now)
}

// Clock gives the moment of a context, UTC, and the real time when the context
// holds none. It is made for casework.Parts.Now.
func Clock(ctx context.Context) time.Time {
	if now, ok := ctx.Value(clockKey{}).(time.Time); ok {
		return now
	}
	return time.Now().UTC()
}

type idsKey struct{}

// WithIDs gives a context whose identifiers come from a stream of a seed: the
// same label and number always give the same ones. It is for one goroutine.
func WithIDs(ctx context.Context, seed uint64, label string, n uint64) context.Context {
	d := throw(seed, label, n)
	return context.WithValue(ctx, idsKey{}, func() dossier.ID { return idFrom(d) })
}

// IDs gives a fresh identifier of a context, and one of 130 random bits when the
// context holds no stream. It is made for casework.Parts.NewID.
func IDs(ctx context.Context) dossier.ID {
	if next, ok := ctx.Value(idsKey{}).(func() dossier.ID); ok {
		return next()
	}
	var raw [idBytes]byte
	if _, err := io.ReadFull(rand.Reader, raw[:]); err != nil {
		panic(err) // the system's randomness does not fail; without it nothing is safe
	}
	return idOf(raw)
}

// withFreshFirst gives the context with the same stream of identifiers, but for
// the first: that one is random.
func withFreshFirst(ctx context.Context) context.Context {
	next, ok := ctx.Value(idsKey{}).(func() dossier.ID)
	if !ok {
		return ctx
	}
	first := true
	return context.WithValue(ctx, idsKey{}, func() dossier.ID {
		id := next()
		if first {
			first, id = false, IDs(context.Background())
		}
		return id
	})
}

// idBytes holds the 130 bits of an identifier, which 26 letters and digits show.
const idBytes = 17

func idFrom(d dice) dossier.ID {
	var raw [24]byte
	for i := 0; i < len(raw); i += 8 {
		binary.LittleEndian.PutUint64(raw[i:], d.Uint64())
	}
	return idOf([idBytes]byte(raw[:]))
}

func idOf(raw [idBytes]byte) dossier.ID {
	return dossier.ID(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))[:26])
}
