package post

import (
	"context"
	"sync"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// How patient the queue is.
const (
	leaseBatch = 64
	leaseHold  = 2 * time.Minute // longer than a delivery may take
	firstWait  = 2 * time.Second
	longestTry = time.Hour
	mostTries  = 60 // some two days, most of it hourly
)

// backoff gives how long to wait after so many tries: twice as long each time,
// up to an hour, spread over half of it so that not all come back at once.
func backoff(tries int, random float64) time.Duration {
	wait := longestTry
	if tries < 12 {
		wait = min(longestTry, firstWait<<max(0, tries-1))
	}
	return wait/2 + time.Duration(random*float64(wait/2))
}

// Round takes what is due and carries it out; it gives how many letters it took.
func (p *Post) Round(ctx context.Context, process string) (int, error) {
	const op = "post.Round"
	ctx = casework.As(ctx, casework.Post())
	due, err := p.Parcels.LeaseParcels(ctx, p.Now(ctx), leaseBatch, leaseHold, process)
	if err != nil || len(due) == 0 {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	outcomes := make([]store.ParcelOutcome, len(due))
	var group sync.WaitGroup
	next := make(chan int)
	for range min(p.Workers, len(due)) {
		group.Go(func() {
			for i := range next {
				outcomes[i] = p.settled(ctx, due[i], p.carry(ctx, due[i]))
			}
		})
	}
	for i := range due {
		next <- i
	}
	close(next)
	group.Wait()
	// What was delivered is noted even when the process is told to stop now.
	err = p.Parcels.SettleParcels(context.WithoutCancel(ctx), process, outcomes)
	return len(due), fault.Wrap(fault.Unavailable, op, err)
}

// result is what became of one try.
type result struct {
	state   string // "" when it failed
	trouble string
	final   bool
	outer   string // reference of the envelope
}

// carry tries one parcel: out to its partner, or in to the desk.
func (p *Post) carry(ctx context.Context, parcel store.Parcel) result {
	to, here := p.route(ctx, parcel.Peer)
	if parcel.Out && here {
		return result{state: store.ParcelAnswered} // the partner works in this house and has the message before it
	}
	content, err := p.Office.Carry(ctx, parcel)
	switch {
	case fault.Is(err, fault.NotFound):
		return result{trouble: CodeContent, final: true}
	case err != nil:
		p.Log.WarnContext(ctx, "a message could not be fetched", "kind", parcel.Kind, "err", err)
		return result{trouble: CodeBusy}
	}
	letter, err := Peek(content)
	if err != nil {
		return result{trouble: CodeFormat, final: true}
	}
	if !parcel.Out {
		return p.again(ctx, letter, p.Now(ctx).Sub(parcel.Since) >= p.Patience)
	}
	return p.send(ctx, to, letter)
}

// again lets a parked letter try to come in, the last time for good.
func (p *Post) again(ctx context.Context, l Letter, final bool) result {
	reply := verdict(p.receive(ctx, l, final))
	if reply.Accepted {
		return result{state: store.ParcelAnswered}
	}
	return result{trouble: reply.Code, final: reply.Final}
}

// send brings a letter to its partner; a zero one has no address.
func (p *Post) send(ctx context.Context, to Partner, l Letter) result {
	switch {
	case to.URL == "" && to.Folder == "":
		return result{trouble: CodeNoRoute, final: true}
	case to.Folder != "":
		if err := drop(to.Folder, l); err != nil {
			p.Log.WarnContext(ctx, "drop folder out of reach", "partner", to.Name, "err", err)
			return result{trouble: CodeNetwork}
		}
		return result{state: store.ParcelSent}
	}
	if l.CrossRef != "" { // the envelope says which one it answers
		if first, err := p.Parcels.ParcelOf(ctx, l.To, l.CrossRef, false); err == nil {
			l.Answering = first.Outer
		} else if !fault.Is(err, fault.NotFound) {
			return result{trouble: CodeBusy}
		}
	}
	reply, outer := p.deliver(ctx, to, l)
	if reply.Accepted {
		return result{state: store.ParcelAcknowledged, outer: outer}
	}
	return result{trouble: reply.Code, final: reply.Final, outer: outer}
}

// route gives the partner by which a code is reached: one that names it; else
// nobody when the organisation works here; else the hub. A zero partner has no address.
func (p *Post) route(ctx context.Context, code string) (to Partner, here bool) {
	if to, named := p.Settings.For(code); named {
		return to, false
	}
	if p.lives(ctx, code) {
		return Partner{}, true
	}
	to, _ = p.Settings.For("*")
	return to, false
}

// Outside tells whether the organisation with this code works with other
// software and has an address: then messages travel between us.
func (p *Post) Outside(code string) bool {
	to, here := p.route(context.Background(), code)
	return !here && (to.URL != "" || to.Folder != "")
}

// lives tells whether people of an organisation work with this installation.
func (p *Post) lives(ctx context.Context, code string) bool {
	org, err := p.Directory.OrgByCode(ctx, code)
	if err != nil {
		return false
	}
	users, err := p.Directory.UsersOf(ctx, org.ID)
	if err != nil {
		return false
	}
	for _, u := range users {
		if u.Active && u.Kind == "staff" {
			return true
		}
	}
	return false
}

// settled says what a try means for the parcel: done, later, or for a person.
func (p *Post) settled(ctx context.Context, parcel store.Parcel, r result) store.ParcelOutcome {
	now := p.Now(ctx).Truncate(time.Microsecond)
	o := store.ParcelOutcome{Dossier: parcel.Dossier, ID: parcel.ID, State: r.state, Trouble: r.trouble, Outer: r.outer, At: now}
	switch {
	case r.state != "":
	case r.final || parcel.Tries >= mostTries:
		o.State = store.ParcelDead
	default:
		o.State, o.Ready = store.ParcelWaiting, now.Add(backoff(parcel.Tries, p.Random()))
	}
	return o
}

// Run delivers until the context ends, and looks into the drop folders.
func (p *Post) Run(ctx context.Context, process string, pause time.Duration) {
	var rewound time.Time
	for ctx.Err() == nil {
		var n int
		var err error
		if rewound, err = p.rewind(ctx, rewound); err == nil {
			n, err = p.Round(ctx, process)
		}
		if err == nil {
			err = p.Folders(ctx)
		}
		if err != nil && ctx.Err() == nil {
			p.Log.WarnContext(ctx, "post out of reach", "err", err)
		}
		if n == leaseBatch && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// rewindEvery is how often the queue is searched for what a clock that ran
// ahead put off for years.
const rewindEvery = time.Hour

// rewind lets such letters go: at the start, every hour, and when the clock
// went back. It gives when it last did so.
func (p *Post) rewind(ctx context.Context, last time.Time) (time.Time, error) {
	now := p.Now(ctx)
	if !now.Before(last) && now.Sub(last) < rewindEvery {
		return last, nil
	}
	n, err := p.Parcels.RewindParcels(ctx, now)
	if err != nil {
		return last, fault.Wrap(fault.Unavailable, "post.rewind", err)
	}
	if n > 0 {
		p.Log.WarnContext(ctx, "a clock ran ahead: letters that it put off are due again", "letters", n)
	}
	return now, nil
}
