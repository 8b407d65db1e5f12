package web

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/web/look"
)

var someDay = nl.Date{Year: 2026, Month: 11, Day: 24}

// visitor is a visit without a house, for what only needs words and a day.
func visitor(t testing.TB, method, target string, form url.Values) *visit {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	say := texts.In("nl")
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err := r.ParseForm(); err != nil {
		t.Fatal(err)
	}
	return &visit{ResponseWriter: httptest.NewRecorder(), Request: r, ctx: t.Context(), say: say, days: look.Days{Say: say}, today: someDay, now: someDay.Midnight()}
}

func shippedLaw(t testing.TB) *statute.Set {
	t.Helper()
	law, err := statute.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return law
}

func TestReadTime(t *testing.T) {
	for typed, want := range map[string]string{
		"14.30": "14:30", "9:05": "09:05", "0930": "09:30", "930": "09:30", " 14.30 uur": "14:30", "14h15": "14:15", "23.59": "23:59", "0.00": "00:00",
		"24.00": "", "half drie": "", "14": "", "14.60": "", "-1.30": "", "": "",
	} {
		got, ok := readTime(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", typed, got, ok, want)
		}
	}
}

func TestAnyTimeIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		hour, minute := rapid.IntRange(0, 23).Draw(r, "hour"), rapid.IntRange(0, 59).Draw(r, "minute")
		sign := rapid.SampledFrom([]string{".", ":", "h"}).Draw(r, "sign")
		want := fmt.Sprintf("%02d:%02d", hour, minute)
		if got, ok := readTime(fmt.Sprintf("%d%s%02d", hour, sign, minute)); !ok || got != want {
			r.Fatalf("%q, want %q", got, want)
		}
	})
}

func TestTypedDayIsReadBack(t *testing.T) {
	v := visitor(t, "GET", "/", nil)
	rapid.Check(t, func(r *rapid.T) {
		day := someDay.AddDays(rapid.IntRange(-20_000, 20_000).Draw(r, "days"))
		if got, ok := v.days.ParseDay(typedDay(day)); !ok || got != day {
			r.Fatalf("%s became %v", typedDay(day), got)
		}
	})
	if typedDay(nl.Date{Year: 2026}) != "" {
		t.Error("a year is no day to propose")
	}
}

// Whatever the organisation and the domain: what is proposed stands on a ground
// of the law for that purpose and kind, and who sees tasks only sees the task only.
func TestProposalsStandOnTheLaw(t *testing.T) {
	law := shippedLaw(t)
	for _, kind := range law.OrganisationKinds() {
		for _, domain := range law.Domains() {
			task := dossier.Task{TaskCreated: dossier.TaskCreated{Task: "t", Part: dossier.Part{Domain: domain.Code}}}
			p, ok := propose(law, store.Org{ID: "o", Kind: kind.Code}, task, someDay)
			name := kind.Code + " " + domain.Code
			if !ok {
				continue
			}
			category := domain.Code
			if p.scope == dossier.ScopeTask {
				category = "task"
			}
			if !p.ground.Covers(p.purpose, kind.Code, category) || p.ground.Emergency {
				t.Errorf("%s: %s does not carry %s of %s", name, p.ground.Code, p.purpose, category)
			}
			if taskOnly(kind.Code) && p.scope != dossier.ScopeTask {
				t.Errorf("%s: sees the file", name)
			}
			c := p.command(store.Org{ID: "o", Name: "Org"}, someDay)
			if len(c.Persons) != 1 || !slices.Equal(c.Domains, []string{domain.Code}) || c.Task != "t" {
				t.Errorf("%s: more than the task needs: %+v", name, c)
			}
		}
	}
}

