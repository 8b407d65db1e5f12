package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/region"
)

// Growth says how growth is measured.
type Growth struct {
	Program string
	Data    string    // folder in which each size has its region; one that is there is used again
	Sizes   []int     // families, smallest first
	Colds   int       // dossiers opened for the first time
	Warms   int       // readings of one that was opened before
	Errs    io.Writer // for what the servers say
}

// Size is what was measured at a number of families.
type Size struct {
	Families int           `json:"families"`
	Build    time.Duration `json:"build"` // zero when the region was there
	Start    time.Duration `json:"start"` // of a process on a region that is there, until it listens
	Cold     time.Duration `json:"cold"`  // median of first readings since the start
	Warm     time.Duration `json:"warm"`  // median of readings after the first
	Memory   int64         `json:"memory"`
}

// Grow measures each size in turn, one request at a time: the question is what
// more families do to one reader, not how many readers there can be.
func Grow(ctx context.Context, g Growth) ([]Size, error) {
	var sizes []Size
	for _, families := range g.Sizes {
		size, err := g.measure(ctx, families)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", families, err)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}

// args gives the command line of a region of this size.
func (g Growth) args(families int) []string {
	return []string{"--addr", "127.0.0.1:0", "--data", filepath.Join(g.Data, strconv.Itoa(families)), "--seed", strconv.Itoa(seed), "--families", strconv.Itoa(families)}
}

func (g Growth) measure(ctx context.Context, families int) (size Size, err error) {
	size = Size{Families: families}
	if size.Build, err = g.build(ctx, families); err != nil {
		return size, err
	}
	s, err := Start(ctx, g.Errs, g.Program, append([]string{"bench", "house"}, g.args(families)...)...)
	if err != nil {
		return size, err
	}
	defer func() { err = errors.Join(err, s.Stop()) }()
	size.Start = s.Ready // of a process that found its region made
	readers, err := readersOf(ctx, s.Addr, region.Plan(seed, families, nl.On(time.Now())), g.Colds)
	if err != nil {
		return size, err
	}
	if size.Cold, err = medianOfReads(ctx, readers); err != nil {
		return size, err
	}
	again := make([]reader, 0, g.Warms)
	for i := range g.Warms {
		again = append(again, readers[i%len(readers)])
	}
	size.Warm, err = medianOfReads(ctx, again)
	size.Memory = s.Memory()
	return size, err
}

// build makes the region when it is not there.
func (g Growth) build(ctx context.Context, families int) (time.Duration, error) {
	const op = "bench.build"
	if _, err := os.Stat(filepath.Join(g.Data, strconv.Itoa(families))); err == nil {
		return 0, nil // a region that is half there is finished by the start that is measured
	}
	s, err := Start(ctx, g.Errs, g.Program, append([]string{"bench", "house"}, g.args(families)...)...)
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	return s.Ready, s.Stop()
}

// reader is a dossier and someone who may open it.
type reader struct {
	client
	dossier dossier.ID
}

// readersOf finds dossiers through the lists of the workers who lead them,
// which does not open any.
func readersOf(ctx context.Context, addr string, r *region.Region, most int) ([]reader, error) {
	var found []reader
	asked := map[dossier.ID]bool{}
	for n := 0; n < r.Count && len(found) < most; n++ {
		for _, worker := range r.StaffOf(r.Family(n).Team, "worker") {
			if asked[worker.ID] {
				continue
			}
			asked[worker.ID] = true
			lead, err := signIn(ctx, addr, string(worker.ID), "plan")
			if err != nil {
				return nil, err
			}
			var list families
			if err := lead.get(ctx, "/api/v1/families?mine=true&limit=50", &list); err != nil {
				return nil, err
			}
			for _, f := range list.Items {
				found = append(found, reader{lead, dossier.ID(f.Dossier)})
			}
		}
	}
	if len(found) == 0 {
		return nil, fault.New(fault.Invalid, "bench.readersOf", "bench.small")
	}
	return found[:min(most, len(found))], nil
}

func medianOfReads(ctx context.Context, readers []reader) (time.Duration, error) {
	took := make([]float64, 0, len(readers))
	for _, r := range readers {
		began := time.Now()
		if _, err := r.call(ctx, "GET", "/api/v1/dossiers/"+string(r.dossier), nil); err != nil {
			return 0, err
		}
		took = append(took, float64(time.Since(began)))
	}
	return time.Duration(median(took)), nil
}
