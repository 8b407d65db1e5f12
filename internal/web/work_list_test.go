package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
	"eendracht/internal/web/picture"

	"pgregory.net/rapid"
)

// staff is a visit of someone of an organisation of a kind.
func staff(t testing.TB, kind string, roles ...string) *visit {
	t.Helper()
	v := spoken(t)
	v.signed = signin.Signed{
		User: store.User{ID: "u-noor", Org: "o-zuid", Kind: "staff", Roles: roles, Name: "Noor Bakker"},
		Org:  store.Org{ID: "o-zuid", Kind: kind, Name: "Wijkteam Zuid"},
	}
	v.Request = httptest.NewRequest("GET", "/work", nil)
	return v
}

func lawful(t testing.TB) *house {
	t.Helper()
	law, err := statute.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return &house{Parts: Parts{Law: law, NewID: func() dossier.ID { return "new" }}}
}

func item(kind, state string) casework.WorkItem {
	return casework.WorkItem{Label: casework.Label{Family: "De Vries", Title: "de huur"}, Dossier: "d1", Item: "i1", Kind: kind, State: state, Mine: true}
}

// Every kind of work says what it is and leads to the page where it is done.
func TestStepsOfWork(t *testing.T) {
	team, partner := staff(t, "neighbourhood_team", "worker"), staff(t, "debt_help", "worker")
	for _, row := range []struct {
		v               *visit
		item            casework.WorkItem
		what, step, url string
	}{
		{team, item(casework.WorkMelding, "unread"), "Nieuwe hulpvraag lezen", "Lezen en veiligheid wegen", "/case/d1/melding"},
		{team, item(casework.WorkLead, "gap"), "Gezin zonder regisseur", "Regisseur vragen", "/case/d1/lead"},
		{team, item(casework.WorkOffer, "open"), "Wilt u regisseur worden?", "Antwoorden", "/case/d1/lead"},
		{team, item(casework.WorkQuestion, "open"), "Vraag: de huur", "Antwoorden", "/case/d1/question#q-i1"},
		{partner, item(casework.WorkQuestion, "open"), "Vraag: de huur", "Antwoorden", "/partner/d1"},
		{team, item(casework.WorkDecision, "open"), "Besluit: de huur", "Besluit nemen", "/case/d1/decide/i1"},
		{team, item(casework.WorkTask, dossier.TaskOpen), "Nog niemand gevraagd: de huur", "Iemand zoeken", "/case/d1/tasks/i1"},
		{team, item(casework.WorkTask, dossier.TaskBack), "Teruggegeven: de huur", "Iemand zoeken", "/case/d1/tasks/i1"},
		{team, item(casework.WorkTask, dossier.TaskBusy), "de huur", "Naar de taak", "/task/d1/i1"},
		{partner, item(casework.WorkTask, dossier.TaskAsked), "de huur", "Antwoorden", "/task/d1/i1"},
		{team, item(casework.WorkClock, "running"), "statute.term.", "Naar de termijn", "/case/d1/clock/i1"},
		{team, item(casework.WorkWatch, "open"), "Vragen hoe het gaat. de huur", "Bekijken", "/case/d1"},
		{partner, item(casework.WorkWatch, "open"), "Vragen hoe het gaat. de huur", "Bekijken", "/partner/d1"},
	} {
		address, step := row.v.workStep(row.item)
		if what := row.v.workWhat(row.item); what != row.what || step != row.step || address != row.url {
			t.Errorf("%s %s: %q, %q, %q", row.item.Kind, row.item.State, what, step, address)
		}
	}
	other := item(casework.WorkOffer, "open")
	other.Mine = false
	if what := team.workWhat(other); what != "Wacht op antwoord: wie wordt regisseur?" {
		t.Errorf("an offer to another is %q", what)
	}
}

