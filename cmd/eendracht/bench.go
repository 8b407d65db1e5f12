package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"eendracht/internal/bench"
	"eendracht/internal/fault"
	"eendracht/internal/store/pgtest"
)

// BenchCmd measures.
type BenchCmd struct {
	Load     BenchLoadCmd     `cmd:"" default:"withargs" help:"Requests per second beside naive handlers, on both stores."`
	Pages    BenchPagesCmd    `cmd:"" help:"How long each page takes to make, for each role."`
	Messages BenchMessagesCmd `cmd:"" help:"How fast messages are checked, beside xmllint on the same files."`
	Post     BenchPostCmd     `cmd:"" help:"How fast official messages are taken in durably, beside a naive insert."`
	Claim    BenchClaimCmd    `cmd:"" help:"What it takes to check and answer the largest claim."`
	Ledger   BenchLedgerCmd   `cmd:"" help:"What the tamper-evident log costs, and how fast it is checked."`
	House    BenchHouseCmd    `cmd:"" hidden:"" help:"Serve the house as it is measured."`
	Naive    BenchNaiveCmd    `cmd:"" hidden:"" help:"Serve the naive handlers that the house is measured beside."`
}

// BenchLoadCmd measures requests per second.
type BenchLoadCmd struct {
	Database    string   `help:"An empty PostgreSQL database, postgres://user@host/name; without it a server is started for the run." env:"EENDRACHT_BENCH_DATABASE"`
	Families    int      `help:"Families in the region that is served." default:"300"`
	Seconds     float64  `help:"How long each cell is measured." default:"3"`
	Rounds      int      `help:"How often; the figures are medians." default:"3"`
	Connections []int    `help:"Connections that ask at once." default:"1,16,64"`
	Only        []string `help:"Only these operations." enum:"read,work,search,note,question" default:"read,work,search,note,question"`
	Store       []string `help:"Only these stores." enum:"sqlite,postgresql" default:"sqlite,postgresql"`
	Profile     string   `help:"Write a processor profile of the house to this file (per store, with its name behind it)."`
	Growth      bool     `help:"Measure instead what more families do to one reader, on SQLite."`
	Sizes       []int    `help:"Families to compare with --growth. Making 100,000 takes a quarter of an hour or more." default:"10000,100000"`
	Data        string   `help:"With --growth: a folder in which the regions stay for a next time; without it they go." type:"path"`
	JSON        bool     `name:"json" help:"Write the outcome as JSON, for programs."`
}

// Help tells how the figures come about.
func (c *BenchLoadCmd) Help() string {
	return `Starts the house and naive handlers in plain Go as processes on the same engine with
the same durability, and asks them in turn over real HTTP. docs/benchmarks.md says
what is measured and how.

Example: eendracht bench --only read --connections 16 --seconds 1`
}

// benchOutcome is what --json writes.
type benchOutcome struct {
	Rows  []bench.Row    `json:"rows"`
	Bars  []bench.Judged `json:"bars"`
	Cores int            `json:"cores"`
}

