package sim

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw/post"
)

// The stories that clients live through.
const (
	storyPlain   = "plain"   // asked, granted, started, stopped as planned
	storyHasty   = "hasty"   // the stop is on its way before the start has arrived
	storyDeath   = "death"   // the client died
	storySwitch  = "switch"  // on to another provider, who asks anew
	storyMoved   = "moved"   // to another municipality
	storyRefused = "refused" // the request is refused
	storyUnbegun = "unbegun" // granted, and never begun: the term must show it
	storyWrong   = "wrong"   // the start was told with a mistake: taken back, told again
)

var stories = []string{storyPlain, storyHasty, storyPlain, storyDeath, storySwitch, storyMoved, storyPlain, storyRefused, storyWrong, storyUnbegun}

// stopCodes are the reasons of an end per law and story.
var stopCodes = map[string]map[string]string{
	"jw":  {storyPlain: "31", storyWrong: "31", storyHasty: "31", storyDeath: "02", storySwitch: "38", storyMoved: "34"},
	"wmo": {storyPlain: "19", storyWrong: "19", storyHasty: "19", storyDeath: "02", storySwitch: "38", storyMoved: "31"},
}

// client is someone who gets care, as both sides know them.
type client struct {
	n              int
	bsn, law       string
	last, first    string
	birth, story   string
	provider       string // AGB code
	next           string // of the provider that takes over
	category, code string
}

// software is the other side: the programs of all providers. It has a ledger of
// its own and knows nothing of the platform but its messages.
type software struct {
	hub     string
	client  *http.Client
	town    string // municipality code
	day     string
	until   string
	clients map[string]*client // by BSN and law
	out     chan letterOut
	pending atomic.Int64 // letters that no one has accepted yet

	mu     sync.Mutex
	refs   int
	ledger map[string]*care       // by number
	heard  map[string]int         // allocation messages by identification: how often they came
	told   map[string]bool        // letters sent, by kind and identification
	after  map[string][]letterOut // what waits for the return message to an identification
	flawed []error
}

// letterOut is a letter in the out tray.
type letterOut struct{ raw []byte }

func newSoftware(hub, town, day, until string, clients []*client) *software {
	s := &software{
		hub: hub, town: town, day: day, until: until, clients: map[string]*client{}, out: make(chan letterOut, 1<<16),
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
		ledger: map[string]*care{}, heard: map[string]int{}, told: map[string]bool{}, after: map[string][]letterOut{},
	}
	for _, c := range clients {
		s.clients[c.bsn+c.law] = c
	}
	return s
}

// slip begins a message about a client.
func (s *software) slip(c *client, from string) slip {
	s.refs++
	return slip{
		Law: c.law, From: from, To: s.town, Ref: fmt.Sprintf("P%011d", s.refs), Day: s.day, BSN: c.bsn, Birth: c.birth, Sex: "2",
		Last: c.last, First: c.first, Category: c.category, Product: c.code, Begin: s.day, Until: s.until, Status: "1",
	}
}

// ask lets a provider ask for care. The caller holds no lock.
func (s *software) ask(c *client, from string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, ok := s.request(c, from, 1); ok {
		s.out <- l
	}
}

// request makes a request for care, the first or a later one.
func (s *software) request(c *client, from string, turn int) (letterOut, bool) {
	p := s.slip(c, from)
	p.Reference = fmt.Sprintf("R%d-%s-%d", c.n, c.law, turn)
	p.Volume, p.Unit, p.Per = strconv.Itoa(1+c.n%6), "04", "2"
	return s.write(p, "315")
}

// write makes a message that will be sent; the caller holds the lock.
func (s *software) write(p slip, number string) (letterOut, bool) {
	raw, err := p.write(number)
	if err != nil {
		s.flawed = append(s.flawed, err)
		return letterOut{}, false
	}
	ref := p.Ref
	if p.Retour != "" {
		ref = p.Retour
	}
	s.told[p.Law+number+"/"+ref] = true
	s.pending.Add(1)
	return letterOut{raw: raw}, true
}

// run sends until the context ends, each letter until the hub accepts it.
func (s *software) run(ctx context.Context, hands int) {
	var group sync.WaitGroup
	for range hands {
		group.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case l := <-s.out:
					s.send(ctx, l)
				}
			}
		})
	}
	group.Wait()
}

func (s *software) send(ctx context.Context, l letterOut) {
	for ctx.Err() == nil && !s.accepted(ctx, l) {
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Millisecond):
		}
	}
	s.pending.Add(-1)
}

