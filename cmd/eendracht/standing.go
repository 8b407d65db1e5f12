package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
)

// watchPause is how often a house looks whether its settings were changed, here
// or by another process.
const watchPause = 2 * time.Second

// errRefurnish ends a house that is to be furnished anew with other settings.
var errRefurnish = errors.New("the settings were changed")

// standing is a listener that outlives the servers on it: while one house is
// closed and the next is opened, callers wait in the queue of the port.
type standing struct {
	*net.TCPListener
	parked chan struct{} // closed once nobody is taken in any more
	closed chan struct{} // closed when the server is done with the listener
	once   *sync.Once
}

// ready lets the next server take callers in.
func (l *standing) ready() error {
	l.parked, l.closed, l.once = make(chan struct{}), make(chan struct{}), &sync.Once{}
	return l.SetDeadline(time.Time{})
}

// Accept gives the next caller; after pause it waits for the end.
func (l *standing) Accept() (net.Conn, error) {
	c, err := l.TCPListener.Accept()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		close(l.parked)
		<-l.closed
		return nil, net.ErrClosed
	}
	return c, err
}

// pause takes nobody in from now on, and leaves the port open. When it returns,
// the server knows of everyone who was taken in.
func (l *standing) pause() error {
	if err := l.SetDeadline(time.Unix(1, 0)); err != nil {
		return err
	}
	<-l.parked
	return nil
}

// Close ends the listening of one server, and leaves the port open.
func (l *standing) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.SetDeadline(time.Unix(1, 0))
}

// busy knows which connections have a request under way or to come.
type busy struct {
	mu   sync.Mutex
	with map[net.Conn]bool
}

func (b *busy) state(c net.Conn, s http.ConnState) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch s {
	case http.StateNew, http.StateActive:
		b.with[c] = true
	default:
		delete(b.with, c)
	}
}

// wait waits until no connection is busy, or the context ends. A server that is
// told to stop drops what it has taken in and not begun with: this comes first.
func (b *busy) wait(ctx context.Context) {
	for {
		b.mu.Lock()
		n := len(b.with)
		b.mu.Unlock()
		if n == 0 || ctx.Err() != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// opener opens a house with its doors; what it starts ends with the context.
type opener func(context.Context) (*app, http.Handler, error)

// keepServing serves until the context ends. When an administrator changed the
// settings, the house is closed and opened anew with them, on the same port.
func keepServing(ctx context.Context, s *Streams, addr string, open opener) error {
	const op = "eendracht.keepServing"
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	defer listener.Close()
	tcp, ok := listener.(*net.TCPListener)
	if !ok {
		return fault.New(fault.Internal, op, "")
	}
	port := &standing{TCPListener: tcp}
	for first := true; ; first = false {
		again, err := serveOnce(ctx, s, port, open, first)
		if err != nil || !again {
			return err
		}
	}
}

// serveOnce serves one house and tells whether another is to follow.
func serveOnce(ctx context.Context, s *Streams, port *standing, open opener, first bool) (again bool, err error) {
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	a, handler, err := open(inner)
	if err != nil {
		return false, err
	}
	defer a.close()
	if first {
		fmt.Fprintf(s.Out, "Eendracht: %s://%s\n", a.scheme(), port.Addr())
	}
	if err := port.ready(); err != nil {
		return false, fault.Wrap(fault.Unavailable, "eendracht.serveOnce", err)
	}
	go a.watchSettings(inner, stop)
	err = a.serve(inner, port, handler)
	return ctx.Err() == nil && errors.Is(context.Cause(inner), errRefurnish), err
}

// watchSettings ends the context when the settings are other ones than the house
// is furnished with.
func (a *app) watchSettings(ctx context.Context, stop context.CancelCauseFunc) {
	tick := time.NewTicker(watchPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		own, err := casework.ReadSettings(ctx, a.store)
		if err != nil || own.Version() == a.own.Version() {
			continue // an archive that does not answer is told of elsewhere
		}
		a.log.InfoContext(ctx, "the settings were changed: the house is furnished anew", "settings", own.Version())
		stop(errRefurnish)
		return
	}
}