// Run measures each store in turn. Exit code 1: a bar is not met.
func (c *BenchLoadCmd) Run(ctx context.Context, s *Streams) error {
	if c.Growth {
		return c.grow(ctx, s)
	}
	var rows []bench.Row
	for _, name := range c.Store {
		more, err := c.measure(ctx, s, name)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	return c.report(s, rows)
}

// measure measures one store; PostgreSQL is left out, loudly, where there is none.
func (c *BenchLoadCmd) measure(ctx context.Context, s *Streams, name string) ([]bench.Row, error) {
	const op = "eendracht.bench"
	program, err := os.Executable()
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	p := bench.Plan{
		Program: program, Families: c.Families, Connections: c.Connections, Ops: c.Only, Rounds: c.Rounds,
		Measured: time.Duration(c.Seconds * float64(time.Second)), Errs: s.Err,
	}
	if c.Profile != "" {
		p.Profile = c.Profile + "." + name
	}
	if p.Data, err = os.MkdirTemp("", "eendracht-bench-"); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	defer os.RemoveAll(p.Data) //nolint:errcheck // a temporary folder
	if name == "postgresql" {
		url, stop, err := c.postgres(ctx)
		if fault.Is(err, fault.NotFound) {
			fmt.Fprintln(s.Err, sayKey("bench.skip"))
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		defer stop()
		p.Database = url
	}
	return bench.Run(ctx, p)
}

func (c *BenchLoadCmd) postgres(ctx context.Context) (url string, stop func(), err error) {
	if c.Database != "" {
		return c.Database, func() {}, nil
	}
	return pgtest.Start(ctx)
}

func (c *BenchLoadCmd) report(s *Streams, rows []bench.Row) error {
	out := benchOutcome{Rows: rows, Bars: bench.Judge(rows), Cores: runtime.NumCPU()}
	if c.JSON {
		if err := json.NewEncoder(s.Out).Encode(out); err != nil {
			return fault.Wrap(fault.Internal, "eendracht.bench", err)
		}
	} else {
		if err := bench.Write(s.Out, rows, sayKey); err != nil {
			return fault.Wrap(fault.Internal, "eendracht.bench", err)
		}
		for _, b := range out.Bars {
			fmt.Fprintln(s.Out, sayKey("bench.bar."+fmt.Sprint(b.Met), "store", b.Store, "what", sayKey("bench.op."+b.Op),
				"ratio", fmt.Sprintf("%.2f", b.Ratio), "least", fmt.Sprint(b.Least), "n", fmt.Sprint(b.Connections)))
		}
	}
	for _, b := range out.Bars {
		if !b.Met {
			return ExitCode(1)
		}
	}
	return nil
}

// Readings per size in a growth run.
const (
	growthColds = 200
	growthWarms = 1000
)

func (c *BenchLoadCmd) grow(ctx context.Context, s *Streams) error {
	const op = "eendracht.benchGrowth"
	g := bench.Growth{Data: c.Data, Sizes: c.Sizes, Colds: growthColds, Warms: growthWarms, Errs: s.Err}
	var err error
	if g.Program, err = os.Executable(); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if g.Data == "" {
		if g.Data, err = os.MkdirTemp("", "eendracht-growth-"); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		defer os.RemoveAll(g.Data) //nolint:errcheck // a temporary folder
	}
	sizes, err := bench.Grow(ctx, g)
	if err != nil {
		return err
	}
	if c.JSON {
		return fault.Wrap(fault.Internal, op, json.NewEncoder(s.Out).Encode(sizes))
	}
	return fault.Wrap(fault.Internal, op, bench.WriteSizes(s.Out, sizes, sayKey))
}

// BenchHouseCmd serves the demonstration as demo does, with a profile if asked.
type BenchHouseCmd struct {
	DemoCmd
	Profile string `help:"Write a processor profile to this file."`
}

// Run serves until the context ends. The profile begins when the region is there.
func (c *BenchHouseCmd) Run(ctx context.Context, s *Streams) error {
	a, r, err := openRegion(ctx, &c.DemoCmd, s, newLog(s.Err))
	if err != nil {
		return err
	}
	defer a.close()
	handler, err := a.demoHandler(ctx, r)
	if err != nil {
		return err
	}
	stop, err := profile(c.Profile)
	if err != nil {
		return err
	}
	return errors.Join(a.listen(ctx, s, c.Addr, handler), stop())
}

// profile writes a processor profile to a file until it is stopped; without a
// name it does nothing.
func profile(name string) (stop func() error, err error) {
	const op = "eendracht.profile"
	if name == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, errors.Join(err, file.Close()))
	}
	return func() error {
		pprof.StopCPUProfile()
		return fault.Wrap(fault.Unavailable, op, file.Close())
	}, nil
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
