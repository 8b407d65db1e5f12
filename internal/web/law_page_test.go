package web_test

import (
	"net/http"
	"testing"
)

func TestTheRulesNameTheirSource(t *testing.T) {
	w := newTown(t)
	page := w.browse(w.story.Admin).get("/law")
	holds(t, words(page), "Wet maatschappelijke ondersteuning 2015", "2.3.2 lid 1", "6 weken", "20 jaar", "niet vergeleken", "uit: geldt nog niet")
	if status := w.browse(w.story.Fatma).status("/law"); status != http.StatusNotFound {
		t.Errorf("a resident gets %d", status)
	}
}
