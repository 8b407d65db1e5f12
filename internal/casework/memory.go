package casework

import (
	"container/list"
	"sync"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// memory keeps folded dossiers by their newest known version, least recently
// used out first. What it holds is never shown before the store has confirmed
// the version.
type memory struct {
	mu    sync.Mutex
	limit int
	order *list.List
	items map[dossier.ID]*list.Element
}

// remembered is a folded dossier, with the work in it as of a day once that was derived.
type remembered struct {
	dossier *dossier.Dossier
	work    []work
	day     nl.Date
}

func newMemory(limit int) *memory {
	return &memory{limit: limit, order: list.New(), items: map[dossier.ID]*list.Element{}}
}

func (m *memory) get(id dossier.ID) (*dossier.Dossier, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	el, ok := m.items[id]
	if !ok {
		return nil, false
	}
	m.order.MoveToFront(el)
	return el.Value.(*remembered).dossier, true
}

// put keeps a dossier unless a newer version is there already.
func (m *memory) put(d *dossier.Dossier) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, ok := m.items[d.ID]; ok {
		if el.Value.(*remembered).dossier.Version < d.Version {
			el.Value = &remembered{dossier: d}
		}
		m.order.MoveToFront(el)
		return
	}
	m.items[d.ID] = m.order.PushFront(&remembered{dossier: d})
	for m.order.Len() > m.limit {
		last := m.order.Back()
		m.order.Remove(last)
		delete(m.items, last.Value.(*remembered).dossier.ID)
	}
}

func (m *memory) drop(id dossier.ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, ok := m.items[id]; ok {
		m.order.Remove(el)
		delete(m.items, id)
	}
}

// work gives the work in a dossier as it was derived on this day; false when
// it was not, or of another version.
func (m *memory) work(d *dossier.Dossier, day nl.Date) ([]work, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	el, ok := m.items[d.ID]
	if !ok {
		return nil, false
	}
	r := el.Value.(*remembered)
	return r.work, r.dossier == d && r.day == day
}

// putWork keeps with a dossier what work was derived from it. It is not changed afterwards.
func (m *memory) putWork(d *dossier.Dossier, all []work, day nl.Date) {
	m.put(d)
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, ok := m.items[d.ID]; ok {
		if r := el.Value.(*remembered); r.dossier == d {
			r.work, r.day = all, day
		}
	}
}
