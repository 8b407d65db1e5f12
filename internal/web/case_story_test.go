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

// cry makes the dossier of the story as it lies there in the night: asked, and
// nobody looked yet.
func (w *town) cry() {
	w.t.Helper()
	s := w.story
	w.do(s.Fatma, "own", dossier.AskHelp{
		Municipality: s.Municipality, Team: s.Team, TeamName: "Wijkteam Zuid", TeamPhone: "0320550100", FamilyName: s.FamilyName,
		Me: s.People[0].Profile.Person(), Words: "Ik durf de post niet meer open te maken en mijn dochter praat niet meer.", Channel: "web", Laws: []string{"wmo", "wgs"}, Threat: "eviction",
	})
}

// tomorrow is a day that a form may ask for, as typed.
func tomorrow() string { return typedDay(nl.On(time.Now()).AddDays(1)) }

// The worker reads the melding, weighs the safety, asks back and asks two
// colleagues to lead; one accepts, and the other hears that someone was first.
func TestFromMeldingToOneLead(t *testing.T) {
	w := newTown(t)
	w.cry()
	noor := w.browse(w.story.Noor)
	work := noor.get("/work")
	holds(t, work, "Goede", "Noor.", "Ik durf de post niet meer open te maken", "Lezen en veiligheid wegen", w.story.FamilyName)
	melding := noor.get(w.at("melding"))
	holds(t, melding, "nog niet gelezen", "Het gezin moet het huis uit", "Eerste gesprek met spoed", "Wgs 4", "Geen regisseur")

	page := noor.get(w.at("safety"))
	back := noor.refused(http.StatusUnprocessableEntity, "Waar ziet u dat aan?", page, "safety", "words", "Gebeld, de kinderen zijn bij haar.", "again", "gisteren")
	holds(t, back, "Gebeld, de kinderen zijn bij haar.", "Schrijf de datum zo")
	next := noor.sent(back, "safety", "level", "watch", "again", tomorrow())
	if next != w.at("lead") {
		t.Errorf("after the safety the way leads to %s", next)
	}
	holds(t, noor.get(w.at("melding")), "gelezen, veiligheid gewogen")
	holds(t, noor.get(w.at("safety")), "Opletten", "Gebeld, de kinderen zijn bij haar.")

	w.askBack(noor)
	w.offerTwice(noor)
}

// askBack asks the mother something with a paused term, and shows her answer.
func (w *town) askBack(noor *browser) {
	t := w.t
	page := noor.get(w.at("question"))
	noor.refused(http.StatusUnprocessableEntity, "Kies wie het precies is", page, "question", "words", "")
	mother := regexp.MustCompile(`value="(person [^"]+)"`).FindStringSubmatch(page)[1]
	noor.sent(page, "question", "to", mother, "words", "Welke brieven hebt u al?")
	holds(t, noor.get(w.at("question")), "Welke brieven hebt u al?", "Fatma")
	question := w.view(w.story.Noor, "intake").Dossier.Questions[0].Question
	w.do(w.story.Fatma, "own", dossier.AnswerQuestion{Question: question, Words: "Twee van de huur."})
	holds(t, noor.get(w.at("question")), "Twee van de huur.")
}

func (w *town) offerTwice(noor *browser) {
	t, s := w.t, w.story
	page := noor.get(w.at("lead"))
	noor.refused(http.StatusUnprocessableEntity, "Kies wie u vraagt als regisseur", page, `name="to"`)
	for _, user := range []dossier.ID{s.Sanne, s.Youssef} {
		noor.sent(noor.get(w.at("lead")), `name="to"`, "to", string(user))
	}
	sanne, youssef := w.browse(s.Sanne), w.browse(s.Youssef)
	hers, his := sanne.get(w.at("lead")), youssef.get(w.at("lead"))
	holds(t, hers, "Ja, ik word regisseur", "Youssef El Idrissi")
	if next := sanne.sent(hers, "/accept"); next != strings.TrimSuffix(w.at(""), "/") {
		t.Errorf("accepted, to %s", next)
	}
	late := youssef.refused(http.StatusConflict, "Iemand anders is al regisseur", his, "/accept")
	holds(t, late, "De regisseur is nu Sanne de Graaf")
	hides(t, late, "Ja, ik word regisseur")
	if lead := w.view(s.Sanne, "lead").Dossier.Lead; lead == nil || lead.User != s.Sanne {
		t.Errorf("the lead is %+v", lead)
	}
}

