package storetest

import (
	"testing"
	"time"

	"eendracht/internal/store"
)

// rewound lets a clock run ten years ahead and come back: what was leased or
// put off meanwhile is due again, and nothing else is.
func rewound(t *testing.T, s store.Store) {
	ahead := now.AddDate(10, 0, 0)
	for _, id := range []string{"leased", "put off", "plain", "held"} {
		ok(t, s.SetTimer(t.Context(), store.Timer{ID: id, Dossier: "d", Kind: "lapse", Due: now}))
	}
	ok(t, s.SetTimer(t.Context(), store.Timer{ID: "of later", Dossier: "d", Kind: "lapse", Due: ahead}))
	got, err := s.Lease(t.Context(), ahead.Add(-time.Second), 9, time.Minute, "gone")
	ok(t, err)
	same(t, "leased ahead", len(got), 4)
	ok(t, s.Finish(t.Context(), "put off", "gone", ahead.Add(5*time.Minute)))
	for _, id := range []string{"plain", "held"} {
		ok(t, s.SetTimer(t.Context(), store.Timer{ID: id, Dossier: "d", Kind: "lapse", Due: now}))
	}
	got, err = s.Lease(t.Context(), now, 1, time.Minute, "me")
	ok(t, err)
	same(t, "held now", len(got), 1)
	n, err := s.RewindTimers(t.Context(), now)
	ok(t, err)
	same(t, "rewound", n, int64(2))
	got, err = s.Lease(t.Context(), now, 9, time.Minute, "you")
	ok(t, err)
	same(t, "due again", len(got), 3) // not what is held, nor what is of later
	for _, l := range got {
		same(t, l.ID, l.Due.Equal(now), true) // when it was due stays known
	}
}

// rewoundParcels does the same to letters.
func rewoundParcels(t *testing.T, s store.Store) {
	ahead := now.AddDate(10, 0, 0)
	for _, ref := range []string{"1", "2", "3"} {
		ok(t, s.PutParcel(t.Context(), parcel("", ref)))
	}
	got := lease(t, s, ahead, 9, "gone")
	same(t, "leased ahead", len(got), 3)
	outcome(t, s, "gone", got[0], store.ParcelWaiting, ahead.Add(time.Hour), "busy")
	outcome(t, s, "gone", got[1], store.ParcelSent, time.Time{}, "") // nothing to do with it
	same(t, "lost for years", len(lease(t, s, now, 9, "me")), 0)
	n, err := s.RewindParcels(t.Context(), now)
	ok(t, err)
	same(t, "rewound", n, int64(2))
	same(t, "due again", len(lease(t, s, now, 9, "me")), 2)
}
