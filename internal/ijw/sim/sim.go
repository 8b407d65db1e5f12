// Package sim is the chain in one process: a municipality on the platform, a
// hub, and providers with other software, over real HTTP on the loopback
// network, in weather that a seed decides. At the end both sides' ledgers must
// say the same. It is for tests, long runs and measurements.
package sim

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/post"
	"eendracht/internal/nl"
)

// Config is what a run is made of.
type Config struct {
	Seed     uint64
	Clients  int // each with one law; a story takes two to seven messages
	Weather  Weather
	Dir      string        // an empty folder for the archive
	Start    time.Time     // when it plays
	Patience time.Duration // after which a run that does not come to rest is broken off
	Hands    int           // at once, on each side; 0 is 16
	Stories  []string      // nil is all of Stories
	Law      string        // jw or wmo; "" is both
	Speed    int           // how much faster than life the municipality's clock runs; 0 is 20
}

// Result is what a run showed.
type Result struct {
	Messages  int // different messages that arrived and were carried out
	Came      int // how often messages came in at either side, again and again
	Lost      []string
	Twice     []string
	Differ    []string // where the two ledgers do not agree
	Lapsed    int      // terms that passed and are flagged
	Kept      int      // terms that were met
	Unflagged []string // terms that passed and nobody says so
	Faults    Faults
	Dead      int
	Refused   int            // messages that were taken in for good, with their flaws
	Bounced   int            // messages of providers that were refused, as they had to be
	Anew      int            // allocation messages that a provider refused and that were told anew
	Kinds     map[string]int // messages by number, as 301
	Ours      Money          // as the archive of the municipality has it
	Theirs    Money          // as the providers' software has it
	Stalls    int            // how often the archive or the post did not answer in time, and it was tried again
	Took      time.Duration
}

// Faults counts what the weather did.
type Faults struct{ Lost, Unheard, Doubled, Late, Busy int64 }

// chain is a run under way.
type chain struct {
	Config
	town     *town
	hub      *hub
	software *software
	clients  []*client
	homes    map[dossier.ID]*client
	servers  []*http.Server
}

// Run lets the whole chain live and compares both sides at the end.
func Run(ctx context.Context, c Config) (Result, error) {
	s := newChain(c)
	defer s.close()
	return s.play(ctx)
}

func newChain(c Config) *chain {
	if c.Hands == 0 {
		c.Hands = 16
	}
	if c.Speed == 0 {
		c.Speed = 20
	}
	return &chain{Config: c, homes: map[dossier.ID]*client{}}
}

// play lets everything happen and judges it.
func (s *chain) play(ctx context.Context) (Result, error) {
	const op = "sim.Run"
	if err := s.build(ctx); err != nil {
		return Result{}, fault.Wrap(fault.Internal, op, err)
	}
	began := time.Now()
	if err := s.live(ctx); err != nil {
		return Result{}, fault.Wrap(fault.Internal, op, err)
	}
	took := time.Since(began)
	r, err := s.judge(ctx)
	r.Took = took
	return r, fault.Wrap(fault.Internal, op, err)
}

// providersOf gives the AGB codes of the providers: even ones youth care, odd ones Wmo.
func providersOf() []string {
	codes := make([]string, 12)
	for i := range codes {
		codes[i] = fmt.Sprintf("%08d", 99000001+i)
	}
	return codes
}

