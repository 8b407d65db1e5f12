package vault

import (
	"container/list"
	"crypto/cipher"
	"sync"
)

// cache keeps the ciphers of owners, least recently used out first.
type cache struct {
	mu    sync.Mutex
	limit int
	order *list.List
	items map[string]*list.Element
}

type cached struct {
	owner string
	box   cipher.AEAD
}

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), items: map[string]*list.Element{}}
}

func (c *cache) get(owner string) (cipher.AEAD, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.items[owner]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(el)
	return el.Value.(cached).box, true
}

func (c *cache) put(owner string, box cipher.AEAD) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.items[owner]; ok {
		el.Value = cached{owner, box}
		return
	}
	c.items[owner] = c.order.PushFront(cached{owner, box})
	for c.order.Len() > c.limit {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.items, last.Value.(cached).owner)
	}
}

func (c *cache) drop(owner string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.items[owner]; ok {
		c.order.Remove(el)
		delete(c.items, owner)
	}
}
