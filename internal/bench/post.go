package bench

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the engine of the naive insert

	"eendracht/internal/fault"
	"eendracht/internal/ijw/sim"
)

// PostBar is how many official messages a second must be taken in durably, on SQLite.
const PostBar = 500.0

// Post is the speed of taking official messages in, beside a naive insert of
// the same number of rows of the same size in the same run.
type Post struct {
	Messages int     `json:"messages"`
	PerSec   float64 `json:"perSecond"`
	Naive    float64 `json:"naivePerSecond"` // one row in one durable transaction per message
	Ratio    float64 `json:"ratio"`
	Queued   int     `json:"queued"` // messages that wait to leave because of them
	Met      bool    `json:"met"`
}

// MeasurePost measures both with so many messages and hands, in an empty folder.
func MeasurePost(ctx context.Context, dir string, messages, hands int) (Post, error) {
	const op = "bench.MeasurePost"
	speed, err := sim.Measure(ctx, sim.Config{
		Seed: seed, Clients: messages, Hands: hands, Dir: filepath.Join(dir, "house"), Start: time.Now().UTC().Truncate(time.Microsecond),
	})
	if err != nil {
		return Post{}, fault.Wrap(fault.Internal, op, err)
	}
	naive, err := naiveInsert(ctx, filepath.Join(dir, "naive.db"), speed.Messages, speed.Bytes/speed.Messages, hands)
	if err != nil {
		return Post{}, fault.Wrap(fault.Internal, op, err)
	}
	p := Post{Messages: speed.Messages, PerSec: rate(speed.Messages, speed.Took), Naive: rate(speed.Messages, naive), Queued: speed.Queued}
	p.Ratio, p.Met = p.PerSec/p.Naive, p.PerSec >= PostBar
	return p, nil
}

func rate(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// naiveInsert writes the messages as rows of one table, each in a durable
// transaction of its own, with as many hands: no check, no index, no seal.
func naiveInsert(ctx context.Context, path string, rows, size, hands int) (time.Duration, error) {
	const op = "bench.naiveInsert"
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)"}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { _ = db.Close() }() // what it held was only measured
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE message (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"); err != nil {
		return 0, fault.Wrap(fault.Unavailable, op, err)
	}
	body := make([]byte, size)
	next, failed := make(chan int), make(chan error, hands)
	var group sync.WaitGroup
	began := time.Now()
	for range hands {
		group.Go(func() {
			for id := range next {
				if _, err := db.ExecContext(ctx, "INSERT INTO message (id, body) VALUES ($1, $2)", id, body); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for id := range rows {
		next <- id
	}
	close(next)
	group.Wait()
	took := time.Since(began)
	select {
	case err := <-failed:
		return 0, fault.Wrap(fault.Unavailable, op, err)
	default:
		return took, nil
	}
}
