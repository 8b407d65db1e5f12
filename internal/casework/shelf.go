package casework

import (
	"container/list"
	"slices"
	"strconv"
	"strings"
	"sync"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
)

// shelf keeps computed views, least recently used out first. A view is used
// again only when the store has confirmed its version after the look was
// durable, and no date in it has passed.
type shelf struct {
	mu    sync.Mutex
	limit int
	order *list.List
	items map[string]*list.Element
}

// kept view, with what was rendered from it.
type shelved struct {
	key   string
	view  *access.View
	facts string // digest of what was decided
	mu    sync.Mutex
	form  map[string][]byte
}

func newShelf(limit int) *shelf {
	return &shelf{limit: limit, order: list.New(), items: map[string]*list.Element{}}
}

// shelfKey holds everything about the asker that a view depends on.
func shelfKey(id dossier.ID, ask access.Ask) string {
	w := ask.Who
	parts := []string{string(id), string(w.User), string(w.Org), w.Kind, w.OrgKind, w.Municipality, ask.Purpose, strconv.FormatBool(w.Weak)}
	return strings.Join(append(parts, slices.Sorted(slices.Values(w.Roles))...), "\x00")
}

func (s *shelf) get(key string) *shelved {
	s.mu.Lock()
	defer s.mu.Unlock()
	el, ok := s.items[key]
	if !ok {
		return nil
	}
	s.order.MoveToFront(el)
	return el.Value.(*shelved)
}

func (s *shelf) put(key string, view *access.View) *shelved {
	item := &shelved{key: key, view: view, facts: view.Digest(), form: map[string][]byte{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	if el, ok := s.items[key]; ok {
		el.Value = item
		s.order.MoveToFront(el)
		return item
	}
	s.items[key] = s.order.PushFront(item)
	for s.order.Len() > s.limit {
		last := s.order.Back()
		s.order.Remove(last)
		delete(s.items, last.Value.(*shelved).key)
	}
	return item
}

// as gives the view in a form, rendered once.
func (s *shelved) as(form string, render func(*access.View) ([]byte, error)) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if body, ok := s.form[form]; ok {
		return body, nil
	}
	body, err := render(s.view)
	if err == nil {
		s.form[form] = body
	}
	return body, err
}
