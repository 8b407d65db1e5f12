package bench

import "testing"

// TestMeasurePost lets the measurement run small; no timing is asserted.
func TestMeasurePost(t *testing.T) {
	p, err := MeasurePost(t.Context(), t.TempDir(), 40, 8)
	if err != nil {
		t.Fatal(err)
	}
	if p.Messages != 40 || p.PerSec <= 0 || p.Naive <= 0 || p.Ratio <= 0 {
		t.Errorf("%+v", p)
	}
}
