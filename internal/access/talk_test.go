package access

import (
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// talk lets mother and Zoë each begin a conversation with De Linde and the lead,
// and the lead one with Ruud; De Linde answers Zoë and marks what mother wrote.
func (s *story) talk() {
	org := []dossier.Holder{{Kind: dossier.HolderOrganisation, Org: linde}}
	begin := func(user dossier.ID, name string, with []dossier.Holder) dossier.ID {
		s.as(user, "").by.Person = s.who[name]
		s.do(dossier.StartTalk{Person: s.who[name], With: with, Lead: true, Subject: "¤subject-" + name, Words: "¤said-" + name})
		return s.d.Talks[len(s.d.Talks)-1].Talk
	}
	mila, zoe := begin("u-mila", "mila", org), begin("u-zoe", "zoe", org)
	s.as("u-ilse", linde).do(dossier.ReplyTalk{Talk: zoe, Words: "¤answer-zoe"}).do(dossier.ReadTalk{Talk: mila})
	s.as("u-joris", team).do(dossier.StartTalk{Person: s.who["ruud"], Subject: "¤subject-ruud", Words: "¤said-ruud"})
	s.as("u-noor", team)
}

// said gives the marks of conversations.
func said(names ...string) string {
	var words []string
	for _, name := range names {
		words = append(words, "subject-"+name, "said-"+name)
		if name == "zoe" {
			words = append(words, "answer-zoe")
		}
	}
	return strings.Join(words, " ")
}

// Who takes part reads a conversation, and nobody else: not the team that reads
// all the rest, not the parents of a child of 12, not who weighs safety.
func TestWhoTakesPartReadsAConversation(t *testing.T) {
	s, e := tell(t), engine(t)
	for name, ask := range viewers() {
		view, err := e.View(s.d, ask)
		if err != nil {
			continue
		}
		var read []string
		marks := 0
		for _, k := range view.Dossier.Talks {
			read = append(read, k.Subject[len("¤subject-"):])
			marks += len(k.Marks)
		}
		want := map[string]string{"mila": "mila", "zoe": "zoe", "ruud": "ruud", "linde": "mila zoe", "lead": "mila zoe ruud", "lead safety": "mila zoe ruud"}[name]
		if got := strings.Join(read, " "); got != want {
			t.Errorf("%s reads %q, not %q", name, got, want)
		}
		if saw := name == "linde"; saw != (marks > 0) {
			t.Errorf("%s knows of %d marks: only who made them does", name, marks)
		}
	}
}

// Who writes in a conversation takes part; who begins one may know the person.
func TestWhoWritesInAConversation(t *testing.T) {
	s, e := tell(t), engine(t)
	reply := func(n int) dossier.Need { return dossier.ReplyTalk{Talk: s.d.Talks[n].Talk}.Need(s.d) }
	start := func(name string) dossier.Need { return dossier.StartTalk{Person: s.who[name]}.Need(s.d) }
	staff := "worker, worker plan, decider, lead, lead safety"
	for what, c := range map[string]struct {
		need dossier.Need
		may  string
	}{
		"answers mother": {reply(0), "mila, linde, lead, lead safety"},
		"answers Zoë":    {reply(1), "zoe, linde, lead, lead safety"},
		"answers Ruud":   {reply(2), "ruud, lead, lead safety"},
		"none such":      {dossier.Need{Action: dossier.ActTalk, Talk: "k-none"}, ""},
		"begins: mother": {start("mila"), "mila, linde, homes, watch, " + staff},
		"begins: Zoë":    {start("zoe"), "zoe, linde, watch, " + staff},
		"begins: Kees":   {start("kees"), "watch, " + staff}, // 7 years: the command refuses
		"begins: oma":    {start("oma"), "oma, " + staff},
	} {
		allowed := strings.Split(c.may, ", ")
		for name, ask := range viewers() {
			want := false
			for _, a := range allowed {
				want = want || a == name
			}
			if got := e.May(s.d, ask, c.need); got.Allow != want {
				t.Errorf("%s %s: %v %s %s, want %v", name, what, got.Allow, got.Policy, got.Key, want)
			}
		}
	}
}

// What a child writes changes nothing in the view of a parent, to the byte: not
// a count, not what was seen, not a version.
func TestAParentNoticesNothingOfWhatAChildWrites(t *testing.T) {
	s, e := tell(t), engine(t)
	for _, name := range []string{"mila", "ruud", "dirk", "sem", "worker", "purse", "privacy", "director"} {
		ask := viewers()[name]
		before := whole(e, s.d, ask)
		more := *s
		more.as("u-zoe", "").by.Person = s.who["zoe"]
		more.do(dossier.ReplyTalk{Talk: s.d.Talks[1].Talk, Words: "¤secret"}).do(dossier.ReadTalk{Talk: s.d.Talks[1].Talk})
		if after := whole(e, more.d, ask); before != after {
			t.Errorf("%s notices:\n%s", name, firstDifference(before, after))
		}
	}
}

// Recognised too weakly, a child sees its own conversations as shut, and writes none.
func TestWeaklyRecognisedTheVoiceIsShut(t *testing.T) {
	s, e := tell(t), engine(t)
	ask := viewers()["zoe"]
	ask.Who.Weak = true
	view, err := e.View(s.d, ask)
	if err != nil || len(view.Dossier.Talks) != 0 {
		t.Errorf("weakly: %d conversations, %v", len(view.Dossier.Talks), err)
	}
	if e.May(s.d, ask, dossier.ReplyTalk{Talk: s.d.Talks[1].Talk}.Need(s.d)).Allow {
		t.Error("weakly, and writes")
	}
	ask = viewers()["mila"]
	ask.Who.Weak = true
	if view, err = e.View(s.d, ask); err != nil || len(view.Dossier.Talks) != 1 {
		t.Errorf("a grown-up: %v", err)
	}
}
