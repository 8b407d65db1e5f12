package sim

import (
	"strconv"

	"eendracht/internal/nl"
)

// The stories that clients live through: the cases that the standard describes,
// and what else happens between two programs.
const (
	StoryPlain    = "plain"    // asked, granted, started, stopped as planned
	StoryHasty    = "hasty"    // the stop is on its way before the start has arrived
	StoryVolume   = "volume"   // another volume per week: the old allocation ends, a new one follows
	StoryLonger   = "longer"   // prolonged under the same number
	StoryUnmoved  = "unmoved"  // the request for change is refused
	StoryHeld     = "held"     // looked into first, then granted
	StorySwitch   = "switch"   // on to another provider, who asks anew
	StoryDeath    = "death"    // the client died: the provider stops, the municipality ends the allocation
	StoryMoved    = "moved"    // to another municipality, likewise
	StoryWrong    = "wrong"    // the start was told with a mistake: taken back, told again
	StoryRefused  = "refused"  // the request is refused
	StoryUnbegun  = "unbegun"  // granted, and never begun: the term must show it
	StoryOrphan   = "orphan"   // a stop without a start: waited for, then refused
	StoryBounced  = "bounced"  // the provider refuses the allocation message; it is told anew
	StoryClaimed  = "claimed"  // a month is claimed and granted
	StoryTooMuch  = "toomuch"  // more is claimed than allocated: rejected, then claimed right
	StoryCredited = "credited" // a granted line is taken back and claimed anew
)

// Stories gives every story, in the order in which clients get them.
func Stories() []string {
	return []string{
		StoryPlain, StoryHasty, StoryClaimed, StoryDeath, StorySwitch, StoryMoved, StoryVolume, StoryRefused, StoryWrong, StoryUnbegun,
		StoryLonger, StoryTooMuch, StoryHeld, StoryCredited, StoryUnmoved, StoryBounced, StoryOrphan,
	}
}

// stopCodes are the reasons of an end per law and story.
var stopCodes = map[string]map[string]string{
	"jw":  {StoryPlain: "31", StoryDeath: "02", StorySwitch: "38", StoryMoved: "34", StoryVolume: "37"},
	"wmo": {StoryPlain: "19", StoryDeath: "02", StorySwitch: "38", StoryMoved: "31", StoryVolume: "37"},
}

// stopCode gives the reason of the end in a story; as planned by default.
func stopCode(law, story string) string {
	if code, ok := stopCodes[law][story]; ok {
		return code
	}
	return stopCodes[law][StoryPlain]
}

// weekly is how many hours a week the client gets.
func (c *client) weekly() int { return 1 + c.n%6 }

// tariff is the price of an hour, in cents.
func (c *client) tariff() int64 { return 7350 + int64(c.n%100)*5 }

// act is one message of a provider about its client, and what lets the story go on.
type act struct {
	number string // of the message
	fill   func(*software, *thread, *slip)
	until  string // what it waits for: its return message, careAnew, or answered
	wrong  bool   // it cannot be accepted: its return message must refuse it
	hasty  bool   // the next one does not wait
}

// What an act can wait for beside its return message.
const (
	careAnew = "care"
	answered = "answer"
)

// thread is the story of one client at one provider.
type thread struct {
	client   *client
	provider string
	care     *care
	acts     []act
	story    string
	now      act
	ref      string // of the last request for change
	bill     string // number of the last claim
}

// script gives the acts of a story.
func script(story string) []act {
	start, stop := act{number: "305", fill: begins}, act{number: "307", fill: ends}
	claim, change := func(hours int) act { return act{number: "323", fill: claims(hours)} }, act{number: "317", until: careAnew}
	switch story {
	case StoryUnbegun:
		return nil
	case StoryHasty:
		start.hasty = true
	case StoryWrong: // the start is told on a wrong day, taken back and told again
		return []act{{number: "305", fill: mistakes}, {number: "305", fill: unbegins}, start, stop}
	case StoryOrphan:
		return []act{{number: "307", fill: ends, wrong: true}}
	case StoryVolume:
		change.fill = wants(func(s *software, _ *thread, p *slip) { p.Begin, p.Volume = s.tomorrow(), "9" })
		return []act{start, change, stop}
	case StoryLonger:
		change.fill = wants(func(s *software, _ *thread, p *slip) { p.Until = s.later })
		return []act{start, change}
	case StoryUnmoved:
		change.until, change.fill = answered, wants(func(s *software, _ *thread, p *slip) { p.Begin, p.Volume = s.tomorrow(), "40" })
		return []act{start, change, stop}
	case StoryClaimed:
		return []act{start, claim(4), stop}
	case StoryTooMuch:
		return []act{start, claim(60), claim(4), stop}
	case StoryCredited:
		return []act{start, claim(4), {number: "323", fill: credits}, claim(3), stop}
	}
	return []act{start, stop}
}

