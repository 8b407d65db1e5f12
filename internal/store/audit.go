package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

// Audit reads an archive as it lies, in one unchanging view, for a check of its
// log. It needs no key, takes no lock and writes nothing: the archive may be in
// use meanwhile.
type Audit struct {
	db   *sql.DB
	conn *sql.Conn
}

// AuditSQLite opens the archive in a folder for reading.
func AuditSQLite(ctx context.Context, dir string) (*Audit, error) {
	const op = "store.AuditSQLite"
	path := filepath.Join(dir, sqliteFile)
	if _, err := os.Stat(path); err != nil { // opening would make one
		return nil, fault.Wrap(fault.NotFound, op, err)
	}
	db, err := sql.Open("sqlite", dsn(path, "query_only(1)", "mmap_size(1073741824)"))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	return audit(ctx, db, "BEGIN")
}

// AuditPostgres opens the archive in a PostgreSQL database for reading. A
// standby will do.
func AuditPostgres(ctx context.Context, url string) (*Audit, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "store.AuditPostgres", err)
	}
	config.RuntimeParams["application_name"] = "eendracht verify"
	return audit(ctx, stdlib.OpenDB(*config), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
}

func audit(ctx context.Context, db *sql.DB, begin string) (*Audit, error) {
	const op = "store.audit"
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, errors.Join(err, db.Close()))
	}
	a := &Audit{db, conn}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, errors.Join(err, a.Close()))
	}
	return a, nil
}

// Close ends the view.
func (a *Audit) Close() error {
	return fault.Wrap(fault.Unavailable, "store.Audit.Close", errors.Join(a.conn.Close(), a.db.Close()))
}

// auditBatch is how many rows the reader is ahead of who checks them.
const auditBatch = 256

// stream reads all rows of a question in a goroutine of its own, past
// database/sql, and calls take with each in turn.
func (a *Audit) stream(ctx context.Context, take func([]driver.Value) error, text string, args ...any) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches, failed := make(chan [][]driver.Value, 4), make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- a.conn.Raw(func(c any) error { return pull(ctx, c, batches, text, args) })
	}()
	var stopped error
	for batch := range batches {
		for _, row := range batch {
			if stopped == nil {
				stopped = take(row)
			}
		}
		if stopped != nil {
			cancel()
		}
	}
	if err := <-failed; stopped == nil {
		return err
	}
	return stopped
}

