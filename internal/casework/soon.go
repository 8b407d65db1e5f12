package casework

import (
	"context"
	"time"

	"eendracht/internal/fault"
)

// answerWithin is how long someone who reads waits for an archive that hangs: a
// disk, or a server that does not answer. They then hear "not now" instead of
// nothing.
const answerWithin = 1800 * time.Millisecond

// soon does what may hang and gives its outcome, or faults with Unavailable when
// it takes too long. What hangs ends by itself when the archive answers again;
// a disk cannot be told that nobody waits any more.
func soon[T any](ctx context.Context, op string, do func(context.Context) (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	came := make(chan outcome, 1)
	go func() {
		defer cancel()
		value, err := do(ctx)
		came <- outcome{value, err}
	}()
	select {
	case o := <-came:
		return o.value, o.err
	case <-ctx.Done():
		select {
		case o := <-came: // the end of the work ends the context too
			return o.value, o.err
		default:
		}
		var none T
		return none, fault.Wrap(fault.Unavailable, op, ctx.Err())
	}
}
