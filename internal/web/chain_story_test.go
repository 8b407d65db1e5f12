package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// The lead makes the plan with the family, shares it, and a partner does its
// task; all through the forms as a browser without script would send them.
func TestPlanAndPartner(t *testing.T) {
	w := newTown(t)
	w.ask()
	lead := w.browse(w.story.Sanne)
	due := typedDay(nl.On(time.Now()).AddDays(14))

	page := lead.get(w.at("plan"))
	holds(t, page, "Er staat nog niets in het plan")
	page = lead.get(w.at("goals/new"))
	page = lead.refused(http.StatusUnprocessableEntity, "Schrijf het doel op", page, "goals/new", "part", "/money")
	next := lead.sent(page, "goals/new", "next", "task", "words", "Weer samen eten zonder ruzie over geld.")
	if twice := lead.send(page, "goals/new", "next", "task", "part", "/money", "words", "Weer samen eten zonder ruzie over geld."); twice.Header().Get("Location") != next {
		t.Errorf("pressing twice leads to %q", twice.Header().Get("Location"))
	}
	if n := len(w.view(w.story.Sanne, "lead").Dossier.Goals); n != 1 {
		t.Errorf("pressing twice made %d goals", n)
	}
	if !strings.Contains(next, "goal=") {
		t.Fatalf("a new goal leads to %s, not to its first task", next)
	}

	page = lead.get(strings.TrimPrefix(next, "http://example.com"))
	holds(t, page, "Weer samen eten", "Wie doet het?")
	if n := lead.inputs(page, "tasks/new"); n > 4 {
		t.Errorf("a task from a goal asks %d things, at most 4", n)
	}
	lead.refused(http.StatusUnprocessableEntity, "Schrijf de tijd zo", page, "tasks/new", "title", "Gesprek", "due", due, "time", "half drie")
	lead.sent(page, "tasks/new", "title", "De brieven van de huur zoeken", "to", "family/"+string(w.people["Fatma"]), "due", due)
	page = lead.get(strings.TrimPrefix(next, "http://example.com"))
	share := lead.sent(page, "tasks/new", "title", "Een regeling met de verhuurder", "to", "outside", "due", due)

	page = lead.get(share)
	if n := lead.inputs(page, `value="preview"`); n > 3 {
		t.Errorf("sharing asks %d things, at most 3", n)
	}
	lead.refused(http.StatusUnprocessableEntity, "Kies wie betrokken wordt", page, `value="preview"`)
	answer := lead.send(page, `value="preview"`, "org", string(w.story.DebtHelp))
	if answer.Code != http.StatusOK {
		t.Fatalf("preview: %d %s", answer.Code, words(answer.Body.String()))
	}
	preview := lead.whole("preview", answer.Body.String())
	holds(t, preview, "Er is nog niets gedeeld.", "Alles in Geld", "1 doel", "2 taken", "Wonen", "Een geheim adres")
	if n := len(w.view(w.story.Sanne, "lead").Dossier.Involved); n == 0 || strings.Contains(words(lead.get(share)), "Schuldhulp Merelwaarde · ") && n > 5 {
		t.Fatalf("a preview shared something: %d", n)
	}
	lead.sent(preview, `value="share"`)

	helper := w.browse(w.story.Sadia)
	task := ""
	for _, k := range w.view(w.story.Sadia, "help").Dossier.Tasks {
		if k.Holder.Org == w.story.DebtHelp {
			task = "/task/" + string(w.family) + "/" + string(k.Task)
		}
	}
	if d := w.view(w.story.Sadia, "help").Dossier; len(d.Goals) != 1 || len(d.Tasks) != 2 || len(d.Parts) != 1 {
		t.Errorf("the preview said 1 goal and 2 tasks in 1 part; Sadia sees %d, %d and %d", len(d.Goals), len(d.Tasks), len(d.Parts))
	}
	page = helper.get(task)
	holds(t, page, "U bent gevraagd voor deze taak", "Sanne de Graaf", "Een regeling met de verhuurder")
	hides(t, page, "Meerkoetstraat", "Esra")
	helper.sent(page, `value="take"`) // from the list: one click to the task, one to begin
	page = helper.get(task)
	holds(t, page, "U bent bezig met deze taak")
	helper.refused(http.StatusUnprocessableEntity, "Schrijf op hoe het gaat", page, `value="report"`)
	helper.sent(page, `value="report"`, "words", "De verhuurder wil praten.")
	holds(t, helper.get("/partner/"+string(w.family)), "Wie u kunt bellen", "Weer samen eten")

	plan := lead.get(w.at("plan"))
	holds(t, plan, "Weer samen eten", "De brieven van de huur zoeken", "bezig", "Dit plan is nog niet afgesproken")
	holds(t, lead.get(w.at("plan?by=holder")), "Schuldhulp Merelwaarde", "Fatma")
	page = lead.get(w.at("agree"))
	lead.refused(http.StatusUnprocessableEntity, "Kies ten minste één persoon", page, w.at("agree"))
	lead.sent(page, w.at("agree"), "+with", string(w.people["Fatma"]), "+with", string(w.people["Elif"]))
	holds(t, lead.get(w.at("plan")), "Met Fatma en Elif.")
	page = lead.get(w.at("evaluate"))
	lead.sent(page, w.at("evaluate"), "words", "Het gaat beter.")

	page = helper.get(task)
	helper.sent(page, `value="finish"`, "words", "Er is een regeling.")
	w.landlord(t, lead)
	w.endDebtHelp(t, lead)
	w.finish(t, lead)
	w.nothingTypedTwice(t)
}

