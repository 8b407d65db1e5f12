package access

import (
	"encoding/json"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// Who asked reads the request and the officer decides on it; nobody else of the
// family, and no partner, learns that it was asked.
func TestARequestToEraseIsForWhoAskedAndWhoDecides(t *testing.T) {
	s, e := tell(t), engine(t)
	s.as("u-mila", "").by.Person = s.who["mila"]
	s.do(dossier.AskErasure{Person: s.who["mila"], Words: "¤erase"})
	for name, ask := range viewers() {
		view, err := e.View(s.d, ask)
		if err != nil {
			continue
		}
		raw, err := json.Marshal(view.Dossier)
		if err != nil {
			t.Fatal(err)
		}
		want := name == "mila" || view.Role == roleLead || view.Role == roleWorker || view.Role == rolePrivacy
		if got := strings.Contains(string(raw), "¤erase"); got != want {
			t.Errorf("%s reads the request: %v, want %v", name, got, want)
		}
	}
	officer := viewers()["privacy"]
	if d := e.May(s.d, officer, dossier.DecideErasure{}.Need(s.d)); !d.Allow {
		t.Errorf("the officer may not decide: %+v", d)
	}
	for name, ask := range viewers() {
		if d := e.May(s.d, ask, dossier.DecideErasure{}.Need(s.d)); d.Allow && name != "privacy" {
			t.Errorf("%s may decide on erasing", name)
		}
	}
}

// A dossier with holes is shown to everyone without what went, and without a fault.
func TestADossierWithHolesIsShown(t *testing.T) {
	s, e := tell(t), engine(t)
	for from := range 4 {
		log := make([]dossier.Entry, len(s.d.Entries))
		for i, entry := range s.d.Entries {
			log[i] = entry
			if i%4 == from && i > 0 {
				log[i] = dossier.Entry{ID: entry.ID, Seq: entry.Seq, At: entry.At, Body: dossier.Gone{Was: entry.Body.Kind()}}
			}
		}
		d := dossier.Fold(dossier.New(s.d.ID), log...)
		for _, ask := range viewers() {
			if view, err := e.View(d, ask); err == nil {
				for _, entry := range view.Dossier.Entries {
					if _, gone := entry.Body.(dossier.Gone); gone {
						t.Error("an entry without content is shown")
					}
				}
			}
		}
	}
}