// pull fills batches from a connection of the driver.
func pull(ctx context.Context, c any, batches chan<- [][]driver.Value, text string, args []any) error {
	q, ok := c.(driver.QueryerContext)
	if !ok {
		return errors.New("a driver that answers no questions")
	}
	named := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	rows, err := q.QueryContext(context.WithoutCancel(ctx), text, named)
	if err != nil {
		return err
	}
	width := len(rows.Columns())
	for err == nil && ctx.Err() == nil {
		values := make([]driver.Value, width*auditBatch)
		batch := make([][]driver.Value, 0, auditBatch)
		for len(batch) < auditBatch {
			row := values[:width:width]
			if err = rows.Next(row); err != nil {
				break
			}
			values, batch = values[width:], append(batch, row)
		}
		select {
		case batches <- batch:
		case <-ctx.Done():
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close(), ctx.Err())
}

// text gives a column that holds text or bytes; drivers differ in what they give.
func textOf(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

func bytesOf(v driver.Value) []byte {
	switch v := v.(type) {
	case string:
		return []byte(v)
	case []byte:
		return v
	}
	return nil
}

func intOf(v driver.Value) int64 {
	n, ok := v.(int64)
	if !ok {
		return -1
	}
	return n
}

// Shards gives the trees.
func (a *Audit) Shards(ctx context.Context, take func(ledger.Shard, int64) error) error {
	return a.stream(ctx, func(v []driver.Value) error { return take(ledger.Shard(intOf(v[0])), intOf(v[1])) },
		`SELECT shard, size FROM log_shard ORDER BY shard`)
}

// Leaves gives the leaves of a tree in order.
func (a *Audit) Leaves(ctx context.Context, s ledger.Shard, take func(int64, []byte) error) error {
	return a.stream(ctx, func(v []driver.Value) error { return take(intOf(v[0]), bytesOf(v[1])) },
		`SELECT first, data FROM log_leaves WHERE shard = $1 ORDER BY first`, int64(s))
}

// Tiles gives the rows of hashes of a tree.
func (a *Audit) Tiles(ctx context.Context, s ledger.Shard, take func(ledger.Tile) error) error {
	return a.stream(ctx, func(v []driver.Value) error {
		return take(ledger.Tile{Level: int(intOf(v[0])), N: intOf(v[1]), Data: bytesOf(v[2])})
	}, `SELECT level, n, data FROM log_tile WHERE shard = $1 ORDER BY level, n`, int64(s))
}

// Checkpoints gives the signed checkpoints.
func (a *Audit) Checkpoints(ctx context.Context, take func(ledger.StoredCheckpoint) error) error {
	return a.stream(ctx, func(v []driver.Value) error {
		return take(ledger.StoredCheckpoint{Shard: ledger.Shard(intOf(v[0])), Size: intOf(v[1]), At: intOf(v[2]), Cosigned: intOf(v[3]), Note: textOf(v[4])})
	}, `SELECT shard, size, at, cosigned, note FROM log_checkpoint ORDER BY shard, size`)
}

// Sheaves gives the leaves that have no number yet.
func (a *Audit) Sheaves(ctx context.Context, take func([]byte) error) error {
	return a.stream(ctx, func(v []driver.Value) error { return take(bytesOf(v[0])) }, `SELECT data FROM sheaf ORDER BY id`)
}

// Heads gives the version of every dossier.
func (a *Audit) Heads(ctx context.Context, take func(string, int64) error) error {
	return a.stream(ctx, func(v []driver.Value) error { return take(textOf(v[0]), intOf(v[1])) }, `SELECT dossier, version FROM head ORDER BY dossier`)
}

// covered says of each table how its rows are read and which leaf each must be.
var covered = map[ledger.Kind]struct {
	text string
	row  func(b []byte, v []driver.Value) ledger.Row
}{
	ledger.Entry: {`SELECT dossier, seq, id, at, kind, body FROM entry ORDER BY dossier, seq`, func(b []byte, v []driver.Value) ledger.Row {
		body := bytesOf(v[5])
		leaf := ledger.Leaf{Kind: ledger.Entry, Key: auditKey(v), Digest: ledger.EntryDigest(intOf(v[3]), textOf(v[4]), body)}
		return ledger.Row{Leaf: leaf.Append(b), Stub: ledger.IsStub(body)}
	}},
	ledger.Look: {`SELECT home, at, id, usr, org, version, detail FROM look ORDER BY home, at, id`, func(b []byte, v []driver.Value) ledger.Row {
		leaf := ledger.Leaf{Kind: ledger.Look, Key: auditKey(v), Digest: ledger.LookDigest(textOf(v[3]), textOf(v[4]), intOf(v[5]), bytesOf(v[6]))}
		return ledger.Row{Leaf: leaf.Append(b)}
	}},
	ledger.Decision: {`SELECT home, at, id, usr, org, dossier, version, allow, detail FROM decision ORDER BY home, at, id`, func(b []byte, v []driver.Value) ledger.Row {
		digest := ledger.DecisionDigest(textOf(v[3]), textOf(v[4]), textOf(v[5]), intOf(v[6]), intOf(v[7]), bytesOf(v[8]))
		return ledger.Row{Leaf: ledger.Leaf{Kind: ledger.Decision, Key: auditKey(v), Digest: digest}.Append(b)}
	}},
	ledger.Policy: {`SELECT '', at, version, body FROM policy_set ORDER BY version`, func(b []byte, v []driver.Value) ledger.Row {
		return ledger.Row{Leaf: ledger.Leaf{Kind: ledger.Policy, Key: auditKey(v), Digest: ledger.PolicyDigest(bytesOf(v[3]))}.Append(b)}
	}},
	ledger.Erased: {`SELECT dossier, at, id, usr, org, ground, what FROM erased ORDER BY dossier, at, id`, func(b []byte, v []driver.Value) ledger.Row {
		digest := ledger.ErasedDigest(textOf(v[3]), textOf(v[4]), textOf(v[5]), textOf(v[6]))
		return ledger.Row{Leaf: ledger.Leaf{Kind: ledger.Erased, Key: auditKey(v), Digest: digest}.Append(b), What: textOf(v[6])}
	}},
	ledger.Change: {`SELECT home, at, id, usr, kind, subject, detail FROM change ORDER BY home, at, id`, func(b []byte, v []driver.Value) ledger.Row {
		digest := ledger.ChangeDigest(textOf(v[3]), textOf(v[4]), textOf(v[5]), bytesOf(v[6]))
		return ledger.Row{Leaf: ledger.Leaf{Kind: ledger.Change, Key: auditKey(v), Digest: digest}.Append(b)}
	}},
}

func auditKey(v []driver.Value) ledger.Key {
	return ledger.Key{Home: textOf(v[0]), Number: intOf(v[1]), ID: textOf(v[2])}
}

// Rows gives the rows of a table as the leaves that they must be.
func (a *Audit) Rows(ctx context.Context, k ledger.Kind, take func(ledger.Row) error) error {
	table, buf := covered[k], make([]byte, 0, 512)
	return a.stream(ctx, func(v []driver.Value) error {
		row := table.row(buf[:0], v)
		buf = row.Leaf
		return take(row)
	}, table.text)
}
