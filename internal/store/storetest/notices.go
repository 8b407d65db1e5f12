package storetest

import (
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func tell(id, user dossier.ID) store.Notice {
	return store.Notice{Dossier: "d1", ID: id, User: user, Item: "t1", Kind: "task", Channel: "mail", Ready: now, Since: now}
}

func notices(t *testing.T, s store.Store) {
	ctx := t.Context()
	ok(t, s.PutNotices(ctx, []store.Notice{tell("n1", "u1"), tell("n2", "u1"), tell("n1", "u1")}))
	later := tell("n3", "u2")
	later.Ready = now.Add(time.Hour)
	ok(t, s.PutNotices(ctx, []store.Notice{later}))

	taken, err := s.LeaseNotices(ctx, now, 9, time.Minute, "a")
	ok(t, err)
	same(t, "taken", len(taken), 2)
	same(t, "tries", taken[0].Tries, 1)
	same(t, "of", taken[0].User, "u1")
	again, err := s.LeaseNotices(ctx, now, 9, time.Minute, "b")
	ok(t, err)
	same(t, "taken by another meanwhile", len(again), 0)

	mine, err := s.SendNotices(ctx, "a", taken, now)
	ok(t, err)
	same(t, "goes out", len(mine), 2)
	mine, err = s.SendNotices(ctx, "a", taken, now)
	ok(t, err)
	same(t, "goes out twice", len(mine), 0)
	ok(t, s.SettleNotices(ctx, "b", []store.NoticeOutcome{{Dossier: "d1", ID: "n1", State: store.NoticeFailed, At: now}})) // not its own
	ok(t, s.SettleNotices(ctx, "a", []store.NoticeOutcome{
		{Dossier: "d1", ID: "n1", State: store.NoticeSent, At: now}, {Dossier: "d1", ID: "n2", State: store.NoticeWaits, Ready: now.Add(time.Minute), Trouble: "line", At: now},
	}))
	states := func(want map[dossier.ID]string) {
		t.Helper()
		list, err := s.NoticesOf(ctx, "u1", 9)
		ok(t, err)
		for _, n := range list {
			same(t, string(n.ID), n.State, want[n.ID])
		}
		same(t, "notices", len(list), len(want))
	}
	states(map[dossier.ID]string{"n1": store.NoticeSent, "n2": store.NoticeWaits})
	ok(t, s.PutNotices(ctx, []store.Notice{tell("n1", "u1")})) // known: stays sent
	states(map[dossier.ID]string{"n1": store.NoticeSent, "n2": store.NoticeWaits})

	ok(t, s.DropNotices(ctx, now.Add(time.Hour)))
	states(map[dossier.ID]string{"n2": store.NoticeWaits})
}

// Whoever ends between handing over and saying so leaves a notice in doubt: it
// is never sent again. One that was only taken is.
func noticesInDoubt(t *testing.T, s store.Store) {
	ctx := t.Context()
	ok(t, s.PutNotices(ctx, []store.Notice{tell("n1", "u1"), tell("n2", "u1")}))
	taken, err := s.LeaseNotices(ctx, now, 9, time.Minute, "a")
	ok(t, err)
	_, err = s.SendNotices(ctx, "a", taken[:1], now)
	ok(t, err)
	n, err := s.DoubtNotices(ctx, now.Add(time.Second))
	ok(t, err)
	same(t, "in doubt while the lease runs", n, 0)
	over := now.Add(2 * time.Minute)
	n, err = s.DoubtNotices(ctx, over)
	ok(t, err)
	same(t, "in doubt", n, 1)
	again, err := s.LeaseNotices(ctx, over, 9, time.Minute, "b")
	ok(t, err)
	same(t, "taken again", len(again), 1)
	same(t, "the one that was not handed over", again[0].ID, taken[1].ID)
	mine, err := s.SendNotices(ctx, "a", taken[1:], over) // the first owner wakes up
	ok(t, err)
	same(t, "of who lost it", len(mine), 0)
}

func noticeChoices(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.NoticeChoice(ctx, "u1")
	is(t, err, fault.NotFound, "")
	ok(t, s.SetNoticeChoice(ctx, "u1", []byte("een")))
	ok(t, s.SetNoticeChoice(ctx, "u1", []byte("twee")))
	kept, err := s.NoticeChoice(ctx, "u1")
	ok(t, err)
	same(t, "kept", string(kept), "twee")
}
