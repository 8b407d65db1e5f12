package store

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// lookLanes is how many groups of looks are on their way to PostgreSQL at once.
// Measured with 16 and 64 callers: see docs/storage.md.
const lookLanes = 2

// laneTimeout bounds one group, well beyond what callers wait.
const laneTimeout = 10 * time.Second

const (
	theLooks = `INSERT INTO look (` + lookColumns + `)
		SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])`
	// putLooks writes the looks of a group and the sheaf of their leaves.
	putLooks = `WITH put AS (` + theLooks + `) INSERT INTO sheaf (data) VALUES ($8::bytea)`
	// putLooksAgain is for a group that may be there already, after a connection
	// broke. It came whole or not at all, so the leaves come with the rows.
	putLooksAgain = `WITH put AS (` + theLooks + ` ON CONFLICT (home, at, id) DO NOTHING RETURNING 1)
		INSERT INTO sheaf (data) SELECT $8::bytea WHERE (SELECT count(*) FROM put) > 0`
	getStamps = `SELECT dossier, version FROM head WHERE dossier = ANY($1::text[]) UNION ALL SELECT '', n FROM epoch WHERE name = 'directory'`
)

// postgresLooks writes looks in groups: what waits together is one statement,
// one transaction and one round trip, which also reads the versions from the
// primary. Each lane has a connection of its own.
type postgresLooks struct {
	line
	db    *sql.DB
	lanes sync.WaitGroup
}

func newPostgresLooks(db *sql.DB, lanes int) *postgresLooks {
	l := &postgresLooks{line: newLine(), db: db}
	for range lanes {
		l.lanes.Go((&lane{looks: l, versions: map[string]int64{}}).run)
	}
	return l
}

func (l *postgresLooks) close() {
	l.leave()
	l.lanes.Wait()
}

// lane writes one group at a time. Its slices are used again.
type lane struct {
	looks    *postgresLooks
	conn     *sql.Conn
	home     []string
	at       []int64
	id       []string
	usr      []string
	org      []string
	version  []int64
	detail   []string
	sheaf    []byte
	versions map[string]int64
}

func (l *lane) run() {
	var batch []*job
	for {
		if batch = l.looks.next(batch[:0]); len(batch) == 0 {
			l.drop()
			return
		}
		l.write(batch)
	}
}

// drop gives the connection back to the pool, which closes it when it is broken.
func (l *lane) drop() {
	if l.conn != nil {
		_ = l.conn.Close() // only gives it back
		l.conn = nil
	}
}

// write makes a group durable and answers it. When a row is refused, each look
// goes by itself, to know which it was.
func (l *lane) write(batch []*job) {
	err := l.flush(batch)
	if clashed(err) && len(batch) > 1 {
		for _, j := range batch {
			l.write([]*job{j})
		}
		return
	}
	for _, j := range batch {
		if err == nil {
			j.stamp = Stamp{Version: l.versions[string(j.look.Dossier)], Epoch: l.versions[""]}
			if j.look.Dossier == "" {
				j.stamp.Version = 0
			}
		}
		j.done <- err
	}
}

// flush sends a group. When the connection breaks it is sent once more over
// another: a look has an identifier, so it is there once in any case.
func (l *lane) flush(batch []*job) error {
	ctx, cancel := context.WithTimeout(context.Background(), laneTimeout)
	defer cancel()
	l.fill(batch)
	err := l.over(ctx, putLooks)
	for n := 1; n < tries && err != nil && l.conn == nil && ctx.Err() == nil; n++ {
		err = l.over(ctx, putLooksAgain)
	}
	return err
}

// over sends the group over the lane's connection, and drops one that broke.
func (l *lane) over(ctx context.Context, text string) error {
	if l.conn == nil {
		conn, err := l.looks.db.Conn(ctx)
		if err != nil {
			return err
		}
		l.conn = conn
	}
	broke := false
	err := lend(l.conn, func(c *pgx.Conn) error {
		err := leftOpen(ctx, c, l.send(ctx, c, text))
		broke = c.IsClosed()
		return err
	})
	if broke {
		l.drop()
	}
	return err
}

func (l *lane) fill(batch []*job) {
	l.home, l.at, l.id, l.usr = l.home[:0], l.at[:0], l.id[:0], l.usr[:0]
	l.org, l.version, l.detail, l.sheaf = l.org[:0], l.version[:0], l.detail[:0], l.sheaf[:0]
	for _, j := range batch {
		k := &j.look
		l.home, l.at, l.id = append(l.home, home(*k)), append(l.at, micros(k.At)), append(l.id, string(k.ID))
		l.usr, l.org, l.version = append(l.usr, string(k.User)), append(l.org, string(k.Org)), append(l.version, k.Version)
		l.detail, l.sheaf = append(l.detail, j.detail), append(l.sheaf, j.leaf...)
	}
}

func (l *lane) send(ctx context.Context, c *pgx.Conn, text string) (err error) {
	clear(l.versions)
	batch := &pgx.Batch{}
	batch.Queue(text, l.home, l.at, l.id, l.usr, l.org, l.version, l.detail, l.sheaf)
	batch.Queue(getStamps, l.home)
	results := c.SendBatch(ctx, batch)
	// What is sent together commits at its end, which Close waits for.
	defer func() {
		if end := results.Close(); err == nil {
			err = end
		}
	}()
	if _, err := results.Exec(); err != nil {
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var of string
		var n int64
		if err := rows.Scan(&of, &n); err != nil {
			return err
		}
		l.versions[of] = n
	}
	return rows.Err()
}
