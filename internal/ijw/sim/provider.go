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
	"eendracht/internal/nl"
)

// client is someone who gets care, as both sides know them.
type client struct {
	n              int
	bsn, law       string
	last, first    string
	birth, story   string
	from           string // first day of the care that is asked
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
	until   string             // last day of the care that is asked
	later   string             // what it is prolonged to
	month   [2]string          // first and last day of the month before this one
	clients map[string]*client // by BSN and law
	out     chan letterOut
	pending atomic.Int64 // letters that no one has accepted yet

	mu      sync.Mutex
	refs    int
	ledger  map[string]*care   // by number
	purse   map[string]*bill   // by number of the claim
	heard   map[string]int     // messages that came, by kind and identification: how often
	told    map[string]bool    // letters sent, by kind and identification; false for one that must be refused
	threads map[string]*thread // by provider, client and law
	waiting map[string]*thread // by what lets them go on
	bounced map[string]bool    // clients whose first allocation message was refused
	flawed  []error
}

// letterOut is a letter in the out tray.
type letterOut struct{ raw []byte }

func newSoftware(hub, town string, day nl.Date, clients []*client) *software {
	month := lastMonth(day)
	s := &software{
		hub: hub, town: town, day: day.String(), until: day.AddDays(200).String(), later: day.AddDays(260).String(),
		month: [2]string{month.From.String(), month.Until.String()}, clients: map[string]*client{}, out: make(chan letterOut, 1<<16),
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
		ledger: map[string]*care{}, purse: map[string]*bill{}, heard: map[string]int{}, told: map[string]bool{},
		threads: map[string]*thread{}, waiting: map[string]*thread{}, bounced: map[string]bool{},
	}
	for _, c := range clients {
		s.clients[c.bsn+c.law] = c
	}
	return s
}

// lastMonth gives the calendar month before that of a day.
func lastMonth(day nl.Date) nl.Span {
	first := nl.Date{Year: day.Year, Month: day.Month, Day: 1}
	return nl.Span{From: first.AddMonths(-1), Until: first.AddDays(-1)}
}

// slip begins a message about a client.
func (s *software) slip(c *client, from string) slip {
	s.refs++
	return slip{
		Law: c.law, From: from, To: s.town, Ref: reference(s.refs, "P"), Day: s.day, BSN: c.bsn, Birth: c.birth, Sex: "2",
		Last: c.last, First: c.first, Category: c.category, Product: c.code, Begin: c.from, Until: s.until, Status: "1",
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
	p.Volume, p.Unit, p.Per = strconv.Itoa(c.weekly()), "04", "2"
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

// unsent counts the letters that no one has accepted yet.
func (s *software) unsent() int { return int(s.pending.Load()) }
