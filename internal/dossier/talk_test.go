package dossier

import (
	"slices"
	"testing"

	"eendracht/internal/nl"

	"pgregory.net/rapid"
)

// talking is the usual family with De Linde helping Zoë, Veilig Thuis there for
// her safety, and accounts for Zoë and Tom.
func talkers(t testing.TB) *world {
	w := family(t)
	involve := func(s Subject, called, role, purpose, ground string) {
		w.do(Involve{Subject: s, Called: called, Role: role, Purpose: purpose, Ground: ground, Persons: []ID{w.named("Zoë")}, Domains: []string{"mind"}, Valid: nl.Span{Until: day("2027-06-30")}})
	}
	involve(Subject{Org: "o-linde"}, "De Linde", "partner", "help", "jw.7.3.8")
	involve(Subject{Org: "o-vt"}, "Veilig Thuis", "partner", "safety", "wmo.4.1.1")
	for user, name := range map[ID]string{"u-zoe": "Zoë", "u-tom": "Tom"} {
		e := w.moment().write(InvolvementStarted{
			Involvement: "i-" + user, Subject: Subject{User: user, Person: w.named(name)}, Name: name, Role: "family", Purpose: "own", Ground: "avg.15",
			Persons: []ID{w.named(name)}, Domains: []string{Every}, Scope: ScopeParts,
		})
		e.Valid.From = day("2026-11-01")
		w.d = Fold(w.d, e)
	}
	return w
}

func (w *world) self(user ID, name string) *world {
	return w.as(Actor{User: user, Person: w.named(name), Role: "family", Name: name})
}

var (
	lindeHelps = Holder{Kind: HolderOrganisation, Org: "o-linde"}
	hush       = Holder{Kind: HolderOrganisation, Org: "o-vt"}
)

func (w *world) news(t Talk) map[string]int {
	n := map[string]int{}
	for _, s := range w.d.Sides(t, w.today()) {
		n[s.Name], _ = t.Waits(s)
	}
	return n
}

func TestConversation(t *testing.T) {
	w := talkers(t)
	mila := w.named("Mila")
	start := StartTalk{Person: mila, With: []Holder{lindeHelps}, Lead: true, Subject: "Donderdag", Words: "Kan het een uur later?"}
	same(t, "begun", w.self("u-mila", "Mila").do(start), "talk.written")
	k := w.d.Talks[0]
	equal(t, "called as the involvement says", k.With[0].Name, "De Linde")
	equal(t, "not shut", k.Shut, "")
	waits := func(what string, p, l, h int) {
		t.Helper()
		n := w.news(w.d.Talks[0])
		if n["p"] != p || n["l"] != l || n["0"] != h {
			t.Errorf("%s: waits %v, want %d %d %d", what, n, p, l, h)
		}
	}
	waits("begun", 0, 1, 1)
	w.do(ReplyTalk{k.Talk, "Of vrijdag?"})
	waits("and once more", 0, 2, 2)
	same(t, "answered", w.as(linde).do(ReplyTalk{k.Talk, "Vrijdag is goed."}), "talk.written")
	waits("the helper answered", 1, 3, 0)
	same(t, "the lead saw it", w.as(joris).do(ReadTalk{k.Talk}), "talk.read")
	waits("the lead saw it", 1, 0, 0)
	equal(t, "seeing it twice writes nothing", len(w.do(ReadTalk{k.Talk})), 0)
	w.self("u-mila", "Mila").do(ReadTalk{k.Talk})
	waits("she saw it", 0, 0, 0)
	equal(t, "new for the lead", w.d.New(w.d.Talks[0], "u-joris", "o-team", "", w.today()), 0)
	equal(t, "messages", len(w.d.Talks[0].Messages), 3)
	w.do(ReplyTalk{k.Talk, "Fijn."})
	equal(t, "new for a colleague at De Linde", w.d.New(w.d.Talks[0], "u-other", "o-linde", "", w.today()), 1)
	equal(t, "nothing new for a stranger", w.d.New(w.d.Talks[0], "u-x", "o-x", "", w.today()), 0)
	equal(t, "nothing new for another of the family", w.d.New(w.d.Talks[0], "u-tom", "", w.named("Tom"), w.today()), 0)
}

