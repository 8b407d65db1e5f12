package access

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

func shippedTexts(t testing.TB) []text {
	t.Helper()
	texts, err := readShipped(shipped)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// What a broken policy looks like, and the word that its refusal holds.
func TestBrokenPoliciesAreRefused(t *testing.T) {
	notes := `@id("x") @nl("access.deny.local") @ground("avg.15") `
	permit := notes + `@purpose("own") @conditions("a") permit (principal is Citizen, action == Action::"part", resource) when { true };`
	for name, c := range map[string]struct{ text, says string }{
		"no Cedar":          {"permit everyone", "parse"},
		"empty":             {"// nothing", "holds no policy"},
		"permits":           {permit, "may only forbid"},
		"no id":             {`@nl("k") @ground("avg.15") forbid (principal, action, resource);`, "no @id"},
		"no explanation":    {`@id("x") @ground("avg.15") forbid (principal, action, resource);`, "no @nl"},
		"unknown ground":    {`@id("x") @nl("k") @ground("avg.99") forbid (principal, action, resource);`, "unknown @ground"},
		"id twice":          {`@id("family.own") @nl("k") @ground("avg.15") forbid (principal, action, resource);`, "stands twice"},
		"unknown attribute": {notes + `forbid (principal, action == Action::"part", resource) when { resource.colour == "red" };`, "colour"},
		"unknown action":    {notes + `forbid (principal, action == Action::"peek", resource);`, "peek"},
		"unknown entity":    {notes + `forbid (principal is Robot, action, resource);`, "Robot"},
		"wrong type":        {notes + `forbid (principal, action == Action::"part", resource) when { resource.mine == "yes" };`, "type"},
		"roles of citizens": {notes + `forbid (principal, action == Action::"part", resource) when { principal.roles.contains("x") };`, "roles"},
	} {
		_, err := New(shippedLaw(t), c.text)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a refusal", name, err)
			continue
		}
		if c.says != "parse" && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v does not say %q", name, err, c.says)
		}
	}
}

