package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/text"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"

	"pgregory.net/rapid"
)

// spoken is a visit that speaks Dutch on 24 November 2026, 10.00 in Amsterdam.
func spoken(t testing.TB) *visit {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	say, now := texts.In("nl"), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	return &visit{say: say, days: look.Days{Say: say}, now: now, today: nl.On(now)}
}

var (
	keyInCode = regexp.MustCompile(`"((?:web|picture|statute|casework|dossier)\.[a-z0-9.]+[a-z0-9])"`)
)

// sources gives the text of the files that these tests answer for.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"show_work.go", "work_*.go", "case_*.go", "pages/work-*.html", "pages/case-*.html", "pages/_case.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(raw)
		}
	}
	return all.String()
}

// Every text that the pages name is there, in both languages; and every text
// of the theme is named, by itself or by the key that it begins with.
func TestEveryTextOfThePagesIsThereAndUsed(t *testing.T) {
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	code := sources(t)
	for _, lang := range texts.Languages() {
		say := texts.In(lang)
		for _, m := range keyInCode.FindAllStringSubmatch(code, -1) {
			key := m[1]
			if say.Has(key) || say.Has(key+".one") && say.Has(key+".many") || slices.Contains(stems, key) {
				continue
			}
			t.Errorf("%s: no text for %q", lang, key)
		}
	}
	raw, err := os.ReadFile(filepath.Join("..", "text", "nl", "webwork.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`"(web\.[^"]+)":`).FindAllStringSubmatch(string(raw), -1) {
		key := strings.TrimSuffix(strings.TrimSuffix(m[1], ".one"), ".many")
		if !strings.Contains(code, `"`+key+`"`) && !strings.Contains(code, `"`+m[1]+`"`) && !begun(code, key) {
			t.Errorf("nobody says %q", m[1])
		}
	}
}

// stems are keys that stand in code only as the beginning of others.
var stems = []string{"web.part", "web.clock", "web.find", "web.lead", "web.cover", "web.person", "web.span", "web.renamed"}

// begun tells whether the code makes a key from its beginning: "web.phase." + phase.
func begun(code, key string) bool {
	for i := strings.LastIndexByte(key, '.'); i > 3; i = strings.LastIndexByte(key[:i], '.') {
		if strings.Contains(code, `"`+key[:i+1]+`"`) {
			return true
		}
	}
	return false
}

func TestTermsAsBars(t *testing.T) {
	v := spoken(t)
	day := nl.MustDate
	for _, row := range []struct {
		start, due nl.Date
		late       bool
		want       look.ClockBar
	}{
		{day("2026-10-18"), day("2026-11-29"), false, look.ClockBar{Percent: 86, Tone: look.Soon, Text: "nog 5 van 42 dagen"}},
		{day("2026-11-24"), day("2027-01-05"), false, look.ClockBar{Percent: 0, Text: "nog 42 dagen"}},
		{day("2026-10-01"), day("2026-11-22"), true, look.ClockBar{Percent: 100, Tone: look.Late, Text: "2 dagen te laat"}},
		{day("2026-10-01"), day("2026-11-24"), false, look.ClockBar{Percent: 98, Tone: look.Soon, Text: "vandaag de laatste dag"}},
		{nl.Date{}, day("2026-11-26"), false, look.ClockBar{Percent: 0, Tone: look.Soon, Text: "nog 2 dagen"}},
		{nl.Date{}, nl.Date{}, false, look.ClockBar{}},
	} {
		if got := v.workClock(row.start, row.due, row.late); got != row.want {
			t.Errorf("%s–%s: %+v, want %+v", row.start, row.due, got, row.want)
		}
	}
	for state, want := range map[string]string{dossier.ClockWaits: "gepauzeerd", dossier.ClockIsMet: "op tijd klaar", dossier.ClockIsEnded: "hoeft niet meer", dossier.ClockIsLate: "te laat"} {
		c := dossier.Clock{ClockStarted: dossier.ClockStarted{Start: day("2026-11-01"), Due: day("2026-12-01")}, State: state, Ended: day("2026-11-10")}
		if got := v.clockBar(c).Text; !strings.Contains(got, want) {
			t.Errorf("%s: %q", state, got)
		}
	}
}

func TestEveryBarStaysWithinItsTerm(t *testing.T) {
	v := spoken(t)
	rapid.Check(t, func(t *rapid.T) {
		start := v.today.AddDays(rapid.IntRange(-400, 400).Draw(t, "start"))
		due := start.AddDays(rapid.IntRange(0, 400).Draw(t, "length"))
		bar := v.workClock(start, due, rapid.Bool().Draw(t, "late"))
		if bar.Percent < 0 || bar.Percent > 100 || bar.Text == "" {
			t.Fatalf("%s–%s: %+v", start, due, bar)
		}
		if due.Before(v.today) && bar.Tone != look.Late {
			t.Fatalf("%s is past and not late: %+v", due, bar)
		}
	})
}

func TestMomentsAsPeopleSayThem(t *testing.T) {
	v := spoken(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	for want, moment := range map[string]time.Time{
		"vannacht, 23.10 uur": at(23, 22, 10), "vandaag, 08.30 uur": at(24, 7, 30), "gisteren, 14.00 uur": at(23, 13, 0), "18 nov, 23.10 uur": at(18, 22, 10),
	} {
		if got := v.moment(moment); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for hour, want := range map[int]string{5: "morning", 11: "afternoon", 17: "evening", 3: "evening"} {
		v.now = at(24, hour, 30)
		if got := v.partOfDay(); got != want {
			t.Errorf("at %d UTC: %s", hour, got)
		}
	}
}

// kin is a family with a grandmother, a father elsewhere and a partner who lives in.
func kin() *access.View {
	span := nl.Span{}
	person := func(id, given, sex string) dossier.Person {
		return dossier.Person{ID: dossier.ID(id), Name: nl.Name{Given: given, Family: "Bos"}, Sex: sex}
	}
	tie := func(from, kind, to string) dossier.Relation {
		return dossier.Relation{RelationStated: dossier.RelationStated{From: dossier.ID(from), To: dossier.ID(to), Type: kind}, Valid: span}
	}
	stay := func(who, street string) dossier.Stay {
		return dossier.Stay{StayStated: dossier.StayStated{Person: dossier.ID(who), Address: dossier.Address{Street: street}}}
	}
	d := &dossier.Dossier{
		Persons:   []dossier.Person{person("g", "Nel", "f"), person("m", "Mia", "f"), person("f", "Jan", "m"), person("p", "Tom", "m"), person("c", "Kim", "x"), person("n", "Rob", "")},
		Relations: []dossier.Relation{tie("g", "parent", "m"), tie("m", "parent", "c"), tie("f", "parent", "c"), tie("m", "partner", "p")},
		Stays:     []dossier.Stay{stay("m", "Kade"), stay("c", "Kade"), stay("p", "Kade"), stay("f", "Dijk")},
	}
	d.Persons[4].Birth = nl.MustDate("2014-03-00")
	d.Persons[5].Network = true
	return &access.View{Dossier: d}
}

func TestWhoSomeoneIsInTheFamily(t *testing.T) {
	v, view := spoken(t), kin()
	for i, want := range []string{"oma", "moeder", "vader, woont elders", "partner", "", "netwerk"} {
		p := view.Dossier.Persons[i]
		if got := v.personNote(view, p); got != want {
			t.Errorf("%s is %q, want %q", p.Name.Given, got, want)
		}
	}
	if got := v.withAge(view, view.Dossier.Persons[4]); got != "Kim, 12" {
		t.Errorf("a child is %q", got)
	}
	for id, want := range map[dossier.ID]string{"": "Hele gezin", "m": "Mia Bos", "hidden": "iemand"} {
		if got := v.personName(view, id); got != want {
			t.Errorf("%q is called %q", id, got)
		}
	}
}

func TestGenogramOfADay(t *testing.T) {
	v, view := spoken(t), kin()
	view.Dossier.Relations[3].Valid = nl.Span{From: nl.MustDate("2020-01-00"), Until: nl.MustDate("2024-05-01")}
	g := v.genogram(view, v.today)
	if len(g.Persons) != 6 || len(g.Births) != 2 || len(g.Homes) != 1 || len(g.Homes[0].Members) != 3 {
		t.Fatalf("%+v", g)
	}
	if b := g.Bonds[0]; b.State != picture.Separated || b.Years != "2020–2024" {
		t.Errorf("bond %+v", b)
	}
	if then := v.genogram(view, nl.MustDate("2013-01-01")); len(then.Persons) != 5 || len(then.Bonds) != 0 {
		t.Errorf("before the child and the partner: %d persons, %d bonds", len(then.Persons), len(then.Bonds))
	}
	for want, span := range map[string]nl.Span{"": {}, "–2024": {Until: nl.MustDate("2024-01-01")}, "2020–": {From: nl.MustDate("2020-00-00")}} {
		if got := years(span); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestBriefIsABeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(strings.Fields(rapid.String().Draw(t, "words")), " ")
		got := brief(words)
		if !strings.HasPrefix(words, strings.TrimSuffix(got, "…")) || len([]rune(got)) > most+1 {
			t.Fatalf("%q became %q", words, got)
		}
	})
}

func TestMetersPerFlow(t *testing.T) {
	all := []store.Meter{{Flow: "a", New: 1, Reused: 2}, {Flow: "b", Retyped: 1}, {Flow: "a", New: 3, Confirmed: 1, Corrected: 4}}
	flows := byFlow(all)
	if len(flows) != 2 || flows[0].Flow != "b" || flows[1].New != 4 || flows[1].Corrected != 4 || sum(all).Retyped != 1 {
		t.Errorf("%+v", flows)
	}
	v := spoken(t)
	if s := v.meterStat(sum(all)); s.Number != "1" || s.Lines[0] != "gegeven twee keer getypt" || s.Lines[1] != "3 hergebruikt, 4 nieuw" {
		t.Errorf("%+v", s)
	}
}

func TestTasksOnTheTimeLine(t *testing.T) {
	v := spoken(t)
	day := nl.MustDate
	task := func(state, due string) dossier.Task {
		k := dossier.Task{TaskCreated: dossier.TaskCreated{Title: "bellen"}, State: state, At: v.now.AddDate(0, 0, -10), Done: day("2026-11-20")}
		if due != "" {
			k.Due = day(due)
		}
		return k
	}
	for _, row := range []struct {
		task dossier.Task
		want picture.State
	}{
		{task(dossier.TaskReady, "2026-11-01"), picture.Done}, {task(dossier.TaskBusy, "2026-11-01"), picture.Late}, {task(dossier.TaskBusy, ""), picture.Running},
		{task(dossier.TaskTaken, "2026-12-01"), picture.Planned}, {task(dossier.TaskAsked, "2026-12-01"), picture.Waiting}, {task(dossier.TaskBack, "2026-12-01"), picture.Waiting},
	} {
		got := v.stretch(row.task)
		if got.State != row.want || !got.Until.IsZero() && got.Until.Before(got.From) {
			t.Errorf("%s due %s: %+v", row.task.State, row.task.Due, got)
		}
	}
	chips := map[string]look.Tone{dossier.TaskReady: look.OK, dossier.TaskAsked: look.Soon, dossier.TaskBack: look.Late, dossier.TaskBusy: look.Plain}
	for state, tone := range chips {
		if c := v.taskChip(task(state, "2027-01-01")); c.Tone != tone || c.Text == "" {
			t.Errorf("%s: %+v", state, c)
		}
	}
}

// A shut part says so in the grid and is explained below it; an open one shows
// its last words, how it goes and who helps.
func TestGridOfParts(t *testing.T) {
	law, err := statute.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	h, v, view := &house{Parts: Parts{Law: law}}, spoken(t), kin()
	money, mind := dossier.Part{Domain: "money"}, dossier.Part{Person: "c", Domain: "mind"}
	view.Dossier.ID, view.Dossier.Persons[4].Birth = "d1", nl.MustDate("2010-03-01")
	view.Dossier.Parts = []dossier.PartState{{Part: money, Reason: "Huur niet betaald.", Scores: []dossier.Score{{ScoreGiven: dossier.ScoreGiven{Scale: "eendracht5", Level: 2}}}}}
	help := access.That{Name: "Schuldhulp Zuid", Role: "partner"}
	view.Cells = []access.Cell{
		{Part: money, State: access.CellOpen, Helps: []access.That{help}}, {Part: dossier.Part{Domain: "mind"}, State: access.CellNone},
		{Part: dossier.Part{Person: "c", Domain: "money"}, State: access.CellNone}, {Part: mind, State: access.CellShut, Why: access.Decision{Key: "access.deny.nothing"}},
	}
	grid := h.caseGrid(v, view)
	if len(grid.Rows) != 2 || len(grid.Domains) != 2 || len(grid.Rows[1].Cells) != 2 {
		t.Fatalf("%+v", grid)
	}
	open, shut := grid.Rows[0].Cells[0], grid.Rows[1].Cells[1]
	if open.Level.Value != 2 || open.Headline != "Het gaat slecht" || len(open.Faces) != 1 || open.URL != "/case/d1/part?domain=money&person=" {
		t.Errorf("open: %+v", open)
	}
	if shut.State != picture.CellClosed || shut.Text != "Kim beslist zelf" || shut.URL != "" {
		t.Errorf("shut: %+v", shut)
	}
	why := v.whyShut(view)
	if why == nil || len(why.Facts) != 1 || why.Facts[0].Text == "access.deny.nothing" {
		t.Errorf("why: %+v", why)
	}
	view.Dossier.Parts[0].Scores[0].Words = "Er komen alleen maar brieven."
	if got := h.headline(v, view, money); got != "Er komen alleen maar brieven." {
		t.Errorf("headline %q", got)
	}
	note := dossier.Entry{Parts: []dossier.Part{money}, Body: dossier.NoteWritten{Words: "Drie maanden achterstand."}}
	view.Dossier.Entries = []dossier.Entry{note, {Parts: []dossier.Part{money}, Compartment: "safety", Body: dossier.NoteWritten{Words: "Geheim."}}}
	if got := h.headline(v, view, money); got != "Drie maanden achterstand." {
		t.Errorf("headline %q", got)
	}
}
