package sim

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// Weather says how bad the network is: chances from 0 to 1.
type Weather struct {
	Loss    float64       // a request or its answer does not arrive
	Double  float64       // a letter is brought twice
	Late    float64       // a letter is held back while others pass it
	Busy    float64       // the receiver is told that there is no room now
	Longest time.Duration // how long a late letter is held back at most
}

// storm decides what happens to every try of every letter. It depends on the
// seed, the letter and how often it was tried, and on nothing else: the same
// seed gives the same faults, whatever the timing of a run.
type storm struct {
	Weather
	seed uint64
}

// fate is what happens to one try.
type fate struct {
	lost     bool // before it arrives
	unheard  bool // it arrives, the answer does not
	double   bool
	busy     bool
	holdBack time.Duration
}

// fate gives what happens to a try on a leg of the way.
func (s storm) fate(leg, letter string, try int) fate {
	h := fnv.New64a()
	_, _ = h.Write([]byte(leg + "\x00" + letter)) // a hash takes everything
	dice := rand.New(rand.NewPCG(s.seed, h.Sum64()+uint64(try)))
	f := fate{
		lost: dice.Float64() < s.Loss/2, unheard: dice.Float64() < s.Loss/2,
		double: dice.Float64() < s.Double, busy: dice.Float64() < s.Busy,
	}
	if dice.Float64() < s.Late && s.Longest > 0 {
		f.holdBack = time.Duration(dice.Int64N(int64(s.Longest)))
	}
	return f
}
