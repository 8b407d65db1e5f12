package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// The officer pastes what the personnel department tells; a wrong line is named,
// the others are kept, and of the list itself nothing is.
func TestTheOfficerSaysWhatLooksAreComparedWith(t *testing.T) {
	w := newTown(t)
	w.ask()
	willem := w.browse(w.story.Privacy)
	if !strings.Contains(willem.get("/unusual"), "/unusual/facts") {
		t.Error("the list does not lead here")
	}
	page := willem.get("/unusual/facts")
	holds(t, page, "0 personen", "nooit de gegevens zelf")
	willem.refused(http.StatusUnprocessableEntity, "Plak hier ten minste één regel", page, `name="lines"`, "lines", "  \n")
	noor := must(w.store.User(t.Context(), w.story.Noor)).Email
	if noor == "" {
		t.Fatal("Noor has no address")
	}
	again := willem.refused(http.StatusUnprocessableEntity, "Regel 2: Wij kennen niemand", page, `name="lines"`, "lines",
		strings.ToUpper(noor)+"\t999990019\tBakker\t3-4-1990\t8011 AB\nniemand@voorbeeld.nl;;;;8011 AB\n"+noor+";12;;;\n"+noor+"; te kort\n"+noor+";;;32-1-1990;")
	for _, want := range []string{"Regel 3: Dit is geen burgerservicenummer", "Regel 4: Er moeten vijf velden", "Regel 5: ", "1 regels zijn bewaard", "niemand@voorbeeld.nl"} {
		if !strings.Contains(again, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	holds(t, willem.get("/unusual/facts"), "1 persoon")
	willem.sent(page, `name="lines"`, "lines", noor+";;;;8011AB")
	willem.refused(http.StatusUnprocessableEntity, "Vul het burgerservicenummer in, of", page, "/facts/famous", "family", "Kok")
	willem.sent(page, "/facts/famous", "family", "Kok", "birth.day", "1", "birth.month", "2", "birth.year", "1970", "birth", "1-2-1970")
	holds(t, willem.get("/unusual/facts"), "1 persoon")
	for name, b := range map[string]*browser{"a worker": w.browse(w.story.Noor), "a mother": w.browse(w.story.Fatma), "the administrator": w.browse(w.story.Admin)} {
		if status := b.status("/unusual/facts"); status == http.StatusOK {
			t.Errorf("%s reads it", name)
		}
	}
}
