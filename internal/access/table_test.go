package access

import (
	"slices"
	"strings"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// cell gives the marks of one cell of the story: its note, reason and score.
func cell(names ...string) string {
	var words []string
	for _, name := range names {
		words = append(words, "note-"+name, "reason-"+name, "score-"+name)
	}
	return strings.Join(words, " ")
}

// task gives the marks of tasks.
func task(names ...string) string {
	var words []string
	for _, name := range names {
		words = append(words, "title-"+name, "need-"+name)
	}
	return strings.Join(words, " ")
}

// meeting gives the marks of the meeting for who was invited and may read these outcomes.
func meeting(outcomes ...string) string {
	words := "meeting-why meeting-place meeting-all "
	for _, o := range outcomes {
		words += "meeting-" + o + " "
	}
	return words
}

var allCells = cell("mila-mind", "mila-housing", "ruud-addiction", "dirk-work", "sem-school", "zoe-mind", "zoe-health", "zoe-school", "kees-school", "-money", "-housing")

var allContent = allCells + " " + task("linde", "purse", "homes", "oma", "ruud") +
	" goal-zoe goal-money goal-ruud both-zoe-ruud melding message decision care evaluation question-mila question-ruud street-ruud " +
	meeting("zoe", "ruud") + "meeting-read claim claim-number returned sent-linde sent-other "

// ownTraffic is what a provider sent, received and claimed itself.
const ownTraffic = "message sent-linde returned claim claim-number"

// sees says exactly which marks of the story each viewer may find anywhere in
// their view, however deep. A viewer with "-" may know nothing.
var sees = map[string]string{
	"mila": cell("mila-mind", "mila-housing", "zoe-mind", "zoe-health", "zoe-school", "kees-school", "-money", "-housing") + " " +
		task("linde", "purse", "homes", "oma") + " goal-zoe goal-money melding decision care claim-number evaluation question-mila street-house " + meeting("zoe") + said("mila"),
	"ruud": cell("ruud-addiction", "zoe-mind", "zoe-school", "kees-school") + " " +
		task("linde", "oma", "ruud") + " goal-zoe goal-ruud both-zoe-ruud decision care claim-number question-ruud street-ruud " + said("ruud"),
	"dirk":          cell("dirk-work", "-money", "-housing") + " " + task("purse") + " goal-money street-house",
	"sem":           cell("sem-school", "-money", "-housing") + " " + task("purse") + " goal-money street-house voice-sem",
	"zoe":           cell("zoe-mind", "zoe-health", "zoe-school") + " " + task("linde") + " goal-zoe decision care claim-number street-house voice-zoe " + said("zoe"),
	"kees":          "-",
	"oma":           cell("kees-school") + " " + task("oma"),
	"stranger":      "-",
	"worker":        allContent + "safety safety-note concern concern-step concern-left street-house traffic",
	"worker plan":   allContent,
	"decider":       allContent,
	"lead":          allContent + "safety safety-note concern concern-step concern-left street-house voice-sem traffic " + said("mila", "zoe", "ruud"),
	"lead safety":   allContent + "safety safety-note concern concern-step concern-left criminal voice-sem traffic " + said("mila", "zoe", "ruud"),
	"linde":         cell("zoe-mind", "zoe-health") + " " + task("linde") + " goal-zoe care " + meeting("zoe") + ownTraffic + " " + said("mila", "zoe"),
	"linde machine": cell("zoe-mind", "zoe-health") + " " + task("linde") + " goal-zoe care " + ownTraffic,
	"linde admin":   "-",
	"purse":         cell("-money") + " " + task("purse") + " goal-money " + meeting() + "meeting-read",
	"homes":         task("homes"),
	"watch":         "safety safety-note",
	"director":      "",
	"privacy":       "",
	"admin":         "-",
	"other":         "-",
}

func TestEveryViewerSeesExactlyTheirMarks(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	if len(all) != len(sees) {
		t.Fatalf("%d viewers, %d expectations", len(all), len(sees))
	}
	for name, want := range sees {
		v, err := e.View(s.d, all[name])
		if want == "-" {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: got %v, want not found", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wanted := strings.Fields(want)
		slices.Sort(wanted)
		if got := marks(v); !slices.Equal(got, slices.Compact(wanted)) {
			t.Errorf("%s:\n+ %v\n- %v", name, less(got, wanted), less(wanted, got))
		}
	}
}

func less(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// known says per viewer of whom they know the name, and with which details:
// + exact birth date, # BSN, @ phone, ! a secret address.
func TestWhoIsKnownToWhom(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	for name, want := range map[string]string{
		"mila":          "mila+#@! ruud+ dirk+@! sem+@! zoe+@! kees+@! oma+",
		"ruud":          "mila+ ruud+@ sem+ zoe+@ kees+@ oma+",
		"dirk":          "mila+@! dirk+@! sem+@! zoe+@! kees+@!",
		"sem":           "mila+@! ruud+ dirk+@! sem+@! zoe+@! kees+@! oma+",
		"zoe":           "mila+@! ruud+ dirk+@! sem+@! zoe+@! kees+@! oma+",
		"oma":           "mila sem zoe kees oma+@",
		"worker":        "mila+#@! ruud+@ dirk+@! sem+@! zoe+@! kees+@! oma+@",
		"worker plan":   "mila+@ ruud+@ dirk+@ sem+@ zoe+@ kees+@ oma+@",
		"lead":          "mila+@! ruud+@ dirk+@! sem+@! zoe+@! kees+@! oma+@",
		"decider":       "mila+#@ ruud+@ dirk+@ sem+@ zoe+@ kees+@ oma+@",
		"linde":         "mila@ ruud@ zoe+@",
		"linde machine": "mila@ ruud@ zoe+@",
		"purse":         "",
		"homes":         "mila",
		"watch":         "mila@ ruud@ zoe+@ kees+@",
		"director":      "",
		"privacy":       "",
	} {
		v, err := e.View(s.d, all[name])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := details(v); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

func details(v *View) string {
	var words []string
	for _, p := range v.Dossier.Persons {
		word := p.Name.Given
		for _, d := range []struct {
			sign string
			has  bool
		}{{"+", !p.Birth.IsZero()}, {"#", p.BSN != ""}, {"@", p.Phone != ""}, {"!", slices.Contains(v.Secrets, p.ID)}} {
			if d.has {
				word += d.sign
			}
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// Every involved organisation is known to everyone involved; the one that is
// there for safety only to those who weigh safety, and to itself.
func TestThatNotWhat(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	for name, want := range map[string]string{
		"mila":     "mila:own o-team:intake lead:lead ruud dirk sem zoe:own kees:own oma:help o-linde:help o-beurs:debt o-woon:housing o-linde:help",
		"ruud":     "mila o-team:intake lead:lead ruud:own sem zoe:own kees:own oma:help o-linde:help o-beurs o-woon o-linde:help",
		"dirk":     "mila:own o-team:intake lead:lead dirk:own sem zoe kees o-linde o-beurs:debt o-woon o-linde",
		"homes":    "o-team lead o-linde o-beurs o-woon:housing o-linde",
		"linde":    "o-team lead o-linde:help o-beurs o-woon o-linde:help",
		"watch":    "o-team lead o-linde o-beurs o-woon o-veiligthuis:safety o-linde",
		"director": "o-team lead o-linde o-beurs o-woon o-linde",
		"worker":   "mila:own o-team:intake lead:lead ruud:own dirk:own sem:own zoe:own kees:own oma:help o-linde:help o-beurs:debt o-woon:housing o-veiligthuis:safety o-linde:help",
		"privacy":  "mila:own o-team:intake lead:lead ruud:own dirk:own sem:own zoe:own kees:own oma:help o-linde:help o-beurs:debt o-woon:housing o-veiligthuis:safety o-linde:help",
	} {
		v, err := e.View(s.d, all[name])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := s.links(v); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

// links names everyone in Others, with the purpose where it is told.
func (s *story) links(v *View) string {
	var words []string
	for _, o := range v.Others {
		word := string(o.Subject.Org)
		for name, id := range s.who {
			if id == o.Subject.Person {
				word = name
			}
		}
		if o.Role == roleLead {
			word = roleLead
		}
		if o.What != nil {
			word += ":" + o.What.Purpose
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// What a shut compartment holds changes nothing in the view of those to whom it
// is shut: not a count, cell, clock, version or name.
func TestShutCompartmentsLeaveNoTrace(t *testing.T) {
	s, e, all := tell(t), engine(t), viewers()
	for secret, c := range map[string]struct {
		hidden func(dossier.Entry) bool
		except []string // to whom it is not shut
	}{
		"safety": {func(e dossier.Entry) bool {
			i, ok := e.Body.(dossier.InvolvementStarted)
			return e.Compartment == dossier.CompartmentSafety || ok && i.Involvement == "i-watch"
		}, []string{"worker", "worker plan", "decider", "lead", "lead safety", "watch", "privacy"}},
		"voice":    {func(e dossier.Entry) bool { return e.Compartment == dossier.CompartmentVoice }, []string{"sem", "zoe", "lead", "lead safety", "linde"}},
		"criminal": {func(e dossier.Entry) bool { return e.Compartment == dossier.CompartmentCriminal }, []string{"lead safety"}},
		"objection": {func(e dossier.Entry) bool {
			c, ok := e.Body.(dossier.ConsentGiven)
			return ok && c.Matter == "objection"
		}, []string{"zoe", "ruud", "worker", "worker plan", "decider", "lead", "lead safety"}},
	} {
		without := dossier.New(s.d.ID)
		for _, entry := range s.d.Entries {
			if !c.hidden(entry) {
				entry.Seq = 0
				without = dossier.Fold(without, entry)
			}
		}
		if without.Version == s.d.Version {
			t.Fatalf("%s: nothing to hide", secret)
		}
		for name, ask := range all {
			if slices.Contains(c.except, name) {
				continue
			}
			if a, b := whole(e, s.d, ask), whole(e, without, ask); a != b {
				t.Errorf("%s shows to %s:\n%s", secret, name, firstDifference(a, b))
			}
		}
	}
}
