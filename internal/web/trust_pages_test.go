package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// A youth worker who is not involved opens Fatma's health in an emergency; the
// officer reviews it; the family reads of it.
func TestEmergencyPagesFromAskingToTheFamily(t *testing.T) {
	w := newTown(t)
	w.ask()
	lieke, willem, sanne, fatma := w.browse(w.story.YouthWorker), w.browse(w.story.Privacy), w.browse(w.story.Sanne), w.browse(w.story.Fatma)
	page := lieke.get("/emergency")
	holds(t, page, "Noodtoegang", "Het gezin leest dat u keek")
	lieke.refused(http.StatusUnprocessableEntity, "Vul het burgerservicenummer in", page, "/emergency", "reason", "Zij neemt niet op.")
	lieke.refused(http.StatusUnprocessableEntity, "Wij vinden niemand", page, "/emergency", "bsn", "999990020", "reason", "Zij neemt niet op.", "+domains", "health")
	bsn := w.story.People[0].Profile.BSN
	lieke.refused(http.StatusUnprocessableEntity, "Kies ten minste één onderwerp", page, "/emergency", "bsn", bsn, "reason", "Zij neemt niet op.")
	again := lieke.refused(http.StatusUnprocessableEntity, "Waarom moet u dit nu zien", page, "/emergency", "bsn", bsn, "+domains", "health")
	if !strings.Contains(again, bsn) {
		t.Error("what was typed is lost")
	}
	room := lieke.sent(page, "/emergency", "bsn", bsn, "reason", "Zij neemt niet op na een dreiging.", "+domains", "health")
	if room != "/emergency/"+string(w.family) || strings.Contains(room, bsn) {
		t.Fatalf("it leads to %s", room)
	}
	page = lieke.get(room)
	holds(t, page, "Fatma", "Open tot", "Sluit de toegang")
	hides(t, page, "post niet meer open", "huurachterstand", "Esra praat niet meer")

	page = willem.get("/work")
	holds(t, page, "Noodtoegang: Zij neemt niet op", "Er wacht 1 controle op u")
	review := regexp.MustCompile(`/case/[^"]+/emergency/[^"]+`).FindString(page)
	page = willem.get(review)
	holds(t, page, "Zij neemt niet op na een dreiging.", "Lieke", "Nog niet gecontroleerd")
	hides(t, page, "huurachterstand")
	holds(t, sanne.get(review), "Zij neemt niet op na een dreiging.")
	holds(t, fatma.get("/plan/"+string(w.family)+"/looks"), "keek met spoed", "Zij neemt niet op na een dreiging.")
	willem.refused(http.StatusUnprocessableEntity, "Kies of de noodtoegang terecht was", page, "/emergency/", "words", "Er was gevaar.")
	willem.sent(page, "/emergency/", "outcome", dossier.GlassJustified, "words", "Er was gevaar.")
	holds(t, fatma.get("/plan/"+string(w.family)+"/looks"), "Controle: Terecht")
	if page = lieke.get(room); !strings.Contains(page, "Sluit") {
		t.Error("the review took the access away")
	}
	if to := lieke.sent(page, "/end"); to != "/work" {
		t.Errorf("closing leads to %s", to)
	}
	if status := lieke.status(room); status != http.StatusNotFound {
		t.Errorf("after closing: %d", status)
	}
	for who, b := range map[string]*browser{"Fatma": fatma, "Willem": willem} {
		if status := b.status("/emergency"); status != http.StatusNotFound {
			t.Errorf("%s may ask for emergency access: %d", who, status)
		}
	}
}

// The lead keeps a safety matter from the family; a colleague looks again; then
// the family reads who looked.
func TestHoldPages(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne, noor, fatma := w.browse(w.story.Sanne), w.browse(w.story.Noor), w.browse(w.story.Fatma)
	page := sanne.get(w.at("hold"))
	sanne.refused(http.StatusUnprocessableEntity, "Waarom", page, "/hold")
	sanne.sent(page, "/hold", "reason", "Haar man leest mee.")
	page = sanne.get(w.at("hold"))
	holds(t, page, "Haar man leest mee.", "opnieuw kijken voor", "U hebt dit zelf ingesteld")
	looks := "/plan/" + string(w.family) + "/looks"
	hides(t, fatma.get(looks), "leest mee", "nog niet laten weten", "veiligheid")
	page = noor.get(w.at("hold"))
	noor.refused(http.StatusUnprocessableEntity, "Kies of wachten", page, "/hold/", "reason", "Nog niet veilig.")
	noor.sent(page, "/hold/", "do", "keep", "reason", "Nog niet veilig.")
	noor.sent(noor.get(w.at("hold")), "/hold/", "do", "end", "reason", "Zij is veilig.")
	holds(t, noor.get(w.at("hold")), "voorbij sinds")
	holds(t, fatma.get(looks), "Sanne")
	for who, b := range map[string]*browser{"Fatma": fatma, "Lieke": w.browse(w.story.YouthWorker)} {
		if status := b.status(w.at("hold")); status != http.StatusNotFound {
			t.Errorf("%s reads of holds: %d", who, status)
		}
	}
}

