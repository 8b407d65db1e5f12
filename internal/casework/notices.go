package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Notices tell someone that something waits for them, never what. What waits is
// what the lists of work say, a meeting to which one is invited, and a decision
// about oneself. A timer in the transaction that wrote it plans who is told and
// when; package notify carries it.

// timerNotice begins the kind of a timer that plans notices of an item.
const timerNotice = "notice/"

// noticeGrace is how long a thing waits before anyone is told: who is at the
// screen sees it there.
const noticeGrace = 2 * time.Minute

// The items of notices that are no row of work.
const (
	itemMeeting  = "meeting."  // then the meeting, a dot and the place of the guest
	itemDecision = "decision." // then the decision
)

// noticeTimers sets a timer for everything that waits for someone since this
// write: new, for another, again, or late. Who wrote it is not told.
func (o *Office) noticeTimers(before, after *dossier.Dossier, was, now []work, at time.Time) []store.Timer {
	if !o.Notify || len(after.Entries) == 0 {
		return nil
	}
	var timers []store.Timer
	add := func(item dossier.ID) {
		timers = append(timers, store.Timer{ID: string(after.ID) + "/" + timerNotice + string(item), Dossier: after.ID, Kind: timerNotice + string(item), Due: at.Add(noticeGrace)})
	}
	by := after.Entries[len(after.Entries)-1].By
	old := make(map[dossier.ID]*store.WorkRow, len(was))
	for i := range was {
		old[was[i].row.Item] = &was[i].row
	}
	for i := range now {
		n, b := &now[i].row, old[now[i].row.Item]
		same := b != nil && b.Since.Equal(n.Since) && b.User == n.User && b.Org == n.Org && b.Late == n.Late && b.State == n.State
		if !same && (by.User == "" || n.User != by.User) {
			add(n.Item)
		}
	}
	for _, m := range after.Meetings {
		old, known := before.Meeting(m.Meeting)
		if m.State != dossier.MeetingComes || known && old.State == m.State && old.Start().Equal(m.Start()) && old.Place == m.Place {
			continue
		}
		for i, g := range m.Guests {
			if g.User != by.User || g.User == "" {
				add(dossier.ID(itemMeeting + string(m.Meeting) + "." + strconv.Itoa(i)))
			}
		}
	}
	for i := len(before.Decisions); i < len(after.Decisions); i++ {
		add(dossier.ID(itemDecision + string(after.Decisions[i].Decision)))
	}
	return timers
}

// waits finds what still waits in a dossier, and for whom.
func waits(d *dossier.Dossier, item dossier.ID, now time.Time) (store.WorkRow, bool) {
	w := worker{d: d, day: nl.On(now), has: map[dossier.ID]bool{}}
	if rest, ok := strings.CutPrefix(string(item), itemMeeting); ok {
		id, place, _ := strings.Cut(rest, ".")
		m, ok := d.Meeting(dossier.ID(id))
		i, err := strconv.Atoi(place)
		if !ok || err != nil || i < 0 || i >= len(m.Guests) || m.State != dossier.MeetingComes || m.Start().Before(now) {
			return store.WorkRow{}, false
		}
		row := store.WorkRow{Item: item, Kind: "meeting", Since: m.Start(), Rank: rankNeutral}
		w.held(&row, m.Guests[i])
		return row, true
	}
	if id, ok := strings.CutPrefix(string(item), itemDecision); ok {
		for _, x := range d.Decisions {
			if string(x.Decision) != id {
				continue
			}
			row := store.WorkRow{Item: item, Kind: "decided", Since: x.At}
			w.held(&row, dossier.Holder{Kind: dossier.HolderFamily, Person: decidedFor(d, x)})
			return row, row.User != ""
		}
		return store.WorkRow{}, false
	}
	for _, one := range workRows(d, nl.On(now)) {
		if one.row.Item == item {
			return one.row, true
		}
	}
	return store.WorkRow{}, false
}

