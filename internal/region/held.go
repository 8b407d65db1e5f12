package region

import (
	"context"
	"strconv"
	"strings"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// Identity is what tells regions apart.
type Identity struct {
	Seed     uint64
	Families int
	Today    nl.Date // as of which it was planned
}

// Held reads which region a store holds, whole or in the making; NotFound when
// it holds none.
func Held(ctx context.Context, st store.Store) (Identity, error) {
	const op = "region.Held"
	for _, fact := range []string{FactRegion, factBuilding} {
		name, err := st.Fact(ctx, fact)
		if fault.Is(err, fault.NotFound) || err == nil && name == "" {
			continue
		}
		if err != nil {
			return Identity{}, fault.Wrap(fault.Unavailable, op, err)
		}
		return identify(name)
	}
	return Identity{}, fault.New(fault.NotFound, op, "")
}

// identify reads what Region.Name wrote.
func identify(name string) (Identity, error) {
	refuse := fault.New(fault.Conflict, "region.identify", "region.other", "region", name)
	parts := strings.Split(name, "/")
	if len(parts) != 4 {
		return Identity{}, refuse
	}
	seed, err := strconv.ParseUint(parts[1], 10, 64)
	if err != nil {
		return Identity{}, refuse
	}
	families, err := strconv.Atoi(parts[2])
	if err != nil {
		return Identity{}, refuse
	}
	today, err := nl.ParseDate(parts[3])
	if err != nil {
		return Identity{}, refuse
	}
	return Identity{Seed: seed, Families: families, Today: today}, nil
}
