// Package bench measures the house over real HTTP beside naive handlers in
// plain Go on the same engine with the same durability, in the same run.
package bench

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of PostgreSQL
	_ "modernc.org/sqlite"             // the driver of SQLite

	"eendracht/internal/fault"
)

// Naive is what a capable programmer writes in an afternoon to do the same in
// the open: the answer lies ready as JSON in a row, each read of it leaves one
// row in a log in the same transaction, and a write is one durable INSERT.
// It decides nothing, hides nothing, encrypts nothing and keeps no index.
type Naive struct {
	db    *sql.DB
	group *grouped // nil: a transaction per request
	next  atomic.Int64
}

// Stock is what the naive handlers answer with: the bodies that the house gave.
type Stock struct {
	Dossiers map[string]json.RawMessage `json:"dossiers"`
	Work     []json.RawMessage          `json:"work"`
	Hits     []Hit                      `json:"hits"`
}

// Hit is what a search for a token finds.
type Hit struct {
	Token string            `json:"token"`
	Rows  []json.RawMessage `json:"rows"`
}

var naiveTables = []string{
	`CREATE TABLE IF NOT EXISTS naive_dossier (id TEXT PRIMARY KEY, body TEXT NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS naive_work (usr TEXT NOT NULL, n BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (usr, n))`,
	`CREATE TABLE IF NOT EXISTS naive_hit (token TEXT NOT NULL, n BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (token, n))`,
	`CREATE TABLE IF NOT EXISTS naive_look (id BIGINT PRIMARY KEY, at BIGINT NOT NULL, usr TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS naive_entry (id BIGINT PRIMARY KEY, at BIGINT NOT NULL, dossier TEXT NOT NULL, body TEXT NOT NULL)`,
}

// OpenNaive opens the tables of the naive handlers: in a PostgreSQL database,
// or without one in a SQLite file of a folder. With group, looks and entries of
// SQLite that wait together share a commit.
func OpenNaive(ctx context.Context, data, database string, group bool) (*Naive, error) {
	const op = "bench.OpenNaive"
	driver, source := "pgx", database
	if database == "" {
		driver = "sqlite"
		source = "file:" + filepath.Join(data, "naive.db") + "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_txlock=immediate"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	n := &Naive{db: db}
	if database == "" {
		db.SetMaxOpenConns(1) // SQLite has one writer; waiting here is cheaper than its busy handler
	} else {
		db.SetMaxOpenConns(64)
		db.SetMaxIdleConns(64)
	}
	for _, text := range naiveTables {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return nil, fault.Wrap(fault.Unavailable, op, err)
		}
	}
	n.next.Store(time.Now().UnixNano())
	if group {
		n.group = newGrouped(db)
	}
	return n, nil
}

// Close ends the handlers' database.
func (n *Naive) Close() error { return n.db.Close() }

// Handler gives the four handlers, and one to fill their tables.
func (n *Naive) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dossiers/{id}", answer(n.read))
	mux.HandleFunc("GET /work", answer(n.work))
	mux.HandleFunc("POST /notes", answer(n.note))
	mux.HandleFunc("POST /searches", answer(n.search))
	mux.HandleFunc("PUT /stock", answer(n.fill))
	return mux
}

func answer(do func(*http.Request) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := do(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // who hung up misses the answer
	}
}

const insertLook = `INSERT INTO naive_look (id, at, usr, what, detail) VALUES ($1, $2, $3, $4, $5)`

// looked runs a read and its look in one transaction.
func (n *Naive) looked(r *http.Request, what string, read func(context.Context, querier) ([]byte, error)) ([]byte, error) {
	look := []any{n.next.Add(1), time.Now().UnixMicro(), r.Header.Get("Authorization"), what, `{"purpose":"` + r.Header.Get("Purpose") + `","action":"open"}`}
	if n.group != nil {
		return n.group.do(r.Context(), job{read: read, text: insertLook, args: look})
	}
	tx, err := n.db.BeginTx(r.Context(), nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	body, err := read(r.Context(), tx)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(r.Context(), insertLook, look...); err != nil {
		return nil, err
	}
	return body, tx.Commit()
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
}

func (n *Naive) read(r *http.Request) ([]byte, error) {
	id := r.PathValue("id")
	return n.looked(r, id, func(ctx context.Context, q querier) (body []byte, err error) {
		err = q.QueryRowContext(ctx, `SELECT body FROM naive_dossier WHERE id = $1`, id).Scan(&body)
		return body, err
	})
}

func (n *Naive) work(r *http.Request) ([]byte, error) {
	return n.looked(r, "work", func(ctx context.Context, q querier) ([]byte, error) {
		return list(q.QueryContext(ctx, `SELECT body FROM naive_work WHERE usr = $1 ORDER BY n LIMIT 50`, "me"))
	})
}

func (n *Naive) search(r *http.Request) ([]byte, error) {
	var asked struct {
		Postcode string `json:"postcode"`
		Number   string `json:"number"`
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		return nil, err
	}
	return n.looked(r, "search", func(ctx context.Context, q querier) ([]byte, error) {
		return list(q.QueryContext(ctx, `SELECT body FROM naive_hit WHERE token = $1 LIMIT 10`, asked.Postcode+"/"+asked.Number))
	})
}

// list writes the rows of a query as a JSON array.
func list(rows *sql.Rows, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // the loop tells of errors
	var b strings.Builder
	b.WriteString(`{"items":[`)
	for first := true; rows.Next(); first = false {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if !first {
			b.WriteByte(',')
		}
		b.Write(body)
	}
	b.WriteString(`]}`)
	return []byte(b.String()), rows.Err()
}

// note writes one entry durably and answers with its number.
func (n *Naive) note(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if !json.Valid(body) {
		return nil, fault.New(fault.Invalid, "bench.note", "")
	}
	const text = `INSERT INTO naive_entry (id, at, dossier, body) VALUES ($1, $2, $3, $4)`
	args := []any{n.next.Add(1), time.Now().UnixMicro(), r.URL.Query().Get("dossier"), string(body)}
	if n.group != nil {
		return n.group.do(r.Context(), job{text: text, args: args, read: func(context.Context, querier) ([]byte, error) { return []byte(`{"version":1}`), nil }})
	}
	_, err = n.db.ExecContext(r.Context(), text, args...)
	return []byte(`{"version":1}`), err
}

// fill puts the stock in the tables, in place of what was there.
func (n *Naive) fill(r *http.Request) ([]byte, error) {
	var s Stock
	if err := json.NewDecoder(r.Body).Decode(&s); err != nil {
		return nil, err
	}
	tx, err := n.db.BeginTx(r.Context(), nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	put := func(text string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(r.Context(), text, args...)
		}
	}
	for _, table := range []string{"naive_dossier", "naive_work", "naive_hit"} {
		put(`DELETE FROM ` + table)
	}
	for id, body := range s.Dossiers {
		put(`INSERT INTO naive_dossier (id, body) VALUES ($1, $2)`, id, string(body))
	}
	for i, row := range s.Work {
		put(`INSERT INTO naive_work (usr, n, body) VALUES ($1, $2, $3)`, "me", int64(i), string(row))
	}
	for _, hit := range s.Hits {
		for i, row := range hit.Rows {
			put(`INSERT INTO naive_hit (token, n, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, hit.Token, int64(i), string(row))
		}
	}
	if err != nil {
		return nil, err
	}
	return []byte(`{}`), tx.Commit()
}
