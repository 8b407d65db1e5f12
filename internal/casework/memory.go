package casework

import (
	"container/list"
	"sync"

	"eendracht/internal/dossier"
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
	return el.Value.(*dossier.Dossier), true
}

// put keeps a dossier unless a newer version is there already.
func (m *memory) put(d *dossier.Dossier) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el, ok := m.items[d.ID]; ok {
		if el.Value.(*dossier.Dossier).Version < d.Version {
			el.Value = d
		}
		m.order.MoveToFront(el)
		return
	}
	m.items[d.ID] = m.order.PushFront(d)
	for m.order.Len() > m.limit {
		last := m.order.Back()
		m.order.Remove(last)
		delete(m.items, last.Value.(*dossier.Dossier).ID)
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