func TestTheOneNextThing(t *testing.T) {
	v, h := staff(t, "neighbourhood_team", "worker"), lawful(t)
	melding := item(casework.WorkMelding, "unread")
	melding.Title, melding.Since = "Ik slaap niet meer.", v.now.Add(-11*time.Hour)
	melding.Term, melding.Start, melding.Due = "wgs.firsttalk.urgent", v.today, v.today.AddDays(3)
	late := item(casework.WorkTask, dossier.TaskBusy)
	late.Due, late.Late, late.From = v.today.AddDays(-2), true, "Noor Bakker"
	list := casework.WorkList{Items: []casework.WorkItem{melding, late}, Counts: store.WorkCounts{All: 2, Late: 1}}

	body := h.workBody(v, list, casework.WorkAsk{})
	if body.Next == nil || body.Next.Voice != "Ik slaap niet meer." || body.Next.Kicker != "Hulpvraag van vannacht, 23.00 uur · nog niet gelezen" {
		t.Fatalf("%+v", body.Next)
	}
	if want := "Gezin De Vries · Eerste gesprek met spoed: uiterlijk vrijdag 27 november (Wgs 4 lid 2)"; body.Next.Text != want {
		t.Errorf("%q, want %q", body.Next.Text, want)
	}
	if body.Head.Title != "Goedemorgen Noor. 2 dingen kunnen niet wachten." || body.Head.Kicker != "dinsdag 24 november" {
		t.Errorf("%+v", body.Head)
	}
	row := body.Table.Rows[0].Cells
	if len(body.Table.Rows) != 1 || row[3].Chip == nil || row[3].Chip.Text != "2 dagen te laat" || row[2].Text != "Uzelf" {
		t.Errorf("%+v", row)
	}
	if len(body.Filters) != 4 || body.Filters[0].Text != "Alles 2" || !body.Filters[0].Current || body.Pager != nil {
		t.Errorf("%+v", body.Filters)
	}

	filtered := h.workBody(v, list, casework.WorkAsk{Filter: "late", After: "x"})
	if filtered.Next != nil || len(filtered.Table.Rows) != 2 || filtered.Pager == nil || filtered.Pager.Previous != "/work?filter=late" {
		t.Errorf("%+v", filtered.Pager)
	}
	if empty := h.workBody(v, casework.WorkList{}, casework.WorkAsk{}); empty.Empty == nil || !strings.HasSuffix(empty.Head.Title, "Alles kan even wachten.") {
		t.Errorf("%+v", empty.Empty)
	}
	if body := h.workBody(staff(t, "debt_help", "worker"), list, casework.WorkAsk{}); len(body.Filters) != 3 || body.Title != "Mijn taken" {
		t.Errorf("a partner sees %d filters under %q", len(body.Filters), body.Title)
	}
}

