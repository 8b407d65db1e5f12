package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"eendracht/internal/api"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// book is the story told in a browser. What a page must know to go on (ids of
// persons and tasks) is read through the API.
type book struct {
	*tale
	b *browser
}

// The story in a browser: with scripts on SQLite, without any on PostgreSQL.
func TestTheStoryInABrowser(t *testing.T) {
	chromium(t)
	onBothStores(t, func(t *testing.T, h *house) {
		plain := strings.Contains(t.Name(), "postgres")
		s := &book{tale: &tale{house: h, people: map[string]string{}}, b: browse(t, h, plain)}
		s.night()
		s.morning()
		s.lead()
		s.family()
		s.table()
		s.chain()
		s.meeting()
		s.own()
		s.end()
		s.neverTwice()
	})
}

func (s *book) caseURL(tail string) string { return "/case/" + s.dossier + tail }
func (s *book) planURL(tail string) string { return "/plan/" + s.dossier + tail }

// form fills in the form whose action ends so, and sends it.
func (s *book) form(tail string, values map[string]any) {
	s.t.Helper()
	if values != nil {
		s.b.fill(values)
	}
	s.b.submit(fmt.Sprintf(`main form[action$=%q]`, tail))
}

// follow follows the first link on the page that holds this in its address.
func (s *book) follow(part string) {
	s.t.Helper()
	s.b.act(fmt.Sprintf(`document.querySelector("main a[href*='%s']").click()`, part), part)
}

// dayAndMonth says a date as the pages do when the year goes without saying.
func dayAndMonth(d nl.Date) string {
	return strings.TrimSuffix(nl.PlainDate(d, "nl"), fmt.Sprintf(" %d", d.Year))
}

// 23:10: a mother asks for help on her phone, in her own words.
func (s *book) night() {
	s.b.size(390, 844)
	s.b.as(s.story.Fatma)
	s.b.open("/help")
	s.b.sees("112", "Fatma Yıldız", "BRP")
	s.form("/help", map[string]any{"words": ""})
	s.b.sees("Vertel") // a finding beside the field, nothing lost
	s.b.picture("help-phone", 390)
	s.form("/help", map[string]any{"words": "Ik durf de post niet meer open te maken en mijn dochter praat niet meer.", "threat": "eviction"})
	s.b.sees("Ik durf de post niet meer open te maken", "Wijkteam Zuid", "uiterlijk", dayAndMonth(nl.AddWorkdays(nl.On(time.Now()), 3)))
	s.b.picture("asked-phone", 390)
	s.dossier = strings.Split(s.b.path(), "/")[2]
	s.b.size(1280, 900)
}

// 08:30: the worker sees it first, weighs safety and asks a question back.
func (s *book) morning() {
	s.b.as(s.story.Noor)
	s.b.sees("Ik durf de post niet meer open te maken")
	s.b.picture("work-desktop", 1280)
	s.b.press("Lezen en veiligheid wegen")
	s.b.open(s.caseURL("/safety"))
	s.form("/safety", map[string]any{"level": "watch"})
	s.b.sees("Schrijf") // the words are missing: beside the field
	s.form("/safety", map[string]any{"level": "watch", "words": "Geen acuut gevaar, wel spanning in huis."})
	s.b.open(s.caseURL("/question"))
	fatma := s.view(s.as(s.story.Noor, "intake")).Persons[0].ID
	s.form("/question", map[string]any{"to": "person " + fatma, "words": "Mag ik u morgen om 10 uur bellen?"})
	s.b.as(s.story.Fatma)
	s.b.open(s.planURL(""))
	s.follow("/questions/")
	s.b.fill(map[string]any{"words": "Ja, dat is goed."})
	s.b.submit("main form")
}

// A colleague accepts the lead; a third, whose page is older, is refused.
func (s *book) lead() {
	s.b.as(s.story.Noor)
	for _, user := range []dossier.ID{s.story.Sanne, s.story.Youssef} {
		s.b.open(s.caseURL("/lead"))
		s.form("/lead", map[string]any{"to": string(user)})
	}
	s.b.as(s.story.Youssef)
	s.b.open(s.caseURL("/lead"))
	sanne := s.as(s.story.Sanne, "intake")
	for _, o := range s.view(sanne).Offers {
		if o.To == string(s.story.Sanne) {
			s.command(sanne, "accept-lead", map[string]any{"offer": o.ID})
		}
	}
	s.b.submit(`main form[action$="/accept"]`)
	s.b.sees("Sanne de Graaf")
	lead := s.view(s.as(s.story.Sanne, "lead")).Lead
	s.check(lead != nil && lead.User == string(s.story.Sanne), "the lead is %+v", lead)
}

