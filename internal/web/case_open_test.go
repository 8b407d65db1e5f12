package web

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// led is the view of a lead who may do everything.
func led() *access.View {
	view := kin()
	view.Role, view.Phase, view.Seen = "lead", dossier.PhaseInquiry, 7
	view.May = map[string]access.Decision{}
	for _, action := range []string{dossier.ActIntake, dossier.ActFamily, dossier.ActPlan, dossier.ActShare, dossier.ActScore, dossier.ActNote, dossier.ActClock, dossier.ActClose} {
		view.May[action] = access.Decision{Allow: true}
	}
	d := view.Dossier
	d.ID, d.Name, d.Team, d.OpenedAt = "d1", "Bos", "o-zuid", time.Date(2026, 9, 12, 8, 0, 0, 0, time.UTC)
	d.Lead = &dossier.Lead{User: "u-noor", Org: "o-zuid", Name: "Noor Bakker", Phone: "0320 550123", Since: d.OpenedAt}
	d.Meldingen = []dossier.Melding{{MeldingReceived: dossier.MeldingReceived{Melding: "m1", From: "m", Words: "Help.", Channel: "phone", Laws: []string{"wmo"}, Supporter: true, OwnPlan: true}, At: d.OpenedAt}}
	d.Clocks = []dossier.Clock{{ClockStarted: dossier.ClockStarted{Clock: "k1", Term: "wmo.investigation", On: "m1", Start: nl.MustDate("2026-10-18"), Due: nl.MustDate("2026-11-29")}, State: dossier.ClockRuns}}
	return view
}

func chips(head look.PageHead) string {
	var words []string
	for _, c := range head.Chips {
		words = append(words, string(c.Tone)+":"+c.Text)
	}
	return strings.Join(words, " | ")
}

func TestHeadOfACase(t *testing.T) {
	h, v, view := lawful(t), staff(t, "neighbourhood_team", "worker"), led()
	view.Secrets = []dossier.ID{"c"}
	view.Dossier.Safety = []dossier.Safety{{SafetyAssessed: dossier.SafetyAssessed{Level: dossier.SafetyUnsafe}, At: v.now.AddDate(0, 0, -6)}}
	head := h.caseHead(v, view)
	if want := "Gezin · fase: onderzoek · sinds 12 sep"; head.Kicker != want || head.Title != "Bos" {
		t.Errorf("%q %q", head.Kicker, head.Title)
	}
	if want := ":Regisseur: Noor Bakker | soon:Onderzoek na een vraag om hulp: nog 5 dagen | shut:Geheim adres | late:Onveilig · 18 nov"; chips(head) != want {
		t.Errorf("%s", chips(head))
	}
	view.Dossier.Lead, view.Secrets, view.Dossier.Safety, view.Dossier.Clocks[0].State = nil, nil, nil, dossier.ClockWaits
	if got := chips(h.caseHead(v, view)); got != "late:Geen regisseur" {
		t.Errorf("%s", got)
	}
	view.Dossier.Closed = &dossier.Closing{At: v.now}
	if got := chips(h.caseHead(v, view)); got != ":Afgesloten op 24 november 2026" {
		t.Errorf("%s", got)
	}
}

func TestAlarmsOfACase(t *testing.T) {
	h, v, view := lawful(t), staff(t, "neighbourhood_team", "worker"), led()
	if alerts := h.caseAlerts(v, view); len(alerts) != 0 {
		t.Fatalf("%+v", alerts)
	}
	view.Dossier.Lead, view.Dossier.LeadGapSince = nil, v.now
	view.Dossier.Safety = []dossier.Safety{{SafetyAssessed: dossier.SafetyAssessed{Level: "safe", Again: v.today.AddDays(-1)}}}
	alerts := h.caseAlerts(v, view)
	if len(alerts) != 2 || alerts[0].Text != "Dit gezin heeft geen regisseur sinds vandaag." || len(alerts[0].Links) != 1 || alerts[1].Links[0].URL != "/case/d1/safety" {
		t.Errorf("%+v", alerts)
	}
	view.Dossier.Offers = []dossier.Offer{{State: dossier.OfferOpen}}
	if alerts := h.caseAlerts(v, view); len(alerts) != 1 {
		t.Errorf("asked already: %+v", alerts)
	}
	view.Role = "partner"
	if alerts := h.caseAlerts(v, view); alerts != nil {
		t.Errorf("a partner is alarmed: %+v", alerts)
	}
	view.Dossier.Closed = &dossier.Closing{At: v.now, Closed: dossier.Closed{Retention: "jw", Keep: nl.MustDate("2046-11-24"), Reason: "Het gaat goed."}}
	closed := h.caseAlerts(v, view)
	if len(closed) != 1 || !strings.Contains(closed[0].Text, "24 november 2046") || !strings.Contains(closed[0].Text, "Jeugdwet 7.3.8") {
		t.Errorf("%+v", closed)
	}
}

