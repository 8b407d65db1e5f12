package upload

import (
	"context"
	"log/slog"
	"slices"

	"eendracht/internal/fault"
)

// Context is a context; the scanner's interface names it.
type Context = context.Context

// What is done with content when the scanner cannot look at it.
const (
	Refuse     = "refuse"     // it does not come in; send it again later
	Quarantine = "quarantine" // it is kept apart, sealed, and does not come in either until someone looks
)

// Checker looks at content before anything else does. A nil checker looks at
// kind and size only.
type Checker struct {
	Scanner  Scanner                                         // nil: no scanner is connected
	WhenDown string                                          // Refuse (also when empty) or Quarantine
	Keep     func(ctx context.Context, content []byte) error // keeps content apart, sealed
	Log      *slog.Logger
}

// Check looks at content of at most max bytes that should be of one of these
// kinds. It faults with TooLarge, Invalid (another kind, or harmful), or
// Unavailable (the scanner could not look).
func (c *Checker) Check(ctx context.Context, content []byte, max int, kinds ...Kind) error {
	const op = "upload.Check"
	switch kind := KindOf(content); {
	case len(content) > max:
		return fault.New(fault.TooLarge, op, "")
	case kind == Unknown || !slices.Contains(kinds, kind):
		return refused("upload.kind")
	case c == nil || c.Scanner == nil:
		return nil
	}
	found, err := c.Scanner.Scan(ctx, content)
	switch {
	case err != nil:
		return c.down(ctx, content, err)
	case found != "":
		c.Log.WarnContext(ctx, "harmful content was refused", "found", found, "bytes", len(content))
		return refused("upload.harmful")
	}
	return nil
}

// down decides what happens while the scanner cannot look.
func (c *Checker) down(ctx context.Context, content []byte, err error) error {
	const op = "upload.down"
	c.Log.ErrorContext(ctx, "the scanner cannot look", "err", err, "then", c.WhenDown)
	if c.WhenDown != Quarantine || c.Keep == nil {
		return &fault.Error{Code: fault.Unavailable, Op: op, Key: "upload.down", Err: err}
	}
	if err := c.Keep(ctx, content); err != nil {
		return &fault.Error{Code: fault.Unavailable, Op: op, Key: "upload.down", Err: err}
	}
	return &fault.Error{Code: fault.Unavailable, Op: op, Key: "upload.kept", Err: err}
}
