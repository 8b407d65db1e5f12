package store

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long a caller waits for a group to become durable. A disk
// that hangs must not hang everyone who reads: no row, no view, but an answer.
const patience = 1500 * time.Millisecond

// groupMost is how many jobs share one commit at most.
const groupMost = 512

// job is one change that waits to be written: a look, or a function.
type job struct {
	change  func(tx) error // nil for a look
	look    Look
	detail  string // of the look, as it is stored
	leaf    []byte // of the look
	steps   []step // of an append on PostgreSQL
	dossier string // of the same
	stamp   Stamp
	taken   atomic.Int32
	timer   *time.Timer
	done    chan error
}

// A job waits until the group takes it or its caller gives it up.
const (
	jobWaits = iota
	jobTaken
	jobGivenUp
)

var (
	errClosed = errors.New("the archive is closed")
	errHangs  = errors.New("the archive did not answer in time")
)

// line is where jobs wait for a writer.
type line struct {
	queue chan *job
	gone  chan struct{}
	end   *sync.Once
}

func newLine() line {
	return line{queue: make(chan *job, 2*groupMost), gone: make(chan struct{}), end: &sync.Once{}}
}

// leave ends the line: nobody waits in it any more.
func (l line) leave() { l.end.Do(func() { close(l.gone) }) }

var jobs = sync.Pool{New: func() any {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &job{timer: t, done: make(chan error, 1)}
}}

// wait queues a job and waits until it is durable, refused, or given up.
func (l line) wait(ctx context.Context, j *job) (Stamp, error) {
	if err := ctx.Err(); err != nil {
		return Stamp{}, err
	}
	j.taken.Store(jobWaits)
	j.timer.Reset(patience)
	err := errHangs
	select {
	case l.queue <- j:
	case <-l.gone:
		return Stamp{}, errClosed
	case <-ctx.Done():
		return Stamp{}, ctx.Err()
	case <-j.timer.C:
		return Stamp{}, err
	}
	select {
	case err = <-j.done:
		stamp := j.stamp
		j.timer.Stop()
		j.change, j.look, j.detail, j.leaf, j.steps, j.stamp = nil, Look{}, "", nil, nil, Stamp{}
		jobs.Put(j)
		return stamp, err
	case <-ctx.Done():
		err = ctx.Err()
	case <-j.timer.C:
	case <-l.gone:
		err = errClosed
	}
	j.taken.CompareAndSwap(jobWaits, jobGivenUp) // if it was taken, it may become durable all the same
	return Stamp{}, err
}

// next waits for a job and takes all that wait beside it, those excepted that
// were given up. It gives none when the line has ended.
func (l line) next(batch []*job) []*job {
	for len(batch) == 0 {
		select {
		case j := <-l.queue:
			batch = j.take(batch)
		case <-l.gone:
			return nil
		}
		runtime.Gosched() // lets in who is about to ask again: fuller groups, fewer commits
		for waits := true; waits && len(batch) < groupMost; {
			select {
			case j := <-l.queue:
				batch = j.take(batch)
			default:
				waits = false
			}
		}
	}
	return batch
}

// take appends the job unless its caller gave it up.
func (j *job) take(batch []*job) []*job {
	if j.taken.CompareAndSwap(jobWaits, jobTaken) {
		batch = append(batch, j)
	}
	return batch
}
