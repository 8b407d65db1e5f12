package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"eendracht/internal/fault"
)

// patience is how long a caller waits for a group to become durable. A disk
// that hangs must not hang everyone who reads: no row, no view, but an answer.
const patience = 1500 * time.Millisecond

// groupMost is how many jobs share one commit at most.
const groupMost = 512

// group is the one writer of a SQLite file. Jobs that wait together share one
// durable commit; each has a savepoint, so that one that fails fails alone.
type group struct {
	c     *sqliteTx
	queue chan *job
	known *versions
	gone  chan struct{}
	over  chan struct{}
	end   sync.Once
}

// job is one change that waits to be written: a look, or a function.
type job struct {
	change func(tx) error // nil for a look
	look   Look
	stamp  Stamp
	taken  atomic.Int32
	timer  *time.Timer
	done   chan error
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

// newGroup starts the writer of a connection.
func newGroup(c *sqliteTx, known *versions) *group {
	g := &group{c: c, queue: make(chan *job, 2*groupMost), known: known, gone: make(chan struct{}), over: make(chan struct{})}
	go g.run()
	return g
}

var jobs = sync.Pool{New: func() any {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &job{timer: t, done: make(chan error, 1)}
}}

// do runs a change in the next group. After an error that is not a refusal by
// the change itself the outcome is unknown: try again with the same key.
func (g *group) do(ctx context.Context, op string, change func(tx) error) error {
	j := jobs.Get().(*job)
	j.change = change
	_, err := g.wait(ctx, j)
	return trouble(op, err)
}

// wait queues a job and waits until it is durable, refused, or given up.
func (g *group) wait(ctx context.Context, j *job) (Stamp, error) {
	if err := ctx.Err(); err != nil {
		return Stamp{}, err
	}
	j.taken.Store(jobWaits)
	j.timer.Reset(patience)
	err := errHangs
	select {
	case g.queue <- j:
	case <-g.gone:
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
		j.change, j.look, j.stamp = nil, Look{}, Stamp{}
		jobs.Put(j)
		return stamp, err
	case <-ctx.Done():
		err = ctx.Err()
	case <-j.timer.C:
	case <-g.gone:
		err = errClosed
	}
	j.taken.CompareAndSwap(jobWaits, jobGivenUp) // if it was taken, it may become durable all the same
	return Stamp{}, err
}

// run writes groups until the queue closes.
func (g *group) run() {
	defer close(g.over)
	batch := make([]*job, 0, groupMost)
	for {
		select {
		case first := <-g.queue:
			batch = append(batch[:0], first)
		case <-g.gone:
			return
		}
		batch = g.gather(batch)
		g.commit(batch)
	}
}

// gather takes what waits beside the first job.
func (g *group) gather(batch []*job) []*job {
	for len(batch) < groupMost {
		select {
		case j := <-g.queue:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit writes one group and answers everyone in it.
func (g *group) commit(batch []*job) {
	live := batch[:0]
	for _, j := range batch {
		if j.taken.CompareAndSwap(jobWaits, jobTaken) {
			live = append(live, j)
		}
	}
	if len(live) == 0 {
		return
	}
	refused := make([]error, len(live))
	err := g.together(live, refused)
	if err != nil {
		g.known.forget()
	}
	for i, j := range live {
		if err != nil {
			j.done <- err
		} else {
			j.done <- refused[i]
		}
	}
}

// together runs the jobs in one transaction. What it returns failed for all;
// refused holds what failed for one.
func (g *group) together(live []*job, refused []error) error {
	if err := g.c.begin(); err != nil {
		return err
	}
	var looks []*job
	for i, j := range live {
		if j.change == nil {
			looks = append(looks, j)
			continue
		}
		err := g.c.alone(j.change)
		if err != nil && fault.Of(err) == fault.Internal && !isRefusal(err) {
			return errors.Join(err, g.c.rollback())
		}
		refused[i] = err
	}
	if err := g.writeLooks(looks, live, refused); err != nil {
		return errors.Join(err, g.c.rollback())
	}
	if err := g.c.commit(); err != nil {
		return errors.Join(err, g.c.rollback())
	}
	g.known.settle(g.c.fresh)
	return nil
}

// isRefusal tells whether an error concerns one job only, and not the file.
func isRefusal(err error) bool {
	return errors.Is(err, errUsed) || errors.Is(err, sql.ErrNoRows) || sqliteClash(err)
}

// writeLooks writes the looks of a group in as few statements as can be, and
// stamps each with its dossier's version. When one is refused, all are written
// one by one, to know which.
func (g *group) writeLooks(looks, live []*job, refused []error) error {
	if len(looks) == 0 {
		return nil
	}
	err := g.c.alone(func(tx) error { return g.c.looks(looks) })
	if err != nil && !isRefusal(err) {
		return err
	}
	if err != nil {
		for i, j := range live {
			if j.change != nil {
				continue
			}
			refused[i] = g.c.alone(func(tx) error { return g.c.looks([]*job{j}) })
			if refused[i] != nil && !isRefusal(refused[i]) {
				return refused[i]
			}
		}
	}
	for _, j := range looks {
		if j.stamp, err = g.c.stamp(&j.look); err != nil {
			return err
		}
	}
	return nil
}

// close ends the writer after the group that is under way.
func (g *group) close() {
	g.end.Do(func() { close(g.gone) })
	<-g.over
}
