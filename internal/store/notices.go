package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"eendracht/internal/dossier"
)

// The states of a notice.
const (
	NoticeWaits  = "waiting" // is due at Ready
	NoticeGoes   = "sending" // is being handed over at this moment
	NoticeSent   = "sent"
	NoticeUnsure = "unsure"  // was being handed over when the program or the line broke: never sent again
	NoticeFailed = "failed"  // given up
	NoticeOver   = "dropped" // what it was about waits no more, or the person wants no notices
)

// Notice tells someone that something waits for them, never what.
type Notice struct {
	Dossier dossier.ID
	ID      dossier.ID // made from what it tells of and to whom, so that nothing is told twice
	User    dossier.ID
	Item    dossier.ID // what waits
	Kind    string     // of what waits
	Channel string     // mail, push
	State   string
	Tries   int
	Ready   time.Time
	Trouble string // code of the last error
	Since   time.Time
	Changed time.Time
}

// NoticeOutcome is what became of a notice that was taken.
type NoticeOutcome struct {
	Dossier, ID dossier.ID
	State       string
	Ready       time.Time // of one that waits
	Trouble     string
	At          time.Time
}

// Notices is the durable queue of what is to be told.
type Notices interface {
	// PutNotices keeps notices; those that are known stay as they are.
	PutNotices(ctx context.Context, all []Notice) error
	// LeaseNotices takes up to n due notices for a while.
	LeaseNotices(ctx context.Context, now time.Time, n int, hold time.Duration, owner string) ([]Notice, error)
	// SendNotices marks taken notices as being handed over, and gives those that
	// are still the owner's: only these may go out. One that is found in this
	// state when its lease is over was perhaps sent.
	SendNotices(ctx context.Context, owner string, all []Notice, at time.Time) ([]Notice, error)
	// SettleNotices says what became of taken notices.
	SettleNotices(ctx context.Context, owner string, all []NoticeOutcome) error
	// DoubtNotices marks those that were being handed over when their lease ended.
	DoubtNotices(ctx context.Context, now time.Time) (int64, error)
	// NoticesOf gives the newest notices of an account.
	NoticesOf(ctx context.Context, user dossier.ID, limit int) ([]Notice, error)
	// DropNotices takes away what became of notices before a moment.
	DropNotices(ctx context.Context, before time.Time) error
	// NoticeChoice gives how an account wants to be told, sealed; NotFound when it never said.
	NoticeChoice(ctx context.Context, user dossier.ID) ([]byte, error)
	// SetNoticeChoice keeps it.
	SetNoticeChoice(ctx context.Context, user dossier.ID, sealed []byte) error
}

const (
	noticeColumns = `dossier, id, usr, item, kind, channel, state, tries, ready, trouble, since, changed`
	putNotice     = `INSERT INTO notice (dossier, id, usr, item, kind, channel, state, tries, ready, owner, trouble, since, changed)
		VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, '', '', $8, $8) ON CONFLICT (dossier, id) DO NOTHING`
	leaseNotices = `UPDATE notice SET ready = $2, owner = $3, tries = tries + 1
		WHERE (dossier, id) IN (SELECT dossier, id FROM notice WHERE ready <= $1 AND state = 'waiting' ORDER BY ready, dossier, id LIMIT $4{skip})
		RETURNING ` + noticeColumns
	sendNotice   = `UPDATE notice SET state = 'sending', changed = $4 WHERE dossier = $1 AND id = $2 AND owner = $3 AND state = 'waiting' AND ready > $4`
	settleNotice = `UPDATE notice SET state = $4, ready = $5, trouble = $6, changed = $7, owner = ''
		WHERE dossier = $1 AND id = $2 AND owner = $3 AND state IN ('waiting', 'sending')`
	doubtNotices = `UPDATE notice SET state = 'unsure', ready = 9000000000000000, owner = '', changed = $1 WHERE ready <= $1 AND state = 'sending'`
	noticesOf    = `SELECT ` + noticeColumns + ` FROM notice WHERE usr = $1 ORDER BY changed DESC, dossier, id LIMIT $2`
	dropNotices  = `DELETE FROM notice WHERE ready = 9000000000000000 AND changed < $1`
	getChoice    = `SELECT body FROM notice_choice WHERE usr = $1`
	putChoice    = `INSERT INTO notice_choice (usr, body) VALUES ($1, $2) ON CONFLICT (usr) DO UPDATE SET body = excluded.body`
)

