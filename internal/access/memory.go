package access

import (
	"sync"
	"sync/atomic"

	"github.com/cedar-policy/cedar-go/types"
)

// A decision is a function of the policies and of its facts: who asks (kind and
// roles), the context and the thing. The engine therefore remembers verdicts by
// their facts. Nothing in it names a person or dossier, and an error is never
// remembered.

// The most that the engine remembers; beyond it, every decision is evaluated.
const (
	mostSides    = 4096
	mostVerdicts = 1 << 16
)

// memory keeps a side per asker and context.
type memory struct {
	mu    sync.RWMutex
	sides map[sideKey]*side
	count atomic.Int64 // verdicts in all sides
}

type sideKey struct {
	asker string
	why   why
}

// side is one asker's kind and roles with one context, and the verdicts that
// are known for it.
type side struct {
	why      why
	asker    types.Entity
	context  types.Record
	mu       sync.RWMutex
	verdicts map[caseKey]verdict
	nearest  map[caseKey]near
}

type caseKey struct {
	action string
	it     thing
}

func newSide(who Who, w why) *side {
	return &side{why: w, asker: askerOf(who), context: w.record(), verdicts: map[caseKey]verdict{}, nearest: map[caseKey]near{}}
}

// side gives the side of an asker with a context.
func (e *Engine) side(who Who, asker string, w why) *side {
	key := sideKey{asker, w}
	e.memory.mu.RLock()
	known := e.memory.sides[key]
	e.memory.mu.RUnlock()
	if known != nil {
		return known
	}
	made := newSide(who, w)
	e.memory.mu.Lock()
	defer e.memory.mu.Unlock()
	if known = e.memory.sides[key]; known != nil {
		return known
	}
	if e.memory.sides == nil {
		e.memory.sides = map[sideKey]*side{}
	}
	if len(e.memory.sides) < mostSides {
		e.memory.sides[key] = made
	}
	return made
}

// verdict decides on a thing for a side, from memory when it is known.
func (e *Engine) verdict(s *side, action string, it thing) verdict {
	key := caseKey{action, it}
	s.mu.RLock()
	v, ok := s.verdicts[key]
	s.mu.RUnlock()
	if ok {
		return v
	}
	v = e.authorize(s, action, it)
	if v.err == "" && e.memory.count.Load() < mostVerdicts {
		s.mu.Lock()
		s.verdicts[key] = v
		s.mu.Unlock()
		e.memory.count.Add(1)
	}
	return v
}

// near gives the nearest permit for a denied thing, from memory when it is known.
func (e *Engine) near(s *side, action string, it thing) near {
	key := caseKey{action, it}
	s.mu.RLock()
	n, ok := s.nearest[key]
	s.mu.RUnlock()
	if ok {
		return n
	}
	n = e.search(s, action, it)
	if e.memory.count.Load() < mostVerdicts {
		s.mu.Lock()
		s.nearest[key] = n
		s.mu.Unlock()
		e.memory.count.Add(1)
	}
	return n
}
