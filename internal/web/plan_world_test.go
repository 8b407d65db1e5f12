package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/signin"
	"eendracht/internal/store"
	"eendracht/internal/web/look"
)

// workbench is a dossier in the making without a store: commands decide, entries fold.
type workbench struct {
	t    *testing.T
	h    *house
	e    *access.Engine
	d    *dossier.Dossier
	now  time.Time
	ids  int
	esra dossier.ID
}

var (
	teamLead  = dossier.Actor{User: "u-sanne", Org: "o-team", Role: "lead", Name: "Sanne de Graaf"}
	whoLeads  = access.Who{User: "u-sanne", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Roles: []string{"worker"}, Name: "Sanne de Graaf", Municipality: "9901"}
	signedFor = signin.Signed{User: store.User{ID: "u-sanne", Org: "o-team", Kind: "staff", Name: "Sanne de Graaf"}, Org: store.Org{ID: "o-team", Kind: "neighbourhood_team"}}
)

func newWorkbench(t *testing.T) *workbench {
	h := testHouse(t)
	e, err := access.New(h.Law)
	if err != nil {
		t.Fatal(err)
	}
	w := &workbench{t: t, h: h, e: e, d: dossier.New("d"), now: someDay.Midnight().Add(9 * time.Hour)}
	w.as(dossier.Actor{User: "u-fatma", Role: "family", Name: "Fatma"}, dossier.AskHelp{
		Municipality: "9901", Team: "o-team", TeamName: "Wijkteam Zuid", TeamPhone: "0320550100", FamilyName: "De Vries",
		Me: dossier.NewPerson{Name: nl.Name{Given: "Fatma", Family: "Yıldız"}, Source: "self"}, Words: "Help.", Channel: "web", Laws: []string{"jw"},
	})
	w.do(dossier.WeighSafety{Level: dossier.SafetySafe, Words: "Rustig."})
	w.do(dossier.StatePerson{NewPerson: dossier.NewPerson{Name: nl.Name{Given: "Esra", Prefix: "de", Family: "Vries"}, Birth: someDay.AddMonths(-12 * 9), Source: "worker"}})
	w.esra = w.d.Persons[1].ID
	w.do(dossier.OfferLead{To: "u-sanne", Org: "o-team", Called: "Sanne de Graaf", Phone: "0320550102"})
	w.do(dossier.AcceptLead{Offer: w.d.Offers[0].Offer})
	for _, part := range w.parts() {
		w.do(dossier.OpenDomain{Part: part, Reason: "Nodig."})
	}
	return w
}

func (w *workbench) parts() []dossier.Part {
	return []dossier.Part{{Domain: "money"}, {Domain: "housing"}, {Person: w.esra, Domain: "mind"}, {Person: w.esra, Domain: "school"}}
}

func (w *workbench) do(c dossier.Command) { w.t.Helper(); w.as(teamLead, c) }

func (w *workbench) as(by dossier.Actor, c dossier.Command) {
	w.t.Helper()
	m := dossier.Moment{Now: w.now, By: by, Purpose: "lead", Ground: "wmo.5.1.1", Law: w.h.Law, NewID: func() dossier.ID {
		w.ids++
		return dossier.ID(fmt.Sprint("id", w.ids))
	}}
	entries, err := c.Decide(w.d, m)
	if err != nil {
		w.t.Fatalf("%s: %v", c.Name(), err)
	}
	w.d = dossier.Fold(w.d, entries...)
}

// task adds a task to a part and gives it.
func (w *workbench) task(title string, part dossier.Part) dossier.Task {
	w.t.Helper()
	w.do(dossier.CreateTask{Title: title, Part: part})
	return w.d.Tasks[len(w.d.Tasks)-1]
}

func (w *workbench) view(who access.Who, purpose string) *access.View {
	w.t.Helper()
	view, err := w.e.View(w.d, access.Ask{Who: who, Purpose: purpose, Now: w.now})
	if err != nil {
		w.t.Fatalf("%s for %s: %v", who.User, purpose, err)
	}
	return view
}

func (w *workbench) visit() *visit {
	v := visitor(w.t, "GET", "/case/d/plan", nil)
	v.signed, v.known = signedFor, true
	return v
}

