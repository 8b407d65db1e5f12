package sim

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"eendracht/internal/fault"
)

// Speed says how fast the municipality took messages in.
type Speed struct {
	Messages int
	Bytes    int // of all of them
	Took     time.Duration
	Queued   int // answers and other messages that wait to leave, written with them
}

// Measure lets so many requests (315) of as many clients come in at the door of
// the municipality over HTTP, with so many hands, and waits until each is
// acknowledged: recognised, opened, checked, judged against the dossier, its
// entries, index rows, tasks, clocks, looks and answer durable.
func Measure(ctx context.Context, c Config) (Speed, error) {
	const op = "sim.Measure"
	if c.Hands == 0 {
		c.Hands = 64
	}
	s := newChain(c)
	defer s.close()
	if err := s.build(ctx); err != nil {
		return Speed{}, fault.Wrap(fault.Internal, op, err)
	}
	url, secret := s.hub.to(municipality)
	var speed Speed
	letters := make([][]byte, 0, len(s.clients))
	for _, who := range s.clients {
		l, ok := s.software.request(who, who.provider, 1)
		if !ok {
			return Speed{}, fault.New(fault.Internal, op, "")
		}
		letters, speed.Bytes = append(letters, l.raw), speed.Bytes+len(l.raw)
	}
	line := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: c.Hands}}
	began := time.Now()
	err := together(c.Hands, letters, func(raw []byte) error { return hand(ctx, line, url, secret, raw) })
	speed.Took, speed.Messages = time.Since(began), len(letters)
	if err != nil {
		return Speed{}, fault.Wrap(fault.Internal, op, err)
	}
	rows, err := s.town.store.Traffic(ctx, trafficOfTown(s.Start))
	for _, r := range rows {
		if r.Out {
			speed.Queued += r.Count
		}
	}
	return speed, fault.Wrap(fault.Internal, op, err)
}

// hand brings one letter to a door that must take it.
func hand(ctx context.Context, line *http.Client, url, secret string, raw []byte) error {
	const op = "sim.hand"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(raw))
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	request.Header.Set("Content-Type", "application/xml")
	request.Header.Set("Authorization", "Bearer "+secret)
	response, err := line.Do(request)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = response.Body.Close() }() // read below
	_, err = io.Copy(io.Discard, response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fault.New(fault.Invalid, op, "", "status", strconv.Itoa(response.StatusCode))
	}
	return fault.Wrap(fault.Unavailable, op, err)
}
