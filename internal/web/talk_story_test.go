package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// talkers brings debt help in, and lets Esra, 12, sign in.
func (w *town) talkers() {
	w.t.Helper()
	w.ask()
	w.do(w.story.Sanne, "lead", dossier.Involve{
		Subject: dossier.Subject{Org: w.story.DebtHelp}, Called: "Schuldhulp Merelwaarde", Phone: "0320 55 02 00", Role: "partner", Purpose: "debt", Ground: "wgs.3.1b",
		Persons: []dossier.ID{""}, Domains: []string{"money"}, Scope: "parts", Valid: nl.Span{Until: nl.On(time.Now()).AddDays(90)},
	})
	w.do(w.story.Sanne, "lead", dossier.Involve{
		Subject: dossier.Subject{User: w.story.Esra, Person: w.people["Esra"]}, Called: "Esra", Role: "family", Purpose: "own", Ground: "avg.15",
		Persons: []dossier.ID{w.people["Esra"]}, Domains: []string{dossier.Every}, Scope: "parts", Valid: nl.Span{Until: nl.On(time.Now()).AddDays(400)},
	})
}

var newsCount = regexp.MustCompile(`href="/(?:plan/[^"/]+/)?talk"[^>]*>[^<]*(?:<span class="count">(\d*))?`)

// newsIs checks how many conversations the menu says that wait ("" none).
func newsIs(t *testing.T, page, want string) {
	t.Helper()
	found := newsCount.FindStringSubmatch(page)
	if found == nil || found[1] != want {
		t.Errorf("the menu says %q, not %q", found, want)
	}
}

// Mother writes to debt help and the lead; each answers on their own pages; what
// waits shows in the menu, and nothing of it to who does not take part.
func TestConversationThroughThePages(t *testing.T) {
	w := newTown(t)
	w.talkers()
	family := string(w.family)
	fatma, sadia, sanne := w.browse(w.story.Fatma), w.browse(w.story.Sadia), w.browse(w.story.Sanne)

	holds(t, fatma.get("/plan/"+family+"/talk"), "Er zijn nog geen berichten", "Nieuw bericht")
	page := fatma.get("/plan/" + family + "/talk/new")
	holds(t, page, "Sanne de Graaf", "Schuldhulp Merelwaarde", "Bel 112")
	mark := `name="subject"`
	debt := "org " + string(w.story.DebtHelp)
	fatma.refused(http.StatusUnprocessableEntity, "Schrijf op waar het over gaat", page, mark, "+with", debt, "words", "Kan het morgen?")
	back := fatma.refused(http.StatusUnprocessableEntity, "Kies een hulpverlener die nu betrokken is", page, mark, "with", "org o-safe", "subject", "S", "words", "Blijft dit staan?")
	holds(t, back, "Blijft dit staan?")
	place := fatma.sent(page, mark, "+with", debt, "subject", "De afspraak van donderdag", "words", "Kan het een uur later?\nEsra is dan thuis.")
	holds(t, fatma.get(place), "De afspraak van donderdag", "Met Sanne de Graaf en Schuldhulp Merelwaarde")

	holds(t, sadia.get("/talk"), "1 gesprek wacht op u", "De afspraak van donderdag")
	newsIs(t, sadia.get("/talk"), "1")
	holds(t, sadia.get("/work"), "Bericht: De afspraak van donderdag", "Lezen")
	talk := w.view(w.story.Sanne, "lead").Dossier.Talks[0]
	at := "/partner/" + family + "/talk/" + string(talk.Talk)
	page = sadia.get(at)
	holds(t, page, "Kan het een uur later?", "Gezien, geen antwoord nodig", "nieuw", "ook niet wie verder het hele dossier mag lezen")
	holds(t, sadia.get("/talk"), "1 gesprek wacht op u") // opening it is no answer
	sadia.refused(http.StatusUnprocessableEntity, "Schrijf uw bericht", page, `name="words"`)
	sadia.sent(page, `name="words"`, "words", "Dat is goed.")
	holds(t, sadia.get("/talk"), "Er wacht geen gesprek op u")

	newsIs(t, fatma.get("/plan/"+family), "1")
	holds(t, fatma.get("/plan/"+family+"/talk/"+string(talk.Talk)), "Dat is goed.", "nieuw")
	newsIs(t, fatma.get("/plan/"+family), "") // she saw it
	page = sanne.get(w.at("talk/%s", talk.Talk))
	holds(t, page, "Dat is goed.", "Fatma")
	sanne.sent(page, "/seen")
	holds(t, sanne.get("/talk"), "Er wacht geen gesprek op u")

	for user, path := range map[dossier.ID]string{
		w.story.Noor: w.at("talk/%s", talk.Talk), w.story.Esra: "/plan/" + family + "/talk/" + string(talk.Talk), w.story.Landlord: at,
	} {
		if status := w.browse(user).status(path); status != http.StatusNotFound {
			t.Errorf("%s opens it: %d", user, status)
		}
	}
	hides(t, w.browse(w.story.Noor).get(w.at("talk")), "donderdag")
}

// What Esra writes to the lead no parent sees, and the lead is told that.
func TestAChildWritesToTheLead(t *testing.T) {
	w := newTown(t)
	w.talkers()
	family := string(w.family)
	esra, sanne, fatma := w.browse(w.story.Esra), w.browse(w.story.Sanne), w.browse(w.story.Fatma)
	esra.get("/plan/" + family + "/talk") // that she looked her mother may know
	before := words(fatma.get("/plan/" + family))
	place := esra.sent(esra.get("/plan/"+family+"/talk/new"), `name="subject"`, "subject", "Thuis", "words", "Ik wil je spreken.")
	holds(t, esra.get(place), "Thuis")
	if after := words(fatma.get("/plan/" + family)); after != before {
		t.Errorf("her mother sees another page:\n%s\n%s", before, after)
	}
	hides(t, fatma.get("/plan/"+family+"/talk"), "Thuis", "spreken")
	talk := w.view(w.story.Sanne, "lead").Dossier.Talks[0]
	holds(t, sanne.get(w.at("talk/%s", talk.Talk)), "Ik wil je spreken.", "Ook ouders lezen het niet")
	sanne.sent(sanne.get(w.at("talk/%s", talk.Talk)), `name="words"`, "words", "Ik kom morgen op school.")
	newsIs(t, esra.get("/plan/"+family), "1")
	if !strings.Contains(esra.get("/plan/"+family+"/talk/"+string(talk.Talk)), "Ik kom morgen op school.") {
		t.Error("Esra does not read the answer")
	}
}

// The lead writes first; to whom has no account it is said beside the field.
func TestTheLeadWritesFirst(t *testing.T) {
	w := newTown(t)
	w.talkers()
	sanne := w.browse(w.story.Sanne)
	page := sanne.get(w.at("talk/new"))
	holds(t, page, "Fatma", "Esra, 12", "Een gesprek is altijd met één persoon")
	hides(t, page, "Emre")
	sanne.refused(http.StatusUnprocessableEntity, "Deze persoon staat niet in dit dossier", page, `name="subject"`, "subject", "S", "words", "W")
}