func TestProposalsOfTheStory(t *testing.T) {
	for _, row := range []struct{ kind, domain, purpose, ground, scope string }{
		{"debt_help", "money", "debt", "wgs.8a", dossier.ScopeParts},
		{"youth_care", "mind", "help", "jw.7.3.11.2a", dossier.ScopeParts},
		{"housing", "housing", "housing", "avg.6.1e.task", dossier.ScopeTask},
		{"school", "school", "school", "avg.6.1e.task", dossier.ScopeTask},
		{"police", "safety", "help", "avg.6.1e.task", dossier.ScopeTask},
		{"safe_home", "safety", "safety", "wmo.4.1.1", dossier.ScopeParts},
		{"youth_care", "money", "help", "jw.7.3.11.2a", dossier.ScopeTask},
	} {
		task := dossier.Task{TaskCreated: dossier.TaskCreated{Task: "t", Part: dossier.Part{Domain: row.domain}}}
		p, ok := propose(shippedLaw(t), store.Org{Kind: row.kind}, task, someDay)
		if !ok || p.purpose != row.purpose || p.ground.Code != row.ground || p.scope != row.scope {
			t.Errorf("%s %s: %v %s %s %s", row.kind, row.domain, ok, p.purpose, p.ground.Code, p.scope)
		}
	}
}

// sampleView has a goal that runs, one that is met, and tasks in every state.
func sampleView() *access.View {
	money := dossier.Part{Domain: "money"}
	d := &dossier.Dossier{ID: "d", Name: "De Vries", Parts: []dossier.PartState{{Part: money}, {Part: dossier.Part{Domain: "school"}, Closed: true}}}
	d.Persons = []dossier.Person{
		{ID: "p1", Name: nl.Name{Given: "Hatice", Family: "Yıldız"}, Network: true},
		{ID: "p2", Name: nl.Name{Given: "Fatma", Family: "Yıldız"}},
		{ID: "p3", Name: nl.Name{Given: "Opa", Family: "Yıldız"}, Deceased: someDay},
	}
	d.Goals = []dossier.Goal{
		{GoalSet: dossier.GoalSet{Goal: "g0", Words: "Rust.", Part: money}, State: dossier.GoalDone},
		{GoalSet: dossier.GoalSet{Goal: "g1", Words: "Geen schulden.", Part: money}, State: dossier.GoalOpen},
		{GoalSet: dossier.GoalSet{Goal: "g2", Words: "Sparen.", Part: money}, State: dossier.GoalOpen},
	}
	org := dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-1", Name: "Schuldhulp"}
	for i, state := range []string{dossier.TaskOpen, dossier.TaskAsked, dossier.TaskTaken, dossier.TaskBusy, dossier.TaskReady, dossier.TaskBack, dossier.TaskGone} {
		task := dossier.Task{TaskCreated: dossier.TaskCreated{Task: dossier.ID(fmt.Sprint("t", i)), Title: "Taak " + state, Goal: "g1", Part: money}, State: state, At: someDay.Midnight()}
		if state != dossier.TaskOpen {
			task.Holder = org
		}
		d.Tasks = append(d.Tasks, task)
	}
	return &access.View{Dossier: d, Others: []access.That{
		{Involvement: "i1", Subject: dossier.Subject{Org: "o-1"}, Name: "Schuldhulp", Role: "partner"},
		{Involvement: "i2", Subject: dossier.Subject{Org: "o-1"}, Name: "Schuldhulp", Role: "partner"},
		{Involvement: "i3", Subject: dossier.Subject{Org: "o-team"}, Name: "Wijkteam", Role: "worker"},
	}}
}

func TestWhoCanHoldATask(t *testing.T) {
	v := visitor(t, "GET", "/", nil)
	sanne := dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-team", User: "u-sanne", Name: "Sanne"}
	list := v.choices(sampleView(), []dossier.Holder{sanne})
	var values []string
	for _, c := range list {
		values = append(values, c.option.Value)
	}
	want := []string{"family/p2", "network/p1", "organisation/o-1", "colleague/u-sanne"}
	if !slices.Equal(values, want) {
		t.Errorf("%v, want %v", values, want)
	}
	if h, err := chosen(list, "to", "colleague/u-sanne"); err != nil || !h.Is(sanne) {
		t.Errorf("%+v %v", h, err)
	}
	if _, err := chosen(list, "to", "organisation/o-2"); len(fault.Fields(err)) != 1 {
		t.Errorf("a holder who was not offered is taken: %v", err)
	}
	if h, err := chosen(list, "to", ""); err != nil || !h.IsZero() {
		t.Errorf("nobody is %+v %v", h, err)
	}
}