func TestWhoCanBeWrittenTo(t *testing.T) {
	w := talkers(t)
	ok := StartTalk{Person: w.named("Mila"), With: []Holder{lindeHelps}, Subject: "S", Words: "W"}
	with := func(change func(*StartTalk)) StartTalk { c := ok; change(&c); return c }
	w.self("u-mila", "Mila").refuses(
		invalid("nobody", with(func(c *StartTalk) { c.With = nil }), "with", "dossier.talk.choose"),
		invalid("a stranger", with(func(c *StartTalk) { c.With = []Holder{{Kind: HolderOrganisation, Org: "o-x"}} }), "with", "dossier.talk.with"),
		invalid("who is there for safety, in the same words", with(func(c *StartTalk) { c.With = []Holder{hush} }), "with", "dossier.talk.with"),
		invalid("another of the family", with(func(c *StartTalk) { c.With = []Holder{{Kind: HolderFamily, Person: w.named("Tom")}} }), "with", "dossier.talk.with"),
		invalid("no subject", with(func(c *StartTalk) { c.Subject = " " }), "subject", "dossier.talk.subject"),
		invalid("no words", with(func(c *StartTalk) { c.Words = "" }), "words", "dossier.talk.words"),
		invalid("a child of 7", with(func(c *StartTalk) { c.Person = w.named("Kees") }), "person", "dossier.talk.young"),
		invalid("who cannot read it", with(func(c *StartTalk) { c.Person = w.named("Sem") }), "person", "dossier.talk.account"),
		missing("no such conversation", ReplyTalk{"k-x", "W"}, "dossier.talk.none"),
		missing("no such conversation to see", ReadTalk{"k-x"}, "dossier.talk.none"))
	w.as(joris).do(StartTalk{Person: w.named("Mila"), Subject: "S", Words: "W"})
	equal(t, "the lead takes part as the lead", w.d.Talks[0].Lead && len(w.d.Talks[0].With) == 0, true)
	w.as(linde).do(StartTalk{Person: w.named("Mila"), Lead: true, Subject: "S", Words: "W"})
	equal(t, "a helper takes part in what it begins", w.d.Talks[1].With[0].Org, ID("o-linde"))
	eva := Actor{User: "u-eva", Org: "o-vt", Role: "partner", Name: "Eva"}
	w.as(eva).do(StartTalk{Person: w.named("Mila"), Subject: "S", Words: "W"})
	equal(t, "who is there for safety may show itself", w.d.Talks[2].With[0].Org, ID("o-vt"))
	w.self("u-mila", "Mila").do(StartTalk{Person: w.named("Mila"), With: []Holder{{Kind: HolderOrganisation, Org: "o-team", User: "u-joris"}}, Subject: "S", Words: "W"})
	equal(t, "the lead by name is the lead", w.d.Talks[3].Lead, true)
}

func TestWhatAChildWritesIsItsOwnVoice(t *testing.T) {
	w := talkers(t)
	zoe := w.named("Zoë")
	w.self("u-zoe", "Zoë").do(StartTalk{Person: zoe, Lead: true, Subject: "Thuis", Words: "Ik wil je spreken."})
	e := w.d.Entries[len(w.d.Entries)-1]
	equal(t, "compartment", e.Compartment, CompartmentVoice)
	equal(t, "about the child alone", len(Persons(e)) == 1 && Persons(e)[0] == zoe, true)
	k := w.d.Talks[0].Talk
	n := ReplyTalk{Talk: k}.Need(w.d)
	equal(t, "what answering needs", n.Action == ActTalk && n.Talk == k && n.Person == zoe && n.Compartment == CompartmentVoice, true)
	w.as(joris).do(ReplyTalk{k, "Ik kom morgen."})
	equal(t, "the answer too", w.d.Entries[len(w.d.Entries)-1].Compartment, CompartmentVoice)
}

