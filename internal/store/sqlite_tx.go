package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// sqliteTx is the writing connection of a SQLite file, with its statements
// prepared once. Only the group's goroutine uses it.
type sqliteTx struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	known *versions
	fresh map[string]int64 // moved by the transaction under way
	held  map[string]int64 // fresh as it was at the last savepoint
	args  []any            // of looks, used again
	sheaf []byte           // leaves of the transaction under way
	bare  bool             // writes no leaves: see Unlogged
}

func newSQLiteTx(conn *sql.Conn, known *versions) *sqliteTx {
	return &sqliteTx{conn: conn, stmts: map[string]*sql.Stmt{}, known: known, fresh: map[string]int64{}, held: map[string]int64{}}
}

// stmt prepares a text once. A transaction that began runs to its end, so
// nothing here listens to the context of a caller.
func (t *sqliteTx) stmt(text string) (*sql.Stmt, error) {
	if s, ok := t.stmts[text]; ok {
		return s, nil
	}
	s, err := t.conn.PrepareContext(context.Background(), text)
	if err == nil {
		t.stmts[text] = s
	}
	return s, err
}

func (t *sqliteTx) exec(text string, args ...any) (int64, error) {
	s, err := t.stmt(text)
	if err != nil {
		return 0, err
	}
	result, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (t *sqliteTx) number(text string, args ...any) (n int64, err error) {
	s, err := t.stmt(text)
	if err != nil {
		return 0, err
	}
	return n, s.QueryRow(args...).Scan(&n)
}

func (t *sqliteTx) each(take func(*sql.Rows) error, text string, args ...any) error {
	s, err := t.stmt(text)
	if err != nil {
		return err
	}
	rows, err := s.Query(args...)
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

func (t *sqliteTx) moved(dossier string, to int64) { t.fresh[dossier] = to }

func (t *sqliteTx) begin() error {
	clear(t.fresh)
	t.sheaf = t.sheaf[:0]
	_, err := t.exec("BEGIN IMMEDIATE")
	return err
}

func (t *sqliteTx) leaf(data []byte) { t.sheaf = append(t.sheaf, data...) }

func (t *sqliteTx) commit() error {
	if len(t.sheaf) > 0 && !t.bare {
		if _, err := t.exec(putSheaf, t.sheaf); err != nil {
			return err
		}
	}
	_, err := t.exec("COMMIT")
	return err
}

// rollback ends a transaction that failed. SQLite has ended it by itself after
// some errors, a full disk for one; then there is nothing left to do.
func (t *sqliteTx) rollback() error {
	_, err := t.exec("ROLLBACK")
	if err != nil && strings.Contains(err.Error(), "no transaction is active") {
		return nil
	}
	return err
}

// alone runs a change in a savepoint and takes it back when it fails.
func (t *sqliteTx) alone(change func(tx) error) error {
	if _, err := t.exec("SAVEPOINT one"); err != nil {
		return err
	}
	clear(t.held)
	for k, v := range t.fresh {
		t.held[k] = v
	}
	leaves := len(t.sheaf)
	failed := change(t)
	if failed != nil {
		t.sheaf = t.sheaf[:leaves]
		t.fresh, t.held = t.held, t.fresh
		if _, err := t.exec("ROLLBACK TO one"); err != nil {
			return errors.Join(err, failed)
		}
	}
	if _, err := t.exec("RELEASE one"); err != nil {
		return err
	}
	return failed
}

// The sizes of the statements that write many looks at once.
var lookSizes = []int{64, 16, 4, 1}

var lookTexts = func() map[int]string {
	texts := map[int]string{}
	for _, n := range lookSizes {
		texts[n] = rowsOf(putLook, lookWidth, n)
	}
	return texts
}()

// lookChunk gives how many of n looks go into one statement.
func lookChunk(n int) int {
	for _, size := range lookSizes {
		if size <= n {
			return size
		}
	}
	return 0
}

// looks inserts as many looks as lookChunk gave, in one statement.
func (t *sqliteTx) looks(jobs []*job) error {
	t.args = t.args[:0]
	for _, j := range jobs {
		t.args = lookArgs(j.look, j.detail, t.args)
	}
	if _, err := t.exec(lookTexts[len(jobs)], t.args...); err != nil {
		return err
	}
	for _, j := range jobs {
		t.leaf(j.leaf)
	}
	return nil
}

// stamp gives the version of a look's dossier and the epoch, as this
// transaction leaves them.
func (t *sqliteTx) stamp(l *Look) (s Stamp, err error) {
	if s.Epoch, err = t.version("", getEpoch); err != nil {
		return s, err
	}
	if l.Dossier != "" {
		s.Version, err = t.version(string(l.Dossier), getVersion, string(l.Dossier))
	}
	return s, err
}

const getVersion = `SELECT version FROM head WHERE dossier = $1`

func (t *sqliteTx) version(of, text string, args ...any) (int64, error) {
	if n, ok := t.fresh[of]; ok {
		return n, nil
	}
	if n, ok := t.known.get(of); ok {
		return n, nil
	}
	n, err := t.number(text, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil // no such dossier, or not yet: version 0, and not worth remembering
	}
	if err == nil {
		t.fresh[of] = n
	}
	return n, err
}
