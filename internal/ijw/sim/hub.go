package sim

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"eendracht/internal/ijw/post"
)

// hub passes letters on between municipality and providers over HTTP, through
// the weather. It keeps a letter that it accepted until the receiver has it, it
// promises no order, and it does not notice what comes twice.
type hub struct {
	storm
	client *http.Client
	to     func(code string) (url, secret string)
	queue  chan *carried
	open   atomic.Int64 // letters accepted and not yet delivered

	mu    sync.Mutex
	tries map[string]int
	count struct{ lost, unheard, doubled, late, busy atomic.Int64 }
}

// carried is a letter on its way.
type carried struct {
	letter post.Letter
	key    string
}

func newHub(s storm, to func(string) (string, string)) *hub {
	return &hub{
		storm: s, to: to, queue: make(chan *carried, 1<<16), tries: map[string]int{},
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
	}
}

var named = regexp.MustCompile(`(?:ReferentieAanbieder|RedenWijziging|VerzoekAntwoord)>([^<]+)<`)

// keyOf names a letter for the weather. An allocation and an answer are named by
// the request that they are about and what they say: the identifications that
// the municipality gives depend on timing.
func keyOf(l post.Letter) string {
	if number := l.Kind[len(l.Kind)-3:]; number == "301" || number == "319" {
		if all := named.FindAllSubmatch(l.Content, -1); len(all) > 0 {
			key := l.Kind
			for _, found := range all {
				key += "/" + string(found[1])
			}
			return key
		}
	}
	return l.Kind + "/" + l.From + "/" + l.Ref
}

// try counts the tries of a letter on a leg.
func (h *hub) try(leg, key string) fate {
	h.mu.Lock()
	h.tries[leg+key]++
	n := h.tries[leg+key]
	h.mu.Unlock()
	return h.fate(leg, key, n)
}

// ServeHTTP takes a letter from a sender.
func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	letter, err := post.Peek(raw)
	if err != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
		say(w, letter, post.Reply{Code: post.CodeFormat, Final: true})
		return
	}
	c := &carried{letter, keyOf(letter)}
	f := h.try("in", c.key)
	switch {
	case f.lost:
		h.count.lost.Add(1)
		panic(http.ErrAbortHandler) // the connection breaks
	case f.busy:
		h.count.busy.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
		say(w, letter, post.Reply{Code: post.CodeBusy})
		return
	}
	h.open.Add(1)
	h.queue <- c
	if f.unheard {
		h.count.unheard.Add(1)
		panic(http.ErrAbortHandler) // the sender does not hear that it arrived, and sends it again
	}
	say(w, letter, post.Reply{Accepted: true})
}

// run delivers with so many hands until the context ends.
func (h *hub) run(ctx context.Context, hands int) {
	var group sync.WaitGroup
	for range hands {
		group.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case c := <-h.queue:
					h.pass(ctx, c)
				}
			}
		})
	}
	group.Wait()
}

// pass brings a letter to its receiver as the weather has it.
func (h *hub) pass(ctx context.Context, c *carried) {
	f := h.try("out", c.key)
	switch {
	case f.lost:
		h.count.lost.Add(1)
		h.later(c, 20*time.Millisecond)
		return
	case f.holdBack > 0:
		h.count.late.Add(1)
		h.later(c, f.holdBack)
		return
	}
	if f.double {
		h.count.doubled.Add(1)
		h.bring(ctx, c)
	}
	switch {
	case !h.bring(ctx, c) && ctx.Err() == nil:
		h.later(c, 50*time.Millisecond)
	case f.unheard: // the receiver has it, and the hub does not know
		h.count.unheard.Add(1)
		h.later(c, 20*time.Millisecond)
	default:
		h.open.Add(-1)
	}
}

// later puts a letter back; letters behind it pass it.
func (h *hub) later(c *carried, wait time.Duration) {
	time.AfterFunc(wait, func() { h.queue <- c })
}

// bring tells whether the receiver is done with the letter: has it, or refuses it for good.
func (h *hub) bring(ctx context.Context, c *carried) bool {
	url, secret := h.to(c.letter.To)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(c.letter.Content))
	if err != nil {
		return false
	}
	request.Header.Set("Content-Type", "application/xml")
	request.Header.Set("Authorization", "Bearer "+secret)
	response, err := h.client.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }() // read below
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return false
	}
	reply, err := post.Plain{}.Read(response.StatusCode, raw)
	return err == nil && (reply.Accepted || reply.Final)
}

// say answers as the plain envelope does.
func say(w http.ResponseWriter, l post.Letter, r post.Reply) {
	_, raw := post.Plain{}.Answer(l, r, time.Time{})
	_, _ = w.Write(raw) // who is gone sends again
}
