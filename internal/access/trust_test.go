package access

import (
	"strings"
	"testing"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// inNeed is someone of the GGD who broke the glass, for safety's sake.
func inNeed(now time.Time) Ask {
	return Ask{Who: Who{User: "u-bolt", Org: "o-ggd", Kind: Staff, OrgKind: "health", Roles: []string{"worker"}}, Purpose: "safety", Now: now}
}

// broken is the story in which Bolt opened Zoë's health.
func broken(t testing.TB, hush string) (*story, time.Time) {
	s := tell(t)
	s.as("u-bolt", "o-ggd").do(dossier.BreakGlass{Parts: []dossier.Part{s.part("zoe", "health")}, Reason: "¤glass", OrgName: "GGD", Hush: hush})
	return s, s.now
}

func TestABrokenGlassOpensExactlyWhatItNames(t *testing.T) {
	s, now := broken(t, "")
	e := engine(t)
	v, err := e.View(s.d, inNeed(now))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(marks(v), " "), "glass note-zoe-health reason-zoe-health score-zoe-health"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if v.Role != roleGlass || v.Ground != dossier.GlassGround || v.Involvement != s.d.Glasses[0].Glass {
		t.Errorf("role %s, ground %s, involvement %s", v.Role, v.Ground, v.Involvement)
	}
	if !v.Until.Equal(s.d.Glasses[0].Until) {
		t.Errorf("the view holds until %s, the glass until %s", v.Until, s.d.Glasses[0].Until)
	}
	for _, shut := range []string{"address", "voice", "criminal", "safety"} {
		if d := e.MayRead(s.d, inNeed(now), s.part("zoe", ""), shut); d.Allow {
			t.Errorf("it opens the compartment %s", shut)
		}
	}
	for name, ask := range map[string]Ask{
		"a colleague":     {Who: Who{User: "u-else", Org: "o-ggd", Kind: Staff, OrgKind: "health", Roles: []string{"worker"}}, Purpose: "safety", Now: now},
		"another purpose": {Who: inNeed(now).Who, Purpose: "debt", Now: now},
		"at its end":      inNeed(s.d.Glasses[0].Until),
		"no worker now":   {Who: Who{User: "u-bolt", Org: "o-ggd", Kind: Staff, OrgKind: "health", Roles: []string{"admin"}}, Purpose: "safety", Now: now},
	} {
		if _, err := e.View(s.d, ask); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := e.View(s.d, inNeed(s.d.Glasses[0].Until.Add(-time.Microsecond))); err != nil {
		t.Errorf("a microsecond before its end: %v", err)
	}
	s.do(dossier.EndGlass{Glass: s.d.Glasses[0].Glass})
	if _, err := e.View(s.d, inNeed(s.now)); !fault.Is(err, fault.NotFound) {
		t.Errorf("after it was ended: %v", err)
	}
}

// Who reads of a break-glass, with and without a hold.
func TestTheFamilyHearsOfABrokenGlassUnlessAHoldApplies(t *testing.T) {
	e, all := engine(t), viewers()
	told := func(s *story, name string) string {
		v, err := e.View(s.d, all[name])
		switch {
		case err != nil || len(v.Dossier.Glasses) == 0:
			return ""
		case v.Dossier.Glasses[0].Reason == "":
			return "that"
		}
		return "all"
	}
	open, _ := broken(t, "")
	hushed, _ := broken(t, "¤hush")
	for name, want := range map[string][2]string{
		"mila": {"all", ""}, "zoe": {"all", ""}, "ruud": {"", ""}, "dirk": {"", ""}, "oma": {"", ""}, "linde": {"", ""},
		"lead": {"all", "all"}, "worker": {"all", "all"}, "privacy": {"all", "all"}, "director": {"", ""}, "purse": {"", ""},
	} {
		if got := [2]string{told(open, name), told(hushed, name)}; got != want {
			t.Errorf("%s hears %q, want %q", name, got, want)
		}
	}
	hushed.as("u-joris", team).do(dossier.LiftHold{Hold: hushed.d.Holds[0].Hold, Reason: "Veilig."})
	if got := told(hushed, "mila"); got != "all" {
		t.Errorf("after the hold she hears %q", got)
	}
}

// With a hold, the family's whole view is the same, to the byte, as if nobody
// had broken the glass and nobody had set a hold.
func TestAHoldLeavesNoTraceInTheFamilysView(t *testing.T) {
	e, all := engine(t), viewers()
	plain := tell(t)
	hushed, _ := broken(t, "¤hush")
	for _, name := range []string{"mila", "ruud", "dirk", "sem", "zoe", "oma", "linde", "purse", "homes", "director"} {
		if a, b := whole(e, plain.d, all[name]), whole(e, hushed.d, all[name]); a != b {
			t.Errorf("%s notices: %s", name, firstDifference(a, b))
		}
	}
}

// A child's objection takes from the parent what it is about and tells nothing else.
func TestAnObjectionTellsTheParentNothing(t *testing.T) {
	e, all := engine(t), viewers()
	s := tell(t)
	var without []dossier.Entry
	for _, entry := range s.d.Entries {
		if c, ok := entry.Body.(dossier.ConsentGiven); !ok || c.Matter != "objection" {
			without = append(without, entry)
		}
	}
	d := dossier.Fold(dossier.New(s.d.ID), without...)
	later := dossier.Fold(d, dossier.Entry{ID: "e-late", At: s.now, By: dossier.Actor{User: "u-zoe", Person: s.who["zoe"]}, Body: dossier.ConsentGiven{
		Consent: "c-late", Person: s.who["zoe"], By: []dossier.ID{s.who["zoe"]}, Matter: "objection", For: dossier.Subject{Person: s.who["ruud"]}, Domains: []string{"work"},
	}})
	for _, name := range []string{"mila", "ruud", "dirk", "sem", "oma", "linde"} {
		if a, b := whole(e, d, all[name]), whole(e, later, all[name]); a != b {
			t.Errorf("%s notices an objection about what is not there: %s", name, firstDifference(a, b))
		}
	}
	need := dossier.GiveConsent{Person: s.who["zoe"], Matter: "objection"}.Need(s.d)
	for name, want := range map[string]bool{"zoe": true, "mila": false, "ruud": false, "sem": false} {
		if got := e.May(s.d, all[name], need); got.Allow != want {
			t.Errorf("%s objects for Zoë: %+v", name, got)
		}
	}
}

func TestARepresentativeActsWhileTheMandateLasts(t *testing.T) {
	e, all := engine(t), viewers()
	s := tell(t)
	own := dossier.Need{Action: dossier.ActOwn, Person: s.who["dirk"]}
	if e.May(s.d, all["oma"], own).Allow {
		t.Error("without a mandate")
	}
	s.as("u-noor", team).do(dossier.GiveMandate{Person: s.who["dirk"], By: s.who["oma"], User: "u-oma", Type: dossier.MandateMentor, Paper: "26-1", Domains: []string{"work"}})
	if d := e.May(s.d, all["oma"], own); !d.Allow || d.Policy != "mandate.own" {
		t.Errorf("with a mandate: %+v", d)
	}
	if d := e.MayRead(s.d, all["oma"], s.part("dirk", "work"), ""); !d.Allow {
		t.Errorf("reading: %+v", d)
	}
	if e.MayRead(s.d, all["oma"], s.part("dirk", "mind"), "").Allow {
		t.Error("it reads beyond its domains")
	}
	s.do(dossier.EndMandate{Mandate: s.d.Mandates[0].Mandate, Reason: "Opgeheven."})
	if e.May(s.d, all["oma"], own).Allow || e.MayRead(s.d, all["oma"], s.part("dirk", "work"), "").Allow {
		t.Error("a revoked mandate still carries something")
	}
}

// What a child shares later, the lead reads from then on, and no parent ever.
func TestAVoiceIsSharedLater(t *testing.T) {
	e, all := engine(t), viewers()
	s := tell(t)
	before := whole(e, s.d, all["mila"])
	hears := func() bool {
		v, _ := e.View(s.d, all["lead"])
		return strings.Contains(strings.Join(marks(v), " "), "voice-zoe")
	}
	if hears() {
		t.Error("before")
	}
	s.as("u-zoe", "").do(dossier.ShareVoice{Voice: s.d.Voices[0].Voice, Shared: true})
	if !hears() {
		t.Error("after")
	}
	if after := whole(e, s.d, all["mila"]); after != before {
		t.Errorf("the mother notices: %s", firstDifference(before, after))
	}
	s.do(dossier.ShareVoice{Voice: s.d.Voices[0].Voice, Shared: false})
	if hears() {
		t.Error("taken back")
	}
}
