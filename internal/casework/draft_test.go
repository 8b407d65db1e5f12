package casework_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// seals remembers what drafts look like in the archive.
type seals struct {
	store.Store
	bodies [][]byte
	homes  []string
}

func (s *seals) PutDraft(ctx context.Context, d store.Draft, now time.Time) (int64, error) {
	s.bodies, s.homes = append(s.bodies, d.Body), append(s.homes, d.Home)
	return s.Store.PutDraft(ctx, d, now)
}

func TestADraftIsSealedAndItsKeyGoesWithIt(t *testing.T) {
	w := newWorld(t)
	watch := &seals{Store: w.store.Store}
	w.parts.Store = watch
	office := casework.New(w.parts)
	draft, err := office.KeepDraft(w.mother(), "help", casework.Draft{Values: map[string]string{"words": "De post blijft dicht."}})
	if err != nil || draft.Version != 1 || !draft.Until.Equal(w.now.AddDate(0, 0, casework.DraftDays)) {
		t.Fatalf("kept: %+v %v", draft, err)
	}
	if bytes.Contains(watch.bodies[0], []byte("post")) {
		t.Error("the draft stands open in the archive")
	}
	draft.Values["words"] = "De post blijft dicht. Al weken."
	if draft, err = office.KeepDraft(w.mother(), "help", draft); err != nil || draft.Version != 2 {
		t.Fatalf("kept again: %+v %v", draft, err)
	}
	if _, err := office.KeepDraft(w.mother(), "help", casework.Draft{Version: 1, Values: draft.Values}); !fault.Is(err, fault.Conflict) {
		t.Errorf("an older version: %v", err)
	}
	keys, err := w.store.KeysLike(t.Context(), "draft:", "", 10)
	if err != nil || len(keys) != 1 {
		t.Fatalf("keys of one draft: %d %v", len(keys), err)
	}
	if err := office.DropDraft(w.mother(), "help"); err != nil {
		t.Fatal(err)
	}
	if _, err := office.DraftOf(w.mother(), "help"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a draft that was dropped: %v", err)
	}
	if keys, err := w.store.KeysLike(t.Context(), "draft:", "", 10); err != nil || len(keys) != 0 {
		t.Errorf("keys after: %d %v", len(keys), err)
	}
}

func TestADraftIsNobodyElses(t *testing.T) {
	w := newWorld(t)
	if _, err := w.office.KeepDraft(w.mother(), "help", casework.Draft{Values: map[string]string{"words": "x"}}); err != nil {
		t.Fatal(err)
	}
	other := w.as(access.Who{User: "u-father", Kind: access.Citizen}, "own")
	if _, err := w.office.DraftOf(other, "help"); !fault.Is(err, fault.NotFound) {
		t.Errorf("another resident: %v", err)
	}
	staff := w.as(access.Who{User: "u-mother", Org: "o-team", Kind: access.Staff}, "intake")
	if _, err := w.office.DraftOf(staff, "help"); !fault.Is(err, fault.NotFound) {
		t.Errorf("staff: %v", err)
	}
	if _, err := w.office.KeepDraft(staff, "help", casework.Draft{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("staff keeps: %v", err)
	}
}

func TestAfterItsDaysADraftIsTakenAway(t *testing.T) {
	w := newWorld(t)
	if _, err := w.office.KeepDraft(w.mother(), "help", casework.Draft{Values: map[string]string{"words": "x"}}); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.now = w.now.AddDate(0, 0, casework.DraftDays)
	w.mu.Unlock()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.office.Run(ctx, "test", time.Millisecond) }()
	for range 2000 {
		keys, err := w.store.KeysLike(t.Context(), "draft:", "", 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(keys) == 0 {
			stop()
			<-done
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	<-done
	t.Error("the key of a draft whose days are over is still there")
}
