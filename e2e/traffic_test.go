package e2e

import (
	"strings"
	"testing"
)

// TestTheTrafficPage opens the message traffic as the process director, in wide
// and narrow windows; axe reads it, and nothing sticks out.
func TestTheTrafficPage(t *testing.T) {
	h := start(t)
	b := browse(t, h, false)
	b.as(h.story.Ingrid)
	b.open("/traffic")
	b.sees("Berichtenverkeer", "Per partner", "Er is niets vastgelopen")
	for _, width := range []int64{390, 320} {
		b.size(width, 844)
		b.open("/traffic")
		if wide := run[float64](b, "document.documentElement.scrollWidth"); int64(wide) > width {
			t.Errorf("at %d wide the page is %v wide", width, wide)
		}
	}
	if strings.Contains(b.text(), "post.") {
		t.Error("the page shows the key of a text:", b.text())
	}
}
