package casework

import (
	"context"
	"errors"
	"testing"

	"eendracht/internal/fault"
)

func TestWhatHangsIsNotWaitedFor(t *testing.T) {
	hangs := make(chan struct{})
	defer close(hangs)
	_, err := soon(t.Context(), "test", func(context.Context) (int, error) {
		<-hangs // as a disk does: it hears of no context
		return 1, nil
	})
	if !fault.Is(err, fault.Unavailable) {
		t.Fatalf("it says %v", err)
	}
}

func TestWhatComesInTimeIsGiven(t *testing.T) {
	for range 1000 { // the end of the work and that of its context are one moment
		if n, err := soon(t.Context(), "test", func(context.Context) (int, error) { return 7, nil }); n != 7 || err != nil {
			t.Fatal(n, err)
		}
	}
	no := errors.New("no")
	if _, err := soon(t.Context(), "test", func(context.Context) (int, error) { return 0, no }); !errors.Is(err, no) {
		t.Fatal(err)
	}
}
