//go:build linux

package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/jackc/pgx/v5"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store/pgtest"
)

// wish is what a client of the race asks about the lead of one family.
type wish struct {
	Family int
	Kind   string // offer, accept, end, read
	Who    string // to whom is offered, or who accepts
	Offer  string
}

// reply is what came of it.
type reply struct {
	OK    bool
	Offer string // that was made
	Lead  string // that was read
}

// leadState is the state of the model: who leads, and which offers are open, as
// "id=who" in order.
type leadState struct {
	Lead   string
	Offers string
}

func (s leadState) offers() []string { return strings.Fields(s.Offers) }

func (s leadState) openTo(who string) bool {
	return slices.ContainsFunc(s.offers(), func(o string) bool { return strings.HasSuffix(o, "="+who) })
}

// oneLead says what a single copy of the family would answer: at most one lead,
// who accepted an open offer while nobody led.
var oneLead = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		by := map[int][]porcupine.Operation{}
		for _, o := range history {
			family := o.Input.(wish).Family
			by[family] = append(by[family], o)
		}
		var parts [][]porcupine.Operation
		for _, part := range by {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return leadState{} },
	Step: func(state, input, output any) (bool, any) {
		return step(state.(leadState), input.(wish), output.(reply))
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v → %+v", input, output) },
}

func step(s leadState, w wish, r reply) (bool, leadState) {
	switch w.Kind {
	case "read":
		return r.Lead == s.Lead, s
	case "offer":
		if free := s.Lead != w.Who && !s.openTo(w.Who); r.OK != free {
			return false, s
		} else if !r.OK {
			return true, s
		}
		list := append(s.offers(), r.Offer+"="+w.Who)
		slices.Sort(list)
		return true, leadState{s.Lead, strings.Join(list, " ")}
	case "accept":
		can := s.Lead == "" && slices.Contains(s.offers(), w.Offer+"="+w.Who)
		if r.OK != can {
			return false, s
		}
		if r.OK {
			return true, leadState{Lead: w.Who}
		}
		return true, s
	}
	if r.OK != (s.Lead != "") { // end: the team may
		return false, s
	}
	if r.OK {
		return true, leadState{Offers: s.Offers}
	}
	return true, s
}