func TestWhoWorkComesFrom(t *testing.T) {
	v := staff(t, "neighbourhood_team", "worker")
	mine, team, family := item(casework.WorkClock, ""), item(casework.WorkClock, ""), item(casework.WorkQuestion, "")
	team.Mine = false
	family.From, family.Label.Kind = "Fatma Yıldız", "family"
	for want, it := range map[string]casework.WorkItem{"Uzelf NB ": mine, "Wijkteam Zuid WZ ": team, "Fatma Yıldız FY family": family} {
		cell := v.workFrom(it)
		if got := cell.Text + " " + cell.Face.Initials + " " + string(cell.Face.Tint); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSignsOfFamilies(t *testing.T) {
	v := staff(t, "neighbourhood_team", "worker")
	for want, f := range map[string]casework.FamilyItem{
		"Onveilig":                           {Safety: 3, Late: 2},
		"Geen regisseur sinds gisteren":      {GapSince: v.now.AddDate(0, 0, -1)},
		"2 termijnen te laat":                {Late: 2, Lead: "u"},
		"1 taak teruggegeven":                {Returned: 1, Lead: "u"},
		"Lang stil":                          {Silent: true},
		"bewaren tot en met 1 december 2046": {Keep: nl.MustDate("2046-12-01")},
		"3 open taken":                       {Open: 3},
	} {
		cell := v.familySigns(f)
		got := cell.Text
		if cell.Chip != nil {
			got = cell.Chip.Text
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestListOfFamilies(t *testing.T) {
	v := staff(t, "neighbourhood_team", "worker")
	list := casework.FamilyList{Next: "n2", Items: []casework.FamilyItem{{Dossier: "d1", Name: "Bos", Phase: "work", Role: "lead", Leads: true, NextDue: v.today.AddDays(4)}, {Dossier: "d2", Name: "Vos", Phase: "closed", Role: "worker"}}}
	body := v.familiesBody(list, casework.FamilyAsk{Mine: true, Phase: "work"})
	if len(body.Table.Rows) != 2 || len(body.Table.Columns) != len(body.Table.Rows[0].Cells) {
		t.Fatalf("%+v", body.Table)
	}
	first := body.Table.Rows[0].Cells
	if first[0].URL != "/case/d1" || first[1].Text != "uitvoering" || first[2].Text != "u bent regisseur" || first[4].Note != "nog 4 dagen" {
		t.Errorf("%+v", first)
	}
	if body.Pager.Next != "/families?after=n2&mine=1&phase=work" || body.Pager.Previous != "" {
		t.Errorf("%+v", body.Pager)
	}
	current := 0
	for _, c := range body.Chips {
		if c.Current {
			current++
			if c.Text == "uitvoering" && c.URL != "/families?mine=1" {
				t.Errorf("the second click on a phase leads to %s", c.URL)
			}
		}
	}
	if current != 2 {
		t.Errorf("%d filters are on", current)
	}
	partner := staff(t, "housing", "worker").familiesBody(list, casework.FamilyAsk{})
	if len(partner.Table.Columns) != 3 || partner.Table.Rows[0].Cells[0].URL != "/partner/d1" {
		t.Errorf("a partner sees %+v", partner.Table)
	}
}

func TestWhoMustMove(t *testing.T) {
	v := staff(t, "municipality", "director")
	list := casework.FamilyList{Items: []casework.FamilyItem{{Dossier: "d1", Name: "Bos", GapSince: v.now}, {Dossier: "d2", Name: "Vos", Lead: "u", LeadOrg: "o", Late: 1, NextDue: v.today.AddDays(-9), Changed: v.now}}}
	body := v.directionBody(list, "late", "", map[dossier.ID]string{"o": "Wijkteam Noord"})
	team, lead := body.Table.Rows[0].Cells, body.Table.Rows[1].Cells
	if team[3].Text != "Het wijkteam: zoek een regisseur" || team[4].Text != "onbekend" {
		t.Errorf("%+v", team)
	}
	if lead[3].Text != "De regisseur van Wijkteam Noord" || lead[2].Note != "9 dagen te laat" || lead[4].Text != "vandaag" {
		t.Errorf("%+v", lead)
	}
	if body.Chips[0].Current || !body.Chips[2].Current {
		t.Errorf("%+v", body.Chips)
	}
}

// What is searched for never stands in an address, and an answer tells only whom to call.
func TestFindBody(t *testing.T) {
	v := staff(t, "neighbourhood_team", "worker")
	v.Request = httptest.NewRequest("POST", "/find", nil)
	v.PostForm = url.Values{"bsn": {"999900018"}}
	hits := []casework.Hit{{Dossier: "d1", Lead: "Noor Bakker", Phone: "0320 550123", By: "bsn"}, {Lead: "Wijkteam Oost", By: "address"}}
	body := v.findBody(findBSN, hits, nil)
	if body.Hits[0].Open == nil || body.Hits[1].Open != nil || body.Hits[0].Contact.Face.Tint != picture.Team {
		t.Errorf("%+v", body.Hits)
	}
	if body.Forms[0].Form.Fields[1].Value != "999900018" || body.Forms[0].Form.Action != "/find" {
		t.Errorf("%+v", body.Forms[0].Form)
	}
}

func TestListAddressesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		filter, after := rapid.String().Draw(t, "filter"), rapid.String().Draw(t, "after")
		got, err := url.Parse(listURL("/work", "filter", filter, "after", after))
		if err != nil || got.Path != "/work" || got.Query().Get("filter") != filter || got.Query().Get("after") != after {
			t.Fatalf("%v %v", got, err)
		}
	})
	if workFilter("late' or 1=1") != "" || phaseAsked("x") != "" || stuckWhy("x") != "" {
		t.Error("an unknown filter goes on")
	}
}

// A form that comes back holds all that was typed and nothing that was not.
func TestFormsKeepWhatWasTyped(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := spoken(t)
		words := strings.TrimSpace(rapid.StringMatching(`[a-zA-Zé ]{0,30}`).Draw(rt, "words"))
		picked := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID).Draw(rt, "picked")
		v.Request = httptest.NewRequest("POST", "/", nil)
		v.PostForm = url.Values{"words": {words}, "who": picked, "birth.day": {"3"}, "birth.month": {""}, "birth.year": {"1985"}, "_key": {"k"}}
		fields := v.refilled([]look.Field{
			{Kind: look.Area, Name: "words", Value: "was"}, {Kind: look.Checkboxes, Name: "who", Values: []string{"z"}},
			{Kind: look.DayParts, Name: "birth"}, {Kind: look.Hidden, Name: "_key", Value: "own"}, {Kind: look.Checkbox, Name: "secret", Value: "1"}, {Kind: look.Text, Name: "other", Value: "stays"},
		})
		if fields[0].Value != words || len(fields[1].Values) != len(picked) || fields[2].Value != "3--1985" || fields[3].Value != "own" || fields[4].Value != "" || fields[5].Value != "stays" {
			rt.Fatalf("%+v", fields)
		}
	})
}
