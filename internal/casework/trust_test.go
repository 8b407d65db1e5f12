package casework_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// trusting is a world with a privacy officer and someone of the GGD.
func trusting(t *testing.T) (*world, dossier.ID) {
	w := newWorld(t)
	ctx := t.Context()
	if err := errors.Join(
		w.store.PutOrgs(ctx, []store.Org{
			{ID: "o-town", Name: "Gemeente", Kind: "municipality", Municipality: "9901", Active: true},
			{ID: "o-ggd", Name: "GGD", Kind: "health", Municipality: "9901", Active: true},
		}),
		w.store.PutUsers(ctx, []store.User{
			{ID: "u-fg", Org: "o-town", Kind: "staff", Roles: []string{"privacy"}, Name: "Petra", Active: true},
			{ID: "u-bolt", Org: "o-ggd", Kind: "staff", Roles: []string{"worker"}, Name: "Bolt", Active: true},
		})); err != nil {
		t.Fatal(err)
	}
	return w, w.ask("k1").Dossier
}

func (w *world) officer() context.Context {
	return w.as(access.Who{User: "u-fg", Org: "o-town", Kind: access.Staff, OrgKind: "municipality", Municipality: "9901", Roles: []string{"privacy"}, Name: "Petra"}, "privacy")
}

func (w *world) bolt(purpose string) context.Context {
	return w.as(access.Who{User: "u-bolt", Org: "o-ggd", OrgName: "GGD", Kind: access.Staff, OrgKind: "health", Municipality: "9901", Roles: []string{"worker"}, Name: "Bolt"}, purpose)
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) must(ctx context.Context, id dossier.ID, c dossier.Command) casework.Done {
	w.t.Helper()
	done, err := w.office.Do(ctx, casework.Wish{Dossier: id, Command: c})
	if err != nil {
		w.t.Fatalf("%s: %v", c.Name(), err)
	}
	return done
}

var emergency = casework.GlassAsk{FindAsk: casework.FindAsk{BSN: "999990019"}, Domains: []string{"health"}, Reason: "Zij neemt niet op na een dreiging."}

func TestEmergencyAccessFromBreakingToReview(t *testing.T) {
	w, id := trusting(t)
	if _, err := w.office.Open(w.bolt("safety"), id); !fault.Is(err, fault.NotFound) {
		t.Fatalf("before: %v", err)
	}
	if _, err := w.office.BreakGlass(w.bolt("help"), emergency); err == nil {
		t.Error("for another purpose")
	}
	unknown := emergency
	unknown.BSN = "999990020"
	if _, err := w.office.BreakGlass(w.bolt("safety"), unknown); err == nil {
		t.Error("an unknown BSN")
	}
	done, err := w.office.BreakGlass(w.bolt("safety"), emergency)
	if err != nil || done.Dossier != id {
		t.Fatalf("%+v, %v", done, err)
	}
	view, err := w.office.Open(w.bolt("safety"), id)
	if err != nil || view.Role != "glass" {
		t.Fatalf("after: %v", err)
	}
	work, err := w.office.Work(w.officer(), casework.WorkAsk{})
	if err != nil || len(work.Items) != 1 || work.Items[0].Kind != casework.WorkGlass || work.Items[0].Due.String() != "2026-11-26" || work.Items[0].Dossier != id {
		t.Fatalf("the privacy officer has %+v, %v", work.Items, err)
	}
	if kinds := w.kinds(w.noor()); !slices.Contains(kinds, casework.WorkGlass) {
		t.Errorf("the team has %v", kinds)
	}
	w.later(4*time.Hour - time.Second)
	if _, err := w.office.Open(w.bolt("safety"), id); err != nil {
		t.Errorf("a second before its end: %v", err)
	}
	w.later(time.Second)
	if _, err := w.office.Open(w.bolt("safety"), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("at its end: %v", err)
	}
	w.must(w.officer(), id, dossier.ReviewGlass{Glass: work.Items[0].Item, Outcome: dossier.GlassJustified, Words: "Er was gevaar."})
	if work, err := w.office.Work(w.officer(), casework.WorkAsk{}); err != nil || len(work.Items) != 0 {
		t.Errorf("after the review: %+v, %v", work.Items, err)
	}
	mother, err := w.office.Open(w.mother(), id)
	if err != nil || len(mother.Dossier.Glasses) != 1 || mother.Dossier.Glasses[0].Outcome != dossier.GlassJustified {
		t.Errorf("the family reads %+v, %v", mother.Dossier.Glasses, err)
	}
}

func (w *world) kinds(ctx context.Context) []string {
	w.t.Helper()
	work, err := w.office.Work(ctx, casework.WorkAsk{})
	if err != nil {
		w.t.Fatal(err)
	}
	var kinds []string
	for _, i := range work.Items {
		kinds = append(kinds, i.Kind)
	}
	return kinds
}

func (w *world) heard(id dossier.ID) string {
	w.t.Helper()
	list, err := w.office.LooksOf(w.mother(), id, "", 200)
	if err != nil {
		w.t.Fatal(err)
	}
	var words []string
	for _, l := range list.Items {
		if l.User != "u-mother" {
			words = append(words, string(l.User)+" "+l.Purpose)
		}
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), ", ")
}