func leasingNotices(skip string) string { return strings.ReplaceAll(leaseNotices, "{skip}", skip) }

func scanNotice(rows *sql.Rows, n *Notice) error {
	var ready, since, changed int64
	err := rows.Scan(&n.Dossier, &n.ID, &n.User, &n.Item, &n.Kind, &n.Channel, &n.State, &n.Tries, &ready, &n.Trouble, &since, &changed)
	n.Since, n.Changed = instant(since), instant(changed)
	if ready != idle {
		n.Ready = instant(ready)
	}
	return err
}

// PutNotices keeps notices; those that are known stay as they are.
func (s *archive) PutNotices(ctx context.Context, all []Notice) error {
	return s.write.do(ctx, "store.PutNotices", func(t tx) error {
		for _, n := range all {
			if _, err := t.exec(putNotice, string(n.Dossier), string(n.ID), string(n.User), string(n.Item), n.Kind, n.Channel, readyAt(n.Ready), micros(n.Since)); err != nil {
				return err
			}
		}
		return nil
	})
}

// LeaseNotices takes up to n due notices for a while.
func (s *archive) LeaseNotices(ctx context.Context, now time.Time, n int, hold time.Duration, owner string) ([]Notice, error) {
	var taken []Notice
	err := s.write.do(ctx, "store.LeaseNotices", func(t tx) error {
		taken = nil
		return t.each(func(rows *sql.Rows) error {
			var one Notice
			err := scanNotice(rows, &one)
			taken = append(taken, one)
			return err
		}, s.noticeText, micros(now), micros(now.Add(hold)), owner, int64(n))
	})
	if err != nil {
		return nil, err
	}
	return taken, nil
}

// SendNotices marks taken notices as being handed over.
func (s *archive) SendNotices(ctx context.Context, owner string, all []Notice, at time.Time) ([]Notice, error) {
	var mine []Notice
	err := s.write.do(ctx, "store.SendNotices", func(t tx) error {
		mine = nil
		for _, n := range all {
			changed, err := t.exec(sendNotice, string(n.Dossier), string(n.ID), owner, micros(at))
			if err != nil {
				return err
			}
			if changed > 0 {
				mine = append(mine, n)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return mine, nil
}

// SettleNotices says what became of taken notices.
func (s *archive) SettleNotices(ctx context.Context, owner string, all []NoticeOutcome) error {
	return s.write.do(ctx, "store.SettleNotices", func(t tx) error {
		for _, o := range all {
			if _, err := t.exec(settleNotice, string(o.Dossier), string(o.ID), owner, o.State, readyAt(o.Ready), o.Trouble, micros(o.At)); err != nil {
				return err
			}
		}
		return nil
	})
}

// DoubtNotices marks those that were being handed over when their lease ended.
func (s *archive) DoubtNotices(ctx context.Context, now time.Time) (int64, error) {
	var n int64
	err := s.write.do(ctx, "store.DoubtNotices", func(t tx) (err error) {
		n, err = t.exec(doubtNotices, micros(now))
		return err
	})
	return n, err
}

// NoticesOf gives the newest notices of an account.
func (s *archive) NoticesOf(ctx context.Context, user dossier.ID, limit int) ([]Notice, error) {
	rows, err := s.read.query(ctx, noticesOf, string(user), int64(limit))
	return collect("store.NoticesOf", rows, err, scanNotice)
}

// DropNotices takes away what became of notices before a moment.
func (s *archive) DropNotices(ctx context.Context, before time.Time) error {
	return s.write.do(ctx, "store.DropNotices", func(t tx) error {
		_, err := t.exec(dropNotices, micros(before))
		return err
	})
}

// NoticeChoice gives how an account wants to be told, sealed.
func (s *archive) NoticeChoice(ctx context.Context, user dossier.ID) ([]byte, error) {
	rows, err := s.read.query(ctx, getChoice, string(user))
	return one("store.NoticeChoice", rows, err, func(rows *sql.Rows, body *[]byte) error { return rows.Scan(body) })
}

// SetNoticeChoice keeps how an account wants to be told.
func (s *archive) SetNoticeChoice(ctx context.Context, user dossier.ID, sealed []byte) error {
	return s.write.do(ctx, "store.SetNoticeChoice", func(t tx) error {
		_, err := t.exec(putChoice, string(user), blob(sealed))
		return err
	})
}
