package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
)

// BenchCmd measures.
type BenchCmd struct {
	Naive BenchNaiveCmd `cmd:"" hidden:"" help:"Serve the naive handlers that the house is measured beside."`
}

// BenchNaiveCmd serves the naive handlers, as a process of their own so that
// their processor time can be told apart.
type BenchNaiveCmd struct {
	Place
	Addr  string `help:"Address to listen on." default:"127.0.0.1:0"`
	Group bool   `help:"Let requests that wait together share a commit."`
}

// Run serves until the context ends.
func (c *BenchNaiveCmd) Run(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchNaive"
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	naive, err := bench.OpenNaive(ctx, c.Data, c.Database, c.Group)
	if err != nil {
		return err
	}
	defer naive.Close() //nolint:errcheck // its data is thrown away
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	server := &http.Server{Handler: naive.Handler(), ReadHeaderTimeout: readHeader}
	fmt.Fprintf(s.Out, "Eendracht: http://%s\n", listener.Addr())
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return nil
}
