package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ledger"
	"eendracht/internal/ledger/keeper"
)

// WitnessCmd cosigns the checkpoints of others.
type WitnessCmd struct {
	Data string   `help:"Folder for the key and the last checkpoint of each log." default:"eendracht-witness" type:"path"`
	Addr string   `help:"Address to listen on." default:"127.0.0.1:8090"`
	Name string   `help:"Name to sign with, such as a host name; only used when the key is made." default:"witness"`
	Logs []string `name:"log" help:"Public line of a log that may be signed (GET /ledger/v1/key); may be given again."`
}

// Help tells what a witness is for.
func (c *WitnessCmd) Help() string {
	return `A witness signs a checkpoint of another organisation's log only when the log grew
from the last one that it signed. It keeps that last checkpoint and nothing else: no
personal data. Its door is that of C2SP tlog-witness.

Example: eendracht witness --name ggd.example --log "$(curl https://eendracht.example/ledger/v1/key)"`
}

// Run serves until the context ends.
func (c *WitnessCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.witness"
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	key, err := keeper.WitnessKey(filepath.Join(c.Data, "witness.key"), c.Name, rand.Reader)
	if err != nil {
		return err
	}
	logs, err := publics(c.Logs)
	if err != nil {
		return err
	}
	w := &keeper.Witness{Key: key, Logs: logs, Dir: c.Data, Now: time.Now}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	fmt.Fprintf(s.Out, "Eendracht: http://%s\n%s\n", listener.Addr(), key.Public)
	server := &http.Server{Handler: w.Handler(), ReadHeaderTimeout: readHeader, ReadTimeout: readHeader, IdleTimeout: idleTimeout, MaxHeaderBytes: 16 << 10}
	go func() {
		<-ctx.Done()
		drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
		defer cancel()
		if err := server.Shutdown(drain); err != nil {
			newLog(s.Err).Warn("the witness did not stop well", "err", err)
		}
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return nil
}

// publics reads public lines.
func publics(lines []string) ([]ledger.Public, error) {
	var all []ledger.Public
	for _, line := range lines {
		public, err := ledger.ReadPublic(line)
		if err != nil {
			return nil, fault.New(fault.Invalid, "eendracht.publics", "ledger.badkey", "key", line)
		}
		all = append(all, public)
	}
	return all, nil
}
