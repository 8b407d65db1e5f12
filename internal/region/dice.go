package region

import "math/rand/v2"

// dice throws the chances of one stream. Every family, organisation and step
// has a stream of its own, so that neither the order nor the number of workers
// changes what is thrown.
type dice struct{ *rand.Rand }

// throw begins the stream of a label and a number under a seed.
func throw(seed uint64, label string, n uint64) dice {
	hash := uint64(14695981039346656037) // FNV-1a
	for i := range len(label) {
		hash = (hash ^ uint64(label[i])) * 1099511628211
	}
	return dice{rand.New(rand.NewPCG(mix(seed^hash), mix(n+hash)))}
}

// mix spreads the bits of neighbouring numbers (the finaliser of SplitMix64):
// PCG streams of seeds 1 and 2 would otherwise begin alike.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// chance tells whether something of probability p (0 to 1) happens.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between gives a whole number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// one gives one of a list, each as likely.
func one[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// bag holds things with weights, to draw from.
type bag[T any] struct {
	things []T
	upto   []int // running sums of the weights
}

func newBag[T any](things []T, weight func(T) int) bag[T] {
	b := bag[T]{things: things, upto: make([]int, len(things))}
	sum := 0
	for i, thing := range things {
		sum += weight(thing)
		b.upto[i] = sum
	}
	return b
}

// draw gives one thing of the bag, by weight.
func draw[T any](d dice, b bag[T]) T {
	return b.things[weigh(d, b.upto)]
}

// weigh gives a place in running sums, by weight.
func weigh(d dice, upto []int) int {
	n := d.IntN(upto[len(upto)-1])
	low, high := 0, len(upto)-1
	for low < high {
		if mid := (low + high) / 2; upto[mid] > n {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
