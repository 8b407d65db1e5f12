package casework

import (
	"sync"

	"eendracht/internal/dossier"
)

// bells tell listeners that a dossier has a newer version. A bell tells
// nothing else: whoever hears it must ask again, and access decides then.
type bells struct {
	mu   sync.Mutex
	hear map[dossier.ID]map[chan int64]struct{}
}

func newBells() *bells { return &bells{hear: map[dossier.ID]map[chan int64]struct{}{}} }

// Listen gives a channel with the newest version whenever it changes, and a
// function that ends it. A slow listener misses versions, never the newest.
func (o *Office) Listen(id dossier.ID) (<-chan int64, func()) {
	bell := make(chan int64, 1)
	o.bells.mu.Lock()
	defer o.bells.mu.Unlock()
	if o.bells.hear[id] == nil {
		o.bells.hear[id] = map[chan int64]struct{}{}
	}
	o.bells.hear[id][bell] = struct{}{}
	return bell, func() { o.bells.leave(id, bell) }
}

func (b *bells) leave(id dossier.ID, bell chan int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.hear[id], bell)
	if len(b.hear[id]) == 0 {
		delete(b.hear, id)
	}
}

func (b *bells) ring(id dossier.ID, version int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for bell := range b.hear[id] {
		select {
		case <-bell: // an older version that nobody took yet
		default:
		}
		bell <- version
	}
}
