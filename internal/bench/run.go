package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/region"
)

// Plan says what to measure.
type Plan struct {
	Program     string        // this program: the servers are processes of it
	Data        string        // a folder for the servers' data, empty
	Database    string        // PostgreSQL; "": SQLite
	Families    int           // of the region that is served
	Connections []int         // that ask at once
	Ops         []string      // of Ops
	Rounds      int           // each measures every server once, in turn
	Measured    time.Duration // per server, operation, connections and round
	Errs        io.Writer     // for what the servers say
	Profile     string        // file for a processor profile of the house; "" none
}

// The servers of a run.
const (
	House      = "eendracht"
	NaivePlain = "naive"         // a transaction per request
	NaiveGroup = "naive-grouped" // requests that wait together share a commit
)

const (
	seed     = 1
	warmPart = 4 // a cell is warmed up for this part of its time
)

// Row is one figure: medians over the rounds. Ratio is that of the house's
// requests per second to this naive server's, the median of the rounds' own.
type Row struct {
	Store       string  `json:"store"`
	Op          string  `json:"operation"`
	Connections int     `json:"connections"`
	Server      string  `json:"server"`
	Ratio       float64 `json:"ratio,omitempty"`
	Cell
}

// Run measures the house beside naive servers on one engine.
func Run(ctx context.Context, p Plan) (rows []Row, err error) {
	servers := map[string]*Server{}
	defer func() {
		for _, s := range servers {
			err = errors.Join(err, s.Stop())
		}
	}()
	for _, name := range p.servers() {
		if servers[name], err = p.start(ctx, name); err != nil {
			delete(servers, name)
			return nil, err
		}
	}
	s, err := prepare(ctx, servers[House].Addr, region.Plan(seed, p.Families, nl.On(time.Now())))
	if err != nil {
		return nil, err
	}
	for name, server := range servers {
		if name != House {
			if err := stock(ctx, server.Addr, s.stock); err != nil {
				return nil, err
			}
		}
	}
	var engine Engine
	if p.Database != "" {
		if engine, err = findEngine(ctx, p.Database); err != nil {
			return nil, err
		}
	}
	for _, op := range p.Ops {
		for _, connections := range p.Connections {
			more, err := p.compare(ctx, servers, engine, s, op, connections)
			if err != nil {
				return nil, fmt.Errorf("%s, %d: %w", op, connections, err)
			}
			rows = append(rows, more...)
		}
	}
	return rows, nil
}

func (p Plan) store() string {
	if p.Database != "" {
		return "postgresql"
	}
	return "sqlite"
}

// servers gives the servers of a run in the order in which a round asks them.
func (p Plan) servers() []string {
	if p.Database != "" {
		return []string{House, NaivePlain}
	}
	return []string{House, NaivePlain, NaiveGroup}
}

func (p Plan) start(ctx context.Context, name string) (*Server, error) {
	data := filepath.Join(p.Data, name)
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "bench.start", err)
	}
	args := []string{"bench", "naive", "--addr", "127.0.0.1:0", "--data", data}
	if name == House {
		args = []string{"bench", "house", "--addr", "127.0.0.1:0", "--data", data, "--seed", strconv.Itoa(seed), "--families", strconv.Itoa(p.Families)}
		if p.Profile != "" {
			args = append(args, "--profile", p.Profile)
		}
	}
	if name == NaiveGroup {
		args = append(args, "--group")
	}
	if p.Database != "" {
		args = append(args, "--database", p.Database)
	}
	return Start(ctx, p.Errs, p.Program, args...)
}

// stock fills the tables of a naive server with what the house answered.
func stock(ctx context.Context, addr string, s Stock) error {
	const op = "bench.stock"
	body, err := json.Marshal(s)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, "http://"+addr+"/stock", bytes.NewReader(body))
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	return fault.Wrap(fault.Unavailable, op, errors.Join(err, answer.Body.Close()))
}

// compare measures all servers in turn, round after round, so that what else
// happens on the machine hits all of them alike.
func (p Plan) compare(ctx context.Context, servers map[string]*Server, engine Engine, s *scene, op string, connections int) ([]Row, error) {
	cells := map[string][]Cell{}
	for range p.Rounds {
		for _, name := range p.servers() {
			requests := s.naive[op]
			if name == House {
				requests = s.house[op]
			}
			cell, err := Load(ctx, servers[name], engine, requests, connections, p.Measured/warmPart, p.Measured)
			if err != nil {
				return nil, err
			}
			cells[name] = append(cells[name], cell)
		}
	}
	var rows []Row
	for _, name := range p.servers() {
		row := Row{Store: p.store(), Op: op, Connections: connections, Server: name, Cell: middle(cells[name])}
		if name != House {
			row.Ratio = ratio(cells[House], cells[name])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// middle gives the medians of the rounds.
func middle(cells []Cell) Cell {
	return Cell{
		Rate: medianOf(cells, func(c Cell) float64 { return c.Rate }),
		P50:  time.Duration(medianOf(cells, func(c Cell) float64 { return float64(c.P50) })),
		P99:  time.Duration(medianOf(cells, func(c Cell) float64 { return float64(c.P99) })),
		CPU:  medianOf(cells, func(c Cell) float64 { return c.CPU }),
		DB:   medianOf(cells, func(c Cell) float64 { return c.DB }),
	}
}

func ratio(house, naive []Cell) float64 {
	ratios := make([]float64, len(house))
	for i := range house {
		ratios[i] = house[i].Rate / naive[i].Rate
	}
	return median(ratios)
}

func medianOf(cells []Cell, of func(Cell) float64) float64 {
	values := make([]float64, len(cells))
	for i, c := range cells {
		values[i] = of(c)
	}
	return median(values)
}

// median gives the middle value, the mean of the middle two of an even number,
// and NaN for none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	values = slices.Sorted(slices.Values(values))
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
