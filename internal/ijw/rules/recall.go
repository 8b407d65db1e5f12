package rules

import (
	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// Used is part of Past.
func (m *Memory) Used(p Place, kind ijw.Kind, id string) bool {
	sender := p.Provider
	if kind == ijw.Kind301 || kind == ijw.Kind319 || kind == ijw.Kind325 {
		sender = p.Municipality
	}
	return m.used[usedID{p.Law, sender, id, kind}]
}

// Allocation is part of Past.
func (m *Memory) Allocation(p Place, number int64) (Allocated, bool) {
	if a := m.state.allocations[allocationKey{p.Law, p.Municipality, number}]; a != nil {
		return *a, true
	}
	return Allocated{}, false
}

// Allocations is part of Past.
func (m *Memory) Allocations(p Place, bsn string) (list []Allocated) {
	who := m.state.clients[clientKey{p, bsn}]
	if who == nil {
		return nil
	}
	for _, number := range who.numbers {
		if a, ok := m.Allocation(p, number); ok {
			list = append(list, a)
		}
	}
	return list
}

// Lines is part of Past.
func (m *Memory) Lines(p Place, bsn string) []Line {
	if who := m.state.clients[clientKey{p, bsn}]; who != nil {
		return who.lines
	}
	return nil
}

// Asked is part of Past.
func (m *Memory) Asked(p Place, reference string) (Asked, bool) {
	if a := m.state.asked[wide{p.Law, p.Provider, reference}]; a != nil {
		return *a, true
	}
	return Asked{}, false
}

// Requests is part of Past.
func (m *Memory) Requests(p Place, bsn string) (list []Asked) {
	who := m.state.clients[clientKey{p, bsn}]
	if who == nil {
		return nil
	}
	for _, a := range who.asked {
		list = append(list, *a)
	}
	return list
}

// Claim is part of Past.
func (m *Memory) Claim(p Place, id string) (Claim, bool) {
	c, ok := m.state.claims[claimKey{p, id}]
	return c, ok
}

// ClaimNumber is part of Past.
func (m *Memory) ClaimNumber(p Place, number string) bool {
	return m.numbers[wide{p.Law, p.Provider, number}]
}

// LastClaim is part of Past.
func (m *Memory) LastClaim(p Place) nl.Date { return m.state.last[p] }

// Claimed is part of Past.
func (m *Memory) Claimed(p Place, reference string) (Claimed, bool) {
	if l := m.state.claimed[wide{p.Law, p.Provider, reference}]; l != nil {
		return *l, true
	}
	return Claimed{}, false
}

// ClaimedOn is part of Past.
func (m *Memory) ClaimedOn(p Place, number int64) (list []Claimed) {
	for _, l := range m.state.claimedOn[allocationKey{p.Law, p.Municipality, number}] {
		if !l.Rejected {
			list = append(list, *l)
		}
	}
	return list
}

// Tariff is part of Past.
func (m *Memory) Tariff(p Place, category, code string, _ nl.Date) (Tariff, bool) {
	t, ok := m.tariffs[tariffKey{p, category, code}]
	return t, ok
}
