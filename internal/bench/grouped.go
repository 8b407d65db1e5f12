package bench

import (
	"context"
	"database/sql"
)

// job is one request of a group: what it reads, and the row that it leaves.
type job struct {
	read func(context.Context, querier) ([]byte, error)
	text string
	args []any
	done chan done
}

type done struct {
	body []byte
	err  error
}

// groupMost bounds the requests that share a commit.
const groupMost = 64

// grouped is the simplest group commit: one goroutine takes what waits, does it
// in one transaction and answers all.
type grouped struct {
	db   *sql.DB
	jobs chan job
}

func newGrouped(db *sql.DB) *grouped {
	g := &grouped{db: db, jobs: make(chan job, groupMost)}
	go g.run()
	return g
}

func (g *grouped) do(ctx context.Context, j job) ([]byte, error) {
	j.done = make(chan done, 1)
	select {
	case g.jobs <- j:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	over := <-j.done
	return over.body, over.err
}

func (g *grouped) run() {
	for first := range g.jobs {
		batch := []job{first}
		for more := true; more && len(batch) < groupMost; {
			select {
			case j := <-g.jobs:
				batch = append(batch, j)
			default:
				more = false
			}
		}
		g.commit(batch)
	}
}

func (g *grouped) commit(batch []job) {
	answers := make([]done, len(batch))
	err := g.together(batch, answers)
	for i, j := range batch {
		if err != nil {
			answers[i] = done{err: err}
		}
		j.done <- answers[i]
	}
}

func (g *grouped) together(batch []job, answers []done) error {
	ctx := context.Background() // a group does not end because one of its requests does
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	for i, j := range batch {
		if answers[i].body, err = j.read(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, j.text, j.args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
