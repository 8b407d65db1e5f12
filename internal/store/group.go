package store

import (
	"context"
	"database/sql"
	"errors"

	"eendracht/internal/fault"
)

// group is the one writer of a SQLite file. Jobs that wait together share one
// durable commit; each has a savepoint, so that one that fails fails alone.
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
// g.refused holds what failed for one.
func (g *group) together(live []*job) error {
	if err := g.c.begin(); err != nil {
		return err
	}
	g.looks = g.looks[:0]
	for _, j := range live {
		if j.change == nil {
			g.looks = append(g.looks, j)
			continue
		}
		err := g.c.alone(j.change)
		if err != nil && fault.Of(err) == fault.Internal && !isRefusal(err) {
			return errors.Join(err, g.c.rollback())
		}
		if err != nil {
			g.refused[j] = err
		}
	}
	if err := g.writeLooks(g.looks, g.refused); err != nil {
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