func TestPagesOfACase(t *testing.T) {
	h, v, view := lawful(t), staff(t, "neighbourhood_team", "worker"), led()
	frame := h.caseFrame(v, view, tabSafety)
	if n := len(frame.Tabs); n != 10 || frame.Trail[1].URL != "/case/d1" || frame.Trail[2].Text != "Veiligheid" {
		t.Errorf("%d tabs, %+v", n, frame.Trail)
	}
	i := slices.IndexFunc(frame.Tabs, func(n look.NavItem) bool { return n.Current })
	if frame.Tabs[i].Text != "Veiligheid" || frame.Tabs[0].URL != "/case/d1" {
		t.Errorf("%+v", frame.Tabs)
	}
	for role, back := range map[string]string{"director": "/direction", "privacy": "/work", "partner": "/families"} {
		view.Role = role
		if f := h.caseFrame(v, view, tabOverview); f.Tabs != nil || f.Trail[0].URL != back {
			t.Errorf("%s: %+v %+v", role, f.Tabs, f.Trail)
		}
	}
}

func TestMeldingLeadsOn(t *testing.T) {
	h, v, view := lawful(t), staff(t, "neighbourhood_team", "worker"), led()
	body := h.meldingBody(v, view)
	card := body.Meldingen[0]
	if len(card.Clocks) != 1 || card.Clocks[0].Bar.Law != "Wmo 2.3.2 lid 1" || card.Voice.Who != "Mia Bos, 12 september 2026" || len(card.Facts) != 3 {
		t.Errorf("%+v", card)
	}
	first := func() look.Button { return h.meldingBody(v, view).Meldingen[0].Steps[0] }
	if b := first(); b.Text != "Veiligheid wegen" || b.Style != look.Primary {
		t.Errorf("%+v", b)
	}
	view.Dossier.Meldingen[0].Read, view.Dossier.Lead = true, nil
	if b := first(); b.Text != "Regisseur vragen" || b.Style != look.Primary {
		t.Errorf("%+v", b)
	}
	view.Dossier.Closed = &dossier.Closing{}
	if steps := h.meldingBody(v, view).Meldingen[0].Steps; steps != nil {
		t.Errorf("a closed case leads on to %+v", steps)
	}
	view.Dossier.Meldingen = nil
	if h.meldingBody(v, view).Empty == nil {
		t.Error("no melding and no word about it")
	}
}

func TestWhoCanBeAsked(t *testing.T) {
	v, view := staff(t, "neighbourhood_team", "worker"), led()
	view.Dossier.Persons[0].Deceased = nl.MustDate("2020-01-01")
	view.Others = []access.That{
		{Subject: dossier.Subject{Org: "o-zuid"}, Name: "Wijkteam Zuid"}, {Subject: dossier.Subject{Org: "o-schuld"}, Name: "Schuldhulp"},
		{Subject: dossier.Subject{Person: "m", User: "u-mia"}, Name: "Mia"},
	}
	options := v.holderOptions(view)
	if len(options) != 1+5+1 {
		t.Fatalf("%+v", options)
	}
	for value, want := range map[string]dossier.Holder{
		"person m":     {Kind: dossier.HolderFamily, Person: "m"},
		"person n":     {Kind: dossier.HolderNetwork, Person: "n"},
		"org o-schuld": {Kind: dossier.HolderOrganisation, Org: "o-schuld", Name: "Schuldhulp"},
		"org o-else":   {Kind: dossier.HolderFamily},
		"":             {Kind: dossier.HolderFamily},
	} {
		if got := readHolder(view, value); got != want {
			t.Errorf("%q is %+v", value, got)
		}
	}
	if !v.putToMe(dossier.Holder{Org: "o-zuid"}) || v.putToMe(dossier.Holder{User: "u-else", Org: "o-zuid"}) || v.putToMe(dossier.Holder{}) {
		t.Error("whose question is it?")
	}
}

