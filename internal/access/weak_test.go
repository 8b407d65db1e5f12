package access

import (
	"testing"

	"eendracht/internal/dossier"
)

// TestAWeakSignInLeavesCompartmentsShut compares every view of the story with
// the one of the same asker recognised less surely: what lies in a compartment
// is gone, and nothing else is.
func TestAWeakSignInLeavesCompartmentsShut(t *testing.T) {
	s, e := tell(t), engine(t)
	shut := 0
	for name, ask := range viewers() {
		strong, err := e.View(s.d, ask)
		if err != nil {
			continue
		}
		ask.Who.Weak = true
		weak, err := e.View(s.d, ask)
		if err != nil {
			t.Errorf("%s: weak sees nothing at all: %v", name, err)
			continue
		}
		for _, p := range weak.Read {
			if e.shut[p.Domain] != "" {
				t.Errorf("%s: weak reads %v", name, p)
			}
		}
		if lost := less(marks(strong), marks(weak)); len(lost) > 0 {
			shut++
		}
		if more := less(marks(weak), marks(strong)); len(more) > 0 {
			t.Errorf("%s: weak sees more: %v", name, more)
		}
		for _, p := range strong.Read {
			if e.shut[p.Domain] == "" && !reads(weak, p) {
				t.Errorf("%s: weak lost %v, which lies in no compartment", name, p)
			}
		}
		if len(weak.Dossier.Safety) > 0 {
			t.Errorf("%s: weak reads how safe it is", name)
		}
	}
	if shut == 0 {
		t.Error("nobody of the story reads a compartment: this test shows nothing")
	}
}

func reads(v *View, p dossier.Part) bool {
	for _, r := range v.Read {
		if r == p {
			return true
		}
	}
	return false
}

func TestAsRemembersWeak(t *testing.T) {
	for _, w := range []Who{
		{Kind: Staff, OrgKind: "school", Municipality: "9901", Roles: []string{"worker"}, Weak: true},
		{Kind: Citizen, Weak: true}, {Kind: Citizen},
	} {
		again, err := ReadAs(w.As())
		if err != nil || again.Weak != w.Weak || again.Kind != w.Kind || len(again.Roles) != len(w.Roles) {
			t.Errorf("%+v came back as %+v, %v", w, again, err)
		}
	}
}
