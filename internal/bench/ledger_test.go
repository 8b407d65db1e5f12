package bench

import (
	"testing"
	"time"
)

func TestTheCostOfTheLogIsMeasured(t *testing.T) {
	l, err := MeasureLedger(t.Context(), t.TempDir(), 1, 4, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if l.Bare <= 0 || l.Logged <= 0 || l.Leaves <= 0 || l.Verified <= 0 || l.Waits <= 0 {
		t.Errorf("%+v", l)
	}
}