// The family is taken from the register without typing, drawn with its dated
// ties, and added to by hand; a life domain opens only with a reason.
func TestFamilyAndDomains(t *testing.T) {
	w := newTown(t)
	w.cry()
	s := w.story
	w.do(s.Noor, "intake", dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Rustig."})
	offer := w.do(s.Noor, "intake", dossier.OfferLead{To: s.Sanne, Org: s.Team, Called: "Sanne de Graaf"})
	w.do(s.Sanne, "lead", dossier.AcceptLead{Offer: offer.New[0]})
	sanne := w.browse(s.Sanne)

	sanne.sent(sanne.get(w.at("family")), "registered")
	page := sanne.get(w.at("family"))
	holds(t, page, "Stamboom", "Elif", "gezag: beide ouders", "vader, woont elders", "2008–2021", "Geheim adres", "uit de BRP")
	sanne.sent(page, "registered") // a second time finds nothing new, which is no failure
	holds(t, sanne.get(w.at("family")+"?on=1-1-2015"), "zoals het was op 1 januari 2015")
	w.byHand(sanne)
	w.domains(sanne)
	w.retyped()
}

func (w *town) byHand(sanne *browser) {
	t := w.t
	page := sanne.get(w.at("family/person"))
	back := sanne.refused(http.StatusUnprocessableEntity, "Schrijf de datum zo", page, "family/person", "given", "Nel", "family", "Bos", "birth.day", "40", "birth.month", "1", "birth.year", "1950")
	holds(t, back, "Achternaam")
	sanne.sent(back, "family/person", "birth.day", "", "birth.month", "", "network", "1")
	people := map[string]dossier.ID{}
	for _, p := range w.view(w.story.Sanne, "lead").Dossier.Persons {
		people[p.Name.First()] = p.ID
	}
	nel, fatma := string(people["Nel"]), string(people["Fatma"])
	relation := sanne.get(w.at("family/relation"))
	sanne.refused(http.StatusUnprocessableEntity, "niet", relation, "family/relation", "from", nel, "to", nel, "type", "other")
	sanne.sent(relation, "family/relation", "from", nel, "to", fatma, "type", "other", "label", "buurvrouw", "since", "1-3-2020")
	sanne.sent(sanne.get(w.at("family/contact")+"?person="+nel), "family/contact", "person", nel, "phone", "0320 - 55 01 99")
	stay := sanne.get(w.at("family/stay"))
	sanne.refused(http.StatusUnprocessableEntity, "Vul het adres in", stay, "family/stay", "person", nel)
	sanne.sent(stay, "family/stay", "person", nel, "street", "Kade", "number", "4", "postcode", "2790 ZZ", "place", "Merelwaarde")
	sanne.sent(sanne.get(w.at("family/custody")), "family/custody", "child", string(people["Emre"]), "code", "1", "parent1", fatma, "since", "1-6-2026")
	known := sanne.get(w.at("family/person") + "?person=" + nel)
	holds(t, known, "Dit stond al in het dossier, van een medewerker.")
	sanne.sent(known, "family/person", "given", "Nelly")
	holds(t, sanne.get(w.at("family")), "Nelly Bos", "buurvrouw", "2790 ZZ Merelwaarde", "ouder 1")
}

func (w *town) domains(sanne *browser) {
	t := w.t
	page := sanne.get(w.at("domains"))
	back := sanne.refused(http.StatusUnprocessableEntity, "Schrijf op waarom dit leefgebied nodig is", page, "domains", "domain", "money")
	part := sanne.sent(back, "domains", "domain", "money", "reason", "Huur niet betaald.")
	holds(t, sanne.get(part), "Geld · Hele gezin", "Huur niet betaald.", "nog geen score")
	sanne.refused(http.StatusUnprocessableEntity, "Schrijf", sanne.get(part), "part/note")
	sanne.sent(sanne.get(part), "part/note", "words", "Drie maanden achterstand.")
	sanne.refused(http.StatusUnprocessableEntity, "Kies een stap", sanne.get(part), "part/score", "said", "Het lukt niet")
	sanne.sent(sanne.get(part), "part/score", "level", "2", "said", "Het lukt niet")
	holds(t, sanne.get(part), "Het gaat slecht", "Drie maanden achterstand.")
	holds(t, sanne.get(strings.TrimSuffix(w.at(""), "/")), "Drie maanden achterstand.", "1 van 13 leefgebieden open", "Nooit dubbel gevraagd")
	if code := sanne.status(w.at("part") + "?domain=health"); code != http.StatusNotFound {
		t.Errorf("a part outside the grid answers %d", code)
	}
	again := sanne.refused(http.StatusConflict, "al", sanne.get(w.at("domains")), "domains", "domain", "money", "reason", "Nog eens.")
	holds(t, again, "Nog eens.")
	closing := sanne.get(w.at("domains/close") + "?domain=money&person=")
	sanne.refused(http.StatusUnprocessableEntity, "Schrijf", closing, "domains/close")
	sanne.sent(closing, "domains/close", "reason", "Niet meer nodig.")
	holds(t, sanne.get(w.at("domains")), "Open alleen wat voor dit gezin nodig is")
}

// retyped asserts that nobody typed a value that the dossier held.
func (w *town) retyped() {
	meters, err := w.office.Meters(w.as(w.story.Noor, "intake"), nl.On(time.Now()).AddDays(-1))
	if err != nil {
		w.t.Fatal(err)
	}
	reused := int64(0)
	for _, m := range meters {
		reused += m.Reused
		if m.Retyped != 0 {
			w.t.Errorf("%s: %d values typed twice", m.Flow, m.Retyped)
		}
	}
	if reused == 0 {
		w.t.Error("nothing was counted as reused: the register gives many values")
	}
}

// A lead hands over, lets a colleague stand in, and ends; then the alarm goes.
func TestCoverAndEndOfTheLead(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne := w.browse(w.story.Sanne)
	cover := sanne.get(w.at("lead/cover"))
	sanne.refused(http.StatusUnprocessableEntity, "Kies wie u vraagt als regisseur", cover, "lead/cover", "until", tomorrow())
	sanne.sent(cover, "lead/cover", "by", string(w.story.Noor), "until", tomorrow())
	holds(t, sanne.get(w.at("lead")), "Neemt nu waar", "Noor Bakker")
	end := sanne.get(w.at("lead/end"))
	sanne.refused(http.StatusUnprocessableEntity, "Schrijf", end, "lead/end")
	sanne.sent(end, "lead/end", "reason", "Andere baan.")
	holds(t, w.browse(w.story.Noor).get(w.at("lead")), "Niemand heeft de regie", "Vraag iemand als regisseur")
}

// A term is met, paused and run on as its law allows.
func TestTermOfACase(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne := w.browse(w.story.Sanne)
	for _, c := range w.view(w.story.Sanne, "lead").Dossier.Clocks {
		if !c.Live() {
			continue
		}
		page := sanne.get(w.at("clock/%s", c.Clock))
		holds(t, page, "Dit is gedaan", "Laatste dag")
		if strings.Contains(page, "/pause\"") {
			sanne.refused(http.StatusUnprocessableEntity, "reden", page, "/pause")
			sanne.sent(page, "/pause", "why", "awb.4:15.2a")
			sanne.sent(sanne.get(w.at("clock/%s", c.Clock)), "/resume")
		}
		sanne.sent(sanne.get(w.at("clock/%s", c.Clock)), "/meet")
		hides(t, sanne.get(w.at("clock/%s", c.Clock)), "Dit is gedaan")
	}
	if code := sanne.status(w.at("clock/none")); code != http.StatusNotFound {
		t.Errorf("a term that is not there answers %d", code)
	}
}

// Who may look where: the family and strangers find no page, the director sees
// clocks and no content, the privacy officer who looked, and the lead not.
func TestDoorsOfACase(t *testing.T) {
	w := newTown(t)
	w.ask()
	s := w.story
	home := strings.TrimSuffix(w.at(""), "/")
	for _, path := range []string{home, w.at("melding"), w.at("safety"), w.at("family"), w.at("part") + "?domain=money"} {
		if code := w.browse(s.Fatma).status(path); code != http.StatusNotFound {
			t.Errorf("the mother at %s: %d", path, code)
		}
	}
	if code := w.browse(s.Sadia).status(w.at("melding")); code != http.StatusNotFound {
		t.Errorf("debt help, not involved: %d", code)
	}
	director := w.browse(s.Ingrid).get(home)
	holds(t, director, s.FamilyName, "Regisseur: Sanne de Graaf")
	holds(t, director, "Wat moet wanneer klaar zijn", "Eerste gesprek met spoed")
	hides(t, director, "post niet meer open", "huurachterstand", "Esra praat", "leefgebieden open")
	officer := w.browse(s.Privacy).get(home)
	holds(t, officer, "Wie is betrokken, en waarom", "Wijkteam Zuid", "Uw vraag om hulp bekijken", "Gemeente helpt een kind of gezin aan jeugdhulp")
	hides(t, officer, "huurachterstand", "Nog geen taken")
	looks := w.browse(s.Privacy).get(w.at("looks"))
	holds(t, looks, "Sanne de Graaf", "las het dossier")
	hides(t, looks, "huurachterstand")
	if code := w.browse(s.Sanne).status(w.at("looks")); code != http.StatusNotFound {
		t.Errorf("the lead at the looks: %d", code)
	}
}

// A closed case shows until when it is kept and by which law, and no forms.
func TestClosedCase(t *testing.T) {
	w := newTown(t)
	w.ask()
	for _, c := range w.view(w.story.Sanne, "lead").Dossier.Clocks {
		if c.Live() {
			w.do(w.story.Sanne, "lead", dossier.MeetClock{Clock: c.Clock})
		}
	}
	w.do(w.story.Sanne, "lead", dossier.CloseDossier{Reason: "Het gaat goed."})
	noor := w.browse(w.story.Noor)
	page := noor.get(strings.TrimSuffix(w.at(""), "/"))
	holds(t, page, "Afgesloten op", "wordt bewaard tot en met", "Jeugdwet 7.3.8")
	for _, path := range []string{"safety", "question", "lead", "domains", "family"} {
		hides(t, noor.get(w.at("%s", path)), `method="post" action="/case/`)
	}
}

// Finding answers only that someone is known, and leaves no address with what was typed.
func TestFind(t *testing.T) {
	w := newTown(t)
	w.ask()
	noor := w.browse(w.story.Noor)
	page := noor.get("/find")
	mother := w.story.People[0].Profile
	noor.refused(http.StatusUnprocessableEntity, "geldig burgerservicenummer", page, `value="bsn"`, "bsn", "123")
	noor.refused(http.StatusUnprocessableEntity, "Vul de achternaam in", page, `value="name"`)
	noor.refused(http.StatusUnprocessableEntity, "Vul de hele geboortedatum in", page, `value="name"`, "family", mother.Name.Family)
	noor.refused(http.StatusUnprocessableEntity, "postcode", page, `value="address"`, "postcode", "x")
	found := noor.refused(http.StatusOK, "Er is een dossier", page, `value="bsn"`, "bsn", mother.BSN)
	holds(t, found, "Sanne de Graaf", "gevonden met het BSN")
	hides(t, found, "Ik durf de post", "huurachterstand")
	parts := strings.Split(typedDay(mother.Birth), "-")
	noor.refused(http.StatusOK, "Er is een dossier", page, `value="name"`, "family", strings.ToLower(mother.Name.Family), "birth.day", parts[0], "birth.month", parts[1], "birth.year", parts[2])
	noor.refused(http.StatusOK, "Niet gevonden", page, `value="bsn"`, "bsn", "999999990")
	if code := w.browse(w.story.Sadia).send(page, `value="bsn"`, "bsn", mother.BSN).Code; code != http.StatusForbidden {
		t.Errorf("a partner who searches: %d", code)
	}
}

// Two workers have the same form open. Who is second keeps what they typed,
// hears that something changed, and can send it again on what stands there now.
func TestConflictKeepsWhatWasTyped(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne, noor := w.browse(w.story.Sanne), w.browse(w.story.Noor)
	hers, his := sanne.get(w.at("family/relation")), noor.get(w.at("family/relation"))
	elif, esra := string(w.people["Elif"]), string(w.people["Esra"])
	sanne.sent(hers, "family/relation", "from", elif, "to", esra, "type", "sibling")
	back := noor.refused(http.StatusConflict, "Iemand anders heeft dit net veranderd", his, "family/relation", "from", esra, "to", string(w.people["Jeroen"]), "type", "other", "label", "dochter van Jeroen")
	holds(t, back, "Uw tekst is bewaard")
	if !strings.Contains(back, `value="dochter van Jeroen"`) {
		t.Error("what was typed is gone")
	}
	noor.sent(back, "family/relation")
	if n := len(w.view(w.story.Noor, "intake").Dossier.Relations); n != 2 {
		t.Errorf("%d relations", n)
	}
}

// The same form sent twice, as by an impatient press, changes nothing twice.
func TestFormSentTwice(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne := w.browse(w.story.Sanne)
	page := sanne.get(w.at("family/contact"))
	pairs := []string{"person", string(w.people["Jeroen"]), "phone", "0320 550177"}
	sanne.sent(page, "family/contact", pairs...)
	before := w.view(w.story.Sanne, "lead").Seen
	sanne.sent(page, "family/contact", pairs...)
	if after := w.view(w.story.Sanne, "lead").Seen; after != before {
		t.Errorf("the second press wrote %d entries", after-before)
	}
}

// Whoever of the family has an account is invited with one press, and then has
// a place of their own; a child under 12 is not asked.
func TestInvite(t *testing.T) {
	w := newTown(t)
	w.ask()
	sanne := w.browse(w.story.Sanne)
	page := sanne.get(w.at("family"))
	holds(t, page, "Nog zonder eigen plek", "Elif")
	if strings.Contains(page, `name="person" value="`+string(w.people["Emre"])+`"`) {
		t.Error("a child of 7 is invited")
	}
	sanne.sent(page, `value="`+string(w.people["Elif"])+`"`)
	if strings.Contains(sanne.get(w.at("family")), `name="person" value="`+string(w.people["Elif"])+`"`) {
		t.Error("who has a place is invited again")
	}
}
