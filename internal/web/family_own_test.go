package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

func TestAnOwnPlanFromTheFirstWordToAGoalOfThePlan(t *testing.T) {
	w := newTown(t)
	w.ask(url.Values{"words": {"Het lukt niet meer."}, "children": {"1"}})
	w.as("u-noor", "intake", dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Geen zorgen."})
	home, me := "/plan/"+string(w.family), string(w.view("u-fatma").Me)
	own := home + "/own/" + me
	w.wants("fatma", home, http.StatusOK, "Maak zelf een plan", "Ons eigen plan")
	w.moves("u-fatma", own+"/good", url.Values{"good": {"Oma kookt op woensdag."}}, own)
	w.wants("fatma", own, http.StatusOK, "Begin met één ding", "Oma kookt op woensdag.", "dinsdag 1 december", "De gemeente leest het pas als u het inlevert")

	status, body := w.post("u-fatma", own+"/goals/new", url.Values{"self": {"Zelf koken."}})
	checkPage(t, "empty goal", status, body, http.StatusUnprocessableEntity, "Schrijf op wat u wilt bereiken", "Kies een onderwerp", "Zelf koken.")
	w.moves("u-fatma", own+"/goals/new", url.Values{"words": {"Rust in huis."}, "domain": {"home"}, "self": {"Oma past op."}, "help": {"Iemand die helpt met de post."}}, own)
	w.moves("u-fatma", own+"/goals/new", url.Values{"words": {"Nooit meer te laat met de huur."}, "domain": {"money"}}, own)
	w.moves("u-fatma", own+"/goals/g2", url.Values{"words": {"Nooit meer te laat met betalen."}, "domain": {"money"}, "_draft": {"1"}}, own)
	w.wants("fatma", own, http.StatusOK, "Er staan 2 doelen in uw plan", "Rust in huis.", "Oma past op.", "met betalen.", "Thuis: zorg voor elkaar en opvoeden · hele gezin")
	lacks(t, "the team's view", w.wants("noor", "/case/"+string(w.family)+"/plan", http.StatusOK), "Rust in huis")

	w.wants("fatma", own+"/hand", http.StatusOK, "Lever ons plan in", "Rust in huis.", "Oma kookt")
	status, place := w.post("u-fatma", own+"/hand", url.Values{"_key": {"hand-1"}})
	if status != http.StatusSeeOther || !strings.HasPrefix(place, home+"/handed/") {
		t.Fatalf("handing in: %d %.300s", status, place)
	}
	w.wants("fatma", place, http.StatusOK, "Familiegroepsplan", "U hoort uiterlijk", "Rust in huis.")
	lacks(t, "the draft after", w.wants("fatma", own, http.StatusOK, "Ingeleverd op"), "Rust in huis.")

	plan := w.view("u-fatma").Dossier.OwnPlans[0]
	lead := "/case/" + string(w.family) + "/own/" + string(plan.Plan)
	w.wants("noor", "/work", http.StatusOK, "Eigen plan van het gezin lezen", lead)
	w.wants("noor", "/case/"+string(w.family)+"/plan", http.StatusOK, "leverde een eigen plan in", lead)
	w.wants("noor", lead, http.StatusOK, "Rust in huis.", "Neem over als doel", "Oma past op.", "Antwoord op uw eigen plan")
	w.moves("u-noor", lead+"/goals/"+string(plan.Goals[0].Goal), url.Values{"do": {"take"}}, lead)
	w.wants("noor", lead, http.StatusOK, "Overgenomen in het plan op")
	status, body = w.post("u-noor", lead, url.Values{})
	checkPage(t, "empty answer", status, body, http.StatusUnprocessableEntity, "Schrijf op hoe het plan wordt gebruikt")
	w.moves("u-noor", lead, url.Values{"words": {"Wij beginnen met rust in huis."}}, lead)
	w.wants("fatma", place, http.StatusOK, "Wij beginnen met rust in huis.")
	body = w.wants("fatma", home, http.StatusOK, "Rust in huis.", "uit het eigen plan")
	lacks(t, "her plan", body, "met betalen.")
}

func TestARelativeWritesAlongByInvitation(t *testing.T) {
	w := newTown(t)
	w.story()
	home, me := "/plan/"+string(w.family), string(w.view("u-fatma").Me)
	own := home + "/own/" + me
	w.moves("u-fatma", own+"/goals/new", url.Values{"words": {"Rust in huis."}, "domain": {"home"}}, own)
	for _, user := range []string{"hatice", "jeroen", "elif", "noor"} {
		w.wants(user, own, http.StatusNotFound)
	}
	w.wants("fatma", own+"/with", http.StatusOK, "Hatice", "Elif (16)", "Iemand anders")
	status, body := w.post("u-fatma", own+"/with", url.Values{"until": {"01-01-2027"}})
	checkPage(t, "nobody", status, body, http.StatusUnprocessableEntity, "Kies iemand, of vul")
	status, body = w.post("u-fatma", own+"/with", url.Values{"given": {"Bep"}, "family": {"Smit"}, "phone": {"06 99999999"}, "until": {"01-01-2027"}})
	checkPage(t, "no account", status, body, http.StatusConflict, "Er is geen account dat bij Bep hoort", `value="Smit"`)
	w.moves("u-fatma", own+"/with", url.Values{"person": {string(w.named("Hatice"))}, "until": {"01-01-2027"}}, own)
	w.wants("fatma", own, http.StatusOK, "Hatice", "Stop", "1 januari 2027")

	w.wants("hatice", home, http.StatusOK, "Het plan van Fatma")
	body = w.wants("hatice", own, http.StatusOK, "Rust in huis.", "Fatma leest het na en levert het in")
	lacks(t, "hatice's page", body, "Nodig iemand uit", "Gooi weg", "Mevrouw maakt de post niet open")
	w.moves("u-hatice", own+"/goals/new", url.Values{"words": {"Ik pas vaker op."}, "domain": {"home"}}, own)
	old := url.Values{"words": {"Rust en plezier."}, "domain": {"home"}, "_draft": {"1"}}
	w.moves("u-hatice", own+"/goals/g1", old, own)
	old.Set("words", "Rust en vrede.")
	status, body = w.post("u-fatma", own+"/goals/g1", old)
	checkPage(t, "both wrote", status, body, http.StatusConflict, "Rust en vrede.</textarea>", "Rust en plezier.", `name="_draft" value="2"`)
	if status, _ := w.post("u-hatice", own+"/hand", nil); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("who writes along hands it in: %d", status)
	}
	w.wants("hatice", own+"/hand", http.StatusNotFound)
	w.wants("hatice", own+"/with", http.StatusNotFound)

	invitation := w.view("u-fatma").Dossier.Invitations[0].Invitation
	w.moves("u-fatma", home+"/invitations/"+string(invitation)+"/stop", nil, own)
	w.wants("hatice", own, http.StatusNotFound)
	lacks(t, "after", w.wants("hatice", home, http.StatusOK), "Het plan van Fatma")
	w.moves("u-fatma", own, url.Values{"do": {"drop"}}, own)
	lacks(t, "thrown away", w.wants("fatma", own, http.StatusOK), "Rust en plezier.")
}
