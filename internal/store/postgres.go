package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"eendracht/internal/fault"
)

// postgresConns bounds the connections of one process to the database.
const postgresConns = 24

// postgresStore is the archive in a PostgreSQL database, which several
// processes may share.
type postgresStore struct {
	archive
	db      *sql.DB
	looks   *postgresLooks
	appends *postgresAppends
}

// OpenPostgres opens the archive in a PostgreSQL database (15 or newer, UTF8)
// and brings its tables to the newest shape. It faults with Unavailable (text
// key "store.unsafe") when the server would lose what it acknowledged, and with
// "store.standby" on a copy: reads that decide access go to the primary.
func OpenPostgres(ctx context.Context, url string) (Store, error) {
	const op = "store.OpenPostgres"
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	config.RuntimeParams["application_name"] = "eendracht"
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(postgresConns)
	db.SetMaxIdleConns(postgresConns)
	s := &postgresStore{db: db}
	if err := s.open(ctx); err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, errors.Join(err, db.Close()))
	}
	return s, nil
}

func (s *postgresStore) open(ctx context.Context) error {
	if err := safePostgres(ctx, s.db); err != nil {
		return err
	}
	// Several processes may start at once; one of them changes the tables.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	if err := migrate(ctx, goose.DialectPostgres, s.db, "postgres", goose.WithSessionLocker(locker)); err != nil {
		return err
	}
	if err := adopt(ctx, s.db); err != nil {
		return err
	}
	p := &postgres{s.db}
	s.archive = archive{
		read: p, write: p, keys: p, keeper: p,
		keyTexts: keysIn("keys.data_key", "keys.shred", ` COLLATE "C"`), leaseText: leasing(" FOR UPDATE SKIP LOCKED"), noticeText: leasingNotices(" FOR UPDATE SKIP LOCKED"), parcelText: leasingParcels(" FOR UPDATE SKIP LOCKED"),
	}
	s.looks = newPostgresLooks(s.db, lookLanes)
	s.appends = newPostgresAppends(s, appendLanes)
	return nil
}

// safePostgres reads back the settings on which every promise rests.
func safePostgres(ctx context.Context, db *sql.DB) error {
	const op = "store.safePostgres"
	var standby bool
	if err := db.QueryRowContext(ctx, `SELECT pg_is_in_recovery()`).Scan(&standby); err != nil {
		return err
	}
	if standby {
		return fault.New(fault.Unavailable, op, "store.standby")
	}
	safe := func(want ...string) func(string) bool {
		return func(is string) bool {
			for _, w := range want {
				if is == w {
					return true
				}
			}
			return false
		}
	}
	for _, check := range []struct {
		setting, want string
		safe          func(string) bool
	}{
		{"fsync", "on", safe("on")},
		{"full_page_writes", "on", safe("on")},
		{"synchronous_commit", "on", safe("on", "local", "remote_write", "remote_apply")},
		{"server_encoding", "UTF8", safe("UTF8")},
		{"server_version_num", "150000", func(is string) bool { n, err := strconv.Atoi(is); return err == nil && n >= 150000 }},
	} {
		var is string
		if err := db.QueryRowContext(ctx, "SHOW "+check.setting).Scan(&is); err != nil {
			return err
		}
		if !check.safe(is) {
			return fault.New(fault.Unavailable, op, "store.unsafe", "setting", check.setting, "value", is, "want", check.want)
		}
	}
	return nil
}

// postgres reads, and writes each change in a transaction of its own.
type postgres struct{ db *sql.DB }

func (p *postgres) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	return p.db.QueryContext(ctx, text, args...)
}

// tries is how often a transaction that the server broke off for another is done anew.
const tries = 4

func (p *postgres) do(ctx context.Context, op string, change func(tx) error) (err error) {
	for range tries {
		if err = p.once(ctx, change); !brokenOff(err) {
			break
		}
	}
	return trouble(op, err)
}

func (p *postgres) once(ctx context.Context, change func(tx) error) error {
	t, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	changing := &postgresTx{ctx: ctx, tx: t}
	err = change(changing)
	if err == nil {
		err = changing.bind()
	}
	if err != nil {
		return errors.Join(err, t.Rollback())
	}
	return t.Commit()
}

// brokenOff tells whether the server ended a transaction for the sake of
// another (serialization failure, deadlock): it did nothing and may be tried again.
func brokenOff(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// postgresClash tells whether PostgreSQL refused a row by a constraint: foreign
// key, unique or check.
func postgresClash(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "23503" || e.Code == "23505" || e.Code == "23514")
}

type postgresTx struct {
	ctx   context.Context
	tx    *sql.Tx
	sheaf []byte // leaves of the transaction under way
}

func (t *postgresTx) leaf(data []byte) { t.sheaf = append(t.sheaf, data...) }

// bind writes the leaves of the transaction.
func (t *postgresTx) bind() error {
	if len(t.sheaf) == 0 {
		return nil
	}
	_, err := t.exec(putSheaf, t.sheaf)
	return err
}

func (t *postgresTx) exec(text string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(t.ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (t *postgresTx) number(text string, args ...any) (n int64, err error) {
	return n, t.tx.QueryRowContext(t.ctx, text, args...).Scan(&n)
}

func (t *postgresTx) each(take func(*sql.Rows) error, text string, args ...any) error {
	rows, err := t.tx.QueryContext(t.ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// moved has nothing to do: versions come from the database every time.
func (t *postgresTx) moved(string, int64) {}

// leftOpen rolls back what a failed batch left open.
func leftOpen(ctx context.Context, c *pgx.Conn, err error) error {
	if err == nil || c.IsClosed() || c.PgConn().TxStatus() == 'I' {
		return err
	}
	if _, again := c.Exec(context.WithoutCancel(ctx), "ROLLBACK"); again != nil {
		return errors.Join(err, again, c.Close(context.WithoutCancel(ctx)))
	}
	return err
}

// raw lends a connection as pgx knows it, for a round trip of many statements.
func (s *postgresStore) raw(ctx context.Context, use func(*pgx.Conn) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // gives the connection back; what went wrong with it is in err
	return lend(conn, use)
}

func lend(conn *sql.Conn, use func(*pgx.Conn) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("not a connection of pgx: %T", driver)
		}
		return use(c.Conn())
	})
}

// Look waits for the next group of looks.
func (s *postgresStore) Look(ctx context.Context, l Look) (Stamp, error) {
	j := jobs.Get().(*job)
	j.prepare(l, true)
	stamp, err := s.looks.wait(ctx, j)
	return stamp, trouble("store.Look", err)
}

// Ready writes a row durably and reads the settings back.
func (s *postgresStore) Ready(ctx context.Context) error {
	const op = "store.Ready"
	if err := safePostgres(ctx, s.db); err != nil {
		return fault.Wrap(fault.Unavailable, op, trouble(op, err))
	}
	return s.write.do(ctx, op, beat)
}

// Close ends what is under way and closes all connections.
func (s *postgresStore) Close() error {
	s.appends.close()
	s.looks.close()
	return fault.Wrap(fault.Unavailable, "store.Close", s.db.Close())
}