func (s *software) accepted(ctx context.Context, l letterOut) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.hub, bytes.NewReader(l.raw))
	if err != nil {
		return false
	}
	response, err := s.client.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }() // read below
	_, err = io.Copy(io.Discard, response.Body)
	return err == nil && response.StatusCode == http.StatusOK
}

// ServeHTTP receives what the municipality sends.
func (s *software) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	g, kind, err := readGranted(raw)
	if err != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
		say(w, post.Letter{}, post.Reply{Code: post.CodeFormat, Final: true})
		return
	}
	s.listen(g, kind)
	say(w, post.Letter{Ref: g.Header.Ref}, post.Reply{Accepted: true})
}

// listen hears a message once: an allocation, an answer to a request, or the
// return message to something that was sent, for which the next may wait.
func (s *software) listen(g granted, kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref := g.Header.Ref
	if g.Header.Retour != "" {
		ref = g.Header.Retour
	}
	s.heard[kind+"/"+ref]++
	if s.heard[kind+"/"+ref] > 1 {
		return
	}
	law, number := kind[:len(kind)-3], kind[len(kind)-3:]
	switch number {
	case "301":
		s.reply(g, law, "302")
		s.hear(g, law)
	case "319":
		s.reply(g, law, "320")
	default:
		for _, code := range g.Header.Codes {
			if code != "0200" && code != "8001" {
				s.flawed = append(s.flawed, fault.New(fault.Invalid, "sim.listen", "", "kind", kind, "code", code))
			}
		}
		for _, next := range s.after[g.Header.Ref] {
			s.out <- next
		}
		delete(s.after, g.Header.Ref)
	}
}

// reply sends a return message without remarks; the caller holds the lock.
func (s *software) reply(g granted, law, number string) {
	s.refs++
	p := slip{Law: law, From: g.Header.From, To: g.Header.To, Ref: g.Header.Ref, Day: g.Header.Day, Retour: fmt.Sprintf("R%011d", s.refs), Today: s.day}
	if l, ok := s.write(p, number); ok {
		s.out <- l
	}
}

// hear writes an allocation message into the ledger and lets the stories of its
// new allocations go on.
func (s *software) hear(g granted, law string) {
	for _, a := range g.Care {
		was := s.ledger[a.Number]
		if was != nil && was.Decided+was.At >= a.Decided+a.At {
			continue // known, or older than what is known
		}
		a.BSN, a.Law = g.BSN, law
		if was != nil {
			a.Start, a.Stopped, a.Cause = was.Start, was.Stopped, was.Cause
		}
		s.ledger[a.Number] = &a
		if c := s.clients[g.BSN+law]; c != nil && was == nil {
			s.goOn(c, &a, g.Header.To)
		}
	}
}

// goOn tells of the start and the end of care; the caller holds the lock.
func (s *software) goOn(c *client, a *care, provider string) {
	if c.story == storyUnbegun {
		return
	}
	a.Start = s.day
	p := s.slip(c, provider)
	p.Number, p.Begin, p.Start = a.Number, a.Begin, a.Start
	story := c.story
	if provider == c.next {
		story = storyPlain
	}
	a.Stopped, a.Cause = s.day, stopCodes[c.law][story]
	letters := []string{"305", "307"}
	if story == storyWrong { // the start is taken back and told again
		letters = []string{"305", "305", "305", "307"}
	}
	s.chain(c, p, a, letters, story == storyHasty)
}

// chain sends messages one after another, each when the return message of the
// one before has come; in haste all at once. After a switch the next provider asks.
func (s *software) chain(c *client, p slip, a *care, numbers []string, hasty bool) {
	last := ""
	for i, number := range numbers {
		s.refs++
		p.Ref, p.Status = fmt.Sprintf("P%011d", s.refs), "1"
		if number == "305" && i == 1 {
			p.Status = "3"
		}
		if number == "307" {
			p.Stop, p.Reason = a.Stopped, a.Cause
		}
		l, ok := s.write(p, number)
		if !ok {
			return
		}
		s.next(last, l, hasty)
		last = p.Ref
	}
	if c.story == storySwitch && p.From == c.provider {
		if again, ok := s.request(c, c.next, 2); ok {
			s.next(last, again, false)
		}
	}
}

// next sends a letter when the return message to an earlier one has come.
func (s *software) next(after string, l letterOut, now bool) {
	if after == "" || now {
		s.out <- l
		return
	}
	s.after[after] = append(s.after[after], l)
}

// unsent counts the letters that no one has accepted yet.
func (s *software) unsent() int { return int(s.pending.Load()) }
