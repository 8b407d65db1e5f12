package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"eendracht/internal/api"
	"eendracht/internal/brp/register"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/signin"
	"eendracht/internal/upload"
	"eendracht/internal/web"
)

// ServeCmd serves an installation.
type ServeCmd struct {
	Place
	SignInFlags
	MailFlags
	Addr    string   `help:"Address to listen on." default:"127.0.0.1:8080"`
	TLS     bool     `help:"Say that a proxy in front carries TLS: cookies then travel over TLS only." name:"tls" default:"true" negatable:""`
	Theme   string   `help:"A municipality's own token file (CSS custom properties)." type:"existingfile"`
	Witness []string `help:"Address of a witness that cosigns checkpoints of the log (eendracht witness); may be given again."`
	Post    string   `help:"Settings of the message traffic: partners, addresses and hashes of secrets, as JSON (docs/transport.md)." type:"existingfile"`
}

// Limits of the server: a slow or endless request must not hold a place.
const (
	readHeader   = 10 * time.Second
	idleTimeout  = 120 * time.Second
	drainTimeout = 15 * time.Second
	tickPause    = 5 * time.Second
	hearPause    = 500 * time.Millisecond // how soon a page hears what another process wrote
)

// Run serves until the context ends.
func (c *ServeCmd) Run(ctx context.Context, s *Streams) error {
	log := newLog(s.Err)
	return keepServing(ctx, s, c.Addr, func(ctx context.Context) (*app, http.Handler, error) {
		a, err := openApp(ctx, c.Place, realHooks(), log)
		if err != nil {
			return nil, nil, err
		}
		handler, err := c.furnish(ctx, a)
		if err != nil {
			a.close()
			return nil, nil, err
		}
		return a, handler, nil
	})
}

// furnish opens the doors of an installation.
func (c *ServeCmd) furnish(ctx context.Context, a *app) (http.Handler, error) {
	a.signin.Secure = c.TLS
	theme, err := readTheme(c.Theme)
	if err != nil {
		return nil, err
	}
	a.keeper.Witnesses = c.Witness
	if err := a.openPost(c.Post); err != nil {
		return nil, err
	}
	d := doors{theme: theme, closing: ctx.Done(), registry: register.Register{Facts: a.store, Vault: a.vault}}
	d.uploads = a.scanner(c.SignInFlags, filepath.Join(c.Data, "quarantine"))
	if err := a.openSignIn(ctx, c.SignInFlags, &d); err != nil {
		return nil, err
	}
	if err := a.openMail(c.MailFlags, d.base); err != nil {
		return nil, err
	}
	return a.handler(d)
}

// theme gives the administrator's own theme, else that of the file.
func (a *app) theme(file []byte) []byte {
	if own := a.own.Body(casework.SettingTheme); len(own) > 0 {
		return own
	}
	return file
}

func readTheme(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path)
	return raw, fault.Wrap(fault.Invalid, "eendracht.readTheme", err)
}

// doors says which doors are open beside the pages and the API.
type doors struct {
	demo     *signin.Demo
	picks    []web.Pick
	bsn      map[dossier.ID]string // by what the demonstration's provider knows residents
	door     *signin.Door
	machines *signin.Machines
	limits   *signin.Limiter
	uploads  *upload.Checker
	base     string // address of the installation
	registry casework.Registry
	theme    []byte
	closing  <-chan struct{}
}

// handler puts the doors side by side.
func (a *app) handler(d doors) (http.Handler, error) {
	now := func() time.Time { return a.office.Now(context.Background()) }
	newID := func() dossier.ID { return a.office.NewID(context.Background()) }
	pages, err := web.New(web.Parts{
		Office: a.office, Messages: a.messages, Signin: a.signin, Demo: d.demo, Registry: d.registry,
		Law: a.law, Texts: a.texts, Now: now, NewID: newID, Log: a.log, Theme: a.theme(d.theme), Logo: a.own.Body(casework.SettingLogo), Version: version, Picks: d.picks,
		Mailing: a.poster != nil, Outbox: a.letters(), BSN: d.bsn, Door: d.door, Limits: d.limits, Uploads: d.uploads, LogKey: a.keeper.Key.Public,
	})
	if err != nil {
		return nil, err
	}
	machine, err := api.New(api.Parts{
		Office: a.office, Messages: a.messages, Signin: a.signin, Demo: d.demo, Registry: d.registry,
		Law: a.law, Texts: a.texts, Now: now, NewID: newID, Log: a.log, Version: version, Ready: a.store.Ready, Closing: d.closing,
		LogKey: a.keeper.Key.Public, Door: d.door, Machines: d.machines, Limits: d.limits, Uploads: d.uploads, Base: d.base,
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	for _, path := range []string{"/api/", "/healthz", "/readyz", "/metrics", "/access/", "/.well-known/authzen-configuration", signin.TokenPath, signin.KeysPath, signin.LogoutPath} {
		mux.Handle(path, machine)
	}
	mux.Handle("POST /messages/{envelope}", a.post.Handler()) // not the whole folder: POST /messages is a page
	mux.Handle(api.LedgerBase, api.Ledger(a.store, a.keeper.Key.Public, a.log))
	if a.signin.Secure {
		return overTLS(mux), nil
	}
	return mux, nil
}

// gcPercent lets the heap of a server grow to four times what is in use before
// it is cleaned: one of some 60 MB spends a third of the time on it that way.
const gcPercent = 300

// listen serves at an address until the context ends.
func (a *app) listen(ctx context.Context, s *Streams, addr string, handler http.Handler) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fault.Wrap(fault.Unavailable, "eendracht.listen", err)
	}
	fmt.Fprintf(s.Out, "Eendracht: %s://%s\n", a.scheme(), listener.Addr())
	return a.serve(ctx, listener, handler)
}

func (a *app) scheme() string {
	if a.tls != nil {
		return "https"
	}
	return "http"
}

// serve serves and keeps the agenda until the context ends, then lets running
// requests finish.
func (a *app) serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	const op = "eendracht.serve"
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: readHeader, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10, TLSConfig: a.tls}
	under := &busy{with: map[net.Conn]bool{}}
	server.ConnState = under.state
	agenda, stop := context.WithCancel(ctx)
	defer stop()
	a.keepAgenda(agenda)
	failed := make(chan error, 1)
	go func() {
		if a.tls != nil {
			failed <- server.ServeTLS(listener, "", "")
			return
		}
		failed <- server.Serve(listener)
	}()
	select {
	case err := <-failed:
		return fault.Wrap(fault.Unavailable, op, err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if port, ok := listener.(*standing); ok {
		if err := port.pause(); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		server.SetKeepAlivesEnabled(false)
		under.wait(drain)
	}
	if err := server.Shutdown(drain); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return nil
}

// keepAgenda starts what works beside the doors until the context ends.
func (a *app) keepAgenda(ctx context.Context) {
	go a.office.Run(ctx, string(a.office.NewID(ctx)), tickPause)
	go a.keeper.Run(ctx)
	go a.office.Hear(ctx, hearPause)
	if a.poster != nil {
		go a.poster.Run(ctx, string(a.office.NewID(ctx)), tickPause)
	}
	go a.post.Run(ctx, string(a.office.NewID(ctx)), tickPause)
}

func (a *app) close() {
	a.sealLast()
	if err := a.store.Close(); err != nil {
		a.log.Error("the store did not close well", "err", err)
	}
}