func TestTaskCommand(t *testing.T) {
	view := sampleView()
	for name, row := range map[string]struct {
		form   url.Values
		fields []string
		kind   string
		when   string
	}{
		"a goal":            {url.Values{"title": {"Bellen"}, "goal": {"g1"}, "due": {"1-12-2026"}}, nil, "", ""},
		"an appointment":    {url.Values{"title": {"Gesprek"}, "goal": {"g1"}, "due": {"1-12-2026"}, "time": {"9.30"}}, nil, dossier.TaskAppointment, "2026-12-01T09:30"},
		"a time, no day":    {url.Values{"title": {"Gesprek"}, "goal": {"g1"}, "time": {"9.30"}}, []string{"due"}, "", ""},
		"no time at all":    {url.Values{"goal": {"g1"}, "due": {"1-12-2026"}, "time": {"straks"}}, []string{"title", "time"}, "", ""},
		"a day that is not": {url.Values{"title": {"Gesprek"}, "goal": {"g1"}, "due": {"31-2-2026"}, "time": {"9.30"}}, []string{"due"}, "", ""},
		"an unknown holder": {url.Values{"title": {"Bellen"}, "goal": {"g1"}, "to": {"organisation/x"}}, []string{"to"}, "", ""},
		"an outside one":    {url.Values{"title": {"Bellen"}, "part": {"/money"}, "to": {outside}}, nil, "", ""},
	} {
		v := visitor(t, "POST", "/", row.form)
		c, err := v.taskCommand(view, nil)
		var fields []string
		for _, f := range fault.Fields(err) {
			fields = append(fields, f.Name)
		}
		if !slices.Equal(fields, row.fields) || err == nil && (c.Type != row.kind || c.When != row.when || c.Part.Domain != "money") {
			t.Errorf("%s: %v %+v", name, fields, c)
		}
	}
}

func TestGoalCards(t *testing.T) {
	v := visitor(t, "GET", "/", nil)
	cards := v.goalCards(sampleView())
	if len(cards) != 3 || cards[0].Words != "Geen schulden." || cards[2].State != look.GoalMet {
		t.Fatalf("goals that still run come first: %+v", cards)
	}
	if cards[0].Percent != 16 || cards[0].Done != "1 van 6 stappen klaar" || len(cards[0].Tasks) != 6 {
		t.Errorf("what was taken out of the plan counts: %d%% %q %d", cards[0].Percent, cards[0].Done, len(cards[0].Tasks))
	}
	if cards[1].State != look.GoalWaiting || cards[1].Chip.Text != "Nog geen taak" || len(cards[2].Buttons) != 0 {
		t.Errorf("%+v", cards[1:])
	}
	late := sampleView()
	late.Dossier.Tasks[2].Due = someDay.AddDays(-1)
	if card := v.goalCards(late)[0]; card.State != look.GoalStuck || card.Chip.Tone != look.Late {
		t.Errorf("a late task does not show on its goal: %+v", card)
	}
}

func TestTasksByHolder(t *testing.T) {
	all := lanes(sampleView())
	if len(all) != 2 || len(all[0]) != 1 || len(all[1]) != 5 {
		t.Fatalf("%d lanes", len(all))
	}
	for _, row := range []struct {
		names []string
		want  string
	}{{nil, ""}, {[]string{"A"}, "A"}, {[]string{"A", "B"}, "A en B"}, {[]string{"A", "B", "C"}, "A, B en C"}} {
		if got := visitor(t, "GET", "/", nil).listed(row.names); got != row.want {
			t.Errorf("%v: %q", row.names, got)
		}
	}
}