// The shipped policies are checked as strictly: a mistake in any of them stops the start.
func TestShippedPoliciesAreChecked(t *testing.T) {
	for name, c := range map[string]struct{ from, to string }{
		"a misspelt attribute": {"resource.covered", "resource.coverd"},
		"a condition unnamed":  {`@conditions("involved ended ground purpose domain consent nothing")`, `@conditions("involved ended ground")`},
		"an unknown purpose":   {`@purpose("worker")`, ``},
	} {
		texts := shippedTexts(t)
		for i := range texts {
			if strings.HasSuffix(texts[i].name, "worker.cedar") {
				texts[i].body = []byte(strings.Replace(string(texts[i].body), c.from, c.to, 1))
			}
		}
		if _, err := newEngine(shippedLaw(t), texts, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
	texts := slices.DeleteFunc(shippedTexts(t), func(f text) bool { return f.name == schemaFile })
	if _, err := newEngine(shippedLaw(t), texts, nil); err == nil {
		t.Error("no schema: the engine starts")
	}
}

// An engine whose policies fail while they are evaluated denies, also when
// another policy permits: an erroring forbid would otherwise be skipped.
func TestAnErrorDenies(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	read := func(e *Engine) Decision { return e.MayRead(s.d, all["linde"], s.part("zoe", "mind"), "") }
	if d := read(e); !d.Allow {
		t.Fatalf("not allowed to begin with: %+v", d)
	}
	for name, condition := range map[string]string{
		"missing attribute": `resource.absent`,
		"overflow":          `context.age * 9223372036854775807 > 0 && context.age * 9223372036854775807 * 9 > 0`,
	} {
		for _, effect := range []string{"forbid", "permit"} {
			broken := engine(t)
			addUnchecked(t, broken, effect+` (principal, action == Action::"part", resource) when { `+condition+` };`)
			d := read(broken)
			if d.Allow || d.Err == "" || d.Key != "access.deny.engine" {
				t.Errorf("%s in a %s: %+v, want a deny with diagnostics", name, effect, d)
			}
			if v, err := broken.View(s.d, all["linde"]); err == nil && len(v.Dossier.Parts) > 0 {
				t.Errorf("%s in a %s: a view with parts", name, effect)
			}
		}
	}
}

// addUnchecked puts a policy on every shelf, past the checks at load.
func addUnchecked(t *testing.T, e *Engine, body string) {
	t.Helper()
	r := parse(t, body)
	for q := range e.shelves {
		if r.mayMatch(q) {
			e.shelves[q] = append(e.shelves[q], r)
		}
	}
}

// A fact that the engine fails to give is an error, not a "no".
func TestAMissingFactDenies(t *testing.T) {
	e, all := engine(t), viewers()
	side := newSide(all["linde"].Who, why{})
	side.context = side.asker.Attributes // not what the schema asks
	v := e.authorize(side, actPart, thing{sort: sortPart})
	if v.allow || v.err == "" {
		t.Errorf("got %+v, want an error", v)
	}
	if v := e.verdict(side, actPart, thing{sort: sortPart}); v.err == "" || len(side.verdicts) > 0 {
		t.Errorf("an error was remembered: %+v", v)
	}
}

func TestAMunicipalityForbidsMore(t *testing.T) {
	s, all := tell(t), viewers()
	e := engine(t, `@id("local.mind") @nl("access.deny.local") @ground("avg.15")
		forbid (principal, action == Action::"part", resource) when { resource.domain == "mind" && context.role == "partner" };`)
	if e.Version() == engine(t).Version() {
		t.Error("another set of policies has the same version")
	}
	d := e.MayRead(s.d, all["linde"], s.part("zoe", "mind"), "")
	if d.Allow || d.Policy != "local.mind" || d.Key != "access.deny.local" {
		t.Errorf("got %+v", d)
	}
	if d := e.MayRead(s.d, all["linde"], s.part("zoe", "health"), ""); !d.Allow {
		t.Errorf("health: got %+v", d)
	}
	if d := e.MayRead(s.d, all["mila"], s.part("zoe", "mind"), ""); !d.Allow {
		t.Errorf("mother: got %+v", d)
	}
}

func TestUnknownAskersGetNothing(t *testing.T) {
	s, e := tell(t), engine(t)
	for name, who := range map[string]Who{
		"nobody": {}, "kind": {Kind: "robot", User: "u-joris", Org: team}, "system": {Kind: System, User: "system"},
		"citizen with the account of no one": {Kind: Citizen}, "citizen in an organisation": {Kind: Citizen, Org: team, OrgKind: "neighbourhood_team", Roles: []string{"worker"}},
		"same user elsewhere": {Kind: Staff, User: "u-joris", Org: "o-else", OrgKind: "neighbourhood_team", Roles: []string{"worker"}},
	} {
		for _, purpose := range askedFor {
			if _, err := e.View(s.d, Ask{Who: who, Purpose: purpose, Now: evening}); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s for %s: got %v, want not found", name, purpose, err)
			}
		}
	}
	if _, err := e.View(dossier.New("d-9"), viewers()["lead"]); !fault.Is(err, fault.NotFound) {
		t.Errorf("an empty dossier: %v", err)
	}
}

// Every field of a dossier must have a rule: one that is added later fails here
// until it is redacted, and until the story fills it.
func TestEveryFieldOfADossierHasARule(t *testing.T) {
	ruled := strings.Fields(`ID Version Name Municipality Team OpenedAt ChangedAt Closed Persons Relations Custody Stays Meldingen Safety
		Parts Involved Consents Lead Cover Offers LeadGapSince Questions Goals Plan Evaluations Meetings Documents Talks Tasks Clocks Messages Decisions
		Allocations Claims Delivered Returns Traffic Voices Views Watch Glasses Holds Concerns Mandates Erasures OwnPlans Invitations Rights Erased Entries`)
	kind := reflect.TypeFor[dossier.Dossier]()
	for i := range kind.NumField() {
		if name := kind.Field(i).Name; !slices.Contains(ruled, name) && kind.Field(i).IsExported() {
			t.Errorf("dossier.%s has no rule: decide who may read it, redact it, and name it here", name)
		}
	}
	sizes := map[reflect.Type]int{ // of what is copied as a whole: a new field in one of these needs a look at its rule
		reflect.TypeFor[dossier.Person](): 12, reflect.TypeFor[dossier.Task](): 14, reflect.TypeFor[dossier.TaskCreated](): 17,
		reflect.TypeFor[dossier.Clock](): 7, reflect.TypeFor[dossier.Involvement](): 4, reflect.TypeFor[dossier.InvolvementStarted](): 11,
		reflect.TypeFor[dossier.Entry](): 13, reflect.TypeFor[dossier.Plan](): 3, reflect.TypeFor[dossier.Watch](): 2,
	}
	for kind, fields := range sizes {
		if kind.NumField() != fields {
			t.Errorf("%s has %d fields, its rule was written for %d", kind, kind.NumField(), fields)
		}
	}
}

// The lead's view of the full story fills every list, so that the leak tests
// have something to find in each.
func TestTheStoryFillsEveryList(t *testing.T) {
	s := tell(t)
	s.do(dossier.Differ{Entry: s.entryOf("¤note-kees-school"), Person: s.who["mila"], Words: "¤differs"})
	s.do(dossier.BreakGlass{Parts: []dossier.Part{s.part("zoe", "health")}, Reason: "¤glass", Hush: "¤hush"})
	s.do(dossier.GiveMandate{Person: s.who["dirk"], By: s.who["oma"], Type: dossier.MandateMentor, Paper: "¤paper"})
	s.as("u-mila", "").by.Person = s.who["mila"]
	s.do(dossier.AskErasure{Person: s.who["mila"], Words: "¤erase"})
	s.papers()
	s.do(dossier.HandOwnPlan{Person: s.who["mila"], Goals: []dossier.OwnGoal{{Part: s.part("zoe", "mind"), Words: "¤own"}}})
	s.do(dossier.InviteRelative{From: s.who["mila"], Person: s.who["oma"]})
	s.do(dossier.InvokeRight{Type: dossier.RightSupporter, Person: s.who["mila"]})
	d := reflect.ValueOf(*s.d)
	for i := range d.NumField() {
		if f := d.Field(i); f.Kind() == reflect.Slice && f.Len() == 0 {
			t.Errorf("the story has no %s", d.Type().Field(i).Name)
		}
	}
}

func (s *story) entryOf(words string) dossier.ID {
	for _, e := range s.d.Entries {
		if n, ok := e.Body.(dossier.NoteWritten); ok && n.Words == words {
			return e.ID
		}
	}
	s.t.Fatalf("nobody wrote %s", words)
	return ""
}

// Every kind of entry has a rule: one that is added later is shown to nobody,
// and fails here.
func TestEveryKindOfEntryHasARule(t *testing.T) {
	var source []byte
	for _, file := range []string{"redact_entries.go", "redact_trust.go", "redact_alloc.go", "redact_erase.go", "redact_talk.go", "redact_document.go", "redact_own.go"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, raw...)
	}
	for _, command := range dossier.Kinds() {
		body := regexp.MustCompile(`dossier\.` + bodyName(t, command) + `\b`)
		if !body.Match(source) {
			t.Errorf("%s (%s) has no rule in the redaction", command, body)
		}
	}
}

// bodyName finds the Go name of a kind in the golden files' own package: by its Kind method.
func bodyName(t *testing.T, kind string) string {
	t.Helper()
	files, err := filepath.Glob("../dossier/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if m := regexp.MustCompile(`func \((\w+)\) Kind\(\) string\s*\{ return "` + regexp.QuoteMeta(kind) + `" \}`).FindSubmatch(source); m != nil {
			return string(m[1])
		}
	}
	t.Fatalf("%s has no body", kind)
	return ""
}
