package region

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	mail "eendracht/internal/ijw/post"
	"eendracht/internal/store"
)

// The post of the region is that of an installation, in one process: the bytes
// that a provider's software would send go through the envelope, the post office
// and the desk, and what leaves lies in the queue until it was carried.

// inside says that every partner works with this installation: messages are
// written and answered, and nothing has to travel.
func inside(string) bool { return false }

// newPost makes the post office of a region that is built.
func newPost(d *desk.Desk, r *Region) (*mail.Post, error) {
	return mail.New(mail.Parts{
		Desk: counter{d}, Office: d.Office, Parcels: d.Office.Store, Directory: codes{r}, Now: d.Office.Now,
		Random: func() float64 { return 0 }, Log: slog.New(slog.DiscardHandler),
	})
}

// counter is the desk as the post office knows it. It keeps what became of a
// letter for whoever lets it come in.
type counter struct{ *desk.Desk }

type slotKey struct{}

// slot holds what became of one letter.
type slot struct {
	receipt desk.Receipt
	err     error
	again   context.Context // nil, or in which it is tried once more: its looks have other identifiers
}

// Receive takes a letter in. The search for the client leaves a look; in a build
// that was broken off, or a second attempt, it is there already. Then the search
// gets a look of its own, and the message, which has its own key, is not taken
// in twice.
func (c counter) Receive(ctx context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error) {
	at, ok := ctx.Value(slotKey{}).(*slot)
	if !ok {
		return c.Desk.Receive(ctx, r)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return desk.Receipt{}, nil, fault.Wrap(fault.Internal, "region.Receive", err)
	}
	receipt, findings, err := c.Desk.Receive(ctx, bytes.NewReader(raw))
	if at.again != nil && fault.Is(err, fault.Conflict) {
		caller, wrong := casework.From(ctx)
		if wrong != nil {
			return receipt, findings, wrong
		}
		receipt, findings, err = c.Desk.Receive(casework.As(at.again, caller), bytes.NewReader(raw))
	}
	at.receipt, at.err = receipt, wrapped(err, "%v", findings)
	return receipt, findings, err
}

// deliver lets a letter of a provider come in.
func (m *messages) deliver(content []byte) (desk.Receipt, error) {
	const op = "region.deliver"
	letter, _, err := mail.Plain{}.Open("", content)
	if err != nil {
		return desk.Receipt{}, fault.Wrap(fault.Internal, op, err)
	}
	at, again := &slot{}, m.again
	err = m.maker.patiently(func() error {
		*at = slot{}
		if again {
			at.again = withFreshFirst(m.context(m.by))
		}
		again = true
		reply := m.maker.post.Take(context.WithValue(m.context(m.by), slotKey{}, at), letter)
		if at.err == nil && !reply.Accepted {
			return fault.New(fault.Internal, op, "", "code", reply.Code)
		}
		return at.err
	})
	return at.receipt, err
}

// carry lets the post office carry what lies in its queue at the end of the
// history, until nothing is left.
func (b *builder) carry(ctx context.Context) error {
	ctx = WithClock(ctx, b.region.Today.Midnight().Add(8*time.Hour))
	for {
		n, err := b.post.Round(ctx, "region")
		if err != nil || n == 0 {
			return err
		}
	}
}

// UsersOf gives the staff of an organisation of the region.
func (c codes) UsersOf(_ context.Context, org dossier.ID) ([]store.User, error) {
	var users []store.User
	for _, u := range c.region.people[org][""] {
		users = append(users, *u)
	}
	return users, nil
}
