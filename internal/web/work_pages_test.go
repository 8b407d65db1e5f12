package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

func TestLists(t *testing.T) {
	w := newTown(t)
	w.ask()
	s := w.story
	noor, sanne := w.browse(s.Noor), w.browse(s.Sanne)
	holds(t, sanne.get("/families?mine=1"), s.FamilyName, "u bent regisseur")
	holds(t, noor.get("/families"), s.FamilyName, "wijkteam")
	holds(t, noor.get("/families?phase=closed"), "Geen gezinnen")
	holds(t, noor.get("/families?phase=nonsense"), s.FamilyName)
	holds(t, noor.get("/work?filter=late"), "Hier is niets")
	holds(t, sanne.get("/work"), "Eerste gesprek met spoed")
	holds(t, sanne.get("/meter"), "Nooit dubbel gevraagd")
	holds(t, w.browse(s.Sadia).get("/work"), "Mijn taken")
	if page := w.browse(s.Sadia).get("/work"); strings.Contains(page, `"/traffic"`) && w.browse(s.Sadia).status("/traffic") != http.StatusOK {
		t.Error("the menu leads to a page that may not be seen")
	}
	holds(t, w.browse(s.Privacy).get("/work"), "Wie keek in een dossier?")
	if code := w.browse(s.Privacy).status("/work?dossier=" + string(w.family)); code != http.StatusSeeOther {
		t.Errorf("the number of a dossier leads to %d", code)
	}
	if code := w.browse(s.Fatma).status("/work"); code != http.StatusSeeOther {
		t.Errorf("a mother at the work: %d", code)
	}
	for user, want := range map[dossier.ID]int{s.Noor: http.StatusForbidden, s.Fatma: http.StatusNotFound} {
		if code := w.browse(user).status("/direction"); code != want {
			t.Errorf("%s at the direction: %d", user, code)
		}
	}
}

// The process director sees who must move, and not what for.
func TestDirection(t *testing.T) {
	w := newTown(t)
	w.ask()
	w.do(w.story.Sanne, "lead", dossier.EndLead{Reason: "Andere baan, en de moeder is boos."})
	ingrid := w.browse(w.story.Ingrid)
	page := ingrid.get("/direction")
	holds(t, page, w.story.FamilyName, "Geen regisseur sinds vandaag", "Het wijkteam: zoek een regisseur")
	hides(t, page, "boos", "post niet meer open")
	holds(t, ingrid.get("/direction?why=gap"), w.story.FamilyName)
	holds(t, ingrid.get("/direction?why=returned"), "Niets zit vast")
	holds(t, ingrid.get("/meter"), "Nooit dubbel gevraagd")
}

// Every page speaks both languages.
func TestPagesInEnglish(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne := w.browse(w.story.Sanne)
	for _, path := range []string{"/work", "/families", "/find", "/meter", strings.TrimSuffix(w.at(""), "/"), w.at("melding"), w.at("safety"), w.at("question"), w.at("lead"), w.at("lead/cover"), w.at("lead/end"),
		w.at("family"), w.at("family/person"), w.at("family/relation"), w.at("family/custody"), w.at("family/stay"), w.at("family/contact"), w.at("domains"), w.at("part") + "?domain=money"} {
		r := httptest.NewRequest("GET", path, nil)
		r.AddCookie(&http.Cookie{Name: "lang", Value: "en"})
		answer := sanne.ask(r)
		page := sanne.whole(path, answer.Body.String())
		if answer.Code != http.StatusOK || !strings.Contains(page, `<html lang="en"`) {
			t.Errorf("%s: %d, not in English", path, answer.Code)
		}
	}
}
