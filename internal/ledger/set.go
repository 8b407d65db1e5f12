package ledger

import (
	"encoding/binary"
	"math/bits"
)

// set holds the first half of hashes: 128 bits, for which nobody finds another
// row. It is a table with open places, three quarters full at most.
type set struct {
	slots [][16]byte
	saws  []uint64 // bits: the row of the slot was seen
	mask  uint64
	n     int64 // hashes
	seen  int64 // of which the row was seen
}

func newSet(n int64) *set {
	size := uint64(1) << max(4, bits.Len64(uint64(n)+uint64(n)/3))
	return &set{slots: make([][16]byte, size), saws: make([]uint64, (size+63)/64), mask: size - 1}
}

// find gives the slot of a hash, or the free one where it belongs.
func (s *set) find(h Hash) (key [16]byte, at uint64, there bool) {
	key = [16]byte(h[:16])
	if key == ([16]byte{}) {
		key[0] = 1 // nothing stands for "free"
	}
	for at = binary.LittleEndian.Uint64(key[8:]) & s.mask; ; at = (at + 1) & s.mask {
		switch s.slots[at] {
		case key:
			return key, at, true
		case [16]byte{}:
			return key, at, false
		}
	}
}

// add takes a hash in; false when it is there already.
func (s *set) add(h Hash) bool {
	if s.n*4 >= int64(len(s.slots))*3 {
		s.double()
	}
	key, at, there := s.find(h)
	if there {
		return false
	}
	s.slots[at] = key
	s.n++
	return true
}

// double makes room. It comes before anything was seen.
func (s *set) double() {
	bigger := newSet(int64(len(s.slots)))
	for _, key := range s.slots {
		if key != ([16]byte{}) {
			var h Hash
			copy(h[:], key[:])
			bigger.add(h)
		}
	}
	*s = *bigger
}

// see marks a hash as seen; false when it is not in the set.
func (s *set) see(h Hash) bool {
	_, at, there := s.find(h)
	if there && s.saws[at/64]&(1<<(at%64)) == 0 {
		s.saws[at/64] |= 1 << (at % 64)
		s.seen++
	}
	return there
}

// saw tells whether a hash was seen.
func (s *set) saw(h Hash) bool {
	_, at, there := s.find(h)
	return there && s.saws[at/64]&(1<<(at%64)) != 0
}