func TestQuestionsAndAnswers(t *testing.T) {
	h, v, view := lawful(t), staff(t, "neighbourhood_team", "worker"), led()
	asked := dossier.Question{QuestionAsked: dossier.QuestionAsked{Question: "q1", To: dossier.Holder{Kind: "organisation", Org: "o-zuid", Name: "Wijkteam Zuid"}, Words: "Wie belt?", Pauses: "k1"}, At: v.now, By: dossier.Actor{Name: "Sadia"}}
	answered := asked
	answered.Question, answered.Answer, answered.AnsweredAt, answered.AnsweredBy = "q2", "Ik bel.", v.now, dossier.Actor{Name: "Noor Bakker"}
	view.Dossier.Questions = []dossier.Question{answered, asked}
	body := h.questionBody(v, view, "", nil)
	if len(body.Asked) != 2 || body.Asked[0].ID != "q1" || body.Asked[0].Form == nil || body.Asked[1].Form != nil || body.Asked[1].Answer.Text != "Ik bel." {
		t.Fatalf("%+v", body.Asked)
	}
	if !strings.Contains(body.Asked[0].Note, "Onderzoek na een vraag om hulp wacht op het antwoord") {
		t.Errorf("%q", body.Asked[0].Note)
	}
	v.Request = httptest.NewRequest("POST", "/", nil)
	v.PostForm = url.Values{"words": {""}, "_key": {"k9"}}
	failed := fault.In("test", fault.Field{Name: "words", Key: "dossier.question.answer"})
	back := h.questionBody(v, view, "q1", failed)
	if f := back.Asked[0].Form; f.Fields[0].Value != "k9" || f.Fields[1].Error == "" || back.Form.Fields[0].Value == "k9" {
		t.Errorf("%+v", f)
	}
}

func TestOffersOfTheLead(t *testing.T) {
	h, v, view := lawful(t), staff(t, "neighbourhood_team", "worker"), led()
	view.Dossier.Lead = nil
	view.Dossier.Offers = []dossier.Offer{
		{LeadOffered: dossier.LeadOffered{Offer: "o1", To: "u-noor", Name: "Noor Bakker"}, State: dossier.OfferOpen, By: dossier.Actor{Name: "Karin"}},
		{LeadOffered: dossier.LeadOffered{Offer: "o2", To: "u-else", Name: "Sanne"}, State: dossier.OfferOpen}, {State: dossier.OfferGone},
	}
	colleagues := []store.User{{ID: "u-noor", Name: "Noor Bakker"}, {ID: "u-else", Name: "Sanne"}}
	body := h.leadBody(v, view, colleagues, leadFailure{})
	if len(body.Offers) != 2 || body.Offers[0].Accept != nil || body.Offers[1].Accept == nil || body.Tel != nil || body.Conflict != nil {
		t.Fatalf("%+v", body.Offers)
	}
	if o := body.Form.Fields[len(body.Form.Fields)-1]; o.Kind != look.Radios || o.Options[0].Text != "Noor Bakker (dat bent u zelf)" {
		t.Errorf("%+v", o)
	}
	view.Dossier.Lead = &dossier.Lead{User: "u-else", Name: "Sanne", Since: v.now}
	body = h.leadBody(v, view, colleagues, leadFailure{err: fault.New(fault.Conflict, "test", "dossier.lead.taken"), offer: "o1"})
	if body.Conflict == nil || body.Conflict.Items[0] != "De regisseur is nu Sanne." || body.Tel.Name != "Sanne" {
		t.Errorf("%+v", body.Conflict)
	}
	if n := len(body.Form.Fields[len(body.Form.Fields)-1].Options); n != 1 {
		t.Errorf("%d choices: who leads already is none", n)
	}
	many := slices.Repeat([]store.User{{ID: "x", Name: "X"}}, fewColleagues+1)
	if f := v.colleagueField("to", "web.lead.who", view, many); f.Kind != look.Select || len(f.Options) != fewColleagues+2 {
		t.Errorf("%+v", f)
	}
}

