package desk

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// TellAnew sends the 301 of an allocation once more, as things stand now, under
// an identification of its own: the provider refused the last one (302), or it
// never arrived. It faults with Conflict when the allocation was taken back or
// no message may leave.
func (d *Desk) TellAnew(ctx context.Context, o Order, allocation string) (casework.Done, error) {
	done, err := d.Office.Do(ctx, casework.Wish{
		Dossier: o.Dossier, Key: o.Key, Expect: o.Expect, Command: tellAnew{Number: allocation, desk: d, ctx: ctx},
	})
	return done, fault.Wrap(fault.Internal, "desk.TellAnew", err)
}

// tellAnew is the command of a 301 that is sent once more.
type tellAnew struct {
	Number string `json:"number"`

	desk *Desk
	ctx  context.Context
}

// Name is the stable name of the command.
func (c tellAnew) Name() string { return "tell-anew" }

// Need is that of a change of the allocation: whoever may decide on it.
func (c tellAnew) Need(d *dossier.Dossier) dossier.Need {
	return dossier.ChangeAllocation{Number: c.Number}.Need(d)
}

// Decide writes the message from the newest state.
func (c tellAnew) Decide(d *dossier.Dossier, m dossier.Moment) ([]dossier.Entry, error) {
	if a, ok := d.Allocation(c.Number); !ok {
		return nil, fault.New(fault.NotFound, "desk.tellAnew", "dossier.care.unknown")
	} else if a.Gone {
		return nil, fault.New(fault.Conflict, "desk.tellAnew", "dossier.care.gone")
	}
	sent, err := c.desk.write(c.ctx, d, c.Number)
	if err != nil {
		return nil, err
	}
	return sent.Decide(d, m)
}

// Bounced gives the refusal of the newest 301 about an allocation; false when
// that was not refused. A provider that refused it does not know the
// allocation: it must be mended and told anew.
func Bounced(d *dossier.Dossier, a dossier.Allocation) (dossier.Return, bool) {
	named := []byte("ToewijzingNummer>" + a.Number + "<")
	for _, m := range slices.Backward(d.Messages) {
		if m.Out && strings.HasSuffix(m.Type, "301") && bytes.Contains(m.Content, named) {
			back, ok := d.Returned(m.ID)
			return back, ok && len(back.Refused) > 0
		}
	}
	return dossier.Return{}, false
}
