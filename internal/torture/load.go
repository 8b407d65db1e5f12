//go:build linux

package torture

import (
	"context"
	"fmt"
	"sync"
	"time"

	"eendracht/internal/dossier"
)

// Load asks, writes and reads as people do, through casework, until its
// context ends. Say hears every act before it is sent and every answer after
// it came; it may be called by several at once.
type Load struct {
	House   *House
	Run     string // makes the keys of this run its own
	Workers int
	Say     func(line string)
	// Retry sends again, with the same key, what the house refused for now;
	// without it a worker stops at the first refusal.
	Retry bool
	// Pause lies between two acts of one worker.
	Pause time.Duration

	mu     sync.Mutex
	errors []error
}

// notesPerFamily is how many notes a worker writes before the next family asks.
const notesPerFamily = 12

// Work works until the context ends and gives what went wrong.
func (l *Load) Work(ctx context.Context) []error {
	var all sync.WaitGroup
	for w := range l.Workers {
		all.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if err := l.family(ctx, fmt.Sprintf("%sw%df%d", l.Run, w, n)); err != nil {
					l.failed(ctx, err)
					return
				}
			}
		})
	}
	all.Wait()
	return l.errors
}

func (l *Load) failed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errors = append(l.errors, err)
}

// family lets one family ask for help, get a lead, and be written about.
func (l *Load) family(ctx context.Context, key string) error {
	asked, err := l.send(ctx, act{Kind: "ask", Key: key})
	if err != nil {
		return err
	}
	id := asked.Done
	offer, err := l.send(ctx, act{Kind: "offer", Key: key + "-o", Dossier: id})
	if err != nil {
		return err
	}
	if len(offer.New) == 0 {
		return fmt.Errorf("%s: no offer came of the offer", key)
	}
	steps := []act{{Kind: "accept", Key: key + "-a", Dossier: id, Thing: offer.New[0]}, {Kind: "part", Key: key + "-p", Dossier: id}}
	for n := range notesPerFamily {
		steps = append(steps, l.round(key, id, n)...)
	}
	for _, step := range steps {
		if _, err := l.send(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

func (l *Load) round(key string, id dossier.ID, n int) []act {
	steps := []act{{Kind: "note", Key: fmt.Sprintf("%s-n%d", key, n), Dossier: id}, {Kind: "open", Key: fmt.Sprintf("%s-r%d", key, n), Dossier: id}}
	if n%4 == 0 {
		steps = append(steps, act{Kind: "weigh", Key: fmt.Sprintf("%s-s%d", key, n), Dossier: id})
	}
	return steps
}

// retryPause lies between two tries of the same act.
const retryPause = 100 * time.Millisecond

// send says what it tries, does it, and says what was acknowledged.
func (l *Load) send(ctx context.Context, a act) (outcome, error) {
	l.Say(line("try", a, outcome{}))
	for {
		o, err := l.House.do(ctx, a)
		if err == nil {
			l.Say(line("ack", a, o))
			pause(ctx, l.Pause)
			return o, nil
		}
		if !l.Retry || !refusedForNow(err) || ctx.Err() != nil {
			return o, fmt.Errorf("%s %s: %w", a.Kind, a.Key, err)
		}
		pause(ctx, retryPause)
	}
}

func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
