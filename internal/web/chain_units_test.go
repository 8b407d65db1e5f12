package web

import (
	"io/fs"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"eendracht/internal/signin"
	"eendracht/internal/store"
	"eendracht/internal/text"
)

// keyUse finds the texts that a file of plan or chain asks for.
var keyUse = regexp.MustCompile(`"(web\.chain\.[a-z0-9_.]*[a-z0-9_])"|\.tell\("([a-z0-9_.]*[a-z0-9_])"`)

// Every text that these pages ask for is there in every language, and every text
// that is there is asked for.
func TestTextsOfPlanAndChain(t *testing.T) {
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, pattern := range []string{"plan_*.go", "chain_*.go", "show_chain.go", "pages/plan-*.html", "pages/chain-*.html", "pages/_chain-*.html"} {
		files, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v %v", pattern, files, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range keyUse.FindAllStringSubmatch(string(raw), -1) {
				key := m[1]
				if m[2] != "" {
					key = "web.chain." + m[2]
				}
				used[key] = true
			}
		}
	}
	has := func(lang, key string) bool {
		say := texts.In(lang)
		return say.Has(key) || say.Has(key+".one") && say.Has(key+".many")
	}
	for key := range used {
		for _, lang := range texts.Languages() {
			if !has(lang, key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
	}
	built := []string{"hold.", "care.", "flow.", "ptask.", "done.", "decide.done.", "goal.ended.", "messages.taken."}
	for _, key := range texts.Keys("nl") {
		name, ours := strings.CutPrefix(key, "web.chain.")
		if !ours || used[key] || used[strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".many")] {
			continue
		}
		made := false
		for _, begin := range built {
			made = made || strings.HasPrefix(name, begin)
		}
		if !made {
			t.Errorf("nothing says %s", key)
		}
	}
}

// Texts whose keys are put together are there for every state and step.
func TestTextsThatAreBuilt(t *testing.T) {
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"decide.done.granted", "decide.done.refused", "goal.ended.met", "goal.ended.dropped", "flow.granted", "flow.refused", "messages.taken.305", "messages.taken.307", "messages.taken.315", "ptask.care.accepted", "ptask.care.started"}
	for _, state := range []string{dossier.TaskOpen, dossier.TaskAsked, dossier.TaskTaken, dossier.TaskBusy, dossier.TaskReady, dossier.TaskBack, dossier.TaskGone} {
		keys = append(keys, "ptask."+state)
	}
	for _, do := range []string{"take", "accept", "decline", "start", "report", "finish", "return", "offer", "withdraw"} {
		keys = append(keys, "done."+do)
	}
	for _, lang := range texts.Languages() {
		for _, key := range keys {
			if !texts.In(lang).Has("web.chain." + key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
	}
}

func TestFileName(t *testing.T) {
	for _, row := range []struct{ kind, ref, want string }{
		{"JW315", "0001", "JW315-0001.xml"},
		{"JW301", `../../x"; y`, "JW301-xy.xml"},
		{"WMO305", "a\r\nSet-Cookie: b", "WMO305-aSet-Cookieb.xml"},
	} {
		if got := fileName(dossier.Message{Type: row.kind, Ref: row.ref}); got != row.want {
			t.Errorf("%q: %s", row.ref, got)
		}
	}
}

// partner is a visit of someone of the organisation that holds the sample's tasks.
func partner(t *testing.T) *visit {
	v := visitor(t, "GET", "/task/d/t1", nil)
	v.known, v.signed = true, signin.Signed{User: store.User{ID: "u-sadia", Org: "o-1", Kind: "staff", Name: "Sadia"}, Org: store.Org{ID: "o-1", Kind: "debt_help"}}
	return v
}

func testHouse(t *testing.T) *house {
	n := 0
	return &house{Parts: Parts{Law: shippedLaw(t), NewID: func() dossier.ID { n++; return dossier.ID(strings.Repeat("k", n)) }}}
}

// In every state a holder sees the steps that the state allows and no others.
func TestStepsOfAHolder(t *testing.T) {
	h, v, view := testHouse(t), partner(t), sampleView()
	care := &dossier.Care{Law: "jw", Category: "54", From: someDay}
	for state, want := range map[string]string{
		dossier.TaskOpen: "", dossier.TaskAsked: "take accept decline", dossier.TaskTaken: "start report finish return", dossier.TaskBusy: "report finish return", dossier.TaskReady: "", dossier.TaskBack: "", dossier.TaskGone: "",
	} {
		for _, task := range view.Dossier.Tasks {
			if task.State != state {
				continue
			}
			if got := steps(h.holdForms(v, task, nil)); got != want {
				t.Errorf("%s: %q, want %q", state, got, want)
			}
			task.Care = care
			if got := steps(h.holdForms(v, task, nil)); strings.Contains(got, "start") || strings.Contains(got, "finish") {
				t.Errorf("%s: allocated care begins and ends by message, not by %q", state, got)
			}
		}
	}
}

func steps(forms []actionForm) string {
	var list []string
	for _, f := range forms {
		for _, field := range f.Form.Fields {
			if field.Name == fieldDo {
				list = append(list, field.Value)
			}
		}
	}
	return strings.Join(list, " ")
}

// Who asked for something sees how it stands and can do nothing with it.
func TestAskerCannotDoTheTask(t *testing.T) {
	h, v, view := testHouse(t), partner(t), sampleView()
	task := view.Dossier.Tasks[1]
	task.Holder = dossier.Holder{Kind: dossier.HolderOrganisation, Org: "o-team"}
	body := h.partnerTaskBody(v, view, task, nil)
	if len(body.First) != 0 || len(body.Forms) != 0 || body.State.Text != v.tell("ptask.asker") {
		t.Errorf("%+v", body)
	}
	body = h.partnerTaskBody(v, view, view.Dossier.Tasks[1], fault.New(fault.Conflict, "test", "dossier.task.state.accepted"))
	if !body.State.Loud || body.State.Text != v.say.Say("dossier.task.state.accepted") {
		t.Errorf("a press that came too late says nothing: %+v", body.State)
	}
}

func TestCareInWords(t *testing.T) {
	v := visitor(t, "GET", "/", nil)
	care := dossier.Care{Law: "jw", Category: "54", From: someDay, Until: someDay.AddDays(30), Volume: 60, Unit: "01", Frequency: "2", Budget: 123456, Referrer: "01", Reference: "R"}
	task := dossier.Task{TaskCreated: dossier.TaskCreated{Part: dossier.Part{Person: "p2", Domain: "mind"}, Care: &care}}
	said := ""
	for _, f := range v.careFacts(sampleView(), task) {
		said += f.Term + ": " + f.Text + "\n"
	}
	for _, want := range []string{"Voor wie: Fatma Yıldız", "Welke hulp: Jeugd-ggz", "24 november 2026 tot en met 24 december 2026", "60 minuut per week", "1.234,56", "Wie verwees: Gemeente", "Jeugdwet"} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q: %s", want, said)
		}
	}
	care.Until, care.Unit, care.Category = nl.Date{}, "83", "99"
	if v.periodWords(care) != "vanaf 24 november 2026" || !strings.Contains(v.volumeWords(care), "€") || v.productWords(care) != "99" {
		t.Errorf("%s %s %s", v.periodWords(care), v.volumeWords(care), v.productWords(care))
	}
}