// The family is drawn from the register; only what matters is opened.
func (s *book) family() {
	s.b.as(s.story.Sanne)
	s.b.open(s.caseURL("/family"))
	s.form("/family/registered", nil)
	s.b.sees("Elif de Vries", "Esra de Vries", "Emre de Vries", "Jeroen de Vries", "Geheim adres", "beide ouders")
	s.b.picture("family-desktop", 1280)
	v := s.view(s.as(s.story.Sanne, "lead"))
	for _, p := range v.Persons {
		first, _, _ := strings.Cut(p.Given, " ")
		s.people[first] = p.ID
	}
	for _, name := range []string{"Elif", "Esra", "Jeroen", "Hatice"} {
		s.b.open(s.caseURL("/family"))
		s.b.submit(fmt.Sprintf(`form[action$="/invite"]:has(input[value=%q])`, s.people[name]))
	}
	for _, open := range []struct{ person, domain, reason string }{
		{"", "money", "Er zijn huurschulden en de post blijft dicht."},
		{"", "housing", "De verhuurder dreigt met ontruiming."},
		{"Esra", "mind", "Esra praat niet meer en slaapt slecht."},
		{"Elif", "school", "Elif mist lessen."},
	} {
		s.b.open(s.caseURL("/domains"))
		s.form("/domains", map[string]any{"person": s.people[open.person], "domain": open.domain, "reason": open.reason})
	}
	s.b.open(s.caseURL("/part?domain=money&person="))
	s.form("/part/score", map[string]any{"level": "2", "view": "family"})
	s.b.as(s.story.Fatma)
	s.b.open(s.planURL("/consents/new"))
	s.form("/consents/new", map[string]any{"for": "p:" + s.people["Hatice"], "domains": []string{"housing"}})
}

// With the family at the table: goals in their words, tasks with holders.
func (s *book) table() {
	s.b.as(s.story.Sanne)
	due := nl.On(time.Now()).AddDays(14)
	day := fmt.Sprintf("%02d-%02d-%04d", due.Day, due.Month, due.Year)
	goal := func(words, part string) string {
		s.b.open(s.caseURL("/goals/new"))
		s.form("/goals/new", map[string]any{"words": words, "part": part})
		for _, g := range s.view(s.as(s.story.Sanne, "lead")).Goals {
			if g.Words == words {
				return g.ID
			}
		}
		s.t.Fatalf("the goal %q is not in the plan", words)
		return ""
	}
	task := func(key, title, goal, to string) {
		s.b.open(s.caseURL("/tasks/new?goal=" + goal))
		s.form("/tasks/new", map[string]any{"title": title, "to": to, "due": day})
		for _, t := range s.view(s.as(s.story.Sanne, "lead")).Tasks {
			if t.Title == title {
				s.people[key] = t.ID
			}
		}
	}
	money, home := goal("Weer een avond samen eten zonder ruzie over geld.", "/money"), goal("Niet uit ons huis hoeven.", "/housing")
	task("letters", "De brieven van de huur zoeken", money, "family/"+s.people["Fatma"])
	task("care", "Op dinsdag voor de kinderen koken", home, "network/"+s.people["Hatice"])
	task("deal", "Een regeling maken met de verhuurder", money, "")
	s.shareInBrowser(s.story.DebtHelp, s.people["deal"])
	task("stay", "De ontruiming drie maanden uitstellen", home, "")
	s.shareInBrowser(s.story.Housing, s.people["stay"])
	s.b.open(s.caseURL("/agree"))
	s.form("/agree", map[string]any{"with": []string{s.people["Fatma"], s.people["Elif"]}})
	s.b.open(s.caseURL(""))
	s.b.picture("case-desktop", 1280)
	s.b.open(s.caseURL("/plan"))
	s.b.picture("plan-desktop", 1280)
}

// shareInBrowser makes an organisation involved for a task: what it will see is
// shown first. Then the task is offered to it.
func (s *book) shareInBrowser(org dossier.ID, task string) {
	s.t.Helper()
	s.b.open(s.caseURL("/share"))
	s.form("/share", map[string]any{"org": string(org), "task": task})
	s.b.picture("share-desktop", 1280)
	s.form("/share", nil)
	s.b.open(s.caseURL("/tasks/" + task))
	for _, t := range s.view(s.as(s.story.Sanne, "lead")).Tasks {
		if t.ID == task && t.Holder == nil {
			s.form("/tasks/"+task, map[string]any{"to": "organisation/" + string(org)})
		}
	}
}

// The provider's message comes in, the decision sends the 301, care starts and stops.
func (s *book) chain() {
	s.b.as(s.story.Planner)
	s.b.open("/messages")
	s.form("/messages", map[string]any{"xml": "<dit is geen bericht>"})
	s.form("/messages", map[string]any{"xml": string(s.request())})
	s.b.as(s.story.Karin)
	karin := s.as(s.story.Karin, "decision")
	for _, t := range s.view(karin).Tasks {
		if t.Type == "decision" && t.State != "done" {
			s.b.open(s.caseURL("/decide/" + t.ID))
			s.b.picture("decide-desktop", 1280)
			s.b.submit(`main form:has(button[name=outcome][value=granted])`)
		}
	}
	s.followAllocation(karin, s.as(s.story.Planner, "allocation"))
	s.b.open(s.caseURL("/chain"))
	s.b.sees("JW301")
	s.b.picture("chain-desktop", 1280)
}