func (s *chain) build(ctx context.Context) error {
	providers := providersOf()
	day := nl.On(s.Start)
	s.clients = castOf(s.Config, providers, day, lastMonth(day).From)
	home := ""
	s.hub = newHub(storm{s.Weather, s.Seed}, func(code string) (string, string) {
		if code == municipality {
			return home, hubSecret
		}
		return s.software.hub + "/care", ""
	})
	server, hubURL, err := serve(s.hub)
	if err != nil {
		return err
	}
	s.servers = append(s.servers, server)
	s.software = newSoftware(hubURL, municipality, day, s.clients)
	server, careURL, err := serve(s.software)
	if err != nil {
		return err
	}
	s.servers = append(s.servers, server)
	if s.town, err = newTown(ctx, s.Config, hubURL); err != nil {
		return err
	}
	server, townURL, err := serve(s.town.post.Handler())
	if err != nil {
		return err
	}
	s.servers = append(s.servers, server)
	home = townURL + "/messages/plain"
	s.hub.to = func(code string) (string, string) {
		if code == municipality {
			return home, hubSecret
		}
		return careURL, ""
	}
	return s.settle(ctx, providers)
}

// settle makes organisations and families.
func (s *chain) settle(ctx context.Context, providers []string) error {
	if err := s.town.people(ctx, providers); err != nil {
		return err
	}
	var mu sync.Mutex
	err := together(s.Hands, s.clients, func(c *client) error {
		id, err := s.town.family(ctx, c)
		mu.Lock()
		s.homes[id] = c
		mu.Unlock()
		return err
	})
	s.town.story = func(id dossier.ID) string { return s.homes[id].story }
	return err
}

// together does a thing for every item with so many hands; the first error counts.
func together[T any](hands int, items []T, do func(T) error) error {
	var group sync.WaitGroup
	next, failed := make(chan T), make(chan error, 1)
	for range hands {
		group.Go(func() {
			for item := range next {
				if err := do(item); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for _, item := range items {
		next <- item
	}
	close(next)
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// live lets the stories play until nothing is on its way any more.
func (s *chain) live(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	for _, run := range []func(){
		func() { s.hub.run(ctx, 2*s.Hands) },
		func() { s.software.run(ctx, s.Hands) },
		func() { s.town.work(ctx, s.Hands) },
		func() { s.town.deliver(ctx) },
	} {
		group.Go(run)
	}
	defer group.Wait()
	defer stop()
	for _, c := range s.clients {
		s.software.ask(c, c.provider)
	}
	return s.rest(ctx)
}

// rest waits until nothing is on its way, three times in a row. When only
// letters are left that came too early, the municipality's clock moves on, so
// that the patience with them ends.
func (s *chain) rest(ctx context.Context) error {
	const op = "sim.rest"
	end := time.Now().Add(s.Patience)
	for still, stuck := 0, 0; still < 3; {
		select {
		case <-ctx.Done():
			return fault.Wrap(fault.Unavailable, op, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
		moves, parked, err := s.moves(ctx)
		switch {
		case err != nil:
			return err
		case moves+parked == 0:
			still++
		case moves == 0:
			still, stuck = 0, stuck+1
		default:
			still, stuck = 0, 0
		}
		if stuck == 3 {
			s.town.clock.ahead.Add(int64(patience + time.Minute))
			stuck = 0
		}
		if time.Now().After(end) {
			return fault.New(fault.Unavailable, op, "", "moves", strconv.Itoa(moves), "parked", strconv.Itoa(parked))
		}
	}
	return nil
}

// patience is how long, on the municipality's clock, a letter is tried that
// builds on what is not known yet.
const patience = time.Hour

// moves counts what is still on its way, and what came too early and is kept.
func (s *chain) moves(ctx context.Context) (moves, parked int, err error) {
	moves = int(s.hub.open.Load()) + int(s.town.undecide.Load()) + s.software.unsent()
	rows, err := s.town.office.Store.Traffic(ctx, trafficOfTown(s.Start))
	for _, r := range rows {
		switch {
		case r.State == "waiting" && r.Out:
			moves += r.Count
		case r.State == "waiting":
			parked += r.Count
		}
	}
	return moves, parked, err
}

func (s *chain) close() {
	for _, server := range s.servers {
		_ = server.Close() // the run is over
	}
	if s.town != nil {
		_ = s.town.store.Close() // what it held was compared before
	}
}

var _ post.Desk = tap{}
