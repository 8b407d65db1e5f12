package store

import (
	"context"
	"database/sql"
	"errors"

	"eendracht/internal/fault"
)

// group is the one writer of a SQLite file. Jobs that wait together share one
// durable commit; one that is refused is refused alone.
type group struct {
	line
	c     *sqliteTx
	known *versions
	over  chan struct{}

	looks   []*job         // of the group under way
	refused map[*job]error // of the group under way
}

// newGroup starts the writer of a connection.
func newGroup(c *sqliteTx, known *versions) *group {
	g := &group{line: newLine(), c: c, known: known, over: make(chan struct{}), refused: map[*job]error{}}
	go g.run()
	return g
}

// do runs a change in the next group. After an error that is not a refusal by
// the change itself the outcome is unknown: try again with the same key.
func (g *group) do(ctx context.Context, op string, change func(tx) error) error {
	j := jobs.Get().(*job)
	j.change = change
	_, err := g.wait(ctx, j)
	return trouble(op, err)
}

// run writes groups until the queue closes.
func (g *group) run() {
	defer close(g.over)
	batch := make([]*job, 0, groupMost)
	for {
		if batch = g.next(batch[:0]); len(batch) == 0 {
			return
		}
		g.commit(batch)
	}
}

// commit writes one group and answers everyone in it.
func (g *group) commit(batch []*job) {
	clear(g.refused)
	err := g.together(batch)
	if err != nil {
		g.known.forget()
	}
	for _, j := range batch {
		if err != nil {
			j.done <- err
		} else {
			j.done <- g.refused[j]
		}
	}
}

// together runs the jobs in one transaction. What it returns failed for all;
// g.refused holds what failed for one. Savepoints cost, and a refusal is rare,
// so they are only used in a second go, after one was refused.
func (g *group) together(live []*job) error {
	again, err := g.attempt(live, false)
	if again {
		_, err = g.attempt(live, true)
	}
	return err
}

// attempt runs the jobs and commits. Without savepoints it takes everything
// back at the first refusal and asks to be called again.
func (g *group) attempt(live []*job, savepoints bool) (again bool, err error) {
	if err := g.c.begin(); err != nil {
		return false, err
	}
	g.looks = g.looks[:0]
	for _, j := range live {
		if j.change == nil {
			g.looks = append(g.looks, j)
			continue
		}
		if savepoints {
			err = g.c.alone(j.change)
		} else {
			err = j.change(g.c)
		}
		switch {
		case err == nil:
		case !isRefusal(err):
			return false, errors.Join(err, g.c.rollback())
		case !savepoints:
			return true, g.c.rollback()
		default:
			g.refused[j] = err
		}
	}
	err = g.writeLooks(g.looks, g.refused)
	if err == nil {
		err = g.c.commit()
	}
	if err != nil {
		return false, errors.Join(err, g.c.rollback())
	}
	g.known.settle(g.c.fresh)
	return false, nil
}

// isRefusal tells whether an error concerns one job only, and not the file.
func isRefusal(err error) bool {
	return fault.Of(err) != fault.Internal || errors.Is(err, errUsed) || errors.Is(err, sql.ErrNoRows) || sqliteClash(err)
}

// writeLooks writes the looks of a group in as few statements as can be, and
// stamps each with its dossier's version. A statement that is refused leaves
// nothing of itself; its looks are then written one by one, to know which it is.
func (g *group) writeLooks(looks []*job, refused map[*job]error) error {
	for rest := looks; len(rest) > 0; {
		n := lookChunk(len(rest))
		err := g.c.looks(rest[:n])
		if err != nil && !isRefusal(err) {
			return err
		}
		if err != nil {
			for _, j := range rest[:n] {
				if err := g.c.looks([]*job{j}); err != nil {
					if !isRefusal(err) {
						return err
					}
					refused[j] = err
				}
			}
		}
		rest = rest[n:]
	}
	for _, j := range looks {
		var err error
		if j.stamp, err = g.c.stamp(&j.look); err != nil {
			return err
		}
	}
	return nil
}

// close ends the writer after the group that is under way.
func (g *group) close() {
	g.leave()
	<-g.over
}
