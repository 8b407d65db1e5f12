package main

import (
	"context"
	"crypto/tls"
	"net/http"
	"os"
	"path/filepath"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/region"
	"eendracht/internal/signin"
	"eendracht/internal/upload"
)

// SignInFlags say how people and programs sign in, and what TLS we speak ourselves.
type SignInFlags struct {
	Providers string `help:"Sign-in providers and machine clients, as JSON (docs/signin.md)." type:"existingfile"`
	Forwarded bool   `help:"The proxy in front tells in X-Forwarded-For from where a request comes."`
	Cert      string `help:"Certificate (PEM) to speak TLS ourselves; needed for machine clients with a client certificate." type:"existingfile"`
	CertKey   string `help:"Private key of the certificate (PEM)." type:"existingfile"`
	Clamav    string `help:"Address of a ClamAV daemon, host:port: what is sent in is scanned first."`
	Unscanned string `help:"What happens with what is sent while the scanner is down: refuse, or quarantine (kept apart, sealed)." enum:"refuse,quarantine" default:"refuse"`
}

// scanner gives the checker of what is sent in; nil when no scanner is connected.
func (a *app) scanner(f SignInFlags, folder string) *upload.Checker {
	if f.Clamav == "" {
		return nil
	}
	keep := func(ctx context.Context, content []byte) error {
		id := string(a.office.NewID(ctx))
		sealed, err := a.vault.Seal(ctx, "quarantine", id, content)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, id), sealed, 0o600)
	}
	return &upload.Checker{Scanner: upload.Clamd{Addr: f.Clamav}, WhenDown: f.Unscanned, Keep: keep, Log: a.log}
}

// hstsYear makes browsers come over TLS only, for a year from each visit.
const hstsYear = "max-age=31536000; includeSubDomains"

// openSignIn opens the doors of sign-in. Every mistake in the files is told
// before anyone is served.
func (a *app) openSignIn(ctx context.Context, f SignInFlags, d *doors) error {
	const op = "eendracht.openSignIn"
	if (f.Cert == "") != (f.CertKey == "") {
		return fault.New(fault.Invalid, op, "signin.config.cert")
	}
	if f.Cert != "" {
		pair, err := tls.LoadX509KeyPair(f.Cert, f.CertKey)
		if err != nil {
			return &fault.Error{Code: fault.Invalid, Op: op, Key: "signin.config.key", Args: []string{"file", f.Cert, "why", err.Error()}, Err: err}
		}
		// A client's certificate is asked for and not required: who it is, its
		// fingerprint in the configuration tells, whoever signed it.
		a.tls = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequestClientCert}
	}
	limits := signin.ShippedLimits()
	if f.Providers != "" {
		config, err := signin.ReadConfig(f.Providers)
		if err != nil {
			return err
		}
		rules, err := signin.ShippedRules()
		if err != nil {
			return err
		}
		a.signin.Rules = rules.Merge(config.Rules)
		limits, d.base = limits.Merge(config.Limits), config.Base
		if d.door, err = signin.NewDoor(ctx, config, a.signin, a.office); err != nil {
			return err
		}
		if d.machines, err = signin.NewMachines(ctx, config, a.signin); err != nil {
			return err
		}
	}
	d.limits = &signin.Limiter{Limits: limits, Now: a.signin.Now, Forwarded: f.Forwarded}
	return nil
}

// overTLS tells browsers to come over TLS only.
func overTLS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", hstsYear)
		next.ServeHTTP(w, r)
	})
}

// bsnOf gives by what the demonstration's provider knows the residents of the story.
func bsnOf(r *region.Region) map[dossier.ID]string {
	known := map[dossier.ID]string{}
	for _, p := range r.Story.People {
		if p.User != "" && p.Profile.BSN != "" {
			known[p.User] = p.Profile.BSN
		}
	}
	return known
}