func TestWhatTheLawLetsOneDoWithATerm(t *testing.T) {
	h := lawful(t)
	decision, err := h.Law.Term("awb.decision", nl.MustDate("2026-11-24"))
	if err != nil {
		t.Fatal(err)
	}
	agreed, err := h.Law.Term("task.answer", nl.MustDate("2026-11-24"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		state string
		term  statute.Term
		want  string
	}{
		{dossier.ClockRuns, decision, "meet pause extend"}, {dossier.ClockWaits, decision, "resume meet"}, {dossier.ClockIsLate, decision, "meet"}, {dossier.ClockRuns, agreed, "meet"},
	} {
		if got := strings.Join(clockActs(dossier.Clock{State: row.state}, row.term), " "); got != row.want {
			t.Errorf("%s %s: %s, want %s", row.term.Code, row.state, got, row.want)
		}
	}
	if _, err := spokenPost(t, url.Values{}).clockCommand("burn"); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}

// spokenPost is a visit that sends a form.
func spokenPost(t *testing.T, form url.Values) *visit {
	v := staff(t, "neighbourhood_team", "worker")
	v.Request = httptest.NewRequest("POST", "/case/d1/clock/k1/meet", nil)
	v.PostForm = form
	return v
}

func TestFindingsStandBesideTheFieldThatPeopleSee(t *testing.T) {
	wrong := fault.In("test", fault.Field{Name: "part", Key: "dossier.domain.unknown"}, fault.Field{Name: "reason", Key: "dossier.reason"})
	got := fault.Fields(renamed(wrong, "part", "domain", true))
	if got[0].Name != "domain" || got[1].Name != "reason" || fault.Fields(wrong)[0].Name != "part" {
		t.Errorf("%+v", got)
	}
	taken := fault.New(fault.Conflict, "test", "dossier.lead.taken")
	if renamed(taken, "part", "domain", true) != error(taken) || renamed(wrong, "part", "domain", false) == nil {
		t.Error("an error without fields is another")
	}
}

func TestRetypeMeterSeesWhatWasOffered(t *testing.T) {
	v := spokenPost(t, url.Values{"birth.day": {"3"}, "birth.month": {"2"}, "birth.year": {"1985"}, "birth_offered": {"3-2-1985"}, "given": {"Nelly"}, "given_offered": {"Nel"}, "family": {"Bos"}})
	date, wrong := v.dayParts("birth")
	if wrong != nil || date != nl.MustDate("1985-02-03") {
		t.Fatalf("%v %v", date, wrong)
	}
	if got := v.typedDay("person.birth", "birth", "p", date); got.How != casework.Reused || got.Value != "1985-02-03" {
		t.Errorf("%+v", got)
	}
	if got := v.typedDay("person.birth", "birth", "p", date.AddDays(1)); got.How != casework.Corrected {
		t.Errorf("%+v", got)
	}
	if got := v.typed("person.given", "given", "p"); got.How != casework.Corrected {
		t.Errorf("%+v", got)
	}
	if got := filled([]casework.Typed{v.typed("person.family", "family", "p"), v.typed("contact.email", "email", "p")}); len(got) != 1 || got[0].How != casework.TypedNew {
		t.Errorf("%+v", got)
	}
	for want, d := range map[string]nl.Date{"3-2-1985": nl.MustDate("1985-02-03"), "--1985": nl.MustDate("1985-00-00"), "": {}} {
		if got := partsOf(d); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestContactsSayThatAndNotWhat(t *testing.T) {
	v, view := staff(t, "neighbourhood_team", "worker"), led()
	view.Others = []access.That{
		{Name: "Mia", Role: "family"}, {Name: "Noor Bakker", Role: "lead"}, {Name: "Sanne", Role: "lead", Until: nl.MustDate("2026-12-01")}, {Name: "Woonstad", Role: "partner", Phone: "0320 550400", What: &access.What{Scope: dossier.ScopeTask, Domains: []string{"housing"}}, Until: nl.MustDate("2027-02-01")},
		{Name: "Jeugdhulp", Role: "partner"}, {Name: "Schuldhulp", Role: "partner", What: &access.What{Scope: dossier.ScopeParts, Domains: []string{"money", "housing"}}}, {Name: "Team", Role: "worker", What: &access.What{Scope: dossier.ScopeParts, Domains: []string{"*"}}},
	}
	var notes []string
	for _, c := range v.caseContacts(view) {
		notes = append(notes, c.Name+": "+c.Note)
	}
	want := []string{"Noor Bakker: regisseur", "Sanne: neemt waar voor de regisseur · tot 1 dec", "Woonstad: organisatie die helpt · ziet de taak, niet het dossier · tot 1 februari 2027", "Jeugdhulp: organisatie die helpt", "Schuldhulp: organisatie die helpt · geld, wonen", "Team: wijkteam"}
	if !slices.Equal(notes, want) {
		t.Errorf("%q", notes)
	}
}

func TestHoldersOfTasks(t *testing.T) {
	v, view := staff(t, "neighbourhood_team", "worker"), led()
	view.Others = []access.That{{Subject: dossier.Subject{Org: "o-x"}, Name: "Woonstad"}}
	for want, h := range map[string]dossier.Holder{
		"uzelf NB ": {Kind: "organisation", User: "u-noor", Org: "o-zuid"}, "Mia Bos MI family": {Kind: "family", Person: "m"}, "Rob Bos RO near": {Kind: "network", Person: "n"},
		"Woonstad WO help": {Kind: "organisation", Org: "o-x"}, "een organisatie EO help": {Kind: "organisation", Org: "o-hidden"}, "de buurt en de flexpool BF near": {Kind: "pool"}, " ? help": {},
	} {
		face := v.holderFace(view, h)
		if got := v.holderName(view, h) + " " + face.Initials + " " + string(face.Tint); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFlowsOfTheRetypeMeter(t *testing.T) {
	v := spoken(t)
	for pattern, want := range map[string]string{
		"POST /case/{dossier}/family/person": "case.family Familie", "POST /case/{dossier}/lead/{offer}/accept": "case.lead Regie", "GET /case/{dossier}": "case Overzicht",
		"POST /case/{dossier}/goals/new": "case.goals Doelen", "POST /case/{dossier}/else": "case.else case.else",
	} {
		if got := caseFlow(pattern) + " " + v.flowWord(caseFlow(pattern)); got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
}