// What the preview of sharing promises is what the organisation then sees: the
// one part or none, the task, and the same number of goals and tasks.
func TestPreviewKeepsItsWord(t *testing.T) {
	checked := map[string]int{}
	for _, kind := range []string{"debt_help", "youth_care", "wmo_care", "housing", "school", "police", "health", "youth_health", "client_support", "work_income"} {
		for i := range 4 {
			w := newWorkbench(t)
			part := w.parts()[i]
			w.do(dossier.SetGoal{Words: "Een doel.", Part: part})
			w.do(dossier.SetGoal{Words: "Een ander doel.", Part: w.parts()[(i+1)%4]})
			w.task("Iets anders", part)
			task := w.task("De taak", part)
			org := store.Org{ID: "o-x", Name: "Organisatie", Kind: kind}
			p, ok := propose(w.h.Law, org, task, someDay)
			if !ok || p.ground.NeedsConsent {
				continue
			}
			promised := w.h.sharePreview(w.visit(), w.view(whoLeads, "lead"), sharing{org: org, task: task, until: someDay.AddMonths(6), proposal: p})
			w.do(p.command(org, someDay.AddMonths(6)))
			w.do(dossier.OfferTask{Task: task.Task, To: dossier.Holder{Kind: dossier.HolderOrganisation, Org: org.ID, Name: org.Name}})
			view := w.view(access.Who{User: "u-x", Org: org.ID, Kind: access.Staff, OrgKind: kind, Roles: []string{"worker"}}, "help")
			w.kept(kind, p, promised, view)
			checked[p.scope]++
		}
	}
	if checked[dossier.ScopeParts] < 5 || checked[dossier.ScopeTask] < 5 {
		t.Errorf("too few previews were checked: %v", checked)
	}
	t.Logf("previews checked: %v", checked)
}

func (w *workbench) kept(kind string, p proposal, promised sharePreview, view *access.View) {
	w.t.Helper()
	name := kind + " " + p.part.Domain + " " + p.scope
	if _, ok := view.Dossier.Task(p.task); !ok {
		w.t.Errorf("%s: does not see its task", name)
	}
	sees := strings.Join(promised.Sees, "\n")
	goals, tasks := len(view.Dossier.Goals), len(view.Dossier.Tasks)
	if p.scope == dossier.ScopeTask {
		if len(view.Read) != 0 || goals != 0 || tasks != 1 || strings.Contains(sees, "Alles in") {
			w.t.Errorf("%s: sees %v, %d goals, %d tasks; promised %s", name, view.Read, goals, tasks, sees)
		}
		return
	}
	v := w.visit()
	for _, want := range []string{v.say.Count("web.chain.share.see.goals", goals), v.say.Count("web.chain.share.see.tasks", tasks)} {
		if !strings.Contains(sees, want) {
			w.t.Errorf("%s: sees %d goals, %d tasks; promised %s", name, goals, tasks, sees)
		}
	}
	if !slices.Equal(view.Read, []dossier.Part{p.part}) {
		w.t.Errorf("%s: reads %v, not its part alone", name, view.Read)
	}
}

// The page of closing lists what the command refuses on, no more and no less,
// and tells the same last day of keeping before and after.
func TestClosingSaysWhatTheCommandSays(t *testing.T) {
	w := newWorkbench(t)
	w.do(dossier.SetGoal{Words: "Rust in huis.", Part: w.parts()[0]})
	task := w.task("De brieven zoeken", w.parts()[0])
	v, view := w.visit(), w.view(whoLeads, "lead")
	_, err := dossier.CloseDossier{Reason: "Klaar."}.Decide(w.d, w.h.moment(v))
	body := w.h.closeBody(v, view, nil, nil)
	if len(body.Left) != len(fault.Fields(err)) || len(body.Left) < 2 {
		t.Fatalf("the page lists %d, the command %d", len(body.Left), len(fault.Fields(err)))
	}
	if body.Left[0].What != "Rust in huis." || body.Left[1].What != "De brieven zoeken" || !strings.HasSuffix(body.Left[1].URL, string(task.Task)) {
		t.Errorf("%+v", body.Left)
	}
	for _, row := range body.Left[2:] {
		if row.Button == nil || row.Button.Name != "clock" || row.What == "" {
			t.Errorf("a term that cannot be met here: %+v", row)
		}
	}
	w.do(dossier.WithdrawTask{Task: task.Task, Reason: "Niet nodig."})
	w.do(dossier.MeetGoal{Goal: w.d.Goals[0].Goal})
	for _, c := range w.d.Clocks {
		if c.Live() {
			w.do(dossier.MeetClock{Clock: c.Clock})
		}
	}
	before := w.h.closeBody(v, w.view(whoLeads, "lead"), nil, nil)
	w.do(dossier.CloseDossier{Reason: "Klaar."})
	after := w.h.closeBody(v, w.view(whoLeads, "lead"), nil, nil)
	if len(before.Left) != 0 || len(before.Keep) != 3 || !slices.Equal(before.Keep, after.Keep) {
		t.Errorf("before %+v, after %+v", before.Keep, after.Keep)
	}
	if after.Closed == nil || len(after.Forms) != 1 || after.Forms[0].Form.Action != "/case/d/reopen" {
		t.Errorf("%+v", after)
	}
}

