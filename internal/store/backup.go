package store

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"eendracht/internal/fault"
)

// A backup is a row of parts, each a name and its bytes: the files of SQLite, or
// the tables of PostgreSQL as COPY gives them. It is one moment of the archive
// and is made while the archive serves. Whoever writes it down encrypts it.

// PartsOut writes parts one after the other.
type PartsOut struct {
	w        *bufio.Writer
	Progress func(part string, bytes int64) // called now and then; nil: not
}

// chunkMost is the largest piece of a part in the stream.
const chunkMost = 256 << 10

// NewPartsOut begins a row of parts.
func NewPartsOut(w io.Writer) *PartsOut { return &PartsOut{w: bufio.NewWriterSize(w, chunkMost)} }

// Part writes one part; fill writes its bytes.
func (p *PartsOut) Part(name string, fill func(io.Writer) error) error {
	if err := p.chunk([]byte(name)); err != nil {
		return err
	}
	body := &partWriter{out: p, name: name}
	if err := fill(body); err != nil {
		return err
	}
	return p.chunk(nil)
}

func (p *PartsOut) chunk(b []byte) error {
	if err := binary.Write(p.w, binary.BigEndian, uint32(len(b))); err != nil {
		return err
	}
	_, err := p.w.Write(b)
	return err
}

// Close ends the row: a reader knows by it that nothing was cut off.
func (p *PartsOut) Close() error {
	return errors.Join(p.chunk(nil), p.w.Flush())
}

type partWriter struct {
	out  *PartsOut
	name string
	sum  int64
}

// Write adds bytes to the part.
func (w *partWriter) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n := min(len(rest), chunkMost)
		if err := w.out.chunk(rest[:n]); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	w.sum += int64(len(b))
	if w.out.Progress != nil {
		w.out.Progress(w.name, w.sum)
	}
	return len(b), nil
}

// ReadParts calls take with each part in turn; take reads it to its end. It
// faults with Invalid when the row is cut off.
func ReadParts(r io.Reader, take func(name string, body io.Reader) error) error {
	in := &partReader{r: bufio.NewReaderSize(r, chunkMost)}
	for {
		name, err := in.chunk()
		if err != nil {
			return fault.Wrap(fault.Invalid, "store.ReadParts", err)
		}
		if len(name) == 0 {
			return nil
		}
		in.rest, in.over = nil, false
		if err := take(string(name), in); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, in); err != nil {
			return fault.Wrap(fault.Invalid, "store.ReadParts", err)
		}
	}
}

type partReader struct {
	r    *bufio.Reader
	rest []byte
	over bool
}

func (p *partReader) chunk() ([]byte, error) {
	var n uint32
	if err := binary.Read(p.r, binary.BigEndian, &n); err != nil {
		return nil, unexpected(err)
	}
	if n > chunkMost {
		return nil, errors.New("a piece is too large")
	}
	b := make([]byte, n)
	_, err := io.ReadFull(p.r, b)
	return b, unexpected(err)
}

// unexpected makes of an end inside a row an error that no reader takes for its end.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Read gives the bytes of the part under way.
func (p *partReader) Read(b []byte) (int, error) {
	for len(p.rest) == 0 {
		if p.over {
			return 0, io.EOF
		}
		chunk, err := p.chunk()
		if err != nil {
			return 0, err
		}
		p.rest, p.over = chunk, len(chunk) == 0
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// The names of parts of SQLite.
const (
	partData = "sqlite/" + sqliteFile
	partKeys = "sqlite/" + keysFile
)

// BackupSQLite writes one moment of the archive in a folder, also while a process
// serves it: readers and the writer of a SQLite file do not wait for one another.
// With keys it writes the wrapped keys instead of the data.
func BackupSQLite(ctx context.Context, dir string, keys bool, out *PartsOut) error {
	const op = "store.BackupSQLite"
	file, part := sqliteFile, partData
	if keys {
		file, part = keysFile, partKeys
	}
	path := filepath.Join(dir, file)
	if _, err := os.Stat(path); err != nil { // opening would make one
		return fault.Wrap(fault.NotFound, op, err)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	room, err := os.MkdirTemp(dir, ".backup-*") // beside the data: as safe as they are, and on the same disk
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, errors.Join(err, db.Close()))
	}
	copied := filepath.Join(room, file)
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, copied)
	if err == nil {
		err = out.Part(part, func(w io.Writer) error { return pour(w, copied) })
	}
	return fault.Wrap(fault.Unavailable, op, errors.Join(err, db.Close(), os.RemoveAll(room)))
}