func TestTheConversationStaysWithTheLead(t *testing.T) {
	w := talkers(t)
	w.self("u-mila", "Mila").do(StartTalk{Person: w.named("Mila"), Lead: true, Subject: "S", Words: "W"})
	k := w.d.Talks[0]
	takes := func(user, org ID) bool { return w.d.Takes(k, user, org, "", w.today()) }
	equal(t, "the lead", takes("u-joris", "o-team"), true)
	equal(t, "a colleague", takes("u-noor", "o-team"), false)
	w.as(joris).do(CoverLead{By: "u-noor", Called: "Noor Jansen", Until: day("2026-12-31")})
	equal(t, "who covers", takes("u-noor", "o-team"), true)
	equal(t, "the lead meanwhile", takes("u-joris", "o-team"), true)
	w.do(EndLead{"Andere baan."})
	equal(t, "the lead that was", takes("u-joris", "o-elders"), false)
	w.days(60)
	equal(t, "the team while there is none", takes("u-noor", "o-team"), true)
	equal(t, "a partner", takes("u-ilse", "o-linde"), false)
}

func TestWhoLeftHearsNothing(t *testing.T) {
	w := talkers(t)
	w.self("u-mila", "Mila").do(StartTalk{Person: w.named("Mila"), With: []Holder{lindeHelps}, Subject: "S", Words: "W"})
	k := w.d.Talks[0].Talk
	var i ID
	for _, inv := range w.d.Involved {
		if inv.Subject.Org == "o-linde" {
			i = inv.Involvement
		}
	}
	w.as(joris).do(EndInvolvement{Involvement: i, Reason: "Klaar."})
	w.days(1)
	w.self("u-mila", "Mila").refuses(conflict("nobody hears it", ReplyTalk{k, "Hallo?"}, "dossier.talk.nobody"))
	for _, c := range w.d.Clocks {
		if c.Live() {
			w.as(joris).do(MeetClock{c.Clock})
		}
	}
	w.do(MeetGoal{Goal: w.d.Goals[0].Goal})
	w.do(CloseDossier{"Het gaat goed."})
	w.self("u-mila", "Mila").refuses(conflict("closed", StartTalk{Person: w.named("Mila"), Lead: true, Subject: "S", Words: "W"}, "dossier.closed"))
}

// Whatever is written and seen in whatever order: nothing waits for who wrote
// or saw last, what waits is never more than what others wrote, and exactly one
// of the family is in a conversation.
func TestWhatWaitsIsWhatOthersWrote(t *testing.T) {
	base := talkers(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := *base
		w.self("u-mila", "Mila").do(StartTalk{Person: w.named("Mila"), With: []Holder{lindeHelps}, Lead: true, Subject: "S", Words: "W"})
		k := w.d.Talks[0].Talk
		mila := w.by
		for range rapid.IntRange(1, 12).Draw(rt, "length") {
			by := rapid.SampledFrom([]Actor{mila, joris, linde}).Draw(rt, "by")
			var c Command = ReadTalk{k}
			if rapid.Bool().Draw(rt, "writes") {
				c = ReplyTalk{k, "W"}
			}
			w.as(by).do(c)
			now := w.d.Talks[0]
			if n := w.d.New(now, by.User, by.Org, by.Person, w.today()); n != 0 {
				rt.Fatalf("%s wrote or saw last, and %d wait", by.User, n)
			}
			for _, s := range w.d.Sides(now, w.today()) {
				others := 0
				for _, m := range now.Messages {
					if !s.wrote(m.By) {
						others++
					}
				}
				if n, since := now.Waits(s); n > others || (n > 0) != !since.IsZero() {
					rt.Fatalf("%s: %d wait of %d since %v", s.Name, n, others, since)
				}
			}
		}
		residents := slices.DeleteFunc(w.d.Sides(w.d.Talks[0], w.today()), func(s Side) bool { return s.Holder.Person == "" })
		if len(residents) != 1 {
			rt.Fatalf("%d of the family", len(residents))
		}
	})
}
