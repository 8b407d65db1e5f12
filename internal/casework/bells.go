package casework

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"eendracht/internal/dossier"
)

// bells tell listeners that a dossier has a newer version. A bell tells
// nothing else: whoever hears it must ask again, and access decides then.
type bells struct {
	mu   sync.Mutex
	hear map[dossier.ID]map[chan int64]struct{}
	rung map[dossier.ID]int64 // of what is listened to, the newest version told
}

func newBells() *bells {
	return &bells{hear: map[dossier.ID]map[chan int64]struct{}{}, rung: map[dossier.ID]int64{}}
}

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
		delete(b.rung, id)
	}
}

func (b *bells) ring(id dossier.ID, version int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.hear[id]) == 0 || version <= b.rung[id] {
		return
	}
	b.rung[id] = version
	for bell := range b.hear[id] {
		select {
		case <-bell: // an older version that nobody took yet
		default:
		}
		bell <- version
	}
}

// Hear rings the bells of dossiers that another process wrote, until the
// context ends: every pause it asks the store for the versions of what is
// listened to here, and of nothing else.
func (o *Office) Hear(ctx context.Context, pause time.Duration) {
	for ctx.Err() == nil {
		if ids := o.bells.listened(); len(ids) > 0 {
			heads, err := o.Store.Heads(ctx, ids)
			if err != nil && ctx.Err() == nil {
				o.Log.WarnContext(ctx, "versions out of reach", "err", err)
			}
			for _, h := range heads {
				o.bells.ring(h.Dossier, h.Version)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (b *bells) listened() []dossier.ID {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Collect(maps.Keys(b.hear))
}