func pour(w io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, file)
	return errors.Join(err, file.Close())
}

// RestoreSQLite writes parts of a backup into a folder that holds no archive yet;
// it faults with Conflict when it does.
func RestoreSQLite(dir, part string, body io.Reader) error {
	const op = "store.RestoreSQLite"
	files := map[string]string{partData: sqliteFile, partKeys: keysFile}
	name, ok := files[part]
	if !ok {
		return fault.New(fault.Invalid, op, "backup.part", "part", part)
	}
	if err := MakeFolder(dir); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.Conflict, op, "backup.notempty")
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	_, err = io.Copy(file, body)
	return fault.Wrap(fault.Unavailable, op, errors.Join(err, file.Sync(), file.Close(), syncDir(dir)))
}

const tablePart = "postgres/"

// tablesOf lists the tables of a schema, parents before what refers to them.
const tablesOf = `SELECT table_name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND table_name <> 'goose_db_version' ORDER BY table_name <> 'head', table_name`

// BackupPostgres writes one moment of the archive (a REPEATABLE READ
// transaction), while others write. With keys it writes schema keys instead.
func BackupPostgres(ctx context.Context, url string, keys bool, out *PartsOut) error {
	const op = "store.BackupPostgres"
	return fault.Wrap(fault.Unavailable, op, onePostgres(ctx, url, func(c *pgx.Conn) error {
		if _, err := c.Exec(ctx, `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`); err != nil {
			return err
		}
		schema := schemaOf(keys)
		tables, err := tableNames(ctx, c, schema)
		if err != nil {
			return err
		}
		for _, table := range tables {
			err := out.Part(tablePart+schema+"."+table, func(w io.Writer) error {
				_, err := c.PgConn().CopyTo(ctx, w, fmt.Sprintf(`COPY %s TO STDOUT (FORMAT binary)`, pgx.Identifier{schema, table}.Sanitize()))
				return err
			})
			if err != nil {
				return err
			}
		}
		_, err = c.Exec(ctx, `COMMIT`)
		return err
	}))
}

func schemaOf(keys bool) string {
	if keys {
		return "keys"
	}
	return "public"
}

func tableNames(ctx context.Context, c *pgx.Conn, schema string) ([]string, error) {
	rows, err := c.Query(ctx, tablesOf, schema)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func onePostgres(ctx context.Context, url string, do func(*pgx.Conn) error) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	config.RuntimeParams["application_name"] = "eendracht backup"
	db := stdlib.OpenDB(*config)
	conn, err := db.Conn(ctx)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(lend(conn, do), conn.Close(), db.Close())
}

// postgresRestore fills an empty archive from parts, in one transaction.
type postgresRestore struct {
	schemas []string // that were emptied of what a new archive begins with
}