// nothingTypedTwice reads the retype meter.
func (w *town) nothingTypedTwice(t *testing.T) {
	t.Helper()
	var retyped, counted int64
	for _, m := range must(w.store.Meters(t.Context(), "", nl.On(time.Now()).AddDays(-1))) {
		retyped += m.Retyped
		counted += m.New + m.Reused + m.Corrected
	}
	if retyped != 0 {
		t.Errorf("%d values were typed a second time", retyped)
	}
	t.Logf("%d values counted, %d typed again", counted, retyped)
}

// landlord is asked for a task and sees that and nothing else.
func (w *town) landlord(t *testing.T, lead *browser) {
	page := lead.get(w.at("tasks/new"))
	share := lead.sent(page, "tasks/new", "title", "De ontruiming uitstellen", "part", "/housing", "to", "outside")
	page = lead.get(share)
	answer := lead.send(page, `value="preview"`, "org", string(w.story.Housing))
	preview := lead.whole("preview", answer.Body.String())
	holds(t, preview, "Het dossier: zij zien de taak en verder niets", "Alleen de taak")
	lead.sent(preview, `value="share"`)
	holds(t, lead.get(w.at("share")), "ziet de taak, niet het dossier")
	henk := w.browse(w.story.Landlord)
	task := ""
	for _, k := range w.view(w.story.Landlord, "help").Dossier.Tasks {
		task = "/task/" + string(w.family) + "/" + string(k.Task)
	}
	page = henk.get(task)
	holds(t, page, "U ziet de taak, niet het dossier", "Schuldhulp Merelwaarde")
	hides(t, page, "Weer samen eten", "huurachterstand", "Meerkoetstraat")
	for _, o := range w.view(w.story.Sanne, "lead").Others {
		if o.Subject.Org == w.story.Housing {
			holds(t, lead.get(w.at("share/%s/end", o.Involvement)), "Woningstichting Merelwaarde stopt hier", "De ontruiming uitstellen")
		}
	}
	henk.sent(page, `value="decline"`, "reason", "Dit doet een collega.")
	if code := henk.status(w.at("plan")); code != http.StatusNotFound {
		t.Errorf("the landlord opens the plan: %d", code)
	}
}

// endDebtHelp ends the involvement of the organisation whose work is done.
func (w *town) endDebtHelp(t *testing.T, lead *browser) {
	for _, o := range w.view(w.story.Sanne, "lead").Others {
		if o.Subject.Org != w.story.DebtHelp {
			continue
		}
		end := w.at("share/%s/end", o.Involvement)
		page := lead.get(end)
		holds(t, page, "Helpen met schulden", "Hulp bij schulden door de gemeente")
		lead.refused(http.StatusUnprocessableEntity, "Schrijf kort op waarom", page, end)
		lead.sent(page, end, "reason", "De regeling is er.")
		lead.refused(http.StatusConflict, "al voorbij", page, end, "_key", "once-more", "reason", "De regeling is er.")
	}
}

