package rules

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"eendracht/internal/ijw"
)

// What the samples of the standard break at level 2. The others are right, or
// fail at level 1 already.
var broken = map[string][]string{
	"JW317.xml": {"CS003"}, // a new product that ends before it begins
	"JW323.xml": {"TR416"}, // an allocation claimed twice for one month, for two clients
}

func TestTheSamplesOfTheStandard(t *testing.T) {
	seen := 0
	for _, law := range []string{"jw", "wmo"} {
		names, err := filepath.Glob(filepath.Join(sharedFile(t, law, "samples"), "*.xml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			m, form, err := ijw.Read(f)
			_ = f.Close()
			if err != nil || len(form) > 0 {
				continue // package ijw judges these
			}
			seen++
			if got := codes(Content(m)); !slices.Equal(got, broken[filepath.Base(name)]) {
				t.Errorf("%s: %v", filepath.Base(name), got)
			}
		}
	}
	if seen < 14 {
		t.Errorf("%d samples", seen)
	}
}
