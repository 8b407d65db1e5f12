package casework_test

import (
	"context"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// TestABellRingsForWhatAnotherProcessWrote lets two offices share one store:
// who listens in the one hears of what is written in the other.
func TestABellRingsForWhatAnotherProcessWrote(t *testing.T) {
	w := newWorld(t)
	id := w.ask("").Dossier
	other := casework.New(w.parts)
	bell, stop := other.Listen(id)
	defer stop()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	go other.Hear(ctx, 10*time.Millisecond)
	first := hears(t, bell)
	w.do(w.noor(), id, dossier.WeighSafety{Level: "watch", Words: "Spanning."})
	if next := hears(t, bell); next <= first {
		t.Errorf("heard of version %d after %d", next, first)
	}
	select {
	case v := <-bell:
		t.Errorf("rang again for version %d without a change", v)
	case <-time.After(100 * time.Millisecond):
	}
}

func hears(t *testing.T, bell <-chan int64) int64 {
	t.Helper()
	select {
	case v := <-bell:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("no bell rang")
		return 0
	}
}