// The plan says whether it was agreed and when the family looks back on it.
func TestAgreement(t *testing.T) {
	w := newWorkbench(t)
	w.do(dossier.SetGoal{Words: "Rust in huis.", Part: w.parts()[0]})
	v := w.visit()
	if a := v.agreedAlert(w.view(whoLeads, "lead")); a.Tone != look.Soon || a.Title != "Dit plan is nog niet afgesproken" {
		t.Errorf("%+v", a)
	}
	if body := w.h.evaluateBody(v, w.view(whoLeads, "lead"), nil); body.Empty == nil {
		t.Error("there is a plan to look back on before one was agreed")
	}
	w.do(dossier.AgreePlan{With: []dossier.ID{w.d.Persons[0].ID, w.esra}, Evaluate: someDay.AddDays(10)})
	if a := v.agreedAlert(w.view(whoLeads, "lead")); a.Tone != look.OK || !strings.Contains(a.Text, "Fatma en Esra") || !strings.Contains(a.Text, "vrijdag 4 december 2026") {
		t.Errorf("%+v", a)
	}
	body := w.h.evaluateBody(v, w.view(whoLeads, "lead"), nil)
	if with := body.Form.Fields[0]; !slices.Equal(with.Values, []string{string(w.d.Persons[0].ID), string(w.esra)}) {
		t.Errorf("who agreed is not proposed for looking back: %v", with.Values)
	}
	v.today = someDay.AddDays(11)
	if a := v.agreedAlert(w.view(whoLeads, "lead")); a.Tone != look.Late {
		t.Errorf("looking back is late and the plan does not say so: %+v", a)
	}
}

// A task leads its planner to the step that it needs now.
func TestTaskBody(t *testing.T) {
	w := newWorkbench(t)
	w.do(dossier.SetGoal{Words: "Rust in huis.", Part: w.parts()[0]})
	w.do(dossier.CreateTask{Title: "De brieven zoeken", Goal: w.d.Goals[0].Goal, Due: someDay.AddDays(3)})
	v, id := w.visit(), w.d.Tasks[0].Task
	body := func() taskBody {
		view := w.view(whoLeads, "lead")
		task, _ := view.Dossier.Task(id)
		return w.h.taskBody(v, view, task, v.choices(view, nil), nil)
	}
	b := body()
	if b.First == nil || b.First.Summary != "Iemand vragen" || len(b.Links) != 1 || len(b.Clocks) != 1 {
		t.Errorf("nobody has it: %+v", b)
	}
	w.do(dossier.OfferTask{Task: id, To: dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-team", User: "u-sanne", Name: "Sanne de Graaf"}})
	if b = body(); b.First == nil || b.First.Summary != "Aannemen en beginnen" {
		t.Errorf("it was offered to who looks: %+v", b.First)
	}
	w.do(dossier.AcceptTask{Task: id})
	w.do(dossier.ReportTask{Task: id, Words: "Er ligt nog een doos."})
	w.do(dossier.ReportTask{Task: id, Words: "Alles gevonden."})
	if b = body(); len(b.Reports) != 2 || b.Reports[0].Text != "Alles gevonden." || b.First.Summary != "Beginnen" {
		t.Errorf("the newest report is not first: %+v", b)
	}
	w.do(dossier.ReturnTask{Task: id, Reason: "Geen tijd."})
	if b = body(); b.First.Summary != "Iemand vragen" || !slices.ContainsFunc(b.Facts, func(f look.Fact) bool { return f.Text == "Geen tijd." }) {
		t.Errorf("why it came back is not told: %+v", b.Facts)
	}
}
