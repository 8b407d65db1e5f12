package arch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOnlyTheBenchmarksGoWithoutLeaves keeps what measures the cost of the log
// out of everything that serves.
func TestOnlyTheBenchmarksGoWithoutLeaves(t *testing.T) {
	seen := false
	for _, s := range sources(t, false) {
		raw, err := os.ReadFile(filepath.Join(root, s.path))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "store.Unlogged(") {
			continue
		}
		if seen = true; !strings.HasPrefix(s.path, "internal/bench/") {
			t.Errorf("%s writes rows without leaves", s.path)
		}
	}
	if !seen {
		t.Error("nobody measures: this test reads nothing")
	}
}
