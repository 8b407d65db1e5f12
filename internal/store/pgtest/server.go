// Package pgtest gives tests and benchmarks a PostgreSQL of their own.
//
// The server lives in a temporary folder and listens on a socket in it. It ends
// with the process that started it, however that ends, and leaves nothing.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"eendracht/internal/fault"
)

// Override names the environment variable with the URL of a server to use
// instead; its user must be allowed to create databases.
const Override = "EENDRACHT_TEST_PG"

// errNone says how to get a server.
var errNone = errors.New("no PostgreSQL found: apt-get install postgresql, or set " + Override + " to the URL of a server (15 or newer) whose user may create databases")

// script makes a cluster, serves it, and waits for the end of its input: then
// whoever started it is done or dead, so it stops the server and cleans up.
const script = `
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions >"$2/log" 2>&1 || exit 1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=200 -c shared_buffers=128MB >>"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
`

// startWithin bounds how long a server may take to answer.
const startWithin = time.Minute

// server is a running PostgreSQL.
type server struct {
	admin string // URL of its maintenance database
	stop  func() error
}

// start starts a server, or takes the one that the environment names.
func start(ctx context.Context) (*server, error) {
	const op = "pgtest.start"
	if given := os.Getenv(Override); given != "" {
		return &server{given, func() error { return nil }}, nil
	}
	bin, err := Binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "eendracht-pg-")
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	s, err := launch(ctx, bin, dir)
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log")) // what there is of it
		return nil, fault.Wrap(fault.Unavailable, op, errors.Join(fmt.Errorf("%w: %s", err, log), os.RemoveAll(dir)))
	}
	return s, nil
}

// Binaries gives the folder with the newest server programs of Debian, else
// those on the path. It faults with NotFound where there are none.
func Binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	slices.SortFunc(found, func(a, b string) int { return release(a) - release(b) })
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", fault.Wrap(fault.NotFound, "pgtest.Binaries", errNone)
	}
	return filepath.Dir(path), nil
}

// release gives the main version in a path as /usr/lib/postgresql/15/bin/initdb.
func release(path string) int {
	n, err := strconv.Atoi(strings.Split(path, "/")[4])
	if err != nil {
		return 0
	}
	return n
}

func launch(ctx context.Context, bin, dir string) (*server, error) {
	cmd := exec.Command("/bin/sh", "-c", script, "sh", bin, dir)
	if err := AsServerUser(cmd, dir); err != nil {
		return nil, err
	}
	input, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	s := &server{admin: at("postgres", dir), stop: func() error { return stop(input, ended) }}
	if err := s.answers(ctx, ended); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

func stop(input io.Closer, ended <-chan error) error {
	return errors.Join(input.Close(), <-ended)
}

// at gives the URL of a database of a server whose socket lies in a folder.
func at(database, dir string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database, RawQuery: url.Values{"host": {dir}}.Encode()}
	return u.String()
}

// answers waits until the server answers.
func (s *server) answers(ctx context.Context, ended chan error) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.admin)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case over := <-ended:
			ended <- over // for stop
			return fmt.Errorf("the server ended: %w", errors.Join(over, err))
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// run runs one statement on the maintenance database.
func (s *server) run(ctx context.Context, text string) error {
	conn, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, text)
	return errors.Join(err, conn.Close(ctx))
}

// database gives the URL of another database of the server.
func (s *server) database(name string) (string, error) {
	u, err := url.Parse(s.admin)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