func TestLooksForSafetyAreToldWhenTheHoldEnds(t *testing.T) {
	w, id := trusting(t)
	hushed := emergency
	hushed.Hush = "Haar man leest mee."
	if _, err := w.office.BreakGlass(w.bolt("safety"), hushed); err != nil {
		t.Fatal(err)
	}
	if _, err := w.office.Open(w.bolt("safety"), id); err != nil {
		t.Fatal(err)
	}
	noor := w.as(access.Who{User: "u-noor", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: []string{"worker"}, Name: "Noor"}, "safety")
	view, err := w.office.Open(noor, id)
	if err != nil || len(view.Dossier.Holds) != 1 {
		t.Fatalf("the team knows of %+v, %v", view.Dossier.Holds, err)
	}
	if got := w.heard(id); got != "" {
		t.Errorf("during the hold she hears of %s", got)
	}
	w.must(noor, id, dossier.LiftHold{Hold: view.Dossier.Holds[0].Hold, Reason: "Zij is veilig."})
	if got := w.heard(id); got != "u-bolt safety, u-noor safety" {
		t.Errorf("after the hold she hears of %q", got)
	}
}

func TestAQuestionAboutALookIsAnswered(t *testing.T) {
	w, id := trusting(t)
	if _, err := w.office.Open(w.noor(), id); err != nil {
		t.Fatal(err)
	}
	list, err := w.office.LooksOf(w.mother(), id, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list.Items, func(l store.Look) bool { return l.User == "u-noor" && l.Action == "open" })
	look := list.Items[at]
	if look.Policy == "" || look.Ground == "" || look.Set == "" {
		t.Errorf("the look lacks its policy or ground: %+v", look)
	}
	if _, err := w.office.AskAboutLook(w.mother(), id, "no-such-look", "Waarom?", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown look: %v", err)
	}
	if _, err := w.office.AskAboutLook(w.teacher(), id, look.ID, "Waarom?", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger asks: %v", err)
	}
	if _, err := w.office.AskAboutLook(w.mother(), id, look.ID, "Waarom keek u?", "k9"); err != nil {
		t.Fatal(err)
	}
	work, err := w.office.Work(w.noor(), casework.WorkAsk{Kinds: []string{casework.WorkQuestion}})
	if err != nil || len(work.Items) != 1 || work.Items[0].Due.IsZero() {
		t.Fatalf("the team has %+v, %v", work.Items, err)
	}
	w.must(w.noor(), id, dossier.AnswerQuestion{Question: work.Items[0].Item, Words: "Om uw vraag te lezen."})
	view, err := w.office.Open(w.mother(), id)
	if err != nil || view.Dossier.Questions[0].Answer != "Om uw vraag te lezen." || view.Dossier.Questions[0].Look != look.ID {
		t.Errorf("she reads %+v, %v", view.Dossier.Questions, err)
	}
}

// Every decision of a busy afternoon, allowed and refused, answers the same when
// it is taken again, also under the rules of its day when there are new ones.
func TestDecisionsReplay(t *testing.T) {
	w, id := trusting(t)
	w.must(w.noor(), id, dossier.WeighSafety{Level: dossier.SafetyWatch, Words: "Rustig."})
	for _, ctx := range []context.Context{w.mother(), w.noor(), w.teacher(), w.officer(), w.bolt("help")} {
		_, _ = w.office.Open(ctx, id)     // some are refused
		_, _ = w.office.Open(ctx, "none") // all are refused
		_, _ = w.office.Do(ctx, casework.Wish{Dossier: id, Command: dossier.SetWatch{}})
	}
	if _, err := w.office.BreakGlass(w.bolt("safety"), emergency); err != nil {
		t.Fatal(err)
	}
	_, _ = w.office.Open(w.bolt("safety"), id)
	w.later(30 * time.Hour)
	_, _ = w.office.Open(w.bolt("safety"), id)
	w.must(w.noor(), id, dossier.OfferLead{To: "u-sanne", Org: "o-team", Called: "Sanne"})
	got, err := w.office.Replay(t.Context(), time.Time{}, 0)
	if err != nil || got.Different != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if got.Opened < 4 || got.Commands < 4 || got.Refused < 12 || got.Skipped > 3 {
		t.Errorf("too little to prove anything: %+v", got)
	}
	stricter, err := access.New(w.office.Law, `@id("local.all") @nl("access.deny.local") @ground("avg.15") forbid (principal is Staff, action, resource);`)
	if err != nil {
		t.Fatal(err)
	}
	p := w.office.Parts
	p.Access = stricter
	anew := casework.New(p)
	if _, err := anew.Open(w.noor(), id); !fault.Is(err, fault.NotFound) {
		t.Errorf("under stricter rules: %v", err)
	}
	again, err := anew.Replay(t.Context(), time.Time{}, 0)
	if err != nil || again.Different != 0 || again.Refused != got.Refused+1 {
		t.Errorf("after the rules changed: %+v, %v", again, err)
	}
	if some, err := anew.Replay(t.Context(), time.Time{}, 3); err != nil || some.All()+some.Skipped > 6 {
		t.Errorf("three of each: %+v, %v", some, err)
	}
}