// Each sees their own and nothing else.
func (s *book) own() {
	street := s.story.People[0].Profile.Address.Street
	s.b.as(s.story.Landlord)
	s.b.sees("De ontruiming drie maanden uitstellen")
	s.b.open("/task/" + s.dossier + "/" + s.people["stay"])
	s.b.sees("Jeugdhulp Noord", "Sanne de Graaf")
	s.b.misses("zonder ruzie over geld", "Esra praat niet", "Ik durf de post", street)
	s.b.picture("task-desktop", 1280)
	s.b.press("Aannemen en beginnen")
	s.finish(s.people["stay"])
	s.b.as(s.story.Sadia)
	s.b.open("/task/" + s.dossier + "/" + s.people["deal"])
	s.b.press("Aannemen en beginnen")
	s.finish(s.people["deal"])
	s.b.as(s.story.Jeroen)
	s.b.open(s.planURL("/me"))
	s.b.misses(street)
	s.b.as(s.story.Esra)
	s.b.open(s.planURL("/voice"))
	s.form("/voice", map[string]any{"words": "Ik wil dat iemand met mij alleen praat."})
	s.b.as(s.story.Fatma)
	for _, page := range []string{"", "/helpers", "/sight", "/looks", "/time", "/me"} {
		s.b.open(s.planURL(page))
		s.b.misses("Ik wil dat iemand met mij alleen praat.")
	}
	s.b.open(s.planURL("/looks"))
	s.b.sees("Schuldhulp Merelwaarde")
	s.pictures()
	s.b.as(s.story.Ingrid)
	s.b.sees("Gezin")
	s.b.picture("direction-desktop", 1280)
	s.b.open("/meter")
}

// pictures takes the family's pages on a phone.
func (s *book) pictures() {
	if !*screens {
		return
	}
	for _, page := range []struct{ tail, name string }{{"", "plan"}, {"/helpers", "helpers"}, {"/sight", "sight"}, {"/looks", "looks"}, {"/time", "time"}, {"/me", "me"}} {
		s.b.open(s.planURL(page.tail))
		s.b.picture(page.name+"-phone", 390)
	}
}

func (s *book) finish(task string) {
	s.t.Helper()
	s.b.open("/task/" + s.dossier + "/" + task)
	s.b.submit(`main form:has(input[name=do][value=finish])`)
}

// Evaluation, goals met, watch date, closed with its retention date.
func (s *book) end() {
	s.b.as(s.story.Fatma)
	s.b.open(s.planURL("/tasks/" + s.people["letters"]))
	s.b.submit(`main form:has(input[name=do][value=done])`)
	hatice := s.as(s.story.Hatice, "help")
	s.command(hatice, "accept-task", map[string]any{"task": s.people["care"]})
	s.command(hatice, "finish-task", map[string]any{"task": s.people["care"]})
	s.b.as(s.story.Sanne)
	s.b.open(s.caseURL("/evaluate"))
	s.form("/evaluate", map[string]any{"with": []string{s.people["Fatma"]}, "words": "Er is weer rust."})
	sanne := s.as(s.story.Sanne, "lead")
	for _, g := range s.view(sanne).Goals {
		s.b.open(s.caseURL("/goals/" + g.ID))
		s.b.submit(`main form:has([name=do][value=met])`)
	}
	for _, t := range s.view(sanne).Tasks {
		if t.State != "done" && t.State != "withdrawn" {
			s.command(sanne, "withdraw-task", map[string]any{"task": t.ID, "reason": "Niet meer nodig."})
		}
	}
	for range 12 {
		s.b.open(s.caseURL("/close"))
		if run[int](s.b, `document.querySelectorAll("main button[name=clock]").length`) == 0 {
			break
		}
		s.b.submit(`main form:has(button[name=clock])`)
	}
	watch := nl.On(time.Now()).AddDays(90)
	s.b.open(s.caseURL("/close"))
	s.b.picture("close-desktop", 1280)
	s.b.fill(map[string]any{"on": fmt.Sprintf("%02d-%02d-%04d", watch.Day, watch.Month, watch.Year)})
	s.b.submit(`main form:has([name=on])`)
	s.b.open(s.caseURL("/close"))
	s.b.fill(map[string]any{"reason": "De doelen zijn gehaald."})
	s.b.submit(`main form:has([name=do][value=close])`)
	var v api.View
	s.as(s.story.Fatma, "own").call("GET", "/dossiers/"+s.dossier, nil, http.StatusOK, &v)
	s.check(v.Closed != nil && v.Closed.Keep != "", "not closed: %+v", v.Closed)
}
