// Package notify tells people that something waits for them, by mail,
// and never what. It carries the notices that package casework planned: a
// durable queue with leases, retries and an end; nothing goes out twice, also
// when the program ends at the worst moment. See docs/notices.md.
package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
	"eendracht/internal/text"
)

// Letter is one mail. It holds no personal data but the address.
type Letter struct {
	ID      string // the same for the same notice
	To      string
	Subject string
	Text    string
	Stop    string // address that ends these mails by one click (RFC 8058); "" none
	Lang    string
	At      time.Time
}

// Sender hands a letter over to a mail server. It faults with ErrUnsure when it
// cannot know whether the letter went, with ErrRefused when trying again is of
// no use; any other fault means that it did not go.
type Sender interface {
	Send(ctx context.Context, l Letter) error
}

// What a sender can tell beside "not now".
var (
	ErrUnsure  = errors.New("perhaps handed over")
	ErrRefused = errors.New("refused for good")
)

// Poster carries notices. It is safe for concurrent use, also by several processes.
type Poster struct {
	Office *casework.Office
	Store  store.Store
	Texts  *text.Catalogue
	Mail   Sender // nil: no mail goes out
	Base   string // address of the installation, without a slash at the end; "" then no link is given
	Now    func() time.Time
	Log    *slog.Logger
}

const (
	batch    = 64
	hold     = 2 * time.Minute
	sendTime = 30 * time.Second
	// keepFor is how long what became of a notice is kept for its owner to see.
	keepFor = 30 * 24 * time.Hour
)

// pauses are how long after each failure the next try is; after the last the
// notice is given up, and its owner sees that.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour}

// Run carries notices until the context ends.
func (p *Poster) Run(ctx context.Context, process string, pause time.Duration) {
	var cleaned time.Time
	for ctx.Err() == nil {
		n, err := p.Once(ctx, process)
		if now := p.Now(); err == nil && now.Sub(cleaned) > time.Hour {
			cleaned, err = now, p.Store.DropNotices(ctx, now.Add(-keepFor))
		}
		if err != nil && ctx.Err() == nil {
			p.Log.WarnContext(ctx, "notices out of reach", "err", err)
		}
		if n == batch {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// Once carries what is due and tells how many notices it took.
func (p *Poster) Once(ctx context.Context, process string) (int, error) {
	const op = "notify.Once"
	now := p.Now()
	if n, err := p.Store.DoubtNotices(ctx, now); err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	} else if n > 0 {
		p.Log.WarnContext(ctx, "notices that were perhaps sent stay as they are", "count", n)
	}
	taken, err := p.Store.LeaseNotices(ctx, now, batch, hold, process)
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, bundle := range bundles(taken) {
		if err := p.carry(ctx, process, bundle); err != nil {
			return len(taken), fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return len(taken), nil
}

// bundles puts together what goes to one person by one channel: one mail tells
// of all that waits.
func bundles(all []store.Notice) [][]store.Notice {
	type to struct {
		user    dossier.ID
		channel string
	}
	at := map[to]int{}
	var list [][]store.Notice
	for _, n := range all {
		key := to{n.User, n.Channel}
		i, known := at[key]
		if !known {
			i = len(list)
			at[key], list = i, append(list, nil)
		}
		list[i] = append(list[i], n)
	}
	return list
}

// carry tells one person, and says what became of it.
func (p *Poster) carry(ctx context.Context, process string, bundle []store.Notice) error {
	var going []store.Notice
	var to casework.NoticeTo
	for _, n := range bundle {
		how, ok, err := p.Office.NoticeFor(ctx, n)
		if err != nil {
			return p.settle(ctx, process, []store.Notice{n}, err)
		}
		if !ok {
			if err := p.become(ctx, process, []store.Notice{n}, store.NoticeOver, ""); err != nil {
				return err
			}
			continue
		}
		neutral := to.Neutral || how.Neutral
		to, going = how, append(going, n)
		to.Neutral = neutral
	}
	if len(going) == 0 {
		return nil
	}
	ready, err := p.Store.SendNotices(ctx, process, going, p.Now())
	if err != nil || len(ready) == 0 {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	err = p.hand(ctx, ready[0], to)
	return p.settle(context.WithoutCancel(ctx), process, ready, err)
}

// hand gives a notice to what carries it.
func (p *Poster) hand(ctx context.Context, n store.Notice, to casework.NoticeTo) error {
	if n.Channel == casework.ByMail && p.Mail != nil {
		return p.Mail.Send(ctx, p.letter(n, to))
	}
	return ErrRefused // this installation does not carry it
}

// settle turns an outcome into a state: sent, doubtful, to be tried again, or given up.
func (p *Poster) settle(ctx context.Context, process string, all []store.Notice, err error) error {
	switch {
	case err == nil:
		return p.become(ctx, process, all, store.NoticeSent, "")
	case errors.Is(err, ErrUnsure):
		p.Log.WarnContext(ctx, "a notice was perhaps handed over", "channel", all[0].Channel, "err", err)
		return p.become(ctx, process, all, store.NoticeUnsure, "unsure")
	case errors.Is(err, ErrRefused):
		p.Log.WarnContext(ctx, "a notice was refused", "channel", all[0].Channel, "err", err)
		return p.become(ctx, process, all, store.NoticeFailed, "refused")
	}
	p.Log.WarnContext(ctx, "a notice did not go", "channel", all[0].Channel, "tries", all[0].Tries, "err", err)
	now := p.Now()
	var out []store.NoticeOutcome
	for _, n := range all {
		o := store.NoticeOutcome{Dossier: n.Dossier, ID: n.ID, State: store.NoticeFailed, Trouble: "line", At: now}
		if n.Tries >= 1 && n.Tries <= len(pauses) {
			o.State, o.Ready = store.NoticeWaits, now.Add(pauses[n.Tries-1])
		}
		out = append(out, o)
	}
	return p.Store.SettleNotices(ctx, process, out)
}

func (p *Poster) become(ctx context.Context, process string, all []store.Notice, state, trouble string) error {
	out := make([]store.NoticeOutcome, 0, len(all))
	for _, n := range all {
		out = append(out, store.NoticeOutcome{Dossier: n.Dossier, ID: n.ID, State: state, Trouble: trouble, At: p.Now()})
	}
	return p.Store.SettleNotices(ctx, process, out)
}

// StopPath is where a link that ends someone's mail leads; the sign follows.
const StopPath = "/notices/stop/"

// letter writes the mail: that something waits, and nothing else. Where others
// may read along it does not even say what it is.
func (p *Poster) letter(n store.Notice, to casework.NoticeTo) Letter {
	say := p.Texts.In(to.Lang)
	l := Letter{ID: string(n.ID), To: to.Mail, Lang: say.Lang(), At: p.Now(), Subject: say.Say("notice.neutral.subject"), Text: say.Say("notice.neutral.text") + "\n"}
	if to.Neutral {
		return l
	}
	l.Subject, l.Text = say.Say("notice.subject"), say.Say("notice.text")+"\n"
	if p.Base != "" {
		l.Stop = p.Base + StopPath + p.Office.StopSign(n.User)
		l.Text += "\n" + p.Base + "/\n\n" + say.Say("notice.stop") + "\n" + l.Stop + "\n"
	}
	return l
}
