package region

import (
	"context"
	"strings"
	"sync/atomic"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// codes is what the desk of official messages asks of a directory, answered from
// the plan: the same numbers at every build, whatever the order of the families.
type codes struct{ region *Region }

// Org gives an organisation of the region.
func (c codes) Org(_ context.Context, id dossier.ID) (store.Org, error) {
	if org, ok := c.region.Org(id); ok {
		return org, nil
	}
	return store.Org{}, fault.New(fault.NotFound, "region.Org", "")
}

// OrgByCode gives an organisation by AGB code or municipality code.
func (c codes) OrgByCode(_ context.Context, code string) (store.Org, error) {
	for _, org := range c.region.Orgs {
		if org.AGB == code && code != "" || org.Kind == kindTownHall && org.Municipality == code {
			return org, nil
		}
	}
	return store.Org{}, fault.New(fault.NotFound, "region.OrgByCode", "")
}

type seriesKey struct{}

// withSeries gives a context whose numbers are those of a step of a family.
func withSeries(ctx context.Context, family int, step uint64) context.Context {
	count := new(atomic.Int64)
	count.Store(firstNumber(family, step))
	return context.WithValue(ctx, seriesKey{}, count)
}

// firstNumber begins the numbers of a step: no other step has them.
func firstNumber(family int, step uint64) int64 {
	return (int64(family)*stepsPerFamily + int64(step)) * numbersPerStep
}

// allocationNumber gives the number of an allocation that a step makes, which
// asks for it first.
func allocationNumber(family int, step uint64) int64 {
	return firstAllocation + firstNumber(family, step) + 1
}

// The numbers of the simulator lie far above those that a running demonstration
// gives out, which begin at 1: allocation numbers have nine digits, those of
// messages twelve.
const (
	stepsPerFamily  = 1024
	numbersPerStep  = 8
	firstAllocation = 100_000_000
	firstMessage    = 500_000_000_000 // of the municipalities
	ownMessage      = 700_000_000_000 // of the providers
)

// Next gives the next number of a series.
func (c codes) Next(ctx context.Context, series string) (int64, error) {
	count, ok := ctx.Value(seriesKey{}).(*atomic.Int64)
	if !ok {
		return 0, fault.New(fault.Internal, "region.Next", "")
	}
	n := count.Add(1)
	if strings.HasPrefix(series, "allocation:") {
		return firstAllocation + n, nil
	}
	return firstMessage + n, nil
}
