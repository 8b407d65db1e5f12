package casework

import (
	"testing"
	"time"

	"eendracht/internal/dossier"
)

// TestOnlyANoteLeavesTheStateAsItWas is what the index relies on: when two
// dossiers differ in their log alone, no row can differ.
func TestOnlyANoteLeavesTheStateAsItWas(t *testing.T) {
	at := time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
	entry := func(id string, body dossier.Body) dossier.Entry {
		at = at.Add(time.Minute)
		return dossier.Entry{ID: dossier.ID(id), At: at, Body: body}
	}
	first := dossier.Fold(dossier.New("d"), entry("e1", dossier.Opened{Name: "Yilmaz"}))
	if sameState(dossier.New("d"), first) {
		t.Error("a first entry counts as no change")
	}
	note := dossier.Fold(first, entry("e2", dossier.NoteWritten{Words: "gebeld"}))
	if !sameState(first, note) {
		t.Error("a note changes more than the log")
	}
	for name, body := range map[string]dossier.Body{
		"question": dossier.QuestionAsked{Question: "q"},
		"task":     dossier.TaskCreated{Task: "t"},
		"person":   dossier.PersonStated{Person: "p"},
		"clock":    dossier.ClockStarted{Clock: "c"},
		"lead":     dossier.LeadOffered{Offer: "o"},
		"name":     dossier.Opened{Name: "De Wit"},
	} {
		if sameState(note, dossier.Fold(note, entry("e3", body))) {
			t.Errorf("%s counts as no change", name)
		}
	}
}