// The flow shows each step as it stands.
func TestFlowOfCare(t *testing.T) {
	v, view := visitor(t, "GET", "/", nil), sampleView()
	care := dossier.Care{Law: "jw", Category: "54", From: someDay.AddDays(-3)}
	task := dossier.Task{TaskCreated: dossier.TaskCreated{Task: "q", Asker: "Jeugdhulp Noord", Care: &care}, State: dossier.TaskTaken, At: someDay.Midnight()}
	granted := &dossier.Decision{DecisionTaken: dossier.DecisionTaken{Outcome: "granted", On: someDay}}
	refused := &dossier.Decision{DecisionTaken: dossier.DecisionTaken{Outcome: "refused", On: someDay}}
	made := dossier.AllocationMade{Care: care}
	for name, row := range map[string]struct {
		decision   *dossier.Decision
		allocation *dossier.Allocation
		want       string
	}{
		"asked":        {nil, nil, "done waiting  "},
		"refused":      {refused, nil, "done done"},
		"late begin":   {granted, &dossier.Allocation{AllocationMade: made}, "done done late  "},
		"begun":        {granted, &dossier.Allocation{AllocationMade: made, Started: someDay}, "done done done planned "},
		"broken off":   {granted, &dossier.Allocation{AllocationMade: made, Started: someDay, Stopped: someDay, StopReason: "32"}, "done done done done "},
		"not yet time": {granted, &dossier.Allocation{AllocationMade: dossier.AllocationMade{Care: dossier.Care{Law: "jw", From: someDay}}}, "done done waiting  "},
	} {
		flow := v.careFlow(view, task, row.decision, row.allocation)
		var states []string
		for _, s := range flow.Steps {
			states = append(states, string(s.State))
		}
		if got := strings.Join(states, " "); got != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
		if f := flow.Draw(v.say); f.SVG == "" || len(f.Table.Rows) != len(flow.Steps) {
			t.Errorf("%s is not drawn", name)
		}
	}
}

func TestFindingsInSentences(t *testing.T) {
	v := visitor(t, "GET", "/", nil)
	table := v.findingTable([]ijw.Finding{
		{Path: "Bericht/Client/Bsn", Line: 12, Code: "RS002", Key: "ijw.value.empty", Args: []string{"element", "Bsn"}},
		{Path: "Bericht", Key: "ijw.missing", Args: []string{"element", "Header", "in", "Bericht"}},
	})
	if c := table.Rows[0].Cells; c[0].Text != "12" || c[1].Text != "Bsn is leeg." || c[2].Text != "Bericht/Client/Bsn" || c[3].Text != "RS002" {
		t.Errorf("%+v", c)
	}
	if c := table.Rows[1].Cells; c[0].Text != "onbekend" {
		t.Errorf("%+v", c)
	}
}

// Who may not know the message has no file; the page tells nobody else's tasks.
func TestMessageOfTheView(t *testing.T) {
	view := &access.View{Dossier: &dossier.Dossier{Messages: []dossier.Message{{ID: "m1", Type: "JW315"}}}}
	if _, ok := message(view, "m2"); ok {
		t.Error("a message that is not there")
	}
	if _, ok := message(view, ""); ok {
		t.Error("no message is one")
	}
	if m, ok := message(view, "m1"); !ok || m.Type != "JW315" {
		t.Error(m)
	}
}

func TestOwnTaskHasAnotherPage(t *testing.T) {
	for kind, want := range map[string]string{"citizen": "/plan/d/tasks/t", "municipality": "/case/d/tasks/t", "debt_help": ""} {
		v := visitor(t, "GET", "/", nil)
		v.Request = httptest.NewRequest("GET", "/task/d/t", nil)
		v.SetPathValue("dossier", "d")
		v.SetPathValue("task", "t")
		v.signed = signin.Signed{User: store.User{Kind: "staff"}, Org: store.Org{Kind: kind}}
		if kind == "citizen" {
			v.signed.User.Kind = kind
		}
		if got := ownTaskURL(v); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