// mistakes tells a start of today, though the care began before.
func mistakes(s *software, t *thread, p *slip) {
	p.Start, p.Status = s.day, "1"
	t.care.Start = p.Start
}

// begins tells of the start on the first day of the care.
func begins(s *software, t *thread, p *slip) {
	p.Start, p.Status = t.care.Begin, "1"
	t.care.Start = p.Start
}

// unbegins takes the start back.
func unbegins(_ *software, t *thread, p *slip) {
	p.Start, p.Status = t.care.Start, "3"
	t.care.Start = ""
}

// ends tells of the end, today.
func ends(s *software, t *thread, p *slip) {
	p.Start, p.Stop, p.Status, p.Reason = t.care.Start, s.day, "1", stopCode(p.Law, t.story)
	if p.Start == "" { // never told
		p.Start = t.care.Begin
		return
	}
	t.care.Stopped, t.care.Cause = p.Stop, p.Reason
}

// wants asks for a change of the allocation as it is.
func wants(alter func(*software, *thread, *slip)) func(*software, *thread, *slip) {
	return func(s *software, t *thread, p *slip) {
		t.ref = "C" + p.Ref
		p.Reference, p.Begin, p.Until, p.Volume, p.Unit, p.Per = t.ref, t.care.Begin, t.care.Until, t.care.Volume, t.care.Unit, t.care.Per
		alter(s, t, p)
	}
}

// claims claims so many weeks of care in the month before this one.
func claims(weeks int) func(*software, *thread, *slip) {
	return func(s *software, t *thread, p *slip) {
		volume := int64(weeks * t.client.weekly())
		p.Bill = s.newBill(t, p, billLine{Ref: p.Ref + "1", Volume: volume, Tariff: t.client.tariff(), Cents: volume * t.client.tariff()})
	}
}

// credits takes the line of the last claim back.
func credits(s *software, t *thread, p *slip) {
	line := s.purse[t.bill].Lines[0]
	line.Earlier, line.Ref = line.Ref, p.Ref+"1"
	p.Bill = s.newBill(t, p, line)
}

// tomorrow is the day after the one on which all plays.
func (s *software) tomorrow() string {
	day, err := nl.ParseDate(s.day)
	if err != nil {
		return ""
	}
	return day.AddDays(1).String()
}

// goOn lets a thread write its next message; the caller holds the lock.
func (s *software) goOn(t *thread) {
	for len(t.acts) > 0 {
		t.now, t.acts = t.acts[0], t.acts[1:]
		p := s.slip(t.client, t.provider)
		p.Number, p.Begin = t.care.Number, t.care.Begin
		t.now.fill(s, t, &p)
		l, ok := s.write(p, t.now.number)
		if !ok {
			return
		}
		s.told[p.Law+t.now.number+"/"+p.Ref] = !t.now.wrong
		s.out <- l
		if !t.now.hasty {
			s.waiting[t.waitsFor(p.Ref)] = t
			return
		}
	}
	if t.story == StorySwitch && t.provider == t.client.provider {
		if again, ok := s.request(t.client, t.client.next, 2); ok {
			s.out <- again
		}
	}
}

// waitsFor names what lets the thread go on.
func (t *thread) waitsFor(ref string) string {
	switch t.now.until {
	case careAnew:
		return careAnew + "/" + t.care.Law + t.care.Number
	case answered:
		return answered + "/" + t.ref
	}
	return "back/" + ref
}

// happened lets the thread go on that waited for something.
func (s *software) happened(what string) {
	t := s.waiting[what]
	delete(s.waiting, what)
	if t != nil {
		s.goOn(t)
	}
}

// castOf invents the clients. Their BSNs are of the range that no one has.
func castOf(c Config, providers []string, day, month nl.Date) []*client {
	stories := c.Stories
	if len(stories) == 0 {
		stories = Stories()
	}
	var all []*client
	for number := 999900000; len(all) < c.Clients && number < 1_000_000_000; number++ {
		bsn := strconv.Itoa(number)
		if !nl.BSN(bsn).Valid() {
			continue
		}
		n := len(all)
		if c.Law == "jw" || c.Law == "wmo" {
			n = 2 * n
		}
		if c.Law == "wmo" {
			n++
		}
		who := &client{n: n, bsn: bsn, law: "jw", last: "Vogel", first: "Merel", birth: "2012-05-06", story: stories[n/2%len(stories)], category: "45", code: "45A04", from: day.String()}
		if n%2 == 1 {
			who.law, who.birth, who.category, who.code = "wmo", "1962-05-06", "02", "02A03"
		}
		switch who.story {
		case StoryClaimed, StoryTooMuch, StoryCredited, StoryWrong:
			who.from = month.String()
		}
		who.provider, who.next = providers[(n%2+2*(n/2))%len(providers)], providers[(n%2+2*(n/2)+2)%len(providers)]
		all = append(all, who)
	}
	return all
}
