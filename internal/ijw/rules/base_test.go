package rules

import (
	"testing"

	"eendracht/internal/ijw"
)

func TestTheSceneIsRightAtEveryLevel(t *testing.T) {
	for _, law := range []ijw.Law{ijw.Jeugdwet, ijw.Wmo} {
		for _, kind := range sentKinds {
			m := base(t, law, kind)
			if found := ijw.Check(m); len(found) > 0 {
				t.Errorf("%s %s: form: %+v", law, kind, found)
			}
			found := append(Content(m), Across(m, history(law))...)
			if found = append(found, Outside(m, planet{})...); len(found) > 0 {
				t.Errorf("%s %s: %+v", law, kind, found)
			}
		}
	}
}