// plan keeps a notice for everyone for whom an item waits, at the moment that
// they chose.
func (o *Office) plan(ctx context.Context, id, item dossier.ID) error {
	const op = "casework.plan"
	d, err := o.load(ctx, id)
	if err != nil {
		return err
	}
	now := o.Now(ctx)
	row, ok := waits(d, item, now)
	if !ok {
		return nil
	}
	users, err := o.toldOf(ctx, row)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	var all []store.Notice
	for _, u := range users {
		choice, err := o.choiceOf(ctx, u)
		if err != nil {
			return err
		}
		urgent := u.Kind == access.Staff && (row.Rank <= rankUrgent || row.Kind == WorkGlass)
		for _, channel := range choice.channels() {
			all = append(all, store.Notice{
				Dossier: id, ID: noticeID(id, row, u.ID, channel), User: u.ID, Item: item, Kind: row.Kind, Channel: channel,
				Ready: choice.Ready(now, urgent), Since: now,
			})
		}
	}
	if len(all) == 0 {
		return nil
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.PutNotices(ctx, all))
}

// noticeID is made from what is told and to whom: the same is told once.
func noticeID(id dossier.ID, row store.WorkRow, user dossier.ID, channel string) dossier.ID {
	what, _ := json.Marshal([]any{id, row.Item, row.State, row.Since.UnixMicro(), row.Late, user, channel}) //nolint:errcheck,errchkjson // texts and numbers always marshal
	sum := sha256.Sum256(what)
	return dossier.ID(hex.EncodeToString(sum[:16]))
}

// toldOf gives the accounts for whom a row waits: the one it names, or those of
// the organisation who asked to hear of what waits for all of them.
func (o *Office) toldOf(ctx context.Context, row store.WorkRow) ([]store.User, error) {
	if row.User != "" {
		u, err := o.Store.User(ctx, row.User)
		if err != nil || !u.Active || u.Kind == access.Machine {
			return nil, ignoreMissing(err)
		}
		return []store.User{u}, nil
	}
	if row.Org == "" {
		return nil, nil
	}
	users, err := o.Store.UsersOf(ctx, row.Org)
	if err != nil {
		return nil, err
	}
	var told []store.User
	for _, u := range users {
		choice, err := o.choiceOf(ctx, u)
		if err != nil {
			return nil, err
		}
		if u.Active && u.Kind == access.Staff && choice.Ours {
			told = append(told, u)
		}
	}
	return told, nil
}

func ignoreMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// NoticeTo is how one notice goes to someone.
type NoticeTo struct {
	Mail    string // address
	Lang    string
	Neutral bool // no word of what it is: someone else may read along
}

// NoticeFor says how a notice goes out now; false when it must not: what it was
// about waits no more, the account ended, or the person wants no notices. For a
// resident in a family in which it is unsafe it is always neutral.
func (o *Office) NoticeFor(ctx context.Context, n store.Notice) (NoticeTo, bool, error) {
	const op = "casework.NoticeFor"
	u, err := o.Store.User(ctx, n.User)
	if err != nil {
		return NoticeTo{}, false, fault.Wrap(fault.Unavailable, op, ignoreMissing(err))
	}
	choice, err := o.choiceOf(ctx, u)
	if err != nil {
		return NoticeTo{}, false, err
	}
	d, err := o.load(ctx, n.Dossier)
	if err != nil {
		return NoticeTo{}, false, ignoreMissing(err)
	}
	_, still := waits(d, n.Item, o.Now(ctx))
	if !still || !u.Active || !choice.has(n.Channel) {
		return NoticeTo{}, false, nil
	}
	unsafe := u.Kind == access.Citizen && safetyRank(d) >= rankNotSafe
	return NoticeTo{Mail: choice.Mail, Lang: choice.Lang, Neutral: choice.Home == HomeNeutral || unsafe}, true, nil
}

// rankNotSafe is safetyRank of a family that was weighed unsafe or acute.
const rankNotSafe = 3