// Fatma asks why Sanne looked; it lands with the team with a clock; she reads the answer.
func TestAskingWhySomeoneLooked(t *testing.T) {
	w := newTown(t)
	w.ask()
	fatma, sanne := w.browse(w.story.Fatma), w.browse(w.story.Sanne)
	page := fatma.get("/plan/" + string(w.family) + "/looks")
	holds(t, page, "Vraag waarom", "Regel: U ziet dit dossier omdat u de regisseur")
	ask := regexp.MustCompile(`/plan/[^"]+/looks/[a-z0-9]+`).FindString(page)
	page = fatma.get(ask)
	holds(t, page, "Wat wilt u weten?", "5 werkdagen")
	fatma.refused(http.StatusUnprocessableEntity, "Schrijf", page, "/looks/")
	fatma.sent(page, "/looks/", "words", "Waarom keek u gisteren?")
	holds(t, fatma.get(ask), "Waarom keek u gisteren?", "Uw vraag ligt bij")
	work, err := w.office.Work(w.as(w.story.Sanne, "lead"), casework.WorkAsk{Kinds: []string{casework.WorkQuestion}})
	if err != nil || len(work.Items) == 0 || work.Items[0].Due.IsZero() {
		t.Fatalf("the lead has %+v, %v", work.Items, err)
	}
	page = sanne.get(w.at("question"))
	holds(t, page, "Waarom keek u gisteren?")
	sanne.sent(page, "/question/", "words", "Om het gesprek voor te bereiden.")
	holds(t, fatma.get(ask), "Om het gesprek voor te bereiden.")
	if status := w.browse(w.story.Teacher).status(ask); status != http.StatusNotFound {
		t.Errorf("a stranger reads it: %d", status)
	}
}

// The officer reads which looks stand out, asks, and writes down what it was.
func TestUnusualLooksPages(t *testing.T) {
	w := newTown(t)
	w.ask()
	willem := w.browse(w.story.Privacy)
	holds(t, willem.get("/unusual"), "Er valt niets op")
	if err := w.office.KeepFacts(w.as(w.story.Privacy, "privacy"), "", casework.StaffFacts{BSN: w.story.People[0].Profile.BSN}); err != nil {
		t.Fatal(err)
	}
	w.view(w.story.Noor, "intake")
	if _, err := w.office.Spot(t.Context(), time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	page := willem.get("/unusual")
	holds(t, page, "Iemand uit dit gezin is bekend")
	one := regexp.MustCompile(`/unusual/[a-z0-9]+/[a-z0-9]+`).FindString(page)
	page = willem.get(one)
	willem.refused(http.StatusUnprocessableEntity, "Kies of er een goede uitleg is", page, "/unusual/", "words", "Zij had dienst.")
	willem.sent(page, "/unusual/", "state", "fine", "words", "Zij had dienst.")
	holds(t, willem.get("/unusual?state=fine"), "Zij had dienst.")
	if status := w.browse(w.story.Sanne).status("/unusual"); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a lead reads it: %d", status)
	}
}

// Esra of 12 says that her father may not read along, shares later what she said,
// and takes both back; no parent notices but by what is gone.
func TestAChildsOwnPages(t *testing.T) {
	w := newTown(t)
	w.ask()
	year := nl.On(time.Now()).AddDays(300)
	w.do(w.story.Sanne, "lead", dossier.Involve{
		Subject: dossier.Subject{User: w.story.Esra, Person: w.people["Esra"]}, Called: "Esra", Role: "family", Purpose: "own", Ground: "avg.15",
		Persons: []dossier.ID{w.people["Esra"]}, Domains: []string{dossier.Every}, Valid: nl.Span{Until: year},
	})
	esra, plan := w.browse(w.story.Esra), "/plan/"+string(w.family)
	page := esra.get(plan + "/voice")
	esra.sent(page, plan+"/voice", "words", "Ik wil bij mama blijven.")
	page = esra.get(plan + "/voice")
	holds(t, page, "Deel dit toch met Sanne", "Iemand mag niet met mij meelezen")
	esra.sent(page, "/share")
	if voices := w.view(w.story.Sanne, "lead").Dossier.Voices; len(voices) != 1 {
		t.Errorf("the lead reads %d voices", len(voices))
	}
	esra.sent(esra.get(plan+"/voice"), "/keep")
	if voices := w.view(w.story.Sanne, "lead").Dossier.Voices; len(voices) != 0 {
		t.Errorf("taken back, the lead reads %d voices", len(voices))
	}
	page = esra.get(plan + "/object")
	esra.refused(http.StatusUnprocessableEntity, "Kies wie niet mag meelezen", page, "/object")
	esra.sent(page, "/object", "who", string(w.people["Fatma"]), "+domains", "mind")
	page = esra.get(plan + "/object")
	holds(t, page, "Fatma Yıldız leest niet")
	fatma := w.browse(w.story.Fatma)
	hides(t, fatma.get(plan+"/looks"), "bezwaar", "Esra deed", "Esra schreef")
	esra.sent(page, "/object/")
	hides(t, esra.get(plan+"/object"), "Fatma Yıldız leest niet")
	if status := fatma.status(plan + "/object"); status != http.StatusNotFound {
		t.Errorf("a mother objects: %d", status)
	}
}