// finish leaves nothing open, sets a watch date and closes the work.
func (w *town) finish(t *testing.T, lead *browser) {
	page := lead.get(w.at("close"))
	holds(t, page, "Weer samen eten", "De ontruiming uitstellen", "Jeugdwet 7.3.8")
	lead.refused(http.StatusConflict, "U kunt nog niet afsluiten", page, `value="close"`, "reason", "Klaar.")
	for _, k := range w.view(w.story.Sanne, "lead").Dossier.Tasks {
		if k.Open() {
			page = lead.get(w.at("tasks/%s", k.Task))
			lead.sent(page, `value="withdraw"`, "reason", "Niet meer nodig.")
		}
	}
	for _, g := range w.view(w.story.Sanne, "lead").Dossier.Goals {
		page = lead.get(w.at("goals/%s", g.Goal))
		lead.sent(page, `value="reword"`, "words", "Weer elke dag samen eten.")
		again := lead.refused(http.StatusConflict, "Iemand anders heeft dit net veranderd", page, `value="reword"`, "_key", "another", "words", "Samen eten, en lachen.")
		holds(t, again, "Weer elke dag samen eten.", "Samen eten, en lachen.") // what stands there now, and what was typed
		page = lead.get(w.at("goals/%s", g.Goal))
		lead.sent(page, `value="met"`, "words", "Wij eten weer samen.")
	}
	for _, c := range w.view(w.story.Sanne, "lead").Dossier.Clocks {
		if c.Live() && c.Term != "evaluation" {
			page = lead.get(w.at("close"))
			lead.sent(page, `value="`+string(c.Clock)+`"`, "clock", string(c.Clock))
		}
	}
	page = lead.get(w.at("close"))
	holds(t, page, "Er staat niets meer open")
	lead.sent(page, `value="watch"`, "on", typedDay(nl.On(time.Now()).AddDays(60)))
	page = lead.get(w.at("close"))
	lead.sent(page, `value="close"`, "reason", "Alle doelen zijn behaald.")
	page = lead.get(w.at("close"))
	holds(t, page, "Afgesloten op", "Alle doelen zijn behaald.", "20 jaar", "Opnieuw beginnen")
	plan := lead.get(w.at("plan"))
	holds(t, plan, "Afgesloten op", "Weer elke dag samen eten.") // the goal is kept in the family's words
	hides(t, plan, "Nieuw doel", "Taak erbij")
	lead.sent(page, w.at("reopen"), "reason", "Toch weer zorgen.")
}

// request is the 315 of the story's provider for Esra.
func (w *town) request(t *testing.T) []byte {
	t.Helper()
	org := must(w.store.Org(t.Context(), w.story.YouthCare))
	p := w.story.Children[1]
	today := nl.On(time.Now())
	m := ijw.New315(
		ijw.Header{Law: ijw.Jeugdwet, Sender: org.AGB, Receiver: w.story.Municipality, ID: "2026112401", Date: today},
		ijw.Client{BSN: p.BSN, Birth: ijw.BirthOn(p.Birth), Sex: "2", Name: ijw.Name{Last: "Vries", Prefix: "de", First: "Esra", Initials: "E", Use: "1"}},
		[]ijw.Request{{
			Reference: "ESRA-1", Product: &ijw.Product{Category: "54", Code: "54001"}, From: today, Until: today.AddDays(180),
			Volume: &ijw.Volume{Amount: 60, Unit: "01", Per: "2"}, Referrer: ijw.Referrer{Kind: "01"}, Comment: "Gesprekken met Esra",
		}},
	)
	return must(m.Bytes())
}

// upload sends a message as a file.
func (b *browser) upload(t *testing.T, content []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part := must(form.CreateFormFile("file", "bericht.xml"))
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/messages", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.ask(r)
}

// A request comes in as a file, is decided with one press, and the message that
// leaves can be downloaded by who has it in their view.
func TestRequestAndDecision(t *testing.T) {
	w := newTown(t)
	w.ask()
	bas := w.browse(w.story.Planner)
	holds(t, bas.get("/messages"), "Welke berichten kunnen hier")
	request := w.request(t)

	broken := bytes.Replace(request, []byte("2026112401"), []byte(strings.Repeat("9", 60)), 1)
	answer := bas.upload(t, broken)
	if answer.Code != http.StatusUnprocessableEntity {
		t.Fatalf("a broken message: %d", answer.Code)
	}
	holds(t, bas.whole("findings", answer.Body.String()), "Dit bericht is niet verwerkt", "Plaats in het bericht", "/")

	if answer = bas.upload(t, bytes.Repeat([]byte("x"), 27<<20)); answer.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("27 MB: %d", answer.Code)
	}
	if answer = bas.send(bas.get("/messages"), "/messages"); answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("nothing sent: %d", answer.Code)
	}
	if answer = w.browse(w.story.Sadia).upload(t, request); answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "is niet uw organisatie") {
		t.Errorf("a message in another's name: %d", answer.Code)
	}
	answer = bas.upload(t, request)
	if answer.Code != http.StatusOK {
		t.Fatalf("the request: %d %s", answer.Code, words(answer.Body.String()))
	}
	holds(t, bas.whole("receipt", answer.Body.String()), "Uw JW315 is verwerkt", "2026112401", "U hoort het uiterlijk")
	pasted := bas.send(bas.get("/messages"), "/messages", "xml", string(request))
	holds(t, pasted.Body.String(), "al verwerkt")

	karin, noor := w.browse(w.story.Karin), w.browse(w.story.Noor)
	var task dossier.ID
	for _, k := range w.view(w.story.Karin, "decision").Dossier.Tasks {
		if k.Type == dossier.TaskDecision {
			task = k.Task
		}
	}
	page := noor.get(w.at("decide/%s", task))
	holds(t, page, "U kunt hier niet besluiten")
	hides(t, page, "Toekennen")
	page = karin.get(w.at("decide/%s", task))
	holds(t, page, "Besluit over hulp voor Esra", "Jeugdhulp Noord", "ESRA-1", "Gesprekken met Esra")
	karin.refused(http.StatusUnprocessableEntity, "Schrijf op waarom u afwijst", page, "/decide/", "outcome", "refused")
	karin.sent(page, "/decide/", "outcome", "granted")
	page = karin.get(w.at("chain"))
	holds(t, page, "Toegekend", "JW301", "verstuurd", "Jeugdhulp Noord")
	w.download(t, karin)

	holds(t, noor.get(w.at("decide/%s", task)), "al besloten")
	w.deliver(t, bas, karin)
	holds(t, bas.get("/partner/"+string(w.family)), "Aan u toegewezen", "Jeugd-ggz · Esra de Vries", "Toewijzingsnummer")
	w.nothingTypedTwice(t)
	if code := bas.status(w.at("chain")); code != http.StatusNotFound {
		t.Errorf("the provider opens the chain of the municipality: %d", code)
	}
}

