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
)

var stories = []string{storyPlain, storyHasty, storyPlain, storyDeath, storySwitch, storyMoved, storyPlain, storyRefused, storyPlain, storyUnbegun}

// stopCodes are the reasons of an end per law and story.
var stopCodes = map[string]map[string]string{
	"jw":  {storyPlain: "31", storyHasty: "31", storyDeath: "02", storySwitch: "38", storyMoved: "34"},
	"wmo": {storyPlain: "19", storyHasty: "19", storyDeath: "02", storySwitch: "38", storyMoved: "31"},
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
	ledger map[string]*care // by number
	heard  map[string]int   // allocation messages by identification: how often they came
	told   map[string]bool  // letters sent, by kind and identification
	flawed []error
}

// letterOut is a letter in the out tray, with those that leave once it is accepted.
type letterOut struct {
	raw  []byte
	then []letterOut
}

func newSoftware(hub, town, day, until string, clients []*client) *software {
	s := &software{
		hub: hub, town: town, day: day, until: until, clients: map[string]*client{}, out: make(chan letterOut, 1<<16),
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
		ledger: map[string]*care{}, heard: map[string]int{}, told: map[string]bool{},
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
	s.told[p.Law+number+"/"+p.Ref] = true
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
	for _, next := range l.then {
		s.out <- next
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
	g, err := readGranted(raw)
	if err != nil || len(g.Care) == 0 {
		w.WriteHeader(http.StatusUnprocessableEntity)
		say(w, post.Letter{}, post.Reply{Code: post.CodeFormat, Final: true})
		return
	}
	s.hear(g, lawOf(raw))
	say(w, post.Letter{Ref: g.Header.Ref}, post.Reply{Accepted: true})
}

func lawOf(raw []byte) string {
	if bytes.Contains(raw, []byte("/wmo301/schema")) {
		return "wmo"
	}
	return "jw"
}

// hear writes an allocation message into the ledger, once, and lets the stories
// of its new allocations go on.
func (s *software) hear(g granted, law string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard[law+"301/"+g.Header.Ref]++
	if s.heard[law+"301/"+g.Header.Ref] > 1 {
		return
	}
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
	start, ok := s.write(p, "305")
	story := c.story
	if provider == c.next {
		story = storyPlain
	}
	a.Stopped, a.Cause = s.day, stopCodes[c.law][story]
	s.refs++
	p.Ref, p.Stop, p.Reason = fmt.Sprintf("P%011d", s.refs), a.Stopped, a.Cause
	stop, fine := s.write(p, "307")
	if story == storySwitch {
		if again, well := s.request(c, c.next, 2); well {
			stop.then = append(stop.then, again)
		}
	}
	if !ok || !fine {
		return
	}
	if story == storyHasty { // nobody waits: the stop may well come first
		s.out <- stop
	} else {
		start.then = []letterOut{stop}
	}
	s.out <- start
}

// unsent counts the letters that no one has accepted yet.
func (s *software) unsent() int { return int(s.pending.Load()) }
