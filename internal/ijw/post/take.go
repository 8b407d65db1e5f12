package post

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/store"
)

// The codes of what can be wrong with a letter or its delivery. Envelopes
// translate them to their own.
const (
	CodeBusy     = "busy"     // not now: send again
	CodeFormat   = "format"   // no message, or one that the standard rejects
	CodeSender   = "sender"   // the sender may not send this
	CodeReceiver = "receiver" // nobody here for this receiver
	CodeRefused  = "refused"  // what it says cannot be taken in
	CodeNoRoute  = "noroute"  // no address is known for the partner
	CodeContent  = "content"  // the message is not in the dossier
	CodeNetwork  = "network"  // the partner does not answer
	CodeAnswer   = "answer"   // the partner answers something else
	CodeEarly    = "early"    // what it builds on is not known here yet
)

// Desk takes messages in.
type Desk interface {
	Receive(ctx context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error)
	// Refuse takes a message in for good: its flaws go back in its return message.
	Refuse(ctx context.Context, r io.Reader) (desk.Receipt, []ijw.Finding, error)
}

// Carrier keeps and gives content, casework.Office in real life.
type Carrier interface {
	Carry(ctx context.Context, p store.Parcel) ([]byte, error)
	Park(ctx context.Context, p store.Parcel, content []byte) error
}

// Directory finds organisations.
type Directory interface {
	OrgByCode(ctx context.Context, code string) (store.Org, error)
	UsersOf(ctx context.Context, org dossier.ID) ([]store.User, error)
}

// Parts are what a post office is made of.
type Parts struct {
	Settings  Settings
	Gate      Gate // nil: the settings themselves
	Desk      Desk
	Office    Carrier
	Parcels   store.Parcels
	Directory Directory
	Now       func(context.Context) time.Time
	Random    func() float64 // in [0, 1): spreads retries
	Log       *slog.Logger
	Workers   int // letters under way at once; 0 is 8
	// Patience is how long a letter that builds on what is not known yet is tried
	// before its return message says so; 0 is an hour.
	Patience time.Duration
}

// Post delivers and takes in. It is safe for concurrent use.
type Post struct {
	Parts
	clients clients
}

// New makes a post office; Invalid when a certificate or secret cannot be read.
func New(p Parts) (*Post, error) {
	if p.Workers == 0 {
		p.Workers = 8
	}
	if p.Patience == 0 {
		p.Patience = time.Hour
	}
	if p.Gate == nil {
		p.Gate = p.Settings
	}
	made, err := newClients(p.Settings)
	return &Post{Parts: p, clients: made}, err
}

// Take hands a letter to the desk as its sender. What comes too early for what
// is known here is kept and tried again; the partner hears that it arrived.
func (p *Post) Take(ctx context.Context, l Letter) Reply {
	err := p.receive(ctx, l, false)
	reply := verdict(err)
	reply.CrossRef = l.Ref
	if reply.Code == CodeEarly {
		reply.Accepted, reply.Code, reply.Final = true, "", false
		if parked := p.park(ctx, l); parked != nil {
			err, reply = parked, Reply{Code: CodeBusy, CrossRef: l.Ref}
		}
	}
	if !reply.Accepted {
		p.Log.WarnContext(ctx, "message not taken in", "kind", l.Kind, "from", l.From, "code", reply.Code, "err", err)
	}
	return reply
}

// receive lets the desk take the letter in, as a machine of its sender, and
// marks what it answers. A final one is not tried any more: what is wrong with
// it goes back in its return message.
func (p *Post) receive(ctx context.Context, l Letter, final bool) error {
	const op = "post.receive"
	org, err := p.Directory.OrgByCode(ctx, l.From)
	if fault.Is(err, fault.NotFound) || err == nil && !org.Active {
		return fault.New(fault.Forbidden, op, "desk.sender", "code", l.From)
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	who := access.Who{
		User: "post/" + org.ID, Org: org.ID, Kind: access.Machine, OrgKind: org.Kind,
		Municipality: org.Municipality, Name: org.Name, OrgName: org.Name, Phone: org.Phone,
	}
	as := casework.As(ctx, desk.Sender(who))
	_, found, err := p.Desk.Receive(as, bytes.NewReader(l.Content))
	if err != nil && len(found) > 0 && (final || within(found)) {
		_, _, err = p.Desk.Refuse(as, bytes.NewReader(l.Content))
	}
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if l.Outer != "" {
		if err := p.Parcels.MarkParcel(ctx, l.From, l.Ref, l.Outer); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
	}
	if l.CrossRef == "" {
		return nil
	}
	err = p.Parcels.AnswerParcel(ctx, l.From, l.CrossRef, p.Now(ctx))
	if fault.Is(err, fault.NotFound) {
		return nil // it answers what was sent before there was a queue
	}
	return fault.Wrap(fault.Unavailable, op, err)
}

// within tells whether a letter has the right form and is wrong in what it says
// by itself (level 2): waiting would change nothing, and its return message says
// it better than its envelope could.
func within(found []ijw.Finding) bool {
	content := false
	for _, f := range found {
		if f.Level < 2 {
			return false
		}
		content = content || f.Level == 2
	}
	return content
}

// verdict says what an outcome of the desk means for the sender's machine.
func verdict(err error) Reply {
	if err == nil {
		return Reply{Accepted: true}
	}
	key, _ := fault.Message(err)
	switch code := fault.Of(err); {
	case key == "casework.key":
		return Reply{Code: CodeRefused, Final: true} // the identification was used for another message
	case code == fault.NotFound || code == fault.Conflict && key != "store.stale" || unknown(err):
		return Reply{Code: CodeEarly}
	case key == "desk.receiver":
		return Reply{Code: CodeReceiver, Final: true}
	case code == fault.Forbidden:
		return Reply{Code: CodeSender, Final: true}
	case key == "desk.findings" || key == "desk.direction" || code == fault.TooLarge:
		return Reply{Code: CodeFormat, Final: true}
	case code == fault.Invalid:
		return Reply{Code: CodeRefused, Final: true}
	}
	return Reply{Code: CodeBusy}
}

// unknown tells whether a letter speaks of an allocation that is not known (yet).
func unknown(err error) bool {
	for _, f := range fault.Fields(err) {
		if f.Key == "dossier.care.unknown" {
			return true
		}
	}
	return false
}

// parkedID is made from what identifies a letter.
func parkedID(l Letter) dossier.ID {
	return dossier.ID("in-" + HashSecret(l.From + "/" + l.Kind + "/" + l.Ref)[:32])
}

// park keeps a letter that came too early. What identifies it is its
// identifier, so that it is kept once.
func (p *Post) park(ctx context.Context, l Letter) error {
	now := p.Now(ctx).Truncate(time.Microsecond)
	return p.Office.Park(casework.As(ctx, casework.Post()), store.Parcel{
		ID: parkedID(l), Home: l.To, Peer: l.From, Kind: l.Kind, Ref: l.Ref, Outer: l.Outer,
		State: store.ParcelWaiting, Ready: now.Add(backoff(1, p.Random())), Trouble: CodeEarly, Since: now, Changed: now,
	}, l.Content)
}