// TestTheModelOfOneLeadBites: histories that must not be are refused.
func TestTheModelOfOneLeadBites(t *testing.T) {
	op := func(call, end int64, w wish, r reply) porcupine.Operation {
		return porcupine.Operation{Input: w, Call: call, Output: r, Return: end}
	}
	offers := []porcupine.Operation{op(1, 2, wish{0, "offer", "a", ""}, reply{OK: true, Offer: "x"}), op(3, 4, wish{0, "offer", "b", ""}, reply{OK: true, Offer: "y"})}
	for name, c := range map[string]struct {
		history []porcupine.Operation
		good    bool
	}{
		"one accepts":   {[]porcupine.Operation{op(5, 8, wish{0, "accept", "a", "x"}, reply{OK: true}), op(6, 9, wish{0, "accept", "b", "y"}, reply{}), op(10, 11, wish{Kind: "read"}, reply{Lead: "a"})}, true},
		"two leads":     {[]porcupine.Operation{op(5, 8, wish{0, "accept", "a", "x"}, reply{OK: true}), op(6, 9, wish{0, "accept", "b", "y"}, reply{OK: true})}, false},
		"an old answer": {[]porcupine.Operation{op(5, 8, wish{0, "accept", "a", "x"}, reply{OK: true}), op(10, 11, wish{Kind: "read"}, reply{})}, false},
		"lost":          {[]porcupine.Operation{op(5, 8, wish{0, "accept", "a", "x"}, reply{OK: true}), op(9, 10, wish{0, "end", "a", ""}, reply{})}, false},
		"ended twice":   {[]porcupine.Operation{op(5, 8, wish{0, "accept", "a", "x"}, reply{OK: true}), op(9, 10, wish{0, "end", "a", ""}, reply{OK: true}), op(9, 12, wish{0, "end", "b", ""}, reply{OK: true})}, false},
	} {
		if got := porcupine.CheckOperations(oneLead, append(slices.Clone(offers), c.history...)); got != c.good {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// race is a handful of clients on several houses with the same data.
type race struct {
	t      *testing.T
	houses []*House
	ids    []dossier.ID
	began  time.Time

	mu      sync.Mutex
	history []porcupine.Operation
	offers  []wish // that were made, to accept
	unknown int
}

var candidates = []string{"u-a", "u-b", "u-c"}

func (r *race) as(who, purpose string) context.Context {
	c := act{Kind: "offer"}.caller()
	c.Who.User, c.Purpose = dossier.ID(who), purpose
	return casework.As(r.t.Context(), c)
}

// ask sends a wish until its answer is known: an outcome that is unknown is
// asked for again with the same key, at any house, and belongs to the same
// moment of the history.
func (r *race) ask(client int, w wish, key string) {
	call := time.Since(r.began).Nanoseconds()
	for n := 0; ; n++ {
		answer, err := r.once(r.houses[(client+n)%len(r.houses)], w, key)
		switch {
		case fault.Is(err, fault.Unavailable):
			r.mu.Lock()
			r.unknown++
			r.mu.Unlock()
			pause(r.t.Context(), 20*time.Millisecond)
			continue
		case fault.Is(err, fault.Conflict) && gaveUp(err):
			return // it tried five times and changed nothing: no part of the history
		case err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound):
			r.t.Errorf("%+v: %v", w, err)
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.history = append(r.history, porcupine.Operation{ClientId: client, Input: w, Call: call, Output: answer, Return: time.Since(r.began).Nanoseconds()})
		if w.Kind == "offer" && answer.OK {
			r.offers = append(r.offers, wish{w.Family, "accept", w.Who, answer.Offer})
		}
		return
	}
}

// gaveUp tells the conflict of too many tries, which has no words of its own.
func gaveUp(err error) bool {
	key, _ := fault.Message(err)
	return key == "fault.conflict" || key == "store.stale"
}

func (r *race) once(h *House, w wish, key string) (reply, error) {
	id := r.ids[w.Family]
	if w.Kind == "read" {
		view, err := h.Office.Open(r.as("u-worker", "intake"), id)
		if err != nil || view.Dossier.Lead == nil {
			return reply{}, err
		}
		return reply{OK: true, Lead: string(view.Dossier.Lead.User)}, nil
	}
	who, purpose, command := "u-worker", "intake", dossier.Command(nil)
	switch w.Kind {
	case "offer":
		command = dossier.OfferLead{To: dossier.ID(w.Who), Org: team, Called: "Noor Bos", Phone: "0500 123456"}
	case "accept":
		who, purpose, command = w.Who, "lead", dossier.AcceptLead{Offer: dossier.ID(w.Offer)}
	case "end":
		command = dossier.EndLead{Reason: "Klaar."}
	}
	done, err := h.Office.Do(r.as(who, purpose), casework.Wish{Dossier: id, Command: command, Key: key})
	if err != nil {
		return reply{}, err
	}
	answer := reply{OK: true}
	if w.Kind == "offer" && len(done.New) > 0 {
		answer.Offer = string(done.New[0])
	}
	return answer, nil
}

func (r *race) client(n, acts int) {
	for k := range acts {
		family := rand.IntN(len(r.ids))
		w := wish{Family: family, Who: candidates[rand.IntN(len(candidates))]}
		switch dice := rand.IntN(10); {
		case dice < 3:
			w.Kind, w.Who = "read", ""
		case dice < 5:
			w.Kind = "offer"
		case dice < 9:
			r.mu.Lock()
			if len(r.offers) > 0 {
				w = r.offers[max(0, len(r.offers)-1-rand.IntN(4))]
			} else {
				w.Kind = "offer"
			}
			r.mu.Unlock()
		default:
			w.Kind, w.Who = "end", ""
		}
		r.ask(n, w, fmt.Sprintf("%d-%d", n, k))
	}
}

// runRace lets clients race and gives what they did, judged.
func runRace(t *testing.T, at Site, houses, acts int, meanwhile func(context.Context)) (*race, int) {
	t.Helper()
	r := &race{t: t, began: time.Now()}
	for range houses {
		h, err := Open(t.Context(), at, nil, silent())
		if err != nil {
			t.Fatal(err)
		}
		r.houses = append(r.houses, h)
	}
	for n := range 3 {
		asked, err := r.houses[0].do(t.Context(), act{Kind: "ask", Key: fmt.Sprintf("race%d-%d", n, rand.Int64())})
		if err != nil {
			t.Fatal(err)
		}
		r.ids = append(r.ids, asked.Done)
	}
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		if meanwhile != nil {
			meanwhile(ctx)
		}
	}()
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() { r.client(n, acts) })
	}
	all.Wait()
	stop()
	<-over
	for _, h := range r.houses {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	if result := porcupine.CheckOperationsTimeout(oneLead, r.history, 2*time.Minute); result != porcupine.Ok {
		t.Fatalf("the history of %d answers is not that of one lead: %s", len(r.history), result)
	}
	writes := 0
	for _, o := range r.history {
		if o.Output.(reply).OK && o.Input.(wish).Kind != "read" {
			writes++
		}
	}
	return r, writes
}

func racing(t *testing.T, at Site, houses int, meanwhile func(context.Context)) {
	t.Helper()
	began, row := time.Now(), Row{Fault: "replicas race on one lead", Store: at.Store(), Cycles: cycles(1, 40)}
	answers, unknown := 0, 0
	for range row.Cycles {
		r, writes := runRace(t, at, houses, cycles(25, 60), meanwhile)
		row.Acked += writes
		answers, unknown = answers+len(r.history), unknown+r.unknown
		if _, err := Verify(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	row.Note = fmt.Sprintf("%d houses, 8 clients; %d answers linearizable by porcupine; %d unknown outcomes asked again by key", houses, answers, unknown)
	done(t, row, began)
}

// TestRaceOnPostgres has two houses on one database, whose connections are
// broken off meanwhile.
func TestRaceOnPostgres(t *testing.T) {
	url := pgtest.URL(t)
	racing(t, Site{Dir: filepath.Join(t.TempDir(), "data"), URL: url}, 2, func(ctx context.Context) {
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the end of the test
		for ctx.Err() == nil {
			pause(ctx, time.Duration(100+rand.IntN(300))*time.Millisecond)
			_, err := conn.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eendracht' AND datname = current_database() AND random() < 0.5`)
			if err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	})
}

// TestRaceOnSQLite has many clients in one house: a second process is refused.
func TestRaceOnSQLite(t *testing.T) {
	at := Site{Dir: filepath.Join(t.TempDir(), "data")}
	racing(t, at, 1, nil)
	h, err := Open(t.Context(), at, nil, silent())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	_, err = Open(t.Context(), at, nil, silent())
	if key, _ := fault.Message(err); key != "store.locked" {
		t.Fatalf("a second process on one folder got in: %v", err)
	}
}