// RestorePostgres lets read call take with each part of a backup. The archive must
// be there and hold no dossier, and its tables must be of the same shape as those
// of the backup; else it faults and changes nothing.
func RestorePostgres(ctx context.Context, url string, read func(take func(name string, body io.Reader) error) error) error {
	const op = "store.RestorePostgres"
	return fault.Wrap(fault.Unavailable, op, onePostgres(ctx, url, func(c *pgx.Conn) error {
		if _, err := c.Exec(ctx, `BEGIN`); err != nil {
			return err
		}
		r := &postgresRestore{}
		if err := read(func(name string, body io.Reader) error { return r.table(ctx, c, name, body) }); err != nil {
			return err
		}
		for _, text := range []string{`SELECT setval(pg_get_serial_sequence('public.sheaf', 'id'), coalesce((SELECT max(id) FROM public.sheaf), 0) + 1)`, `COMMIT`} {
			if _, err := c.Exec(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (r *postgresRestore) table(ctx context.Context, c *pgx.Conn, name string, body io.Reader) error {
	const op = "store.RestorePostgres"
	var schema, table string
	for _, s := range []string{"public", "keys"} {
		if prefix := tablePart + s + "."; len(name) > len(prefix) && name[:len(prefix)] == prefix {
			schema, table = s, name[len(prefix):]
		}
	}
	tables, err := tableNames(ctx, c, schema)
	if err != nil {
		return err
	}
	if !slices.Contains(tables, table) {
		return fault.New(fault.Invalid, op, "backup.part", "part", name)
	}
	if !slices.Contains(r.schemas, schema) {
		r.schemas = append(r.schemas, schema)
		if err := empty(ctx, c, schema, tables); err != nil {
			return err
		}
	}
	_, err = c.PgConn().CopyFrom(ctx, body, fmt.Sprintf(`COPY %s FROM STDIN (FORMAT binary)`, pgx.Identifier{schema, table}.Sanitize()))
	return err
}

// empty takes out what the migrations put in. Where there is a dossier, or a key,
// nothing is taken: that archive is in use.
func empty(ctx context.Context, c *pgx.Conn, schema string, tables []string) error {
	used := map[string]string{"public": `SELECT count(*) FROM public.head`, "keys": `SELECT count(*) FROM keys.data_key`}
	var n int
	if err := c.QueryRow(ctx, used[schema]).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "store.empty", "backup.notempty")
	}
	for _, table := range slices.Backward(tables) {
		if _, err := c.Exec(ctx, `DELETE FROM `+pgx.Identifier{schema, table}.Sanitize()); err != nil {
			return err
		}
	}
	return nil
}

// PreparePostgres makes the tables of an archive in an empty database.
func PreparePostgres(ctx context.Context, url string) error {
	s, err := OpenPostgres(ctx, url)
	if err != nil {
		return err
	}
	return s.Close()
}

// KeyStore opens the wrapped keys alone, beside a process that serves the same
// archive, for wrapping them anew.
type KeyStore struct {
	archive
	end func() error
}

// OpenKeysSQLite opens the keys of an archive in a folder, without its lock.
func OpenKeysSQLite(ctx context.Context, dir string) (*KeyStore, error) {
	const op = "store.OpenKeysSQLite"
	path := filepath.Join(dir, keysFile)
	if _, err := os.Stat(path); err != nil {
		return nil, fault.Wrap(fault.NotFound, op, err)
	}
	f, err := openFile(ctx, path, "sqlite_keys", newVersions(), "secure_delete(1)")
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	k := &KeyStore{archive: archive{keys: f, keeper: f.group, keyTexts: keysIn("data_key", "shred", "")}}
	k.end = func() error {
		return errors.Join(f.truncate(context.WithoutCancel(ctx)), f.close()) // what was wrapped before is out of the write-ahead log too
	}
	return k, nil
}

// OpenKeysPostgres opens the keys of an archive in a database.
func OpenKeysPostgres(ctx context.Context, url string) (*KeyStore, error) {
	s, err := OpenPostgres(ctx, url)
	if err != nil {
		return nil, err
	}
	k := &KeyStore{archive: s.(*postgresStore).archive, end: s.Close} // it makes nothing else
	return k, nil
}

// Close ends it.
func (k *KeyStore) Close() error {
	return fault.Wrap(fault.Unavailable, "store.KeyStore.Close", k.end())
}