// deliver tells by message that the care began and ended, and sees it move.
func (w *town) deliver(t *testing.T, bas, karin *browser) {
	t.Helper()
	d, today := w.view(w.story.Karin, "decision").Dossier, nl.On(time.Now())
	a := d.Allocations[0]
	number := must(strconv.ParseInt(a.Number, 10, 64))
	org := must(w.store.Org(t.Context(), w.story.YouthCare))
	header := ijw.Header{Law: ijw.Jeugdwet, Sender: org.AGB, Receiver: w.story.Municipality, ID: "2026112402", Date: today}
	client := ijw.Client{BSN: w.story.Children[1].BSN, Birth: ijw.BirthOn(w.story.Children[1].Birth), Sex: "2", Name: ijw.Name{Last: "Vries", Prefix: "de"}}
	product := &ijw.Product{Category: a.Care.Category, Code: a.Care.Code}
	own := bas.get("/task/" + string(w.family) + "/" + string(a.Task))
	holds(t, own, "Meld het begin met een startbericht (305)", a.Number)

	start := ijw.New305(header, client, []ijw.Start{{Number: &number, Product: product, AllocationFrom: a.Care.From, From: today, Status: ijw.StatusFirst}})
	holds(t, bas.upload(t, must(start.Bytes())).Body.String(), "Uw JW305 is verwerkt")
	holds(t, karin.get(w.at("chain")), "Begonnen", "JW305", "Jeugdhulp Noord")
	holds(t, bas.get("/task/"+string(w.family)+"/"+string(a.Task)), "Meld het einde met een stopbericht (307)")

	header.ID = "2026112403"
	stop := ijw.New307(header, client, []ijw.Stop{{Number: &number, Product: product, AllocationFrom: a.Care.From, From: today, Reason: "31", Until: today, Status: ijw.StatusFirst}})
	holds(t, bas.upload(t, must(stop.Bytes())).Body.String(), "Uw JW307 is verwerkt")
	holds(t, karin.get(w.at("chain")), "Gestopt", "JW307")
	header.ID = "2026112404"
	stop = ijw.New307(header, client, []ijw.Stop{{Number: &number, Product: product, AllocationFrom: a.Care.From, From: today, Reason: "31", Until: today, Status: ijw.StatusFirst}})
	answer := bas.upload(t, must(stop.Bytes()))
	if answer.Code != http.StatusConflict || !strings.Contains(answer.Body.String(), "De hulp is al definitief gestopt") {
		t.Errorf("a second end: %d %s", answer.Code, words(answer.Body.String()))
	}
}

func (w *town) download(t *testing.T, karin *browser) {
	for _, m := range w.view(w.story.Karin, "decision").Dossier.Messages {
		answer := karin.ask(httptest.NewRequest("GET", w.at("messages/%s", m.ID), nil))
		if answer.Code != http.StatusOK || !bytes.Equal(answer.Body.Bytes(), m.Content) {
			t.Errorf("%s: %d, or not byte for byte", m.Type, answer.Code)
		}
		if got := answer.Header().Get("Content-Disposition"); got != `attachment; filename="`+m.Type+"-"+m.Ref+`.xml"` {
			t.Errorf("%s is called %s", m.Type, got)
		}
	}
	if code := w.browse(w.story.Landlord).status(w.at("messages/nothing")); code != http.StatusNotFound {
		t.Errorf("a message for nobody: %d", code)
	}
}
